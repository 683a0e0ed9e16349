package chart

import (
	"math"
	"strconv"
	"strings"

	"daybreak/internal/ops"
)

// Spark is a small line without axes: the data of SVG paths in a box of Width
// × Height. Area lies under the complete part; Open is the part in progress.
type Spark struct {
	Width, Height    int
	Line, Area, Open string
}

// NewSpark draws values into a box; from the index open on they are in
// progress. Values that are not known leave gaps. Fewer than two known values
// give an empty Spark.
func NewSpark(values []ops.Value, open, width, height int) Spark {
	s := Spark{Width: width, Height: height}
	low, high := math.Inf(1), math.Inf(-1)
	n := 0
	for _, v := range values {
		if v.State == ops.Known {
			low, high = min(low, v.Number), max(high, v.Number)
			n++
		}
	}
	if n < 2 {
		return s
	}
	const inset = 3 // so that the stroke stays inside
	x := func(i int) float64 { return float64(i) * float64(width) / float64(len(values)-1) }
	y := func(v float64) float64 {
		switch {
		case high == low && high == 0:
			return float64(height) - inset // nothing lies at the bottom, not halfway up
		case high == low:
			return float64(height) / 2
		}
		return inset + (high-v)/(high-low)*(float64(height)-2*inset)
	}
	var line, area, dashed strings.Builder
	start := -1 // first point of the run being drawn
	end := func() {
		if start >= 0 {
			area.WriteString("V" + coordinate(float64(height)) + "H" + coordinate(x(start)) + "Z")
		}
		start = -1
	}
	for i, v := range values {
		if i >= open || v.State != ops.Known {
			end()
			continue
		}
		command := "L"
		if start < 0 {
			start, command = i, "M"
		}
		point := command + coordinate(x(i)) + " " + coordinate(y(v.Number))
		line.WriteString(point)
		area.WriteString(point)
	}
	end()
	command := "M"
	for i := max(0, open-1); i < len(values); i++ {
		if values[i].State != ops.Known {
			command = "M"
			continue
		}
		dashed.WriteString(command + coordinate(x(i)) + " " + coordinate(y(values[i].Number)))
		command = "L"
	}
	s.Line, s.Area = line.String(), area.String()
	if open < len(values) {
		s.Open = dashed.String()
	}
	return s
}

// coordinate writes a position with one decimal at most.
func coordinate(v float64) string {
	return strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64)
}

// Share is the width of a bar as an SVG length: part of whole in per cent,
// none for what is negative or not known.
func Share(part ops.Value, whole float64) string {
	if part.State != ops.Known || part.Number <= 0 || whole <= 0 {
		return "0"
	}
	return coordinate(min(100, 100*part.Number/whole)) + "%"
}
