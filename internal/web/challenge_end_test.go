package web

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"daybreak/internal/i18n"
)

// TestOwnStart lets each member begin with the first check-in.
func TestOwnStart(t *testing.T) {
	x, ed := newChallengeSite(t)
	if w := ed.post("/challenges", "title", "Own", "slug", "early", "start", "", "length", "3", "grace", "0", "make_up", "0", "open",
		"1"); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	text := &i18n.In(i18n.En).CheckIn
	v := x.joins(t, "Ann", "")
	x.at(t, time.September, 20, 6, 0)
	if page := v.get("/c/early").Body.String(); !strings.Contains(page, text.FirstDay) || marksOf(page) != "" {
		t.Errorf("before the first check-in: %s", marksOf(page))
	}
	if page := v.follow("/c/early/check-in"); marksOf(page) != "Dcc" { // before the figures follow
		t.Errorf("the first check-in: %s", marksOf(page))
	}
	x.at(t, time.September, 22, 6, 0)
	if page := v.follow("/c/early/check-in"); marksOf(page) != "dmD" || stats(page) != "1 1 2" {
		t.Errorf("day 3: %s %s", marksOf(page), stats(page))
	}
	x.at(t, time.September, 23, 6, 0)
	if page := v.get("/c/early").Body.String(); !strings.Contains(page, fmt.Sprintf(text.Over, 2, 3)) {
		t.Error("it does not end after three days")
	}
	if w := v.post("/c/early/check-in"); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("a check-in after one's own end: %d", w.Code)
	}
	x.joins(t, "Bo", "") // others may still begin
}

func TestAClosedChallengeTakesNothing(t *testing.T) {
	x, ed := newChallengeSite(t)
	x.challenge(t, ed)
	x.at(t, time.September, 8, 6, 0)
	v := x.joins(t, "Ann", "")
	x.store.Community().CloseChallenge(t.Context(), 1, true)
	text := &i18n.In(i18n.En).CheckIn
	page := v.get("/c/early").Body.String()
	if !strings.Contains(page, text.Closed) || strings.Contains(page, "/check-in") || strings.Contains(page, "/make-up") {
		t.Error("the page takes something")
	}
	for path, fields := range map[string][]string{"/c/early/check-in": nil, "/c/early/make-up": {"day", "2026-09-07"}} {
		if w := v.post(path, fields...); w.Code != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	if w := x.visitor(t).post("/c/early/join", "name", "Bo", "code", ""); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("joining: %d", w.Code)
	}
	editor := x.token(t, "app", Editor)
	if w := x.api(t, "POST", "/api/v1/check-ins", editor, "application/json", `{"member":"x","challenge":"early"}`); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("over the API: %d", w.Code)
	}
	ed.signIn("ed")
	if w := ed.post("/challenges/1/reopen"); w.Code != http.StatusSeeOther {
		t.Fatal(w.Code)
	}
	if page := v.follow("/c/early/check-in"); marksOf(page) != "mDccccrccc" {
		t.Errorf("after it was reopened: %s", marksOf(page))
	}
}
