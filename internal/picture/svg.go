package picture

import (
	"bytes"
	"fmt"
	"html"
	"io"
	"math"
	"strconv"
)

// family are the fonts of a picture that is opened by itself: those of the pages.
const family = "Inter, 'PingFang SC', 'Hiragino Sans GB', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', system-ui, sans-serif"

// Theme is light or dark.
type Theme string

// The themes of pictures.
const (
	Light Theme = "light"
	Dark  Theme = "dark"
)

func (s *Studio) palette(t Theme) palette {
	if t == Dark {
		return s.dark
	}
	return s.light
}

// svg writes marks as elements.
type svg struct {
	bytes.Buffer
	colour func(paint) (string, float64) // what a paint is called, and its opacity
	x      func(float64) string          // a place along the picture
	fades  int                           // gradients so far
	prefix string                        // of their names
	bare   bool                          // what is around says that lines are 1 wide with round joins, and areas have no fill
}

// SVG writes the picture as a document of its own, without scripts, styles or
// anything from elsewhere.
func (p *Picture) SVG(w io.Writer, theme Theme) error {
	colours := p.pen.palette(theme)
	s := svg{x: number, prefix: "f", colour: func(c paint) (string, float64) {
		rgb, alpha := colours.of(c)
		return hex(rgb), alpha
	}}
	fmt.Fprintf(&s, `<svg xmlns="http://www.w3.org/2000/svg" width="%s" height="%s" viewBox="0 0 %[1]s %[2]s" role="img" font-family="%[3]s">`,
		number(p.Width), number(p.Height), family)
	fmt.Fprintf(&s, "<title>%s</title><desc>%s</desc>\n", html.EscapeString(legible(p.Title)), html.EscapeString(legible(p.Spoken)))
	for _, m := range p.marks {
		s.mark(m)
		s.WriteByte('\n')
	}
	s.WriteString("</svg>\n")
	_, err := w.Write(s.Bytes())
	return err
}

func (s *svg) mark(m mark) {
	switch m := m.(type) {
	case *shape:
		s.shape(m)
	case *words:
		s.words(m)
	}
}

func (s *svg) words(w *words) {
	if w.text == "" {
		return
	}
	fmt.Fprintf(s, `<text x="%s" y="%s" font-size="%s"`, s.x(w.at.x), number(w.at.y), number(w.size))
	s.paint("fill", w.colour)
	if w.strong {
		s.WriteString(` font-weight="600"`)
	}
	if w.anchor != start {
		fmt.Fprintf(s, ` text-anchor="%s"`, w.anchor)
	}
	if w.turned {
		fmt.Fprintf(s, ` transform="rotate(%d %s %s)"`, -slant, number(w.at.x), number(w.at.y))
	}
	fmt.Fprintf(s, ">%s</text>", html.EscapeString(w.text))
}

// slant is how many degrees a text that is aslant goes up.
const slant = 35

func (s *svg) shape(m *shape) {
	name := "path"
	gradient := ""
	if m.fades > 0 && !m.fill.none() {
		s.fades++
		gradient = s.prefix + strconv.Itoa(s.fades)
		colour, alpha := s.colour(m.fill)
		fmt.Fprintf(s, `<linearGradient id="%s" x1="0" y1="0" x2="0" y2="1"><stop stop-color="%s" stop-opacity="%s"/>`+
			`<stop offset="1" stop-color="%[2]s" stop-opacity="0"/></linearGradient>`, gradient, colour, number(alpha))
	}
	switch {
	case m.disc > 0:
		name = "circle"
		fmt.Fprintf(s, `<circle cx="%s" cy="%s" r="%s"`, s.x(m.runs[0][0].x), number(m.runs[0][0].y), number(m.disc))
	case m.isRect() && !s.bare:
		name = "rect"
		r := m.runs[0]
		fmt.Fprintf(s, `<rect x="%s" y="%s" width="%s" height="%s"`, number(r[0].x), number(r[0].y), number(r[2].x-r[0].x), number(r[2].y-r[0].y))
		if m.round > 0 {
			fmt.Fprintf(s, ` rx="%s"`, number(m.round))
		}
	default:
		s.WriteString(`<path d="`)
		if s.bare {
			s.steps(m)
		} else {
			s.path(m)
		}
		s.WriteByte('"')
	}
	switch {
	case gradient != "":
		fmt.Fprintf(s, ` fill="url(#%s)"`, gradient)
	case m.fill.none() && !s.bare:
		s.WriteString(` fill="none"`)
	case m.fill.none():
	default:
		s.paint("fill", m.fill)
	}
	s.stroke(m)
	if m.hint == "" {
		s.WriteString("/>")
		return
	}
	fmt.Fprintf(s, "><title>%s</title></%s>", html.EscapeString(legible(m.hint)), name)
}

func (s *svg) stroke(m *shape) {
	if m.stroke.none() {
		return
	}
	s.paint("stroke", m.stroke)
	if !s.bare || m.width != 1 {
		fmt.Fprintf(s, ` stroke-width="%s"`, number(m.width))
	}
	if !s.bare {
		s.WriteString(` stroke-linejoin="round"`)
	}
	if len(m.dash) > 0 {
		s.WriteString(` stroke-dasharray="`)
		for i, d := range m.dash {
			if i > 0 {
				s.WriteByte(' ')
			}
			s.WriteString(number(d))
		}
		s.WriteByte('"')
	}
}

// path writes the runs of a shape.
func (s *svg) path(m *shape) {
	for _, run := range m.runs {
		for i, at := range run {
			command := byte('L')
			if i == 0 {
				command = 'M'
			}
			s.WriteByte(command)
			s.WriteString(number(at.x))
			s.WriteByte(' ')
			s.WriteString(number(at.y))
		}
		if m.closed {
			s.WriteByte('Z')
		}
	}
}

func (s *svg) paint(attribute string, c paint) {
	colour, alpha := s.colour(c)
	fmt.Fprintf(s, ` %s="%s"`, attribute, colour)
	if alpha < 1 {
		fmt.Fprintf(s, ` %s-opacity="%s"`, attribute, number(alpha))
	}
}

// isRect reports whether a shape is a rectangle along the axes.
func (m *shape) isRect() bool {
	if len(m.runs) != 1 || len(m.runs[0]) != 4 || !m.closed {
		return false
	}
	r := m.runs[0]
	return r[0].y == r[1].y && r[1].x == r[2].x && r[2].y == r[3].y && r[3].x == r[0].x && r[2].x > r[0].x && r[2].y > r[0].y
}

// number writes a number of a picture: to a hundredth.
func number(x float64) string {
	return strconv.FormatFloat(math.Round(x*100)/100, 'f', -1, 64)
}
