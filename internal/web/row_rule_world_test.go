package web

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"daybreak/internal/ops"
)

// outsideMark is in every name that only rows outside a rule have, in the places
// where they differ between worlds.
const outsideMark = "zqx"

// How the rows outside a rule are: as they are, altered, or not there at all.
const (
	outsideAsIs = iota
	outsideAltered
	outsideAbsent
)

// ruledWorld writes the files of a world of 60 members in the channels alpha, beta,
// gamma and none and the groups north, south and none, so that what rule does not let
// through is as variant says. Some events state a channel or group that is not their
// member's.
type ruledWorld struct {
	rule    ops.RowRule
	variant int
	same    bool // every row has the channel and group of its member
}

func (r ruledWorld) lets(channel, group string) bool {
	in := func(values []string, v string) bool {
		for _, w := range values {
			if v == w {
				return true
			}
		}
		return len(values) == 0
	}
	return in(r.rule.Channels, channel) && in(r.rule.Groups, group)
}

// row writes a line of a file; where the rule does not let it through, other is
// written of an altered world, and nothing where nothing is outside.
func (r ruledWorld) row(out *strings.Builder, inside bool, line, other string) {
	switch {
	case inside || r.variant == outsideAsIs:
		out.WriteString(line + "\n")
	case r.variant == outsideAltered:
		out.WriteString(other + "\n")
	}
}

func memberChannel(i int) string { return []string{"alpha", "beta", "gamma", ""}[i%4] }
func memberGroup(i int) string   { return []string{"north", "south", ""}[i/4%3] }

// files are the files of the world, in the order they are imported.
func (r ruledWorld) files() map[string]string {
	var members, events, orders, spend, counts, costs, posts, followers strings.Builder
	members.WriteString("member,joined_at,channel,group,city,invited_by\n")
	events.WriteString("member,at,event,channel,group\n")
	orders.WriteString("order_id,at,member,product,channel,quantity,revenue,currency\n")
	spend.WriteString("date,platform,account,campaign,channel,impressions,clicks,cost,currency\n")
	counts.WriteString("date,name,source,channel,value\n")
	costs.WriteString("date,kind,channel,label,cost,currency\n")
	posts.WriteString("post_id,date,title,account,kind,published_at,delivered,reads,shares,likes,comments,followers_gained,followers_lost\n")
	followers.WriteString("date,account,source,gained,lost,total\n")
	for i := range 60 {
		id := fmt.Sprintf("m%03d", i)
		c, g := memberChannel(i), memberGroup(i)
		d := 1 + i%9
		decides := r.variant == outsideAbsent && len(r.rule.Channels) > 0 && len(r.rule.Groups) > 0 // of its events, in one dimension
		r.row(&members, r.lets(c, g) || decides, fmt.Sprintf("%s,2026-09-%02d 09:00:00,%s,%s,town%d,m000", id, d, c, g, i%2),
			fmt.Sprintf("%s,2026-09-%02d 10:00:00,%s,%s,%scity,m001", id, d+1, c, g, outsideMark))
		for k, event := range []string{"join", "check_in", "check_in", "speak", "check_in"} {
			ec, eg := "", "" // as the member's
			if !r.same && (i+k)%5 == 0 {
				ec = "alpha"
			}
			if !r.same && (i+k)%7 == 0 {
				eg = "north"
			}
			effective := func(own, members string) string {
				if own != "" {
					return own
				}
				return members
			}
			in := r.lets(effective(ec, c), effective(eg, g))
			day := d + k*(1+i%3)
			r.row(&events, in, fmt.Sprintf("%s,2026-09-%02d %02d:30:00,%s,%s,%s", id, day, 9+k, event, ec, eg),
				fmt.Sprintf("%s,2026-09-%02d %02d:45:00,%s,%s,%s", id, day, 8+k, []string{event, outsideMark + "talk"}[k/4], ec, eg))
		}
		r.row(&orders, r.lets(c, g), fmt.Sprintf("o%d,2026-09-%02d 11:00:00,%s,Course,,1,50.00,CNY", i, d, id),
			fmt.Sprintf("o%d,2026-09-%02d 12:00:00,%s,%sbook,,3,70.00,CNY", i, d+1, id, outsideMark))
	}
	ungrouped := len(r.rule.Groups) == 0 // spend and counts have no group at all
	for d := 1; d <= 20; d++ {
		for n, c := range []string{"alpha", "beta", "gamma", ""} {
			in := ungrouped && r.lets(c, "") && c != ""
			r.row(&spend, in, fmt.Sprintf("2026-09-%02d,baidu,main%d,camp%d,%s,%d,%d,%d.50,CNY", d, n, n, c, 1000+d, 20+n, 5+d),
				fmt.Sprintf("2026-09-%02d,baidu,main%d,%scamp,%s,%d,%d,%d.75,CNY", d, n, outsideMark, c, 3000+d, 90+n, 15+d))
			r.row(&counts, in, fmt.Sprintf("2026-09-%02d,visits%d,site,%s,%d", d, n, c, 40+d+n),
				fmt.Sprintf("2026-09-%02d,visits%d,%ssite,%s,%d", d, n, outsideMark, c, 90+d))
			r.row(&costs, in, fmt.Sprintf("2026-09-%02d,salary,%s,,%d.00,CNY", d, c, 10+n),
				fmt.Sprintf("2026-09-%02d,%srent,%s,,%d.00,CNY", d, outsideMark, c, 90+n))
		}
		r.row(&posts, false, fmt.Sprintf("p%d,2026-09-%02d,Title%d,acc,story,2026-09-%02d 08:00:00,100,50,5,4,3,2,1", d, d, d, d),
			fmt.Sprintf("p%d,2026-09-%02d,%stitle,acc,story,2026-09-%02d 08:30:00,900,80,9,9,9,9,9", d, d, outsideMark, d))
		r.row(&followers, false, fmt.Sprintf("2026-09-%02d,acc,,%d,1,%d", d, 3+d, 100+d), fmt.Sprintf("2026-09-%02d,acc,,%d,9,%d", d, 33+d, 900+d))
	}
	return map[string]string{"1members": members.String(), "2events": events.String(), "3orders": orders.String(), "4spend": spend.String(),
		"5counts": counts.String(), "6costs": costs.String(), "7posts": posts.String(), "8followers": followers.String()}
}

// newRuledWorld is a site with the files of a world and, of what users wrote, things
// about alpha and north and things about others or everybody.
func newRuledWorld(t *testing.T, r ruledWorld) *site {
	t.Helper()
	x := newSite(t, nil)
	x.now = time.Date(2026, 9, 24, 12, 0, 0, 0, time.UTC)
	x.Catalog = everyPanel{x.Catalog}
	token := x.token(t, "importer", Editor)
	send := func(path, kind, body string) {
		t.Helper()
		if w := x.api(t, "POST", path, token, kind, body); w.Code >= 300 {
			t.Fatalf("%s %s: %d %s", path, body, w.Code, w.Body)
		}
	}
	// Lists are in the order in which Daybreak first saw members: it is that of the whole.
	order := "member,joined_at,channel\n"
	for i := range 60 {
		order += fmt.Sprintf("m%03d,2026-09-01 09:00:00,alpha\n", i)
	}
	send("/api/v1/imports?name=order.csv", "text/csv", order)
	send("/api/v1/imports/1/undo", "application/json", "")
	files := r.files()
	for _, name := range []string{"1members", "2events", "3orders", "4spend", "5counts", "6costs", "7posts", "8followers"} {
		if strings.Count(files[name], "\n") > 1 {
			send("/api/v1/imports?name="+name+".csv", "text/csv", files[name])
		}
	}
	for _, record := range []string{"events", "orders", "costs"} {
		if record == "costs" && strings.Count(files["6costs"], "\n") == 1 {
			continue // none came: there is no such source
		}
		send("/api/v1/watermarks", "application/json", `{"record":"`+record+`","source":"","day":"2026-09-22"}`)
	}
	for n, scope := range []string{"channel:alpha;group:north", "channel:gamma;group:south", ""} {
		mark := ""
		if n > 0 {
			mark = outsideMark + fmt.Sprint(r.variant)
		}
		send("/api/v1/notes", "application/json", `{"from":"2026-09-05","text":"Note`+mark+`","kind":"fact","scope":"`+scope+`"}`)
		send("/api/v1/targets", "application/json", fmt.Sprintf(`{"metric":"joins","from":"2026-09-01","to":"2026-09-30","goal":%d,"scope":"%s","owner":"%s"}`,
			50+n*(10+r.variant), scope, mark))
		send("/api/v1/tries", "application/json", `{"title":"Try`+mark+`","kind":"content","metric":"joins","direction":"up","scope":"`+scope+
			`","start":"2026-09-10","end":"2026-09-11","expected":0.2,"probability":0.6}`)
		send("/api/v1/alerts", "application/json", `{"title":"Alert`+mark+`","rule":"above","metric":"joins","scope":"`+scope+`","limit":1,"cool_down":1,"hour":8}`)
	}
	return x
}

// ruled signs a browser in as a new user with a role who sees the rows of a rule.
func (x *site) ruled(t *testing.T, name string, role ops.Role, rule ops.RowRule) *visitor {
	t.Helper()
	v, u := x.as(t, name, role)
	if err := x.store.Accounts().SetRows(t.Context(), u.ID, rule); err != nil {
		t.Fatal(err)
	}
	return v
}

// everywhere are the addresses of all that somebody who reads may ask for, in several
// forms. A route that is not here fails the test.
func everywhere(t *testing.T, s *Server) []string {
	t.Helper()
	const days = "from=2026-09-01&to=2026-09-20"
	asks := map[string][]string{
		"/subscriptions": {"/subscriptions"}, "/subscriptions/new": {"/subscriptions/new", "/subscriptions/new?page=overview"},
		"/subscriptions/:id": nil, "/api/v1/subscriptions": {""}, "/api/v1/subscriptions/:id/runs": nil, // one's own
		"/": {"/?" + days}, "/account": nil, "/tokens": {"/tokens"}, "/metrics": {"/metrics"}, "/metrics/:metric": {"/metrics/joins"},
		"/events/check-ins": {"HEAD"}, "/stream": {"HEAD"}, "/api/v1/openapi.yaml": {"/api/v1/openapi.yaml"},
		"/api/v1/metrics": {"?metrics=joins,check_ins,revenue,active_members,orders&by=channel&grain=day&" + days, "?metrics=joins&by=group&" + days,
			"?metrics=cost,cac&" + days, "?metrics=cost&by=platform,campaign&" + days + "&format=csv", "?metrics=followers_gained&" + days,
			"?metrics=joins&by=city&filter=channel:!alpha&" + days, "?metrics=joins&filter=channel:gamma&" + days, "?metrics=joins&filter=group:south&" + days,
			"?metrics=other_cost&by=kind&" + days, "?metrics=joins&by=invited_by&" + days, "?metrics=joins&by=channel&sort=joins&order=asc&limit=1&" + days,
			"?metrics=joins,revenue&by=channel,city&compare=previous&grain=week&" + days},
		"/api/v1/provenance": {"?metric=joins&" + days, "?metric=cost&" + days}, "/api/v1/provenance/rows": {"?metric=joins&measure=joins&" + days},
		"/api/v1/definitions": {""}, "/api/v1/sources": {""}, "/api/v1/retention": {"?" + days, "?cohort=channel&" + days, "?cohort=join&by=city&" + days, "?mode=on_or_after&filter=channel:!alpha&" + days},
		"/api/v1/growth": {"?" + days, "?period=week&" + days}, "/api/v1/active": {"?" + days}, "/api/v1/stickiness": {"?" + days},
		"/api/v1/challenge": {"?" + days, "?by=channel&length=3&" + days}, "/api/v1/invitations": {"?" + days}, "/api/v1/kept": {"?metric=cac&" + days, "?by=channel&" + days},
		"/api/v1/groups": {"?" + days, "?grain=week&" + days, "?group=south&" + days}, "/api/v1/stages": {"?stages=join,speak&" + days, "?stages=join,speak&by=channel&" + days},
		"/api/v1/companions": {"?" + days}, "/api/v1/earned": {"?by=channel&" + days, "?credit=linear&" + days}, "/api/v1/attach": {"?" + days},
		"/api/v1/reach": {"?did=speak&" + days, "?did=*&by=city&" + days},
		"/api/v1/posts": {"?" + days}, "/api/v1/funnel": {"?steps=join,speak&" + days, "?steps=join," + outsideMark + "talk&" + days},
		"/api/v1/change": {"?metric=joins&by=channel&" + days, "?metric=cost&by=campaign&" + days}, "/api/v1/findings": {""}, "/api/v1/goals": {""},
		"/api/v1/holidays": {""}, "/api/v1/members": {"", "?of=growth&event=check_in&kind=active&bucket=2026-09-10", "?of=count&metric=joins&" + days}, "/api/v1/members/:member": {"/api/v1/members/m000",
			"/api/v1/members/m002", "/api/v1/members/m003", "/api/v1/members/m999"},
		"/api/v1/notes": {"?" + days}, "/api/v1/streaks": {"?" + days}, "/api/v1/targets": {""}, "/api/v1/targets/revisions": {""},
		"/api/v1/times": {"?" + days, "?event=" + outsideMark + "talk&" + days}, "/api/v1/tries": {""},
		"/api/v1/tries/:id/versions": {"/api/v1/tries/1/versions", "/api/v1/tries/2/versions", "/api/v1/tries/3/versions"}, "/holidays": {"/holidays"},
		"/members": {"/members", "/members?of=growth&event=check_in&kind=active&bucket=2026-09-10"}, "/members.csv": {"/members.csv"}, "/valued": {"/valued", "/valued?format=csv&list=heavy"}, "/members.xlsx": {"/members.xlsx"},
		"/members/:member": {"/members/m000", "/members/m001", "/members/m002", "/members/m003", "/members/m007?format=csv", "/members/" + outsideMark},
		"/notes":           {"/notes", "/notes?day=2026-09-05"}, "/alerts": {"/alerts"}, "/alerts/:id": {"/alerts/1", "/alerts/2", "/alerts/3"},
		"/api/v1/alerts": {""}, "/api/v1/backtest": {"?rule=above&metric=joins&limit=2", "?rule=above&metric=followers_gained&limit=2"},
		"/api/v1/firings": {"", "?alert=1", "?alert=2"}, "/plan": {"/plan"},
		"/plan/target": {"/plan/target?metric=joins&scope=&from=2026-09-01&to=2026-09-30", "/plan/target?metric=joins&scope=channel:alpha%3Bgroup:north&from=2026-09-01&to=2026-09-30"},
		"/tries":       {"/tries"}, "/tries/:id": {"/tries/1", "/tries/2", "/tries/3"},
		"/provenance": {"/provenance?metric=joins&" + days, "/provenance?metric=roi&" + days, "/provenance?page=retention&panel=triangle&" + days},
		"/explore": {"/explore?explore.type=line&explore.metric=joins&explore.by=channel&" + days, "/explore?explore.type=retention&retention.start=join&retention.by=group&" + days,
			"/explore?explore.type=funnel&funnel.steps=join,speak&" + days, "/explore?explore.type=at_risk&" + days, "/explore?explore.type=groups&" + days,
			"/explore.csv?panel=question&explore.type=table&explore.metrics=joins&explore.by=city&" + days},
		"/why":    {"/why", "/why?metric=joins&by=channel&" + days, "/why?metric=cost&by=campaign&" + days},
		"/boards": {"/boards"}, "/boards/:id": {"/boards/1"}, "/boards/pin": {"/boards/pin?page=overview&panel=trend"}, "/settings": {"/settings"}, // one's own
		// Closed to those with a rule, whole:
		"/imports": {"/imports"}, "/api/v1/imports": {""}, "/unassigned": {"/unassigned"}, "/api/v1/unassigned": {""}, "/api/v1/merges": {""}, "/api/v1/channel-rules": {""},
		"/api/v1/contacts": {"?q=m0", "?member=m000,m002"}, "/api/v1/follow-ups": {"?member=m000"},
		"/api/v1/tries/:id/members": {"/api/v1/tries/1/members"}, "/reports": {"/reports"}, "/reports/restated": {"/reports/restated"}, "/api/v1/published": {""}, "/reports/:id": {"/reports/1"}, "/reports/:id/file": {"/reports/1/file"},
		"/reports/:id/workbook": {"/reports/1/workbook"}, "/api/v1/reports": {""}, "/api/v1/reports/:id": {"/api/v1/reports/1"}, "/api/v1/commitments": {""},
	}
	var out []string
	for r, role := range s.routed {
		if r.method != "GET" || role > Viewer || role == Public {
			continue
		}
		forms, there := asks[r.path]
		if r.path != "/:page" && !there {
			t.Errorf("%s is open to viewers and not asked here", r.path)
		}
		for _, q := range forms {
			switch {
			case q == "HEAD":
			case strings.HasPrefix(q, "/"):
				out = append(out, q)
			default:
				out = append(out, r.path+q)
			}
		}
	}
	catalog, _ := s.Catalog.Current()
	for _, p := range catalog.Pages {
		for _, q := range []string{"", "&f.channel=gamma&lang=zh", "&f.channel=!alpha", "&f.group=!north&compare=none"} {
			out = append(out, "/"+p.Name+"?"+days+q)
		}
		for _, panel := range p.Panels {
			out = append(out, "/"+p.Name+[]string{".csv", ".xlsx"}[len(out)%2]+"?panel="+panel.ID+"&"+days)
		}
	}
	return out
}

// changesOf is how many changes the record had when a target was set: more where more
// files came.
var changesOf = regexp.MustCompile(`"version":\d+`)

func told(t *testing.T, w *httptest.ResponseRecorder) string {
	t.Helper()
	return changesOf.ReplaceAllString(text(t, w), "")
}

// Somebody with a rule can find no difference between worlds that differ only in what
// the rule does not let through, wherever they look: not in a figure, a name, an
// error, a menu or the answer that something is not there.
func TestNothingOutsideARuleShows(t *testing.T) {
	sweep(t)
	for name, rule := range map[string]ops.RowRule{
		"channels": {Channels: []string{"alpha", "beta"}}, "a group": {Groups: []string{"north"}}, "both": {Channels: []string{"alpha"}, Groups: []string{"north"}},
	} {
		t.Run(name, func(t *testing.T) {
			var worlds []*site
			var readers, analysts, all []*visitor
			for variant := range 3 {
				x := newRuledWorld(t, ruledWorld{rule: rule, variant: variant})
				worlds = append(worlds, x)
				readers = append(readers, x.ruled(t, "rea", Viewer, rule))
				analysts = append(analysts, x.ruled(t, "ana", Analyst, rule))
				v, _ := x.as(t, "vic", Viewer)
				all = append(all, v)
			}
			differ, answered, refused := 0, 0, 0
			for _, path := range everywhere(t, worlds[0].Server) {
				for _, who := range [][]*visitor{readers, analysts} {
					first := who[0].get(path)
					a := told(t, first)
					for n, other := range who[1:] {
						if b := told(t, other.get(path)); a != b {
							t.Errorf("%s differs from world %d:\n%s", path, n+1, difference(a, b))
						}
					}
					if strings.Contains(a, outsideMark) && !strings.Contains(path, outsideMark) {
						t.Errorf("%s names what is outside: %.300s", path, a[strings.Index(a, outsideMark):])
					}
					switch {
					case first.Code == http.StatusOK:
						answered++
					case first.Code >= 500:
						t.Errorf("%s: %d %s", path, first.Code, first.Body)
					case strings.Contains(a, "not_in_your_rows"), strings.Contains(a, "whole_record"):
						refused++
					}
				}
				if text(t, all[0].get(path)) != text(t, all[1].get(path)) {
					differ++
				}
			}
			if differ < 60 || answered < 150 || refused < 5 {
				t.Errorf("others find %d differences; those with a rule had %d answers and %d refusals", differ, answered, refused)
			}
		})
	}
}
