package engine

import (
	"fmt"
	"slices"
	"strings"

	"daybreak/internal/ops"
)

// AnyEvent is the Event of an Activity that every event is.
const AnyEvent = "*"

// Resolve returns the question with every default written out, or an
// *ops.Error with code bad_question that says what cannot be asked. Engines
// call it first; each question below has one.
func (q RetentionQuery) Resolve() (RetentionQuery, error) {
	q.Start = q.Start.or(AnyEvent)
	if q.Return.Event == "" && len(q.Return.Where) == 0 {
		q.Return = q.Start
	}
	q.Return = q.Return.or(AnyEvent)
	q.Cohort = or(q.Cohort, CohortFirst)
	q.Mode = or(q.Mode, ModeExact)
	q.MinReturns = or(q.MinReturns, 1)
	kinds := []string{CohortFirst, CohortRecurring, CohortJoin, CohortChannel, CohortCampaign, CohortChallenge}
	modes := []string{ModeExact, ModeOnOrAfter, ModeBracket, ModeStreak}
	switch q.Cohort {
	case CohortChannel, CohortCampaign, CohortChallenge:
		if q.By = or(q.By, q.Cohort); q.By != q.Cohort {
			return q, badQuestion("Cohorts by %s are grouped by %s, not by %s.", q.Cohort, q.Cohort, q.By)
		}
	}
	switch {
	case !slices.Contains(kinds, q.Cohort):
		return q, badQuestion("There is no cohort %q.", q.Cohort)
	case !slices.Contains(modes, q.Mode):
		return q, badQuestion("There is no retention mode %q.", q.Mode)
	case !calendarPeriod(q.Period):
		return q, badQuestion("A retention period is a day, week or month, not %q.", q.Period)
	case q.Elapsed && q.Period == ops.Monthly:
		return q, badQuestion("The 24-hour clock counts days and weeks, not months.")
	case q.GroupBy != "" && (q.Period != ops.Daily || q.GroupBy != ops.Weekly && q.GroupBy != ops.Monthly):
		return q, badQuestion("Only day cohorts can be grouped, by week or month.")
	case q.Mode == ModeStreak && q.Streak < 1:
		return q, badQuestion("A streak has at least 1 period, not %d.", q.Streak)
	case q.Mode == ModeBracket && len(q.Brackets) == 0:
		return q, badQuestion("Bracket retention needs at least one bracket.")
	case q.MinReturns < 1:
		return q, badQuestion("Fewer than 1 return is no return.")
	case q.Periods < 0 || q.Periods > maxPeriods:
		return q, badQuestion("Retention shows up to %d periods, not %d.", maxPeriods, q.Periods)
	}
	for _, b := range q.Brackets {
		if b[0] < 0 || b[1] < b[0] || b[1] > maxPeriods {
			return q, badQuestion("A bracket runs from a period to the same or a later one up to %d, not from %d to %d.", maxPeriods, b[0], b[1])
		}
	}
	return q, nil
}

// Resolve returns the question with every default written out.
func (q GrowthQuery) Resolve() (GrowthQuery, error) {
	q.Event = q.Event.or(AnyEvent)
	switch {
	case q.Rolling < 0 || q.Rolling == 0 && !calendarPeriod(q.Period):
		return q, badQuestion("Growth goes by day, week, month or rolling days, not by %q.", q.Period)
	case q.Rolling > 0 && q.Period != "":
		return q, badQuestion("Growth goes by calendar periods or by rolling days, not by both.")
	case q.Censor < 0:
		return q, badQuestion("The first %d days cannot be set apart.", q.Censor)
	}
	return q, nil
}

// Resolve returns the question with every default written out.
func (q StickinessQuery) Resolve() (StickinessQuery, error) {
	q.Event = q.Event.or(AnyEvent)
	if !calendarPeriod(q.Period) {
		return q, badQuestion("Stickiness counts days, weeks or months, not %q.", q.Period)
	}
	return q, nil
}

// Resolve returns the question with every default written out.
func (q FunnelQuery) Resolve() (FunnelQuery, error) {
	q.Order = or(q.Order, OrderOrdered)
	q.Steps, q.Exclude = slices.Clone(q.Steps), slices.Clone(q.Exclude)
	for _, list := range [][]Activity{q.Steps, q.Exclude} {
		for i := range list {
			list[i] = list[i].or(AnyEvent)
		}
	}
	switch {
	case len(q.Steps) == 0 || len(q.Steps) > MaxSteps:
		return q, badQuestion("A funnel has 1 to %d steps, not %d.", MaxSteps, len(q.Steps))
	case !slices.Contains([]string{OrderOrdered, OrderStrict, OrderAny}, q.Order):
		return q, badQuestion("There is no funnel order %q.", q.Order)
	case q.Hours < 0 || q.Days < 0 || (q.Hours > 0) == (q.Days > 0):
		return q, badQuestion("A funnel needs a window either in hours or in days.")
	case q.Hours > maxWindowDays*24 || q.Days > maxWindowDays:
		return q, badQuestion("A funnel's window is at most %d days.", maxWindowDays)
	}
	return q, nil
}

// MaxSteps bounds the steps of a funnel.
const MaxSteps = 32

const (
	maxWindowDays = 3660
	maxPeriods    = 3660
)

// Resolve returns the question with every default written out.
func (q ChallengeQuery) Resolve() (ChallengeQuery, error) {
	q.Event = q.Event.or("check_in")
	q.Length = or(q.Length, 21)
	q.Need = or(q.Need, q.Length)
	q.Silence = or(q.Silence, 1)
	switch {
	case q.Length < 1 || q.Length > 3660:
		return q, badQuestion("A challenge has 1 to 3660 days, not %d.", q.Length)
	case q.Need < 1 || q.Need > q.Length:
		return q, badQuestion("Of %d days nobody can do %d.", q.Length, q.Need)
	case q.DayStart < -1 || q.DayStart >= 24*60:
		return q, badQuestion("A day starts 0 to 1439 minutes after midnight, not %d.", q.DayStart)
	case q.Grace < 0 || q.Grace >= 24*60:
		return q, badQuestion("A grace has 0 to 1439 minutes, not %d.", q.Grace)
	case q.MakeUp < 0, q.Silence < 1:
		return q, badQuestion("Made-up days cannot be fewer than none, nor a silence shorter than a day.")
	}
	return q, restDays(q.Rest)
}

// Resolve returns the question with every default written out.
func (q StreakQuery) Resolve() (StreakQuery, error) {
	q.Event = q.Event.or("check_in")
	if q.MakeUp < 0 {
		return q, badQuestion("Made-up days cannot be fewer than none.")
	}
	return q, restDays(q.Rest)
}

// Resolve returns the question with every default written out. An empty Join
// stays empty.
func (q InvitationQuery) Resolve() (InvitationQuery, error) {
	q.Active = q.Active.or(AnyEvent)
	if len(q.Join.Where) > 0 {
		q.Join = q.Join.or(AnyEvent)
	}
	if !calendarPeriod(q.Period) {
		return q, badQuestion("Invitations go by day, week or month, not by %q.", q.Period)
	}
	return q, nil
}

// Resolve checks that exactly one question is set and that its Kind exists.
func (q PeopleQuery) Resolve() (PeopleQuery, error) {
	asked := 0
	var kinds []string
	ask := func(set bool, k ...string) {
		if set {
			asked++
			kinds = k
		}
	}
	ask(q.Count != nil, "")
	ask(q.Retention != nil, "", "returned", "missing")
	ask(q.Growth != nil, append(StateKinds(), "active", "new", "pre_existing", "first", "retained", "resurrected", "churned")...)
	ask(q.Stickiness != nil, "")
	ask(q.Funnel != nil, "entered", "reached", "converted", "took", "dropped", "open")
	ask(q.Challenge != nil, "enrolled", "late", "perfect", "enough", "open", "lost", "at_risk", "censored")
	ask(q.Streaks != nil, "current", "longest", "current_made_up", "longest_made_up", "at_risk")
	ask(q.Invitation != nil, "invited", "active")
	ask(q.Times != nil, "")
	ask(q.Groups != nil, "members", "speakers", "silent", "lost", "joined", "active", "others", "others_speakers", "others_silent")
	ask(q.Stages != nil, "entered", "waiting", "left")
	ask(q.Segment != nil, "")
	ask(q.Among != nil, "")
	ask(q.Reach != nil, "base", "reached", "doers", "with", "without")
	ask(q.Earned != nil, "joined", "buyer")
	ask(q.Attach != nil, "nothing", "nothing_attached", "bought", "bought_attached")
	ask(q.Member != "", "")
	switch {
	case asked != 1:
		return q, badQuestion("People are asked for by one question, not %d.", asked)
	case !slices.Contains(kinds, q.Kind):
		return q, badQuestion("This question has no people of kind %q.", q.Kind)
	case q.Count != nil && !q.Count.Measure.OfMembers():
		return q, badQuestion("%s does not count members.", q.Count.Metric)
	case q.Times != nil && (q.Times.Weekday < EveryWeekday || q.Times.Weekday > 6):
		return q, badQuestion("There is no weekday %d.", q.Times.Weekday)
	case q.Sort != "" && !slices.Contains(SortKeys(), strings.TrimPrefix(q.Sort, "-")):
		return q, badQuestion("A list goes by one of %s, not by %q.", strings.Join(SortKeys(), ", "), q.Sort)
	case q.Limit < 0 || q.Offset < 0 || q.Step < 0:
		return q, badQuestion("A page of people cannot begin or end before the first.")
	case q.Most != 0 && (q.Most < q.Step || q.Streaks == nil && q.Stickiness == nil && q.Times == nil && q.Kind != "took"):
		return q, badQuestion("Only streaks, active periods, times of day and hours run from a step to a higher one, not from %d to %d.", q.Step, q.Most)
	}
	q.Most = max(q.Most, q.Step)
	return q, nil
}

func (a Activity) or(event string) Activity {
	a.Event = or(a.Event, event)
	return a
}

func or[T comparable](v, otherwise T) T {
	var zero T
	if v == zero {
		return otherwise
	}
	return v
}

func calendarPeriod(g ops.Grain) bool {
	return g == ops.Daily || g == ops.Weekly || g == ops.Monthly
}

func restDays(rest []int) error {
	for i, d := range rest {
		if d < 0 || d > 6 || slices.Contains(rest[:i], d) {
			return badQuestion("Rest days are different weekdays from 0 (Sunday) to 6, not %v.", rest)
		}
	}
	if len(rest) == 7 {
		return badQuestion("A week of rest days leaves nothing to check in on.")
	}
	return nil
}

func badQuestion(format string, args ...any) error {
	return &ops.Error{
		Code: "bad_question", Message: fmt.Sprintf(format, args...),
		Hint: "See the API description for what can be asked.",
		Args: []any{fmt.Sprintf(format, args...)},
	}
}

// MaxCells bounds the cells of one answer, of some 16 bytes each, so that no
// question takes all of the memory there is.
const MaxCells = 4_000_000

// TooManyCells is the error for an answer of more than most cells.
func TooManyCells(most int) error {
	return &ops.Error{
		Code: "answer_too_large", Message: fmt.Sprintf("The answer has more than %d cells.", most),
		Hint: "Choose a shorter range or fewer periods, tell fewer groups apart, or narrow it down.",
		Args: []any{most},
	}
}

// UnknownEvent is the error for an event name without a row.
func UnknownEvent(name string) error {
	return &ops.Error{
		Code: "unknown_event", Message: fmt.Sprintf("No event %q was ever imported.", ops.Show(name)),
		Hint: "Event names are compared exactly; the page of metric definitions lists those there are.",
		Args: []any{ops.Show(name)},
	}
}

// UnknownDimension is the error for a dimension that is none.
func UnknownDimension(name string) error {
	return &ops.Error{
		Code: "unknown_dimension", Message: fmt.Sprintf("There is no dimension %q.", ops.Show(name)),
		Hint: "Use event, group, challenge, channel, campaign, city, invited_by, staff, or a property that occurs in events.",
		Args: []any{ops.Show(name)},
	}
}

// UnknownMember is the error for a member nobody ever heard of.
func UnknownMember(id string) error {
	return &ops.Error{
		Code: "unknown_member", Message: fmt.Sprintf("There is no member %q.", ops.Show(id)),
		Hint: "Member ids are compared exactly.",
		Args: []any{ops.Show(id)},
	}
}
