package web

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"daybreak/internal/analysis"
	"daybreak/internal/i18n"
	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
)

// follower is a page that a stream follows.
type follower struct {
	of     string // the address of the page
	page   string // its name
	params analysis.Params
	lang   i18n.Lang
	fault  error  // what is wrong with the address
	last   []byte // what was told last
	over   bool   // it was refused
}

// followersIn returns the pages that a request wants to follow.
func followersIn(c echo.Context) ([]*follower, error) {
	q := maps.Clone(c.QueryParams())
	addresses := slices.Compact(slices.Sorted(slices.Values(q["of"])))
	delete(q, "of")
	for name := range q {
		return nil, frame.BadRequest(&ops.Error{Code: "unknown_parameter", Message: fmt.Sprintf("There is no parameter %s.", ops.Show(name)),
			Hint: "A stream is asked for with the addresses of pages, each as of.", Where: ops.Place{Column: ops.Show(name)}, Args: []any{ops.Show(name)}})
	}
	if n := len(addresses); n == 0 || n > maxFollowed {
		return nil, frame.BadRequest(&ops.Error{Code: "bad_parameter", Message: fmt.Sprintf("A stream follows 1 to %d pages, not %d.", maxFollowed, n),
			Where: ops.Place{Column: "of"}, Args: []any{"of"}})
	}
	var out []*follower
	for _, of := range addresses {
		f := &follower{of: of, lang: frame.Language(c)}
		f.fault = f.read()
		out = append(out, f)
	}
	return out, nil
}

// read takes the address apart.
func (f *follower) read() error {
	u, err := url.Parse(f.of)
	if err != nil {
		return frame.BadRequest(&ops.Error{Code: "bad_parameter", Message: "of is no address of a page.", Where: ops.Place{Column: "of", Value: ops.Show(f.of)},
			Args: []any{"of"}, Err: err})
	}
	f.page = strings.TrimPrefix(u.Path, "/")
	q := u.Query()
	if l, ok := i18n.Parse(q.Get("lang")); ok {
		f.lang = l
	}
	if f.params, err = frame.PageParams(q); err != nil {
		return frame.BadRequest(err)
	}
	return nil
}

// tell returns the events of what has changed for those who follow, "" for
// nothing. It fails where figures cannot be computed now.
func (s *Server) tell(ctx context.Context, c echo.Context, followed []*follower) (string, error) {
	var out strings.Builder
	for _, f := range followed {
		if f.over {
			continue
		}
		text, err := []byte(nil), f.fault
		if err == nil {
			text, err = s.news.text(ctx, s, c, f)
		}
		switch {
		case err != nil && frame.IsBadRequest(err):
			f.fault, f.over = err, true
			refused, _ := frame.MistakesOf(err)
			err = event(&out, "refused", streamRefused{f.of, refused.Code, refused.Message})
		case err == nil && !bytes.Equal(text, f.last):
			f.last = text
			err = event(&out, "live", streamTexts{f.of, text})
		}
		if err != nil {
			return "", err
		}
	}
	return out.String(), nil
}

// streamTexts is an event of what there is to say.
type streamTexts struct {
	Of    string          `json:"of"`
	Texts json.RawMessage `json:"texts"`
}

// streamRefused is an event of an address that cannot be followed.
type streamRefused struct {
	Of      string   `json:"of"`
	Code    ops.Code `json:"code"`
	Message string   `json:"message"`
}

// event adds a server-sent event to what is sent.
func event(out *strings.Builder, name string, data any) error {
	b, err := json.Marshal(data)
	fmt.Fprintf(out, "event: %s\ndata: %s\n\n", name, b)
	return err
}
