package ops

import (
	"cmp"
	"strconv"
	"time"
)

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

// Events that happen live. What they say besides is in the other columns.
const (
	EventCheckIn = "check_in"
	EventMakeUp  = "make_up" // of a day missed; the day is in its props
	EventJoin    = "join"
	EventEnrol   = "enrol"
)

// CheckIn is one check-in as it arrives, or another event that happens live.
type CheckIn struct {
	Event     string // "" is a check-in
	Token     int64
	Key       string // what the sender calls it; "" for none
	Digest    int64  // of what the sender said, to tell a repeat from a reuse of Key
	Member    string
	Challenge string // "" for none
	Group     string
	Channel   string // known already, like all names
	InvitedBy string
	Props     string
	At        time.Time // by the server's clock
	Days      []Day     // that it may count for, see Challenge.Days
}

// Name returns the name of the event.
func (c CheckIn) Name() string { return cmp.Or(c.Event, EventCheckIn) }

// EventKey returns the key of the event that is the member's check-in of a
// day: there is one at most.
func (c CheckIn) EventKey(d Day) string {
	return c.Name() + "/" + strconv.Itoa(int(d)) + "/" + strconv.Quote(c.Challenge) + "/" + c.Member // quoted: it may hold a slash
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
	MaxFreshLinks   = 5000 // made at once
	MaxGroups       = 500  // of a challenge
	MaxNickname     = 24   // characters
	MaxLength       = 366  // days of a challenge
)
