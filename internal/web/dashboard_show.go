package web

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"daybreak/internal/analysis"
	"daybreak/internal/ask"
	"daybreak/internal/ops"
	"daybreak/internal/report"
	"daybreak/internal/view"
	"daybreak/internal/web/frame"
	"daybreak/internal/web/persons"
)

// panelTimeout is how long one panel may take; it then fails alone.
const panelTimeout = 5 * time.Second

// showStart shows the first page of the catalog.
func (s *Server) showStart(c echo.Context) error {
	if catalog, _ := s.Catalog.Current(); len(catalog.Pages) > 0 {
		return s.showPage(c, catalog.Pages[0].Name)
	}
	return echo.ErrNotFound
}

// showDashboard shows the page /name, or one panel of it as a file: as
// /name.csv?panel=id, or .xlsx, or as a picture .svg or .png.
func (s *Server) showDashboard(c echo.Context) error {
	for ending, format := range map[string]report.Format{".csv": report.Mark, ".xlsx": report.XLSX} {
		if name, ok := strings.CutSuffix(c.Param("page"), ending); ok {
			return s.exportPanel(c, name, format)
		}
	}
	for ending, format := range pictureFormats() {
		if name, ok := strings.CutSuffix(c.Param("page"), ending); ok {
			return s.sendPicture(c, name, format)
		}
	}
	return s.showPage(c, c.Param("page"))
}

func (s *Server) showPage(c echo.Context, name string) error {
	d := s.Data(c)
	page, ok := d.Catalog.Page(name)
	if !ok {
		return echo.ErrNotFound
	}
	q := c.QueryParams()
	people, hasPeople := peopleOf(page)
	var whose persons.LanesQuery
	if hasPeople {
		whose, q = persons.ReadLanes(q)
	}
	if target, ok := addedFilter(q); ok {
		return c.Redirect(http.StatusSeeOther, "/"+name+"?"+target.Encode())
	}
	if target, ok := ask.TidyOptions(q); ok {
		return c.Redirect(http.StatusSeeOther, ask.Href("/"+name, target))
	}
	asked, err := pageAsked(d, page, q)
	if err != nil {
		return err
	}
	params, scope := asked.params, asked.scope
	if scope.Range.Len() == 0 && d.Rows.Narrows() {
		return frame.NoRowsOfYours()
	}
	s.RememberLanguage(c)
	shell := s.Shell(c, d, page.Title.In(string(frame.Language(c))), page.Name, ask.Carried(params))
	key := fmt.Sprintf("page %s %s %s %s %v %d %v", name, shell.Path, shell.Lang, shell.Theme, shell.Mistakes, shell.Firing, shell.Nav.Folded())
	now := frame.PastOf(c).IsZero()
	if now {
		shell.Share = shareHref(frame.PrincipalOf(c), name, params)
		if shell.EditHref = s.boards.EditHref(c, name); shell.EditHref != "" {
			key += " edit"
		}
	}
	var with beside
	if name == d.Catalog.Pages[0].Name && frame.PrincipalOf(c).Role >= Viewer && now && s.planning.Book.Tries != nil && scope.Range.Len() > 0 {
		var stamp string
		if with.look, stamp, err = s.planning.Look(c, shell); err != nil {
			s.Log.Warn("nothing is worth a look", "error", err)
		}
		key += " " + stamp
	}
	if hasPeople && now {
		stamp, err := s.addLanes(c, &with, shell, people, scope, whose, q)
		if err != nil {
			return err
		}
		key += stamp
	}
	b, stamp := s.decorated(c, d, shell, asked)
	return s.sendDashboard(c, key+" "+stamp, with, b, shell)
}

// asking is a page as an address asks for it.
type asking struct {
	page      *ops.Page
	params    analysis.Params
	scope     *analysis.View
	questions map[*ops.Panel]analysis.Question
}

// pageAsked reads what an address asks of a page.
func pageAsked(d analysis.Data, page *ops.Page, q url.Values) (asking, error) {
	params, err := frame.PageParams(q)
	if err != nil {
		return asking{}, frame.BadRequest(err)
	}
	if err := params.CheckTables(page); err != nil {
		return asking{}, frame.BadRequest(err)
	}
	scope, err := d.Resolve(params, d.PageScope(page))
	if err != nil {
		return asking{}, frame.BadRequest(err)
	}
	questions, err := ask.PanelQuestions(page, params.Options, d.Snapshot.Keys())
	if err != nil {
		return asking{}, frame.BadRequest(err)
	}
	return asking{page, params, scope, questions}, nil
}

// decorated returns the view of a page with what is marked on its days and with its
// targets, and what tells these from what they were before.
func (s *Server) decorated(c echo.Context, d analysis.Data, shell frame.Shell, a asking) (view.Page, string) {
	marks, stamp := s.marks(c, d, shell, a.scope, false)
	var goals []view.Goal
	if slices.ContainsFunc(a.page.Panels, showsTargets) {
		var planned string
		var err error
		if goals, planned, err = s.planning.Goals(c, d, shell); err != nil {
			s.Log.Warn("no target is drawn", "error", err)
		}
		stamp += " " + planned
	}
	return view.Page{Writer: s.writerOf(shell, d), Data: d, Layout: a.page, View: a.scope, Questions: a.questions, Marks: marks, Goals: goals,
		Unnamed: !frame.PrincipalOf(c).Role.SeesMembers() || !frame.PastOf(c).IsZero()}, stamp
}

// marks returns what is drawn on the days of a page; without it the page comes
// all the same.
func (s *Server) marks(c echo.Context, d analysis.Data, shell frame.Shell, scope *analysis.View, shared bool) (view.Marks, string) {
	ctx, cancel := context.WithTimeout(c.Request().Context(), panelTimeout)
	defer cancel()
	marks, stamp, err := s.planning.Marks(ctx, d, shell, scope, frame.PrincipalOf(c).Role, shared)
	if err != nil {
		s.Log.Warn("nothing is marked", "error", err)
	}
	return marks, stamp
}

// writerOf returns a writer in the language of the shell.
func (s *Server) writerOf(shell frame.Shell, d analysis.Data) view.Writer {
	return view.NewWriter(shell.Lang, s.Currency, d)
}

// shareHref returns where p can share the page as it is shown; "" when they
// may not.
func shareHref(p frame.Principal, page string, params analysis.Params) string {
	if p.Role < Editor {
		return ""
	}
	return ask.Href("/shares", url.Values{"page": {page}, "query": {params.Query().Encode()}})
}

// showsTargets reports whether a panel shows targets beside its figures.
func showsTargets(p *ops.Panel) bool {
	return slices.Contains([]string{"kpis", "line", "checkins_today"}, p.Type)
}

// panelNames reports whether a panel names members.
func panelNames(p *ops.Panel) bool {
	return slices.Contains([]string{"at_risk", "streaks"}, p.Type) || p.By == "invited_by" || p.Ask["by"] == "invited_by"
}

// sendDashboard answers with the page of b inside shell, on top what is worth a look or
// the form of the question; key is that of SendCached.
func (s *Server) sendDashboard(c echo.Context, key string, x beside, b view.Page, shell frame.Shell) error {
	d, page, scope := b.Data, b.Layout, b.View
	if slices.ContainsFunc(page.Panels, panelNames) {
		frame.NamesMembers(c)
	}
	return s.SendCached(c, key, d.Snapshot.Version(), d.Catalog.Digest, echo.MIMETextHTMLCharsetUTF8, func(w io.Writer) error {
		out := dashboardView{Shell: shell, HasLanes: x.lanes != nil}
		if page.Name == ask.Explore {
			out.Form = x.look
		} else {
			out.Look = x.look
		}
		if scope.Range.Len() == 0 {
			return s.Pages.Write(w, "empty", out)
		}
		unfolded, folded := shownPanels(b)
		shown := append(slices.Clip(unfolded), folded...)
		panels, answers, err := s.drawPanels(c.Request().Context(), b, shown)
		if err != nil {
			return err
		}
		passing := slices.ContainsFunc(answers, func(a answered) bool { return a.transient })
		out.Panels, out.Folded = slices.Clip(panels[:len(unfolded)]), panels[len(unfolded):]
		if i := slices.Index(unfolded, x.before); i >= 0 {
			lanes, err := x.lanes()
			if err != nil { // the page comes without it
				s.Log.Warn("there is no board of people", "error", err)
				passing = true
			}
			out.Panels = slices.Insert(out.Panels, i, lanes)
		}
		if waiting := len(page.Panels) - len(shown); waiting > 0 {
			params := scope.Params
			params.Unfold = true
			out.Waiting = &waitingPanels{Href: ask.Href("/"+page.Name, params.Query()), Count: waiting}
		}
		if scope.Latest != 0 { // something that the page is of is known through a day
			out.Through = b.Day(scope.Latest)
		}
		controls := b.Controls()
		out.Printed = fmt.Sprintf(shell.T.Shell.PrintedFrom, shell.Title, controls.Scope())
		if !b.Fixed {
			out.Controls = controls
		}
		out.Notes = b.Notes(resultsOf(answers))
		err = s.Pages.Write(w, "dashboard", out)
		if err == nil && passing {
			return frame.ErrPassing
		}
		return err
	})
}

// answered is a panel's result, or why there is none. A transient failure may
// be gone the next time.
type answered struct {
	result    analysis.Result
	against   *analysis.Against
	fault     *ops.Error
	transient bool
}

// ask answers all panels side by side and calls then for each that is answered.
// Each has its own deadline and fails alone.
func (s *Server) ask(ctx context.Context, d analysis.Data, scope *analysis.View, panels []*ops.Panel, questions map[*ops.Panel]analysis.Question,
	then func(i int, a *answered)) []answered {
	out := make([]answered, len(panels))
	var wg sync.WaitGroup
	for i, p := range panels {
		own := *scope
		own.Question = questions[p]
		wg.Go(func() {
			out[i] = s.askPanel(ctx, d, &own, p)
			then(i, &out[i])
		})
	}
	wg.Wait()
	return out
}

// resultsOf returns the results of the answers that have one.
func resultsOf(answers []answered) []analysis.Result {
	var out []analysis.Result
	for _, a := range answers {
		if a.result != nil {
			out = append(out, a.result)
		}
	}
	return out
}

// failed is the answer of a panel that has none.
func (s *Server) failed(ctx context.Context, p *ops.Panel, err error) answered {
	mistake, _ := frame.MistakesOf(err)
	transient := mistake.Code == "too_big" || mistake.Code == "busy" || mistake.Code == "gone" || mistake.Code == "stopping" || mistake.Code == "internal"
	if transient {
		level := slog.LevelInfo // nobody waits for it, or the server is busy
		if mistake.Code == "internal" {
			level = slog.LevelError
		}
		s.Log.Log(ctx, level, "panel failed", "panel", p.ID, "code", mistake.Code, "error", err)
	}
	return answered{fault: mistake, transient: transient}
}

// viewPanel makes the view of an answer; what goes wrong there is the panel's
// own failure as well.
func (s *Server) viewPanel(ctx context.Context, b view.Page, p *ops.Panel, a *answered) (v view.Panel) {
	defer func() {
		if r := recover(); r != nil {
			*a = s.failed(ctx, p, fmt.Errorf("panic: %v\n%s", r, debug.Stack()))
			v = b.Failed(p, a.fault)
		}
	}()
	if a.fault != nil {
		return b.Failed(p, a.fault)
	}
	v, err := b.Panel(p, a.result)
	if err != nil {
		*a = s.failed(ctx, p, err)
		return b.Failed(p, a.fault)
	}
	v.Against = b.Against(a.against)
	return v
}

func (s *Server) askPanel(ctx context.Context, d analysis.Data, scope *analysis.View, p *ops.Panel) (a answered) {
	fail := func(err error) answered { return s.failed(ctx, p, err) }
	defer func() {
		if r := recover(); r != nil {
			a = fail(fmt.Errorf("panic: %v\n%s", r, debug.Stack()))
		}
	}()
	ctx, leave, err := s.Question(ctx, s.Panels, panelTimeout)
	if err != nil {
		return fail(err)
	}
	defer leave()
	result, err := d.Panel(ctx, scope, p)
	if err != nil {
		return fail(frame.Ended(ctx, err))
	}
	against, err := analysis.SetAgainst(ctx, d, scope, p, result)
	if err != nil {
		return fail(frame.Ended(ctx, err))
	}
	return answered{result: result, against: against}
}

// panelAsked returns the panel of a page that an address names.
func panelAsked(page *ops.Page, id string) (*ops.Panel, error) {
	if i := slices.IndexFunc(page.Panels, func(p *ops.Panel) bool { return p.ID == id }); i >= 0 {
		return page.Panels[i], nil
	}
	return nil, frame.BadRequest(&ops.Error{Code: "unknown_panel", Message: fmt.Sprintf("The page %s has no panel %q.", page.Name, ops.Show(id)),
		Hint: "Give panel=… as the page's own CSV links do.", Where: ops.Place{Column: "panel", Value: ops.Show(id)}})
}

// exportPanel sends the figures of one panel as a file.
func (s *Server) exportPanel(c echo.Context, name string, format report.Format) error {
	d := s.Data(c)
	q := c.QueryParams()
	page, err := frame.PageNamed(d, s.Currency, name, q)
	if err != nil {
		return err
	}
	panel, err := panelAsked(page, q.Get("panel"))
	if err != nil {
		return err
	}
	a, err := pageAsked(d, page, q)
	if err != nil {
		return err
	}
	id, scope := panel.ID, a.scope
	scope.Question = a.questions[panel]
	if panelNames(panel) {
		frame.NamesMembers(c)
	}
	planned, err := s.planning.Stamp(c.Request().Context(), d)
	if err != nil {
		return err
	}
	key := string(format) + " " + name + " " + id + "?" + q.Encode() + " " + planned
	c.Response().Header().Set("Content-Disposition", format.Attachment("daybreak-"+name+"-"+id))
	return s.SendCached(c, key, d.Snapshot.Version(), d.Catalog.Digest, format.Type(), func(w io.Writer) error {
		ctx, leave, err := s.Question(c.Request().Context(), s.Gate, frame.QueryTimeout)
		if err != nil {
			return err
		}
		defer leave()
		result, err := d.Panel(ctx, scope, panel)
		if err != nil {
			return frame.Ended(ctx, err)
		}
		against, err := analysis.SetAgainst(ctx, d, scope, panel, result)
		if err != nil {
			return frame.Ended(ctx, err)
		}
		return frame.Ended(ctx, format.Write(ctx, w, id, report.FromFrame(against.Beside(result.Frame()))))
	})
}

// addedFilter turns the fields of the filter form, add.<dimension>, into the
// filters they stand for. "=" before a value lets a form say the empty one.
func addedFilter(q url.Values) (url.Values, bool) {
	out := url.Values{}
	for name, values := range q {
		if !strings.HasPrefix(name, "add.") {
			out[name] = slices.Clone(values)
		}
	}
	found := false
	for name, values := range q {
		dim, added := strings.CutPrefix(name, "add.")
		found = found || added
		for _, v := range values {
			if !added {
				break
			}
			if v, ok := strings.CutPrefix(v, "="); ok || v != "" {
				if key := "f." + dim; !slices.Contains(out[key], v) {
					out.Add(key, v)
				}
			}
		}
	}
	return out, found
}

// dashboardView is a page of panels.
type dashboardView struct {
	frame.Shell
	Controls *view.Controls // nil: they cannot be changed
	Notes    []string
	Panels   []frame.Markup
	Folded   []frame.Markup // those that are folded on other addresses of the page
	Waiting  *waitingPanels // nil: none
	Look     frame.Markup   // what is worth a look, on the first page
	HasLanes bool           // one of Panels is a board of people
	Form     frame.Markup   // in which the question is put together, on the page explore
}
