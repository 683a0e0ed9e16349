package web

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"daybreak/internal/ops"
	"daybreak/internal/web/community"
)

// TestTokensOfApps makes a token that only checks members in and lets an app
// use it.
func TestTokensOfApps(t *testing.T) {
	x := newSite(t, nil)
	ada, _ := x.as(t, "ada", Admin)
	bo, boUser := x.as(t, "bo", Editor)
	vi, _ := x.as(t, "vi", Viewer)
	if w := vi.post("/tokens", "name", "app", "role", "check_in", "days", "1", "confirm", goodPassword); w.Code != http.StatusForbidden {
		t.Errorf("a viewer makes a token that checks in: %d", w.Code)
	}
	if body := vi.get("/tokens").Body.String(); strings.Contains(body, `value="check_in"`) {
		t.Error("a viewer is offered a token that checks in")
	}
	app := bo.shown(bo.post("/tokens", "name", "the app", "role", "check_in", "days", "1", "confirm", goodPassword))
	if body := bo.get("/tokens").Body.String(); !strings.Contains(body, `value="check_in"`) || !strings.Contains(body, "<td>check-ins</td>") {
		t.Error("the page does not say what the token may do")
	}
	if w := x.api(t, "POST", "/api/v1/events", x.token(t, "sync", Editor), "application/json",
		`[{"at":"2026-09-01T08:00:00Z","member":"ann","event":"join"}]`); w.Code != http.StatusCreated {
		t.Fatal(w.Code, w.Body)
	}
	post := func(body string) *httptest.ResponseRecorder {
		return x.api(t, "POST", "/api/v1/check-ins", app, "application/json", body)
	}
	for _, want := range []int{http.StatusCreated, http.StatusOK} {
		if w := post(`{"key":"k","member":"ann"}`); w.Code != want {
			t.Errorf("%d %s; want %d", w.Code, w.Body, want)
		}
	}
	for _, r := range [][2]string{{"GET", "/api/v1/metrics"}, {"GET", "/"}, {"POST", "/api/v1/events"}, {"GET", "/internal/metrics"}} {
		if w := x.api(t, r[0], r[1], app, "application/json", ""); w.Code != http.StatusUnauthorized {
			t.Errorf("%s %s with a token that only checks in: %d", r[0], r[1], w.Code)
		}
	}
	// Its owner may check nobody in any more.
	if err := x.store.Accounts().SetRole(t.Context(), boUser.ID, Viewer); err != nil {
		t.Fatal(err)
	}
	if w := post(`{"member":"ann"}`); w.Code != http.StatusUnauthorized {
		t.Errorf("the app of a viewer checks in: %d", w.Code)
	}
	if err := x.store.Accounts().SetRole(t.Context(), boUser.ID, Editor); err != nil {
		t.Fatal(err)
	}
	if w := post(`{"member":"ann"}`); w.Code != http.StatusOK {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if w := ada.post("/tokens/1/revoke"); w.Code != http.StatusSeeOther {
		t.Fatal(w.Code)
	}
	if w := post(`{"member":"ann"}`); w.Code != http.StatusUnauthorized {
		t.Errorf("a revoked token checks in: %d", w.Code)
	}
}

// instantCheckIns takes every check-in and stores none.
type instantCheckIns struct {
	community.CheckIns
	answer error
}

func (i instantCheckIns) CheckIn(context.Context, ops.CheckIn) (ops.CheckedIn, error) {
	return ops.CheckedIn{Already: true}, i.answer
}

// TestOverloadIsToldAtOnce answers check-ins that do not fit into the queue
// (A5).
func TestOverloadIsToldAtOnce(t *testing.T) {
	s := newTestServer(t, testConfig())
	s.community.CheckIns = instantCheckIns{answer: &ops.Error{Code: "queue_full", Message: "Too many."}}
	seen, fastest := map[int]bool{}, time.Hour // a busy machine slows some of them, a wait all
	for range 200 {
		began := time.Now()
		r := httptest.NewRequest(http.MethodPost, "/api/v1/check-ins", strings.NewReader(`{"member":"ann"}`))
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		after, err := strconv.Atoi(w.Header().Get("Retry-After"))
		fastest = min(fastest, time.Since(began))
		if w.Code != http.StatusServiceUnavailable || err != nil || after < 1 || after > 5 {
			t.Fatalf("%d, Retry-After %d %v", w.Code, after, err)
		}
		seen[after] = true
	}
	if fastest > 50*time.Millisecond {
		t.Errorf("the fastest answer took %v", fastest)
	}
	if len(seen) != 5 { // 200 draws miss one of five once in 10^19 runs
		t.Errorf("Retry-After is not spread: %v", seen)
	}
}
