package ingest

import (
	"sync"

	"daybreak/internal/ops"
)

// Tally counts what an Importer was asked to import and undo since it was made.
// Rows are those of imports that are stored, rejected ones those left out.
type Tally struct {
	Imported, Refused, Undone             int64 // batches; refused ones stored nothing
	Created, Updated, Unchanged, Rejected int64 // rows
}

// tally is a Tally that several goroutines add to.
type tally struct {
	mu sync.Mutex
	Tally
}

// batch counts an attempt to import b; err is why nothing was stored.
func (t *tally) batch(b ops.Batch, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if err != nil {
		t.Refused++
		return
	}
	t.Imported++
	t.Created += int64(b.Created)
	t.Updated += int64(b.Updated)
	t.Unchanged += int64(b.Unchanged)
	t.Rejected += int64(b.Rejected)
}

func (t *tally) undo() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.Undone++
}

// Tally returns the counts so far.
func (i *Importer) Tally() Tally {
	i.tally.mu.Lock()
	defer i.tally.mu.Unlock()
	return i.tally.Tally
}
