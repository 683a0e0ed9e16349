package chart

import (
	"encoding/json"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"daybreak/internal/ops"
)

// Line is one metric over time: one series with its comparison dashed, or
// several groups. Buckets in progress are drawn dashed (R2).
type Line struct {
	Axis
	Unit   ops.Unit
	Good   ops.Direction
	Series []Series // at most eight and a rest
	Hues   []Hue    // of the series; nil for the palette in its order

	Before       []ops.Value // the comparison, nil without; only with one series
	BeforeName   string
	BeforeTitles []string

	Goal     []ops.Value // what a target asks of each bucket, drawn in steps; nil without
	GoalName string

	OpenName, ChangeName string
}

// Series is one named course of values.
type Series struct {
	Name   string
	Values []ops.Value
}

// HueOf returns the colour of the i-th series.
func (l Line) HueOf(i int) Hue { return hueOf(l.Hues, i) }

// Option returns the chart's option.
func (l Line) Option() (json.RawMessage, error) {
	c := charts.NewLine()
	c.SetGlobalOptions(frameOpts(l.Axis, l.Unit, "line")...)
	c.SetXAxis(l.Labels)
	meta := map[string]any{"unit": l.Unit, "titles": l.Titles, "open": l.Open, "openName": l.OpenName, "change": l.ChangeName, "good": direction(l.Good)}
	var details []any
	var series []spoken
	add := func(t spoken, from, to int, values []ops.Value, detail patch) {
		data := make([]opts.LineData, len(values))
		for i, v := range values {
			data[i].Value = any("-")
			if i >= from && i < to {
				data[i].Value = number(v)
			}
		}
		c.AddSeries(t.Name, data)
		series = append(series, t)
		details = append(details, detail)
	}
	style := func(colour, kind string, width float64) patch {
		return patch{"showSymbol": false, "itemStyle": patch{"color": colour}, "lineStyle": patch{"color": colour, "type": kind, "width": width}}
	}
	if l.Before != nil {
		d := style("$c-mute", "dashed", 1.5)
		d["z"] = 2
		add(spoken{Role: "before", Name: l.BeforeName}, 0, len(l.Before), l.Before, d)
		meta["beforeTitles"] = l.BeforeTitles
	}
	for i, s := range l.Series {
		d := style(l.HueOf(i).Colour(), "solid", 2)
		d["z"] = 3
		if i == 0 {
			// One point alone has no line: show it.
			d["showSymbol"] = min(l.Open, len(l.Labels)) == 1
		}
		if len(l.Series) == 1 {
			d["areaStyle"] = patch{"color": "$grad:c1:.2:0"}
		}
		add(spoken{Role: "now", Name: s.Name}, 0, l.Open, s.Values, d)
		if l.Open < len(l.Labels) {
			d := style(l.HueOf(i).Colour(), "dotted", 2)
			d["z"] = 3
			d["showSymbol"] = len(l.Labels)-l.Open == 1
			add(spoken{Role: "open", Name: s.Name}, max(0, l.Open-1), len(l.Labels), s.Values, d)
		}
	}
	if l.Goal != nil {
		d := style("$c2", "dotted", 1.5)
		d["z"], d["step"] = 2, "middle"
		add(spoken{Role: "goal", Name: l.GoalName}, 0, len(l.Goal), l.Goal, d)
	}
	if shade := l.shaded(); shade != nil {
		c.ExtendYAxis(shadeAxis())
		c.Overlap(shade)
		series = append(series, spoken{Role: "hidden"})
		details = append(details, shading())
	}
	meta["series"] = series
	l.tell(meta)
	l.signs(details)
	return option(c, meta, patch{
		"xAxis":  []any{patch{"boundaryGap": false}},
		"series": details,
	})
}
