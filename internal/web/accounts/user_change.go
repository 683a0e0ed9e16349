package accounts

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"daybreak/internal/ops"
	"daybreak/internal/web/frame"

	"github.com/labstack/echo/v4"
)

// changeUser runs a change of the user in the path once the administrator has
// confirmed it, and goes on to the page at next.
func (s *Section) changeUser(c echo.Context, next string, change func(ctx context.Context, id int64, form url.Values) error) error {
	id, err := frame.ObjectID(c)
	if err != nil {
		return err
	}
	// The forms of the page are one, so that the password is asked for once.
	form, err := frame.ReadFormWith(c, rowFields(), "role", "password", "mail", "confirm", fieldChannel, fieldGroup)
	if err != nil {
		return err
	}
	if err = s.confirm(c, form); err == nil {
		err = change(c.Request().Context(), id, form)
	}
	if err != nil {
		return frame.Refuse(c, err, s.userPage)
	}
	if next == "" {
		next = "/users/" + strconv.FormatInt(id, 10)
	}
	return c.Redirect(http.StatusSeeOther, next+"?done=1")
}

// setRole changes what a user may do.
func (s *Section) setRole(c echo.Context) error {
	return s.changeUser(c, "", func(ctx context.Context, id int64, form url.Values) error {
		role, err := roleField(form)
		if err != nil {
			return err
		}
		return s.Accounts.SetRole(ctx, id, role)
	})
}

// setRows changes which rows a user sees.
func (s *Section) setRows(c echo.Context) error {
	return s.changeUser(c, "", func(ctx context.Context, id int64, form url.Values) error {
		rows, err := s.rowsField(c, form)
		if err != nil {
			return err
		}
		return s.Accounts.SetRows(ctx, id, rows)
	})
}

// resetPassword gives a user a new password; the user's sessions end.
func (s *Section) resetPassword(c echo.Context) error {
	return s.changeUser(c, "", func(ctx context.Context, id int64, form url.Values) error {
		u, ok, err := s.Accounts.User(ctx, id)
		if err != nil || !ok {
			return frame.OrElse(err, echo.ErrNotFound)
		}
		hash, err := s.givenPassword(c, form, u.Name)
		if err != nil {
			return err
		}
		return s.Accounts.SetPassword(ctx, id, hash)
	})
}

// setMail changes where mail to a user goes.
func (s *Section) setMail(c echo.Context) error {
	return s.changeUser(c, "", func(ctx context.Context, id int64, form url.Values) error {
		return s.Accounts.SetMail(ctx, id, strings.TrimSpace(form.Get("mail")))
	})
}

// inviteUser sends a user a link by which they choose a password.
func (s *Section) inviteUser(c echo.Context) error {
	return s.changeUser(c, "", func(ctx context.Context, id int64, _ url.Values) error {
		u, ok, err := s.Accounts.User(ctx, id)
		if err != nil || !ok {
			return frame.OrElse(err, echo.ErrNotFound)
		}
		w, err := s.way(c, u, invitation)
		if err != nil {
			return err
		}
		if err := s.Accounts.OfferPassword(ctx, id, w, ops.ActUserInvite); err != nil {
			return err
		}
		s.Letters.Wake()
		return nil
	})
}

// endSessions ends all sessions of a user.
func (s *Section) endSessions(c echo.Context) error {
	return s.changeUser(c, "", func(ctx context.Context, id int64, _ url.Values) error { return s.Accounts.EndSessions(ctx, id) })
}

// removeUser removes a user with all sessions, keys and links of theirs.
func (s *Section) removeUser(c echo.Context) error {
	return s.changeUser(c, "/users", func(ctx context.Context, id int64, _ url.Values) error { return s.Accounts.RemoveUser(ctx, id) })
}
