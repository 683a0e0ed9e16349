package memory

import (
	"context"

	"daybreak/internal/engine"
)

// facts is what sums over records are taken from.
type facts struct {
	engine.Facts
	engine.State
}

func newFacts(options Options, d *dictionaries) *facts { return &facts{} }

// apply returns the facts after the changes.
func (f *facts) apply(ctx context.Context, source engine.Source, changed []engine.Changed) (*facts, error) {
	return f, nil
}
