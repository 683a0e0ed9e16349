package importing

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"daybreak/internal/analysis"
	"daybreak/internal/i18n"
	"daybreak/internal/ops"
	"daybreak/internal/view"
	"daybreak/internal/web/frame"
)

// historyPage is how many imports a page of the history shows.
const historyPage = 100

// historyView is the page of the import history.
type historyView struct {
	frame.Shell
	Done    string // what was done just now
	Hint    string
	Imports []importRowView
	Older   string // address of older ones, or ""
	Effects []effectView
	Undo    *importRowView // what was done just now, to undo it
	waitingList
	Gaps    []gapView
	Holes   []holeView
	Sources []sourceView
}

// gapView is a gap in a source, which an editor may close.
type gapView struct {
	Record, Source, Part, Day string // as the form sends them; Day is "" for who may not
	Text                      string
}

type importRowView struct {
	ID                              int64
	Time, File, Kind, Days, Rows    string
	Rejected, By, Status, UndoLabel string
	Then, ThenTip                   string // where the figures stand as they were right after it
	Live, New                       bool
}

// showImports shows the import history, the latest first.
func (s *Section) showImports(c echo.Context) error {
	before, done, undone := idParam(c, "before"), idParam(c, "done"), idParam(c, "undone")
	batches, err := s.Importer.Batches(c.Request().Context(), historyPage+1, before)
	if err != nil {
		return err
	}
	s.RememberLanguage(c)
	d := s.Data(c)
	v := historyView{Shell: s.Shell(c, d, "", "imports", nil)}
	t := &v.T.Import
	v.Title = t.History
	switch {
	case done > 0:
		v.Done, v.Hint = fmt.Sprintf(t.Done, done), t.DoneHint
	case undone > 0:
		v.Done = fmt.Sprintf(t.UndoneNow, undone)
	}
	if len(batches) > historyPage {
		batches = batches[:historyPage]
		v.Older = "/imports?before=" + strconv.FormatInt(batches[historyPage-1].ID, 10)
	}
	w := view.NewWriter(v.Lang, s.Currency, d)
	for _, x := range analysis.FreshnessOfParts(d, s.Calendar.Day(s.Clock())) {
		if x.Gap.Len() == 0 {
			continue
		}
		g := gapView{Record: x.Record, Source: x.Name, Part: x.Part, Text: fmt.Sprintf(t.GapHint, sourceName(w, x), w.Day(x.Through), w.Days(x.Gap), w.Day(x.Gap.To))}
		if frame.PrincipalOf(c).Role >= ops.Editor {
			g.Day = x.Gap.Last().String()
		}
		v.Gaps = append(v.Gaps, g)
	}
	v.Holes, v.Sources = s.holes(c, w, d), s.sources(c, w, d)
	for _, b := range batches {
		row := s.importRow(w, b)
		row.New = b.ID == done
		v.Imports = append(v.Imports, row)
		if row.New && row.Live {
			v.Effects, v.Undo = effectsOf(w, d.Catalog, b), &row
		}
	}
	if done > 0 && frame.PrincipalOf(c).Role >= ops.Editor {
		if v.waitingList, err = s.list(c, w, ""); err != nil {
			return err
		}
	}
	return s.SendPage(c, http.StatusOK, "imports", v)
}

func (s *Section) importRow(w view.Writer, b ops.Batch) importRowView {
	t := &w.T.Import
	n := func(i int) string { return i18n.Decimal(float64(i), 0, 0) }
	row := importRowView{ID: b.ID, Time: b.At.In(s.Calendar.Zone).Format("2006-01-02 15:04"), File: b.File, Kind: w.T.Record(b.Record), Days: w.Days(b.Days),
		Rows: n(b.Read), Rejected: n(b.Rejected), By: b.By, Status: t.Live, Live: b.State == ops.Live, UndoLabel: fmt.Sprintf(t.UndoHint, b.ID)}
	via := map[string]string{"page": t.ViaPage, "api": t.ViaAPI, "command": t.ViaCommand, "inbox": t.ViaInbox, "sample": t.ViaSample}[b.Via]
	if row.File == "" {
		row.File = via
	} else if via != "" && b.Via != "page" {
		row.By += " (" + via + ")"
	}
	if !row.Live {
		row.Status = t.Undone
	}
	if pages := w.Catalog.Pages; s.Past != nil && len(pages) > 0 {
		row.Then, row.ThenTip = fmt.Sprintf("/%s?%s=%d", pages[0].Name, frame.AsOf, b.ID), fmt.Sprintf(w.T.Ledger.AsOfTip, b.ID)
	}
	return row
}

// idParam returns a parameter that is a positive number, or 0.
func idParam(c echo.Context, name string) int64 {
	n, err := strconv.ParseInt(c.QueryParam(name), 10, 64)
	if err != nil {
		return 0
	}
	return max(n, 0)
}

// undoOnPage undoes an import and goes back to the history.
func (s *Section) undoOnPage(c echo.Context) error {
	b, err := s.undo(c, "page")
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/imports?undone="+strconv.FormatInt(b.ID, 10))
}
