package accounts

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"daybreak/internal/auth"
	"daybreak/internal/ops"
	"daybreak/internal/view"
	"daybreak/internal/web/frame"
)

// setUpView is the page that makes the first administrator. The secret of its
// address is a fragment, which browsers do not send: a script moves it into
// the form, or a person types it.
type setUpView struct {
	frame.Shell
	Fault *view.Fault
	Name  string
}

// canSetUp reports whether there is a set-up page at all.
func (s *Section) canSetUp(c echo.Context) (bool, error) {
	if s.NoLogin {
		return false, nil
	}
	has, err := s.Accounts.HasAdmin(c.Request().Context())
	return !has, err
}

// showSetUp shows the page until there is an administrator.
func (s *Section) showSetUp(c echo.Context) error {
	if open, err := s.canSetUp(c); err != nil || !open {
		return frame.OrElse(err, echo.ErrNotFound)
	}
	return s.setUpPage(c, http.StatusOK, "", nil)
}

func (s *Section) setUpPage(c echo.Context, status int, name string, fault *ops.Error) error {
	s.RememberLanguage(c)
	v := setUpView{Shell: s.BareShell(c, ""), Name: name}
	v.Title, v.Bare = v.T.Account.SetUp, true
	if fault != nil {
		w := view.Writer{Lang: v.Lang, T: v.T, Currency: s.Currency}
		f := w.Fault(fault)
		v.Fault = &f
	}
	return s.SendPage(c, status, "setup", v)
}

// setUp makes the first administrator and signs them in.
func (s *Section) setUp(c echo.Context) error {
	if open, err := s.canSetUp(c); err != nil || !open {
		return frame.OrElse(err, echo.ErrNotFound)
	}
	form, err := frame.ReadForm(c, "code", "name", "password", "again")
	if err != nil {
		return err
	}
	u, err := s.makeAdmin(c, form)
	if err != nil {
		return frame.Refuse(c, err, func(c echo.Context, status int, fault *ops.Error) error {
			return s.setUpPage(c, status, form.Get("name"), fault)
		})
	}
	if err := s.startSession(c, u); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/")
}

func (s *Section) makeAdmin(c echo.Context, form url.Values) (ops.User, error) {
	u := ops.User{Name: form.Get("name")}
	if ok, wait := s.attempts.address.Allow(frame.AddressKey(c.RealIP()), s.Clock()); !ok {
		return u, tooManyAttempts(c, wait)
	}
	var err error
	if u.Password, err = s.newPassword(c, form, u.Name); err != nil {
		return u, err
	}
	u, ok, err := s.Accounts.SetUp(frame.ActAs(c, u.Name), auth.HashToken(form.Get("code")), u)
	if err == nil && !ok {
		err = &ops.Error{Code: "bad_set_up", Message: "This set-up code is not valid, or not any more.", Hint: "Start Daybreak again: it prints a new one.",
			Where: ops.Place{Column: "code"}}
	}
	return u, err
}

// newPassword returns the hash of the password that a form states twice.
func (s *Section) newPassword(c echo.Context, form url.Values, name string) (string, error) {
	password := form.Get("password")
	if password != form.Get("again") {
		return "", &ops.Error{Code: "passwords_differ", Message: "The two passwords are not the same.", Hint: "Type both again.", Where: ops.Place{Column: "again"}}
	}
	if err := auth.CheckPassword(password, name); err != nil {
		return "", err
	}
	return s.hasher.Hash(c.Request().Context(), password)
}
