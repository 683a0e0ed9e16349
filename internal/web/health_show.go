package web

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"
)

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
