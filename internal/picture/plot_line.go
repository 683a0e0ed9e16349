package picture

import (
	"math"
	"strconv"
	"strings"
)

// curve draws a series as a line, with what is under it and the figures on it.
func (c *plot) curve(s *seriesOption) {
	runs, at := c.runs(s)
	if s.AreaStyle != nil {
		c.areaUnder(s, at)
	}
	colour, width, dash := s.LineStyle.stroke()
	if len(runs) > 0 && !colour.none() {
		c.add(&shape{runs: runs, stroke: colour, width: width, dash: dash})
	}
	dots, _ := paintOf(s.ItemStyle.Color)
	for i := range s.Data {
		if alone := single(s, i) && !colour.none(); s.symbol() > 0 || alone {
			if y := c.top(s, i); !math.IsNaN(y) && s.Label == (labelOption{}) && !dots.none() {
				c.disc(c.x(i), c.y(s.YAxisIndex, y), max(s.symbol(), width), dots)
			}
		}
	}
	c.figures(s)
}

// single reports whether entry i has gaps on both sides, so that no line leads
// through it.
func single(s *seriesOption, i int) bool {
	gap := func(j int) bool { return j < 0 || j >= len(s.Data) || math.IsNaN(s.Data[j].Value) }
	return !gap(i) && gap(i-1) && gap(i+1)
}

// runs are the points of a line without its gaps, with the entries they are of.
func (c *plot) runs(s *seriesOption) (runs [][]point, entries [][]int) {
	var run []point
	var at []int
	flush := func() {
		if len(at) > 1 {
			runs = append(runs, run)
		}
		if len(at) > 0 {
			entries = append(entries, at)
		}
		run, at = nil, nil
	}
	for i := range s.Data {
		v := c.top(s, i)
		if math.IsNaN(v) {
			flush()
			continue
		}
		next := point{c.x(i), c.y(s.YAxisIndex, v)}
		if n := len(run); n > 0 {
			before := run[n-1]
			switch s.Step {
			case "end": // the value before holds until here
				run = append(run, point{next.x, before.y})
			case "middle":
				run = append(run, point{(before.x + next.x) / 2, before.y}, point{(before.x + next.x) / 2, next.y})
			}
		}
		run, at = append(run, next), append(at, i)
	}
	flush()
	return runs, entries
}

// areaUnder fills from a line to what it stands on.
func (c *plot) areaUnder(s *seriesOption, entries [][]int) {
	fill, fades := paintOf(s.AreaStyle.Color)
	zero := c.y(s.YAxisIndex, max(c.up[s.YAxisIndex].low, 0))
	out := &shape{closed: true, fill: fill}
	if fades {
		out.fades = zero
	}
	for _, run := range entries {
		var over, under []point
		for k, i := range run {
			x := c.x(i)
			base := zero
			if b := c.baselines[s]; b != nil {
				base = c.y(s.YAxisIndex, b[i])
			}
			if k > 0 && s.Step == "end" {
				over, under = append(over, point{x, over[len(over)-1].y}), append(under, point{x, under[len(under)-1].y})
			}
			over, under = append(over, point{x, c.y(s.YAxisIndex, c.top(s, i))}), append(under, point{x, base})
		}
		for i := len(under) - 1; i >= 0; i-- {
			over = append(over, under[i])
		}
		if len(run) > 1 {
			out.runs = append(out.runs, over)
		}
	}
	if len(out.runs) > 0 {
		c.add(out)
	}
}

// figures writes what a series says at its points.
func (c *plot) figures(s *seriesOption) {
	if !s.Label.Show || s.Label.Formatter != "@fn:step" {
		return
	}
	for i := range s.Data {
		v := c.top(s, i)
		if math.IsNaN(v) || i >= len(c.o.Meta.Steps) {
			continue
		}
		y := c.y(s.YAxisIndex, v) - 7
		if s.Label.Position == "bottom" {
			y += 22
		}
		text := c.w.Short(c.o.Meta.Unit, c.o.Meta.Steps[i])
		if c.pen.width(text, axisText, false) > c.band()+6 && !c.fluid {
			text = c.pen.fit(text, axisText, false, c.band()+6)
		}
		figure := c.write(c.x(i), y, text, axisText, "text-2")
		figure.anchor, figure.of.y = middle, c.y(s.YAxisIndex, v)
	}
}

// signs draws what is marked on a series: days on which something happened, and
// lines at a value.
func (c *plot) signs(s *seriesOption) {
	m := &s.MarkLine
	colour, width, dash := m.LineStyle.stroke()
	for _, at := range m.Data {
		switch {
		case at.XAxis != nil && int(*at.XAxis) < c.count:
			x := c.x(int(*at.XAxis))
			l := c.line(x, c.bottom(), x, c.area.y, colour, width)
			l.dash = dash
			const side = 4.5
			y := c.area.y
			if c.fluid { // a shape would be stretched
				c.disc(x, y, 3.5, colour)
				continue
			}
			c.add(&shape{runs: [][]point{{{x, y - side}, {x + side, y}, {x, y + side}, {x - side, y}}}, closed: true, fill: colour})
		case at.YAxis != nil:
			y := c.y(s.YAxisIndex, *at.YAxis)
			c.line(c.area.x, y, c.right(), y, colour, width).dash = dash
			if m.Label.Show {
				c.write(c.right()+5, y+4, at.Name, axisText, strings.TrimPrefix(m.Label.Color, "$"))
			}
		}
	}
}

// bars draws a series as bars.
func (c *plot) bars(s *seriesOption) {
	own, _ := paintOf(s.ItemStyle.Color)
	width := min(thickest, c.band()*barPart)
	if share, ok := strings.CutSuffix(s.BarWidth, "%"); ok {
		part, err := strconv.ParseFloat(share, 64)
		if err == nil {
			width = c.band() * part / 100
		}
	}
	var all []*shape
	for i, d := range s.Data {
		if math.IsNaN(d.Value) || d.Value == 0 {
			continue
		}
		colour := own
		if d.Colour != "" {
			colour, _ = paintOf(d.Colour)
		}
		if colour.none() {
			continue
		}
		base := 0.0
		if b := c.baselines[s]; b != nil {
			base = b[i]
		}
		y1, y2 := c.y(s.YAxisIndex, base), c.y(s.YAxisIndex, base+d.Value)
		left := max(c.area.x, c.x(i)-width/2)
		right := min(c.right(), c.x(i)+width/2)
		bar := c.rect(left, min(y1, y2), right-left, math.Abs(y2-y1), colour)
		if c.fluid { // bars of one colour as one shape
			all = c.joined(all, bar)
		}
	}
}

// joined makes a bar that was drawn last part of the one of all that has its colour.
func (c *plot) joined(all []*shape, bar *shape) []*shape {
	if n := len(c.marks); n == 0 || c.marks[n-1] != mark(bar) { // too small to be drawn
		return all
	}
	for _, other := range all {
		if other.fill == bar.fill {
			other.runs = append(other.runs, bar.runs...)
			c.marks = c.marks[:len(c.marks)-1]
			return all
		}
	}
	return append(all, bar)
}
