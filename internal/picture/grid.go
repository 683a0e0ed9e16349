package picture

import "daybreak/internal/view"

// shade is the colour of a level of a grid, 0 (none) to 5, as the style sheet has
// it.
func shade(level int) paint {
	if level <= 0 {
		return ink("sunken")
	}
	return tint("heat", [...]float64{.18, .38, .60, .82, 1}[min(level, 5)-1])
}

// most a square of a grid grows in a wide picture.
const mostGrown = 1.9

// grid draws a calendar, or a week by hours.
func (s *sheet) grid(g *view.Grid) {
	grown := min(mostGrown, s.inner()/float64(g.Width))
	for _, t := range g.Texts {
		s.write(margin+float64(t.X)*grown, s.y+float64(t.Y)*grown, t.Text, min(smallText, 9*grown), "text-3")
	}
	for _, c := range g.Cells {
		x, y, side := margin+float64(c.X)*grown, s.y+float64(c.Y)*grown, float64(g.Side)*grown
		square := s.rect(x, y, side, side, shade(c.Level))
		square.round, square.hint = 2, c.Title
		switch {
		case c.Marked:
			square.stroke, square.width = ink("c2"), 1.4
		case c.Open:
			square.stroke, square.width, square.dash = ink("c-axis"), 1, []float64{2, 2}
		}
	}
	s.y += float64(g.Height)*grown + 10
	x := margin
	s.write(x, s.y+smallText, g.Low, smallText, "text-3")
	x += s.pen.width(g.Low, smallText, false) + 8
	for level := range 6 {
		s.rect(x, s.y+1, 11, 11, shade(level)).round = 2
		x += 14
	}
	s.write(x+4, s.y+smallText, g.High, smallText, "text-3")
	s.y += 24
}
