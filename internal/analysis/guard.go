package analysis

import (
	"cmp"
	"context"
	"math"
	"slices"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// guard says of a metric and a dimension of the breakdown or the filters in
// which parent scopes a half of it is not attributed: rows that carry the
// dimension make up too little of it (SPEC-LOOP §0.3). A ratio, or a difference, of
// several records has no figure there; of a sum, the groups that no row names have
// none.
type guard struct {
	dimension string
	parent    string // dimension of the parent scopes; "" = the scope asked is the only one
	failed    map[string]bool
	named     map[string]bool     // values that rows which state the metric name
	parents   map[string][]string // of a value: the scopes with rows of it, of any metric asked for
	half      ops.Label           // the one least attributed
	share     float64
}

// askGuards works out the guards in the range and in the comparison.
func (a *asker) askGuards(ctx context.Context) error {
	a.guards = [2][][]*guard{make([][]*guard, len(a.metrics)), make([][]*guard, len(a.metrics))}
	dimensions := slices.Clone(a.by)
	for _, f := range a.view.Filter {
		if !slices.Contains(dimensions, f.Dimension) {
			dimensions = append(dimensions, f.Dimension)
		}
	}
	for n, days := range []ops.Range{a.view.Range, a.view.CompareRange} {
		if n == 1 && !a.compares() {
			continue
		}
		for _, d := range dimensions {
			if err := a.askGuard(ctx, n, d, days); err != nil {
				return err
			}
		}
	}
	return nil
}

// askGuard adds the guards of the metrics for one dimension.
func (a *asker) askGuard(ctx context.Context, n int, dimension string, days ops.Range) error {
	var guarded []int // metrics
	for i := range a.metrics {
		if f := &a.formulas[i]; (f.crosses || len(f.Den) == 0) && a.have(f, dimension) {
			guarded = append(guarded, i)
		}
	}
	if !slices.ContainsFunc(guarded, func(i int) bool { return a.formulas[i].crosses || a.comesBeside(i) }) {
		return nil
	}
	shares := &attribution{dimension: dimension, measures: map[string]int{}}
	q := engine.SumQuery{Range: days, Grain: ops.Whole, By: []string{dimension}}
	for _, i := range guarded {
		for _, t := range slices.Concat(a.metrics[i].Num, a.metrics[i].Den) {
			if _, ok := shares.measures[t.Measure]; !ok {
				shares.measures[t.Measure] = len(q.Measures)
				q.Measures = append(q.Measures, a.narrowed(wanted{a.data.Catalog.Measures[t.Measure], a.metrics[i].Over}, n == 1))
			}
		}
	}
	if shares.parent = parentOf(dimension); shares.parent != "" {
		q.By = []string{shares.parent, dimension}
	}
	for _, f := range a.view.Filter {
		if f.Dimension != dimension {
			q.Filter = append(q.Filter, f)
		}
	}
	var err error
	if shares.sums, err = a.data.Snapshot.Sums(ctx, q); err != nil {
		return err
	}
	parents := shares.parents()
	for _, i := range guarded {
		if g := a.guard(i, shares, parents); g != nil {
			a.guards[n][i] = append(a.guards[n][i], g)
		}
	}
	return nil
}

// have reports whether all records of a metric have the dimension.
func (a *asker) have(f *formula, dimension string) bool {
	return !slices.ContainsFunc(slices.Concat(f.num.terms, f.den.terms), func(t term) bool {
		r, _ := ops.RecordNamed(t.record)
		return !slices.Contains(recordDimensions(r), dimension)
	})
}

// comesBeside reports whether another metric asked for may name groups that
// metric i does not.
func (a *asker) comesBeside(i int) bool {
	return slices.ContainsFunc(a.metrics, func(m *ops.Metric) bool {
		return slices.ContainsFunc(slices.Concat(m.Num, m.Den), func(t ops.Term) bool {
			return a.data.Catalog.Measures[t.Measure].Record != a.formulas[i].num.terms[0].record
		})
	})
}

// recordDimensions lists what rows of a record may be grouped by: its own
// dimensions and, of rows about members, theirs.
func recordDimensions(r *ops.Record) []string {
	members, _ := ops.RecordNamed("members")
	var out []string
	for _, c := range r.Columns {
		if c.Dimension {
			out = append(out, c.Name)
		}
	}
	if r.Column("member") >= 0 {
		for _, c := range members.Columns {
			if c.Dimension {
				out = append(out, c.Name)
			}
		}
	}
	return out
}

// parentOf returns the dimension whose values are the scopes that shares of
// another are tested in.
func parentOf(dimension string) string {
	switch dimension {
	case "campaign":
		return "channel"
	case "ad_group":
		return "campaign"
	case "keyword":
		return "ad_group"
	}
	return ""
}

// attribution is the sums of the metrics' measures by a dimension and its parent.
type attribution struct {
	dimension, parent string
	measures          map[string]int // of the catalog, by name
	sums              *engine.Sums
}

// at returns the parent scope and the value of a group, folded.
func (x *attribution) at(group int) (parent, value string) {
	values := x.sums.Groups[group]
	if x.parent == "" {
		return "", ops.Fold(values[0])
	}
	return ops.Fold(values[0]), ops.Fold(values[1])
}

// amount is how much of a measure is in a group: of what cannot be added up, how
// many rows.
func (x *attribution) amount(name string, group int) float64 {
	m := &x.sums.Measures[x.measures[name]]
	if m.Missing != "" {
		return 0
	}
	c := m.ByGroup[group]
	if c.Sum == 0 && c.Rest == 0 {
		return float64(c.Unknown)
	}
	return math.Abs(float64(c.Sum) + float64(c.Rest)/engine.RestUnit)
}

// has reports whether rows of a group state a measure, be it 0.
func (x *attribution) has(name string, group int) bool {
	m := &x.sums.Measures[x.measures[name]]
	return m.Missing == "" && (m.ByGroup[group].Rows > 0 || m.ByGroup[group].Unknown > 0)
}

// parents returns of every value the scopes with rows of it.
func (x *attribution) parents() map[string][]string {
	out := map[string][]string{}
	for g := range x.sums.Groups {
		parent, value := x.at(g)
		out[value] = append(out[value], parent)
	}
	return out
}

// guard returns the guard of metric i; nil if all of it is attributed.
func (a *asker) guard(i int, x *attribution, parents map[string][]string) *guard {
	m := a.metrics[i]
	out := &guard{dimension: x.dimension, parent: x.parent, failed: map[string]bool{}, named: map[string]bool{}, parents: parents, share: 1}
	for _, half := range halves(m) {
		all, carried := map[string]float64{}, map[string]float64{}
		for g := range x.sums.Groups {
			parent, value := x.at(g)
			for _, t := range half {
				amount := x.amount(t.Measure, g)
				all[parent] += amount
				if value != "" {
					carried[parent] += amount
				}
				if x.has(t.Measure, g) {
					out.named[value] = true
				}
			}
		}
		for parent, whole := range all {
			if whole == 0 || carried[parent] >= attributed(a.data)*whole {
				continue
			}
			out.failed[parent] = true
			if share := carried[parent] / whole; share < out.share || out.half == (ops.Label{}) {
				out.share, out.half = share, halfName(a.data.Catalog, half)
			}
		}
	}
	if len(out.failed) == 0 {
		return nil
	}
	return out
}

// halves returns what must be attributed as a whole: what a metric adds and what
// it subtracts, above and below the line.
func halves(m *ops.Metric) []ops.Linear {
	var out []ops.Linear
	for _, side := range []ops.Linear{m.Num, m.Den} {
		var plus, minus ops.Linear
		for _, t := range side {
			if t.Sign > 0 {
				plus = append(plus, t)
			} else {
				minus = append(minus, t)
			}
		}
		for _, half := range []ops.Linear{plus, minus} {
			if len(half) > 0 {
				out = append(out, half)
			}
		}
	}
	return out
}

// attributed is the share of a half that rows must attribute to a dimension.
func attributed(d Data) float64 { return cmp.Or(d.Catalog.Attributed, ops.Attributed) }

// guarded reports whether metric i has no figure in this part of an answer
// because a half of it is not attributed to the groups, or to what the filters
// ask for.
func (a *asker) guarded(i, part int, groups []int, w *answer) bool {
	n := 0
	if w.past {
		n = 1
	}
	sets := a.formulas[i].sets
	for _, g := range a.guards[n][i] {
		for _, f := range a.view.Filter {
			if f.Dimension == g.dimension && slices.ContainsFunc(f.Values, func(v string) bool { return g.hides(v, "", sets && !f.Not) }) {
				return true
			}
		}
		at := slices.Index(a.by, g.dimension)
		if at < 0 || part == bucketPart || part == totalPart {
			continue
		}
		for _, group := range groups {
			parent := ""
			if k := slices.Index(a.by, g.parent); k >= 0 {
				parent = a.groups[group][k]
			}
			if g.hides(a.groups[group][at], parent, sets) {
				return true
			}
		}
	}
	return false
}

// hides reports whether a value of the dimension has no figure. parent is the
// scope it is asked for in, "" for all that it has rows in; sets tells whether the
// metric sets halves of several records against each other.
func (g *guard) hides(value, parent string, sets bool) bool {
	if !sets && g.named[ops.Fold(value)] {
		return false
	}
	scopes := g.parents[ops.Fold(value)]
	if parent != "" {
		scopes = []string{ops.Fold(parent)}
	}
	return slices.ContainsFunc(scopes, func(s string) bool { return g.failed[s] })
}

// guardNotes says which half of metric i the breakdown does not attribute.
func (a *asker) guardNotes(i int) []Note {
	var out []Note
	for _, g := range a.guards[0][i] {
		if a.formulas[i].sets {
			out = append(out, Note{Code: NotAttributed, Args: []any{a.metrics[i], g.dimension, g.half, g.share}})
		}
	}
	return out
}
