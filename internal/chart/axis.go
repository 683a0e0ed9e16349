package chart

import (
	"math"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
	"github.com/go-echarts/go-echarts/v2/types"

	"daybreak/internal/ops"
)

// Axis is a chart's course of time, one entry per bucket. Texts come written
// in the reader's language.
type Axis struct {
	Labels  []string // under the axis
	Titles  []string // of the tooltip
	Weekend []bool   // shaded; nil for buckets longer than a day
	Open    int      // first bucket in progress; len(Labels) when all are complete
	Marks
}

// spoken says how app.js reads a series aloud. ECharts' own series names are not
// used for that: a group may be called anything.
type spoken struct {
	Role string `json:"role"` // now, before, open (the part in progress), goal or hidden
	Name string `json:"name,omitempty"`
}

// number is a value as an option holds it: rounded to what any unit can show,
// or a gap.
func number(v ops.Value) any {
	if v.State != ops.Known {
		return "-"
	}
	return rounded(v.Number)
}

func rounded(x float64) float64 { return math.Round(x*1e6) / 1e6 }

func axisFormat(u ops.Unit) types.FuncStr { return types.FuncStr("@fn:axis:" + string(u)) }

// frameOpts are the options all charts with axes share.
func frameOpts(a Axis, unit ops.Unit, pointer string) []charts.GlobalOpts {
	y := opts.YAxis{Type: "value", AxisLabel: &opts.AxisLabel{Formatter: axisFormat(unit)}}
	if unit == ops.UnitCount {
		y.MinInterval = 1 // there is no half a member
	}
	return []charts.GlobalOpts{
		charts.WithLegendOpts(opts.Legend{Show: opts.Bool(false)}),
		charts.WithGridOpts(opts.Grid{Left: "2", Right: "18", Top: "14", Bottom: "2"}),
		charts.WithTooltipOpts(opts.Tooltip{Trigger: "axis", Formatter: "@fn:tip", AxisPointer: &opts.AxisPointer{Type: pointer}}),
		charts.WithXAxisOpts(opts.XAxis{Type: "category", Data: a.Labels}),
		charts.WithYAxisOpts(y),
	}
}

// shaded is a series that shades weekends and holidays: bars as wide as a bucket
// on an axis of their own. An area between categories would end in the middle of
// its first and last day. nil when there is nothing to shade.
func (a Axis) shaded() *charts.Bar {
	data := make([]opts.BarData, len(a.Weekend))
	found := false
	for i, w := range a.Weekend {
		data[i].Value = "-"
		off := i < len(a.Off) && a.Off[i]
		if w || off {
			data[i].Value, found = 1, true
		}
		if off {
			data[i].ItemStyle = &opts.ItemStyle{Color: "$c2/.13"}
		}
	}
	if !found {
		return nil
	}
	bar := charts.NewBar()
	bar.AddSeries("", data, charts.WithBarChartOpts(opts.BarChart{YAxisIndex: 1, BarGap: "-100%", BarWidth: "100%"}),
		charts.WithItemStyleOpts(opts.ItemStyle{Color: "$c-mute/.12"}))
	return bar
}

// shading is the patch of that series.
func shading() patch {
	return patch{"silent": true, "z": 0, "barMaxWidth": 9999, "animation": false, "emphasis": patch{"disabled": true}}
}

// shadeAxis is the hidden axis the shading stands on.
func shadeAxis() opts.YAxis {
	return opts.YAxis{Type: "value", Show: opts.Bool(false), Min: 0, Max: 1}
}

func direction(d ops.Direction) int {
	switch d {
	case ops.UpGood:
		return 1
	case ops.DownGood:
		return -1
	}
	return 0
}
