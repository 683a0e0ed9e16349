package chart

import (
	"encoding/json"

	"github.com/go-echarts/go-echarts/v2/charts"

	"daybreak/internal/ops"
)

// Curve draws courses over steps that are no dates, such as days since a start,
// with the bounds of their intervals as bands.
type Curve struct {
	Labels []string // under the axis
	Titles []string // of the tooltip; nil for the labels
	Unit   ops.Unit
	Stairs bool    // each value holds until the next
	Top    float64 // end of the value axis; 0 = as the values need
	Every  int     // how many steps lie between two labels; 0 = as there is room
	Series []CurveSeries
	Hues   []Hue // of the series; nil for the palette in its order
}

// CurveSeries is one course; Low and High are nil without bounds.
type CurveSeries struct {
	Name              string
	Values, Low, High []ops.Value
}

// HueOf returns the colour of the i-th series.
func (c Curve) HueOf(i int) Hue { return hueOf(c.Hues, i) }

// Option returns the chart's option.
func (c Curve) Option() (json.RawMessage, error) {
	l := charts.NewLine()
	l.SetGlobalOptions(frameOpts(Axis{Labels: c.Labels, Titles: c.Titles, Open: len(c.Labels)}, c.Unit, "line")...)
	l.SetXAxis(c.Labels)
	var details []any
	var series []spoken
	add := func(t spoken, values []any, detail patch) {
		l.AddSeries(t.Name, nil)
		detail["data"] = values // bare numbers: a day has 1,440 minutes
		if c.Stairs {
			detail["step"] = "end"
		}
		detail["showSymbol"] = false
		series = append(series, t)
		details = append(details, detail)
	}
	for i, s := range c.Series {
		values := make([]any, len(s.Values))
		for j, v := range s.Values {
			values[j] = number(v)
		}
		colour := c.HueOf(i).Colour()
		add(spoken{Role: "now", Name: s.Name}, values, patch{"z": 3, "itemStyle": patch{"color": colour}, "lineStyle": patch{"color": colour, "width": 2}})
	}
	for i, s := range c.Series {
		if s.Low == nil {
			continue
		}
		low, width := make([]any, len(s.Low)), make([]any, len(s.Low))
		for j := range s.Low {
			low[j], width[j] = number(s.Low[j]), any("-")
			if s.Low[j].State == ops.Known && s.High[j].State == ops.Known {
				width[j] = rounded(s.High[j].Number - s.Low[j].Number)
			}
		}
		band := func(area patch) patch {
			return patch{"z": 1, "silent": true, "stack": "band " + c.HueOf(i).Colour(), "lineStyle": patch{"opacity": 0}, "itemStyle": patch{"opacity": 0},
				"areaStyle": area,
				"emphasis":  patch{"disabled": true}}
		}
		add(spoken{Role: "hidden"}, low, band(nil))
		add(spoken{Role: "hidden"}, width, band(patch{"color": c.HueOf(i).Colour() + "/.14"}))
	}
	axis := patch{"min": 0}
	if c.Top > 0 {
		axis["max"] = c.Top
	}
	steps := patch{"boundaryGap": false}
	if c.Every > 0 {
		steps["axisLabel"] = patch{"interval": c.Every - 1}
	}
	meta := map[string]any{"unit": c.Unit, "series": series}
	if c.Titles != nil {
		meta["titles"] = c.Titles
	}
	return option(l, meta, patch{
		"xAxis": []any{steps}, "yAxis": []any{axis}, "series": details,
	})
}
