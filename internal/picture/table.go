package picture

import (
	"daybreak/internal/view"
)

// The sizes of a table.
const (
	tableLine  = 30.0
	tableGap   = 18.0 // between columns
	nameRoom   = 220.0
	wordRoom   = 240.0 // of a column of words
	sparkRoom  = 80.0
	tableLimit = 60 // rows
)

// tableWidth is the width that a table wants.
func (s *sheet) tableWidth(t *view.Table) float64 {
	width := 0.0
	for _, w := range s.columns(t) {
		width += w + tableGap
	}
	return width - tableGap
}

// columns are the widths of the columns of a table.
func (s *sheet) columns(t *view.Table) []float64 {
	out := make([]float64, len(t.Head))
	for i, h := range t.Head {
		out[i] = min(wordRoom, s.pen.width(h.Text, smallText, false))
	}
	take := func(i int, w float64) {
		if i < len(out) {
			out[i] = max(out[i], w)
		}
	}
	row := func(r *view.Row) {
		take(0, min(nameRoom, s.pen.width(r.Name, bodyText, false)+12))
		for i := range r.Cells {
			take(i+1, s.cellWidth(&r.Cells[i]))
		}
	}
	for i := range t.Rows[:min(len(t.Rows), tableLimit)] {
		row(&t.Rows[i])
	}
	if t.Total != nil {
		row(t.Total)
	}
	return out
}

func (s *sheet) cellWidth(c *view.Cell) float64 {
	switch {
	case c.Delta != nil:
		w := s.pen.width(c.Delta.Text, bodyText, true) + 14
		if c.Delta.Icon == "" {
			w += s.pen.width(c.Delta.Word+" ", bodyText, false)
		}
		return w
	case c.Spark.Line != "" || c.Whisker != nil:
		return sparkRoom
	}
	return min(wordRoom, s.pen.width(c.Text, bodyText, false))
}

// tableOf draws a table; empty is said of one without rows.
func (s *sheet) tableOf(t *view.Table, empty string) {
	if len(t.Rows) == 0 {
		if t.Empty != "" {
			empty = t.Empty
		}
		s.nothing(empty)
		return
	}
	widths := s.columns(t)
	if spare := s.inner() - s.tableWidth(t); spare > 0 && len(widths) > 1 {
		for i := range widths {
			widths[i] += spare / float64(len(widths))
		}
	}
	x := margin
	s.y += 2
	for i, h := range t.Head {
		text := s.pen.fit(h.Text, smallText, false, widths[i])
		if h.Number {
			s.write(x+widths[i], s.y+smallText, text, smallText, "text-3").anchor = end
		} else {
			s.write(x, s.y+smallText, text, smallText, "text-3")
		}
		x += widths[i] + tableGap
	}
	s.y += 20
	for i := range t.Rows[:min(len(t.Rows), tableLimit)] {
		s.row(t, &t.Rows[i], widths, false)
	}
	if t.Total != nil {
		s.row(t, t.Total, widths, true)
	}
	if t.Cut || len(t.Rows) > tableLimit {
		s.y += 4
		s.paragraph(s.w.T.Panel.MoreInCSV, smallText, 16, "text-3")
	}
	s.y += 4
}

func (s *sheet) row(t *view.Table, r *view.Row, widths []float64, total bool) {
	s.line(margin, s.y, s.Width-margin, s.y, ink("line"), 1)
	baseline := s.y + 19
	if part := share(r.Bar); part > 0 {
		s.rect(margin, s.y+4, widths[0]*part, tableLine-8, ink("c1").at(.14)).round = 4
	}
	s.write(margin+6, baseline, s.pen.fit(r.Name, bodyText, total, widths[0]-8), bodyText, "text").strong = total
	x := margin + widths[0] + tableGap
	for i := range r.Cells {
		if i+1 >= len(widths) {
			break
		}
		c := &r.Cells[i]
		s.tableCell(c, box{x, s.y, widths[i+1], tableLine}, i < r.Texts || c.Words || c.Tag != "" || !t.Head[i+1].Number, total)
		x += widths[i+1] + tableGap
	}
	s.y += tableLine
}

func (s *sheet) tableCell(c *view.Cell, in box, words, total bool) {
	baseline := in.y + 19
	colour := "text"
	switch {
	case c.Delta != nil:
		s.delta(c.Delta, in.x+in.width-s.cellWidth(c), baseline)
		return
	case c.Spark.Line != "":
		s.spark(c.Spark, box{in.x, in.y + 5, in.width, tableLine - 10})
		return
	case c.Whisker != nil:
		s.whisker(c.Whisker, in)
		return
	case c.Tag != "":
		colour = c.Tag
	case c.Few || c.State != "":
		colour = "text-3"
	}
	text := s.write(in.x, baseline, s.pen.fit(c.Text, bodyText, total, in.width+2), bodyText, colour)
	if text.strong = total; !words {
		text.at.x, text.anchor = in.x+in.width, end
	}
}

// whisker draws a range as a line, the figure as a mark on it, and where 0 is.
func (s *sheet) whisker(w *view.Whisker, in box) {
	place := func(text string) float64 { return in.x + share(text)*in.width }
	mid := in.y + in.height/2
	colour := "c1"
	switch w.Class {
	case "good", "bad":
		colour = w.Class
	case "faint":
		colour = "c-mute"
	}
	if w.Zero != "" {
		s.line(place(w.Zero), in.y+4, place(w.Zero), in.y+in.height-4, ink("line-2"), 1)
	}
	if w.From != "" {
		s.line(place(w.From), mid, place(w.To), mid, ink(colour).at(.6), 2)
	}
	if w.At != "" {
		s.line(place(w.At), mid-7, place(w.At), mid+7, ink(colour), 3)
	}
}
