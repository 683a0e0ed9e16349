package accounts

import (
	"net/http"
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"daybreak/internal/auth"
	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
)

// attemptTime is how long one may take to sign in at the issuer.
const attemptTime = 10 * time.Minute

// leaveForIssuer sends the browser to the issuer. A link leads here and no
// form, whose way to other sites the content security policy bars.
func (s *Section) leaveForIssuer(c echo.Context) error {
	if s.Issuer == nil {
		return echo.ErrNotFound
	}
	next := frame.LocalPath(c.QueryParam("next"))
	a := auth.NewAttempt()
	to, err := s.Issuer.Start(c.Request().Context(), a, s.backFromIssuer(c))
	if err != nil {
		return s.issuerFailed(c, next, err)
	}
	s.rememberAttempt(c, url.Values{"attempt": {string(a)}, "next": {next}}.Encode(), attemptTime)
	return c.Redirect(http.StatusSeeOther, to)
}

// returnFromIssuer signs in whom the issuer vouches for: the user whose name is
// the address of their mail. Who is no user stays outside.
func (s *Section) returnFromIssuer(c echo.Context) error {
	if s.Issuer == nil {
		return echo.ErrNotFound
	}
	var kept url.Values
	if k, err := c.Request().Cookie(s.attemptCookie()); err == nil {
		kept, _ = url.ParseQuery(k.Value)
	}
	s.rememberAttempt(c, "", -1)
	next := frame.LocalPath(kept.Get("next"))
	u, err := s.vouchedFor(c, auth.Attempt(kept.Get("attempt")))
	if err == nil {
		err = s.startSession(c, u)
	}
	if err == nil {
		err = s.Accounts.Note(frame.ActAs(c, u.Name), ops.ActSignInIssuer, u.Name)
	}
	if err != nil {
		return s.issuerFailed(c, next, err)
	}
	return c.Redirect(http.StatusSeeOther, next)
}

func (s *Section) vouchedFor(c echo.Context, a auth.Attempt) (u ops.User, err error) {
	if ok, wait := s.attempts.address.Allow(frame.AddressKey(c.RealIP()), s.Clock()); !ok {
		return u, tooManyAttempts(c, wait)
	}
	q, ctx := c.QueryParams(), c.Request().Context()
	if len(q["state"]) != 1 || !a.Made(q.Get("state")) {
		return u, &ops.Error{Code: "attempt_unknown", Message: "This browser did not ask for this sign-in, or too long ago.",
			Hint: "Sign in again, under one address of Daybreak all the way."}
	}
	if q.Has("error") || len(q["code"]) != 1 || q.Get("code") == "" {
		return u, &ops.Error{Code: "issuer_refused", Message: "The issuer did not sign you in.", Hint: "Sign in again, or with your password.",
			Where: ops.Place{Value: ops.Show(q.Get("error"))}}
	}
	mail, err := s.Issuer.Finish(ctx, a, s.backFromIssuer(c), q.Get("code"))
	if err != nil {
		return u, err
	}
	u, ok, err := s.Accounts.UserNamed(ctx, mail)
	if err != nil || ok {
		return u, err
	}
	return u, &ops.Error{Code: "no_such_user", Message: "Nobody here has your e-mail address as their name.", Hint: "Ask an administrator to add you under it.",
		Where: ops.Place{Value: ops.Show(mail)}}
}

// issuerFailed shows the sign-in page with what went wrong, which the audit log
// tells too unless the issuer is to blame.
func (s *Section) issuerFailed(c echo.Context, next string, err error) error {
	first, _ := frame.MistakesOf(err)
	switch first.Code {
	case "attempt_unknown", "issuer_refused", "not_proved", "mail_not_verified", "no_such_user":
		if err := s.Accounts.Note(frame.ActAs(c, ""), ops.ActSignInFailed, first.Where.Value); err != nil {
			return err
		}
	case "issuer_down", "too_many_attempts":
	default:
		return err
	}
	if first.Err != nil {
		s.Log.WarnContext(c.Request().Context(), "nobody signed in at the issuer", "id", frame.RequestID(c), "code", first.Code, "cause", first.Err)
	}
	return s.loginPage(c, frame.StatusOf(first.Code), "", next, first)
}

// backFromIssuer is where the issuer sends the browser: under the host it came
// from, which is one of ours.
func (s *Section) backFromIssuer(c echo.Context) string {
	return s.Absolute(c, "/login/issuer/back")
}

func (s *Section) attemptCookie() string {
	return s.CookieName("attempt")
}

// rememberAttempt keeps what this browser is about to do, or forgets it for a
// negative life. The cookie comes along when the issuer sends the browser back.
func (s *Section) rememberAttempt(c echo.Context, value string, life time.Duration) {
	c.SetCookie(&http.Cookie{Name: s.attemptCookie(), Value: value, Path: s.CookiePath("/"), MaxAge: int(life.Seconds()), HttpOnly: true, Secure: s.HTTPS,
		SameSite: http.SameSiteLaxMode})
}
