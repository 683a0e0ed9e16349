package web

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"daybreak/internal/i18n"
)

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
