package analysis

import (
	"context"

	"daybreak/internal/ops"
)

// Calendar is one metric day by day over whole weeks.
type Calendar struct {
	Metric  *ops.Metric
	Days    []CalendarDay // in order, without gap; the first is the first day of a week
	Best    *CalendarDay  // the largest; the latest of equals; nil if none is known
	Busiest *WeekdayMean  // the weekday with the largest mean; nil if none is known
	notes   []Note
}

// CalendarDay is one day. Rank is 0 for zero and unknown days, else 1 … 4 by
// quarter of the largest value.
type CalendarDay struct {
	Day   ops.Day
	Value Figure
	Rank  int
}

// WeekdayMean is Σ values ÷ number of complete days of one weekday.
type WeekdayMean struct {
	Weekday int // 0 = Sunday
	Mean    float64
}

// calendarDays is the least a calendar shows: 26 weeks.
const calendarDays = 26 * 7

// CalendarDays answers a panel of type calendar. A shorter range is extended
// backwards, and the panel says so.
func (d Data) CalendarDays(ctx context.Context, v *View, p *ops.Panel) (*Calendar, error) {
	metrics, err := d.Lookup([]string{p.Metric})
	if err != nil {
		return nil, err
	}
	out := &Calendar{Metric: metrics[0]}
	if v.Range.Len() == 0 {
		return out, nil
	}
	from := d.Calendar.Bucket(min(v.Range.From, v.Range.To-calendarDays), ops.Weekly).From
	wide := &View{Range: ops.Range{From: from, To: v.Range.To}, Grain: ops.Daily, Compare: NoCompare, Filter: v.Filter, HideOpen: v.HideOpen}
	t, err := d.Metrics(ctx, wide, Query{Metrics: []string{p.Metric}})
	if err != nil {
		return nil, err
	}
	out.notes = t.Notes
	if from < v.Range.From {
		out.notes = append(out.notes, Note{Code: LongerThanRange, Args: []any{from, v.Range.Last()}})
	}
	var sum [7]float64
	var days [7]int
	top := 0.0
	for i, b := range t.Buckets {
		f := t.Columns[0].ByBucket[i]
		out.Days = append(out.Days, CalendarDay{Day: b.Days.From, Value: f})
		if f.State == ops.Known && !f.InProgress {
			sum[b.Days.From.Weekday()] += f.Number
			days[b.Days.From.Weekday()]++
			top = max(top, f.Number)
		}
	}
	for i := range out.Days {
		day := &out.Days[i]
		if day.Value.State != ops.Known || day.Value.Number <= 0 || top == 0 {
			continue
		}
		day.Rank = min(4, 1+int(4*day.Value.Number/top))
		if day.Value.Number == top {
			day.Rank = 4
			if !day.Value.InProgress {
				out.Best = day
			}
		}
	}
	for w := range sum {
		if days[w] == 0 {
			continue
		}
		if mean := sum[w] / float64(days[w]); mean > 0 && (out.Busiest == nil || mean > out.Busiest.Mean) {
			out.Busiest = &WeekdayMean{Weekday: w, Mean: mean}
		}
	}
	return out, nil
}

// Frame has one row for each day.
func (c *Calendar) Frame() *ops.Frame {
	column := ops.ValueColumn{Name: c.Metric.Name, Label: c.Metric.Label, Unit: c.Metric.Unit}
	days, open := make([]ops.Day, len(c.Days)), make([]bool, len(c.Days))
	for i, day := range c.Days {
		days[i], open[i] = day.Day, day.Value.InProgress
		column.Values = append(column.Values, day.Value.Value)
	}
	return dayFrame(days, open, column)
}

// Remarks implements Result.
func (c *Calendar) Remarks() []Note { return c.notes }

// comparesMetrics implements ofMetrics.
func (*Calendar) comparesMetrics() {}
