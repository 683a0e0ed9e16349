package ingest

import (
	"fmt"
	"testing"
)

// TestFurtherExports reads exports in the shape their programs give them: which
// preset knows them, what is asked, and what they add up to.
func TestFurtherExports(t *testing.T) {
	for _, c := range []struct {
		preset, text, asks, record, column string
		sums                               map[string]string // by name of a count, else of everything
	}{
		{"douyin_shop", "主订单编号,子订单编号,选购商品,商品数量,订单应付金额,订单提交时间,支付完成时间,订单状态,售后状态\n\"\t9001\",\"\t9001\",课程甲,1,29.90,2026-10-01 10:00:00,2026-10-01 10:01:00,已完成,-\n" +
			"\"\t9003\",\"\t9003\",课程乙,2,59.80,2026-10-02 11:00:00,2026-10-02 11:01:00,已关闭,退款成功\n\"\t9004\",\"\t9004\",课程乙,1,29.90,2026-10-02 12:00:00,-,已关闭,-\n",
			"", "orders", "revenue", map[string]string{"": "8970"}},
		{"channels_video", "视频描述,发布时间,完播率,平均播放时长,播放量,喜欢,评论量,分享量,关注量\n早起,2026/10/01,20%,9.82秒,465,6,0,4,1\n", "", "posts", "likes", map[string]string{"": "6"}},
		{"bilibili", "稿件标题,发布时间,播放量,弹幕,评论,点赞,收藏,硬币,分享\n早起,2026-10-01 08:00:00,1200,3,4,50,6,7,8\n", "", "posts", "reads", map[string]string{"": "1200"}},
		{"kuaishou_ads", "日期,计划名称,封面曝光数,行为数,花费(元)\n2026-10-01,早起,5000,120,88.50\n", "", "spend", "cost", map[string]string{"": "8850"}},
		{"pugongying", "博主昵称,笔记标题,发布时间,曝光量,阅读量,点赞量,评论量,分享量\n小李,早起21天,2026-10-01 08:00:00,9000,800,70,6,5\n", "", "posts", "delivered", map[string]string{"": "9000"}},
		{"shengyicanmou", "统计日期,访客数,浏览量,支付金额,支付买家数,支付件数\n2026-10-01,300,900,\"1,234.50\",20,25\n2026-10-02,310,910,765.50,18,19\n", "", "counts", "amount", map[string]string{"sales by day": "200000"}},
		{"youzan_orders", "订单号,订单状态,买家付款时间,应收订单金额,订单实付金额,商品名称,已退款金额\nE1,交易完成,2026-10-01 10:00:00,100.00,90.00,课程,0.00\nE2,交易关闭,,100.00,0.00,课程,0.00\n",
			"", "orders", "revenue", map[string]string{"": "9000"}},
		// The closed order has no time of payment: nobody paid what it says.
		{"any_orders", "订单编号,订单状态,订单总额,实付款,付款时间\n1,已完成,100,80,2026-10-01 10:00:00\n2,交易关闭,100,100,\n3,交易关闭,60,60,2026-10-02 10:00:00\n4,待付款,50,50,\n",
			"currency", "orders", "revenue", map[string]string{"": "14000"}},
		{"stripe_payments", "id,Created date (UTC),Amount,Amount Refunded,Currency,Captured,Converted Amount,Status\nch_1,2026-10-01 10:00:00,100.00,0.00,eur,TRUE,780.00,Paid\n" +
			"ch_2,2026-10-01 11:00:00,50.00,50.00,eur,TRUE,390.00,Refunded\nch_3,2026-10-01 12:00:00,70.00,0.00,eur,FALSE,0.00,Failed\n", "", "orders", "revenue", map[string]string{"": "15000"}},
		{"mailchimp", "Title,Subject,List,Send Date,Total Recipients,Successful Deliveries,Total Bounces,Unique Opens,Unique Clicks,Unsubscribes,Abuse Complaints\n" +
			"News,Hi,All,\"Nov 01, 2025 10:00 am\",1000,990,10,400,80,3,0\n", "", "counts", "value", map[string]string{"mails sent": "990000000", "mails opened": "400000000"}},
		{"klaviyo", "Campaign Name,Subject,List,Send Time,Total Recipients,Unique Placed Order,Placed Order Rate,Revenue,Unique Opens,Open Rate,Unique Clicks,Click Rate,Unsubscribes\n" +
			"News,Hi,All,2025-11-01 10:00:00,64517.0,12.0,0.02%,500.0,20000.0,31%,900.0,1.4%,5.0\n", "", "counts", "value", map[string]string{"mails sent": "64517000000", "orders from mail": "12000000"}},
		{"linkedin_pages", "Date,Sponsored followers,Organic followers,Auto-invited followers,Total followers\n10/13/2026,0,9,0,9\n", "account", "followers", "gained", map[string]string{"": "9"}},
		{"google_forms", "Timestamp,Email Address,Your name,Where did you hear about us?\n10/14/2026 9:00:00,a@example.com,Ann,Forum\n", "event", "events", "value", map[string]string{"": "?"}},
		{"survey", "序号,提交时间,姓名,微信号,从哪里知道我们\n1,2026/10/14 09:00:00,小李,wx1,公众号\n", "event", "events", "value", map[string]string{"": "?"}},
		{"any_orders", "订单号,商品名称,订购数量,下单时间,订单金额,应付金额,订单状态,付款确认时间\n101,课,1,2026-10-01 10:00:00,90,90,完成,2026-10-01 10:01:00\n102,课,1,2026-10-01 12:00:00,50,50,(删除)等待付款确认,\n" +
			"103,课,1,2026-10-01 13:00:00,60,60,(锁定)已取消,\n", "currency", "orders", "revenue", map[string]string{"": "9000"}},
		{"any_orders", "amazon-order-id\tpurchase-date\torder-status\tproduct-name\tquantity\tcurrency\titem-price\n111-1\t2026-10-01T10:00:00+00:00\tShipped\tc\t1\tUSD\t19.90\n" +
			"111-2\t2026-10-01T11:00:00+00:00\tCancelled\tc\t0\tUSD\t\n", "", "orders", "revenue", map[string]string{"": "1990"}},
		{"tencent_survey", "编号,开始答题时间,结束答题时间,答题时长,微信昵称\n1,2026/10/14 09:00:00,2026/10/14 09:02:00,120,小李\n", "event", "events", "value", map[string]string{"": "?"}},
		{"plausible", "date,visitors,pageviews,visits,views_per_visit,bounce_rate,visit_duration\n2026-10-01,100,250,120,2.1,45,60\n", "", "counts", "value", map[string]string{"page views": "250000000", "visits": "120000000"}},
		{"plausible", "date,visitors,pageviews,bounces,visits,visit_duration\n2026-10-01,100,250,30,120,6000\n", "", "counts", "value", map[string]string{"page views": "250000000", "visits": "120000000"}},
		{"umami_days", "date,pageviews,visitors,visits,bounces,totaltime\n2026-10-01,5180,1233,1530,939,72150\n2026-10-02,20,10,12,9,350\n", "", "counts", "value",
			map[string]string{"page views": "5200000000", "visits": "1542000000"}},
		{"search_console", "Date,Clicks,Impressions,CTR,Position\n2026-10-01,161,13456,1.2%,32\n", "", "counts", "value", map[string]string{"search clicks": "161000000"}},
		{"shopify_sales", "Day,Orders,Gross sales,Discounts,Returns,Net sales,Total sales\n2026-09-01,18,4722.08,-135.04,-48.12,4538.92,4610.11\n", "currency", "counts", "amount", map[string]string{"sales by day": "461011"}},
		{"qianniu_orders", "订单编号,买家会员名,总金额,买家实际支付金额,订单状态,订单创建时间,订单付款时间,宝贝标题\n3001,u,100.00,80.00,交易成功,2026-10-01 09:00:00,2026-10-01 09:01:00,早起课\n", "", "orders", "revenue", map[string]string{"": "8000"}},
	} {
		f := newOtherFiles(t)
		p, err := f.planText("export.csv", c.text, Options{})
		if want := fmt.Sprintf("questions_open %s", c.asks); c.asks != "" {
			if got := asks(err); got != want {
				t.Errorf("%s: %s, want %s", c.preset, got, want)
				continue
			}
			value := map[string]string{"currency": "USD", "account": "page", "event": "apply"}[c.asks]
			p, err = f.planText("export.csv", c.text, said("answer."+c.asks+"="+value))
		}
		if err != nil || p.Refusal() != nil {
			t.Errorf("%s: %v %v", c.preset, err, p)
			continue
		}
		f.commit(p, nil)
		if p.Layout != c.preset || p.Record.Name != c.record {
			t.Errorf("%s: read as %s, %s", c.preset, p.Layout, p.Record.Name)
		}
		var by []string
		if c.record == "counts" {
			by = []string{"name"}
		}
		got := f.figures(c.record, c.column, by...)
		for name, sum := range c.sums {
			if got[name] != sum {
				t.Errorf("%s: %s %q is %s, want %s", c.preset, c.column, name, got[name], sum)
			}
		}
	}
}
