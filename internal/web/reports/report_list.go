package reports

import (
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"daybreak/internal/monthly"
	"daybreak/internal/ops"
	"daybreak/internal/view"
	"daybreak/internal/web/frame"
)

// reportsView lists the reports.
type reportsView struct {
	frame.FormView
	Edit    bool
	Reports []reportRow
	Month   string // that a new report is about unless another is named
}

// reportRow is one report.
type reportRow struct{ Href, Month, State, Edition, Changed string }

func (s *Section) showReports(c echo.Context) error { return s.reportsPage(c, http.StatusOK, nil) }

func (s *Section) reportsPage(c echo.Context, status int, fault *ops.Error) error {
	v := reportsView{FormView: s.FormView(c, "reports", fault), Edit: frame.PrincipalOf(c).Role >= ops.Editor}
	v.Title = v.T.Report.Title
	reports, err := s.Book.Reports.All(c.Request().Context())
	if err != nil {
		return err
	}
	first := s.Calendar.Bucket(s.today(), ops.Monthly).From
	v.Month = ops.AddMonths(first, -1).String()[:len("2026-10")]
	for _, r := range reports {
		row := reportRow{Href: href(r.ID), Month: v.Lang.Month(view.Civil(r.Month)), State: v.T.Report.Draft, Edition: fmt.Sprintf(v.T.Report.Edition, r.Edition),
			Changed: s.Moment(r.Changed) + " " + r.ChangedBy}
		if r.IsFinal() {
			row.State = v.T.Report.Final
		}
		v.Reports = append(v.Reports, row)
	}
	return s.SendPage(c, status, "reports", v)
}

// addReport makes the draft of a month.
func (s *Section) addReport(c echo.Context) error {
	form, err := frame.ReadForm(c, "month")
	if err != nil {
		return err
	}
	month, err := ops.ParseMonth(form.Get("month"))
	var made ops.Report
	if err == nil {
		made, _, err = s.Book.Reports.Add(frame.ActAs(c, frame.PrincipalOf(c).Name), monthly.Template(month), "")
	}
	if err != nil {
		return frame.Refuse(c, err, s.reportsPage)
	}
	return back(c, href(made.ID))
}
