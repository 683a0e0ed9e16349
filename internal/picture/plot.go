package picture

import (
	"math"
	"slices"
	"strings"

	"daybreak/internal/view"
)

// The sizes of a chart, those of the charts of the pages.
const (
	axisText   = 11.0 // size of the labels
	labelGap   = 8.0  // between labels and axis
	axisFoot   = 19.0 // room for a line of labels under the axis
	axisLabel  = 17.0 // from the axis to the line its labels stand on
	nameFoot   = 22.0 // … and for the name of the axis
	thickest   = 30.0 // bar
	barPart    = 0.69 // of the width of a bucket
	wrapRoom   = 58.0 // from which width on names under bars stand in lines
	lineHeight = 14.0
)

// box is a part of a picture.
type box struct{ x, y, width, height float64 }

// plot is a chart being drawn: where its values lie.
type plot struct {
	*Picture
	o         *option
	w         view.Writer
	area      box // inside of the axes
	across    scale
	up        []scale // one for each axis of values
	bands     bool    // buckets have a width; else they are points from edge to edge
	count     int     // of buckets
	fluid     bool    // the picture is stretched, so that few labels fit
	positive  map[string][]float64
	negative  map[string][]float64
	baselines map[*seriesOption][]float64
}

// chart draws a chart into a part of the picture.
func (p *Picture) chart(text []byte, w view.Writer, in box) error {
	o, err := readOption(text)
	if err != nil {
		return err
	}
	p.plot(o, w, in, false)
	return nil
}

// plot draws what an option says.
func (p *Picture) plot(o *option, w view.Writer, in box, fluid bool) *plot {
	c := &plot{Picture: p, o: o, w: w, fluid: fluid, bands: o.X[0].BoundaryGap != false || hasBars(o), count: len(o.X[0].Data)}
	c.stack()
	c.measure(in)
	c.axes()
	order := make([]*seriesOption, len(o.Series))
	for i := range o.Series {
		order[i] = &o.Series[i]
	}
	slices.SortStableFunc(order, func(a, b *seriesOption) int { return a.z() - b.z() })
	for _, s := range order {
		switch s.Type {
		case "bar":
			c.bars(s)
		case "line":
			c.curve(s)
		case "scatter":
			c.bubbles(s)
		}
	}
	for _, s := range order {
		c.signs(s)
	}
	return c
}

// hasBars reports whether a chart has bars, which have room at both ends of the axis
// also where points would not.
func hasBars(o *option) bool {
	return slices.ContainsFunc(o.Series, func(s seriesOption) bool { return s.Type == "bar" })
}

// stack finds where each series begins that stands on others: sums of what is
// above zero and of what is below are kept apart.
func (c *plot) stack() {
	c.positive, c.negative, c.baselines = map[string][]float64{}, map[string][]float64{}, map[*seriesOption][]float64{}
	for i := range c.o.Series {
		s := &c.o.Series[i]
		if s.Stack == "" {
			continue
		}
		key := s.Type + " " + s.Stack
		if c.positive[key] == nil {
			c.positive[key], c.negative[key] = make([]float64, len(s.Data)), make([]float64, len(s.Data))
		}
		base := make([]float64, len(s.Data))
		for j, d := range s.Data {
			if math.IsNaN(d.Value) || j >= len(c.positive[key]) {
				continue
			}
			sums := c.positive[key]
			if d.Value < 0 {
				sums = c.negative[key]
			}
			base[j] = sums[j]
			sums[j] += d.Value
		}
		c.baselines[s] = base
	}
}

// top is the value at which entry i of a series ends, on what it stands.
func (c *plot) top(s *seriesOption, i int) float64 {
	if base := c.baselines[s]; base != nil {
		return base[i] + s.Data[i].Value
	}
	return s.Data[i].Value
}

// measure lays out the axes and what is left between them.
func (c *plot) measure(in box) {
	spans := make([]span, len(c.o.Y))
	for i := range spans {
		spans[i] = none()
	}
	across := none()
	for i := range c.o.Series {
		s := &c.o.Series[i]
		for j, d := range s.Data {
			spans[s.YAxisIndex].take(c.top(s, j))
			across.take(d.X)
		}
	}
	for i, y := range c.o.Y {
		c.up = append(c.up, scaleOf(y, spans[i]))
	}
	x := c.o.X[0]
	if x.Type == "value" {
		c.across = scaleOf(x, across)
	}
	widest := 0.0
	for _, v := range c.yTicks() {
		widest = max(widest, c.pen.width(tick(c.w, c.o.Y[0], v), axisText, false))
	}
	left := 2 + math.Ceil(widest) + labelGap
	if c.fluid {
		left = math.Ceil(left/inlineGutter) * inlineGutter
	}
	foot := axisFoot
	if x.Name != "" {
		foot += nameFoot
	}
	c.area = box{in.x + left, in.y + pixels(c.o.Grid[0].Top), in.width - left - pixels(c.o.Grid[0].Right), 0}
	if lines := c.wrapped(); lines > 1 {
		foot += float64(lines-1) * lineHeight
	} else if lines == 0 {
		foot += 34
	}
	c.area.height = in.y + in.height - foot - c.area.y
}

// wrapped is on how many lines the names under bars stand where they have to fit:
// 1 for one line, 0 where they are aslant.
func (c *plot) wrapped() int {
	if c.o.X[0].AxisLabel.Overflow != "break" || c.count == 0 || c.fluid {
		return 1
	}
	room := c.area.width / float64(c.count)
	if room < wrapRoom {
		return 0
	}
	most := 1
	for _, name := range c.o.X[0].Data {
		most = max(most, min(2, len(c.pen.lines(name, axisText, false, room-4))))
	}
	return most
}

// yTicks are the values written beside the axis.
func (c *plot) yTicks() []float64 { return c.up[0].ticks }

// x is the middle of bucket i, or the place of a value.
func (c *plot) x(i int) float64 {
	switch {
	case c.bands:
		return c.area.x + (float64(i)+.5)*c.area.width/float64(c.count)
	case c.count < 2:
		return c.area.x + c.area.width/2
	}
	return c.area.x + float64(i)*c.area.width/float64(c.count-1)
}

// band is how wide a bucket is.
func (c *plot) band() float64 {
	if c.bands {
		return c.area.width / float64(max(1, c.count))
	}
	return c.area.width / float64(max(1, c.count-1))
}

func (c *plot) valueX(v float64) float64 {
	return c.area.x + (v-c.across.low)/(c.across.high-c.across.low)*c.area.width
}

func (c *plot) y(axis int, v float64) float64 {
	s := c.up[axis]
	return c.area.y + (s.high-v)/(s.high-s.low)*c.area.height
}

func (c *plot) bottom() float64 { return c.area.y + c.area.height }
func (c *plot) right() float64  { return c.area.x + c.area.width }

// axes draws the lines behind and the labels of both axes.
func (c *plot) axes() {
	grid := &shape{stroke: ink("c-grid"), width: 1}
	c.add(grid)
	for _, v := range c.yTicks() {
		y := c.y(0, v)
		grid.runs = append(grid.runs, []point{{c.area.x, y}, {c.right(), y}})
		c.write(c.area.x-labelGap, y+4, tick(c.w, c.o.Y[0], v), axisText, "c-axis").anchor = end
	}
	x, y := c.o.X[0], c.o.Y[0]
	if y.Name != "" {
		c.write(c.area.x, c.area.y-12, y.Name, axisText, "c-axis")
	}
	if x.Type == "value" {
		c.valueLabels(x)
		return
	}
	c.line(c.area.x, c.bottom(), c.right(), c.bottom(), ink("line"), 1)
	if x.AxisLabel.Overflow == "break" {
		c.names(x.Data)
	} else {
		c.labels(x)
	}
}

func (c *plot) valueLabels(x axisOption) {
	free := math.Inf(-1)
	for _, v := range c.across.ticks {
		at, text := c.valueX(v), tick(c.w, x, v)
		c.line(at, c.area.y, at, c.bottom(), ink("c-grid"), 1)
		half := c.pen.width(text, axisText, false) / 2
		if at-half > free {
			c.write(at, c.bottom()+axisLabel, text, axisText, "c-axis").anchor = middle
			free = at + half + 6
		}
	}
	if x.Name != "" {
		c.write(c.area.x+c.area.width/2, c.bottom()+axisLabel+nameFoot, x.Name, axisText, "c-axis").anchor = middle
	}
}

// narrow is the width of a chart on a phone, which a stretched one has to suit.
const narrow = 300.0

// labels writes as many labels as there is room for, evenly.
func (c *plot) labels(x axisOption) {
	widest := 0.0
	for _, l := range x.Data {
		widest = max(widest, c.pen.width(l, axisText, false))
	}
	every := c.every(widest, c.band())
	if n, ok := x.AxisLabel.Interval.(float64); ok {
		every = int(n) + 1
	}
	if c.fluid {
		every *= max(1, c.every(widest, float64(every)*c.band()*narrow/c.area.width))
	}
	for i := 0; i < len(x.Data); i += every {
		at := c.x(i)
		half := c.pen.width(x.Data[i], axisText, false) / 2
		if at+half > c.Width && !c.fluid {
			at = c.Width - half
		}
		c.write(at, c.bottom()+axisLabel, x.Data[i], axisText, "c-axis").anchor = middle
	}
}

// every is how many buckets lie between two labels.
func (c *plot) every(widest, band float64) int {
	return max(1, int(math.Floor(widest*1.3/band))+1)
}

// names writes the names of bars, in lines or aslant.
func (c *plot) names(names []string) {
	room := c.band()
	for i, name := range names {
		if c.fluid {
			c.write(c.x(i), c.bottom()+axisLabel, c.pen.fit(name, axisText, false, room-6), axisText, "c-axis").anchor = middle
			continue
		}
		if room < wrapRoom {
			l := c.write(c.x(i)+4, c.bottom()+labelGap+8, c.pen.fit(name, axisText, false, 62), axisText, "c-axis")
			l.anchor, l.turned = end, true
			continue
		}
		lines := c.pen.lines(name, axisText, false, room-4)
		if len(lines) > 2 {
			lines = []string{lines[0], c.pen.fit(strings.Join(lines[1:], ""), axisText, false, room-4)}
		}
		for k, text := range lines {
			c.write(c.x(i), c.bottom()+axisLabel+float64(k)*lineHeight, text, axisText, "c-axis").anchor = middle
		}
	}
}
