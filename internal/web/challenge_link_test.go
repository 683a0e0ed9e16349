package web

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"daybreak/internal/auth"
	"daybreak/internal/ops"
)

// TestPersonalLinks opens, keeps, replaces and forgets them.
func TestPersonalLinks(t *testing.T) {
	x, ed := newChallengeSite(t)
	x.challenge(t, ed)
	if w := ed.post("/challenges", "title", "Other", "slug", "other", "start", "", "length", "5", "grace", "0", "make_up", "0", "open",
		"1"); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	x.at(t, time.September, 7, 6, 0)
	ed.signIn("ed")
	link := ed.shown(ed.post("/challenges/1/links", "member", "ann-7", "name", "Ann"))
	secret, ok := strings.CutPrefix(link, "http://example.com/c/early/")
	if !ok || !strings.HasPrefix(secret, auth.CheckInPrefix) {
		t.Fatalf("the link is %q", link)
	}
	if strings.Contains(ed.get("/challenges/1").Body.String(), secret) {
		t.Error("the link is shown twice")
	}
	v := x.visitor(t)
	w := v.get("/c/early/" + secret)
	cookie := w.Result().Cookies()
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/c/early" || len(cookie) != 1 || !cookie[0].HttpOnly ||
		cookie[0].SameSite != http.SameSiteLaxMode || cookie[0].Value != secret {
		t.Fatalf("%d %v", w.Code, w.Header())
	}
	if w.Header().Get("Referrer-Policy") != "no-referrer" || w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("%v", w.Header())
	}
	page := v.get("/c/early")
	if !strings.Contains(page.Body.String(), "Hello, Ann") || !strings.Contains(page.Body.String(), link) {
		t.Error("the page does not know whose it is")
	}
	h := page.Header()
	if h.Get("Referrer-Policy") != "same-origin" || h.Get("Cache-Control") != "no-store" || h.Get("Content-Security-Policy") != scriptless ||
		!strings.Contains(h.Get("X-Robots-Tag"), "noindex") {
		t.Errorf("%v", h)
	}
	v.follow("/c/early/check-in")
	// A second enrolment stays the first; joining elsewhere keeps the member.
	if w := v.post("/c/early/join", "name", "Annie", "code", ""); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/c/early" {
		t.Errorf("a second enrolment: %d %s", w.Code, w.Header())
	}
	if w := v.post("/c/other/join", "name", "Annie", "code", ""); w.Code != http.StatusSeeOther {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	x.secrets = append(x.secrets, v.cookies["c2"])
	for challenge, want := range map[int64]string{1: "ann-7 Ann", 2: "ann-7 Annie"} {
		all, err := x.store.Community().CheckInTokens(t.Context(), challenge)
		if err != nil || len(all) != 1 || all[0].Member+" "+all[0].Name != want {
			t.Errorf("challenge %d: %+v %v", challenge, all, err)
		}
	}
	// Whatever is no link of this challenge is not there, and looks alike.
	other := v.cookies["c2"]
	for _, path := range []string{"/c/early/" + other, "/c/other/" + secret, "/c/early/" + secret[:len(secret)-1], "/c/early/" + secret + "x",
		"/c/early/" + strings.ToUpper(secret), "/c/early/x",
		"/c/nothing", "/c/EARLY", "/c/1", "/c/nothing/" + secret, "/c/early/" + strings.Repeat("x", 9000)} {
		eve := x.visitor(t)
		if w := eve.get(path); w.Code != http.StatusNotFound || len(eve.cookies) > 0 {
			t.Errorf("%.60s: %d %v", path, w.Code, eve.cookies)
		}
	}
	eve := x.visitor(t)
	eve.cookies["c1"] = other
	for _, path := range []string{"/c/early/check-in", "/c/early/make-up"} {
		if w := eve.post(path); w.Code != http.StatusForbidden {
			t.Errorf("%s with the link of another challenge: %d", path, w.Code)
		}
	}
	if strings.Contains(eve.get("/c/early").Body.String(), "Annie") {
		t.Error("the link of another challenge shows a member")
	}
	// An API token for all is no personal link.
	// A new link ends the old one and keeps invitation, name and days.
	code := invited(t, v.get("/c/early").Body.String())
	all, _ := x.store.Community().CheckInTokens(t.Context(), 1)
	again := ed.shown(ed.post(fmt.Sprintf("/challenges/1/links/%d/renew", all[0].ID)))
	if strings.Contains(v.get("/c/early").Body.String(), "Hello, Ann") {
		t.Error("the old link still works")
	}
	v.get(strings.TrimPrefix(again, "http://example.com"))
	if body := v.get("/c/early").Body.String(); !strings.Contains(body, "Hello, Ann") || invited(t, body) != code || stats(body) != "1 1 1" {
		t.Error("the new link does not lead to the same member")
	}
	if w := v.post("/c/early/forget"); w.Code != http.StatusSeeOther || v.cookies["c1"] != "" {
		t.Errorf("%d %v", w.Code, v.cookies)
	}
	for _, path := range []string{fmt.Sprintf("/challenges/2/links/%d/revoke", all[0].ID+2), "/challenges/1/links/99/revoke", "/challenges/9",
		"/challenges/9/close", "/challenges/x"} {
		if w := ed.post(path, "title", "x", "slug", "", "start", "", "length", "5", "grace", "0", "make_up", "0"); path != "/challenges/2/links/2/revoke" &&
			w.Code != http.StatusNotFound && w.Code != http.StatusBadRequest {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}

func TestSecureCookieOverHTTPS(t *testing.T) {
	x := newSite(t, func(c *Config) { c.HTTPS = true })
	ed, _ := x.as(t, "ed", Editor)
	if w := ed.post("/challenges", "title", "Own", "slug", "early", "start", "", "length", "5", "grace", "0", "make_up", "0", "open",
		"1"); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	w := x.visitor(t).post("/c/early/join", "name", "Ann", "code", "")
	c := w.Result().Cookies()
	if len(c) != 1 || c[0].Name != "__Host-c1" || !c[0].Secure || !c[0].HttpOnly || c[0].Path != "/" || c[0].Domain != "" {
		t.Errorf("%v", c)
	}
}

// Other sites cannot make a member's browser do anything (S8).
func TestMemberFormsComeFromTheSite(t *testing.T) {
	x, ed := newChallengeSite(t)
	x.challenge(t, ed)
	x.at(t, time.September, 8, 6, 0)
	v := x.joins(t, "Ann", "")
	for _, path := range []string{"/c/early/check-in", "/c/early/make-up", "/c/early/join", "/c/early/forget"} {
		for _, headers := range [][2]string{{"Origin", "https://evil.example"}, {"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"", ""}} {
			r := v.form(path, "day", "2026-09-07")
			r.Header.Del("Origin")
			if headers[0] != "" {
				r.Header.Set(headers[0], headers[1])
			}
			if w := v.do(r); w.Code != http.StatusForbidden {
				t.Errorf("%s with %v: %d", path, headers, w.Code)
			}
		}
	}
	if got := marksOf(v.get("/c/early").Body.String()); got != "mOccccrccc" {
		t.Errorf("the calendar is %s", got)
	}
}

// TestLinksForMany makes personal links for a pasted list.
func TestLinksForMany(t *testing.T) {
	x, ed := newChallengeSite(t)
	x.challenge(t, ed)
	if w := ed.post("/challenges/1/groups", "name", "North", "channel", ""); w.Code != http.StatusSeeOther {
		t.Fatal(w.Code)
	}
	x.at(t, time.September, 7, 6, 0)
	ed.signIn("ed")
	export := func(list, group string) *httptest.ResponseRecorder {
		t.Helper()
		return ed.post("/challenges/1/links.csv", "members", list, "group", group)
	}
	rows := func(w *httptest.ResponseRecorder) [][]string {
		t.Helper()
		all, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(w.Body.String(), "\ufeff"))).ReadAll()
		if w.Code != http.StatusCreated || err != nil || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/csv") ||
			!strings.Contains(w.Header().Get("Content-Disposition"), "attachment") {
			t.Fatalf("%d %v %v %s", w.Code, w.Header(), err, w.Body)
		}
		for _, r := range all[1:] {
			x.secrets = append(x.secrets, r[3][strings.LastIndex(r[3], "/")+1:])
		}
		return all
	}
	first := rows(export("m1, 小满\r\n\r\nm2\n=cmd|' /c'!A1\tEve，\n", "North"))
	if len(first) != 4 || !slices.Equal(first[1][:3], []string{"m1", "小满", "North"}) || !slices.Equal(first[2][:3], []string{"m2", "m2", "North"}) ||
		first[3][0] != "'=cmd|' /c'!A1" {
		t.Fatalf("%q", first)
	}
	v := x.visitor(t)
	if w := v.get(strings.TrimPrefix(first[1][3], "http://example.com")); w.Code != http.StatusSeeOther || !strings.Contains(v.get("/c/early").Body.String(),
		"Hello, 小满") {
		t.Errorf("the link does not work: %d", w.Code)
	}
	again := rows(export("m1\nm3", ""))
	if len(again) != 3 || !slices.Equal(again[1][:3], []string{"m1", "小满", "North"}) || again[1][3] == first[1][3] {
		t.Errorf("%q", again)
	}
	if w := v.post("/c/early/check-in"); w.Code != http.StatusForbidden {
		t.Errorf("the replaced link checks in: %d", w.Code)
	}
	// Each enrolled once.
	counts := map[string]int{}
	r, _ := ops.RecordNamed("events")
	err := x.store.Read(t.Context(), "events", ops.Range{From: ops.MinDay, To: ops.MaxDay}, func(b *ops.Rows) error {
		for i := range b.Len() {
			counts[b.Text(r.Column("event"), i)+" "+b.Text(r.Column("member"), i)]++
		}
		return nil
	})
	if err != nil || len(counts) != 4 || counts["enrol m1"] != 1 || counts["enrol m3"] != 1 {
		t.Errorf("%v %v", counts, err)
	}
	many := strings.Builder{}
	for i := range ops.MaxFreshLinks + 1 {
		fmt.Fprintf(&many, "m%d\n", i)
	}
	for list, code := range map[string]string{"": "no_members", "m1\nm1": "member_twice", many.String(): "too_many_links", "a\u202eb": "bad_member",
		"m1,a\u202eb": "bad_nickname"} {
		if w := export(list, ""); w.Code < 400 || !strings.Contains(w.Body.String(), code) {
			t.Errorf("%.20q: %d", list, w.Code)
		}
	}
	if w := export("m9", "East"); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("a group that is not there: %d", w.Code)
	}
}
