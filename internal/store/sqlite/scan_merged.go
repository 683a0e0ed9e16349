package sqlite

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"daybreak/internal/ops"
)

// merging makes rows one that have the same primary key once names are merged.
// What one file said of both names was said of two things, and is added; rows
// that no file had together are one thing said twice, of which the latest batch
// counts. A batch that came after the merge says the whole under the name kept. All keys with names in them have a day in front, so it holds one day.
type merging struct {
	layout   *layout
	keys     codeKeys
	yield    func(*ops.Rows) error
	labelled bool // blocks say the batch of each row
	rows     *ops.Rows
	batches  [][]int64 // of each of rows: those with a version of it, the last counts
	gone     []bool    // of each of rows: it takes back what is stored under its key
	alone    []int64   // of each of rows: the last batch beside which it may count
}

// add takes rows in the order of their days, with the batches of each.
func (m *merging) add(b *ops.Rows, batches [][]int64) error {
	alone := m.keys.alone(b)
	m.keys.rewrite(b)
	for from := 0; from < b.Len(); {
		to := from + 1
		for to < b.Len() && m.sameDay(b, from, b, to) {
			to++
		}
		if m.rows != nil && m.rows.Len() > 0 && !m.sameDay(m.rows, 0, b, from) {
			if err := m.flush(); err != nil {
				return err
			}
		}
		if m.rows == nil {
			m.rows = m.empty(b)
		}
		for c := range b.Record.Columns {
			if b.Dicts[c] != nil {
				m.rows.Codes[c] = append(m.rows.Codes[c], m.recode(b, c, from, to)...)
			} else {
				m.rows.Ints[c] = append(m.rows.Ints[c], b.Ints[c][from:to]...)
			}
		}
		m.batches = append(m.batches, batches[from:to]...)
		m.alone = append(m.alone, alone[from:to]...)
		for i := from; i < to; i++ {
			m.gone = append(m.gone, b.IsGone(i))
		}
		from = to
	}
	return nil
}

// empty returns a block like b without rows. Columns with a dictionary of their
// own get a new one.
func (m *merging) empty(b *ops.Rows) *ops.Rows {
	out := &ops.Rows{Record: b.Record, Ints: make([][]int64, len(b.Ints)), Codes: make([][]uint32, len(b.Codes)), Dicts: slices.Clone(b.Dicts)}
	for c, column := range b.Record.Columns {
		if column.Type == ops.Text {
			out.Dicts[c] = ops.NewDictionary()
		}
	}
	return out
}

// recode returns the codes of some rows of b in a column as m.rows has them.
func (m *merging) recode(b *ops.Rows, c, from, to int) []uint32 {
	if b.Dicts[c] == m.rows.Dicts[c] {
		return b.Codes[c][from:to]
	}
	out := make([]uint32, 0, to-from)
	for i := from; i < to; i++ {
		out = append(out, m.rows.Dicts[c].Code(b.Text(c, i)))
	}
	return out
}

func (m *merging) sameDay(a *ops.Rows, i int, b *ops.Rows, j int) bool {
	if m.layout.day < 0 {
		return true
	}
	day := m.layout.stored[m.layout.day]
	return a.Ints[day][i] == b.Ints[day][j]
}

// flush yields the rows gathered, in the order of the primary key.
func (m *merging) flush() error {
	rows := m.rows
	if rows == nil || rows.Len() == 0 {
		return nil
	}
	order := make([]int, rows.Len())
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Or(m.compare(rows, i, j), cmp.Compare(m.latest(j), m.latest(i))) })
	out := m.empty(rows)
	out.Dicts = rows.Dicts
	for from := 0; from < len(order); {
		to := from + 1
		for to < len(order) && m.compare(rows, order[from], order[to]) == 0 {
			to++
		}
		m.join(out, rows, order[from:to])
		from = to
	}
	m.rows, m.batches, m.gone, m.alone = nil, m.batches[:0], m.gone[:0], m.alone[:0]
	return m.yield(out)
}

// latest returns the batch that row i is of.
func (m *merging) latest(i int) int64 { return m.batches[i][len(m.batches[i])-1] }

// join appends to out what rows of one key come to, the latest of them first.
func (m *merging) join(out, rows *ops.Rows, same []int) {
	at, counted := -1, same[:0:0]
	for _, i := range same {
		together := func(j int) bool {
			return slices.ContainsFunc(m.batches[i], func(b int64) bool { return slices.Contains(m.batches[j], b) })
		}
		if i != same[0] && (m.latest(same[0]) > m.alone[i] || !slices.ContainsFunc(counted, together)) {
			continue
		}
		counted = append(counted, i)
		currency := rows.Record.Column("currency")
		switch {
		case m.gone[i]:
		case at < 0:
			at = out.Len()
			m.append(out, rows, i)
		case currency >= 0 && rows.Codes[currency][i] != out.Codes[currency][at]:
			m.append(out, rows, i) // no sum
		default:
			addTo(out, at, rows, i)
		}
	}
}

// addTo adds the numbers of row i to those of row at of out: what is unknown of
// one is unknown of both.
func addTo(out *ops.Rows, at int, rows *ops.Rows, i int) {
	for c, column := range rows.Record.Columns {
		if !column.Type.IsNumber() {
			continue
		}
		if sum, v := &out.Ints[c][at], rows.Ints[c][i]; *sum == ops.NoValue || v == ops.NoValue {
			*sum = ops.NoValue
		} else {
			*sum += v
		}
	}
}

// append copies a row. It is of the latest import that said something of it.
func (m *merging) append(out, rows *ops.Rows, i int) {
	if m.labelled {
		out.Batches = append(out.Batches, m.latest(i))
	}
	for c := range rows.Record.Columns {
		if rows.Dicts[c] != nil {
			out.Codes[c] = append(out.Codes[c], rows.Codes[c][i])
		} else {
			out.Ints[c] = append(out.Ints[c], rows.Ints[c][i])
		}
	}
}

// compare orders two rows by primary key.
func (m *merging) compare(rows *ops.Rows, i, j int) int {
	for k := range m.layout.keys {
		c := m.layout.stored[k]
		d := 0
		switch {
		case m.layout.text(k):
			d = strings.Compare(rows.Text(c, i), rows.Text(c, j))
		case rows.Dicts[c] != nil:
			d = cmp.Compare(rows.Codes[c][i], rows.Codes[c][j])
		default:
			d = cmp.Compare(rows.Ints[c][i], rows.Ints[c][j])
		}
		if d != 0 {
			return d
		}
	}
	return 0
}

// alone returns, for each row of a block that is not rewritten yet, the last
// batch beside which it may count: the one before its names were merged.
func (k codeKeys) alone(b *ops.Rows) []int64 {
	out := make([]int64, b.Len())
	for i := range out {
		out[i] = math.MaxInt64
	}
	for c, column := range b.Record.Columns {
		keys := k[column.Name]
		if len(keys) == 0 || !column.Key {
			continue
		}
		for i, code := range b.Codes[c] {
			if key, ok := keys[code]; ok {
				out[i] = min(out[i], key.since)
			}
		}
	}
	return out
}
