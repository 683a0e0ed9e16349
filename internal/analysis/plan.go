package analysis

import (
	"context"
	"slices"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// Plan knows what is planned and how far it is reached.
type Plan interface {
	Targets(ctx context.Context) ([]ops.Target, error)
	// Attained is the share of what was due by a day that came: 1 is on plan.
	Attained(ctx context.Context, d Data, t ops.Target, on ops.Day) (ops.Value, error)
	// Holidays are those that days are compared by.
	Holidays(ctx context.Context) (ops.Holidays, error)
	// Campaigns returns the tries of a kind with a day in a range, latest first, as measured.
	Campaigns(ctx context.Context, d Data, kind string, r ops.Range) ([]Campaign, error)
	// Tried returns the days of the tries known on a day that move a metric in a scope.
	Tried(ctx context.Context, d Data, metric string, scope []ops.Filter, on ops.Day) ([]ops.Range, error)
}

// goalOf returns the goal in force for a ratio in a scope on a day: that of the
// narrowest target whose scope holds it, of several the one of fewest days.
func goalOf(ctx context.Context, d Data, metric string, filter []ops.Filter, on ops.Day) (goal float64, ok bool, err error) {
	targets, err := d.Plan.Targets(ctx)
	if err != nil {
		return 0, false, err
	}
	keys := d.Snapshot.Keys()
	var best ops.Target
	wide := -1
	for _, t := range targets {
		if t.Metric != metric || t.State != ops.TargetApproved || t.Budget() || !t.Days.Has(on) {
			continue
		}
		scope, err := keys.Scope(t.Scope)
		if err != nil || !ops.ScopeHolds(scope, filter) {
			continue
		}
		if len(scope) > wide || len(scope) == wide && t.Days.Len() < best.Days.Len() {
			best, wide = t, len(scope)
		}
	}
	return best.Goal, wide >= 0, nil
}

// Attainment is how far the groups of a table reached their own targets of a
// metric; not applicable for those without one.
type Attainment struct {
	Metric  *ops.Metric
	ByGroup []ops.Value
	Total   ops.Value
}

// mostAttained bounds the targets that one table works out.
const mostAttained = 40

// attainments returns, for each metric that a group of the table or its total
// has a target of in force on the last day of the range, how far they are.
func (d Data) attainments(ctx context.Context, t *Table, by string) ([]Attainment, error) {
	if d.Plan == nil || t.View.Range.Len() == 0 {
		return nil, nil
	}
	targets, err := d.Plan.Targets(ctx)
	if err != nil {
		return nil, err
	}
	on, left, keys := t.View.Range.Last(), mostAttained, d.Snapshot.Keys()
	of := func(metric string, filter []ops.Filter) (ops.Value, error) {
		target, ok := exactTarget(targets, keys, metric, ops.ScopeText(filter), on)
		if !ok {
			return notApplicable, nil
		}
		if left--; left < 0 {
			return notApplicable, engine.TooManyCells(mostAttained)
		}
		value, err := d.Plan.Attained(ctx, d, target, on)
		if ops.CodeOf(err) == "no_breakdown" || ops.CodeOf(err) == "not_in_your_rows" {
			return notApplicable, nil
		}
		return value, err
	}
	var out []Attainment
	for i := range t.Columns {
		m := t.Columns[i].Metric
		if !slices.ContainsFunc(targets, func(x ops.Target) bool { return x.Metric == m.Name }) {
			continue
		}
		a := Attainment{Metric: m}
		if a.Total, err = of(m.Name, t.View.Filter); err != nil {
			return nil, err
		}
		any := a.Total.State != ops.NotApplicable
		for _, g := range t.Groups {
			value := notApplicable
			if g.Other == 0 {
				if value, err = of(m.Name, narrowed(t.View.Filter, by, g.Values[0])); err != nil {
					return nil, err
				}
			}
			any = any || value.State != ops.NotApplicable
			a.ByGroup = append(a.ByGroup, value)
		}
		if any {
			out = append(out, a)
		}
	}
	return out, nil
}

// narrowed is a filter with one dimension held at a value.
func narrowed(filter []ops.Filter, by, value string) []ops.Filter {
	out := slices.DeleteFunc(slices.Clone(filter), func(f ops.Filter) bool { return f.Dimension == by && !f.Not })
	return append(out, ops.Filter{Dimension: by, Values: []string{value}})
}

// exactTarget returns the approved target of a metric in just that scope; of
// several the one of fewest days.
func exactTarget(targets []ops.Target, keys ops.Keys, metric, scope string, on ops.Day) (best ops.Target, ok bool) {
	for _, t := range targets {
		if t.Metric != metric || t.State != ops.TargetApproved || !t.Days.Has(on) || ok && t.Days.Len() >= best.Days.Len() {
			continue
		}
		if own, err := keys.Scope(t.Scope); err == nil && ops.ScopeText(own) == scope {
			best, ok = t, true
		}
	}
	return best, ok
}
