package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"

	"daybreak/internal/ops"
)

// Sheet is one frame of a workbook. Name becomes the sheet's as far as
// spreadsheets allow; sheets of equal names are numbered.
type Sheet struct {
	Name  string
	Frame *ops.Frame
}

// maxRows is what a sheet holds, header included.
const maxRows = 1_048_576

// XLSX writes a workbook. Texts are cells of type text whatever they begin
// with, so nothing runs; known values are numbers with their unit's format;
// the unknown are empty or NA as in CSV. A frame longer than a sheet is an
// *ops.Error with code too_many_rows.
func XLSX(w io.Writer, sheets []Sheet, language string) (err error) {
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
		if rows(s.Frame) >= maxRows {
			return &ops.Error{Code: "too_many_rows", Message: fmt.Sprintf("%s has %d rows; a sheet holds %d.", s.Name, rows(s.Frame), maxRows-1),
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
		if err := writeSheet(file, name, s.Frame, language, formats); err != nil {
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

func writeSheet(file *excelize.File, name string, f *ops.Frame, language string, formats map[ops.Unit]int) error {
	for c, text := range header(f, language) {
		if err := setText(file, name, c, 0, text); err != nil {
			return err
		}
	}
	texts := keys(f)
	for c, key := range texts {
		for r, text := range key.Texts {
			if err := setText(file, name, c, r+1, text); err != nil {
				return err
			}
		}
	}
	for i, column := range f.Values {
		c := len(texts) + i
		for r, v := range column.Values {
			if v.State != ops.Known {
				if err := setText(file, name, c, r+1, Text(v)); err != nil {
					return err
				}
				continue
			}
			cell, err := excelize.CoordinatesToCellName(c+1, r+2)
			if err != nil {
				return err
			}
			if err := file.SetCellFloat(name, cell, v.Number, -1, 64); err != nil {
				return err
			}
		}
		letter, err := excelize.ColumnNumberToName(c + 1)
		if err != nil {
			return err
		}
		if err := file.SetColStyle(name, letter, formats[column.Unit]); err != nil {
			return err
		}
	}
	return nil
}

// setText writes a text cell; an empty text leaves the cell empty.
func setText(file *excelize.File, sheet string, column, row int, text string) error {
	if text == "" {
		return nil
	}
	cell, err := excelize.CoordinatesToCellName(column+1, row+1)
	if err != nil {
		return err
	}
	return file.SetCellStr(sheet, cell, text)
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
