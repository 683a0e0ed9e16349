package boards

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"
	"golang.org/x/text/unicode/norm"

	"daybreak/internal/ask"
	"daybreak/internal/catalog"
	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
)

func address(id int64) string { return fmt.Sprintf("/boards/%d", id) }

// keep checks the text of a board as strictly as a file and keeps it.
func (s *Section) keep(c echo.Context, b ops.Board) error {
	files, _ := s.Catalog.Current()
	if _, err := catalog.Board(files, b.Page(), b.File, ask.PanelShapes()); err != nil {
		return err
	}
	_, err := s.Store.Change(frame.ActAs(c, frame.PrincipalOf(c).Name), b)
	s.Wrote()
	return err
}

// changeBoard keeps the title, who sees the board and the widths of its panels, and moves
// or removes one.
func (s *Section) changeBoard(c echo.Context) error {
	b, err := s.mine(c)
	if err != nil {
		return err
	}
	fields := []string{"version", "title", "shared", "do"}
	if b.page != nil {
		for _, p := range b.page.Panels {
			fields = append(fields, "width_"+p.ID)
		}
	}
	form, err := frame.ReadForm(c, fields...)
	if err != nil {
		return err
	}
	fail := func(err error) error {
		return frame.Refuse(c, err, func(c echo.Context, status int, fault *ops.Error) error { return s.boardPage(c, status, fault, b, "") })
	}
	version, err := frame.WholeField(form, "version")
	if err != nil {
		return err
	}
	name, err := readTitle(form.Get("title"))
	if err != nil {
		return fail(err)
	}
	next := b.Board
	next.Version = version
	if frame.PrincipalOf(c).Role >= ops.Editor {
		next.Shared = form.Get("shared") == "1"
	}
	next.File, err = edit(b, func(d *catalog.Draft) error {
		if b.page == nil || name != b.page.Title.Zh || b.page.Title.Zh != b.page.Title.En && name != b.page.Title.En {
			d.SetTitle(name)
		}
		if b.page != nil {
			for _, p := range b.page.Panels {
				field := "width_" + p.ID
				if !form.Has(field) {
					continue
				}
				w, err := frame.WholeField(form, field)
				if err != nil {
					return err
				}
				if int(w) != p.Width {
					d.SetWidth(p.ID, int(w))
				}
			}
		}
		switch do, id, _ := strings.Cut(form.Get("do"), ":"); do {
		case "up":
			d.Move(id, -1)
		case "down":
			d.Move(id, 1)
		case "remove":
			d.Remove(id)
		}
		return nil
	})
	if err != nil {
		return fail(err)
	}
	if err := s.keep(c, next); err != nil {
		return fail(err)
	}
	return c.Redirect(http.StatusSeeOther, address(b.ID)+"?done=1")
}

func readTitle(text string) (string, error) {
	text = strings.TrimSpace(norm.NFC.String(text))
	if err := catalog.BoardTitle(text); err != nil {
		return "", err
	}
	return text, nil
}

// changeFile keeps the text of a board, after it was shown what differs.
func (s *Section) changeFile(c echo.Context) error {
	b, err := s.mine(c)
	if err != nil {
		return err
	}
	form, err := frame.ReadForm(c, "version", "text", "do")
	if err != nil {
		return err
	}
	text := strings.ReplaceAll(form.Get("text"), "\r\n", "\n")
	fail := func(err error) error {
		return frame.Refuse(c, err, func(c echo.Context, status int, fault *ops.Error) error {
			return s.boardPage(c, status, fault, b, text)
		})
	}
	next := b.Board
	next.File = text
	if next.Version, err = frame.WholeField(form, "version"); err != nil {
		return err
	}
	if err := next.Check(); err != nil {
		return fail(err)
	}
	files, _ := s.Catalog.Current()
	if _, err := catalog.Board(files, b.Page(), text, ask.PanelShapes()); err != nil {
		return fail(err)
	}
	if form.Get("do") != "save" {
		return s.boardPage(c, http.StatusOK, nil, b, text)
	}
	if err := s.keep(c, next); err != nil {
		return fail(err)
	}
	return c.Redirect(http.StatusSeeOther, address(b.ID)+"?done=1")
}

// restore makes an earlier version the newest one.
func (s *Section) restore(c echo.Context) error {
	b, err := s.mine(c)
	if err != nil {
		return err
	}
	form, err := frame.ReadForm(c, "version", "past")
	if err != nil {
		return err
	}
	past, err := s.Store.Past(c.Request().Context(), b.ID)
	if err != nil {
		return err
	}
	for _, p := range past {
		if strconv.FormatInt(p.Version, 10) != form.Get("past") {
			continue
		}
		next := b.Board
		next.File = p.File
		if next.Version, err = frame.WholeField(form, "version"); err != nil {
			return err
		}
		if err := s.keep(c, next); err != nil {
			return frame.Refuse(c, err, func(c echo.Context, status int, fault *ops.Error) error { return s.boardPage(c, status, fault, b, "") })
		}
		return c.Redirect(http.StatusSeeOther, address(b.ID)+"?done=1")
	}
	return echo.ErrNotFound
}

// remove takes a board away.
func (s *Section) remove(c echo.Context) error {
	b, err := s.mine(c)
	if err != nil {
		return err
	}
	form, err := frame.ReadForm(c, "version")
	if err != nil {
		return err
	}
	version, err := frame.WholeField(form, "version")
	if err != nil {
		return err
	}
	err = s.Store.Remove(frame.ActAs(c, frame.PrincipalOf(c).Name), b.ID, version)
	s.Wrote()
	if err != nil {
		return frame.Refuse(c, err, func(c echo.Context, status int, fault *ops.Error) error { return s.boardPage(c, status, fault, b, "") })
	}
	return c.Redirect(http.StatusSeeOther, "/boards?done=1")
}
