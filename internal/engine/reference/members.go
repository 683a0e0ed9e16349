// Package reference answers the questions of package engine straight from
// their definitions, row by row and slowly. Other engines are tested against
// it; nothing else uses it.
package reference

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// Members holds every member with all events as texts.
type Members struct {
	calendar ops.Calendar
	members  []*member // in the order of the dictionary
	names    map[string]bool
	props    map[string]bool
	first    map[string]ops.Day // first day of each event name
}

var (
	_ engine.Members = (*Members)(nil)
	_ engine.Habits  = (*Members)(nil)
)

type member struct {
	id, channel, campaign, group, city, invitedBy string
	staff                                         string // 1, 0 or not stated
	known                                         bool
	joined                                        *time.Time
	events                                        []event // in order of time
}

type event struct {
	of                                                              *member
	at                                                              time.Time
	day                                                             ops.Day
	name, group, challenge, channel, campaign, invitedBy, propsText string
	props                                                           map[string]string
}

// LoadMembers reads all members and events of a source.
func LoadMembers(ctx context.Context, source engine.Source, calendar ops.Calendar) (*Members, error) {
	r := &Members{calendar: calendar, names: map[string]bool{}, props: map[string]bool{}, first: map[string]ops.Day{}}
	_, _, ids := source.Dictionaries()
	byID := map[string]*member{}
	for code := range ids.Len() {
		m := &member{id: ids.Text(uint32(code))}
		r.members = append(r.members, m)
		byID[m.id] = m
	}
	err := source.Read(ctx, "members", ops.Range{}, func(w *ops.Rows) error {
		text := func(column string, i int) string { return w.Text(w.Record.Column(column), i) }
		for i := range w.Len() {
			m := byID[text("member", i)]
			m.known = true
			m.channel, m.campaign, m.group, m.city, m.invitedBy = text("channel", i), text("campaign", i), text("group", i), text("city", i), text("invited_by", i)
			if staff := w.Ints[w.Record.Column("staff")][i]; staff != ops.NoValue {
				m.staff = fmt.Sprint(staff)
			}
			if at := w.Ints[w.Record.Column("joined_at")][i]; at != ops.NoValue {
				t := time.UnixMicro(at)
				m.joined = &t
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = source.Read(ctx, "events", ops.Range{From: ops.MinDay, To: ops.MaxDay}, func(w *ops.Rows) error {
		text := func(column string, i int) string { return w.Text(w.Record.Column(column), i) }
		for i := range w.Len() {
			m := byID[text("member", i)]
			at := time.UnixMicro(w.Ints[w.Record.Column("at")][i])
			e := event{
				of: m, at: at, day: calendar.Day(at), name: text("event", i), group: text("group", i), challenge: text("challenge", i),
				channel: text("channel", i), campaign: text("campaign", i), invitedBy: text("invited_by", i), propsText: text("props", i),
			}
			e.props = properties(e.propsText)
			for name := range e.props {
				r.props[name] = true
			}
			r.names[e.name] = true
			if d, ok := r.first[e.name]; !ok || e.day < d {
				r.first[e.name] = e.day
			}
			m.events = append(m.events, e)
		}
		return nil
	})
	for _, m := range r.members {
		slices.SortStableFunc(m.events, func(a, b event) int {
			return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.name, b.name), cmp.Compare(a.group, b.group), cmp.Compare(a.challenge, b.challenge),
				cmp.Compare(a.channel, b.channel), cmp.Compare(a.campaign, b.campaign), cmp.Compare(a.invitedBy, b.invitedBy), cmp.Compare(a.propsText, b.propsText))
		})
	}
	return r, err
}

func properties(text string) map[string]string {
	var raw map[string]json.RawMessage
	if json.Unmarshal([]byte(text), &raw) != nil {
		return nil
	}
	out := map[string]string{}
	for name, value := range raw {
		var s string
		if json.Unmarshal(value, &s) != nil {
			s = strings.TrimSpace(string(value))
		}
		out[name] = s
	}
	return out
}

// value returns what a dimension says of an event.
func (e event) value(dimension string) string {
	switch dimension {
	case "event":
		return e.name
	case "challenge":
		return e.challenge
	case "group":
		return cmp.Or(e.group, e.of.group)
	case "channel":
		return cmp.Or(e.channel, e.of.channel)
	case "campaign":
		return cmp.Or(e.campaign, e.of.campaign)
	case "city":
		return e.of.city
	case "invited_by":
		return cmp.Or(e.invitedBy, e.of.invitedBy)
	case "staff":
		return cmp.Or(e.of.staff, "0")
	}
	return e.props[dimension]
}

func (r *Members) checkDimension(name string) error {
	if slices.Contains([]string{"event", "challenge", "group", "channel", "campaign", "city", "invited_by", "staff"}, name) || r.props[name] {
		return nil
	}
	return engine.UnknownDimension(name)
}

func (r *Members) check(filters []ops.Filter, activities ...engine.Activity) error {
	for _, a := range activities {
		if a.Event != engine.AnyEvent && !r.names[a.Event] {
			return engine.UnknownEvent(a.Event)
		}
		if err := r.check(a.Where); err != nil {
			return err
		}
	}
	for _, f := range filters {
		if err := r.checkDimension(f.Dimension); err != nil {
			return err
		}
	}
	return nil
}

// checkSteps checks steps, among which those of the glossary need not have
// happened.
func (r *Members) checkSteps(steps []engine.Activity, glossary []string) error {
	for _, a := range steps {
		if !r.names[a.Event] && slices.Contains(glossary, a.Event) {
			a.Event = engine.AnyEvent // only its conditions are to be checked
		}
		if err := r.check(nil, a); err != nil {
			return err
		}
	}
	return nil
}

// keeps reports whether an event meets all filters.
func (e event) keeps(filters []ops.Filter) bool {
	for _, f := range filters {
		in := slices.ContainsFunc(f.Values, func(v string) bool { return ops.Fold(v) == ops.Fold(e.value(f.Dimension)) })
		if in == f.Not {
			return false
		}
	}
	return true
}

func (e event) is(a engine.Activity) bool {
	return (a.Event == engine.AnyEvent || a.Event == e.name) && e.keeps(a.Where)
}

// matching returns the member's events that are the activity, in order.
func (m *member) matching(a engine.Activity, filters ...ops.Filter) []event {
	var out []event
	for _, e := range m.events {
		if e.is(a) && e.keeps(filters) {
			out = append(out, e)
		}
	}
	return out
}

// days returns the set of days of events.
func days(events []event) map[ops.Day]bool {
	out := map[ops.Day]bool{}
	for _, e := range events {
		out[e.day] = true
	}
	return out
}

// earliest returns the first event of the first day.
func earliest(events []event) (event, bool) {
	if len(events) == 0 {
		return event{}, false
	}
	return slices.MinFunc(events, func(a, b event) int { return cmp.Compare(a.day, b.day) }), true
}

// buckets returns the whole periods that share a day with r.
func (r *Members) buckets(in ops.Range, g ops.Grain) []ops.Range {
	var out []ops.Range
	for d := in.From; d < in.To; d++ {
		if b := r.calendar.Bucket(d, g); len(out) == 0 || out[len(out)-1] != b {
			out = append(out, b)
		}
	}
	return out
}

func state(days ops.Range, through ops.Day) engine.CellState {
	if days.Last() <= through {
		return engine.Complete
	}
	if days.From <= through {
		return engine.Partial
	}
	return engine.Waiting
}

// any reports whether the set has a day of the range.
func anyDay(set map[ops.Day]bool, r ops.Range) bool {
	for d := range set {
		if r.Has(d) {
			return true
		}
	}
	return false
}
