package web

import (
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"daybreak/internal/analysis"
	"daybreak/internal/ask"
	"daybreak/internal/ops"
	"daybreak/internal/view"
	"daybreak/internal/web/frame"
)

// showExplore shows the page on which a reader asks a question of their own: a form,
// and below it the panel that it puts together.
func (s *Server) showExplore(c echo.Context) error {
	d, q := s.Data(c), c.QueryParams()
	if target, ok := addedFilter(q); ok {
		return c.Redirect(http.StatusSeeOther, ask.Href("/"+ask.Explore, target))
	}
	if target, ok := ask.TidyOptions(q); ok {
		return c.Redirect(http.StatusSeeOther, ask.Href("/"+ask.Explore, target))
	}
	page, wrong := frame.Explored(d, s.Currency, q)
	if wrong == nil {
		asked, err := pageAsked(d, page, q)
		if err == nil {
			return s.sendExplored(c, d, asked)
		}
		wrong = err
	}
	return s.refuseExplored(c, d, page, wrong)
}

// sendExplored answers with the form and its answer.
func (s *Server) sendExplored(c echo.Context, d analysis.Data, a asking) error {
	if a.scope.Range.Len() == 0 && d.Rows.Narrows() {
		return frame.NoRowsOfYours()
	}
	s.RememberLanguage(c)
	shell := s.Shell(c, d, a.page.Title.In(string(frame.Language(c))), ask.Explore, ask.Carried(a.params))
	b, stamp := s.decorated(c, d, shell, a)
	form, err := s.exploreForm(b, c, nil)
	if err != nil {
		return err
	}
	key := fmt.Sprintf("explore %s %s %s %v %d %v %s", shell.Path, shell.Lang, shell.Theme, shell.Mistakes, shell.Firing, shell.Nav.Folded(), stamp)
	return s.sendDashboard(c, key, beside{look: form}, b, shell)
}

func (s *Server) exploreForm(b view.Page, c echo.Context, mistakes ops.Mistakes) (frame.Markup, error) {
	return s.Pages.Part("dashboard", "explore", view.ExploreForm(b, b.Layout.Panels[0], c.QueryParams(), mistakes))
}

// refuseExplored answers with the form and what is wrong with it, each at its field.
func (s *Server) refuseExplored(c echo.Context, d analysis.Data, page *ops.Page, wrong error) error {
	if !frame.WantsHTML(c.Request()) {
		return frame.BadRequest(wrong)
	}
	first, mistakes := frame.MistakesOf(wrong)
	if first.Code == "internal" {
		return wrong
	}
	if len(mistakes) == 0 {
		mistakes = ops.Mistakes{first}
	}
	s.RememberLanguage(c)
	shell := s.Shell(c, d, page.Title.In(string(frame.Language(c))), ask.Explore, nil)
	params, err := frame.PageParams(c.QueryParams())
	if err != nil {
		params = analysis.Params{} // what is wrong with it is told
	}
	b := view.Page{Writer: s.writerOf(shell, d), Data: d, Layout: page, View: &analysis.View{Params: params}, Unnamed: true}
	form, err := s.exploreForm(b, c, mistakes)
	if err != nil {
		return err
	}
	return s.SendPage(c, http.StatusBadRequest, "dashboard", dashboardView{Shell: shell, Form: form})
}
