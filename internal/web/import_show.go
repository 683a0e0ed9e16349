package web

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ask"
	"daybreak/internal/i18n"
	"daybreak/internal/ingest"
	"daybreak/internal/ops"
	"daybreak/internal/view"
	"daybreak/internal/web/frame"
)

// importView is the page of one import in all its steps: choosing a file,
// checking it, watching it being stored.
type importView struct {
	frame.Shell
	Step    int // 1 upload, 2 check, 3 commit
	Limit   int64
	Records []kindView  // kinds of data
	Fault   *view.Fault // why the file cannot be imported at all
	Stale   bool
	Upload  *upload
	Waiting []waitingView // uploads of this user
	Parked  []parkedView  // files of the watched folder
	Wizard  *wizardView   // of an export
	Preview *previewView
	Running *runningView
}

// waitingView is one upload that is not imported yet.
type waitingView struct {
	id                       string
	Href, Name, Size, Remove string
	Current                  bool
	Ext                      string
	Text                     bool
	Known, Asks              string // what it was recognised as; what it leaves open
}

type kindView struct {
	Value, Text string
	Picked      bool
}

// previewView is what a plan says.
type previewView struct {
	File, Size, Kind, Days     string
	Rows                       string
	New, Changed, Same, Reject string
	Faults                     []rowFaultView
	Shown                      string // how many of the rejected rows are listed
	Download                   string
	Remarks                    []remarkView
	Changes                    []changeView
	Totals                     []totalView
	Commit                     string // on the button; "" when nothing can be imported
	Skip                       bool
	Base                       int64
	Reading                    []view.HiddenField // how the file is read
}

type rowFaultView struct {
	Line                                int
	Column, Value, Message, Hint, Where string
}

type remarkView struct {
	Warn bool
	view.Fault
	Rate *rateView
}

// rateView asks for the rate that is missing.
type rateView struct{ Action, Label, Currency, Day string }

type changeView struct {
	Line             int32
	Column, Old, New string
}

type totalView struct{ Column, Before, After string }

type runningView struct {
	Rows, All string
	Done, Of  int
}

// newImportView returns the page with what every step shows.
func (s *Server) newImportView(c echo.Context, step int) importView {
	frame.RememberLanguage(c)
	v := importView{Step: step, Limit: ingest.MaxUpload >> 20}
	v.Shell = s.Shell(c, s.Data(), "", "import", nil)
	v.Title = v.T.Import.Title
	v.Records = s.kinds(v.T, "")
	if step == 1 {
		v.Parked = s.parked(view.Writer{Lang: v.Lang, T: v.T, Currency: s.Currency})
	}
	return v
}

// await lists the uploads of who asks; current is the one the page is about.
func (s *Server) await(c echo.Context, current string) ([]waitingView, error) {
	ups, err := s.uploads.waiting(frame.PrincipalOf(c).Name)
	if err != nil {
		return nil, err
	}
	var out []waitingView
	for _, up := range ups {
		out = append(out, waitingView{id: up.ID, Href: up.preview(), Name: up.Name, Size: kilobytes(up.Size), Remove: "/import/" + up.ID + "/remove",
			Current: up.ID == current, Ext: up.Ext(), Text: up.Text()})
	}
	return out, nil
}

// glance is the size up to which waiting files are read to say in their list
// what they are.
const glance = 512 << 10

// recognise says of each waiting file what it is and what it leaves open.
func (s *Server) recognise(ctx context.Context, w view.Writer, list []waitingView) error {
	for i := range list {
		v := &list[i]
		up, err := s.uploads.open(v.id)
		if ops.CodeOf(err) == "unknown_upload" {
			continue
		} else if err != nil {
			return err
		}
		if up.Size <= glance {
			n, err := s.Importer.Inspect(ctx, up.File(), ingest.Options{Record: up.As})
			v.Known, v.Asks = glanceAt(w, n, err)
		}
		up.Close()
	}
	return nil
}

// glanceAt says in a word what an inspection found.
func glanceAt(w view.Writer, n *ingest.Inspection, err error) (known, asks string) {
	if n != nil && n.Mapping != nil {
		if known = presetLabel(w, n.Mapping.Preset); known == "" {
			known = w.T.Record(n.Mapping.Record)
		}
		open := 0
		for _, q := range n.Questions {
			if q.Required {
				open++
			}
		}
		if open > 0 {
			asks = fmt.Sprintf(w.T.Wizard.Asks, open)
		}
	}
	switch {
	case err != nil:
		asks = faultOf(w, err).Message
	case n != nil && n.Number == 0:
		asks = fmt.Sprintf(w.T.Wizard.Tables, len(n.Document.Tables))
	}
	return known, asks
}

// thousands writes a decimal number with its thousands apart.
func thousands(text string) string {
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return text
	}
	_, fraction, _ := strings.Cut(text, ".")
	return i18n.Decimal(v, len(fraction), len(fraction))
}

// preview returns the address of an upload's preview.
func (u *upload) preview() string {
	q := url.Values{}
	if u.As != "" {
		q.Set("as", u.As)
	}
	return ask.Href("/import/"+u.ID, q)
}

func kilobytes(n int64) string {
	if n < 1000 {
		return i18n.Decimal(float64(n), 0, 0) + " B"
	}
	return i18n.Decimal(float64(n)/1024, 0, 1) + " KB"
}

func (s *Server) kinds(t *i18n.Messages, picked string) []kindView {
	out := []kindView{{Text: t.Import.KindAuto, Picked: picked == ""}}
	for _, name := range ask.RecordNames() {
		out = append(out, kindView{Value: name, Text: t.Record(name), Picked: picked == name})
	}
	return out
}

// showImport shows the page to choose files on, and those that wait.
func (s *Server) showImport(c echo.Context) error {
	v := s.newImportView(c, 1)
	var err error
	if v.Waiting, err = s.await(c, ""); err != nil {
		return err
	}
	if err := s.recognise(c.Request().Context(), view.Writer{Lang: v.Lang, T: v.T, Currency: s.Currency}, v.Waiting); err != nil {
		return err
	}
	return s.SendPage(c, http.StatusOK, "import", v)
}

// createUpload keeps the files of the form and goes on to the preview of the
// only one, or to the list of them.
func (s *Server) createUpload(c echo.Context) error {
	ups, values, err := s.receive(c, maxFiles)
	if err != nil {
		return s.importFault(c, err)
	}
	for _, up := range ups {
		up.Close()
		if up.As = values["as"]; up.As != "" {
			if err := s.uploads.note(up); err != nil {
				return err
			}
		}
	}
	if len(ups) == 1 {
		return c.Redirect(http.StatusSeeOther, ups[0].preview())
	}
	return c.Redirect(http.StatusSeeOther, "/import")
}

// removeUpload forgets an upload that is not to be imported.
func (s *Server) removeUpload(c echo.Context) error {
	up, err := s.uploads.open(c.Param("upload"))
	if err != nil {
		return err
	}
	up.Close()
	s.uploads.remove(up.ID)
	return c.Redirect(http.StatusSeeOther, "/import")
}

// importFault shows what is wrong with a file on the page to choose another.
func (s *Server) importFault(c echo.Context, err error) error {
	first, _ := frame.MistakesOf(err)
	status := frame.StatusOf(first.Code)
	if status >= 500 || !frame.WantsHTML(c.Request()) {
		return err
	}
	v := s.newImportView(c, 1)
	if v.Waiting, err = s.await(c, c.Param("upload")); err != nil {
		return err
	}
	w := view.Writer{Lang: v.Lang, T: v.T, Currency: s.Currency}
	if err := s.recognise(c.Request().Context(), w, v.Waiting); err != nil {
		return err
	}
	v.Fault = faultOf(w, first)
	return s.SendPage(c, status, "import", v)
}

// showUpload shows how an upload was understood and what importing it would
// do, or, while it is being imported, how far it is.
func (s *Server) showUpload(c echo.Context) error {
	id := c.Param("upload")
	if j, ok := s.commits.job(id); ok {
		if _, _, ended := j.result(); ended {
			return s.commitEnded(c, id, j)
		}
		return s.showRunning(c, j)
	}
	o, query, err := readingOf(c.QueryParams(), "stale", "lang")
	if err != nil {
		return err
	}
	up, err := s.uploads.open(id)
	if err != nil {
		return err
	}
	defer up.Close()
	v := s.newImportView(c, 2)
	v.Title = v.T.Import.Preview
	v.Upload, v.Stale = up, c.QueryParam("stale") == "1"
	if v.Waiting, err = s.await(c, up.ID); err != nil {
		return err
	}
	w := view.Writer{Lang: v.Lang, T: v.T, Currency: s.Currency}
	ctx := c.Request().Context()
	inspection, err := s.Importer.Inspect(ctx, up.File(), o)
	if err != nil && len(o.Said.Columns)+len(o.Said.Answers) > 0 {
		// What was said does not fit: say so beside the columns as they were.
		v.Fault = faultOf(w, err)
		o.Said = ingest.Said{}
		inspection, err = s.Importer.Inspect(ctx, up.File(), o)
	}
	if err != nil {
		code := ops.CodeOf(err)
		if inspection == nil && !rereadable(code) {
			return s.importFault(c, err)
		}
		v.Fault, v.Wizard = faultOf(w, err), wizardOf(w, inspection, "/import/"+up.ID, query)
		return s.SendPage(c, frame.StatusOf(code), "import", v)
	}
	if inspection != nil {
		v.Wizard = wizardOf(w, inspection, "/import/"+up.ID, query)
		if v.Fault != nil || v.Wizard.Choose || v.Wizard.Open {
			return s.SendPage(c, http.StatusOK, "import", v)
		}
	}
	// The preview shows what leaving bad rows out would do; the button says so.
	o.SkipRejected = true
	plan, err := s.plan(ctx, up, o)
	if err == nil && plan.Already != nil {
		err = plan.Refusal()
	}
	if err != nil && v.Wizard == nil {
		return s.importFault(c, err)
	} else if err != nil {
		v.Fault = faultOf(w, err)
		var open ingest.Open
		if errors.As(err, &open) {
			v.Wizard.ask(w, open, inspection.Mapping)
		}
		return s.SendPage(c, frame.StatusOf(ops.Code(v.Fault.Code)), "import", v)
	}
	if plan.Gone != nil && v.Wizard != nil {
		v.Wizard.Overlap = overlaps(&v.T.Wizard, query.Get("overlap"))
	}
	v.Preview = previewOf(w, plan, up.ID, query)
	if refusal := plan.Refusal(); refusal != nil && v.Preview.Commit != "" {
		v.Fault, v.Preview.Commit = faultOf(w, refusal), ""
		v.Wizard.SameMoney = refusal.Code == "same_money"
	}
	return s.SendPage(c, http.StatusOK, "import", v)
}

// rereadable reports whether a file that could not be read may be readable in
// another encoding or with another separator.
func rereadable(c ops.Code) bool {
	switch c {
	case "encoding", "control_char", "no_table", "no_rows", "unclosed_quote", "stray_quote", "record_too_long", "too_many_columns":
		return true
	}
	return false
}

// warningOf writes what looks wrong in the figures that would result.
func warningOf(w view.Writer, r *ops.Record, e *ops.Error) view.Fault {
	v := w.Fault(e)
	if e.Code == "sum_falls" {
		column, day, currency := fmt.Sprint(e.Args[0]), e.Args[1].(ops.Day), fmt.Sprint(e.Args[3])
		sum := func(i int) string {
			return strings.TrimSpace(thousands(decimal(e.Args[i].(int64), digitsOf(r, column, currency))) + " " + currency)
		}
		v.Message = fmt.Sprintf(w.T.Wizard.Falls, w.T.Wizard.FieldName(column), w.Day(day), e.Args[2], sum(4), sum(5))
	}
	return v
}

// faultOf writes the first mistake of err.
func faultOf(w view.Writer, err error) *view.Fault {
	first, _ := frame.MistakesOf(err)
	f := w.Fault(first)
	return &f
}

// previewOf writes a plan.
func previewOf(w view.Writer, p *ingest.Plan, id string, query url.Values) *previewView {
	t := &w.T.Import
	n := func(i int) string { return i18n.Decimal(float64(i), 0, 0) }
	v := &previewView{File: p.File, Size: kilobytes(p.Size), Kind: w.T.Record(p.Record.Name), Days: w.Days(p.Days), Rows: fmt.Sprintf(t.Rows, p.Read),
		New: n(p.Diff.Created), Changed: n(p.Diff.Updated), Same: n(p.Diff.Unchanged), Reject: n(p.Rejected), Base: p.Diff.Base, Skip: p.Rejected > 0,
		Reading: hiddenFields(query, func(string) bool { return true })}
	if v.Days == "" {
		v.Days = t.NoDays
	}
	for _, r := range p.Rejects {
		f := w.Fault(r.Err)
		v.Faults = append(v.Faults, rowFaultView{Line: r.Err.Where.Line, Column: r.Err.Where.Column, Value: ops.Show(r.Err.Where.Value), Message: f.Message,
			Hint: f.Hint, Where: f.Where})
	}
	if len(v.Faults) > 0 {
		v.Shown = fmt.Sprintf(t.ShowingFirst, len(v.Faults), p.Rejected)
		v.Download = ask.Href("/import/"+id+"/rejected", query)
	}
	for _, e := range p.Warnings {
		r := remarkView{Warn: true, Fault: warningOf(w, p.Record, e)}
		if e.Code == "rate_needed" {
			currency, day := fmt.Sprint(e.Args[0]), fmt.Sprint(e.Args[2])
			r.Rate = &rateView{Action: ask.Href("/import/"+id+"/rate", query), Label: fmt.Sprintf(w.T.Wizard.Rate1, currency, e.Args[1], day), Currency: currency,
				Day: day}
		}
		v.Remarks = append(v.Remarks, r)
	}
	for _, e := range p.Notices {
		v.Remarks = append(v.Remarks, remarkView{Fault: w.Fault(e)})
	}
	for _, x := range p.Diff.Examples {
		for _, c := range x.Columns {
			v.Changes = append(v.Changes, changeView{p.Rows.Lines[x.Row], w.T.Wizard.FieldName(c.Column), c.Old, c.New})
		}
	}
	for _, x := range totals(p) {
		if strings.Trim(x.before+x.after, "0.") == "" { // the file has no such column
			continue
		}
		name := w.T.Wizard.FieldName(x.column)
		if x.currency != "" {
			name += " (" + x.currency + ")"
		}
		v.Totals = append(v.Totals, totalView{name, thousands(x.before), thousands(x.after)})
	}
	switch good := p.Rows.Len(); {
	case good == 0:
	case p.Rejected > 0:
		v.Commit = fmt.Sprintf(t.CommitWithout, good, p.Rejected)
	default:
		v.Commit = fmt.Sprintf(t.Commit, good)
	}
	return v
}

// commitUpload starts the import of an upload and waits a moment for its end.
func (s *Server) commitUpload(c echo.Context) error {
	id := c.Param("upload")
	if err := c.Request().ParseForm(); err != nil {
		return frame.BadRequest(&ops.Error{Code: "bad_form", Message: "The form cannot be read.", Hint: "Open the preview again.", Err: err})
	}
	o, query, err := readingOf(c.Request().PostForm, "base")
	if err != nil {
		return err
	}
	base, err := strconv.ParseInt(c.FormValue("base"), 10, 64)
	if err != nil {
		return frame.BadRequest(&ops.Error{Code: "missing_parameter", Message: "The form does not say which preview it belongs to.",
			Hint: "Open the preview again.", Where: ops.Place{Column: "base"}})
	}
	up, err := s.uploads.open(id)
	if err != nil {
		return err
	}
	up.Close()
	by := ingest.By{Via: "page", Name: frame.PrincipalOf(c).Name}
	actor := ops.ActorOf(c.Request().Context())
	j := s.commits.start(id, query, s.Clock(), func(ctx context.Context, progress func(done, total int)) (ops.Batch, error) {
		return s.commitUploaded(ops.WithActor(ctx, actor), id, o, base, by, progress)
	})
	select {
	case <-j.done:
		return s.commitEnded(c, id, j)
	case <-time.After(patience):
		return c.Redirect(http.StatusSeeOther, "/import/"+id)
	}
}

// commitEnded goes on to the history, or back to a fresh preview when the
// record has changed meanwhile.
func (s *Server) commitEnded(c echo.Context, id string, j *commitJob) error {
	b, err, _ := j.result()
	if b.ID != 0 {
		s.uploads.remove(id)
		if err != nil { // stored, but the figures are old
			return err
		}
		return c.Redirect(http.StatusSeeOther, "/imports?done="+strconv.FormatInt(b.ID, 10))
	}
	s.commits.forget(id)
	if ops.CodeOf(err) == "stale_plan" {
		q := maps.Clone(j.reading)
		q.Set("stale", "1")
		return c.Redirect(http.StatusSeeOther, ask.Href("/import/"+id, q))
	}
	return err
}

// showRunning shows how far an import is. The page refreshes itself.
func (s *Server) showRunning(c echo.Context, j *commitJob) error {
	v := s.newImportView(c, 3)
	v.Title = v.T.Import.Running
	done, all := j.progress()
	v.Running = &runningView{Rows: i18n.Decimal(float64(done), 0, 0), All: i18n.Decimal(float64(all), 0, 0), Done: done, Of: max(all, 1)}
	c.Response().Header().Set("Refresh", "1")
	return s.SendPage(c, http.StatusOK, "import", v)
}

type progressAnswer struct {
	State string `json:"state"` // preview, running, done or failed
	Done  int    `json:"done"`
	Total int    `json:"total"`
}

// showProgress answers how far the import of an upload is, for scripts.
func (s *Server) showProgress(c echo.Context) error {
	id := c.Param("upload")
	j, ok := s.commits.job(id)
	if !ok {
		up, err := s.uploads.open(id)
		if err != nil {
			return err
		}
		up.Close()
		return c.JSON(http.StatusOK, progressAnswer{State: "preview"})
	}
	a := progressAnswer{State: "running"}
	a.Done, a.Total = j.progress()
	if _, err, ended := j.result(); ended && err != nil {
		a.State = "failed"
	} else if ended {
		a.State = "done"
	}
	return c.JSON(http.StatusOK, a)
}

// downloadRejected sends the rejected rows of an upload with their reasons.
func (s *Server) downloadRejected(c echo.Context) error {
	o, _, err := readingOf(c.QueryParams())
	if err != nil {
		return err
	}
	o.SkipRejected = true
	up, err := s.uploads.open(c.Param("upload"))
	if err != nil {
		return err
	}
	defer up.Close()
	plan, err := s.plan(c.Request().Context(), up, o)
	if err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set("Content-Disposition", `attachment; filename="rejected.csv"`)
	h.Set("Content-Type", "text/csv; charset=utf-8")
	if c.Request().Method == http.MethodHead {
		return c.NoContent(http.StatusOK)
	}
	return plan.WriteRejected(c.Request().Context(), c.Response())
}
