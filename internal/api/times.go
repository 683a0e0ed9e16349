package api

import (
	"context"
	"strconv"

	"daybreak/internal/analysis"
	"daybreak/internal/ask"
	"daybreak/internal/report"
)

type timesAnswer struct {
	Through string         `json:"through"`
	Total   int64          `json:"total"`
	Minutes []minuteAnswer `json:"minutes"` // of the local day, all 1,440
}

type minuteAnswer struct {
	At       string   `json:"at"`
	Count    int64    `json:"count"`
	Weekdays [7]int64 `json:"weekdays"` // Sunday first
}

// askTimes answers at what time of day an event happens.
func askTimes(p *ask.Params, d analysis.Data) func(context.Context) (any, *report.Table, error) {
	snapshot := d.Snapshot
	q := ask.ReadTimes(p, d)
	return func(ctx context.Context) (any, *report.Table, error) {
		counts, err := snapshot.HourMinutes(ctx, q.Event, q.Range, q.Filter)
		if err != nil {
			return nil, nil, err
		}
		out := timesAnswer{Through: ask.Through(snapshot).String()}
		t := &report.Table{Header: append([]string{"at", "count"}, ask.WeekdayNames()...)}
		for minute := range 1440 {
			m := minuteAnswer{At: ask.ClockText(minute)}
			row := []string{m.At, ""}
			for w := range counts {
				m.Weekdays[w] = counts[w][minute]
				m.Count += m.Weekdays[w]
				row = append(row, strconv.FormatInt(m.Weekdays[w], 10))
			}
			row[1] = strconv.FormatInt(m.Count, 10)
			out.Total += m.Count
			out.Minutes = append(out.Minutes, m)
			t.Rows = append(t.Rows, row)
		}
		return out, t, nil
	}
}
