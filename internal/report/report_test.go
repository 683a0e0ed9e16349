package report_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"daybreak/internal/ops"
	"daybreak/internal/report"
)

func frame() *ops.Frame {
	return &ops.Frame{
		Keys: []ops.KeyColumn{{Name: "campaign", Label: ops.Label{En: "Campaign", Zh: "推广计划"}, Texts: []string{"=1+1", `a "b", c`, "破晓", ""}}},
		Values: []ops.ValueColumn{
			{Name: "cost", Label: ops.Label{En: "Ad spend", Zh: "广告花费"}, Unit: ops.UnitMoney,
				Values: []ops.Value{{Number: 0}, {Number: -12.5}, {State: ops.NotApplicable}, {State: ops.Pending}}},
			{Name: "ctr", Label: ops.Label{En: "CTR", Zh: "点击率"}, Unit: ops.UnitPercent,
				Values: []ops.Value{{Number: 0.021}, {Number: 1e15}, {Number: 1.0 / 3}, {Number: 1}}},
		},
	}
}

func TestCSV(t *testing.T) {
	var out bytes.Buffer
	if err := report.CSV(&out, frame(), report.Options{}); err != nil {
		t.Fatal(err)
	}
	want := "campaign,cost,ctr\r\n" +
		"'=1+1,0,0.021\r\n" +
		"\"a \"\"b\"\", c\",-12.5,1000000000000000\r\n" +
		"破晓,,0.3333333333333333\r\n" +
		",NA,1\r\n"
	if out.String() != want {
		t.Errorf("got\n%q\nwant\n%q", out.String(), want)
	}
	out.Reset()
	if err := report.CSV(&out, frame(), report.Options{Language: "zh", Mark: true}); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(out.String(), "\ufeff推广计划,广告花费,点击率\r\n") {
		t.Errorf("got %q", out.String())
	}
}

// Rows that are periods say whether their days are complete.
func TestStateOfRows(t *testing.T) {
	f := &ops.Frame{Keys: []ops.KeyColumn{{Name: "date", Texts: []string{"2026-09-01", "2026-09-02"}}},
		Values:     []ops.ValueColumn{{Name: "joins", Values: []ops.Value{{Number: 2}, {Number: 1}}}},
		InProgress: []bool{false, true}}
	var out bytes.Buffer
	if err := report.CSV(&out, f, report.Options{}); err != nil {
		t.Fatal(err)
	}
	if want := "date,state,joins\r\n2026-09-01,complete,2\r\n2026-09-02,in_progress,1\r\n"; out.String() != want {
		t.Errorf("got\n%q\nwant\n%q", out.String(), want)
	}
	out.Reset()
	if err := report.XLSX(&out, []report.Sheet{{Name: "a", Frame: f}}, "zh"); err != nil {
		t.Fatal(err)
	}
	file, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for cell, want := range map[string]string{"B1": "状态", "B3": "in_progress", "C3": "1"} {
		if got, err := file.GetCellValue("a", cell); err != nil || got != want {
			t.Errorf("%s is %q (%v), want %q", cell, got, err, want)
		}
	}
}

func TestXLSX(t *testing.T) {
	var out bytes.Buffer
	long := strings.Repeat("长", 40)
	sheets := []report.Sheet{{"A/B: [x]", frame()}, {long, frame()}, {long, &ops.Frame{}}}
	if err := report.XLSX(&out, sheets, "en"); err != nil {
		t.Fatal(err)
	}
	file, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	want := []string{"A B   x", strings.Repeat("长", 31), strings.Repeat("长", 29) + " 2"}
	if got := file.GetSheetList(); strings.Join(got, "|") != strings.Join(want, "|") {
		t.Errorf("sheets %q, want %q", got, want)
	}
	// A spreadsheet keeps 15 digits.
	for cell, want := range map[string]struct {
		raw  string
		kind excelize.CellType
	}{
		"A1": {"Campaign", excelize.CellTypeSharedString}, "B1": {"Ad spend", excelize.CellTypeSharedString},
		"A2": {"=1+1", excelize.CellTypeSharedString}, "B2": {"0", excelize.CellTypeUnset}, "B3": {"-12.5", excelize.CellTypeUnset},
		"B4": {"", excelize.CellTypeUnset}, "B5": {"NA", excelize.CellTypeSharedString}, "C4": {"0.333333333333333", excelize.CellTypeUnset},
	} {
		raw, err := file.GetCellValue(first(file), cell, excelize.Options{RawCellValue: true})
		if err != nil || raw != want.raw {
			t.Errorf("%s is %q (%v), want %q", cell, raw, err, want.raw)
		}
		if kind, err := file.GetCellType(first(file), cell); err != nil || kind != want.kind {
			t.Errorf("%s is of type %v (%v), want %v", cell, kind, err, want.kind)
		}
		if formula, err := file.GetCellFormula(first(file), cell); err != nil || formula != "" {
			t.Errorf("%s holds the formula %q (%v)", cell, formula, err)
		}
	}
	if shown, err := file.GetCellValue(first(file), "C2"); err != nil || shown != "2.1%" {
		t.Errorf("CTR shows as %q (%v)", shown, err)
	}
}

func first(f *excelize.File) string { return f.GetSheetList()[0] }
