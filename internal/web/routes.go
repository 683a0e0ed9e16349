package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ingest"
	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
)

// The methods and roles, by the short names the table reads best with.
const (
	GET  = frame.GET
	POST = frame.POST

	Public = ops.Public
	Viewer = ops.Viewer
	Editor = ops.Editor
	Admin  = ops.Admin
)

// maxFile is how long a request with one file may be: the form around it; what
// the file holds has limits of its own.
const maxFile = max(ingest.MaxUpload, ingest.MaxEventsBody) + maxJSON

// table is the route table: what is asked, the role it takes, how long its body
// may be, who answers. testdata/routes.txt says the methods, paths and roles a
// second time.
func (s *Server) table() []frame.Route {
	return slices.Concat(s.ownRoutes(), s.importRoutes(), s.accountRoutes(), s.challengeRoutes(), s.apiRoutes())
}

// ownRoutes are dashboards, definitions, members and the server itself.
func (s *Server) ownRoutes() []frame.Route {
	on := frame.On
	return []frame.Route{
		on(GET, "/healthz", Public, maxJSON, s.showHealth),
		on(GET, "/internal/metrics", Admin, maxJSON, s.showTelemetry),
		on(GET, "/static/:file", Public, maxJSON, s.showAsset),
		on(GET, "/", Viewer, maxJSON, s.showStart),
		on(GET, "/:page", Viewer, maxJSON, s.showDashboard),
		on(GET, streamPath, Viewer, maxJSON, s.streamCheckIns),
		on(POST, "/theme", Public, maxJSON, s.setTheme),
		on(POST, "/watermarks", Editor, maxJSON, s.declareOnPage),
		on(GET, "/metrics", Viewer, maxJSON, s.showDefinitions),
		on(GET, "/metrics/:metric", Viewer, maxJSON, s.redirectMetric),
		on(GET, "/members", Viewer, maxJSON, s.showPeople),
		on(GET, "/members.csv", Viewer, maxJSON, s.exportPeople),
		on(GET, "/members/:member", Viewer, maxJSON, s.showMember),
	}
}

// importRoutes are the pages about imports.
func (s *Server) importRoutes() []frame.Route {
	on := frame.On
	return []frame.Route{
		on(GET, "/import", Editor, maxJSON, s.showImport),
		on(POST, "/import", Editor, maxForm, s.createUpload),
		on(GET, "/import/:upload", Editor, maxJSON, s.showUpload),
		on(GET, "/import/:upload/progress", Editor, maxJSON, s.showProgress),
		on(GET, "/import/:upload/rejected", Editor, maxJSON, s.downloadRejected),
		on(POST, "/import/:upload/commit", Editor, maxJSON, s.commitUpload),
		on(POST, "/import/:upload/remove", Editor, maxJSON, s.removeUpload),
		on(POST, "/import/:upload/rate", Editor, maxJSON, s.setRate),
		on(POST, "/import/parked", Editor, maxJSON, s.takeParked),
		on(GET, "/mappings", Editor, maxJSON, s.showMappings),
		on(POST, "/mappings/:fingerprint/forget", Editor, maxJSON, s.forgetMapping),
		on(GET, "/imports", Viewer, maxJSON, s.showImports),
		on(POST, "/imports/:id/undo", Editor, maxJSON, s.undoOnPage),
	}
}

// accountRoutes are the pages about accounts.
func (s *Server) accountRoutes() []frame.Route {
	on := frame.On
	return []frame.Route{
		on(GET, "/login", Public, maxJSON, s.showLogin),
		on(POST, "/login", Public, maxJSON, s.signIn),
		on(GET, "/login/issuer", Public, maxJSON, s.leaveForIssuer), // not there without an issuer
		on(GET, "/login/issuer/back", Public, maxJSON, s.returnFromIssuer),
		on(POST, "/logout", Viewer, maxJSON, s.signOut),
		on(GET, "/setup", Public, maxJSON, s.showSetUp), // not there once there is an administrator
		on(POST, "/setup", Public, maxJSON, s.setUp),
		on(GET, "/account", Viewer, maxJSON, s.showAccount),
		on(POST, "/account/password", Viewer, maxJSON, s.changePassword),
		on(POST, "/account/sessions/end", Viewer, maxJSON, s.endOtherSessions),
		on(POST, "/account/sessions/:id/end", Viewer, maxJSON, s.endOwnSession),
		on(GET, "/tokens", Viewer, maxJSON, s.showTokens),
		on(POST, "/tokens", Viewer, maxJSON, s.addToken),
		on(POST, "/tokens/:id/revoke", Viewer, maxJSON, s.revokeToken),
		on(GET, "/shares", Editor, maxJSON, s.showShares),
		on(POST, "/shares", Editor, maxJSON, s.addShare),
		on(POST, "/shares/:id/revoke", Editor, maxJSON, s.revokeShare),
		on(GET, "/s/:token", Public, maxJSON, s.showShared), // whoever has the link
		on(GET, "/users", Admin, maxJSON, s.showUsers),
		on(POST, "/users", Admin, maxJSON, s.addUser),
		on(GET, "/users/:id", Admin, maxJSON, s.showUser),
		on(POST, "/users/:id/role", Admin, maxJSON, s.setRole),
		on(POST, "/users/:id/password", Admin, maxJSON, s.resetPassword),
		on(POST, "/users/:id/sessions/end", Admin, maxJSON, s.endSessions),
		on(POST, "/users/:id/remove", Admin, maxJSON, s.removeUser),
		on(GET, "/audit", Admin, maxJSON, s.showAudit),
		on(GET, "/limits", Admin, maxJSON, s.showLimits),
	}
}

// challengeRoutes are the pages about challenges: those of who runs them and
// those of members.
func (s *Server) challengeRoutes() []frame.Route {
	on := frame.On
	return []frame.Route{
		on(GET, "/challenges", Editor, maxJSON, s.showChallenges),
		on(POST, "/challenges", Editor, maxJSON, s.addChallenge),
		on(GET, "/challenges/:id", Editor, maxJSON, s.showChallenge),
		on(POST, "/challenges/:id", Editor, maxJSON, s.changeChallenge),
		on(POST, "/challenges/:id/close", Editor, maxJSON, s.closeChallenge),
		on(POST, "/challenges/:id/reopen", Editor, maxJSON, s.reopenChallenge),
		on(POST, "/challenges/:id/groups", Editor, maxJSON, s.addGroup),
		on(POST, "/challenges/:id/groups/:group/renew", Editor, maxJSON, s.renewGroup),
		on(POST, "/challenges/:id/links", Editor, maxJSON, s.addLink),
		on(POST, "/challenges/:id/links.csv", Editor, maxLinkList, s.exportLinks),
		on(POST, "/challenges/:id/links/:link/renew", Editor, maxJSON, s.renewLink),
		on(POST, "/challenges/:id/links/:link/revoke", Editor, maxJSON, s.revokeLink),
		on(GET, "/c/:challenge", Public, maxJSON, s.showMemberPage), // members have no role; what changes something looks for their link
		on(GET, "/c/:challenge/:link", Public, maxJSON, s.openLink), // whoever has the link
		on(POST, "/c/:challenge/join", Public, maxJSON, s.join),
		on(POST, "/c/:challenge/check-in", Public, maxJSON, s.checkInOnPage),
		on(POST, "/c/:challenge/make-up", Public, maxJSON, s.makeUp),
		on(POST, "/c/:challenge/forget", Public, maxJSON, s.forgetLink),
	}
}

// apiRoutes are the API, all of which openapi.yaml describes.
func (s *Server) apiRoutes() []frame.Route {
	on := frame.On
	return []frame.Route{
		on(GET, "/api/v1/openapi.yaml", Viewer, maxJSON, s.showOpenAPI),
		on(POST, "/api/v1/check-ins", Public, ops.MaxCheckInBody, s.createCheckIn), // check-in tokens have no role; the handler looks for one
		on(POST, "/api/v1/events", Editor, maxFile, s.createEvents),
		on(POST, "/api/v1/watermarks", Editor, maxJSON, s.createWatermark),
		on(GET, "/api/v1/imports", Viewer, maxJSON, s.listImports),
		on(POST, "/api/v1/imports", Editor, maxFile, s.createImport),
		on(POST, "/api/v1/imports/:id/undo", Editor, maxJSON, s.undoImport),
		on(GET, "/api/v1/metrics", Viewer, maxJSON, s.answer(s.askMetrics)),
		on(GET, "/api/v1/sources", Viewer, maxJSON, s.answer(s.askSources)),
		on(GET, "/api/v1/retention", Viewer, maxJSON, s.answer(s.askRetention)),
		on(GET, "/api/v1/growth", Viewer, maxJSON, s.answer(s.askGrowth)),
		on(GET, "/api/v1/active", Viewer, maxJSON, s.answer(s.askActive)),
		on(GET, "/api/v1/stickiness", Viewer, maxJSON, s.answer(s.askStickiness)),
		on(GET, "/api/v1/funnel", Viewer, maxJSON, s.answer(s.askFunnel)),
		on(GET, "/api/v1/streaks", Viewer, maxJSON, s.answer(s.askStreaks)),
		on(GET, "/api/v1/challenge", Viewer, maxJSON, s.answer(s.askChallenge)),
		on(GET, "/api/v1/invitations", Viewer, maxJSON, s.answer(s.askInvitations)),
		on(GET, "/api/v1/kept", Viewer, maxJSON, s.answer(s.askKept)),
		on(GET, "/api/v1/times", Viewer, maxJSON, s.answer(s.askTimes)),
		on(GET, "/api/v1/members", Viewer, maxJSON, s.answer(s.askPeople)),
		on(GET, "/api/v1/members/:member", Viewer, maxJSON, s.answerMember),
	}
}

// register adds a route of the table to the router, behind its role. It panics
// when the route is there already, or was not made by frame.On.
func (s *Server) register(r frame.Route) {
	key := route{r.Method(), r.Path()}
	if _, twice := s.routed[key]; twice || key == (route{}) {
		panic(fmt.Sprintf("web: %s %s stands twice in the route table, or was not made by frame.On", key.method, key.path))
	}
	s.routed[key] = r.Role()
	guarded := require(r.Role(), r.Handle())
	s.echo.Add(key.method, key.path, guarded)
	if key.method == http.MethodGet {
		s.echo.Add(http.MethodHead, key.path, guarded)
	}
}

// route is the address of a route.
type route struct{ method, path string }

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
