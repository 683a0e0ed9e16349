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
	"unicode/utf8"
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
	part("[Content_Types].xml",
		text(`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" `+
			`ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override `+
			`PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override `+
			`PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override `+
			`PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>`))
	part("_rels/.rels", text(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="`+rels+`/officeDocument" Target="xl/workbook.xml"/></Relationships>`))
	part("xl/workbook.xml", text(`<workbook xmlns="`+main+`" xmlns:r="`+rels+`"><sheets><sheet name="spend" sheetId="1" r:id="r1"/></sheets></workbook>`))
	part("xl/_rels/workbook.xml.rels",
		text(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="`+rels+`/worksheet" `+
			`Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="`+rels+`/sharedStrings" Target="sharedStrings.xml"/></Relationships>`))
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
	// exports fills a file in the shape of a platform's export.
	exports := func(head string, encode func(string) []byte, row func(i int) string) []byte {
		out := encode(head)
		for i := 0; ; {
			var b strings.Builder
			for range 1000 {
				b.WriteString(row(i))
				i++
			}
			next := encode(b.String())
			if len(out)+len(next) > size {
				return out
			}
			out = append(out, next...)
		}
	}
	plain := func(s string) []byte { return []byte(s) }
	day := func(i int) string { return fmt.Sprintf("2026-%02d-%02d", 1+i/28%9, 1+i%28) }
	wide := func() string {
		var b strings.Builder
		b.WriteString("Cost\nCampaign")
		for d := range 366 {
			b.WriteString(time.Date(2025, 10, 1+d, 0, 0, 0, 0, time.UTC).Format(";2006-01-02"))
		}
		return b.String() + "\n"
	}
	money := []string{"--answer", "platform=X", "--answer", "currency=CNY"}
	for name, c := range map[string]struct {
		ext     string
		code    int
		file    func() []byte
		answers []string
		long    bool // only in the long form
	}{
		"an export in UTF-16": {ext: "csv", file: func() []byte {
			return exports("Campaign report\nAll time\nCampaign\tAd group\tSearch keyword\tDay\tCurrency code\tCost\tClicks\tImpr.\tCTR\n",
				func(s string) []byte { return utf16le(s)[2:] }, func(i int) string {
					return fmt.Sprintf("C %d\tg %d\tkeyword %d\t%s\tCNY\t\"1,234.56\"\t12\t345\t3.4%%\n", i/5000%40, i/250%40, i, day(i))
				})
		}},
		"an export in GB18030": {ext: "csv", long: true, file: func() []byte {
			return exports("日期,账户,推广计划,关键词,展现,点击,消费,点击率\n", gb18030, func(i int) string {
				return fmt.Sprintf("%s,a,计划%d,关键词%d,100,10,12.5万,10.00%%\n", day(i), i/5000%40, i)
			})
		}},
		"an export in HTML on one line": {ext: "xls", long: true, file: func() []byte {
			return exports("<html><table><tr><td>日期<td>账户<td>推广计划<td>关键词<td>展现<td>点击<td>消费</tr>", plain, func(i int) string {
				return fmt.Sprintf("<tr><td>%s<td>a<td>p%d<td>k%d<td>100<td>10<td>1.5</tr>", day(i), i/5000%40, i)
			})
		}},
		"an export of distinct names": {ext: "csv", file: func() []byte {
			return exports("Date,Campaign,Ad group,Keyword,Cost,Currency,Platform\n", plain,
				func(i int) string { return fmt.Sprintf("2026-09-%02d,c,g,k%d,1.5,CNY,X\n", 1+i%28, i) })
		}},
		"an export of one column": {ext: "csv", long: true, code: 65, file: func() []byte { return exports("Cost\n", plain, func(i int) string { return "1\n" }) }},
		"an export on one line": {ext: "csv", long: true, code: 65, file: func() []byte {
			return exports("Date,Cost\n", plain, func(i int) string { return "x" })
		}},
		"an export of 500 columns": {ext: "csv", long: true, code: 65, file: func() []byte {
			return exports("Date,Campaign,Cost"+strings.Repeat(",x", 500)+"\n", plain, func(i int) string { return "2026-09-01,a,1" + strings.Repeat(",", 500) + "\n" })
		}, answers: money},
		"an export with days in columns": {ext: "csv", code: 65, file: func() []byte {
			return exports(wide(), plain, func(i int) string { return "campaign" + strconv.Itoa(i) + strings.Repeat(";1,5", 366) + "\n" })
		}, answers: money},
		"an export of long periods": {ext: "csv", long: true, code: 65, file: func() []byte {
			return exports("Reporting starts,Reporting ends,Campaign name,Amount spent (CNY)\n", plain,
				func(i int) string { return fmt.Sprintf("2026-01-01,2026-08-31,c%d,1000\n", i) })
		}, answers: []string{"--answer", "period=spread"}},
		"an export of many tables": {ext: "csv", long: true, code: 65, file: func() []byte {
			return exports("", plain, func(int) string { return "Date,Campaign,Cost\n2026-09-01,a,1\n\n" })
		}, answers: []string{"--table", "1"}},
		"an export of totals": {ext: "csv", long: true, code: 65, file: func() []byte {
			return exports("Campaign,Day,Cost\n", plain, func(i int) string {
				return fmt.Sprintf("campaign %d,%s,1\nTotal,%s,5.00000000000000\n", i%50, day(i/50), day(i/50))
			})
		}, answers: money},
		"an export of subtotals": {ext: "csv", long: true, file: func() []byte {
			return exports("Day,Campaign,Ad group,Cost\n", plain, func(i int) string {
				d := day(i / 50)
				return fmt.Sprintf("%s,campaign %d,group %d,2\n%s,Total,group %d,2\n%s,All,half %d,4\n%s,campaign %d,g,3\n", d, i%5000, i, d, i, d, i, d, i%5000)
			})
		}, answers: money},
		"rows":          {ext: "csv", code: 0, file: rows},
		"commas":        {ext: "csv", code: 65, file: func() []byte { return csv("", ",") }},
		"an open quote": {ext: "csv", code: 65, file: func() []byte { return csv(spendHeader+`2026-09-01,"`, "x\n") }},
		"line ends":     {ext: "csv", long: true, code: 65, file: func() []byte { return csv(spendHeader, "\n") }},
		"wrong rows":    {ext: "csv", long: true, code: 65, file: func() []byte { return csv(spendHeader, "x,y,,,,,,,,,,,,\n") }},
		"distinct members": {ext: "csv", code: 0, file: func() []byte {
			var b bytes.Buffer
			b.WriteString("member,at,event\n")
			for i := 0; b.Len() < size-64; i++ {
				fmt.Fprintf(&b, "member-%d,2026-09-01T06:10:00Z,check_in\n", i)
			}
			return b.Bytes()
		}},
		"256 MiB inflated": {ext: "xlsx", code: 65, file: func() []byte {
			return workbook(t, func(w io.Writer) {
				row := strings.Repeat(`<row><c t="inlineStr"><is><t>x</t></is></c></row>`, 1000)
				repeat(t, w, xmlHead+header, (256<<20)/len(row), func(int) string { return row }, xmlTail)
			}, nil)
		}},
		"many rows": {ext: "xlsx", code: 0, file: func() []byte {
			return workbook(t, func(w io.Writer) {
				repeat(t, w, xmlHead+header, times(250_000, 700_000), func(i int) string {
					r := i + 2
					return fmt.Sprintf(`<row r="%d"><c r="A%d" t="inlineStr"><is><t>2026-%02d-%02d</t></is></c><c r="B%d" t="inlineStr"><is><t>b</t></is></c><c r="C%d" `+
						`t="inlineStr"><is><t>%d</t></is></c><c r="D%d"><v>1</v></c><c r="E%d" t="inlineStr"><is><t>CNY</t></is></c></row>`, r, r, 8+i/20_000/28, 1+i/20_000%28,
						r, r, i%20_000, r, r)
				}, xmlTail)
			}, nil)
		}},
		"many shared texts": {ext: "xlsx", code: 65, file: func() []byte {
			return workbook(t, func(w io.Writer) { io.WriteString(w, xmlHead+header+xmlTail) }, func(w io.Writer) {
				repeat(t, w, `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">`, 5_000_000,
					func(i int) string { return "<si><t>" + strconv.Itoa(i) + "</t></si>" }, `</sst>`)
			})
		}},
		"a row far below": {ext: "xlsx", code: 65, file: func() []byte {
			return workbook(t, func(w io.Writer) {
				io.WriteString(w, xmlHead+header+`<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>`+xmlTail)
			}, nil)
		}},
	} {
		t.Run(name, func(t *testing.T) {
			if c.long && !soak() {
				t.Skip("only in the long form")
			}
			dir := t.TempDir()
			file := filepath.Join(dir, "file."+c.ext)
			b := c.file()
			if len(b) > size {
				t.Fatalf("the file has %d bytes", len(b))
			}
			must(t, os.WriteFile(file, b, 0o600))
			p, out := start(t, []string{"GOMEMLIMIT=off"}, append([]string{"import", "--data", filepath.Join(dir, "data"), file}, c.answers...)...)
			memory := p.memory()
			said, err := io.ReadAll(out)
			must(t, err)
			code, err := p.ended(3 * time.Minute)
			if code != c.code || err != nil {
				t.Errorf("exit %d, %v, want %d: %.500s %s", code, err, c.code, said, p.log)
			}
			cpu := p.cmd.ProcessState.UserTime() + p.cmd.ProcessState.SystemTime()
			t.Logf("%d MiB, %v of processor time, file of %d KiB", memory()>>20, cpu.Round(time.Millisecond), len(b)>>10)
			if used := memory(); used > 256<<20 || used < 1<<20 {
				t.Errorf("used %d MiB", used>>20)
			}
			if cpu > time.Minute { // what grows with the square of its rows takes hours
				t.Errorf("used %v", cpu)
			}
		})
	}
}

// gb18030 encodes a text whose characters beyond ASCII are in the table: its
// bytes are those of GB 2312.
func gb18030(s string) []byte {
	table := map[rune]string{'日': "\xc8\xd5", '期': "\xc6\xda", '账': "\xd5\xcb", '户': "\xbb\xa7", '推': "\xcd\xc6", '广': "\xb9\xe3", '计': "\xbc\xc6",
		'划': "\xbb\xae",
		'关': "\xb9\xd8", '键': "\xbc\xfc", '词': "\xb4\xca", '展': "\xd5\xb9", '现': "\xcf\xd6", '点': "\xb5\xe3", '击': "\xbb\xf7", '消': "\xcf\xfb", '费': "\xb7\xd1",
		'率': "\xc2\xca", '万': "\xcd\xf2"}
	var out []byte
	for _, r := range s {
		if b, ok := table[r]; ok {
			out = append(out, b...)
		} else {
			out = utf8.AppendRune(out, r)
		}
	}
	return out
}
