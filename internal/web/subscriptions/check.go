package subscriptions

import (
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ask"
	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
)

// checkPage refuses a page or panel that is not there, and controls that it does not
// know.
func (s *Section) checkPage(c echo.Context, x ops.Subscription) error {
	d := s.Data(c)
	page, ok := d.Catalog.Page(x.Page)
	if !ok {
		return &ops.Error{Code: "unknown_page", Message: "There is no such page.", Hint: "Choose one of the pages.",
			Where: ops.Place{Column: "page", Value: ops.Show(x.Page)}}
	}
	if x.Panel != "" && !slices.ContainsFunc(page.Panels, func(p *ops.Panel) bool { return p.ID == x.Panel }) {
		return &ops.Error{Code: "unknown_panel", Message: "There is no such panel on the page.", Hint: "Choose one of the page's.",
			Where: ops.Place{Column: "panel", Value: ops.Show(x.Panel)}}
	}
	q, err := url.ParseQuery(x.Query)
	if err != nil {
		return err
	}
	if x.Since && (q.Get("range") != "" || q.Get("from") != "" || q.Get("to") != "") {
		return &ops.Error{Code: "days_twice", Message: "The controls say which days it is about, and so does the rhythm.",
			Hint: "Leave range, from and to out, or let it be about the days the page shows.", Where: ops.Place{Column: "query", Value: ops.Show(x.Query)}}
	}
	params, err := frame.PageParams(q)
	if err != nil {
		return ops.AtColumn(err, "query")
	}
	if _, err := d.Resolve(params, d.PageScope(page)); err != nil {
		return ops.AtColumn(err, "query")
	}
	_, err = ask.PanelQuestions(page, params.Options, d.Snapshot.Keys())
	return ops.AtColumn(err, "query")
}
