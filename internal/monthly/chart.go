package monthly

import (
	"fmt"
	"math"
	"strings"
	"unicode/utf8"

	"daybreak/internal/i18n"
)

// The kinds of charts.
const (
	Steps = "steps" // from a total to a total, part by part
	Days  = "days"  // lines over the days of a month
)

// Chart is a chart as it is kept: what it shows, not how. Base is where its axis
// begins.
type Chart struct {
	Kind   string   `json:"kind"`
	Label  string   `json:"label"`
	Base   float64  `json:"base"`
	Bars   []Bar    `json:"bars,omitempty"`
	Labels []string `json:"labels,omitempty"`
	Lines  []Line   `json:"lines,omitempty"`
}

// Bar is a total, or a part that leads from one figure to another.
type Bar struct {
	Name  string  `json:"name"`
	Text  string  `json:"text"`
	From  float64 `json:"from"`
	To    float64 `json:"to"`
	Total bool    `json:"total"`
	Tone  string  `json:"tone"` // up, down or faint
}

// Line is one line; points that are not known are null.
type Line struct {
	Name   string     `json:"name"`
	Points []*float64 `json:"points"`
}

// Drawing is a chart as shapes of SVG in units of its view box.
type Drawing struct {
	Width, Height float64
	Shapes        []Shape
	Words         []Words
}

// Shape is a path of a class.
type Shape struct{ Class, Path string }

// Words are a text of a class at a place, Anchor being start, middle or end.
type Words struct {
	X, Y                float64
	Class, Anchor, Text string
}

// The sizes of drawings.
const (
	chartWidth  = 680.0
	chartHeight = 210.0
	chartTop    = 26.0  // room for the figure above the highest bar
	chartFloor  = 172.0 // where the axis lies
)

// Draw lays the chart out.
func (c *Chart) Draw() Drawing {
	d := Drawing{Width: chartWidth, Height: chartHeight}
	if c.Kind == Steps {
		c.steps(&d)
	} else {
		c.days(&d)
	}
	return d
}

// base is where the axis of a waterfall begins: at 0, or, where its parts would be
// too small to see beside the totals, at a round figure below them.
func (c *Chart) base() float64 {
	low, high := c.bounds()
	if low <= 0 || high-low > high/4 {
		return 0
	}
	step := math.Pow10(int(math.Floor(math.Log10(high - low))))
	return math.Max(0, math.Floor((low-(high-low))/step)*step)
}

func (c *Chart) bounds() (low, high float64) {
	low, high = math.Inf(1), math.Inf(-1)
	for _, b := range c.Bars {
		low, high = math.Min(low, b.To), math.Max(high, b.To)
		if !b.Total {
			low, high = math.Min(low, b.From), math.Max(high, b.From)
		}
	}
	return low, high
}

// steps draws a waterfall.
func (c *Chart) steps(d *Drawing) {
	if len(c.Bars) == 0 {
		return
	}
	low, high := c.bounds()
	low = math.Min(low, c.Base)
	if high <= low {
		high = low + 1
	}
	y := func(x float64) float64 { return chartFloor - (x-low)/(high-low)*(chartFloor-chartTop) }
	room := chartWidth / float64(len(c.Bars))
	wide := math.Min(60, room*.7)
	d.line("axis", 0, chartFloor, chartWidth, chartFloor)
	for i, b := range c.Bars {
		from, class := b.From, b.Tone
		if b.Total {
			from, class = math.Max(c.Base, low), "total"
		}
		top, bottom := y(math.Max(from, b.To)), y(math.Min(from, b.To))
		left := (float64(i)+.5)*room - wide/2
		d.shape(class, "M%s %sh%sV%sh-%sz", left, top, wide, math.Max(bottom, top+1.5), wide)
		if i+1 < len(c.Bars) {
			d.line("link", left+wide, y(b.To), left+room, y(b.To))
		}
		mid := left + wide/2
		d.Words = append(d.Words, Words{X: at(mid), Y: at(top - 6), Class: "figure", Anchor: "middle", Text: b.Text},
			Words{X: at(mid), Y: chartFloor + 18, Anchor: "middle", Text: fit(b.Name, room)})
	}
}

// days draws lines over days.
func (c *Chart) days(d *Drawing) {
	const left, right = 44.0, 8.0
	n, high := len(c.Labels), 0.0
	for _, l := range c.Lines {
		for _, p := range l.Points {
			if p != nil {
				high = math.Max(high, *p)
			}
		}
	}
	if n == 0 {
		return
	}
	top := ceiling(high)
	y := func(x float64) float64 { return chartFloor - x/top*(chartFloor-chartTop) }
	x := func(i int) float64 { return left + (float64(i)+.5)*(chartWidth-left-right)/float64(n) }
	for i := range 5 {
		v := top * float64(i) / 4
		class := "rule"
		if i == 0 {
			class = "axis"
		}
		d.line(class, left, y(v), chartWidth-right, y(v))
		d.Words = append(d.Words, Words{X: left - 6, Y: at(y(v) + 4), Anchor: "end", Text: i18n.Decimal(v, 0, 2)})
	}
	for i, label := range c.Labels {
		if i == 0 || (i+1)%5 == 0 {
			d.Words = append(d.Words, Words{X: at(x(i)), Y: chartFloor + 18, Anchor: "middle", Text: label})
		}
	}
	for k := len(c.Lines) - 1; k >= 0; k-- {
		var path strings.Builder
		pen := "M"
		for i, p := range c.Lines[k].Points {
			if p == nil {
				pen = "M"
				continue
			}
			path.WriteString(pen + number(x(i)) + " " + number(y(*p)))
			pen = "L"
		}
		class := "now"
		if k > 0 {
			class = "then"
		}
		d.Shapes = append(d.Shapes, Shape{class, path.String()})
		d.line(class, left+float64(k)*110, 12, left+24+float64(k)*110, 12)
		d.Words = append(d.Words, Words{X: left + 30 + float64(k)*110, Y: 16, Anchor: "start", Text: c.Lines[k].Name})
	}
}

// ceiling is the next figure that divides into four round steps.
func ceiling(x float64) float64 {
	if x <= 0 {
		return 4
	}
	size := math.Pow10(int(math.Floor(math.Log10(x))))
	for _, step := range []float64{1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8, 10} {
		if x <= step*size {
			return step * size
		}
	}
	return 10 * size
}

func (d *Drawing) line(class string, x1, y1, x2, y2 float64) {
	d.shape(class, "M%s %sL%s %s", x1, y1, x2, y2)
}

func (d *Drawing) shape(class, format string, numbers ...float64) {
	args := make([]any, len(numbers))
	for i, x := range numbers {
		args[i] = number(x)
	}
	d.Shapes = append(d.Shapes, Shape{class, fmt.Sprintf(format, args...)})
}

// at is a place to a tenth.
func at(x float64) float64 { return math.Round(10*x) / 10 }

func number(x float64) string { return fmt.Sprintf("%g", at(x)) }

// fit shortens a name to what has room: a Chinese character is 12 units wide, a
// Latin one 7.
func fit(name string, room float64) string {
	width := 0.0
	for i, r := range name {
		if r > 0x2e80 {
			width += 12
		} else {
			width += 7
		}
		if width > room-2 {
			_, last := utf8.DecodeLastRuneInString(name[:i])
			return name[:max(0, i-last)] + "…"
		}
	}
	return name
}
