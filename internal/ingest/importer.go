// Package ingest turns bytes into rows of a record: it reads a file, checks
// every value, and plans what committing the rows would change. The page, the
// API and the command line import through the same Importer.
package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"sync"
	"time"

	"daybreak/internal/ops"
)

// Store is the record, as far as imports need it.
type Store interface {
	// Compare says what committing rows would change.
	Compare(ctx context.Context, rows *ops.Rows) (*ops.Diff, error)
	// Commit stores the rows as one live batch, all or nothing. It fails with
	// code stale_plan if the record has changed since diff was made.
	Commit(ctx context.Context, b ops.Batch, rows *ops.Rows, diff *ops.Diff, progress func(done, total int)) (ops.Batch, error)
	// Undo stops counting the rows of a live batch.
	Undo(ctx context.Context, id int64, by string) (ops.Batch, error)
	// Batches lists batches, latest first, those with an id below before; 0 is no bound.
	Batches(ctx context.Context, limit int, before int64) ([]ops.Batch, error)
	// BatchOfFile returns the live batch made of the bytes with that SHA-256.
	BatchOfFile(ctx context.Context, sha256 string) (ops.Batch, bool, error)
}

// Settings are those of the workspace.
type Settings struct {
	Calendar ops.Calendar
	Currency string           // reporting currency
	Clock    func() time.Time // read once for each plan and commit
}

// Importer plans, commits and undoes imports. Its methods may be called by
// several goroutines.
type Importer struct {
	// Published, if set, is called after every commit and undo, so that the
	// figures shown follow the record.
	Published func(context.Context) error

	// Patience is how long a post of events waits for that.
	Patience time.Duration

	// Memory, if set, keeps what users said about the exports of platforms.
	Memory Memory

	// Forgotten, if set, returns what tells members who were forgotten, and what stands
	// in their place; nil where nobody was.
	Forgotten func(context.Context) (func(member string) (name string, forgotten bool), error)

	// Catalog, if set, returns the metrics that targets may be of.
	Catalog func() *ops.Catalog

	store    Store
	settings Settings
	tally    tally
	events   sync.Mutex // posts of events are compared and committed one at a time
}

// NewImporter returns an importer into store.
func NewImporter(store Store, s Settings) *Importer {
	return &Importer{store: store, settings: s, Patience: patience}
}

// File is the bytes of one upload. Name is what the user calls it; it is shown
// and never opened.
type File struct {
	Name string
	Size int64
	R    io.ReaderAt
}

// Options say how to read a file.
type Options struct {
	Record       string // kind of record; "" recognises it from the header
	SkipRejected bool   // commit the good rows of a file that also has bad ones
	MaxBytes     int64  // longest file accepted; 0 is no limit

	// For exports of platforms; Daybreak's own layouts need none of it.
	Hints      Hints              // how to decode the file
	Table      int                // which of its tables, from 1; 0 if it has one
	Sheet      string             // the sheet whose only table to take, instead of Table
	Preset     string             // which kind of export it is; "" recognises it
	Mapping    *Mapping           // how to read it; nil drafts one
	Said       Said               // corrections of the mapping
	Remembered map[string]Mapping // mappings of earlier files by fingerprint; nil asks the Memory
	SameMoney  bool               // the user says that spend which looks reported twice is not
	Overlap    Overlap            // what becomes of stored rows of the days covered that the file lacks
	Typed      bool               // the bytes were typed: the same again later is a statement of its own, and no copy of a file

	Progress func(done, total int64)
}

// By says who imports, and through which door: page, api, command or sample.
type By struct{ Via, Name string }

// Plan reads the whole of f and says what importing it would do. It changes
// nothing. A file that cannot be read at all is an *ops.Error; rows that
// cannot be imported are in the plan.
func (i *Importer) Plan(ctx context.Context, f File, o Options) (*Plan, error) {
	f.Name = DisplayName(f.Name)
	p, err := i.plan(ctx, f, o)
	if err != nil {
		return nil, inFile(err, f.Name)
	}
	return p, nil
}

func (i *Importer) plan(ctx context.Context, f File, o Options) (*Plan, error) {
	if o.MaxBytes > 0 && f.Size > o.MaxBytes {
		return nil, fileTooLarge(o.MaxBytes)
	}
	src := source{file: f, options: o, settings: i.settings, now: i.settings.Clock(), names: i.names()}
	src.plans = &plans{stored: func() ([]ops.Target, error) { return i.storedTargets(ctx) }}
	if i.Catalog != nil {
		src.plans.catalog = i.Catalog()
	}
	p := &Plan{File: f.Name, Size: f.Size, skip: o.SkipRejected, src: src}
	if o.Remembered == nil {
		var err error
		if p.src.options.Remembered, err = i.remembered(ctx); err != nil {
			return nil, err
		}
	}
	r, err := i.read(ctx, p)
	if last := doubted(err); last != nil {
		told, broken := i.again(ctx, p, last)
		if broken != nil {
			return nil, broken
		}
		if told != nil || p.Already != nil {
			r, err = told, nil
		}
	}
	if err != nil || p.Already != nil {
		return p, err
	}
	if r, err = i.refunds(ctx, p, r); err != nil {
		return nil, err
	}
	p.Layout, p.Record, p.Rows, p.Days, p.Mapping = r.layout, r.rows.Record, r.rows, r.days, r.mapping
	p.Read, p.Rejected, p.Rejects, p.Notices = r.read, r.rejected, r.rejects, r.notices
	if p.Days.Len() > 0 {
		p.Through = p.Days.Last()
	}
	known := i.version()
	if err := i.leaveForgotten(ctx, p); err != nil {
		return nil, err
	}
	if err := i.overlap(ctx, p); err != nil {
		return nil, err
	}
	if err := i.leaveTwice(ctx, p); err != nil {
		return nil, err
	}
	if p.Diff, err = i.store.Compare(ctx, p.Rows); err != nil {
		return nil, err
	}
	p.Diff.Base = min(p.Diff.Base, known) // all that was asked of the record must hold still
	p.Warnings = warnings(p.Diff)
	if reader, ok := i.store.(stored); ok {
		unrated, err := i.unrated(ctx, p.Rows, reader)
		if err != nil {
			return nil, err
		}
		p.Warnings = append(p.Warnings, unrated...)
	}
	return p, nil
}

// names returns which names mean others.
func (i *Importer) names() ops.Keys {
	if known, ok := i.store.(interface{ Keys() ops.Keys }); ok {
		return known.Keys()
	}
	return nil
}

// version returns the version of the record; MaxInt64 where it says none.
func (i *Importer) version() int64 {
	if record, ok := i.store.(interface{ Version() int64 }); ok {
		return record.Version()
	}
	return math.MaxInt64
}

// leaveTwice takes the rows of spend out of the plan that are stored already in
// another breakdown, and says so; where none is left, the plan is refused. It
// goes campaign by campaign: those that are not stored yet are imported.
func (i *Importer) leaveTwice(ctx context.Context, p *Plan) error {
	reader, ok := i.store.(stored)
	if !ok || p.Record.Name != "spend" || p.src.options.SameMoney {
		return nil
	}
	twice, err := SameMoney(p.Rows, func(yield func(*ops.Rows) error) error { return reader.Read(ctx, "spend", p.Days, yield) })
	if err != nil || twice == nil {
		return err
	}
	if twice.Left == 0 {
		p.twice = twice.Err
		return nil
	}
	left := p.Rows.Len() - twice.Left
	p.Rows = p.Rows.Without(twice.Rows)
	p.Notices = append(p.Notices, fault("same_money_left",
		fmt.Sprintf("%d rows are left out: their campaigns have spend already in another breakdown from %s to %s. The others are imported.", left,
			twice.Err.Args[0], twice.Err.Args[1]),
		"If both are to count, say so.", left, twice.Err.Args[0], twice.Err.Args[1]).Error)
	return nil
}

// read reads the plan's file, and meanwhile finds out whether its bytes are
// imported already; then there is nothing to read.
func (i *Importer) read(ctx context.Context, p *Plan) (*reading, error) {
	reading, stop := context.WithCancel(ctx)
	defer stop()
	known := make(chan error, 1)
	go func() {
		var err error
		if p.src.options.Typed {
			known <- nil
			return
		}
		if p.SHA256, err = p.src.sum(ctx); err == nil {
			var b ops.Batch
			var ok bool
			if b, ok, err = i.store.BatchOfFile(ctx, p.SHA256); ok {
				p.Already = &b
			}
		}
		if err != nil || p.Already != nil {
			stop()
		}
		known <- err
	}()
	r, err := p.src.read(reading, nil)
	if err := <-known; err != nil || p.Already != nil {
		return nil, err
	}
	return r, err
}

// Commit does what the plan says, all or nothing, and returns the batch. It
// fails with the plan's Refusal, or with stale_plan if the record has changed
// since the plan was made. If the figures cannot be refreshed afterwards, the
// batch is returned together with the error: it is stored.
func (i *Importer) Commit(ctx context.Context, p *Plan, by By, progress func(done, total int)) (ops.Batch, error) {
	if refusal := p.Refusal(); refusal != nil {
		i.tally.batch(ops.Batch{}, refusal)
		return ops.Batch{}, refusal
	}
	b := ops.Batch{
		Record: p.Record.Name, File: p.File, SHA256: p.SHA256, Via: by.Via, By: by.Name, At: i.settings.Clock(),
		Days: p.Days, Through: p.Through, Read: p.Read, Rejected: p.Rejected,
		Created: p.Diff.Created, Updated: p.Diff.Updated, Unchanged: p.Diff.Unchanged, Removed: p.Diff.Removed,
	}
	b, err := i.store.Commit(ctx, b, p.Rows, p.Diff, progress)
	i.tally.batch(b, err)
	if err != nil {
		return ops.Batch{}, err
	}
	return b, errors.Join(i.publish(ctx), i.remember(ctx, p, by.Name))
}

// Undo stops counting the rows of a batch; every other import keeps its
// effect. As with Commit, a batch beside an error is undone.
func (i *Importer) Undo(ctx context.Context, id int64, by By) (ops.Batch, error) {
	b, err := i.store.Undo(ctx, id, by.Name)
	if err != nil {
		return ops.Batch{}, err
	}
	i.tally.undo()
	return b, i.publish(ctx)
}

// Batches lists imports, latest first, those with an id below before; 0 is no
// bound.
func (i *Importer) Batches(ctx context.Context, limit int, before int64) ([]ops.Batch, error) {
	return i.store.Batches(ctx, limit, before)
}

func (i *Importer) publish(ctx context.Context) error {
	if i.Published == nil {
		return nil
	}
	// The record has changed: a visitor who leaves must not keep the figures old.
	if err := i.Published(context.WithoutCancel(ctx)); err != nil {
		return fmt.Errorf("the import is stored, but the figures could not be refreshed: %w", err)
	}
	return nil
}

// publishSoon is publish that waits for the figures for a short time only.
func (i *Importer) publishSoon(ctx context.Context) error {
	published := make(chan error, 1)
	go func() { published <- i.publish(ctx) }()
	select {
	case err := <-published:
		return err
	case <-time.After(i.Patience):
		return nil
	}
}
