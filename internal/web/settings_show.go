package web

import (
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
)

// settingsView is the page of what is set once: the workspace, and links to the pages
// the reader's role may see.
type settingsView struct {
	frame.Shell
	Workspace []limitView
	Ways      []settingsGroup
}

type settingsGroup struct {
	ID, Title string
	Links     []settingsLink
}

type settingsLink struct {
	least            ops.Role
	Href, Label, Say string
	Icon             string
}

// showSettings shows what the workspace goes by and where the rest is set.
func (s *Server) showSettings(c echo.Context) error {
	s.RememberLanguage(c)
	v := settingsView{Shell: s.Shell(c, s.Data(c), "", "settings", nil)}
	t := &v.T.Settings
	v.Title = t.Title
	start := s.Calendar.DayStart
	v.Workspace = []limitView{
		{t.Zone, s.Calendar.Zone.String()},
		{t.WeekStart, v.Lang.Weekday(s.Calendar.WeekStart)},
		{t.DayStart, fmt.Sprintf("%02d:%02d", int(start.Hours()), int(start.Minutes())%60)},
		{t.Currency, s.Currency},
		{t.Address, s.Scheme() + "://" + c.Request().Host + s.Base.At("/")},
		{t.Version, s.Version},
	}
	account, role := &v.T.Account, frame.PrincipalOf(c).Role
	for _, g := range []settingsGroup{
		{"people", t.People, []settingsLink{
			{ops.Analyst, "/account", account.Title, t.OwnHint, "user"},
			{ops.Admin, "/users", account.Users, account.UsersHint, "members"},
			{ops.Analyst, "/tokens", account.Tokens, account.TokensHint, "key"},
			{ops.Editor, "/shares", account.Shares, account.SharesHint, "link"},
			{ops.Analyst, "/subscriptions", v.T.Subscription.Title, v.T.Subscription.Hint, "clock"},
			{ops.Editor, "/messages", v.T.Message.Title, t.Told, "bell"},
		}},
		{"data", t.Data, []settingsLink{
			{ops.Viewer, "/holidays", v.T.Plan.Holidays, v.T.Plan.HolidaysSay, "cal"},
			{ops.Editor, "/names", v.T.Names.Title, t.NamesHint, "filter"},
			{ops.Editor, "/mappings", t.ReadAs, t.ReadHint, "upload"},
			{ops.Admin, "/data-retention", v.T.Retention.Title, t.AfterHint, "clock"},
		}},
		{"running", t.Running, []settingsLink{
			{ops.Admin, "/audit", account.Audit, account.AuditHint, "log"},
			{ops.Admin, "/limits", account.Limits, t.LimitsHint, "gauge"},
		}},
	} {
		var links []settingsLink
		for _, l := range g.Links {
			if role >= l.least {
				links = append(links, l)
			}
		}
		if g.Links = links; len(links) > 0 {
			v.Ways = append(v.Ways, g)
		}
	}
	return s.SendPage(c, http.StatusOK, "settings", v)
}
