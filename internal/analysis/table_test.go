package analysis

import (
	"testing"

	"daybreak/internal/ops"
)

const spend = `date,platform,campaign,channel,impressions,clicks,cost,currency
2026-09-01,baidu,a,search,1000,10,5.00,CNY
2026-09-02,baidu,a,search,3000,90,15.00,CNY
2026-09-03,baidu,a,search,2000,20,10.00,CNY
2026-09-04,baidu,a,search,2000,80,40.00,CNY
2026-09-03,tieba,b,tieba,500,0,0.00,CNY
2026-09-04,tieba,b,tieba,500,5,2.50,CNY
`

// 3 and 4 September against 1 and 2 September:
//
//	             impressions  clicks  cost   CTR            CPC
//	search             4000     100   50.00  100/4000       50/100
//	tieba              1000       5    2.50  5/1000         2.5/5
//	total              5000     105   52.50  105/5000=.021  52.5/105=.5
//	before             4000     100   20.00  100/4000=.025  20/100=.2
//
// The mean of the groups' CTR would be .015, of the days' .021 + … : neither
// is a ratio of sums.
func TestRatiosOfSums(t *testing.T) {
	d := world{files: map[string]string{"spend": spend}}.data(t)
	v := resolve(t, d, Params{From: "2026-09-03", To: "2026-09-04"}, "ctr")
	table := ask(t, d, v, Query{Metrics: []string{"cost", "ctr", "cpc"}, By: []string{"channel"}})
	cost, ctr, cpc := table.Columns[0], table.Columns[1], table.Columns[2]

	is(t, "cost", cost.Total.Value, 52.5)
	is(t, "cost before", cost.Total.Compare, 20)
	is(t, "cost more", cost.Total.Delta.Absolute, 32.5)
	is(t, "cost more, relative", cost.Total.Delta.Relative, 1.625)
	if cost.Total.Delta.Trend != Up || cost.Total.Delta.Verdict != Indifferent {
		t.Errorf("spending more is %s %s", cost.Total.Delta.Trend, cost.Total.Delta.Verdict)
	}

	is(t, "CTR", ctr.Total.Value, 0.021)
	is(t, "CTR before", ctr.Total.Compare, 0.025)
	// Standard error about √(.021·.979/5000 + .025·.975/4000) = .0032: −.004 is
	// well within 1.96 of it.
	if ctr.Total.Delta.Trend != Down || ctr.Total.Delta.Verdict != Bad || ctr.Total.Interval.Known {
		t.Errorf("a CTR of 2.1%% after 2.5%% is %s %s", ctr.Total.Delta.Trend, ctr.Total.Delta.Verdict)
	}
	is(t, "CPC", cpc.Total.Value, 0.5)
	is(t, "CPC before", cpc.Total.Compare, 0.2)
	if cpc.Total.Delta.Trend != Up || cpc.Total.Delta.Verdict != Bad {
		t.Errorf("a dearer click is %s %s", cpc.Total.Delta.Trend, cpc.Total.Delta.Verdict)
	}

	search, tieba := group(t, table, "search"), group(t, table, "tieba")
	if search != 0 || tieba != 1 {
		t.Errorf("groups are not ordered by cost: %v", table.Groups)
	}
	is(t, "CTR of search", ctr.ByGroup[search].Value, 0.025)
	is(t, "CTR of tieba", ctr.ByGroup[tieba].Value, 0.005)
	isState(t, "CTR of tieba before", ctr.ByGroup[tieba].Compare, ops.NotApplicable)
	is(t, "cost of tieba before", cost.ByGroup[tieba].Compare, 0)
	isState(t, "relative growth from 0", cost.ByGroup[tieba].Delta.Relative, ops.NotApplicable)
	is(t, "CTR on the 3rd", ctr.ByBucket[0].Value, 0.008)
	is(t, "CTR beside the 3rd", ctr.ByBucket[0].Compare, 0.01)
	is(t, "CTR of search on the 4th", ctr.Cell(search, 1).Value, 0.04)
	is(t, "CTR of search beside the 4th", ctr.Cell(search, 1).Compare, 0.03)
	is(t, "cost of tieba on the 3rd", cost.Cell(tieba, 0).Value, 0)
	isState(t, "CPC of tieba on the 3rd", cpc.Cell(tieba, 0).Value, ops.NotApplicable)
}

// Tieba has reported up to the 4th only, so spend is complete for two days of
// the four, and its comparison covers two days, too: 30 and 31 August.
func TestWatermark(t *testing.T) {
	d := world{files: map[string]string{"spend": spend + `2026-08-30,baidu,a,search,100,1,7.00,CNY
2026-08-31,baidu,a,search,100,1,1.00,CNY
2026-09-05,baidu,a,search,100,1,100.00,CNY
2026-09-06,baidu,a,search,100,1,200.00,CNY
`}}.data(t)
	v := resolve(t, d, Params{From: "2026-09-03", To: "2026-09-06"}, "cost")
	table := ask(t, d, v, Query{Metrics: []string{"cost", "cpc"}})
	cost, cpc := table.Columns[0], table.Columns[1]
	if cost.LeftOut != 2 || cost.Through != day(t, "2026-09-04") {
		t.Errorf("%d days left out, complete through %s", cost.LeftOut, cost.Through)
	}
	is(t, "cost", cost.Total.Value, 52.5)
	is(t, "cost before", cost.Total.Compare, 8)
	is(t, "cost so far on the 5th", cost.ByBucket[2].Value, 100)
	if !cost.ByBucket[2].InProgress || cost.ByBucket[1].InProgress {
		t.Error("the 5th is in progress, the 4th is not")
	}
	if cost.ByBucket[2].Delta != noDelta {
		t.Error("a day in progress is compared")
	}
	isState(t, "CPC on the 5th", cpc.ByBucket[2].Value, ops.Pending)
	is(t, "CPC", cpc.Total.Value, 0.5)

	behind := noteArgs(table.Notes, SourceBehind)
	if len(behind) != 1 || behind[0][1] != "tieba" || behind[0][3] != day(t, "2026-09-05") || behind[0][4] != day(t, "2026-09-06") {
		t.Errorf("sources behind: %v", behind)
	}
	if left := noteArgs(table.Notes, DaysLeftOut); len(left) != 1 || left[0][0] != (ops.Label{En: "Ad spend, CPC", Zh: "广告花费、单次点击成本"}) || left[0][1] != 2 {
		t.Errorf("days left out: %v", left)
	}

	// A filter on the platform that reports in time holds nothing back.
	v = resolve(t, d, Params{From: "2026-09-03", To: "2026-09-06", Filter: []ops.Filter{{Dimension: "platform", Values: []string{"BAIDU"}}}}, "cost")
	cost = ask(t, d, v, Query{Metrics: []string{"cost"}}).Columns[0]
	is(t, "cost of baidu", cost.Total.Value, 350)
	if cost.LeftOut != 0 {
		t.Errorf("%d days left out of baidu", cost.LeftOut)
	}

	// Hiding what is in progress keeps the two complete days.
	v = resolve(t, d, Params{From: "2026-09-03", To: "2026-09-06", HideOpen: true}, "cost")
	table = ask(t, d, v, Query{Metrics: []string{"cost"}, By: []string{"channel"}})
	if len(table.Buckets) != 2 || len(table.Columns[0].Cells) != 4 {
		t.Errorf("%d buckets and %d cells are left", len(table.Buckets), len(table.Columns[0].Cells))
	}
	is(t, "tieba on the 4th", table.Columns[0].Cell(group(t, table, "tieba"), 1).Value, 2.5)
}

// Data that begins on 1 September cannot tell what came before.
func TestBeforeTheData(t *testing.T) {
	d := world{files: map[string]string{"spend": spend}}.data(t)
	v := resolve(t, d, Params{From: "2026-08-30", To: "2026-09-02"}, "cost")
	table := ask(t, d, v, Query{Metrics: []string{"cost"}})
	cost := table.Columns[0]
	is(t, "cost", cost.Total.Value, 20)
	isState(t, "comparison", cost.Total.Compare, ops.NotApplicable)
	isState(t, "cost on 30 August", cost.ByBucket[0].Value, ops.Pending)
	is(t, "cost on 1 September", cost.ByBucket[2].Value, 5)
	if len(noteArgs(table.Notes, NoComparison)) != 1 || len(noteArgs(table.Notes, BeginsLater)) != 1 {
		t.Errorf("notes: %v", table.Notes)
	}
}

const orders = `order_id,at,member,channel,revenue,refund,cost_of_goods,currency
1,2026-09-01T09:00:00+08:00,m1,search,100.00,,40.00,CNY
2,2026-09-01T10:00:00+08:00,m1,tieba,50.00,50.00,,CNY
3,2026-09-02T10:00:00+08:00,m1,search,10.00,,,CNY
4,2026-09-02T10:00:00+08:00,m2,blogs,7.00,,,CNY
`

// m1 buys on both days and in two channels: payers are 2 in all, though the
// days add up to 3 and the channels, too.
func TestDistinctIsNotAdded(t *testing.T) {
	d := world{files: map[string]string{"orders": orders}}.data(t)
	v := resolve(t, d, Params{From: "2026-09-01", To: "2026-09-02", Compare: "none"}, "revenue")
	table := ask(t, d, v, Query{Metrics: []string{"revenue", "paid_members", "repeat_rate", "orders"}, By: []string{"channel"}, Limit: 1})
	revenue, payers, repeat, count := table.Columns[0], table.Columns[1], table.Columns[2], table.Columns[3]
	is(t, "payers", payers.Total.Value, 2)
	is(t, "payers on the 1st", payers.ByBucket[0].Value, 1)
	is(t, "payers on the 2nd", payers.ByBucket[1].Value, 2)
	is(t, "repeat rate", repeat.Total.Value, 0.5)
	is(t, "orders", count.Total.Value, 4)
	if !repeat.Total.Interval.Known || !repeat.Total.Interval.Few {
		t.Error("a rate of 2 subjects is a rate of few")
	}
	if len(table.Groups) != 2 || table.Groups[0].Values[0] != "search" || table.Groups[1].Other != 2 {
		t.Fatalf("groups: %+v", table.Groups)
	}
	is(t, "revenue of search", revenue.ByGroup[0].Value, 110)
	is(t, "revenue of the others", revenue.ByGroup[1].Value, 57)
	is(t, "payers of the others", payers.ByGroup[1].Value, 2) // m1 and m2, asked together
	is(t, "payers of the others on the 1st", payers.Cell(1, 0).Value, 1)
	is(t, "orders of the others", count.ByGroup[1].Value, 2)
	if len(noteArgs(table.Notes, NotAdditive)) != 0 {
		t.Errorf("notes: %v", table.Notes)
	}
	if f := table.GroupFrame(); f.Keys[0].Texts[1] != ops.OtherGroups || f.Keys[0].Label.En != "Channel" || len(f.Values) != 4 {
		t.Errorf("frame: %+v", f)
	}
}

// The total of followers is a level: 60 and 40 at the end, however many days
// were measured; churn is lost over the level before.
func TestLevels(t *testing.T) {
	d := world{files: map[string]string{"followers": `date,account,source,gained,lost,total
2026-09-01,a,,10,2,50
2026-09-02,a,,15,5,60
2026-09-01,b,,0,0,40
`}, declared: []ops.Source{{Record: "followers", Name: "b", Through: 20698}}}.data(t)
	if got := ops.Day(20698).String(); got != "2026-09-02" {
		t.Fatal(got)
	}
	v := resolve(t, d, Params{From: "2026-09-01", To: "2026-09-02", Compare: "none"}, "followers_total")
	table := ask(t, d, v, Query{Metrics: []string{"followers_total", "net_followers", "follower_churn"}})
	is(t, "followers", table.Columns[0].Total.Value, 100)
	is(t, "followers on the 1st", table.Columns[0].ByBucket[0].Value, 90)
	is(t, "net", table.Columns[1].Total.Value, 18)
	// 7 lost of 100 − 25 + 7 = 82 at the start.
	is(t, "churn", table.Columns[2].Total.Value, 7.0/82)
}

// Whatever platforms claim is shown for each, and never added up.
func TestReportedConversions(t *testing.T) {
	d := world{files: map[string]string{"spend": `date,platform,campaign,channel,cost,currency,reported_conversions
2026-09-01,baidu,a,search,1.00,CNY,3
2026-09-01,tieba,b,tieba,1.00,CNY,2.5
2026-09-01,tieba,c,search,1.00,CNY,4
`}}.data(t)
	v := resolve(t, d, Params{From: "2026-09-01", To: "2026-09-01", Compare: "none"}, "cost")
	q := Query{Metrics: []string{"reported_conversions"}, By: []string{"platform"}}
	table := ask(t, d, v, q)
	is(t, "tieba", table.Columns[0].ByGroup[group(t, table, "tieba")].Value, 6.5)
	isState(t, "all platforms", table.Columns[0].Total.Value, ops.NotApplicable)
	if len(noteArgs(table.Notes, NeverAdded)) != 1 {
		t.Errorf("notes: %v", table.Notes)
	}
	q.By = []string{"channel"}
	table = ask(t, d, v, q)
	is(t, "the tieba channel, on one platform", table.Columns[0].ByGroup[group(t, table, "tieba")].Value, 2.5)
	isState(t, "the search channel, on two", table.Columns[0].ByGroup[group(t, table, "search")].Value, ops.NotApplicable)
	v.Filter = []ops.Filter{{Dimension: "platform", Values: []string{"tieba"}}}
	is(t, "tieba alone", ask(t, d, v, Query{Metrics: []string{"reported_conversions"}}).Columns[0].Total.Value, 6.5)
}

// Records never imported make figures unknown, except for costs beside ad
// spend, which count as 0 and say so.
func TestNothingImported(t *testing.T) {
	d := world{files: map[string]string{"spend": spend}}.data(t)
	v := resolve(t, d, Params{}, "cost", "roas")
	table := ask(t, d, v, Query{Metrics: []string{"roas", "loaded_cost", "other_cost"}})
	isState(t, "ROAS without orders", table.Columns[0].Total.Value, ops.Pending)
	is(t, "loaded cost without costs", table.Columns[1].Total.Value, 72.5)
	isState(t, "costs", table.Columns[2].Total.Value, ops.Pending)
	if len(noteArgs(table.Notes, NothingImported)) != 1 || len(noteArgs(table.Notes, CountedAsZero)) != 1 {
		t.Errorf("notes: %v", table.Notes)
	}

	empty := world{}.data(t)
	v = resolve(t, empty, Params{}, "cost")
	if v.Range.Len() != 0 {
		t.Errorf("the range of nothing is %s", v.Range)
	}
	table = ask(t, empty, v, Query{Metrics: []string{"cost"}, By: []string{"channel"}})
	isState(t, "cost of nothing", table.Columns[0].Total.Value, ops.Pending)
	for _, page := range empty.Catalog.Pages {
		v, err := empty.Resolve(Params{}, empty.PageScope(page))
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range page.Panels {
			r, err := empty.Panel(t.Context(), v, p)
			if err != nil {
				t.Errorf("%s %s: %v", page.Name, p.ID, err)
				continue
			}
			r.Frame()
			r.Remarks()
		}
	}
}

// A breakdown that orders cannot have is not applicable, with its dimension;
// totals still hold.
func TestNoBreakdown(t *testing.T) {
	d := world{files: map[string]string{"spend": spend, "orders": orders}}.data(t)
	v := resolve(t, d, Params{From: "2026-09-01", To: "2026-09-02", Compare: "none"}, "roas")
	table := ask(t, d, v, Query{Metrics: []string{"cost", "roas"}, By: []string{"keyword"}})
	roas := table.Columns[1]
	is(t, "ROAS", roas.Total.Value, 167.0/20)
	if roas.Missing != "keyword" {
		t.Errorf("missing is %q", roas.Missing)
	}
	isState(t, "ROAS by keyword", roas.ByGroup[0].Value, ops.NotApplicable)
	is(t, "cost by keyword", table.Columns[0].ByGroup[0].Value, 20)

	open := resolve(t, d, Params{From: "2026-09-01", To: "2026-09-30", Compare: "none", Grain: "week"}, "roas")
	table = ask(t, d, open, Query{Metrics: []string{"roas"}, By: []string{"keyword"}})
	last := table.Columns[0].Cell(0, len(table.Buckets)-1)
	isState(t, "ROAS by keyword in a week to come", last.Value, ops.NotApplicable)
	if !last.InProgress {
		t.Error("the week to come is not in progress")
	}
	isState(t, "ROAS in a week to come", table.Columns[0].ByBucket[len(table.Buckets)-1].Value, ops.Pending)

	v.Filter = []ops.Filter{{Dimension: "keyword", Values: []string{""}}}
	table = ask(t, d, v, Query{Metrics: []string{"cost", "roas"}})
	is(t, "cost of no keyword", table.Columns[0].Total.Value, 20)
	isState(t, "ROAS of no keyword", table.Columns[1].Total.Value, ops.NotApplicable)
}

// A platform that reports no conversions has not reported none: where there is
// spend and every value is blank they are unknown, where one is given they are
// its sum, and where there is no spend they are 0.
func TestBlankIsNotZero(t *testing.T) {
	d := world{files: map[string]string{"spend": `date,platform,campaign,channel,clicks,cost,currency,reported_conversions
2026-09-01,baidu,a,search,10,5.00,CNY,
2026-09-02,baidu,a,search,10,5.00,CNY,
2026-09-01,baidu,b,feed,0,5.00,CNY,
2026-09-01,baidu,c,feed,4,5.00,CNY,3
2026-09-02,baidu,d,radio,,5.00,CNY,0
`}}.data(t)
	v := resolve(t, d, Params{From: "2026-09-01", To: "2026-09-02", Compare: "none"}, "clicks")
	table := ask(t, d, v, Query{Metrics: []string{"reported_conversions", "clicks", "cpc"}, By: []string{"channel"}})
	reported, clicks, cpc := table.Columns[0], table.Columns[1], table.Columns[2]
	search, feed, radio := group(t, table, "search"), group(t, table, "feed"), group(t, table, "radio")
	isState(t, "conversions of search", reported.ByGroup[search].Value, ops.Pending)
	is(t, "conversions of feed", reported.ByGroup[feed].Value, 3)
	is(t, "conversions of feed on a day without spend", reported.Cell(feed, 1).Value, 0)
	is(t, "conversions of radio", reported.ByGroup[radio].Value, 0)
	is(t, "conversions", reported.Total.Value, 3)
	is(t, "clicks of search", clicks.ByGroup[search].Value, 20)
	isState(t, "clicks of radio", clicks.ByGroup[radio].Value, ops.Pending)
	isState(t, "cost of a click of radio", cpc.ByGroup[radio].Value, ops.Pending)
}
