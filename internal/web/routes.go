package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ask"
	"daybreak/internal/assistant"
	"daybreak/internal/ops"
	"daybreak/internal/report"
	"daybreak/internal/view"
	"daybreak/internal/web/frame"
)

// The methods and roles, by the short names the table reads best with.
const (
	GET  = frame.GET
	POST = frame.POST

	Public  = ops.Public
	Analyst = ops.Analyst
	Viewer  = ops.Viewer
	Editor  = ops.Editor
	Admin   = ops.Admin
)

// table is the route table: what is asked, the role it takes, how long its body
// may be, who answers. testdata/routes.txt says the methods, paths and roles a
// second time.
func (s *Server) table() []frame.Route {
	return slices.Concat(s.ownRoutes(), s.importing.Routes(), s.accounts.Routes(), s.community.Routes(), s.planning.Routes(), s.persons.Routes(),
		s.naming.Routes(), s.boards.Routes(), s.messages.Routes(), s.reports.Routes(), s.subscribed.Routes(), s.api.Routes())
}

// ownRoutes are dashboards, definitions, members and the server itself.
func (s *Server) ownRoutes() []frame.Route {
	on := frame.On
	own := []frame.Route{
		on(GET, "/healthz", Public, frame.MaxJSON, s.showHealth),
		on(GET, "/internal/metrics", Admin, frame.MaxJSON, s.showTelemetry),
		on(GET, assetPath+":file", Public, frame.MaxJSON, s.showAsset),
		on(GET, "/", Analyst, frame.MaxJSON, s.showStart),
		on(GET, "/"+ask.Explore, Analyst, frame.MaxJSON, s.showExplore).Past(),
		on(GET, "/:page", Analyst, frame.MaxJSON, s.showDashboard).Past(),
		on(GET, view.StreamPath, Analyst, frame.MaxJSON, s.streamCheckIns),
		on(GET, "/events/check-ins", Analyst, frame.MaxJSON, redirectStream), // where it was
		on(POST, "/theme", Public, frame.MaxJSON, s.setTheme),
		on(POST, "/mcp", Analyst, assistant.MaxBody, s.answerAssistant),
		on(GET, "/metrics", Analyst, frame.MaxJSON, s.showDefinitions),
		on(GET, "/provenance", Analyst, frame.MaxJSON, s.showProvenance).Past(),
		on(GET, "/metrics/:metric", Analyst, frame.MaxJSON, s.redirectMetric),
		on(GET, "/members", Viewer, frame.MaxJSON, s.showPeople),
		on(GET, "/members.csv", Viewer, frame.MaxJSON, s.exportPeople(report.Mark)),
		on(GET, "/members.xlsx", Viewer, frame.MaxJSON, s.exportPeople(report.XLSX)),
		on(GET, "/valued", Viewer, frame.MaxJSON, s.showValued),
		on(POST, "/valued", Editor, frame.MaxJSON, s.changeValued),
		on(GET, "/member-lists/send", Editor, frame.MaxJSON, s.showSend),
		on(POST, "/member-lists/send", Editor, frame.MaxJSON, s.sendList),
		on(GET, "/members/:member", Viewer, frame.MaxJSON, s.showMember),
		on(GET, "/s/:token", Public, frame.MaxJSON, s.showShared), // whoever has the link
		on(GET, "/settings", Analyst, frame.MaxJSON, s.showSettings),
		on(GET, "/limits", Admin, frame.MaxJSON, s.showLimits),
	}
	if s.edits != nil {
		own = append(own, on(GET, "/edits", Public, frame.MaxJSON, s.streamEdits))
	}
	return own
}

// register adds a route of the table to the router, behind its role. It panics
// when the route is there already, or was not made by frame.On.
func (s *Server) register(r frame.Route) {
	key := route{r.Method(), r.Path()}
	if _, twice := s.routed[key]; twice || key == (route{}) {
		panic(fmt.Sprintf("web: %s %s stands twice in the route table, or was not made by frame.On", key.method, key.path))
	}
	s.routed[key] = r.Role()
	guarded := require(r.Role(), s.narrow(r, r.Handle()))
	s.echo.Add(key.method, key.path, guarded)
	if key.method == http.MethodGet {
		s.echo.Add(http.MethodHead, key.path, guarded)
	}
}

// narrow makes what somebody with a rule asks be about the rows they see, and closes
// to them what is about the whole record.
func (s *Server) narrow(r frame.Route, next echo.HandlerFunc) echo.HandlerFunc {
	if r.Role() == Public { // nobody's rule: a link says itself what it shows
		return next
	}
	return func(c echo.Context) error {
		rule := frame.PrincipalOf(c).Rows
		if rule.Narrows() && r.OfWhole() {
			return &ops.Error{Code: "whole_record", Message: "This is about the whole record, and you see only some rows of it.", Hint: "Ask an administrator."}
		}
		if err := s.See(c, rule); err != nil {
			return err
		}
		if r.TellsPast() {
			if err := s.SeePast(c); err != nil {
				return err
			}
		}
		return next(c)
	}
}

// checkBase refuses a base that begins as an address of ours does: what a proxy
// took the base off could not be told from what has it still.
func (s *Server) checkBase() error {
	first, _, _ := strings.Cut(strings.TrimPrefix(string(s.Base), "/"), "/")
	catalog, _ := s.Catalog.Current()
	_, taken := catalog.Page(first)
	for r := range s.routed {
		taken = taken || first != "" && (r.path == "/"+first || strings.HasPrefix(r.path, "/"+first+"/"))
	}
	if taken {
		return &ops.Error{Code: "base_path_taken", Message: fmt.Sprintf("Daybreak has addresses at /%s itself, so --base-path cannot begin with it.", first),
			Hint: "Choose another path, such as /dash.", Args: []any{first}}
	}
	return nil
}

// route is the address of a route.
type route struct{ method, path string }

// require lets requests of at least role pass to next.
func require(role ops.Role, next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		switch have := frame.PrincipalOf(c).Role; {
		case have >= role:
			return next(c)
		case have == Public && frame.WantsHTML(c.Request()) && isSafe(c.Request().Method):
			return c.Redirect(http.StatusSeeOther, ask.Href("/login", url.Values{"next": {frame.LocalPath(c.Request().URL.RequestURI())}}))
		case have == Public:
			c.Response().Header().Set("WWW-Authenticate", `Bearer realm="daybreak"`)
			return &ops.Error{Code: "sign_in", Message: "You are not signed in.", Hint: "Sign in on the page, or send an API token as Authorization: Bearer …."}
		default:
			return &ops.Error{Code: "forbidden", Message: fmt.Sprintf("This needs the role %s.", role), Hint: "Ask an administrator.", Args: []any{role.String()}}
		}
	}
}
