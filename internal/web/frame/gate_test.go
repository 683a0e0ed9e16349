package frame

import (
	"context"
	"testing"
	"time"

	"daybreak/internal/ops"
)

func TestGateBoundsQuestions(t *testing.T) {
	g := NewGate(1, 1)
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
	for len(g.admitted) < 2 {
		time.Sleep(time.Millisecond)
	}
	if _, err := g.Enter(t.Context()); ops.CodeOf(err) != "busy" {
		t.Errorf("a third question got %v while one waits", err)
	}
	leave()
	if err := <-entered; err != nil {
		t.Errorf("the one that waited got %v", err)
	}
}
