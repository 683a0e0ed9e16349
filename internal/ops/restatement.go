package ops

import (
	"math"
	"time"
)

// Restatement says that an import, or the undo of one, changed figures of a metric
// that had been known by more than a tenth, on days in a row.
type Restatement struct {
	Batch         int64
	Undo          bool // the undo of the import changed them
	File, By      string
	At            time.Time
	Metric        string
	Days          Range
	Day           Day     // of them, the one that changed most
	Before, After float64 // its figure, in the unit of the metric
	Resolved      time.Time
}

// restatedBy is the share of a figure by which it has to change.
const restatedBy = 0.1

// Restates reports whether a figure that becomes another one is restated.
func Restates(before, after float64) bool {
	return math.Abs(after-before) > restatedBy*math.Abs(before)+1e-9
}

// Size is by which share of itself the figure changed: 1 is doubled. It is +∞ or −∞
// for a figure that was 0.
func (r Restatement) Size() float64 { return (r.After - r.Before) / math.Abs(r.Before) }

// ImportChange is an import that came, or was undone, and the days it changed.
type ImportChange struct {
	Batch  int64
	Undo   bool
	Record string
	Days   Range
}
