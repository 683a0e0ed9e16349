package analysis

import (
	"fmt"
	"strings"
	"testing"

	"daybreak/internal/ops"
)

// industryWorld has 14 weeks of one campaign a day from Monday 1 June 2026: 10.00 a day, 5
// clicks, and in week w, from 0, one claimed conversion on w+1 of its days at most seven;
// each day one member joins, who names the campaign.
func industryWorld(t *testing.T, more ...string) Data {
	t.Helper()
	var spend, events strings.Builder
	spend.WriteString("date,platform,account,campaign,keyword,channel,industry,clicks,cost,currency,reported_conversions\n")
	events.WriteString("member,at,event,channel,campaign\n")
	first := day(t, "2026-06-01")
	for i := range 14 * 7 {
		date, claimed := (first + ops.Day(i)).String(), 0
		if i%7 <= (i/7)%7 {
			claimed = 1
		}
		fmt.Fprintf(&spend, "%s,baidu,a,Study,k,ads,education,5,10,CNY,%d\n", date, claimed)
		fmt.Fprintf(&events, "m%d,%s 10:00:00,join,ads,Study\n", i, date)
	}
	spend.WriteString(strings.Join(more, ""))
	return world{files: map[string]string{"spend": spend.String(), "events": events.String()}}.data(t)
}

// The 13 weeks before the last claimed 1 to 7 and 1 to 6 conversions for 70.00 each:
// 70, 35, 23.33, 17.50, 14, 11.67, 10, 70, 35, 23.33, 17.50, 14, 11.67. Their middle is 17.50, the
// ends are 10 and 70. The last week claims seven, so 10: within. With another 200.00 on its
// last day it is 270 ÷ 7 = 38.57, still within; with 500.00 it is 81.43: dearer than each.
func TestIndustriesAgainstTheirOwnWeeks(t *testing.T) {
	v := &View{Range: ops.Range{From: day(t, "2026-08-31"), To: day(t, "2026-09-07")}, Grain: ops.Daily, Compare: NoCompare}
	for _, x := range []struct {
		more    string
		now     float64
		verdict Verdict
	}{{"", 10, Indifferent}, {"200", 270. / 7, Indifferent}, {"500", 570. / 7, Bad}} {
		var rows []string
		if x.more != "" {
			rows = append(rows, "2026-09-06,baidu,a,Study,other,ads,education,0,"+x.more+",CNY,0\n")
		}
		s, err := Market{industryWorld(t, rows...)}.Industries(t.Context(), v, &ops.Panel{})
		if err != nil || len(s.Rows) != 1 {
			t.Fatal(s, err)
		}
		r := s.Rows[0]
		for i, want := range map[int]float64{1: 10, 2: 17.5, 3: 70, 4: x.now} {
			near(t, s.Columns[i].Name, r.Cells[i].Number, want, 1e-9)
		}
		if r.Verdict != x.verdict {
			t.Errorf("with %q more it is called %q", x.more, r.Verdict)
		}
	}
	// Seven weeks are too few to call anything.
	v.Range = ops.Range{From: day(t, "2026-07-20"), To: day(t, "2026-07-27")}
	s, err := Market{industryWorld(t)}.Industries(t.Context(), v, &ops.Panel{})
	if err != nil || s.Rows[0].Reason != BenchmarkShort || s.Rows[0].Cells[2].State != ops.Pending {
		t.Errorf("after seven weeks: %+v %v", s.Rows, err)
	}
}

// A budget of 100.00 from 31 August: at ½ click and 1/10 member a unit it is to bring 50 clicks
// and 10 members; by 6 September 70.00 are spent, 35 clicks and 7 members came. Weeks
// never differ, so φ is 1, and the limits of 10 are ± 1.356 (t, .90, 12) √(10·(1 + 100/910)).
func TestIndustryPlans(t *testing.T) {
	d := industryWorld(t)
	days := ops.Range{From: day(t, "2026-08-31"), To: day(t, "2026-09-10")}
	budget := ops.Target{Metric: "cost", Scope: "industry:education", Days: days, Kind: ops.TargetBudget, Goal: 100, State: ops.TargetApproved}
	draft := budget
	draft.State, draft.Goal = ops.TargetDraft, 900
	d.Plan = planned{draft, budget}
	v := &View{Range: ops.Range{From: day(t, "2026-08-31"), To: day(t, "2026-09-07")}, Grain: ops.Daily, Compare: NoCompare}
	s, err := Market{d}.IndustryPlans(t.Context(), v, &ops.Panel{})
	if err != nil || len(s.Rows) != 1 {
		t.Fatal(s, err)
	}
	r := s.Rows[0]
	for i, want := range []float64{100, 70, 50, 10, 35, 7} {
		near(t, s.Columns[i].Name, r.Cells[i].Number, want, 1e-9)
	}
	near(t, "at least", r.Cells[3].Range.Low, 10-1.35622*3.33150, .0005)
	near(t, "at most", r.Cells[3].Range.High, 10+1.35622*3.33150, .0005)
	if r.Verdict != Indifferent || r.Reason != PlanOnCourse {
		t.Errorf("seven of about seven members: %+v", r)
	}
	// A campaign of two industries: nobody can tell whose its members are.
	d = industryWorld(t, "2026-08-30,baidu,a,Study,k2,ads,sports,1,1,CNY,0\n")
	d.Plan = planned{budget}
	if s, err = (Market{d}).IndustryPlans(t.Context(), v, &ops.Panel{}); err != nil {
		t.Fatal(err)
	}
	isState(t, "members of a campaign of two industries", s.Rows[0].Cells[3].Value, ops.NotApplicable)
}

// Two terms without a conversion cost five times the target of 4.00 in 40 clicks: the one that
// is bid on is no term to keep out. A dear term that brought as many as others is none either.
func TestSearchTermsToKeepOut(t *testing.T) {
	terms := "date,platform,account,campaign,keyword,term,clicks,cost,currency,reported_conversions\n"
	for i := range 6 {
		terms += fmt.Sprintf("2026-09-01,baidu,a,Study,k,good %d,20,20,CNY,%d\n", i, 8+i%3)
	}
	terms += "2026-09-01,baidu,a,Study,k,for free,40,20,CNY,0\n2026-09-01,baidu,a,Study,K,k,40,20,CNY,0\n2026-09-01,baidu,a,Study,k,no cost,40,,CNY,0\n"
	spend := "date,platform,account,campaign,keyword,clicks,cost,currency\n2026-09-01,baidu,a,Study,K,100,90,CNY\n"
	d := world{files: map[string]string{"search_terms": terms, "spend": spend}}.data(t)
	v := &View{Range: ops.Range{From: day(t, "2026-09-01"), To: day(t, "2026-09-02")}, Grain: ops.Daily, Compare: NoCompare}
	d.Plan = planned{{Metric: "reported_cpa", Days: v.Range, Kind: ops.TargetGoal, Goal: 4, State: ops.TargetApproved}}
	s, err := Market{d}.SearchTerms(t.Context(), v, &ops.Panel{})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]NoteCode{}
	for _, r := range s.Rows {
		got[r.Keys[1]] = r.Reason
	}
	if len(got) != 8 || got["for free"] != TermNegative || got["K"] != TermBidOn || got["good 0"] != "" {
		t.Errorf("terms: %v", got)
	}
	is(t, "to keep out", s.Facts[1].Cell.Value, 1)
	if s, err = (Market{world{}.data(t)}).SearchTerms(t.Context(), v, &ops.Panel{}); err != nil || s.notes[0].Code != NoTerms {
		t.Errorf("of nothing: %v %v", s.notes, err)
	}
}
