package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"daybreak/internal/analysis"
	"daybreak/internal/i18n"
	"daybreak/internal/ops"
)

// shellView is what surrounds the content of every page.
type shellView struct {
	T        *i18n.Messages
	Lang     i18n.Lang
	Theme    string // light, dark, or "" for the system's
	Symbol   string // of the reporting currency, for app.js
	Exponent int
	Title    string
	Through  string // the day the page's data goes through, written out; "" when unknown
	Path     string // this page with its query
	Other    string // the same in the other language
	Nav      []navItem
	Data     []navItem
	Tabs     []navItem // of phones …
	Others   []navItem // … and all pages besides
	Fresh    []freshItem
	Mistakes []faultView // of the dashboard files on disk
	Faults   []faultView // of the record
	Printed  string      // what stands on top of a printed page, and of one without controls
	Bare     bool        // without any navigation
	Account  []navItem   // pages about accounts the role may see
	Share    string      // where this page can be shared
}

// navItem is a link of the navigation.
type navItem struct {
	Href, Label, Icon string
	Current           bool
}

// freshItem is one source of data and the day it is complete through.
type freshItem struct {
	Name, Through string
	Late          bool
	Gap           string // what is unknown after that; "" for nothing
}

// faultView is an error as a person reads it.
type faultView struct {
	Code          string
	Message, Hint string
	Where         string
}

// bareShell fills in what does not depend on data: the surroundings of error
// pages, which people without any role see as well.
func (s *Server) bareShell(c echo.Context, title string) shellView {
	lang := s.language(c)
	here := *c.Request().URL
	q := here.Query()
	q.Set("lang", string(lang.Other()))
	other := here
	other.RawQuery = q.Encode()
	q.Del("lang")
	here.RawQuery = q.Encode()
	return shellView{T: i18n.In(lang), Lang: lang, Theme: theme(c), Symbol: i18n.Symbol(s.Currency), Exponent: ops.Exponent(s.Currency), Title: title,
		Path: here.RequestURI(), Other: other.RequestURI()}
}

// shell fills in the surroundings of the page at active. keep are the controls
// that links to other dashboards carry along.
func (s *Server) shell(c echo.Context, d analysis.Data, title, active string, keep url.Values) shellView {
	v := s.bareShell(c, title)
	v.navigate(d.Catalog, active, keep, principalOf(c).Role)
	w := writer{lang: v.Lang, t: v.T, currency: s.Currency, catalog: d.Catalog}
	for _, f := range d.Freshness() {
		if f.Dormant {
			continue
		}
		name := v.T.Record(f.Record)
		if f.Name != "" {
			name = w.group(f.Name, 0)
		}
		// An account has followers and posts: once is enough while they agree.
		if item := fresh(w, name, f); !slices.Contains(v.Fresh, item) {
			v.Fresh = append(v.Fresh, item)
		}
	}
	if s.Monitor != nil && principalOf(c).Role >= Viewer {
		for _, f := range s.Monitor.Health().faults() {
			v.Faults = append(v.Faults, w.fault(f))
		}
	}
	_, mistakes := s.Catalog.Current()
	for _, m := range mistakes {
		v.Mistakes = append(v.Mistakes, w.fault(m))
	}
	return v
}

func fresh(w writer, name string, f analysis.SourceState) freshItem {
	item := freshItem{Name: name, Through: w.lang.Short(civil(f.Through)), Late: f.Late}
	if f.Gap.Len() > 0 {
		item.Gap = fmt.Sprintf(w.t.Shell.Gap, f.Gap.Len())
	}
	return item
}

// navigate fills in the links to all pages that role may see.
func (v *shellView) navigate(catalog *ops.Catalog, active string, keep url.Values, role ops.Role) {
	for _, p := range catalog.Pages {
		v.Nav = append(v.Nav, navItem{Href: hrefOf("/"+p.Name, keep), Label: p.Title.In(string(v.Lang)), Icon: iconOf(p.Icon), Current: active == p.Name})
	}
	v.Nav = append(v.Nav, navItem{Href: "/members", Label: v.T.Member.Title, Icon: "members", Current: active == "members"})
	t := &v.T.Shell
	v.Data = []navItem{
		{Href: "/import", Label: t.Import, Icon: "upload", Current: active == "import"},
		{Href: "/imports", Label: t.ImportHistory, Icon: "clock", Current: active == "imports"},
		{Href: "/metrics", Label: t.Definitions, Icon: "book", Current: active == "metrics"},
	}
	if role < Editor {
		v.Data = v.Data[1:]
	}
	v.Account = v.accountPages(active, role)
	tabs := min(4, len(v.Nav))
	v.Tabs, v.Others = v.Nav[:tabs], slices.Concat(v.Nav[tabs:], v.Data, v.Account)
}

// Administers reports whether this is one of the pages about accounts.
func (v shellView) Administers() bool {
	return slices.ContainsFunc(v.Account, func(x navItem) bool { return x.Current })
}

// accountPages returns the links to the pages about accounts.
func (v *shellView) accountPages(active string, role ops.Role) []navItem {
	t := &v.T.Account
	var out []navItem
	for _, x := range []struct {
		least ops.Role
		item  navItem
	}{
		{Viewer, navItem{Href: "/account", Label: t.Title, Icon: "user"}},
		{Viewer, navItem{Href: "/tokens", Label: t.Tokens, Icon: "key"}},
		{Editor, navItem{Href: "/challenges", Label: v.T.Challenge.Title, Icon: "checkins"}},
		{Editor, navItem{Href: "/shares", Label: t.Shares, Icon: "link"}},
		{Admin, navItem{Href: "/users", Label: t.Users, Icon: "members"}},
		{Admin, navItem{Href: "/audit", Label: t.Audit, Icon: "log"}},
		{Admin, navItem{Href: "/limits", Label: t.Limits, Icon: "gauge"}},
	} {
		if role >= x.least {
			x.item.Current = x.item.Href == "/"+active
			out = append(out, x.item)
		}
	}
	return out
}

// iconOf returns the icon of that name, or the one of pages without.
func iconOf(name string) string {
	switch name {
	case "home", "channels", "funnel", "checkins", "retention", "growth", "members":
		return name
	}
	return "page"
}

// rememberLanguage sets the cookie when the address names a language, so that
// links need not.
func rememberLanguage(c echo.Context) {
	if l, ok := i18n.Parse(c.QueryParam("lang")); ok {
		c.SetCookie(preference(c, "lang", string(l)))
	}
}

// preference is a cookie about how pages look. Scripts may read it: it is not
// a secret, and app.js switches themes without asking.
func preference(c echo.Context, name, value string) *http.Cookie {
	return &http.Cookie{Name: name, Value: value, Path: "/", MaxAge: 365 * 24 * 3600, SameSite: http.SameSiteLaxMode, Secure: c.Scheme() == "https"}
}

// setTheme remembers a theme and goes back: what app.js does without a request.
func (s *Server) setTheme(c echo.Context) error {
	to := c.FormValue("theme")
	if to != "light" && to != "dark" {
		return &ops.Error{Code: "bad_parameter", Message: "theme must be light or dark.", Where: ops.Place{Column: "theme", Value: ops.Show(to)}, Args: []any{"theme"}}
	}
	c.SetCookie(preference(c, "theme", to))
	return c.Redirect(http.StatusSeeOther, localPath(c.FormValue("back")))
}

// localPath returns back if it is an address on this server, else the start
// page: a redirect must not lead elsewhere.
func localPath(back string) string {
	u, err := url.Parse(back)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(back, "/") || strings.HasPrefix(back, "//") || strings.ContainsAny(back, "\\\r\n\t") {
		return "/"
	}
	return u.RequestURI()
}
