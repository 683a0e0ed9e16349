package sqlite

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"iter"
	"math/bits"
	"slices"
	"strings"
	"time"

	"daybreak/internal/ops"
	"daybreak/internal/store/sqlite/bulk"
)

// input is a block of rows on its way into the record: its texts have the
// record's codes, its instants their ops days, its rows the table's order.
type input struct {
	*layout
	rows  *ops.Rows
	codes []*codes  // by record column; nil for columns that are no dictionary's
	days  []ops.Day // of each row, where the ops day is computed
	order []uint32  // rows by primary key
	span  ops.Range // days of the rows
}

// prepare readies rows for the table; those with equal keys are refused. order,
// if not nil, is likely their order.
func (s *Store) prepare(rows *ops.Rows, order []uint32) (*input, error) {
	l := s.layouts[rows.Record.Name]
	in := &input{layout: l, rows: rows}
	s.recode(in)
	if in.order = slices.Clone(order); len(order) != rows.Len() {
		in.order = make([]uint32, rows.Len())
		for i := range in.order {
			in.order[i] = uint32(i)
		}
	}
	if slices.Contains(l.stored, computedDay) {
		at := rows.Ints[l.record.Column(l.record.Day)]
		in.days = make([]ops.Day, len(at))
		for i, t := range at {
			in.days[i] = s.calendar.Day(time.UnixMicro(t))
		}
	}
	if l.day >= 0 {
		for i := range in.order {
			d := ops.Day(in.int(i, l.day))
			in.span = in.span.Or(ops.Range{From: d, To: d + 1})
		}
	}
	ascending := in.ascending()
	if ascending && in.own < 0 { // then no key is there twice
		return in, nil
	}
	if !ascending {
		in.sort()
	}
	return in, in.refuseDuplicates()
}

// recode works out the codes of the texts that occur in the rows.
func (s *Store) recode(in *input) {
	rows, l := in.rows, in.layout
	in.codes = make([]*codes, len(l.record.Columns))
	for i, own := range s.dicts.own(l.record) {
		if own == nil || in.codes[i] != nil {
			continue
		}
		var used []bool
		if rows.Dicts[i] != own {
			used = make([]bool, rows.Dicts[i].Len())
		}
		// Columns that share a dictionary share its translation.
		var shared []int
		for j := range l.record.Columns {
			if rows.Dicts[j] != rows.Dicts[i] {
				continue
			}
			shared = append(shared, j)
			if used != nil {
				for _, c := range rows.Codes[j] {
					used[c] = true
				}
			}
		}
		c := s.translate(rows.Dicts[i], own, used)
		for _, j := range shared {
			in.codes[j] = c
		}
	}
}

// own returns for each column of r the record's dictionary of it, or nil.
func (d *dictionaries) own(r *ops.Record) []*ops.Dictionary {
	out := make([]*ops.Dictionary, len(r.Columns))
	for i, c := range r.Columns {
		switch c.Type {
		case ops.Name:
			out[i] = d.names
		case ops.EventName:
			out[i] = d.events
		case ops.Member:
			out[i] = d.members
		}
	}
	return out
}

// int returns stored column c of row i, which is not a text.
func (in *input) int(i, c int) int64 {
	column := in.stored[c]
	switch column {
	case computedDay:
		return int64(in.days[i])
	case goneMark:
		return in.mark(i)
	}
	if t := in.codes[column]; t != nil {
		return int64(t.of(in.rows.Codes[column][i]))
	}
	return in.rows.Ints[column][i]
}

// mark returns 1 for a row that takes back what is stored under its key, else 0.
func (in *input) mark(i int) int64 {
	if in.rows.IsGone(i) {
		return 1
	}
	return 0
}

// str returns stored column c of row i, which is a text.
func (in *input) str(i, c int) string { return in.rows.Text(in.stored[c], i) }

// put appends the stored columns at the given positions of some rows to out,
// each row followed by the numbers in more.
func (in *input) put(out *bulk.Cells, some []uint32, positions []int, more ...int64) {
	width := len(positions) + len(more)
	ints := out.Grow(width * len(some))
	for k, c := range positions {
		column, at := in.stored[c], k
		set := func(v int64) {
			binary.NativeEndian.PutUint64(ints[8*at:], uint64(v))
			at += width
		}
		switch {
		case in.text(c):
			for _, i := range some {
				set(out.Keep(in.str(int(i), c)))
			}
		case column == computedDay:
			for _, i := range some {
				set(int64(in.days[i]))
			}
		case column == goneMark:
			for _, i := range some {
				set(in.mark(int(i)))
			}
		case in.codes[column] != nil:
			codes, t := in.rows.Codes[column], in.codes[column]
			for _, i := range some {
				set(int64(t.of(codes[i])))
			}
		default:
			values := in.rows.Ints[column]
			for _, i := range some {
				set(values[i])
			}
		}
	}
	for k, v := range more {
		for n := range some {
			binary.NativeEndian.PutUint64(ints[8*(n*width+len(positions)+k):], uint64(v))
		}
	}
}

// sort brings the rows into the table's order: by the key columns before the
// first text, as many at a time as fit into 64 bits, the last ones first; rows
// that agree in those are then compared.
func (in *input) sort() {
	numbers := 0
	for numbers < in.keys && !in.text(numbers) {
		numbers++
	}
	entries, room := make([]entry, len(in.order)), make([]entry, len(in.order))
	for c := numbers; c > 0; {
		for i, row := range in.order {
			entries[i] = entry{row: row}
		}
		width := 0
		for c > 0 {
			least, most := in.int(0, c-1), in.int(0, c-1)
			for _, row := range in.order {
				v := in.int(int(row), c-1)
				least, most = min(least, v), max(most, v)
			}
			w := bits.Len64(uint64(most - least))
			if width+w > 64 {
				break
			}
			c--
			for i := range entries {
				entries[i].key |= uint64(in.int(int(entries[i].row), c)-least) << width
			}
			width += w
		}
		for i, e := range radixSort(entries, room, width) {
			in.order[i] = e.row
		}
	}
	if numbers == in.keys {
		return
	}
	for from := 0; from < len(in.order); {
		to := from + 1
		for to < len(in.order) && in.compareColumns(in.order[from], in.order[to], numbers) == 0 {
			to++
		}
		slices.SortFunc(in.order[from:to], in.compareKeys)
		from = to
	}
}

func (in *input) compareKeys(a, b uint32) int { return in.compareColumns(a, b, in.keys) }

// compareColumns compares two rows by the first n columns of the key.
func (in *input) compareColumns(a, b uint32, n int) int {
	for c := range n {
		var d int
		if in.text(c) {
			d = strings.Compare(in.str(int(a), c), in.str(int(b), c))
		} else {
			d = cmp.Compare(in.int(int(a), c), in.int(int(b), c))
		}
		if d != 0 {
			return d
		}
	}
	return 0
}

// owned reports whether row i is identified by the key column of events.
func (in *input) owned(i int) bool {
	return in.own >= 0 && in.rows.Codes[in.stored[in.own]][i] != 0
}

// ascending reports whether every row lies behind the one before.
func (in *input) ascending() bool {
	for n := 1; n < len(in.order); n++ {
		if in.compareKeys(in.order[n-1], in.order[n]) >= 0 {
			return false
		}
	}
	return true
}

func (in *input) refuseDuplicates() error {
	var seen []bool // codes of the key column of events
	if in.own >= 0 {
		seen = make([]bool, in.rows.Dicts[in.stored[in.own]].Len())
	}
	for n, i := range in.order {
		twice := n > 0 && in.compareKeys(in.order[n-1], i) == 0
		if in.owned(int(i)) {
			code := in.rows.Codes[in.stored[in.own]][i]
			twice = seen[code]
			seen[code] = true
		}
		if twice {
			return in.duplicate(int(i))
		}
	}
	return nil
}

func (in *input) duplicate(i int) error {
	e := &ops.Error{
		Code:    "duplicate_key",
		Message: fmt.Sprintf("Two rows of %s have the same key.", in.record.Name),
		Hint:    "Keep one of them.",
		Args:    []any{in.record.Name},
	}
	if in.rows.Lines != nil {
		e.Where.Line = int(in.rows.Lines[i])
	}
	return e
}

// fresh yields each dictionary with the texts of the rows it does not know.
func (in *input) fresh(s *Store) iter.Seq2[*ops.Dictionary, []string] {
	return func(yield func(*ops.Dictionary, []string) bool) {
		seen := make(map[*codes]bool)
		for i, own := range s.dicts.own(in.record) {
			c := in.codes[i]
			if own == nil || seen[c] || len(c.fresh) == 0 {
				continue
			}
			seen[c] = true
			if !yield(own, c.fresh) {
				return
			}
		}
	}
}
