package picture

import (
	"strconv"

	"daybreak/internal/chart"
	"daybreak/internal/view"
)

// The sizes of a funnel: each step is a column and the flow to the next, in a box
// that chart.FunnelStep measures in hundredths of its width.
const (
	stepWide = 100.0
	stepBar  = 54.0
	stepRoom = 110.0 // that a step needs to stand upright
)

// column draws one step of a funnel.
func (s *sheet) column(k chart.FunnelStep, in box) {
	to := into(stepWide, chart.FunnelHeight, in)
	if runs, _ := path(k.Flow, to); len(runs) > 0 {
		s.add(&shape{runs: runs, closed: true, fill: ink("c1").at(.16)})
	}
	bar := func(y, height string, fill paint) *shape {
		top, tall := numberOf([]byte(y)), numberOf([]byte(height))
		a, b := to(point{0, top}), to(point{stepBar, top + tall})
		return s.rect(a.x, a.y, b.x-a.x, b.y-a.y, fill)
	}
	bar(k.Y, k.Height, ink("c1")).round = 2
	if k.BeforeY != "" {
		before := bar(k.BeforeY, k.BeforeHeight, paint{})
		before.stroke, before.width, before.dash = ink("c-axis"), 1.2, []float64{3, 3}
	}
}

// head writes what a step is called and how many got there.
func (s *sheet) stepHead(number int, label, value, share string, x, room float64) {
	s.write(x, s.y+12, s.pen.fit(strconv.Itoa(number)+"  "+label, bodyText, false, room), bodyText, "text-2")
	s.write(x, s.y+36, s.pen.fit(value, 18, true, room-30), 18, "text").strong = true
	if share != "" {
		s.write(x+s.pen.width(value, 18, true)+6, s.y+36, share, smallText, "text-3")
	}
}

// steps draws sums that lead from one to the next.
func (s *sheet) steps(steps []view.Step, ofBefore string) {
	room := s.inner() / float64(len(steps))
	if room < stepRoom {
		s.narrowSteps(steps)
		return
	}
	for i, k := range steps {
		x := margin + float64(i)*room
		s.stepHead(k.Number, k.Label, k.Cell.Text, k.FromFirst, x, room-8)
		s.column(k.Shape, box{x, s.y + 50, room, chart.FunnelHeight})
		y := s.y + 50 + chart.FunnelHeight + 18
		if k.FromPrevious != "" {
			s.write(x, y, k.FromPrevious, 13, "text").strong = true
			s.write(x+s.pen.width(k.FromPrevious, 13, true)+6, y, s.pen.fit(ofBefore, smallText, false, room-60), smallText, "text-3")
			if k.Delta != nil && k.Delta.Icon != "" {
				s.delta(k.Delta, x, y+17)
			} else if k.Delta != nil {
				s.write(x, y+17, s.pen.fit(k.Delta.Word+" "+k.Delta.Text, smallText, false, room-8), smallText, "text-2")
			}
		}
		if k.Lost != "" {
			s.write(x, y+33, s.pen.fit(k.Lost, smallText, false, room-8), smallText, "text-3")
		}
	}
	s.y += 50 + chart.FunnelHeight + 60
}

// narrowSteps draws the same lying on its side.
func (s *sheet) narrowSteps(steps []view.Step) {
	label, figure := 0.0, 0.0
	for _, k := range steps {
		label = max(label, s.pen.width(k.Label, bodyText, false))
		figure = max(figure, s.pen.width(k.Cell.Text+"  "+k.FromPrevious, bodyText, true))
	}
	label = min(label, s.inner()*.35)
	left := margin + label + 12
	room := s.Width - margin - figure - 12 - left
	for _, k := range steps {
		s.write(margin, s.y+17, s.pen.fit(k.Label, bodyText, false, label), bodyText, "text-2")
		s.rect(left, s.y+2, room, 22, ink("sunken")).round = 5
		s.rect(left, s.y+2, room*share(k.Share), 22, ink("c1")).round = 5
		s.write(left+room+12, s.y+17, k.Cell.Text, bodyText, "text").strong = true
		s.write(left+room+12+s.pen.width(k.Cell.Text+" ", bodyText, true), s.y+17, k.FromPrevious, smallText, "text-3")
		s.y += 34
	}
	s.y += 4
}

// funnel draws a funnel that follows people.
func (s *sheet) funnel(f *view.Funnel) error {
	s.paragraph(f.Rule, bodyText, bodyLine, "text-3")
	s.y += 4
	t := s.w.T
	room := s.inner() / float64(max(1, len(f.Steps)))
	for i, k := range f.Steps {
		x := margin + float64(i)*room
		s.stepHead(k.Number, k.Label, k.Count.Text, k.FromFirst, x, room-8)
		s.column(k.Shape, box{x, s.y + 50, room, chart.FunnelHeight})
		y := s.y + 50 + chart.FunnelHeight + 18
		if k.FromPrevious != "" {
			s.write(x, y, k.FromPrevious, 13, "text").strong = true
			s.write(x, y+16, s.pen.fit(t.Panel.FromStepBefore, smallText, false, room-8), smallText, "text-3")
		}
		if k.Median != "" {
			s.write(x, y+32, s.pen.fit(k.Median, smallText, false, room-8), smallText, "text-3")
		}
		if !k.Last {
			s.write(x, y+48, s.pen.fit(t.Member.Dropped+" "+k.Dropped.Text, smallText, false, room-8), smallText, "text-3")
			s.write(x, y+64, s.pen.fit(t.Member.Open+" "+k.Open.Text, smallText, false, room-8), smallText, "text-3")
		}
	}
	s.y += 50 + chart.FunnelHeight + 94
	if f.Trend != nil {
		s.legend(f.Trend.Legend)
		if err := s.chartOf(f.Trend); err != nil {
			return err
		}
	}
	if f.Groups != nil {
		s.y += 8
		s.tableOf(f.Groups, "")
	}
	return nil
}

// streaks draws how many members have kept on for how long.
func (s *sheet) streaks(bars []view.StreakBar) {
	label, figure := 0.0, 0.0
	for _, b := range bars {
		label = max(label, s.pen.width(b.Label, bodyText, false))
		figure = max(figure, s.pen.width(b.Count.Text+"  "+b.Portion, bodyText, true))
	}
	left := margin + label + 12
	room := s.Width - margin - figure - 12 - left
	for _, b := range bars {
		s.write(margin, s.y+15, b.Label, bodyText, "text-2")
		s.rect(left, s.y+2, room*share(b.Share), 18, ink("c1")).round = 4
		s.write(left+room+12, s.y+15, b.Count.Text, bodyText, "text").strong = true
		s.write(s.Width-margin, s.y+15, b.Portion, smallText, "text-3").anchor = end
		s.y += 28
	}
	s.y += 4
}
