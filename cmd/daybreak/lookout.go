package main

import (
	"context"
	"path/filepath"

	"daybreak/internal/analysis"
	"daybreak/internal/catalog"
	"daybreak/internal/engine/memory"
	"daybreak/internal/lookout"
	"daybreak/internal/loop"
	"daybreak/internal/notify"
	"daybreak/internal/ops"
	"daybreak/internal/subscribe"
	"daybreak/internal/web/messages"
	"daybreak/internal/web/planning"
	"daybreak/internal/web/subscriptions"
)

// sealName is the file beside the record whose key hides what only a channel may
// know. It is in no backup.
const sealName = "notify.key"

// office is what messages are sent with.
type office struct {
	messages.Post
	courier *notify.Courier
	wake    chan struct{}
}

// office opens what messages are sent with.
func (w *workspace) office(env *environment, data string) (*office, error) {
	seal, err := notify.OpenSeal(filepath.Join(data, sealName))
	if err != nil {
		return nil, err
	}
	o := &office{wake: make(chan struct{}, 1)}
	o.Post = messages.Post{Channels: w.store.Alerts().Channels(), Outbox: w.store.Alerts().Outbox(), Settings: w.store.Settings(), Seal: seal, Wake: o.ring}
	o.courier = &notify.Courier{Outbox: post{w.store, seal, env.clock}, Now: env.clock, Log: env.log}
	return o, nil
}

// ring lets the courier look into the outbox.
func (o *office) ring() {
	select {
	case o.wake <- struct{}{}:
	default: // it is about to look
	}
}

// run sends messages until ctx ends.
func (o *office) run(ctx context.Context) { o.courier.Run(ctx, o.wake) }

// lookout returns what looks at alerts as data comes in.
func (w *workspace) lookout(env *environment, book loop.Book, engine *memory.Engine, watcher *catalog.Watcher, o *office, address string) *lookout.Lookout {
	return &lookout.Lookout{Book: book, Data: w.newest(engine, watcher), Clock: env.clock, Log: env.log,
		Channels: w.store.Alerts().Channels(), Outbox: w.store.Alerts().Outbox(),
		Wake: o.ring, Address: address, Say: planning.Sentences(w.calendar)}
}

// sender returns what sends subscriptions, and what they are kept with.
func (w *workspace) sender(env *environment, book loop.Book, engine *memory.Engine, watcher *catalog.Watcher, o *office, look *lookout.Lookout,
	narrowed subscribe.Narrowed, noLogin bool) (*subscribe.Sender, subscriptions.Desk) {
	keep, users, channels := w.store.Alerts().Subscriptions(), w.store.Accounts(), w.store.Alerts().Channels()
	s := &subscribe.Sender{Keep: keep, Users: users, Channels: channels, Data: w.newest(engine, watcher), Narrowed: narrowed,
		Book: book.Within(func() ops.Keys { return engine.Current().Keys() }), Brief: look.Brief, NoLogin: noLogin, Clock: env.clock, Wake: o.ring,
		Address: look.Address, Log: env.log, Boards: w.store.Accounts().Boards()}
	return s, subscriptions.Desk{Keep: keep, Users: users, Channels: channels, Outbox: w.store.Alerts().Outbox(), Test: s.Test, Wake: o.ring}
}

// newest returns the newest figures and metrics.
func (w *workspace) newest(engine *memory.Engine, watcher *catalog.Watcher) func() analysis.Data {
	return func() analysis.Data {
		found, _ := watcher.Current()
		snapshot := analysis.Shared(engine.Current())
		return analysis.Data{Snapshot: snapshot, Catalog: found.With(snapshot.Keys()), Calendar: w.calendar, Currency: w.currency}
	}
}

// restater returns what writes down which known figures imports changed. The figures
// it starts from are those of now.
func (w *workspace) restater(env *environment, engine *memory.Engine, watcher *catalog.Watcher) *lookout.Restater {
	r := &lookout.Restater{Data: w.newest(engine, watcher), Keep: w.store.Notes().Restatements(), Log: env.log}
	r.Begin()
	return r
}
