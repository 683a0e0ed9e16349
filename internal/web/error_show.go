package web

import (
	"errors"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ingest"
	"daybreak/internal/ops"
	"daybreak/internal/view"
	"daybreak/internal/web/community"
	"daybreak/internal/web/frame"
)

// errorView is what a person sees when something is wrong.
type errorView struct {
	frame.Shell
	Fault view.Fault
	More  []view.Fault // all mistakes, when there are several
	ID    string
}

// showError writes the error page. It asks nothing of the data, which may be
// what is wrong.
func (s *Server) showError(c echo.Context, status int, body errorBody, first *ops.Error, mistakes ops.Mistakes) error {
	if strings.HasPrefix(c.Request().URL.Path, community.MemberPath) {
		return s.community.ShowError(c, status, first)
	}
	v := errorView{Shell: s.BareShell(c, ""), ID: body.Error.ID}
	v.Title = v.T.Shell.ErrorTitle
	v.Path = "/" // the page itself may not be one to go back to
	if frame.PrincipalOf(c).Role >= Analyst {
		catalog, _ := s.Catalog.Current()
		v.Navigate(c, catalog, nil, "", nil)
	} else {
		v.Bare = true
	}
	w := view.Writer{Lang: v.Lang, T: v.T, Currency: s.Currency}
	v.Fault = w.Fault(first)
	for _, m := range mistakes {
		v.More = append(v.More, w.Fault(m))
	}
	return s.SendPage(c, status, "error", v)
}

// errorBody is the one shape of every error answer (RELIABILITY §3).
type errorBody struct {
	Error  frame.ErrorDetail   `json:"error"`
	Errors []frame.ErrorDetail `json:"errors,omitempty"` // all mistakes, when there are several

	Questions ingest.Open `json:"questions,omitempty"` // what has to be answered first
}

// respondError is the only place that makes an error an answer. Visitors get a
// sentence and an id; the log gets the cause under the same id.
func (s *Server) respondError(err error, c echo.Context) {
	if c.Response().Committed {
		s.Log.ErrorContext(c.Request().Context(), "error after the answer began", "id", frame.RequestID(c), "error", err)
		return
	}
	first, mistakes := frame.MistakesOf(err)
	status := frame.StatusOf(first.Code)
	if frame.IsBadRequest(err) {
		status = http.StatusBadRequest
	}
	var open ingest.Open
	errors.As(first.Err, &open)
	if status >= 500 || first.Err != nil && mistakes == nil && open == nil {
		cause := first.Err
		if cause == nil {
			cause = err
		}
		s.Log.Log(c.Request().Context(), levelOf(status, first.Code), "request failed", "id", frame.RequestID(c),
			"code", first.Code, "message", first.Message, "cause", cause)
	}
	if status == http.StatusRequestTimeout { // the time to answer is over, too
		_ = http.NewResponseController(c.Response()).SetWriteDeadline(time.Now().Add(readHeaderTimeout))
	}
	h := c.Response().Header()
	h.Set("Cache-Control", "no-store")
	h.Del("ETag")
	h.Del("Content-Disposition")
	if status == http.StatusServiceUnavailable {
		h.Set("Retry-After", strconv.Itoa(1+rand.IntN(5))) // spread, so that not all come back at once
	}
	body := errorBody{Error: frame.DetailOf(first), Questions: open}
	body.Error.ID = frame.RequestID(c)
	for _, m := range mistakes {
		body.Errors = append(body.Errors, frame.DetailOf(m))
	}
	var sent error
	switch {
	case c.Request().Method == http.MethodHead:
		sent = c.NoContent(status)
	case frame.WantsHTML(c.Request()):
		sent = s.showError(c, status, body, first, mistakes)
	default:
		sent = c.JSON(status, body)
	}
	if sent != nil {
		s.Log.WarnContext(c.Request().Context(), "error answer not sent", "id", frame.RequestID(c), "error", sent)
	}
}

// levelOf is how loud a failed request is: mistakes of who sent it are none of
// the server's, and a server that is busy is well.
func levelOf(status int, code ops.Code) slog.Level {
	switch {
	case status < 500:
		return slog.LevelInfo
	case slices.Contains([]ops.Code{"busy", "too_big", "stopping", "starting", "queue_full"}, code):
		return slog.LevelWarn
	}
	return slog.LevelError
}
