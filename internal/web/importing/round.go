package importing

import (
	"context"
	"sync"
	"time"

	"daybreak/internal/ingest"
	"daybreak/internal/ops"
)

// round is the import of all files of one person that wait, one after the other
// in the order in which they came, each a batch of its own. A file that needs a
// look stays where it is.
type round struct {
	began time.Time
	done  chan struct{} // closed when all files had their turn

	mu    sync.Mutex
	files []roundFile
}

// roundFile is one file of a round and what became of it: a batch, or why it
// was not imported; neither while it waits for its turn.
type roundFile struct {
	id, name, ext string
	text          bool
	batch         ops.Batch
	err           error
}

// rounds are the rounds that run or have ended lately, the latest of each
// person.
type rounds struct {
	mu sync.Mutex
	of map[string]*round
}

// last returns a person's round, or nil.
func (r *rounds) last(by string) *round {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.of[by]
}

// begin returns a new round of a person; ok is false if one runs already, which
// is returned then.
func (r *rounds) begin(by string, now time.Time, ups []*upload) (ro *round, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for name, old := range r.of {
		if now.Sub(old.began) > uploadLife && old.ended() {
			delete(r.of, name)
		}
	}
	if old := r.of[by]; old != nil && !old.ended() {
		return old, false
	}
	ro = &round{began: now, done: make(chan struct{})}
	for _, up := range ups {
		ro.files = append(ro.files, roundFile{id: up.ID, name: up.Name, ext: up.Ext(), text: up.Text()})
	}
	r.of[by] = ro
	return ro, true
}

func (r *round) ended() bool {
	select {
	case <-r.done:
		return true
	default:
		return false
	}
}

// list returns the files as they stand.
func (r *round) list() []roundFile {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]roundFile(nil), r.files...)
}

func (r *round) set(i int, b ops.Batch, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.files[i].batch, r.files[i].err = b, err
}

// startRound imports those of the uploads that nobody need look at, in a round
// that goes on when the visitor leaves.
func (s *Section) startRound(ctx context.Context, ups []*upload, by ingest.By) *round {
	ro, ok := s.rounds.begin(by.Name, s.Clock(), ups)
	if !ok {
		return ro
	}
	actor := ops.ActorOf(ctx)
	s.Commits.wg.Go(func() {
		defer close(ro.done)
		for i, f := range ro.list() {
			j := s.Commits.Start(f.id, nil, s.Clock(), func(ctx context.Context, progress func(done, total int)) (ops.Batch, error) {
				return s.commitUnseen(ops.WithActor(ctx, actor), f.id, by, progress)
			})
			<-j.Done
			b, err, _ := j.result()
			if b.ID != 0 || ops.CodeOf(err) == "already_imported" {
				s.uploads.remove(f.id)
			} else {
				s.Commits.forget(f.id)
			}
			if err != nil && ops.CodeOf(err) == "" {
				s.Log.Error("import of a file that waited", "file", f.name, "batch", b.ID, "error", err)
			}
			ro.set(i, b, err)
		}
	})
	return ro
}

// commitUnseen imports an upload as it was recognised, unless a person has to
// look at it.
func (s *Section) commitUnseen(ctx context.Context, id string, by ingest.By, progress func(done, total int)) (ops.Batch, error) {
	up, err := s.uploads.open(id)
	if err != nil {
		return ops.Batch{}, err
	}
	defer up.Close()
	plan, err := s.plan(ctx, up, ingest.Options{Record: up.As})
	if err != nil {
		return ops.Batch{}, err
	}
	if why := plan.Unseen(); why != nil {
		return ops.Batch{}, why
	}
	return s.Importer.Commit(ctx, plan, by, progress)
}
