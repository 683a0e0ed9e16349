package ingest

import (
	"fmt"
	"slices"
	"testing"
)

// TestAccountsNeverCrossOver: what a person answered about one file is not
// taken for the file of another account with the same header.
func TestAccountsNeverCrossOver(t *testing.T) {
	f := newOtherFiles(t)
	f.commit(f.plan("two-accounts-1-shop-a.csv", said("answer.account=shop A", "answer.campaign=all")))
	if _, err := f.plan("two-accounts-2-shop-b.csv", Options{}); asks(err) != "questions_open account campaign" {
		t.Fatal(asks(err))
	}
	f.commit(f.plan("two-accounts-2-shop-b.csv", said("answer.account=shop B", "answer.campaign=all")))
	f.want("spend", "cost", "account", map[string]string{"shop A": "21000", "shop B": "105000"})
}

// twelveMonths is a month of an account, in the same header for all.
func monthOf(account string, month int) string {
	cost := 100 * month
	if account == "shop B" {
		cost = 7000 + 10*month
	}
	return fmt.Sprintf("时间,消费,展现量,点击量,点赞,互动量\n2025-%02d-01,%d.00,5000,100,1,1\n2025-%02d-02,%d.00,5500,110,1,1\n", month, cost, month, cost+1)
}

// TestTwoAccountsForTwelveMonths: whoever's month comes next, in any order, it
// goes where it belongs or is asked about, and both accounts are whole.
func TestTwoAccountsForTwelveMonths(t *testing.T) {
	for _, c := range []struct {
		name  string
		file  func(account string, month int) string
		asked int
	}{
		{"the name speaks", func(account string, month int) string { return fmt.Sprintf("%s 2025-%02d.csv", account, month) }, 2},
		{"the name tells apart", func(account string, month int) string {
			return fmt.Sprintf("%s_2025-%02d.csv", map[string]string{"shop A": "north", "shop B": "south"}[account], month)
		}, 2},
		{"the name tells nothing", func(_ string, month int) string { return fmt.Sprintf("export 2025-%02d.csv", month) }, 24},
		{"there is no name", func(string, int) string { return "2025.csv" }, 24},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := newOtherFiles(t)
			asked := 0
			for n := range 24 {
				account, month := []string{"shop A", "shop B"}[n%2], n*7%12+1
				if n >= 12 {
					account = []string{"shop B", "shop A"}[n%2]
				}
				p, err := f.planText(c.file(account, month), monthOf(account, month), Options{})
				if err != nil {
					asked++
					p, err = f.planText(c.file(account, month), monthOf(account, month), said("answer.account="+account, "answer.campaign=all"))
				}
				if p = f.commit(p, err); p.Rows.Text(p.Record.Column("account"), 0) != account {
					t.Fatalf("%s of month %d went to %s", account, month, p.Rows.Text(p.Record.Column("account"), 0))
				}
			}
			// 100·(1+…+12)·2 + 12 and 2·(12·7000 + 10·78) + 12, in cents
			f.want("spend", "cost", "account", map[string]string{"shop A": "1561200", "shop B": "16957200"})
			if asked > c.asked+1 || asked < c.asked {
				t.Errorf("asked %d times, not %d", asked, c.asked)
			}
		})
	}
}

// TestAnotherPlatformNeverCrossesOver: a header that says no platform may be
// that of another one the next time.
func TestAnotherPlatformNeverCrossesOver(t *testing.T) {
	month := func(m int) string {
		return fmt.Sprintf("Day,Campaign,Cost,Impressions,Clicks\n2025-%02d-01,brand,10.00,100,1\n2025-%02d-02,brand,11.00,110,1\n", m, m)
	}
	f := newOtherFiles(t)
	f.commit(f.planText("report.csv", month(1), said("as=spend", "answer.platform=bing", "answer.currency=CNY", "answer.account=x")))
	if _, err := f.planText("report.csv", month(2), said("as=spend")); asks(err) != "questions_open account platform" {
		t.Error(asks(err))
	}
	n, err := f.i.Inspect(t.Context(), fileOf("report.csv", month(2)), said("as=spend"))
	if err != nil {
		t.Fatal(err)
	}
	for _, field := range []string{"account", "platform"} {
		if !slices.ContainsFunc(n.Questions, func(q Question) bool {
			return q.Field == field && q.Code == "which_file" && q.Required && q.Suggestion != ""
		}) {
			t.Errorf("%s: the last answer is not the first choice: %+v", field, n.Questions)
		}
	}
}

// TestTheRowsTell: an export that says again what is stored for the last answer
// is of the same account, whatever it is called; of another one it is not.
func TestTheRowsTell(t *testing.T) {
	f := newOtherFiles(t)
	f.commit(f.planText("export 1.csv", monthOf("shop A", 1), said("answer.account=shop A", "answer.campaign=all")))
	longer := monthOf("shop A", 1) + "2025-01-03,5.00,50,1,1,1\n"
	p := f.commit(f.planText("export 2.csv", longer, Options{}))
	if got := p.Rows.Text(p.Record.Column("account"), 0); got != "shop A" || p.Mapping.Sources["account"] != FromRemembered {
		t.Errorf("%s, %v", got, p.Mapping.Sources)
	}
	n, err := f.i.Inspect(t.Context(), fileOf("export 3.csv", longer+"2025-01-04,5.00,50,1,1,1\n"), Options{})
	if err != nil || slices.ContainsFunc(n.Questions, func(q Question) bool { return q.Required }) {
		t.Errorf("%+v %v", n, err)
	}
	// One row alike is chance; other figures are another account's.
	for _, other := range []string{monthOf("shop B", 1), "时间,消费,展现量,点击量,点赞,互动量\n2025-01-01,100.00,5000,100,1,1\n"} {
		if _, err := f.planText("export 4.csv", other, Options{}); asks(err) != "questions_open account campaign" {
			t.Errorf("%q: %s", other, asks(err))
		}
	}
	f.want("spend", "cost", "account", map[string]string{"shop A": "20600"})
}

// TestRememberedAnswersAreShown: what was taken over stands in the preview,
// where it can be changed.
func TestRememberedAnswersAreShown(t *testing.T) {
	f := newOtherFiles(t)
	f.commit(f.planText("shop A 09.csv", monthOf("shop A", 1), said("answer.account=shop A", "answer.campaign=all")))
	n, err := f.i.Inspect(t.Context(), fileOf("shop A 10.csv", monthOf("shop A", 2)), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(n.Questions, func(q Question) bool {
		return q.Field == "account" && q.Code == "remembered_answer" && q.Suggestion == "shop A" && !q.Required
	}) {
		t.Error(n.Questions)
	}
	p := f.commit(f.planText("shop A 10.csv", monthOf("shop A", 2), said("answer.account=shop C")))
	if got := p.Rows.Text(p.Record.Column("account"), 0); got != "shop C" {
		t.Error(got)
	}
}

func TestNamePatterns(t *testing.T) {
	for name, want := range map[string]string{
		"juguang_20260901-20260930.csv": "juguang", "Shop A – Sept 2026 (2).xlsx": "shop-a", "2026-09.csv": "", "two-accounts-1-shop-a.csv": "two-accounts-shop-a",
		"报表_2026年9月1日至30日.csv": "报表", "A.B.csv": "a-b",
	} {
		if got := namePattern(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}
