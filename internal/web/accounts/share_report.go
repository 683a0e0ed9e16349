package accounts

import (
	"context"
	"fmt"
	"net/url"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ops"
	"daybreak/internal/view"
)

// Reports yields the monthly reports that may be shared.
type Reports interface {
	All(ctx context.Context) ([]ops.Report, error)
	One(ctx context.Context, id int64) (r ops.Report, ok bool, err error)
}

// shareableReports offers the reports that are final beside the pages.
func (s *Section) shareableReports(c echo.Context, v *sharesView, titles map[string]string) error {
	if s.Reports == nil {
		return nil
	}
	all, err := s.Reports.All(c.Request().Context())
	for _, r := range all {
		if !r.IsFinal() {
			continue
		}
		page := r.SharedAs()
		titles[page] = v.T.Report.Title + " " + v.Lang.Month(view.Civil(r.Month)) + ", " + fmt.Sprintf(v.T.Report.Edition, r.Edition)
		v.Pages = append(v.Pages, roleView{page, titles[page], page == c.QueryParam("page")})
	}
	return err
}

// shareReport makes a link to a report that is final.
func (s *Section) shareReport(c echo.Context, h ops.Share, id int64, form url.Values) (string, error) {
	if s.Reports == nil {
		return "", unknownPage(h.Page)
	}
	r, ok, err := s.Reports.One(c.Request().Context(), id)
	switch {
	case err != nil:
		return "", err
	case !ok:
		return "", unknownPage(h.Page)
	case !r.IsFinal():
		return "", &ops.Error{Code: "report_draft", Message: "A draft cannot be shared: it changes with the data.", Hint: "Make it final first.",
			Where: ops.Place{Column: "page", Value: h.Page}}
	}
	h.Page, h.Query = r.SharedAs(), ""
	return s.keepShare(c, h, form)
}
