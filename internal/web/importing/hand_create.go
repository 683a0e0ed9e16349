package importing

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ingest"
	"daybreak/internal/ops"
	"daybreak/internal/report"
	"daybreak/internal/view"
	"daybreak/internal/web/frame"
)

// createByHand makes an upload of the one row that was typed and goes on to its
// preview. A row that cannot be imported stays in its form, with the reason.
func (s *Section) createByHand(c echo.Context) error {
	typed, err := c.FormParams()
	if err != nil {
		return frame.BadRequest(&ops.Error{Code: "bad_form", Message: "The form cannot be read.", Hint: "Open the page again.", Err: err})
	}
	f, ok := handNamed(typed.Get("hand"))
	if !ok {
		return frame.BadRequest(&ops.Error{Code: "bad_form", Message: "The form cannot be read.", Hint: "Open the page again."})
	}
	header, cells, err := f.row(typed.Get)
	if err != nil {
		return s.handFault(c, f, typed, err)
	}
	var text strings.Builder
	if err := report.CSV.Write(c.Request().Context(), &text, "", &report.Table{Header: header, Rows: [][]string{cells}}); err != nil {
		return err
	}
	name := f.record + " " + s.Clock().In(s.Calendar.Zone).Format("2006-01-02 15-04-05") + ".csv"
	up, err := s.uploads.keep(strings.NewReader(text.String()), name, frame.PrincipalOf(c).Name, ingest.MaxUpload)
	if err != nil {
		return s.importFault(c, err)
	}
	defer up.Close()
	up.As, up.Hand = f.record, f.kept(typed)
	if err := s.uploads.note(up); err != nil {
		return err
	}
	plan, err := s.plan(c.Request().Context(), up, ingest.Options{Record: f.record})
	if err == nil {
		if refusal := plan.Refusal(); refusal != nil {
			err = refusal
			if len(plan.Rejects) > 0 {
				err = plan.Rejects[0].Err
			}
		}
	}
	if err != nil {
		s.uploads.remove(up.ID)
		return s.handFault(c, f, typed, err)
	}
	return c.Redirect(http.StatusSeeOther, up.preview())
}

// handFault shows the form again with what is wrong with it.
func (s *Section) handFault(c echo.Context, f handForm, typed url.Values, err error) error {
	first, _ := frame.MistakesOf(err)
	status := frame.StatusOf(first.Code)
	if status >= 500 {
		return err
	}
	e := *first
	e.Where.File, e.Where.Line = "", 0
	v := s.newImportView(c, 1)
	w := view.Writer{Lang: v.Lang, T: v.T, Currency: s.Currency}
	if v.waitingList, err = s.list(c, w, ""); err != nil {
		return err
	}
	v.Hand = s.hand(c, w, f.name, typed)
	e.Where.Column = handLabel(w, f, e.Where.Column)
	fault := w.Fault(&e)
	v.Hand.Fault = &fault
	return s.SendPage(c, status, "import", v)
}
