// Package memory answers the questions of package engine from column stores in
// main memory. An Engine follows a Source: every Refresh makes a new immutable
// snapshot that shares all unchanged parts with the one before.
package memory

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// Options are the settings that decide what rows mean. They hold for the life
// of an engine.
type Options struct {
	Calendar ops.Calendar
	Currency string // reporting currency that money is converted to
}

// Engine holds the current snapshot of a source. Readers never wait for a
// refresh, and a refresh never changes a snapshot that somebody holds.
type Engine struct {
	source  engine.Source
	options Options

	refreshing sync.Mutex // one refresh at a time
	current    atomic.Pointer[snapshot]
}

// New returns an engine whose first snapshot is empty, with version 0; Refresh
// loads the record.
func New(source engine.Source, options Options) *Engine {
	e := &Engine{source: source, options: options}
	e.current.Store(e.empty())
	return e
}

// empty returns a snapshot of nothing.
func (e *Engine) empty() *snapshot {
	names, events, members := e.source.Dictionaries()
	d := &dictionaries{names: names, events: events, members: members, folded: newFoldIndex(names)}
	return &snapshot{facts: newFacts(e.options, d), memberData: newMemberData(e.options, d), postTable: &postTable{}}
}

// Rebuild reads the whole record and puts a snapshot of it in the place of the current
// one: nothing of what the record no longer says is left in it.
func (e *Engine) Rebuild(ctx context.Context) error {
	e.refreshing.Lock()
	defer e.refreshing.Unlock()
	return e.follow(ctx, e.empty())
}

// Current returns the latest snapshot.
func (e *Engine) Current() engine.Snapshot { return e.current.Load() }

// Refresh reads what changed in the source since the current snapshot and puts
// a new one in its place. On error the current snapshot stays.
func (e *Engine) Refresh(ctx context.Context) error {
	e.refreshing.Lock()
	defer e.refreshing.Unlock()
	return e.follow(ctx, e.current.Load())
}

// follow makes a snapshot of old and of what changed since, and puts it in the place of
// the current one.
func (e *Engine) follow(ctx context.Context, old *snapshot) error {
	version, changed, err := e.source.Changes(ctx, old.version)
	if err != nil {
		return fmt.Errorf("what changed since version %d: %w", old.version, err)
	}
	if version == old.version {
		return nil
	}
	next := &snapshot{version: version, keys: e.source.Keys()}
	if next.sources, err = e.source.Sources(ctx); err != nil {
		return fmt.Errorf("watermarks: %w", err)
	}
	if next.postTable, err = old.postTable.apply(ctx, e.source, e.options.Calendar, changed); err != nil {
		return fmt.Errorf("posts: %w", err)
	}
	feed := newEventFeed(changed)
	ctx, stop := context.WithCancelCause(ctx) // when one of them fails
	defer stop(nil)
	var both sync.WaitGroup
	both.Go(func() {
		defer close(feed.blocks)
		var err error
		if next.facts, err = old.facts.apply(ctx, e.source, changed, feed); err != nil {
			stop(fmt.Errorf("facts: %w", err))
		}
	})
	both.Go(func() {
		var err error
		if next.memberData, err = old.memberData.apply(ctx, e.source, changed, feed); err != nil {
			stop(fmt.Errorf("members: %w", err))
		}
	})
	both.Wait()
	if err := context.Cause(ctx); err != nil {
		return err
	}
	next.facts.sources = next.sources
	e.current.Store(next)
	return nil
}

// daysChanged returns the smallest range that covers the changed days of
// record and whether the record is among the changed at all.
func daysChanged(changed []engine.Changed, record string) (days ops.Range, ok bool) {
	for _, c := range changed {
		if c.Record == record {
			days, ok = days.Or(c.Days), true
		}
	}
	return days, ok
}
