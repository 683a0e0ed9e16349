package web

import (
	"fmt"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

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
	StoppedReads  int64 // reads of the record that were ended because they took too long
}

// faults lists what is wrong with the record, for people.
func (h Health) faults() []*ops.Error {
	var out []*ops.Error
	if h.Damage != nil {
		out = append(out, h.Damage)
	}
	if h.Lost > 0 {
		out = append(out, &ops.Error{Code: "changes_lost", Message: fmt.Sprintf("The latest changes were lost when the server stopped: %d.", h.Lost),
			Hint: "Check the disk. Import the latest files again, or restore the last backup.", Args: []any{h.Lost}})
	}
	if h.FreeBytes >= 0 && h.FreeBytes < lowSpace {
		free := h.FreeBytes >> 20
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

// freshBeat is how long a heartbeat is good for.
const freshBeat = 5 * time.Second

type healthAnswer struct {
	Status  string        `json:"status"`  // ok, down
	Version int64         `json:"version"` // of the data
	Beat    *time.Time    `json:"beat,omitempty"`
	Backup  *backupAnswer `json:"backup,omitempty"`
}

type backupAnswer struct {
	LastVerified *time.Time `json:"last_verified"`
	Failed       bool       `json:"failed"` // the latest try
}

// showHealth answers 200 while there is a snapshot to answer from and the
// record takes and gives back rows, else 503.
func (s *Server) showHealth(c echo.Context) error {
	a := healthAnswer{Status: "ok", Version: s.Snapshots.Current().Version()}
	if s.Monitor == nil {
		return c.JSON(http.StatusOK, a)
	}
	h := s.Monitor.Health()
	if b := h.Backup; b.Scheduled {
		a.Backup = &backupAnswer{Failed: b.Failed}
		if !b.At.IsZero() {
			a.Backup.LastVerified = &b.At
		}
	}
	if !h.Beat.IsZero() {
		a.Beat = &h.Beat
	}
	if s.Clock().Sub(h.Beat) > freshBeat {
		a.Status = "down"
		return c.JSON(http.StatusServiceUnavailable, a)
	}
	return c.JSON(http.StatusOK, a)
}
