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
	data    Data
	view    *View
	by      []string
	metrics []*ops.Metric
	spans   []span

	groups [][]string     // every group seen
	ids    map[string]int // by its values
	now    *answer        // buckets
	before []*answer      // comparison: one answer of all buckets, or one for each
	totals map[ops.Range]*answer
}

// answer is an engine's answer with its groups and measures made findable.
type answer struct {
	sums     *engine.Sums
	group    map[int]int    // group of the asker → position in sums
	measures map[string]int // measure → position in sums
}

func (a *asker) ask(ctx context.Context) (err error) {
	a.ids, a.totals = map[string]int{}, map[ops.Range]*answer{}
	v := a.view
	if a.now, err = a.sums(ctx, v.Range, v.Grain, a.metrics); err != nil {
		return err
	}
	compare := v.Compare != NoCompare && v.CompareRange.Len() > 0
	for i, s := range a.spans {
		for _, r := range []ops.Range{s.complete, shift(s.complete, v.Shift)} {
			if r.Len() == 0 || a.totals[r] != nil || r != s.complete && !compare {
				continue
			}
			if r == v.Range {
				a.totals[r] = a.now
				continue
			}
			if a.totals[r], err = a.sums(ctx, r, ops.Whole, a.sameSpan(i)); err != nil {
				return err
			}
		}
	}
	if !compare {
		return nil
	}
	if a.aligned() {
		before, err := a.sums(ctx, v.CompareRange, v.Grain, a.metrics)
		a.before = []*answer{before}
		return err
	}
	// Calendar buckets of the comparison do not lie beside those of the range
	// (a month beside 31 days of two): ask for each bucket's own days.
	for _, b := range a.data.Calendar.Buckets(v.Range, v.Grain) {
		before, err := a.sums(ctx, shift(b, v.Shift), ops.Whole, a.metrics)
		if err != nil {
			return err
		}
		a.before = append(a.before, before)
	}
	return nil
}

// sameSpan returns the metrics complete for the same days as metric i.
func (a *asker) sameSpan(i int) []*ops.Metric {
	var out []*ops.Metric
	for j, m := range a.metrics {
		if a.spans[j].complete == a.spans[i].complete {
			out = append(out, m)
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

func (a *asker) sums(ctx context.Context, r ops.Range, g ops.Grain, metrics []*ops.Metric) (*answer, error) {
	q := engine.SumQuery{Range: r, Grain: g, By: a.by, Filter: a.view.Filter}
	out := &answer{group: map[int]int{}, measures: map[string]int{}}
	for _, m := range metrics {
		for _, name := range Measures(m) {
			if _, ok := out.measures[name]; !ok {
				out.measures[name] = len(q.Measures)
				q.Measures = append(q.Measures, a.data.Catalog.Measures[name])
			}
		}
	}
	var err error
	if out.sums, err = a.data.Snapshot.Sums(ctx, q); err != nil {
		return nil, err
	}
	for pos, values := range out.sums.Groups {
		key := strings.Join(values, "\x00")
		id, ok := a.ids[key]
		if !ok {
			id = len(a.groups)
			a.ids[key] = id
			a.groups = append(a.groups, values)
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

// cell returns the sum of a measure: in a group and bucket, in a bucket, in a
// group, or in all. A group the answer does not have is a sum over no rows.
func (w *answer) cell(measure string, part, group, bucket int) (c engine.Cell, missing string) {
	s := &w.sums.Measures[w.measures[measure]]
	if s.Missing != "" && (part == cellPart || part == groupPart || s.ByBucket == nil) {
		return engine.Cell{}, s.Missing
	}
	pos, ok := w.group[group]
	switch part {
	case bucketPart:
		return s.ByBucket[bucket], ""
	case totalPart:
		return s.Total, ""
	case groupPart:
		if ok {
			return s.ByGroup[pos], ""
		}
	default:
		if ok {
			return s.Cells[pos*len(w.sums.Buckets)+bucket], ""
		}
	}
	return engine.Cell{}, ""
}
