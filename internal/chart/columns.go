package chart

import (
	"encoding/json"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"daybreak/internal/ops"
)

// Columns stacks flows over time, losses below zero, with their net as a line.
// Buckets in progress are drawn faint.
type Columns struct {
	Axis
	Unit    ops.Unit
	Stacks  []Stack
	Net     []ops.Value
	NetName string
}

// Stack is one flow. Values of a loss are positive and drawn downwards.
type Stack struct {
	Name   string
	Colour string // a colour name such as $c1
	Loss   bool
	Values []ops.Value
}

// Option returns the chart's option.
func (s Columns) Option() (json.RawMessage, error) {
	c := charts.NewBar()
	c.SetGlobalOptions(frameOpts(s.Axis, s.Unit, "shadow")...)
	c.SetXAxis(s.Labels)
	var details []any
	var series []spoken
	for _, k := range s.Stacks {
		data := make([]opts.BarData, len(k.Values))
		for i, v := range k.Values {
			if k.Loss {
				v.Number = 0 - v.Number
			}
			data[i].Value = number(v)
			if i >= s.Open {
				faint := opts.ItemStyle{Color: k.Colour + "/.35"}
				data[i].ItemStyle = &faint
			}
		}
		c.AddSeries(k.Name, data, charts.WithBarChartOpts(opts.BarChart{Stack: "flow"}), charts.WithItemStyleOpts(opts.ItemStyle{Color: k.Colour}))
		details = append(details, patch{})
		series = append(series, spoken{Role: "now", Name: k.Name})
	}
	if s.Net != nil {
		line := charts.NewLine()
		data := make([]opts.LineData, len(s.Net))
		for i, v := range s.Net {
			data[i].Value = number(v)
			if i >= s.Open {
				data[i].Value = "-"
			}
		}
		line.AddSeries(s.NetName, data)
		c.Overlap(line)
		series = append(series, spoken{Role: "now", Name: s.NetName})
		details = append(details, patch{"showSymbol": false, "z": 4, "itemStyle": patch{"color": "$text"}, "lineStyle": patch{"color": "$text", "width": 1.5}})
	}
	meta := map[string]any{"unit": s.Unit, "titles": s.Titles, "series": series}
	s.tell(meta)
	s.signs(details)
	return option(c, meta, patch{"series": details})
}
