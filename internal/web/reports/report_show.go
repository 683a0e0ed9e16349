package reports

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"daybreak/internal/i18n"
	"daybreak/internal/loop"
	"daybreak/internal/monthly"
	"daybreak/internal/ops"
	"daybreak/internal/view"
	"daybreak/internal/web/frame"
)

// Document is a report as it is shown, on a page and in a file.
type Document struct {
	*monthly.Paper
	T       *i18n.Messages
	State   string   // draft, or who made it final and when
	Missing string   // what it lacks; "" for a final one
	Changes *Changes // against the edition before; nil for the first
}

// Changes are what differs from the edition before.
type Changes struct {
	Title, Retold string
	Table         *monthly.Table // nil where no figure differs
}

// reportView is the page of a report.
type reportView struct {
	frame.FormView
	Doc         Document
	ID, Version int64
	Edit        bool // whoever looks may change it
	Final       bool
	Ready       bool // it may be made final
	There       string
	NextEdition string // of a final one: what the button says; "" where there is a later one
	Month       string
	Parts       []partView
	Promises    []promiseView
	Metrics     []option
	By          string

	Rows     []restatedRow // figures of a final one that are others now, or were meanwhile
	Report   bool          // they stand in other reports too: never here
	Restated string        // what is said of them; "" for nothing
}

// partView is one part in the form.
type partView struct {
	Name, Title, Owner, Text string
	Place                    int
	Told                     bool
}

// promiseView is a commitment that can be withdrawn.
type promiseView struct {
	ID, Version int64
	Text        string
}

// option is one choice of a list.
type option struct{ Value, Text string }

func (s *Section) showReport(c echo.Context) error { return s.reportPage(c, http.StatusOK, nil) }

func (s *Section) reportPage(c echo.Context, status int, fault *ops.Error) error {
	ctx, leave, err := s.enter(c)
	if err != nil {
		return err
	}
	defer leave()
	r, says, err := s.read(ctx, c)
	if err != nil {
		return err
	}
	v := reportView{FormView: s.FormView(c, "reports", fault), ID: r.ID, Version: r.Version, Final: r.IsFinal(), Ready: len(says.Behind) == 0, Month: r.Name(),
		Edit: frame.PrincipalOf(c).Role >= ops.Editor, By: (ops.AddMonths(r.Month, 2) - 1).String()}
	v.Title = v.T.Report.Title
	if v.Doc, err = s.document(ctx, v.Shell, r, says); err != nil {
		return err
	}
	if !v.Bare {
		v.Doc.Paper = says.Paper(v.Lang)
	}
	if v.Ready && !v.Final {
		v.There = v.T.Report.AllThere
	}
	if v.Final && !v.Bare && s.Ledger != nil {
		if err := s.restate(ctx, &v, c, r); err != nil {
			return err
		}
	}
	if v.Edit {
		if err := s.forms(ctx, &v, r); err != nil {
			return err
		}
	}
	return s.SendPage(c, status, "report", v)
}

// document is a report in the language of a page.
func (s *Section) document(ctx context.Context, shell frame.Shell, r ops.Report, says *monthly.Content) (Document, error) {
	return NewDocument(ctx, s.Book.Reports, s.writer(shell), r, says, s.Moment(r.Final))
}

// NewDocument is a report in a language that leads nowhere else, with what differs from the edition
// before; final is when it was made final.
func NewDocument(ctx context.Context, keep loop.Reports, w view.Writer, r ops.Report, says *monthly.Content, final string) (Document, error) {
	t := &w.T.Report
	d := Document{Paper: says.Paper(w.Lang).Plain(), T: w.T, State: t.DraftOf}
	if r.IsFinal() {
		d.State = fmt.Sprintf(t.FinalOf, r.FinalBy, final)
	} else if len(says.Behind) > 0 {
		d.Missing = fmt.Sprintf(t.Missing, len(says.Behind), says.Missing(w)) + " " + t.NotFinalYet
	}
	if r.Edition == 1 {
		return d, nil
	}
	all, err := keep.All(ctx)
	if err != nil {
		return d, err
	}
	i := slices.IndexFunc(all, func(x ops.Report) bool { return x.Month == r.Month && x.Edition == r.Edition-1 })
	if i < 0 {
		return d, nil
	}
	before, ok, err := keep.One(ctx, all[i].ID)
	if err != nil || !ok {
		return d, err
	}
	then, err := monthly.Thaw(before.Frozen)
	if err != nil {
		return d, err
	}
	d.Changes = changes(w, then, says)
	return d, nil
}

func changes(w view.Writer, then, now *monthly.Content) *Changes {
	t := &w.T.Report
	out := &Changes{Title: fmt.Sprintf(t.Changes, then.Edition)}
	if list := monthly.Differences(then, now); len(list) > 0 {
		out.Table = monthly.Differ(w, list)
	}
	if parts := monthly.Retold(then.Paper(w.Lang), now.Paper(w.Lang)); len(parts) > 0 {
		names := ""
		for i, name := range parts {
			if i > 0 {
				names += w.T.Plan.Comma
			}
			names += name
		}
		out.Retold = fmt.Sprintf(t.TextsDiffer, names)
	}
	return out
}

// forms fills in what somebody who may change the report is offered.
func (s *Section) forms(ctx context.Context, v *reportView, r ops.Report) error {
	for i, p := range r.Parts {
		v.Parts = append(v.Parts, partView{Name: p.Name, Title: v.T.Report.Part(p.Name), Owner: p.Owner, Text: p.Text, Place: i + 1, Told: !p.Out})
	}
	w := s.writer(v.Shell)
	for _, m := range w.Catalog.Metrics {
		v.Metrics = append(v.Metrics, option{m.Name, w.Label(m.Label)})
	}
	latest, ok, err := s.Book.Reports.Of(ctx, r.Month)
	if err != nil {
		return err
	}
	if v.Final && ok && latest.ID == r.ID {
		v.NextEdition = fmt.Sprintf(v.T.Report.NextEdition, r.Edition+1)
	}
	list, err := s.Book.Reports.Commitments(ctx)
	for _, c := range list {
		if c.Withdrawn.IsZero() && c.Days.From <= r.Days().To {
			v.Promises = append(v.Promises, promiseView{c.ID, c.Version, c.Text + w.T.Plan.Comma + w.Days(c.Days)})
		}
	}
	return err
}

// SendShared shows a final report to whoever has a link to it.
func (s *Section) SendShared(c echo.Context, id int64) error {
	ctx := c.Request().Context()
	r, ok, err := s.Book.Reports.One(ctx, id)
	if err != nil || !ok || !r.IsFinal() {
		return frame.OrElse(err, frame.NoSuchLink())
	}
	says, err := monthly.Thaw(r.Frozen)
	if err != nil {
		return err
	}
	s.RememberLanguage(c)
	v := reportView{FormView: frame.FormView{Shell: s.BareShell(c, "")}, ID: r.ID, Final: true}
	v.Bare, v.Shell.Title = true, v.T.Report.Title
	if v.Doc, err = s.document(ctx, v.Shell, r, says); err != nil {
		return err
	}
	return s.SendPage(c, http.StatusOK, "report", v)
}

// version reads the version that a form was made of.
func version(text string) (int64, error) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 1 {
		return 0, &ops.Error{Code: "bad_parameter", Message: "The version is no number.", Hint: "Open the page again.", Where: ops.Place{Column: "version"},
			Args: []any{"version"}}
	}
	return n, nil
}
