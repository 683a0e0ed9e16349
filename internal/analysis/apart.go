package analysis

import (
	"context"
	"slices"
	"strings"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// apart says where the rows of a measure have no more than one value of the
// dimension over which it is never added up, so that its sum is one; and where
// they have none that ever reports it, so that there is nothing to know.
type apart struct {
	total, silent bool
	groups        map[int]bool // by group: at most one value
	silentGroups  map[int]bool
}

// askApart finds out where the measures that must not be added up over a
// dimension have one value of it only, in the range and the comparison.
func (a *asker) askApart(ctx context.Context) error {
	a.apart = make([]*apart, len(a.measures))
	for i, measure := range a.measures {
		if measure.Apart == "" || measure.Agg != ops.Sum {
			continue
		}
		plain := a.data.Catalog.Measures[measure.Name]
		reporters, err := a.reporters(ctx, plain)
		if err != nil {
			return err
		}
		found := &apart{groups: map[int]bool{}, silentGroups: map[int]bool{}}
		a.apart[i] = found
		all, err := a.values(ctx, plain, nil)
		if err != nil {
			return err
		}
		found.total, found.silent = all[""].known <= 1, all[""].silent(reporters)
		groups, err := a.values(ctx, plain, a.by)
		if err != nil {
			return err
		}
		for id, values := range a.groups {
			g := groups[strings.Join(values, "\x00")]
			found.groups[id], found.silentGroups[id] = g.known <= 1, g.silent(reporters)
		}
	}
	return nil
}

// parts are the values of the dimension that keeps a measure apart, in a group.
type parts struct {
	known int      // how many state the measure
	names []string // of those with rows
}

// silent reports whether none of them ever states the measure. The zero parts
// are: nobody could.
func (p parts) silent(reporters []string) bool {
	return !slices.ContainsFunc(p.names, func(name string) bool { return slices.Contains(reporters, name) })
}

// values returns by group the values of the dimension that keeps the measure
// apart.
func (a *asker) values(ctx context.Context, measure *ops.Measure, by []string) (map[string]parts, error) {
	q := engine.SumQuery{Measures: []*ops.Measure{measure, rowsOf(measure)}, Range: a.view.Range.Or(a.view.CompareRange), Grain: ops.Whole,
		By: append(slices.Clone(by), measure.Apart), Filter: a.view.Filter}
	sums, err := a.data.Snapshot.Sums(ctx, q)
	if err != nil || sums.Measures[0].Missing != "" {
		return nil, err
	}
	out := map[string]parts{}
	for g, values := range sums.Groups {
		key := strings.Join(values[:len(by)], "\x00")
		p := out[key]
		if sums.Measures[0].ByGroup[g].Rows > 0 {
			p.known++
		}
		if sums.Measures[1].ByGroup[g].Rows > 0 {
			p.names = append(p.names, values[len(by)])
		}
		out[key] = p
	}
	return out, nil
}

// reporters returns the values that have ever stated the measure.
func (a *asker) reporters(ctx context.Context, measure *ops.Measure) ([]string, error) {
	q := engine.SumQuery{Measures: []*ops.Measure{measure}, Range: a.data.Snapshot.Days(measure.Record), Grain: ops.Whole, By: []string{measure.Apart}}
	sums, err := a.data.Snapshot.Sums(ctx, q)
	if err != nil {
		return nil, err
	}
	var out []string
	for g, values := range sums.Groups {
		if sums.Measures[0].ByGroup[g].Rows > 0 {
			out = append(out, values[0])
		}
	}
	return out, nil
}

// addable reports whether the sums of a metric in a part of an answer are sums
// that may be made.
func (a *asker) addable(f *formula, part int, groups []int) bool {
	for _, n := range f.measures {
		found := a.apart[n]
		switch {
		case found == nil:
		case part == bucketPart || part == totalPart:
			if !found.total {
				return false
			}
		case len(groups) > 1 || !found.groups[groups[0]]:
			return false
		}
	}
	return true
}

// reported reports whether the halves of metric i that are somebody's reports
// were reported at all in this part of an answer, over the whole range.
func (a *asker) reported(i, part int, groups []int, w *answer) bool {
	f := &a.formulas[i]
	whole := part == bucketPart || part == totalPart
	for _, n := range f.measures {
		found := a.apart[n]
		if found != nil && (whole && found.silent || !whole && !slices.ContainsFunc(groups, func(g int) bool { return !found.silentGroups[g] })) {
			return false
		}
	}
	if len(f.den.terms) == 0 || len(a.by) == 0 {
		return true
	}
	for _, s := range []*side{&f.num, &f.den} {
		if !w.has(s, whole, groups) {
			return false
		}
	}
	return true
}

// has reports whether a side of a ratio has rows in the groups over all buckets,
// or may be without: what happened may have happened never, but a report of no
// rows is none.
func (w *answer) has(s *side, whole bool, groups []int) bool {
	if whole || slices.ContainsFunc(s.terms, func(t term) bool { return !t.report || t.level }) {
		return true
	}
	return slices.ContainsFunc(s.terms, func(t term) bool {
		n := t.measure
		switch {
		case t.rows >= 0:
			n = t.rows
		case t.full >= 0:
			n = t.full
		}
		c, missing := w.sum(n, groupPart, groups, 0)
		return missing != "" || c.Rows > 0 || c.Unknown > 0
	})
}

// silent reports whether a group has nobody that ever states a measure of the
// metric.
func (a *asker) silent(f *formula, group int) bool {
	return slices.ContainsFunc(f.measures, func(n int) bool { return a.apart[n] != nil && a.apart[n].silentGroups[group] })
}
