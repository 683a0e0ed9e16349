package only

import (
	"context"
	"slices"
	"sync"
	"time"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// MostViews is how many rules have figures at a time. One more takes the place of
// the one that was asked for least lately, which is made anew when it is asked for.
const MostViews = 6

// patience is how long a request waits for figures that are made.
const patience = 20 * time.Second

// Engine makes figures of a source and follows it.
type Engine interface {
	Current() engine.Snapshot
	Refresh(ctx context.Context) error
}

// Views holds the figures of the rows that rules let through, by rule. Those of a
// rule are made when they are first asked for; without rules it holds nothing.
type Views struct {
	life   context.Context // ends when the server stops
	record engine.Source
	open   func(engine.Source) Engine

	mu    sync.Mutex
	views map[string]*view
	used  []string // least lately used first
	busy  sync.WaitGroup
}

// view is the figures of one rule. ready is closed when they are there, or err says
// why not.
type view struct {
	engine Engine
	ready  chan struct{}
	err    error
}

// NewViews returns views of a record. open makes an engine of a source; figures are
// made until life ends.
func NewViews(life context.Context, record engine.Source, open func(engine.Source) Engine) *Views {
	return &Views{life: life, record: record, open: open, views: map[string]*view{}}
}

// Of returns the figures of the rows that a rule lets through, as of a version or a
// later one. It waits for figures that are made, and fails with starting where that
// takes long.
func (v *Views) Of(ctx context.Context, rule ops.RowRule, version int64) (engine.Snapshot, error) {
	keys := v.record.Keys()
	rule = rule.In(keys)
	x := v.find(rule)
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	select {
	case <-x.ready:
	case <-ctx.Done():
		return nil, &ops.Error{Code: "starting", Message: "Your figures are being made.", Hint: "Try again in a minute.", Err: ctx.Err()}
	}
	if x.err != nil {
		v.drop(rule.Text(), x)
		return nil, x.err
	}
	if x.engine.Current().Version() < version {
		if err := x.engine.Refresh(ctx); err != nil {
			return nil, err
		}
	}
	return narrow(x.engine.Current(), rule), nil
}

// find returns the view of a rule, which somebody makes when there is none.
func (v *Views) find(rule ops.RowRule) *view {
	v.mu.Lock()
	defer v.mu.Unlock()
	name := rule.Text()
	v.used = append(slices.DeleteFunc(v.used, func(s string) bool { return s == name }), name)
	if x, ok := v.views[name]; ok {
		return x
	}
	x := &view{engine: v.open(newSource(v.record, rule)), ready: make(chan struct{})}
	v.views[name] = x
	if len(v.used) > MostViews {
		delete(v.views, v.used[0])
		v.used = v.used[1:]
	}
	v.busy.Go(func() {
		defer close(x.ready)
		x.err = x.engine.Refresh(v.life)
	})
	return x
}

func (v *Views) drop(name string, x *view) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.views[name] == x {
		delete(v.views, name)
		v.used = slices.DeleteFunc(v.used, func(s string) bool { return s == name })
	}
}

// Renew drops all figures: they are made anew from the rows when they are asked for,
// so that nothing of what the record no longer says is left in them.
func (v *Views) Renew() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.views, v.used = map[string]*view{}, nil
}

// Wait returns when nothing is made any more, once the life of the views has ended.
func (v *Views) Wait() { v.busy.Wait() }
