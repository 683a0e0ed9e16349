package analysis

import (
	"context"
	"errors"
	"reflect"
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
		return s.Streaks(t.Context(), engine.StreakQuery{Event: engine.Activity{Event: event}, Range: r,
			Filter: []ops.Filter{{Dimension: "city", Values: []string{"x"}}}})
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

func (c *counted) Funnel(_ context.Context, q engine.FunnelQuery) (*engine.Funnel, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.streak["funnel by "+q.By]++
	if q.By == "" {
		return &engine.Funnel{Groups: []engine.FunnelGroup{{Entrants: 5, Converted: 3, Steps: []engine.FunnelStep{{Hours: []float64{1, 2, 4}}}}}}, nil
	}
	return &engine.Funnel{Groups: []engine.FunnelGroup{
		{Group: "a", Entrants: 2, Converted: 1, Steps: []engine.FunnelStep{{Hours: []float64{2}}}},
		{Group: "b", Entrants: 3, Converted: 2, Steps: []engine.FunnelStep{{Hours: []float64{1, 4}}}},
	}}, nil
}

// The funnel of all is the same whether or not one by groups was asked before,
// and needs no second question then; of other days it does.
func TestSharedFunnel(t *testing.T) {
	c := &counted{streak: map[string]int{}}
	s := Shared(c)
	q := engine.FunnelQuery{Steps: []engine.Activity{{Event: "join"}}, Range: ops.Range{From: 10, To: 17}}
	alone, err := s.Funnel(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	s = Shared(c)
	by := q
	by.By = "channel"
	if _, err := s.Funnel(t.Context(), by); err != nil {
		t.Fatal(err)
	}
	all, err := s.Funnel(t.Context(), q)
	if err != nil || !reflect.DeepEqual(all, alone) {
		t.Errorf("%+v, %v, alone %+v", all, err, alone)
	}
	if c.streak["funnel by "] != 1 || c.streak["funnel by channel"] != 1 {
		t.Errorf("asked %v", c.streak)
	}
	q.Range.To++
	if _, err := s.Funnel(t.Context(), q); err != nil || c.streak["funnel by "] != 2 {
		t.Errorf("another range is another question: %v, asked %v", err, c.streak)
	}
}
