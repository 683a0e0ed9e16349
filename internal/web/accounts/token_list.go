package accounts

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"daybreak/internal/auth"
	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
)

// tokensView is the page of API tokens.
type tokensView struct {
	frame.FormView
	Tokens []tokenView
	Roles  []roleView
	Picks  []pickList
	Secret string // a secret that was just made: shown this once
}

type tokenView struct {
	ID                                     int64
	Name, Role, By, Created, Expires, Used string
	Sees                                   string // which rows alone; "" for all its owner sees
	Expired                                bool
}

// showTokens shows one's own API tokens, or all of them to administrators.
func (s *Section) showTokens(c echo.Context) error { return s.tokensPage(c, http.StatusOK, nil) }

func (s *Section) tokensPage(c echo.Context, status int, fault *ops.Error) error {
	return s.sendTokens(c, status, fault, "")
}

func (s *Section) sendTokens(c echo.Context, status int, fault *ops.Error, secret string) error {
	v := tokensView{FormView: s.FormView(c, "tokens", fault), Secret: secret}
	t := &v.T.Account
	v.Title, v.Roles = t.Tokens, roles(t, frame.PrincipalOf(c).Role, min(frame.PrincipalOf(c).Role, ops.Viewer))
	if frame.PrincipalOf(c).Role >= ops.Editor {
		v.Roles = append(v.Roles, roleView{Value: ops.ScopeCheckIn, Text: t.CheckInHint})
	}
	v.Picks = s.picks(c, v.FormView, ops.RowRule{})
	all, err := s.Accounts.Tokens(c.Request().Context(), ownerOf(c))
	if err != nil {
		return err
	}
	for _, x := range all {
		row := tokenView{ID: x.ID, Name: x.Name, Role: t.Role(x.Scope()), By: x.By, Created: s.Moment(x.Created), Expires: s.Moment(x.Expires),
			Used: s.Moment(x.Used)}
		if row.By == "" {
			row.By = t.CommandLine
		}
		if row.Expires == "" {
			row.Expires = t.Never
		}
		if row.Used == "" {
			row.Used = t.Never
		}
		row.Sees = s.sees(v.FormView, x.Rows)
		row.Expired = !x.Expires.IsZero() && !s.Clock().Before(x.Expires)
		v.Tokens = append(v.Tokens, row)
	}
	return s.SendPage(c, status, "tokens", v)
}

// addToken makes an API token and shows it, once.
func (s *Section) addToken(c echo.Context) error {
	form, err := frame.ReadFormWith(c, rowFields(), "name", "role", "days", "confirm", fieldChannel, fieldGroup)
	if err != nil {
		return err
	}
	secret, err := s.makeToken(c, form)
	if err != nil {
		return frame.Refuse(c, err, s.tokensPage)
	}
	return s.sendTokens(c, http.StatusCreated, nil, secret)
}

func (s *Section) makeToken(c echo.Context, form url.Values) (string, error) {
	p := frame.PrincipalOf(c)
	t := ops.Token{Name: form.Get("name"), Owner: p.User}
	var err error
	if t.CheckIn = form.Get("role") == ops.ScopeCheckIn; t.CheckIn {
		t.Role = ops.Editor
	} else if t.Role, err = roleField(form); err != nil {
		return "", err
	}
	if t.Role > p.Role {
		return "", &ops.Error{Code: "forbidden", Message: "A token cannot do more than you may.", Hint: "Choose a smaller role.", Where: ops.Place{Column: "role"},
			Args: []any{t.Scope()}}
	}
	days, err := daysField(form, "days")
	if err != nil {
		return "", err
	}
	t.Expires = s.Clock().AddDate(0, 0, days)
	if t.Rows, err = s.rowsField(c, form); err != nil {
		return "", err
	}
	if err := s.confirm(c, form); err != nil {
		return "", err
	}
	secret, hash := auth.NewToken(auth.TokenPrefix)
	return secret, s.Accounts.AddToken(c.Request().Context(), hash, t)
}

// revokeToken ends an API token.
func (s *Section) revokeToken(c echo.Context) error {
	id, err := frame.ObjectID(c)
	if err != nil {
		return err
	}
	if err := s.Accounts.RevokeToken(c.Request().Context(), ownerOf(c), id); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/tokens?done=1")
}
