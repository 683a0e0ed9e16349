package web

import (
	"github.com/labstack/echo/v4"

	"daybreak/internal/i18n"
)

// language returns the language of the answer: as the address says, else as
// the cookie remembers, else the browser's.
func (s *Server) language(c echo.Context) i18n.Lang {
	if l, ok := i18n.Parse(c.QueryParam("lang")); ok {
		return l
	}
	if k, err := c.Request().Cookie("lang"); err == nil {
		if l, ok := i18n.Parse(k.Value); ok {
			return l
		}
	}
	return i18n.Negotiate(c.Request().Header.Get("Accept-Language"))
}

// theme returns "light" or "dark" as the cookie remembers, or "" to follow the
// system.
func theme(c echo.Context) string {
	if k, err := c.Request().Cookie("theme"); err == nil && (k.Value == "light" || k.Value == "dark") {
		return k.Value
	}
	return ""
}
