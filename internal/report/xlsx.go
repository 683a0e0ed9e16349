package report

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"daybreak/internal/ops"
)

// Sheet is one table of a workbook. Name becomes the sheet's as far as
// spreadsheets allow; sheets of equal names are numbered.
type Sheet struct {
	Name  string
	Table *Table
}

// maxRows is what a sheet holds, header included.
const maxRows = 1_048_576

// WriteWorkbook writes a workbook row by row; what does not fit into 16 MiB waits
// in a file. Texts are cells of type text whatever they begin with, so nothing
// runs; known values are numbers with their unit's format; the unknown are empty
// or NA as in CSV. A table longer than a sheet is an *ops.Error with code
// too_many_rows.
func WriteWorkbook(ctx context.Context, w io.Writer, sheets []Sheet) (err error) {
	file := excelize.NewFile()
	defer func() {
		if closed := file.Close(); err == nil {
			err = closed
		}
	}()
	formats, err := newFormats(file)
	if err != nil {
		return err
	}
	used := map[string]bool{}
	for i, s := range sheets {
		if n := len(s.Table.Rows); n >= maxRows {
			return &ops.Error{Code: "too_many_rows", Message: fmt.Sprintf("%s has %d rows; a sheet holds %d.", s.Name, n, maxRows-1),
				Hint: "Download it as CSV."}
		}
		name := sheetName(s.Name, used)
		if i == 0 {
			err = file.SetSheetName("Sheet1", name)
		} else {
			_, err = file.NewSheet(name)
		}
		if err != nil {
			return err
		}
		if err := writeSheet(ctx, file, name, s.Table, formats); err != nil {
			return err
		}
	}
	return file.Write(w)
}

// newFormats makes one cell style for each unit.
func newFormats(file *excelize.File) (map[ops.Unit]int, error) {
	out := map[ops.Unit]int{}
	for _, f := range []struct {
		unit   ops.Unit
		format string
	}{
		{ops.UnitCount, "#,##0"}, {ops.UnitMoney, "#,##0.00"}, {ops.UnitPercent, "0.0%"},
		{ops.UnitTimes, "0.00"}, {ops.UnitNumber, "#,##0.00"}, {ops.UnitDays, "0.0"},
	} {
		style, err := file.NewStyle(&excelize.Style{CustomNumFmt: &f.format})
		if err != nil {
			return nil, err
		}
		out[f.unit] = style
	}
	return out, nil
}

func writeSheet(ctx context.Context, file *excelize.File, name string, t *Table, formats map[ops.Unit]int) error {
	out, err := file.NewStreamWriter(name)
	if err != nil {
		return err
	}
	numbers := t.numbers()
	cells := make([]any, len(t.Header))
	for c, h := range t.Header {
		cells[c] = ops.UnsafeText(h)
	}
	for r := range len(t.Rows) + 1 {
		if err := ctx.Err(); err != nil {
			return err
		}
		if r > 0 {
			cells = cells[:0]
			for c, text := range t.Rows[r-1] {
				cells = append(cells, t.cell(c, text, numbers, formats))
			}
		}
		at, err := excelize.CoordinatesToCellName(1, r+1)
		if err != nil {
			return err
		}
		if err := out.SetRow(at, cells); err != nil {
			return err
		}
	}
	return out.Flush()
}

// cell returns what a sheet has for a text of column c.
func (t *Table) cell(c int, text string, numbers []bool, formats map[ops.Unit]int) any {
	if text == "" {
		return nil
	}
	if c < len(numbers) && numbers[c] {
		if x, ok := number(text); ok {
			if t.units != nil {
				return excelize.Cell{StyleID: formats[t.units[c]], Value: x}
			}
			return x
		}
	}
	return ops.UnsafeText(text)
}

// numbers says of each column whether its cells are numbers. A frame knows; of
// another table those are that hold nothing else and are not what a record has as
// a text: the id of a member may look like a number and is none.
func (t *Table) numbers() []bool {
	out := make([]bool, len(t.Header))
	if t.Mixed {
		for _, row := range t.Rows {
			out = append(out, make([]bool, max(0, len(row)-len(out)))...)
		}
		for c := range out {
			out[c] = true
		}
		return out
	}
	for c, name := range t.Header {
		if t.units != nil {
			out[c] = t.units[c] != ""
			continue
		}
		out[c] = !isText(name)
		for _, row := range t.Rows {
			if c < len(row) && row[c] != NotApplicable && row[c] != Pending {
				_, ok := number(row[c])
				out[c] = out[c] && ok
			}
		}
	}
	return out
}

// isText reports whether some record has texts in a column of that name.
func isText(name string) bool {
	for _, r := range ops.Records() {
		if c := r.Column(name); c >= 0 && r.Columns[c].Type.IsText() {
			return true
		}
	}
	return false
}

// number returns the number that a text is, spelled as Text spells it.
func number(text string) (float64, bool) {
	x, err := strconv.ParseFloat(text, 64)
	return x, err == nil && strconv.FormatFloat(x, 'f', -1, 64) == text
}

// sheetName makes a name that spreadsheets accept: at most 31 characters,
// without []:*?/\ and quotes, unlike the others whatever the case.
func sheetName(name string, used map[string]bool) string {
	name = strings.TrimSpace(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\'`, r) || ops.Invisible(r) {
			return ' '
		}
		return r
	}, name))
	if name == "" {
		name = "Sheet"
	}
	out := cut(name, 31)
	for n := 2; used[strings.ToLower(out)]; n++ {
		suffix := fmt.Sprintf(" %d", n)
		out = cut(name, 31-len(suffix)) + suffix
	}
	used[strings.ToLower(out)] = true
	return out
}

// cut keeps at most n characters, counted as spreadsheets do: those beyond
// the basic plane are two.
func cut(s string, n int) string {
	units := 0
	for i, r := range s {
		if r > 0xffff {
			units++
		}
		if units++; units > n {
			return strings.TrimSpace(s[:i])
		}
	}
	return s
}
