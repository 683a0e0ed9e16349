package web

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

// byChannel asks for a metric of September by channel; what names none is "".
func (x *site) byChannel(t *testing.T, token, metric string) map[string]float64 {
	t.Helper()
	w := x.api(t, "GET", "/api/v1/metrics?metrics="+metric+"&by=channel&from=2026-09-01&to=2026-09-30", token, "", "")
	var a struct {
		Groups []struct {
			By     map[string]string  `json:"by"`
			Values map[string]float64 `json:"values"`
		} `json:"groups"`
	}
	if err := json.Unmarshal(w.Body.Bytes(), &a); err != nil {
		t.Fatal(err, w.Body)
	}
	out := map[string]float64{}
	for _, g := range a.Groups {
		out[g.By["channel"]] = g.Values[metric]
	}
	return out
}

func (x *site) rule(t *testing.T, token, body string) {
	t.Helper()
	if w := x.api(t, "POST", "/api/v1/channel-rules", token, "application/json", body); w.Code != http.StatusCreated {
		t.Fatal(w.Code, w.Body)
	}
}

const ruledSpend = "date,platform,account,campaign,channel,impressions,clicks,cost,currency\n" +
	"2026-09-01,baidu,,Brand,,100,10,50.00,CNY\n" + "2026-09-01,baidu,,Feed 1,,100,10,30.00,CNY\n" +
	"2026-09-01,baidu,,Feed 2,,100,10,20.00,CNY\n" + "2026-09-01,baidu,,Own,zhihu,100,10,7.00,CNY\n"

// The most specific rule counts for rows there are and rows to come; what a row
// says itself stays; undoing a rule brings back the one behind it.
func TestChannelRules(t *testing.T) {
	x := newSite(t, nil)
	token := x.token(t, "cron", Editor)
	x.imports(t, token, "s.csv", ruledSpend, "")
	want := func(when string, metric string, want map[string]float64) {
		t.Helper()
		got := x.byChannel(t, token, metric)
		for channel, v := range want {
			if got[channel] != v {
				t.Errorf("%s %s is %v, want %v", when, metric, got, want)
				return
			}
		}
		if len(got) != len(want) {
			t.Errorf("%s %s is %v, want %v", when, metric, got, want)
		}
	}
	want("without rules", "cost", map[string]float64{"": 100, "zhihu": 7})
	x.rule(t, token, `{"platform":"百度","channel":"search-ads"}`)
	want("the platform", "cost", map[string]float64{"search-ads": 100, "zhihu": 7})
	x.rule(t, token, `{"platform":"baidu","campaign":"feed*","channel":"low-cost-ads"}`)
	want("a pattern", "cost", map[string]float64{"search-ads": 50, "low-cost-ads": 50, "zhihu": 7})
	x.rule(t, token, `{"platform":"baidu","campaign":"Feed 2","channel":"blogs"}`)
	want("a campaign", "cost", map[string]float64{"search-ads": 50, "low-cost-ads": 30, "blogs": 20, "zhihu": 7})
	x.imports(t, token, "later.csv", "date,platform,account,campaign,channel,impressions,clicks,cost,currency\n2026-09-02,baidu,,Feed 9,,1,1,4.00,CNY\n", "")
	want("a later file", "cost", map[string]float64{"search-ads": 50, "low-cost-ads": 34, "blogs": 20, "zhihu": 7})
	if w := x.api(t, "POST", "/api/v1/channel-rules/2/undo", token, "", ""); w.Code != http.StatusOK {
		t.Fatal(w.Code, w.Body)
	}
	want("the pattern undone", "cost", map[string]float64{"search-ads": 84, "blogs": 20, "zhihu": 7})

	// Joins and orders: by their campaign, or by none.
	x.imports(t, token, "o.csv", "order_id,at,member,campaign,revenue,currency\no1,2026-09-01 10:00:00,m1,Feed 2,200.00,CNY\n"+
		"o2,2026-09-01 11:00:00,m2,,90.00,CNY\n", "")
	want("orders", "revenue", map[string]float64{"blogs": 200, "": 90})
	x.rule(t, token, `{"record":"orders","channel":"zhihu"}`)
	want("orders without a campaign", "revenue", map[string]float64{"blogs": 200, "zhihu": 90})
	w := x.api(t, "POST", "/api/v1/events", token, "application/json", `[{"member":"m1","event":"join","at":"2026-09-01T16:00:00+08:00","campaign":"feed 2"},
		{"member":"m2","event":"join","at":"2026-09-01T16:10:00+08:00"},{"member":"m2","event":"check_in","at":"2026-09-01T16:10:00+08:00"}]`)
	if w.Code >= 300 {
		t.Fatal(w.Code, w.Body)
	}
	if w := x.api(t, "POST", "/api/v1/watermarks", token, "application/json", `{"record":"events","source":"","day":"2026-09-30"}`); w.Code != http.StatusOK {
		t.Fatal(w.Code, w.Body)
	}
	want("joins", "joins", map[string]float64{"blogs": 1, "": 1})
	x.rule(t, token, `{"record":"events","channel":"zhihu"}`)
	want("joins without a campaign", "joins", map[string]float64{"blogs": 1, "zhihu": 1})
}

// The page lists what has no channel, the most money first; a choice takes it
// off the list, and "no channel at all" does too.
func TestUnassignedPage(t *testing.T) {
	x := newSite(t, nil)
	ada, _ := x.as(t, "ada", Admin)
	token := x.token(t, "cron", Editor)
	x.imports(t, token, "s.csv", ruledSpend, "")
	answer := func() string { return x.api(t, "GET", "/api/v1/unassigned", token, "", "").Body.String() }
	// Of 107 spent 7 have a channel: 6.54 %.
	const first = `{"currency":"CNY","spend_assigned":0.0654`
	const open = `"open":[{"record":"spend","platform":"baidu","campaign":"Brand","rows":1,"money":50,"looks_like":"zhihu"},` +
		`{"record":"spend","platform":"baidu","campaign":"Feed 1","rows":1,"money":30,"looks_like":"zhihu"},` +
		`{"record":"spend","platform":"baidu","campaign":"Feed 2","rows":1,"money":20,"looks_like":"zhihu"}]`
	if got := answer(); !strings.HasPrefix(got, first) || !strings.Contains(got, open) {
		t.Errorf("unassigned is %s", got)
	}
	for lang, says := range map[string]string{"en": "3 items have no channel yet, among them ¥100.00", "zh": "还有 3 项没有归到渠道，其中花费 ¥100.00"} {
		if got := ada.get("/unassigned?lang=" + lang).Body.String(); !strings.Contains(got, says) {
			t.Errorf("the page does not say %q", says)
		}
	}
	if w := ada.post("/unassigned", "record0", "spend", "platform0", "baidu", "campaign0", "Brand", "channel0", "search-ads",
		"record1", "spend", "platform1", "baidu", "campaign1", "Feed 1", "channel1", "-"); w.Code != http.StatusSeeOther {
		t.Fatal(w.Code, w.Body)
	}
	if got := answer(); !strings.Contains(got, `"open":[{"record":"spend","platform":"baidu","campaign":"Feed 2"`) {
		t.Errorf("unassigned is %s", got)
	}
	if got := x.byChannel(t, token, "cost"); got["search-ads"] != 50 || got[""] != 50 || got["zhihu"] != 7 {
		t.Errorf("cost is %v", got)
	}
	if w := ada.post("/channel-rules/2/undo"); w.Code != http.StatusSeeOther {
		t.Fatal(w.Code, w.Body)
	}
	if got := answer(); !strings.Contains(got, `"campaign":"Feed 1"`) {
		t.Errorf("after the undo unassigned is %s", got)
	}
}

// Spend in a currency without a rate is not known: the page does not say the
// known part of it as if it were all.
func TestUnassignedMoneyThatIsNotKnown(t *testing.T) {
	x := newSite(t, nil)
	ada, _ := x.as(t, "ada", Admin)
	token := x.token(t, "cron", Editor)
	x.imports(t, token, "s.csv", strings.Replace(ruledSpend, "30.00,CNY", "30.00,EUR", 1), "")
	if got := ada.get("/unassigned?lang=en").Body.String(); !strings.Contains(got, "3 items have no channel yet, among them … of spend") {
		t.Error("the page does not say that the spend is not known")
	}
}
