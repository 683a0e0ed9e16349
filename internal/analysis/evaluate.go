package analysis

import (
	"slices"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// column computes every figure of metric i over the shown groups and, added
// up, the rest.
func (a *asker) column(i int, shown, rest []int) (Column, []Note) {
	f, s := &a.formulas[i], a.spans[i]
	m := f.Metric
	c := Column{Metric: m, Known: s.known, Through: s.through, Complete: s.complete,
		LeftOut: a.view.Range.Len() - s.complete.Len(), Missing: a.missing(f)}
	var notes []Note
	if c.Missing != "" && s.outside == "" {
		notes = append(notes, Note{Code: NoBreakdown, Args: []any{m, c.Missing}})
	} else if len(rest) > 0 && !f.additive {
		notes = append(notes, Note{Code: NotAdditive, Args: []any{m}})
	}
	if !a.addable(f, totalPart, nil) {
		notes = append(notes, Note{Code: NeverAdded, Args: []any{m}})
	}
	notes = append(notes, a.guardNotes(i)...)
	if a.data.Rows.Narrows() && f.crosses && s.outside == "" {
		notes = append(notes, Note{Code: UnseenRows, Args: []any{m}})
	}
	notes = append(notes, a.perDay(i)...)
	if a.before != nil && !f.additive && !a.view.Together(s.complete) {
		notes = append(notes, Note{Code: CountedOnce, Args: []any{m}})
	}
	if slices.ContainsFunc(shown, func(g int) bool { return a.silent(f, g) }) {
		notes = append(notes, Note{Code: NotReported, Args: []any{m}})
	}
	rows := make([][]int, 0, len(shown)+1)
	for _, g := range shown {
		rows = append(rows, []int{g})
	}
	if len(rest) > 0 {
		rows = append(rows, rest)
	}
	buckets := a.now.sums.Buckets
	c.ByBucket, c.ByGroup = make([]Figure, 0, len(buckets)), make([]Figure, 0, len(rows))
	c.Cells = make([]Figure, 0, len(rows)*len(buckets))
	for b := range buckets {
		c.ByBucket = append(c.ByBucket, a.bucket(i, bucketPart, nil, b))
	}
	for _, groups := range rows {
		for b := range buckets {
			c.Cells = append(c.Cells, a.bucket(i, cellPart, groups, b))
		}
		c.ByGroup = append(c.ByGroup, a.total(i, groupPart, groups))
	}
	c.Total = a.total(i, totalPart, nil)
	return c, append(notes, a.shareNotes(m, c.Total)...)
}

// shareNotes says what the total of a metric leaves out, and of a bound how much
// of it is known.
func (a *asker) shareNotes(m *ops.Metric, total Figure) []Note {
	var notes []Note
	if total.LeftOut > 0 {
		notes = append(notes, Note{Code: PartlyKnown, Args: []any{m, total.LeftOut}})
	}
	if a.lack.Currency != "" && a.hasMoney(m) {
		notes = append(notes, Note{Code: MissingRate, Args: []any{a.lack.Currency, a.lack.Day}})
	}
	return notes
}

// hasMoney reports whether a metric adds up money.
func (a *asker) hasMoney(m *ops.Metric) bool {
	return slices.ContainsFunc(slices.Concat(m.Num, m.Den), func(t ops.Term) bool { return a.data.Catalog.Measures[t.Measure].Money })
}

// bucket computes the figure of metric i in bucket b.
func (a *asker) bucket(i, part int, groups []int, b int) Figure {
	f, s := &a.formulas[i], a.spans[i]
	days := a.now.sums.Buckets[b]
	open := !s.known || days.To > s.complete.To
	if a.never(f, part, groups) {
		return Figure{Value: notApplicable, InProgress: open, Compare: notApplicable, Delta: noDelta}
	}
	now, before := figures{Value: pending}, notApplicable
	unknown := !s.known || days.To <= s.begins || open && len(f.Den) > 0
	past := a.view.Past(s.elapsed(days))
	switch {
	case a.hidden(i, part, groups, a.now):
		now.Value = notApplicable
	case !unknown && !a.misses(f, part, groups, days):
		now = a.value(a.now, f, open, part, groups, b)
	}
	switch {
	case a.before == nil || unknown || past.From < s.begins || a.hidden(i, part, groups, a.before):
	case past.To > s.through+1 || a.missesPast(f, part, groups, past):
		before = pending
	default:
		at := a.beside[past]
		before = a.value(at.answer, f, false, part, groups, at.bucket).Value
	}
	figure := a.figure(f, now, before, open)
	if open {
		figure.Compare = before // drawn, never judged
	}
	return figure
}

// total computes the figure of metric i over its complete days.
func (a *asker) total(i, part int, groups []int) Figure {
	f, s := &a.formulas[i], a.spans[i]
	if a.never(f, part, groups) {
		return Figure{Value: notApplicable, Compare: notApplicable, Delta: noDelta}
	}
	if !s.known || s.complete.Len() == 0 || s.complete.To <= s.begins {
		return Figure{Value: pending, Compare: notApplicable, Delta: noDelta}
	}
	now, before := figures{Value: notApplicable}, notApplicable
	switch {
	case a.hidden(i, part, groups, a.now):
	case a.misses(f, part, groups, s.complete):
		now.Value = pending
	default:
		now = a.value(a.totals[window{s.complete, false}], f, false, part, groups, 0)
	}
	past := a.view.Past(s.complete)
	switch {
	case a.before == nil || past.From < s.begins || a.hidden(i, part, groups, a.before):
	case past.To > s.through+1 || a.missesPast(f, part, groups, past):
		before = pending
	default:
		before = a.value(a.totals[window{past, true}], f, false, part, groups, 0).Value
	}
	return a.figure(f, now, before, false)
}

// figure judges what was worked out of a metric.
func (a *asker) figure(f *formula, now figures, before ops.Value, open bool) Figure {
	figure := judge(f.Metric, now.Value, before, open)
	if now.State == ops.Known {
		figure.AtMost, figure.LeftOut = now.atMost, now.leftOut
	}
	return figure
}

// sum adds up the cells of a measure over groups; without groups there is one.
func (w *answer) sum(measure, part int, groups []int, bucket int) (sum engine.Cell, missing string) {
	if len(groups) == 0 {
		return w.cell(measure, part, -1, bucket)
	}
	for _, g := range groups {
		c, missing := w.cell(measure, part, g, bucket)
		if missing != "" {
			return c, missing
		}
		sum = sum.Plus(c)
	}
	return sum, ""
}

// never reports whether a metric has no figure in this part of an answer,
// whatever will still be imported: a record lacks the dimension, or sums would
// be made that must not be.
func (a *asker) never(f *formula, part int, groups []int) bool {
	if len(groups) > 1 && !f.additive || !a.addable(f, part, groups) {
		return true
	}
	for _, n := range f.measures {
		if lacks(a.now.measures[n], part) {
			return true
		}
	}
	return false
}

// perDay gives the means of a day of a sum whose comparison has more or fewer days.
func (a *asker) perDay(i int) []Note {
	f, now := &a.formulas[i], a.spans[i].complete
	past := a.view.pastDays(now)
	if a.before == nil || len(f.Den) > 0 || !f.additive || now.Len() == 0 || past == now.Len() {
		return nil
	}
	t := a.total(i, totalPart, nil)
	if t.State != ops.Known || t.Compare.State != ops.Known {
		return nil
	}
	return []Note{{Code: PerDay, Args: []any{f.Metric, t.Number / float64(now.Len()), t.Compare.Number / float64(past)}}}
}

// hidden reports whether metric i has no figure in this part of an answer because
// a half of it is not attributed to the groups, or nobody reported it.
func (a *asker) hidden(i, part int, groups []int, w *answer) bool {
	return a.guarded(i, part, groups, w) || !a.reported(i, part, groups, w)
}

// missing returns the dimension of the breakdown that a record of a metric lacks.
func (a *asker) missing(f *formula) string {
	for _, n := range f.measures {
		if s := a.now.measures[n]; s.Missing != "" {
			return s.Missing
		}
	}
	return ""
}

// order returns the groups that occur in the range or the comparison, sorted as
// q asks; equal ones by name, so that the order never depends on the engine's.
func (a *asker) order(q Query) []int {
	out := make([]int, len(a.groups))
	for g := range out {
		out[g] = g
	}
	by := max(0, slices.IndexFunc(a.metrics, func(m *ops.Metric) bool { return m.Name == q.Sort }))
	if len(a.metrics) == 0 {
		return out
	}
	keys := make(map[int]ops.Value, len(out))
	for _, g := range out {
		keys[g] = a.total(by, groupPart, []int{g}).Value
	}
	slices.SortFunc(out, func(x, y int) int {
		if c := compareFigures(keys[x], keys[y], q.Ascending); c != 0 {
			return c
		}
		return slices.Compare(a.groups[x], a.groups[y])
	})
	return out
}
