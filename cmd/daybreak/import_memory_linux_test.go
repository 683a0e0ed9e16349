package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// repeat writes head, n times what row makes, and tail.
func repeat(t *testing.T, w io.Writer, head string, n int, row func(i int) string, tail string) {
	t.Helper()
	_, err := io.WriteString(w, head)
	for i := 0; i < n && err == nil; i++ {
		_, err = io.WriteString(w, row(i))
	}
	if err == nil {
		_, err = io.WriteString(w, tail)
	}
	must(t, err)
}

// workbook makes a workbook whose sheet is written by sheet; shared, if any,
// writes its texts.
func workbook(t *testing.T, sheet, shared func(w io.Writer)) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	part := func(name string, write func(w io.Writer)) {
		w, err := z.Create(name)
		must(t, err)
		write(w)
	}
	text := func(s string) func(w io.Writer) { return func(w io.Writer) { io.WriteString(w, s) } }
	const main, rels = "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	part("[Content_Types].xml", text(`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>`))
	part("_rels/.rels", text(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="`+rels+`/officeDocument" Target="xl/workbook.xml"/></Relationships>`))
	part("xl/workbook.xml", text(`<workbook xmlns="`+main+`" xmlns:r="`+rels+`"><sheets><sheet name="spend" sheetId="1" r:id="r1"/></sheets></workbook>`))
	part("xl/_rels/workbook.xml.rels", text(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="`+rels+`/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="`+rels+`/sharedStrings" Target="sharedStrings.xml"/></Relationships>`))
	part("xl/worksheets/sheet1.xml", sheet)
	if shared != nil {
		part("xl/sharedStrings.xml", shared)
	}
	must(t, z.Close())
	return b.Bytes()
}

// TestMemoryOfImports (I8): no file of at most 25 MB costs more than 256 MiB or
// 20 s of processor time, whether it is taken or refused.
func TestMemoryOfImports(t *testing.T) {
	if testing.Short() {
		t.Skip("imports large files")
	}
	const size = 25 << 20
	const xmlHead = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`
	const xmlTail = `</sheetData></worksheet>`
	header := func() string {
		var b strings.Builder
		for i, name := range []string{"date", "platform", "campaign", "cost", "currency"} {
			fmt.Fprintf(&b, `<c r="%c1" t="inlineStr"><is><t>%s</t></is></c>`, 'A'+i, name)
		}
		return `<row r="1">` + b.String() + `</row>`
	}()
	csv := func(head, row string) []byte {
		return append([]byte(head), bytes.Repeat([]byte(row), (size-len(head))/len(row))...)
	}
	rows := func() []byte {
		var b bytes.Buffer
		b.WriteString(spendHeader)
		for i := 0; ; i++ {
			n := b.Len()
			fmt.Fprintf(&b, "2026-%02d-%02d,baidu,,campaign %d,group %d,keyword %d,search-ads,,100,10,12.50,CNY,,\n", 1+i/28%8, 1+i%28, i/5600%20, i/224%25, i)
			if b.Len() > size {
				b.Truncate(n)
				return b.Bytes()
			}
		}
	}
	for name, c := range map[string]struct {
		ext  string
		code int
		file func() []byte
	}{
		"rows":          {"csv", 0, rows},
		"commas":        {"csv", 65, func() []byte { return csv("", ",") }},
		"an open quote": {"csv", 65, func() []byte { return csv(spendHeader+`2026-09-01,"`, "x\n") }},
		"line ends":     {"csv", 65, func() []byte { return csv(spendHeader, "\n") }},
		"wrong rows":    {"csv", 65, func() []byte { return csv(spendHeader, "x,y,,,,,,,,,,,,\n") }},
		"distinct members": {"csv", 0, func() []byte {
			var b bytes.Buffer
			b.WriteString("member,at,event\n")
			for i := 0; b.Len() < size-64; i++ {
				fmt.Fprintf(&b, "member-%d,2026-09-01T06:10:00Z,check_in\n", i)
			}
			return b.Bytes()
		}},
		"256 MiB inflated": {"xlsx", 65, func() []byte {
			return workbook(t, func(w io.Writer) {
				row := strings.Repeat(`<row><c t="inlineStr"><is><t>x</t></is></c></row>`, 1000)
				repeat(t, w, xmlHead+header, (256<<20)/len(row), func(int) string { return row }, xmlTail)
			}, nil)
		}},
		"many rows": {"xlsx", 0, func() []byte {
			return workbook(t, func(w io.Writer) {
				repeat(t, w, xmlHead+header, times(250_000, 700_000), func(i int) string {
					r := i + 2
					return fmt.Sprintf(`<row r="%d"><c r="A%d" t="inlineStr"><is><t>2026-09-%02d</t></is></c><c r="B%d" t="inlineStr"><is><t>b</t></is></c><c r="C%d" t="inlineStr"><is><t>%d</t></is></c><c r="D%d"><v>1</v></c><c r="E%d" t="inlineStr"><is><t>CNY</t></is></c></row>`, r, r, 1+i/20_000%28, r, r, i%20_000, r, r)
				}, xmlTail)
			}, nil)
		}},
		"many shared texts": {"xlsx", 65, func() []byte {
			return workbook(t, func(w io.Writer) { io.WriteString(w, xmlHead+header+xmlTail) }, func(w io.Writer) {
				repeat(t, w, `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">`, 5_000_000, func(i int) string { return "<si><t>" + strconv.Itoa(i) + "</t></si>" }, `</sst>`)
			})
		}},
		"a row far below": {"xlsx", 65, func() []byte {
			return workbook(t, func(w io.Writer) {
				io.WriteString(w, xmlHead+header+`<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>`+xmlTail)
			}, nil)
		}},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			file := filepath.Join(dir, "file."+c.ext)
			b := c.file()
			if len(b) > size {
				t.Fatalf("the file has %d bytes", len(b))
			}
			must(t, os.WriteFile(file, b, 0o600))
			p, out := start(t, []string{"GOMEMLIMIT=off"}, "import", "--data", filepath.Join(dir, "data"), file)
			memory := p.memory()
			said, err := io.ReadAll(out)
			must(t, err)
			code, err := p.ended(60 * time.Second)
			if code != c.code || err != nil {
				t.Errorf("exit %d, %v, want %d: %.500s %s", code, err, c.code, said, p.log)
			}
			cpu := p.cmd.ProcessState.UserTime() + p.cmd.ProcessState.SystemTime()
			t.Logf("%d MiB, %v of processor time, file of %d KiB", memory()>>20, cpu.Round(time.Millisecond), len(b)>>10)
			if used := memory(); used > 256<<20 || used < 1<<20 {
				t.Errorf("used %d MiB", used>>20)
			}
			if cpu > 20*time.Second {
				t.Errorf("used %v", cpu)
			}
		})
	}
}
