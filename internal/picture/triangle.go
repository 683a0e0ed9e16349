package picture

import "daybreak/internal/view"

// The sizes of a table of cohorts.
const (
	cohortName = 150.0
	cohortSize = 56.0
	cohortCell = 54.0
	cohortLine = 27.0
)

func (s *sheet) triangleWidth(t *view.Triangle) float64 {
	return s.cohortName(t) + cohortSize + cohortCell*float64(len(t.Periods))
}

// cohortName is how wide the column of names is.
func (s *sheet) cohortName(t *view.Triangle) float64 {
	width := cohortName
	for _, r := range t.Rows {
		width = max(width, min(nameRoom, s.pen.width(r.Start, bodyText, false)+10))
	}
	for _, r := range t.Average {
		width = max(width, min(nameRoom, s.pen.width(r.Name, bodyText, false)+10))
	}
	return width
}

// heat is how much of the colour of a level there is, as the style sheet has it.
func heat(level int) float64 {
	return [...]float64{.03, .08, .14, .21, .29, .39, .52, .88, .92, .96, 1}[max(0, min(10, level))]
}

// hot is the first level that is written on in the light colour.
const hot = 7

// triangle draws cohorts: a row each, a column for each period.
func (s *sheet) triangle(t *view.Triangle) {
	name := s.cohortName(t)
	s.write(margin, s.y+smallText, s.pen.fit(t.Column, smallText, false, name), smallText, "text-3")
	for i, p := range t.Periods {
		s.write(margin+name+cohortSize+(float64(i)+.5)*cohortCell, s.y+smallText, s.pen.fit(p, smallText, false, cohortCell-2), smallText, "text-3").anchor = middle
	}
	s.y += 20
	for _, r := range t.Average {
		s.cohort(r.Name, r.Size, r.Cells, name, true)
	}
	for _, r := range t.Rows {
		s.cohort(r.Start, r.Size, r.Cells, name, false)
	}
	if t.Cut {
		s.y += 4
		s.paragraph(s.w.T.Panel.MoreInCSV, smallText, 16, "text-3")
	}
}

func (s *sheet) cohort(name string, size view.Cell, cells []view.CohortCell, room float64, strong bool) {
	s.write(margin, s.y+18, s.pen.fit(name, bodyText, strong, room-6), bodyText, "text").strong = strong
	x := margin + room
	s.write(x+cohortSize-12, s.y+18, size.Text, bodyText, "text-2").anchor = end
	x += cohortSize
	for i := range cells {
		s.period(&cells[i], box{x + 1, s.y + 1, cohortCell - 2, cohortLine - 2})
		x += cohortCell
	}
	s.y += cohortLine
}

// period draws one period of a cohort. One that is not over for all is hatched.
func (s *sheet) period(c *view.CohortCell, in box) {
	if c.Text == "" {
		return
	}
	fill, colour := tint("heat", heat(c.Level)), "text"
	switch {
	case c.First:
		fill, colour = ink("sunken"), "text-3"
	case c.Level >= hot:
		colour = "on-heat"
	}
	square := s.rect(in.x, in.y, in.width, in.height, fill)
	square.round, square.hint = 4, c.Title
	if c.Part {
		s.hatch(in)
	}
	if c.Few {
		colour = "text-3"
	}
	s.write(in.x+in.width/2, in.y+in.height/2+4, c.Text, smallText, colour).anchor = middle
}

// hatch draws thin lines aslant over what is in progress.
func (s *sheet) hatch(in box) {
	out := &shape{stroke: ink("text").at(.14), width: 1}
	for x := -in.height; x < in.width; x += 8 {
		from, to := point{in.x + x, in.y + in.height}, point{in.x + x + in.height, in.y}
		if from.x < in.x {
			from = point{in.x, from.y - (in.x - from.x)}
		}
		if edge := in.x + in.width; to.x > edge {
			to = point{edge, to.y + (to.x - edge)}
		}
		out.runs = append(out.runs, []point{from, to})
	}
	s.add(out)
}
