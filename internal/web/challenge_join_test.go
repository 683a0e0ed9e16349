package web

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"daybreak/internal/i18n"
	"daybreak/internal/ops"
	"daybreak/internal/web/community"
)

// TestInvitationsCreditTheInviter joins by a group's link and by a member's.
func TestInvitationsCreditTheInviter(t *testing.T) {
	x, ed := newChallengeSite(t)
	c := x.challenge(t, ed)
	for _, name := range []string{"North", "South"} {
		if w := ed.post("/challenges/1/groups", "name", name, "channel", "zhihu"); w.Code != http.StatusSeeOther {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
	}
	groups, err := x.store.Community().ChallengeGroups(t.Context(), c.ID)
	if err != nil || len(groups) != 2 || !strings.Contains(ed.get("/challenges/1").Body.String(), "http://example.com/c/early?join="+groups[0].Code) {
		t.Fatal(groups, err)
	}
	x.at(t, time.September, 7, 6, 0)
	text := &i18n.In(i18n.En).CheckIn
	ann := x.joins(t, "Ann", groups[0].Code)
	code := invited(t, ann.get("/c/early").Body.String())
	if page := x.visitor(t).get("/c/early?join=" + code).Body.String(); !strings.Contains(page, fmt.Sprintf(text.Invited, "Ann")) ||
		!strings.Contains(page, fmt.Sprintf(text.InGroup, "North")) || !strings.Contains(page, `value="`+code+`"`) {
		t.Errorf("the invitation shows\n%s", page)
	}
	bo := x.joins(t, "Bo", code)
	x.joins(t, "Cy", groups[1].Code)
	x.joins(t, "Dee", "")
	bo.follow("/c/early/check-in")
	x.at(t, time.September, 8, 6, 0)
	bo.follow("/c/early/check-in")
	ann.follow("/c/early/check-in")
	x.at(t, time.September, 8, 6, 5)
	for who, want := range map[*visitor][]string{ann: {"1 Bo 2 2", "*2 Ann 1 1"}, bo: {"*1 Bo 2 2", "2 Ann 1 1"}} {
		if got := leaders(who.get("/c/early").Body.String()); !slices.Equal(got, want) {
			t.Errorf("leaderboard %q, want %q", got, want)
		}
	}
	tokens, err := x.store.Community().CheckInTokens(t.Context(), c.ID)
	if err != nil || len(tokens) != 4 {
		t.Fatal(tokens, err)
	}
	id := map[string]string{}
	for _, m := range tokens {
		id[m.Name] = m.Member
	}
	var joins []string
	r, _ := ops.RecordNamed("events")
	err = x.store.Read(t.Context(), "events", ops.Range{From: ops.MinDay, To: ops.MaxDay}, func(b *ops.Rows) error {
		cell := func(name string, i int) string { return b.Text(r.Column(name), i) }
		for i := range b.Len() {
			if cell("event", i) == "join" {
				joins = append(joins, strings.Join([]string{cell("member", i), cell("group", i), cell("channel", i), cell("invited_by", i)}, "|"))
			}
		}
		return nil
	})
	want := []string{id["Ann"] + "|North|zhihu|", id["Bo"] + "|North|invitations|" + id["Ann"], id["Cy"] + "|South|zhihu|", id["Dee"] + "|||"}
	slices.Sort(joins)
	slices.Sort(want)
	if err != nil || !slices.Equal(joins, want) {
		t.Errorf("joins\n%q, want\n%q", joins, want)
	}
	ed.signIn("ed")
	// The figures say the same: four enrolled on day 1; by first check-ins Bo is
	// in on day 1 and Ann late. Ann invited one, two were active in the week.
	program := x.token(t, "figures", Viewer)
	for path, want := range map[string]string{
		"/api/v1/challenge?challenge=early&enrol=enrol&start=2026-09-07&length=10":                      `"enrolled":4`,
		"/api/v1/challenge?challenge=early&start=2026-09-07&length=10":                                  `"enrolled":1,"late":1`,
		"/api/v1/invitations?from=2026-09-07&to=2026-09-08&event=check_in":                              `"invited":1,"active":2`,
		"/api/v1/metrics?metrics=check_ins&by=group&grain=day&from=2026-09-07&to=2026-09-08&format=csv": "North",
	} {
		if w := x.api(t, "GET", path, program, "", ""); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
	// A renewed group link and a revoked member's invitation end.
	if w := ed.post(fmt.Sprintf("/challenges/1/groups/%d/renew", groups[0].ID)); w.Code != http.StatusSeeOther {
		t.Fatal(w.Code)
	}
	for _, m := range tokens {
		if m.Name == "Ann" {
			if w := ed.post(fmt.Sprintf("/challenges/1/links/%d/revoke", m.ID)); w.Code != http.StatusSeeOther {
				t.Fatal(w.Code)
			}
		}
	}
	if w := ed.post("/challenges/1", "title", "", "start", "2026-09-07", "length", "10", "grace", "60", "make_up",
		"2"); w.Code != http.StatusSeeOther { // not open any more
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	for _, old := range []string{groups[0].Code, code, "", "nothing"} {
		if page := x.visitor(t).get("/c/early?join=" + old).Body.String(); !strings.Contains(page, text.NeedInvitation) || strings.Contains(page, "/join\"") {
			t.Errorf("the code %q still lets in", old)
		}
		if w := x.visitor(t).post("/c/early/join", "name", "Eve", "code", old); w.Code != http.StatusForbidden {
			t.Errorf("joining with %q: %d", old, w.Code)
		}
	}
	if w := ann.post("/c/early/check-in"); w.Code != http.StatusForbidden {
		t.Errorf("a revoked link checks in: %d", w.Code)
	}
	if page := ann.get("/c/early").Body.String(); strings.Contains(page, "Hello, Ann") {
		t.Error("a revoked link still shows the member's page")
	}
}

func TestNicknames(t *testing.T) {
	x, ed := newChallengeSite(t)
	x.challenge(t, ed)
	for _, bad := range []string{"", " ", "\u3000", "a\u202eb", "a\u200bb", "a\nb", "a\x00b", "\u3164", "\u2066x", "\ufeff", "\u0301", "a\u2028b",
		strings.Repeat("长", 25), "\xff"} {
		if w := x.visitor(t).post("/c/early/join", "name", bad, "code", ""); w.Code != http.StatusUnprocessableEntity {
			t.Errorf("%q: %d", bad, w.Code)
		}
	}
	for i, good := range []string{"小满", "مريم", "Zoë", strings.Repeat("长", 24), "🌅", hostile[:24], "<b>&amp;"} {
		v := x.visitor(t)
		v.remote = fmt.Sprintf("192.0.2.%d:1", 10+i)
		if w := v.post("/c/early/join", "name", good, "code", ""); w.Code != http.StatusSeeOther {
			t.Errorf("%q: %d", good, w.Code)
			continue
		}
		x.at(t, time.September, 8, 6, i)
		ed.signIn("ed")
		for _, page := range []string{v.get("/c/early").Body.String(), ed.get("/challenges/1").Body.String()} {
			if strings.Contains(page, "<b>&amp;<") || strings.Contains(page, "<script") && strings.Contains(page, "<script>alert") ||
				strings.Contains(page, "<i>10</i>") {
				t.Errorf("%q is markup", good)
			}
		}
	}
	// The second of the same name is another member.
	a, b := x.joins(t, "Ann", ""), x.joins(t, "Ann", "")
	if a.cookies["c1"] == b.cookies["c1"] {
		t.Error("two members share a link")
	}
}

func TestJoiningIsLimitedByAddress(t *testing.T) {
	x, ed := newChallengeSite(t)
	x.challenge(t, ed)
	for i := range community.JoinsPerAddress {
		x.joins(t, fmt.Sprintf("n%d", i), "")
	}
	w := x.visitor(t).post("/c/early/join", "name", "more", "code", "")
	if w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") != "600" {
		t.Errorf("%d %s", w.Code, w.Header())
	}
	elsewhere := x.visitor(t)
	elsewhere.remote = "192.0.2.77:1"
	if w := elsewhere.post("/c/early/join", "name", "more", "code", ""); w.Code != http.StatusSeeOther {
		t.Errorf("from elsewhere: %d", w.Code)
	}
	// The page stays small however many there are, and shows one's own rank.
	x.at(t, time.September, 8, 6, 0)
	page := elsewhere.get("/c/early").Body.String()
	lines := leaders(page)
	if len(lines) != boardLines && len(lines) != boardLines+1 || !slices.ContainsFunc(lines, func(s string) bool { return strings.HasPrefix(s, "*1 more") }) {
		t.Errorf("%q", lines)
	}
}
