package community

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"slices"
	"time"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// Challenges keeps challenges. Each change writes its line of the audit log.
type Challenges interface {
	Challenges(ctx context.Context) ([]ops.Challenge, error)
	Challenge(ctx context.Context, id int64) (c ops.Challenge, ok bool, err error)
	ChallengeNamed(ctx context.Context, name string) (c ops.Challenge, ok bool, err error)
	AddChallenge(ctx context.Context, c ops.Challenge) (ops.Challenge, error)
	ChangeChallenge(ctx context.Context, c ops.Challenge) error
	CloseChallenge(ctx context.Context, id int64, closed bool) error
}

// ChallengeGroups keeps the groups of challenges.
type ChallengeGroups interface {
	ChallengeGroups(ctx context.Context, challenge int64) ([]ops.ChallengeGroup, error)
	ChallengeGroupInvited(ctx context.Context, code string) (g ops.ChallengeGroup, ok bool, err error)
	AddChallengeGroup(ctx context.Context, g ops.ChallengeGroup) error
	RenewChallengeGroup(ctx context.Context, challenge, id int64, code string) error
}

// CheckInTokens keeps who may check in, by the hash of their secret.
type CheckInTokens interface {
	CheckInToken(hash [sha256.Size]byte) (t ops.CheckInToken, ok bool)
	CheckInInvite(ctx context.Context, code string) (t ops.CheckInToken, ok bool, err error)
	CheckInTokens(ctx context.Context, challenge int64) ([]ops.CheckInToken, error)
	Enrol(ctx context.Context, hashes [][sha256.Size]byte, tokens []ops.CheckInToken, events []ops.CheckIn) error
	RevokeCheckInToken(ctx context.Context, id int64) error
}

// history is what a member did in a challenge.
type history struct {
	challenge  ops.Challenge // with the member's own first day, if it has one
	done, made map[ops.Day]bool
}

// historyOf reads what a member did in a challenge from a snapshot, which may
// be a moment behind.
func (s *Section) historyOf(ctx context.Context, snapshot engine.Snapshot, c ops.Challenge, member string) (history, error) {
	h := history{challenge: c, done: map[ops.Day]bool{}, made: map[ops.Day]bool{}}
	p, err := snapshot.People(ctx, engine.PeopleQuery{Member: member})
	if ops.CodeOf(err) == "unknown_member" { // has a link and did nothing yet
		return h, nil
	}
	if err != nil {
		return h, err
	}
	name := ops.Fold(c.Name)
	for _, e := range slices.Backward(p.Events) {
		if e.Challenge != c.Name && ops.Fold(e.Challenge) != name {
			continue
		}
		switch e.Event {
		case ops.EventCheckIn:
			h.checkIn(s.Calendar, time.UnixMicro(e.At))
		case ops.EventMakeUp:
			if d, ok := madeUp(e.Props); ok {
				h.made[d] = true
			}
		}
	}
	return h, nil
}

// checkIn counts a check-in at t for the first of its days that has none.
func (h *history) checkIn(calendar ops.Calendar, t time.Time) {
	if h.challenge.OwnStart() {
		h.challenge = h.challenge.From(h.challenge.Calendar(calendar).Day(t))
	}
	for _, d := range h.challenge.Days(calendar, t) {
		if !h.done[d] {
			h.done[d] = true
			return
		}
	}
}

// makeUpProps are the props of the event by which a day is made up for.
type makeUpProps struct {
	Day string `json:"day"`
}

func madeUp(props string) (ops.Day, bool) {
	var p makeUpProps
	if json.Unmarshal([]byte(props), &p) != nil {
		return 0, false
	}
	d, err := ops.ParseDay(p.Day)
	return d, err == nil
}

// openDays returns the days that a check-in of a member at t may count for.
func (s *Section) openDays(ctx context.Context, c ops.Challenge, member string, t time.Time) ([]ops.Day, error) {
	if !c.Closed.IsZero() {
		return nil, nil
	}
	if c.OwnStart() {
		h, err := s.historyOf(ctx, s.Snapshots.Current(), c, member)
		if err != nil {
			return nil, err
		}
		c = h.challenge
	}
	return c.Days(s.Calendar, t), nil
}

// participant is a member as it stands in a challenge at a moment.
type participant struct {
	history
	token    ops.CheckInToken
	progress ops.Progress // nothing before the member's first day is known
	today    ops.Day      // of the challenge
	first    ops.Day      // that is not over yet: today, or yesterday within its grace
	takes    []ops.Day    // days without a check-in that one now would count for, the one it counts for first
}

// participantOf returns how a member stands, with what was stored a moment
// ago.
func (s *Section) participantOf(ctx context.Context, c ops.Challenge, t ops.CheckInToken, now time.Time) (participant, error) {
	h, err := s.historyOf(ctx, s.Snapshots.Current(), c, t.Member)
	if err != nil {
		return participant{}, err
	}
	p := participant{history: h, token: t}
	p.today, p.first = s.daysNow(c, now)
	span := h.challenge.Range()
	if c.OwnStart() {
		span = ops.Range{From: p.today - ops.Day(c.Length), To: p.today + 1}
	}
	span.To = max(min(span.To, p.today+1), span.From)
	for event, days := range map[string]map[ops.Day]bool{ops.EventCheckIn: p.done, ops.EventMakeUp: p.made} {
		stored, err := s.CheckIns.CheckInDays(ctx, ops.CheckIn{Event: event, Member: t.Member, Challenge: c.Name}, span)
		if err != nil {
			return participant{}, err
		}
		for _, d := range stored {
			days[d] = true
			if event == ops.EventCheckIn {
				p.challenge = p.challenge.From(d)
			}
		}
	}
	p.settle(s.Calendar, now)
	return p, nil
}

// settle works out the progress.
func (p *participant) settle(calendar ops.Calendar, now time.Time) {
	if !p.challenge.OwnStart() {
		p.progress = p.challenge.Progress(p.done, p.made, p.first, p.today)
	}
	if p.challenge.Closed.IsZero() {
		p.takes = slices.DeleteFunc(p.challenge.Days(calendar, now), func(d ops.Day) bool { return p.done[d] })
	}
}

// daysNow returns the day of a challenge that it is, and the first one that is
// not over.
func (s *Section) daysNow(c ops.Challenge, now time.Time) (today, first ops.Day) {
	calendar := c.Calendar(s.Calendar)
	today = calendar.Day(now)
	if now.Before(calendar.Start(today).Add(c.Grace)) {
		return today, today - 1
	}
	return today, today
}

// over reports whether no day of the member's challenge is left.
func (p *participant) over() bool {
	return !p.challenge.OwnStart() && p.first >= p.challenge.Range().To
}

// missed returns the days that may be made up for.
func (p *participant) missed() []ops.Day {
	var out []ops.Day
	if !p.challenge.Closed.IsZero() || p.progress.Left(p.challenge) == 0 {
		return nil
	}
	for i, m := range p.progress.Days {
		if m == ops.Missed {
			out = append(out, p.challenge.Start+ops.Day(i))
		}
	}
	return out
}
