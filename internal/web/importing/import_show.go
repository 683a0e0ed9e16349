package importing

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ask"
	"daybreak/internal/i18n"
	"daybreak/internal/ingest"
	"daybreak/internal/ops"
	"daybreak/internal/report"
	"daybreak/internal/view"
	"daybreak/internal/web/frame"
)

// importView is the page of one import in all its steps: choosing a file,
// checking it, watching it being stored.
type importView struct {
	frame.Shell
	Step        int // 1 upload, 2 check, 3 commit
	Limit       int64
	Records     []kindView  // kinds of data
	Fault       *view.Fault // why the file cannot be imported at all
	Stale       bool
	Upload      *upload
	waitingList              // uploads of this user
	Parked      []parkedView // files of the watched folder
	Wizard      *wizardView  // of an export
	Preview     *previewView
	Running     *runningView
	Hand        handView // the form for one row
}

type kindView struct {
	Value, Text string
	Picked      bool
}

// newImportView returns the page with what every step shows.
func (s *Section) newImportView(c echo.Context, step int) importView {
	s.RememberLanguage(c)
	v := importView{Step: step, Limit: ingest.MaxUpload >> 20}
	v.Shell = s.Shell(c, s.Data(c), "", "import", nil)
	v.Title = v.T.Import.Title
	v.Records = s.kinds(v.T, "")
	if step == 1 {
		w := view.Writer{Lang: v.Lang, T: v.T, Currency: s.Currency}
		v.Parked, v.Hand = s.parked(w), s.hand(c, w, "", nil)
	}
	return v
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

func (s *Section) kinds(t *i18n.Messages, picked string) []kindView {
	out := []kindView{{Text: t.Import.KindAuto, Picked: picked == ""}}
	for _, name := range ask.RecordNames() {
		out = append(out, kindView{Value: name, Text: t.Record(name), Picked: picked == name})
	}
	return out
}

// showImport shows the page to choose files on, those that wait, and what became
// of those that were imported at once.
func (s *Section) showImport(c echo.Context) error {
	v := s.newImportView(c, 1)
	var err error
	if v.waitingList, err = s.list(c, view.Writer{Lang: v.Lang, T: v.T, Currency: s.Currency}, ""); err != nil {
		return err
	}
	if name := c.QueryParam("hand"); name != "" {
		v.Hand = s.hand(c, view.Writer{Lang: v.Lang, T: v.T, Currency: s.Currency}, name, c.QueryParams())
	}
	if v.More {
		c.Response().Header().Set("Refresh", "1")
	}
	return s.SendPage(c, http.StatusOK, "import", v)
}

// createUpload keeps the files of the form and goes on to the preview of the
// only one, or to the list of them.
func (s *Section) createUpload(c echo.Context) error {
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
func (s *Section) removeUpload(c echo.Context) error {
	up, err := s.uploads.open(c.Param("upload"))
	if err != nil {
		return err
	}
	up.Close()
	s.uploads.remove(up.ID)
	return c.Redirect(http.StatusSeeOther, "/import")
}

// importFault shows what is wrong with a file on the page to choose another.
func (s *Section) importFault(c echo.Context, err error) error {
	first, _ := frame.MistakesOf(err)
	status := frame.StatusOf(first.Code)
	if status >= 500 || !frame.WantsHTML(c.Request()) {
		return err
	}
	v := s.newImportView(c, 1)
	w := view.Writer{Lang: v.Lang, T: v.T, Currency: s.Currency}
	if v.waitingList, err = s.list(c, w, c.Param("upload")); err != nil {
		return err
	}
	v.Fault = faultOf(w, first)
	return s.SendPage(c, status, "import", v)
}

// showUpload shows how an upload was understood and what importing it would
// do, or, while it is being imported, how far it is.
func (s *Section) showUpload(c echo.Context) error {
	id := c.Param("upload")
	if j, ok := s.Commits.job(id); ok {
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
	v.Preview = previewOf(w, plan, up.ID, query)
	v.Preview.typed(w, up.Hand)
	if v.Preview.Channels, err = s.channelQuestions(c, w, plan, query); err != nil {
		return err
	}
	v.Preview.Gone = goneOf(w, plan, "/import/"+up.ID, query)
	if refusal := plan.Refusal(); refusal != nil && v.Preview.Commit != "" {
		v.Fault, v.Preview.Commit = faultOf(w, refusal), ""
		v.Wizard.SameMoney = refusal.Code == "same_money"
	}
	return s.SendPage(c, http.StatusOK, "import", v)
}

// downloadRejected sends the rejected rows of an upload with their reasons.
func (s *Section) downloadRejected(c echo.Context) error {
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
	h.Set("Content-Disposition", report.Mark.Attachment("rejected"))
	h.Set("Content-Type", report.Mark.Type())
	if c.Request().Method == http.MethodHead {
		return c.NoContent(http.StatusOK)
	}
	rows := report.NewRows(c.Response(), true)
	if err := plan.WriteRejected(c.Request().Context(), rows); err != nil {
		return err
	}
	return rows.Flush()
}
