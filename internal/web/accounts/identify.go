package accounts

import (
	"context"
	"crypto/sha256"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/labstack/echo/v4"

	"daybreak/internal/auth"
	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
)

// door knows who comes in: it keeps sessions and reads tokens.
type door struct {
	*frame.Site
	Accounts Store
	CheckIns CheckInTokens
	sessions *scs.SessionManager
}

// CheckInTokens knows who may check in, by the hash of their secret.
type CheckInTokens interface {
	CheckInToken(hash [sha256.Size]byte) (t ops.CheckInToken, ok bool)
}

// Identify finds out who sends the request: the holder of the bearer token, else
// an administrator with no login, else who is signed in, else nobody. A token
// that is not valid is refused even where no role is needed.
func (d *door) Identify(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		for _, name := range []string{"token", "access_token"} {
			if _, ok := r.URL.Query()[name]; ok {
				return &ops.Error{Code: "token_in_url", Message: "A token must not be part of an address, which is logged and remembered.",
					Hint: "Send it as Authorization: Bearer …", Where: ops.Place{Column: name}}
			}
		}
		p := frame.Principal{}
		var err error
		if values := r.Header.Values("Authorization"); len(values) > 0 {
			p, err = d.bearer(r.Context(), values)
		} else if d.NoLogin {
			p = frame.Principal{Name: "local", Role: ops.Admin}
		} else {
			p, err = d.session(c)
		}
		if err != nil {
			return err
		}
		c.Set(frame.KeyPrincipal, p)
		c.SetRequest(c.Request().WithContext(frame.ActAs(c, p.Name)))
		return next(c)
	}
}

func (d *door) bearer(ctx context.Context, values []string) (frame.Principal, error) {
	invalid := &ops.Error{Code: "bad_token", Message: "This API token is not valid.",
		Hint: "Send one token as Authorization: Bearer …; make one with daybreak token create."}
	token, ok := strings.CutPrefix(values[0], "Bearer ")
	if len(values) != 1 || !ok || token == "" || len(token) > frame.MaxTokenBytes || strings.ContainsAny(token, " ,\t") {
		return frame.Principal{}, invalid
	}
	if strings.HasPrefix(token, auth.CheckInPrefix) {
		t, ok := d.CheckIns.CheckInToken(auth.HashToken(token))
		if !ok {
			return frame.Principal{}, invalid
		}
		return frame.Principal{Name: t.Name, CheckIn: &t}, nil
	}
	t, ok, err := d.Accounts.Token(ctx, auth.HashToken(token))
	if err != nil {
		return frame.Principal{}, err
	}
	if !ok {
		return frame.Principal{}, invalid
	}
	switch {
	case !t.CheckIn:
		return frame.Principal{Name: t.Name, Role: t.Role, Rows: d.RowsOfKey(t.Rows, t.OwnerRows)}, nil
	case t.Role < ops.Editor:
		return frame.Principal{}, invalid // its owner may not check members in any more
	}
	return frame.Principal{Name: t.Name, CheckIn: &ops.CheckInToken{ID: -t.ID, Name: t.Name}}, nil // below 0, where check-in links have no id
}

// checkAgain is how long StillViews may take.
const checkAgain = time.Second

// StillViews finds out anew whether who asks may still see what a stream shows them:
// what was revoked since it began counts.
func (d *door) StillViews(c echo.Context) (bool, error) {
	ctx, cancel := context.WithTimeout(context.Background(), checkAgain) // that of the request holds the session as it was
	defer cancel()
	if values := c.Request().Header.Values("Authorization"); len(values) > 0 {
		p, err := d.bearer(ctx, values)
		if ops.CodeOf(err) == "bad_token" {
			return false, nil
		}
		return p.Role >= frame.PrincipalOf(c).Role && p.Rows.Text() == frame.PrincipalOf(c).Rows.Text(), err
	}
	if d.NoLogin {
		return true, nil
	}
	cookie, err := c.Cookie(d.sessions.Cookie.Name)
	if err != nil {
		return false, nil
	}
	_, _, u, err := d.signedIn(ctx, cookie.Value)
	return u.Role >= frame.PrincipalOf(c).Role && d.RowsOfKey(u.Rows, ops.RowRule{}).Text() == frame.PrincipalOf(c).Rows.Text(), err
}
