package main

import (
	"context"
	"errors"
	"fmt"
	"os"
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
}

func openDaybreak(ctx context.Context, dir string) (*daybreak, error) {
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		return nil, err
	}
	calendar := ops.Calendar{Zone: zone, WeekStart: time.Monday}
	if err := os.RemoveAll(dir); err != nil {
		return nil, err
	}
	if err := sqlite.Init(dir); err != nil {
		return nil, err
	}
	store, err := sqlite.Open(ctx, dir, sqlite.Options{Calendar: calendar})
	if err != nil {
		return nil, err
	}
	return &daybreak{
		store:    store,
		engine:   memory.New(store, memory.Options{Calendar: calendar, Currency: "CNY"}),
		importer: ingest.NewImporter(store, ingest.Settings{Calendar: calendar, Currency: "CNY", Clock: time.Now}),
	}, nil
}

func (d *daybreak) close() error { return d.store.Close() }

// importFiles imports the files one after the other and then refreshes the
// engine once. It returns how many rows and how long the imports took.
func (d *daybreak) importFiles(ctx context.Context, files []string) (int, time.Duration, error) {
	rows, start := 0, time.Now()
	for _, name := range files {
		n, err := d.importFile(ctx, name)
		if err != nil {
			return 0, 0, fmt.Errorf("%s: %w", name, err)
		}
		rows += n
	}
	took := time.Since(start)
	start = time.Now()
	if err := d.engine.Refresh(ctx); err != nil {
		return 0, 0, err
	}
	fmt.Printf("Engine built in %v.\n", time.Since(start).Round(time.Millisecond))
	return rows, took, nil
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
