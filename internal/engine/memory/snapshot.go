package memory

import (
	"slices"
	"sync"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// snapshot is one version of everything. Its parts are immutable and each
// makes its successor in apply, sharing what did not change.
type snapshot struct {
	version int64
	sources []ops.Source
	keys    ops.Keys
	*facts
	*memberData
	*postTable
}

var _ engine.Snapshot = (*snapshot)(nil)

// Version implements engine.State.
func (s *snapshot) Version() int64 { return s.version }

// Sources implements engine.State.
func (s *snapshot) Sources() []ops.Source { return slices.Clone(s.sources) }

// Keys implements engine.State.
func (s *snapshot) Keys() ops.Keys { return s.keys }

// dictionaries are the source's dictionaries, which only grow, so they serve
// every snapshot.
type dictionaries struct {
	names, events, members *ops.Dictionary
	folded                 *foldIndex
}

// foldIndex finds the code of a name by its folded form.
type foldIndex struct {
	names *ops.Dictionary
	mu    sync.Mutex
	codes map[string]uint32
	seen  uint32 // codes below are in the map
}

func newFoldIndex(names *ops.Dictionary) *foldIndex {
	return &foldIndex{names: names, codes: map[string]uint32{}}
}

// find returns the code of the name that folds like s.
func (x *foldIndex) find(s string) (uint32, bool) {
	if c, ok := x.names.Find(s); ok {
		return c, true
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	for n := uint32(x.names.Len()); x.seen < n; x.seen++ {
		folded := ops.Fold(x.names.Text(x.seen))
		if _, ok := x.codes[folded]; !ok {
			x.codes[folded] = x.seen
		}
	}
	c, ok := x.codes[ops.Fold(s)]
	return c, ok
}
