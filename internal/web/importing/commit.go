package importing

import (
	"context"
	"net/url"
	"sync"
	"time"

	"daybreak/internal/ingest"
	"daybreak/internal/ops"
)

// patience is how long a commit is waited for before its progress is shown.
const patience = time.Second

// Commits are the imports that run, or have ended lately, by upload.
type Commits struct {
	base context.Context // ends when the server stops
	stop context.CancelFunc
	wg   sync.WaitGroup
	mu   sync.Mutex
	jobs map[string]*Commit
}

// Commit is one running import. Its fields below mu change until done is
// closed.
type Commit struct {
	Done    chan struct{}
	began   time.Time
	reading url.Values // how the file is read

	mu        sync.Mutex
	rows, all int
	batch     ops.Batch
	err       error
}

func newCommits() *Commits {
	ctx, stop := context.WithCancel(context.Background())
	return &Commits{base: ctx, stop: stop, jobs: map[string]*Commit{}}
}

// close ends what still runs; an import is all or nothing.
func (c *Commits) close() {
	c.stop()
	c.wg.Wait()
}

// job returns the import of an upload, if there is one.
func (c *Commits) job(id string) (*Commit, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	j, ok := c.jobs[id]
	return j, ok
}

// Start runs work for an upload unless it runs already, and returns its job.
func (c *Commits) Start(id string, reading url.Values, now time.Time, work func(ctx context.Context, progress func(done, total int)) (ops.Batch,
	error)) *Commit {
	c.mu.Lock()
	defer c.mu.Unlock()
	for old, j := range c.jobs {
		if now.Sub(j.began) > uploadLife {
			delete(c.jobs, old)
		}
	}
	if j, ok := c.jobs[id]; ok {
		return j
	}
	j := &Commit{Done: make(chan struct{}), began: now, reading: reading}
	c.jobs[id] = j
	c.wg.Go(func() {
		defer close(j.Done)
		b, err := work(c.base, func(done, total int) {
			j.mu.Lock()
			defer j.mu.Unlock()
			j.rows, j.all = done, total
		})
		j.mu.Lock()
		defer j.mu.Unlock()
		j.batch, j.err = b, err
	})
	return j
}

// forget lets an upload be committed again after its import failed.
func (c *Commits) forget(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.jobs, id)
}

// progress returns how many rows are stored, of how many.
func (j *Commit) progress() (rows, all int) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.rows, j.all
}

// result returns how the import ended; ended is false while it runs.
func (j *Commit) result() (b ops.Batch, err error, ended bool) {
	select {
	case <-j.Done:
	default:
		return ops.Batch{}, nil, false
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.batch, j.err, true
}

// commitUploaded plans a kept file again and commits it if the record is still
// as it was in the preview.
func (s *Section) commitUploaded(ctx context.Context, id string, o ingest.Options, base int64, by ingest.By, progress func(done,
	total int)) (ops.Batch, error) {
	up, err := s.uploads.open(id)
	if err != nil {
		return ops.Batch{}, err
	}
	defer up.Close()
	plan, err := s.plan(ctx, up, o)
	if err != nil {
		return ops.Batch{}, err
	}
	if plan.Already == nil && plan.Diff.Base != base {
		return ops.Batch{}, &ops.Error{Code: "stale_plan", Message: "Other data came in since the preview was made.", Hint: "Check the fresh preview."}
	}
	return s.Importer.Commit(ctx, plan, by, progress)
}
