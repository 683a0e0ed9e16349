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

// TestTwoAccountsForTwelveMonths: whoever's month comes next, it goes where it
// belongs or is asked about.
func TestTwoAccountsForTwelveMonths(t *testing.T) {
	for name, file := range map[string]func(account string, month int) string{
		"the name tells":        func(account string, month int) string { return fmt.Sprintf("%s 2025-%02d.csv", account, month) },
		"the name tells little": func(account string, month int) string { return fmt.Sprintf("export 2025-%02d.csv", month) },
	} {
		t.Run(name, func(t *testing.T) {
			f := newOtherFiles(t)
			asked := 0
			for n := range 24 {
				account, month := []string{"shop A", "shop B"}[n*7%24/12], n*7%12+1
				p, err := f.planText(file(account, month), monthOf(account, month), Options{})
				if err != nil {
					asked++
					p, err = f.planText(file(account, month), monthOf(account, month), said("answer.account="+account, "answer.campaign=all"))
				}
				if p = f.commit(p, err); name == "the name tells" && p.Rows.Text(p.Record.Column("account"), 0) != account {
					t.Fatalf("%s of month %d went to %s", account, month, p.Rows.Text(p.Record.Column("account"), 0))
				}
			}
			if name == "the name tells" {
				// 100·(1+…+12)·2 + 12 and 2·(12·7000 + 10·78) + 12, in cents
				f.want("spend", "cost", "account", map[string]string{"shop A": "1561200", "shop B": "16957200"})
				if asked != 2 {
					t.Errorf("asked %d times", asked)
				}
			}
		})
	}
}

// TestSameNameTwoAccounts: files that even share their name are asked about
// as soon as two answers were given.
func TestSameNameTwoAccounts(t *testing.T) {
	f := newOtherFiles(t)
	f.commit(f.planText("export.csv", monthOf("shop A", 1), said("answer.account=shop A", "answer.campaign=all")))
	// The same days with quite different figures: in doubt.
	if _, err := f.planText("export.csv", monthOf("shop B", 1), Options{}); asks(err) != "questions_open account" {
		t.Fatal(asks(err))
	}
	f.commit(f.planText("export.csv", monthOf("shop B", 1), said("answer.account=shop B")))
	if _, err := f.planText("export.csv", monthOf("shop A", 2), Options{}); asks(err) != "questions_open account campaign" {
		t.Fatal(asks(err))
	}
	f.want("spend", "cost", "account", map[string]string{"shop A": "20100", "shop B": "1402100"})
}

// TestRememberedAnswersAreShown: what was taken over stands in the preview,
// where it can be changed.
func TestRememberedAnswersAreShown(t *testing.T) {
	f := newOtherFiles(t)
	f.commit(f.planText("export-09.csv", monthOf("shop A", 1), said("answer.account=shop A", "answer.campaign=all")))
	n, err := f.i.Inspect(t.Context(), fileOf("export-10.csv", monthOf("shop A", 2)), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(n.Questions, func(q Question) bool {
		return q.Field == "account" && q.Code == "remembered_answer" && q.Suggestion == "shop A" && !q.Required
	}) {
		t.Error(n.Questions)
	}
	p := f.commit(f.planText("export-10.csv", monthOf("shop A", 2), said("answer.account=shop C")))
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
