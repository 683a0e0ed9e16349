package frame

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"daybreak/internal/analysis"
	"daybreak/internal/engine"
	"daybreak/internal/engine/few"
	"daybreak/internal/ops"
)

// RequestTimeout is how long a request may take to be read, and to be answered
// (RELIABILITY §4.3). Long uploads and commits move their own deadlines.
const RequestTimeout = 60 * time.Second

// Site is what all rooms of the web share: the data, the settings and the
// templates. Every field but Monitor and Alerts must
// be set.
type Site struct {
	Snapshots Snapshots
	Narrowed  Narrowed // nil: nobody can be shown some rows alone
	Past      Past     // nil: nobody can ask how the record was
	Catalog   Catalogs
	Calendar  ops.Calendar
	Currency  string           // reporting currency, e.g. CNY
	Plan      analysis.Plan    // nil: nobody keeps targets
	Clock     func() time.Time // read once per request
	NoLogin   bool             // every request is an administrator's; the policy still runs
	HTTPS     bool             // how browsers reach the server
	Base      Base             // … and under which path
	Version   string           // of the program
	Monitor   Monitor          // nil: the record is always well
	Alerts    Alerts           // nil: there are none
	Log       *slog.Logger

	Boards Boards // of users; nil: there are none

	Pages  *Pages     // colleagues' pages
	Bodies *BodyCache // of answers
	Gate   *Gate      // of heavy questions
	Panels *Gate      // of panels of pages

	Stopping context.Context // ends when the server stops, and questions with it
}

// Alerts says how many alerts have a firing that somebody has to see.
type Alerts interface {
	Open(ctx context.Context, today ops.Day) (int, error)
}

// Boards yields the boards that somebody sees as pages, and what tells this set of
// them from another.
type Boards interface {
	Pages(ctx context.Context, c *ops.Catalog, p Principal) (pages []*ops.Page, stamp string, err error)
}

// Snapshots yields the newest version of the data.
type Snapshots interface{ Current() engine.Snapshot }

// Catalogs yields the catalog in force and, when the files on disk have
// become wrong since, their mistakes.
type Catalogs interface {
	Current() (*ops.Catalog, ops.Mistakes)
}

// Moment writes an instant by the wall clock of the workspace; "" if it never
// happened.
func (x *Site) Moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(x.Calendar.Zone).Format("2006-01-02 15:04")
}

// Scheme is how browsers reach the server: https or http.
func (x *Site) Scheme() string {
	if x.HTTPS {
		return "https"
	}
	return "http"
}

// festivals reads the holidays when they are first asked for.
func (x *Site) festivals(ctx context.Context) func() (ops.Holidays, error) {
	if x.Plan == nil {
		return nil
	}
	return sync.OnceValues(func() (ops.Holidays, error) { return x.Plan.Holidays(ctx) })
}

// Data returns what the figures of one request are computed from: the newest
// snapshot, as far as whoever sends it may see it, and the catalog in force.
func (x *Site) Data(c echo.Context) analysis.Data {
	catalog := x.withBoards(c)
	snapshot := analysis.Shared(x.current(c))
	if PrincipalOf(c).Role == ops.Analyst {
		snapshot = few.Guard(snapshot)
	}
	return analysis.Data{Snapshot: snapshot, Catalog: catalog.With(snapshot.Keys()), Calendar: x.Calendar, Currency: x.Currency, Plan: x.Plan, Rows: RowsOf(c),
		Festivals: x.festivals(c.Request().Context())}
}

// withBoards returns the catalog in force with the boards that whoever sends the
// request sees; without them when they cannot be read.
func (x *Site) withBoards(c echo.Context) *ops.Catalog {
	catalog, _ := x.Catalog.Current()
	if x.Boards == nil {
		return catalog
	}
	pages, stamp, err := x.Boards.Pages(c.Request().Context(), catalog, PrincipalOf(c))
	if err != nil {
		x.Log.Warn("nobody sees any board", "error", err)
	}
	if len(pages) == 0 {
		return catalog
	}
	return catalog.Adding(pages, stamp)
}
