package static

import (
	"fmt"
	"math"
	"strconv"
	"testing"
)

// linear is a colour as light: linear sRGB, 0 to 1.
type linear [3]float64

func colourOf(t *testing.T, hex string) linear {
	t.Helper()
	n, err := strconv.ParseUint(hex[1:], 16, 32)
	if err != nil || len(hex) != 7 {
		t.Fatalf("%q is no colour", hex)
	}
	var out linear
	for i, shift := range []int{16, 8, 0} {
		c := float64(n>>shift&255) / 255
		if c <= 0.04045 {
			out[i] = c / 12.92
		} else {
			out[i] = math.Pow((c+0.055)/1.055, 2.4)
		}
	}
	return out
}

// contrast is the ratio of WCAG 2.2.
func contrast(a, b linear) float64 {
	luminance := func(c linear) float64 { return 0.2126*c[0] + 0.7152*c[1] + 0.0722*c[2] }
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// eyes are the ways of seeing: matrices for full deficiency by Machado, Oliveira
// and Fernandes, "A Physiologically-based Model for Simulation of Color Vision
// Deficiency" (2009).
func eyes() map[string][3]linear {
	return map[string][3]linear{
		"all cones":      {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
		"no red cones":   {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
		"no green cones": {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
		"no blue cones":  {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}},
	}
}

func seen(by [3]linear, c linear) linear {
	var out linear
	for i, row := range by {
		out[i] = min(1, max(0, row[0]*c[0]+row[1]*c[1]+row[2]*c[2]))
	}
	return out
}

// apart is the distance of two colours in OKLab (Ottosson 2020), times 100: 2 is
// just noticed side by side.
func apart(a, b linear) float64 {
	x, y := oklab(a), oklab(b)
	return 100 * math.Sqrt((x[0]-y[0])*(x[0]-y[0])+(x[1]-y[1])*(x[1]-y[1])+(x[2]-y[2])*(x[2]-y[2]))
}

func oklab(c linear) [3]float64 {
	l := math.Cbrt(0.4122214708*c[0] + 0.5363325363*c[1] + 0.0514459929*c[2])
	m := math.Cbrt(0.2119034982*c[0] + 0.6806995451*c[1] + 0.1073969566*c[2])
	s := math.Cbrt(0.0883024619*c[0] + 0.2817188376*c[1] + 0.6299787005*c[2])
	return [3]float64{
		0.2104542553*l + 0.7936177850*m - 0.0040720468*s,
		1.9779984951*l - 2.4285922050*m + 0.4505937099*s,
		0.0259040371*l + 0.7827717662*m - 0.8086757660*s,
	}
}

// The eight colours of charts, and the grey of the rest, are told from the
// surface and from each other, by colour-blind eyes too.
func TestChartColoursAreTold(t *testing.T) {
	const least = 8.0
	light, dark := tokens(t, "app.css"), tokens(t, "dark.css")
	for theme, of := range map[string]map[string]string{"light": light, "dark": dark} {
		surface := colourOf(t, of["surface"])
		names := []string{"c-mute"}
		for i := 1; i <= 8; i++ {
			names = append(names, "c"+strconv.Itoa(i))
		}
		for _, name := range names[1:] {
			if ratio := contrast(colourOf(t, of[name]), surface); ratio < 3 {
				t.Errorf("%s: --%s has a contrast of %.2f on the surface, want 3", theme, name, ratio)
			}
		}
		for eye, by := range eyes() {
			for i, a := range names {
				for _, b := range names[:i] {
					if d := apart(seen(by, colourOf(t, of[a])), seen(by, colourOf(t, of[b]))); d < least {
						t.Errorf("%s, %s: --%s and --%s are %.1f apart, want %g", theme, eye, a, b, d, least)
					}
				}
			}
		}
	}
}

// Texts have a contrast of 4.5 on all they stand on, the borders of controls 3.
func TestTextsAreRead(t *testing.T) {
	light, dark := tokens(t, "app.css"), tokens(t, "dark.css")
	for theme, of := range map[string]map[string]string{"light": light, "dark": dark} {
		for _, c := range []struct {
			ink, on string
			least   float64
		}{
			{"text", "bg", 4.5}, {"text", "surface", 4.5}, {"text-2", "bg", 4.5}, {"text-2", "surface", 4.5}, {"text-3", "bg", 4.5}, {"text-3", "surface", 4.5},
			{"text-3", "surface-2", 4.5}, {"accent-ink", "surface", 4.5}, {"accent-ink", "accent-soft", 4.5}, {"on-accent", "accent", 4.5},
			{"good", "surface", 4.5}, {"good", "good-soft", 4.5}, {"bad", "surface", 4.5}, {"bad", "bad-soft", 4.5}, {"warn", "surface", 4.5},
			{"warn", "warn-soft", 4.5}, {"ctl-line", "surface", 3}, {"pos", "surface", 3}, {"neg", "surface", 3},
		} {
			if ratio := contrast(colourOf(t, of[c.ink]), colourOf(t, of[c.on])); ratio < c.least {
				t.Errorf("%s: --%s on --%s has %.2f, want %g", theme, c.ink, c.on, ratio, c.least)
			}
		}
	}
}

// The measures are those of others: black on white is 21 to 1, and OKLab's own
// examples come out.
func TestColourMeasures(t *testing.T) {
	white, black, red := colourOf(t, "#ffffff"), colourOf(t, "#000000"), colourOf(t, "#ff0000")
	if got := fmt.Sprintf("%.2f %.2f", contrast(white, black), contrast(red, white)); got != "21.00 4.00" {
		t.Errorf("contrasts are %s", got)
	}
	if lab := oklab(red); fmt.Sprintf("%.3f %.3f %.3f", lab[0], lab[1], lab[2]) != "0.628 0.225 0.126" {
		t.Errorf("red is %v in OKLab", lab)
	}
}
