package loop

import (
	"context"
	"math"

	"daybreak/internal/analysis"
	"daybreak/internal/calc"
	"daybreak/internal/ops"
)

// MemberState says how a member stands to what a metric counts, in the days asked
// and in those they are compared with.
type MemberState string

// The states, in the order they are shown.
const (
	StateNew      MemberState = "new"      // never did it before the days asked
	StateReturned MemberState = "returned" // did it before, but not in the days compared
	StateKept     MemberState = "kept"     // did it in both
	StateLost     MemberState = "lost"     // did it only in the days compared
	StateUnnamed  MemberState = "unnamed"  // rows that name nobody
)

// StatePart is what the members of one state add to a change.
type StatePart struct {
	State   MemberState
	Members int // 0 of rows that name nobody
	Share   ops.Value
}

// states splits the change of a sum of what members do by their state: whole minor
// units that add up to it. nil where it is no such sum, or not known.
func states(ctx context.Context, w World, c *Change, v *analysis.View, complete ops.Range) ([]StatePart, error) {
	share, ok := analysis.Tallied(w.Data, c.Metric)
	now := v.Range.And(complete)
	if !ok || now.Len() == 0 || !v.Together(now) {
		return nil, nil
	}
	var sums [3]map[string]float64 // now, before, ever before
	for i, days := range []ops.Range{now, v.Past(now), {From: ops.MinDay, To: now.From}} {
		of, known, err := analysis.Tally(ctx, w.Data, c.Metric, days, v.Filter)
		if ops.CodeOf(err) == "unknown_dimension" || err == nil && !known && i < 2 {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		sums[i] = of
	}
	parts := map[MemberState]*StatePart{}
	add := func(s MemberState, members int, x float64) {
		if parts[s] == nil {
			parts[s] = &StatePart{State: s}
		}
		parts[s].Members += members
		parts[s].Share.Number += x
	}
	named := 0.0
	for member, x := range sums[0] {
		was, kept := sums[1][member]
		_, ever := sums[2][member]
		switch {
		case kept:
			add(StateKept, 1, x-was)
		case ever:
			add(StateReturned, 1, x)
		default:
			add(StateNew, 1, x)
		}
		named += x - was
	}
	for member, was := range sums[1] {
		if _, still := sums[0][member]; !still {
			add(StateLost, 1, -was)
			named -= was
		}
	}
	unit := 1.0
	if c.Metric.Unit == ops.UnitMoney {
		unit = math.Pow10(ops.Exponent(w.Currency))
	}
	total := c.Total.Number - c.Total.Compare.Number
	if rest := total - named; math.Abs(rest)*unit >= .5 {
		if share {
			return nil, nil // it counts other members
		}
		add(StateUnnamed, 0, rest)
	}
	return inUnits(parts, total, unit), nil
}

// inUnits returns the parts in order, in whole units that sum to the total.
func inUnits(parts map[MemberState]*StatePart, total, unit float64) []StatePart {
	var out []StatePart
	var exact []float64
	for _, s := range []MemberState{StateNew, StateReturned, StateKept, StateLost, StateUnnamed} {
		if p := parts[s]; p != nil {
			out, exact = append(out, *p), append(exact, p.Share.Number*unit)
		}
	}
	for i, x := range calc.Apportion(int64(math.Round(total*unit)), exact) {
		out[i].Share = ops.Value{Number: float64(x) / unit}
	}
	return out
}
