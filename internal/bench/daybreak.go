package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"syscall"
	"time"

	"daybreak/internal/engine/memory"
	"daybreak/internal/ingest"
	"daybreak/internal/ops"
	"daybreak/internal/store/sqlite"
)

// daybreak is the program without its pages.
type daybreak struct {
	store    *sqlite.Store
	engine   *memory.Engine
	importer *ingest.Importer
	calendar ops.Calendar
}

// openDaybreak opens an empty data directory.
func openDaybreak(ctx context.Context, dir string) (*daybreak, error) {
	if err := os.RemoveAll(dir); err != nil {
		return nil, err
	}
	return reopenDaybreak(ctx, dir)
}

// reopenDaybreak opens a data directory as it is.
func reopenDaybreak(ctx context.Context, dir string) (*daybreak, error) {
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		return nil, err
	}
	calendar := ops.Calendar{Zone: zone, WeekStart: time.Monday}
	if err := sqlite.Init(dir); err != nil {
		return nil, err
	}
	store, err := sqlite.Open(ctx, dir, sqlite.Options{Calendar: calendar})
	if err != nil {
		return nil, err
	}
	return &daybreak{
		store:    store,
		engine:   newEngine(store, calendar),
		importer: ingest.NewImporter(store, ingest.Settings{Calendar: calendar, Currency: "CNY", Clock: time.Now}),
		calendar: calendar,
	}, nil
}

func newEngine(store *sqlite.Store, calendar ops.Calendar) *memory.Engine {
	return memory.New(store, memory.Options{Calendar: calendar, Currency: "CNY"})
}

func (d *daybreak) close() error { return d.store.Close() }

// duration is how long something took, by the clock and on all processors.
type duration struct{ wall, processor time.Duration }

// timed runs f; who is as in processorTime.
func timed(who int, f func() error) (duration, error) {
	used, start := processorTime(who), time.Now()
	err := f()
	return duration{time.Since(start), processorTime(who) - used}, err
}

// importFiles imports the files one after the other and returns how many rows
// they had.
func (d *daybreak) importFiles(ctx context.Context, files []string) (rows int, took duration, err error) {
	took, err = timed(syscall.RUSAGE_SELF, func() error {
		for _, name := range files {
			n, err := d.importFile(ctx, name)
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			rows += n
		}
		return nil
	})
	return rows, took, err
}

// refresh brings the engine up to date.
func (d *daybreak) refresh(ctx context.Context) (duration, error) {
	return timed(syscall.RUSAGE_SELF, func() error { return d.engine.Refresh(ctx) })
}

// heap returns the megabytes alive.
func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc >> 20
}

func (d *daybreak) importFile(ctx context.Context, name string) (rows int, err error) {
	f, err := os.Open(name)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	plan, err := d.importer.Plan(ctx, ingest.File{Name: name, Size: info.Size(), R: f}, ingest.Options{})
	if err != nil {
		return 0, err
	}
	b, err := d.importer.Commit(ctx, plan, ingest.By{Via: "command", Name: "bench"}, nil)
	if err != nil {
		return 0, err
	}
	return b.Read, nil
}
