package picture

import (
	"fmt"
	"html"
	"html/template"
	"math"
	"slices"
	"strconv"

	"daybreak/internal/view"
)

// A chart inside a page stands in the box of the chart that the browser will draw,
// whatever its width: places along it are parts of the width, and shapes lie in a
// picture that is stretched. These are the sizes it is laid out at, and what the
// style sheet keeps free around it; see .first there.
const (
	inlineWidth  = 760.0
	inlineHeight = 300.0
	inlineTop    = 14.0
	inlineRight  = 14.0
	inlineGutter = 8.0 // the room for labels is a multiple of this
	mostInline   = 400 // values; more are left to the browser
)

// Inline draws a chart for the inside of a page, in the colours of whatever theme
// holds there; nothing for one of more values than a page should carry twice.
func (s *Studio) Inline(c *view.Chart, w view.Writer) (template.HTML, error) {
	p := &Picture{Width: inlineWidth, Height: inlineHeight, pen: s}
	o, err := readOption(c.Option)
	if err != nil {
		return "", err
	}
	values := 0
	for _, series := range o.Series {
		values += len(series.Data)
	}
	if values > mostInline {
		return "", nil
	}
	drawn := p.plot(o, w, box{0, 0, inlineWidth, inlineHeight}, true)
	token := func(c paint) (string, float64) { return "var(--" + c.token + ")", c.alpha }
	out := inlined{in: drawn.gutter(), svg: svg{bare: true, prefix: "f-" + c.ID + "-", colour: token}}
	out.x = out.across
	out.write(p)
	return template.HTML(out.String()), nil // its texts are escaped as they are written
}

// inlined writes a chart that is stretched to the box it stands in.
type inlined struct {
	svg
	in box
}

// gutter is the part of the box that the style sheet gives to what is drawn.
func (c *plot) gutter() box {
	return box{c.area.x, inlineTop, inlineWidth - inlineRight - c.area.x, inlineHeight - axisFoot - inlineTop}
}

func (s *inlined) across(x float64) string { return part(x-s.in.x, s.in.width) }

// part is a length as a part of a whole; one before it in pixels.
func part(x, whole float64) string {
	if x < 0 {
		return short(x)
	}
	return short(min(100, 100*x/whole)) + "%"
}

// short writes a number to a tenth.
func short(x float64) string { return strconv.FormatFloat(math.Round(10*x)/10, 'f', -1, 64) }

func (s *inlined) write(p *Picture) {
	fmt.Fprintf(s, `<svg class="first g%d">`, int(s.in.x/inlineGutter))
	fmt.Fprintf(s, `<svg viewBox="0 0 %s %s" preserveAspectRatio="none" fill="none">`,
		short(s.in.width), short(fine*s.in.height))
	var line *shape // the marks of days come one after the other, as one path
	flush := func() {
		if line != nil {
			s.shape(line)
		}
		line = nil
	}
	for _, m := range p.marks {
		m, ok := m.(*shape)
		if !ok || m.disc > 0 {
			continue
		}
		if line != nil && m.fill.none() && line.fill.none() && m.stroke == line.stroke && m.width == line.width && slices.Equal(m.dash, line.dash) {
			line.runs = append(line.runs, s.moved(m).runs...)
			continue
		}
		flush()
		line = s.moved(m)
	}
	flush()
	s.WriteString("</svg>")
	around := start
	for _, m := range p.marks {
		if w, ok := m.(*words); ok && w.anchor != around {
			if around != start {
				s.WriteString("</g>")
			}
			if around = w.anchor; around != start {
				fmt.Fprintf(s, `<g text-anchor="%s">`, around)
			}
		}
		switch m := m.(type) {
		case *shape:
			if at := m.runs; m.disc > 0 {
				fmt.Fprintf(s, `<circle cx="%s" cy="%s" r="%s"`, s.across(at[0][0].x), part(at[0][0].y-s.in.y, s.in.height), short(m.disc))
				s.paint("fill", m.fill)
				s.WriteString("/>")
			}
		case *words:
			s.label(m)
		}
	}
	if around != start {
		s.WriteString("</g>")
	}
	s.WriteString("</svg>")
}

// fine is how many units of a stretched picture are a pixel in height, so that its
// places are whole numbers.
const fine = 2

// moved is a shape where the stretched part of the picture begins at zero, in whole
// units. Points on the way along a level line are left out.
func (s *inlined) moved(m *shape) *shape {
	out := *m
	out.runs = make([][]point, len(m.runs))
	for i, run := range m.runs {
		var to []point
		for _, at := range run {
			next := point{math.Round(at.x - s.in.x), math.Round(fine * (at.y - s.in.y))}
			if n := len(to); n > 1 && to[n-1].y == next.y && to[n-2].y == next.y {
				to = to[:n-1]
			}
			to = append(to, next)
		}
		out.runs[i] = to
	}
	return &out
}

// steps writes the runs of a shape, each point by how far it is from the one before:
// that packs best.
func (s *svg) steps(m *shape) {
	var at point
	last := ""
	step := func(command string, numbers ...string) {
		if command != last {
			s.WriteString(command)
		}
		for i, n := range numbers {
			if n[0] != '-' && (i > 0 || command == last) {
				s.WriteByte(' ')
			}
			s.WriteString(n)
		}
		last = command
	}
	for _, run := range m.runs {
		for i, next := range run {
			x, y := short(next.x-at.x), short(next.y-at.y)
			switch {
			case i == 0:
				last = "" // a second place after m would be a line
				step("m", x, y)
			case y == "0":
				step("h", x)
			case x == "0":
				step("v", y)
			default:
				step("l", x, y)
			}
			at = next
		}
		if m.closed && len(run) > 0 {
			s.WriteByte('z')
			at = run[0]
		}
	}
}

// label writes a text at a fixed distance from what it belongs to.
func (s *inlined) label(w *words) {
	x, y := w.of.x-s.in.x, w.of.y-s.in.y
	inside := point{min(x, s.in.width), min(y, s.in.height)}
	fmt.Fprintf(s, `<text x="%s" y="%s"`, part(inside.x, s.in.width), part(inside.y, s.in.height))
	if away := w.at.x - s.in.x - inside.x; away != 0 {
		fmt.Fprintf(s, ` dx="%s"`, short(away))
	}
	if away := w.at.y - s.in.y - inside.y; away != 0 {
		fmt.Fprintf(s, ` dy="%s"`, short(away))
	}
	if w.colour != ink("c-axis") {
		s.paint("fill", w.colour)
	}
	fmt.Fprintf(s, ">%s</text>", html.EscapeString(w.text))
}
