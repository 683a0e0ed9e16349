package chart

import (
	"math"
	"strconv"

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
}

// told says how app.js reads a series aloud. ECharts' own series names are not
// used for that: a group may be called anything.
type told struct {
	Role string `json:"role"` // now, before, open (the part in progress) or hidden
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
	return []charts.GlobalOpts{
		charts.WithLegendOpts(opts.Legend{Show: opts.Bool(false)}),
		charts.WithGridOpts(opts.Grid{Left: "2", Right: "14", Top: "14", Bottom: "2"}),
		charts.WithTooltipOpts(opts.Tooltip{Trigger: "axis", Formatter: "@fn:tip", AxisPointer: &opts.AxisPointer{Type: pointer}}),
		charts.WithXAxisOpts(opts.XAxis{Type: "category", Data: a.Labels}),
		charts.WithYAxisOpts(opts.YAxis{Type: "value", AxisLabel: &opts.AxisLabel{Formatter: axisFormat(unit)}}),
	}
}

// weekends returns the shaded areas as pairs of category positions: each day
// reaches half a step to both sides, which a line's axis cuts at its ends.
func (a Axis) weekends() []any {
	var out []any
	for i := 0; i < len(a.Weekend); i++ {
		if !a.Weekend[i] {
			continue
		}
		last := i
		for last+1 < len(a.Weekend) && a.Weekend[last+1] {
			last++
		}
		out = append(out, []any{map[string]any{"xAxis": i}, map[string]any{"xAxis": last}})
		i = last
	}
	return out
}

// shade is the patch that shades weekends behind a series.
func (a Axis) shade() patch {
	areas := a.weekends()
	if len(areas) == 0 {
		return patch{}
	}
	return patch{"markArea": map[string]any{"silent": true, "itemStyle": map[string]any{"color": "$c-mute/.10"}, "data": areas}}
}

// palette names the colour of the i-th series; past the palette all are muted.
func palette(i int) string {
	if i < 6 {
		return "$c" + strconv.Itoa(i+1)
	}
	return "$c-mute"
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
