package chart

import (
	"encoding/json"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"daybreak/internal/ops"
)

// Watch is what an alert saw, bucket by bucket, beside what it was held against.
// Fired has a figure where the alert fired and is a gap elsewhere.
type Watch struct {
	Axis
	Unit                               ops.Unit
	Seen, Against, Fired               []ops.Value
	SeenName, AgainstName, FiringsName string
}

// Option returns the chart's option.
func (x Watch) Option() (json.RawMessage, error) {
	c := charts.NewLine()
	c.SetGlobalOptions(frameOpts(x.Axis, x.Unit, "line")...)
	c.SetXAxis(x.Labels)
	for _, s := range []struct {
		name   string
		values []ops.Value
	}{{x.AgainstName, x.Against}, {x.SeenName, x.Seen}, {x.FiringsName, x.Fired}} {
		data := make([]opts.LineData, len(s.values))
		for i, v := range s.values {
			data[i].Value = number(v)
		}
		c.AddSeries(s.name, data)
	}
	return option(c, map[string]any{"unit": x.Unit, "titles": x.Titles, "open": len(x.Labels), "series": []spoken{
		{"now", x.AgainstName}, {"now", x.SeenName}, {"now", x.FiringsName}}}, patch{
		"xAxis": []any{patch{"boundaryGap": false}},
		"series": []any{
			patch{"showSymbol": false, "itemStyle": patch{"color": "$c-mute"}, "lineStyle": patch{"color": "$c-mute", "type": "dashed", "width": 1.5}},
			patch{"showSymbol": false, "itemStyle": patch{"color": "$c1"}, "lineStyle": patch{"color": "$c1", "width": 2}},
			patch{"symbol": "circle", "symbolSize": 11, "z": 4, "itemStyle": patch{"color": "$neg"}, "lineStyle": patch{"opacity": 0}},
		},
	})
}
