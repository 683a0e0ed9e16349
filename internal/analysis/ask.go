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
	apart  map[string]*apart // by measures that must not be added up over a dimension
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
	group    map[int]int    // group of the asker → position in sums
	measures map[string]int // measure → position in sums
}

// ask puts every question.
func (a *asker) ask(ctx context.Context) error {
	if err := a.askTotals(ctx); err != nil {
		return err
	}
	if a.compares() {
		if err := a.askBefore(ctx); err != nil {
			return err
		}
	}
	return a.askApart(ctx)
}

// compares reports whether there is a comparison to ask for.
func (a *asker) compares() bool { return a.view.Compare != NoCompare && a.view.CompareRange.Len() > 0 }

// askTotals asks for the buckets and the totals.
func (a *asker) askTotals(ctx context.Context) (err error) {
	a.ids, a.totals = map[string]int{}, map[ops.Range]*answer{}
	v := a.view
	if a.now, err = a.sums(ctx, v.Range, v.Grain, a.metrics); err != nil {
		return err
	}
	compare := a.compares()
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
	return nil
}

// askBefore asks for the buckets of the comparison.
func (a *asker) askBefore(ctx context.Context) error {
	v := a.view
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
			if rows := rowsOf(a.data.Catalog.Measures[name]); rows != nil {
				if _, ok := out.measures[rows.Name]; !ok {
					out.measures[rows.Name] = len(q.Measures)
					q.Measures = append(q.Measures, rows)
				}
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
	a.apart = map[string]*apart{}
	for _, m := range a.metrics {
		for _, name := range Measures(m) {
			measure := a.data.Catalog.Measures[name]
			if measure.Apart == "" || a.apart[name] != nil {
				continue
			}
			all, err := a.values(ctx, measure, nil)
			if err != nil {
				return err
			}
			a.apart[name] = &apart{total: all[""] <= 1, groups: map[int]bool{}}
			if slices.Contains(a.by, measure.Apart) {
				continue // a group has one value
			}
			groups, err := a.values(ctx, measure, a.by)
			if err != nil {
				return err
			}
			for key, n := range groups {
				if id, ok := a.ids[key]; ok {
					a.apart[name].groups[id] = n <= 1
				}
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

// addable reports whether the sums of m in a part of an answer are sums that
// may be made.
func (a *asker) addable(m *ops.Metric, part int, groups []int) bool {
	for _, name := range Measures(m) {
		found := a.apart[name]
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
func (w *answer) cell(measure string, part, group, bucket int) (c engine.Cell, missing string) {
	s := &w.sums.Measures[w.measures[measure]]
	if lacks(s, part) {
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
