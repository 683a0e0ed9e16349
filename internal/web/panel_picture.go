package web

import (
	"context"
	"fmt"
	"io"
	"math"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ops"
	"daybreak/internal/picture"
	"daybreak/internal/view"
	"daybreak/internal/web/frame"
)

// pictureFormat is a form that pictures come in.
type pictureFormat struct {
	name, contentType string
	write             func(w io.Writer, p *picture.Picture, theme picture.Theme) error
}

// pictureFormats returns the forms of pictures by the ending of an address.
func pictureFormats() map[string]pictureFormat {
	return map[string]pictureFormat{
		".svg": {"svg", "image/svg+xml", func(w io.Writer, p *picture.Picture, theme picture.Theme) error { return p.SVG(w, theme) }},
		".png": {"png", "image/png", writePixels},
	}
}

// mostPixels bounds an image: it takes four bytes for each.
const mostPixels = 6e6

// writePixels writes a picture with two pixels for each CSS pixel, or fewer where
// those would be too many.
func writePixels(w io.Writer, p *picture.Picture, theme picture.Theme) error {
	return p.PNG(w, theme, math.Min(2, math.Sqrt(mostPixels/(p.Width*p.Height))))
}

// pictureLook is how a picture is to look, as its address says.
type pictureLook struct {
	theme picture.Theme
	width float64 // 0: as its panel is on a wide screen
}

// takeLook takes theme and width out of the parameters of an address. The theme is
// light unless it, or the cookie, says otherwise.
func takeLook(c echo.Context, q url.Values) (pictureLook, error) {
	look := pictureLook{theme: picture.Light}
	if frame.Theme(c) == "dark" {
		look.theme = picture.Dark
	}
	if texts, said := q["theme"]; said {
		look.theme = picture.Theme(texts[0])
		if look.theme != picture.Light && look.theme != picture.Dark {
			return look, badLook("theme", texts[0], "theme must be light or dark.")
		}
	}
	if texts, said := q["width"]; said {
		n, err := strconv.Atoi(texts[0])
		if err != nil || n < picture.LeastWidth || n > picture.MostWidth {
			return look, badLook("width", texts[0], fmt.Sprintf("width must be a whole number from %d to %d.", picture.LeastWidth, picture.MostWidth))
		}
		look.width = float64(n)
	}
	for _, name := range []string{"theme", "width"} {
		if len(q[name]) > 1 {
			return look, frame.BadRequest(&ops.Error{Code: "duplicate_parameter", Message: fmt.Sprintf("%s is given %d times.", name, len(q[name])),
				Hint: "Give it once.", Where: ops.Place{Column: name}})
		}
		q.Del(name)
	}
	return look, nil
}

func badLook(name, value, message string) error {
	return frame.BadRequest(&ops.Error{Code: "bad_parameter", Message: message, Where: ops.Place{Column: name, Value: ops.Show(value)}, Args: []any{name}})
}

// wide returns how wide the picture of a panel is.
func (l pictureLook) wide(p view.Panel) float64 {
	if l.width > 0 {
		return l.width
	}
	return max(440, float64(p.Width)*90)
}

// sendPicture sends one panel of a page as a picture.
func (s *Server) sendPicture(c echo.Context, name string, format pictureFormat) error {
	d := s.Data(c)
	q := c.QueryParams()
	page, err := frame.PageNamed(d, s.Currency, name, q)
	if err != nil {
		return err
	}
	asked := q.Encode()
	look, err := takeLook(c, q)
	if err != nil {
		return err
	}
	a, err := pageAsked(d, page, q)
	if err != nil {
		return err
	}
	panel, err := panelAsked(page, q.Get("panel"))
	if err != nil {
		return err
	}
	shell := s.BareShell(c, page.Title.In(string(frame.Language(c))))
	b, stamp := s.decorated(c, d, shell, a)
	key := fmt.Sprintf("picture %s %s?%s %s %s %s", format.name, name, asked, shell.Lang, look.theme, stamp)
	return s.sendDrawn(c, key, b, panel, look, format)
}

// sendDrawn answers with a panel of a page as a picture; key is that of SendCached.
func (s *Server) sendDrawn(c echo.Context, key string, b view.Page, panel *ops.Panel, look pictureLook, format pictureFormat) error {
	if panelNames(panel) {
		frame.NamesMembers(c)
	}
	c.Response().Header().Set("Content-Disposition", fmt.Sprintf("inline; filename=%q", "daybreak-"+b.Layout.Name+"-"+panel.ID+"."+format.name))
	return s.SendCached(c, key, b.Data.Snapshot.Version(), b.Data.Catalog.Digest, format.contentType, func(w io.Writer) error {
		ctx, leave, err := s.Question(c.Request().Context(), s.Gate, frame.QueryTimeout) // drawing takes its time too
		if err != nil {
			return err
		}
		defer leave()
		v, failed, err := s.panelView(ctx, b, panel)
		if err != nil {
			return frame.Ended(ctx, err)
		}
		drawn, err := s.pictures.Panel(v, b.Writer, about(b), look.wide(v))
		if err != nil {
			return err
		}
		if err := format.write(w, drawn, look.theme); err != nil {
			return err
		}
		if failed {
			return frame.ErrPassing
		}
		return nil
	})
}

// about says what a picture is of: days, comparison, filters, and which rows alone
// who asks sees.
func about(b view.Page) string {
	out := b.Controls().Scope()
	if sees := b.Sees(b.Data.Rows); sees != "" {
		out += " · " + sees
	}
	return out
}

// panelView answers one panel of a page and makes its view. failed tells that the
// panel says in place of figures why it has none, and that this may pass.
func (s *Server) panelView(ctx context.Context, b view.Page, panel *ops.Panel) (v view.Panel, failed bool, err error) {
	if b.View.Range.Len() == 0 {
		return b.Failed(panel, nil), false, nil
	}
	own := *b.View
	own.Question = b.Questions[panel]
	a := s.askPanel(ctx, b.Data, &own, panel)
	if err := ctx.Err(); err != nil {
		return v, false, err
	}
	v = s.viewPanel(ctx, b, panel, &a)
	return v, a.transient, nil
}
