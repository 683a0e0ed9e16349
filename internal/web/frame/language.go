package frame

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"daybreak/internal/i18n"
)

// Language returns the language of the answer: as the address says, else as
// the cookie remembers, else the browser's.
func Language(c echo.Context) i18n.Lang {
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

// Theme returns "light" or "dark" as the cookie remembers, or "" to follow the
// system.
func Theme(c echo.Context) string {
	if k, err := c.Request().Cookie("theme"); err == nil && (k.Value == "light" || k.Value == "dark") {
		return k.Value
	}
	return ""
}

// RememberLanguage sets the cookie when the address names a language, so that
// links need not.
func (x *Site) RememberLanguage(c echo.Context) {
	if l, ok := i18n.Parse(c.QueryParam("lang")); ok {
		c.SetCookie(x.Preference("lang", string(l)))
	}
}

// Preference is a cookie about how pages look. Scripts may read it: it is not
// a secret, and app.js switches themes without asking.
func (x *Site) Preference(name, value string) *http.Cookie {
	return &http.Cookie{Name: name, Value: value, Path: x.CookiePath("/"), MaxAge: 365 * 24 * 3600, SameSite: http.SameSiteLaxMode, Secure: x.HTTPS}
}
