package web

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// showHealth answers 200 while a snapshot is there to answer from.
func (s *Server) showHealth(c echo.Context) error {
	return c.JSON(http.StatusOK, struct {
		Status  string `json:"status"`
		Version int64  `json:"version"` // of the data
	}{"ok", s.Snapshots.Current().Version()})
}
