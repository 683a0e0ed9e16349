package ops

import (
	"slices"
	"strconv"
	"time"
)

// Challenge is a habit with a beginning and an end that members check in to
// once a day.
type Challenge struct {
	ID       int64
	Name     string // as in the column challenge of events
	Slug     string // in addresses
	Start    Day
	Length   int            // days
	DayStart time.Duration  // wall-clock time at which its days begin
	Grace    time.Duration  // after the end of a day that still counts for it
	MakeUp   int            // missed days that are forgiven
	Rest     []time.Weekday // that ask for nothing
	Created  time.Time
}

// Range returns the days of the challenge.
func (c Challenge) Range() Range { return Range{c.Start, c.Start + Day(c.Length)} }

// Rests reports whether d asks for nothing.
func (c Challenge) Rests(d Day) bool { return slices.Contains(c.Rest, d.Weekday()) }

// Days returns the days of the challenge that a check-in at t may count for,
// the one it counts for first: within the grace the day before, unless that has
// one already, then its own day. Days outside the challenge are left out.
func (c Challenge) Days(calendar Calendar, t time.Time) []Day {
	calendar.DayStart = c.DayStart
	own := calendar.Day(t)
	days := []Day{own}
	if t.Before(calendar.Start(own).Add(c.Grace)) {
		days = []Day{own - 1, own}
	}
	return slices.DeleteFunc(days, func(d Day) bool { return !c.Range().Has(d) })
}

// CheckInToken lets a program or one member check in. A member's is also the
// secret of the personal link.
type CheckInToken struct {
	ID        int64
	Name      string
	Member    string // "" for a program, which may check in any member
	Challenge int64  // the only one it is for; 0: any
	Group     string
	Invite    string // code by which others join
	Created   time.Time
}

// CheckIn is one check-in as it arrives.
type CheckIn struct {
	Token     int64
	Key       string // what the sender calls it; "" for none
	Digest    int64  // of what the sender said, to tell a repeat from a reuse of Key
	Member    string
	Challenge string // "" for none
	Group     string
	Props     string
	At        time.Time // by the server's clock
	Days      []Day     // that it may count for, see Challenge.Days
}

// EventKey returns the key of the event that is the member's check-in of a
// day: there is one at most.
func (c CheckIn) EventKey(d Day) string {
	return "check_in/" + strconv.Itoa(int(d)) + "/" + strconv.Quote(c.Challenge) + "/" + c.Member // quoted: it may hold a slash
}

// CheckedIn is what became of a check-in.
type CheckedIn struct {
	Day     Day // it counts for
	Already bool
}

// Limits of live check-ins.
const (
	MaxCheckInQueue = 4096 // waiting to be stored
	MaxCheckInBody  = 4 << 10
	MaxCheckInKey   = 200 // bytes
	MaxChallenges   = 200
	MaxCheckInLinks = 100_000
)
