package view

import (
	"cmp"
	"slices"

	"daybreak/internal/ops"
)

// Goal is a target as pages show it beside what it is of.
type Goal struct {
	Metric *ops.Metric
	Scope  string // as ops.ScopeText writes it
	Days   ops.Range
	Value  float64
	Daily  []float64 // what each of its days is to bring; nil for ratios, whose every day is to be Value
	Name   string    // what it is called
	Says   string    // in a few words how it stands
	Tone   string    // good, bad or ""
	Href   string
}

// GoalNote says beside a figure how its target stands.
type GoalNote struct{ Text, Title, Tone, Href string }

// aiming puts targets beside what they are of.
type aiming struct{ Page }

// targetsOf returns the targets of a metric for what the filter lets through, the
// shortest first.
func (b aiming) targetsOf(m *ops.Metric) []Goal {
	scope := ops.ScopeText(b.View.Filter)
	var out []Goal
	for _, g := range b.Goals {
		if g.Scope == scope && (g.Metric.Name == m.Name || b.countsAlike(g.Metric, m)) {
			out = append(out, g)
		}
	}
	slices.SortStableFunc(out, func(a, b Goal) int { return cmp.Compare(a.Days.Len(), b.Days.Len()) })
	return out
}

// countsAlike reports whether two metrics count the same events: people who join,
// and people who join for the first time.
func (b aiming) countsAlike(x, y *ops.Metric) bool {
	if len(x.Num) != 1 || len(y.Num) != 1 || len(x.Den)+len(y.Den) > 0 {
		return false
	}
	p, q := b.Data.Catalog.Measures[x.Num[0].Measure], b.Data.Catalog.Measures[y.Num[0].Measure]
	return p != nil && q != nil && p.Record == q.Record && len(p.Where) > 0 && ops.ScopeText(p.Where) == ops.ScopeText(q.Where) &&
		p.Agg.Additive() && q.Agg.Additive()
}

// line returns what the targets of a metric ask of each of the buckets; nil
// where none asks anything. A bucket that lies partly outside of every target is
// asked nothing.
func (b aiming) line(m *ops.Metric, days []ops.Range) []ops.Value {
	goals := b.targetsOf(m)
	out, found := make([]ops.Value, len(days)), false
	for i, r := range days {
		out[i].State = ops.NotApplicable
		for _, g := range goals {
			if r.And(g.Days) != r || r.Len() == 0 || g.Daily == nil && len(g.Metric.Den) == 0 {
				continue
			}
			out[i] = ops.Value{Number: g.Value}
			if g.Daily != nil {
				out[i].Number = 0
				for d := r.From; d < r.To; d++ {
					out[i].Number += g.Daily[d-g.Days.From]
				}
			}
			found = true
			break
		}
	}
	if !found {
		return nil
	}
	return out
}

// note says how the longest target of a metric stands that holds the last
// day of the range; nil without one.
func (b aiming) note(m *ops.Metric) *GoalNote {
	goals := b.targetsOf(m)
	for i := len(goals) - 1; i >= 0; i-- {
		if g := goals[i]; g.Says != "" && g.Days.Has(b.View.Range.Last()) {
			out := &GoalNote{Text: g.Says, Title: g.Name, Tone: g.Tone}
			if !b.Fixed {
				out.Href = g.Href
			}
			return out
		}
	}
	return nil
}
