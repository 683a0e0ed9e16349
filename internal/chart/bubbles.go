package chart

import (
	"encoding/json"
	"math"
	"slices"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"daybreak/internal/ops"
)

// Bubbles places groups by two metrics, as large as a third. A group whose
// place is not known is left to the table.
type Bubbles struct {
	X, Y, Size Dim
	Points     []Bubble
	Marks      []Mark // dashed lines across, at values of Y
}

// Dim is one metric of a bubble chart.
type Dim struct {
	Name string
	Unit ops.Unit
}

// Bubble is one group.
type Bubble struct {
	Name       string
	X, Y, Size ops.Value
	Hue        Hue
}

// Mark is a named line at a value.
type Mark struct {
	Name string
	At   float64
}

// The diameters of bubbles in pixels; areas are in proportion.
const (
	smallestBubble = 8
	largestBubble  = 56
)

// Option returns the chart's option.
func (b Bubbles) Option() (json.RawMessage, error) {
	c := charts.NewScatter()
	c.SetGlobalOptions(
		charts.WithLegendOpts(opts.Legend{Show: opts.Bool(false)}),
		charts.WithGridOpts(opts.Grid{Left: "2", Right: "96", Top: "30", Bottom: "26"}),
		charts.WithTooltipOpts(opts.Tooltip{Trigger: "item", Formatter: "@fn:point"}),
		charts.WithXAxisOpts(opts.XAxis{Type: "value", Name: b.X.Name + " →", NameLocation: "middle", AxisLabel: &opts.AxisLabel{Formatter: axisFormat(b.X.Unit)}}),
		charts.WithYAxisOpts(opts.YAxis{Type: "value", Name: b.Y.Name + " ↑", AxisLabel: &opts.AxisLabel{Formatter: axisFormat(b.Y.Unit)}}),
	)
	var largest float64
	for _, p := range b.Points {
		if p.Size.State == ops.Known {
			largest = max(largest, p.Size.Number)
		}
	}
	var data []opts.ScatterData
	var details []any
	var titles []string
	// Large bubbles first, so that small ones lie on top and stay reachable.
	points := slices.Clone(b.Points)
	slices.SortStableFunc(points, func(x, y Bubble) int {
		switch d := y.Size.Number - x.Size.Number; {
		case d > 0:
			return 1
		case d < 0:
			return -1
		}
		return 0
	})
	for _, p := range points {
		if p.X.State != ops.Known || p.Y.State != ops.Known {
			continue
		}
		size := smallestBubble
		if p.Size.State == ops.Known && p.Size.Number > 0 {
			size = max(size, int(math.Round(largestBubble*math.Sqrt(p.Size.Number/largest))))
		}
		data = append(data, opts.ScatterData{Name: p.Name, Value: []any{number(p.X), number(p.Y)}, SymbolSize: size})
		details = append(details, patch{"itemStyle": patch{"color": p.Hue.Colour()}, "row": []any{number(p.X), number(p.Y), shown(p.Size)}})
		titles = append(titles, p.Name)
	}
	c.AddSeries("", data)
	detail := patch{
		"data":      details,
		"itemStyle": patch{"opacity": 0.85},
		"label":     patch{"show": true, "formatter": "@fn:name", "position": "right", "color": "$text-2", "fontSize": 11}, // app.js finds each its place
	}
	if len(b.Marks) > 0 {
		var lines []any
		for _, m := range b.Marks {
			lines = append(lines, patch{"name": m.Name, "yAxis": rounded(m.At)})
		}
		detail["markLine"] = patch{"data": lines, "label": patch{"show": true, "formatter": "{b}", "position": "end", "color": "$text-3", "fontSize": 11},
			"lineStyle": patch{"color": "$c-mute", "type": "dashed"}}
	}
	dims := []any{[]any{b.X.Name, b.X.Unit}, []any{b.Y.Name, b.Y.Unit}, []any{b.Size.Name, b.Size.Unit}}
	return option(c, map[string]any{"dims": dims, "titles": titles}, patch{
		"series": []any{detail},
		"xAxis":  []any{lowest(b.Points, func(p Bubble) ops.Value { return p.X }, patch{"nameGap": 28})},
		"yAxis":  []any{lowest(b.Points, func(p Bubble) ops.Value { return p.Y }, patch{"nameTextStyle": patch{"align": "left"}})},
	})
}

// lowest begins an axis a little below its smallest value, so that bubbles on
// it do not cover its labels; the odd first label is left out.
func lowest(points []Bubble, of func(Bubble) ops.Value, axis patch) patch {
	low, high := math.Inf(1), math.Inf(-1)
	for _, p := range points {
		if v := of(p); v.State == ops.Known && p.X.State == ops.Known && p.Y.State == ops.Known {
			low, high = min(low, v.Number), max(high, v.Number)
		}
	}
	if low, high = min(low, 0), max(high, 0); high > low {
		axis["min"] = rounded(low - (high-low)*0.1)
		axis["axisLabel"] = patch{"showMinLabel": false}
	}
	return axis
}

// shown is the size as the tooltip shows it; null when it is not known.
func shown(v ops.Value) any {
	if v.State != ops.Known {
		return nil
	}
	return rounded(v.Number)
}
