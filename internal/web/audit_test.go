package web

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"daybreak/internal/auth"
	"daybreak/internal/ops"
)

// Every unsafe route that changes something writes exactly one line of the
// audit log. A route that is missing here fails the test.
func TestEveryChangeIsAudited(t *testing.T) {
	x := newSite(t, nil)
	ada, _ := x.as(t, "ada", Admin)
	editor := x.token(t, "cron", Editor)
	sessionOf := func(name string) string {
		u, _, err := x.store.Accounts().UserNamed(t.Context(), name)
		if err != nil {
			t.Fatal(err)
		}
		all, err := x.store.Accounts().Sessions(t.Context(), u.ID)
		if err != nil || len(all) == 0 {
			t.Fatal(all, err)
		}
		return strconv.FormatInt(all[len(all)-1].ID, 10)
	}
	spend := func(campaign string) string {
		return "date,platform,account,campaign,ad_group,keyword,channel,industry,impressions,clicks,cost,currency,reported_conversions,reported_value\n2026-09-01,baidu,," + campaign + ",,,search-ads,,100,10,12.50,CNY,,\n"
	}
	var preview string
	upload := func(name string) {
		kind, body := form(t, name+".csv", spend(name), "")
		r := httptest.NewRequest("POST", "/import", strings.NewReader(body))
		r.Header.Set("Content-Type", kind)
		r.Header.Set("Origin", "http://example.com")
		w := ada.do(r)
		if preview = w.Header().Get("Location"); w.Code != http.StatusSeeOther {
			t.Fatalf("upload: %d %s", w.Code, w.Body)
		}
	}
	previewed := func() { upload("b") }
	bo := func() string {
		u, ok, err := x.store.Accounts().UserNamed(t.Context(), "bo")
		if err != nil {
			t.Fatal(err)
		}
		if !ok {
			u = x.user(t, "bo", Viewer)
		}
		return "/users/" + strconv.FormatInt(u.ID, 10)
	}
	challenge, err := x.store.Community().AddChallenge(t.Context(), ops.Challenge{Name: "audited", Slug: "audited", Length: 21, Open: true})
	if err != nil {
		t.Fatal(err)
	}
	run := fmt.Sprintf("/challenges/%d", challenge.ID)
	group := ops.ChallengeGroup{ID: 1, Challenge: challenge.ID, Name: "South", Code: "code"}
	if err := x.store.Community().AddChallengeGroup(t.Context(), group); err != nil {
		t.Fatal(err)
	}
	link := func(member string) int64 {
		all, err := x.store.Community().CheckInTokens(t.Context(), challenge.ID)
		if err != nil {
			t.Fatal(err)
		}
		return all[slices.IndexFunc(all, func(l ops.CheckInToken) bool { return l.Member == member })].ID
	}
	for _, member := range []string{"renewed", "revoked"} {
		_, hash := auth.NewToken(auth.CheckInPrefix)
		if err := x.store.Community().AddCheckInTokens(t.Context(), [][sha256.Size]byte{hash},
			[]ops.CheckInToken{{Name: member, Member: member, Challenge: challenge.ID, Invite: member}}); err != nil {
			t.Fatal(err)
		}
	}
	// openDay opens the import of the day, which enrolments belong to.
	openDay := func() {
		if _, err := x.store.Community().CheckIn(t.Context(), ops.CheckIn{Member: "renewed", At: x.now, Days: []ops.Day{x.Calendar.Day(x.now)}}); err != nil {
			t.Fatal(err)
		}
	}
	changes := map[route]auditedChange{
		{"POST", "/api/v1/imports"}: {nil, func() *httptest.ResponseRecorder {
			return x.api(t, "POST", "/api/v1/imports?name=a.csv", editor, "text/csv", spend("a"))
		}},
		{"POST", "/api/v1/imports/:id/undo"}: {func() {
			x.api(t, "POST", "/api/v1/imports?name=c.csv", editor, "text/csv", spend("c"))
		}, func() *httptest.ResponseRecorder {
			all, _ := x.store.Batches(t.Context(), 1, 0)
			return x.api(t, "POST", fmt.Sprintf("/api/v1/imports/%d/undo", all[0].ID), editor, "", "")
		}},
		{"POST", "/imports/:id/undo"}: {func() {
			x.api(t, "POST", "/api/v1/imports?name=d.csv", editor, "text/csv", spend("d"))
		}, func() *httptest.ResponseRecorder {
			all, _ := x.store.Batches(t.Context(), 1, 0)
			return ada.post(fmt.Sprintf("/imports/%d/undo", all[0].ID))
		}},
		{"POST", "/import/:upload/commit"}: {previewed, func() *httptest.ResponseRecorder {
			r := httptest.NewRequest("POST", strings.Split(preview, "?")[0]+"/commit", strings.NewReader(commitForm(ada.get(preview).Body.String()).Encode()))
			r.Header.Set("Content-Type", formType)
			r.Header.Set("Origin", "http://example.com")
			return ada.do(r)
		}},
		{"POST", "/import/all"}: {func() {
			for _, path := range regexp.MustCompile(`/import/[A-Z2-7]{26}/remove`).FindAllString(ada.get("/import").Body.String(), -1) {
				ada.post(path)
			}
			upload("all")
		}, func() *httptest.ResponseRecorder { return ada.post("/import/all") }},
		{"POST", "/import/:upload/rate"}: {previewed, func() *httptest.ResponseRecorder {
			return ada.post(strings.Split(preview, "?")[0]+"/rate", "currency", "USD", "date", "2026-09-01", "rate", "7.1")
		}},
		{"POST", "/mappings/:fingerprint/forget"}: {func() {
			if err := x.store.Mappings().KeepMapping(t.Context(), "f1", []byte(`{"fingerprint":"f1","preset":"any_spend","record":"spend"}`), "ada"); err != nil {
				t.Fatal(err)
			}
		}, func() *httptest.ResponseRecorder { return ada.post("/mappings/f1/forget") }},
		{"POST", "/api/v1/events"}: {nil, func() *httptest.ResponseRecorder {
			return x.api(t, "POST", "/api/v1/events", editor, "application/json", `{"member":"m1","event":"check_in","at":"2026-09-01T06:30:00+08:00","key":"k1"}`)
		}},
		// A morning of check-ins is one import of the day: its first one is audited.
		{"POST", "/api/v1/check-ins"}: {func() {
			x.now = x.now.AddDate(0, 0, 1)
			x.api(t, "POST", "/api/v1/events", editor, "application/json", `{"member":"m9","event":"join","at":"2026-09-01T06:30:00+08:00","key":"k9"}`)
		}, func() *httptest.ResponseRecorder {
			return x.api(t, "POST", "/api/v1/check-ins", editor, "application/json", `{"member":"m9"}`)
		}},
		{"POST", "/import/:upload/rate"}: {previewed, func() *httptest.ResponseRecorder {
			return ada.post(strings.Split(preview, "?")[0]+"/rate", "date", "2026-09-01", "currency", "USD", "rate", "7.1")
		}},
		{"POST", "/members/:member/forget"}: {func() {
			x.api(t, "POST", "/api/v1/events", editor, "application/json", `{"member":"f1","event":"join","at":"2026-09-01T06:30:00+08:00"}`)
		}, func() *httptest.ResponseRecorder { return ada.post("/members/f1/forget", "member", "f1") }},
		{"POST", "/api/v1/members/:member/forget"}: {func() {
			x.api(t, "POST", "/api/v1/events", editor, "application/json", `{"member":"f2","event":"join","at":"2026-09-01T06:30:00+08:00"}`)
		}, func() *httptest.ResponseRecorder {
			r := httptest.NewRequest("POST", "/api/v1/members/f2/forget", strings.NewReader(`{"member":"f2"}`))
			r.Header.Set("Content-Type", "application/json")
			r.Header.Set("Origin", "http://example.com")
			return ada.do(r)
		}},
		{"POST", "/data-retention"}: {nil, func() *httptest.ResponseRecorder {
			return ada.post("/data-retention", "members", "", "contacts", "", "audit", "900", "messages", "", "going", "0", "confirm", goodPassword)
		}},
		{"POST", "/api/v1/data-retention"}: {nil, func() *httptest.ResponseRecorder {
			r := httptest.NewRequest("POST", "/api/v1/data-retention", strings.NewReader(`{"members":null,"contacts":null,"audit":800,"messages":null,"going":0}`))
			r.Header.Set("Content-Type", "application/json")
			r.Header.Set("Origin", "http://example.com")
			return ada.do(r)
		}},
		{"POST", "/challenges"}: {nil, func() *httptest.ResponseRecorder {
			return ada.post("/challenges", "title", "New", "slug", "new", "start", "", "length", "21", "grace", "0", "make_up", "0")
		}},
		{"POST", "/challenges/:id"}: {nil, func() *httptest.ResponseRecorder {
			return ada.post(run, "title", "Changed", "start", "", "length", "14", "grace", "0", "make_up", "1", "open", "1")
		}},
		{"POST", "/challenges/:id/close"}:  {nil, func() *httptest.ResponseRecorder { return ada.post(run + "/close") }},
		{"POST", "/challenges/:id/reopen"}: {nil, func() *httptest.ResponseRecorder { return ada.post(run + "/reopen") }},
		{"POST", "/challenges/:id/groups"}: {nil, func() *httptest.ResponseRecorder { return ada.post(run+"/groups", "name", "North", "channel", "") }},
		{"POST", "/challenges/:id/groups/:group/renew"}: {nil, func() *httptest.ResponseRecorder {
			return ada.post(fmt.Sprintf("%s/groups/%d/renew", run, group.ID))
		}},
		{"POST", "/challenges/:id/links"}: {openDay, func() *httptest.ResponseRecorder {
			return ada.post(run+"/links", "member", "m1", "name", "")
		}},
		{"POST", "/challenges/:id/links.csv"}: {openDay, func() *httptest.ResponseRecorder {
			return ada.post(run+"/links.csv", "members", "m2\nm3")
		}},
		{"POST", "/challenges/:id/links/:link/renew"}: {nil, func() *httptest.ResponseRecorder {
			return ada.post(fmt.Sprintf("%s/links/%d/renew", run, link("renewed")))
		}},
		{"POST", "/challenges/:id/links/:link/revoke"}: {nil, func() *httptest.ResponseRecorder {
			return ada.post(fmt.Sprintf("%s/links/%d/revoke", run, link("revoked")))
		}},
		{"POST", "/c/:challenge/join"}: {func() {
			openDay()
			if err := x.store.Community().CloseChallenge(t.Context(), 1, false); err != nil {
				t.Fatal(err)
			}
		}, func() *httptest.ResponseRecorder {
			return ada.post("/c/audited/join", "name", "Ada", "code", "")
		}},
		{"POST", "/api/v1/watermarks"}: {nil, func() *httptest.ResponseRecorder {
			return x.api(t, "POST", "/api/v1/watermarks", editor, "application/json", `{"record":"orders","source":"","day":"2026-09-01"}`)
		}},
		{"POST", "/watermarks"}: {nil, func() *httptest.ResponseRecorder {
			return ada.post("/watermarks", "record", "orders", "source", "", "day", "2026-09-02")
		}},
		{"POST", "/login"}: {nil, func() *httptest.ResponseRecorder {
			return x.visitor(t).post("/login", "name", "ada", "password", goodPassword)
		}},
		{"POST", "/logout"}: {func() { bo() }, func() *httptest.ResponseRecorder {
			return ada.post("/logout")
		}},
		{"POST", "/account/mail"}: {nil, func() *httptest.ResponseRecorder {
			return ada.post("/account/mail", "confirm", goodPassword, "mail", "ada@example.com")
		}},
		{"POST", "/account/password"}: {nil, func() *httptest.ResponseRecorder {
			return ada.post("/account/password", "confirm", goodPassword, "password", goodPassword, "again", goodPassword)
		}},
		{"POST", "/account/sessions/end"}: {nil, func() *httptest.ResponseRecorder { return ada.post("/account/sessions/end") }},
		{"POST", "/account/sessions/:id/end"}: {nil, func() *httptest.ResponseRecorder {
			return ada.post("/account/sessions/" + sessionOf("ada") + "/end")
		}},
		{"POST", "/tokens"}: {nil, func() *httptest.ResponseRecorder {
			return ada.post("/tokens", "name", "t", "role", "viewer", "days", "1", "confirm", goodPassword)
		}},
		{"POST", "/tokens/:id/revoke"}: {func() { x.token(t, "extra", Viewer) }, func() *httptest.ResponseRecorder {
			all, _ := x.store.Accounts().Tokens(t.Context(), 0)
			return ada.post(fmt.Sprintf("/tokens/%d/revoke", all[0].ID))
		}},
		{"POST", "/shares"}: {nil, func() *httptest.ResponseRecorder {
			return ada.post("/shares", "page", "overview", "query", "", "days", "1", "origin", "")
		}},
		{"POST", "/shares/:id/revoke"}: {func() {
			_, hash := auth.NewToken("")
			if err := x.store.Accounts().AddShare(t.Context(), hash, ops.Share{Page: "overview", Expires: x.now.Add(time.Hour)}); err != nil {
				t.Fatal(err)
			}
		}, func() *httptest.ResponseRecorder {
			all, _ := x.store.Accounts().Shares(t.Context(), 0)
			return ada.post(fmt.Sprintf("/shares/%d/revoke", all[0].ID))
		}},
		{"POST", "/users"}: {nil, func() *httptest.ResponseRecorder {
			return ada.post("/users", "name", "cy", "role", "viewer", "password", goodPassword, "confirm", goodPassword)
		}},
		{"POST", "/users/:id/role"}: {func() { bo() }, func() *httptest.ResponseRecorder {
			return ada.post(bo()+"/role", "role", "editor", "confirm", goodPassword)
		}},
		{"POST", "/users/:id/rows"}: {func() {
			if _, ok, _ := x.store.Accounts().UserNamed(t.Context(), "ruled"); !ok {
				x.user(t, "ruled", Viewer)
			}
		}, func() *httptest.ResponseRecorder {
			u, _, _ := x.store.Accounts().UserNamed(t.Context(), "ruled")
			return ada.post(fmt.Sprintf("/users/%d/rows", u.ID), "channel", "zhihu", "confirm", goodPassword)
		}},
		{"POST", "/users/:id/password"}: {func() { bo() }, func() *httptest.ResponseRecorder {
			return ada.post(bo()+"/password", "password", goodPassword, "confirm", goodPassword)
		}},
		{"POST", "/users/:id/mail"}: {func() { bo() }, func() *httptest.ResponseRecorder {
			return ada.post(bo()+"/mail", "mail", "bo@example.com", "confirm", goodPassword)
		}},
		{"POST", "/users/:id/invite"}: {func() {
			mailServer(t, x)
			u, _, _ := x.store.Accounts().UserNamed(t.Context(), "ruled")
			if u.ID == 0 {
				u = x.user(t, "ruled", Viewer)
			}
			if err := x.store.Accounts().SetMail(t.Context(), u.ID, "ruled@example.com"); err != nil {
				t.Fatal(err)
			}
		}, func() *httptest.ResponseRecorder {
			u, _, _ := x.store.Accounts().UserNamed(t.Context(), "ruled")
			return ada.post(fmt.Sprintf("/users/%d/invite", u.ID), "confirm", goodPassword)
		}},
		{"POST", "/users/:id/sessions/end"}: {func() { bo() }, func() *httptest.ResponseRecorder { return ada.post(bo()+"/sessions/end", "confirm", goodPassword) }},
		{"POST", "/users/:id/remove"}:       {func() { bo() }, func() *httptest.ResponseRecorder { return ada.post(bo()+"/remove", "confirm", goodPassword) }},
	}
	maps.Copy(changes, planningChanges(t, x, ada, editor))
	maps.Copy(changes, alertChanges(t, x, ada, editor))
	maps.Copy(changes, reportChanges(t, x, ada, editor))
	maps.Copy(changes, boardChanges(t, x, ada))
	// What changes nothing that is kept: a cookie of the browser; an upload
	// until it is committed. What members do is one import of the day. The first
	// administrator, and who forgot a password, are seen to by other tests.
	unaudited := map[route]bool{{"POST", "/c/:challenge/check-in"}: true, {"POST", "/c/:challenge/make-up"}: true, {"POST", "/c/:challenge/forget"}: true,
		{"POST", "/c/:challenge/:link/take"}: true, {"POST", "/theme"}: true, {"POST", "/import"}: true, {"POST", "/import/:upload/remove"}: true,
		{"POST", "/import/parked"}: true, {"POST", "/import/paste"}: true, {"POST", "/import/hand"}: true, {"POST", "/setup"}: true,
		{"POST", "/forgotten"}: true, {"POST", "/new-password"}: true, {"POST", "/mcp"}: true}
	for r := range x.routed {
		if isSafe(r.method) || unaudited[r] {
			continue
		}
		c, ok := changes[r]
		if !ok {
			t.Errorf("%s %s: nobody knows how to make this change here", r.method, r.path)
			continue
		}
		x.now = x.now.Add(time.Minute)
		ada.signIn("ada")
		if c.prepare != nil {
			c.prepare()
		}
		before := x.audited(t)
		w := c.make()
		if w.Code >= 400 {
			t.Errorf("%s %s: %d %s", r.method, r.path, w.Code, w.Body)
		}
		if n := x.audited(t) - before; n != 1 {
			t.Errorf("%s %s writes %d lines", r.method, r.path, n)
		}
		last, err := x.store.Accounts().Audit(t.Context(), 1, 0)
		if err != nil {
			t.Fatal(err)
		}
		if r.path == "/api/v1/check-ins" { // the day's import is the writer's, for all who check in
			continue
		}
		if who := last[0].Actor; who.Name != "ada" && who.Name != "cron" || who.IP != "192.0.2.1" {
			t.Errorf("%s %s is by %+v", r.method, r.path, who)
		}
	}
}
