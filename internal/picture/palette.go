package picture

import (
	"fmt"
	"io/fs"
	"math"
	"regexp"
	"strconv"
)

// palette holds the colours of a theme by name.
type palette map[string][3]uint8

var declared = regexp.MustCompile(`(?m)^\s*--([a-z0-9-]+):\s*#([0-9a-f]{6});`)

// palettes reads the colours of the light and the dark theme from the style
// sheets of the pages.
func palettes(static fs.FS) (light, dark palette, err error) {
	if light, err = declarations(static, "app.css", palette{}); err != nil {
		return nil, nil, err
	}
	dark, err = declarations(static, "dark.css", light)
	return light, dark, err
}

// declarations returns the colours of a style sheet; what it does not say is as in
// under. Of two declarations the first holds: later ones are for paper.
func declarations(static fs.FS, file string, under palette) (palette, error) {
	text, err := fs.ReadFile(static, file)
	if err != nil {
		return nil, err
	}
	out := palette{}
	for _, m := range declared.FindAllSubmatch(text, -1) {
		n, err := strconv.ParseUint(string(m[2]), 16, 32)
		if err != nil {
			return nil, err
		}
		if _, said := out[string(m[1])]; !said {
			out[string(m[1])] = [3]uint8{uint8(n >> 16), uint8(n >> 8), uint8(n)}
		}
	}
	for name, colour := range under {
		if _, said := out[name]; !said {
			out[name] = colour
		}
	}
	return out, nil
}

// of returns the colour of a paint and how opaque it is; black for a name that the
// style sheets do not have.
func (p palette) of(c paint) (rgb [3]uint8, alpha float64) {
	if c.over == "" {
		return p[c.token], c.alpha
	}
	return mixed(p[c.token], p[c.over], c.alpha), 1
}

// hex writes a colour.
func hex(c [3]uint8) string { return fmt.Sprintf("#%02x%02x%02x", c[0], c[1], c[2]) }

// mixed is part of colour a with the rest of b, as color-mix(in oklab, a part, b)
// has it.
func mixed(a, b [3]uint8, part float64) [3]uint8 {
	x, y := oklab(a), oklab(b)
	for i := range x {
		x[i] = part*x[i] + (1-part)*y[i]
	}
	return fromOklab(x)
}

// oklab turns sRGB into OKLab (https://bottosson.github.io/posts/oklab/).
func oklab(c [3]uint8) [3]float64 {
	var l [3]float64
	for i, v := range c {
		if x := float64(v) / 255; x <= 0.04045 {
			l[i] = x / 12.92
		} else {
			l[i] = math.Pow((x+0.055)/1.055, 2.4)
		}
	}
	a := math.Cbrt(0.4122214708*l[0] + 0.5363325363*l[1] + 0.0514459929*l[2])
	b := math.Cbrt(0.2119034982*l[0] + 0.6806995451*l[1] + 0.1073969566*l[2])
	d := math.Cbrt(0.0883024619*l[0] + 0.2817188376*l[1] + 0.6299787005*l[2])
	return [3]float64{0.2104542553*a + 0.7936177850*b - 0.0040720468*d, 1.9779984951*a - 2.4285922050*b + 0.4505937099*d,
		0.0259040371*a + 0.7827717662*b - 0.8086757660*d}
}

func fromOklab(c [3]float64) [3]uint8 {
	cube := func(x float64) float64 { return x * x * x }
	a := cube(c[0] + 0.3963377774*c[1] + 0.2158037573*c[2])
	b := cube(c[0] - 0.1055613458*c[1] - 0.0638541728*c[2])
	d := cube(c[0] - 0.0894841775*c[1] - 1.2914855480*c[2])
	var out [3]uint8
	for i, x := range [3]float64{4.0767416621*a - 3.3077115913*b + 0.2309699292*d, -1.2684380046*a + 2.6097574011*b - 0.3413193965*d,
		-0.0041960863*a - 0.7034186147*b + 1.7076147010*d} {
		if x <= 0.0031308 {
			x *= 12.92
		} else {
			x = 1.055*math.Pow(x, 1/2.4) - 0.055
		}
		out[i] = uint8(math.Round(255 * max(0, min(1, x))))
	}
	return out
}
