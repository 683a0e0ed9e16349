package web

import (
	"fmt"
	"net"
	"net/http"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
)

// contentSecurityPolicy is the only policy of every page: no inline script, no
// inline style, nothing from elsewhere.
const contentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"

// recover turns a panic of a handler into an error whose cause and stack go to
// the log.
func (s *Server) recover(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		defer func() {
			switch p := recover(); {
			case p == nil:
			case p == http.ErrAbortHandler:
				panic(p)
			default:
				err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
			}
		}()
		return next(c)
	}
}

// dropTrailingSlash sends who asks for /overview/ to /overview: every page has
// one address. Other spellings, and other methods, find nothing.
func dropTrailingSlash(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		u := *c.Request().URL
		if len(u.Path) < 2 || !strings.HasSuffix(u.Path, "/") {
			return next(c)
		}
		u.Path, u.RawPath = strings.TrimSuffix(u.Path, "/"), strings.TrimSuffix(u.RawPath, "/")
		to := u.RequestURI()
		if !isSafe(c.Request().Method) || strings.HasSuffix(u.Path, "/") || frame.LocalPath(to) != to {
			return echo.ErrNotFound
		}
		return c.Redirect(http.StatusPermanentRedirect, to)
	}
}

// checkHeader refuses headers that are too long. The HTTP server refuses those
// several times as long by itself, with a bare sentence.
func checkHeader(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		n := len(c.Request().RequestURI)
		for name, values := range c.Request().Header {
			for _, v := range values {
				n += len(name) + len(v) + len(": \r\n")
			}
		}
		if n > maxHeaderBytes {
			return &ops.Error{Code: "header_too_large", Message: "The header of the request is too large.",
				Hint: fmt.Sprintf("It may have %d KiB; remove cookies or shorten the address.", maxHeaderBytes>>10), Args: []any{maxHeaderBytes >> 10}}
		}
		return next(c)
	}
}

// checkHost refuses requests for other hosts, so that no foreign name can be
// pointed at this server.
func (s *Server) checkHost(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if !slices.Contains(s.hosts, strings.ToLower(c.Request().Host)) {
			return &ops.Error{Code: "wrong_host", Message: "This server does not answer for that host name.", Hint: "Open it under the address it prints at start.",
				Where: ops.Place{Value: ops.Show(c.Request().Host)}}
		}
		return next(c)
	}
}

// securityHeaders sets the headers every answer carries. Handlers whose answer
// may be kept replace Cache-Control.
func securityHeaders(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Response().Header()
		h.Set("Content-Security-Policy", contentSecurityPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
		h.Set("Cache-Control", "no-store")
		if c.Scheme() == "https" {
			h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
		}
		return next(c)
	}
}

// isSafe reports whether requests of a method change nothing.
func isSafe(method string) bool {
	return slices.Contains([]string{http.MethodGet, http.MethodHead, http.MethodOptions}, method)
}

// checkPeer refuses requests that come past the proxy.
func (s *Server) checkPeer(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if len(s.proxies) == 0 {
			return next(c)
		}
		host, _, err := net.SplitHostPort(c.Request().RemoteAddr)
		if err != nil {
			return err
		}
		ip := net.ParseIP(host)
		if ip.IsLoopback() || slices.ContainsFunc(s.proxies, func(n *net.IPNet) bool { return n.Contains(ip) }) {
			return next(c)
		}
		return &ops.Error{Code: "not_the_proxy", Message: "This server only answers its proxy.", Hint: "Open Daybreak under its public address."}
	}
}

// checkOrigin refuses changes asked for by other sites. A request with a
// cookie comes from a browser and must say where it comes from; a program with
// a token sends no cookie.
func checkOrigin() echo.MiddlewareFunc {
	protection := http.NewCrossOriginProtection()
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			r := c.Request()
			err := protection.Check(r)
			silent := r.Header.Get("Sec-Fetch-Site") == "" && r.Header.Get("Origin") == ""
			if err != nil || !isSafe(r.Method) && silent && r.Header.Get("Cookie") != "" {
				return &ops.Error{Code: "cross_site", Message: "Changes are only accepted from Daybreak's own pages.", Hint: "Open the page again and repeat.", Err: err}
			}
			return next(c)
		}
	}
}
