package ops

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// Challenge is a habit with a beginning and an end that members check in to
// once a day.
type Challenge struct {
	ID       int64
	Name     string         // as in the column challenge of events; never changes
	Slug     string         // in addresses
	Title    string         // what members read; "" is Name
	Start    Day            // its first day; 0: each member's is that of the first check-in
	Length   int            // days
	DayStart time.Duration  // wall-clock time at which its days begin
	Grace    time.Duration  // after the end of a day that still counts for it
	MakeUp   int            // missed days that are forgiven
	Rest     []time.Weekday // that ask for nothing
	Open     bool           // whoever knows the address may join; else it takes an invitation
	Closed   time.Time      // since when it takes nothing any more; zero: not closed
	Created  time.Time
}

// Heading returns what members call the challenge.
func (c Challenge) Heading() string {
	if c.Title == "" {
		return c.Name
	}
	return c.Title
}

// OwnStart reports whether each member has a first day of its own.
func (c Challenge) OwnStart() bool { return c.Start == 0 }

// From returns the challenge of a member whose first day is d; nothing changes
// where the first day is everybody's, or the member has none yet.
func (c Challenge) From(d Day) Challenge {
	if c.OwnStart() {
		c.Start = d
	}
	return c
}

// Range returns the days of the challenge.
func (c Challenge) Range() Range { return Range{c.Start, c.Start + Day(c.Length)} }

// Rests reports whether d asks for nothing.
func (c Challenge) Rests(d Day) bool { return slices.Contains(c.Rest, d.Weekday()) }

// Calendar returns the calendar of the challenge's own days.
func (c Challenge) Calendar(workspace Calendar) Calendar {
	workspace.DayStart = c.DayStart
	return workspace
}

// Days returns the days of the challenge that a check-in at t may count for,
// the one it counts for first: within the grace the day before, unless that has
// one already, then its own day. Days outside the challenge are left out; with
// starts of each member's own and none yet, every day is its first.
func (c Challenge) Days(calendar Calendar, t time.Time) []Day {
	calendar = c.Calendar(calendar)
	own := calendar.Day(t)
	if c.OwnStart() {
		return []Day{own}
	}
	days := []Day{own}
	if t.Before(calendar.Start(own).Add(c.Grace)) {
		days = []Day{own - 1, own}
	}
	return slices.DeleteFunc(days, func(d Day) bool { return !c.Range().Has(d) })
}

// ChallengeGroup is a part of the members of a challenge, who see how the
// others of it do. Whoever has the link with its code may join it.
type ChallengeGroup struct {
	ID        int64
	Challenge int64
	Name      string
	Channel   string // where those come from who join by its link; "" for not stated
	Code      string
	Created   time.Time
}

// Check refuses challenges that make no sense.
func (c Challenge) Check() error {
	refuse := func(code Code, column, value, message, hint string) error {
		return &Error{Code: code, Message: message, Hint: hint, Where: Place{Column: column, Value: Show(value)}}
	}
	const allowed = "abcdefghijklmnopqrstuvwxyz0123456789-"
	switch {
	case c.Slug == "" || len(c.Slug) > 60 || strings.Trim(c.Slug, allowed) != "" || strings.Trim(c.Slug, "-") != c.Slug:
		return refuse("bad_slug", "slug", c.Slug, "This cannot stand in an address.", "Use a to z, 0 to 9 and hyphens inside, at most 60 characters.")
	case c.Start != 0 && (c.Start < MinDay || c.Start+MaxLength > MaxDay):
		return refuse("bad_first_day", "start", c.Start.String(), "This cannot be the first day.", "Give a date, or leave it blank for each member's own start.")
	case c.Length < 1 || c.Length > MaxLength:
		return refuse("bad_length", "length", strconv.Itoa(c.Length), "This is no length.", "Give 1 to 366 days.")
	case c.Grace < 0 || c.Grace >= 12*time.Hour || c.Grace%time.Minute != 0:
		return refuse("bad_grace", "grace", c.Grace.String(), "This is no grace.", "Give 0 to 719 minutes.")
	case c.MakeUp < 0 || c.MakeUp > c.Length:
		return refuse("bad_make_up", "make_up", strconv.Itoa(c.MakeUp), "So many days cannot be made up.", "Give 0 up to the number of days.")
	}
	for d := time.Sunday; d <= time.Saturday; d++ {
		if !slices.Contains(c.Rest, d) {
			return nil
		}
	}
	return refuse("bad_rest_days", "rest", "", "Every day is a rest day.", "Leave a day to check in on.")
}
