package web

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"daybreak/internal/analysis"
	"daybreak/internal/i18n"
	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
)

// everyPanel is a catalog with one more page, every, of one panel of each type
// with the fields that its type needs. A field that is not filled in here makes
// a panel without figures, which the test tells.
type everyPanel struct{ frame.Catalogs }

func (c everyPanel) Current() (*ops.Catalog, ops.Mistakes) {
	catalog, mistakes := c.Catalogs.Current()
	out := *catalog
	page := &ops.Page{Name: "every", Title: ops.Label{En: "Every", Zh: "全部"}, Grain: ops.Daily, Days: 28}
	for _, t := range analysis.PanelTypes() {
		has := func(field string) bool { return slices.Contains(t.Required, field) }
		text := func(field, value string) string {
			if has(field) {
				return value
			}
			return ""
		}
		p := &ops.Panel{ID: t.Type, Type: t.Type, Title: ops.Label{En: t.Type, Zh: t.Type}, Width: 6, Metric: text("metric", "check_ins"), By: text("by", "channel"),
			X: text("x", "cost"), Y: text("y", "cac"), Size: text("size", "joins"), Event: text("event", "check_in"), Window: text("window", "7d")}
		if t.Type == "kept" { // which divides by a cost
			p.Metric, p.Event, p.Return = "cac", "join", "check_in"
		}
		if has("metrics") {
			p.Metrics = []string{"check_ins", "cost"}
		}
		if has("steps") {
			for _, name := range []string{"join", "check_in"} {
				s := ops.Step{Label: ops.Label{En: name, Zh: name}}
				switch {
				case slices.Contains(t.Steps.Required, "event"):
					s.Event = name
				case t.Steps.Money:
					s.Metric = "cost"
				default:
					s.Metric = map[string]string{"join": "joins", "check_in": "check_ins"}[name]
				}
				p.Steps = append(p.Steps, s)
			}
		}
		page.Panels = append(page.Panels, p)
	}
	out.Pages, out.Digest = append(slices.Clone(out.Pages), page), "every"
	return &out, mistakes
}

// A panel of every type shows figures in both languages, without a text that is
// missing or markup that came with the data, and hands them out as CSV.
func TestEveryPanelTypeIsRenderedInBothLanguages(t *testing.T) {
	s := communityServer(t)
	operate(t, s)
	s.Catalog = everyPanel{s.Catalog}
	for _, lang := range i18n.Languages() {
		w := page(s, "/every?from=2026-09-01&to=2026-09-10&lang="+string(lang))
		if w.Code != http.StatusOK {
			t.Fatalf("%s: %d %.300s", lang, w.Code, w.Body)
		}
		m := i18n.In(lang)
		for _, x := range analysis.PanelTypes() {
			_, panel, found := strings.Cut(w.Body.String(), `id="p-`+x.Type+`"`)
			panel, _, _ = strings.Cut(panel, "</section>")
			if !found {
				t.Errorf("%s: a panel of type %s is not on the page", lang, x.Type)
			}
			for _, bad := range []string{m.Panel.Failed, m.Panel.NoData, "ZgotmplZ", "%!", "<no value>", "style="} {
				if strings.Contains(panel, bad) {
					t.Errorf("%s: a panel of type %s says %q", lang, x.Type, bad)
				}
			}
		}
	}
	for _, x := range analysis.PanelTypes() {
		w := get(s, "/every.csv?from=2026-09-01&to=2026-09-10&panel="+x.Type)
		if lines := strings.Count(w.Body.String(), "\n"); w.Code != http.StatusOK || lines < 2 {
			t.Errorf("a panel of type %s as CSV: %d, %d lines", x.Type, w.Code, lines)
		}
	}
}

// operate brings what the panels of the operations need, in the range and
// before it.
func operate(t *testing.T, s *Server) {
	t.Helper()
	files := map[string]string{
		"posts.csv": "post_id,date,title,account,kind,published_at,delivered,reads,shares,likes,comments,followers_gained,followers_lost\n" +
			"p1,2026-09-02,One,Main,guide,2026-09-02 20:00:00,100,40,2,1,1,5,1\n",
		"orders.csv": "order_id,at,member,product,product_role,quantity,revenue,currency\n" +
			"o1,2026-08-20 10:00:00,ann,Course,profit,1,50.00,CNY\no0,2026-08-25 10:00:00,ann,Course,profit,1,50.00,CNY\no2,2026-09-05 10:00:00,ann,Course,profit,2,100.00,CNY\n",
		"spend.csv": "date,platform,account,campaign,ad_group,keyword,channel,impressions,clicks,cost,currency,reported_conversions\n" +
			"2026-09-02,google-ads,main,Search,Name,early,search-ads,100,10,5.00,CNY,1\n2026-09-02,google-ads,main,Search,Name,late,search-ads,100,10,5.00,CNY,4\n" +
			"2026-09-03,google-ads,main,Search,Name,early,search-ads,0,0,1.00,CNY,0\n" +
			"2026-08-17,google-ads,main,Search,Name,early,search-ads,100,10,6.00,CNY,1\n2026-08-25,google-ads,main,Search,Name,early,search-ads,100,10,6.00,CNY,1\n",
		"search_terms.csv": "date,platform,account,campaign,term,clicks,cost,currency,reported_conversions\n2026-09-02,google-ads,main,Search,early bird,9,5.00,CNY,1\n",
		"targets.csv":      "metric,scope,from,to,goal,kind,state\ncost,campaign:Search,2026-09-01,2026-09-30,100,budget,approved\n",
		"events.csv": "member,at,event,group,channel\nhal,2026-08-25 10:00:00,join,,search-ads\nida,2026-09-03 10:00:00,join,,search-ads\n" +
			"gus,2026-09-02 10:00:00,join,beijing,\ngus,2026-09-03 10:00:00,speak,beijing,\n" +
			"gus,2026-09-03 11:00:00,enrol,,\ngus,2026-08-20 10:00:00,visit,,\ngus,2026-08-24 10:00:00,visit,,\n",
	}
	still := "member,at,event,group,campaign\ns0,2026-08-25 11:00:00,join,beijing,\ns0,2026-09-03 20:00:00,mini,,mini-1\n"
	for i := range 31 { // who do nothing
		still += fmt.Sprintf("s%d,2026-08-25 10:00:00,join,still,\n", i)
	}
	files["still.csv"] = still
	files["feedback.csv"] = "member,at,event,props\ngus,2026-09-04 10:00:00,feedback,\"{\"\"topic\"\":\"\"dark-theme\"\"}\"\n"
	for name, text := range files {
		mustPost(t, s, "/api/v1/imports?name="+name, "text/csv", text, 201)
	}
	for _, kind := range []string{"activity", "partner"} {
		mustPost(t, s, "/api/v1/tries", "application/json", `{"title":"Six days","kind":"`+kind+`","metric":"joins","direction":"up","scope":"channel:search-ads",`+
			`"start":"2026-09-02","end":"2026-09-03","expected":0.5,"probability":0.5,"cost":10}`, 201)
	}
	mustPost(t, s, "/api/v1/watermarks", "application/json", `{"record":"orders","source":"","day":"2026-09-10"}`, 200)
	mustPost(t, s, "/api/v1/watermarks", "application/json", `{"record":"spend","source":"google-ads","part":"main","day":"2026-09-10"}`, 200)
	mustPost(t, s, "/api/v1/watermarks", "application/json", `{"record":"posts","source":"Main","day":"2026-09-10"}`, 200)
}
