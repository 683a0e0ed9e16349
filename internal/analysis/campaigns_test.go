package analysis

import (
	"context"
	"testing"

	"daybreak/internal/calc"
	"daybreak/internal/ops"
)

// held is a plan whose campaigns are given, latest first.
type held struct {
	planned
	campaigns []Campaign
}

func (h held) Campaigns(context.Context, Data, string, ops.Range) ([]Campaign, error) {
	return h.campaigns, nil
}

// SPEC-LOOP §10: 486 came, usually 190.1: +296 [227, 346] at 20.96 [17.9, 27.3]; they stay like
// others on both days. While the lift may be none there is no cost of one more, and
// before it is measured there is nothing.
func TestEventsAndTheirSentence(t *testing.T) {
	d := world{}.data(t)
	v := &View{Range: ops.Range{From: day(t, "2026-09-01"), To: day(t, "2026-10-31")}, Compare: NoCompare}
	days := ops.Range{From: day(t, "2026-09-21"), To: day(t, "2026-09-27")}
	autumn := Campaign{Href: "/tries/8", Title: "Autumn", Days: days, Verdict: "works", Measured: true, Actual: 486, Expected: 190.1,
		Lift: calc.Interval{Low: 227, High: 346}, Cost: known(6200), PerUnit: known(20.96), PerUnitLimits: calc.Interval{Low: 17.9, High: 27.3},
		Stayed: []CampaignStay{{7, -.041, calc.Interval{Low: -.088, High: .007}}, {30, .002, calc.Interval{Low: .001, High: .047}}}}
	unclear := Campaign{Title: "Spring", Days: days, Verdict: "cannot_tell", Measured: true, Actual: 20, Expected: 18, Lift: calc.Interval{Low: -4, High: 9},
		Cost: known(100), PerUnit: pending}
	open := Campaign{Title: "Winter", Days: days, Cost: pending, PerUnit: pending}
	d.Plan = held{campaigns: []Campaign{open, autumn, unclear}}
	o := Market{d}
	s, err := o.Events(t.Context(), v, &ops.Panel{})
	if err != nil || len(s.Rows) != 3 {
		t.Fatal(s, err)
	}
	isState(t, "cost of one more while running", s.Rows[0].Cells[4].Value, ops.Pending)
	near(t, "lift", s.Rows[1].Cells[2].Number, 295.9, 1e-9)
	isState(t, "cost of one more of perhaps none", s.Rows[2].Cells[4].Value, ops.NotApplicable)
	for i, want := range []struct {
		verdict Verdict
		reason  NoteCode
	}{{Indifferent, TryOpen}, {Good, TryWorks}, {Indifferent, TryCannotTell}} {
		if r := s.Rows[i]; r.Verdict != want.verdict || r.Reason != want.reason {
			t.Errorf("%s is called %s %s", r.Keys[0], r.Verdict, r.Reason)
		}
	}
	says, err := o.EventsSays(t.Context(), v, &ops.Panel{})
	if err != nil || says.Lead.Code != SaysEventWorked || says.Verdict != Good || says.More[0].Code != SaysStayAlike || says.More[1].Code != SaysStayMore {
		t.Errorf("says %+v %v", says, err)
	}
	d.Plan = held{campaigns: []Campaign{unclear}}
	if says, err = (Market{d}).EventsSays(t.Context(), v, &ops.Panel{}); err != nil || says.Lead.Code != SaysEventUnclear || says.Verdict != Indifferent {
		t.Errorf("of one that nobody can tell: %+v %v", says, err)
	}
	d.Plan = held{}
	if says, err = (Market{d}).EventsSays(t.Context(), v, &ops.Panel{}); err != nil || says.Lead.Code != SaysNoEvents {
		t.Errorf("of none: %+v %v", says, err)
	}
}

// Two posts of one partner cost 100 and 50 and its campaign earned 400 less 40 paid back: 360,
// which is 210 more than 150: 140 %. A partner whose scope is everything has no return.
func TestPartners(t *testing.T) {
	d := world{files: map[string]string{"orders": `order_id,at,revenue,refund,campaign,currency
1,2026-09-02T08:00:00+08:00,300,40,Cafe,CNY
2,2026-09-03T08:00:00+08:00,100,,cafe,CNY
3,2026-09-03T08:00:00+08:00,900,,Other,CNY
4,2026-08-01T08:00:00+08:00,700,,Cafe,CNY
`}}.data(t)
	v := &View{Range: ops.Range{From: day(t, "2026-09-01"), To: day(t, "2026-09-04")}, Compare: NoCompare}
	scope := []ops.Filter{{Dimension: "campaign", Values: []string{"Cafe"}}}
	second := ops.Range{From: day(t, "2026-09-03"), To: day(t, "2026-09-04")}
	first := ops.Range{From: day(t, "2026-09-01"), To: day(t, "2026-09-02")}
	d.Plan = held{campaigns: []Campaign{{Title: "again", Owner: "Lin", Scope: scope, Days: second, Cost: known(50), Verdict: "works"},
		{Title: "first", Scope: scope, Days: first, Cost: known(100)}, {Title: "Radio", Days: first, Cost: known(10)}}}
	s, err := Market{d}.Partners(t.Context(), v, &ops.Panel{})
	if err != nil || len(s.Rows) != 2 {
		t.Fatal(s, err)
	}
	r := s.Rows[0]
	if r.Keys[0] != "Cafe" || r.Keys[1] != "Lin" || r.Keys[2] != "2026-09-03" {
		t.Errorf("keys %v", r.Keys)
	}
	for i, want := range []float64{2, 1, 150, 360, 1.4} {
		near(t, s.Columns[i].Name, r.Cells[i].Number, want, 1e-9)
	}
	isState(t, "return of a scope of everything", s.Rows[1].Cells[4].Value, ops.NotApplicable)
}

// On the 1st 5.00 bought nothing that was shown; on the 2nd seven clicks cost nothing; what
// states no impressions, and what cost nothing without clicks, is none of either.
func TestSpendAudit(t *testing.T) {
	d := world{files: map[string]string{"spend": `date,platform,account,campaign,impressions,clicks,cost,currency
2026-09-01,baidu,a,Lost,0,0,5,CNY
2026-09-02,baidu,a,Lost,90,7,0,CNY
2026-09-03,baidu,a,Lost,90,7,3,CNY
2026-09-01,baidu,a,Unstated,,,4,CNY
2026-09-01,baidu,a,Fine,10,1,2,CNY
2026-09-02,baidu,a,Fine,0,0,0,CNY
2026-09-03,baidu,a,Fine,1,1,1,CNY
`}}.data(t)
	v := &View{Range: ops.Range{From: day(t, "2026-09-01"), To: day(t, "2026-09-04")}, Grain: ops.Weekly, Compare: NoCompare}
	s, err := Market{d}.SpendAudit(t.Context(), v, &ops.Panel{})
	if err != nil || len(s.Rows) != 1 || s.Rows[0].Keys[2] != "Lost" {
		t.Fatal(s, err)
	}
	for i, want := range []float64{1, 5, 1, 7} {
		near(t, s.Columns[i].Name, s.Rows[0].Cells[i].Number, want, 0)
	}
	v.Range.From = day(t, "2026-09-03")
	if s, err = (Market{d}).SpendAudit(t.Context(), v, &ops.Panel{}); err != nil || len(s.Rows) != 0 || s.notes[len(s.notes)-1].Code != AuditClean {
		t.Errorf("a clean day: %+v %v", s, err)
	}
}

// Of a course, by age on 30 September: 2 orders of the last seven days, of which no share is told;
// 8 to 14 days old 100 with 20 back; 15 to 28 none; 29 to 60 days 50 with 50 back.
func TestRefundsByAge(t *testing.T) {
	d := world{files: map[string]string{"orders": `order_id,at,product,revenue,refund,currency
1,2026-09-30T08:00:00+08:00,Course,100,100,CNY
2,2026-09-24T08:00:00+08:00,Course,100,,CNY
3,2026-09-23T08:00:00+08:00,Course,60,20,CNY
4,2026-09-17T08:00:00+08:00,Course,40,,CNY
5,2026-09-02T08:00:00+08:00,Course,50,50,CNY
6,2026-09-01T08:00:00+08:00,Book,10,,CNY
`}}.data(t)
	v := &View{Range: ops.Range{From: day(t, "2026-09-01"), To: day(t, "2026-10-01")}, Compare: NoCompare}
	s, err := Market{d}.RefundAges(t.Context(), v, &ops.Panel{})
	if err != nil {
		t.Fatal(err)
	}
	r := rowOf(t, s, "Course")
	is(t, "young orders", r.Cells[0].Value, 2)
	is(t, "8 to 14 days", r.Cells[1].Value, .2)
	isState(t, "15 to 28 days", r.Cells[2].Value, ops.NotApplicable)
	is(t, "29 to 60 days", r.Cells[3].Value, 1)
	is(t, "a book of 30 days", rowOf(t, s, "Book").Cells[3].Value, 0)
}

// SPEC-LOOP §8: revenue is up 6,133.20, most of all through how many were sold (+6,472.00); the
// margin lies between 62.7 and 84.0 %, because the gift box states no cost.
func TestProductsSaysOfTheSample(t *testing.T) {
	d, v := compared(t)
	s, err := Market{d}.ProductsSays(t.Context(), v, &ops.Panel{})
	if err != nil {
		t.Fatal(err)
	}
	if s.Lead.Code != SaysRevenueUp || s.Lead.Args[1].(Note).Code != SaysByVolume || s.Verdict != Good {
		t.Errorf("says %+v", s.Lead)
	}
	near(t, "by how much", s.Lead.Args[0].(Amount).Number, 6133.20, .001)
	near(t, "margin at least", s.Facts[1].Cell.Range.Low, .627, .0005)
	near(t, "margin at most", s.Facts[1].Cell.Range.High, .840, .0005)
	table, err := d.Metrics(t.Context(), whole(v), Query{Metrics: []string{"gross_margin_least", "gross_margin_most"}})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "the metric of the lower end", table.Columns[0].Total.Number, s.Facts[1].Cell.Range.Low, 1e-6)
	near(t, "the metric of the upper end", table.Columns[1].Total.Number, s.Facts[1].Cell.Range.High, 1e-6)
	if uncosted := s.More[len(s.More)-1]; uncosted.Code != SaysNoCost || uncosted.Args[0].(Name)[0] != "Autumn gift box" {
		t.Errorf("says of costs %+v", uncosted)
	}
}
