package web

import (
	"crypto/rand"
	"log/slog"
	"strings"
	"time"

	"daybreak/internal/web/frame"

	"github.com/labstack/echo/v4"
)

// requestID gives every request an id of our own, whatever the client sent,
// and writes one line for it to the log when it is done. The query is not
// logged: it may carry a person's id.
func (s *Server) requestID(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		id := strings.ToLower(rand.Text()[:12])
		c.Set(frame.KeyRequestID, id)
		c.Response().Header().Set(echo.HeaderXRequestID, id)
		began := time.Now()
		if err := next(c); err != nil {
			c.Error(err)
		}
		took := time.Since(began)
		s.telemetry.count(served{methodLabel(c.Request().Method), c.Path(), c.Response().Status}, took)
		level := slog.LevelInfo
		if c.Response().Status >= 500 {
			level = slog.LevelWarn
		}
		s.Log.Log(c.Request().Context(), level, "request", "id", id, "method", c.Request().Method, "route", c.Path(),
			"status", c.Response().Status, "bytes", c.Response().Size, "ms", float64(took.Microseconds())/1000)
		return nil
	}
}
