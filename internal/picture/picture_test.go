package picture

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"image/png"
	"io"
	"math"
	"strconv"
	"strings"
	"sync"
	"testing"

	"daybreak/internal/chart"
	"daybreak/internal/i18n"
	"daybreak/internal/ops"
	"daybreak/internal/view"
	"daybreak/static"
)

var opened = sync.OnceValues(func() (*Studio, error) { return Open(static.Files()) })

func studio(t testing.TB) *Studio {
	t.Helper()
	s, err := opened()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func writer(lang i18n.Lang) view.Writer {
	return view.Writer{Lang: lang, T: i18n.In(lang), Currency: "CNY", Catalog: &ops.Catalog{}}
}

var gap = ops.Value{State: ops.Pending}

func known(numbers ...float64) []ops.Value {
	out := make([]ops.Value, len(numbers))
	for i, n := range numbers {
		out[i] = ops.Value{Number: n}
	}
	return out
}

// optioner is a chart of package chart.
type optioner interface {
	Option() (json.RawMessage, error)
}

func labels(n int) chart.Axis {
	a := chart.Axis{Open: n}
	for i := range n {
		a.Labels, a.Titles = append(a.Labels, strconv.Itoa(i)), append(a.Titles, strconv.Itoa(i))
	}
	return a
}

func chartPanel(t testing.TB, c optioner) view.Panel {
	t.Helper()
	option, err := c.Option()
	if err != nil {
		t.Fatal(err)
	}
	m := i18n.In(i18n.En)
	return view.Panel{T: m, ID: "x", Title: "Trend", Width: 8, Chart: &view.Chart{T: m, ID: "c-x", Summary: "Said. " + m.Panel.ArrowKeys, Option: option}}
}

// element is one element of a picture.
type element struct {
	name, text string
	is         map[string]string
	in         string // the element around it
}

// number is an attribute as a number.
func (e element) number(name string) float64 {
	v, err := strconv.ParseFloat(e.is[name], 64)
	if err != nil {
		return math.NaN()
	}
	return v
}

// drawn draws a panel as SVG and reads it back as strictly as XML can be read.
func drawn(t testing.TB, v view.Panel, width float64) (text string, out []element) {
	t.Helper()
	p, err := studio(t).Panel(v, writer(i18n.En), "about", width)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := p.SVG(&b, Light); err != nil {
		t.Fatal(err)
	}
	return b.String(), elements(t, b.String())
}

func elements(t testing.TB, text string) (out []element) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(text))
	var open []int
	for {
		token, err := d.Token()
		if err == io.EOF {
			return out
		}
		if err != nil {
			t.Fatalf("%v in %.200s", err, text)
		}
		switch x := token.(type) {
		case xml.StartElement:
			e := element{name: x.Name.Local, is: map[string]string{}}
			if len(open) > 0 {
				e.in = out[open[len(open)-1]].name
			}
			for _, a := range x.Attr {
				e.is[a.Name.Local] = a.Value
			}
			open, out = append(open, len(out)), append(out, e)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			if len(open) > 0 {
				out[open[len(open)-1]].text += string(x)
			}
		}
	}
}

// values reads an axis: what a height in the picture stands for, from two of its
// labels, and where a bucket lies.
func values(t testing.TB, all []element, low, high string) func(y float64) float64 {
	t.Helper()
	at := map[string]float64{}
	for _, e := range all {
		if e.name == "text" && e.is["text-anchor"] == "end" {
			at[e.text] = e.number("y") - 4 // the labels stand four below their line
		}
	}
	a, okA := at[low]
	b, okB := at[high]
	if !okA || !okB {
		t.Fatalf("no labels %s and %s among %v", low, high, at)
	}
	x, _ := strconv.ParseFloat(low, 64)
	y, _ := strconv.ParseFloat(high, 64)
	return func(v float64) float64 { return x + (a-v)/(a-b)*(y-x) }
}

// strokes are the runs of the lines of a colour.
func strokes(all []element, colour string) (runs [][][2]float64, dashes []string) {
	for _, e := range all {
		if e.name != "path" || e.is["stroke"] != colour {
			continue
		}
		dashes = append(dashes, e.is["stroke-dasharray"])
		for _, part := range strings.Split(e.is["d"], "M")[1:] {
			var run [][2]float64
			for _, p := range strings.Split(strings.TrimSuffix(part, "Z"), "L") {
				var x, y float64
				fmt.Sscanf(p, "%f %f", &x, &y)
				run = append(run, [2]float64{x, y})
			}
			runs = append(runs, run)
		}
	}
	return runs, dashes
}

func near(t testing.TB, what string, got, want float64) {
	t.Helper()
	if math.IsNaN(got) || math.Abs(got-want) > 0.05 {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

// The heights of a line, its comparison, its target and its part in progress are
// the numbers they were made of; what is not known is a gap.
func TestALineHasItsNumbers(t *testing.T) {
	a := labels(6)
	a.Open = 4
	now := append(known(12, 30), append([]ops.Value{gap}, known(7, 21, 3)...)...)
	line := chart.Line{Axis: a, Unit: ops.UnitCount, Series: []chart.Series{{Name: "now", Values: now}},
		Before: known(5, 6, 7, 8, 9, 10), Goal: known(20, 20, 20, 20, 20, 20)}
	_, all := drawn(t, chartPanel(t, line), 720)
	value := values(t, all, "0", "30")
	runs, dashes := strokes(all, "#2456d6")
	if len(runs) != 2 || len(runs[0]) != 2 || len(runs[1]) != 3 {
		t.Fatalf("runs %v", runs)
	}
	for i, want := range []float64{12, 30} {
		near(t, "complete", value(runs[0][i][1]), want)
	}
	for i, want := range []float64{7, 21, 3} {
		near(t, "in progress", value(runs[1][i][1]), want)
	}
	step := runs[0][1][0] - runs[0][0][0]
	near(t, "the place of the third day", runs[1][0][0], runs[0][0][0]+3*step)
	if dashes[0] != "" || dashes[1] == "" {
		t.Errorf("dashes %q: only what is in progress is dotted", dashes)
	}
	before, dashes := strokes(all, "#98a1b2")
	for i, p := range before[0] {
		near(t, "before", value(p[1]), float64(5+i))
	}
	if dashes[0] == "" {
		t.Error("the comparison is not dashed")
	}
	goal, _ := strokes(all, "#d46e16")
	for _, p := range goal[0] {
		near(t, "goal", value(p[1]), 20)
	}
	dots := 0
	for _, e := range all {
		if e.name == "circle" && math.Abs(value(e.number("cy"))-7) < 0.05 {
			dots++
		}
	}
	if dots != 1 {
		t.Errorf("the day between gaps is shown %d times", dots)
	}
}

// Bars stand on each other, losses hang from zero, and faint ones are in progress.
func TestColumnsHaveTheirNumbers(t *testing.T) {
	a := labels(2)
	a.Open = 1
	c := chart.Columns{Axis: a, Unit: ops.UnitCount, Stacks: []chart.Stack{
		{Name: "a", Colour: "$c1", Values: known(100, 40)}, {Name: "b", Colour: "$c6", Values: known(50, 0)},
		{Name: "c", Colour: "$neg", Loss: true, Values: known(30, 20)}},
		Net: known(120, 20), NetName: "net"}
	_, all := drawn(t, chartPanel(t, c), 720)
	value := values(t, all, "0", "150")
	type bar struct{ low, high float64 }
	got := map[string][]bar{}
	faint := map[string][]bool{}
	for _, e := range all {
		if e.name == "rect" {
			top := e.number("y")
			got[e.is["fill"]] = append(got[e.is["fill"]], bar{value(top + e.number("height")), value(top)})
			faint[e.is["fill"]] = append(faint[e.is["fill"]], e.is["fill-opacity"] != "")
		}
	}
	for colour, want := range map[string][]bar{"#2456d6": {{0, 100}, {0, 40}}, "#0c9ce1": {{100, 150}}, "#c2410c": {{-30, 0}, {-20, 0}}} {
		if len(got[colour]) != len(want) {
			t.Fatalf("%s: %v", colour, got[colour])
		}
		for i, w := range want {
			near(t, colour, got[colour][i].low, w.low)
			near(t, colour, got[colour][i].high, w.high)
			if faint[colour][i] != (i == 1) {
				t.Errorf("%s, bar %d: faint %t", colour, i, faint[colour][i])
			}
		}
	}
	net, _ := strokes(all, "#121826")
	if len(net) != 0 { // one complete bucket has no line
		t.Errorf("the net of what is in progress is drawn: %v", net)
	}
}

// Bubbles lie at both of their values, their areas in proportion.
func TestBubblesHaveTheirNumbers(t *testing.T) {
	count := func(name string) chart.Dim { return chart.Dim{Name: name, Unit: ops.UnitCount} }
	b := chart.Bubbles{X: count("x"), Y: count("y"), Size: count("s"),
		Points: []chart.Bubble{{Name: "big", X: ops.Value{Number: 40}, Y: ops.Value{Number: 100}, Size: ops.Value{Number: 400}, Hue: 1},
			{Name: "small", X: ops.Value{Number: 10}, Y: ops.Value{Number: 50}, Size: ops.Value{Number: 100}, Hue: 3},
			{Name: "lost", X: gap, Y: ops.Value{Number: 1}, Hue: 4}},
		Marks: []chart.Mark{{Name: "all 80", At: 80}}}
	_, all := drawn(t, chartPanel(t, b), 720)
	value := values(t, all, "0", "100")
	var circles []element
	text := ""
	for _, e := range all {
		if e.name == "circle" {
			circles = append(circles, e)
		}
		text += e.text + "|"
	}
	if len(circles) != 2 {
		t.Fatalf("%d bubbles", len(circles))
	}
	near(t, "big", value(circles[0].number("cy")), 100)
	near(t, "small", value(circles[1].number("cy")), 50)
	near(t, "the radius of a quarter of the size", circles[1].number("r"), circles[0].number("r")/2)
	mark, _ := strokes(all, "#98a1b2")
	near(t, "the line across", value(mark[0][0][1]), 80)
	if !strings.Contains(text, "small") || !strings.Contains(text, "all 80") || strings.Contains(text, "lost") {
		t.Errorf("names: %s", text)
	}
}

// hostile is what nobody would call a channel.
const hostile = "</title></text><script>alert(1)</script>\x00\x1b&amp;\"'<a href='javascript:x'>\u202e\ufffe\x85"

// Texts of users stay texts: a picture holds only shapes, and leads nowhere.
func TestHostileTextStaysText(t *testing.T) {
	l := chart.Line{Axis: labels(3), Unit: ops.UnitCount, Series: []chart.Series{{Name: hostile, Values: known(1, 2, 3)}}}
	l.Labels[1] = hostile
	v := chartPanel(t, l)
	v.Title, v.Note = hostile, hostile
	v.Chart.Legend = []view.Legend{{Class: "line c1", Name: hostile, Total: hostile}}
	v.Facts = []view.Fact{{Value: hostile, Text: hostile}}
	v.Below = &view.Table{Head: []view.Head{{Text: hostile}}, Rows: []view.Row{{Name: hostile}}}
	_, all := drawn(t, v, 720)
	for _, e := range all {
		switch e.name {
		case "svg", "title", "desc", "text", "rect", "path", "circle", "linearGradient", "stop":
		default:
			t.Errorf("there is an element %s", e.name)
		}
		for name, value := range e.is {
			if strings.HasPrefix(name, "on") || name == "href" || name == "style" || strings.Contains(value, "javascript") ||
				strings.Contains(value, "url(") && !strings.HasPrefix(value, "url(#") {
				t.Errorf("%s has %s=%q", e.name, name, value)
			}
		}
	}
}

// A picture says what it is and, as the page is read aloud, what it shows.
func TestAPictureIsSpoken(t *testing.T) {
	_, all := drawn(t, chartPanel(t, chart.Line{Axis: labels(2), Unit: ops.UnitCount, Series: []chart.Series{{Values: known(1, 2)}}}), 720)
	if all[1].name != "title" || all[1].text != "Trend" || all[2].name != "desc" || all[2].text != "Said." {
		t.Errorf("%v %v", all[1], all[2])
	}
}

// Every size of course is drawn, at any width, in pixels too, and the same twice.
func TestEveryCourseIsDrawn(t *testing.T) {
	many := make([]ops.Value, 10_000)
	for i := range many {
		many[i].Number = float64(i % 97)
	}
	for name, values := range map[string][]ops.Value{"none": {}, "one": known(3), "unknown": {gap, gap, gap}, "zero": known(0, 0),
		"negative": known(-3, -9), "many": many, "huge": known(1e15, 2), "tiny": known(1e-6, 3e-6)} {
		v := chartPanel(t, chart.Line{Axis: labels(len(values)), Unit: ops.UnitNumber, Series: []chart.Series{{Name: "a", Values: values}}})
		for _, width := range []float64{LeastWidth, MostWidth} {
			text, _ := drawn(t, v, width)
			if strings.Contains(text, "NaN") || strings.Contains(text, "Inf") {
				t.Errorf("%s at %v has no number", name, width)
			}
		}
		p, err := studio(t).Panel(v, writer(i18n.Zh), "", 400)
		if err != nil {
			t.Fatal(err)
		}
		var a, b bytes.Buffer
		if err := p.PNG(&a, Dark, 1); err != nil {
			t.Fatal(err)
		}
		if err := p.PNG(&b, Dark, 1); err != nil || !bytes.Equal(a.Bytes(), b.Bytes()) {
			t.Errorf("%s: the same picture is not the same: %v", name, err)
		}
		colours(t, a.Bytes(), 400, int(math.Round(p.Height)))
	}
}

// colours decodes an image and counts its colours; one of a single colour is blank.
func colours(t testing.TB, text []byte, width, height int) map[[4]uint32]int {
	t.Helper()
	m, err := png.Decode(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if m.Bounds().Dx() != width || m.Bounds().Dy() != height {
		t.Errorf("%v, want %d × %d", m.Bounds(), width, height)
	}
	out := map[[4]uint32]int{}
	for y := range m.Bounds().Dy() {
		for x := range m.Bounds().Dx() {
			r, g, b, a := m.At(x, y).RGBA()
			out[[4]uint32{r >> 8, g >> 8, b >> 8, a >> 8}]++
		}
	}
	if len(out) < 3 {
		t.Errorf("blank: %d colours", len(out))
	}
	return out
}

// The lines of an image have the colours of the theme.
func TestPixelsHaveTheColoursOfTheTheme(t *testing.T) {
	v := chartPanel(t, chart.Line{Axis: labels(9), Unit: ops.UnitCount, Series: []chart.Series{{Values: known(1, 9, 2, 8, 3, 7, 4, 6, 5)}}})
	for theme, want := range map[Theme][2][4]uint32{
		Light: {{0xff, 0xff, 0xff, 0xff}, {0x24, 0x56, 0xd6, 0xff}}, Dark: {{0x12, 0x15, 0x1c, 0xff}, {0x6c, 0x96, 0xff, 0xff}}} {
		p, err := studio(t).Panel(v, writer(i18n.En), "", 400)
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := p.PNG(&b, theme, 2); err != nil {
			t.Fatal(err)
		}
		found := colours(t, b.Bytes(), 800, int(math.Round(2*p.Height)))
		if found[want[0]] < 100_000 || found[want[1]] < 2_000 {
			t.Errorf("%s: %d of the surface, %d of the line", theme, found[want[0]], found[want[1]])
		}
	}
}
