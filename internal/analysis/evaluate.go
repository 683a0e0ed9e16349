package analysis

import (
	"slices"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// formula is a metric made ready to be worked out many times.
type formula struct {
	*ops.Metric
	measures []int // of the asker: what the metric is made of, each once
	num, den side
	additive bool // groups may be added up: no distinct counts, whose groups share members
}

// side is one side of a ratio: terms in the engine's units, of which unit make
// one of the metric's. The catalog made sure that all terms have the same.
type side struct {
	terms []term
	unit  float64
}

type term struct {
	sign    int64
	measure int // of the asker
	level   bool
	rows    int // measure of a sum with gaps that tells where there are rows at all; -1 for others
}

// prepare makes the formulas of the metrics.
func (a *asker) prepare() {
	places := map[string]int{}
	place := func(name string, m *ops.Measure) int {
		at, ok := places[name]
		if !ok {
			at = len(a.measures)
			places[name] = at
			a.measures = append(a.measures, m)
		}
		return at
	}
	for _, m := range a.metrics {
		f := formula{Metric: m, additive: true}
		use := func(name string, m *ops.Measure) int {
			at := place(name, m)
			if !slices.Contains(f.measures, at) {
				f.measures = append(f.measures, at)
				f.additive = f.additive && (m.Agg.Additive() || m.Agg == ops.Level)
			}
			return at
		}
		sideOf := func(terms ops.Linear) side {
			s := side{unit: 1}
			for _, t := range terms {
				m := a.data.Catalog.Measures[t.Measure]
				made := term{sign: int64(t.Sign), measure: use(t.Measure, m), level: m.Agg == ops.Level, rows: -1}
				if rows := rowsOf(m); rows != nil {
					made.rows = use(rows.Name, rows)
				}
				s.terms, s.unit = append(s.terms, made), a.data.unit(m)
			}
			return s
		}
		f.num, f.den = sideOf(m.Num), sideOf(m.Den)
		a.formulas = append(a.formulas, f)
	}
}

// unit returns how many of the engine's units make one of the measure's.
func (d Data) unit(m *ops.Measure) float64 {
	if m.Money {
		unit := 1.0
		for range ops.Exponent(d.Currency) {
			unit *= 10
		}
		return unit
	}
	if m.Agg == ops.Sum || m.Agg == ops.Level {
		if r, ok := ops.RecordNamed(m.Record); ok {
			if c := r.Column(m.Column); c >= 0 && r.Columns[c].Type == ops.Decimal {
				return 1_000_000
			}
		}
	}
	return 1
}

// column computes every figure of metric i over the shown groups and, added
// up, the rest.
func (a *asker) column(i int, shown, rest []int) (Column, []Note) {
	f, s := &a.formulas[i], a.spans[i]
	m := f.Metric
	c := Column{Metric: m, Known: s.known, Through: s.through, Complete: s.complete,
		LeftOut: a.view.Range.Len() - s.complete.Len(), Missing: a.missing(f)}
	var notes []Note
	if c.Missing != "" {
		notes = append(notes, Note{Code: NoBreakdown, Args: []any{m, c.Missing}})
	} else if len(rest) > 0 && !f.additive {
		notes = append(notes, Note{Code: NotAdditive, Args: []any{m}})
	}
	if !a.addable(f, totalPart, nil) {
		notes = append(notes, Note{Code: NeverAdded, Args: []any{m}})
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
	return c, notes
}

// bucket computes the figure of metric i in bucket b.
func (a *asker) bucket(i, part int, groups []int, b int) Figure {
	f, s := &a.formulas[i], a.spans[i]
	days := a.now.sums.Buckets[b]
	open := !s.known || days.To > s.complete.To
	if a.never(f, part, groups) {
		return Figure{Value: notApplicable, InProgress: open, Compare: notApplicable, Delta: noDelta}
	}
	if !s.known || days.To <= s.begins || open && len(f.Den) > 0 {
		return Figure{Value: pending, InProgress: open, Compare: notApplicable, Delta: noDelta}
	}
	now := a.value(a.now, f, open, part, groups, b)
	before := notApplicable
	if len(a.before) > 0 && days.From-ops.Day(a.view.Shift) >= s.begins {
		if len(a.before) == 1 {
			before = a.value(a.before[0], f, false, part, groups, b)
		} else {
			before = a.value(a.before[b], f, false, part, groups, 0)
		}
	}
	figure := judge(f.Metric, now, before, open)
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
	now := a.value(a.totals[s.complete], f, false, part, groups, 0)
	before := notApplicable
	if past := shift(s.complete, a.view.Shift); len(a.before) > 0 && past.From >= s.begins {
		before = a.value(a.totals[past], f, false, part, groups, 0)
	}
	return judge(f.Metric, now, before, false)
}

// value divides the sums of a metric (R4) in one part of an answer, added up
// over groups where there are several. The value is not applicable where the
// denominator is 0 or a record lacks the dimension, and pending where a level
// was never measured, where no row of a sum with gaps has a value, or where open
// says that days are still to come and a side of the ratio has no rows yet.
func (a *asker) value(w *answer, f *formula, open bool, part int, groups []int, bucket int) ops.Value {
	num, state := w.linear(&f.num, open, part, groups, bucket)
	if state != ops.Known {
		return ops.Value{State: state}
	}
	if len(f.den.terms) == 0 {
		return ops.Value{Number: f.Scale*num + 0, Num: num}
	}
	den, state := w.linear(&f.den, open, part, groups, bucket)
	if state != ops.Known {
		return ops.Value{State: state}
	}
	if den == 0 {
		return ops.Value{State: ops.NotApplicable, Num: num}
	}
	return ops.Value{Number: f.Scale*num/den + 0, Num: num, Den: den}
}

// linear adds up the terms in whole units and divides once at the end, so that
// money stays exact.
func (w *answer) linear(s *side, open bool, part int, groups []int, bucket int) (float64, ops.State) {
	var sum, rows int64
	for _, t := range s.terms {
		of, missing := w.sum(t.measure, part, groups, bucket)
		if missing != "" {
			return 0, ops.NotApplicable
		}
		if of.Rows == 0 {
			if t.level {
				return 0, ops.Pending
			}
			if t.rows >= 0 {
				if all, _ := w.sum(t.rows, part, groups, bucket); all.Rows > 0 {
					return 0, ops.Pending
				}
			}
		}
		sum += t.sign * of.Sum
		rows += of.Rows
	}
	if open && rows == 0 {
		return 0, ops.Pending
	}
	return float64(sum) / s.unit, ops.Known
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
		sum.Sum += c.Sum
		sum.Rows += c.Rows
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
