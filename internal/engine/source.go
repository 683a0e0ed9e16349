package engine

import (
	"context"

	"daybreak/internal/ops"
)

// Source is where an engine reads the record. Rows come with their texts
// coded in shared dictionaries that only grow, so codes may be kept.
type Source interface {
	// Dictionaries returns the dictionaries of names, event names and member
	// ids. A Name that folds like an earlier one has the earlier one's code.
	Dictionaries() (names, events, members *ops.Dictionary)
	// Changes returns the version of the record and what changed after
	// version since, in order; since 0 names everything there is.
	Changes(ctx context.Context, since int64) (version int64, changed []Changed, err error)
	// Read yields the rows of live batches of record whose day lies in days
	// (all rows for a record without days), the latest batch winning key by
	// key, in order of day, as of version or later. Blocks have no Lines.
	Read(ctx context.Context, record string, days ops.Range, yield func(*ops.Rows) error) error
	// Sources returns the watermarks.
	Sources(ctx context.Context) ([]ops.Source, error)
	// Keys returns the names that mean others. Rows come with those kept.
	Keys() ops.Keys
}

// Changed names the days of one record whose rows may differ.
type Changed struct {
	Record string
	Days   ops.Range
}
