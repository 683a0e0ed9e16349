// Package past answers questions about the record as it was at a moment: it builds the
// figures of that time anew from the rows that counted then (SPEC-LOOP §15). One such
// build is held at a time.
package past

import (
	"context"
	"sync"
	"time"

	"daybreak/internal/engine"
	"daybreak/internal/engine/only"
	"daybreak/internal/ops"
)

// Record tells how it was.
type Record interface {
	// Moment returns when an import came; one that never did has the code batch_unknown.
	Moment(ctx context.Context, batch int64) (time.Time, error)
	// Begun returns when the first import came; ok is false where none ever did.
	Begun(ctx context.Context) (at time.Time, ok bool, err error)
	// At returns the record as it was. One too large for that has the code past_too_large.
	At(ctx context.Context, at time.Time) (engine.Source, error)
	// Now returns the record as it is.
	Now(ctx context.Context) (engine.Source, error)
	// Batches returns the imports of those numbers.
	Batches(ctx context.Context, ids []int64) ([]ops.Batch, error)
	// Changes returns what changed the record after a version, in order.
	Changes(ctx context.Context, after int64) ([]ops.RecordChange, error)
}

// Figures builds figures of moments that are past.
type Figures struct {
	Record
	open func(engine.Source) only.Engine

	turn chan struct{} // who has it builds
	mu   sync.Mutex
	held *held
}

// held is the build that was asked for last.
type held struct {
	at       time.Time
	rows     string // of which rows, as a rule writes itself
	snapshot engine.Snapshot
}

// NewFigures returns what builds figures of a record. open makes an engine of a source.
func NewFigures(record Record, open func(engine.Source) only.Engine) *Figures {
	return &Figures{Record: record, open: open, turn: make(chan struct{}, 1)}
}

// Of returns the figures of the rows that a rule lets through, of all without a rule, as
// the record was at a moment. It waits for a build that is under way as long as ctx goes.
func (f *Figures) Of(ctx context.Context, at time.Time, rule ops.RowRule) (engine.Snapshot, error) {
	if s := f.now(at, rule); s != nil {
		return s, nil
	}
	select {
	case f.turn <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { <-f.turn }()
	if s := f.now(at, rule); s != nil { // the one who built wanted the same
		return s, nil
	}
	f.hold(nil) // two at a time are more than the memory bound allows
	source, err := f.At(ctx, at)
	if err != nil {
		return nil, err
	}
	s, err := only.Narrow(ctx, source, rule, f.open)
	if err != nil {
		return nil, err
	}
	f.hold(&held{at, rule.Text(), s})
	return s, nil
}

// Source returns the rows that a rule lets through, each with the import it is of, as they
// were at a moment; the zero moment is now.
func (f *Figures) Source(ctx context.Context, at time.Time, rule ops.RowRule) (engine.Source, error) {
	source, err := f.Now(ctx)
	if !at.IsZero() {
		source, err = f.At(ctx, at)
	}
	if err != nil {
		return nil, err
	}
	source = only.Rows(source, rule)
	_, _, err = source.Changes(ctx, 0) // whose rows they are is found out first
	return source, err
}

// Renew lets go of what is held: it is built anew from the rows when it is asked for, so
// that nothing of what the record no longer says is left in it.
func (f *Figures) Renew() { f.hold(nil) }

func (f *Figures) hold(h *held) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.held = h
}

// now returns what is held of a moment and a rule, nil where it is something else.
func (f *Figures) now(at time.Time, rule ops.RowRule) engine.Snapshot {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.held == nil || !f.held.at.Equal(at) || f.held.rows != rule.Text() {
		return nil
	}
	return f.held.snapshot
}
