package accounts

import (
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ask"
	"daybreak/internal/ops"
	"daybreak/internal/view"
	"daybreak/internal/web/frame"
)

// loginView is the page to sign in on.
type loginView struct {
	frame.Shell
	Fault *view.Fault
	Name  string
	Next  string
	SetUp bool // nobody can sign in yet
	Mails bool // a new password can be sent

	Issuer, IssuerHref string // "" without one
}

// showLogin shows the page to sign in on.
func (s *Section) showLogin(c echo.Context) error {
	next := frame.LocalPath(c.QueryParam("next"))
	if frame.PrincipalOf(c).Role > ops.Public {
		return c.Redirect(http.StatusSeeOther, next)
	}
	return s.loginPage(c, http.StatusOK, "", next, nil)
}

func (s *Section) loginPage(c echo.Context, status int, name, next string, fault *ops.Error) error {
	s.RememberLanguage(c)
	v := loginView{Shell: s.BareShell(c, ""), Name: name, Next: next}
	v.Title, v.Bare = v.T.Account.SignIn, true
	if fault != nil {
		w := view.Writer{Lang: v.Lang, T: v.T, Currency: s.Currency}
		f := w.Fault(fault)
		v.Fault = &f
	}
	has, err := s.Accounts.HasAdmin(c.Request().Context())
	if err != nil {
		return err
	}
	v.SetUp = !has
	if _, v.Mails, err = s.Letters.server(c.Request().Context()); err != nil {
		return err
	}
	if s.Issuer != nil {
		v.Issuer, v.IssuerHref = v.T.Account.AtIssuer(s.Issuer.Host()), ask.Href("/login/issuer", url.Values{"next": {next}})
	}
	return s.SendPage(c, status, "login", v)
}

// signIn starts a session for who knows a password. Whether the name or the
// password is wrong shows neither in the answer nor in its time.
func (s *Section) signIn(c echo.Context) error {
	form, err := frame.ReadForm(c, "name", "password", "next")
	if err != nil {
		return err
	}
	name, next := form.Get("name"), frame.LocalPath(form.Get("next"))
	if s.NoLogin {
		return c.Redirect(http.StatusSeeOther, next)
	}
	u, err := s.authenticate(c, name, form.Get("password"))
	if err != nil {
		return frame.Refuse(c, err, func(c echo.Context, status int, fault *ops.Error) error {
			return s.loginPage(c, status, name, next, fault)
		})
	}
	if err := s.startSession(c, u); err != nil {
		return err
	}
	s.rememberBrowser(c, u)
	if err := s.Accounts.Note(frame.ActAs(c, u.Name), ops.ActSignIn, u.Name); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, next)
}

func (s *Section) authenticate(c echo.Context, name, password string) (ops.User, error) {
	u, ok, err := s.Accounts.UserNamed(c.Request().Context(), name)
	if err != nil {
		return ops.User{}, err
	}
	if !ok {
		u = ops.User{Name: name}
	}
	wrong := &ops.Error{Code: "wrong_login", Message: "The name or the password is wrong.", Hint: "Type both again. An administrator can give you a new password."}
	if err := s.checkPassword(c, s.signInAttempt(c, u), u.Password, password, wrong); err != nil {
		if ops.CodeOf(err) == wrong.Code {
			if !ok {
				u.Name = "" // people type passwords in the wrong field
			}
			if err := s.Accounts.Note(frame.ActAs(c, u.Name), ops.ActSignInFailed, u.Name); err != nil {
				return ops.User{}, err
			}
		}
		return ops.User{}, err
	}
	return u, nil
}

// checkPassword returns wrong unless password has the hash. Too many attempts
// are refused before the password is looked at.
func (s *Section) checkPassword(c echo.Context, try attempt, hash, password string, wrong error) error {
	if ok, wait := s.attempts.allow(c, try, s.Clock()); !ok {
		return tooManyAttempts(c, wait)
	}
	ok, err := s.hasher.Verify(c.Request().Context(), password, hash)
	if err != nil {
		return err
	}
	if !ok {
		return wrong
	}
	s.attempts.forget(try)
	return nil
}

// tooManyAttempts refuses to look at a secret before wait is over.
func tooManyAttempts(c echo.Context, wait time.Duration) error {
	seconds := frame.RetryAfter(c, wait)
	return &ops.Error{Code: "too_many_attempts", Message: "Too many passwords were tried.", Hint: fmt.Sprintf("Wait %d s and try again.", seconds),
		Args: []any{seconds}}
}

// signOut ends the session.
func (s *Section) signOut(c echo.Context) error {
	p := frame.PrincipalOf(c)
	if p.User == 0 {
		return c.Redirect(http.StatusSeeOther, "/")
	}
	if err := s.endSession(c); err != nil {
		return err
	}
	if err := s.Accounts.Note(c.Request().Context(), ops.ActSignOut, p.Name); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/login")
}
