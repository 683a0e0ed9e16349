package ask

import (
	"net/url"
	"slices"
	"strings"

	"daybreak/internal/analysis"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// Members behind a figure are named by the question the figure answers, with
// the parameters the API takes for it, and by the cell:
//
//	of      the question: metric (a metric that counts members, with metric,
//	        from, to and filter), retention, growth, stickiness, funnel,
//	        challenge, streaks, invitations, times (when in the day an event
//	        happens, with event, weekday, from, to and filter)
//	kind    who of them, by question (engine.PeopleQuery)
//	bucket  first day of the cohort or bucket
//	group   value of by
//	step    period, step, day or number of days, minute of the day; most the last of several

// memberQuestions are the values of the parameter of.
func memberQuestions() []string {
	return []string{"metric", "retention", "growth", "stickiness", "funnel", "challenge", "streaks", "invitations", "times"}
}

// MaxListed bounds the members of one list.
const MaxListed = 100_000

// ReadPeople reads whom a list is about.
func ReadPeople(p *Params, d analysis.Data) engine.PeopleQuery {
	snapshot := d.Snapshot
	q := engine.PeopleQuery{Kind: p.Text("kind", "")}
	switch p.Choice("of", "", memberQuestions()...) {
	case "metric":
		x := readCount(p, d)
		q.Count = &x
	case "retention":
		x := ReadRetention(p, snapshot)
		q.Retention = &x
	case "growth":
		x := ReadGrowth(p, snapshot)
		q.Growth = &x
	case "stickiness":
		x := ReadStickiness(p, snapshot)
		q.Stickiness = &x
	case "funnel":
		x := ReadFunnel(p, snapshot)
		q.Funnel = &x
	case "challenge":
		x := ReadChallenge(p, snapshot)
		q.Challenge = &x
	case "streaks":
		x := ReadStreaks(p, snapshot)
		q.Streaks = &x
	case "invitations":
		x := ReadInvitations(p, snapshot)
		q.Invitation = &x
	case "times":
		x := engine.TimesQuery{Event: p.Text("event", "check_in"), Weekday: engine.EveryWeekday, Range: MemberRange(p, snapshot), Filter: MemberFilter(p)}
		if name := p.Choice("weekday", "", WeekdayNames()...); name != "" {
			x.Weekday = slices.Index(WeekdayNames(), name)
		}
		q.Times = &x
	default:
		p.Fail("missing_parameter", "of", "", "The parameter of is missing.", "It is one of: "+strings.Join(memberQuestions(), ", ")+".")
	}
	p.cell(&q)
	return q
}

// cell reads which cell of its answer a question about members means. What its
// cells do not have is no parameter of it.
func (p *Params) cell(q *engine.PeopleQuery) {
	if by := GroupedBy(*q); by != "" {
		if q.Group = p.Text("group", ""); !p.Values.Has("group") {
			p.Fail("missing_parameter", "group", "", "The cells are told apart by "+ops.Show(by)+", and the group is missing.",
				"Give the value, blank for the group without one; or leave out by.")
		}
	}
	if q.Retention != nil || q.Growth != nil || q.Invitation != nil {
		if q.Start = p.day("bucket", 0); q.Invitation != nil && !p.Values.Has("bucket") {
			p.Fail("missing_parameter", "bucket", "", "The parameter bucket is missing.", "Give the first day of the period.")
		}
	}
	if q.Retention != nil || q.Stickiness != nil || q.Funnel != nil || q.Challenge != nil || q.Streaks != nil || q.Times != nil {
		q.Step = p.Number("step", 0, 0, MaxListed)
	}
	if q.Stickiness != nil || q.Funnel != nil || q.Streaks != nil || q.Times != nil {
		q.Most = p.Number("most", 0, 0, MaxListed)
	}
}

// GroupedBy returns what the cells of a question are told apart by, "" where
// they are not.
func GroupedBy(q engine.PeopleQuery) string {
	switch {
	case q.Funnel != nil:
		return q.Funnel.By
	case q.Challenge != nil:
		return q.Challenge.By
	case q.Retention != nil:
		resolved, _ := q.Retention.Resolve() // cohorts by channel are groups as well
		return resolved.By
	}
	return ""
}

// PeopleAddress returns the parameters that ReadPeople reads q from, Through,
// Limit and Offset aside.
func PeopleAddress(q engine.PeopleQuery) Address {
	v := Address{}
	switch {
	case q.Count != nil:
		v.Set("of", "metric")
		v.Set("metric", q.Count.Metric)
		v.scope(q.Count.Range, q.Count.Filter)
	case q.Retention != nil:
		v = RetentionAddress(*q.Retention)
		v.Set("of", "retention")
		v.scope(q.Retention.Range, q.Retention.Filter)
	case q.Growth != nil:
		v = GrowthAddress(*q.Growth)
		v.Set("of", "growth")
		v.scope(q.Growth.Range, q.Growth.Filter)
	case q.Stickiness != nil:
		v = StickinessAddress(*q.Stickiness)
		v.Set("of", "stickiness")
		v.scope(q.Stickiness.Range, q.Stickiness.Filter)
	case q.Funnel != nil:
		v = FunnelAddress(*q.Funnel)
		v.Set("of", "funnel")
		v.scope(q.Funnel.Range, q.Funnel.Filter)
	case q.Challenge != nil:
		v = ChallengeAddress(*q.Challenge)
		v.Set("of", "challenge")
		v.scope(q.Challenge.Range, q.Challenge.Filter)
	case q.Streaks != nil:
		v = StreakAddress(*q.Streaks)
		v.Set("of", "streaks")
		v.scope(q.Streaks.Range, q.Streaks.Filter)
	case q.Invitation != nil:
		v = InvitationAddress(*q.Invitation)
		v.Set("of", "invitations")
		v.scope(q.Invitation.Range, nil)
	case q.Times != nil:
		v.Set("of", "times")
		v.Set("event", q.Times.Event)
		if q.Times.Weekday != engine.EveryWeekday {
			v.Set("weekday", WeekdayNames()[q.Times.Weekday])
		}
		v.scope(q.Times.Range, q.Times.Filter)
	}
	if GroupedBy(q) != "" {
		v.add("group", q.Group) // also a blank one
	}
	if q.Start != 0 {
		v.Set("bucket", q.Start.String())
	}
	v.Set("kind", q.Kind)
	v.number("step", q.Step)
	v.number("most", q.Most)
	return v
}

// activityTexts writes a list of activities as parseActivities reads it.
func activityTexts(list []engine.Activity) string {
	out := make([]string, len(list))
	for i, a := range list {
		out[i] = ActivityText(a)
	}
	return strings.Join(out, ",")
}

// Recounts reports whether a question may count a member more than once.
func Recounts(q engine.PeopleQuery) bool {
	return q.Count != nil || q.Times != nil || q.Growth != nil && q.Start == 0
}

// ReadMember reads the question what the member did that a path names.
func ReadMember(p *Params, id string) engine.PeopleQuery {
	if plain, err := url.PathUnescape(id); err == nil {
		id = plain
	}
	return engine.PeopleQuery{Member: id, Limit: p.Number("limit", 100, 1, MaxListed), Offset: p.Number("offset", 0, 0, 1<<31-1)}
}
