package reports

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"daybreak/internal/analysis"
	"daybreak/internal/i18n"
	"daybreak/internal/ledger"
	"daybreak/internal/ops"
	"daybreak/internal/tell"
	"daybreak/internal/view"
	"daybreak/internal/web/frame"
)

// restatedView is the page of published figures that are others now.
type restatedView struct {
	frame.Shell
	Says   []string
	Rows   []restatedRow
	Report bool // rows say in which report they stand
}

// restatedRow is one published figure.
type restatedRow struct {
	Where, Href, At  string
	Figure, Days     string
	Then, Now        string
	Difference, Size string
	Stands           bool
	Parts            []restatedPart
	Why              string // nobody can say what made the difference
}

// restatedPart is what one import, or something else, made of a difference.
type restatedPart struct{ Share, Name, Href, Detail string }

// The bounds of the page.
const (
	restatedDays = 400  // how long ago a figure may have been published
	mostRestated = 2000 // figures that are held against the record
)

// showRestated lists the published figures that are others now.
func (s *Section) showRestated(c echo.Context) error {
	ctx, leave, err := s.enter(c)
	if err != nil {
		return err
	}
	defer leave()
	v := restatedView{Shell: s.Shell(c, s.Data(c), "", "reports", nil), Report: true}
	v.Title = v.T.Ledger.Title
	since := s.Calendar.Start(s.today() - restatedDays)
	list, err := s.Book.Reports.Published(ctx, ops.PublishedQuery{Since: since, Limit: mostRestated})
	if err != nil {
		return err
	}
	found, err := s.restated(ctx, s.Data(c), list)
	if err != nil {
		return frame.Ended(ctx, err)
	}
	t, w := &v.T.Ledger, s.writer(v.Shell)
	changed := 0
	for _, r := range found {
		if r.Changed() {
			changed++
		}
	}
	switch {
	case len(list) == 0:
		v.Says = append(v.Says, t.None)
	case changed == 0:
		v.Says = append(v.Says, fmt.Sprintf(t.AllStand, len(list)))
	default:
		v.Says = append(v.Says, fmt.Sprintf(t.Says, len(list), w.Day(s.Calendar.Day(list[len(list)-1].At)), changed))
	}
	if len(list) == mostRestated {
		v.Says = append(v.Says, fmt.Sprintf(t.OnlyLast, mostRestated))
	}
	v.Rows = s.rows(w, found)
	frame.Keeping(c)
	return s.SendPage(c, http.StatusOK, "restated", v)
}

// restated holds figures against the record; where nobody can ask how that was, none is.
func (s *Section) restated(ctx context.Context, d analysis.Data, list []ops.Published) ([]ledger.Restated, error) {
	if s.Ledger == nil {
		return nil, nil
	}
	return s.Ledger.Restated(ctx, d, list)
}

// restatedIn is how long a report may wait for what became of its figures.
const restatedIn = 5 * time.Second

// restatedOf lists the figures of a final report that are others now. What takes too long
// is left to the page of all restated figures.
func (s *Section) restatedOf(ctx context.Context, d analysis.Data, w view.Writer, r ops.Report) (rows []restatedRow, all int, err error) {
	list, err := s.Book.Reports.Published(ctx, ops.PublishedQuery{Kind: ops.PublishedReport, Ref: r.ID, Limit: mostRestated})
	if err != nil {
		return nil, 0, err
	}
	soon, cancel := context.WithTimeout(ctx, restatedIn)
	defer cancel()
	found, err := s.restated(soon, d, list)
	if err != nil && soon.Err() != nil && ctx.Err() == nil {
		return nil, 0, nil
	}
	return s.rows(w, found), len(found), err
}

// restate fills in what became of the figures of a final report.
func (s *Section) restate(ctx context.Context, v *reportView, c echo.Context, r ops.Report) error {
	rows, all, err := s.restatedOf(ctx, s.Data(c), s.writer(v.Shell), r)
	if err != nil {
		return err
	}
	switch v.Rows = rows; {
	case len(rows) > 0:
		v.Restated = v.T.Ledger.SinceHint
	case all > 0:
		v.Restated = fmt.Sprintf(v.T.Ledger.AllStand, all)
	}
	return nil
}

// rows writes the figures that are others now, or were meanwhile, those that changed most
// first.
func (s *Section) rows(w view.Writer, found []ledger.Restated) []restatedRow {
	found = slices.DeleteFunc(found, func(r ledger.Restated) bool { return !r.Changed() && len(r.Parts) == 0 })
	size := func(r ledger.Restated) float64 {
		if r.Changed() && r.Difference.State != ops.Known { // what cannot be said any more comes first
			return math.Inf(1)
		}
		return math.Abs(r.Size())
	}
	slices.SortStableFunc(found, func(a, b ledger.Restated) int { return cmp.Compare(size(b), size(a)) })
	var out []restatedRow
	for _, r := range found {
		out = append(out, s.row(tell.Words{Writer: w}, r))
	}
	return out
}

func (s *Section) row(w tell.Words, r ledger.Restated) restatedRow {
	t := &w.T.Ledger
	row := restatedRow{At: s.Moment(r.At), Figure: w.MetricLabel(r.Published.Metric), Days: w.Days(r.Days), Where: r.Title, Href: "/messages"}
	switch {
	case r.Kind == ops.PublishedReport:
		row.Where, row.Href = fmt.Sprintf(t.InReport, w.Lang.Month(view.Civil(r.Month)), r.Edition), href(r.Ref)
	case r.Title == "":
		row.Where, row.Href = t.Gone, ""
	}
	if r.Scope != "" {
		row.Figure += " · " + w.Scope(r.Scope)
	}
	if r.Metric == nil {
		row.Then, row.Now, row.Why = w.Value(ops.Value{Number: r.Value}, ops.UnitNumber), "—", t.Undefined
		return row
	}
	u := r.Metric.Unit
	row.Then, row.Now, row.Stands = w.Exact(ops.Value{Number: r.Value}, u), w.Exact(r.Now, u), !r.Changed()
	if r.Difference.State == ops.Known && r.Changed() {
		row.Difference = difference(w, r.Difference.Number, r.Metric)
		if size := r.Size(); !math.IsInf(size, 0) && u != ops.UnitPercent {
			row.Size = signed(size) + i18n.Percent(math.Abs(size))
		}
	}
	if r.Why != nil {
		message, hint := w.Lang.Error(string(r.Why.Code), r.Why.Message, r.Why.Hint, r.Why.Args)
		row.Why = message + " " + hint
	}
	for _, p := range r.Parts {
		row.Parts = append(row.Parts, s.part(w, r.Metric, p))
	}
	return row
}

func signed(x float64) string {
	if x < 0 {
		return "-"
	}
	return "+"
}

// difference writes a difference in full; that of shares in percentage points.
func difference(w tell.Words, x float64, m *ops.Metric) string {
	if m.Unit == ops.UnitPercent {
		return w.Points(x)
	}
	return w.ExactSigned(x, m)
}

func (s *Section) part(w tell.Words, m *ops.Metric, p ledger.Part) restatedPart {
	t := &w.T.Ledger
	out := restatedPart{Share: difference(w, p.Share, m)}
	if p.Unknown {
		out.Share = t.Unknown
	}
	switch p.Cause {
	case ledger.Definition:
		out.Name, out.Href = t.Definition, "/metrics"
		return out
	case ledger.Other:
		out.Name = t.Other
		return out
	case ledger.Undo:
		out.Name = fmt.Sprintf(t.Undo, p.Batch)
	default:
		out.Name = fmt.Sprintf(t.Import, p.Batch)
	}
	out.Href = fmt.Sprintf("/imports?before=%d#import-%d", p.Batch+1, p.Batch)
	said := slices.DeleteFunc([]string{p.File, p.By, s.Moment(p.At)}, func(x string) bool { return x == "" })
	if len(p.With) > 0 {
		var ids []string
		for _, id := range p.With {
			ids = append(ids, strconv.FormatInt(id, 10))
		}
		said = append(said, fmt.Sprintf(t.Together, strings.Join(ids, w.T.Plan.Comma)))
	}
	out.Detail = strings.Join(said, " · ")
	return out
}
