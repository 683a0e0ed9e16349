package ingest

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"daybreak/internal/ops"
)

// Files in the shapes platforms export, with invented values. The sums are
// added up by hand.
func TestExports(t *testing.T) {
	for _, want := range []real{
		// 100+50+10+20, 10+5+1+2, 12.34+6.16+1.50+3.00; the two hours of 1 September are one row.
		{file: "baidu_gb18030.csv", read: 4, rows: 3, days: "2026-09-01 to 2026-09-03", sums: map[string]float64{"impressions": 180, "clicks": 18, "cost": 23}},
		{file: "google_de_utf16.csv", read: 2, rows: 2, days: "2026-09-01 to 2026-09-02", sums: map[string]float64{"cost": 1100, "clicks": 1240,
			"impressions": 46_000, "reported_conversions": 1.5, "reported_value": 10}},
		{file: "google_en.csv", answers: map[string]string{AnswerPeriod: spreadPeriod}, open: []string{AnswerPeriod}, read: 2, rows: 6,
			days: "2026-09-01 to 2026-09-03", sums: map[string]float64{"cost": 1503, "clicks": 1010, "impressions": 20_100}},
		{file: "meta_totals_first.csv", read: 2, rows: 2, days: "2026-09-01 to 2026-09-02", sums: map[string]float64{"cost": 30, "impressions": 300, "clicks": 30}},
		{file: "suite_utf16.csv", answers: map[string]string{"account": "p"}, open: []string{"account"}, read: 2, rows: 2, days: "2026-09-01 to 2026-09-02",
			sums: map[string]float64{"gained": 21}},
		{file: "suite_utf16.csv", table: 1, answers: map[string]string{"account": "i"}, read: 1, rows: 1, sums: map[string]float64{"gained": 3}},
		{file: "ga4_snapshot.csv", answers: map[string]string{"account": "site"}, read: 3, rows: 3, days: "2026-09-01 to 2026-09-03",
			sums: map[string]float64{"reads": 18}},
		{file: "sogou_totals_first.csv", read: 2, rows: 2, days: "2026-09-01 to 2026-09-02", sums: map[string]float64{"cost": 30.5, "clicks": 12}},
		{file: "wechat_users.xls", answers: map[string]string{"account": "mp"}, read: 2, rows: 2, sums: map[string]float64{"gained": 1010, "lost": 2}},
		{file: "french_semicolon.csv", read: 2, rows: 2, days: "2026-09-01 to 2026-09-13", sums: map[string]float64{"cost": 1235, "impressions": 13_000}},
		{file: "windows1252.csv", answers: map[string]string{"platform": "X"}, read: 1, rows: 1, days: "2026-09-13 to 2026-09-13",
			sums: map[string]float64{"cost": 1.5, "clicks": 2}},
		{file: "tiktok_nan.csv", record: "followers", answers: map[string]string{"account": "a"}, read: 2, rows: 2,
			sums: map[string]float64{"gained": 10, "lost": 2}},
		{file: "tiktok_nan.csv", record: "posts", answers: map[string]string{"account": "a"}, read: 2, rows: 2, sums: map[string]float64{"reads": 150, "likes": 7,
			"shares": 1}},
		// One order of two lines, one voided, one refunded. 23:30 in New York is the next day in Shanghai.
		{file: "shopify.csv", read: 4, rows: 3, days: "2026-03-02 to 2026-03-02", sums: map[string]float64{"revenue": 38, "refund": 5, "quantity": 4}},
		{file: "loop.csv", answers: map[string]string{"member": "me"}, open: []string{"member"}, read: 3, rows: 2, days: "2026-09-01 to 2026-09-02"},
		{file: "macintosh.csv", answers: map[string]string{"platform": "X"}, read: 2, rows: 2, sums: map[string]float64{"cost": 4}},
		// 10.00 over three days is 3.33 + 3.33 + 3.34; one cent stays one cent.
		{file: "periods.csv", answers: map[string]string{AnswerPeriod: spreadPeriod}, open: []string{AnswerPeriod}, read: 2, rows: 6,
			days: "2026-09-01 to 2026-09-03", sums: map[string]float64{"cost": 10.01, "impressions": 101}},
		{file: "periods.csv", answers: map[string]string{AnswerPeriod: "2026-09-02"}, read: 2, rows: 2, days: "2026-09-02 to 2026-09-02",
			sums: map[string]float64{"cost": 10.01}},
		// 1.50+2.50+3.00 and 1.00+1.00; a blank is no figure. The total is none of them.
		{file: "days_in_columns.csv", answers: map[string]string{"platform": "X", "currency": "EUR"}, open: []string{"platform", "currency"}, read: 6, rows: 5,
			days: "2026-09-01 to 2026-09-03", sums: map[string]float64{"cost": 9}},
		// Two tables side by side: 10+11 readers, 7 new followers.
		{file: "side_by_side.csv", answers: map[string]string{"account": "mp", "post_id": "all"}, read: 2, rows: 2, days: "2026-09-01 to 2026-09-02",
			sums: map[string]float64{"reads": 21}},
		{file: "side_by_side.csv", table: 1, answers: map[string]string{"account": "mp"}, read: 2, rows: 2, days: "2026-09-01 to 2026-09-02",
			sums: map[string]float64{"gained": 7, "lost": 1}},
		{file: "amazon_campaigns.csv", read: 2, rows: 2, sums: map[string]float64{"cost": 190.5, "reported_value": 250}},
		{file: "amazon_terms.csv", read: 3, rows: 2, sums: map[string]float64{"cost": 190.5, "reported_conversions": 1, "clicks": 19}},
	} {
		t.Run(want.file+" "+want.record, func(t *testing.T) {
			checkExport(t, filepath.Join("testdata", "formats", want.file), want)
		})
	}
}

// Every line of a file is a data row or skipped with a reason.
func TestSkippedLines(t *testing.T) {
	for file, want := range map[string]string{
		"baidu_gb18030.csv":     "title 1, title 2, title 3, title 4, title 5, blank 6, header 7",
		"google_en.csv":         "title 1, title 2, header 3, total 6, total 7",
		"meta_totals_first.csv": "header 1, total 2",
		"suite_utf16.csv":       "separator 1, title 2, header 3, blank 6, title 7, header 8, blank 10",
		"ga4_snapshot.csv": "comment 1, comment 2, comment 3, comment 4, blank 5, comment 6, comment 7, header 8, blank 12, comment 13, comment 14, " +
			"header 15, total 18",
		"sogou_totals_first.csv": "title 1, blank 2, header 3, total 4",
		"google_de_utf16.csv":    "title 1, title 2, header 3, total 6, total 7",
		"loop.csv":               "header 1",
	} {
		d, err := readFile(t, filepath.Join("testdata", "formats", file))
		if err != nil {
			t.Fatal(err)
		}
		var skipped []Skipped
		rows := 0
		for _, table := range d.Tables {
			skipped = append(skipped, table.Skipped...)
			rows += table.Len()
		}
		slices.SortFunc(skipped, func(a, b Skipped) int { return a.Line - b.Line })
		var got []string
		for _, s := range skipped {
			got = append(got, fmt.Sprintf("%s %d", s.Reason, s.Line))
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%s: %s\nwant %s", file, strings.Join(got, ", "), want)
		}
		if lines := d.Tables[0].grid.len(); rows+len(skipped) != lines {
			t.Errorf("%s: %d rows and %d skipped of %d lines", file, rows, len(skipped), lines)
		}
	}
}

func TestTotalWords(t *testing.T) {
	w := newTotalWords()
	for _, total := range []string{"Total", "total", "Total: Campaigns", "Gesamt: Konto", "总计", "合计", "总计：帐号", "Grand total", "Total of 12 results",
		"Results from 12 campaigns", "Ergebnisse aus 3 Kampagnen", "累计", " Total "} {
		if !w.word(total) {
			t.Errorf("%q is a total", total)
		}
	}
	for _, name := range []string{"Total Rewards", "Gesamtpaket", "合计优惠", "总计方案", "Totally free", "Summer", "", "Results", "Total Rewards: autumn", "累计打卡"} {
		if w.word(name) {
			t.Errorf("%q is a name", name)
		}
	}
}

// A campaign may be called Total or All: a row is a subtotal only if its
// figures are the sums of its parts.
func TestSubtotals(t *testing.T) {
	for name, test := range map[string]struct{ text, want string }{
		"one adds up, one does not": {"Date,Campaign,Cost,Clicks\n2026-09-01,A,1.50,1\n2026-09-01,B,2.50,2\n2026-09-01,Total,4.00,3\n2026-09-02,A,1.00,1\n2026-09-02,Total,9.00,7\n", "total 4"},
		"of an account on a day": {"Date,Account,Campaign,Cost\n2026-09-01,x,A,1\n2026-09-01,x,B,2\n2026-09-01,y,A,4\n2026-09-01,x,Total,3\n2026-09-01,y,B,5\n",
			"total 5"},
		"people counted once": {"日期,渠道,阅读人数,阅读次数\n2026-09-01,全部,9,15\n2026-09-01,朋友圈,7,10\n2026-09-01,搜一搜,4,5\n2026-09-02,全部,3,3\n2026-09-02,朋友圈,3,3\n",
			"total 2, total 5"},
		"the source first":      {"渠道,日期,阅读次数\n全部,2026-09-01,15\n朋友圈,2026-09-01,10\n搜一搜,2026-09-01,5\n", "total 2"},
		"two ways to cut":       {"Date,Channel,Device,Cost\n2026-09-01,All,All,10\n2026-09-01,a,All,3\n2026-09-01,b,All,7\n2026-09-01,a,PC,1\n2026-09-01,a,App,2\n2026-09-01,b,PC,3\n2026-09-01,b,App,4\n2026-09-02,a,PC,1\n2026-09-02,b,PC,1\n", "total 2, total 3, total 4"},
		"a campaign called All": {"Date,Campaign,Cost\n2026-09-01,All,8\n2026-09-01,Brand,5\n2026-09-01,Generic,6\n2026-09-02,All,1\n2026-09-02,Brand,1\n2026-09-02,Generic,1\n", ""},
		"beside a single part":  {"Date,Campaign,Cost\n2026-09-01,All,5\n2026-09-01,Brand,5\n2026-09-02,Brand,5\n", ""},
	} {
		table := tableOf(t, test.text)
		var skipped []string
		for _, s := range table.Skipped {
			if s.Reason == SkipTotal {
				skipped = append(skipped, fmt.Sprintf("%s %d", s.Reason, s.Line))
			}
		}
		if got := strings.Join(skipped, ", "); got != test.want {
			t.Errorf("%s: skipped %q, want %q", name, got, test.want)
		}
	}
}

// Days in columns whose rows are different figures are told apart from those
// of one figure; a line that is too short is refused as such.
func TestDaysInColumns(t *testing.T) {
	for name, text := range map[string]string{
		"figures": ",2026/9/1,2026/9/2,2026/9/3\n消耗,1,2,3\n展示数,1,2,3\n",
		"metrics": "Campaign,Metric,1 Sep 2026,2 Sep 2026,3 Sep 2026\nA,Cost,1,2,3\nA,Visits,1,2,3\n",
	} {
		table := tableOf(t, text)
		if _, err := draft(table, nil); ops.CodeOf(err) != "transposed_table" {
			t.Errorf("%s: %v", name, err)
		}
	}
	table := tableOf(t, "Cost\nCampaign,03/09/2026,02/09/2026,01/09/2026\nA,1,2,3\nB,1\n")
	m, err := draft(table, nil)
	if err != nil {
		t.Fatal(err)
	}
	for f, v := range map[string]string{"platform": "X", "currency": "EUR"} {
		if err := m.Answer(f, v); err != nil {
			t.Fatal(err)
		}
	}
	rows, rejected, notices, err := table.Rows(m, workspace(t))
	if err != nil || rows.Len() != 3 || len(rejected) != 1 || rejected[0].Err.Code != "field_count" || rejected[0].Err.Where.Line != 4 ||
		notices[0].Code != "unpivoted" {
		t.Fatalf("%v %v %v %v", rows, rejected, notices, err)
	}
	if day := ops.Day(rows.Ints[rows.Record.Column("date")][0]); day != ops.DayOf(2026, 9, 3) {
		t.Errorf("the days go down by one: the first is %s", day)
	}
}

func TestDescriptionRow(t *testing.T) {
	table := tableOf(t, "Date,Campaign,Cost,Clicks\nthe day,its name,what was paid,how often\n2026-09-01,A,1.50,1\n2026-09-02,A,1.00,1\n")
	if table.Len() != 2 || table.Skipped[1].Reason != SkipDescription {
		t.Errorf("%d rows, %v", table.Len(), table.Skipped)
	}
}

// A title of a post may be missing; that does not make its row a total.
func TestUntitledRowIsData(t *testing.T) {
	table := tableOf(t, "笔记标题,首次发布时间,观看量\n,2026年07月11日03时09分05秒,5\n早,2026年07月12日03时09分05秒,6\n晚,2026年07月13日03时09分05秒,7\n")
	if table.Len() != 3 {
		t.Errorf("%d rows: %v", table.Len(), table.Skipped)
	}
}

func TestReadRefuses(t *testing.T) {
	ole := append([]byte{0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1}, make([]byte, 600)...)
	var encrypted []byte
	for _, c := range "EncryptedPackage" {
		encrypted = append(encrypted, byte(c), 0)
	}
	for name, c := range map[string]struct {
		data []byte
		code ops.Code
	}{
		"empty.csv":   {nil, "empty_file"},
		"blank.csv":   {[]byte("\ufeff\n \n"), "empty_file"},
		"header.csv":  {[]byte("Date,Campaign,Cost\n"), "no_rows"},
		"nodata.csv":  {[]byte("Date,Campaign,Cost\n\"No data available.\"\n"), "no_rows"},
		"a.pdf":       {[]byte("%PDF-1.7 x"), "not_csv"},
		"a.csv":       {[]byte(`{"a": 1}`), "not_csv"},
		"b.csv":       {[]byte("<!doctype html><p>log in"), "not_csv"},
		"c.csv.gz":    {[]byte{0x1f, 0x8b, 8, 0}, "compressed"},
		"old.xls":     {ole, "old_excel"},
		"secret.xlsx": {append(slices.Clone(ole), encrypted...), "encrypted"},
		"nul.csv":     {[]byte("Date,Cost\n2026-09-01,1\x00\n2026-09-02,2\n"), "control_char"},
		"utf32.csv":   {[]byte{0xff, 0xfe, 0, 0, 'a', 0, 0, 0}, "encoding"},
		"quote.csv":   {[]byte("Date,Cost\n2026-09-01,\"1\n2026-09-02,2\n"), "unclosed_quote"},
		"stray.csv":   {[]byte("Date,Cost\n2026-09-01,2\"3\n2026-09-02,2\n"), "stray_quote"},
		"utf8.csv":    {[]byte("Date,Campaign,Cost\n2026-09-01,早起打卡,1\n2026-09-01,早\xff起打卡,1\n2026-09-01,早起打卡,1\n"), "encoding"},
		"words.csv":   {[]byte("hello\nworld\n"), "no_table"},
		"wide.csv":    {[]byte(strings.Repeat(",", 600) + "\n1\n"), "too_many_columns"},
	} {
		_, err := Read(bytes.NewReader(c.data), int64(len(c.data)), name, Hints{})
		if ops.CodeOf(err) != c.code {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
}

func TestDecode(t *testing.T) {
	text := "日期,广告,费用\n2026-09-01,早起读书打卡活动,1\n"
	big5 := "日期,廣告活動名稱,費用,點擊次數,曝光次數\n2026-09-01,早起閱讀打卡活動與學習計畫,1,2,3\n"
	for _, c := range []struct {
		encoding, text, want string
		guessed              bool
	}{
		{"utf-8", text, "utf-8", false}, {"utf-16le", text, "utf-16le", false}, {"utf-16be", text, "utf-16be", false}, {"gb18030", text, "gb18030", false},
		{"gb18030", "囧㙍𠮷 展现\n", "gb18030", false}, {"big5", big5, "big5", true}, {"windows-1252", "Datum;Kampagne\n1;Frühling für Größe\n", "windows-1252", true},
		{"windows-1251", "Дата;Кампания;Расход\n1;Весенняя распродажа книг;2\n", "windows-1251", true},
	} {
		data := []byte(c.text)
		if e := encodingNamed(c.encoding); e != nil {
			var err error
			if data, err = e.NewEncoder().Bytes(data); err != nil {
				t.Fatal(err)
			}
		}
		got, name, notices, err := decode(data, "")
		if err != nil || name != c.want || string(got) != c.text || (len(notices) > 0) != c.guessed {
			t.Errorf("%s: read as %s %q %v %v", c.encoding, name, got, notices, err)
		}
		if got, _, notices, err := decode(data, c.encoding); err != nil || string(got) != c.text || len(notices) > 0 {
			t.Errorf("%s, named: %q %v %v", c.encoding, got, notices, err)
		}
	}
}

func TestDelimiters(t *testing.T) {
	for text, want := range map[string]rune{
		"a,b\n1,2\n": ',', "a;b;c\n1,5;2,5;3\n": ';', "a\tb\n1\t2\n": '\t', "a|b\n1|2\n": '|', "x\n": ',',
		"title\n\na,b,c\n\"x; y\",2,3\n\"z; w\",2,3\n": ',', "Date;Cost;Value\n2026-09-01;1,50;2,50\n": ';',
	} {
		if got := guessDelimiter([]byte(text)); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestAccentsAreNotChinese(t *testing.T) {
	d, err := readFile(t, filepath.Join("testdata", "formats", "windows1252.csv"))
	if err != nil {
		t.Fatal(err)
	}
	if d.Tables[0].Cell(0, 1) != "Frühling" || len(d.Notices) != 1 || d.Notices[0].Code != "encoding_guessed" {
		t.Errorf("%q %v", d.Tables[0].Row(0), d.Notices)
	}
}

// Spend that is stored by campaign is not added again by search term.
func TestSameMoney(t *testing.T) {
	rows := func(file string) *ops.Rows {
		d, err := readFile(t, filepath.Join("testdata", "formats", file))
		if err != nil {
			t.Fatal(err)
		}
		m, err := draft(d.Tables[0], nil)
		if err != nil {
			t.Fatal(err)
		}
		r, rejected, _, err := d.Tables[0].Rows(m, workspace(t))
		if err != nil || len(rejected) > 0 {
			t.Fatal(err, rejected)
		}
		return r
	}
	campaigns, terms := rows("amazon_campaigns.csv"), rows("amazon_terms.csv")
	with := func(stored *ops.Rows) func(func(*ops.Rows) error) error {
		return func(yield func(*ops.Rows) error) error { return yield(stored) }
	}
	if e, err := SameMoney(terms, with(campaigns)); err != nil || e == nil || e.Err.Code != "same_money" {
		t.Errorf("search terms over campaigns: %v %v", e, err)
	}
	if e, err := SameMoney(campaigns, with(terms)); err != nil || e == nil {
		t.Errorf("campaigns over search terms: %v %v", e, err)
	}
	if e, err := SameMoney(campaigns, with(campaigns)); err != nil || e != nil {
		t.Errorf("the same report again replaces itself: %v %v", e, err)
	}
	if e, err := SameMoney(campaigns, with(rows("meta_totals_first.csv"))); err != nil || e != nil {
		t.Errorf("another platform: %v %v", e, err)
	}
}

// What a person assigned and answered is remembered with the header, but for
// the day of one file; the platform is proposed and asked.
func TestRemembered(t *testing.T) {
	text := "Wann,Was,Kosten,Klicks\n2026-09-01,A,1.50,1\n"
	table := tableOf(t, text)
	m, err := draft(table, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Assign(1, "campaign"); err != nil {
		t.Fatal(err)
	}
	if err := m.Assign(3, "campaign"); ops.CodeOf(err) != "two_columns_one_field" {
		t.Errorf("two columns on one field: %v", err)
	}
	if err := m.Assign(3, "colour"); ops.CodeOf(err) != "unknown_field" {
		t.Errorf("%v", err)
	}
	for f, v := range map[string]string{"platform": "X", "currency": "EUR", AnswerPeriod: "2026-09-01"} {
		if err := m.Answer(f, v); err != nil {
			t.Fatal(err)
		}
	}
	again, err := draft(tableOf(t, strings.ToUpper("Wann,Was,Kosten,Klicks")+"\n2026-10-01,B,2.50,1\n"), map[string]Mapping{m.Fingerprint: *m.kept(table.File,
		nil)})
	if err != nil {
		t.Fatal(err)
	}
	if again.Columns[1].Field != "campaign" || again.Columns[1].Source != FromRemembered || again.Answers["platform"] != "" ||
		again.doubts["platform"] != "X" || again.Answers[AnswerPeriod] != "" {
		t.Errorf("%+v", again)
	}
	if m.Columns[0].Source != FromShape || m.Columns[0].Field != "date" {
		t.Errorf("the date is told by its shape: %+v", m.Columns[0])
	}
}

// An export goes the same way as a file of our own: plan, then commit. What
// the file leaves open is an error that says so.
func TestPlanOfExport(t *testing.T) {
	plan := func(file string, o Options) (*Plan, error) {
		data := readBytes(t, filepath.Join("testdata", "formats", file))
		return NewImporter(newMemory(), workspace(t)).Plan(t.Context(), File{Name: file, Size: int64(len(data)), R: bytes.NewReader(data)}, o)
	}
	p, err := plan("google_de_utf16.csv", Options{})
	if err != nil {
		t.Fatal(err)
	}
	if p.Layout != "google_ads" || p.Record.Name != "spend" || p.Read != 2 || p.Refusal() != nil || p.Through != ops.DayOf(2026, 9, 2) {
		t.Errorf("%+v, refused: %v", p, p.Refusal())
	}
	if _, err := plan("suite_utf16.csv", Options{}); ops.CodeOf(err) != "choose_table" {
		t.Errorf("two tables: %v", err)
	}
	if _, err := plan("suite_utf16.csv", Options{Table: 2}); ops.CodeOf(err) != "questions_open" {
		t.Errorf("whose followers: %v", err)
	}
	d, err := readFile(t, filepath.Join("testdata", "formats", "suite_utf16.csv"))
	if err != nil {
		t.Fatal(err)
	}
	m, err := draft(d.Tables[1], nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Answer("account", "Suite"); err != nil { // of which the file's name speaks
		t.Fatal(err)
	}
	if p, err = plan("suite_utf16.csv", Options{Table: 2, Remembered: map[string]Mapping{m.Fingerprint: *m.kept("suite_utf16.csv", nil)}}); err != nil ||
		p.Rows.Len() != 1 {
		t.Errorf("with a remembered answer: %v %v", p, err)
	}
	if p, err = plan("tiktok_nan.csv", Options{Record: "orders"}); ops.CodeOf(err) != "questions_open" {
		t.Errorf("%v %v", p, err)
	}
}

// A header that only means what ours does is that of another program, which
// writes numbers and dates in its own way.
func TestAHeaderInCapitalsIsNotOurs(t *testing.T) {
	for header, layout := range map[string]string{"Date,Platform,Campaign,Cost,Currency": "any_spend", "date,Platform,Campaign,Cost,Currency": ownLayoutName} {
		text := header + "\n2026-09-01,X,A,\"1,234.50\",CNY\n"
		p, err := NewImporter(newMemory(), workspace(t)).Plan(t.Context(), File{Name: "x.csv", Size: int64(len(text)), R: strings.NewReader(text)}, Options{})
		if err != nil || p.Layout != layout || (p.Rejected == 0) != (layout != ownLayoutName) {
			t.Errorf("%s: %+v %v", header, p, err)
		}
	}
}

// Each table of a file and each record of a table is imported once; a file in
// our own layout is one whatever is said.
func TestWhatIsImportedOnce(t *testing.T) {
	sum := func(file string, o Options) string {
		data := []byte("date,platform,campaign,cost,currency\n2026-09-01,x,a,1,CNY\n")
		if file != "" {
			data = readBytes(t, filepath.Join("testdata", "formats", file))
		}
		s := source{file: File{Name: file, Size: int64(len(data)), R: bytes.NewReader(data)}, options: o}
		out, err := s.sum(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	if sum("suite_utf16.csv", Options{Table: 1}) == sum("suite_utf16.csv", Options{Table: 2}) {
		t.Error("the second table counts as imported with the first")
	}
	if sum("tiktok_nan.csv", Options{Record: "posts"}) == sum("tiktok_nan.csv", Options{Record: "followers"}) {
		t.Error("content counts as imported with followers")
	}
	if sum("", Options{Record: "spend"}) != sum("", Options{}) {
		t.Error("our own layout twice")
	}
}

// draft returns the best of the drafts.
func draft(t *Table, remembered map[string]Mapping) (*Mapping, error) {
	all, err := Drafts(t, remembered)
	if err != nil {
		return nil, err
	}
	return all[0], nil
}
