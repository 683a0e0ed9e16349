package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
)

// setTheme remembers a theme and goes back: what app.js does without a request.
func (s *Server) setTheme(c echo.Context) error {
	to := c.FormValue("theme")
	if to != "light" && to != "dark" {
		return &ops.Error{Code: "bad_parameter", Message: "theme must be light or dark.", Where: ops.Place{Column: "theme", Value: ops.Show(to)},
			Args: []any{"theme"}}
	}
	c.SetCookie(s.Preference("theme", to))
	return c.Redirect(http.StatusSeeOther, frame.LocalPath(c.FormValue("back")))
}
