package web

import (
	"net/http"

	"github.com/labstack/echo/v4"
	"golang.org/x/text/language"
)

// language returns the language of the answer, "zh" or "en": as the address
// says, else as the cookie remembers, else the browser's, else Chinese.
func (s *Server) language(c echo.Context) string {
	r := c.Request()
	if l := r.URL.Query().Get("lang"); l == "zh" || l == "en" {
		return l
	}
	if k, err := r.Cookie("lang"); err == nil && (k.Value == "zh" || k.Value == "en") {
		return k.Value
	}
	return preferredLanguage(r)
}

func preferredLanguage(r *http.Request) string {
	tags, _, err := language.ParseAcceptLanguage(r.Header.Get("Accept-Language"))
	if err != nil {
		return "zh"
	}
	for _, t := range tags {
		switch base, _ := t.Base(); base.String() {
		case "zh":
			return "zh"
		case "en":
			return "en"
		}
	}
	return "zh"
}

// theme returns "light" or "dark" as the cookie remembers, or "" to follow the
// system.
func theme(c echo.Context) string {
	if k, err := c.Request().Cookie("theme"); err == nil && (k.Value == "light" || k.Value == "dark") {
		return k.Value
	}
	return ""
}
