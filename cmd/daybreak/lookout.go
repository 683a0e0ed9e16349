package main

import (
	"daybreak/internal/analysis"
	"daybreak/internal/catalog"
	"daybreak/internal/engine/memory"
	"daybreak/internal/lookout"
	"daybreak/internal/loop"
)

// lookout returns what looks at alerts as data comes in.
func (w *workspace) lookout(env *environment, book loop.Book, engine *memory.Engine, watcher *catalog.Watcher) *lookout.Lookout {
	data := func() analysis.Data {
		found, _ := watcher.Current()
		return analysis.Data{Snapshot: analysis.Shared(engine.Current()), Catalog: found, Calendar: w.calendar, Currency: w.currency}
	}
	return &lookout.Lookout{Book: book, Data: data, Clock: env.clock, Log: env.log}
}
