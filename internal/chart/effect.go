package chart

import (
	"encoding/json"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"daybreak/internal/ops"
)

// Effect is what came day by day beside what was usual, with the band in which
// usual days lie. Usual, Low and High are gaps where nothing was to be expected.
type Effect struct {
	Axis
	Unit                           ops.Unit
	Actual, Usual, Low, High       []ops.Value
	ActualName, UsualName, LowName string
	HighName                       string
}

// Option returns the chart's option.
func (e Effect) Option() (json.RawMessage, error) {
	c := charts.NewLine()
	c.SetGlobalOptions(frameOpts(e.Axis, e.Unit, "line")...)
	c.SetXAxis(e.Labels)
	add := func(name string, values []ops.Value) {
		data := make([]opts.LineData, len(values))
		for i, v := range values {
			data[i].Value = number(v)
		}
		c.AddSeries(name, data)
	}
	width := make([]ops.Value, len(e.Low))
	for i := range width {
		width[i] = ops.Value{State: e.Low[i].State, Number: e.High[i].Number - e.Low[i].Number}
	}
	add(e.LowName, e.Low)
	add(e.HighName, width)
	add(e.UsualName, e.Usual)
	add(e.ActualName, e.Actual)
	bare := func(p patch) patch {
		p["showSymbol"] = false
		return p
	}
	return option(c, map[string]any{"unit": e.Unit, "titles": e.Titles, "open": len(e.Labels), "series": []spoken{
		{Role: "hidden"}, {Role: "hidden"}, {"now", e.UsualName}, {"now", e.ActualName}}}, patch{
		"xAxis": []any{patch{"boundaryGap": false}},
		"series": []any{
			bare(patch{"stack": "band", "stackStrategy": "all", "silent": true, "lineStyle": patch{"opacity": 0}, "itemStyle": patch{"color": "transparent"}}),
			bare(patch{"stack": "band", "stackStrategy": "all", "silent": true, "lineStyle": patch{"opacity": 0}, "itemStyle": patch{"color": "transparent"},
				"areaStyle": patch{"color": "$c1/.14"}}),
			bare(patch{"z": 2, "itemStyle": patch{"color": "$c-mute"}, "lineStyle": patch{"color": "$c-mute", "type": "dashed", "width": 1.5}}),
			bare(patch{"z": 3, "itemStyle": patch{"color": "$c1"}, "lineStyle": patch{"color": "$c1", "width": 2}}),
		},
	})
}
