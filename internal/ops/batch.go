package ops

import "time"

// BatchState is where an import stands.
type BatchState string

// The states of a batch. Only rows of live batches count.
const (
	Staged BatchState = "staged"
	Live   BatchState = "live"
	Undone BatchState = "undone"
)

// Batch is one import. The figures of Daybreak are those of its live batches,
// later ones winning over earlier ones key by key; to undo a batch is to stop
// counting its rows, so every other batch keeps its effect.
type Batch struct {
	ID        int64
	Record    string
	File      string // display name
	SHA256    string // of the file's bytes, hex; "" for API events
	Via       string // page, api, command, sample
	By        string // who
	At        time.Time
	State     BatchState
	UndoneAt  time.Time
	Days      Range // days covered by its rows
	Through   Day   // last day it vouches for (rule R2): that of its rows, or, for posted events, yesterday if that is earlier
	Read      int   // data rows in the file
	Created   int   // rows with a key that was new
	Updated   int
	Unchanged int
	Removed   int // rows taken back, because a later report of the same days lacks them
	Rejected  int
}

// Posted reports whether the batch came over the API as it happened, event by
// event, not as a file.
func (b Batch) Posted() bool { return b.Via == "api" && b.SHA256 == "" }

// Diff says what committing rows would change. Kinds is parallel to the rows.
type Diff struct {
	Base      int64 // the record's version the comparison was made against
	Kinds     []ChangeKind
	Order     []uint32 // the rows in the order of their keys, as the record sorts them; saves Commit the sorting
	Created   int
	Updated   int
	Unchanged int
	Removed   int
	Examples  []Change   // up to 100 updated rows, old against new
	Before    []Total    // sums of the additive columns over the days covered, as they are
	After     []Total    // … and as they would be
	Days      []DayTotal // the same for each day covered that has an updated row, by day and column
}

// DayTotal is the sum of one additive column over all rows of one ops day,
// before and after a commit; per currency for money.
type DayTotal struct {
	Day           Day
	Column        string
	Currency      string
	Before, After int64
}

// ChangeKind is the fate of one row.
type ChangeKind uint8

// The fates of a row.
const (
	Create ChangeKind = iota
	Update
	Unchanged
	Removed
)

// Change is one updated row: the columns that differ.
type Change struct {
	Row     int // index into the rows
	Columns []ColumnChange
}

// ColumnChange is one value that differs, written as in a CSV.
type ColumnChange struct{ Column, Old, New string }

// Total is the sum of one additive column over rows of which at least one has a
// value there, per currency for money.
type Total struct {
	Column   string
	Currency string
	Sum      int64
}

// SilenceWithin is how many days without any post between two posts of the API
// count as days on which nothing happened: longer than any run of holidays.
// Of a longer silence nobody knows.
const SilenceWithin = 14
