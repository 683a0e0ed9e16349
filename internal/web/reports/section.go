// Package reports is the part of the site about monthly reports.
package reports

import (
	"context"
	"fmt"
	"io/fs"
	"net/http"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ledger"
	"daybreak/internal/loop"
	"daybreak/internal/monthly"
	"daybreak/internal/ops"
	"daybreak/internal/view"
	"daybreak/internal/web/frame"
)

// Section answers requests about monthly reports.
type Section struct {
	*frame.Site
	Book   loop.Book
	Ledger *ledger.Ledger // nil: nobody can ask how the record was
	Static fs.FS          // with the style sheet of reports
}

// Routes are the pages about reports.
func (s *Section) Routes() []frame.Route {
	on := frame.On
	return []frame.Route{
		on(frame.GET, "/reports", ops.Viewer, frame.MaxJSON, s.showReports).Whole(),
		on(frame.POST, "/reports", ops.Editor, frame.MaxJSON, s.addReport).Whole(),
		on(frame.GET, "/reports/restated", ops.Viewer, frame.MaxJSON, s.showRestated).Whole(),
		on(frame.GET, "/reports/:id", ops.Viewer, frame.MaxJSON, s.showReport).Whole(),
		on(frame.GET, "/reports/:id/file", ops.Viewer, frame.MaxJSON, s.sendFile).Whole(),
		on(frame.GET, "/reports/:id/workbook", ops.Viewer, frame.MaxJSON, s.sendWorkbook).Whole(),
		on(frame.POST, "/reports/:id", ops.Editor, frame.MaxJSON, s.changeReport).Whole(),
		on(frame.POST, "/reports/:id/finish", ops.Editor, frame.MaxJSON, s.finishReport).Whole(),
		on(frame.POST, "/reports/:id/remove", ops.Editor, frame.MaxJSON, s.removeReport).Whole(),
		on(frame.POST, "/reports/:id/commitments", ops.Editor, frame.MaxJSON, s.addCommitment).Whole(),
		on(frame.POST, "/commitments/:id/withdraw", ops.Editor, frame.MaxJSON, s.withdrawCommitment).Whole(),
	}
}

// today is the ops day of the request.
func (s *Section) today() ops.Day { return s.Calendar.Day(s.Clock()) }

// enter waits for a place among heavy questions and returns the context of the
// answer, with a deadline, and how to leave.
func (s *Section) enter(c echo.Context) (context.Context, func(), error) {
	return s.Question(frame.ActAs(c, frame.PrincipalOf(c).Name), s.Gate, frame.QueryTimeout)
}

// writer writes in the language of a page.
func (s *Section) writer(v frame.Shell) view.Writer {
	catalog, _ := s.Catalog.Current()
	return view.Writer{Lang: v.Lang, T: v.T, Currency: s.Currency, Catalog: catalog}
}

// read returns the report of a request and what it says: what was frozen, or for
// a draft what the record says now.
func (s *Section) read(ctx context.Context, c echo.Context) (r ops.Report, says *monthly.Content, err error) {
	id, err := frame.ObjectID(c)
	if err != nil {
		return r, nil, err
	}
	r, ok, err := s.Book.Reports.One(ctx, id)
	if err != nil {
		return r, nil, err
	}
	if !ok {
		return r, nil, echo.ErrNotFound
	}
	says, err = s.content(ctx, c, r)
	return r, says, err
}

func (s *Section) content(ctx context.Context, c echo.Context, r ops.Report) (*monthly.Content, error) {
	if r.IsFinal() {
		return monthly.Thaw(r.Frozen)
	}
	b, err := monthly.Read(ctx, s.Book, s.Data(c), s.today())
	if err != nil {
		return nil, err
	}
	return monthly.Make(ctx, b, r)
}

// href is where a report stands.
func href(id int64) string { return fmt.Sprintf("/reports/%d", id) }

// back sends the browser on after a change.
func back(c echo.Context, path string) error { return c.Redirect(http.StatusSeeOther, path+"?done=1") }
