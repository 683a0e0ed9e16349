package ingest

import (
	"strings"
	"testing"
)

// TestRenamedCampaign: a later report of the same days withdraws what it does
// not have; undoing it brings that back.
func TestRenamedCampaign(t *testing.T) {
	f := newOtherFiles(t)
	f.commit(f.plan("renamed-campaign-1.csv", Options{}))
	p := f.commit(f.plan("renamed-campaign-2.csv", Options{}))
	f.want("spend", "cost", "", map[string]string{"": "11000"})
	// What is gone is not there, also not as 0.
	f.want("spend", "cost", "campaign", map[string]string{"Brand": "1000", "Generic DE": "10000"})
	if len(p.Gone.Worth) != 1 || p.Gone.Worth[0].Sum != 10000 || p.Gone.Worth[0].Column != "cost" || p.Diff.Removed != 2 || f.store.batches[1].Removed != 2 {
		t.Errorf("%+v %+v", p.Gone.Worth, p.Diff)
	}
	if p.Gone == nil || p.Gone.Rows != 2 || !p.Gone.Replaced || len(p.Gone.Renames) != 1 || p.Gone.Renames[0] != (Rename{"Generic", "Generic DE"}) {
		t.Errorf("%+v", p.Gone)
	}
	if _, err := f.i.Undo(t.Context(), f.store.batches[1].ID, By{}); err != nil {
		t.Fatal(err)
	}
	f.want("spend", "cost", "campaign", map[string]string{"Brand": "1000", "Generic": "10000"})
	g := newOtherFiles(t)
	g.commit(g.plan("renamed-campaign-1.csv", Options{}))
	p = g.commit(g.plan("renamed-campaign-2.csv", said("overlap=keep")))
	g.want("spend", "cost", "", map[string]string{"": "21000"})
	if p.Gone.Replaced || !noticed(p, "rows_gone_kept") {
		t.Errorf("%+v %v", p.Gone, p.Notices)
	}
}

// TestWhatAReportWithdraws: rows of other accounts, platforms, days and
// breakdowns stay, and so do those that a filtered report leaves out.
func TestWhatAReportWithdraws(t *testing.T) {
	report := func(rows ...string) string {
		return "Day,Account,Campaign,Currency code,Cost,Impr.\n" + strings.Join(rows, "\n") + "\n"
	}
	first := report("2026-09-01,a,A,CNY,10,1", "2026-09-01,a,B,CNY,20,1", "2026-09-01,a,C,CNY,30,1", "2026-09-01,b,A,CNY,40,1", "2026-09-02,a,A,CNY,50,1")
	for _, c := range []struct {
		second   string
		overlap  Overlap
		replaced bool
		cost     string
	}{
		{report("2026-09-01,a,A,CNY,10,1", "2026-09-01,a,B,CNY,20,1"), OverlapAuto, true, "12000"},
		{report("2026-09-01,a,A,CNY,10,1"), OverlapAuto, false, "15000"},
		{report("2026-09-01,a,A,CNY,10,1"), OverlapReplace, true, "10000"},
		{report("2026-09-03,a,A,CNY,10,1"), OverlapAuto, false, "16000"},
	} {
		f := newOtherFiles(t)
		f.commit(f.planText("google.csv", first, Options{}))
		p := f.commit(f.planText("google.csv", c.second, Options{Overlap: c.overlap}))
		f.want("spend", "cost", "", map[string]string{"": c.cost})
		if got := p.Gone != nil && p.Gone.Replaced; got != c.replaced {
			t.Errorf("%s: %+v", c.second, p.Gone)
		}
	}
	// A report that has it again counts again.
	f := newOtherFiles(t)
	f.commit(f.planText("google.csv", first, Options{}))
	f.commit(f.planText("google.csv", report("2026-09-01,a,A,CNY,10,1", "2026-09-01,a,B,CNY,20,1"), Options{}))
	f.commit(f.planText("google.csv", report("2026-09-01,a,A,CNY,10,1", "2026-09-01,a,B,CNY,20,1", "2026-09-01,a,C,CNY,31,1"), Options{}))
	f.want("spend", "cost", "", map[string]string{"": "15100"})
	f.want("spend", "cost", "campaign", map[string]string{"A": "10000", "B": "2000", "C": "3100"})
}
