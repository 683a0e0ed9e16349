package web

import (
	"fmt"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ops"
)

// The roles, by the short names the table reads best with.
const (
	Public = ops.Public
	Viewer = ops.Viewer
	Editor = ops.Editor
	Admin  = ops.Admin
)

// route is one entry of the router.
type route struct{ method, path string }

// policy says who may use each route. It is the only place that does: a route
// missing here, or an entry here without a route, stops the program at start.
func policy() map[route]ops.Role {
	return map[route]ops.Role{
		{http.MethodGet, "/healthz"}:          Public,
		{http.MethodGet, "/internal/metrics"}: Admin,
		{http.MethodGet, "/static/:file"}:     Public,
		{http.MethodPost, "/theme"}:           Public,

		{http.MethodGet, "/login"}:             Public,
		{http.MethodPost, "/login"}:            Public,
		{http.MethodPost, "/logout"}:           Viewer,
		{http.MethodGet, "/login/issuer"}:      Public, // not there without an issuer
		{http.MethodGet, "/login/issuer/back"}: Public,
		{http.MethodGet, "/setup"}:             Public, // not there once there is an administrator
		{http.MethodPost, "/setup"}:            Public,
		{http.MethodGet, "/s/:token"}:          Public, // whoever has the link

		{http.MethodGet, "/account"}:                   Viewer,
		{http.MethodPost, "/account/password"}:         Viewer,
		{http.MethodPost, "/account/sessions/end"}:     Viewer,
		{http.MethodPost, "/account/sessions/:id/end"}: Viewer,
		{http.MethodGet, "/tokens"}:                    Viewer,
		{http.MethodPost, "/tokens"}:                   Viewer,
		{http.MethodPost, "/tokens/:id/revoke"}:        Viewer,
		{http.MethodGet, "/shares"}:                    Editor,
		{http.MethodPost, "/shares"}:                   Editor,
		{http.MethodPost, "/shares/:id/revoke"}:        Editor,
		{http.MethodGet, "/users"}:                     Admin,
		{http.MethodPost, "/users"}:                    Admin,
		{http.MethodGet, "/users/:id"}:                 Admin,
		{http.MethodPost, "/users/:id/role"}:           Admin,
		{http.MethodPost, "/users/:id/password"}:       Admin,
		{http.MethodPost, "/users/:id/sessions/end"}:   Admin,
		{http.MethodPost, "/users/:id/remove"}:         Admin,
		{http.MethodGet, "/audit"}:                     Admin,
		{http.MethodGet, "/limits"}:                    Admin,

		{http.MethodGet, "/"}:      Viewer,
		{http.MethodGet, "/:page"}: Viewer,

		{http.MethodGet, streamPath}: Viewer,

		{http.MethodGet, "/import"}:                        Editor,
		{http.MethodPost, "/import"}:                       Editor,
		{http.MethodGet, "/import/:upload"}:                Editor,
		{http.MethodGet, "/import/:upload/progress"}:       Editor,
		{http.MethodGet, "/import/:upload/rejected"}:       Editor,
		{http.MethodPost, "/import/:upload/commit"}:        Editor,
		{http.MethodPost, "/import/:upload/remove"}:        Editor,
		{http.MethodPost, "/import/:upload/rate"}:          Editor,
		{http.MethodPost, "/import/parked"}:                Editor,
		{http.MethodGet, "/mappings"}:                      Editor,
		{http.MethodPost, "/mappings/:fingerprint/forget"}: Editor,
		{http.MethodGet, "/imports"}:                       Viewer,
		{http.MethodPost, "/imports/:id/undo"}:             Editor,
		{http.MethodPost, "/watermarks"}:                   Editor,
		{http.MethodGet, "/metrics"}:                       Viewer,
		{http.MethodGet, "/metrics/:metric"}:               Viewer,
		{http.MethodGet, "/members"}:                       Viewer,
		{http.MethodGet, "/members.csv"}:                   Viewer,
		{http.MethodGet, "/members/:member"}:               Viewer,

		{http.MethodGet, "/challenges"}:                          Editor,
		{http.MethodPost, "/challenges"}:                         Editor,
		{http.MethodGet, "/challenges/:id"}:                      Editor,
		{http.MethodPost, "/challenges/:id"}:                     Editor,
		{http.MethodPost, "/challenges/:id/close"}:               Editor,
		{http.MethodPost, "/challenges/:id/reopen"}:              Editor,
		{http.MethodPost, "/challenges/:id/groups"}:              Editor,
		{http.MethodPost, "/challenges/:id/groups/:group/renew"}: Editor,
		{http.MethodPost, "/challenges/:id/links"}:               Editor,
		{http.MethodPost, "/challenges/:id/links.csv"}:           Editor,
		{http.MethodPost, "/challenges/:id/links/:link/renew"}:   Editor,
		{http.MethodPost, "/challenges/:id/links/:link/revoke"}:  Editor,
		{http.MethodGet, "/c/:challenge"}:                        Public, // members have no role; what changes something looks for their link
		{http.MethodGet, "/c/:challenge/:link"}:                  Public, // whoever has the link
		{http.MethodPost, "/c/:challenge/join"}:                  Public,
		{http.MethodPost, "/c/:challenge/check-in"}:              Public,
		{http.MethodPost, "/c/:challenge/make-up"}:               Public,
		{http.MethodPost, "/c/:challenge/forget"}:                Public,

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
		{http.MethodGet, "/api/v1/kept"}:         Viewer,
		{http.MethodGet, "/api/v1/times"}:        Viewer,
		{http.MethodGet, "/api/v1/members"}:      Viewer,

		{http.MethodGet, "/api/v1/members/:member"}: Viewer,

		{http.MethodPost, "/api/v1/check-ins"}:        Public, // check-in tokens have no role; the handler looks for one
		{http.MethodPost, "/api/v1/events"}:           Editor,
		{http.MethodPost, "/api/v1/watermarks"}:       Editor,
		{http.MethodGet, "/api/v1/imports"}:           Viewer,
		{http.MethodPost, "/api/v1/imports"}:          Editor,
		{http.MethodPost, "/api/v1/imports/:id/undo"}: Editor,
	}
}

// roleOf returns the least role for r and panics when the table has none.
func roleOf(r route) ops.Role {
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
func require(role ops.Role, next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		switch have := principalOf(c).Role; {
		case have >= role:
			return next(c)
		case have == Public && wantsHTML(c.Request()) && isSafe(c.Request().Method):
			return c.Redirect(http.StatusSeeOther, hrefOf("/login", url.Values{"next": {localPath(c.Request().URL.RequestURI())}}))
		case have == Public:
			c.Response().Header().Set("WWW-Authenticate", `Bearer realm="daybreak"`)
			return &ops.Error{Code: "sign_in", Message: "You are not signed in.", Hint: "Sign in on the page, or send an API token as Authorization: Bearer …."}
		default:
			return &ops.Error{Code: "forbidden", Message: fmt.Sprintf("This needs the role %s.", role), Hint: "Ask an administrator.", Args: []any{role.String()}}
		}
	}
}
