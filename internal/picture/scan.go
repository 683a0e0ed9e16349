package picture

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// scanner turns outlines into pixels. It looks only at the part of the image that
// an outline covers: a picture has thousands of small ones. It implements
// rasterx.Scanner.
type scanner struct {
	to     *image.RGBA
	from   image.Image // the colour of each pixel
	steps  []step
	pixels vector.Rasterizer
}

// step is a point of an outline, or where another begins. Outlines come closed, or,
// as the two sides of a line do, close each other.
type step struct {
	at     fixed.Point26_6
	begins bool
}

// Start implements rasterx.Scanner.
func (s *scanner) Start(a fixed.Point26_6) { s.steps = append(s.steps, step{a, true}) }

// Line implements rasterx.Scanner.
func (s *scanner) Line(b fixed.Point26_6) { s.steps = append(s.steps, step{b, false}) }

// Draw implements rasterx.Scanner.
func (s *scanner) Draw() {
	extent := s.GetPathExtent()
	bounds := image.Rect(extent.Min.X.Floor(), extent.Min.Y.Floor(), extent.Max.X.Ceil(), extent.Max.Y.Ceil()).Intersect(s.to.Bounds())
	if bounds.Empty() {
		return
	}
	s.pixels.Reset(bounds.Dx(), bounds.Dy())
	for _, p := range s.steps {
		x, y := float32(p.at.X)/64-float32(bounds.Min.X), float32(p.at.Y)/64-float32(bounds.Min.Y)
		if p.begins {
			s.pixels.MoveTo(x, y)
		} else {
			s.pixels.LineTo(x, y)
		}
	}
	s.pixels.DrawOp = draw.Over
	s.pixels.Draw(s.to, bounds, s.from, bounds.Min)
}

// GetPathExtent implements rasterx.Scanner.
func (s *scanner) GetPathExtent() fixed.Rectangle26_6 {
	if len(s.steps) == 0 {
		return fixed.Rectangle26_6{}
	}
	low, high := s.steps[0].at, s.steps[0].at
	for _, p := range s.steps {
		low.X, low.Y, high.X, high.Y = min(low.X, p.at.X), min(low.Y, p.at.Y), max(high.X, p.at.X), max(high.Y, p.at.Y)
	}
	return fixed.Rectangle26_6{Min: low, Max: high}
}

// SetColor implements rasterx.Scanner: the colour of all that is drawn next, or an
// image of its colours.
func (s *scanner) SetColor(c any) {
	switch c := c.(type) {
	case image.Image:
		s.from = c
	case color.Color:
		s.from = image.NewUniform(c)
	}
}

// Clear implements rasterx.Scanner.
func (s *scanner) Clear() { s.steps = s.steps[:0] }

// SetBounds implements rasterx.Scanner; the image has its bounds.
func (s *scanner) SetBounds(int, int) {}

// SetWinding implements rasterx.Scanner; outlines are filled by the non-zero rule.
func (s *scanner) SetWinding(bool) {}

// SetClip implements rasterx.Scanner; nothing is clipped.
func (s *scanner) SetClip(image.Rectangle) {}

// fading is a colour that becomes clearer from one row of pixels to another.
type fading struct {
	rgb      [3]uint8
	alpha    float64
	from, to float64
}

// ColorModel implements image.Image.
func (f fading) ColorModel() color.Model { return color.NRGBAModel }

// Bounds implements image.Image.
func (f fading) Bounds() image.Rectangle { return image.Rect(-1e9, -1e9, 1e9, 1e9) }

// At implements image.Image.
func (f fading) At(_, y int) color.Color {
	if f.to <= f.from {
		return rgba(f.rgb, 0)
	}
	return rgba(f.rgb, f.alpha*math.Max(0, math.Min(1, (f.to-float64(y))/(f.to-f.from))))
}
