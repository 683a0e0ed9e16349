package api

import (
	"context"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ask"
	"daybreak/internal/loop"
	"daybreak/internal/monthly"
	"daybreak/internal/ops"
	"daybreak/internal/report"
	"daybreak/internal/web/frame"
)

// reportBody is a report as programs write it: Month of a new one, Version and
// Parts of one that changes.
type reportBody struct {
	Version int64            `json:"version"`
	Key     string           `json:"key"`
	Month   string           `json:"month"`
	Parts   []ops.ReportPart `json:"parts"`
}

type reportAnswer struct {
	ID        int64            `json:"id"`
	Version   int64            `json:"version"`
	Key       string           `json:"key"`
	Month     string           `json:"month"`
	Edition   int              `json:"edition"`
	State     string           `json:"state"`
	Parts     []ops.ReportPart `json:"parts"`
	FinalAt   string           `json:"final_at"`
	FinalBy   string           `json:"final_by"`
	CreatedBy string           `json:"created_by"`
	ChangedBy string           `json:"changed_by"`
	ChangedAt string           `json:"changed_at"`
	Says      *monthly.Content `json:"says,omitempty"`
}

type reportsAnswer struct {
	Reports []reportAnswer `json:"reports"`
}

func answerOf(r ops.Report) reportAnswer {
	out := reportAnswer{ID: r.ID, Version: r.Version, Key: r.Key, Month: r.Name(), Edition: r.Edition, State: "draft", Parts: r.Parts,
		FinalAt: instantText(r.Final), FinalBy: r.FinalBy, CreatedBy: r.CreatedBy, ChangedBy: r.ChangedBy, ChangedAt: instantText(r.Changed)}
	if r.IsFinal() {
		out.State = "final"
	}
	return out
}

// askReports answers which reports there are, without what they say.
func (s *Section) askReports(*ask.Params, loop.World) func(context.Context) (any, *report.Table, error) {
	return func(ctx context.Context) (any, *report.Table, error) {
		all, err := s.Book.Reports.All(ctx)
		if err != nil {
			return nil, nil, err
		}
		out := reportsAnswer{Reports: []reportAnswer{}}
		t := &report.Table{Header: []string{"id", "key", "month", "edition", "state", "final_at", "final_by", "changed_at", "changed_by"}}
		for _, r := range all {
			a := answerOf(r)
			out.Reports = append(out.Reports, a)
			t.Rows = append(t.Rows, []string{strconv.FormatInt(a.ID, 10), ops.SafeText(a.Key), a.Month, strconv.Itoa(a.Edition), a.State, a.FinalAt,
				ops.SafeText(a.FinalBy), a.ChangedAt, ops.SafeText(a.ChangedBy)})
		}
		return out, t, nil
	}
}

// basis is what a report is written from.
func (s *Section) basis(ctx context.Context, c echo.Context) (monthly.Basis, error) {
	return monthly.Read(ctx, s.Book, s.Data(c), s.today())
}

// asking admits a request that writes a report, under a deadline.
func (s *Section) asking(c echo.Context) (context.Context, func(), error) {
	return s.Question(act(c), s.Gate, frame.QueryTimeout)
}

// answerReport answers one report with all it says.
func (s *Section) answerReport(c echo.Context) error {
	id, err := frame.ObjectID(c)
	if err != nil {
		return err
	}
	ctx, leave, err := s.asking(c)
	if err != nil {
		return err
	}
	defer leave()
	r, ok, err := s.Book.Reports.One(ctx, id)
	if err != nil {
		return err
	}
	if !ok {
		return echo.ErrNotFound
	}
	out := answerOf(r)
	if r.IsFinal() {
		out.Says, err = monthly.Thaw(r.Frozen)
	} else {
		var b monthly.Basis
		if b, err = s.basis(ctx, c); err == nil {
			out.Says, err = monthly.Make(ctx, b, r)
		}
	}
	if err != nil {
		return err
	}
	c.Response().Header().Set("Cache-Control", "private, no-cache")
	return c.JSON(http.StatusOK, out)
}

// createReport makes the draft of a month.
func (s *Section) createReport(c echo.Context) error {
	var b reportBody
	if err := frame.DecodeJSON(c, &b); err != nil {
		return err
	}
	month, err := ops.ParseMonth(b.Month)
	if err != nil {
		return err
	}
	r := monthly.Template(month)
	if r.Key = b.Key; b.Parts != nil {
		r.Parts = b.Parts
	}
	return created(c, r, s.Book.Reports.Add, answerOf)
}

// changeReport keeps the parts of a draft.
func (s *Section) changeReport(c echo.Context) error {
	var b reportBody
	id, err := readChange(c, &b)
	if err != nil {
		return err
	}
	r, err := s.Book.Reports.Change(act(c), ops.Report{Edited: ops.Edited{ID: id, Version: b.Version}, Parts: b.Parts})
	if err != nil {
		return err
	}
	return made(c, true, answerOf(r))
}

// finishReport makes a draft final.
func (s *Section) finishReport(c echo.Context) error {
	var b versionBody
	id, err := readChange(c, &b)
	if err != nil {
		return err
	}
	ctx, leave, err := s.asking(c)
	if err != nil {
		return err
	}
	defer leave()
	basis, err := s.basis(ctx, c)
	if err != nil {
		return err
	}
	r, err := monthly.Finish(ctx, s.Book.Reports, basis, id, b.Version)
	if err != nil {
		return err
	}
	return made(c, true, answerOf(r))
}

// removeReport takes a draft away.
func (s *Section) removeReport(c echo.Context) error { return removed(c, s.Book.Reports.Remove) }
