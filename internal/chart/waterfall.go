package chart

import (
	"encoding/json"
	"slices"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"daybreak/internal/ops"
)

// Waterfall shows how a sum comes about, bar by bar.
type Waterfall struct {
	Unit      ops.Unit
	Bars      []Bar
	Cost      bool   // what adds to it is bad
	ValueName string // what the tooltip calls a bar's value
}

// Bar spans From … To; Total stands on zero.
type Bar struct {
	Name     string
	From, To float64
	Total    bool
}

// Option returns the chart's option. A bar that crosses zero is drawn in two
// parts, because stacked bars grow away from zero.
func (w Waterfall) Option() (json.RawMessage, error) {
	n := len(w.Bars)
	names, steps := make([]string, n), make([]float64, n)
	base := make([]opts.BarData, n)      // invisible, up to the part nearer to zero
	above := make([]opts.BarData, n)     // the visible part above zero
	baseBelow := make([]opts.BarData, n) // the same below zero
	below := make([]opts.BarData, n)
	top, bottom := make([]opts.LineData, n), make([]opts.LineData, n) // carry the labels: above bars, and under those below zero
	for i, b := range w.Bars {
		from := b.From
		if b.Total {
			from = 0
		}
		low, high := min(from, b.To), max(from, b.To)
		style := &opts.ItemStyle{Color: w.colourOf(b, from, i)}
		base[i].Value, above[i].Value = rounded(max(0, low)), rounded(max(0, high)-max(0, low))
		baseBelow[i].Value, below[i].Value = rounded(min(0, high)), rounded(min(0, low)-min(0, high))
		above[i].ItemStyle, below[i].ItemStyle = style, style
		top[i].Value, bottom[i].Value = rounded(max(0, high)), "-"
		if high <= 0 && low < 0 {
			top[i].Value, bottom[i].Value = "-", rounded(low)
		}
		names[i], steps[i] = b.Name, rounded(b.To-from)
	}
	c := charts.NewBar()
	c.SetGlobalOptions(frameOpts(Axis{Labels: names}, w.Unit, "shadow")...)
	c.SetXAxis(names)
	clear := charts.WithItemStyleOpts(opts.ItemStyle{Color: "transparent"})
	stack := charts.WithBarChartOpts(opts.BarChart{Stack: "sum"})
	c.AddSeries("_base", base, stack, clear)
	c.AddSeries("_above", above, stack)
	c.AddSeries("_baseBelow", baseBelow, stack, clear)
	c.AddSeries("_below", below, stack)
	labels := charts.NewLine()
	labels.AddSeries("_label", top)
	labels.AddSeries("_labelBelow", bottom)
	c.Overlap(labels)
	under := "0%" // room for the labels below
	if slices.ContainsFunc(bottom, func(d opts.LineData) bool { return d.Value != "-" }) {
		under = "8%"
	}
	silent := patch{"silent": true}
	label := func(position string) patch {
		return patch{"symbol": "circle", "symbolSize": 1, "itemStyle": patch{"color": "transparent"}, "lineStyle": patch{"opacity": 0}, "silent": true,
			"label": patch{"show": true, "position": position, "formatter": "@fn:step", "color": "$text-2", "fontSize": 11}}
	}
	return option(c, map[string]any{"unit": w.Unit, "titles": names, "steps": steps, "stepName": w.ValueName}, patch{
		"grid":   []any{patch{"top": "22"}},
		"xAxis":  []any{patch{"axisLabel": patch{"interval": 0, "hideOverlap": false, "width": 58, "overflow": "break"}}},
		"yAxis":  []any{patch{"boundaryGap": []any{under, 0}}},
		"series": []any{silent, patch{}, silent, patch{}, label("top"), label("bottom")},
	})
}

// colourOf tells totals, and the sum that all starts from, from what is added
// and taken away.
func (w Waterfall) colourOf(b Bar, from float64, i int) string {
	switch {
	case b.Total || i == 0:
		return "$c1"
	case b.To < from != w.Cost:
		return "$neg"
	}
	return "$pos"
}
