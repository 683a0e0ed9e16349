package analysis

import (
	"context"
	"errors"
	"sync"
	"testing"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// counted counts the questions that reach the engine; the first of each event
// fails.
type counted struct {
	engine.Snapshot
	mu     sync.Mutex
	streak map[string]int
}

func (c *counted) Streaks(_ context.Context, q engine.StreakQuery) (*engine.Streaks, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.streak[q.Event.Event]++; c.streak[q.Event.Event] == 1 {
		return nil, errors.New("given up")
	}
	return &engine.Streaks{Current: []int{len(q.Event.Event)}}, nil
}

// A question that failed is asked again, and once more never.
func TestShared(t *testing.T) {
	c := &counted{streak: map[string]int{}}
	s := Shared(c)
	ask := func(event string, r ops.Range) (*engine.Streaks, error) {
		return s.Streaks(t.Context(), engine.StreakQuery{Event: engine.Activity{Event: event}, Range: r, Filter: []ops.Filter{{Dimension: "city", Values: []string{"x"}}}})
	}
	week := ops.Range{From: 10, To: 17}
	if _, err := ask("read", week); err == nil {
		t.Fatal("no error")
	}
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if got, err := ask("read", week); err != nil || got.Current[0] != 4 {
				t.Errorf("%+v, %v", got, err)
			}
		})
	}
	all.Wait()
	if c.streak["read"] != 2 {
		t.Errorf("asked %d times", c.streak["read"])
	}
	if _, err := ask("read", ops.Range{From: 10, To: 18}); err != nil || c.streak["read"] != 3 {
		t.Errorf("another range is another question: %v, asked %d times", err, c.streak["read"])
	}
}
