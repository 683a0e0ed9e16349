package web

import (
	"context"
	"net"
	"slices"
	"sync"
	"testing"
	"time"

	"daybreak/internal/ops"
	"daybreak/internal/web/community"
)

// standingsAsked knows whose standings were worked out: of which challenges the
// tokens were asked for.
type standingsAsked struct {
	community.CheckIns
	mu  sync.Mutex
	ids []int64
}

func (a *standingsAsked) CheckInTokens(ctx context.Context, challenge int64) ([]ops.CheckInToken, error) {
	a.mu.Lock()
	a.ids = append(a.ids, challenge)
	a.mu.Unlock()
	return a.CheckIns.CheckInTokens(ctx, challenge)
}

func (a *standingsAsked) of(challenge int64) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.Contains(a.ids, challenge)
}

// TestStandingsAreWarm holds that a server works out the standings of the
// challenges that go on before anybody asks, and not those of closed ones.
func TestStandingsAreWarm(t *testing.T) {
	var asked standingsAsked
	x := newSite(t, func(cfg *Config) {
		asked.CheckIns = cfg.CheckIns
		cfg.CheckIns = &asked
	})
	var ids [2]int64
	for i, name := range []string{"open", "closed"} {
		c, err := x.store.Community().AddChallenge(t.Context(), ops.Challenge{Name: name, Slug: name, Length: 21, Start: x.Calendar.Day(x.now)})
		if err != nil {
			t.Fatal(err)
		}
		ids[i] = c.ID
	}
	if err := x.store.Community().CloseChallenge(t.Context(), ids[1], true); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stopped := make(chan error, 1)
	go func() { stopped <- x.Serve(ctx, l) }()
	for began := time.Now(); !asked.of(ids[0]) && time.Since(began) < 10*time.Second; {
		time.Sleep(time.Millisecond)
	}
	stop()
	if err := <-stopped; err != nil {
		t.Fatal(err)
	}
	if !asked.of(ids[0]) || asked.of(ids[1]) {
		t.Errorf("open: %v, closed: %v", asked.of(ids[0]), asked.of(ids[1]))
	}
}
