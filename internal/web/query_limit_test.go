package web

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// endless is a snapshot whose questions run until they are stopped: at their
// deadline, which is noted and not waited for.
type endless struct {
	engine.Snapshot
	mu    sync.Mutex
	limit []time.Duration // for how long each question may run
}

func (e *endless) Has(string, string) bool { return false }

func (e *endless) run(ctx context.Context) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	until, ok := ctx.Deadline()
	if !ok {
		e.limit = append(e.limit, time.Hour)
		return nil
	}
	e.limit = append(e.limit, time.Until(until))
	return context.DeadlineExceeded
}

func (e *endless) Sums(ctx context.Context, _ engine.SumQuery) (*engine.Sums, error) {
	return &engine.Sums{}, e.run(ctx)
}

func (e *endless) HourMinutes(ctx context.Context, _ string, _ ops.Range, _ []ops.Filter) (*[7][1440]int64, error) {
	return new([7][1440]int64), e.run(ctx)
}

func (e *endless) Retention(ctx context.Context, _ engine.RetentionQuery) (*engine.Retention, error) {
	return &engine.Retention{}, e.run(ctx)
}

func (e *endless) Growth(ctx context.Context, _ engine.GrowthQuery) (*engine.Growth, error) {
	return &engine.Growth{}, e.run(ctx)
}

func (e *endless) Stickiness(ctx context.Context, _ engine.StickinessQuery) (*engine.Stickiness, error) {
	return &engine.Stickiness{}, e.run(ctx)
}

func (e *endless) Funnel(ctx context.Context, _ engine.FunnelQuery) (*engine.Funnel, error) {
	return &engine.Funnel{}, e.run(ctx)
}

func (e *endless) People(ctx context.Context, _ engine.PeopleQuery) (*engine.People, error) {
	return &engine.People{}, e.run(ctx)
}

func (e *endless) Challenge(ctx context.Context, _ engine.ChallengeQuery) (*engine.Challenge, error) {
	return &engine.Challenge{}, e.run(ctx)
}

func (e *endless) Streaks(ctx context.Context, _ engine.StreakQuery) (*engine.Streaks, error) {
	return &engine.Streaks{}, e.run(ctx)
}

func (e *endless) Invitations(ctx context.Context, _ engine.InvitationQuery) (*engine.Invitations, error) {
	return &engine.Invitations{}, e.run(ctx)
}

// No question may run for more than ten seconds (A6), whoever asks it; who
// asked too much is told so.
func TestQuestionsThatTakeTooLongAreStopped(t *testing.T) {
	s := communityServer(t)
	e := &endless{Snapshot: s.Snapshots.Current()}
	s.Snapshots = fixedSnapshots{e}
	const days = "from=2026-09-01&to=2026-09-10"
	for _, path := range []string{
		"/api/v1/metrics?metrics=cost&" + days, "/api/v1/times?" + days, "/api/v1/retention?start=visit&" + days, "/api/v1/growth?" + days,
		"/api/v1/stickiness?" + days,
		"/api/v1/funnel?steps=visit,pay&" + days, "/api/v1/challenge?" + days, "/api/v1/streaks?" + days, "/api/v1/invitations?" + days,
		"/api/v1/members?of=growth&kind=active&" + days, "/members.csv?of=growth&kind=active&" + days, "/members?of=growth&kind=active&" + days,
		"/overview.csv?panel=headline&" + days,
	} {
		e.limit = nil
		w := get(s, path)
		if w.Code != http.StatusServiceUnavailable || !strings.Contains(w.Body.String(), "too long to answer") {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
		for _, limit := range e.limit {
			if limit > 10*time.Second {
				t.Errorf("%s may run for %v", path, limit)
			}
		}
		if len(e.limit) == 0 {
			t.Errorf("%s asks nothing", path)
		}
	}
	e.limit = nil
	w := page(s, "/overview?lang=en&"+days)
	if w.Code != http.StatusOK || len(e.limit) < 3 || strings.Count(w.Body.String(), "too long to answer") < 3 {
		t.Errorf("a page of panels that fail: %d, %d questions", w.Code, len(e.limit))
	}
	for _, limit := range e.limit {
		if limit > 5*time.Second {
			t.Errorf("a panel may run for %v", limit)
		}
	}
}
