package engine

import (
	"slices"

	"daybreak/internal/ops"
)

// ReachQuery asks how many of those who do one thing on a day do another on the
// same day, and who of both comes back (SPEC-LOOP §5): of the members who check in,
// who reads the article of the day. A member is of the base on a day on which it
// does Base. Nothing after Through counts.
type ReachQuery struct {
	Base    Activity   // empty = check_in
	Did     []Activity // 1 to MaxReached
	By      string     // if not "", what the events of the only Did are told apart by: a row for each of its values but ""
	Return  Activity   // empty = Base
	After   int        // how many days later it counts as coming back: 1 to 366
	Range   ops.Range  // not empty
	Through ops.Day    // watermark
}

// MaxReached bounds the activities of a ReachQuery.
const MaxReached = 6

// Reach is the answer: the days asked for that are over, one row for each Did in
// the order asked, or for each value in order.
type Reach struct {
	Days ops.Range
	Rows []ReachRow
}

// ReachRow is one activity. Its days are all of Reach.Days, or those on which its
// value occurred. Base, Reached and Doers are different members: of the base on one
// of its days; of them those who did it on a day on which they were of the base;
// all who did it on one of its days.
//
// With and Without split the days of the members of the base by whether they did
// it that day. Only days whose After days are over by Through are in them.
type ReachRow struct {
	Name                 string // value of By
	Days                 []ReachDay
	Base, Reached, Doers int
	With, Without        ReachArm
}

// ReachDay is one day: members of the base, how many of them did it, and how many
// members in all.
type ReachDay struct {
	Day                  ops.Day
	Base, Reached, Doers int
}

// ReachArm is days of members: one member on one day is one of them. On Returned of
// them it came back just After days later. Members is how many different members
// have some. The sums of products say how unevenly they share them: over members
// with d days and r returns each, DaysSquared is Σ d², DaysReturned Σ d·r and
// ReturnedSquared Σ r².
type ReachArm struct {
	Members, Days, Returned                    int
	DaysSquared, DaysReturned, ReturnedSquared int64
}

// Resolve returns the question with every default written out, or an
// *ops.Error with code bad_question.
func (q ReachQuery) Resolve() (ReachQuery, error) {
	q.Base = q.Base.or("check_in")
	if q.Return.Event == "" && len(q.Return.Where) == 0 {
		q.Return = q.Base
	}
	q.Return = q.Return.or(AnyEvent)
	q.Did = slices.Clone(q.Did)
	for i := range q.Did {
		q.Did[i] = q.Did[i].or(AnyEvent)
	}
	switch {
	case len(q.Did) == 0 || len(q.Did) > MaxReached:
		return q, badQuestion("There are 1 to %d activities that reach members, not %d.", MaxReached, len(q.Did))
	case q.By != "" && len(q.Did) > 1:
		return q, badQuestion("Only one activity can be told apart by %q, not %d.", q.By, len(q.Did))
	case q.After < 1 || q.After > 366:
		return q, badQuestion("Members come back after 1 to 366 days, not %d.", q.After)
	case q.Range.Len() <= 0:
		return q, badQuestion("Reach is looked at over at least one day.")
	}
	return q, nil
}

// Over returns the days of the question that are over.
func (q ReachQuery) Over() ops.Range {
	over := q.Range.And(ops.Range{From: q.Range.From, To: q.Through + 1})
	if over.Len() <= 0 {
		return ops.Range{}
	}
	return over
}
