package web

import (
	"html"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// One row typed into a form goes the way of a file: preview, batch, undo.
func TestARowTypedByHand(t *testing.T) {
	s := realServer(t)
	send := func(pairs ...string) (code int, location, page string) {
		t.Helper()
		v := url.Values{}
		for i := 0; i < len(pairs); i += 2 {
			v.Set(pairs[i], pairs[i+1])
		}
		w := browse(s, "POST", "/import/hand", formType, v.Encode())
		return w.Code, w.Header().Get("Location"), html.UnescapeString(w.Body.String())
	}
	commit := func(location string) string {
		t.Helper()
		page := browse(s, "GET", location, "", "").Body.String()
		path, _, _ := strings.Cut(location, "?")
		w := browse(s, "POST", path+"/commit", formType, commitForm(page).Encode())
		if w.Code != http.StatusSeeOther {
			t.Fatalf("commit of %s: %d %s", location, w.Code, w.Body)
		}
		return w.Header().Get("Location")
	}
	forms := [][]string{
		{"hand", "fee", "date", "2026-09-30", "kind", "placement", "cost", "3000", "currency", "CNY", "channel", "accounts", "label", "first"},
		{"hand", "hours", "date", "2026-09-30", "kind", "staff", "hours", "7.25", "wage", "41.2", "currency", "CNY"},
		{"hand", "followers", "date", "2026-09-30", "account", "Mornings", "total", "1200"},
		{"hand", "holiday", "date", "2026-10-01", "name", "National Day", "kind", "holiday", "group", "National Day", "region", "CN"},
		{"hand", "target", "metric", "joins", "from", "2026-10-01", "to", "2026-10-31", "goal", "1200", "kind", ""},
	}
	for i, f := range forms {
		if w := browse(s, "GET", "/import?hand="+f[1], "", ""); w.Code != 200 || !strings.Contains(w.Body.String(), `action="/import/hand"`) {
			t.Errorf("%s has no form: %d", f[1], w.Code)
		}
		code, location, page := send(f...)
		if code != http.StatusSeeOther || !strings.HasPrefix(location, "/import/") {
			t.Fatalf("%v: %d %s", f, code, page)
		}
		shown := html.UnescapeString(browse(s, "GET", location, "", "").Body.String())
		if !strings.Contains(shown, "What you filled in") || !strings.Contains(shown, "/import?") || !strings.Contains(shown, "hand="+f[1]) {
			t.Errorf("%s: the preview does not show the row or lead back: %s", f[1], shown)
		}
		if got, want := commit(location), "/imports?done="+string(rune('1'+i)); got != want {
			t.Errorf("%s leads to %s, not %s", f[1], got, want)
		}
	}
	// 3000 and 7.25 × 41.2 = 298.70.
	loaded := func() string {
		return get(s, "/api/v1/metrics?metrics=other_cost&from=2026-09-30&to=2026-09-30").Body.String()
	}
	if got := loaded(); !strings.Contains(got, "3298.7") {
		t.Errorf("the costs are %s", got)
	}
	// Corrected, and corrected back: the same bytes twice are two statements.
	for _, cost := range []string{"2000", "3000"} {
		_, location, page := send("hand", "fee", "date", "2026-09-30", "kind", "placement", "cost", cost, "currency", "CNY", "channel", "accounts", "label", "first")
		if location == "" {
			t.Fatalf("%s: %s", cost, page)
		}
		if shown := browse(s, "GET", location, "", "").Body.String(); !strings.Contains(shown, cost+".00") {
			t.Errorf("%s is not in its preview", cost)
		}
		commit(location)
	}
	if got := loaded(); !strings.Contains(got, "3298.7") {
		t.Errorf("corrected back the costs are %s", got)
	}
	if w := browse(s, "POST", "/imports/1/undo", formType, ""); w.Code != http.StatusSeeOther {
		t.Errorf("undo: %d", w.Code)
	}
	if got := loaded(); !strings.Contains(got, "3298.7") {
		t.Errorf("after the undo of the first the costs are %s", got)
	}
	browse(s, "POST", "/imports/7/undo", formType, "")
	if got := loaded(); !strings.Contains(got, "2298.7") {
		t.Errorf("after the undo of the last the costs are %s", got)
	}
}

// What cannot be imported stays in the form, with the reason, and no upload is
// kept.
func TestARowTypedWrong(t *testing.T) {
	s := realServer(t)
	for _, c := range []struct{ form, want string }{
		{"hand=fee&date=2026-09-30&kind=placement&currency=CNY", "Amount"},
		{"hand=fee&date=2026-09-30&kind=placement&cost=3,00&currency=CNY", "without separators"},
		{"hand=fee&date=2026-09-30&kind=placement&cost=12.345&currency=CNY", "more than 2 decimals"},
		{"hand=fee&date=tomorrow&kind=placement&cost=3000&currency=CNY", "tomorrow"},
		{"hand=hours&date=2026-09-30&kind=staff&hours=many&wage=3&currency=CNY", "many"},
		{"hand=followers&date=2026-09-30&account=a", "Fill it in"},
		{"hand=holiday&date=2026-10-01&name=x&kind=party&region=CN", "party"},
		{"hand=target&metric=joins&from=2026-10-31&to=2026-10-01&goal=1", "2026-10-01"},
	} {
		w := browse(s, "POST", "/import/hand", formType, c.form)
		page := html.UnescapeString(w.Body.String())
		if w.Code < 400 || w.Code >= 500 || !strings.Contains(page, `role="alert"`) || !strings.Contains(page, c.want) ||
			!strings.Contains(page, `action="/import/hand"`) {
			t.Errorf("%s: %d, without %q", c.form, w.Code, c.want)
		}
		if strings.Contains(page, `id="h-wait"`) {
			t.Errorf("%s: an upload is kept", c.form)
		}
	}
	if w := browse(s, "POST", "/import/hand", formType, "hand=nothing"); w.Code != http.StatusBadRequest {
		t.Errorf("an unknown form: %d", w.Code)
	}
}
