package web

import (
	"context"
	"strings"

	"github.com/labstack/echo/v4"

	"daybreak/internal/auth"
	"daybreak/internal/ops"
)

// Principal is who sends a request.
type Principal struct {
	Name    string
	Role    ops.Role
	User    int64 // 0: a program, or everybody with no login
	Session int64
	CheckIn *ops.CheckInToken // may check in, and nothing else
}

// maxTokenBytes is longer than any token ever given out.
const maxTokenBytes = 200

// identify finds out who sends the request: the holder of the bearer token, else
// an administrator with no login, else who is signed in, else nobody. A token
// that is not valid is refused even where no role is needed.
func (s *Server) identify(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		for _, name := range []string{"token", "access_token"} {
			if _, ok := r.URL.Query()[name]; ok {
				return &ops.Error{Code: "token_in_url", Message: "A token must not be part of an address, which is logged and remembered.", Hint: "Send it as Authorization: Bearer …", Where: ops.Place{Column: name}}
			}
		}
		p := Principal{}
		var err error
		if values := r.Header.Values("Authorization"); len(values) > 0 {
			p, err = s.bearer(r.Context(), values)
		} else if s.NoLogin {
			p = Principal{Name: "local", Role: Admin}
		} else {
			p, err = s.session(c)
		}
		if err != nil {
			return err
		}
		c.Set(keyPrincipal, p)
		c.SetRequest(c.Request().WithContext(s.actAs(c, p.Name)))
		return next(c)
	}
}

func (s *Server) bearer(ctx context.Context, values []string) (Principal, error) {
	invalid := &ops.Error{Code: "bad_token", Message: "This API token is not valid.", Hint: "Send one token as Authorization: Bearer …; make one with daybreak token create."}
	token, ok := strings.CutPrefix(values[0], "Bearer ")
	if len(values) != 1 || !ok || token == "" || len(token) > maxTokenBytes || strings.ContainsAny(token, " ,\t") {
		return Principal{}, invalid
	}
	if strings.HasPrefix(token, checkInPrefix) {
		t, ok := s.CheckIns.CheckInToken(auth.HashToken(token))
		if !ok {
			return Principal{}, invalid
		}
		return Principal{Name: t.Name, CheckIn: &t}, nil
	}
	t, ok, err := s.Accounts.Token(ctx, auth.HashToken(token))
	if err != nil {
		return Principal{}, err
	}
	if !ok {
		return Principal{}, invalid
	}
	switch {
	case !t.CheckIn:
		return Principal{Name: t.Name, Role: t.Role}, nil
	case t.Role < Editor:
		return Principal{}, invalid // its owner may not check members in any more
	}
	return Principal{Name: t.Name, CheckIn: &ops.CheckInToken{ID: -t.ID, Name: t.Name}}, nil // below 0, where check-in links have no id
}

// actAs returns the context of changes that name makes from the request's
// address.
func (s *Server) actAs(c echo.Context, name string) context.Context {
	return ops.WithActor(c.Request().Context(), ops.Actor{Name: name, IP: c.RealIP()})
}

// principalOf returns who sends the request.
func principalOf(c echo.Context) Principal {
	p, _ := c.Get(keyPrincipal).(Principal)
	return p
}
