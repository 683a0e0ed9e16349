package engine

import (
	"slices"

	"daybreak/internal/ops"
)

// EveningQuery asks who of a challenge has not come yet on a day, and how often members
// of earlier ones who stood alike did not come at all on a day like it.
//
// Days are the challenge's own, a check-in within Grace after the end of a day counts for
// that day if it has none yet. A member takes part from its enrolment in a round, or
// from the first day of the round if that is later, and is out for good once it was
// away on Out days in a row; a rest day asks for nothing and lies outside of such runs.
// What a member stands for on a day is known from the days before: Away are the days in
// a row without a check-in just before it, Kept the band of the share of its days with one.
type EveningQuery struct {
	Event    Activity // empty = check_in
	Enrol    string   // event that enrols; "" = the first check-in enrols
	Rounds   []Round  // the first is asked about; the others are earlier ones
	Day      ops.Day  // of the first round
	Minute   int      // since the start of the day, 0 to 1440: who came before it has come
	DayStart int      // minutes after midnight, -1 = the workspace's
	Grace    int      // minutes, less than a day
	Rest     []int    // weekdays (0 = Sunday) that need no check-in
	Out      int      // 0 = 3
}

// Round is a challenge with a fixed start.
type Round struct {
	Name   string
	Start  ops.Day
	Length int
}

// Range returns the days of the round.
func (r Round) Range() ops.Range { return ops.Range{From: r.Start, To: r.Start + ops.Day(r.Length)} }

// MaxRounds bounds the rounds of an EveningQuery.
const MaxRounds = 9

// The bands of the share of days with a check-in.
const (
	NothingKept = iota // no day lies behind the member
	UnderHalf
	FromHalf // less than four of five days
	FromFour // of five, but not every day
	EveryDay
	KeptBands
)

// KeptBand returns the band of a member with check-ins on kept of its days.
func KeptBand(kept, days int) int {
	switch {
	case days == 0:
		return NothingKept
	case kept == days:
		return EveryDay
	case 5*kept >= 4*days:
		return FromFour
	case 2*kept >= days:
		return FromHalf
	}
	return UnderHalf
}

// Evening is the answer. Joined take part by the end of the day, In of them are not
// out on it. Came had a check-in for the day before the minute, CameIn of those who are
// in. Waiting are those in who have not come, in the order in which Daybreak first
// saw them; nobody on a rest day. Rounds are the earlier ones, in the order asked.
type Evening struct {
	Joined, In, Came, CameIn int
	Waiting                  []EveningMember
	Rounds                   []EveningRound
}

// EveningMember is a member who has not come. Of the Days that lie behind it Kept have
// a check-in; Away in a row just before the day have none. Streak is the days in a row
// with one just before the day; from before it took part any check-in counts. Usual is the middle minute of its check-ins, -1 without any.
type EveningMember struct {
	ID, Group                       string // Group is that of its record
	Days, Kept, Streak, Away, Usual int
	Done                            []bool // by day of the round before the day asked about
}

// EveningRound is an earlier round: its members, and the days of members who were in and had
// not come by the minute, but those of rest, by how they stood.
type EveningRound struct {
	Members int
	Cells   []EveningCell // in order of Away, Kept; none without Waiting
}

// EveningCell counts days of members who stood alike: on Missed of the Waiting ones no
// check-in came.
type EveningCell struct{ Away, Kept, Waiting, Missed int }

// Resolve returns the question with every default written out, or an *ops.Error with
// code bad_question.
func (q EveningQuery) Resolve() (EveningQuery, error) {
	q.Event = q.Event.or("check_in")
	q.Rest = slices.Clone(q.Rest)
	if q.Out == 0 {
		q.Out = 3
	}
	switch {
	case len(q.Rounds) == 0 || len(q.Rounds) > MaxRounds:
		return q, badQuestion("There are 1 to %d rounds, not %d.", MaxRounds, len(q.Rounds))
	case !q.Rounds[0].Range().Has(q.Day):
		return q, badQuestion("%s is no day of the challenge.", q.Day)
	case q.Minute < 0 || q.Minute > minutesOfDay:
		return q, badQuestion("A day has minutes 0 to %d, not %d.", minutesOfDay, q.Minute)
	case q.DayStart < -1 || q.DayStart >= minutesOfDay || q.Grace < 0 || q.Grace >= minutesOfDay:
		return q, badQuestion("A day starts 0 to %d minutes after midnight.", minutesOfDay-1)
	case q.Out < 1 || q.Out > MaxOut:
		return q, badQuestion("1 to %d days away put a member out, not %d.", MaxOut, q.Out)
	}
	for _, r := range q.Rounds {
		if r.Name == "" || r.Start <= ops.MinDay || r.Length < 1 || r.Length > ops.MaxLength || r.Range().To > ops.MaxDay {
			return q, badQuestion("A round has a name, a first day and 1 to %d days.", ops.MaxLength)
		}
	}
	for _, d := range q.Rest {
		if d < 0 || d > 6 {
			return q, badQuestion("Weekdays are 0 to 6, not %d.", d)
		}
	}
	return q, nil
}

const minutesOfDay = 1440

// MaxOut is the most days in a row after which a member who stays away may be out.
const MaxOut = 14
