package analysis

import (
	"context"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// Tallied reports whether every member has a part of its own in a metric: a sum of
// what members do, with nothing in it that rows may leave unstated. Share says
// that the part is only whether they did it: it counts members.
func Tallied(d Data, m *ops.Metric) (share, ok bool) {
	if len(m.Den) > 0 || m.Scale != 1 || m.Over != (ops.Over{}) {
		return false, false
	}
	for _, t := range m.Num {
		measure := d.Catalog.Measures[t.Measure]
		if !engine.Tallied(measure) || measure.Gaps {
			return false, false
		}
		switch measure.Agg {
		case ops.Distinct, ops.First, ops.Repeat:
			share = true
		}
	}
	return share, !share || len(m.Num) == 1 && m.Num[0].Sign > 0
}

// Tally returns what each member adds to a metric over a range where the filter
// holds, in its unit: those with any. known is false where an amount has no rate.
func Tally(ctx context.Context, d Data, m *ops.Metric, r ops.Range, filter []ops.Filter) (sums map[string]float64, known bool, err error) {
	sums, known = map[string]float64{}, true
	for _, t := range m.Num {
		measure := d.Catalog.Measures[t.Measure]
		tally, err := d.Snapshot.Tally(ctx, engine.CountQuery{Metric: m.Name, Measure: measure, Range: r, Filter: filter})
		if err != nil {
			return nil, false, err
		}
		for i, member := range tally.Members {
			whole, rest := tally.Sums[i].Exact()
			sums[member] += float64(t.Sign) * (float64(whole) + float64(rest)/engine.RestUnit) / d.unit(measure)
			known = known && tally.Sums[i].Unknown == 0
		}
	}
	return sums, known, nil
}

// Seen returns the members who did something in a range where the filter holds,
// staff left out.
func Seen(ctx context.Context, d Data, r ops.Range, filter []ops.Filter) ([]string, error) {
	notStaff := ops.Filter{Dimension: "staff", Not: true, Values: []string{"1"}}
	t, err := d.Snapshot.Tally(ctx, engine.CountQuery{Metric: "members", Measure: &ops.Measure{Name: "members", Record: "events", Agg: ops.Distinct},
		Range: r, Filter: append(filter[:len(filter):len(filter)], notStaff)})
	if err != nil {
		return nil, err
	}
	return t.Members, nil
}
