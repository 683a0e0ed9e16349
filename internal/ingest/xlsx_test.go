package ingest

import (
	"archive/zip"
	"bytes"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"daybreak/internal/ops"
)

// book is a workbook written by hand, part by part, so that it can be wrong.
type book map[string]string

func newBook(sheet string) book {
	return book{
		"[Content_Types].xml":        `<Types/>`,
		"xl/workbook.xml":            `<workbook xmlns:r="r"><workbookPr/><sheets><sheet name="S" sheetId="1" r:id="a"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="a" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
		"xl/styles.xml": `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="mmm\ dd\,\ yyyy"/><numFmt numFmtId="165" formatCode="&quot;day&quot; 0.00"/></numFmts>
			<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="10"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>`,
		"xl/sharedStrings.xml":     `<sst><si><t>Date</t></si><si><r><t>Cam</t></r><r><t>paign</t></r><rPh sb="0" eb="1"><t>x</t></rPh></si></sst>`,
		"xl/worksheets/sheet1.xml": `<worksheet><sheetData>` + sheet + `</sheetData></worksheet>`,
	}
}

func (b book) with(part, content string) book { b[part] = content; return b }

func (b book) bytes(t testing.TB) []byte {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for name, content := range b {
		f, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func text(s string) string { return `<c t="inlineStr"><is><t>` + s + `</t></is></c>` }

const bookHeader = `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="str"><v>Cost</v></c><c r="D1" t="inlineStr"><is><t>CTR</t></is></c></row>`

func TestWorkbook(t *testing.T) {
	sheet := bookHeader +
		`<row r="2"><c r="A2" s="1"><v>43862</v></c><c r="B2" t="inlineStr"><is><t>A</t></is></c><c r="C2"><v>320.54000000000002</v></c><c r="D2" ` +
		`s="2"><v>0.1218</v></c></row>` +
		`<row r="3" hidden="1"><c r="A3" s="3"><v>43863.5</v></c><c r="C3" s="4"><v>5</v></c></row>`
	data := newBook(sheet).bytes(t)
	d, err := Read(bytes.NewReader(data), int64(len(data)), "b.xlsx", Hints{})
	if err != nil {
		t.Fatal(err)
	}
	table := d.Tables[0]
	if got := strings.Join(table.Header, "|"); got != "Date|Campaign|Cost|CTR" {
		t.Error(got)
	}
	if got := strings.Join(table.Row(0), "|"); got != "2020-02-01|A|320.54|12.18%" {
		t.Error(got)
	}
	if got := strings.Join(table.Row(1), "|"); got != "2020-02-02 12:00:00||5" {
		t.Error(got)
	}
	if len(table.Notices) != 1 || table.Notices[0].Code != "hidden_rows" {
		t.Error(table.Notices)
	}
	data = newBook(sheet).with("xl/workbook.xml",
		`<workbook xmlns:r="r"><workbookPr date1904="1"/><sheets><sheet name="S" state="hidden" r:id="a"/></sheets></workbook>`).bytes(t)
	if d, err = Read(bytes.NewReader(data), int64(len(data)), "b.xlsx", Hints{}); err != nil {
		t.Fatal(err)
	}
	if got := d.Tables[0].Cell(0, 0); got != "2024-02-02" { // 1462 days later
		t.Error(got)
	}
	if !d.Tables[0].Hidden || d.Tables[0].Notices[0].Code != "hidden_sheet" {
		t.Error(d.Tables[0].Notices)
	}
}

func TestWorkbookRefused(t *testing.T) {
	row := `<row r="2"><c r="A2" s="1"><v>43862</v></c><c r="B2"><v>1</v></c></row>`
	good := newBook(bookHeader + row).bytes(t)
	many := newBook(bookHeader + row)
	for i := range 300 {
		many[fmt.Sprintf("docProps/%d.xml", i)] = "<x/>"
	}
	rels := func(target string) book {
		return newBook(bookHeader+row).with("xl/_rels/workbook.xml.rels",
			`<Relationships><Relationship Id="a" Type="http://x/worksheet" Target="`+target+`"/></Relationships>`)
	}
	for name, c := range map[string]struct {
		data []byte
		code ops.Code
	}{
		"truncated zip":    {good[:len(good)/2], "not_xlsx"},
		"zip of csv":       {book{"a.csv": "x"}.bytes(t), "compressed"},
		"ods":              {book{"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}.bytes(t), "not_xlsx"},
		"xlsb":             {book{"xl/workbook.bin": "x"}.bytes(t), "not_xlsx"},
		"cut off":          {newBook("").with("xl/worksheets/sheet1.xml", `<worksheet><sheetData>`+bookHeader+row).bytes(t), "damaged_sheet"},
		"cut in a tag":     {newBook("").with("xl/worksheets/sheet1.xml", `<worksheet><sheetData>`+bookHeader+`<row r="2"><c r="A`).bytes(t), "damaged_sheet"},
		"string -1":        {newBook(bookHeader + `<row r="2"><c r="A2" t="s"><v>-1</v></c></row>`).bytes(t), "damaged_sheet"},
		"string 99":        {newBook(bookHeader + `<row r="2"><c r="A2" t="s"><v>99</v></c></row>`).bytes(t), "damaged_sheet"},
		"string x":         {newBook(bookHeader + `<row r="2"><c r="A2" t="s"><v>x</v></c></row>`).bytes(t), "damaged_sheet"},
		"row -1":           {newBook(bookHeader + `<row r="-1"><c><v>1</v></c></row>`).bytes(t), "damaged_sheet"},
		"row 1048577":      {newBook(bookHeader + `<row r="1048577"><c><v>1</v></c></row>`).bytes(t), "damaged_sheet"},
		"row backwards":    {newBook(`<row r="5"><c><v>1</v></c></row><row r="5"><c><v>1</v></c></row>`).bytes(t), "damaged_sheet"},
		"cell backwards":   {newBook(`<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>`).bytes(t), "damaged_sheet"},
		"cell elsewhere":   {newBook(`<row r="1"><c r="B7"><v>1</v></c></row>`).bytes(t), "damaged_sheet"},
		"not a number":     {newBook(bookHeader + `<row r="2"><c r="A2"><v>NaN</v></c></row>`).bytes(t), "damaged_sheet"},
		"column XFD":       {newBook(bookHeader + `<row r="2"><c r="XFD2"><v>1</v></c></row>`).bytes(t), "too_many_columns"},
		"doctype":          {newBook("").with("xl/worksheets/sheet1.xml", `<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>`).bytes(t), "damaged_sheet"},
		"entity":           {newBook(bookHeader + `<row r="2">` + text("&a;") + `</row>`).bytes(t), "damaged_sheet"},
		"target outside":   {rels("../../etc/passwd").bytes(t), "damaged_zip"},
		"target elsewhere": {rels("media/sheet1.xml").bytes(t), "damaged_zip"},
		"target missing":   {rels("worksheets/sheet9.xml").bytes(t), "damaged_sheet"},
		"300 parts":        {many.bytes(t), "too_many_parts"},
		"path":             {newBook(bookHeader+row).with("../x", "x").bytes(t), "damaged_zip"},
		"case twins":       {newBook(bookHeader+row).with("XL/workbook.xml", "x").bytes(t), "damaged_zip"},
		"merged data": {newBook(bookHeader+row).with("xl/worksheets/sheet1.xml",
			`<worksheet><sheetData>`+bookHeader+row+`</sheetData><mergeCells><mergeCell ref="A2:A9"/></mergeCells></worksheet>`).bytes(t), "merged_cells"},
		"text without end":  {newBook(bookHeader + `<row r="2">` + text(strings.Repeat("x", 2<<20)) + `</row>`).bytes(t), "text_too_long"},
		"more than 200 MiB": {newBook(bookHeader + strings.Repeat("<!--"+strings.Repeat(" ", 1<<19)+"-->", 410)).bytes(t), "expands_too_large"},
		"deep":              {newBook(strings.Repeat("<a>", 100)).bytes(t), "damaged_sheet"},
		"no sheet":          {newBook("").with("xl/workbook.xml", `<workbook><sheets/></workbook>`).bytes(t), "not_xlsx"},
		"nothing in it":     {newBook("").bytes(t), "empty_file"},
	} {
		_, err := Read(bytes.NewReader(c.data), int64(len(c.data)), name, Hints{})
		if ops.CodeOf(err) != c.code {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
}

func TestErrorCellsAreRejected(t *testing.T) {
	data := newBook(`<row r="1">` + text("Date") + text("Platform") + text("Campaign") + text("Cost") + text("Currency") + `</row>` +
		`<row r="2"><c s="1"><v>45000</v></c>` + text("X") + text("A") + `<c t="e"><v>#REF!</v></c>` + text("EUR") + `</row>` +
		`<row r="3"><c s="1"><v>45000</v></c>` + text("X") + text("B") + `<c><v>1.234</v></c>` + text("EUR") + `</row>` +
		`<row r="4"><c s="1"><v>60</v></c>` + text("X") + text("B") + `<c><v>1</v></c>` + text("EUR") + `</row>`).bytes(t)
	d, err := Read(bytes.NewReader(data), int64(len(data)), "b.xlsx", Hints{})
	if err != nil {
		t.Fatal(err)
	}
	m, err := draft(d.Tables[0], nil)
	if err != nil {
		t.Fatal(err)
	}
	rows, rejected, _, err := d.Tables[0].Rows(m, workspace(t))
	if err != nil {
		t.Fatal(err)
	}
	// A number of a workbook is what it is: 1.234 is no thousand.
	if rows.Len() != 1 || sumOf(rows, "cost") != 123 {
		t.Errorf("%d rows, cost %d", rows.Len(), sumOf(rows, "cost"))
	}
	if len(rejected) != 2 || rejected[0].Err.Code != "error_cell" || rejected[0].Err.Where.Line != 2 || rejected[1].Err.Code != "error_cell" {
		t.Errorf("%v", rejected)
	}
}

// Our reader and excelize, which share no code, agree on rows and raw texts of
// a workbook excelize wrote and of every real one.
func TestWorkbookAgainstExcelize(t *testing.T) {
	f := excelize.NewFile()
	for r := range 50 {
		for c := range 7 {
			cell, _ := excelize.CoordinatesToCellName(c+1, r+1)
			var v any = fmt.Sprintf("text %d %d", r, c)
			if c > 3 && r > 0 {
				v = float64(r*c) / 8
			}
			if err := f.SetCellValue("Sheet1", cell, v); err != nil {
				t.Fatal(err)
			}
		}
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	agree(t, "written", out.Bytes(), true)
}

func TestRealWorkbooksAgainstExcelize(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join(samplesDir(t), "*.xlsx"))
	for _, file := range files {
		agree(t, file, readBytes(t, file), false)
	}
}

func agree(t *testing.T, name string, data []byte, texts bool) {
	t.Helper()
	sheets, _, err := readXLSX(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	f, ferr := excelize.OpenReader(bytes.NewReader(data))
	if ferr != nil {
		t.Fatal(ferr)
	}
	defer f.Close()
	for _, s := range sheets {
		rows, err := f.Rows(s.name)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for rows.Next() {
			cells, err := rows.Columns(excelize.Options{RawCellValue: true})
			if err != nil {
				t.Fatal(err)
			}
			if texts {
				for c, want := range cells {
					if got := s.grid.cell(n, c); got != want {
						t.Errorf("%s: row %d column %d: %q, excelize has %q", name, n+1, c+1, got, want)
					}
				}
			}
			n++
		}
		if n != s.grid.len() {
			t.Errorf("%s: %d rows, excelize has %d", name, s.grid.len(), n)
		}
	}
}

// FuzzWorkbook: damaged parts give an error or a table in which every row is
// accounted for, never a panic.
func FuzzWorkbook(f *testing.F) {
	f.Add(bookHeader+`<row r="2"><c r="A2" s="1"><v>43862</v></c><c r="B2" t="s"><v>1</v></c></row>`, "", "")
	f.Add(`<row><c t="inlineStr"><is><t>Date</t></is></c></row>`, `<sst><si><t>x</t></si></sst>`,
		`<styleSheet><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>`)
	f.Fuzz(func(t *testing.T, sheet, strings, styles string) {
		b := newBook(sheet)
		if strings != "" {
			b["xl/sharedStrings.xml"] = strings
		}
		if styles != "" {
			b["xl/styles.xml"] = styles
		}
		data := b.bytes(t)
		d, err := Read(bytes.NewReader(data), int64(len(data)), "x.xlsx", Hints{})
		if err != nil {
			if ops.CodeOf(err) == "" {
				t.Fatal(err)
			}
			return
		}
		n := 0
		for _, table := range d.Tables {
			n += table.Len() + len(table.Skipped)
		}
		if n != d.Tables[0].grid.len() {
			t.Errorf("%d rows of %d accounted for", n, d.Tables[0].grid.len())
		}
	})
}
