package ingest

import (
	"fmt"
	"slices"
	"strings"

	"daybreak/internal/ops"
)

// wideDays is how many days must stand in a header for its columns to be days.
const wideDays = 3

// dayColumns returns the columns of a header that are days, if they are at
// least wideDays different ones that go on in one direction and the other
// cells are words; else nil. A day in a header is written as a date, not as
// the number by which a spreadsheet program counts it.
func (d *detector) dayColumns(cells []string) []int {
	for _, order := range []dateOrder{dayFirst, monthFirst} {
		var columns []int
		var days []ops.Day
		fits := true
		for c, cell := range cells {
			s := strings.TrimSpace(cell)
			if m, ok := d.dates.parse(s, order); ok && !m.many() && !d.dates.serial.MatchString(s) {
				columns, days = append(columns, c), append(days, m.civil())
			} else if _, ok := bare(s); ok {
				fits = false
			}
		}
		step := func(a, b ops.Day) bool { return a < b }
		if len(days) > 1 && days[0] > days[1] {
			step = func(a, b ops.Day) bool { return a > b }
		}
		for i := 1; i < len(days); i++ {
			fits = fits && step(days[i-1], days[i])
		}
		if fits && len(columns) >= wideDays {
			return columns
		}
	}
	return nil
}

// turned is what is left to know of a table whose days stood in columns.
type turned struct {
	days   []string         // the header's, as written
	misfit map[int32][2]int // rows of the grid whose line has another number of cells than its header: both numbers
}

// unpivot turns a table with its days in columns into one with a row for each
// day: the columns of words, the day, and the figure, which is called what the
// lines above the header call it. A table whose rows are different figures
// cannot be turned so and says what to do when it is mapped.
func (t *Table) unpivot(d *detector) {
	days := d.dayColumns(t.Header)
	if days == nil {
		return
	}
	var names []int
	figures := 0 // rows whose name is that of a figure
	for c := range t.Header {
		if slices.Contains(days, c) {
			continue
		}
		if n, _ := normalHeader(t.Header[c]); n == "metric" || n == "metrics" || n == "measure" || n == "指标" || n == "数据指标" || n == "kennzahl" ||
			n == "indicateur" || n == "métrica" {
			figures = t.Len()
		}
		words := true
		for i := range t.rows {
			words = words && !d.number(int(t.rows[i]), c)
		}
		if words {
			names = append(names, c)
		}
	}
	for i := range t.rows {
		if n, _ := normalHeader(t.Cell(i, 0)); len(names) > 0 && names[0] == 0 && d.figures[n] {
			figures++
		}
	}
	if figures*2 > t.Len() {
		t.refused = &ops.Error{Code: "transposed_table", Message: "The days stand in columns and every row is another figure.",
			Hint: "Export with one row for each day, or swap rows and columns in a spreadsheet program (paste special, transpose)."}
		return
	}
	if t.Len()*len(days) > MaxRows+tableNotes {
		t.refused = tooManyRows()
		return
	}
	value := t.Title
	if value == "" || periodOf([]string{value}).Len() > 0 {
		value = "Value"
	}
	long := newGrid()
	header := make([]string, 0, len(names)+2)
	for _, c := range names {
		header = append(header, t.Header[c])
	}
	was := &turned{misfit: map[int32][2]int{}}
	for _, c := range days {
		was.days = append(was.days, t.Header[c])
	}
	var rows []int32
	cell := func(r, c int) {
		if t.grid.kinds == nil {
			long.add([]byte(t.grid.cell(r, c)))
		} else {
			long.addKind([]byte(t.grid.cell(r, c)), t.grid.kind(r, c))
		}
	}
	for _, r := range t.rows {
		line := int(t.grid.lines[r])
		has, wrong := t.misfits(int(r))
		for _, c := range days {
			for _, n := range names {
				cell(int(r), n)
			}
			if t.grid.kinds == nil {
				long.add([]byte(t.Header[c]))
			} else {
				long.addKind([]byte(t.Header[c]), textCell)
			}
			cell(int(r), c)
			rows = append(rows, int32(long.len()))
			if wrong {
				was.misfit[int32(long.len())] = [2]int{has, len(t.Header)}
			}
			long.endRow(line)
			if wrong {
				break
			}
		}
		if err := long.tooLarge(); err != nil {
			t.refused = err
			return
		}
	}
	t.Notices = append(t.Notices, &ops.Error{Code: "unpivoted", Message: fmt.Sprintf("The days stand in %d columns; each line was read as one row for each day.",
		len(days)), Args: []any{len(days)}})
	long.merged = t.grid.merged
	t.grid, t.rows, t.totals, t.turned = long, rows, nil, was
	t.Header = append(header, "Date", value)
}

// number reports whether a cell is a number.
func (d *detector) number(r, c int) bool {
	if d.grid.kind(r, c) == numberCell {
		return true
	}
	cell := d.grid.cell(r, c)
	if isNull(cell) {
		return false
	}
	_, ok := bare(cell)
	return ok
}

// beside returns the columns at which further tables begin that stand beside
// the first one: where the day with which the header begins comes again.
func (t *Table) beside(d *detector) []int {
	if len(t.Header) == 0 || !d.dated(t, 0) {
		return nil
	}
	first, _ := normalHeader(t.Header[0])
	var out []int
	for c := 2; c < len(t.Header); c++ {
		if n, _ := normalHeader(t.Header[c]); n == first {
			out = append(out, c)
		}
	}
	return out
}

// columns returns a grid of some of g's columns, [from, to), with g's lines.
func (g *grid) columns(from, to int) *grid {
	out := newGrid()
	out.merged, out.declared = g.merged, g.declared
	for r := range g.len() {
		for c := from; c < min(to, g.width(r)); c++ {
			if g.kinds == nil {
				out.add([]byte(g.cell(r, c)))
			} else {
				out.addKind([]byte(g.cell(r, c)), g.kind(r, c))
			}
		}
		out.endRow(int(g.lines[r]))
	}
	return out
}
