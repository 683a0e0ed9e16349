package web

import (
	"context"
	"crypto/sha256"
	"strings"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ops"
)

// Principal is who sends a request.
type Principal struct {
	Name string
	Role ops.Role
	User int64 // 0: a program, or everybody with no login
}

// Tokens knows the API tokens. Only the SHA-256 of a token is ever looked up.
type Tokens interface {
	// Principal returns who holds the token with the hash; ok is false when
	// nobody does, or no longer.
	Principal(ctx context.Context, hash [sha256.Size]byte) (p Principal, ok bool, err error)
}

// maxTokenBytes is longer than any token ever given out.
const maxTokenBytes = 200

// identify finds out who sends the request: everyone is an administrator with
// no login, else the holder of the bearer token, else nobody. A token that is
// not valid is refused even where no role is needed.
func (s *Server) identify(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		for _, name := range []string{"token", "access_token"} {
			if _, ok := r.URL.Query()[name]; ok {
				return &ops.Error{Code: "token_in_url", Message: "A token must not be part of an address, which is logged and remembered.", Hint: "Send it as Authorization: Bearer …", Where: ops.Place{Column: name}}
			}
		}
		p := Principal{}
		if s.NoLogin {
			p = Principal{Name: "local", Role: Admin}
		} else if values := r.Header.Values("Authorization"); len(values) > 0 {
			var err error
			if p, err = s.bearer(r.Context(), values); err != nil {
				return err
			}
		}
		c.Set(keyPrincipal, p)
		return next(c)
	}
}

func (s *Server) bearer(ctx context.Context, values []string) (Principal, error) {
	invalid := &ops.Error{Code: "bad_token", Message: "This API token is not valid.", Hint: "Send one token as Authorization: Bearer …; make one with daybreak token create."}
	token, ok := strings.CutPrefix(values[0], "Bearer ")
	if len(values) != 1 || !ok || token == "" || len(token) > maxTokenBytes || strings.ContainsAny(token, " ,\t") || s.Tokens == nil {
		return Principal{}, invalid
	}
	p, ok, err := s.Tokens.Principal(ctx, sha256.Sum256([]byte(token)))
	if err != nil {
		return Principal{}, err
	}
	if !ok {
		return Principal{}, invalid
	}
	return p, nil
}

// principalOf returns who sends the request.
func principalOf(c echo.Context) Principal {
	p, _ := c.Get(keyPrincipal).(Principal)
	return p
}
