package analysis

import (
	"slices"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// take returns the sum of a measure at one place of the answers. missing names
// a dimension that its record lacks.
type take func(measure string) (c engine.Cell, missing string)

// evaluate divides the sums of m (R4). The value is not applicable where the
// denominator is 0 or a record lacks the dimension, and pending where a level
// was never measured, where no row of a sum with gaps has a value, or where open says that days are still to come and a
// side of the ratio has no rows yet.
func (d Data) evaluate(m *ops.Metric, open bool, get take) ops.Value {
	num, state := d.linear(m.Num, open, get)
	if state != ops.Known {
		return ops.Value{State: state}
	}
	if len(m.Den) == 0 {
		return ops.Value{Number: m.Scale*num + 0, Num: num}
	}
	den, state := d.linear(m.Den, open, get)
	if state != ops.Known {
		return ops.Value{State: state}
	}
	if den == 0 {
		return ops.Value{State: ops.NotApplicable, Num: num}
	}
	return ops.Value{Number: m.Scale*num/den + 0, Num: num, Den: den}
}

// linear adds up the terms in whole units and divides once at the end, so that
// money stays exact. The catalog made sure that all terms have the same unit.
func (d Data) linear(terms ops.Linear, open bool, get take) (float64, ops.State) {
	var sum, rows int64
	unit := 1.0
	for _, t := range terms {
		measure := d.Catalog.Measures[t.Measure]
		c, missing := get(t.Measure)
		if missing != "" {
			return 0, ops.NotApplicable
		}
		if c.Rows == 0 {
			if measure.Agg == ops.Level {
				return 0, ops.Pending
			}
			if of := rowsOf(measure); of != nil {
				if all, _ := get(of.Name); all.Rows > 0 {
					return 0, ops.Pending
				}
			}
		}
		sum += int64(t.Sign) * c.Sum
		rows += c.Rows
		unit = d.unit(measure)
	}
	if open && rows == 0 {
		return 0, ops.Pending
	}
	return float64(sum) / unit, ops.Known
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
	m, s := a.metrics[i], a.spans[i]
	c := Column{Metric: m, Known: s.known, Through: s.through, Complete: s.complete,
		LeftOut: a.view.Range.Len() - s.complete.Len(), Missing: a.missing(m)}
	var notes []Note
	if c.Missing != "" {
		notes = append(notes, Note{Code: NoBreakdown, Args: []any{m, c.Missing}})
	} else if len(rest) > 0 && !a.additive(m) {
		notes = append(notes, Note{Code: NotAdditive, Args: []any{m}})
	}
	if !a.addable(m, totalPart, nil) {
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
	m, s := a.metrics[i], a.spans[i]
	days := a.now.sums.Buckets[b]
	open := !s.known || days.To > s.complete.To
	if a.never(m, part, groups) {
		return Figure{Value: notApplicable, InProgress: open, Compare: notApplicable, Delta: noDelta}
	}
	if !s.known || days.To <= s.begins || open && len(m.Den) > 0 {
		return Figure{Value: pending, InProgress: open, Compare: notApplicable, Delta: noDelta}
	}
	now := a.value(a.now, m, open, part, groups, b)
	before := notApplicable
	if len(a.before) > 0 && days.From-ops.Day(a.view.Shift) >= s.begins {
		if len(a.before) == 1 {
			before = a.value(a.before[0], m, false, part, groups, b)
		} else {
			before = a.value(a.before[b], m, false, part, groups, 0)
		}
	}
	f := judge(m, now, before, open)
	if open {
		f.Compare = before // drawn, never judged
	}
	return f
}

// total computes the figure of metric i over its complete days.
func (a *asker) total(i, part int, groups []int) Figure {
	m, s := a.metrics[i], a.spans[i]
	if a.never(m, part, groups) {
		return Figure{Value: notApplicable, Compare: notApplicable, Delta: noDelta}
	}
	if !s.known || s.complete.Len() == 0 || s.complete.To <= s.begins {
		return Figure{Value: pending, Compare: notApplicable, Delta: noDelta}
	}
	now := a.value(a.totals[s.complete], m, false, part, groups, 0)
	before := notApplicable
	if past := shift(s.complete, a.view.Shift); len(a.before) > 0 && past.From >= s.begins {
		before = a.value(a.totals[past], m, false, part, groups, 0)
	}
	return judge(m, now, before, false)
}

// value evaluates m in one part of an answer, added up over groups where
// there are several.
func (a *asker) value(w *answer, m *ops.Metric, open bool, part int, groups []int, bucket int) ops.Value {
	if len(groups) == 0 {
		groups = []int{-1}
	}
	return a.data.evaluate(m, open, func(measure string) (sum engine.Cell, missing string) {
		for _, g := range groups {
			c, missing := w.cell(measure, part, g, bucket)
			if missing != "" {
				return c, missing
			}
			sum.Sum += c.Sum
			sum.Rows += c.Rows
		}
		return sum, ""
	})
}

// never reports whether m has no figure in this part of an answer, whatever
// will still be imported: a record lacks the dimension, or sums would be made
// that must not be.
func (a *asker) never(m *ops.Metric, part int, groups []int) bool {
	if len(groups) > 1 && !a.additive(m) || !a.addable(m, part, groups) {
		return true
	}
	return slices.ContainsFunc(Measures(m), func(name string) bool {
		return lacks(&a.now.sums.Measures[a.now.measures[name]], part)
	})
}

// missing returns the dimension of the breakdown that a record of m lacks.
func (a *asker) missing(m *ops.Metric) string {
	for _, name := range Measures(m) {
		if s := a.now.sums.Measures[a.now.measures[name]]; s.Missing != "" {
			return s.Missing
		}
	}
	return ""
}

// additive reports whether groups of m may be added up: all but distinct
// counts, whose groups share members.
func (a *asker) additive(m *ops.Metric) bool {
	return !slices.ContainsFunc(Measures(m), func(name string) bool {
		agg := a.data.Catalog.Measures[name].Agg
		return !agg.Additive() && agg != ops.Level
	})
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
