package boards

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ask"
	"daybreak/internal/catalog"
	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
)

// pinView asks for the board that a panel is put on.
type pinView struct {
	frame.FormView
	Panel, PanelTitle, Page, Metric, Question string

	Boards   []pinChoice
	MayShare bool
}

type pinChoice struct {
	ID    int64
	Title string
}

// panelOf returns the panel that page, panel and metric name, as whoever asks sees it;
// of one that a reader put together, question is what they asked.
func (s *Section) panelOf(c echo.Context, q url.Values) (*ops.Panel, error) {
	asked, err := url.ParseQuery(q.Get("question"))
	if err != nil {
		return nil, echo.ErrNotFound
	}
	page, err := frame.PageNamed(s.Data(c), s.Currency, q.Get("page"), asked)
	if err != nil {
		return nil, err
	}
	if i := slices.IndexFunc(page.Panels, func(p *ops.Panel) bool { return p.ID == q.Get("panel") }); i >= 0 {
		return page.Panels[i], nil
	}
	return nil, echo.ErrNotFound
}

func (s *Section) showPin(c echo.Context) error {
	return s.pinPage(c, http.StatusOK, nil, c.QueryParams())
}

func (s *Section) pinPage(c echo.Context, status int, fault *ops.Error, q url.Values) error {
	panel, err := s.panelOf(c, q)
	if err != nil {
		return err
	}
	v := pinView{FormView: s.FormView(c, "boards", fault), Panel: panel.ID, Page: q.Get("page"), Metric: q.Get("metric"), Question: q.Get("question"),
		MayShare: frame.PrincipalOf(c).Role >= ops.Editor}
	v.Title, v.PanelTitle = v.T.Board.Pin, panel.Title.In(string(v.Lang))
	all, err := s.current(c)
	if err != nil {
		return err
	}
	p := frame.PrincipalOf(c)
	for _, b := range all {
		if b.page != nil && b.EditedBy(p.User, p.Role) {
			v.Boards = append(v.Boards, pinChoice{b.ID, title(b, v.Lang)})
		}
	}
	return s.SendPage(c, status, "pin", v)
}

// pin puts a panel on a board, or on a new one.
func (s *Section) pin(c echo.Context) error {
	form, err := frame.ReadForm(c, "page", "panel", "metric", "question", "board", "title", "shared")
	if err != nil {
		return err
	}
	panel, err := s.panelOf(c, form)
	if err != nil {
		return err
	}
	fail := func(err error) error {
		return frame.Refuse(c, err, func(c echo.Context, status int, fault *ops.Error) error { return s.pinPage(c, status, fault, form) })
	}
	metric := form.Get("metric")
	if panel.Metric == "" || metric == panel.Metric || !slices.Contains(panel.Metrics, metric) {
		metric = "" // the panel shows no other one
	}
	if form.Get("board") == "" {
		b, err := s.start(c, form, panel, metric)
		if err != nil {
			return fail(err)
		}
		return c.Redirect(http.StatusSeeOther, "/"+b.Page())
	}
	id, err := frame.WholeField(form, "board")
	if err != nil {
		return fail(err)
	}
	b, err := s.find(c, func(b board) bool { return b.ID == id })
	if err != nil {
		return err
	}
	next := b.Board
	if next.File, err = edit(b, func(d *catalog.Draft) error { return d.Pin(panel, metric) }); err == nil {
		err = s.keep(c, next)
	}
	if err != nil {
		return fail(err)
	}
	return c.Redirect(http.StatusSeeOther, "/"+next.Page())
}

// start makes a new board of one panel.
func (s *Section) start(c echo.Context, form url.Values, panel *ops.Panel, metric string) (b ops.Board, err error) {
	name, err := readTitle(form.Get("title"))
	if err != nil {
		return b, err
	}
	draft := catalog.NewDraft(name)
	if err := draft.Pin(panel, metric); err != nil {
		return b, err
	}
	p := frame.PrincipalOf(c)
	b = ops.Board{Owner: p.User, Shared: form.Get("shared") == "1" && p.Role >= ops.Editor}
	if b.File, err = draft.Text(); err != nil {
		return b, err
	}
	files, _ := s.Catalog.Current()
	if _, err := catalog.Board(files, b.Page(), b.File, ask.PanelShapes()); err != nil {
		return b, err
	}
	b, err = s.Store.Add(frame.ActAs(c, p.Name), b)
	s.Wrote()
	return b, err
}
