package ingest

import (
	"slices"
	"strings"

	"daybreak/internal/ops"
)

// headerRows is how far down a block the header may stand.
const headerRows = 30

// findTables cuts the rows of a sheet into tables. Blank lines part blocks; a
// block with a header of its own begins a table, a block before the first
// header is preamble, any other belongs to the table above it. Tables that
// stand side by side are cut apart. hinted is the line of the first header if
// a person named it, else 0.
func findTables(g *grid, hinted int) []*Table {
	d := detector{grid: g, words: vocabulary().known, figures: vocabulary().figures, totals: newTotalWords(), dates: newDateForms()}
	var tables []*Table
	var pending []Skipped // lines above the next header
	for from := 0; from < g.len(); {
		if d.blank(from) {
			pending = append(pending, d.skipped(from, SkipBlank))
			from++
			continue
		}
		to := from
		for to < g.len() && !d.blank(to) {
			to++
		}
		if from == 0 && g.declared {
			pending = append(pending, d.skipped(0, SkipSeparator))
			if from++; from == to {
				continue
			}
		}
		at, height := d.header(from, to, len(tables) == 0)
		if hinted > 0 && len(tables) == 0 {
			at, height = -1, 1
			for r := from; r < to; r++ {
				if int(g.lines[r]) == hinted {
					at = r
				}
			}
		}
		switch {
		case at >= 0:
			t := &Table{grid: g, Skipped: pending, HeaderLine: int(g.lines[at])}
			pending = nil
			d.open(t, from, at, height)
			to = d.another(t, at+height, to)
			d.body(t, at+height, to)
			tables = append(tables, t)
		case len(tables) > 0:
			t := tables[len(tables)-1]
			t.Skipped = append(t.Skipped, pending...)
			pending = nil
			to = d.another(t, from+1, to)
			d.body(t, from, to)
		default:
			for r := from; r < to; r++ {
				pending = append(pending, d.skipped(r, d.prefatory(r)))
			}
		}
		from = to
	}
	if len(tables) > 0 {
		t := tables[len(tables)-1]
		t.Skipped = append(t.Skipped, pending...)
	}
	for _, t := range tables {
		if cuts := t.beside(&d); len(cuts) > 0 {
			var apart []*Table
			from := 0
			for _, to := range append(cuts, MaxColumns) {
				apart = append(apart, findTables(g.columns(from, to), hinted)...)
				from = to
			}
			return apart
		}
	}
	for _, t := range tables {
		d.settle(t)
		t.unpivot(&d)
	}
	return tables
}

type detector struct {
	grid    *grid
	words   map[string]bool // headers any preset knows
	figures map[string]bool // those of figures
	totals  *totalWords
	dates   *dateForms
}

func (d *detector) blank(r int) bool { return d.grid.filled(r) == 0 }

func (d *detector) skipped(r int, why SkipReason) Skipped {
	cells := slices.Compact(d.grid.row(r)) // a merged notice stands in every cell
	return Skipped{Line: int(d.grid.lines[r]), Reason: why, Text: ops.Show(strings.TrimSpace(strings.Join(cells, " ")))}
}

// prefatory says what a line above a header is.
func (d *detector) prefatory(r int) SkipReason {
	if strings.HasPrefix(strings.TrimSpace(d.grid.cell(r, 0)), "#") {
		return SkipComment
	}
	return SkipTitle
}

// header finds the header of the block of rows [from, to): the row, or the
// two rows, with most different cells that are known headers. In the first
// block that has a table, a row of unknown words over rows of numbers will do.
func (d *detector) header(from, to int, first bool) (at, height int) {
	at, best := -1, 0
	for r := from; r < min(to, from+headerRows); r++ {
		if !d.wordy(r) {
			continue
		}
		if n := d.score(d.grid.row(r)); n > best {
			at, height, best = r, 1, n
		}
		if r+1 < to {
			if two, ok := d.twoLevels(r); ok {
				if n := d.score(two); n > best {
					at, height, best = r, 2, n
				}
			}
		}
	}
	if best >= 2 || at >= 0 && best == 1 && d.grid.filled(at) > 1 && d.numbersBelow(at, to) {
		if at > from && best == 1 && !first {
			return d.further(from, to), 1
		}
		return at, height
	}
	for r := from; r < min(to-1, from+headerRows); r++ {
		if d.dayColumns(d.grid.row(r)) != nil && d.numbersBelow(r, to) {
			return r, 1
		}
	}
	if !first {
		return d.further(from, to), 1
	}
	for r := from; r < min(to-1, from+headerRows); r++ {
		if d.grid.filled(r) >= 2 && d.grid.filled(r) == d.grid.width(r) && d.wordy(r) && d.numbersBelow(r, to) {
			return r, 1
		}
	}
	for r := from; r < min(to-1, from+headerRows); r++ {
		if d.titles(r) && d.grid.width(r+1) == d.grid.width(r) && d.grid.filled(r+1) >= 2 {
			return r, 1
		}
	}
	return -1, 0
}

// further finds the header of a block of unknown words below another table: a
// row of words, after lines of comment at most, that has a word over every
// column of numbers below it. −1 is none: the block goes on with the table
// above.
func (d *detector) further(from, to int) int {
	for r := from; r < min(to-1, from+headerRows); r++ {
		if d.prefatory(r) == SkipComment && d.grid.filled(r) == 1 || d.grid.filled(r) == 1 && d.grid.width(r) == 1 {
			continue
		}
		if !d.titles(r) || d.grid.width(r+1) != d.grid.width(r) {
			return -1
		}
		numbers := 0
		for c := range d.grid.width(r) {
			if d.number(r+1, c) {
				numbers++
				if isNull(d.grid.cell(r, c)) {
					return -1
				}
			}
		}
		if numbers == 0 {
			return -1
		}
		return r
	}
	return -1
}

// titles reports whether the cells of a row may be the header of a table
// without numbers: at least two, none blank, each another.
func (d *detector) titles(r int) bool {
	if d.grid.filled(r) < 2 || d.grid.filled(r) != d.grid.width(r) || !d.wordy(r) {
		return false
	}
	seen := map[string]bool{}
	for _, cell := range d.grid.row(r) {
		n, _ := normalHeader(cell)
		if seen[n] {
			return false
		}
		seen[n] = true
	}
	return true
}

// score counts the different known headers among cells.
func (d *detector) score(cells []string) int {
	seen := map[string]bool{}
	for _, c := range cells {
		if n, _ := normalHeader(c); n != "" && d.words[n] {
			seen[n] = true
		}
	}
	return len(seen)
}

// wordy reports whether no cell of the row is a number or a date.
func (d *detector) wordy(r int) bool {
	for c := range d.grid.width(r) {
		cell := d.grid.cell(r, c)
		if isNull(cell) {
			continue
		}
		if d.grid.kind(r, c) == numberCell {
			return false
		}
		if _, ok := bare(cell); ok {
			return false
		}
		if d.date(cell) {
			return false
		}
	}
	return true
}

// date reports whether a cell is a date, whichever of day and month is first.
func (d *detector) date(cell string) bool {
	if _, ok := d.dates.parse(cell, dayFirst); ok {
		return true
	}
	_, ok := d.dates.parse(cell, monthFirst)
	return ok
}

// numbersBelow reports whether the row under r, which has as many cells, has
// a number.
func (d *detector) numbersBelow(r, to int) bool {
	for below := r + 1; below < min(to, r+4); below++ {
		if d.grid.width(below) == d.grid.width(r) && !d.wordy(below) {
			return true
		}
	}
	return false
}

// twoLevels joins a header of two lines, where the upper names groups and the
// lower their columns. They must complement one another: the lower row is
// blank where the upper one already names a column.
func (d *detector) twoLevels(r int) ([]string, bool) {
	g := d.grid
	width := max(g.width(r), g.width(r+1))
	joined := make([]string, width)
	gaps, under := false, false
	for c := range width {
		above, below := strings.TrimSpace(g.cell(r, c)), strings.TrimSpace(g.cell(r+1, c))
		if joined[c] = below; below == "" {
			joined[c] = above
			gaps = gaps || above != ""
		} else if above == "" {
			under = true
		}
	}
	return joined, gaps && under && d.wordy(r+1)
}

// open reads header and preamble of a table whose block begins at from.
func (d *detector) open(t *Table, from, at, height int) {
	for r := from; r < at; r++ {
		t.Skipped = append(t.Skipped, d.skipped(r, d.prefatory(r)))
	}
	var lines []string
	for _, s := range t.Skipped {
		if s.Reason == SkipTitle || s.Reason == SkipComment {
			text := strings.Trim(s.Text, "# -\t")
			if text != "" {
				lines = append(lines, text)
			}
		}
	}
	t.Preamble = lines
	for _, l := range slices.Backward(lines) { // the first line that names the table and not its days
		if !strings.ContainsAny(l, ":：") && periodOf([]string{l}).Len() == 0 || t.Title == "" {
			t.Title = l
		}
	}
	t.days = periodOf(lines)
	t.Header = d.grid.row(at)
	if height == 2 {
		t.Header, _ = d.twoLevels(at)
	}
	for i, h := range t.Header {
		t.Header[i] = strings.Join(strings.Fields(h), " ")
	}
	for len(t.Header) > 0 && t.Header[len(t.Header)-1] == "" {
		t.Header = t.Header[:len(t.Header)-1]
	}
	if len(t.Header) == 2 { // the title is the name of the column
		switch n, _ := normalHeader(t.Header[1]); n {
		case "primary", "数值":
			if t.Title != "" {
				t.Header[1] = t.Title
			}
		}
	}
	for r := at; r < at+height; r++ {
		t.Skipped = append(t.Skipped, d.skipped(r, SkipHeader))
	}
}

// body sorts the rows [from, to) under a header into data, totals and others.
func (d *detector) body(t *Table, from, to int) {
	for r := from; r < to; r++ {
		switch {
		case d.note(t, r):
			t.Skipped = append(t.Skipped, d.skipped(r, SkipFooter))
		case d.again(t, r) == len(t.Header):
			t.Skipped = append(t.Skipped, d.skipped(r, SkipHeader))
		case d.totals.row(d.grid, r, len(t.Header)):
			t.totals = append(t.totals, int32(r))
		default:
			t.rows = append(t.rows, int32(r))
		}
	}
}

// note reports whether a row says something about the table instead of being
// in it: one cell of words where the table has several columns.
func (d *detector) note(t *Table, r int) bool {
	if len(t.Header) < 2 || d.grid.filled(r) != 1 {
		return false
	}
	first := strings.TrimSpace(d.grid.cell(r, 0))
	if first == "" || d.totals.word(first) {
		return false
	}
	if strings.HasPrefix(first, "#") {
		return len(t.rows) == 0 || d.grid.width(r) == 1
	}
	if _, ok := d.dates.parse(first, dayFirst); ok {
		return false
	}
	return d.grid.width(r) == 1 || len(t.Header) > 3 && strings.ContainsAny(first, ".。©@ ") && len(t.rows) == 0
}

// settle decides what can only be decided with all rows in sight: a first row
// that describes the columns, and totals without a word for it.
func (d *detector) settle(t *Table) {
	if len(t.rows) >= 2 && d.describes(t) {
		t.Skipped = append(t.Skipped, d.skipped(int(t.rows[0]), SkipDescription))
		t.rows = t.rows[1:]
	}
	for _, at := range []int{0, len(t.rows) - 1} {
		if len(t.rows) >= 2 && at < len(t.rows) && d.nameless(t, at) {
			t.totals = append(t.totals, t.rows[at])
			t.rows = append(t.rows[:at:at], t.rows[at+1:]...)
		}
	}
	for _, r := range t.totals {
		t.Skipped = append(t.Skipped, d.skipped(int(r), SkipTotal))
	}
	for _, r := range d.subtotals(t) {
		t.Skipped = append(t.Skipped, d.skipped(int(r), SkipTotal))
	}
}

// describes reports whether the first data row explains the columns: it has
// words wherever the rows below have numbers, and no number or date anywhere.
func (d *detector) describes(t *Table) bool {
	if !d.wordy(int(t.rows[0])) {
		return false
	}
	words, numbers := 0, 0
	for c := range t.Header {
		_, below := bare(t.Cell(1, c))
		if !below {
			continue
		}
		numbers++
		cell := t.Cell(0, c)
		if _, ok := bare(cell); !ok && !isNull(cell) && !isBound(cell) {
			words++
		}
	}
	return numbers > 0 && words == numbers
}

// nameless reports whether data row i is a total that says so only by having
// no names: every column of words that other rows fill is blank, while a
// number is not. A column in which all rows say the same names nothing.
func (d *detector) nameless(t *Table, i int) bool {
	named, counted := false, false
	for c := range t.Header {
		mine := strings.TrimSpace(t.Cell(i, c))
		if _, ok := bare(mine); ok {
			if !d.dated(t, c) {
				counted = true
				continue
			}
		}
		words, different, last := 0, false, ""
		looked := 0
		for j := 0; j < len(t.rows) && looked < 1000; j++ {
			if j == i {
				continue
			}
			looked++
			cell := strings.TrimSpace(t.Cell(j, c))
			if _, ok := bare(cell); (!ok || d.dated(t, c)) && !isNull(cell) {
				words++
				different = different || last != "" && last != cell
				last = cell
			}
		}
		if words*2 < looked || !different && looked > 1 {
			continue // a column of numbers, mostly blank, or always the same
		}
		if !isNull(mine) {
			return false
		}
		named = true
	}
	return named && counted
}

// dated reports whether a column's header is one of dates.
func (d *detector) dated(t *Table, c int) bool {
	n, _ := normalHeader(t.Header[c])
	switch n {
	case "date", "day", "tag", "jour", "fecha", "día", "日期", "时间", "day index", "统计日期":
		return true
	}
	return false
}
