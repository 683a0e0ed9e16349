package ingest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"daybreak/internal/ops"
)

func noticed(p *Plan, code ops.Code) bool {
	return slices.ContainsFunc(p.Notices, func(e *ops.Error) bool { return e.Code == code })
}

// TestUnknownBlockIsATable: a second block with unknown words is a table of
// its own; the one that is known is read and the other told.
func TestUnknownBlockIsATable(t *testing.T) {
	f := newOtherFiles(t)
	p := f.commit(f.plan("ga4-snapshot-unknown-block.csv", said("answer.account=site")))
	if !noticed(p, "other_tables") {
		t.Error("the other table is not told")
	}
	f.want("posts", "reads", "date", map[string]string{"2026-10-01": "100", "2026-10-02": "110", "2026-10-03": "120"})
	for text, tables := range map[string]int{
		"Date,Views\n2026-10-01,5\n\nDay no,Scrolled\n1,7\n2,8\n":              2,
		"Date,Views\n2026-10-01,5\n\n# again\nDay no,Scrolled\n1,7\n":          2,
		"Date,Views\n2026-10-01,5\n\nOther title\nDay no,Scrolled\n1,7\n":      2,
		"Date,Views\n2026-10-01,5\n\n2026-10-02,6\n":                           1,
		"Date,Title,Views\n2026-10-01,a,5\n\n,b,6\n2026-10-02,c,6\n":           1,
		"Title,Text,Views\na,x,5\n\nb,y,--\nc,z,6\n":                           1,
		"Date,Views\n2026-10-01,5\n\nTotal,5\n":                                1,
		"Title,Views\na,5\n\nNote to all,\nSee also,\n":                        1,
		"Campaign,Cost,Day\nA,5,2026-10-01\n\nDevice,Cost,Day\nx,5,2026-10-01": 2,
	} {
		d, err := Read(strings.NewReader(text), int64(len(text)), "x.csv", Hints{})
		if err != nil || len(d.Tables) != tables {
			t.Errorf("%q: %d tables, %v, want %d", text, len(d.Tables), err, tables)
		}
	}
}

// TestPeriodsOfRows: a row that names its own week, month or quarter is spread
// over that, not over the days of the whole report.
func TestPeriodsOfRows(t *testing.T) {
	f := newOtherFiles(t)
	if _, err := f.plan("meta-month-breakdown.csv", Options{}); asks(err) != "questions_open period" {
		t.Error(asks(err))
	}
	f.commit(f.plan("meta-month-breakdown.csv", said("answer.period=spread")))
	months := map[string]int64{}
	for day, cost := range f.figures("spend", "cost", "date") {
		v := int64(0)
		fmt.Sscan(cost, &v)
		months[day[:7]] += v
	}
	if fmt.Sprint(months) != "map[2026-04:10000 2026-05:90000 2026-06:200000]" {
		t.Error(months)
	}
	forms, dates := newPeriodForms(), newDateForms()
	for cell, want := range map[string]string{
		"month 2026-02": "2026-02-01..2026-02-28", "month Feb 2024": "2024-02-01..2024-02-29", "month 2026年4月": "2026-04-01..2026-04-30",
		"month 04/2026":    "2026-04-01..2026-04-30",
		"month 2026-04-01": "2026-04-01..2026-04-30", "month 2026-04-10": "2026-04-10..2026-04-30", "month 2026-04-10 - 2026-04-12": "2026-04-10..2026-04-12",
		"month April 2026": "2026-04-01..2026-04-30",
		"quarter Q2 2026":  "2026-04-01..2026-06-30", "quarter 2026-Q4": "2026-10-01..2026-12-31", "quarter 2026年第三季度": "2026-07-01..2026-09-30",
		"quarter 2026-04-01": "2026-04-01..2026-06-30",
		"week 2026-04-06":    "2026-04-06..2026-04-12", "week 2026-W01": "2025-12-29..2026-01-04", "week 2026-W53": "2026-12-28..2027-01-03",
		"month 13/2026": "", "month 4": "", "quarter 5": "", "week 2026-W54": "",
	} {
		field, text, _ := strings.Cut(cell, " ")
		r, ok := forms.period(dates, text, field, dayFirst)
		if got := fmt.Sprintf("%s..%s", r.From, r.Last()); ok != (want != "") || ok && got != want {
			t.Errorf("%s: %s, want %s", cell, got, want)
		}
	}
	// The report ends within the last month: its days are those the title says.
	text := "Report\n\"April 20, 2026 - May 10, 2026\"\nMonth,Campaign,Currency code,Cost,Impr.\n2026-04-01,A,CNY,11.00,1\n2026-05-01,A,CNY,10.00,1\n"
	g := newOtherFiles(t)
	g.commit(g.planText("google.csv", text, said("answer.period=spread")))
	if got := g.figures("spend", "cost", "date"); len(got) != 21 || got["2026-04-20"] != "100" || got["2026-05-10"] != "100" {
		t.Error(got)
	}
}

// TestFlowsAndLevels: a "total" that is the sum of the figures beside it is
// the gain of the day; one that falls to 0 is asked about.
func TestFlowsAndLevels(t *testing.T) {
	f := newOtherFiles(t)
	f.commit(f.plan("linkedin-page-followers.csv", said("answer.account=page")))
	f.want("followers", "gained", "", map[string]string{"": "34"})
	f.want("followers", "total", "", map[string]string{"": "?"})

	g := newOtherFiles(t)
	text := "Date,Total followers\n2026-10-13,9\n2026-10-14,0\n2026-10-15,4\n"
	if _, err := g.planText("x.csv", text, said("answer.account=a")); asks(err) != "questions_open total_is" {
		t.Error(asks(err))
	}
	g.commit(g.planText("x.csv", text, said("answer.account=a", "answer.total_is=gained")))
	g.want("followers", "gained", "", map[string]string{"": "13"})
	h := newOtherFiles(t)
	h.commit(h.planText("x.csv", "Date,Total followers\n2026-10-13,900\n2026-10-14,905\n", said("answer.account=a")))
	h.want("followers", "total", "date", map[string]string{"2026-10-13": "900", "2026-10-14": "905"})
}

// TestOrderStates: what a shop says became of an order is read: unpaid orders
// are left out, refunded ones are refunds.
func TestOrderStates(t *testing.T) {
	f := newOtherFiles(t)
	p := f.commit(f.plan("douyin-shop-orders.csv", said("preset=any_orders", "column.主订单编号=order_id", "column.订单应付金额=revenue", "column.支付完成时间=at",
		"column.选购商品=product", "answer.currency=CNY")))
	f.want("orders", "revenue", "", map[string]string{"": "13960"})
	f.want("orders", "refund", "", map[string]string{"": "5980"})
	if p.Rows.Len() != 3 || p.Rejected != 0 || !noticed(p, "unpaid_rows") {
		t.Error(p.Rows.Len(), p.Rejected, p.Notices)
	}
	for _, file := range []string{"taobao-orders.csv", "taobao-escaped-order-ids.csv"} {
		f := newOtherFiles(t)
		p := f.commit(f.plan(file, said("answer.currency=CNY")))
		f.want("orders", "revenue", "order_id", map[string]string{"3001": "8000", "3002": "9000"})
		if p.Rejected != 0 || !noticed(p, "unpaid_rows") {
			t.Error(file, p.Rejects, p.Notices)
		}
	}
	g := newOtherFiles(t)
	p = g.commit(g.plan("shopify-orders-79-columns.csv", said("preset=shopify_orders")))
	g.want("orders", "revenue", "", map[string]string{"": "16000"})
	g.want("orders", "refund", "", map[string]string{"": "2500"})
	if ids := g.store.count("orders", "order_id"); len(ids) != 2 || p.Rejected != 0 {
		t.Error(ids, p.Rejects)
	}
	for state, want := range map[string]stateWord{"partially_refunded": partlyWord, "Partial refund": partlyWord, "Refunded": refundedWord, "退款成功": refundedWord,
		"等待买家付款":  unpaidWord,
		"pending": unpaidWord, "Failed": unpaidWord, "交易关闭": closedWord, "Cancelled": closedWord, "交易成功": plainWord, "卖家已发货，等待买家确认": plainWord,
		"completed": plainWord, "已退款": refundedWord, "": plainWord} {
		if got := stateOf(state); got != want {
			t.Errorf("%s: %d, want %d", state, got, want)
		}
	}
}

// TestRefunds: refunds are amounts paid back, however the export signs them,
// and never more than was paid.
func TestRefunds(t *testing.T) {
	const header = "订单编号,下单时间,商品名称,订单金额,退款金额\n"
	f := newOtherFiles(t)
	p := f.commit(f.planText("x.csv", header+"A1,2026-09-01 10:00:00,书,100.00,-20.00\nA2,2026-09-01 10:00:00,书,50.00,0\n", said("answer.currency=CNY")))
	f.want("orders", "refund", "order_id", map[string]string{"A1": "2000", "A2": "0"})
	if !noticed(p, "refunds_below_zero") {
		t.Error(p.Notices)
	}
	g := newOtherFiles(t)
	p = g.commit(g.planText("x.csv",
		header+"A1,2026-09-01 10:00:00,书,100.00,120.00\nA2,2026-09-01 10:00:00,书,50.00,50.00\nA3,2026-09-01 10:00:00,书,100.00,0\nA3,2026-09-01 10:00:00,书,100.00,150.00\n", Options{SkipRejected: true, Said: said("answer.currency=CNY").Said}))
	if p.Rejected != 1 || p.Rejects[0].Err.Code != "refund_too_large" || p.Rejects[0].Err.Where.Line != 2 { // 120 of 100; of A3 150 of 200
		t.Error(p.Rejects)
	}
	g.want("orders", "refund", "order_id", map[string]string{"A2": "5000", "A3": "15000"})
	p, err := g.planText("x.csv", header+"A1,2026-09-01 10:00:00,书,100.00,-20.00\nA2,2026-09-01 10:00:00,书,50.00,10.00\n", said("answer.currency=CNY"))
	if err != nil || p.Rejected != 1 || p.Rejects[0].Err.Code != "negative_refund" {
		t.Error("both signs:", p.Rejects, err)
	}
	own := "order_id,at,revenue,refund,currency\no1,2026-09-01T10:00:00Z,100,-20,CNY\n"
	if p := mustPlan(t, own, Options{}); p.Rejected != 1 || p.Rejects[0].Err.Code != "negative_refund" {
		t.Error("own layout:", p.Rejects)
	}
}

// TestRefundsOfOwnOrders: Daybreak's own layout takes no more back than was
// paid either; an order in several lines may be paid back on one of them.
func TestRefundsOfOwnOrders(t *testing.T) {
	const header = "order_id,line,at,revenue,refund,currency\n"
	for row, refused := range map[string]bool{
		"o1,,2026-09-01T10:00:00Z,100,100,CNY": false, "o1,,2026-09-01T10:00:00Z,100,100.01,CNY": true, "o1,,2026-09-01T10:00:00Z,100,,CNY": false,
		"o1,,2026-09-01T10:00:00Z,0,1,JPY": true, "o1,,2026-09-01T10:00:00Z,-5,0,CNY": false, "o1,a,2026-09-01T10:00:00Z,10,30,CNY": true,
	} {
		p := mustPlan(t, header+row+"\no2,,2026-09-01T10:00:00Z,1,0,CNY\n", Options{})
		if got := p.Rejected == 1 && p.Rejects[0].Err.Code == "refund_too_large" && p.Rejects[0].Err.Where.Line == 2; got != refused {
			t.Error(row, p.Rejects)
		}
	}
	p := mustPlan(t, header+"o1,,2026-09-01T10:00:00Z,100,120.5,CNY\n", Options{})
	if got := p.Rejects[0].Err.Message; got != "The refund of order o1, 120.50, is more than was paid for it, 100.00." {
		t.Error(got)
	}
}

// TestRefundsOfLaterFiles: what was paid back is held against the whole order,
// over all files and every way in, also where it is revenue below zero; a row
// that comes again is not added to itself. By hand: 100.00 paid, 80.00 back.
func TestRefundsOfLaterFiles(t *testing.T) {
	const header = "order_id,line,at,revenue,refund,currency\n"
	const foreign = "订单编号,付款时间,实付金额,退款金额\n"
	f := newOtherFiles(t)
	for n, file := range []struct {
		text    string
		refused bool
	}{
		{header + "o1,a,2026-10-01T10:00:00Z,100,0,CNY\n", false},
		{header + "o1,b,2026-10-02T10:00:00Z,0,80,CNY\n", false},
		{header + "o1,c,2026-10-03T10:00:00Z,0,20.01,CNY\n", true},
		{header + "o1,c,2026-10-03T10:00:00Z,-20.01,,CNY\n", true},
		{header + "o1,b,2026-10-02T10:00:00Z,0,100,CNY\n", false}, // in place of the 80.00
		{header + "o1,b,2026-10-02T10:00:00Z,0,80.00,CNY\n", false},
		{header + "o1,c,2026-10-03T10:00:00Z,0,20.01,USD\n", true}, // nothing was paid in that currency
		{header + "o9,,2026-10-03T10:00:00Z,-5,,CNY\n", false},     // all that is known of it
		{foreign + "o1,2026-10-03 10:00:00,0.00,-20.01\n", true},
		{foreign + "o1,2026-10-03 10:00:00,0.00,20.00\n", false},
	} {
		p, err := f.planText(fmt.Sprintf("%d.csv", n), file.text, said("answer.currency=CNY"))
		if strings.HasPrefix(file.text, header) {
			p, err = f.planText(fmt.Sprintf("%d.csv", n), file.text, Options{})
		}
		if err != nil {
			t.Fatal(n, err)
		}
		if got := p.Rejected == 1 && p.Rejects[0].Err.Code == "refund_too_large"; got != file.refused {
			t.Error(n, file.text, p.Rejects)
		}
		if p.Rejected == 0 {
			f.commit(p, nil)
		}
	}
	f.want("orders", "refund", "order_id", map[string]string{"o1": "10000", "o9": "?"})
}

// TestRivalColumns: where two columns may be the amount and differ, a person
// chooses.
func TestRivalColumns(t *testing.T) {
	const text = "Order number,Order date,Total,Paid amount,Currency\no1,2026-09-01,100,80,EUR\n"
	f := newOtherFiles(t)
	if _, err := f.planText("x.csv", text, Options{}); asks(err) != "questions_open revenue" {
		t.Error(asks(err))
	}
	f.commit(f.planText("x.csv", text, said("answer.revenue=Total")))
	f.want("orders", "revenue", "", map[string]string{"": "10000"})
	g := newOtherFiles(t)
	g.commit(g.planText("x.csv", strings.Replace(text, "100,80", "80,80", 1), Options{}))
	g.want("orders", "revenue", "", map[string]string{"": "8000"})
}

// TestListsOfPosts: every post has its day of publication.
func TestListsOfPosts(t *testing.T) {
	f := newOtherFiles(t)
	f.commit(f.plan("channels-video-list.csv", said("answer.account=v")))
	f.want("posts", "reads", "date", map[string]string{"2026-10-01": "465", "2026-10-02": "338", "2026-10-03": "124"})
	f.want("posts", "likes", "", map[string]string{"": "13"})
	f.want("posts", "followers_gained", "", map[string]string{"": "1"})
	g := newOtherFiles(t)
	g.commit(g.planText("x.csv", "Title,Published at,Views\na,2026-10-01 10:00:00,5\nb,2026-10-02 10:00:00,7\n", Options{}))
	g.want("posts", "reads", "date", map[string]string{"2026-10-01": "5", "2026-10-02": "7"})
}

// TestSameMoneyByCampaign: of a report in another breakdown, the campaigns
// that have no spend yet are imported, and the others are told.
func TestSameMoneyByCampaign(t *testing.T) {
	const groups = "Day,Campaign,Ad group,Currency code,Cost,Impr.\n2026-09-01,Search,g1,CNY,40.00,1\n2026-09-01,Search,g2,CNY,29.96,1\n"
	const campaigns = "Day,Campaign,Currency code,Cost,Impr.\n2026-09-01,Search,CNY,69.96,1\n2026-09-01,PMax,CNY,141.16,1\n"
	f := newOtherFiles(t)
	f.commit(f.planText("groups.csv", groups, Options{}))
	p := f.commit(f.planText("campaigns.csv", campaigns, Options{}))
	f.want("spend", "cost", "", map[string]string{"": "21112"})
	if !noticed(p, "same_money_left") {
		t.Error(p.Notices)
	}
	p, err := f.planText("again.csv", strings.Replace(campaigns, "2026-09-01,PMax,CNY,141.16,1\n", "", 1), Options{})
	if err != nil || p.Refusal() == nil || p.Refusal().Code != "same_money" {
		t.Error(p, err)
	}
	f.commit(f.planText("both.csv", campaigns+"\n", Options{SameMoney: true}))
	f.want("spend", "cost", "", map[string]string{"": "28108"})
}

// TestCounts: figures that Daybreak keeps no record of their own for are
// counts under their names, those of money with their currency; sales by day
// are no orders.
func TestCounts(t *testing.T) {
	f := newOtherFiles(t)
	f.commit(f.plan("search-console-chart.csv", Options{}))
	f.want("counts", "value", "name date", map[string]string{"search clicks/2026-10-01": "161000000", "search clicks/2026-10-02": "173000000",
		"search impressions/2026-10-01": "13456000000", "search impressions/2026-10-02": "13829000000"})
	g := newOtherFiles(t)
	if _, err := g.plan("sales-by-day-1-sep.csv", Options{}); asks(err) != "questions_open currency" {
		t.Error(asks(err))
	}
	g.commit(g.plan("sales-by-day-1-sep.csv", said("answer.currency=CNY")))
	g.commit(g.plan("sales-by-day-2-oct.csv", said("answer.currency=CNY")))
	sales := map[string]string{}
	for key, v := range g.figures("counts", "amount", "name", "date") {
		if day, ok := strings.CutPrefix(key, "sales by day/"); ok {
			sales[day] = v
		}
	}
	if fmt.Sprint(sales) != "map[2026-09-01:461011 2026-09-02:235962 2026-10-01:100000 2026-10-02:200000]" {
		t.Error(sales)
	}
	if got := g.figures("counts", "amount", "name")["discounts"]; got != "-24746" {
		t.Error("discounts", got)
	}
	h := newOtherFiles(t)
	h.commit(h.planText("x.csv", "Day,Visits,Mails\n2026-09-01,5,6\n", said("as=counts", "column.Visits=value:visits", "column.Mails=value:mails sent")))
	h.want("counts", "value", "name", map[string]string{"visits": "5000000", "mails sent": "6000000"})
	p, err := h.planText("x.csv", "Day,Reach\n2026-09-01,5\n", Options{})
	if ops.CodeOf(err) != "no_such_figure" && ops.CodeOf(err) != "not_additive" {
		t.Error(p, err)
	}
}

// TestOnePlatformOneKey: what one export, an own layout and a page call
// differently is one platform: the same day of it is not counted twice.
func TestOnePlatformOneKey(t *testing.T) {
	own := "date,platform,account,campaign,channel,impressions,clicks,cost,currency\n2026-09-01,google-ads,acc,Search,search-ads,1000,50,100.00,CNY\n"
	export := "Campaign report\n\"September 1, 2026 - September 1, 2026\"\nDay,Campaign,Currency code,Cost,Impr.,Clicks\n2026-09-01,Search,CNY,100.00,\"1,000\",50\n"
	f := newOtherFiles(t)
	f.commit(f.planText("own.csv", own, Options{}))
	f.commit(f.planText("g.csv", export, said("answer.account=acc")))
	f.want("spend", "cost", "platform", map[string]string{"google-ads": "10000"})
	for _, names := range [][]string{{"google-ads", "Google Ads", "谷歌", "GOOGLE ADS"}, {"tencent-ads", "腾讯广告", "广点通"}, {"baidu", "百度营销", "百度"}} {
		rows := "date,platform,campaign,cost,currency\n"
		for i, n := range names {
			rows += fmt.Sprintf("2026-09-%02d,%s,c,5,CNY\n", i+1, n)
		}
		g := newOtherFiles(t)
		g.commit(g.planText("x.csv", rows, Options{}))
		if got := g.figures("spend", "cost", "platform"); len(got) != 1 || got[names[0]] == "" {
			t.Error(names, got)
		}
	}
}
