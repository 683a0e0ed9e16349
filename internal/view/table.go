package view

import "daybreak/internal/ops"

// Table is a table of figures.
type Table struct {
	Caption string
	Crumbs  []Choice
	Head    []Head
	Rows    []Row
	Total   *Row
	Wide    bool    // with bars and spark lines
	More    *Choice // where all of it is
	Empty   string  // said in place of no rows; "" for the usual
	Note    string  // said under the rows
	Cut     bool    // more rows than a page should hold: the CSV has them all
}

// Head is the head of a column.
type Head struct {
	Name        string // in the address that orders by it; "" where nothing does
	Text, Title string
	Number      bool
	Fixed       bool   // a picture: it can be left out, but nothing is ordered by it
	Sorted      bool   // the rows are ordered by it …
	Ascending   bool   // … the smallest first
	Href        string // the table ordered by it
}

// Row is one row: its name and its cells.
type Row struct {
	Name, Href, Bar string
	Open            bool // in progress
	Rest            bool // the sum of groups that are not shown
	Texts           int  // the first cells, which hold words and not figures
	Cells           []Cell
	Days            ops.Range // that the row is about; empty for others
	Note            string    // where its days are noted on; "" nowhere
	Marks           string    // what happened on them
}

// tableRows is the most rows a panel shows as a table.
const tableRows = 120

// frameFigures writes a frame whose first key names the rows.
func (b Page) frameFigures(p *ops.Panel, f *ops.Frame) *Table {
	out := &Table{Caption: b.Label(p.Title)}
	if len(f.Keys) == 0 {
		return out
	}
	for _, k := range f.Keys {
		out.Head = append(out.Head, Head{Name: k.Name, Text: b.Label(k.Label)})
	}
	for _, v := range f.Values {
		out.Head = append(out.Head, Head{Name: v.Name, Text: b.Label(v.Label), Number: true})
	}
	n := len(f.Keys[0].Texts)
	out.Cut = n > tableRows
	for i := max(0, n-tableRows); i < n; i++ {
		row := Row{Name: b.keyText(f.Keys[0], i), Days: dayOfKey(f.Keys[0], i)}
		for _, k := range f.Keys[1:] {
			row.Cells = append(row.Cells, Cell{Text: b.keyText(k, i)})
		}
		for _, v := range f.Values {
			row.Cells = append(row.Cells, b.cell(v.Values[i], v.Unit))
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

// dayOfKey returns the day a key of a frame is; none for others.
func dayOfKey(k ops.KeyColumn, i int) ops.Range {
	if d, err := ops.ParseDay(k.Texts[i]); k.Name == "date" && err == nil {
		return ops.Range{From: d, To: d + 1}
	}
	return ops.Range{}
}

// keyText writes a key of a frame as a reader expects it.
func (b Page) keyText(k ops.KeyColumn, i int) string {
	text := k.Texts[i]
	if k.Name == "date" {
		if d, err := ops.ParseDay(text); err == nil {
			return b.Day(d)
		}
	}
	return b.Group(text, 0)
}
