package community

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ask"
	"daybreak/internal/auth"
	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
)

// Limits of joining within JoinWindow. Thousands may share the address of a
// carrier, so it is limited widely; a member's invitation, whose joins count for
// that member, from one address narrowly: a script on one machine gets no
// further, and people behind a carrier come by many invitations. A group's link,
// which an editor gave out, has the wide limit alone.
const (
	JoinsPerAddress    = 600
	joinsPerInvitation = 20
	JoinWindow         = 10 * time.Minute
)

// invitedChannel is where those come from whom a member invited.
const invitedChannel = "invitations"

// invitation is what the code of a link stands for.
type invitation struct {
	valid                      bool
	by, member, group, channel string
}

// invitedBy returns what a code stands for in a challenge: a group's link or a
// member's invitation.
func (s *Section) invitedBy(ctx context.Context, x ops.Challenge, code string) (invitation, error) {
	if code == "" || len(code) > frame.MaxTokenBytes {
		return invitation{}, nil
	}
	g, ok, err := s.CheckIns.ChallengeGroupInvited(ctx, code)
	if err != nil {
		return invitation{}, err
	}
	if ok && g.Challenge == x.ID {
		return invitation{valid: true, group: g.Name, channel: g.Channel}, nil
	}
	t, ok, err := s.CheckIns.CheckInInvite(ctx, code)
	if err != nil || !ok || t.Challenge != x.ID {
		return invitation{}, err
	}
	return invitation{valid: true, by: t.Name, member: t.Member, group: t.Group, channel: invitedChannel}, nil
}

// join makes who asks a member of the challenge under a nickname.
func (s *Section) join(c echo.Context) error {
	x, err := s.memberChallenge(c)
	if err != nil {
		return err
	}
	form, err := frame.ReadForm(c, "name", "code")
	if err != nil {
		return err
	}
	if _, _, ok := s.linkOf(c, x.ID); ok { // takes part already
		return c.Redirect(http.StatusSeeOther, memberPage(x))
	}
	name := tidy(form.Get("name"))
	secret, err := s.enrol(c, x, name, form.Get("code"))
	if err != nil {
		return frame.Refuse(c, err, func(c echo.Context, status int, fault *ops.Error) error {
			return s.memberPage(c, status, fault, x, joinView{Code: form.Get("code"), Name: name})
		})
	}
	s.rememberLink(c, x.ID, secret)
	return s.said(c, x, "welcome")
}

// said goes back to the page, which says what was done.
func (s *Section) said(c echo.Context, x ops.Challenge, what string) error {
	return c.Redirect(http.StatusSeeOther, ask.Href(memberPage(x), url.Values{"said": {what}}))
}

// enrol makes a member and the secret of its personal link.
func (s *Section) enrol(c echo.Context, x ops.Challenge, name, code string) (string, error) {
	ctx := c.Request().Context()
	now := s.Clock()
	if _, first := s.daysNow(x, now); !x.Closed.IsZero() || !x.OwnStart() && first >= x.Range().To {
		return "", &ops.Error{Code: "challenge_over", Message: "Nobody can join this challenge any more.", Hint: "Ask for the next one."}
	}
	inv, err := s.invitedBy(ctx, x, code)
	if err != nil {
		return "", err
	}
	if !inv.valid && !x.Open {
		return "", &ops.Error{Code: "not_invited", Message: "This challenge takes an invitation, and this one is no longer valid.", Hint: "Ask for a new link."}
	}
	if err := checkNickname(name); err != nil {
		return "", err
	}
	address := frame.AddressKey(c.RealIP())
	ok, wait := s.joins.Allow(address, now)
	if ok && inv.member != "" {
		ok, wait = s.invited.Allow(code+" "+address, now)
	}
	if !ok {
		seconds := frame.RetryAfter(c, wait)
		return "", &ops.Error{Code: "too_many_joins", Message: "Too many people joined from this address.", Hint: "Wait a while and try again.", Args: []any{seconds}}
	}
	member, known, err := s.memberElsewhere(c)
	if err != nil {
		return "", err
	}
	if !known {
		member = newMemberID()
	}
	secret, hash := auth.NewToken(auth.CheckInPrefix)
	t := ops.CheckInToken{Name: name, Member: member, Challenge: x.ID, Group: inv.group, Invite: newCode()}
	events := []ops.CheckIn{s.enrolment(x, t, ops.EventJoin, inv.channel, inv.member), s.enrolment(x, t, ops.EventEnrol, inv.channel, inv.member)}
	if known { // joined with another challenge
		events = events[1:]
	}
	return secret, s.CheckIns.Enrol(ctx, [][sha256.Size]byte{hash}, []ops.CheckInToken{t}, events)
}

// memberElsewhere returns who the browser belongs to in another challenge.
func (s *Section) memberElsewhere(c echo.Context) (member string, ok bool, err error) {
	all, err := s.CheckIns.Challenges(c.Request().Context())
	if err != nil {
		return "", false, err
	}
	for _, x := range all {
		if t, _, ok := s.linkOf(c, x.ID); ok {
			return t.Member, true, nil
		}
	}
	return "", false, nil
}

// newMemberID returns the id of a member that joined here.
func newMemberID() string { return "m-" + strings.ToLower(rand.Text()[:13]) }

// checkNickname refuses nicknames that do not show as what they are.
func checkNickname(name string) error {
	shows := func(r rune) bool { // blank letters of several scripts do not
		return unicode.IsGraphic(r) && !unicode.IsSpace(r) && !unicode.IsMark(r) && !slices.Contains([]rune{0x115f, 0x1160, 0x2800, 0x3164, 0xffa0}, r)
	}
	if !utf8.ValidString(name) || utf8.RuneCountInString(name) > ops.MaxNickname || !strings.ContainsFunc(name, shows) ||
		strings.ContainsFunc(name, func(r rune) bool { return ops.Invisible(r) || !unicode.IsPrint(r) && r != 0x3000 }) {
		return &ops.Error{Code: "bad_nickname", Message: "This cannot be a nickname.", Hint: fmt.Sprintf("Use 1 to %d visible characters.", ops.MaxNickname),
			Where: ops.Place{Column: "name", Value: ops.Show(name)}, Args: []any{ops.MaxNickname}}
	}
	return nil
}

// takesPart returns the challenge in the path and the member of the browser's
// link; who has none, or comes too often, is not let in.
func (s *Section) takesPart(c echo.Context) (ops.Challenge, ops.CheckInToken, error) {
	x, err := s.memberChallenge(c)
	if err != nil {
		return x, ops.CheckInToken{}, err
	}
	t, _, ok := s.linkOf(c, x.ID)
	if !ok {
		return x, t, &ops.Error{Code: "no_link", Message: "This browser has no personal link for the challenge.", Hint: "Open your personal link again, or join."}
	}
	return x, t, s.paceCheckIn(c, &t)
}

// checkInOnPage stores a check-in of the member whose browser it is. The
// server's clock decides the day.
func (s *Section) checkInOnPage(c echo.Context) error {
	x, t, err := s.takesPart(c)
	if err != nil {
		return err
	}
	if _, err := frame.ReadForm(c); err != nil {
		return err
	}
	ctx := c.Request().Context()
	in, err := s.readCheckIn(ctx, frame.Principal{Name: t.Name, CheckIn: &t}, checkInBody{})
	if err != nil {
		return err
	}
	got, err := s.CheckIns.CheckIn(ctx, in)
	if err != nil {
		return frame.Refuse(c, err, s.onMemberPage(x))
	}
	if got.Already {
		return s.said(c, x, "already")
	}
	return s.said(c, x, "in")
}

// onMemberPage shows a fault on the page of a challenge.
func (s *Section) onMemberPage(x ops.Challenge) func(c echo.Context, status int, fault *ops.Error) error {
	return func(c echo.Context, status int, fault *ops.Error) error {
		return s.memberPage(c, status, fault, x, joinView{})
	}
}

// makeUp stores that a member makes up for a day it missed, while the quota
// lasts.
func (s *Section) makeUp(c echo.Context) error {
	x, t, err := s.takesPart(c)
	if err != nil {
		return err
	}
	form, err := frame.ReadForm(c, "day")
	if err != nil {
		return err
	}
	s.making.Lock() // so that two at once cannot both be the last
	defer s.making.Unlock()
	ctx, now := c.Request().Context(), s.Clock()
	p, err := s.participantOf(ctx, x, t, now)
	if err != nil {
		return err
	}
	day, err := ops.ParseDay(form.Get("day"))
	switch {
	case err != nil || !slices.Contains(p.missed(), day) && !p.made[day]:
		left := p.progress.Left(p.challenge)
		return frame.Refuse(c, &ops.Error{Code: "no_make_up", Message: "This day cannot be made up.",
			Hint: "Only missed days can, as many as the challenge allows.", Where: ops.Place{Column: "day", Value: ops.Show(form.Get("day"))}, Args: []any{left}},
			s.onMemberPage(x))
	case p.made[day]: // again, by a second tap
		return s.said(c, x, "made_up")
	}
	props, err := json.Marshal(makeUpProps{day.String()})
	if err != nil {
		return err
	}
	if _, err := s.CheckIns.CheckIn(ctx, ops.CheckIn{Event: ops.EventMakeUp, Token: t.ID, Member: t.Member, Challenge: x.Name, Group: t.Group,
		Props: string(props), At: now, Days: []ops.Day{day}}); err != nil {
		return frame.Refuse(c, err, s.onMemberPage(x))
	}
	return s.said(c, x, "made_up")
}

// forgetLink takes the personal link out of the browser: others use it too.
func (s *Section) forgetLink(c echo.Context) error {
	x, err := s.memberChallenge(c)
	if err != nil {
		return err
	}
	if _, err := frame.ReadForm(c); err != nil {
		return err
	}
	s.rememberLink(c, x.ID, "")
	return c.Redirect(http.StatusSeeOther, memberPage(x))
}
