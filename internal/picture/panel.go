package picture

import (
	"strings"

	"daybreak/internal/view"
)

// The sizes of a picture of a panel, as the cards of the pages have them.
const (
	margin      = 20.0
	titleText   = 15.0
	bodyText    = 12.0
	smallText   = 11.0
	bodyLine    = 18.0
	chartHeight = 280.0
	tallHeight  = 340.0
	widest      = 2400.0 // that a table makes a picture
)

// MostWidth and LeastWidth bound how wide a picture can be asked for.
const (
	LeastWidth = 280
	MostWidth  = 1600
)

// sheet is a picture that grows downwards.
type sheet struct {
	*Picture
	w view.Writer
	y float64 // where the next part begins
}

// inner is the width between the margins.
func (s *sheet) inner() float64 { return s.Width - 2*margin }

// Panel draws a panel, width CSS pixels wide or as much wider as its table needs.
// about is what is said under it: the days, the comparison and the filters.
func (s *Studio) Panel(v view.Panel, w view.Writer, about string, width float64) (*Picture, error) {
	p := &Picture{Width: width, Title: v.Title, pen: s}
	out := &sheet{Picture: p, w: w, y: margin}
	p.Width = max(width, min(widest, out.needs(v)+2*margin))
	back := p.rect(0, 0, p.Width, 1, ink("surface"))
	out.head(v)
	if err := out.body(v); err != nil {
		return nil, err
	}
	out.facts(v.Facts)
	out.below(v)
	out.y += 4
	out.paragraph(strings.TrimPrefix(about, " · "), smallText, 16, "text-3")
	p.Height = out.y + margin - 8
	back.runs[0][2].y, back.runs[0][3].y = p.Height, p.Height
	p.Spoken = spoken(v)
	return p, nil
}

// needs is the width that the tables of a panel want.
func (s *sheet) needs(v view.Panel) float64 {
	most := 0.0
	for _, t := range []*view.Table{v.Table, v.Below} {
		if t != nil && len(t.Rows) > 0 {
			most = max(most, s.tableWidth(t))
		}
	}
	if v.Triangle != nil {
		most = max(most, s.triangleWidth(v.Triangle))
	}
	if v.Funnel != nil {
		most = max(most, stepRoom*float64(len(v.Funnel.Steps)))
		if v.Funnel.Groups != nil {
			most = max(most, s.tableWidth(v.Funnel.Groups))
		}
	}
	if v.Grid != nil {
		most = max(most, float64(v.Grid.Width))
	}
	return most
}

// spoken says in a sentence what a panel shows.
func spoken(v view.Panel) string {
	parts := []string{v.Note}
	if c := v.Chart; c != nil {
		said, _ := strings.CutSuffix(c.Summary, " "+c.T.Panel.ArrowKeys)
		parts = append(parts, strings.TrimSuffix(said, c.T.Panel.ArrowKeys))
	}
	if v.Grid != nil {
		parts = append(parts, v.Grid.Summary)
	}
	for _, k := range v.KPIs {
		parts = append(parts, k.Label+" "+k.Total.Text)
	}
	for i, s := range v.Steps {
		if i < 12 {
			parts = append(parts, s.Label+" "+s.Cell.Text)
		}
	}
	if v.Funnel != nil {
		for _, s := range v.Funnel.Steps {
			parts = append(parts, s.Label+" "+s.Count.Text)
		}
	}
	for _, f := range v.Facts {
		parts = append(parts, f.Value+" "+f.Text)
	}
	parts = append(parts, v.Remarks...)
	var out []string
	for _, p := range parts {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, " · ")
}

// head writes the title of a panel, what it is, and what its colours mean.
func (s *sheet) head(v view.Panel) {
	s.write(margin, s.y+titleText, s.pen.fit(v.Title, titleText, true, s.inner()), titleText, "text").strong = true
	s.y += titleText + 10
	note := v.Note
	if v.Today != nil {
		note = strings.TrimSpace(note + " " + v.Today.Title)
	}
	s.paragraph(note, bodyText, bodyLine, "text-3")
	for _, r := range v.Remarks {
		s.paragraph(r, bodyText, bodyLine, "text-2")
	}
	if v.Chart != nil {
		s.legend(v.Chart.Legend)
	}
	s.y += 4
}

// paragraph writes a text on as many lines as it needs.
func (s *sheet) paragraph(text string, size, line float64, colour string) {
	if text == "" {
		return
	}
	for _, l := range s.pen.lines(legible(text), size, false, s.inner()) {
		s.write(margin, s.y+size, l, size, colour)
		s.y += line
	}
}

// legend names the lines and colours of a chart.
func (s *sheet) legend(entries []view.Legend) {
	if len(entries) == 0 {
		return
	}
	const swatch, gap = 20.0, 16.0
	x := margin
	s.y += 4
	for _, e := range entries {
		name := s.pen.fit(e.Name, bodyText, false, s.inner()-swatch-90)
		width := swatch + s.pen.width(name, bodyText, false)
		if e.Total != "" {
			width += 5 + s.pen.width(e.Total, bodyText, true)
		}
		if x > margin && x+width > s.Width-margin {
			x = margin
			s.y += bodyLine + 2
		}
		s.swatch(x, s.y+8, e.Class)
		s.write(x+swatch, s.y+bodyText, name, bodyText, "text-2")
		if e.Total != "" {
			s.write(x+width-s.pen.width(e.Total, bodyText, true), s.y+bodyText, e.Total, bodyText, "text").strong = true
		}
		x += width + gap
	}
	s.y += bodyLine + 4
}

// swatch is the sign of a line or colour in a legend.
func (s *sheet) swatch(x, y float64, class string) {
	colour, line := ink("c-mute"), false
	var dash []float64
	for _, c := range strings.Fields(class) {
		switch c {
		case "line":
			line = true
		case "dash":
			dash = []float64{4, 3}
		case "dots", "goal":
			dash = []float64{2, 2}
			if c == "goal" {
				colour = ink("c2")
			}
		case "ink":
			colour = ink("text")
		case "mute":
		default:
			colour = ink(c)
		}
	}
	if line {
		s.line(x, y, x+14, y, colour, 2).dash = dash
		return
	}
	s.rect(x+2, y-5, 10, 10, colour).round = 3
}

// body draws what a panel shows.
func (s *sheet) body(v view.Panel) error {
	switch {
	case v.Fault != nil:
		s.paragraph(v.Fault.Message+" "+v.Fault.Hint, bodyText, bodyLine, "bad")
	case v.Says != nil:
		s.says(v.Says)
	case len(v.KPIs) > 0:
		s.kpis(v.KPIs)
	case v.Chart != nil:
		return s.chartOf(v.Chart)
	case v.Table != nil:
		s.tableOf(v.Table, v.T.Panel.NoData)
	case len(v.Multiples) > 0:
		s.multiples(v.Multiples)
	case v.Triangle != nil:
		s.triangle(v.Triangle)
	case v.Funnel != nil:
		return s.funnel(v.Funnel)
	case len(v.Bars) > 0:
		s.streaks(v.Bars)
	case v.Narrow:
		s.narrowSteps(v.Steps)
	case len(v.Steps) > 0:
		s.steps(v.Steps, v.T.Panel.FromStepBefore)
	case v.Grid != nil:
		s.grid(v.Grid)
	case v.Today != nil:
		s.today(v.Today)
	default:
		s.nothing(v.T.Panel.NoData)
	}
	return nil
}

// nothing says in place of figures that there are none.
func (s *sheet) nothing(text string) {
	s.y += 28
	s.write(s.Width/2, s.y+bodyText, text, bodyText, "text-3").anchor = middle
	s.y += 48
}

func (s *sheet) chartOf(c *view.Chart) error {
	height := chartHeight
	if c.Tall {
		height = tallHeight
	}
	if err := s.chart(c.Option, s.w, box{margin - 2, s.y, s.Width - 2*margin + 4, height}); err != nil {
		return err
	}
	s.y += height + 8
	for _, m := range c.Marks {
		s.disc(margin+4, s.y+8, 3.5, ink("c2"))
		s.write(margin+14, s.y+bodyText, s.pen.fit(m.Days+"  "+m.Text, bodyText, false, s.inner()-14), bodyText, "text-2")
		s.y += bodyLine
	}
	return nil
}

// below draws what stands under the picture of a panel.
func (s *sheet) below(v view.Panel) {
	if v.Below != nil {
		s.y += 8
		s.tableOf(v.Below, "")
	}
	a := v.Against
	if a == nil {
		return
	}
	s.y += 6
	s.paragraph(joined(a.Title, a.Note), bodyText, bodyLine, "text-3")
	for _, f := range a.Figures {
		x := margin
		text := s.write(x, s.y+bodyText, f.Value, bodyText, "text")
		text.strong = true
		x += s.pen.width(f.Value, bodyText, true) + 8
		x = s.delta(f.Delta, x, s.y+bodyText)
		s.write(x, s.y+bodyText, s.pen.fit(joined(f.Text, f.Before), bodyText, false, s.Width-margin-x), bodyText, "text-3")
		s.y += bodyLine
	}
}

// joined puts two texts side by side.
func joined(a, b string) string {
	if b == "" {
		return a
	}
	return a + " · " + b
}

// facts writes small figures, each over what it is.
func (s *sheet) facts(facts []view.Fact) {
	if len(facts) == 0 {
		return
	}
	s.y += 8
	columns := max(1, min(len(facts), int(s.inner()/112)))
	room := s.inner() / float64(columns)
	for from := 0; from < len(facts); from += columns {
		deep := 0.0
		for i, f := range facts[from:min(len(facts), from+columns)] {
			x := margin + float64(i)*room
			s.write(x, s.y+16, s.pen.fit(f.Value, 16, true, room-10), 16, "text").strong = true
			lines := s.pen.lines(f.Text, smallText, false, room-10)
			for k, l := range lines {
				s.write(x, s.y+34+15*float64(k), l, smallText, "text-3")
			}
			deep = max(deep, 38+15*float64(len(lines)))
		}
		s.y += deep
	}
}

// delta draws a difference and returns where it ends.
func (s *sheet) delta(d *view.Delta, x, baseline float64) float64 {
	if d == nil {
		return x
	}
	colour := "text-2"
	if d.Class != "" {
		colour = d.Class
	}
	if d.Icon != "" {
		tip, foot := baseline-9, baseline-1
		if d.Icon == "adn" {
			tip, foot = foot, tip
		}
		s.add(&shape{runs: [][]point{{{x + 4, tip}, {x + 8, foot}, {x, foot}}}, closed: true, fill: ink(colour)})
		x += 11
	}
	text := d.Text
	if d.Icon == "" {
		text = d.Word + " " + d.Text
	}
	s.write(x, baseline, text, bodyText, colour).strong = d.Icon != ""
	return x + s.pen.width(text, bodyText, d.Icon != "") + 6
}
