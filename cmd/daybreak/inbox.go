package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"daybreak/internal/ingest"
	"daybreak/internal/ops"
	"daybreak/internal/web/importing"
)

// pollInbox is how often the watched folder is looked at. A file is taken once
// it has not changed from one look to the next.
const pollInbox = 2 * time.Second

// Folders inside the watched one.
const (
	importedFolder = "imported"
	parkedFolder   = "parked"
)

// inbox is a watched folder. Files whose layout is known and that nobody need
// look at are imported and moved to its folder imported; all others are moved
// to parked and tried again when an import or a remembered mapping is new. It
// implements importing.Inbox.
type inbox struct {
	dir      string
	importer *ingest.Importer
	clock    func() time.Time
	log      *slog.Logger

	seen map[string]fileState // of files that may still be arriving
	last string               // state of the record when parked files were tried last

	mu     sync.Mutex
	parked map[string]importing.Parked
}

// fileState is what changes while a file arrives.
type fileState struct {
	size int64
	at   time.Time
}

// newInbox makes the folders inside dir, which must be there.
func newInbox(dir string, importer *ingest.Importer, env *environment) (*inbox, error) {
	info, err := os.Stat(dir)
	if err != nil || !info.IsDir() {
		return nil, &ops.Error{Code: "inbox_missing", Message: fmt.Sprintf("There is no folder %s to watch.", dir), Hint: "Make it, or name another with --inbox.",
			Args: []any{dir}}
	}
	for _, name := range []string{importedFolder, parkedFolder} {
		if err := os.Mkdir(filepath.Join(dir, name), 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
			return nil, &ops.Error{Code: "inbox_read_only", Message: fmt.Sprintf("The folder %s cannot be written to.", dir),
				Hint: "Files are moved inside it once they are read.", Args: []any{dir}, Err: err}
		}
	}
	return &inbox{dir: dir, importer: importer, clock: env.clock, log: env.log, seen: map[string]fileState{}, parked: map[string]importing.Parked{}}, nil
}

// run looks at the folder until ctx ends.
func (b *inbox) run(ctx context.Context) {
	tick := time.NewTicker(pollInbox)
	defer tick.Stop()
	for {
		if err := b.look(ctx); err != nil && ctx.Err() == nil {
			b.log.ErrorContext(ctx, "watched folder", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// look takes every file that has arrived, the oldest first: later imports win.
func (b *inbox) look(ctx context.Context) error {
	if err := b.retry(ctx); err != nil {
		return err
	}
	names, states, err := filesIn(b.dir)
	if err != nil {
		return err
	}
	for _, name := range names {
		if before, ok := b.seen[name]; !ok || before != states[name] {
			continue
		}
		why, err := b.take(ctx, filepath.Join(b.dir, name))
		if err != nil {
			return err
		}
		if _, err := os.Lstat(filepath.Join(b.dir, name)); errors.Is(err, fs.ErrNotExist) {
			continue // taken away again meanwhile
		}
		delete(states, name)
		to := importedFolder
		if why != nil {
			to = parkedFolder
		}
		moved, err := b.move(filepath.Join(b.dir, name), to)
		if err != nil {
			return err
		}
		if why != nil {
			b.park(moved, why)
		}
		b.log.InfoContext(ctx, "file of the watched folder", "file", name, "to", to+"/"+moved, "why", why)
	}
	b.seen = states
	return nil
}

// retry tries the parked files again when the record or what is remembered
// has changed, and forgets those that are gone.
func (b *inbox) retry(ctx context.Context) error {
	names, _, err := filesIn(filepath.Join(b.dir, parkedFolder))
	if err != nil {
		return err
	}
	b.mu.Lock()
	known := len(b.parked) == len(names)
	for name := range b.parked {
		if !slices.Contains(names, name) {
			delete(b.parked, name)
		}
	}
	b.mu.Unlock()
	now, err := b.state(ctx)
	if err != nil || known && now == b.last {
		return err
	}
	for _, name := range names {
		path := filepath.Join(b.dir, parkedFolder, name)
		why, err := b.take(ctx, path)
		if err != nil {
			return err
		}
		if why != nil {
			b.park(name, why)
			continue
		}
		if _, err := b.move(path, importedFolder); err != nil {
			return err
		}
		b.mu.Lock()
		delete(b.parked, name)
		b.mu.Unlock()
	}
	b.last, err = b.state(ctx)
	return err
}

// state names the latest import and the latest remembered mapping.
func (b *inbox) state(ctx context.Context) (string, error) {
	batches, err := b.importer.Batches(ctx, 1, 0)
	if err != nil {
		return "", err
	}
	remembered, err := b.importer.Remembered(ctx)
	if err != nil {
		return "", err
	}
	var batch ops.Batch
	var at time.Time
	if len(batches) > 0 {
		batch = batches[0]
	}
	if len(remembered) > 0 {
		at = remembered[0].At
	}
	return fmt.Sprint(batch.ID, at.UnixMicro(), len(remembered)), nil
}

// take imports a file that needs nobody. Otherwise it says why not; err is for
// what is wrong with the program's surroundings.
func (b *inbox) take(ctx context.Context, path string) (why *ops.Error, err error) {
	f, err := os.Open(path)
	if err != nil {
		return unreadable(err), nil
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return unreadable(err), nil
	}
	plan, err := b.importer.Plan(ctx, ingest.File{Name: filepath.Base(path), Size: info.Size(), R: f}, ingest.Options{MaxBytes: ingest.MaxUpload})
	if err != nil {
		return reason(err)
	}
	if plan.Already != nil {
		return nil, nil
	}
	if why := plan.Unseen(); why != nil {
		return why, nil
	}
	if _, err = b.importer.Commit(ctx, plan, ingest.By{Via: "inbox", Name: "inbox"}, nil); err != nil {
		return reason(err)
	}
	return nil, nil
}

// unreadable says that a file cannot be opened, which is no reason to leave the
// others lying.
func unreadable(err error) *ops.Error {
	return &ops.Error{Code: "unreadable", Message: "The file could not be read.", Hint: "Check its permissions.", Err: err}
}

// reason returns an error that speaks of the file as such.
func reason(err error) (*ops.Error, error) {
	var e *ops.Error
	if errors.As(err, &e) && e.Code != "disk_full" && e.Code != "stale_plan" {
		return e, nil
	}
	return nil, err
}

// move moves a file into a folder of the inbox under a name that is free there.
func (b *inbox) move(path, folder string) (string, error) {
	name := filepath.Base(path)
	ext := filepath.Ext(name)
	for n := 1; ; n++ {
		to := filepath.Join(b.dir, folder, name)
		if _, err := os.Lstat(to); errors.Is(err, fs.ErrNotExist) {
			return name, os.Rename(path, to)
		} else if err != nil {
			return "", err
		}
		name = fmt.Sprintf("%s-%d%s", strings.TrimSuffix(filepath.Base(path), ext), n, ext)
	}
}

func (b *inbox) park(name string, why *ops.Error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	at := b.clock()
	if before, ok := b.parked[name]; ok {
		at = before.At
	}
	b.parked[name] = importing.Parked{Name: name, At: at, Why: why}
}

// Parked implements importing.Inbox.
func (b *inbox) Parked() []importing.Parked {
	b.mu.Lock()
	defer b.mu.Unlock()
	var out []importing.Parked
	for _, p := range b.parked {
		out = append(out, p)
	}
	return out
}

// Open implements importing.Inbox. Only names that are parked open anything.
func (b *inbox) Open(name string) (io.ReadCloser, error) {
	b.mu.Lock()
	_, ok := b.parked[name]
	b.mu.Unlock()
	if ok {
		f, err := os.Open(filepath.Join(b.dir, parkedFolder, name))
		if !errors.Is(err, fs.ErrNotExist) {
			return f, err
		}
	}
	return nil, &ops.Error{Code: "unknown_upload", Message: "This file is not in the watched folder any more.", Hint: "Choose the file itself."}
}

// filesIn lists the plain files of a folder that are not hidden or still being
// written under a temporary name, the oldest first.
func filesIn(dir string) ([]string, map[string]fileState, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, nil, err
	}
	states := map[string]fileState{}
	var names []string
	for _, e := range entries {
		name := e.Name()
		switch ext := strings.ToLower(filepath.Ext(name)); {
		case !e.Type().IsRegular(), strings.HasPrefix(name, "."), strings.HasPrefix(name, "~"), strings.HasSuffix(name, "~"),
			slices.Contains([]string{".part", ".tmp", ".crdownload", ".download"}, ext):
			continue
		}
		info, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) {
			continue
		} else if err != nil {
			return nil, nil, err
		}
		names = append(names, name)
		states[name] = fileState{info.Size(), info.ModTime()}
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(states[a].at.Compare(states[b].at), cmp.Compare(a, b)) })
	return names, states, nil
}
