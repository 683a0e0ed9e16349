package engine

import "daybreak/internal/ops"

// Activity names what a member does: an event, or any event as "*", that
// meets every condition. A condition's Dimension is a dimension of events, a
// member attribute, or else the name of a property in props. An event without
// a channel or campaign of its own takes its member's. An event name that was
// never imported is an *ops.Error with code unknown_event.
type Activity struct {
	Event string
	Where []ops.Filter
}

// CellState says whether a count can still change.
type CellState string

// The states of a cell (R6). Partial cells hold what is known so far of a
// period that has begun; pending ones lie wholly past the watermark.
const (
	Complete CellState = "complete"
	Partial  CellState = "partial"
	Waiting  CellState = "pending"
)

// RetentionQuery asks how many members of each cohort came back (SPEC §5).
type RetentionQuery struct {
	Start, Return Activity
	Cohort        string    // first (default), recurring, join, channel, campaign, challenge
	Mode          string    // exact (default), on_or_after, bracket, streak
	Brackets      [][2]int  // bracket mode: inclusive periods
	Streak        int       // streak mode: consecutive periods ending at the cell's, at least this many
	Elapsed       bool      // 24-hour clock from the member's own start instead of calendar periods
	Period        ops.Grain // day, week, month
	GroupBy       ops.Grain // day cohorts shown together by week or month; "" = not grouped
	Range         ops.Range // cohorts that start in it
	Periods       int       // last period shown; 0 = as far as the data goes
	MinReturns    int       // return events needed inside a period, default 1
	By            string    // dimension: one set of cohorts per value at entry
	Filter        []ops.Filter
	Through       ops.Day // watermark: last complete day
}

// Retention is the answer: cohorts in order of group, then start.
type Retention struct {
	Cohorts []Cohort
	Average []RetentionAverage // one per group
}

// Cohort is one row of the triangle. Cells[h] is period h; period 0 is the
// cohort itself.
type Cohort struct {
	Group string
	Start ops.Day // first day of the cohort's own period
	Size  int
	Cells []RetentionCell
}

// RetentionCell counts members of the cohort that returned in a period. Size
// is how many members of the cohort are mature at this period (all, when
// State is complete).
type RetentionCell struct {
	Period int
	Count  int
	Size   int
	State  CellState
}

// RetentionAverage holds for each period Σ returned ÷ Σ size over mature
// cohorts, and the simple mean of the cohorts' rates. Returned and Size give
// the interval of R7; Left says how many members were left out as immature.
type RetentionAverage struct {
	Group    string
	Returned []int
	Size     []int
	Left     []int
	Mean     []float64
}

// GrowthQuery asks for growth accounting (SPEC §6) of an activity.
type GrowthQuery struct {
	Event   Activity
	Period  ops.Grain // day, week, month
	Rolling int       // instead of Period: windows of this many days ending each day (28)
	Range   ops.Range
	Filter  []ops.Filter
	Censor  int // days after the first record within which first-time members count as pre-existing; 0 = none
	Through ops.Day
}

// Growth is the answer, one bucket per period that meets Range.
type Growth struct {
	Buckets []GrowthBucket
}

// GrowthBucket obeys New + Retained + Resurrected + PreExisting = Active and
// Retained + Churned = Active of the bucket before. DAU, WAU and MAU are
// distinct members of the 1, 7 and 30 days that end on the bucket's last day.
// States counts all members ever seen by daily state on that day.
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
	Moves         [7][7]int // from state to state since the day before; filled for Period day
	State         CellState
}

// DailyStates are the seven states of SPEC §6 on one day, in this order: new,
// current, reactivated (≤ 30 days away), resurrected (> 30), at risk within 7
// days, at risk within 30, dormant.
type DailyStates [7]int

// StickinessQuery asks on how many days members were active.
type StickinessQuery struct {
	Event   Activity
	Range   ops.Range
	Period  ops.Grain // unit counted: active days, weeks or months
	Filter  []ops.Filter
	Through ops.Day
}

// Stickiness is a histogram: Members[i] were active in exactly i+1 periods.
type Stickiness struct {
	Members []int
	Active  int     // distinct members of the range
	Sum     int64   // Σ of active members per period
	Ratio   float64 // Sum ÷ (periods × Active); 0 when Active is 0
}

// FunnelQuery asks how members pass through steps (SPEC §4).
type FunnelQuery struct {
	Steps   []Activity
	Exclude []Activity // an exclusion between two steps ends a try
	Order   string     // ordered (default), strict, any
	Hours   int        // window in hours, or
	Days    int        // in ops days; inclusive
	Range   ops.Range  // the first step lies in it
	By      string
	Filter  []ops.Filter
	Through ops.Day
}

// Funnel is the answer: one FunnelGroup per value of By, or one in all.
type Funnel struct {
	Groups []FunnelGroup
}

// FunnelGroup counts entrants by how far their best try got.
type FunnelGroup struct {
	Group     string
	Entrants  int
	Converted int
	Dropped   int // window elapsed by the watermark
	Open      int
	Steps     []FunnelStep
	Trend     []FunnelDay // by entry day
}

// FunnelStep counts members who reached the step; of those that got no
// further, Dropped are out of time and Open are not. Times are hours from the
// first step, sorted, of members who reached it.
type FunnelStep struct {
	Count, Dropped, Open int
	Hours                []float64
}

// FunnelDay is the trend of one entry day.
type FunnelDay struct {
	Day                                ops.Day
	Entrants, Converted, Dropped, Open int
}

// ChallengeQuery asks about a habit of checking in every day (SPEC §7).
type ChallengeQuery struct {
	Event     Activity // default check_in
	Challenge string   // only check-ins and enrolments of it; "" = all
	Enrol     string   // event that enrols ("" = the first check-in enrols)
	Start     ops.Day  // fixed start for everybody; 0 = each member's own first day
	Length    int      // days, default 21
	DayStart  int      // minutes after midnight, -1 = the workspace's
	Grace     int      // minutes after the day's end that still count
	MakeUp    int      // missed days that may be made up
	Rest      []int    // weekdays (0 = Sunday) that need no check-in
	Need      int      // k of n completion; 0 = Length
	Silence   int      // missed days in a row that end survival, default 1
	By        string
	Range     ops.Range // own start days in it
	Filter    []ops.Filter
	Through   ops.Day
}

// Challenge is the answer, one group per value of By.
type Challenge struct {
	Groups  []ChallengeGroup
	LogRank float64 // p of the groups' curves being one; 1 with fewer than two groups
}

// ChallengeGroup is one survival curve with its completions.
type ChallengeGroup struct {
	Group    string
	Enrolled int
	Late     int // joined after day 1 of a fixed start; apart from Enrolled
	Perfect  int // n of n
	Enough   int // at least Need of n
	Open     int // not finished by the watermark
	Curve    []SurvivalDay
}

// SurvivalDay is day n (1 …) of the Kaplan–Meier curve: members at risk,
// events and censored on the day, survival after it with Greenwood's 95 %
// bounds, and the hazard.
type SurvivalDay struct {
	Day                         int
	AtRisk, Lost, Censored      int
	Survival, Low, High, Hazard float64
}

// StreakQuery asks for runs of days on Through.
type StreakQuery struct {
	Event     Activity
	Challenge string
	MakeUp    int
	Rest      []int
	Range     ops.Range // days looked at; To-1 is "today"
	Filter    []ops.Filter
	Through   ops.Day
}

// Streaks counts members by current and longest run, strict and made up:
// Current[n] members stand at n days. AtRisk are those whose current run of at
// least one day has no check-in on the last day of Range.
type Streaks struct {
	Current, Longest             []int
	CurrentMadeUp, LongestMadeUp []int
	AtRisk                       []MemberStreak
}

// MemberStreak is one member's run.
type MemberStreak struct {
	Member  string
	Current int
	Longest int
	Last    ops.Day
}

// InvitationQuery asks for the K-factor (SPEC §3) per period.
type InvitationQuery struct {
	Join    Activity
	Active  Activity
	Period  ops.Grain
	Range   ops.Range
	Through ops.Day
}

// Invitations is the answer. CycleHours are the hours from an inviter's own
// join to the joins they brought, sorted.
type Invitations struct {
	Buckets []InvitationBucket
}

// InvitationBucket is one period: members who joined by invitation, over
// members active in it.
type InvitationBucket struct {
	Days       ops.Range
	Invited    int
	Active     int
	CycleHours []float64
	State      CellState
}

// PeopleQuery names a set of members by the question it comes from: exactly
// one of the questions is set, with the cell picked.
type PeopleQuery struct {
	Retention *RetentionQuery
	Growth    *GrowthQuery
	Funnel    *FunnelQuery
	Streaks   *StreakQuery
	Member    string // one member's timeline

	Group         string
	Start         ops.Day // cohort or bucket
	Period        int
	Kind          string // growth: new, retained, …; funnel: reached, dropped, open, converted; streaks: current
	Step          int
	Returned      bool // retention: those that returned, or did not
	Limit, Offset int
}

// People is one page of members and how many there are in all.
type People struct {
	Total   int
	Members []Person
	Events  []Event // of PeopleQuery.Member
}

// Person is a member with attributes and activity dates.
type Person struct {
	ID, Channel, Campaign, Group, City, InvitedBy string
	First, Last                                   ops.Day
	Events                                        int
}

// Event is one entry of a member's timeline; At is in microseconds since 1970.
type Event struct {
	At                                      int64
	Event, Group, Challenge, Channel, Props string
}
