package analysis

import (
	"testing"

	"daybreak/internal/ops"
)

// figureOf asks for one metric of one day or more and returns its total and, by
// name, its groups.
func figureOf(t *testing.T, d Data, metric, from, to, by string) (Figure, map[string]Figure, []Note) {
	t.Helper()
	v := resolve(t, d, Params{From: from, To: to, Compare: "none", Grain: "whole"}, metric)
	table := ask(t, d, v, Query{Metrics: []string{metric, "conversions"}, By: []string{by}})
	groups := map[string]Figure{}
	for g, group := range table.Groups {
		groups[group.Values[0]] = table.Columns[0].ByGroup[g]
	}
	return table.Columns[0].Total, groups, table.Notes
}

// Both halves of a ratio come from the same rows: what a row leaves blank takes
// it out of both, and the share left out is said.
func TestBothHalvesAreOfTheSameRows(t *testing.T) {
	d := world{files: map[string]string{
		"spend": `date,platform,campaign,impressions,clicks,cost,currency,reported_value
2026-06-01,A,c,1000,100,50,CNY,100
2026-06-01,B,v,9000,,450,CNY,
2026-06-01,P,w,,200,40,CNY,
2026-06-01,A,d,,,950,CNY,
`,
		"followers": `date,account,source,gained,lost,total
2026-06-01,A,,10,5,1000
2026-06-01,B,,500,50,
`,
		"posts": `post_id,date,account,delivered,reads,shares,followers_gained,followers_lost
p1,2026-06-01,A,1000,1000,10,10,0
p2,2026-06-01,B,,9000,,,
`}}.data(t)
	for _, x := range []struct {
		metric, by  string
		total, left float64
		of          string
		group       float64
		pending     []string
	}{
		// A: 100 of 1,000; of 10,000 impressions 9,000 are left out, of 300 clicks 200.
		{"ctr", "platform", 0.1, 0.9, "A", 0.1, []string{"B", "P"}},
		// (50 + 40) ÷ 300; of 1,490 spent 1,400 are left out.
		{"cpc", "platform", 0.3, 1 - 90.0/1490, "A", 0.5, []string{"B"}},
		{"clicks", "platform", 300, 0.5, "P", 200, []string{"B"}}, // two rows of four
		{"reported_roas", "campaign", 2, 1 - 50.0/1490, "c", 2, []string{"d"}},
		{"follower_churn", "account", 5.0 / 995, 50.0 / 55, "A", 5.0 / 995, []string{"B"}},
		{"open_rate", "account", 1, 0.9, "A", 1, []string{"B"}},
		{"share_rate", "account", 0.01, 0.9, "A", 0.01, []string{"B"}},
		{"net_followers_per_1000_reads", "account", 10, 0.9, "A", 10, []string{"B"}},
		{"net_followers", "account", 455, 0, "B", 450, nil}, // both state both
	} {
		total, groups, notes := figureOf(t, d, x.metric, "2026-06-01", "2026-06-01", x.by)
		is(t, x.metric, total.Value, x.total)
		is(t, x.metric+" of "+x.of, groups[x.of].Value, x.group)
		is(t, x.metric+" left out", ops.Value{Number: total.LeftOut}, x.left)
		for _, g := range x.pending {
			isState(t, x.metric+" of "+g, groups[g].Value, ops.Pending)
		}
		if said := len(noteArgs(notes, PartlyKnown)) > 0; said != (x.left > 0) {
			t.Errorf("%s: notes %v", x.metric, notes)
		}
	}
	for _, g := range []string{"v", "w"} { // their platforms report no value at all
		_, groups, _ := figureOf(t, d, "reported_roas", "2026-06-01", "2026-06-01", "campaign")
		isState(t, "reported ROAS of "+g, groups[g].Value, ops.NotApplicable)
	}
}

// Days are rows, too: the range's CTR is that of the days whose clicks are known.
func TestBothHalvesDownTheDays(t *testing.T) {
	d := world{files: map[string]string{"spend": `date,platform,campaign,impressions,clicks,cost,currency
2026-06-01,A,c,1000,100,50,CNY
2026-06-02,A,c,9000,,450,CNY
`}}.data(t)
	v := resolve(t, d, Params{From: "2026-06-01", To: "2026-06-02", Compare: "none"}, "ctr")
	c := ask(t, d, v, Query{Metrics: []string{"ctr"}}).Columns[0]
	is(t, "CTR of day 1", c.ByBucket[0].Value, 0.1)
	isState(t, "CTR of day 2", c.ByBucket[1].Value, ops.Pending)
	is(t, "CTR", c.Total.Value, 0.1)
}

// Amounts are added before they are rounded, to the even cent, and once: 1,000
// yen at 0.0442 are 44.20, 1,000 US cents at 7.1 are 71.00.
func TestMoneyIsRoundedAtTheFigure(t *testing.T) {
	spend := "date,platform,campaign,keyword,impressions,clicks,cost,currency\n"
	for i := range 1000 {
		k := string(rune('a'+i%26)) + string(rune('a'+i/26%26)) + string(rune('a'+i/676))
		spend += "2026-06-02,jp,c," + k + ",10,1,1,JPY\n2026-06-02,us,c," + k + ",10,1,0.01,USD\n"
	}
	spend += "2026-06-03,jp,c,k,10,1,0,JPY\n2026-06-03,us,c,k,10,0,0,USD\n2026-06-03,eu,c,k,10,4,0.01,EUR\n"
	d := world{files: map[string]string{"spend": spend, "rates": "date,currency,rate\n2026-01-01,JPY,0.0442\n2026-01-01,USD,7.1\n2026-06-03,EUR,6.5\n"}}.data(t)
	total, groups, _ := figureOf(t, d, "cost", "2026-06-02", "2026-06-02", "platform")
	is(t, "yen", groups["jp"].Value, 44.20)
	is(t, "cents", groups["us"].Value, 71)
	is(t, "all", total.Value, 115.20)
	total, _, _ = figureOf(t, d, "cost", "2026-06-03", "2026-06-03", "platform")
	is(t, "6.5 fen", total.Value, 0.06) // half to even
	total, _, _ = figureOf(t, d, "cpc", "2026-06-03", "2026-06-03", "platform")
	is(t, "6.5 fen for 5 clicks", total.Value, 0.013) // divided unrounded
}

// A currency without a rate makes unknown what it belongs to, and no more.
func TestAMissingRateIsUnknownInItsScope(t *testing.T) {
	d := world{files: map[string]string{"spend": `date,platform,campaign,channel,impressions,clicks,cost,currency
2026-06-01,A,c,x,1000,100,50,CNY
2026-06-02,A,c,x,1000,100,50,CNY
2026-06-02,B,v,y,1000,100,7,USD
`}}.data(t)
	v := resolve(t, d, Params{From: "2026-06-01", To: "2026-06-02", Compare: "none"}, "cost")
	table := ask(t, d, v, Query{Metrics: []string{"cost", "clicks"}, By: []string{"channel"}})
	cost, clicks := table.Columns[0], table.Columns[1]
	x, y := group(t, table, "x"), group(t, table, "y")
	is(t, "day 1", cost.ByBucket[0].Value, 50)
	isState(t, "day 2", cost.ByBucket[1].Value, ops.Pending)
	isState(t, "both", cost.Total.Value, ops.Pending)
	is(t, "x", cost.ByGroup[x].Value, 100)
	isState(t, "y", cost.ByGroup[y].Value, ops.Pending)
	is(t, "clicks", clicks.Total.Value, 300)
	if args := noteArgs(table.Notes, MissingRate); len(args) != 1 || args[0][0] != "USD" || args[0][1] != day(t, "2026-06-02") {
		t.Errorf("notes %v", table.Notes)
	}
}

// Only what came and left up to the day of the stated total belongs to it: 90
// on the first day, of whom 10 left.
func TestFollowerChurnStartsFromAStatedLevel(t *testing.T) {
	d := world{files: map[string]string{"followers": `date,account,source,gained,lost,total
2026-06-01,A,,,,90
2026-06-02,A,,60,5,
2026-06-03,A,,60,5,
`}}.data(t)
	total, _, _ := figureOf(t, d, "follower_churn", "2026-06-01", "2026-06-03", "account")
	is(t, "churn", total.Value, 10.0/90)
	total, _, _ = figureOf(t, d, "follower_churn", "2026-06-03", "2026-06-03", "account")
	isState(t, "churn of a day that nothing is stated on or before", total.Value, ops.Pending)
	total, _, _ = figureOf(t, d, "followers_total", "2026-06-02", "2026-06-03", "account")
	isState(t, "followers of days without a statement", total.Value, ops.Pending)
}

// An order of 500 that was paid back and one of 100, spend 200.
func TestRefundsInReturns(t *testing.T) {
	d := world{files: map[string]string{
		"orders": `order_id,at,revenue,refund,cost_of_goods,currency,product
1,2026-06-01T08:00:00+08:00,500,500,0,CNY,book
2,2026-06-01T09:00:00+08:00,100,,0,CNY,book
3,2026-06-02T09:00:00+08:00,100,,,CNY,gift
`,
		"spend": "date,platform,campaign,cost,currency\n2026-06-01,A,c,200,CNY\n2026-06-02,A,c,200,CNY\n"}}.data(t)
	for metric, want := range map[string]float64{"roas": 3, "net_roas": .5, "roi": -.5, "contribution": -100, "romi": 2} {
		total, _, _ := figureOf(t, d, metric, "2026-06-01", "2026-06-01", "currency")
		is(t, metric, total.Value, want)
		if total.AtMost {
			t.Errorf("%s is called an upper bound", metric)
		}
	}
	total, _, _ := figureOf(t, d, "roi", "2026-06-02", "2026-06-02", "currency")
	is(t, "ROI before the cost of the gift", total.Value, -.5)
	if !total.AtMost {
		t.Error("an ROI without the cost of goods is no upper bound")
	}
	total, groups, _ := figureOf(t, d, "cost_of_goods", "2026-06-01", "2026-06-02", "product")
	is(t, "cost of goods", total.Value, 0)
	isState(t, "cost of goods of gifts", groups["gift"].Value, ops.Pending)
	is(t, "left out", ops.Value{Number: total.LeftOut}, 1.0/3)
}

// Nothing was spent on the channel: what its order came to in a currency without a rate
// will never be a share of it. On the channel with spend, it is not known yet.
func TestARatioOverNothingIsNeverPending(t *testing.T) {
	d := world{files: map[string]string{
		"orders": "order_id,at,channel,revenue,refund,currency\n1,2026-06-01T08:00:00+08:00,A,500,,USD\n2,2026-06-01T09:00:00+08:00,B,100,,USD\n",
		"spend":  "date,platform,campaign,channel,cost,currency\n2026-06-01,p,c,A,200,CNY\n2026-06-01,p,d,B,0,CNY\n"}}.data(t)
	for _, metric := range []string{"roas", "net_roas"} {
		_, groups, _ := figureOf(t, d, metric, "2026-06-01", "2026-06-01", "channel")
		isState(t, metric+" of the channel with spend", groups["A"].Value, ops.Pending)
		isState(t, metric+" of the channel without", groups["B"].Value, ops.NotApplicable)
	}
}

// Paid figures are over the channels with spend alone, in the whole range.
func TestPaidFigures(t *testing.T) {
	d := world{files: map[string]string{
		"spend": `date,platform,campaign,channel,impressions,clicks,cost,currency,reported_conversions
2026-06-01,A,c,ads,1000,100,50,CNY,5
2026-06-02,A,c,ads,1000,100,30,CNY,3
2026-06-02,B,c,feed,1000,100,0,CNY,
`,
		"events": `member,at,event,channel
m1,2026-06-01T08:00:00+08:00,join,ads
m2,2026-06-01T08:00:00+08:00,join,blog
m3,2026-06-02T08:00:00+08:00,join,feed
m4,2026-06-02T08:00:00+08:00,join,ads
m1,2026-06-02T09:00:00+08:00,join,ads
`}}.data(t)
	for _, x := range []struct {
		metric string
		total  float64
	}{
		{"cpa", 20}, {"paid_cpa", 40}, {"paid_cvr", 0.01}, {"cvr", 4.0 / 300},
	} {
		total, groups, _ := figureOf(t, d, x.metric, "2026-06-01", "2026-06-02", "channel")
		is(t, x.metric, total.Value, x.total)
		isState(t, x.metric+" of a channel without spend", groups["blog"].Value, ops.NotApplicable)
	}
	// On 2 June alone m4 is new, m1 not: its first join was the day before.
	total, _, _ := figureOf(t, d, "paid_cpa", "2026-06-02", "2026-06-02", "channel")
	is(t, "paid CPA of 2 June", total.Value, 30)
	total, groups, _ := figureOf(t, d, "reported_cpa", "2026-06-01", "2026-06-02", "platform")
	is(t, "reported CPA of A", groups["A"].Value, 10)
	isState(t, "reported CPA of B, which reports nothing", groups["B"].Value, ops.NotApplicable)
	is(t, "reported CPA", total.Value, 10) // of A, the one that reports
}

// A channel's joins that hardly name campaigns give its campaigns no CPA and no
// ROAS; counts keep what rows name.
func TestAttributionGuard(t *testing.T) {
	events := "member,at,event,channel,campaign\n"
	for i := range 10 {
		campaign, channel := "", "search"
		if i == 0 {
			campaign = "brand"
		}
		events += "s" + string(rune('0'+i)) + ",2026-06-01T08:00:00+08:00,join," + channel + "," + campaign + "\n"
		if campaign = "posts"; i > 7 {
			campaign = ""
		}
		events += "f" + string(rune('0'+i)) + ",2026-06-01T08:00:00+08:00,join,feed," + campaign + "\n"
	}
	d := world{files: map[string]string{"events": events, "spend": `date,platform,campaign,channel,impressions,clicks,cost,currency
2026-06-01,A,brand,search,1000,100,50,CNY
2026-06-01,A,study,search,1000,100,50,CNY
2026-06-01,B,posts,feed,1000,100,40,CNY
2026-06-01,B,banner,feed,1000,100,40,CNY
`}}.data(t)
	v := resolve(t, d, Params{From: "2026-06-01", To: "2026-06-01", Compare: "none", Grain: "whole"}, "cost")
	table := ask(t, d, v, Query{Metrics: []string{"cost", "cpa", "acquired", "ctr"}, By: []string{"campaign"}})
	cost, cpa, acquired, ctr := table.Columns[0], table.Columns[1], table.Columns[2], table.Columns[3]
	brand, study, none := group(t, table, "brand"), group(t, table, "study"), group(t, table, "")
	posts, banner := group(t, table, "posts"), group(t, table, "banner")
	for name, g := range map[string]int{"brand": brand, "study": study, "not stated": none} {
		isState(t, "CPA of "+name, cpa.ByGroup[g].Value, ops.NotApplicable)
	}
	is(t, "CPA of posts", cpa.ByGroup[posts].Value, 5) // 8 of 10 joins of feed name one
	isState(t, "CPA of banner", cpa.ByGroup[banner].Value, ops.NotApplicable)
	is(t, "CPA", cpa.Total.Value, 9)
	is(t, "cost of study", cost.ByGroup[study].Value, 50)
	is(t, "CTR of study", ctr.ByGroup[study].Value, 0.1)
	is(t, "joins of brand", acquired.ByGroup[brand].Value, 1)
	isState(t, "joins of study", acquired.ByGroup[study].Value, ops.NotApplicable)
	is(t, "joins of banner", acquired.ByGroup[banner].Value, 0)
	is(t, "joins that name none", acquired.ByGroup[none].Value, 11)
	if args := noteArgs(table.Notes, NotAttributed); len(args) != 1 || args[0][1] != "campaign" || args[0][3] != 0.1 {
		t.Errorf("notes %v", table.Notes)
	}
	// A filter is one group.
	v.Filter = []ops.Filter{{Dimension: "campaign", Values: []string{"Study"}}}
	table = ask(t, d, v, Query{Metrics: []string{"cost", "cpa", "acquired"}})
	is(t, "cost of study", table.Columns[0].Total.Value, 50)
	isState(t, "CPA of study", table.Columns[1].Total.Value, ops.NotApplicable)
	isState(t, "joins of study", table.Columns[2].Total.Value, ops.NotApplicable)
	v.Filter[0].Values = []string{"posts"}
	table = ask(t, d, v, Query{Metrics: []string{"cpa"}})
	is(t, "CPA of posts", table.Columns[0].Total.Value, 5)
	// With a lower bar, study has a CPA that nobody joined for.
	lower := *d.Catalog
	lower.Attributed = 0.1
	d.Catalog = &lower
	v.Filter = nil
	table = ask(t, d, v, Query{Metrics: []string{"acquired"}, By: []string{"campaign"}})
	is(t, "joins of brand", table.Columns[0].ByGroup[group(t, table, "brand")].Value, 1)
}

// A row that only states how many followers there are leaves no figure blank:
// of three rows with figures one does not state who left, and so 7 of 18 gained
// are left out of the net; the two with levels leave out none. Where there is nothing but a level, who came is not known, and not 0.
func TestARowOfALevelLeavesNothingBlank(t *testing.T) {
	d := world{files: map[string]string{
		"followers": `date,account,source,gained,lost,total
2026-06-01,A,search,10,5,
2026-06-01,A,scan,7,,
2026-06-01,A,share,1,0,
2026-06-01,A,all,,,1000
2026-06-01,B,all,,,500
`}}.data(t)
	for metric, left := range map[string]float64{"followers_gained": 0, "followers_lost": 1.0 / 3, "net_followers": 7.0 / 18} {
		total, groups, _ := figureOf(t, d, metric, "2026-06-01", "2026-06-01", "account")
		is(t, metric+" left out", ops.Value{Number: total.LeftOut}, left)
		isState(t, metric+" of B", groups["B"].Value, ops.Pending)
	}
	total, _, notes := figureOf(t, d, "followers_gained", "2026-06-01", "2026-06-01", "account")
	is(t, "gained", total.Value, 18)
	if len(noteArgs(notes, PartlyKnown)) > 0 {
		t.Errorf("notes %v", notes)
	}
}
