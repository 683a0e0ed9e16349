package sqlite

import (
	"cmp"
	"slices"

	"daybreak/internal/ops"
)

// dayTotals sums the additive columns of rows by ops day and currency: as they
// count before a commit, and by how much a commit changes them.
type dayTotals struct {
	store   *Store
	layout  *layout
	columns []int // of the record
	span    ops.Range
	updated []bool              // days of span on which a row is replaced by another
	money   int                 // column of the currency, or -1
	sums    map[uint32]*daySums // by the record's code of the currency
	last    *daySums            // those of code
	code    uint32
}

// daySums hold a cell for each day of the span and column.
type daySums struct {
	currency       string
	before, change []int64
}

func newDayTotals(s *Store, in *input, columns []int) *dayTotals {
	return &dayTotals{store: s, layout: in.layout, columns: columns, span: in.span, updated: make([]bool, in.span.Len()), money: in.record.Column("currency"),
		sums: make(map[uint32]*daySums)}
}

// of returns the sums of a currency, that of row i of b, whose code in the
// record is code.
func (t *dayTotals) of(code uint32, b *ops.Rows, i int) *daySums {
	if t.last == nil || t.code != code {
		s := t.sums[code]
		if s == nil {
			n := t.span.Len() * len(t.columns)
			s = &daySums{before: make([]int64, n), change: make([]int64, n)}
			if t.money >= 0 {
				s.currency = b.Text(t.money, i)
			}
			t.sums[code] = s
		}
		t.last, t.code = s, code
	}
	return t.last
}

// ours returns the sums for row i of a block of the record.
func (t *dayTotals) ours(b *ops.Rows, i int) *daySums {
	if t.money < 0 {
		return t.of(0, b, i)
	}
	return t.of(b.Codes[t.money][i], b, i)
}

// valued reports whether row i has a value to add; most events have none.
func (t *dayTotals) valued(b *ops.Rows, i int) bool {
	return slices.ContainsFunc(t.columns, func(c int) bool { return b.Ints[c][i] != ops.NoValue })
}

func (t *dayTotals) put(sums []int64, day ops.Day, b *ops.Rows, i int, sign int64) {
	from := int(day-t.span.From) * len(t.columns)
	for k, c := range t.columns {
		if v := b.Ints[c][i]; v != ops.NoValue {
			sums[from+k] += sign * v
		}
	}
}

// add adds a block of the record, all of whose days lie in the span.
func (t *dayTotals) add(b *ops.Rows) {
	for i := range b.Len() {
		if t.valued(b, i) {
			t.put(t.ours(b, i).before, t.store.dayOf(t.layout, b, i), b, i, 1)
		}
	}
}

// replace notes that row j of a block of the record makes way for one on day.
func (t *dayTotals) replace(b *ops.Rows, j int, day ops.Day, update bool) {
	old := t.store.dayOf(t.layout, b, j)
	within := t.span.Has(old)
	if update {
		t.updated[day-t.span.From] = true
		if within {
			t.updated[old-t.span.From] = true
		}
	}
	if within {
		t.put(t.ours(b, j).change, old, b, j, -1)
	}
}

// list returns the days with an update, in order, once the new rows are added.
func (t *dayTotals) list(in *input) []ops.DayTotal {
	if !slices.Contains(t.updated, true) {
		return nil
	}
	for i := range in.rows.Len() {
		code := uint32(0)
		if t.money >= 0 {
			code = in.codes[t.money].of(in.rows.Codes[t.money][i])
		}
		if t.valued(in.rows, i) {
			t.put(t.of(code, in.rows, i).change, ops.Day(in.int(i, in.day)), in.rows, i, 1)
		}
	}
	var out []ops.DayTotal
	for day, updated := range t.updated {
		if !updated {
			continue
		}
		for k, c := range t.columns {
			sums := map[string]ops.DayTotal{}
			for _, s := range t.sums {
				currency := ""
				if in.record.Columns[c].Type == ops.Money {
					currency = s.currency
				}
				sum := sums[currency]
				sum.Before += s.before[day*len(t.columns)+k]
				sum.After += s.before[day*len(t.columns)+k] + s.change[day*len(t.columns)+k]
				sums[currency] = sum
			}
			for currency, sum := range sums {
				if sum.Before != 0 || sum.After != 0 {
					sum.Day, sum.Column, sum.Currency = t.span.From+ops.Day(day), in.record.Columns[c].Name, currency
					out = append(out, sum)
				}
			}
		}
	}
	slices.SortStableFunc(out, func(a, b ops.DayTotal) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(in.record.Column(a.Column), in.record.Column(b.Column)), cmp.Compare(a.Currency, b.Currency))
	})
	return out
}
