package frame

import (
	"fmt"
	"iter"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ask"
	"daybreak/internal/ops"
)

// Navigation is what leads from every page to every other.
type Navigation struct {
	Top      []Link // pages that stand in no group
	Groups   []Group
	SignedIn bool   // there is a page of one's own account
	Tabs     []Link // of phones; under More stand Top and Groups
}

// Data are the pages where data comes in and is looked after; whoever has none begins
// there.
func (n Navigation) Data() []Link {
	for _, g := range n.Groups {
		if g.ID == "data" {
			return g.Links
		}
	}
	return nil
}

// Folded names the groups that are folded.
func (n Navigation) Folded() []string {
	var out []string
	for _, g := range n.Groups {
		if g.Folded {
			out = append(out, g.ID)
		}
	}
	return out
}

// Group is some links of the navigation under a title; it can be folded.
type Group struct {
	ID, Title string
	Folded    bool
	Links     []Link
	Waiting   []Link // pages that have nothing to show yet
}

// Link is a link of the navigation.
type Link struct {
	Href, Label, Icon string
	Current           bool
	Needs             string // what has to be imported before there is something to show; "" for nothing
	Count             int    // of what waits there; 0 = nothing
	Waits             string // the same in words
}

// links yields every link there is, so that it can be changed.
func (n *Navigation) links() iter.Seq[*Link] {
	return func(yield func(*Link) bool) {
		lists := [][]Link{n.Top, n.Tabs}
		for _, g := range n.Groups {
			lists = append(lists, g.Links, g.Waiting)
		}
		for _, list := range lists {
			for i := range list {
				if !yield(&list[i]) {
					return
				}
			}
		}
	}
}

// folded returns the groups that whoever sends the request has folded, as the cookie
// remembers.
func folded(c echo.Context) []string {
	k, err := c.Request().Cookie("folded")
	if err != nil {
		return nil
	}
	return strings.Split(k.Value, ".")
}

// Navigate fills in the links to all pages that whoever sends the request may see. has
// says whether there are rows of a record; nil is not to ask. keep are the controls
// that links to dashboards carry along.
func (v *Shell) Navigate(c echo.Context, catalog *ops.Catalog, has func(record string) bool, active string, keep url.Values) {
	t, p, folded := &v.T.Shell, PrincipalOf(c), folded(c)
	v.Imports, v.Nav.SignedIn = p.Role >= ops.Editor, p.Role >= ops.Analyst
	sections := map[string]*Group{
		ops.SectionOperations: {ID: ops.SectionOperations, Title: t.Operations, Links: v.pages(active, p, []entry{
			{ops.Editor, true, Link{Href: "/challenges", Label: v.T.Challenge.Title, Icon: "checkins"}},
		})},
		ops.SectionAnalyse: {ID: ops.SectionAnalyse, Title: t.Analyse},
	}
	for _, page := range catalog.Pages {
		l := Link{Href: ask.Href("/"+page.Name, keep), Label: page.Title.In(string(v.Lang)), Icon: IconOf(page.Icon), Current: active == page.Name,
			Needs: v.needs(page, has)}
		g := sections[page.Section]
		switch {
		case g == nil:
			v.Nav.Top = append(v.Nav.Top, l)
		case l.Needs != "" && !l.Current:
			g.Waiting = append(g.Waiting, l)
		default:
			g.Links = append(g.Links, l)
		}
	}
	analyse := sections[ops.SectionAnalyse]
	analyse.Links = append(analyse.Links, v.pages(active, p, []entry{{ops.Analyst, true, Link{Href: "/" + ask.Explore, Label: v.T.Explore.Title, Icon: "gauge"}},
		{ops.Viewer, true, Link{Href: "/why", Label: v.T.Plan.Why, Icon: "search"}}})...)
	loop := Group{ID: "loop", Title: v.T.Plan.Loop, Links: v.pages(active, p, v.loopPages())}
	data := Group{ID: "data", Title: t.Data, Links: v.pages(active, p, v.dataPages())}
	for _, g := range []Group{*sections[ops.SectionOperations], *analyse, loop, data} {
		if len(g.Links)+len(g.Waiting) == 0 {
			continue
		}
		here := slices.ContainsFunc(g.Links, func(l Link) bool { return l.Current })
		g.Folded = slices.Contains(folded, g.ID) && !here
		v.Nav.Groups = append(v.Nav.Groups, g)
	}
	v.Nav.Tabs = v.tabs()
}

// needs says which data a page waits for; "" where it has something to show.
func (v *Shell) needs(page *ops.Page, has func(record string) bool) string {
	var names []string
	for _, r := range page.Needs {
		if has == nil || has(r) {
			return ""
		}
		names = append(names, v.T.Record(r))
	}
	if len(names) == 0 {
		return ""
	}
	return fmt.Sprintf(v.T.Shell.Needs, strings.Join(names, v.T.Plan.Comma))
}

// entry is a page of the navigation and who may see it.
type entry struct {
	least  ops.Role
	narrow bool // also for those who see some rows alone
	link   Link
}

// pages returns the links of those that p may see.
func (v *Shell) pages(active string, p Principal, entries []entry) []Link {
	var out []Link
	for _, e := range entries {
		if p.Role < e.least || p.Rows.Narrows() && !e.narrow {
			continue
		}
		e.link.Current = e.link.Href == "/"+active || e.link.Href == "/settings" && slices.Contains(settings(), active)
		out = append(out, e.link)
	}
	return out
}

// loopPages are about plans, tries and what is said of them.
func (v *Shell) loopPages() []entry {
	return []entry{
		{ops.Viewer, true, Link{Href: "/plan", Label: v.T.Plan.Title, Icon: "gauge"}},
		{ops.Viewer, true, Link{Href: "/tries", Label: v.T.Plan.Tries, Icon: "growth"}},
		{ops.Viewer, true, Link{Href: "/notes", Label: v.T.Plan.NotedOn, Icon: "log"}},
		{ops.Viewer, false, Link{Href: "/reports", Label: v.T.Report.Title, Icon: "page"}}, // about the whole record
		{ops.Viewer, true, Link{Href: "/alerts", Label: v.T.Alert.Title, Icon: "bell"}},
	}
}

// dataPages are about what the figures are made of, and the settings.
func (v *Shell) dataPages() []entry {
	t := &v.T.Shell
	return []entry{
		{ops.Editor, false, Link{Href: "/import", Label: t.Import, Icon: "upload"}},
		{ops.Viewer, false, Link{Href: "/imports", Label: t.ImportHistory, Icon: "clock"}},
		{ops.Viewer, false, Link{Href: "/unassigned", Label: v.T.Unassigned.Title, Icon: "filter"}},
		{ops.Viewer, true, Link{Href: "/members", Label: v.T.Member.Title, Icon: "members"}},
		{ops.Analyst, true, Link{Href: "/metrics", Label: t.Definitions, Icon: "book"}},
		{ops.Viewer, true, Link{Href: "/boards", Label: v.T.Board.Title, Icon: "page"}},
		{ops.Analyst, true, Link{Href: "/settings", Label: v.T.Settings.Title, Icon: "gauge"}},
	}
}

// settings are the pages one comes to from the settings.
func settings() []string {
	return []string{"account", "tokens", "users", "shares", "subscriptions", "messages", "holidays", "data-retention", "audit", "limits", "names", "mappings"}
}

// tabs are the pages a phone has at hand: those the day begins with, as far as they
// are there, and the first of the others.
func (v *Shell) tabs() []Link {
	all := slices.Clone(v.Nav.Top)
	for _, g := range v.Nav.Groups {
		all = append(all, g.Links...)
	}
	rank := func(l Link) int {
		path, _, _ := strings.Cut(l.Href, "?")
		if i := slices.Index([]string{"/overview", "/checkins", "/channels", "/tries"}, path); i >= 0 {
			return i
		}
		return 4
	}
	slices.SortStableFunc(all, func(a, b Link) int { return rank(a) - rank(b) })
	return all[:min(4, len(all))]
}
