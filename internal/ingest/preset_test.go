package ingest

import (
	"slices"
	"strings"
	"testing"

	"daybreak/internal/ops"
)

func TestPresetsLoad(t *testing.T) {
	set, err := loadPresets()
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, p := range set.presets {
		if names[p.Name] {
			t.Errorf("two presets are called %s", p.Name)
		}
		names[p.Name] = true
	}
	if set.presets[len(set.presets)-1].Generic == set.presets[0].Generic {
		t.Error("generic presets must come last")
	}
}

// Every platform's header, as its exports have it, is recognised as that
// platform's, and its required fields are found in it or asked for.
func TestHeadersRecognised(t *testing.T) {
	for _, c := range []struct {
		preset, header, row string
		fields              string // header=field …
		asks                string // required questions, in order of the alphabet
	}{
		{"google_ads", "Campaign status,Campaign,Day,Currency code,Clicks,Impr.,CTR,Cost,Conversions,Conv. value", "Enabled,Brand,2026-09-01,EUR,1,10,10%,2.5,0,0",
			"Impr.=impressions Cost=cost Conv. value=reported_value Day=date", ""},
		{"google_ads", "Kampagne,Anzeigengruppe,Tag,Kosten,Klicks,Impressionen,Conversions,Conv.-Wert,Währungscode", `K,A,01.09.2026,"1,5",1,10,0,0,EUR`,
			"Kampagne=campaign Conv.-Wert=reported_value", ""},
		{"meta_ads", "Day,Campaign name,Ad set name,Amount spent (EUR),Impressions,Link clicks,Reach,Reporting starts,Reporting ends",
			"2026-09-01,C,S,1.5,10,1,9,2026-09-01,2026-09-30", "Day=date Link clicks=clicks Ad set name=ad_group", ""},
		{"meta_ads", "Jour,Nom de la campagne,Montant dépensé (USD),Impressions", `2026-09-01,C,"1,5",10`, "Jour=date Montant dépensé (USD)=cost", ""},
		{"meta_ads", "Fecha,Nombre de la campaña,Importe gastado (EUR),Impresiones,Clics en el enlace", `2026-09-01,C,"12,5",10,2`,
			"Fecha=date Clics en el enlace=clicks", ""},
		{"meta_ads", "日期,广告系列名称,已花费金额（USD）,展示次数,链接点击量", "2026-09-01,C,1.5,10,2", "链接点击量=clicks", ""},
		{"microsoft_ads", "TimePeriod,AccountName,CampaignName,AdGroupName,Impressions,Clicks,Spend,Ctr,AverageCpc,Conversions,Revenue,CurrencyCode",
			"2026-09-01,A,C,G,10,1,1.5,10%,1.5,0,0,USD", "Spend=cost Revenue=reported_value", ""},
		{"tiktok_ads", "Campaign name,Ad group name,By Day,Cost,Impressions,CPM,Clicks (destination),CPC (destination),CTR " +
			"(destination),Reach,Frequency,Conversions,Currency", "C,G,2026-09-01,1.5,10,1,1,1,1%,9,1,0,USD", "Clicks (destination)=clicks", ""},
		{"linkedin_ads", "Start Date (in UTC),Account Name,Campaign Group Name,Campaign Name,Total Spent,Impressions,Clicks,Reactions,Leads,Conversions,Currency",
			"9/13/2026,A,G,C,1.5,10,1,0,0,0,EUR", "Total Spent=cost Campaign Name=campaign", ""},
		{"amazon_ads", "Date,Portfolio name,Campaign Name,Ad Group Name,Targeting,Customer Search Term,Impressions,Clicks,Spend,Currency,7 Day Total Sales ,7 " +
			"Day Total Orders (#)", "2026-09-01,P,C,G,t,s,10,1,1.5,EUR,0,0", "Customer Search Term=keyword 7 Day Total Sales=reported_value", ""},
		{"shopify_orders", "Name,Email,Financial Status,Paid at,Currency,Subtotal,Total,Lineitem quantity,Lineitem name,Lineitem price,Refunded Amount",
			"#1,x@example.com,paid,2026-03-01 10:15:00 -0500,USD,1,1,1,n,1,0", "Total=revenue Refunded Amount=refund", ""},
		{"baidu_search", "日期,小时,账户,推广计划,推广单元,关键词,展现,点击,消费,点击率,平均点击价格,网页转化,商桥转化", "2016-03-28,0,a,p,u,k,1,0,0.00,0.00%,0.00,0,0",
			"消费=cost 网页转化=reported_conversions", ""},
		{"qihoo_360", "推广账户,产品线,推广计划,省级地区,市级地区,展示次数,点击次数,点击率,总费用,平均每次点击费用", "a,p,c,s,c,10,1,10%,1.5,1.5", "总费用=cost", "period"},
		{"sogou", "编号,日期,账户,推广计划,省级地域,市级地域,消耗,消耗占比,点击数,点击数占比,点击均价", "1,2017/10/22,a,p,s,c,1.5,1%,1,1%,1.5", "消耗=cost", ""},
		{"shenma", "时间,账户,推广计划,推广单元,创意,关键词,搜索词,匹配方式,展现量,点击量,消费,点击率,当前单元添加状态", "2026-09-01,a,p,u,c,k,s,m,10,1,1.5,10%,x", "搜索词=keyword", ""},
		{"oceanengine", "时间-天,项目ID,项目名称,单元ID,单元名称,转化目标,单元出价,消耗,展示数,平均千次展现费用(元),点击数,点击率,平均点击单价(元),转化数,平均转化成本,转化率", "2026-09-01,1,p,2,u,t,1,1.5,10,1,1,10%,1,0,0,0%",
			"消耗=cost 转化数=reported_conversions 项目名称=campaign", ""},
		{"oceanengine", "时间,广告计划id,广告计划,广告组id,广告组,展示数,点击数,点击率,平均点击价格,平均千次展现费用,总花费", "2026-09-01,1,p,2,g,10,1,10%,1,1,1.5", "广告组=campaign 广告计划=ad_group", ""},
		{"qianchuan", "素材ID,素材名称,整体消耗,基础消耗,追投调控消耗,整体支付ROI,整体成交金额,净成交ROI,净成交金额,1小时内退款率,净成交订单数", "1,n,1.5,1,0.5,2,3,2,3,0,1", "整体成交金额=reported_value", "period"},
		{"tencent_ads", "日期,推广计划ID,曝光次数,点击次数,点击率,花费,点击均价,千次展现均价,目标转化量,目标转化成本", "2026-09-01,77,10,1,10%,1.5,1,1,0,0", "推广计划ID=campaign", ""},
		{"wechat_users", "时间,新关注人数,取消关注人数,净增关注人数,累积关注人数", "2026-09-01,2,1,1,100", "累积关注人数=total", "account"},
		{"wechat_articles", "文章标题,发表时间,总阅读人数,初次打开阅读人数,分享次数,每日增粉人数", "t,2026-09-01,5,4,1,1", "总阅读人数=reads", ""},
		{"xiaohongshu_juguang", "时间,消费,展现量,点击量,点击率,平均点击成本,平均千次展示费用,点赞,评论,收藏,关注,分享,互动量", "2026-09-01,1.5,10,1,10%,1.5,1,0,0,0,0,0,0", "消费=cost", "campaign"},
		{"xiaohongshu_creator", "笔记标题,首次发布时间,体裁,曝光,观看量,封面点击率,点赞,评论,收藏,涨粉,分享,人均观看时长,弹幕", "t,2026年07月11日03时09分05秒,视频,10,5,0.1,1,0,0,1,0,3,0", "涨粉=followers_gained",
			""},
		{"zhihu", "日期,阅读,播放,点赞,喜欢,评论,收藏,分享", "2026-09-01,5,0,1,0,0,0,0", "阅读=reads", "account"},
		{"zhitongche", "日期,主体ID,主体名称,花费,展现量,点击量,点击率,平均点击花费,千次展现花费,总成交金额,净成交金额,总成交笔数,投入产出比", "2026-09-01,1,n,1.5,10,1,10%,1,1,3,3,1,2",
			"总成交金额=reported_value 主体名称=campaign", ""},
		{"toutiao_followers", "时间,总粉丝数,粉丝变化数,新增粉丝数,流失粉丝数,活跃粉丝数,总铁粉数", "2026-09-01,100,1,2,1,5,5", "流失粉丝数=lost", "account"},
		{"douyin_creator", "作品名称,发布时间,体裁,审核状态,播放量,完播率,点赞量,评论量,分享量,收藏量,主页访问量,粉丝增量", "t,2026-09-01 08:00:00,视频,通过,5,0.1,1,0,0,0,0,1", "播放量=reads", ""},
		{"wecom_checkin", "时间,姓名,账号,部门,所属规则,班次,最早,最晚,打卡次数(次)", "2026/02/01 星期日,甲,t1,d,r,b,08:58,18:00,2", "账号=member 打卡次数(次)=count", ""},
		{"dingtalk_checkin", "姓名,考勤组,部门,工号,职位,UserId,日期,workDate,班次,上班1打卡时间,上班1打卡结果,下班1打卡时间", "甲,g,d,1,p,u1,2026/3/26,x,b,08:58,正常,18:00",
			"UserId=member 上班1打卡时间=clock", ""},
		{"habitbull", "HabitName,HabitDescription,HabitCategory,CalendarDate,Value,CommentText", "h,d,c,2026-09-01,1,", "HabitName=challenge", "member"},
		{"loop_checkmarks", "Date,Meditate,Run,", "2026-09-01,YES_MANUAL,NO,", "Date=day", "member"},
		{"x_overview", "Date,Impressions,Likes,Engagements,Bookmarks,Shares,New follows,Unfollows,Replies,Reposts,Profile visits",
			`"Sat, Sep 6, 2025",1,1,1,0,0,2,1,0,0,0`, "Unfollows=lost", "account"},
		{"youtube_studio", "Content,Video title,Video publish time,Likes,Subscribers gained,Views,Watch time (hours),Impressions click-through rate (%)",
			`a,t,"Dec 15, 2023",1,1,9,1.5,4.2`, "Views=reads", ""},
		{"ga4", "Date,Sessions,Total users,New users,Views,Event count", "20260901,5,4,3,9,20", "Views=reads", "account"},
		{"any_spend", "Datum,Plattform,Kampagne,Kosten,Klicks,Impressionen", `01.09.2026,X,K,"1.234,50",1,10`, "Kosten=cost Plattform=platform", "currency"},
		{"daybreak_spend", "Date;Platform;Campaign;Impressions;Cost;Currency", "2026-09-01;X;C;10;1,50;EUR", "Cost=cost", ""},
	} {
		table := tableOf(t, c.header+"\n"+c.row+"\n")
		drafts, err := Drafts(table, nil)
		if err != nil {
			t.Errorf("%s: %v", c.preset, err)
			continue
		}
		m := drafts[0]
		if m.Preset != c.preset && !(c.preset == "x_overview" && len(drafts) > 1) {
			t.Errorf("%q was taken for %s, not %s", c.header, m.Preset, c.preset)
			continue
		}
		for _, d := range drafts {
			if d.Preset == c.preset {
				m = d
			}
		}
		if c.fields != "" {
			rest := c.fields
			for rest != "" {
				eq := strings.IndexByte(rest, '=')
				header, after := rest[:eq], rest[eq+1:]
				field, next, _ := strings.Cut(after, " ")
				rest = next
				i := slices.IndexFunc(m.Columns, func(a Assignment) bool { return a.Header == header })
				if i < 0 || m.Columns[i].Field != field {
					t.Errorf("%s: %q is not %s: %+v", c.preset, header, field, m.Columns)
				}
			}
		}
		var asks []string
		for _, q := range table.Questions(m) {
			if q.Required {
				asks = append(asks, q.Field)
			}
		}
		slices.Sort(asks)
		if got := strings.Join(asks, " "); got != c.asks {
			t.Errorf("%s asks for %q, want %q", c.preset, got, c.asks)
		}
	}
}

func TestRefusedExports(t *testing.T) {
	for header, code := range map[string]ops.Code{
		"Campaign,Labels,Campaign Type,Networks,Budget,Budget type":       "settings_export",
		"Asset status,Asset type,Campaign,Level,Impr.,Cost,Currency code": "not_additive",
		"Date,Facebook reach": "not_additive",
		"日期,渠道,阅读人数,阅读人数":     "duplicate_column",
		"Colour,Weight":       "unknown_layout",
	} {
		n := strings.Count(header, ",")
		table := tableOf(t, header+"\n"+"2026-09-01"+strings.Repeat(",1", n)+"\n")
		if _, err := Drafts(table, nil); ops.CodeOf(err) != code {
			t.Errorf("%s: %v, want %s", header, err, code)
		}
	}
}

// tableOf reads text as the only table of a CSV file.
func tableOf(t *testing.T, text string) *Table {
	t.Helper()
	d, err := Read(strings.NewReader(text), int64(len(text)), "export.csv", Hints{})
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	if len(d.Tables) != 1 {
		t.Fatalf("%q: %d tables", text, len(d.Tables))
	}
	return d.Tables[0]
}
