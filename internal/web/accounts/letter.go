package accounts

import (
	"context"
	"encoding/hex"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"daybreak/internal/auth"
	"daybreak/internal/notify"
	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
)

// Letters is what mail to users is sent with. The zero value sends none.
type Letters struct {
	Channels Channels
	Seal     *notify.Seal // hides what lets somebody in
	Wake     func()       // tells the courier that there is something in the outbox
	Address  string       // where people find this server, without a slash at the end
}

// Channels yields where messages are sent.
type Channels interface {
	All(ctx context.Context) ([]ops.Channel, error)
}

// server returns the channel whose server sends mail to single persons; ok is false
// where there is none.
func (l Letters) server(ctx context.Context) (c ops.Channel, ok bool, err error) {
	if l.Channels == nil {
		return c, false, nil
	}
	all, err := l.Channels.All(ctx)
	if err != nil {
		return c, false, err
	}
	c, ok = notify.MailServer(all)
	return c, ok, nil
}

// occasion is why a link to choose a password is sent, and how long it works.
type occasion time.Duration

// A link that somebody asked for themselves is taken soon; an administrator's waits for
// whoever is away.
const (
	invitation occasion = occasion(72 * time.Hour)
	forgotten  occasion = occasion(time.Hour)
)

// way makes a link by which a user chooses a password, and the letter that takes it to
// them. The secret is in the letter alone, which is kept sealed; it is the fragment of the
// address, so that it reaches no log.
func (s *Section) way(c echo.Context, u ops.User, why occasion) (w ops.WayIn, err error) {
	server, ok, err := s.Letters.server(c.Request().Context())
	switch {
	case err != nil:
		return w, err
	case !ok:
		return w, &ops.Error{Code: "no_mail_server", Message: "No mail can be sent: there is no channel of mail.",
			Hint: "An administrator sets one up on the page of messages."}
	case u.Mail == "":
		return w, &ops.Error{Code: "user_without_mail", Message: "No link can be sent: the user has no mail address.",
			Hint: "Give the address, or a password.", Where: ops.Place{Column: "mail"}}
	}
	secret, hash := auth.NewToken("")
	now := s.Clock()
	w = ops.WayIn{Hash: hash, Expires: now.Add(time.Duration(why))}
	lang := frame.Language(c)
	server.Lang = string(lang)
	d, err := notify.Put(notify.KindAccount+":"+hex.EncodeToString(hash[:8]), server, s.letter(c, u, why, w.Expires, secret), now, now)
	if err != nil {
		return w, err
	}
	d.To = u.Mail
	w.Letter, err = s.Letters.Seal.Hide(d)
	return w, err
}

// letter writes the letter with a link.
func (s *Section) letter(c echo.Context, u ops.User, why occasion, until time.Time, secret string) notify.Message {
	v := s.BareShell(c, "")
	t := &v.T.Account
	m := notify.Message{Kind: notify.KindAccount, Title: t.ForgottenTitle, Link: s.Letters.Address + "/new-password#" + secret, LinkText: t.ChoosePassword,
		Lines: []notify.Line{{Text: t.ForgottenText}}, Foot: []notify.Line{{Text: t.ForgottenElse}}}
	if why == invitation {
		m.Title, m.Lines, m.Foot = t.InvitationTitle, []notify.Line{{Text: t.InvitationText}}, []notify.Line{{Text: t.InvitationElse}}
	}
	m.Lines = append(m.Lines, notify.Line{Text: fmt.Sprintf(t.YourName, u.Name)}, notify.Line{Text: fmt.Sprintf(t.LinkUntil, s.Moment(until))})
	return m
}

// inviteNew keeps a new user who chooses the password by a link.
func (s *Section) inviteNew(c echo.Context, u ops.User) error {
	if err := ops.CheckMail(u.Mail); err != nil {
		return err
	}
	w, err := s.way(c, u, invitation)
	if err != nil {
		return err
	}
	if _, err := s.Accounts.InviteUser(c.Request().Context(), u, w); err != nil {
		return err
	}
	s.Letters.Wake()
	return nil
}

// takeWay uses a link up and returns its user.
func (s *Section) takeWay(c echo.Context, form url.Values) (ops.User, error) {
	if ok, wait := s.attempts.address.Allow(frame.AddressKey(c.RealIP()), s.Clock()); !ok {
		return ops.User{}, tooManyAttempts(c, wait)
	}
	hash := auth.HashToken(strings.TrimSpace(form.Get("code")))
	u, ok, err := s.Accounts.WayIn(c.Request().Context(), hash)
	if err != nil {
		return u, err
	}
	stale := &ops.Error{Code: "bad_way_in", Message: "This link does not work, or not any more.", Hint: "It works once and for a time: ask for another one.",
		Where: ops.Place{Column: "code"}}
	if !ok {
		return u, stale
	}
	password, err := s.newPassword(c, form, u.Name)
	if err != nil {
		return u, err
	}
	u, ok, err = s.Accounts.TakeWayIn(frame.ActAs(c, u.Name), hash, password)
	if err == nil && !ok {
		err = stale
	}
	return u, err
}
