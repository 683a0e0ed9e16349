package analysis

import (
	"context"
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

	measures []wanted                 // of all metrics, each once
	over     [2]map[ops.Over][]string // what metrics are narrowed to, in the range and in the comparison
	guards   [2][][]*guard            // by metric, in the range and in the comparison; nil where all is attributed
	lack     engine.Lack
	groups   [][]string            // every group seen
	ids      map[string]int        // by its values
	now      *answer               // buckets
	before   []*answer             // comparison: one answer of all buckets, or one for each
	totals   map[ops.Range]*answer // over complete days
	apart    []*apart              // by measure: those that must not be added up over a dimension
}

// answer is an engine's answer with its groups and measures made findable.
type answer struct {
	sums     *engine.Sums
	past     bool                  // of the comparison
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
	if err := a.askOver(ctx); err != nil {
		return err
	}
	if a.now, err = a.sums(ctx, a.view.Range, a.view.Grain, all, false); err != nil {
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
	if err := a.askGuards(ctx); err != nil {
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
		for n, r := range []ops.Range{s.complete, shift(s.complete, v.Shift)} {
			if r.Len() == 0 || a.totals[r] != nil || n == 1 && !compare {
				continue
			}
			if a.totals[r], err = a.sums(ctx, r, ops.Whole, a.sameSpan(i), n == 1); err != nil {
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
		before, err := a.sums(ctx, v.CompareRange, v.Grain, metrics, true)
		a.before = []*answer{before}
		return err
	}
	// Calendar buckets of the comparison do not lie beside those of the range
	// (a month beside 31 days of two): ask for each bucket's own days.
	for _, b := range a.data.Calendar.Buckets(v.Range, v.Grain) {
		before, err := a.sums(ctx, shift(b, v.Shift), ops.Whole, metrics, true)
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

// sums asks for the metrics of the given places, in days of the range or of the
// comparison.
func (a *asker) sums(ctx context.Context, r ops.Range, g ops.Grain, metrics []int, past bool) (*answer, error) {
	q := engine.SumQuery{Range: r, Grain: g, By: a.by, Filter: a.view.Filter}
	var asked []int // measures, as in q
	for _, i := range metrics {
		for _, n := range a.formulas[i].measures {
			if !slices.Contains(asked, n) {
				asked = append(asked, n)
				q.Measures = append(q.Measures, a.narrowed(a.measures[n], past))
			}
		}
	}
	sums, err := a.data.Snapshot.Sums(ctx, q)
	if err != nil {
		return nil, err
	}
	if !past && (a.lack.Currency == "" || sums.Lack.Currency != "" && sums.Lack.Day < a.lack.Day) {
		a.lack = sums.Lack
	}
	out := &answer{sums: sums, past: past, measures: make([]*engine.MeasureSums, len(a.measures))}
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
