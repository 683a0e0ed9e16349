package web

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"daybreak/internal/analysis"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// Members behind a figure are named by the question the figure answers, with
// the parameters the API takes for it, and by the cell:
//
//	of      the question: metric (a metric that counts members, with metric, from, to and filter), retention, growth, stickiness, funnel, challenge, streaks, invitations, times (when in the day an event happens, with event, weekday, from, to and filter)
//	kind    who of them, by question (engine.PeopleQuery)
//	bucket  first day of the cohort or bucket
//	group   value of by
//	step    period, step, day or number of days, minute of the day; most the last of several

// memberQuestions are the values of the parameter of.
func memberQuestions() []string {
	return []string{"metric", "retention", "growth", "stickiness", "funnel", "challenge", "streaks", "invitations", "times"}
}

// maxListed bounds the members of one list.
const maxListed = 100_000

// readPeople reads whom a list is about.
func readPeople(p *params, d analysis.Data) engine.PeopleQuery {
	snapshot := d.Snapshot
	q := engine.PeopleQuery{Kind: p.text("kind", "")}
	switch p.choice("of", "", memberQuestions()...) {
	case "metric":
		x := readCount(p, d)
		q.Count = &x
	case "retention":
		x := readRetention(p, snapshot)
		q.Retention = &x
	case "growth":
		x := readAccounting(p, snapshot)
		q.Growth = &x
	case "stickiness":
		x := readStickiness(p, snapshot)
		q.Stickiness = &x
	case "funnel":
		x := readFunnel(p, snapshot)
		q.Funnel = &x
	case "challenge":
		x := readChallenge(p, snapshot)
		q.Challenge = &x
	case "streaks":
		x := readStreaks(p, snapshot)
		q.Streaks = &x
	case "invitations":
		x := readInvitations(p, snapshot)
		q.Invitation = &x
	case "times":
		x := engine.TimesQuery{Event: p.text("event", "check_in"), Weekday: engine.EveryWeekday, Range: memberRange(p, snapshot), Filter: memberFilter(p)}
		if name := p.choice("weekday", "", weekdayNames()...); name != "" {
			x.Weekday = slices.Index(weekdayNames(), name)
		}
		q.Times = &x
	default:
		p.fail("missing_parameter", "of", "", "The parameter of is missing.", "It is one of: "+strings.Join(memberQuestions(), ", ")+".")
	}
	p.cell(&q)
	return q
}

// cell reads which cell of its answer a question about members means. What its
// cells do not have is no parameter of it.
func (p *params) cell(q *engine.PeopleQuery) {
	if by := groupedBy(*q); by != "" {
		if q.Group = p.text("group", ""); !p.values.Has("group") {
			p.fail("missing_parameter", "group", "", "The cells are told apart by "+ops.Show(by)+", and the group is missing.", "Give the value, blank for the group without one; or leave out by.")
		}
	}
	if q.Retention != nil || q.Growth != nil || q.Invitation != nil {
		if q.Start = p.day("bucket", 0); q.Invitation != nil && !p.values.Has("bucket") {
			p.fail("missing_parameter", "bucket", "", "The parameter bucket is missing.", "Give the first day of the period.")
		}
	}
	if q.Retention != nil || q.Stickiness != nil || q.Funnel != nil || q.Challenge != nil || q.Streaks != nil || q.Times != nil {
		q.Step = p.number("step", 0, 0, maxListed)
	}
	if q.Stickiness != nil || q.Funnel != nil || q.Streaks != nil || q.Times != nil {
		q.Most = p.number("most", 0, 0, maxListed)
	}
}

// groupedBy returns what the cells of a question are told apart by, "" where
// they are not.
func groupedBy(q engine.PeopleQuery) string {
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

// readCount reads a question about the members a metric counts.
func readCount(p *params, d analysis.Data) engine.CountQuery {
	q := engine.CountQuery{Metric: p.text("metric", ""), Filter: p.filters("filter", dimensionsOf(recordNames()...)), Measure: &ops.Measure{}}
	m, ok := d.Catalog.Metric(q.Metric)
	if ok {
		q.Measure, ok = d.Catalog.Counted(m)
	}
	if !ok {
		var names []string
		for _, m := range d.Catalog.Metrics {
			if _, ok := d.Catalog.Counted(m); ok {
				names = append(names, m.Name)
			}
		}
		p.fail("bad_parameter", "metric", q.Metric, fmt.Sprintf("metric cannot be %q: it is no metric that counts members.", ops.Show(q.Metric)), "It is one of: "+strings.Join(names, ", ")+".")
		return q
	}
	q.Range = p.days(d.Snapshot.Days(q.Measure.Record))
	return q
}

// parameters collects those of an address; what is empty is left out. A page
// has hundreds of addresses, so this is no map.
type parameters []parameter

type parameter struct{ name, value string }

// set gives a parameter its only value.
func (v *parameters) set(name, value string) {
	if value == "" {
		return
	}
	if i := v.index(name); i >= 0 {
		(*v)[i].value = value
		return
	}
	v.add(name, value)
}

func (v *parameters) add(name, value string) {
	if *v == nil {
		*v = make(parameters, 0, 16)
	}
	*v = append(*v, parameter{name, value})
}

func (v parameters) index(name string) int {
	return slices.IndexFunc(v, func(p parameter) bool { return p.name == name })
}

// get returns the value of a parameter, "" where there is none.
func (v parameters) get(name string) string {
	if i := v.index(name); i >= 0 {
		return v[i].value
	}
	return ""
}

// encode writes the parameters by name, as url.Values does.
func (v parameters) encode() string {
	slices.SortStableFunc(v, func(a, b parameter) int { return strings.Compare(a.name, b.name) })
	var b strings.Builder
	for i, p := range v {
		if i > 0 {
			b.WriteByte('&')
		}
		b.WriteString(url.QueryEscape(p.name))
		b.WriteByte('=')
		b.WriteString(url.QueryEscape(p.value))
	}
	return b.String()
}

func (v parameters) urlValues() url.Values {
	out := url.Values{}
	for _, p := range v {
		out.Add(p.name, p.value)
	}
	return out
}

func (v *parameters) number(name string, n int) {
	if n != 0 {
		v.set(name, strconv.Itoa(n))
	}
}

// scope sets the days and the filter of a question.
func (v *parameters) scope(r ops.Range, filter []ops.Filter) {
	v.set("from", r.From.String())
	v.set("to", r.Last().String())
	for _, f := range filter {
		for _, value := range f.Values {
			not := ""
			if f.Not {
				not = "!"
			}
			v.add("filter", quoteName(f.Dimension)+":"+not+quoteName(value))
		}
	}
}

// peopleAddress returns the parameters that readPeople reads q from, Through,
// Limit and Offset aside.
func peopleAddress(q engine.PeopleQuery) parameters {
	v := parameters{}
	switch {
	case q.Count != nil:
		v.set("of", "metric")
		v.set("metric", q.Count.Metric)
		v.scope(q.Count.Range, q.Count.Filter)
	case q.Retention != nil:
		v = retentionOptions(*q.Retention)
		v.set("of", "retention")
		v.scope(q.Retention.Range, q.Retention.Filter)
	case q.Growth != nil:
		v = accountingOptions(*q.Growth)
		v.set("of", "growth")
		v.scope(q.Growth.Range, q.Growth.Filter)
	case q.Stickiness != nil:
		v = stickinessOptions(*q.Stickiness)
		v.set("of", "stickiness")
		v.scope(q.Stickiness.Range, q.Stickiness.Filter)
	case q.Funnel != nil:
		v = funnelOptions(*q.Funnel)
		v.set("of", "funnel")
		v.scope(q.Funnel.Range, q.Funnel.Filter)
	case q.Challenge != nil:
		v = challengeOptions(*q.Challenge)
		v.set("of", "challenge")
		v.scope(q.Challenge.Range, q.Challenge.Filter)
	case q.Streaks != nil:
		v = streakOptions(*q.Streaks)
		v.set("of", "streaks")
		v.scope(q.Streaks.Range, q.Streaks.Filter)
	case q.Invitation != nil:
		v = invitationOptions(*q.Invitation)
		v.set("of", "invitations")
		v.scope(q.Invitation.Range, nil)
	case q.Times != nil:
		v.set("of", "times")
		v.set("event", q.Times.Event)
		if q.Times.Weekday != engine.EveryWeekday {
			v.set("weekday", weekdayNames()[q.Times.Weekday])
		}
		v.scope(q.Times.Range, q.Times.Filter)
	}
	if groupedBy(q) != "" {
		v.add("group", q.Group) // also a blank one
	}
	if q.Start != 0 {
		v.set("bucket", q.Start.String())
	}
	v.set("kind", q.Kind)
	v.number("step", q.Step)
	v.number("most", q.Most)
	return v
}

// retentionOptions returns the parameters that params.retention reads.
func retentionOptions(q engine.RetentionQuery) parameters {
	v := parameters{}
	v.set("start", activityText(q.Start))
	v.set("return", activityText(q.Return))
	v.set("cohort", q.Cohort)
	v.set("mode", q.Mode)
	var brackets []string
	for _, b := range q.Brackets {
		brackets = append(brackets, strconv.Itoa(b[0])+"-"+strconv.Itoa(b[1]))
	}
	v.set("brackets", strings.Join(brackets, ","))
	v.number("streak", q.Streak)
	if q.Elapsed {
		v.set("clock", "elapsed")
	}
	v.set("period", string(q.Period))
	v.set("group_by", string(q.GroupBy))
	v.number("periods", q.Periods)
	v.number("min_returns", q.MinReturns)
	v.set("by", q.By)
	return v
}

func accountingOptions(q engine.GrowthQuery) parameters {
	v := parameters{}
	v.set("event", activityText(q.Event))
	v.set("period", string(q.Period))
	v.number("rolling", q.Rolling)
	v.number("censor", q.Censor)
	return v
}

func stickinessOptions(q engine.StickinessQuery) parameters {
	v := parameters{}
	v.set("event", activityText(q.Event))
	v.set("period", string(q.Period))
	return v
}

func funnelOptions(q engine.FunnelQuery) parameters {
	v := parameters{}
	v.set("steps", activityTexts(q.Steps))
	v.set("exclude", activityTexts(q.Exclude))
	v.set("order", q.Order)
	v.set("window", windowText(q))
	v.set("by", q.By)
	return v
}

func challengeOptions(q engine.ChallengeQuery) parameters {
	v := parameters{}
	v.set("event", activityText(q.Event))
	v.set("challenge", q.Challenge)
	v.set("enrol", q.Enrol)
	if q.Start != 0 {
		v.set("start", q.Start.String())
	}
	v.number("length", q.Length)
	if q.DayStart >= 0 {
		v.set("day_start", clockText(q.DayStart))
	}
	v.number("grace", q.Grace)
	v.number("make_up", q.MakeUp)
	v.set("rest", weekdayTexts(q.Rest))
	v.number("need", q.Need)
	v.number("silence", q.Silence)
	v.set("by", q.By)
	return v
}

func streakOptions(q engine.StreakQuery) parameters {
	v := parameters{}
	v.set("event", activityText(q.Event))
	v.set("challenge", q.Challenge)
	v.set("make_up", strconv.Itoa(q.MakeUp))
	v.set("rest", weekdayTexts(q.Rest))
	return v
}

func invitationOptions(q engine.InvitationQuery) parameters {
	v := parameters{}
	v.set("join", activityText(q.Join))
	v.set("event", activityText(q.Active))
	v.set("period", string(q.Period))
	return v
}

// activityTexts writes a list of activities as parseActivities reads it.
func activityTexts(list []engine.Activity) string {
	out := make([]string, len(list))
	for i, a := range list {
		out[i] = activityText(a)
	}
	return strings.Join(out, ",")
}

// weekdayTexts writes weekdays as params.weekdays reads them.
func weekdayTexts(days []int) string {
	out := make([]string, len(days))
	for i, d := range days {
		out[i] = weekdayNames()[d]
	}
	return strings.Join(out, ",")
}

// clockText writes minutes after midnight as params.clock reads them.
func clockText(minutes int) string {
	return time.Time{}.Add(time.Duration(minutes) * time.Minute).Format("15:04")
}
