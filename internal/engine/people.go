package engine

import "daybreak/internal/ops"

// CountQuery asks for the members that a metric counts over Range, as Sums
// counts them. Its Measure is OfMembers; Metric is what the asker calls it.
type CountQuery struct {
	Metric  string
	Measure *ops.Measure
	Range   ops.Range
	Filter  []ops.Filter
}

// TimesQuery asks for the members behind rows of an event over Range at a time
// of the day, as HourMinutes counts them.
type TimesQuery struct {
	Event   string
	Weekday int // 0 = Sunday … 6; EveryWeekday
	Range   ops.Range
	Filter  []ops.Filter
}

// EveryWeekday is the Weekday of a TimesQuery about all of them.
const EveryWeekday = -1

// PeopleQuery names a set of members by the question it comes from, of which
// exactly one is set, and the cell picked. The set has as many members as the
// cell counts; where recurring day cohorts are grouped, a metric or a time of day
// counts days or rows, or growth is asked for over all buckets, it has each once.
type PeopleQuery struct {
	Count *CountQuery
	// Group, Start, 0 for every cohort; all of the cohort (Kind ""), or Kind returned or missing in cell Step:
	// Count of it, or its Mature without Returned.
	Retention *RetentionQuery
	// Start of a bucket's Days, 0 for every bucket; Kind active, new, pre_existing, first (either of these),
	// retained, resurrected, churned, or a daily state on the bucket's last day: one of StateKinds.
	Growth     *GrowthQuery
	Stickiness *StickinessQuery // active in exactly Step periods, or in Step to Most
	// Group; Kind entered, converted, dropped, open; with Step ≥ 1 those that reached just that step; reached: those
	// that got to Step or further; or took: those converted within Step to Most hours, begun ones not counting.
	Funnel *FunnelQuery
	// Group; Kind enrolled, late, perfect, enough, open, lost; with Step ≥ 1 those lost on that day; or at_risk and
	// censored on day Step.
	Challenge  *ChallengeQuery
	Streaks    *StreakQuery     // Kind current, longest, current_made_up, longest_made_up at exactly Step days, or at Step to Most; at_risk
	Invitation *InvitationQuery // Start of a bucket's Days; Kind invited or active
	Times      *TimesQuery      // in the minutes Step to Most of the day
	// Group; Kind members, speakers, silent, active (not silent), lost, others, others_speakers, others_silent: as GroupHealth counts them; or joined in
	// the range.
	Groups  *GroupsQuery
	Stages  *StagesQuery // Group; Kind entered, waiting or left in stage Step (1 …)
	Segment *SegmentQuery
	// Step is the Did (1 …), or Group the value of By; Start a day, 0 for all of its row. Kind base, reached or doers, as ReachRow
	// counts them; with or without: who is in that arm.
	Reach  *ReachQuery
	Earned *EarnedQuery // Group; Kind joined: credited to it and Step days old, or buyer: of these with an order by then
	// Kind nothing, or nothing_attached: who had bought nothing by the landmark; bought, or bought_attached: who had bought Group.
	// The latter of each are those who bought the target afterwards.
	Attach *AttachQuery
	Among  []string // those of these members that are known
	Member string   // one member's timeline

	// Habits is the last day that check-ins are looked at for a Person; 0: they are not.
	Habits ops.Day
	// Sort is the figure of a Person the list goes by, of SortKeys, the lowest first, or
	// with "-" before it the highest; "" is the order in which Daybreak first saw them,
	// which also decides between equals.
	Sort string

	Group         string // any group, when By of the question is ""
	Start         ops.Day
	Kind          string
	Step          int
	Most          int // 0 = Step
	Limit, Offset int // Limit 0 = all
}

// Waits reports whether the list is of people who wait in a stage.
func (q PeopleQuery) Waits() bool { return q.Stages != nil && q.Kind == "waiting" }

// StateKinds are the Kinds of daily states, in the order of DailyStates.
func StateKinds() []string {
	return []string{"state_new", "state_current", "state_reactivated", "state_resurrected", "state_at_risk_7", "state_at_risk_30", "state_dormant"}
}

// SortKeys are the figures a list of people may go by.
func SortKeys() []string {
	return []string{"waiting", "streak", "last_check_in", "check_ins", "first", "last", "events"}
}

// RecentDays is how many days up to Habits the CheckIns of a Person are counted over.
const RecentDays = 28

// SegmentQuery asks for the members who do enough: all Needs are met on the days up
// to Through. With Per at most Most of those with one value of it are taken, those
// with the most days of the first need first, then who was seen first.
type SegmentQuery struct {
	Needs   []Need // 1 to MaxSteps
	Per     string // an attribute of members: one of SegmentAttributes; "" = all are taken
	Most    int
	Staff   bool // staff are taken, too
	Through ops.Day

	// Glossary are event names that are no mistake where they never happened.
	Glossary []string
}

// Need asks for Least ops days with the activity among the last Within.
type Need struct {
	Activity
	Least, Within int
}

// SegmentAttributes are what a segment may be spread over.
func SegmentAttributes() []string { return []string{"channel", "campaign", "group", "city"} }

// People is one page of members, in the order in which Daybreak first saw
// them, and how many there are in all. Counted is the sum of what all of them
// were counted for where that may be more than once, the figure itself: of
// Count, and of Growth over every bucket; else 0. Of a timeline, Total counts Events, the
// latest first, and Members holds the one; a member never heard of is an *ops.Error with code
// unknown_member.
type People struct {
	Total   int
	Counted int64
	Members []Person
	Events  []Event // of PeopleQuery.Member
}

// Person is a member with the attributes of its record, first and last active
// day, and number of events. First and Last are 0 without events. Counted is
// its part of People.Counted. Waiting is how many days it has waited in the stage
// asked about. With Habits of the question, LastCheckIn is its last day with a check-in
// up to that day, 0 for none, Streak how many days with one end with that day, and
// CheckIns how many of the RecentDays up to it have one.
type Person struct {
	ID, Channel, Campaign, Group, City, InvitedBy string
	First, Last                                   ops.Day
	Events                                        int
	Counted                                       int64
	Waiting                                       int
	LastCheckIn                                   ops.Day
	Streak, CheckIns                              int
}

// SortKey returns the figure of a person that a list goes by.
func (p Person) SortKey(sort string) int64 {
	switch sort {
	case "waiting":
		return int64(p.Waiting)
	case "streak":
		return int64(p.Streak)
	case "last_check_in":
		return int64(p.LastCheckIn)
	case "check_ins":
		return int64(p.CheckIns)
	case "first":
		return int64(p.First)
	case "last":
		return int64(p.Last)
	}
	return int64(p.Events)
}

// Event is one entry of a member's timeline; At is in microseconds since 1970.
// Channel is the event's own, else the member's.
type Event struct {
	At                                      int64
	Event, Group, Challenge, Channel, Props string
}
