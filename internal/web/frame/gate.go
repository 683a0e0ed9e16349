package frame

import (
	"context"
	"time"

	"daybreak/internal/ops"
)

// The limits of questions (RELIABILITY §4.6): each may take QueryTimeout; at
// most HeavyQueries run at once and QueuedQueries wait, the rest is refused.
const (
	QueryTimeout  = 10 * time.Second
	HeavyQueries  = 4
	QueuedQueries = 32
)

// Gate lets a bounded number of questions run and a bounded number wait.
type Gate struct{ running, admitted chan struct{} }

// NewGate returns a gate that lets running questions run and waiting more wait.
func NewGate(running, waiting int) *Gate {
	return &Gate{running: make(chan struct{}, running), admitted: make(chan struct{}, running+waiting)}
}

// Enter waits for a turn and returns the function that ends it. It fails with
// busy when too many wait already, or with ctx's error.
func (g *Gate) Enter(ctx context.Context) (leave func(), err error) {
	select {
	case g.admitted <- struct{}{}:
	default:
		return nil, &ops.Error{Code: "busy", Message: "Too many questions are being answered.", Hint: "Try again in a few seconds."}
	}
	select {
	case g.running <- struct{}{}:
		return func() { <-g.running; <-g.admitted }, nil
	case <-ctx.Done():
		<-g.admitted
		return nil, ctx.Err()
	}
}
