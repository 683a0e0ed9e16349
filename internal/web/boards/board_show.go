package boards

import (
	"net/http"

	"github.com/labstack/echo/v4"
	"github.com/pmezard/go-difflib/difflib"

	"daybreak/internal/catalog"
	"daybreak/internal/i18n"
	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
)

// boardsView lists the boards that somebody sees.
type boardsView struct {
	frame.FormView
	Boards []boardRow
}

type boardRow struct {
	Href, Edit, Title, Who, Changed string
	Panels                          int
	Broken                          bool
}

func (s *Section) showBoards(c echo.Context) error {
	v := boardsView{FormView: s.FormView(c, "boards", nil)}
	v.Title = v.T.Board.Title
	p := frame.PrincipalOf(c)
	all, err := s.current(c)
	if err != nil {
		return err
	}
	for _, b := range all {
		if !b.SeenBy(p.User, p.Role) {
			continue
		}
		row := boardRow{Title: title(b, v.Lang), Who: v.T.Board.Own, Changed: s.Moment(b.Changed), Broken: b.page == nil}
		if b.page != nil {
			row.Href, row.Panels = "/"+b.Page(), len(b.page.Panels)
		}
		if b.Shared {
			row.Who = v.T.Board.ForAll
		}
		if b.EditedBy(p.User, p.Role) {
			row.Edit = address(b.ID)
		}
		v.Boards = append(v.Boards, row)
	}
	return s.SendPage(c, http.StatusOK, "boards", v)
}

// title is what a board is called; its name while its text cannot be read.
func title(b board, lang i18n.Lang) string {
	if b.page == nil {
		return b.Page()
	}
	return b.page.Title.In(string(lang))
}

// current returns the boards against the files as they are.
func (s *Section) current(c echo.Context) ([]board, error) {
	files, _ := s.Catalog.Current()
	return s.read(c.Request().Context(), files)
}

// find returns the board that is meant, if whoever asks may edit it.
func (s *Section) find(c echo.Context, meant func(board) bool) (board, error) {
	all, err := s.current(c)
	if err != nil {
		return board{}, err
	}
	p := frame.PrincipalOf(c)
	for _, b := range all {
		if meant(b) && b.EditedBy(p.User, p.Role) {
			return b, nil
		}
	}
	return board{}, echo.ErrNotFound
}

// mine returns the board that the path names, if whoever asks may edit it.
func (s *Section) mine(c echo.Context) (board, error) {
	id, err := frame.ObjectID(c)
	if err != nil {
		return board{}, err
	}
	return s.find(c, func(b board) bool { return b.ID == id })
}

// EditHref returns where whoever asks edits the page of this name; "" where it is no
// board or not theirs to edit.
func (s *Section) EditHref(c echo.Context, page string) string {
	if s.Store == nil || !ops.IsBoard(page) {
		return ""
	}
	b, err := s.find(c, func(b board) bool { return b.Page() == page })
	if err != nil {
		return ""
	}
	return address(b.ID)
}

// editView is the page where a board is edited.
type editView struct {
	frame.FormView
	Board    int64
	Version  int64
	Href     string
	Name     string
	Shared   bool
	MayShare bool
	Panels   []panelRow
	Widths   []int
	File     string
	Diff     []diffLine // against what the board holds; nil when nothing is to be checked
	Checked  bool
	Versions []pastRow
}

type panelRow struct {
	ID, Title, Kind string
	Width           int
	First, Last     bool
}

type pastRow struct {
	Version int64
	By, At  string
	Diff    []diffLine // to the version that followed
}

// diffLine is a line of a difference; Sign is + where it is new, - where it is gone.
type diffLine struct{ Sign, Text string }

// Class is how the line is drawn.
func (l diffLine) Class() string {
	switch l.Sign {
	case "+":
		return "new"
	case "-":
		return "gone"
	}
	return ""
}

func (s *Section) showBoard(c echo.Context) error {
	b, err := s.mine(c)
	if err != nil {
		return err
	}
	return s.boardPage(c, http.StatusOK, nil, b, "")
}

// boardPage shows a board to be edited; draft is a text that is to be checked before it
// is kept.
func (s *Section) boardPage(c echo.Context, status int, fault *ops.Error, b board, draft string) error {
	v := editView{FormView: s.FormView(c, "boards", fault), Board: b.ID, Version: b.Version, Href: "/" + b.Page(), Shared: b.Shared, File: b.File,
		MayShare: frame.PrincipalOf(c).Role >= ops.Editor, Widths: []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}}
	v.Name = title(b, v.Lang)
	v.Title = v.Name
	if b.page == nil {
		v.Href = ""
		if fault == nil {
			first, _ := frame.MistakesOf(b.fault)
			v.FormView = s.FormView(c, "boards", first)
			v.Title = v.Name
		}
	} else {
		for i, p := range b.page.Panels {
			v.Panels = append(v.Panels, panelRow{p.ID, p.Title.In(string(v.Lang)), p.Type, p.Width, i == 0, i == len(b.page.Panels)-1})
		}
	}
	if draft != "" {
		v.File, v.Checked = draft, fault == nil
		if (ops.Board{File: draft}).Check() == nil { // one that is too long is not gone through
			v.Diff = difference(b.File, draft)
		}
	}
	ctx, leave, err := s.Question(c.Request().Context(), s.Gate, frame.QueryTimeout) // what differs takes its time
	if err != nil {
		return err
	}
	defer leave()
	past, err := s.Store.Past(ctx, b.ID)
	if err != nil {
		return err
	}
	next := b.File
	for _, p := range past {
		if err := ctx.Err(); err != nil {
			return frame.Ended(ctx, err)
		}
		v.Versions = append(v.Versions, pastRow{p.Version, p.By, s.Moment(p.At), difference(p.File, next)})
		next = p.File
	}
	return s.SendPage(c, status, "board", v)
}

// difference returns the lines that differ, each with what stands around it.
func difference(was, is string) []diffLine {
	var out []diffLine
	old, now := difflib.SplitLines(was), difflib.SplitLines(is)
	for _, group := range difflib.NewMatcher(old, now).GetGroupedOpCodes(2) {
		for _, op := range group {
			if op.Tag == 'e' {
				out = append(out, lines(" ", old[op.I1:op.I2])...)
				continue
			}
			out = append(out, lines("-", old[op.I1:op.I2])...)
			out = append(out, lines("+", now[op.J1:op.J2])...)
		}
	}
	return out
}

func lines(sign string, texts []string) []diffLine {
	var out []diffLine
	for _, t := range texts {
		out = append(out, diffLine{sign, t})
	}
	return out
}

// edit returns the text of a board after a change to its draft.
func edit(b board, change func(*catalog.Draft) error) (string, error) {
	draft, err := catalog.ReadDraft(b.File)
	if err != nil {
		return "", err
	}
	if err := change(&draft); err != nil {
		return "", err
	}
	return draft.Text()
}
