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
	stating       map[int][]string // by group: the values that state the measure
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
		found := &apart{stating: map[int][]string{}, silentGroups: map[int]bool{}}
		a.apart[i] = found
		all, err := a.values(ctx, plain, nil)
		if err != nil {
			return err
		}
		found.total, found.silent = len(all[""].stating) <= 1, all[""].silent(reporters)
		groups, err := a.values(ctx, plain, a.by)
		if err != nil {
			return err
		}
		for id, values := range a.groups {
			g := groups[strings.Join(values, "\x00")]
			found.stating[id], found.silentGroups[id] = g.stating, g.silent(reporters)
		}
	}
	return nil
}

// several reports whether the groups together have more than one value that states
// the measure.
func (a *apart) several(groups []int) bool {
	var stating []string
	for _, g := range groups {
		for _, name := range a.stating[g] {
			stating = with(stating, name)
		}
	}
	return len(stating) > 1
}

// parts are the values of the dimension that keeps a measure apart, in a group,
// each once: those that state the measure, and those with rows.
type parts struct{ stating, names []string }

// with returns the list with a name that it may have.
func with(list []string, name string) []string {
	if slices.Contains(list, name) {
		return list
	}
	return append(list, name)
}

// silent reports whether none of them ever states the measure. The zero parts
// are: nobody could.
func (p parts) silent(reporters []string) bool {
	return !slices.ContainsFunc(p.names, func(name string) bool { return slices.Contains(reporters, name) })
}

// values returns by group the values of the dimension that keeps the measure
// apart, in the range and in the comparison. What lies between them plays no part.
func (a *asker) values(ctx context.Context, measure *ops.Measure, by []string) (map[string]parts, error) {
	out := map[string]parts{}
	for _, days := range []ops.Range{a.view.Range, a.view.CompareRange} {
		if days.Len() == 0 {
			continue
		}
		q := engine.SumQuery{Measures: []*ops.Measure{measure, rowsOf(measure)}, Range: days, Grain: ops.Whole,
			By: append(slices.Clone(by), measure.Apart), Filter: a.view.Filter}
		sums, err := a.data.Snapshot.Sums(ctx, q)
		if err != nil || sums.Measures[0].Missing != "" {
			return nil, err
		}
		for g, values := range sums.Groups {
			key, name := strings.Join(values[:len(by)], "\x00"), values[len(by)]
			p := out[key]
			if sums.Measures[0].ByGroup[g].Rows > 0 {
				p.stating = with(p.stating, name)
			}
			if sums.Measures[1].ByGroup[g].Rows > 0 {
				p.names = with(p.names, name)
			}
			out[key] = p
		}
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
		case found.several(groups):
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
