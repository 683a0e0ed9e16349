package picture

import (
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
	"math"

	"github.com/srwiley/rasterx"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// raster draws marks on an image.
type raster struct {
	pen     *Studio
	colours palette
	scale   float64
	filler  *rasterx.Filler
	dasher  *rasterx.Dasher
}

// PNG writes the picture as pixels, so many for each CSS pixel.
func (p *Picture) PNG(w io.Writer, theme Theme, scale float64) error {
	out := image.NewRGBA(image.Rect(0, 0, int(math.Round(p.Width*scale)), int(math.Round(p.Height*scale))))
	colours := p.pen.palette(theme)
	draw.Draw(out, out.Bounds(), image.NewUniform(rgba(colours["surface"], 1)), image.Point{}, draw.Src)
	width, height := out.Bounds().Dx(), out.Bounds().Dy()
	scanner := &scanner{to: out}
	r := raster{p.pen, colours, scale, rasterx.NewFiller(width, height, scanner), rasterx.NewDasher(width, height, scanner)}
	for _, m := range p.marks {
		switch m := m.(type) {
		case *shape:
			r.shape(m)
		case *words:
			r.words(m)
		}
	}
	return png.Encode(w, out)
}

func rgba(c [3]uint8, alpha float64) color.NRGBA {
	return color.NRGBA{c[0], c[1], c[2], uint8(math.Round(255 * alpha))}
}

func (r *raster) colour(c paint) color.NRGBA { return rgba(r.colours.of(c)) }

func (r *raster) place(at point) fixed.Point26_6 {
	return fixed.Point26_6{X: fixed.Int26_6(math.Round(at.x * r.scale * 64)), Y: fixed.Int26_6(math.Round(at.y * r.scale * 64))}
}

func (r *raster) shape(m *shape) {
	if !m.fill.none() {
		if m.fades > 0 {
			r.fade(m)
		} else {
			r.filler.SetColor(r.colour(m.fill))
		}
		r.trace(m, r.filler)
		r.filler.Draw()
		r.filler.Clear()
	}
	if m.stroke.none() {
		return
	}
	dash := make([]float64, len(m.dash))
	for i, d := range m.dash {
		dash[i] = d * r.scale
	}
	ends := rasterx.ButtCap
	r.dasher.SetStroke(fixed.Int26_6(m.width*r.scale*64), 4*64, ends, ends, rasterx.RoundGap, rasterx.Round, dash, 0)
	r.dasher.SetColor(r.colour(m.stroke))
	r.trace(m, r.dasher)
	r.dasher.Draw()
	r.dasher.Clear()
}

// fade fills from the top of a shape to nothing.
func (r *raster) fade(m *shape) {
	top := math.Inf(1)
	for _, run := range m.runs {
		for _, at := range run {
			top = min(top, at.y)
		}
	}
	rgb, alpha := r.colours.of(m.fill)
	r.filler.SetColor(fading{rgb, alpha, top * r.scale, m.fades * r.scale})
}

// tracer is what takes the outline of a shape.
type tracer interface {
	Start(fixed.Point26_6)
	Line(fixed.Point26_6)
	Stop(closed bool)
}

func (r *raster) trace(m *shape, to rasterx.Adder) {
	if m.disc > 0 {
		at := m.runs[0][0]
		rasterx.AddCircle(at.x*r.scale, at.y*r.scale, m.disc*r.scale, to)
		return
	}
	if m.isRect() && m.round > 0 {
		a, b := m.runs[0][0], m.runs[0][2]
		round := min(m.round, (b.x-a.x)/2, (b.y-a.y)/2) * r.scale
		rasterx.AddRoundRect(a.x*r.scale, a.y*r.scale, b.x*r.scale, b.y*r.scale, round, round, 0, rasterx.RoundGap, to)
		return
	}
	var t tracer = to
	for _, run := range m.runs {
		if len(run) < 2 {
			continue
		}
		for i, at := range run {
			if i == 0 {
				t.Start(r.place(at))
			} else {
				t.Line(r.place(at))
			}
		}
		t.Stop(m.closed)
	}
}

// words draws a text letter by letter, as the font has their outlines.
func (r *raster) words(w *words) {
	x := w.at.x
	switch width := r.pen.width(w.text, w.size, w.strong); w.anchor {
	case middle:
		x -= width / 2
	case end:
		x -= width
	}
	turn := func(at point) point { return at }
	if w.turned {
		sin, cos := math.Sincos(-slant * math.Pi / 180)
		turn = func(at point) point {
			dx, dy := at.x-w.at.x, at.y-w.at.y
			return point{w.at.x + dx*cos - dy*sin, w.at.y + dx*sin + dy*cos}
		}
	}
	b := r.pen.buffers.Get().(*sfnt.Buffer)
	defer r.pen.buffers.Put(b)
	colour := r.colour(w.colour)
	for _, c := range w.text {
		l := letter{c, w.strong}
		r.letter(b, r.pen.glyphOf(b, l), w.size, colour, func(s fixed.Point26_6) fixed.Point26_6 {
			return r.place(turn(point{x + float64(s.X)/64/em*w.size, w.at.y + float64(s.Y)/64/em*w.size}))
		})
		x += r.pen.advance(l) * w.size
	}
}

// heavier is how much wider a letter is drawn whose font has no heavy form, in
// parts of its size.
const heavier = 0.035

func (r *raster) letter(b *sfnt.Buffer, g glyph, size float64, colour color.NRGBA, to func(fixed.Point26_6) fixed.Point26_6) {
	segments, err := g.font.LoadGlyph(b, g.index, fixed.I(em), nil)
	if err != nil {
		return
	}
	r.filler.SetColor(colour)
	outline(segments, r.filler, to)
	r.filler.Draw()
	r.filler.Clear()
	if !g.heavy {
		return
	}
	r.dasher.SetStroke(fixed.Int26_6(heavier*size*r.scale*64), 4*64, rasterx.ButtCap, rasterx.ButtCap, rasterx.RoundGap, rasterx.Round, nil, 0)
	r.dasher.SetColor(colour)
	outline(segments, r.dasher, to)
	r.dasher.Draw()
	r.dasher.Clear()
}

func outline(segments sfnt.Segments, path rasterx.Adder, to func(fixed.Point26_6) fixed.Point26_6) {
	begun := false
	for _, s := range segments {
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			if begun {
				path.Stop(true)
			}
			begun = true
			path.Start(to(s.Args[0]))
		case sfnt.SegmentOpLineTo:
			path.Line(to(s.Args[0]))
		case sfnt.SegmentOpQuadTo:
			path.QuadBezier(to(s.Args[0]), to(s.Args[1]))
		case sfnt.SegmentOpCubeTo:
			path.CubeBezier(to(s.Args[0]), to(s.Args[1]), to(s.Args[2]))
		}
	}
	if begun {
		path.Stop(true)
	}
}
