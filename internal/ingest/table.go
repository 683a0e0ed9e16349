package ingest

import (
	"iter"
	"strings"

	"daybreak/internal/ops"
)

// Hints are what a person said about a file after seeing how it was read.
// Zero fields are detected.
type Hints struct {
	Encoding  string // one of Encodings()
	Delimiter rune
	Header    int // line of the header row, in the first table of each sheet
}

// Document is a file as it was read: one table or several. Nothing of it is
// interpreted yet but where tables begin and end.
type Document struct {
	Name      string
	Format    string // csv, xlsx or html
	Encoding  string // "" for xlsx
	Delimiter rune   // 0 unless csv
	Tables    []*Table
	Notices   []*ops.Error // what its reader should know; nothing here stops an import

	headless bool // its first line holds values
}

// Table is one table of a document: a header and its data rows. Every line
// of the sheet is in one of its tables a data row or skipped with a reason; of
// tables that stand side by side, in each of them. A line is one data row, but
// several where the days stand in columns.
type Table struct {
	File       string
	Sheet      string   // name of the sheet, or ""
	Hidden     bool     // the sheet is hidden
	Title      string   // what the lines above the header call the table, or ""
	Preamble   []string // the lines above the header, title included
	Header     []string // as written; of a header of two lines the lower, where it says something
	HeaderLine int
	Skipped    []Skipped
	Notices    []*ops.Error

	grid   *grid
	rows   []int32 // rows of the grid that are data
	totals []int32 // rows of the grid that are totals
	sparse bool    // rows may end early: HTML leaves out blank cells
	days   ops.Range

	turned  *turned    // the days stood in columns
	refused *ops.Error // why the table cannot be mapped, or nil
}

// SkipReason says why a line is not a data row.
type SkipReason string

// The reasons.
const (
	SkipHeader      SkipReason = "header"
	SkipTitle       SkipReason = "title"
	SkipComment     SkipReason = "comment"
	SkipSeparator   SkipReason = "separator" // sep=;
	SkipBlank       SkipReason = "blank"
	SkipDescription SkipReason = "description"
	SkipTotal       SkipReason = "total"
	SkipFooter      SkipReason = "footer"
)

// Skipped is a line that is not a data row.
type Skipped struct {
	Line   int
	Reason SkipReason
	Text   string // the line, cut for display
}

// Rejected is a data row that cannot be imported. Err.Where holds its line.
type Rejected struct {
	Cells []string
	Err   *ops.Error
}

// Len returns the number of data rows.
func (t *Table) Len() int { return len(t.rows) }

// Line returns the line of the file (the row of the sheet) on which data row
// i begins.
func (t *Table) Line(i int) int { return int(t.grid.lines[t.rows[i]]) }

// Cell returns the text of data row i in column c, or "" where the row is
// shorter.
func (t *Table) Cell(i, c int) string { return unticked(t.grid.cell(int(t.rows[i]), c)) }

// unticked takes off the ` that statements of WeChat Pay put before every value.
func unticked(cell string) string {
	if cell != "" && cell[0] == '`' && strings.IndexByte(cell[1:], '`') < 0 {
		return cell[1:]
	}
	return cell
}

// Row returns the cells of data row i as they stand in the file.
func (t *Table) Row(i int) []string { return t.grid.row(int(t.rows[i])) }

// cells is Row for those who take bytes.
func (t *Table) cells(i int) [][]byte {
	row := t.Row(i)
	out := make([][]byte, len(row))
	for c := range row {
		out[c] = []byte(row[c])
	}
	return out
}

// Column yields the cells of column c, one for each data row.
func (t *Table) Column(c int) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		for i := range t.rows {
			if !yield(i, t.Cell(i, c)) {
				return
			}
		}
	}
}

// texts yields the cells of column c that are text and not numbers of a
// workbook, which have a style of their own.
func (t *Table) texts(c int) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for _, r := range t.rows {
			if t.grid.kind(int(r), c) == textCell && !yield(t.grid.cell(int(r), c)) {
				return
			}
		}
	}
}

// Period returns the days the lines above the header say the table covers;
// it is empty when they do not say.
func (t *Table) Period() ops.Range { return t.days }

// cellKind says what the file itself knows about a cell.
type cellKind uint8

const (
	textCell   cellKind = iota // nothing: every cell of a CSV
	numberCell                 // a number, written with a decimal point
	errorCell                  // #REF! and the like
)

// grid holds the records of a file or sheet, ragged, in one buffer: a cell
// costs its text and five bytes.
type grid struct {
	text  []byte
	ends  []uint32   // end of each cell in text
	kinds []cellKind // of each cell; nil if all are text
	first []uint32   // index of each row's first cell, and one past the last
	lines []int32    // line each row begins on

	merged   []span // of a worksheet
	declared bool   // the first row is a line such as sep=;
}

func newGrid() *grid { return &grid{first: []uint32{0}} }

func (g *grid) len() int        { return len(g.lines) }
func (g *grid) width(r int) int { return int(g.first[r+1] - g.first[r]) }

// add appends a cell to the row being built.
func (g *grid) add(cell []byte) {
	g.text = append(g.text, textOf(cell)...)
	g.ends = append(g.ends, uint32(len(g.text)))
}

// addKind is add for formats that know kinds; it is used for all cells of a
// grid or for none.
func (g *grid) addKind(cell []byte, k cellKind) {
	g.add(cell)
	g.kinds = append(g.kinds, k)
}

func (g *grid) endRow(line int) {
	g.first = append(g.first, uint32(len(g.ends)))
	g.lines = append(g.lines, int32(line))
}

func (g *grid) cell(r, c int) string {
	if c < 0 || c >= g.width(r) {
		return ""
	}
	i := g.first[r] + uint32(c)
	from := uint32(0)
	if i > 0 {
		from = g.ends[i-1]
	}
	return string(g.text[from:g.ends[i]])
}

func (g *grid) kind(r, c int) cellKind {
	if g.kinds == nil || c < 0 || c >= g.width(r) {
		return textCell
	}
	return g.kinds[g.first[r]+uint32(c)]
}

func (g *grid) row(r int) []string {
	out := make([]string, g.width(r))
	for c := range out {
		out[c] = g.cell(r, c)
	}
	return out
}

// filled returns how many cells of row r are not blank.
func (g *grid) filled(r int) int {
	n := 0
	for c := range g.width(r) {
		if strings.TrimSpace(g.cell(r, c)) != "" {
			n++
		}
	}
	return n
}
