package chart

import "daybreak/internal/ops"

// Marks say what happened on the buckets of an axis, one entry per bucket. The
// zero value says nothing.
type Marks struct {
	Days []ops.Range // the days of each bucket, for who clicks on one
	Said [][]string  // what to read there
	Sign []bool      // with a sign at the top; what only shades has none
	Off  []bool      // holidays, shaded; nil for buckets longer than a day
}

// tell adds what app.js reads of the marks to the meta of a chart.
func (m Marks) tell(meta map[string]any) {
	if len(m.Days) > 0 {
		days := make([]string, len(m.Days)) // one day, or the first and the last
		for i, r := range m.Days {
			if days[i] = r.From.String(); r.Len() > 1 {
				days[i] += "/" + r.Last().String()
			}
		}
		meta["days"] = days
	}
	for _, said := range m.Said {
		if len(said) > 0 {
			meta["said"] = m.Said
			return
		}
	}
}

// signs adds the marks to the first of the series: a thin line with a sign on top
// at each bucket that has one.
func (m Marks) signs(details []any) {
	var at []any
	for i, sign := range m.Sign {
		if sign {
			at = append(at, patch{"xAxis": i})
		}
	}
	if len(at) == 0 || len(details) == 0 {
		return
	}
	if first, ok := details[0].(patch); ok {
		first["markLine"] = patch{"silent": true, "animation": false, "symbol": []any{"none", "diamond"}, "symbolSize": 9,
			"label": patch{"show": false}, "lineStyle": patch{"color": "$c2/.55", "width": 1, "type": "solid"}, "data": at}
	}
}
