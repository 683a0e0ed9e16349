package ingest

import (
	"bytes"
	"strings"
	"testing"

	"daybreak/internal/ops"
)

// rejectedLines plans a file and returns the code of each rejected line.
func rejectedLines(t *testing.T, name string, data []byte, o Options) map[int]ops.Code {
	t.Helper()
	p, err := NewImporter(newMemory(), testSettings(t, "UTC")).Plan(t.Context(), File{Name: name, Size: int64(len(data)), R: bytes.NewReader(data)}, o)
	if err != nil {
		t.Fatal(name, err)
	}
	out := map[int]ops.Code{}
	for _, r := range p.Rejects {
		out[r.Err.Where.Line] = r.Err.Code
	}
	return out
}

// TestShortenedIds: an id of which a spreadsheet program kept the first digits
// is refused by every reader, whatever its size.
func TestShortenedIds(t *testing.T) {
	for id, refused := range map[string]bool{
		"6.49E+17": true, "4.02E+00": true, `"4,021918E+00"`: true, "4E+17": true, "1.38e10": true, "1.5E-07": true, "-1.2E+20": true, "６.４９Ｅ＋１７": true,
		"1E5": false, "12e45": false, "649170000000000001": false, "E+17": false, "1.5E": false, "a1.5E+7": false, "3e": false,
	} {
		want := ops.Code("")
		if refused {
			want = "excel_damage"
		}
		for layout, text := range map[string]string{
			"own events":    "member,at,event\n" + id + ",2026-09-01T07:00:00Z,check_in\nann,2026-09-01T07:00:00Z,check_in\n",
			"own orders":    "order_id,at,revenue,currency,campaign\no1,2026-09-01T07:00:00Z,5.00,EUR," + id + "\no2,2026-09-01T07:00:00Z,5.00,EUR,c\n",
			"own spend":     "date,platform,campaign,cost,currency\n2026-09-01,p," + id + ",5,CNY\n2026-09-01,p,other,5,CNY\n",
			"mapped spend":  "Date,Platform,Campaign,Cost,Currency\n2026-09-01,p," + id + ",5,CNY\n2026-09-01,p,other,5,CNY\n",
			"mapped orders": "Order number,Order date,Total,Currency\n" + id + ",2026-09-01,5,EUR\no2,2026-09-01,5,EUR\n",
		} {
			if got := rejectedLines(t, "x.csv", []byte(text), Options{}); got[2] != want || got[3] != "" {
				t.Errorf("%s, id %s: %v, want %q", layout, id, got, want)
			}
		}
	}
	if _, err := posted(t, newMemory(), `{"member":"1.38E+10","at":"2026-09-01T07:00:00Z","event":"check_in"}`); ops.CodeOf(err) != "excel_damage" {
		t.Error("posted:", err)
	}
}

// TestShortenedOrderIds: both rows of the export are refused.
func TestShortenedOrderIds(t *testing.T) {
	got := rejectedLines(t, "shortened-order-ids.csv", readBytes(t, "testdata/other_files/shortened-order-ids.csv"), Options{Preset: "any_orders"})
	if got[2] != "excel_damage" || got[3] != "excel_damage" {
		t.Error(got)
	}
}

// TestNumbersOfAWorkbookAsIds: a text column takes the characters of a number
// cell, or refuses them; two ids never become one.
func TestNumbersOfAWorkbookAsIds(t *testing.T) {
	const header = `<row r="1"><c t="inlineStr"><is><t>date</t></is></c><c t="inlineStr"><is><t>platform</t></is></c><c t="inlineStr"><is><t>campaign</t></is></c><c t="inlineStr"><is><t>cost</t></is></c><c t="inlineStr"><is><t>currency</t></is></c></row>`
	ids := []struct{ cell, want string }{
		{"1234567890123456", "1234567890123456"}, {"123456789012345678", "123456789012345678"}, {"123456789012345679", "123456789012345679"},
		{"42", "42"}, {"999999999999999", "999999999999999"},
		{"1234567890123450", ""}, {"123456789012345000", ""}, {"1.23456789012345E+17", ""}, {"1.2345678901234499E+15", ""},
	}
	var rows strings.Builder
	for _, id := range ids {
		rows.WriteString(`<row><c t="inlineStr"><is><t>2026-09-01</t></is></c>` + text("p") + `<c><v>` + id.cell + `</v></c><c><v>5</v></c>` + text("CNY") + `</row>`)
	}
	data := newBook(header + rows.String()).bytes(t)
	p, err := NewImporter(newMemory(), testSettings(t, "UTC")).Plan(t.Context(), File{Name: "b.xlsx", Size: int64(len(data)), R: bytes.NewReader(data)}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	refused := map[int]ops.Code{}
	for _, r := range p.Rejects {
		refused[r.Err.Where.Line] = r.Err.Code
	}
	kept := map[int]string{}
	for i := range p.Rows.Len() {
		kept[int(p.Rows.Lines[i])] = p.Rows.Text(p.Record.Column("campaign"), i)
	}
	for i, id := range ids {
		line := i + 2
		if kept[line] != id.want || (refused[line] == "excel_damage") != (id.want == "") {
			t.Errorf("%s: kept %q, refused %q", id.cell, kept[line], refused[line])
		}
	}
}

// TestEscapedText: ="3001" keeps a spreadsheet program from reading a number,
// and is the text 3001, in every reader.
func TestEscapedText(t *testing.T) {
	for layout, text := range map[string]string{
		"own":          "date,platform,campaign,cost,currency\n2026-09-01,=\"p,q\",=\"003001\",5,CNY\n",
		"own, quoted":  "date,platform,campaign,cost,currency\n2026-09-01,\"p,q\",\"=\"\"003001\"\"\",5,CNY\n",
		"mapped":       "Date;Platform;Campaign;Cost;Currency\n2026-09-01;=\"p,q\";=\"003001\";5;CNY\n",
		"html":         "<table><tr><th>Date<th>Platform<th>Campaign<th>Cost<th>Currency<tr><td>2026-09-01<td>p,q<td>=\"003001\"<td>5<td>CNY</table>",
		"first column": "Campaign\tDate\tPlatform\tCost\tCurrency\n=\"003001\"\t2026-09-01\tp,q\t=\"5\"\tCNY\n",
	} {
		p := mustPlan(t, text, Options{})
		if p.Refusal() != nil || p.Rows.Len() != 1 || p.Rows.Text(p.Record.Column("campaign"), 0) != "003001" || p.Rows.Text(p.Record.Column("platform"),
			0) != "p,q" || p.Rows.Ints[p.Record.Column("cost")][0] != 500 {
			t.Errorf("%s: %v %v", layout, p.Refusal(), p.Rows)
		}
	}
	for text, code := range map[string]ops.Code{"=3001": "", `="30"01`: "stray_quote", `="3001`: "unclosed_quote", `3="01"`: "stray_quote"} {
		_, err := planOf(t, "date,platform,campaign,cost,currency\n2026-09-01,p,"+text+",5,CNY\n", Options{})
		if ops.CodeOf(err) != code {
			t.Errorf("%s: %v, want %q", text, err, code)
		}
	}
}

// TestLostCharacters: U+FFFD stands for a character that a program could not
// read. No reader takes it.
func TestLostCharacters(t *testing.T) {
	if got := rejectedLines(t, "own.csv", []byte("date,platform,campaign,cost,currency\n2026-09-01,p,Fr\ufffdhling,5,CNY\n"),
		Options{}); got[2] != "control_char" {
		t.Error(got)
	}
	for _, text := range []string{
		"date,platform,campaign,cost,currency\n2026-09-01,p,Fr\xfchling,5,CNY\n2026-09-01,p,早起打卡,5,CNY\n",
		"Date,Platform,Campaign,Cost,Currency\n2026-09-01,p,Fr\ufffdhling,5,CNY\n",
	} {
		if _, err := planOf(t, text, Options{}); ops.CodeOf(err) != "encoding" {
			t.Errorf("%q: %v", text, err)
		}
	}
	for body, code := range map[string]ops.Code{`"member":"\ud800"`: "control_char", "\"member\":\"\xff\"": "encoding",
		`"member":"a","props":{"a":"\udc00"}`:         "control_char",
		"\"member\":\"a\",\"props\":{\"a\":\"\xff\"}": "encoding"} {
		if _, err := posted(t, newMemory(), `{`+body+`,"at":"2026-09-01T07:00:00Z","event":"check_in"}`); ops.CodeOf(err) != code {
			t.Errorf("%q: %v", body, err)
		}
	}
}

// posted posts events of one body.
func posted(t *testing.T, store *memory, body string) (Posted, error) {
	return post(NewImporter(store, testSettings(t, "UTC")), body)
}
