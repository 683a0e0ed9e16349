package accounts

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
)

// ownAccountView is the page of one's own account.
type ownAccountView struct {
	frame.FormView
	Name     string // "" when nobody is signed in
	Mail     string // where one's own subscriptions go; "" nowhere
	Role     string
	Sessions []sessionView
}

type sessionView struct {
	ID                       int64
	Created, Seen, IP, Agent string
	Current                  bool
}

// showAccount shows one's own account.
func (s *Section) showAccount(c echo.Context) error {
	return s.accountPage(c, http.StatusOK, nil)
}

func (s *Section) accountPage(c echo.Context, status int, fault *ops.Error) error {
	v := ownAccountView{FormView: s.FormView(c, "account", fault)}
	p := frame.PrincipalOf(c)
	v.Title, v.Role = v.T.Account.Title, v.T.Account.Role(p.Role.String())
	if p.User != 0 {
		v.Name = p.Name
		u, _, err := s.Accounts.User(c.Request().Context(), p.User)
		if err != nil {
			return err
		}
		v.Mail = u.Mail
		all, err := s.Accounts.Sessions(c.Request().Context(), p.User)
		if err != nil {
			return err
		}
		for _, x := range all {
			v.Sessions = append(v.Sessions, s.viewSession(x, p.Session))
		}
	}
	return s.SendPage(c, status, "account", v)
}

func (s *Section) viewSession(x ops.Session, current int64) sessionView {
	return sessionView{ID: x.ID, Created: s.Moment(x.Created), Seen: s.Moment(x.Seen), IP: x.IP, Agent: x.Agent, Current: x.ID == current}
}

// changeMail replaces one's own mail address. It takes the password: figures go there.
func (s *Section) changeMail(c echo.Context) error {
	form, err := frame.ReadForm(c, "confirm", "mail")
	if err != nil {
		return err
	}
	p := frame.PrincipalOf(c)
	if p.User == 0 {
		err = needsUser()
	} else if err = s.confirm(c, form); err == nil {
		err = s.Accounts.SetMail(frame.ActAs(c, p.Name), p.User, strings.TrimSpace(form.Get("mail")))
	}
	if err != nil {
		return frame.Refuse(c, err, s.accountPage)
	}
	return c.Redirect(http.StatusSeeOther, "/account?done=1")
}

// changePassword replaces one's own password; every other session ends.
func (s *Section) changePassword(c echo.Context) error {
	form, err := frame.ReadForm(c, "confirm", "password", "again")
	if err != nil {
		return err
	}
	if err := s.replacePassword(c, form); err != nil {
		return frame.Refuse(c, err, s.accountPage)
	}
	return c.Redirect(http.StatusSeeOther, "/account?done=1")
}

func (s *Section) replacePassword(c echo.Context, form url.Values) error {
	p := frame.PrincipalOf(c)
	if p.User == 0 {
		return needsUser()
	}
	if err := s.confirm(c, form); err != nil {
		return err
	}
	hash, err := s.newPassword(c, form, p.Name)
	if err != nil {
		return err
	}
	if err := s.Accounts.SetPassword(c.Request().Context(), p.User, hash); err != nil {
		return err
	}
	return s.startSession(c, ops.User{ID: p.User, Role: p.Role})
}

// endOwnSession ends one session of one's own.
func (s *Section) endOwnSession(c echo.Context) error {
	id, err := frame.ObjectID(c)
	if err != nil {
		return err
	}
	p := frame.PrincipalOf(c)
	if p.User == 0 {
		return needsUser()
	}
	if err := s.Accounts.EndSession(c.Request().Context(), p.User, id); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/account?done=1")
}

// endOtherSessions ends all of one's sessions but this, which gets a new
// secret.
func (s *Section) endOtherSessions(c echo.Context) error {
	p := frame.PrincipalOf(c)
	if p.User == 0 {
		return needsUser()
	}
	if err := s.Accounts.EndSessions(c.Request().Context(), p.User); err != nil {
		return err
	}
	if err := s.startSession(c, ops.User{ID: p.User, Role: p.Role}); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/account?done=1")
}
