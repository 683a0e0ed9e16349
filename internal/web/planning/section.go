// Package planning is the part of the site about targets, tries, notes, alerts
// and why figures changed.
package planning

import (
	"context"
	"math"
	"net/http"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ingest"
	"daybreak/internal/loop"
	"daybreak/internal/ops"
	"daybreak/internal/tell"
	"daybreak/internal/view"
	"daybreak/internal/web/frame"
)

// Section answers requests about plans and tries.
type Section struct {
	*frame.Site
	Book     loop.Book
	Importer *ingest.Importer // of holidays that are filled in
	Mornings *Mornings
	Channels Channels // that alerts may be sent to
}

// Channels yields where messages are sent.
type Channels interface {
	All(ctx context.Context) ([]ops.Channel, error)
}

// New returns the section of a site.
func New(site *frame.Site, book loop.Book, importer *ingest.Importer, channels Channels) *Section {
	return &Section{Site: site, Book: book, Importer: importer, Mornings: &Mornings{}, Channels: channels}
}

// Routes are the pages about plans and tries.
func (s *Section) Routes() []frame.Route {
	on := frame.On
	return []frame.Route{
		on(frame.GET, "/plan", ops.Viewer, frame.MaxJSON, s.showPlan),
		on(frame.GET, "/plan/target", ops.Viewer, frame.MaxJSON, s.showTarget),
		on(frame.POST, "/plan/target", ops.Editor, frame.MaxJSON, s.changeTarget),
		on(frame.GET, "/plan/targets/new", ops.Editor, frame.MaxJSON, s.showNewTarget),
		on(frame.POST, "/plan/targets", ops.Editor, frame.MaxJSON, s.addTarget),
		on(frame.GET, "/tries", ops.Viewer, frame.MaxJSON, s.showTries),
		on(frame.POST, "/tries", ops.Editor, maxTry, s.addTry),
		on(frame.GET, "/tries/new", ops.Editor, frame.MaxJSON, s.showNewTry),
		on(frame.GET, "/tries/:id", ops.Viewer, frame.MaxJSON, s.showTry),
		on(frame.POST, "/tries/import", ops.Editor, frame.MaxJSON, s.importTries),
		on(frame.GET, "/tries/:id/edit", ops.Editor, frame.MaxJSON, s.showEditTry),
		on(frame.POST, "/tries/:id", ops.Editor, maxTry, s.changeTry),
		on(frame.POST, "/tries/:id/decide", ops.Editor, frame.MaxJSON, s.decideTry),
		on(frame.POST, "/tries/:id/remove", ops.Editor, frame.MaxJSON, s.removeTry),
		on(frame.GET, "/why", ops.Viewer, frame.MaxJSON, s.showWhy),
		on(frame.GET, "/holidays", ops.Viewer, frame.MaxJSON, s.showHolidays),
		on(frame.POST, "/holidays", ops.Editor, frame.MaxJSON, s.fillHolidays),
		on(frame.GET, "/notes", ops.Viewer, frame.MaxJSON, s.showNotes),
		on(frame.POST, "/notes", ops.Editor, frame.MaxJSON, s.addNote),
		on(frame.POST, "/notes/:id", ops.Editor, frame.MaxJSON, s.changeNote),
		on(frame.POST, "/notes/:id/vote", ops.Editor, frame.MaxJSON, s.voteNote),
		on(frame.POST, "/notes/:id/remove", ops.Editor, frame.MaxJSON, s.removeNote),
		on(frame.GET, "/alerts", ops.Viewer, frame.MaxJSON, s.showAlerts),
		on(frame.POST, "/alerts", ops.Editor, frame.MaxJSON, s.addAlert),
		on(frame.GET, "/alerts/new", ops.Editor, frame.MaxJSON, s.showAlertForm),
		on(frame.GET, "/alerts/:id", ops.Viewer, frame.MaxJSON, s.showAlert),
		on(frame.POST, "/alerts/:id", ops.Editor, frame.MaxJSON, s.changeAlert),
		on(frame.POST, "/alerts/:id/snooze", ops.Editor, frame.MaxJSON, s.snoozeAlert),
		on(frame.POST, "/alerts/:id/remove", ops.Editor, frame.MaxJSON, s.removeAlert),
		on(frame.POST, "/firings/:id/acknowledge", ops.Editor, frame.MaxJSON, s.acknowledgeFiring),
	}
}

// pageView is what surrounds every page of the section.
type pageView struct {
	frame.FormView
	Edit bool // whoever looks may change something
}

func (s *Section) pageView(c echo.Context, active, title string, fault *ops.Error) pageView {
	v := pageView{FormView: s.FormView(c, active, fault), Edit: frame.PrincipalOf(c).Role >= ops.Editor}
	v.Title = title
	return v
}

// today is the ops day of the request.
func (s *Section) today() ops.Day { return s.Calendar.Day(s.Clock()) }

// enter waits for a place among heavy questions and returns the context of the
// answer, with a deadline, and how to leave.
func (s *Section) enter(c echo.Context) (context.Context, func(), error) {
	return s.Question(frame.ActAs(c, frame.PrincipalOf(c).Name), s.Gate, frame.QueryTimeout)
}

// writer writes in the language of a page.
func (s *Section) writer(v frame.Shell) writer {
	catalog, _ := s.Catalog.Current()
	return writer{tell.Words{Writer: view.Writer{Lang: v.Lang, T: v.T, Currency: s.Currency, Catalog: catalog}}, s.Calendar}
}

// writer writes what the section shows.
type writer struct {
	tell.Words
	calendar ops.Calendar
}

// amount writes a figure of a metric.
func (w writer) amount(x float64, m *ops.Metric) string { return w.Amount(x, m) }

// money writes an amount of the reporting currency.
func (w writer) money(x float64) string { return w.Value(ops.Value{Number: x}, ops.UnitMoney) }

// metricLabel is what people call a metric, or its name.
func (w writer) metricLabel(name string) string { return w.MetricLabel(name) }

// scope writes a scope in words.
func (w writer) scope(text string) string { return w.Scope(text) }

// option is one choice of a list.
type option struct {
	Value, Text string
	Picked      bool
}

// bar is a range on a line of 120 units, with a mark.
type bar struct {
	From, Width, Mark, Zero float64
	Tone                    string // good, bad or ""
	HasZero, HasMark        bool
}

const barWidth = 120

// newBar draws low … high on a line from least to most with a mark.
func newBar(least, most, low, high, mark float64) bar {
	at := func(x float64) float64 {
		if most <= least {
			return 0
		}
		return math.Round(10*barWidth*math.Max(0, math.Min(1, (x-least)/(most-least)))) / 10
	}
	return bar{From: at(low), Width: math.Max(2, at(high)-at(low)), Mark: at(mark), HasMark: true, Zero: at(0), HasZero: least < 0 && most > 0}
}

// back sends the browser on after a change.
func back(c echo.Context, path string) error { return c.Redirect(http.StatusSeeOther, path+"?done=1") }
