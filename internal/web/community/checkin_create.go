package community

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ask"
	"daybreak/internal/auth"
	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
)

// CheckIns keeps check-ins as they happen.
type CheckIns interface {
	// CheckIn stores a check-in and returns once it is durable.
	CheckIn(ctx context.Context, in ops.CheckIn) (ops.CheckedIn, error)
	// CheckInDays returns the days among some that have a live event of the
	// member in the challenge.
	CheckInDays(ctx context.Context, of ops.CheckIn, some ops.Range) ([]ops.Day, error)
	CheckInTokens
	Challenges
	ChallengeGroups
}

type checkInBody struct {
	Key       string            `json:"key"`
	Member    string            `json:"member"`
	Challenge string            `json:"challenge"`
	Props     map[string]string `json:"props"`
}

// keyFrom takes the key from the header Idempotency-Key, where many clients have
// it, if the body has none.
func (b *checkInBody) keyFrom(h http.Header) error {
	for _, key := range h.Values("Idempotency-Key") {
		if b.Key != "" && key != b.Key {
			return &ops.Error{Code: "two_keys", Message: "The check-in has two keys.", Hint: "Send the key once, in the body or as Idempotency-Key.",
				Where: ops.Place{Column: "key", Value: ops.Show(key)}}
		}
		b.Key = key
	}
	return nil
}

type checkInAnswer struct {
	Day     string `json:"day"`
	Already bool   `json:"already"`
}

// createCheckIn stores a check-in: 201 when it is new, 200 when the member has
// one of that day. The server's clock decides the day.
func (s *Section) createCheckIn(c echo.Context) error {
	if err := ask.NewParams(c.QueryParams()).Done(); err != nil {
		return frame.BadRequest(err)
	}
	p := frame.PrincipalOf(c)
	if p.CheckIn == nil && p.Role < ops.Editor {
		if p.Role == ops.Public {
			return &ops.Error{Code: "sign_in", Message: "You are not signed in.", Hint: "Send a check-in token as Authorization: Bearer …."}
		}
		return &ops.Error{Code: "forbidden", Message: "This needs the role editor.", Hint: "Ask an administrator.", Args: []any{ops.Editor.String()}}
	}
	if err := s.paceCheckIn(c, p.CheckIn); err != nil {
		return err
	}
	var body checkInBody
	if err := frame.DecodeJSON(c, &body); err != nil {
		return err
	}
	if err := body.keyFrom(c.Request().Header); err != nil {
		return err
	}
	in, err := s.readCheckIn(c.Request().Context(), p, body)
	if err != nil {
		return err
	}
	got, err := s.CheckIns.CheckIn(c.Request().Context(), in)
	if err != nil {
		return err
	}
	status := http.StatusCreated
	if got.Already {
		status = http.StatusOK
	}
	return c.JSON(status, checkInAnswer{got.Day.String(), got.Already})
}

// Limits of checking in. They hold for a token and never for an address, behind
// which thousands of members may be.
const (
	CheckInsPerMember = 60
	CheckInsPerApp    = 600_000
	CheckInWindow     = time.Minute
)

// checkInPaces counts the check-ins of tokens: those of members and those of
// apps that check many members in.
type checkInPaces struct{ members, apps *auth.Pace }

func newCheckInPaces() checkInPaces {
	return checkInPaces{auth.NewPace(CheckInsPerMember, CheckInWindow), auth.NewPace(CheckInsPerApp, CheckInWindow)}
}

// paceCheckIn refuses a token that checks in too often. Users have none.
func (s *Section) paceCheckIn(c echo.Context, t *ops.CheckInToken) error {
	if t == nil {
		return nil
	}
	pace := s.checkInPaces.members
	if t.Member == "" {
		pace = s.checkInPaces.apps
	}
	ok, wait := pace.Allow(t.ID, s.Clock())
	if ok {
		return nil
	}
	seconds := frame.RetryAfter(c, wait)
	return &ops.Error{Code: "too_many_check_ins", Message: "This token checks in too often. This check-in was not stored.",
		Hint: "Send it again after the time of Retry-After.", Args: []any{seconds}}
}

// readCheckIn makes a check-in of what p sent.
func (s *Section) readCheckIn(ctx context.Context, p frame.Principal, body checkInBody) (ops.CheckIn, error) {
	in := ops.CheckIn{Key: body.Key, Member: body.Member, At: s.Clock()}
	if len(body.Key) > ops.MaxCheckInKey || strings.ContainsFunc(body.Key, ops.Invisible) {
		return in, &ops.Error{Code: "bad_key", Message: "The key is too long or holds characters one cannot see.", Hint: fmt.Sprintf("Send at most %d bytes.",
			ops.MaxCheckInKey), Where: ops.Place{Column: "key", Value: ops.Show(body.Key)}, Args: []any{ops.MaxCheckInKey}}
	}
	var only int64
	if t := p.CheckIn; t != nil {
		in.Token, only = t.ID, t.Challenge
		if t.Member != "" {
			if body.Member != "" && body.Member != t.Member {
				return in, &ops.Error{Code: "not_your_member", Message: "This token checks in its own member only.", Hint: "Use the other member's own link.",
					Where: ops.Place{Column: "member", Value: ops.Show(body.Member)}}
			}
			in.Member, in.Group = t.Member, t.Group
		}
	}
	if in.Member == "" {
		return in, &ops.Error{Code: "missing_member", Message: "The check-in does not say whose it is.", Hint: "Send the field member.",
			Where: ops.Place{Column: "member"}}
	}
	challenge, ok, err := ops.Challenge{}, true, error(nil)
	switch {
	case body.Challenge != "":
		challenge, ok, err = s.CheckIns.ChallengeNamed(ctx, body.Challenge)
	case only != 0:
		challenge, ok, err = s.CheckIns.Challenge(ctx, only)
	}
	if err != nil {
		return in, err
	}
	if !ok || only != 0 && challenge.ID != only {
		return in, &ops.Error{Code: "unknown_challenge", Message: fmt.Sprintf("There is no challenge %s.", ops.Show(body.Challenge)),
			Hint: "Check the name, or ask an administrator to make it.", Where: ops.Place{Column: "challenge", Value: ops.Show(body.Challenge)},
			Args: []any{ops.Show(body.Challenge)}}
	}
	in.Days = []ops.Day{s.Calendar.Day(in.At)}
	if challenge.ID != 0 {
		in.Challenge = challenge.Name
		if in.Days, err = s.openDays(ctx, challenge, in.Member, in.At); err != nil {
			return in, err
		}
	}
	if len(body.Props) > 0 {
		b, err := json.Marshal(body.Props) // in order of the names
		if err != nil {
			return in, err
		}
		in.Props = string(b)
	}
	b, err := json.Marshal([]string{in.Member, in.Challenge, in.Props})
	if err != nil {
		return in, err
	}
	sum := sha256.Sum256(b)
	in.Digest = int64(binary.BigEndian.Uint64(sum[:]))
	return in, nil
}
