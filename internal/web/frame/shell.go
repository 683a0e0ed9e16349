package frame

import (
	"fmt"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"daybreak/internal/analysis"
	"daybreak/internal/i18n"
	"daybreak/internal/ops"
	"daybreak/internal/view"
)

// Shell is what surrounds the content of every page.
type Shell struct {
	T        *i18n.Messages
	Lang     i18n.Lang
	Theme    string // light, dark, or "" for the system's
	Symbol   string // of the reporting currency, for app.js
	Exponent int
	Title    string
	Through  string // the day the page's data goes through, written out; "" when unknown
	Path     string // this page with its query
	Other    string // the same in the other language
	Nav      Navigation
	Firing   int  // alerts that wait to be seen
	Imports  bool // who reads may import
	Fresh    []freshItem
	Mistakes []view.Fault // of the dashboard files on disk
	Faults   []view.Fault // of the record
	Printed  string       // what stands on top of a printed page, and of one without controls
	Bare     bool         // without any navigation
	Share    string       // where this page can be shared
	EditHref string       // where this page can be edited; "" where it cannot be
	Past     string       // as of when the figures are, in words; "" for now
	Present  string       // the same page as of now
	Sees     string       // which rows alone who asks sees, in words; "" for all
}

// freshItem is one source of data and the day it is complete through.
type freshItem struct {
	Name, Through string
	Age           string // in words; "" for data of yesterday or today
	Old, VeryOld  bool
	Gap           string // what is unknown after that; "" for nothing
}

// bareShell fills in what does not depend on data: the surroundings of error
// pages, which people without any role see as well.
func (x *Site) BareShell(c echo.Context, title string) Shell {
	lang := Language(c)
	here := *c.Request().URL
	q := here.Query()
	q.Set("lang", string(lang.Other()))
	other := here
	other.RawQuery = q.Encode()
	q.Del("lang")
	here.RawQuery = q.Encode()
	return Shell{T: i18n.In(lang), Lang: lang, Theme: Theme(c), Symbol: i18n.Symbol(x.Currency), Exponent: ops.Exponent(x.Currency), Title: title,
		Path: here.RequestURI(), Other: other.RequestURI()}
}

// shell fills in the surroundings of the page at active. keep are the controls
// that links to other dashboards carry along.
func (x *Site) Shell(c echo.Context, d analysis.Data, title, active string, keep url.Values) Shell {
	v := x.BareShell(c, title)
	v.Navigate(c, d.Catalog, func(record string) bool { return d.Snapshot.Days(record).Len() > 0 }, active, keep)
	x.countAlerts(c, &v)
	w := view.NewWriter(v.Lang, x.Currency, d)
	v.Sees = w.Sees(d.Rows)
	if at := PastOf(c); !at.IsZero() {
		v.Past = fmt.Sprintf(v.T.Shell.Past, x.Moment(at))
		v.Present = present(*c.Request().URL)
	}
	for _, f := range atMostTwo(d.Freshness(x.Calendar.Day(x.Clock()))) {
		name := v.T.Record(f.Record)
		if f.Name != "" {
			name = w.Source(f.Name, f.Parts)
		}
		// An account has followers and posts: once is enough while they agree.
		if item := fresh(w, name, f); !slices.Contains(v.Fresh, item) {
			v.Fresh = append(v.Fresh, item)
		}
	}
	for _, f := range x.faults(PrincipalOf(c).Role) {
		v.Faults = append(v.Faults, w.Fault(f))
	}
	_, mistakes := x.Catalog.Current()
	for _, m := range mistakes {
		v.Mistakes = append(v.Mistakes, w.Fault(m))
	}
	return v
}

// present is the same address without a moment that is past.
func present(here url.URL) string {
	q := here.Query()
	q.Del(AsOf)
	here.RawQuery = q.Encode()
	return here.RequestURI()
}

// countAlerts shows how many alerts wait to be seen.
func (x *Site) countAlerts(c echo.Context, v *Shell) {
	if x.Alerts == nil || PrincipalOf(c).Role < ops.Viewer {
		return
	}
	n, err := x.Alerts.Open(c.Request().Context(), x.Calendar.Day(x.Clock()))
	if err != nil {
		x.Log.Warn("nobody knows how many alerts wait", "error", err)
	}
	if n == 0 {
		return
	}
	v.Firing = n
	for link := range v.Nav.links() {
		if link.Href == "/alerts" {
			link.Count, link.Waits = n, fmt.Sprintf(v.T.Alert.Firings, n)
		}
	}
}

// faults are those of the record that pages tell somebody of a role.
func (x *Site) faults(role ops.Role) []*ops.Error {
	if x.Monitor == nil || role < ops.Viewer {
		return nil
	}
	return x.Monitor.Health().Faults()
}

// atMostTwo leaves of each source at most two states, the latest behind being
// first: all parts that lag under the day of what lags most, and what is ahead.
func atMostTwo(states []analysis.SourceState) []analysis.SourceState {
	first, last := map[[2]string]int{}, map[[2]string]int{} // where each source is
	for i, f := range slices.Backward(states) {
		k := [2]string{f.Record, f.Name}
		if first[k] = i; last[k] == 0 {
			last[k] = i
		}
	}
	out := slices.Clone(states)
	for i, f := range states {
		if k := [2]string{f.Record, f.Name}; i > first[k] && i < last[k] {
			out[first[k]].Parts = slices.Concat(out[first[k]].Parts, f.Parts)
		}
	}
	kept := out[:0]
	for i, f := range out {
		if k := [2]string{f.Record, f.Name}; i == first[k] || i == last[k] {
			kept = append(kept, f)
		}
	}
	return kept
}

func fresh(w view.Writer, name string, f analysis.SourceState) freshItem {
	item := freshItem{Name: name, Through: w.Lang.Short(view.Civil(f.Through)), Old: f.Stale == analysis.Old, VeryOld: f.Stale == analysis.VeryOld}
	switch {
	case f.Retired():
		item.Age = w.T.Shell.Retired
	case f.Age > 1:
		item.Age = fmt.Sprintf(w.T.Shell.DaysAgo, f.Age)
	}
	if f.Gap.Len() > 0 {
		item.Gap = fmt.Sprintf(w.T.Shell.Gap, f.Gap.Len())
	}
	return item
}

// IconOf returns the icon of that name, or the one of pages without.
func IconOf(name string) string {
	switch name {
	case "home", "channels", "funnel", "checkins", "retention", "growth", "members", "content", "community", "pipeline", "products", "search", "synergy":
		return name
	}
	return "page"
}
