package loop

import (
	"context"
	"fmt"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// Spent is what something has cost, in units of the reporting currency. Open says
// that some of it has no exchange rate: it is at least as much, and where nothing is
// known it is not 0.
type Spent struct {
	Known float64
	Open  bool
}

// Plus adds two costs.
func (s Spent) Plus(t Spent) Spent { return Spent{s.Known + t.Known, s.Open || t.Open} }

// Value returns the cost, pending where some of it is not known.
func (s Spent) Value() ops.Value {
	if s.Open {
		return pending
	}
	return ops.Value{Number: s.Known}
}

// OutcomeOf returns how one try of a world stands, with the costs that bear its label.
func OutcomeOf(ctx context.Context, w World, t ops.Try) (Outcome, error) {
	all, err := OutcomesOf(ctx, w, []ops.Try{t})
	if err != nil {
		return Outcome{Try: t}, err
	}
	return all[0], nil
}

// labelled returns what costs state by their label. A day without rows takes nothing
// from what others state.
func (w World) labelled(ctx context.Context) (map[string]Spent, error) {
	measure, ok := w.Catalog.Measures["other_cost"]
	days := w.Snapshot.Days("costs")
	if !ok || days.Len() == 0 {
		return nil, nil
	}
	sums, err := w.Snapshot.Sums(ctx, engine.SumQuery{Measures: []*ops.Measure{measure}, Range: days, Grain: ops.Whole, By: []string{"label"}})
	if err != nil {
		return nil, err
	}
	out := map[string]Spent{}
	for i, g := range sums.Groups {
		c := sums.Measures[0].ByGroup[i]
		out[ops.Fold(g[0])] = Spent{w.units(c.Rounded()), c.Unknown > 0}
	}
	return out, nil
}

// label is what costs of a try are labelled with.
func label(id int64) string { return fmt.Sprintf("try:%d", id) }
