package web

import (
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ops"
)

// Role is what a principal may do; a greater role may do all a smaller may.
type Role uint8

// The roles.
const (
	Public Role = iota // nobody in particular
	Viewer             // reads figures
	Editor             // imports and undoes
	Admin
)

// String returns the role's name on the command line and in messages.
func (r Role) String() string { return [...]string{"public", "viewer", "editor", "admin"}[r] }

// ParseRole returns the role of a name; nobody can be given Public.
func ParseRole(name string) (Role, bool) {
	for r := Viewer; r <= Admin; r++ {
		if r.String() == name {
			return r, true
		}
	}
	return 0, false
}

// route is one entry of the router.
type route struct{ method, path string }

// policy says who may use each route. It is the only place that does: a route
// missing here, or an entry here without a route, stops the program at start.
func policy() map[route]Role {
	return map[route]Role{
		{http.MethodGet, "/healthz"}:      Public,
		{http.MethodGet, "/static/:file"}: Public,
		{http.MethodPost, "/theme"}:       Public,

		{http.MethodGet, "/"}:      Viewer,
		{http.MethodGet, "/:page"}: Viewer,

		{http.MethodGet, "/import"}:                  Editor,
		{http.MethodPost, "/import"}:                 Editor,
		{http.MethodGet, "/import/:upload"}:          Editor,
		{http.MethodGet, "/import/:upload/progress"}: Editor,
		{http.MethodGet, "/import/:upload/rejected"}: Editor,
		{http.MethodPost, "/import/:upload/commit"}:  Editor,
		{http.MethodGet, "/imports"}:                 Viewer,
		{http.MethodPost, "/imports/:id/undo"}:       Editor,
		{http.MethodGet, "/metrics"}:                 Viewer,
		{http.MethodGet, "/metrics/:metric"}:         Viewer,

		{http.MethodGet, "/api/v1/openapi.yaml"}: Viewer,
		{http.MethodGet, "/api/v1/metrics"}:      Viewer,
		{http.MethodGet, "/api/v1/sources"}:      Viewer,
		{http.MethodGet, "/api/v1/retention"}:    Viewer,
		{http.MethodGet, "/api/v1/growth"}:       Viewer,
		{http.MethodGet, "/api/v1/active"}:       Viewer,
		{http.MethodGet, "/api/v1/stickiness"}:   Viewer,
		{http.MethodGet, "/api/v1/funnel"}:       Viewer,
		{http.MethodGet, "/api/v1/streaks"}:      Viewer,
		{http.MethodGet, "/api/v1/challenge"}:    Viewer,
		{http.MethodGet, "/api/v1/invitations"}:  Viewer,

		{http.MethodPost, "/api/v1/events"}:           Editor,
		{http.MethodPost, "/api/v1/watermarks"}:       Editor,
		{http.MethodGet, "/api/v1/imports"}:           Viewer,
		{http.MethodPost, "/api/v1/imports"}:          Editor,
		{http.MethodPost, "/api/v1/imports/:id/undo"}: Editor,
	}
}

// roleOf returns the least role for r and panics when the table has none.
func roleOf(r route) Role {
	role, ok := policy()[r]
	if !ok {
		panic(fmt.Sprintf("web: %s %s has no line in the policy table", r.method, r.path))
	}
	return role
}

// checkPolicy panics when the table names a route that does not exist.
func (s *Server) checkPolicy() {
	for r := range policy() {
		if !s.routed[r] {
			panic(fmt.Sprintf("web: the policy table names %s %s, which is not a route", r.method, r.path))
		}
	}
}

// require lets requests of at least role pass to next.
func require(role Role, next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		switch have := principalOf(c).Role; {
		case have >= role:
			return next(c)
		case have == Public:
			c.Response().Header().Set("WWW-Authenticate", `Bearer realm="daybreak"`)
			return &ops.Error{Code: "sign_in", Message: "You are not signed in.", Hint: "Send an API token as Authorization: Bearer …; make one with daybreak token create."}
		default:
			return &ops.Error{Code: "forbidden", Message: fmt.Sprintf("This needs the role %s.", role), Hint: "Ask an administrator.", Args: []any{role.String()}}
		}
	}
}
