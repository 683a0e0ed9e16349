package engine

import (
	"context"
	"slices"

	"daybreak/internal/ops"
)

// Buyers answers questions about what members buy after they joined. A member joins at
// joined_at of its record, else with its first event "join"; who has neither is in no
// answer. Orders of before that day do not count, nor does anything after the watermark.
type Buyers interface {
	// Earned returns what members brought in their first days, credited to the day they joined.
	Earned(ctx context.Context, q EarnedQuery) (*Earned, error)
	// Attach returns who of those that bought something early bought something else later.
	Attach(ctx context.Context, q AttachQuery) (*Attach, error)
}

// To whom a member is credited.
const (
	CreditJoin   = "join"   // the value of By at the join
	CreditFirst  = "first"  // the channel of the first touch
	CreditLast   = "last"   // the channel of the last touch
	CreditLinear = "linear" // the channels of all touches, each touch alike
)

// Credits are all of them.
func Credits() []string { return []string{CreditJoin, CreditFirst, CreditLast, CreditLinear} }

// TouchDays is for how many days before the day of joining a touch counts.
const TouchDays = 30

// MaxEarnedDay is the last day after joining that may be asked about.
const MaxEarnedDay = 366

// EarnedQuery asks what those who joined in Range brought in their first days (SPEC-LOOP
// §19: the join's day). Sums after n days are over those whose day n, counted from that
// of joining, is over by Through; their orders count from day 0 up to day n.
//
// Touches are a member's events, but for joining, that name a channel of their own, on the
// TouchDays before the day of joining or on that day; of that day only those up to the event
// "join", if there is one on it. Whoever has none is credited to the channel of the join. With
// CreditLinear members, and each row of an order for itself, are split in equal parts, in whole
// units; what is left over goes to the earlier touches, one unit each.
type EarnedQuery struct {
	Measures []*ops.Measure // sums of columns of orders, at least one
	Days     []int          // 0 to MaxEarnedDay, ascending; at least one
	By       string         // dimension at the join, "" for none; with another Credit than join it is channel
	Credit   string         // default join
	Range    ops.Range      // days of joining; not empty
	Filter   []ops.Filter   // conditions on the join
	Through  ops.Day        // watermark
}

// MemberParts is how many parts make one member.
const MemberParts = 1_000_000

// Earned is the answer, in order of group. Joined members are in it, Touched of them with a
// touch.
type Earned struct {
	Joined, Touched int
	Groups          []EarnedGroup
}

// EarnedGroup is what is credited to one value of By. Members are the different ones of whom it
// is credited with any part, Parts what these parts come to, in MemberParts.
type EarnedGroup struct {
	Group   string
	Members int
	Parts   int64
	At      []EarnedAt // by day
}

// EarnedAt is how things stand after one of the Days, for members who have had it: Parts and
// Members as those of the group, Buyers of them with an order by that day, and the sums.
type EarnedAt struct {
	Members, Buyers int
	Parts           int64
	Sums            []Cell // by measure
}

// Resolve returns the question with every default written out, or an *ops.Error with code
// bad_question.
func (q EarnedQuery) Resolve() (EarnedQuery, error) {
	if q.Credit = or(q.Credit, CreditJoin); q.Credit != CreditJoin {
		if q.By = or(q.By, "channel"); q.By != "channel" {
			return q, badQuestion("Touches are told apart by channel, not by %s.", q.By)
		}
	}
	switch {
	case !slices.Contains(Credits(), q.Credit):
		return q, badQuestion("There is no credit %q.", q.Credit)
	case len(q.Measures) == 0 || len(q.Measures) > 8:
		return q, badQuestion("1 to 8 sums can be asked for, not %d.", len(q.Measures))
	case len(q.Days) == 0:
		return q, badQuestion("The question does not say after how many days.")
	case q.Range.Len() <= 0:
		return q, badQuestion("Members join over at least one day.")
	}
	for i, n := range q.Days {
		if n < 0 || n > MaxEarnedDay || i > 0 && n <= q.Days[i-1] {
			return q, badQuestion("Days after joining ascend from 0 to %d.", MaxEarnedDay)
		}
	}
	for _, m := range q.Measures {
		if m.Record != "orders" || m.Agg != ops.Sum {
			return q, badQuestion("%s is no sum of orders.", m.Name)
		}
	}
	return q, nil
}

// Mature reports whether who joined on a day has had that many days by the watermark.
func (q EarnedQuery) Mature(joined ops.Day, days int) bool { return joined+ops.Day(days) <= q.Through }

// Split returns c in n parts that sum to it, each in whole units and whole parts of a unit; what
// is left over goes to the first. Rows and Unknown are those of the whole in each: every part
// is taken from them.
func (c Cell) Split(n int) []Cell {
	out := make([]Cell, n)
	sums, rests := SplitUnits(c.Sum, n), SplitUnits(c.Rest, n)
	for i := range out {
		out[i] = c
		out[i].Sum, out[i].Rest = sums[i], rests[i]
	}
	return out
}

// SplitUnits returns n whole numbers that sum to total and differ by one at most, the larger
// (of a total below zero: the smaller) ones first.
func SplitUnits(total int64, n int) []int64 {
	out := make([]int64, n)
	each, left := total/int64(n), total%int64(n)
	one := int64(1)
	if left < 0 {
		one, left = -1, -left
	}
	for i := range out {
		if out[i] = each; int64(i) < left {
			out[i] += one
		}
	}
	return out
}

// AttachQuery asks whether those who bought one thing early go on to buy another (SPEC-LOOP §8),
// compared from a landmark on: who bought what is settled by day Landmark after joining, the Target
// counts from the day after. Only members who did Active on one of the last seven days up to the
// landmark are compared: of those who had gone by then nobody could buy anything (Anderson, Cain &
// Gelber 1983). Members are counted once their last day, Landmark + Within, is over by Through.
type AttachQuery struct {
	By       string       // dimension of orders: what was bought early
	Target   []ops.Filter // conditions on orders: what is bought later; at least one
	Landmark int          // 0 to 366
	Within   int          // 1 to 366
	Active   Activity     // empty = check_in
	Range    ops.Range    // days of joining; not empty
	Filter   []ops.Filter // conditions on the join
	Through  ops.Day      // watermark
}

// Attach is the answer: Nothing is of those who had bought nothing by the landmark, Rows of those
// who had bought each value of By, in order; who bought two of them is in both. Left out are members
// who are Young (their last day is to come), Gone (not active by the landmark) or who Had bought the
// target by then.
type Attach struct {
	Young, Gone, Had int
	Nothing          AttachRow
	Rows             []AttachRow
}

// AttachRow is Members of whom Attached bought the target.
type AttachRow struct {
	Value             string
	Members, Attached int
}

// LandmarkActive is on how many days up to the landmark a member must have been active on one.
const LandmarkActive = 7

// Resolve returns the question with every default written out, or an *ops.Error with code
// bad_question.
func (q AttachQuery) Resolve() (AttachQuery, error) {
	q.Active = q.Active.or("check_in")
	switch {
	case q.By != "product" && q.By != "product_role":
		return q, badQuestion("What was bought is told apart by product or product_role, not by %q.", q.By)
	case len(q.Target) == 0:
		return q, badQuestion("The question does not say what is bought later.")
	case q.Landmark < 0 || q.Landmark > 366 || q.Within < 1 || q.Within > 366:
		return q, badQuestion("The landmark is 0 to 366 days after joining and 1 to 366 days follow it, not %d and %d.", q.Landmark, q.Within)
	case q.Range.Len() <= 0:
		return q, badQuestion("Members join over at least one day.")
	}
	for _, f := range q.Target {
		if f.Dimension != "product" && f.Dimension != "product_role" {
			return q, badQuestion("What is bought is a product or a product_role, not a %s.", f.Dimension)
		}
	}
	return q, nil
}
