package ingest

import (
	"fmt"
	"strings"
	"testing"

	"daybreak/internal/ops"
)

// TestCountsOfTwoSites: an export of counts that names no site is asked for it
// where its figures are quite different from those stored; both stay whole.
func TestCountsOfTwoSites(t *testing.T) {
	for name, c := range map[string]struct{ first, second, column, of, one, two string }{
		"search console": {"Date,Clicks,Impressions,CTR,Position\n2026-10-01,100,1000,10%,3\n2026-10-02,110,1000,11%,3\n",
			"Date,Clicks,Impressions,CTR,Position\n2026-10-01,7,100,7%,3\n2026-10-02,9,100,9%,3\n", "value", "search clicks", "210000000", "16000000"},
		"shopify sales": {"Day,Orders,Gross sales,Net sales,Total sales,Currency\n2026-09-01,18,4722.08,4538.92,4610.11,USD\n",
			"Day,Orders,Gross sales,Net sales,Total sales,Currency\n2026-09-01,1,22.08,8.92,10.11,USD\n", "amount", "sales by day", "461011", "1011"},
	} {
		f := newOtherFiles(t)
		f.commit(f.planText("a.csv", c.first, Options{}))
		_, err := f.planText("b.csv", c.second, Options{})
		if got := asks(err); got != "questions_open source" {
			t.Errorf("%s: %s", name, got)
		}
		f.commit(f.planText("b.csv", c.second, said("answer.source=b")))
		got := f.figures("counts", c.column, "name", "source")
		if got[c.of+"/"] != c.one || got[c.of+"/b"] != c.two {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// TestMailingsOfOneDay: two mailings of a day add up, figure by figure; the same
// line twice is refused whole.
func TestMailingsOfOneDay(t *testing.T) {
	const header = "Title,Subject,List,Send Date,Total Recipients,Successful Deliveries,Total Bounces,Unique Opens,Unique Clicks,Unsubscribes,Abuse Complaints\n"
	const line = `News,Hi,All,"Nov 01, 2025 10:00 am",1000,990,10,400,80,3,0` + "\n"
	f := newOtherFiles(t)
	f.commit(f.planText("m.csv", header+line+strings.Replace(line, "News", "More", 1), Options{}))
	f.want("counts", "value", "name", map[string]string{"mails sent": "1980000000", "mails opened": "800000000", "mails clicked": "160000000",
		"mails bounced": "20000000", "mail unsubscribes": "6000000"})
	p, err := f.planText("twice.csv", header+line+line, Options{})
	if err != nil || p.Rejected != 1 || p.Rejects[0].Err.Code != "duplicate_row" {
		t.Error(p, err)
	}
}

// TestPeriodsAsTheyAreWritten: weeks, months and ranges in the ways of exports.
func TestPeriodsAsTheyAreWritten(t *testing.T) {
	for cell, days := range map[string]string{
		"Week|2026-W14": "2026-03-30 to 2026-04-05", "周|2026年第14周": "2026-03-30 to 2026-04-05", "月份|202604": "2026-04-01 to 2026-04-30",
		"月份|2026年4月": "2026-04-01 to 2026-04-30", "Quarter|2026 Q2": "2026-04-01 to 2026-06-30", "时间|2026/04/01-2026/04/30": "2026-04-01 to 2026-04-30",
		"日期|2026.04.01-2026.04.03": "2026-04-01 to 2026-04-03",
	} {
		header, value, _ := strings.Cut(cell, "|")
		f := newOtherFiles(t)
		p, err := f.planText("x.csv", fmt.Sprintf("%s,Platform,Campaign,Cost,Currency\n%s,tiktok,A,100,CNY\n", header, value), said("answer.period=spread"))
		if err != nil || p.Rejected > 0 || p.Days.String() != days {
			t.Errorf("%s: %v, want %s: %v", cell, p, days, err)
		}
	}
}

// TestMarksBeforeValues: what keeps a spreadsheet program from reading a number
// is no part of the value.
func TestMarksBeforeValues(t *testing.T) {
	for _, mark := range []string{"`", "'", "\t"} {
		f := newOtherFiles(t)
		row := strings.NewReplacer("~", mark).Replace("~2026-10-01 10:00:00,3001,~10.00\n")
		if mark == "`" {
			row = strings.Replace(row, "3001", "`3001", 1)
		}
		f.commit(f.planText("t.csv", "付款时间,订单编号,实付金额\n"+row, said("answer.currency=CNY")))
		f.want("orders", "revenue", "order_id at", map[string]string{"3001/2026-10-01": "1000"})
	}
}

// TestTotalsThatFall: followers do not halve from one day to the next; a file
// in which they do is asked whether it means those gained.
func TestTotalsThatFall(t *testing.T) {
	for totals, ask := range map[string]bool{"34 12 25": true, "3400 3412 3405": false, "5 0 7": true, "10 400 9000": false, "100 50 50": false} {
		text := "Date,Total followers\n"
		for d, n := range strings.Fields(totals) {
			text += fmt.Sprintf("2026-10-%02d,%s\n", d+1, n)
		}
		_, err := newOtherFiles(t).planText("f.csv", text, said("answer.account=a"))
		if got := asks(err) == "questions_open total_is"; got != ask {
			t.Errorf("%s: %v", totals, err)
		}
	}
}

// TestHolidaysWithoutFigures: a table without any number is read by hand.
func TestHolidaysWithoutFigures(t *testing.T) {
	f := newOtherFiles(t)
	o := said("as=holidays", "answer.kind=holiday", "answer.region=CN", "column.Wann=date", "column.Was=name")
	if p, err := f.planText("h.csv", "Wann,Was\n2026-10-01,National Day\n2026-10-02,National Day\n", o); err != nil || p.Rows.Len() != 2 || p.Rejected > 0 {
		t.Error(p, err)
	}
}

// TestTablesOneBelowAnother: a header that follows without a blank line begins
// another table; the same header again is no row.
func TestTablesOneBelowAnother(t *testing.T) {
	f := newOtherFiles(t)
	p := f.commit(f.planText("x.csv", "Date,Views\n2026-10-01,5\n2026-10-02,6\nDate,Foo\n2026-10-01,700\n2026-10-02,800\n", said("answer.account=a")))
	if f.want("posts", "reads", "", map[string]string{"": "11"}); !noticed(p, "other_tables") {
		t.Error(p.Notices)
	}
	g := newOtherFiles(t)
	p = g.commit(g.planText("x.csv", "Date,Views\n2026-10-01,5\nDate,Views\n2026-10-02,6\n", said("answer.account=a")))
	if g.want("posts", "reads", "", map[string]string{"": "11"}); p.Read != 2 || p.Rejected != 0 {
		t.Error(p.Read, p.Rejects)
	}
}

// TestUnknownKind: a kind of data that is none is named, with those there are.
func TestUnknownKind(t *testing.T) {
	_, err := newOtherFiles(t).planText("x.csv", "Wann,Was\n2026-10-01,5\n", said("as=nonsense"))
	if ops.CodeOf(err) != "unknown_kind" || !strings.Contains(err.Error(), "spend, search_terms, ") {
		t.Error(err)
	}
}

// TestPastedWithoutAHeader: values without names say what is missing.
func TestPastedWithoutAHeader(t *testing.T) {
	for text, code := range map[string]ops.Code{"2026-10-01\t抖音\tA\t100\tCNY\n2026-10-02\t抖音\tA\t110\tCNY\n": "no_header", "2026-10-01\t5\n": "no_header",
		"hello\n": "no_table", "5\n": "no_table", "日期\t平台\n": "no_rows"} {
		if _, err := newOtherFiles(t).planText("x.tsv", text, Options{}); ops.CodeOf(err) != code {
			t.Errorf("%q: %v, want %s", text, err, code)
		}
	}
}

// TestPastedCells: cells as people and spreadsheet programs write them. By hand:
// 1,234.50 + 1.2 万 + 1234.5 + 5 = 14,474.00.
func TestPastedCells(t *testing.T) {
	f := newOtherFiles(t)
	f.commit(f.planText("x.tsv", "日期\t平台\t计划\t花费\t币种\n2026年10月3日\t抖音\t\"早起\n打卡\"\t¥1,234.50\tCNY\n2026/10/4 星期日\t抖音\tA\t1.2万\tCNY\n"+
		"２０２６／１０／０５\t抖音\tA\t１２３４．５\tCNY\n2026.10.6\t抖音\tA\t5\tCNY\t\t\n", Options{}))
	f.want("spend", "cost", "", map[string]string{"": "1447400"})
	f.want("spend", "cost", "date", map[string]string{"2026-10-03": "123450", "2026-10-04": "1200000", "2026-10-05": "123450", "2026-10-06": "500"})
}
