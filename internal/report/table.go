// Package report writes tables as files people open elsewhere: CSV and XLSX.
// Nothing else in Daybreak writes either.
package report

import (
	"context"
	"io"
	"strconv"

	"daybreak/internal/ops"
)

// Table is what a file holds, as CSV has it (R5): numbers in full, nothing where
// one is not applicable, NA where it is not known yet, and texts that no
// spreadsheet runs (ops.SafeText).
type Table struct {
	Header []string
	Rows   [][]string
	Mixed  bool // tables stand one beneath the other: each cell that reads as a number is one

	units []ops.Unit // of a frame, by column: "" is text. nil: see numbers
}

// FromFrame returns a frame as a table under the names of its columns. Ratios are
// numbers, not percentages. Rows that are periods carry their state after their
// keys: complete or in_progress (R2).
func FromFrame(f *ops.Frame) *Table {
	t := &Table{}
	column := func(name string, unit ops.Unit) {
		t.Header, t.units = append(t.Header, name), append(t.units, unit)
	}
	rows := 0
	for _, k := range f.Keys {
		column(k.Name, "")
		rows = len(k.Texts)
	}
	if f.InProgress != nil {
		column(ops.StateColumn, "")
	}
	for _, v := range f.Values {
		column(v.Name, v.Unit)
		rows = len(v.Values)
	}
	for i := range rows {
		var row []string
		for _, k := range f.Keys {
			row = append(row, ops.SafeText(k.Texts[i]))
		}
		if f.InProgress != nil {
			row = append(row, f.RowState(i))
		}
		for _, v := range f.Values {
			row = append(row, Text(v.Values[i]))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// The words of a value that is no number (R5).
const (
	NotApplicable = ""
	Pending       = "NA"
	Few           = "<5" // it counts 1 to 4 people, and who asks may not see how many
	Withheld      = "*"  // with it 1 to 4 people could be counted
)

// Text returns a value as CSV has it.
func Text(v ops.Value) string {
	switch v.State {
	case ops.NotApplicable:
		return NotApplicable
	case ops.Pending:
		return Pending
	case ops.Few:
		return Few
	case ops.Withheld:
		return Withheld
	}
	return strconv.FormatFloat(v.Number, 'f', -1, 64)
}

// Format is a kind of file.
type Format string

// The formats.
const (
	CSV  Format = "csv"  // UTF-8, for programs
	Mark Format = "mark" // CSV that begins with a byte order mark, without which Excel takes Chinese for gibberish
	XLSX Format = "xlsx"
)

// Type returns the content type of files of the format.
func (f Format) Type() string {
	if f == XLSX {
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	}
	return "text/csv; charset=utf-8"
}

// Attachment returns the header Content-Disposition of a file of that name, given
// without its ending.
func (f Format) Attachment(name string) string {
	if f == XLSX {
		return `attachment; filename="` + name + `.xlsx"`
	}
	return `attachment; filename="` + name + `.csv"`
}

// Write writes the table as a file of the format until ctx ends. A workbook has
// one sheet of that name.
func (f Format) Write(ctx context.Context, w io.Writer, name string, t *Table) error {
	if f == XLSX {
		return WriteWorkbook(ctx, w, []Sheet{{name, t}})
	}
	rows := NewRows(w, f == Mark)
	if err := rows.Write(t.Header); err != nil {
		return err
	}
	for _, row := range t.Rows {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := rows.Write(row); err != nil {
			return err
		}
	}
	return rows.Flush()
}
