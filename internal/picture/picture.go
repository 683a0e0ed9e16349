// Package picture draws what a panel shows as a picture: SVG, and PNG for where
// no SVG is seen, such as mail. A picture is made without a browser, of the same
// view as the page and of the same options as its charts, so that its numbers and
// colours are theirs. Nothing in it reads a clock, and the same view always makes
// the same bytes.
//
// It does not use github.com/go-analyze/charts, which was tried at version 0.6.4:
// it refuses our fonts, whose outlines are CFF, and draws Chinese as empty boxes in
// PNG with its own; one text has one font, and none to fall back on. It dashes
// marks and trends, but no line of a series, so that days in progress would look
// complete. Its marks are at the least, largest, mean and median of a series, not at
// a goal or a day. It does have heat maps with gaps, themes, SVG and PNG.
package picture

import "strings"

// Picture is what is drawn, mark upon mark, in CSS pixels from the top left.
type Picture struct {
	Width, Height float64
	Title, Spoken string // what it is, and what it shows in a sentence
	marks         []mark
	pen           *Studio
}

// mark is one thing that is drawn: a *shape, or a *words.
type mark interface{ isMark() }

// point is a place in a picture.
type point struct{ x, y float64 }

// paint is a colour of the style sheet by its name, such as c1, and how opaque it
// is. The zero value paints nothing.
type paint struct {
	token string
	alpha float64
	over  string // where it is mixed with another colour, alpha being its part
}

// ink is a colour as it is.
func ink(token string) paint { return paint{token: token, alpha: 1} }

// at is the colour, that opaque.
func (p paint) at(alpha float64) paint { return paint{token: p.token, alpha: alpha} }

// tint is part of a colour on the surface of a card, as the style sheet mixes it.
func tint(token string, part float64) paint {
	return paint{token: token, alpha: part, over: "surface"}
}

func (p paint) none() bool { return p.token == "" || p.alpha == 0 }

// shape is a line or an area of straight parts. Several runs of points make
// several lines.
type shape struct {
	runs   [][]point
	closed bool
	fill   paint
	fades  float64 // the fill fades to nothing until there; 0 does not
	stroke paint
	width  float64
	dash   []float64
	round  float64 // radius of the corners; of a rectangle only
	disc   float64 // radius of a disc around its one point; 0 for other shapes
	hint   string  // what to read over it
}

func (*shape) isMark() {}

// words is a text on one line.
type words struct {
	at     point // of its baseline
	of     point // what it belongs to, from which it keeps its distance where a picture is stretched
	text   string
	size   float64
	strong bool
	anchor anchor
	colour paint
	turned bool // aslant, its end at the place
}

func (*words) isMark() {}

// anchor is the part of a text that stands at its place.
type anchor string

const (
	start  anchor = "start"
	middle anchor = "middle"
	end    anchor = "end"
)

func (p *Picture) add(m mark) { p.marks = append(p.marks, m) }

// write puts a text at a place.
func (p *Picture) write(x, y float64, text string, size float64, colour string) *words {
	w := &words{at: point{x, y}, of: point{x, y - 4}, text: legible(text), size: size, anchor: start, colour: ink(colour)}
	p.add(w)
	return w
}

// rect fills a rectangle. One without height or width is not drawn.
func (p *Picture) rect(x, y, width, height float64, fill paint) *shape {
	s := &shape{runs: [][]point{{{x, y}, {x + width, y}, {x + width, y + height}, {x, y + height}}}, closed: true, fill: fill}
	if width > 0 && height > 0 {
		p.add(s)
	}
	return s
}

// line draws a straight line.
func (p *Picture) line(x1, y1, x2, y2 float64, colour paint, width float64) *shape {
	s := &shape{runs: [][]point{{{x1, y1}, {x2, y2}}}, stroke: colour, width: width}
	p.add(s)
	return s
}

// disc fills a circle.
func (p *Picture) disc(x, y, radius float64, fill paint) *shape {
	s := &shape{runs: [][]point{{{x, y}}}, disc: radius, fill: fill}
	p.add(s)
	return s
}

// legible is a text without what no picture can show: control characters, and
// what is no character of XML.
func legible(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n' || r == '\r':
			return ' '
		case r < 0x20 || r == 0x7f || r == 0xfffe || r == 0xffff || r >= 0x80 && r < 0xa0:
			return '\ufffd'
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
}
