package analysis

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// asker puts the questions of one table to the engine and keeps the answers.
// Buckets are asked for over the whole range; totals once for each span of
// complete days that the metrics have, because a total of distinct members is
// no sum of buckets. The comparison is asked for likewise, shifted.
type asker struct {
	data     Data
	view     *View
	by       []string
	metrics  []*ops.Metric
	formulas []formula // of the metrics
	spans    []span

	measures []*ops.Measure // of all metrics, each once
	groups   [][]string     // every group seen
	ids      map[string]int // by its values
	now      *answer        // buckets
	before   []*answer      // comparison: one answer of all buckets, or one for each
	totals   map[ops.Range]*answer
	apart    []*apart // by measure: those that must not be added up over a dimension
}

// apart says where the rows of a measure have no more than one value of the
// dimension over which it is never added up, so that its sum is one.
type apart struct {
	total  bool
	groups map[int]bool
}

// answer is an engine's answer with its groups and measures made findable.
type answer struct {
	sums     *engine.Sums
	group    []int                 // by group of the asker, as far as it goes: position in sums, or -1
	measures []*engine.MeasureSums // by measure of the asker; nil if it was not asked for
}

// position returns where a group is in the sums; -1 if it has no rows.
func (w *answer) position(group int) int {
	if group < 0 || group >= len(w.group) {
		return -1
	}
	return w.group[group]
}

// ask puts every question.
func (a *asker) ask(ctx context.Context) (err error) {
	a.prepare()
	a.ids = map[string]int{}
	all := make([]int, len(a.metrics))
	for i := range all {
		all[i] = i
	}
	if a.now, err = a.sums(ctx, a.view.Range, a.view.Grain, all); err != nil {
		return err
	}
	if a.compares() {
		if err := a.askBefore(ctx, all); err != nil {
			return err
		}
	}
	if err := a.askTotals(ctx); err != nil {
		return err
	}
	return a.askApart(ctx)
}

// compares reports whether there is a comparison to ask for.
func (a *asker) compares() bool { return a.view.Compare != NoCompare && a.view.CompareRange.Len() > 0 }

// askTotals asks for the totals that no answer has yet.
func (a *asker) askTotals(ctx context.Context) (err error) {
	v := a.view
	a.totals = map[ops.Range]*answer{v.Range: a.now}
	if len(a.before) == 1 && a.aligned() {
		a.totals[v.CompareRange] = a.before[0]
	}
	compare := a.compares()
	for i, s := range a.spans {
		for _, r := range []ops.Range{s.complete, shift(s.complete, v.Shift)} {
			if r.Len() == 0 || a.totals[r] != nil || r != s.complete && !compare {
				continue
			}
			if a.totals[r], err = a.sums(ctx, r, ops.Whole, a.sameSpan(i)); err != nil {
				return err
			}
		}
	}
	return nil
}

// askBefore asks for the buckets of the comparison.
func (a *asker) askBefore(ctx context.Context, metrics []int) error {
	v := a.view
	if a.aligned() {
		before, err := a.sums(ctx, v.CompareRange, v.Grain, metrics)
		a.before = []*answer{before}
		return err
	}
	// Calendar buckets of the comparison do not lie beside those of the range
	// (a month beside 31 days of two): ask for each bucket's own days.
	for _, b := range a.data.Calendar.Buckets(v.Range, v.Grain) {
		before, err := a.sums(ctx, shift(b, v.Shift), ops.Whole, metrics)
		if err != nil {
			return err
		}
		a.before = append(a.before, before)
	}
	return nil
}

// sameSpan returns the metrics complete for the same days as metric i.
func (a *asker) sameSpan(i int) []int {
	var out []int
	for j := range a.metrics {
		if a.spans[j].complete == a.spans[i].complete {
			out = append(out, j)
		}
	}
	return out
}

// aligned reports whether the calendar cuts range and comparison alike.
func (a *asker) aligned() bool {
	c := a.data.Calendar
	return slices.EqualFunc(c.Buckets(a.view.Range, a.view.Grain), c.Buckets(a.view.CompareRange, a.view.Grain),
		func(x, y ops.Range) bool { return shift(x, a.view.Shift) == y })
}

// sums asks for the metrics of the given places.
func (a *asker) sums(ctx context.Context, r ops.Range, g ops.Grain, metrics []int) (*answer, error) {
	q := engine.SumQuery{Range: r, Grain: g, By: a.by, Filter: a.view.Filter}
	var asked []int // measures, as in q
	for _, i := range metrics {
		for _, n := range a.formulas[i].measures {
			if !slices.Contains(asked, n) {
				asked = append(asked, n)
				q.Measures = append(q.Measures, a.measures[n])
			}
		}
	}
	sums, err := a.data.Snapshot.Sums(ctx, q)
	if err != nil {
		return nil, err
	}
	out := &answer{sums: sums, measures: make([]*engine.MeasureSums, len(a.measures))}
	for pos, n := range asked {
		out.measures[n] = &sums.Measures[pos]
	}
	for pos, values := range sums.Groups {
		key := strings.Join(values, "\x00")
		id, ok := a.ids[key]
		if !ok {
			id = len(a.groups)
			a.ids[key] = id
			a.groups = append(a.groups, values)
		}
		for len(out.group) <= id {
			out.group = append(out.group, -1)
		}
		out.group[id] = pos
	}
	return out, nil
}

// rowsOf returns the measure that tells where a sum with gaps has rows at all;
// nil for all others. It is called what no measure of a catalog can be.
func rowsOf(m *ops.Measure) *ops.Measure {
	if !m.Gaps {
		return nil
	}
	return &ops.Measure{Name: fmt.Sprintf("rows of %s %v %s", m.Record, m.Where, m.Known), Record: m.Record, Agg: ops.RowCount, Where: m.Where, Known: m.Known}
}

// askApart finds out where the measures that must not be added up over a
// dimension have one value of it only, in the range and the comparison.
func (a *asker) askApart(ctx context.Context) error {
	a.apart = make([]*apart, len(a.measures))
	for i, measure := range a.measures {
		if measure.Apart == "" {
			continue
		}
		all, err := a.values(ctx, measure, nil)
		if err != nil {
			return err
		}
		a.apart[i] = &apart{total: all[""] <= 1, groups: map[int]bool{}}
		if slices.Contains(a.by, measure.Apart) {
			continue // a group has one value
		}
		groups, err := a.values(ctx, measure, a.by)
		if err != nil {
			return err
		}
		for key, n := range groups {
			if id, ok := a.ids[key]; ok {
				a.apart[i].groups[id] = n <= 1
			}
		}
	}
	return nil
}

// values counts for each group how many values of the dimension that keeps
// the measure apart have rows.
func (a *asker) values(ctx context.Context, measure *ops.Measure, by []string) (map[string]int, error) {
	q := engine.SumQuery{Measures: []*ops.Measure{measure}, Range: a.view.Range.Or(a.view.CompareRange), Grain: ops.Whole,
		By: append(slices.Clone(by), measure.Apart), Filter: a.view.Filter}
	sums, err := a.data.Snapshot.Sums(ctx, q)
	if err != nil || sums.Measures[0].Missing != "" {
		return nil, err
	}
	out := map[string]int{}
	for g, values := range sums.Groups {
		if sums.Measures[0].ByGroup[g].Rows > 0 {
			out[strings.Join(values[:len(by)], "\x00")]++
		}
	}
	return out, nil
}

// addable reports whether the sums of a metric in a part of an answer are sums
// that may be made.
func (a *asker) addable(f *formula, part int, groups []int) bool {
	for _, n := range f.measures {
		found := a.apart[n]
		if found == nil {
			continue
		}
		if part == bucketPart || part == totalPart {
			if !found.total {
				return false
			}
			continue
		}
		if single, some := found.groups[groups[0]]; len(groups) > 1 || some && !single {
			return false
		}
	}
	return true
}

// The parts of an answer a figure is taken from.
const (
	cellPart = iota
	bucketPart
	groupPart
	totalPart
)

// lacks reports whether the record of a measure has no such part of an answer.
func lacks(s *engine.MeasureSums, part int) bool {
	return s.Missing != "" && (part == cellPart || part == groupPart || s.ByBucket == nil)
}

// cell returns the sum of a measure: in a group and bucket, in a bucket, in a
// group, or in all. A group the answer does not have is a sum over no rows.
func (w *answer) cell(measure, part, group, bucket int) (c engine.Cell, missing string) {
	s := w.measures[measure]
	if lacks(s, part) {
		return engine.Cell{}, s.Missing
	}
	switch part {
	case bucketPart:
		return s.ByBucket[bucket], ""
	case totalPart:
		return s.Total, ""
	}
	pos := w.position(group)
	switch {
	case pos < 0:
		return engine.Cell{}, ""
	case part == groupPart:
		return s.ByGroup[pos], ""
	}
	return s.Cells[pos*len(w.sums.Buckets)+bucket], ""
}
