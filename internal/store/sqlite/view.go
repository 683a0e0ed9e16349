package sqlite

import (
	"slices"

	"daybreak/internal/ops"
)

// view is how the record is read at one version: the batches that count and the
// names that mean others.
type view struct {
	version int64
	live    set
	keys    codeKeys
	made    []ops.ChannelRule // every rule as it was made, undone ones too
	rules   ops.ChannelRules  // those that hold, with the names kept
	fresh   uint32            // code of a name kept that no row has yet; 0: there is none

	// Of the record as it was: of these live batches only rows up to a moment count, in microseconds.
	growing set
	until   int64

	labelled bool // blocks say the batch of each row
}

// view returns how the record is read now. Rows of a live batch never change, so
// whoever reads by one view reads one version.
func (s *Store) view() view {
	s.state.RLock()
	defer s.state.RUnlock()
	return view{version: s.version, live: slices.Clone(s.live), keys: s.keys, made: s.rules, rules: ruled(s.rules, s.Keys())}
}

// codeKeys are the merges that hold, by dimension and code. It is replaced as a
// whole and never changed.
type codeKeys map[string]map[uint32]codeKey

// codeKey is the code kept for another, and the last import before the two were
// merged.
type codeKey struct {
	kept  uint32
	since int64
}

// of returns the code under which a code of a dimension is read.
func (k codeKeys) of(dimension string, code uint32) uint32 {
	if key, ok := k[dimension][code]; ok {
		return key.kept
	}
	return code
}

// touch reports whether rows of a record may be read with other names than they
// have, and whether their primary key may be another then.
func (k codeKeys) touch(l *layout) (any, key bool) {
	for i, c := range l.stored {
		if c < 0 || len(k[l.record.Columns[c].Name]) == 0 {
			continue
		}
		any, key = true, key || i < l.keys
	}
	return any, key
}

// rewrite puts the names kept into a block that nobody else has yet.
func (k codeKeys) rewrite(b *ops.Rows) {
	for c, column := range b.Record.Columns {
		kept := k[column.Name]
		if len(kept) == 0 {
			continue
		}
		for i, code := range b.Codes[c] {
			if key, ok := kept[code]; ok {
				b.Codes[c][i] = key.kept
			}
		}
	}
}
