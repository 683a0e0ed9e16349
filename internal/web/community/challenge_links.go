package community

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"daybreak/internal/auth"
	"daybreak/internal/ops"
	"daybreak/internal/report"
	"daybreak/internal/web/frame"
)

// addLink makes a personal link for one member and shows it, once.
func (s *Section) addLink(c echo.Context) error {
	x, err := s.challengeInPath(c)
	if err != nil {
		return err
	}
	form, err := frame.ReadForm(c, "member", "name", "group")
	if err != nil {
		return err
	}
	name := form.Get("name")
	if strings.TrimSpace(name) == "" {
		name = form.Get("member")
	}
	made, err := s.makeLinks(c, x, form.Get("group"), []namedMember{{tidy(form.Get("member")), tidy(name)}})
	return s.showLink(c, x, made, err)
}

// renewLink makes a new personal link for a member and shows it, once; the old
// one ends.
func (s *Section) renewLink(c echo.Context) error {
	x, err := s.challengeInPath(c)
	if err != nil {
		return err
	}
	t, err := s.linkInPath(c, x)
	if err != nil {
		return err
	}
	made, err := s.makeLinks(c, x, t.Group, []namedMember{{t.Member, t.Name}})
	return s.showLink(c, x, made, err)
}

func (s *Section) showLink(c echo.Context, x ops.Challenge, made []madeLink, err error) error {
	if err != nil {
		return frame.Refuse(c, err, func(c echo.Context, status int, fault *ops.Error) error {
			return s.challengePage(c, status, fault, x, freshLink{})
		})
	}
	return s.challengePage(c, http.StatusCreated, nil, x, freshLink{s.Absolute(c, memberPage(x)) + "/" + made[0].secret, made[0].token.Name})
}

// revokeLink ends the personal link of a member.
func (s *Section) revokeLink(c echo.Context) error {
	x, err := s.challengeInPath(c)
	if err != nil {
		return err
	}
	t, err := s.linkInPath(c, x)
	if err != nil {
		return err
	}
	if err := s.CheckIns.RevokeCheckInToken(c.Request().Context(), t.ID); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, challengeHref(x.ID)+"?done=1")
}

// linkInPath returns the link in the path; one of another challenge is not
// there.
func (s *Section) linkInPath(c echo.Context, x ops.Challenge) (ops.CheckInToken, error) {
	id, err := frame.ID(c, "link")
	if err != nil {
		return ops.CheckInToken{}, err
	}
	all, err := s.CheckIns.CheckInTokens(c.Request().Context(), x.ID)
	if err != nil {
		return ops.CheckInToken{}, err
	}
	i := slices.IndexFunc(all, func(t ops.CheckInToken) bool { return t.ID == id })
	if i < 0 || all[i].Member == "" {
		return ops.CheckInToken{}, echo.ErrNotFound
	}
	return all[i], nil
}

// exportLinks makes fresh personal links for a list of members and sends them
// as CSV.
func (s *Section) exportLinks(c echo.Context) error {
	x, err := s.challengeInPath(c)
	if err != nil {
		return err
	}
	form, err := frame.ReadForm(c, "members", "group")
	if err != nil {
		return err
	}
	members, err := memberList(form.Get("members"))
	var made []madeLink
	if err == nil {
		made, err = s.makeLinks(c, x, form.Get("group"), members)
	}
	if err != nil {
		return frame.Refuse(c, err, func(c echo.Context, status int, fault *ops.Error) error {
			return s.challengePage(c, status, fault, x, freshLink{})
		})
	}
	var b bytes.Buffer
	t := &report.Table{Header: []string{"member", "name", "group", "link"}}
	for _, m := range made {
		t.Rows = append(t.Rows, []string{ops.SafeText(m.token.Member), ops.SafeText(m.token.Name), ops.SafeText(m.token.Group),
			s.Absolute(c, memberPage(x)) + "/" + m.secret})
	}
	if err := report.Mark.Write(c.Request().Context(), &b, "", t); err != nil {
		return err
	}
	c.Response().Header().Set("Content-Disposition", report.Mark.Attachment("daybreak-"+x.Slug+"-links"))
	return c.Blob(http.StatusCreated, report.Mark.Type(), b.Bytes())
}

// maxLinkList is how long a pasted list may be.
const maxLinkList = 1 << 20

// namedMember is a member and what it is called in the challenge.
type namedMember struct{ member, name string }

// memberList reads a pasted list: one member id a line, a name behind a comma
// or a tab where there is one.
func memberList(text string) ([]namedMember, error) {
	var out []namedMember
	seen := map[string]bool{}
	for line := range strings.Lines(text) {
		line = tidy(line)
		if line == "" {
			continue
		}
		m := namedMember{member: line, name: line}
		if i := strings.IndexAny(line, ",\t，"); i >= 0 {
			_, width := utf8.DecodeRuneInString(line[i:])
			m.member, m.name = strings.TrimSpace(line[:i]), strings.TrimSpace(line[i+width:])
		}
		if m.name == "" {
			m.name = m.member
		}
		if seen[m.member] {
			return nil, &ops.Error{Code: "member_twice", Message: fmt.Sprintf("The member %s is in the list twice.", ops.Show(m.member)),
				Hint: "Take one of the lines out.", Where: ops.Place{Column: "members", Value: ops.Show(m.member)}, Args: []any{ops.Show(m.member)}}
		}
		seen[m.member] = true
		if out = append(out, m); len(out) > ops.MaxFreshLinks {
			return nil, &ops.Error{Code: "too_many_links", Message: fmt.Sprintf("These are more than %d members.", ops.MaxFreshLinks),
				Hint: "Make the links in several steps.", Args: []any{ops.MaxFreshLinks}}
		}
	}
	if len(out) == 0 {
		return nil, &ops.Error{Code: "no_members", Message: "The list has no members.", Hint: "Paste one member id a line.", Where: ops.Place{Column: "members"}}
	}
	return out, nil
}

// madeLink is a personal link with its secret.
type madeLink struct {
	token  ops.CheckInToken
	secret string
}

// makeLinks makes personal links. Members who have one already keep their
// invitation, and their name unless there is another; those who have none
// enrol. group is one of the challenge, or "".
func (s *Section) makeLinks(c echo.Context, x ops.Challenge, group string, members []namedMember) ([]madeLink, error) {
	ctx := c.Request().Context()
	if group != "" {
		groups, err := s.CheckIns.ChallengeGroups(ctx, x.ID)
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(groups, func(g ops.ChallengeGroup) bool { return ops.Fold(g.Name) == ops.Fold(group) })
		if i < 0 {
			return nil, &ops.Error{Code: "unknown_group", Message: "The challenge has no such group.", Hint: "Add it first.",
				Where: ops.Place{Column: "group", Value: ops.Show(group)}}
		}
		group = groups[i].Name
	}
	have, err := s.CheckIns.CheckInTokens(ctx, x.ID)
	if err != nil {
		return nil, err
	}
	before := map[string]ops.CheckInToken{}
	for _, t := range have {
		before[t.Member] = t
	}
	var made []madeLink
	var hashes [][sha256.Size]byte
	var tokens []ops.CheckInToken
	var enrolments []ops.CheckIn
	for _, m := range members {
		if err := checkMember(m.member); err != nil {
			return nil, err
		}
		t := ops.CheckInToken{Name: m.name, Member: m.member, Challenge: x.ID, Group: group, Invite: newCode()}
		if old, ok := before[m.member]; ok {
			t.Invite = old.Invite
			if m.name == m.member {
				t.Name = old.Name
			}
			if group == "" {
				t.Group = old.Group
			}
		} else {
			enrolments = append(enrolments, s.enrolment(x, t, ops.EventEnrol, "", ""))
		}
		if t.Name != t.Member {
			if err := checkNickname(t.Name); err != nil {
				return nil, err
			}
		}
		secret, hash := auth.NewToken(auth.CheckInPrefix)
		made, hashes, tokens = append(made, madeLink{t, secret}), append(hashes, hash), append(tokens, t)
	}
	return made, s.CheckIns.Enrol(ctx, hashes, tokens, enrolments)
}

// enrolment is the event that brings a member into a challenge.
func (s *Section) enrolment(x ops.Challenge, t ops.CheckInToken, event, channel, inviter string) ops.CheckIn {
	now := s.Clock()
	return ops.CheckIn{Event: event, Member: t.Member, Challenge: x.Name, Group: t.Group, Channel: channel, InvitedBy: inviter, At: now,
		Days: []ops.Day{x.Calendar(s.Calendar).Day(now)}}
}

// checkMember refuses member ids that nobody can tell apart.
func checkMember(id string) error {
	if id == "" || utf8.RuneCountInString(id) > ops.MaxName || !utf8.ValidString(id) || strings.ContainsFunc(id, ops.Invisible) {
		return &ops.Error{Code: "bad_member", Message: "This cannot be a member's id.", Hint: fmt.Sprintf("Use 1 to %d visible characters.", ops.MaxName),
			Where: ops.Place{Column: "member", Value: ops.Show(id)}, Args: []any{ops.MaxName}}
	}
	return nil
}
