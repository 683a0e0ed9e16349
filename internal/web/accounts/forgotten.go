package accounts

import (
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"daybreak/internal/auth"
	"daybreak/internal/ops"
	"daybreak/internal/view"
	"daybreak/internal/web/frame"
)

// Limits of asking for a new password.
const (
	AskedPerName    = 3 // letters to one user, from wherever they are asked for
	AskedPerAddress = 10
	AskedWindow     = time.Hour
)

// asked counts how often new passwords are asked for: by name, whether somebody has it
// or not, and by where that comes from.
type asked struct{ name, address *auth.Limiter }

func newAsked() asked {
	return asked{name: auth.NewLimiter(AskedPerName, AskedWindow), address: auth.NewLimiter(AskedPerAddress, AskedWindow)}
}

// allow counts a time that a new password is asked for.
func (a asked) allow(c echo.Context, name string, now time.Time) error {
	ok, wait := a.address.Allow(frame.AddressKey(c.RealIP()), now)
	if ok {
		ok, wait = a.name.Allow(strings.ToLower(strings.TrimSpace(name)), now)
	}
	if ok {
		return nil
	}
	seconds := frame.RetryAfter(c, wait)
	return &ops.Error{Code: "too_many_letters", Message: "A new password was asked for too often.", Hint: "Look into your mailbox, or ask an administrator.",
		Args: []any{seconds}}
}

// gateView is a page for who is not signed in: to ask for a new password, or to choose
// one.
type gateView struct {
	frame.Shell
	Fault *view.Fault
	Name  string
	Sent  bool // it was asked for
}

// gatePage shows a page for who is not signed in.
func (s *Section) gatePage(c echo.Context, status int, page, title string, v gateView, fault *ops.Error) error {
	s.RememberLanguage(c)
	v.Shell = s.BareShell(c, "")
	v.Title, v.Bare = title, true
	if fault != nil {
		w := view.Writer{Lang: v.Lang, T: v.T, Currency: s.Currency}
		f := w.Fault(fault)
		v.Fault = &f
	}
	return s.SendPage(c, status, page, v)
}

// mails reports whether a new password can be asked for.
func (s *Section) mails(c echo.Context) error {
	_, ok, err := s.Letters.server(c.Request().Context())
	if err == nil && (!ok || s.NoLogin) {
		err = echo.ErrNotFound
	}
	return err
}

// showForgotten shows the page on which a new password is asked for.
func (s *Section) showForgotten(c echo.Context) error {
	if err := s.mails(c); err != nil {
		return err
	}
	return s.forgottenPage(c, http.StatusOK, gateView{Sent: c.QueryParam("sent") == "1"}, nil)
}

func (s *Section) forgottenPage(c echo.Context, status int, v gateView, fault *ops.Error) error {
	return s.gatePage(c, status, "forgotten", s.BareShell(c, "").T.Account.Forgotten, v, fault)
}

// askPassword sends a link to whoever has a name, if anybody has. The answer never says
// whether: it is the same, and one write of the record takes its time either way.
func (s *Section) askPassword(c echo.Context) error {
	if err := s.mails(c); err != nil {
		return err
	}
	form, err := frame.ReadForm(c, "name")
	if err != nil {
		return err
	}
	if err := s.sendForgotten(c, form.Get("name")); err != nil {
		return frame.Refuse(c, err, func(c echo.Context, status int, fault *ops.Error) error {
			return s.forgottenPage(c, status, gateView{Name: form.Get("name")}, fault)
		})
	}
	return c.Redirect(http.StatusSeeOther, "/forgotten?sent=1")
}

func (s *Section) sendForgotten(c echo.Context, name string) error {
	if err := s.asked.allow(c, name, s.Clock()); err != nil {
		return err
	}
	ctx := frame.ActAs(c, "")
	u, ok, err := s.Accounts.UserNamed(ctx, name)
	if err != nil {
		return err
	}
	if !ok || u.Mail == "" {
		return s.Accounts.Note(ctx, ops.ActForgotten, u.Name) // what else was typed may be a password
	}
	w, err := s.way(c, u, forgotten)
	if err != nil {
		return err
	}
	if err := s.Accounts.OfferPassword(ctx, u.ID, w, ops.ActForgotten); err != nil {
		return err
	}
	s.Letters.Wake()
	return nil
}

// showNewPassword shows the page on which who has a link chooses a password. The secret
// of the link is a fragment, which browsers do not send: a script moves it into the form.
func (s *Section) showNewPassword(c echo.Context) error {
	if s.NoLogin {
		return echo.ErrNotFound
	}
	return s.newPasswordPage(c, http.StatusOK, nil)
}

func (s *Section) newPasswordPage(c echo.Context, status int, fault *ops.Error) error {
	return s.gatePage(c, status, "new-password", s.BareShell(c, "").T.Account.ChoosePassword, gateView{}, fault)
}

// choosePassword takes a link's secret and a new password, and signs its user in.
func (s *Section) choosePassword(c echo.Context) error {
	if s.NoLogin {
		return echo.ErrNotFound
	}
	form, err := frame.ReadForm(c, "code", "password", "again")
	if err != nil {
		return err
	}
	u, err := s.takeWay(c, form)
	if err != nil {
		return frame.Refuse(c, err, s.newPasswordPage)
	}
	if err := s.startSession(c, u); err != nil {
		return err
	}
	s.rememberBrowser(c, u)
	return c.Redirect(http.StatusSeeOther, "/")
}
