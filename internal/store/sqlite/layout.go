package sqlite

import (
	"fmt"
	"slices"
	"strings"

	"daybreak/internal/ops"
	"daybreak/internal/store/sqlite/bulk"
)

// computedDay stands in layout.stored for the ops day of an instant, which is
// computed when a row is imported and kept (table column day).
const computedDay = -1

// goneMark stands in layout.stored for whether a row only takes back what is
// stored under its key (table column gone). Records of which there are complete
// reports have it.
const goneMark = -2

// layout says how the rows of a record lie in its table.
type layout struct {
	record *ops.Record
	// stored lists the columns of the table, without batch, by their position
	// in the record: first the primary key, then the others.
	stored []int
	keys   int // how many of stored make the primary key
	day    int // position in stored of the ops day; -1 for a record without
	// roams marks a record whose key does not fix the day, so that versions of
	// a row may lie on several days. A column that identifies a row by itself
	// is such a key, for the rows that have one.
	roams bool
	own   int // position in stored of ops.Record.Own, or -1
	gone  int // position in stored of goneMark, or -1
	// instant is the position in stored of the instant of the row; -1 for a record of days.
	instant int
	sums    []int // record columns whose values may be added over rows

	insert string // of the stored columns, then batch
	find   string // the versions of a row, by primary key: stored columns, batch
	// findOwn is the same by the column that identifies a row by itself.
	findOwn string
	// first and next scan rows in order: stored columns, batch and, if versions
	// may lie elsewhere, whether no later version exists at all. first takes
	// the end and the start of the days, next their end and the scan key and
	// batch of the row to go on behind; neither takes days without a day.
	first, next string
	// versions finds the batches of all versions of a row that roams, with
	// their days, by key.
	versions string
	order    []int // positions in stored that make the scan key
}

// layouts returns the layout of every record by name.
func layouts() map[string]*layout {
	out := make(map[string]*layout)
	for _, r := range ops.Records() {
		out[r.Name] = newLayout(r)
	}
	return out
}

func newLayout(r *ops.Record) *layout {
	l := &layout{record: r, keys: len(r.Keys()), day: -1, own: -1, gone: -1, instant: -1}
	for _, name := range r.Keys() {
		l.stored = append(l.stored, r.Column(name)) // "" is not found: computedDay
	}
	dayColumn := r.Column(r.Day)
	if r.Day != "" && r.Columns[dayColumn].Type == ops.Instant {
		dayColumn = computedDay
		if !slices.Contains(l.stored, computedDay) {
			l.stored = append(l.stored, computedDay)
		}
	}
	for i := range r.Columns {
		if !slices.Contains(l.stored, i) {
			l.stored = append(l.stored, i)
		}
	}
	if len(r.Reporter) > 0 {
		l.gone = len(l.stored)
		l.stored = append(l.stored, goneMark)
	}
	if r.Day != "" {
		l.day = slices.Index(l.stored, dayColumn)
	}
	for c, column := range r.Columns {
		if r.Adds(c) {
			l.sums = append(l.sums, c)
		}
		if column.Name == r.Day && column.Type == ops.Instant {
			l.instant = slices.Index(l.stored, c)
		}
	}
	l.roams = l.day >= l.keys
	if r.Own != "" {
		l.own = slices.Index(l.stored, r.Column(r.Own))
	}
	for i := range l.keys {
		l.order = append(l.order, i)
	}
	if l.roams {
		l.order = append([]int{l.day}, l.order...)
	}
	l.statements()
	return l
}

// statements writes the layout's SQL. Its identifiers are all from the list of
// records.
func (l *layout) statements() {
	table := l.record.Name
	columns := make([]string, len(l.stored))
	for i := range l.stored {
		columns[i] = "[" + l.name(i) + "]"
	}
	key := columns[:l.keys]
	equal := func(columns []string) string { return strings.Join(columns, " = ? AND ") + " = ?" }
	all := strings.Join(columns, ", ")

	l.insert = bulk.InsertInput(table, append(slices.Clone(columns), "batch")...)
	l.find = fmt.Sprintf("SELECT %s, batch FROM %s WHERE %s", all, table, equal(key))

	newest := ""
	switch {
	case l.roams:
		l.versions = fmt.Sprintf("SELECT batch, day FROM %s WHERE %s", table, equal(key))
		var same []string
		for _, c := range key {
			same = append(same, fmt.Sprintf("v.%s = r.%s", c, c))
		}
		newest = fmt.Sprintf(", NOT EXISTS (SELECT 1 FROM %s v WHERE %s AND v.batch > r.batch)", table, strings.Join(same, " AND "))
	case l.own >= 0:
		own := columns[l.own]
		l.findOwn = fmt.Sprintf("SELECT %s, batch FROM %s WHERE %[3]s <> '' AND %[3]s = ?", all, table, own)
		l.versions = fmt.Sprintf("SELECT batch, %s FROM %s WHERE %[3]s <> '' AND %[3]s = ?", columns[l.day], table, own)
		newest = fmt.Sprintf(", r.%[2]s = '' OR NOT EXISTS (SELECT 1 FROM %[1]s v WHERE v.%[2]s <> '' AND v.%[2]s = r.%[2]s AND v.batch > r.batch)", table, own)
	}
	var order []string
	for _, i := range l.order {
		order = append(order, columns[i])
	}
	order = append(order, "batch")
	scan := func(where string) string {
		return fmt.Sprintf("SELECT %s, batch%s FROM %s r WHERE %s ORDER BY %s LIMIT %d", all, newest, table, where, strings.Join(order, ", "), bulk.Chunk)
	}
	l.first = scan("1")
	behind := fmt.Sprintf("(%s) > (%s?)", strings.Join(order, ", "), strings.Repeat("?, ", len(order)-1))
	l.next = scan(behind)
	if l.day >= 0 {
		l.first = scan(order[0] + " < ? AND " + order[0] + " >= ?")
		l.next = scan(order[0] + " < ? AND " + behind)
	}
}

// name returns the table's name of a stored column.
func (l *layout) name(stored int) string {
	switch c := l.stored[stored]; c {
	case computedDay:
		return "day"
	case goneMark:
		return "gone"
	default:
		return l.record.Columns[c].Name
	}
}

// takesBack reports whether row i of an answer with the stored columns only
// takes back what was stored under its key.
func (l *layout) takesBack(r *bulk.Results, i int) bool { return l.gone >= 0 && r.Int(i, l.gone) != 0 }

// text reports whether a stored column is kept as text, not as a number.
func (l *layout) text(stored int) bool {
	c := l.stored[stored]
	return c >= 0 && l.record.Columns[c].Type == ops.Text
}

// kinds returns the kinds of parameters of the stored columns at the given
// positions, as bulk wants them.
func (l *layout) kinds(positions []int) string {
	var b strings.Builder
	for _, i := range positions {
		if l.text(i) {
			b.WriteByte('t')
		} else {
			b.WriteByte('i')
		}
	}
	return b.String()
}

// all returns the positions of all stored columns, key those of the primary
// key.
func (l *layout) all() []int { return upTo(len(l.stored)) }
func (l *layout) key() []int { return upTo(l.keys) }

func upTo(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}
