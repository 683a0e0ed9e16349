package picture

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"

	"daybreak/internal/ops"
)

// option is what pictures read of the option of a chart, as package chart makes
// it for the browser. So both draw the same numbers.
type option struct {
	Meta struct {
		Unit  ops.Unit
		Steps []float64
	} `json:"$meta"`
	Grid   []struct{ Right, Top string }
	X      []axisOption   `json:"xAxis"`
	Y      []axisOption   `json:"yAxis"`
	Series []seriesOption `json:"series"`
}

type axisOption struct {
	Type        string
	Data        []string
	Name        string
	Show        *bool
	Min, Max    *float64
	MinInterval float64
	BoundaryGap any
	AxisLabel   struct {
		Formatter string
		Interval  any
		Overflow  string
	}
}

type styleOption struct {
	Color   string
	Type    string
	Width   float64
	Opacity *float64
}

type labelOption struct {
	Show      bool
	Position  string
	Formatter string
	Color     string
}

type seriesOption struct {
	Type, Stack, Step string
	Data              []dataOption
	YAxisIndex        int
	BarWidth          string
	Z                 *int
	ShowSymbol        *bool
	SymbolSize        any
	ItemStyle         styleOption
	LineStyle         styleOption
	AreaStyle         *styleOption
	Label             labelOption
	MarkLine          struct {
		LineStyle styleOption
		Label     labelOption
		Data      []struct {
			Name         string
			XAxis, YAxis *float64
		}
	}
}

// dataOption is one entry of a series: a number or what is said of it. Value is
// NaN for a gap; X is of a bubble only.
type dataOption struct {
	X, Value float64
	Name     string
	Size     float64
	Colour   string
}

// UnmarshalJSON reads a number, "-" for a gap, or an object around them.
func (d *dataOption) UnmarshalJSON(text []byte) error {
	d.X, d.Value = math.NaN(), math.NaN()
	if len(text) > 0 && text[0] != '{' {
		return d.read(text)
	}
	var o struct {
		Value      json.RawMessage
		Name       string
		SymbolSize float64
		ItemStyle  struct{ Color string }
	}
	if err := json.Unmarshal(text, &o); err != nil {
		return err
	}
	d.Name, d.Size, d.Colour = o.Name, o.SymbolSize, o.ItemStyle.Color
	if len(o.Value) == 0 {
		return nil
	}
	return d.read(o.Value)
}

func (d *dataOption) read(text []byte) error {
	if text[0] != '[' {
		d.Value = numberOf(text)
		return nil
	}
	var both []json.RawMessage
	if err := json.Unmarshal(text, &both); err != nil {
		return err
	}
	if len(both) < 2 {
		return fmt.Errorf("picture: a place of one number")
	}
	d.X, d.Value = numberOf(both[0]), numberOf(both[1])
	return nil
}

// numberOf reads a number; NaN for anything else, which is a gap.
func numberOf(text []byte) float64 {
	v, err := strconv.ParseFloat(string(text), 64)
	if err != nil {
		return math.NaN()
	}
	return v
}

// readOption reads the option of a chart.
func readOption(text json.RawMessage) (*option, error) {
	var o option
	if err := json.Unmarshal(text, &o); err != nil {
		return nil, fmt.Errorf("picture: %w", err)
	}
	if len(o.X) == 0 || len(o.Y) == 0 || len(o.Grid) == 0 {
		return nil, fmt.Errorf("picture: a chart without axes")
	}
	return &o, nil
}

// paintOf is the colour that an option names: $c1, $c1/.2, $grad:c1:.2:0, or none.
func paintOf(name string) (colour paint, fades bool) {
	if rest, ok := strings.CutPrefix(name, "$grad:"); ok {
		part := strings.Split(rest, ":")
		return ink(part[0]).at(numberOf([]byte(part[1]))), true
	}
	rest, ok := strings.CutPrefix(name, "$")
	if !ok {
		return paint{}, false
	}
	if token, alpha, part := strings.Cut(rest, "/"); part {
		return ink(token).at(numberOf([]byte(alpha))), false
	}
	return ink(rest), false
}

// stroke is the colour, width and dashes of a line; its colour paints nothing where
// it is not to be seen.
func (s styleOption) stroke() (paint, float64, []float64) {
	colour, _ := paintOf(s.Color)
	if s.Opacity != nil && *s.Opacity == 0 {
		colour = paint{}
	}
	width := s.Width
	if width == 0 {
		width = 1
	}
	switch s.Type {
	case "dashed":
		return colour, width, []float64{4 * width, 2 * width}
	case "dotted":
		return colour, width, []float64{width, width}
	}
	return colour, width, nil
}

func (s *seriesOption) z() int {
	if s.Z == nil {
		return 2
	}
	return *s.Z
}

// symbol is the radius of the points of a line; 0 where they are not shown.
func (s *seriesOption) symbol() float64 {
	if s.ShowSymbol != nil && !*s.ShowSymbol {
		return 0
	}
	if size, ok := s.SymbolSize.(float64); ok {
		return size / 2
	}
	return 3
}

// pixels reads a length of a grid.
func pixels(text string) float64 {
	v := numberOf([]byte(text))
	if math.IsNaN(v) {
		return 0
	}
	return v
}
