// Package loop holds the rules of plan, try, measure and decide: whether a try
// worked, how a target stands, what is worth a look and why a figure changed.
// They are pure functions of one snapshot, what users wrote and a day; nothing
// in it reads a clock or makes a page.
package loop

import (
	"context"
	"slices"
	"time"

	"daybreak/internal/analysis"
	"daybreak/internal/calc"
	"daybreak/internal/ops"
)

// World is what the rules look at. It is not changed.
type World struct {
	analysis.Data
	Tries    []ops.Try // those that are there
	Holidays ops.Holidays
	Today    ops.Day

	challenges []ops.Challenge // that are planned

	assigned func(ctx context.Context, try int64) ([]ops.Assigned, error) // who is in which part of a split try; nil: nobody
	unseen   []ops.Try                                                    // that who asks does not see: their days are no usual ones all the same
	scopes   map[string][]ops.Filter                                      // of tries, by their text, where many are asked about; nil: none is read yet
}

// series is an additive metric made ready to be asked what was usual.
type series struct {
	*calc.Series
	daily *analysis.Daily
	days  ops.Range // from the first day that has data up to the watermark
}

// ask is what a series is of, and what of it is left out.
type ask struct {
	metric *ops.Metric
	filter []ops.Filter
	except int64   // id of the try whose own days are not left out
	until  ops.Day // days up to here, exclusive, stand in the series even if they are not known yet
	minus  bool    // what is taken off instead of what adds
}

// series returns the days of a metric with those left out that something
// logged lies on. Days after the watermark have no value.
func (w World) series(ctx context.Context, q ask) (series, error) {
	daily, err := w.Daily(ctx, q.metric, q.filter)
	if err != nil {
		return series{}, err
	}
	return w.seriesOf(daily, q), nil
}

func (w World) seriesOf(daily *analysis.Daily, q ask) series {
	if daily.Days.Len() == 0 {
		return series{Series: calc.NewSeries(nil, false), daily: daily}
	}
	to := max(daily.Days.To, q.until)
	days := make([]calc.SeriesDay, 0, to-daily.Days.From)
	groups := map[string]int{}
	for d := daily.Days.From; d < to; d++ {
		plus, minus, known := daily.Known(d)
		if q.minus {
			plus = minus
		}
		day := calc.SeriesDay{Value: plus, Class: int(d.Weekday()), Skip: d < daily.Days.To && !known}
		if h, ok := w.Holidays[d]; ok {
			if h.Kind == ops.MakeUpDay {
				if wd := d.Weekday(); wd == time.Saturday || wd == time.Sunday {
					day.Class = calc.Workday
				}
			} else {
				festival := h.Festival()
				if groups[festival] == 0 {
					groups[festival] = len(groups) + 1
				}
				day.Holiday = groups[festival]
			}
		}
		days = append(days, day)
	}
	out := series{daily: daily, days: daily.Days}
	for _, r := range w.logged(q) {
		r = r.And(ops.Range{From: daily.Days.From, To: daily.Days.To})
		for d := r.From; d < r.To; d++ {
			days[d-daily.Days.From].Skip = true
		}
	}
	out.Series = calc.NewSeries(days, daily.Money)
	return out
}

// logged returns the days of tries that touch the metric in the scope.
func (w World) logged(q ask) []ops.Range {
	var out []ops.Range
	for _, tries := range [][]ops.Try{w.Tries, w.unseen} {
		for i := range tries {
			if t := &tries[i]; t.ID != q.except && w.touches(t, q.metric.Name, q.filter) {
				out = append(out, t.Running(ops.MaxDay))
			}
		}
	}
	return out
}

// touches reports whether a try moves a metric in a scope.
func (w World) touches(t *ops.Try, metric string, filter []ops.Filter) bool {
	if t.Metric != metric && !slices.Contains(t.Also, metric) {
		return false
	}
	if scope, read := w.scopes[t.Scope]; read {
		return ops.ScopesMeet(scope, filter)
	}
	scope, err := w.Snapshot.Keys().Scope(t.Scope)
	return err == nil && ops.ScopesMeet(scope, filter)
}

// withScopes returns a world that has read the scopes of its tries: each of many tries
// is held against all the others.
func withScopes(w World) World {
	w.scopes = map[string][]ops.Filter{}
	keys := w.Snapshot.Keys()
	for _, tries := range [][]ops.Try{w.Tries, w.unseen} {
		for i := range tries {
			text := tries[i].Scope
			if _, read := w.scopes[text]; read {
				continue
			}
			if scope, err := keys.Scope(text); err == nil {
				w.scopes[text] = scope
			}
		}
	}
	return w
}

// place returns where a day stands in the series.
func (s series) place(d ops.Day) int { return int(d - s.days.From) }

// unanswerable reports whether an error says that a metric is not known in a scope, or
// in the rows that who asks sees.
func unanswerable(err error) bool {
	return ops.CodeOf(err) == "no_breakdown" || ops.CodeOf(err) == "not_in_your_rows"
}
