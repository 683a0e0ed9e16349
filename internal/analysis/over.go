package analysis

import (
	"context"
	"slices"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// askOver finds out what the metrics are narrowed to: the values of a dimension
// that have some of a measure in the whole range, and for the comparison in its
// own.
func (a *asker) askOver(ctx context.Context) error {
	for n, days := range []ops.Range{a.view.Range, a.view.CompareRange} {
		a.over[n] = map[ops.Over][]string{}
		if n == 1 && !a.compares() {
			continue
		}
		for _, m := range a.metrics {
			if _, known := a.over[n][m.Over]; known || m.Over == (ops.Over{}) {
				continue
			}
			values, err := a.valuesWith(ctx, m.Over, days)
			if err != nil {
				return err
			}
			a.over[n][m.Over] = values
		}
	}
	return nil
}

// valuesWith returns the values of a dimension that have some of a measure in the
// days. Where its record lacks a dimension of the filter there are none.
func (a *asker) valuesWith(ctx context.Context, over ops.Over, days ops.Range) ([]string, error) {
	measure := a.data.Catalog.Measures[over.Measure]
	q := engine.SumQuery{Measures: []*ops.Measure{measure}, Range: days, Grain: ops.Whole, By: []string{over.Dimension}, Filter: a.view.Filter}
	sums, err := a.data.Snapshot.Sums(ctx, q)
	if err != nil || sums.Measures[0].Missing != "" {
		return nil, err
	}
	var out []string
	for g, values := range sums.Groups {
		if c := sums.Measures[0].ByGroup[g]; values[0] != "" && (c.Sum != 0 || c.Rest != 0 || c.Unknown > 0) {
			out = append(out, values[0])
		}
	}
	slices.Sort(out)
	return out, nil
}

// narrowed returns the measure as it is asked for in the range or, of the past,
// in the comparison.
func (a *asker) narrowed(w wanted, past bool) *ops.Measure {
	if w.over == (ops.Over{}) {
		return w.Measure
	}
	n := 0
	if past {
		n = 1
	}
	out := *w.Measure
	out.Within = append(slices.Clone(out.Within), ops.Filter{Dimension: w.over.Dimension, Values: a.over[n][w.over]})
	return &out
}
