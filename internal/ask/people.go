package ask

import (
	"net/url"
	"strings"

	"daybreak/internal/analysis"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// Members behind a figure are named by the question the figure answers, with
// the parameters the API takes for it, and by the cell:
//
//	of      the kind of question, by its name; or metric, a metric that counts members, with metric, from, to and filter
//	kind    who of them, by question (engine.PeopleQuery)
//	bucket  first day of the cohort or bucket
//	group   value of by
//	step    period, step, day or number of days, minute of the day; most the last of several
//	sort    the figure the list goes by (engine.SortKeys), with "-" before it the highest first

// memberQuestions are the values of the parameter of.
func memberQuestions() []string {
	var out []string
	for _, k := range Kinds() {
		if k.HasMembers() {
			out = append(out, k.Name())
		}
	}
	return out
}

// MaxListed bounds the members of one list.
const MaxListed = 100_000

// ReadPeople reads whom a list is about.
func ReadPeople(p *Params, d analysis.Data) engine.PeopleQuery {
	q := engine.PeopleQuery{Kind: p.Text("kind", "")}
	k, ok := KindNamed(p.Choice("of", "", memberQuestions()...))
	if !ok || !k.HasMembers() {
		p.Fail("missing_parameter", "of", "", "The parameter of is missing.", "It is one of: "+strings.Join(memberQuestions(), ", ")+".")
		return q
	}
	k.who(p, d, &q)
	p.cell(k, &q)
	q.Habits, q.Sort = Through(d.Snapshot), p.sort()
	return q
}

// sort reads which figure a list goes by.
func (p *Params) sort() string {
	choices := engine.SortKeys()
	for _, key := range engine.SortKeys() {
		choices = append(choices, "-"+key)
	}
	return p.Choice("sort", "", choices...)
}

// cell reads which cell of its answer a question about members means. What its
// cells do not have is no parameter of it.
func (p *Params) cell(k Kind, q *engine.PeopleQuery) {
	if by := k.groupedBy(*q); by != "" {
		if q.Group = p.Text("group", ""); !p.Values.Has("group") {
			p.Fail("missing_parameter", "group", "", "The cells are told apart by "+ops.Show(by)+", and the group is missing.",
				"Give the value, blank for the group without one; or leave out by.")
		}
		q.Group = p.Keys.Of(by, q.Group)
	}
	cell := k.named()
	if cell.bucket {
		if q.Start = p.day("bucket", 0); cell.needsBucket && !p.Values.Has("bucket") {
			p.Fail("missing_parameter", "bucket", "", "The parameter bucket is missing.", "Give the first day of the period.")
		}
	}
	if cell.step {
		q.Step = p.Number("step", 0, 0, MaxListed)
	}
	if cell.most {
		q.Most = p.Number("most", 0, 0, MaxListed)
	}
}

// GroupedBy returns what the cells of a question are told apart by, "" where
// they are not.
func GroupedBy(q engine.PeopleQuery) string {
	for _, k := range kinds() {
		if by := k.groupedBy(q); by != "" {
			return by
		}
	}
	return ""
}

// PeopleAddress returns the parameters that ReadPeople reads q from, Through,
// Limit and Offset aside.
func PeopleAddress(q engine.PeopleQuery) Address {
	var v Address
	for _, k := range kinds() {
		if own, ok := k.whose(q); ok {
			v = own
			if k.groupedBy(q) != "" {
				v.add("group", q.Group) // also a blank one
			}
			break
		}
	}
	if q.Start != 0 {
		v.Set("bucket", q.Start.String())
	}
	v.Set("kind", q.Kind)
	v.number("step", q.Step)
	v.number("most", q.Most)
	v.Set("sort", q.Sort)
	return v
}

// ReadMember reads the question what the member did that a path names.
func ReadMember(p *Params, id string, through ops.Day) engine.PeopleQuery {
	if plain, err := url.PathUnescape(id); err == nil {
		id = plain
	}
	return engine.PeopleQuery{Member: id, Habits: through, Limit: p.Number("limit", 100, 1, MaxListed), Offset: p.Number("offset", 0, 0, 1<<31-1)}
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
