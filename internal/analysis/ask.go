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
	holes    map[string]*missing // by record; none where no day is missing
	groups   [][]string          // every group seen
	ids      map[string]int      // by its values
	now      *answer             // buckets
	before   *answer             // the comparison by its own buckets; nil without one
	beside   map[ops.Range]place // where the days are that buckets are compared with
	totals   map[window]*answer  // over complete days
	apart    []*apart            // by measure: those that must not be added up over a dimension
}

// window is days of the range or, of the past, of the comparison.
type window struct {
	days ops.Range
	past bool
}

// place is a bucket of an answer.
type place struct {
	*answer
	bucket int
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
	if err := a.askHoles(ctx); err != nil {
		return err
	}
	return a.askApart(ctx)
}

// compares reports whether there is a comparison to ask for.
func (a *asker) compares() bool { return a.view.Compare != NoCompare && a.view.CompareRange.Len() > 0 }

// askTotals asks for the totals that no answer has yet.
func (a *asker) askTotals(ctx context.Context) (err error) {
	a.totals = map[window]*answer{{a.view.Range, false}: a.now}
	if a.before != nil {
		a.totals[window{a.view.CompareRange, true}] = a.before
	}
	for i, s := range a.spans {
		for _, w := range []window{{s.complete, false}, {a.view.Past(s.complete), true}} {
			if w.days.Len() == 0 || a.totals[w] != nil || w.past && a.before == nil {
				continue
			}
			if a.totals[w], err = a.sums(ctx, w.days, ops.Whole, a.sameSpan(i), w.past); err != nil {
				return err
			}
		}
	}
	return nil
}

// askBefore asks for the comparison by buckets, and for the days beside a bucket
// of the range which are no bucket of it: those of an open one, or of a month of
// 31 days that lie in two.
func (a *asker) askBefore(ctx context.Context, metrics []int) (err error) {
	v := a.view
	a.beside = map[ops.Range]place{}
	parts := v.within(v.CompareRange)
	for _, part := range parts {
		if a.before, err = a.sums(ctx, part, v.Grain, metrics, true); err != nil {
			return err
		}
		for b, days := range a.before.sums.Buckets {
			a.beside[days] = place{a.before, b}
		}
	}
	if len(parts) > 1 {
		if a.before, err = a.sums(ctx, v.CompareRange, ops.Whole, metrics, true); err != nil {
			return err
		}
	}
	for _, bucket := range a.now.sums.Buckets {
		for i := range a.spans {
			days := v.Past(a.spans[i].elapsed(bucket))
			if _, there := a.beside[days]; there || !a.spans[i].tells(days) {
				continue
			}
			one, err := a.sums(ctx, days, ops.Whole, metrics, true)
			if err != nil {
				return err
			}
			a.beside[days] = place{one, 0}
		}
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

// sums asks for the metrics of the given places, in days of the range or of the
// comparison. Days of the comparison that do not follow each other are added up, as one.
func (a *asker) sums(ctx context.Context, r ops.Range, g ops.Grain, metrics []int, past bool) (*answer, error) {
	if !past {
		return a.sumsIn(ctx, r, g, metrics, past)
	}
	parts := a.view.within(r)
	if len(parts) == 1 {
		return a.sumsIn(ctx, parts[0], g, metrics, past)
	}
	var out *answer
	for _, days := range parts {
		one, err := a.sumsIn(ctx, days, ops.Whole, metrics, past)
		if err != nil {
			return nil, err
		}
		if out == nil {
			out = one
			continue
		}
		out = a.joined(out, one)
	}
	return out, nil
}

// sumsIn asks for the metrics of the given places in days that follow each other.
func (a *asker) sumsIn(ctx context.Context, r ops.Range, g ops.Grain, metrics []int, past bool) (*answer, error) {
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
