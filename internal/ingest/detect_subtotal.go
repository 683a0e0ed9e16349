package ingest

import (
	"slices"
	"strings"
)

// subtotalWindow is how many columns may hold the label of a subtotal: names
// stand on the left of a table.
const subtotalWindow = 6

// subtotalShapes is how many shapes of subtotals a table may have: which
// names they give beside their label. Reports have a handful.
const subtotalShapes = 16

// everyPart reports whether a cell says that its row is of all values of its
// column, as "全部" among the sources of an account does.
func everyPart(cell string) bool {
	if len(cell) > 32 {
		return false
	}
	switch s := strings.TrimSpace(cell); s {
	case "全部", "所有", "全部渠道", "所有渠道", "全部来源", "所有来源", "不限":
		return true
	default:
		for _, w := range []string{"all", "all channels", "all sources", "all devices", "alle", "tous", "toutes", "todos", "todas"} {
			if strings.EqualFold(s, w) {
				return true
			}
		}
	}
	return false
}

// subtotal is a row that carries the label of a total inside the table.
type subtotal struct {
	row   int32 // data row of the table
	label int32 // column of the label
	every bool
	parts *parts
}

// parts are the rows that a subtotal may be the sum of.
type parts struct {
	rows         int
	sum, largest []int64
}

// subtotalShape is the columns in which subtotals have the names of their
// parts, and the parts by these names.
type subtotalShape struct {
	key   []int
	parts map[string]*parts
}

// subtotals takes the rows that are sums of other rows out of t's data and
// returns them as rows of the grid. Such a row carries a label: the word for
// a total, or for all parts, as the source "全部" beside every single one. It
// is a subtotal only if its figures are the sums of those rows that have the
// same names elsewhere, since a campaign may well be called Total. Of all parts
// together a person is counted once, so that such a figure lies between the
// largest part and the sum; it has to for all rows that say so. A label that
// most rows carry is a name.
func (d *detector) subtotals(t *Table) []int32 {
	marked := d.labelled(t)
	if len(marked) == 0 || len(marked)*2 > len(t.rows) {
		return nil
	}
	columns := figureColumns(d, t, marked)
	var shapes []subtotalShape
	for i := range marked {
		m := &marked[i]
		key := d.keyOf(t, m, columns)
		at := slices.IndexFunc(shapes, func(s subtotalShape) bool { return slices.Equal(s.key, key) })
		if at < 0 {
			if at = len(shapes); at == subtotalShapes {
				return nil
			}
			shapes = append(shapes, subtotalShape{key: key, parts: map[string]*parts{}})
		}
		names := namesOf(t, int(m.row), key)
		if m.parts = shapes[at].parts[names]; m.parts == nil {
			m.parts = &parts{sum: make([]int64, len(columns)), largest: make([]int64, len(columns))}
			shapes[at].parts[names] = m.parts
		}
	}
	gather(t, marked, columns, shapes)

	every, several := true, false
	for _, m := range marked {
		if m.every {
			every = every && m.within(t, columns)
			several = several || m.parts.rows > 1
		}
	}
	var out []int32
	kept := make([]int32, 0, len(t.rows))
	next := 0
	for i, r := range t.rows {
		if next < len(marked) && int(marked[next].row) == i {
			m := marked[next]
			next++
			if m.every && every && several || !m.every && m.equals(t, columns) {
				out = append(out, r)
				continue
			}
		}
		kept = append(kept, r)
	}
	t.rows = kept
	return out
}

// labelled returns the data rows with a label, in order.
func (d *detector) labelled(t *Table) []subtotal {
	var out []subtotal
	for i := range t.rows {
		for c := range min(len(t.Header), subtotalWindow) {
			cell := t.Cell(i, c)
			if every := everyPart(cell); every || d.totals.word(cell) {
				out = append(out, subtotal{row: int32(i), label: int32(c), every: every})
				break
			}
		}
	}
	return out
}

// figureColumn is a column whose figures add up, those of people as long as
// nobody is in two parts.
type figureColumn struct {
	at     int
	style  numberStyle
	people bool
}

func figureColumns(d *detector, t *Table, marked []subtotal) []figureColumn {
	var out []figureColumn
	for c := range t.Header {
		n, _ := normalHeader(t.Header[c])
		if d.dated(t, c) || vocabulary().derived(n) {
			continue
		}
		for _, m := range marked {
			if _, ok := bare(t.Cell(int(m.row), c)); ok {
				people := slices.ContainsFunc([]string{"人", "用户", "user", "people", "viewer", "reader", "nutzer", "personen"},
					func(w string) bool { return strings.Contains(n, w) })
				out = append(out, figureColumn{at: c, style: decideStyle(t.texts(c)), people: people})
				break
			}
		}
	}
	return out
}

// of returns the figure of data row i in the column; !ok if there is none
// that adds up.
func (f figureColumn) of(t *Table, i int) (units int64, ok bool) {
	n, err := parseNumber(t.Cell(i, f.at), f.style, 6)
	return n.units, err == nil && !n.none && !n.bound && !n.percent
}

// keyOf returns the columns in which m has a name. Blank names and other
// labels of totals say nothing of its parts.
func (d *detector) keyOf(t *Table, m *subtotal, columns []figureColumn) []int {
	var key []int
	for c := range t.Header {
		if c == int(m.label) || c >= subtotalWindow && !d.dated(t, c) {
			continue
		}
		cell := t.Cell(int(m.row), c)
		if isNull(cell) || isBound(cell) || d.totals.word(cell) || everyPart(cell) {
			continue
		}
		if at := slices.IndexFunc(columns, func(f figureColumn) bool { return f.at == c }); at >= 0 {
			if _, ok := columns[at].of(t, int(m.row)); ok {
				continue
			}
		}
		key = append(key, c)
	}
	return key
}

// gather adds up the rows without a label for every subtotal they may be part
// of.
func gather(t *Table, marked []subtotal, columns []figureColumn, shapes []subtotalShape) {
	next := 0
	for i := range t.rows {
		if next < len(marked) && int(marked[next].row) == i {
			next++
			continue
		}
		for _, s := range shapes {
			p := s.parts[namesOf(t, i, s.key)]
			if p == nil {
				continue
			}
			p.rows++
			for j, f := range columns {
				if n, ok := f.of(t, i); ok && p.sum[j] < 1<<60 {
					p.sum[j] += n
					p.largest[j] = max(p.largest[j], n)
				}
			}
		}
	}
}

// equals reports whether m's figures are the sums of its parts, within a
// hundredth a row, at least one being there.
func (m subtotal) equals(t *Table, columns []figureColumn) bool {
	agree := 0
	for j, f := range columns {
		n, ok := f.of(t, int(m.row))
		if !ok || n == 0 {
			continue
		}
		if diff := m.parts.sum[j] - n; m.parts.rows == 0 || max(diff, -diff) > int64(m.parts.rows)*10_000 {
			return false
		}
		agree++
	}
	return agree > 0
}

// within reports whether m's figures are those of all its parts, each person
// counted once. A row without figures is that of a day without any.
func (m subtotal) within(t *Table, columns []figureColumn) bool {
	for j, f := range columns {
		n, ok := f.of(t, int(m.row))
		if !ok || n == 0 {
			continue
		}
		low, slack := m.parts.sum[j], int64(m.parts.rows)*10_000
		if f.people {
			low = m.parts.largest[j]
		}
		if m.parts.rows == 0 || n < low-slack || n > m.parts.sum[j]+slack {
			return false
		}
	}
	return true
}

// namesOf returns what row i says in the columns of a key.
func namesOf(t *Table, i int, key []int) string {
	var b strings.Builder
	for _, c := range key {
		b.WriteString(strings.TrimSpace(t.Cell(i, c)))
		b.WriteByte(0)
	}
	return b.String()
}
