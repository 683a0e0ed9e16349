package loop

import (
	"context"

	"daybreak/internal/calc"
	"daybreak/internal/ops"
)

// Firing is one or several days far from what was usual. Firings at most three
// days apart are one.
type Firing struct {
	Days ops.Range // from the first day that fires to the last
	Last calc.Alarm
}

// apart is how many days may lie between firings that are one.
const apart = 3

// Alarms returns the days of a range on which a metric is far from usual.
func (w World) Alarms(ctx context.Context, m *ops.Metric, filter []ops.Filter, r ops.Range) ([]Firing, error) {
	s, err := w.series(ctx, ask{metric: m, filter: filter})
	if err != nil {
		return nil, err
	}
	var out []Firing
	r = r.And(s.days)
	for d := r.From; d < r.To; d++ {
		alarm, found, _ := s.Alarm(s.place(d), calc.UsualAlarm())
		if !found {
			continue
		}
		if n := len(out); n > 0 && d-out[n-1].Days.Last() <= apart {
			out[n-1].Days.To, out[n-1].Last = d+1, alarm
			continue
		}
		out = append(out, Firing{ops.Range{From: d, To: d + 1}, alarm})
	}
	return out, nil
}
