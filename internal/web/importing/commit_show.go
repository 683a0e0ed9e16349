package importing

import (
	"context"
	"maps"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ask"
	"daybreak/internal/i18n"
	"daybreak/internal/ingest"
	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
)

type runningView struct {
	Rows, All string
	Done, Of  int
}

// commitUpload starts the import of an upload and waits a moment for its end.
func (s *Section) commitUpload(c echo.Context) error {
	id := c.Param("upload")
	if err := c.Request().ParseForm(); err != nil {
		return frame.BadRequest(&ops.Error{Code: "bad_form", Message: "The form cannot be read.", Hint: "Open the preview again.", Err: err})
	}
	o, query, err := readingOf(c.Request().PostForm, "base")
	if err != nil {
		return err
	}
	rules, err := rulesOf(c.Request().PostForm)
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
	j := s.Commits.Start(id, query, s.Clock(), func(ctx context.Context, progress func(done, total int)) (ops.Batch, error) {
		ctx = ops.WithActor(ctx, actor)
		b, err := s.commitUploaded(ctx, id, o, base, by, progress)
		if err != nil || len(rules) == 0 {
			return b, err
		}
		for _, rule := range rules {
			if _, err := s.Rules.Add(ctx, rule); err != nil {
				return b, err
			}
		}
		return b, s.Refresh(ctx)
	})
	select {
	case <-j.Done:
		return s.commitEnded(c, id, j)
	case <-time.After(s.Patience):
		return c.Redirect(http.StatusSeeOther, "/import/"+id)
	}
}

// commitEnded goes on to the history, or back to a fresh preview when the
// record has changed meanwhile.
func (s *Section) commitEnded(c echo.Context, id string, j *Commit) error {
	b, err, _ := j.result()
	if b.ID != 0 {
		s.uploads.remove(id)
		if err != nil { // stored, but the figures are old
			return err
		}
		return c.Redirect(http.StatusSeeOther, "/imports?done="+strconv.FormatInt(b.ID, 10))
	}
	s.Commits.forget(id)
	if ops.CodeOf(err) == "stale_plan" {
		q := maps.Clone(j.reading)
		q.Set("stale", "1")
		return c.Redirect(http.StatusSeeOther, ask.Href("/import/"+id, q))
	}
	return err
}

// showRunning shows how far an import is. The page refreshes itself.
func (s *Section) showRunning(c echo.Context, j *Commit) error {
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
func (s *Section) showProgress(c echo.Context) error {
	id := c.Param("upload")
	j, ok := s.Commits.job(id)
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
