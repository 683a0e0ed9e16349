package engine

import (
	"context"
	"fmt"

	"daybreak/internal/ops"
)

// Communities answers questions about groups of members, about the stages that
// people are led through, and about whom of the active something reaches.
type Communities interface {
	Groups(ctx context.Context, q GroupsQuery) (*Groups, error)
	Stages(ctx context.Context, q StagesQuery) (*Stages, error)
	Companions(ctx context.Context, q CompanionsQuery) (*Companions, error)
	Reach(ctx context.Context, q ReachQuery) (*Reach, error)
}

// GroupsQuery asks how groups fare (SPEC-LOOP §6). A membership begins with an
// event join or enter in the group and ends with an event leave or exit in it; a
// second beginning without an end between changes nothing. An end without a
// beginning before it shows that the member was in the group from before the
// record began. An event without a group of its own is in its member's. Who joins or
// leaves comes to the community or goes; who enters or exits is in it anyway and
// moves between its groups, which the counts of joins leave out.
//
// A member is active on a day on which it checked in anywhere or spoke in the
// group. Staff are members whose record says so. Nothing after Through counts.
type GroupsQuery struct {
	Range   ops.Range // not empty; members are those at the end of its last day
	Grain   ops.Grain // of the series: day, week or month, or whole for none
	Group   string    // only this group; "" = every group with a membership by the end of Range
	Through ops.Day   // watermark
}

// Groups is the answer, in order of their names. Reach is how many persons who
// are not staff are in any of the groups at the end; Overlap says how many are
// in two of them at once, for pairs that share somebody, in order.
type Groups struct {
	Groups  []GroupHealth
	Buckets []ops.Range // of the series; none for Grain whole
	Reach   int
	Overlap []GroupOverlap
}

// MaxPairs bounds the pairs of groups that share somebody: those of 500 groups, each with
// each, are 124,750. More are an *ops.Error with code too_many_pairs.
const MaxPairs = 250_000

// TooManyPairs refuses an answer with more than MaxPairs.
func TooManyPairs() error {
	return &ops.Error{Code: "too_many_pairs", Message: fmt.Sprintf("More than %d pairs of groups share members.", MaxPairs),
		Hint: "Ask for one group.", Args: []any{MaxPairs}}
}

// GroupOverlap is how many members who are not staff two groups share.
type GroupOverlap struct {
	A, B string // in order
	Both int
}

// GroupHealth is one group. Start, Joined, Left and End count memberships, staff
// included: Start + Joined − Left = End. Of Start, Before are those known only
// by the leave that ended them. All other counts are of members who are not
// staff:
//
// Members are in the group at the end of the range; of them Speakers spoke in
// the group in the range, together Messages times, each as often as Writers
// says (in descending order), and Silent were active on none of its last seven
// days.
//
// Of the memberships that began in the range, Activatable have had their days 0
// to 7 by the watermark, Activated were active on one of them, and Young have
// not had them yet.
//
// Regulars were active on at least four of the 90 days before the last 28 of the range,
// of all who ever joined; Lost of them were on none of those 28.
//
// Others are the persons who are in other groups at the end of the range and not in this
// one; none where Group of the question names one.
//
// Tenure is the survival table of the memberships that began by the end of the
// range: Day is the number of days since joining, Lost left on it, Censored
// were still members when the range ended on it.
type GroupHealth struct {
	Group                         string
	First                         ops.Day // first day with a membership
	Start, Before, Joined, Left   int
	End                           int
	Members, Speakers, Silent     int
	Messages                      int
	Writers                       []int
	Activatable, Activated, Young int
	Regulars, Lost                int
	Others                        GroupOthers
	Tenure                        []SurvivalDay
	Series                        []GroupBucket // one per bucket of the series
}

// GroupOthers are the members of other groups, each once: of them Speakers spoke in any of
// these groups in the range, and Silent neither did nor checked in on its last seven days.
type GroupOthers struct{ Members, Speakers, Silent int }

// GroupBucket is one bucket of the series of a group: memberships begun and
// ended in it, members at its end who are not staff, and those of them who
// spoke in the group or were active in it.
type GroupBucket struct {
	Joined, Left, Members, Speakers, Active int
}

// The lengths that GroupHealth is defined by.
const (
	SilentDays     = 7  // last days of the range on which the silent were not active
	ActivationDays = 7  // last day after joining that still counts as activation
	LostDays       = 28 // days without activity that make a regular lost
	RegularDays    = 90 // days before them in which a regular was active
	RegularLeast   = 4  // on so many of them
)

// StagesQuery asks how far people got through stages that follow each other,
// without a window: a person enters with its first event of the first stage, on
// a day of Range, and is in stage i from its first event of that stage at or
// after the moment it reached the one before. Who waits in a stage and has an event Out
// since it got there has left. Nothing after Through counts, unless Late says that what
// somebody did, or what was done with them, after it does; waits end with Through all
// the same.
type StagesQuery struct {
	Stages  []Activity // 1 to MaxSteps; an empty Event is any event
	Out     Activity   // an empty Event: nobody leaves
	Late    bool
	Range   ops.Range
	By      string       // value at entry
	Filter  []ops.Filter // conditions on the entry
	Through ops.Day

	// Glossary are event names that are no mistake where they never happened: a
	// stage of one is reached by nobody.
	Glossary []string
}

// Stages is the answer: one group per value of By in order, or one in all.
type Stages struct{ Groups []StageGroup }

// StageGroup is the stages of one group, as many as the question has.
type StageGroup struct {
	Group  string
	Stages []Stage
}

// Stage counts those who entered it: Entered = Passed + those who left + those waiting.
// Waited is by number of ops days how many passed on after so many, Left how many left;
// Waiting by number of ops days until Through how many are still there. The last stage
// has only Entered.
type Stage struct {
	Entered, Passed       int
	Waited, Left, Waiting []int
}

// Gone returns how many left the stage.
func (s Stage) Gone() int {
	n := 0
	for _, left := range s.Left {
		n += left
	}
	return n
}

// Waits returns how many are still in the stage.
func (s Stage) Waits() int { return s.Entered - s.Passed - s.Gone() }

// CompanionsQuery asks what members who joined on a day of Range went on to do
// together, and who of them stayed (SPEC-LOOP §11). All days are counted in ops
// days from the join, which is day 0. Members whose last day of the outcome is
// not over by Through are left out.
type CompanionsQuery struct {
	Join    Activity     // empty = its join as in RetentionQuery
	Kinds   [][]Activity // 1 to MaxCompanions; a kind is touched by any of its activities
	Touched [2]int       // first and last day on which touching counts
	Return  Activity     // empty = check_in
	Alive   [2]int       // members without a Return on these days are apart; {0, -1} = all are taken
	Outcome [2]int       // kept are those with a Return on one of these days
	Range   ops.Range
	By      string
	Filter  []ops.Filter
	Through ops.Day
}

// MaxCompanions bounds the kinds of a CompanionsQuery.
const MaxCompanions = 6

// Companions is the answer: one cell for each stratum that has somebody, in
// order of Group, Early, Mask. Left is how many were left out as not over.
type Companions struct {
	Cells []CompanionCell
	Left  int
}

// CompanionCell is one stratum: bit i of Mask says that kind i was touched,
// Early is the number of days 0 to 6 with a Return, Alive that the landmark was
// passed. Kept of the Members have the outcome.
type CompanionCell struct {
	Group         string
	Early         int
	Alive         bool
	Mask          uint
	Members, Kept int
}
