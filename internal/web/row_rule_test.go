package web

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"daybreak/internal/auth"
	"daybreak/internal/ops"
)

func alphaAndBeta() ops.RowRule { return ops.RowRule{Channels: []string{"alpha", "beta"}} }

// figures leaves out notes: when data begins is said of the rows that are seen.
var figures = regexp.MustCompile(`"notes":\[.*\]`)

// What somebody with a rule is answered is what an administrator is answered who asks
// with the same filter, number by number.
func TestARuleIsAFilterThatStays(t *testing.T) {
	for _, c := range []struct {
		rule   ops.RowRule
		filter string
		from   string // from the first of these rows on: before it the figures are not known
	}{
		{alphaAndBeta(), "&filter=channel:alpha&filter=channel:beta", "from=2026-09-01"}, {ops.RowRule{Groups: []string{"north"}}, "&filter=group:north", "from=2026-09-01"},
		{ops.RowRule{Channels: []string{"beta"}, Groups: []string{"south"}}, "&filter=channel:beta&filter=group:south", "from=2026-09-03"},
	} {
		x := newRuledWorld(t, ruledWorld{rule: c.rule, same: true})
		days := c.from + "&to=2026-09-20"
		ruled := x.ruled(t, "rea", Viewer, c.rule)
		admin, _ := x.as(t, "ada", Admin)
		questions := []string{"metrics?metrics=joins,check_ins,revenue,active_members,orders,aov&by=channel&grain=day&", "metrics?metrics=joins,revenue&by=city,group&",
			"metrics?metrics=check_ins&grain=week&compare=previous&", "retention?", "retention?cohort=join&by=city&",
			"retention?start=join&return=check_in&period=week&", "growth?", "growth?period=week&", "active?", "stickiness?", "challenge?length=3&", "streaks?",
			"funnel?steps=join,speak,check_in&window=7d&", "stages?stages=join,speak&by=city&", "companions?kinds=speak&return=check_in&", "times?event=check_in&",
			"members?of=metric&metric=joins&", "members?of=growth&event=check_in&kind=active&bucket=2026-09-10&"}
		if len(c.rule.Groups) == 0 { // money has none
			questions = append(questions, "metrics?metrics=cost,clicks&by=campaign&grain=day&", "metrics?metrics=cost&by=platform&compare=weekdays&",
				"metrics?metrics=other_cost&by=kind&")
		}
		for _, q := range questions {
			path := "/api/v1/" + q
			if !strings.Contains(q, "bucket") {
				path += days
			}
			got, want := ruled.get(path), admin.get(path+c.filter)
			if got.Code != http.StatusOK || want.Code != http.StatusOK {
				t.Errorf("%s: %d and %d %.200s", path, got.Code, want.Code, want.Body)
				continue
			}
			if a, b := figures.ReplaceAllString(got.Body.String(), ""), figures.ReplaceAllString(want.Body.String(), ""); a != b {
				t.Errorf("%v: %s is not what the filter gives:\n%s", c.rule, path, difference(a, b))
			}
			if all := admin.get(path).Body.String(); all == got.Body.String() {
				t.Errorf("%v: %s is what everybody sees", c.rule, path)
			}
		}
	}
}

// What cannot be told apart is refused with a sentence, in both languages, and is
// nowhere 0.
func TestWhatIsNotYoursIsRefused(t *testing.T) {
	x := newRuledWorld(t, ruledWorld{rule: alphaAndBeta()})
	v := x.ruled(t, "rea", Viewer, alphaAndBeta())
	const days = "from=2026-09-01&to=2026-09-20"
	for path, code := range map[string]ops.Code{"/api/v1/metrics?metrics=followers_gained&" + days: "not_in_your_rows", "/api/v1/posts?" + days: "not_in_your_rows",
		"/api/v1/metrics?metrics=joins,followers_gained&" + days: "not_in_your_rows", "/api/v1/backtest?rule=above&metric=followers_gained&limit=1": "not_in_your_rows",
		"/api/v1/imports": "whole_record", "/api/v1/unassigned": "whole_record", "/api/v1/merges": "whole_record", "/api/v1/channel-rules": "whole_record"} {
		if w := v.get(path); w.Code != http.StatusForbidden && w.Code != http.StatusBadRequest || codeOf(t, w) != code {
			t.Errorf("%s: %d %s, want %s", path, w.Code, w.Body, code)
		}
	}
	page := v.get("/content?" + days).Body.String()
	if !strings.Contains(page, "not told apart by channel") || strings.Contains(page, "imported") || strings.Contains(page, "1970") {
		t.Errorf("the page of followers and posts says %.3000s", page)
	}
	v.lang = "zh"
	if w := v.get("/imports?lang=zh"); w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), "这里涉及全部数据") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if page := v.get("/overview?lang=zh&" + days).Body.String(); !strings.Contains(page, "您可看：渠道 alpha、beta") || strings.Contains(page, `href="/imports`) ||
		strings.Contains(page, `href="/unassigned`) {
		t.Error("the page does not say which rows it is about, or leads to what is closed")
	}
}

// Nobody is sent what was made for somebody else, nor told that they have it already.
func TestRulesShareNoAnswers(t *testing.T) {
	x := newRuledWorld(t, ruledWorld{rule: alphaAndBeta()})
	who := []*visitor{x.ruled(t, "rea", Viewer, alphaAndBeta()), x.ruled(t, "gam", Viewer, ops.RowRule{Channels: []string{"gamma"}})}
	vic, _ := x.as(t, "vic", Viewer)
	who = append(who, vic)
	for _, path := range []string{"/overview?from=2026-09-01&to=2026-09-20", "/overview.csv?panel=" + firstPanel(x, "overview"), "/members.csv", "/plan",
		"/overview.svg?panel=" + firstPanel(x, "overview"), "/overview.png?width=300&panel=" + firstPanel(x, "overview"), "/tries", "/alerts", "/members",
		"/api/v1/metrics?metrics=joins&by=channel&from=2026-09-01&to=2026-09-20", "/api/v1/findings"} {
		var first []string
		for range 2 { // made, then kept
			for n, v := range who {
				w := v.get(path)
				body := text(t, w)
				if len(first) <= n {
					for _, other := range first {
						if body == other && w.Code == http.StatusOK && !strings.HasSuffix(path, "findings") {
							t.Errorf("%s: reader %d was sent what another was", path, n)
						}
					}
					first = append(first, body)
				} else if body != first[n] {
					t.Errorf("%s: reader %d sees something else the second time", path, n)
				}
				for m, other := range who {
					r := httptest.NewRequest("GET", path, nil)
					r.Header.Set("If-None-Match", w.Header().Get("ETag"))
					if again := other.do(r); m != n && again.Code == http.StatusNotModified {
						t.Errorf("%s: reader %d is told that they have what %d was sent", path, m, n)
					}
				}
			}
		}
	}
}

// firstPanel is the id of the first panel of a page.
func firstPanel(x *site, page string) string {
	catalog, _ := x.Catalog.Current()
	p, _ := catalog.Page(page)
	return p.Panels[0].ID
}

// A key sees no more than whoever made it sees now, and a key or link may be given
// less still.
func TestKeysAndLinksSeeNoMore(t *testing.T) {
	x := newRuledWorld(t, ruledWorld{rule: alphaAndBeta()})
	v := x.ruled(t, "rea", Viewer, alphaAndBeta())
	u, _, err := x.store.Accounts().UserNamed(t.Context(), "rea")
	if err != nil {
		t.Fatal(err)
	}
	const question = "/api/v1/metrics?metrics=joins&by=channel&from=2026-09-01&to=2026-09-20"
	key := func(rows ops.RowRule, owner int64) string {
		secret, hash := auth.NewToken(auth.TokenPrefix)
		if err := x.store.Accounts().AddToken(t.Context(), hash, ops.Token{Name: "bi", Role: Viewer, Owner: owner, Rows: rows}); err != nil {
			t.Fatal(err)
		}
		return secret
	}
	sees := func(token string) (out []string) {
		body := x.api(t, "GET", question, token, "", "").Body.String()
		for _, c := range []string{"alpha", "beta", "gamma"} {
			if strings.Contains(body, `"`+c+`"`) {
				out = append(out, c)
			}
		}
		return out
	}
	own, less := key(ops.RowRule{}, u.ID), key(ops.RowRule{Channels: []string{"beta", "gamma"}}, u.ID)
	apart, free := key(ops.RowRule{Channels: []string{"gamma"}}, u.ID), key(ops.RowRule{}, 0)
	for name, c := range map[string]struct {
		token string
		want  []string
	}{"its owner's": {own, []string{"alpha", "beta"}}, "less": {less, []string{"beta"}}, "nothing in common": {apart, nil},
		"no owner": {free, []string{"alpha", "beta", "gamma"}}} {
		if got := sees(c.token); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
	if w := v.get("/overview"); !strings.Contains(w.Body.String(), "You see: Channel alpha, beta") {
		t.Error("the page does not say which rows it is about")
	}
	if err := x.store.Accounts().SetRows(t.Context(), u.ID, ops.RowRule{Channels: []string{"gamma"}}); err != nil {
		t.Fatal(err)
	}
	if got := sees(own); !slices.Equal(got, []string{"gamma"}) {
		t.Errorf("after the rule changed the key sees %v", got)
	}
	secret, hash := auth.NewToken("")
	share := ops.Share{Page: "channels", Query: "from=2026-09-01&to=2026-09-20", Owner: u.ID, Rows: ops.RowRule{Channels: []string{"gamma", "beta"}},
		Expires: x.now.AddDate(0, 0, 9)}
	if err := x.store.Accounts().AddShare(t.Context(), hash, share); err != nil {
		t.Fatal(err)
	}
	page := x.visitor(t).get("/s/" + secret).Body.String()
	if !strings.Contains(page, "gamma") || strings.Contains(page, "alpha") || strings.Contains(page, ">beta<") {
		t.Error("a link shows other rows than its maker and itself may")
	}
	ada, _ := x.as(t, "ada", Admin)
	if w := ada.get("/s/" + secret); strings.Contains(w.Body.String(), "alpha") {
		t.Error("a link shows an administrator more than others")
	}
}

// An administrator says which rows somebody sees, who is then no editor; a line of
// the audit log tells it. What names no rows is refused, and nothing is changed.
func TestRulesAreSetOnThePage(t *testing.T) {
	x := newRuledWorld(t, ruledWorld{rule: alphaAndBeta()})
	ada, _ := x.as(t, "ada", Admin)
	bo, u := x.as(t, "bo", Viewer)
	path := fmt.Sprint("/users/", u.ID)
	post := func(where string, fields ...string) *httptest.ResponseRecorder {
		return ada.post(path+where, append(fields, "confirm", goodPassword)...)
	}
	if w := post("/rows", "channel", "nobody"); w.Code != http.StatusUnprocessableEntity ||
		!strings.Contains(w.Body.String(), "There is no channel nobody in the record.") {
		t.Errorf("a channel that is not there: %d %s", w.Code, w.Body)
	}
	if w := ada.post(path+"/rows", "channel", "alpha", "confirm", "wrong"); w.Code != http.StatusForbidden {
		t.Errorf("without the password: %d", w.Code)
	}
	if w := post("/rows", "channel", "ALPHA", "group", "north"); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if page := bo.get("/overview").Body.String(); !strings.Contains(page, "You see: Channel ALPHA · Group north") {
		t.Error("the rule does not hold from the next request on")
	}
	if w := post("/role", "role", "editor"); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "editors and administrators write for all") {
		t.Errorf("an editor with a rule: %d %s", w.Code, w.Body)
	}
	if w := post("/role", "role", "analyst"); w.Code != http.StatusSeeOther {
		t.Errorf("an analyst with a rule: %d %s", w.Code, w.Body)
	}
	added := func(fields ...string) *httptest.ResponseRecorder {
		return ada.post("/users", append(fields, "name", "cy", "password", goodPassword, "confirm", goodPassword)...)
	}
	if w := added("role", "editor", "channel", "alpha"); w.Code != http.StatusConflict {
		t.Errorf("a new editor with a rule: %d", w.Code)
	}
	if w := added("role", "viewer", "group", "south"); w.Code != http.StatusSeeOther {
		t.Errorf("a new viewer with a rule: %d %s", w.Code, w.Body)
	}
	cy, _, err := x.store.Accounts().UserNamed(t.Context(), "cy")
	if err != nil || !slices.Equal(cy.Rows.Groups, []string{"south"}) {
		t.Errorf("%+v %v", cy, err)
	}
	if w := post("/rows"); w.Code != http.StatusSeeOther {
		t.Errorf("all rows again: %d", w.Code)
	}
	if page := bo.get("/overview").Body.String(); strings.Contains(page, "You see:") {
		t.Error("the rule holds after it was taken away")
	}
	log, err := x.store.Accounts().Audit(t.Context(), 50, 0)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, e := range log {
		if e.Action == ops.ActUserRows {
			lines = append(lines, e.Object+": "+e.Before+" → "+e.After)
		}
	}
	want := []string{"bo: channel ALPHA; group north → all rows", "cy: all rows → group south", "bo: all rows → channel ALPHA; group north"}
	if !slices.Equal(lines, want) {
		t.Errorf("audit: %q, want %q", lines, want)
	}
}

// Names that were merged are one: a rule of the old name is one of the name kept.
func TestRulesFollowMerges(t *testing.T) {
	x := newRuledWorld(t, ruledWorld{rule: alphaAndBeta()})
	v := x.ruled(t, "rea", Viewer, ops.RowRule{Channels: []string{"alpha"}})
	const question = "/api/v1/metrics?metrics=joins&by=channel&from=2026-09-01&to=2026-09-20"
	before := v.get(question).Body.String()
	token := x.token(t, "mer", Editor)
	if w := x.api(t, "POST", "/api/v1/merges", token, "application/json", `{"dimension":"channel","name":"alpha","kept":"gamma"}`); w.Code != http.StatusCreated {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	after := v.get(question).Body.String()
	if strings.Contains(after, `"alpha"`) || !strings.Contains(after, `"gamma"`) || after == before {
		t.Errorf("after alpha became gamma: %s", after)
	}
	ada, _ := x.as(t, "ada", Admin)
	if want := ada.get(question + "&filter=channel:gamma").Body.String(); after != want {
		t.Errorf("not what the filter gives:\n%s", difference(after, want))
	}
}

// A stream ends when the rule of whoever listens changes.
func TestStreamsEndWithTheRule(t *testing.T) {
	x := newRuledWorld(t, ruledWorld{rule: alphaAndBeta()})
	v := x.ruled(t, "rea", Viewer, alphaAndBeta())
	u, _, err := x.store.Accounts().UserNamed(t.Context(), "rea")
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(x.Server)
	defer server.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, server.URL+"/stream?of=%2Fcheckins", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Host = x.hosts[0]
	for name, value := range v.cookies {
		req.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	resp, err := server.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	lines := bufio.NewScanner(resp.Body)
	if !lines.Scan() || lines.Text() != "event: live" {
		t.Fatalf("%d: the stream begins with %q", resp.StatusCode, lines.Text())
	}
	if err := x.store.Accounts().SetRows(t.Context(), u.ID, ops.RowRule{Channels: []string{"gamma"}}); err != nil {
		t.Fatal(err)
	}
	for lines.Scan() {
	}
	if ctx.Err() != nil {
		t.Error("the stream goes on with the rows of before")
	}
}
