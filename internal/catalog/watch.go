package catalog

import (
	"context"
	"errors"
	"io/fs"
	"sync/atomic"
	"time"

	"daybreak/internal/ops"
)

// Watcher keeps the catalog of a directory that people edit while Daybreak
// serves. A file that breaks leaves the last good catalog in force.
type Watcher struct {
	fsys   fs.FS
	shapes []ops.PanelShape
	state  atomic.Pointer[watched]
}

// watched is what is in force, and what the files say now.
type watched struct {
	catalog  *ops.Catalog
	mistakes ops.Mistakes
	digest   string // of the files as last read; "" if they could not be
}

// Watch loads fsys. It fails with ops.Mistakes, like Load: there is no last
// good catalog yet.
func Watch(fsys fs.FS, shapes []ops.PanelShape) (*Watcher, error) {
	c, err := Load(fsys, shapes)
	if err != nil {
		return nil, err
	}
	w := &Watcher{fsys: fsys, shapes: shapes}
	w.state.Store(&watched{catalog: c, digest: c.Digest})
	return w, nil
}

// Current returns the last good catalog and what is wrong with the files now,
// nothing if the catalog is theirs. It never blocks.
func (w *Watcher) Current() (*ops.Catalog, ops.Mistakes) {
	s := w.state.Load()
	return s.catalog, s.mistakes
}

// Poll reads the files and loads them if their bytes changed. Only one
// goroutine may poll.
func (w *Watcher) Poll() {
	before := w.state.Load()
	now := &watched{catalog: before.catalog}
	files, unreadable := read(w.fsys)
	if unreadable != nil {
		now.mistakes = ops.Mistakes{unreadable}
		w.state.Store(now)
		return
	}
	if now.digest = digest(files); now.digest == before.digest {
		return
	}
	c, err := load(files, w.shapes)
	if err == nil {
		now.catalog = c
	} else {
		errors.As(err, &now.mistakes)
	}
	w.state.Store(now)
}

// Run polls until ctx is done.
func (w *Watcher) Run(ctx context.Context, every time.Duration) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			w.Poll()
		}
	}
}
