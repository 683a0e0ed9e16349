package picture

import "daybreak/internal/view"

// kpis draws headline figures side by side.
func (s *sheet) kpis(items []view.KPI) {
	const least, height = 168.0, 138.0
	columns := max(1, min(len(items), int(s.inner()/least)))
	room := s.inner() / float64(columns)
	for i, k := range items {
		x, y := margin+float64(i%columns)*room, s.y+float64(i/columns)*(height+10)
		width := room - 16
		s.write(x, y+12, s.pen.fit(k.Label, bodyText, false, width), bodyText, "text-2")
		s.write(x, y+42, s.pen.fit(k.Total.Text, 24, true, width), 24, "text").strong = true
		at := s.delta(k.Delta, x, y+62)
		s.write(at, y+62, s.pen.fit(k.Before, bodyText, false, x+width-at), bodyText, "text-3")
		if k.Goal != nil {
			colour := "text-3"
			if k.Goal.Tone != "" {
				colour = k.Goal.Tone
			}
			s.write(x, y+80, s.pen.fit(k.Goal.Text, smallText, false, width), smallText, colour)
		}
		s.spark(k.Spark, box{x, y + 92, width, 36})
	}
	rows := (len(items) + columns - 1) / columns
	s.y += float64(rows) * (height + 10)
}

// multiples draws small charts of the same.
func (s *sheet) multiples(items []view.Multiple) {
	const least, height = 150.0, 92.0
	columns := max(1, min(len(items), int(s.inner()/least)))
	room := s.inner() / float64(columns)
	for i, m := range items {
		x, y := margin+float64(i%columns)*room, s.y+float64(i/columns)*(height+10)
		width := room - 16
		s.write(x, y+12, s.pen.fit(m.Name, bodyText, false, width), bodyText, "text-2")
		s.write(x, y+32, m.Cell.Text, 15, "text").strong = true
		s.delta(m.Cell.Delta, x+s.pen.width(m.Cell.Text, 15, true)+8, y+32)
		s.spark(m.Spark, box{x, y + 42, width, 40})
	}
	s.y += float64((len(items)+columns-1)/columns) * (height + 10)
}

// today draws the last complete day.
func (s *sheet) today(t *view.Today) {
	s.write(margin, s.y+34, t.Count.Text, 34, "text").strong = true
	s.y += 46
	if t.Goal != "" {
		s.paragraph(t.Goal, bodyText, bodyLine, "text-3")
	}
	for _, c := range []view.Compared{t.LastWeek, t.Median} {
		x := s.delta(c.Delta, margin, s.y+bodyText)
		s.write(x, s.y+bodyText, c.Label+" "+c.Value, bodyText, "text-3")
		s.y += bodyLine
	}
	s.spark(t.Spark, box{margin, s.y + 6, s.inner(), 64})
	s.y += 78
	s.paragraph(t.Live, bodyText, bodyLine, "text-2")
}

// says writes a sentence about a page, and its figures.
func (s *sheet) says(says *view.Says) {
	colour := "text"
	if says.Tone != "" {
		colour = says.Tone
	}
	s.paragraph(says.Lead, 14, 22, colour)
	for _, more := range says.More {
		s.paragraph(more, bodyText, bodyLine, "text-2")
	}
	var facts []view.Fact
	for _, f := range says.Facts {
		facts = append(facts, view.Fact{Value: f.Text, Text: joined(f.Name, f.Below)})
	}
	s.facts(facts)
}
