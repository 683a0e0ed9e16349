package engine

import "daybreak/internal/ops"

// Activity names what a member does: an event, or any event as "*", that
// meets every condition. A condition's Dimension is a dimension of events, a
// member attribute (city, staff), or else the name of a property in props; a name
// that is none of these is an *ops.Error with code unknown_dimension. An event
// without a group, channel or campaign of its own takes its member's. An event
// name that was never imported is an *ops.Error with code unknown_event.
//
// Every question says what an empty Event means to it.
type Activity struct {
	Event string
	Where []ops.Filter
}

// CellState says whether a count can still change. Its text is complete,
// partial or pending.
type CellState uint8

// The states of a cell (R6). Partial cells belong to a period that has begun,
// pending ones lie wholly past the watermark; both hold what is known so far.
const (
	Waiting CellState = iota
	Partial
	Complete
)

func (s CellState) String() string { return [...]string{"pending", "partial", "complete"}[s] }

// MarshalText implements encoding.TextMarshaler.
func (s CellState) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// The kinds of cohort of a RetentionQuery.
const (
	CohortFirst     = "first"     // the member's first Start event of all
	CohortRecurring = "recurring" // every period with a Start event begins one
	CohortJoin      = "join"      // the member's join; Start plays no part
	CohortChannel   = "channel"   // the first Start event in each channel; the channel is the group
	CohortCampaign  = "campaign"
	CohortChallenge = "challenge"
)

// The modes of a RetentionQuery: what counts as having come back in period h.
const (
	ModeExact     = "exact"       // in h itself
	ModeOnOrAfter = "on_or_after" // in h or any later period that is known
	ModeBracket   = "bracket"     // in any period of a bracket
	ModeStreak    = "streak"      // in each of the last Streak periods up to h, the cohort's own counting as one
)

// RetentionQuery asks how many members of each cohort came back (SPEC §5).
//
// A member's entry is the Start event that puts it into a cohort (its join,
// for join cohorts: joined_at of its member record, else its first event
// "join"; without either it has none). The cohort's own period is the whole
// day, week or month of the entry; cohorts are those whose own period shares a
// day with Range. More than MaxCells cells are an *ops.Error with code
// answer_too_large. By takes its value and Filter its decision from the entry,
// so that a filter gives the same figures as the group of that value.
type RetentionQuery struct {
	Start, Return Activity     // an empty Start is any event; an empty Return is Start
	Cohort        string       // default first
	Mode          string       // default exact
	Brackets      [][2]int     // bracket mode: inclusive periods, one cell each
	Streak        int          // streak mode: at least 1
	Elapsed       bool         // period h is h·24 h … (h+1)·24 h after the entry (× 7 for weeks; months have no such clock)
	Period        ops.Grain    // day, week, month
	GroupBy       ops.Grain    // day cohorts of Range shown together by week or month; "" = not grouped
	Range         ops.Range    // cohorts that start in it
	Periods       int          // last period shown; 0 = every period that has begun by Through
	MinReturns    int          // return events needed inside a period, default 1
	By            string       // dimension: one set of cohorts per value at entry
	Filter        []ops.Filter // conditions on the entry
	Through       ops.Day      // watermark: last complete day
}

// Retention is the answer: cohorts that have members, in order of group, then
// start, and the averages in order of group.
type Retention struct {
	Cohorts []Cohort
	Average []RetentionAverage // one per group
}

// Cells returns how many cells the rows have together.
func (r *Retention) Cells() int {
	n := 0
	for _, c := range r.Cohorts {
		n += len(c.Count)
	}
	return n
}

// Cohort is one row of the triangle. Its cells lie in parallel slices: index h
// is period h, or bracket h; period 0 is the cohort itself. Count is how many
// members came back in the period as far as is known. Mature is how many are
// mature, that is, have had the whole period by the watermark, and Returned how
// many of these came back: a rate is Returned ÷ Mature. State is Complete when
// all are mature; on_or_after may rise even then. The slices may be shared:
// they must not be changed.
type Cohort struct {
	Group                   string
	Start                   ops.Day // first day of the cohort's own period, or of the week or month of GroupBy
	Size                    int
	Count, Mature, Returned []int32
	State                   []CellState
}

// RetentionAverage holds for each cell Σ returned ÷ Σ size over all mature
// members, and the simple mean of the rates of cohorts with mature members.
// Returned and Size give the interval of R7; Left says how many members were
// left out as immature.
type RetentionAverage struct {
	Group    string
	Returned []int
	Size     []int
	Left     []int
	Mean     []float64 // 0 where Size is 0
}

// GrowthQuery asks for growth accounting (SPEC §6) of an activity. Buckets are
// the whole calendar periods that share a day with Range, or, with Rolling,
// the window of that many days that ends on each day of Range; the bucket
// before a window is the window that ends where it begins.
type GrowthQuery struct {
	Event   Activity // empty = any event
	Period  ops.Grain
	Rolling int // instead of Period; 28 is usual
	Range   ops.Range
	Filter  []ops.Filter // keeps events
	Censor  int          // days from the first event of any kind on: members first active in them are pre-existing; 0 = none
	Through ops.Day
}

// Growth is the answer, in order of time.
type Growth struct {
	Buckets []GrowthBucket
}

// GrowthBucket obeys New + PreExisting + Retained + Resurrected = Active and
// Retained + Churned = Active of the bucket before. DAU, WAU and MAU are
// distinct members of the 1, 7 and 30 days that end on the bucket's last day.
// States counts all members active by that day, by their state on it; Moves
// is how many went from state i the day before to state j (only for Period
// day; the new ones came from none).
type GrowthBucket struct {
	Days          ops.Range
	New           int
	PreExisting   int
	Retained      int
	Resurrected   int
	Churned       int
	Active        int
	DAU, WAU, MAU int
	States        DailyStates
	Moves         [7][7]int
	State         CellState
}

// DailyStates are the seven states of SPEC §6 on one day. With g the number of
// days since the member was last active before: an active member is new on its
// first day, current for g ≤ 7, reactivated for g ≤ 30, else resurrected; an
// inactive one is at risk within 7 days for g ≤ 6 (still in WAU), at risk
// within 30 for g ≤ 29 (still in MAU), else dormant.
type DailyStates [7]int

// The places of DailyStates.
const (
	StateNew = iota
	StateCurrent
	StateReactivated
	StateResurrected
	StateAtRisk7
	StateAtRisk30
	StateDormant
)

// StickinessQuery asks in how many periods members were active. Only periods
// that are over by Through are counted (R2).
type StickinessQuery struct {
	Event   Activity // empty = any event
	Range   ops.Range
	Period  ops.Grain    // active days, or whole weeks or months that share a day with Range
	Filter  []ops.Filter // keeps events
	Through ops.Day
}

// Stickiness is a histogram: Members[i] were active in exactly i+1 of Periods.
type Stickiness struct {
	Members []int   // as many as Periods
	Periods int     // counted
	Left    int     // left out as not over
	Active  int     // distinct members of the periods counted
	Sum     int64   // Σ of active members per period
	Ratio   float64 // Sum ÷ (Periods × Active); 0 when Active is 0
}

// The orders of a FunnelQuery.
const (
	OrderOrdered = "ordered" // each step at or after the one before; others may come between
	OrderStrict  = "strict"  // no other event of the member between two steps; Exclude adds nothing
	OrderAny     = "any"     // steps in any order: the count of a step is of members that did that many different ones
)

// FunnelQuery asks how members pass through steps (SPEC §4).
//
// A try begins with an event that serves the first step (any step, for order
// any) on a day of Range, and reaches as many steps as it can within the
// window, each served by an event of its own. Events of the same instant may
// be taken in whatever order gets further. A try ends with an event that meets
// Exclude and no step: what comes at a later instant does not count for it.
// Of a member's tries the one that gets furthest counts, of equals the latest.
// By takes its value and Filter its decision from that try's first event.
type FunnelQuery struct {
	Steps   []Activity // an empty Event is any event
	Exclude []Activity
	Order   string // default ordered
	Hours   int    // window in hours, or
	Days    int    // in ops days, both inclusive: day 0 + Days still counts
	Range   ops.Range
	By      string
	Filter  []ops.Filter
	Through ops.Day

	// Glossary are event names that are no mistake where they never happened: a
	// step of one is reached by nobody.
	Glossary []string
}

// Funnel is the answer: one FunnelGroup per value of By in order, or one in
// all.
type Funnel struct {
	Groups []FunnelGroup
}

// FunnelGroup counts entrants by their best try: Entrants = Converted +
// Dropped + Open. Dropped did not get through and the window is over by the
// watermark, Open may still get through. Mature are all entrants whose window
// is over, converted or not: the headline rate is (Mature − Dropped) ÷ Mature.
type FunnelGroup struct {
	Group     string
	Entrants  int
	Converted int
	Dropped   int
	Open      int
	Mature    int
	Steps     []FunnelStep
	Trend     []FunnelDay // by entry day; days with entrants, in order
}

// FunnelStep counts members who reached the step; of those that got no
// further, Dropped are out of time and Open are not (both 0 for the last
// step). Mature are those of Count whose window is over. Hours are from the
// first event of the try to the one that reached the step, Since from the one
// that reached the step before (none for the first step), both in ascending
// order; Untold says that who asks may not see them.
type FunnelStep struct {
	Count, Dropped, Open, Mature int
	Hours, Since                 []float64
	Untold                       bool
}

// FunnelDay is the trend of one entry day.
type FunnelDay struct {
	Day                                        ops.Day
	Entrants, Converted, Dropped, Open, Mature int
}

// ChallengeQuery asks about a habit of checking in every day (SPEC §7).
//
// A day of the challenge is an ops day of its own DayStart. A check-in within
// Grace after the end of a day counts for that day if the day has none yet,
// else for its own; one day takes one check-in.
//
// With a fixed Start everybody's day 1 is Start: those who enrolled by its end
// are Enrolled, those who did so on a later day of the challenge Late. Without
// an Enrol event the first check-in from Start on enrols. With own starts
// (Start 0) day 1 is the day of the member's first enrolment ever and must lie
// in Range. By takes its value and Filter its decision from the enrolment.
//
// A rest day asks for nothing. Of the days missed the first MakeUp are
// forgiven: made up.
type ChallengeQuery struct {
	Event     Activity // empty = check_in
	Challenge string   // only check-ins and enrolments of it; "" = all
	Enrol     string   // event that enrols; "" = the first check-in enrols
	Start     ops.Day  // fixed start for everybody; 0 = each member's own first day
	Length    int      // days; 0 = 21
	DayStart  int      // minutes after midnight, -1 = the workspace's
	Grace     int      // minutes, less than a day
	MakeUp    int      // missed days that may be made up
	Rest      []int    // weekdays (0 = Sunday) that need no check-in
	Need      int      // days of Enough; 0 = Length
	Silence   int      // missed days in a row that end survival; 0 = 1
	By        string
	Range     ops.Range // own starts; not used with a fixed Start
	Filter    []ops.Filter
	Through   ops.Day
}

// Challenge is the answer, one group per value of By in order, or one in all.
// Survival, bounds, hazard and the log-rank test follow from the curves: see
// calc.KaplanMeier and calc.LogRank.
type Challenge struct {
	Groups []ChallengeGroup
}

// ChallengeGroup counts the enrolled: those who have had all their days by the
// watermark, and Open. Of the former, Perfect checked in on every day that
// asks for it; Enough have check-ins, rest days without one and made-up days
// for at least Need days.
type ChallengeGroup struct {
	Group    string
	Enrolled int
	Late     int // joined after day 1 of a fixed start; apart from Enrolled
	Perfect  int
	Enough   int
	Open     int
	Curve    []SurvivalDay
}

// SurvivalDay is day n (1 …) of the survival table. Lost are members whose
// first silence of at least Silence missed days begins on day n. Censored are
// those about whom nothing is known after day n: the challenge ended, the
// watermark was reached, or a silence began that is still too short. AtRisk
// were neither before the day. The curve ends with the last day that somebody
// is at risk.
type SurvivalDay struct {
	Day, AtRisk, Lost, Censored int
}

// StreakQuery asks for runs of days. Days after Through are pending: a check-in
// on them counts, a missing one is not a miss. A rest day without a check-in
// is neither; it bridges. A run begins and ends with a check-in; its length is
// its check-in days, and, when made up, the missed days between them, at most
// MakeUp in a run.
type StreakQuery struct {
	Event     Activity // empty = check_in
	Challenge string   // "" = all
	MakeUp    int
	Rest      []int
	Range     ops.Range // days looked at; the last one is "today"
	Filter    []ops.Filter
	Through   ops.Day
}

// Streaks counts members with a check-in in the range by current and longest
// run: Current[n] stand at n days. A run is current when no day was missed
// since its end (at most MakeUp, counting those inside, when made up). AtRisk
// are those whose strict current run has no check-in today, if today is
// pending and no rest day: longest current run first, then in order of id.
type Streaks struct {
	Current, Longest             []int
	CurrentMadeUp, LongestMadeUp []int
	AtRisk                       []MemberStreak
}

// MemberStreak is one member's strict run.
type MemberStreak struct {
	Member  string
	Current int
	Longest int
	Last    ops.Day // last check-in of the range
}

// InvitationQuery asks for the K-factor (SPEC §3) per whole calendar period
// that shares a day with Range.
type InvitationQuery struct {
	Join    Activity // a member joins with its first such event; empty = its join as in RetentionQuery
	Active  Activity // empty = any event
	Period  ops.Grain
	Range   ops.Range
	Through ops.Day
}

// Invitations is the answer, in order of time.
type Invitations struct {
	Buckets []InvitationBucket
}

// InvitationBucket is one period: members who joined by invitation, over
// members active in it. The inviter is the join event's, else the member
// record's; nobody invites himself. CycleHours are the hours from the
// inviters' own joins to the joins they brought in the period, in ascending
// order, of inviters that had joined by then.
type InvitationBucket struct {
	Days       ops.Range
	Invited    int
	Active     int
	CycleHours []float64
	State      CellState
}
