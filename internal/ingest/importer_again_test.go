package ingest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"daybreak/internal/ops"
)

func TestSkipRejected(t *testing.T) {
	text := spendHeader + "2026-09-01,baidu,Brand,5,1.50,CNY\n2026-09-01,baidu,\"-Other, x\",-6,2,CNY\n2026-13-01,baidu,B,1,-2,CNY,more\n"
	i := NewImporter(newMemory(), testSettings(t, "UTC"))
	p := planWith(t, i, "x.csv", text, Options{})
	if e := p.Refusal(); e == nil || e.Code != "rejected_rows" {
		t.Fatal(e)
	}
	p = planWith(t, i, "x.csv", text, Options{SkipRejected: true})
	b, err := i.Commit(t.Context(), p, By{"page", "ana"}, nil)
	if err != nil || b.Read != 3 || b.Created != 1 || b.Rejected != 2 {
		t.Errorf("%+v, %v", b, err)
	}
	var rows rowList
	if err := p.WriteRejected(t.Context(), &rows); err != nil || len(rows) != 3 {
		t.Fatal(rows, err)
	}
	if got := strings.Join(rows[0], "|"); got != "date|platform|campaign|clicks|cost|currency|reason" {
		t.Error(got)
	}
	// A text that a spreadsheet would run is protected, a number is left alone.
	if got := strings.Join(rows[1][:6], "|"); got != "2026-09-01|baidu|'-Other, x|-6|2|CNY" || !strings.Contains(rows[1][6], "line 3: clicks:") {
		t.Error(rows[1])
	}
	if got := rows[2]; got[4] != "-2" || !strings.Contains(got[6], "7 values") || got[7] != "more" {
		t.Error(rows[2])
	}

	// Without one good row there is nothing to commit.
	p = planWith(t, i, "x.csv", spendHeader+"2026-09-01,baidu,Brand,x,1.50,CNY\n", Options{SkipRejected: true})
	if _, err := i.Commit(t.Context(), p, By{"page", "ana"}, nil); ops.CodeOf(err) != "not_a_number" {
		t.Error(err)
	}
}

func TestFileLimits(t *testing.T) {
	row := "2026-09-01,baidu,%s,5,1.50,CNY\n"
	for _, c := range []struct {
		name string
		file File
		max  int64
		code ops.Code
		line int
	}{
		{"a byte over the limit", File{Size: MaxUpload + 1, R: repeated{spendHeader, "\n", MaxUpload + 1}}, MaxUpload, "file_too_large", 0},
		{"at the limit", File{Size: MaxUpload, R: repeated{spendHeader, "\n", MaxUpload}}, MaxUpload, "no_rows", 0},
		{"no limit", File{Size: MaxUpload + 1, R: repeated{spendHeader, "\n", MaxUpload + 1}}, 0, "no_rows", 0},
		{"a row too many", fileOf("", spendHeader+strings.Repeat("x\n", MaxRows+1)), 0, "too_many_rows", MaxRows + 2},
		{"all rows bad", fileOf("", spendHeader+strings.Repeat("x\n", MaxRows)), 0, "", 0},
		{"a campaign too many", fileOf("", spendHeader+distinct(row, MaxCampaigns+1)), 0, "too_many_values", MaxCampaigns + 2},
		{"all campaigns", fileOf("", spendHeader+distinct(row, MaxCampaigns)), 0, "", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := NewImporter(newMemory(), testSettings(t, "UTC")).Plan(t.Context(), c.file, Options{MaxBytes: c.max})
			var e *ops.Error
			errors.As(err, &e)
			if ops.CodeOf(err) != c.code || e != nil && e.Where.Line != c.line {
				t.Errorf("got %v, want %s on line %d", err, c.code, c.line)
			}
		})
	}
}

func distinct(format string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, fmt.Sprint("C", i))
	}
	return b.String()
}

func TestPublishFails(t *testing.T) {
	store := newMemory()
	i := NewImporter(store, testSettings(t, "UTC"))
	i.Published = func(context.Context) error { return errors.New("no memory") }
	b, err := i.Commit(t.Context(), planWith(t, i, "x.csv", spendHeader+"2026-09-01,baidu,Brand,5,1.50,CNY\n", Options{}), By{"page", "ana"}, nil)
	if err == nil || b.ID == 0 || len(store.batches) != 1 {
		t.Errorf("batch %+v, error %v: want both", b, err)
	}
}

func TestPlanStopsAndTells(t *testing.T) {
	var text strings.Builder
	text.WriteString(spendHeader)
	for i := range 5 * progressEvery {
		fmt.Fprintf(&text, "2026-09-01,platform %d,Brand,5,1.50,CNY\n", i)
	}
	ctx, cancel := context.WithCancel(t.Context())
	var last int64
	o := Options{Progress: func(done, total int64) {
		if done <= last || done > total || total != int64(text.Len()) {
			t.Errorf("progress %d of %d after %d", done, total, last)
		}
		if last = done; done > total/2 {
			cancel()
		}
	}}
	_, err := NewImporter(newMemory(), testSettings(t, "UTC")).Plan(ctx, fileOf("x.csv", text.String()), o)
	if !errors.Is(err, context.Canceled) || last == 0 {
		t.Errorf("got %v after %d bytes, want the plan to be given up", err, last)
	}
}

func TestKindIsGiven(t *testing.T) {
	// The columns fit spend; said to be costs, they lack the kind, which is asked.
	text := spendHeader + "2026-09-01,baidu,Brand,5,1.50,CNY\n"
	_, err := planOf(t, text, Options{Record: "costs"})
	if ops.CodeOf(err) != "questions_open" || !strings.Contains(err.Error(), "kind") {
		t.Error(err)
	}
	if p := mustPlan(t, text, Options{Record: "spend"}); p.Record.Name != "spend" {
		t.Error(p.Record.Name)
	}
	// A shared column or two do not make the export of another platform ours.
	for _, header := range []string{
		"date,account,new followers,unfollows", "date,account", "member,name,phone,birthday,address",
		"Campaign,Currency,Cost,Date,Impr.,Avg. CPC,Conv. rate,Cost / conv.,CTR,Platform", "Datum;Konto;Kosten",
	} {
		if p, err := planOf(t, header+"\n"+strings.Repeat(",", strings.Count(header, ","))+"1\n", Options{}); err == nil && p.Layout == "daybreak" {
			t.Errorf("%s was taken for one of ours", header)
		}
	}
	for header, want := range map[string]string{
		"Member , AT,event":                    "events",
		"member,city":                          "members",
		"event,member,at,group,extra":          "events",
		"currency,date,rate":                   "rates",
		"kind,date,cost,currency":              "costs",
		"account,date,total":                   "followers",
		"post_id,date,account,reads":           "posts",
		"order_id,at,revenue,currency":         "orders",
		"metric,scope,from,to,goal":            "targets",
		"region,date,name,kind,group":          "holidays",
		"group,kind,created,owner":             "groups",
		"date,name,channel,value":              "counts",
		"date,name,amount,currency":            "counts",
		"date,platform,campaign,term,clicks":   "search_terms",
		"date,platform,campaign,cost,currency": "spend",
	} {
		if l, err := ownLayout(strings.Split(header, ","), ""); l == nil || l.record.Name != want {
			t.Errorf("%s is not taken for %s: %+v, %v", header, want, l, err)
		}
	}
}

func TestDisplayName(t *testing.T) {
	for name, want := range map[string]string{
		"../../etc/passwd":       "passwd",
		`C:\Users\ana\a b.csv`:   "a b.csv",
		"":                       "file",
		"/":                      "file",
		"a\nb\u202e.csv":         "a�b�.csv",
		"<img onerror=x>.csv":    "<img onerror=x>.csv",
		strings.Repeat("字", 300): strings.Repeat("字", 120) + "…",
	} {
		if got := DisplayName(name); got != want {
			t.Errorf("DisplayName(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestWarnings(t *testing.T) {
	d := &ops.Diff{Days: []ops.DayTotal{
		{Day: ops.DayOf(2026, 9, 1), Column: "cost", Before: 10_000, After: 5_001},
		{Day: ops.DayOf(2026, 9, 2), Column: "cost", Before: 0, After: 0},
		{Day: ops.DayOf(2026, 9, 3), Column: "cost", Before: 10_000, After: 800},
		{Day: ops.DayOf(2026, 9, 3), Column: "clicks", Before: 4_000_000_000_000_000_000, After: 0},
	}}
	got := warnings(d)
	if len(got) != 2 || got[0].Message != "cost of 2026-09-03 falls by 92 %." || got[1].Message != "clicks of 2026-09-03 falls by 100 %." {
		t.Errorf("%v", got)
	}
}

// FuzzCSV: whatever the bytes, there is a plan whose rows add up to those that
// encoding/csv counts, or a refusal with a code.
func FuzzCSV(f *testing.F) {
	files, _ := filepath.Glob("testdata/bad/*.csv")
	for _, name := range files {
		if data, err := os.ReadFile(name); err == nil && len(data) < 4096 {
			f.Add(data)
		}
	}
	settings := testSettings(f, "Europe/Berlin")
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := NewImporter(newMemory(), settings).Plan(context.Background(), File{Name: "f", Size: int64(len(data)), R: bytes.NewReader(data)}, Options{})
		if err != nil {
			if ops.CodeOf(err) == "" {
				t.Fatalf("no code: %v", err)
			}
			return
		}
		if p.Layout != "daybreak" {
			return
		}
		rows, err := readAll(data)
		if err != nil {
			t.Fatalf("a plan of a file that cannot be read: %v", err)
		}
		count := -1 // the header
		for _, r := range rows {
			if strings.TrimSpace(strings.Join(r, "")) != "" {
				count++
			}
		}
		if p.Read != count || p.Rows.Len()+p.Rejected != count || len(p.Rows.Lines) != p.Rows.Len() {
			t.Fatalf("read %d, rows %d, rejected %d; the file has %d", p.Read, p.Rows.Len(), p.Rejected, count)
		}
		for c, col := range p.Record.Columns {
			if len(p.Rows.Ints[c])+len(p.Rows.Codes[c]) != p.Rows.Len() {
				t.Fatalf("column %s has another length", col.Name)
			}
			for _, v := range p.Rows.Ints[c] {
				if col.Type == ops.Money && v != ops.NoValue && (v > ops.MaxUnits || v < -ops.MaxUnits) {
					t.Fatalf("%s is %d", col.Name, v)
				}
			}
		}
	})
}

// TestOwnHeaderInAnotherEncoding: saved by a Chinese Excel as it likes, a file
// of our own layout is refused until the user says which encoding it has.
func TestOwnHeaderInAnotherEncoding(t *testing.T) {
	text := spendHeader + "2026-09-01,baidu,\xc6\xb7\xc5\xc6,5,1.50,CNY\n" // 品牌 in GB18030
	if _, err := planOf(t, text, Options{}); ops.CodeOf(err) != "encoding" {
		t.Error(err)
	}
	p := mustPlan(t, text, Options{Hints: Hints{Encoding: "gb18030"}})
	if p.Rejected > 0 || p.Rows.Len() != 1 || p.Rows.Text(p.Record.Column("campaign"), 0) != "品牌" {
		t.Errorf("%+v, %v", p, p.Refusal())
	}
}

// TestMemory bounds what reading costs: 84 bytes stay for each row of spend
// (8 codes of 4 bytes, 6 numbers of 8, the line), the rest is passing.
func TestMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("under the race detector, where the short form runs, growing a slice allocates more")
	}
	const rows = 200_000
	data := spendFile(rows)
	s := testSettings(t, "UTC")
	src := source{file: File{Size: int64(len(data)), R: bytes.NewReader(data)}, settings: s, now: s.Clock()}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	r, err := src.read(t.Context(), nil)
	runtime.ReadMemStats(&after)
	if err != nil || r.rows.Len() != rows {
		t.Fatal(r, err)
	}
	// The short form runs under the race detector, which allocates for itself.
	if perRow := (after.TotalAlloc - before.TotalAlloc) / rows; perRow > 170 && !testing.Short() {
		t.Errorf("allocated %d bytes for each row", perRow)
	}
}

// count counts the rows of a record that count, by the value of a column.
func (m *memory) count(record, column string) map[string]int {
	r, _ := ops.RecordNamed(record)
	seen, out := map[string]bool{}, map[string]int{}
	for _, layer := range m.layers {
		for key := range layer {
			if row, ok := m.now(key); ok && !seen[key] && strings.HasPrefix(key, record+"\x00") {
				out[strings.Split(row, "\x00")[r.Column(column)]]++
			}
			seen[key] = true
		}
	}
	return out
}

func timeOf(us int64) time.Time { return time.UnixMicro(us) }
