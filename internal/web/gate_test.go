package web

import (
	"net/http"
	"strings"
	"testing"

	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
)

// Every dear question passes the gate, and every panel of a page that of pages:
// with no place free they are refused, all of them (A6).
func TestQuestionsPassTheGate(t *testing.T) {
	s := communityServer(t)
	s.Gate, s.Panels = frame.NewGate(1, 0, 1), frame.NewGate(1, 0, 1)
	for _, g := range []*frame.Gate{s.Gate, s.Panels} {
		if _, err := g.Enter(ops.WithActor(t.Context(), ops.Actor{Name: "somebody else"})); err != nil {
			t.Fatal(err)
		}
	}
	const days = "from=2026-09-01&to=2026-09-09" // not kept from another test
	for _, path := range []string{
		"/api/v1/metrics?metrics=cost&" + days, "/api/v1/times?" + days, "/api/v1/retention?start=visit&" + days, "/api/v1/growth?" + days,
		"/api/v1/active?" + days, "/api/v1/stickiness?" + days, "/api/v1/funnel?steps=visit,pay&" + days, "/api/v1/challenge?" + days, "/api/v1/streaks?" + days,
		"/api/v1/invitations?" + days, "/api/v1/kept?" + days, "/api/v1/members?of=growth&kind=active&" + days, "/api/v1/members/b",
		"/members.csv?of=growth&kind=active&" + days, "/members?of=growth&kind=active&" + days, "/members/b", "/overview.csv?panel=headline&" + days,
	} {
		if w := get(s, path); w.Code != http.StatusServiceUnavailable || !strings.Contains(w.Body.String(), "Too many questions") {
			t.Errorf("%s passes no gate: %d %.200s", path, w.Code, w.Body)
		}
	}
	if w := page(s, "/overview?lang=en&"+days); strings.Count(w.Body.String(), "Too many questions") < 3 {
		t.Errorf("the panels of a page pass no gate: %d", w.Code)
	}
}
