package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"daybreak/internal/auth"
	"daybreak/internal/ops"
	"daybreak/internal/view"
	"daybreak/internal/web/frame"
)

// showShared shows the page of a share link to whoever has it: read only, with
// the controls that were shared. Whatever is no link gets the same answer.
func (s *Server) showShared(c echo.Context) error {
	h := c.Response().Header()
	h.Set("X-Robots-Tag", "noindex, nofollow")
	ctx := c.Request().Context()
	share, ok, err := s.shares.Share(ctx, auth.HashToken(c.Param("token")))
	if err != nil || !ok {
		return frame.OrElse(err, frame.NoSuchLink())
	}
	q, err := url.ParseQuery(share.Query)
	if err != nil {
		return err
	}
	rows := s.RowsOfKey(share.Rows, share.OwnerRows)
	if report, ok := ops.SharedReport(share.Page); ok {
		if rows.Narrows() { // a report is about the whole record
			return frame.NoSuchLink()
		}
		s.countView(c, share)
		framedBy(c, share.Origin)
		return s.reports.SendShared(c, report)
	}
	if err := s.See(c, rows); err != nil {
		return err
	}
	d := s.Data(c)
	page, ok := d.Catalog.Page(share.Page)
	if !ok { // taken out of the dashboards since
		return frame.NoSuchLink()
	}
	a, err := pageAsked(d, page, q)
	if err != nil {
		return err
	}
	if a.scope.Range.Len() == 0 && d.Rows.Narrows() {
		return frame.NoRowsOfYours()
	}
	s.countView(c, share)
	framedBy(c, share.Origin)
	s.RememberLanguage(c)
	shell := s.BareShell(c, page.Title.In(string(frame.Language(c))))
	shell.Bare = true
	marks, stamp := s.marks(c, d, shell, a.scope, true)
	key := fmt.Sprintf("shared %d %s %s %s %s", share.ID, shell.Path, shell.Lang, shell.Theme, stamp)
	b := view.Page{Writer: s.writerOf(shell, d), Data: d, Layout: page, View: a.scope, Questions: a.questions, Fixed: true, Marks: marks}
	return s.sendDashboard(c, key, beside{}, b, shell)
}

// framedBy lets a site show the answer in a frame; "" is none.
func framedBy(c echo.Context, origin string) {
	if origin != "" {
		c.Response().Header().Set("Content-Security-Policy", strings.Replace(contentSecurityPolicy, "frame-ancestors 'none'", "frame-ancestors "+origin, 1))
	}
}

// countView counts that a share link was opened.
func (s *Server) countView(c echo.Context, share ops.Share) {
	ctx := c.Request().Context()
	if c.Request().Method != http.MethodGet {
		return
	}
	if err := s.shares.CountView(ctx, share.ID); err != nil {
		s.Log.WarnContext(ctx, "a view of a share link was not counted", "id", frame.RequestID(c), "error", err)
	}
}
