package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"syscall"
	"time"

	"daybreak/internal/engine"
	"daybreak/internal/engine/memory"
	"daybreak/internal/engine/only"
	"daybreak/internal/engine/past"
	"daybreak/internal/store/sqlite"
)

// The figures are kept beside the database, so that a start need not build
// them from the rows again. They are kept when that would take long, while the
// program runs now and then, and when it stops.
const (
	figuresFile  = "figures.snapshot"
	figuresFrom  = 200_000 // rows; fewer are read in a fifth of a second
	figuresEvery = 15 * time.Minute
	figuresLast  = 5 * time.Second // most time taken when the program stops
	figuresRoom  = 128             // bytes a row that the disk must have free; the record goes first
)

// keptFigures are the figures beside the database. Their mark holds a secret
// that is written into the database when they are kept: a database that has it
// is the one they were made from or a later version of it, never another one
// or one restored from before. It also names the format, as another program may
// make other figures.
type keptFigures struct {
	store  *sqlite.Store
	engine *memory.Engine
	path   string
	from   int // rows
	log    *slog.Logger
	mu     sync.Mutex
	kept   int64       // version; guarded by mu
	views  *only.Views // of those who see some rows; nil where nobody asks
	past   *past.Figures
}

// figures returns an engine over the workspace that holds its newest snapshot,
// and what keeps it.
func (w *workspace) figures(ctx context.Context, dir string, log *slog.Logger) (*memory.Engine, *keptFigures, error) {
	e := memory.New(w.store, memory.Options{Calendar: w.calendar, Currency: w.currency})
	k := &keptFigures{store: w.store, engine: e, path: filepath.Join(dir, figuresFile), from: figuresFrom, log: log}
	err := k.load(ctx)
	switch {
	case err == nil:
		k.kept = e.Version()
	case ctx.Err() != nil:
		return nil, nil, err
	case !errors.Is(err, fs.ErrNotExist):
		log.Info("the figures are built from the rows", "because", err)
	}
	return e, k, e.Refresh(ctx)
}

// views returns the figures of those who see some rows of the workspace alone, which are
// made until ctx ends.
func (w *workspace) views(ctx context.Context) *only.Views {
	return only.NewViews(ctx, w.store, func(rows engine.Source) only.Engine {
		return memory.New(rows, memory.Options{Calendar: w.calendar, Currency: w.currency})
	})
}

// past returns the figures of the workspace as they were.
func (w *workspace) past() *past.Figures {
	return past.NewFigures(sqlite.HistoryIn(w.store), func(rows engine.Source) only.Engine {
		return memory.New(rows, memory.Options{Calendar: w.calendar, Currency: w.currency})
	})
}

func (k *keptFigures) load(ctx context.Context) error {
	if _, err := os.Stat(k.path); err != nil {
		return err
	}
	secret, err := k.store.Settings().Setting(ctx, "figures")
	if err != nil {
		return err
	}
	if secret == "" {
		return errors.New("the database knows of none")
	}
	return k.engine.Load(ctx, k.path, figuresMark(secret))
}

// figuresMark is what kept figures of this record are marked with: its secret, and how
// they are laid out, on which processor. An upgrade that makes the same ones takes them.
func figuresMark(secret string) string {
	return fmt.Sprintf("%s %d %s", secret, memory.Format, runtime.GOARCH)
}

// keep writes the figures if there are many and they are not those kept. A
// file takes the place of the one before when it is complete.
func (k *keptFigures) keep(ctx context.Context) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.keepNow(ctx)
}

// renew builds the figures from the rows and keeps these, or none, in the place of
// those before: what the record no longer says is in neither.
func (k *keptFigures) renew(ctx context.Context) error {
	if err := k.engine.Rebuild(ctx); err != nil {
		return err
	}
	if k.views != nil {
		k.views.Renew()
	}
	if k.past != nil {
		k.past.Renew()
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, path := range []string{k.path, k.path + ".new"} {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	k.kept = 0
	return k.keepNow(ctx)
}

func (k *keptFigures) keepNow(ctx context.Context) error {
	if k.engine.Version() == k.kept || k.engine.Rows() < k.from || k.store.Health().Damage() != nil {
		return nil
	}
	var disk syscall.Statfs_t
	if err := syscall.Statfs(filepath.Dir(k.path), &disk); err != nil {
		return err
	}
	if need := uint64(k.engine.Rows()) * figuresRoom; uint64(disk.Bavail)*uint64(disk.Bsize) < need {
		return fmt.Errorf("the disk has less than %d MB free", need>>20)
	}
	secret := rand.Text()
	unfinished := k.path + ".new"
	if err := os.Remove(unfinished); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	version := k.engine.Version()
	if err := k.engine.Save(ctx, unfinished, figuresMark(secret)); err != nil {
		return err
	}
	err := k.store.Settings().SetSetting(ctx, "figures", secret)
	if err == nil {
		err = os.Rename(unfinished, k.path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(unfinished))
	}
	k.kept = version
	return nil
}

// run keeps the figures until ctx ends.
func (k *keptFigures) run(ctx context.Context) {
	tick := time.NewTicker(figuresEvery)
	defer tick.Stop()
	for {
		if err := k.keep(ctx); err != nil && ctx.Err() == nil {
			k.log.WarnContext(ctx, "the figures are not kept; a start takes longer", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// stop keeps the figures a last time.
func (k *keptFigures) stop() {
	ctx, cancel := context.WithTimeout(context.Background(), figuresLast)
	defer cancel()
	if err := k.keep(ctx); err != nil {
		k.log.Warn("the figures are not kept; the next start takes longer", "error", err)
	}
}
