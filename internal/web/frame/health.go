package frame

import (
	"fmt"
	"time"

	"daybreak/internal/ops"
)

// Monitor knows how the record is.
type Monitor interface{ Health() Health }

// Health is how the record is.
type Health struct {
	Beat          time.Time  // when a row was last written and read back as all rows are
	Damage        *ops.Error // found at start: the record can be read only; nil if sound
	Lost          int64      // changes that had been stored and were not there at start
	Backup        BackupHealth
	DatabaseBytes int64
	LogBytes      int64 // the write-ahead log
	FreeBytes     int64 // left on the disk of the record; -1: not known
	Stopped       error // why imports are refused; nil if they are not
	StoppedReads  int64 // reads of the record that were ended because they took too long

	CheckInsStopped bool // they are refused, too
}

// Faults lists what is wrong with the record, for people.
func (h Health) Faults() []*ops.Error {
	var out []*ops.Error
	if h.Damage != nil {
		out = append(out, h.Damage)
	}
	if h.Lost > 0 {
		out = append(out, &ops.Error{Code: "changes_lost", Message: fmt.Sprintf("The latest changes were lost when the server stopped: %d.", h.Lost),
			Hint: "Check the disk. Import the latest files again, or restore the last backup.", Args: []any{h.Lost}})
	}
	free := h.FreeBytes >> 20
	switch {
	case h.FreeBytes < 0:
	case h.CheckInsStopped:
		out = append(out, &ops.Error{Code: "all_stopped",
			Message: fmt.Sprintf("The disk of the server is full: %d MiB are left. Neither check-ins nor imports are taken.", free),
			Hint:    "Free some space; both then go on by themselves. What is stored stays.", Args: []any{free}})
	case h.Stopped != nil:
		out = append(out, &ops.Error{Code: "only_check_ins",
			Message: fmt.Sprintf("The disk of the server is almost full: %d MiB are left. Imports are stopped, check-ins go on.", free),
			Hint:    "Free some space; imports then go on by themselves.", Args: []any{free}})
	case h.FreeBytes < lowSpace:
		out = append(out, &ops.Error{Code: "disk_low", Message: fmt.Sprintf("The disk of the server is almost full: %d MiB are left.", free),
			Hint: "Free some space. When it is full nothing can be stored; what is stored stays.", Args: []any{free}})
	}
	return out
}

// lowSpace is how many bytes are few enough to be told about.
const lowSpace = 500 << 20

// BackupHealth is how scheduled backups are.
type BackupHealth struct {
	Scheduled bool
	At        time.Time // when the last verified backup began; zero: there is none
	Failed    bool      // the latest try
}
