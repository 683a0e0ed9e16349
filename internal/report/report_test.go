package report_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"daybreak/internal/ops"
	"daybreak/internal/report"
)

func frame() *ops.Frame {
	return &ops.Frame{
		Keys: []ops.KeyColumn{{Name: "campaign", Texts: []string{"=1+1", `a "b", c`, "破晓", ""}}},
		Values: []ops.ValueColumn{
			{Name: "cost", Unit: ops.UnitMoney, Values: []ops.Value{{Number: 0}, {Number: -12.5}, {State: ops.NotApplicable}, {State: ops.Pending}}},
			{Name: "ctr", Unit: ops.UnitPercent, Values: []ops.Value{{Number: 0.021}, {Number: 1e15}, {Number: 1.0 / 3}, {Number: 1}}},
		},
	}
}

func write(t *testing.T, f report.Format, name string, table *report.Table) *bytes.Buffer {
	t.Helper()
	var out bytes.Buffer
	if err := f.Write(t.Context(), &out, name, table); err != nil {
		t.Fatal(err)
	}
	return &out
}

func TestCSV(t *testing.T) {
	want := "campaign,cost,ctr\r\n" +
		"'=1+1,0,0.021\r\n" +
		"\"a \"\"b\"\", c\",-12.5,1000000000000000\r\n" +
		"破晓,,0.3333333333333333\r\n" +
		",NA,1\r\n"
	if got := write(t, report.CSV, "", report.FromFrame(frame())).String(); got != want {
		t.Errorf("got\n%q\nwant\n%q", got, want)
	}
	if got := write(t, report.Mark, "", report.FromFrame(frame())).String(); got != "\ufeff"+want {
		t.Errorf("for a person got\n%q", got)
	}
}

// Rows that are periods say whether their days are complete.
func TestStateOfRows(t *testing.T) {
	f := &ops.Frame{Keys: []ops.KeyColumn{{Name: "date", Texts: []string{"2026-09-01", "2026-09-02"}}},
		Values:     []ops.ValueColumn{{Name: "joins", Unit: ops.UnitCount, Values: []ops.Value{{Number: 2}, {Number: 1}}}},
		InProgress: []bool{false, true}}
	want := "date,state,joins\r\n2026-09-01,complete,2\r\n2026-09-02,in_progress,1\r\n"
	if got := write(t, report.CSV, "", report.FromFrame(f)).String(); got != want {
		t.Errorf("got\n%q\nwant\n%q", got, want)
	}
}

// opened reads a workbook.
func opened(t *testing.T, b *bytes.Buffer) *excelize.File {
	t.Helper()
	file, err := excelize.OpenReader(b)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { file.Close() })
	return file
}

// cellWant is what a cell of a workbook holds.
type cellWant struct {
	raw  string
	text bool
}

func cells(t *testing.T, file *excelize.File, want map[string]cellWant) {
	t.Helper()
	sheet := file.GetSheetList()[0]
	for cell, want := range want {
		raw, err := file.GetCellValue(sheet, cell, excelize.Options{RawCellValue: true})
		if err != nil || raw != want.raw {
			t.Errorf("%s is %q (%v), want %q", cell, raw, err, want.raw)
		}
		kind, err := file.GetCellType(sheet, cell)
		if text := kind == excelize.CellTypeInlineString || kind == excelize.CellTypeSharedString; err != nil || text != want.text {
			t.Errorf("%s is of type %v (%v)", cell, kind, err)
		}
		if formula, err := file.GetCellFormula(sheet, cell); err != nil || formula != "" {
			t.Errorf("%s holds the formula %q (%v)", cell, formula, err)
		}
	}
}

func TestAWorkbookOfAFrame(t *testing.T) {
	file := opened(t, write(t, report.XLSX, "A/B: [x]", report.FromFrame(frame())))
	if got := file.GetSheetList(); len(got) != 1 || got[0] != "A B   x" {
		t.Errorf("sheets %q", got)
	}
	// A spreadsheet keeps 15 digits.
	cells(t, file, map[string]cellWant{
		"A1": {"campaign", true}, "B1": {"cost", true}, "A2": {"=1+1", true}, "B2": {"0", false}, "B3": {"-12.5", false},
		"B4": {"", false}, "B5": {"NA", true}, "C4": {"0.333333333333333", false},
	})
	if shown, err := file.GetCellValue("A B   x", "C2"); err != nil || shown != "2.1%" {
		t.Errorf("CTR shows as %q (%v)", shown, err)
	}
}

// What a record has as a text is one also where all of them look like numbers:
// more than 15 digits of an id would be lost.
func TestAWorkbookOfATable(t *testing.T) {
	table := &report.Table{Header: []string{"member", "days", "note", "invited_by"}, Rows: [][]string{
		{"12345678901234567890", "3", "1", "21"}, {"007", "-2.5", "x", ""}, {"'-1", "NA", "2", "8"}, {"8", "", "'=A1", "9"},
	}}
	file := opened(t, write(t, report.XLSX, strings.Repeat("长", 40), table))
	if got := file.GetSheetList()[0]; got != strings.Repeat("长", 31) {
		t.Errorf("the sheet is called %q", got)
	}
	cells(t, file, map[string]cellWant{
		"A2": {"12345678901234567890", true}, "A3": {"007", true}, "A4": {"-1", true}, "A5": {"8", true},
		"B2": {"3", false}, "B3": {"-2.5", false}, "B4": {"NA", true}, "B5": {"", false},
		"C2": {"1", true}, "C3": {"x", true}, "C5": {"=A1", true}, // a column of texts and numbers is one of texts
		"D2": {"21", true}, "D3": {"", false}, "D4": {"8", true},
	})
}

// A long workbook is written in the memory of a short one: what is ready waits in
// a file.
func TestAWorkbookIsWrittenRowByRow(t *testing.T) {
	row := []string{"2026-09-01", "1", "2.5", strings.Repeat("x", 200), "3"}
	table := &report.Table{Header: []string{"date", "a", "b", "text", "c"}}
	for range 200_000 {
		table.Rows = append(table.Rows, row)
	}
	runtime.GC()
	var before, now runtime.MemStats
	runtime.ReadMemStats(&before)
	peak := uint64(0)
	watch := writerFunc(func(p []byte) (int, error) {
		runtime.ReadMemStats(&now)
		peak = max(peak, now.HeapInuse)
		return len(p), nil
	})
	if err := report.XLSX.Write(t.Context(), watch, "long", table); err != nil {
		t.Fatal(err)
	}
	// The sheet is 80 MB of XML.
	if grown := int64(peak) - int64(before.HeapInuse); peak == 0 || grown > 120<<20 {
		t.Errorf("the heap grew by %d MiB", grown>>20)
	}
}

type writerFunc func(p []byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

func TestWritingEndsWithTheQuestion(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	table := &report.Table{Header: []string{"a"}, Rows: [][]string{{"1"}}}
	for _, f := range []report.Format{report.CSV, report.Mark, report.XLSX} {
		if err := f.Write(ctx, io.Discard, "a", table); !errors.Is(err, context.Canceled) {
			t.Errorf("%s goes on: %v", f, err)
		}
	}
}

// A sheet holds 1,048,576 rows with its header; a longer table is no workbook.
func TestATableTooLongForASheet(t *testing.T) {
	table := &report.Table{Header: []string{"a"}, Rows: make([][]string, 1_048_576)}
	err := report.XLSX.Write(t.Context(), io.Discard, "a", table)
	if ops.CodeOf(err) != "too_many_rows" || !strings.Contains(fmt.Sprint(err), "1048575") {
		t.Errorf("the error is %v", err)
	}
}
