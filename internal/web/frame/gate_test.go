package frame

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"daybreak/internal/ops"
)

// as is the context of a question of somebody.
func as(t *testing.T, name string) context.Context {
	return ops.WithActor(t.Context(), ops.Actor{Name: name, IP: "192.0.2.1"})
}

func TestGateBoundsQuestions(t *testing.T) {
	g := NewGate(1, 1, 1)
	leave, err := g.Enter(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if _, err := g.Enter(ctx); err != context.DeadlineExceeded {
		t.Errorf("a second question got %v while the first runs", err)
	}
	entered := make(chan error)
	go func() {
		leave, err := g.Enter(t.Context())
		if err == nil {
			leave()
		}
		entered <- err
	}()
	waitUntil(t, func() bool { return g.waits() == 1 })
	if _, err := g.Enter(t.Context()); ops.CodeOf(err) != "busy" {
		t.Errorf("a third question got %v while one waits", err)
	}
	leave()
	leave() // once is enough
	if err := <-entered; err != nil {
		t.Errorf("the one that waited got %v", err)
	}
	if g.running != 0 || g.waiting != 0 || len(g.askers) != 0 || len(g.turns) != 0 {
		t.Errorf("something is left: %+v", g)
	}
}

func (g *Gate) waits() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.waiting
}

func waitUntil(t *testing.T, ok func() bool) {
	t.Helper()
	for range 5000 {
		if ok() {
			return
		}
		time.Sleep(time.Millisecond)
	}
	t.Fatal("it never came to that")
}

// One who asks without end leaves places and turns to the others (H6).
func TestOneAskerLeavesPlacesToOthers(t *testing.T) {
	g := NewGate(4, 32, 2)
	var leaves []func()
	for range 2 {
		leave, err := g.Enter(as(t, "greedy"))
		if err != nil {
			t.Fatal(err)
		}
		leaves = append(leaves, leave)
	}
	var wg sync.WaitGroup
	ctx, giveUp := context.WithCancel(as(t, "greedy"))
	for range 16 {
		wg.Go(func() {
			if leave, err := g.Enter(ctx); err == nil {
				leave()
			}
		})
	}
	waitUntil(t, func() bool { return g.waits() == 16 })
	if _, err := g.Enter(ctx); ops.CodeOf(err) != "busy" {
		t.Errorf("a seventeenth question waits: %v", err)
	}
	for i := range 2 {
		leave, err := g.Enter(as(t, fmt.Sprint("other ", i))) // at once, past the sixteen
		if err != nil {
			t.Fatalf("another one: %v", err)
		}
		defer leave()
	}
	giveUp()
	wg.Wait()
	for _, leave := range leaves {
		leave()
	}
	if g.running != 2 || g.waiting != 0 || len(g.turns) != 0 {
		t.Errorf("%d run and %d wait, want 2 and 0", g.running, g.waiting)
	}
}

// Those who wait get their turns person by person, not in the order in which
// one of them has asked ten times.
func TestTurnsGoRound(t *testing.T) {
	g := NewGate(1, 32, 1)
	leave, err := g.Enter(as(t, "first"))
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	var order []string
	var wg sync.WaitGroup
	for i, name := range []string{"a", "a", "a", "b", "b", "c"} {
		wg.Go(func() {
			leave, err := g.Enter(as(t, name))
			if err != nil {
				t.Error(err)
				return
			}
			mu.Lock()
			order = append(order, name)
			mu.Unlock()
			leave()
		})
		waitUntil(t, func() bool { return g.waits() == i+1 })
	}
	leave()
	wg.Wait()
	if got := fmt.Sprint(order); got != "[a b c a b a]" {
		t.Errorf("turns: %s", got)
	}
}

// Without sign-in all have one name, and their addresses tell them apart.
func TestAskersWithoutSignIn(t *testing.T) {
	if askerName(ops.Actor{Name: LocalName, IP: "192.0.2.1"}) == askerName(ops.Actor{Name: LocalName, IP: "192.0.2.2"}) ||
		askerName(ops.Actor{IP: "a"}) == askerName(ops.Actor{IP: "b"}) {
		t.Error("two addresses are one asker")
	}
	if askerName(ops.Actor{Name: "ada", IP: "a"}) != askerName(ops.Actor{Name: "ada", IP: "b"}) {
		t.Error("one person is two")
	}
}

// Questions end when the server stops, and say so.
func TestQuestionsEndWhenTheServerStops(t *testing.T) {
	stopping, stop := context.WithCancel(t.Context())
	x := &Site{Stopping: stopping}
	ctx, leave, err := x.Question(t.Context(), NewGate(1, 1, 1), time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	defer leave()
	stop()
	<-ctx.Done()
	if got := ops.CodeOf(Ended(ctx, ctx.Err())); got != "stopping" {
		t.Errorf("it ends as %q", got)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if err := Ended(gone, gone.Err()); !errors.Is(err, context.Canceled) {
		t.Errorf("a client that left is taken for a stop: %v", err)
	}
}
