package ingest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"daybreak/internal/ops"
)

// real is what one real export must import as. Sums are in the units people
// write: 47108.12 for money, whole numbers for counts; they come from the
// catalogue of formats and not from this program.
type real struct {
	file    string            // part of its name
	table   int               // which table of the document
	record  string            // "" for the first draft
	answers map[string]string // to the questions asked
	assign  map[string]string // header → field, by hand
	read    int
	days    string
	sums    map[string]float64
	rows    int      // rows of the record; 0 does not matter
	open    []string // questions that must be asked before the answers
}

func realExports() []real {
	return []real{
		{file: "Marketing.csv", answers: map[string]string{"platform": "mixed", "currency": "INR"}, read: 308, days: "2021-02-01 to 2021-02-28", rows: 308,
			open: []string{"platform", "currency"},
			sums: map[string]float64{"impressions": 1_577_722_399, "cost": 30_590_879.82, "clicks": 2_999_919, "reported_conversions": 8043,
				"reported_value": 42_889_366}},
		{file: "sp-campaign-report", read: 182, days: "2020-02-01 to 2020-02-29",
			sums: map[string]float64{"cost": 47_108.12, "clicks": 1955, "reported_conversions": 194, "reported_value": 71_129.81, "impressions": 640_242}},
		{file: "sp-search-term", read: 923,
			sums: map[string]float64{"cost": 47_108.12, "clicks": 1955, "reported_conversions": 193, "reported_value": 70_853.92, "impressions": 333_570}},
		{file: "ads-lifetime", answers: map[string]string{"campaign": "all", AnswerPeriod: spreadPeriod}, read: 50, days: "2023-04-14 to 2024-03-11",
			open: []string{AnswerPeriod, "campaign"},
			sums: map[string]float64{"impressions": 3_159_843, "cost": 77_818.01}},
		{file: "youtube-studio", read: 102, rows: 102, sums: map[string]float64{"reads": 97_001, "delivered": 17_946}},
		{file: "overview-daily", record: "followers", answers: map[string]string{"account": "main"}, read: 62, rows: 62, days: "2025-10-31 to 2025-12-31",
			sums: map[string]float64{"gained": 409, "lost": 7}},
		{file: "overview-daily", record: "posts", answers: map[string]string{"account": "main"}, read: 62, sums: map[string]float64{"reads": 521_491, "likes": 7178,
			"shares": 1926, "comments": 665, "followers_gained": 409, "followers_lost": 7}},
		{file: "free-form-daily", answers: map[string]string{"account": "site"}, assign: map[string]string{"Event count": "reads"}, read: 241, rows: 241,
			days: "2023-07-08 to 2024-03-04", open: []string{"account", ""},
			sums: map[string]float64{"reads": 1_003_468}},
		{file: "keyword-daily-gb18030", read: 5, days: "2017-10-09 to 2017-10-11", sums: map[string]float64{"impressions": 5310, "clicks": 104, "cost": 280.35}},
		{file: "user_analysis.xls", answers: map[string]string{"account": "mp"}, read: 3, rows: 3, days: "2026-11-01 to 2026-11-03",
			sums: map[string]float64{"gained": 32, "lost": 9}},
		{file: "xiaohongshu-juguang", answers: map[string]string{"campaign": "全部计划"}, read: 2, rows: 2,
			sums: map[string]float64{"cost": 2000, "impressions": 15_000, "clicks": 400}},
		{file: "german-utf16le", read: 2, rows: 2, days: "2026-09-01 to 2026-09-02", sums: map[string]float64{"cost": 1334.56, "clicks": 1244,
			"impressions": 46_678, "reported_value": 2000}},
		{file: "wecom-checkin", read: 3, rows: 2, sums: map[string]float64{"value": 4}},
		{file: "campaign-report-alltime", answers: map[string]string{AnswerPeriod: "2026-01-31"}, read: 12, days: "2026-01-31 to 2026-01-31",
			sums: map[string]float64{"cost": 199_421.15}},
		{file: "campaign-report-utf16-tsv", answers: map[string]string{AnswerPeriod: spreadPeriod}, read: 1, rows: 28, days: "2026-01-27 to 2026-02-23",
			sums: map[string]float64{"cost": 365.22, "clicks": 264, "impressions": 9380}},
		{file: "note-list", answers: map[string]string{}, read: 41, rows: 41},
		{file: "follows-utf16", answers: map[string]string{"account": "page"}, read: 242, rows: 242},
		{file: "follows-utf16", table: 1, answers: map[string]string{"account": "insta"}, read: 229, rows: 229},
		{file: "views-resaved", answers: map[string]string{"account": "page"}, read: 62, rows: 62, days: "2025-10-31 to 2025-12-31"},
		{file: "checkmarks", answers: map[string]string{"member": "me"}, read: 10},
		{file: "habitbull", answers: map[string]string{"member": "me"}, read: 18},
	}
}

func samplesDir(t *testing.T) string {
	dir := os.Getenv("DAYBREAK_SAMPLES")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "samples")
	}
	if _, err := os.Stat(dir); err != nil {
		t.Skip("no folder of real exports; set DAYBREAK_SAMPLES")
	}
	return dir
}

func workspace(t *testing.T) Settings {
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	return Settings{Calendar: ops.Calendar{Zone: zone, WeekStart: time.Monday}, Currency: "CNY",
		Clock: func() time.Time { return time.Date(2026, 11, 22, 12, 0, 0, 0, zone) }}
}

func TestRealExports(t *testing.T) {
	dir := samplesDir(t)
	files, _ := filepath.Glob(filepath.Join(dir, "*"))
	for _, want := range realExports() {
		t.Run(want.file+" "+want.record, func(t *testing.T) {
			path := ""
			for _, f := range files {
				if strings.Contains(f, want.file) {
					path = f
				}
			}
			if path == "" {
				t.Skip("not in the folder")
			}
			checkExport(t, path, want)
		})
	}
}

func TestRealExportsRefused(t *testing.T) {
	dir := samplesDir(t)
	for part, code := range map[string]ops.Code{"no-data-available": "no_rows", "ad-asset-report": "not_additive", "reach-excel-resaved": "not_additive"} {
		files, _ := filepath.Glob(filepath.Join(dir, "*"+part+"*"))
		if len(files) != 1 {
			t.Fatalf("%s: %d files", part, len(files))
		}
		d, err := readFile(t, files[0])
		if err == nil {
			_, err = draft(d.Tables[0], nil)
		}
		if ops.CodeOf(err) != code {
			t.Errorf("%s: %v, want %s", part, err, code)
		}
	}
}

func readBytes(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func readFile(t *testing.T, path string) (*Document, error) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	return Read(f, info.Size(), filepath.Base(path), Hints{})
}

// checkExport imports one table of a file and compares it with what it must
// be: rows, days, sums, and every line accounted for.
func checkExport(t *testing.T, path string, want real) {
	t.Helper()
	d, err := readFile(t, path)
	if err != nil {
		t.Fatal(err)
	}
	table := d.Tables[want.table]
	drafts, err := Drafts(table, nil)
	if err != nil {
		t.Fatal(err)
	}
	m := drafts[0]
	for _, other := range drafts {
		if other.Record == want.record {
			m = other
		}
	}
	asked := map[string]bool{}
	for _, q := range table.Questions(m) {
		asked[q.Field] = asked[q.Field] || q.Required
	}
	for _, f := range want.open {
		if !asked[f] {
			t.Errorf("%q was not asked for: %v", f, asked)
		}
	}
	for h, f := range want.assign {
		for c, a := range m.Columns {
			if a.Header == h {
				if err := m.Assign(c, f); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	for f, v := range want.answers {
		if err := m.Answer(f, v); err != nil {
			t.Fatal(err)
		}
	}
	r, err := table.read(t.Context(), m, &source{settings: workspace(t), now: workspace(t).Clock()}, nil)
	if err != nil {
		t.Fatalf("%v\n%+v", err, m)
	}
	for _, bad := range r.rejects {
		t.Errorf("rejected: %v", bad.Err)
	}
	if r.read != want.read {
		t.Errorf("%d rows read, want %d", r.read, want.read)
	}
	if want.rows > 0 && r.rows.Len() != want.rows {
		t.Errorf("%d rows of %s, want %d", r.rows.Len(), m.Record, want.rows)
	}
	if want.days != "" && r.days.String() != want.days {
		t.Errorf("days %s, want %s", r.days, want.days)
	}
	for column, sum := range want.sums {
		if got := sumOf(r.rows, column); got != int64(sum*float64(unitOf(r.rows, column))+0.5) {
			t.Errorf("%s: sum in units %d, want %v", column, got, sum)
		}
	}
	if t.Failed() || testing.Verbose() {
		t.Logf("%s as %s: %+v", m.Preset, m.Record, m.Columns)
		for _, n := range r.notices {
			t.Log(n.Code, n.Message)
		}
	}
}

func sumOf(rows *ops.Rows, column string) (sum int64) {
	c := rows.Record.Column(column)
	for _, v := range rows.Ints[c] {
		if v != ops.NoValue {
			sum += v
		}
	}
	return sum
}

func unitOf(rows *ops.Rows, column string) int64 {
	switch rows.Record.Columns[rows.Record.Column(column)].Type {
	case ops.Money:
		return 100
	case ops.Decimal:
		return DecimalUnit
	}
	return 1
}
