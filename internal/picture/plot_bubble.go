package picture

import "math"

// bubbles draws a series of circles and, where there is room, their names.
func (c *plot) bubbles(s *seriesOption) {
	var taken []box
	alpha := 1.0
	if s.ItemStyle.Opacity != nil {
		alpha = *s.ItemStyle.Opacity
	}
	for _, d := range s.Data {
		if math.IsNaN(d.X) || math.IsNaN(d.Value) {
			continue
		}
		colour, _ := paintOf(d.Colour)
		x, y, r := c.valueX(d.X), c.y(s.YAxisIndex, d.Value), d.Size/2
		c.disc(x, y, r, colour.at(alpha)).hint = d.Name
		taken = append(taken, box{x - r, y - r, 2 * r, 2 * r})
	}
	if !s.Label.Show {
		return
	}
	for i, d := range named(s.Data) {
		at := taken[i]
		if name, ok := c.beside(at, d.Name, taken); ok {
			c.write(name.x, name.y+lineHeight-3.5, d.Name, axisText, "text-2").of = point{at.x + at.width/2, at.y + at.height/2}
			taken = append(taken, name)
		}
	}
}

// named are the entries that have a place.
func named(data []dataOption) []dataOption {
	var out []dataOption
	for _, d := range data {
		if !math.IsNaN(d.X) && !math.IsNaN(d.Value) {
			out = append(out, d)
		}
	}
	return out
}

// beside finds room for the name of a bubble: right of it, above, left or below,
// as the page does.
func (c *plot) beside(at box, name string, taken []box) (box, bool) {
	const gap = 5.0
	width, h := c.pen.width(name, axisText, false)+2, lineHeight
	x, y := at.x+at.width/2, at.y+at.height/2
	for _, side := range []box{
		{at.x + at.width + gap, y - h/2, width, h}, {x - width/2, at.y - gap - h, width, h},
		{at.x - gap - width, y - h/2, width, h}, {x - width/2, at.y + at.height + gap, width, h},
	} {
		free := side.x >= c.area.x && side.x+width <= c.Width && side.y >= c.area.y-lineHeight && side.y+h <= c.bottom()+labelGap
		for _, o := range taken {
			free = free && !side.meets(o)
		}
		if free {
			return side, true
		}
	}
	return box{}, false
}

func (b box) meets(o box) bool {
	return b.x < o.x+o.width && o.x < b.x+b.width && b.y < o.y+o.height && o.y < b.y+b.height
}
