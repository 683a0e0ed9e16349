package chart

import (
	"hash/fnv"
	"strconv"
)

// Hue is a colour of the palette, 1 to Hues; 0 is the grey of all the rest.
type Hue int

// Hues is how many colours the palette has: as many as eyes, colour-blind ones
// too, tell apart in both themes.
const Hues = 8

// Nth returns the colour of the i-th thing that has none of its own, from 0.
func Nth(i int) Hue {
	if i < Hues {
		return Hue(i + 1)
	}
	return 0
}

// Colour returns what an option calls the colour.
func (h Hue) Colour() string { return "$" + h.token() }

// Class returns what a legend calls the colour.
func (h Hue) Class() string {
	if h == 0 {
		return "mute"
	}
	return h.token()
}

func (h Hue) token() string {
	if h == 0 {
		return "c-mute"
	}
	return "c" + strconv.Itoa(int(h))
}

// HuesOf returns the colours of the things shown together. A thing keeps its
// colour on every page, whatever else is shown and however it is sorted: its
// name chooses, and where two names choose the same, the one that comes first
// in known has it. known are all values of the dimension, the commonest first,
// so the first eight never share. Two later ones that meet on one chart part
// there: the second takes a colour that is free. What known does not name, such
// as the sum of the others, is grey, and so is a ninth.
func HuesOf(known, shown []string) []Hue {
	own := map[string]Hue{}
	var taken [Hues + 1]bool
	for i, name := range known {
		if i == Hues {
			break
		}
		own[name] = free(&taken, chosen(name))
	}
	out := make([]Hue, len(shown))
	taken = [Hues + 1]bool{}
	place := map[string][]int{}
	for i, name := range shown {
		place[name] = append(place[name], i)
		taken[own[name]] = true
	}
	for i, name := range known {
		if len(place[name]) == 0 {
			continue
		}
		h := own[name]
		if i >= Hues {
			h = free(&taken, chosen(name))
		}
		for _, j := range place[name] {
			out[j] = h
		}
	}
	return out
}

// chosen is the colour a name would have by itself.
func chosen(name string) Hue {
	h := fnv.New32a()
	h.Write([]byte(name))
	return Hue(h.Sum32()%Hues) + 1
}

// free takes h, or the next colour that is free; 0 when none is.
func free(taken *[Hues + 1]bool, h Hue) Hue {
	for range Hues {
		if !taken[h] {
			taken[h] = true
			return h
		}
		h = h%Hues + 1
	}
	return 0
}

// hueOf returns the colour of series i: its own, or that of its place.
func hueOf(hues []Hue, i int) Hue {
	if i < len(hues) {
		return hues[i]
	}
	return Nth(i)
}
