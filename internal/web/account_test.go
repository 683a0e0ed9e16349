package web

import (
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"daybreak/internal/auth"
	"daybreak/internal/i18n"
	"daybreak/internal/ops"
)

// secondUser is the path of the second user of a site.
const secondUser = "/users/2"

func TestAccountPagesInBothLanguages(t *testing.T) {
	x := newSite(t, nil)
	ada, _ := x.as(t, "ada", Admin)
	x.user(t, "bo "+hostile[:60], Viewer)
	x.token(t, "cron <b>", Editor)
	for _, lang := range i18n.Languages() {
		ada.lang = string(lang)
		a := i18n.In(lang).Account
		for path, want := range map[string]string{
			"/account": a.ChangePassword, "/users": a.UsersHint, secondUser: a.RemoveHint, "/tokens": a.TokensHint, "/shares": a.SharesHint, "/audit": a.AuditHint,
			"/limits": a.LimitsHint,
		} {
			w := ada.get(path)
			if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), want) {
				t.Errorf("%s %s: %d", lang, path, w.Code)
			}
			if body := w.Body.String(); strings.Contains(body, "<script>alert") || strings.Contains(body, "cron <b>") || strings.Contains(body, " style=") ||
				strings.Contains(body, "argon2") {
				t.Errorf("%s %s: text of users is markup, or a password hash is shown", lang, path)
			}
			if w.Header().Get("Cache-Control") != "no-store" {
				t.Errorf("%s may be kept: %s", path, w.Header().Get("Cache-Control"))
			}
		}
		signIn := x.visitor(t)
		signIn.lang = string(lang)
		if w := signIn.get("/login"); !strings.Contains(w.Body.String(), a.Password) {
			t.Errorf("%s sign-in: %d", lang, w.Code)
		}
		for r := Viewer; r <= Admin; r++ {
			if a.Role(r.String()) == r.String() || a.RoleHint(r.String()) == r.String() {
				t.Errorf("%s: no word for %s", lang, r)
			}
		}
	}
}

func TestUsersAreManaged(t *testing.T) {
	x := newSite(t, nil)
	ada, _ := x.as(t, "ada", Admin)
	for _, bad := range []struct {
		fields []string
		code   int
	}{
		{[]string{"name", "bo", "role", "editor", "password", goodPassword, "confirm", "not my password"}, 403},
		{[]string{"name", "bo", "role", "editor", "password", goodPassword}, 403},
		{[]string{"name", "bo", "role", "owner", "password", goodPassword, "confirm", goodPassword}, 400},
		{[]string{"name", "bo", "role", "editor", "password", "short", "confirm", goodPassword}, 422},
		{[]string{"name", "", "role", "editor", "password", goodPassword, "confirm", goodPassword}, 422},
		{[]string{"name", "ADA", "role", "editor", "password", goodPassword, "confirm", goodPassword}, 409},
		{[]string{"name", "bo", "role", "editor", "password", goodPassword, "confirm", goodPassword}, 303},
		{[]string{"name", "cy", "role", "viewer", "password", goodPassword, "confirm", goodPassword, "created", "0"}, 400},
	} {
		if w := ada.post("/users", bad.fields...); w.Code != bad.code {
			t.Errorf("%q: %d, want %d", bad.fields, w.Code, bad.code)
		}
	}
	if w := ada.post("/users/1/role", "role", "viewer", "confirm", goodPassword); w.Code != http.StatusConflict {
		t.Errorf("the last administrator is demoted: %d", w.Code)
	}
	if w := ada.post("/users/1/remove", "confirm", goodPassword); w.Code != http.StatusConflict {
		t.Errorf("the last administrator is removed: %d", w.Code)
	}
	for _, action := range []string{"role", "password", "sessions/end", "remove"} {
		if w := ada.post("/users/2/"+action, "role", "admin", "password", goodPassword+"!", "confirm", "wrong"); w.Code != http.StatusForbidden {
			t.Errorf("%s without one's own password: %d", action, w.Code)
		}
		for _, id := range []string{"99", "0", "-1", "02", "2x", ":id", "9999999999999999999999"} {
			if w := ada.post("/users/"+id+"/"+action, "role", "admin", "password", goodPassword+"!", "confirm", goodPassword); w.Code != http.StatusNotFound {
				t.Errorf("%s of user %s: %d", action, id, w.Code)
			}
		}
	}
	if w := ada.post("/users/2/password", "password", "another good one", "confirm", goodPassword); w.Code != http.StatusSeeOther {
		t.Errorf("%d", w.Code)
	}
	x.secrets = append(x.secrets, "another good one")
	if w := x.visitor(t).post("/login", "name", "bo", "password", goodPassword); w.Code != http.StatusUnauthorized {
		t.Errorf("the old password works: %d", w.Code)
	}
	if w := x.visitor(t).post("/login", "name", "bo", "password", "another good one"); w.Code != http.StatusSeeOther {
		t.Errorf("the new password does not work: %d", w.Code)
	}
	if w := ada.post("/users/2/remove", "confirm", goodPassword); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/users?done=1" {
		t.Errorf("%d", w.Code)
	}
	if w := ada.get(secondUser); w.Code != http.StatusNotFound {
		t.Errorf("a removed user: %d", w.Code)
	}
	// A program may be an administrator, but does not make users.
	boss := x.token(t, "boss", Admin)
	if w := x.api(t, "POST", "/users", boss, formType, "name=eve&role=admin&password=correct+horse+battery"); w.Code != http.StatusForbidden ||
		codeOf(t, w) != "needs_user" {
		t.Errorf("a token makes a user: %d", w.Code)
	}
}

func TestOwnPassword(t *testing.T) {
	x := newSite(t, nil)
	bo, _ := x.as(t, "bo", Viewer)
	other := x.visitor(t)
	other.signIn("bo")
	for _, bad := range [][]string{
		{"confirm", "wrong password", "password", "a new sentence", "again", "a new sentence"},
		{"confirm", goodPassword, "password", "a new sentence", "again", "a new sentense"},
		{"confirm", goodPassword, "password", "1234567890", "again", "1234567890"},
	} {
		if w := bo.post("/account/password", bad...); w.Code != http.StatusForbidden && w.Code != http.StatusUnprocessableEntity {
			t.Errorf("%q: %d", bad, w.Code)
		}
	}
	before := bo.cookies["sid"]
	if w := bo.post("/account/password", "confirm", goodPassword, "password", "a new sentence", "again", "a new sentence"); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	x.secrets = append(x.secrets, "a new sentence")
	if bo.cookies["sid"] == before {
		t.Error("the session keeps its secret")
	}
	if w := bo.get("/account"); w.Code != http.StatusOK {
		t.Errorf("the browser that changed it: %d", w.Code)
	}
	if w := other.get("/account"); w.Code != http.StatusSeeOther {
		t.Errorf("another browser is still signed in: %d", w.Code)
	}
}

// S3: what is revoked or has expired does not work on the next request.
func TestRevocationHoldsOnTheNextRequest(t *testing.T) {
	x := newSite(t, nil)
	ada, _ := x.as(t, "ada", Admin)
	bo, boUser := x.as(t, "bo", Editor)

	secret := bo.shown(bo.post("/tokens", "name", "cron", "role", "editor", "days", "1", "confirm", goodPassword))
	works := func() bool {
		return x.api(t, "GET", "/api/v1/sources", secret, "", "").Code == http.StatusOK
	}
	if !works() {
		t.Error("a new token does not work")
	}
	if w := ada.post("/tokens/1/revoke"); w.Code != http.StatusSeeOther || works() {
		t.Errorf("a revoked token works: %d", w.Code)
	}
	secret = bo.shown(bo.post("/tokens", "name", "cron", "role", "viewer", "days", "1", "confirm", goodPassword))
	x.now = x.now.AddDate(0, 0, 1)
	if works() {
		t.Error("an expired token works")
	}
	ada.signIn("ada")
	bo.signIn("bo")

	address := bo.shown(bo.post("/shares", "page", "overview", "query", "", "days", "1", "origin", ""))
	link := strings.TrimPrefix(address, "http://example.com")
	if w := x.visitor(t).get(link); w.Code != http.StatusOK {
		t.Fatalf("%s: %d %s", link, w.Code, w.Body)
	}
	if w := bo.post("/shares/1/revoke"); w.Code != http.StatusSeeOther {
		t.Errorf("%d", w.Code)
	}
	if w := x.visitor(t).get(link); w.Code != http.StatusNotFound {
		t.Errorf("a revoked link works: %d", w.Code)
	}

	if w := bo.get("/account"); w.Code != http.StatusOK {
		t.Fatalf("%d", w.Code)
	}
	if w := ada.post(fmt.Sprintf("/users/%d/sessions/end", boUser.ID), "confirm", goodPassword); w.Code != http.StatusSeeOther {
		t.Errorf("%d", w.Code)
	}
	if w := bo.get("/account"); w.Code != http.StatusSeeOther {
		t.Errorf("an ended session works: %d", w.Code)
	}
	bo.signIn("bo")
	if w := ada.post(fmt.Sprintf("/users/%d/remove", boUser.ID), "confirm", goodPassword); w.Code != http.StatusSeeOther {
		t.Errorf("%d", w.Code)
	}
	if w := bo.get("/account"); w.Code != http.StatusSeeOther {
		t.Errorf("a removed user is still in: %d", w.Code)
	}
	x.now = x.now.Add(12 * time.Hour)
	if w := ada.get("/account"); w.Code != http.StatusSeeOther {
		t.Errorf("an idle session works: %d", w.Code)
	}
}

// S4: a role holds from the next request on, and the session gets a new secret.
func TestRoleChangeHoldsOnTheNextRequest(t *testing.T) {
	x := newSite(t, nil)
	x.user(t, "ada", Admin)
	bo, user := x.as(t, "bo", Editor)
	if w := bo.get("/import"); w.Code != http.StatusOK {
		t.Fatalf("%d", w.Code)
	}
	before := bo.cookies["sid"]
	for role, want := range map[ops.Role]int{Viewer: http.StatusForbidden, Admin: http.StatusOK} {
		if err := x.store.Accounts().SetRole(t.Context(), user.ID, role); err != nil {
			t.Fatal(err)
		}
		if w := bo.get("/import"); w.Code != want {
			t.Errorf("as %s: %d, want %d", role, w.Code, want)
		}
		if bo.cookies["sid"] == before {
			t.Errorf("as %s: the session keeps its secret", role)
		}
		old := x.visitor(t)
		old.cookies["sid"] = before
		if w := old.get("/account"); w.Code != http.StatusSeeOther {
			t.Errorf("as %s: the old secret works: %d", role, w.Code)
		}
		before = bo.cookies["sid"]
	}
	if err := x.store.Accounts().SetRole(t.Context(), user.ID, Viewer); err != nil {
		t.Fatal(err)
	}
	page := bo.get("/overview").Body.String()
	for _, hidden := range []string{`href="/import"`, `href="/users"`, `href="/shares`, `href="/audit"`} {
		if strings.Contains(page, hidden) {
			t.Errorf("a viewer is shown %s", hidden)
		}
	}
}

// S2: objects of others are not there, whatever route names them.
func TestObjectsOfOthersAreNotThere(t *testing.T) {
	x := newSite(t, nil)
	ada, adaUser := x.as(t, "ada", Admin)
	ada.shown(ada.post("/tokens", "name", "ada's", "role", "admin", "days", "9", "confirm", goodPassword))
	link := ada.shown(ada.post("/shares", "page", "overview", "query", "range=7d", "days", "9", "origin", ""))
	x.token(t, "command line's", Editor)
	sessions, err := x.store.Accounts().Sessions(t.Context(), adaUser.ID)
	if err != nil || len(sessions) != 1 {
		t.Fatal(sessions, err)
	}
	eve, _ := x.as(t, "eve", Editor)
	for _, path := range []string{"/tokens/1/revoke", "/tokens/2/revoke", "/shares/1/revoke", "/account/sessions/" + strconv.FormatInt(sessions[0].ID, 10) +
		"/end"} {
		if w := eve.post(path); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	for _, path := range []string{"/tokens", "/shares"} {
		if body := eve.get(path).Body.String(); strings.Contains(body, "ada") || strings.Contains(body, "command line's") {
			t.Errorf("%s lists what is others'", path)
		}
	}
	// All other routes that name an object are closed to her, or have none.
	walked := 0
	for r := range x.routed {
		if !strings.Contains(r.path, ":id") || strings.HasPrefix(r.path, "/imports/") || strings.HasPrefix(r.path, "/api/") {
			continue
		}
		req := eve.form(strings.Replace(r.path, ":id", "1", 1), "role", "admin", "confirm", goodPassword)
		req.Method = r.method
		if w := eve.do(req); w.Code != http.StatusNotFound && w.Code != http.StatusForbidden && w.Code != http.StatusBadRequest {
			t.Errorf("%s %s: %d", r.method, r.path, w.Code)
		}
		walked++
	}
	if walked < 8 {
		t.Errorf("only %d routes name an object", walked)
	}
	if w := ada.get("/account"); w.Code != http.StatusOK {
		t.Errorf("the session is gone: %d", w.Code)
	}
	if w := x.visitor(t).get(strings.TrimPrefix(link, "http://example.com")); w.Code != http.StatusOK {
		t.Errorf("the link is gone: %d", w.Code)
	}
	// A token's holder has a role but owns nothing.
	program := x.token(t, "program", Editor)
	if w := x.api(t, "POST", "/tokens/1/revoke", program, "", ""); w.Code != http.StatusNotFound {
		t.Errorf("a program revokes a token: %d", w.Code)
	}
	if w := x.api(t, "POST", "/account/sessions/end", program, "", ""); w.Code != http.StatusForbidden {
		t.Errorf("a program ends sessions: %d", w.Code)
	}
	if w := eve.post("/tokens", "name", "mine", "role", "admin", "days", "9", "confirm", goodPassword); w.Code != http.StatusForbidden {
		t.Errorf("an editor makes a token of an administrator: %d", w.Code)
	}
}

// S8: no unsafe route takes a change that another site asks a browser for.
func TestChangesFromOtherSitesAreRefusedOnEveryRoute(t *testing.T) {
	x := newSite(t, nil)
	ada, _ := x.as(t, "ada", Admin)
	walked := 0
	for r := range x.routed {
		if isSafe(r.method) {
			continue
		}
		path := strings.NewReplacer(":id", "1", ":upload", "AAAAAAAAAAAAAAAAAAAAAAAAAA").Replace(r.path)
		send := func(contentType string, headers ...string) *httptest.ResponseRecorder {
			req := httptest.NewRequest(r.method, path, strings.NewReader("theme=dark"))
			req.Header.Set("Content-Type", contentType)
			for i := 0; i < len(headers); i += 2 {
				req.Header.Set(headers[i], headers[i+1])
			}
			req.Header.Set("Accept", "application/json")
			return ada.do(req)
		}
		for _, x := range [][]string{
			{formType, "Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example"},
			{formType, "Sec-Fetch-Site", "same-site", "Origin", "https://other.example.com"},
			{formType}, // a cookie, and nothing says where the request comes from
			{formType, "Origin", "null"},
			{formType, "Origin", "https://evil.example"},
			{formType, "Origin", "http://example.com.evil.example"},
			{"text/plain", "Sec-Fetch-Site", "cross-site"},
		} {
			if w := send(x[0], x[1:]...); w.Code != http.StatusForbidden || codeOf(t, w) != "cross_site" {
				t.Errorf("%s %s with %q: %d", r.method, path, x, w.Code)
			}
		}
		// The same from the site itself gets past that check.
		if r.path != "/logout" && r.path != "/account/sessions/end" {
			if w := send(formType, "Sec-Fetch-Site", "same-origin", "Origin", "http://example.com"); strings.Contains(w.Body.String(), "cross_site") {
				t.Errorf("%s %s from the site itself: %s", r.method, path, w.Body)
			}
		}
		walked++
	}
	if walked < 15 {
		t.Errorf("only %d routes were tried", walked)
	}
}

func TestShareLinks(t *testing.T) {
	x := newSite(t, nil)
	ada, _ := x.as(t, "ada", Editor)
	csv := "date,platform,account,campaign,ad_group,keyword,channel,industry,impressions,clicks,cost,currency,reported_conversions,reported_value\n" +
		"2026-09-01,baidu,,brand,,,search-ads,,100,10,12.50,CNY,,\n2026-09-02,zhihu,,other,,,zhihu,,100,10,7.50,CNY,,\n"
	if w := x.api(t, "POST", "/api/v1/imports?name=a.csv", x.token(t, "cron", Editor), "text/csv", csv); w.Code != http.StatusCreated {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	for _, bad := range []struct {
		fields []string
		code   int
	}{
		{[]string{"page", "nosuch", "query", "", "days", "30", "origin", ""}, 422},
		{[]string{"page", "overview", "query", "nosuch=1", "days", "30", "origin", ""}, 422},
		{[]string{"page", "overview", "query", "range=7x", "days", "30", "origin", ""}, 422},
		{[]string{"page", "overview", "query", "", "days", "0", "origin", ""}, 422},
		{[]string{"page", "overview", "query", "", "days", "3651", "origin", ""}, 422},
		{[]string{"page", "overview", "query", "", "days", "30", "origin", "http://wiki.example.com"}, 422},
		{[]string{"page", "overview", "query", "", "days", "30", "origin", "https://a.example *"}, 422},
		{[]string{"page", "overview", "query", "", "days", "30", "origin", "https://a.example; script-src *"}, 422},
		{[]string{"page", "overview", "query", "", "days", "30", "origin", "https://*"}, 422},
		{[]string{"page", "overview", "query", "", "days", "30", "origin", "https://user@a.example"}, 422},
		{[]string{"page", "overview", "query", "", "days", "30", "origin", "https://a.example/path"}, 422},
		{[]string{"page", "overview", "query", "", "days", "30", "origin", "*"}, 422},
		{[]string{"page", "overview", "query", "", "days", "30", "views", "7"}, 400},
	} {
		if w := ada.post("/shares", bad.fields...); w.Code != bad.code {
			t.Errorf("%q: %d, want %d", bad.fields, w.Code, bad.code)
		}
	}
	path := func(fields ...string) string {
		return strings.TrimPrefix(ada.shown(ada.post("/shares", fields...)), "http://example.com")
	}
	plain := path("page", "channels", "query", "?f.channel=zhihu&range=7d", "days", "30", "origin", "")
	framed := path("page", "channels", "query", "", "days", "30", "origin", "https://Wiki.example.com:8443/")

	guest := x.visitor(t)
	w := guest.get(plain)
	if w.Code != http.StatusOK || w.Header().Get("X-Robots-Tag") != "noindex, nofollow" || !strings.Contains(w.Header().Get("Content-Security-Policy"),
		"frame-ancestors 'none'") || len(guest.cookies) > 0 {
		t.Errorf("%d %v", w.Code, w.Header())
	}
	page := w.Body.String()
	holds := func(page string) bool {
		return strings.Contains(page, "¥7.50") && !strings.Contains(page, "¥12.50") && !strings.Contains(page, "¥20.00")
	}
	if !holds(page) {
		t.Error("the filter does not hold")
	}
	_, says, _ := strings.Cut(page, `<p class="scope">`)
	if says, _, _ = strings.Cut(says, "</p>"); !strings.Contains(says, "2026") ||
		!strings.HasSuffix(says, fmt.Sprintf(i18n.In(i18n.En).Control.FilterIs, "Channel", "Zhihu")) {
		t.Errorf("the page says of itself %q", says)
	}
	for _, part := range strings.Split(page, `href="`)[1:] {
		href, _, _ := strings.Cut(part, `"`)
		if !strings.HasPrefix(href, "#") && !strings.HasPrefix(href, "/static/") && !strings.HasPrefix(href, plain) {
			t.Errorf("the shared page leads to %s", href)
		}
	}
	for _, more := range []string{"?f.channel=search-ads", "?range=90d", "?from=2026-01-01&to=2026-09-30", "?panel=trend"} {
		if !holds(guest.get(plain + more).Body.String()) {
			t.Errorf("%s changes what is shown", more)
		}
	}
	if holds(guest.get(framed).Body.String()) {
		t.Error("a page without the filter looks the same: the test cannot tell")
	}
	if csp := guest.get(framed).Header().Get("Content-Security-Policy"); csp != strings.Replace(contentSecurityPolicy, "frame-ancestors 'none'",
		"frame-ancestors https://wiki.example.com:8443", 1) {
		t.Errorf("%s", csp)
	}
	// Whatever is no link gets one answer.
	answers := map[string]bool{}
	for _, secret := range []string{":token", "x", strings.Repeat("x", 43), strings.Repeat("x", 5000), plain[3:] + "x", plain[3 : len(plain)-1], "%3Atoken",
		"%00"} {
		w := guest.get("/s/" + secret)
		if w.Code != http.StatusNotFound || !strings.Contains(w.Body.String(), "no_such_link") {
			t.Errorf("/s/%.50s: %d %s", secret, w.Code, w.Body)
		}
		body := volatile.ReplaceAllString(w.Body.String(), "")
		a, b, _ := strings.Cut(body, `id="language"`)
		_, b, _ = strings.Cut(b, `>`) // the link to the other language names the address
		answers[a+b] = true
	}
	if len(answers) != 1 {
		t.Errorf("%d different answers", len(answers))
	}
	// A link is for looking only.
	for _, method := range []string{"POST", "PUT", "DELETE", "PATCH"} {
		r := guest.form(plain)
		r.Method = method
		if w := guest.do(r); w.Code != http.StatusMethodNotAllowed {
			t.Errorf("%s of a link: %d", method, w.Code)
		}
	}
	all, err := x.store.Accounts().Shares(t.Context(), 0)
	if err != nil || len(all) != 2 {
		t.Fatal(all, err)
	}
	if all[1].Views != 5 || all[0].Views != 2 {
		t.Errorf("views: %d and %d, want 5 and 2", all[1].Views, all[0].Views)
	}
	if all[1].Query != "f.channel=zhihu&range=7d" {
		t.Errorf("kept as %q", all[1].Query)
	}
}

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
	previewed := func() {
		kind, body := form(t, "b.csv", spend("b"), "")
		r := httptest.NewRequest("POST", "/import", strings.NewReader(body))
		r.Header.Set("Content-Type", kind)
		r.Header.Set("Origin", "http://example.com")
		w := ada.do(r)
		if preview = w.Header().Get("Location"); w.Code != http.StatusSeeOther {
			t.Fatalf("upload: %d %s", w.Code, w.Body)
		}
	}
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
	type change struct {
		prepare func()
		make    func() *httptest.ResponseRecorder
	}
	changes := map[route]change{
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
		{"POST", "/users/:id/password"}: {func() { bo() }, func() *httptest.ResponseRecorder {
			return ada.post(bo()+"/password", "password", goodPassword, "confirm", goodPassword)
		}},
		{"POST", "/users/:id/sessions/end"}: {func() { bo() }, func() *httptest.ResponseRecorder { return ada.post(bo()+"/sessions/end", "confirm", goodPassword) }},
		{"POST", "/users/:id/remove"}:       {func() { bo() }, func() *httptest.ResponseRecorder { return ada.post(bo()+"/remove", "confirm", goodPassword) }},
	}
	// What changes nothing that is kept: a cookie of the browser; an upload
	// until it is committed. What members do is one import of the day. The first
	// administrator is made by another test.
	unaudited := map[route]bool{{"POST", "/c/:challenge/check-in"}: true, {"POST", "/c/:challenge/make-up"}: true, {"POST", "/c/:challenge/forget"}: true,
		{"POST", "/theme"}: true, {"POST", "/import"}: true, {"POST", "/import/:upload/remove"}: true, {"POST", "/import/parked"}: true, {"POST", "/setup"}: true}
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
