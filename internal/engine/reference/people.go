package reference

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// People implements engine.Members.
func (r *Members) People(ctx context.Context, q engine.PeopleQuery) (*engine.People, error) {
	q, err := q.Resolve()
	if err != nil {
		return nil, err
	}
	if q.Member != "" {
		return r.timeline(q)
	}
	picks, err := r.picker(ctx, q)
	if err != nil {
		return nil, err
	}
	return r.picked(q, picks), nil
}

// picked lists who is counted at least once.
func (r *Members) picked(q engine.PeopleQuery, picks func(*member) int) *engine.People {
	out := &engine.People{}
	for _, m := range r.members {
		n := picks(m)
		if n == 0 {
			continue
		}
		p := m.listed(q)
		if counts(q) {
			p.Counted = int64(n)
			out.Counted += int64(n)
		}
		out.Members = append(out.Members, p)
	}
	out.Total = len(out.Members)
	sort, highest := strings.CutPrefix(q.Sort, "-")
	slices.SortStableFunc(out.Members, func(a, b engine.Person) int {
		switch {
		case sort == "":
			return 0
		case highest:
			return cmp.Compare(b.SortKey(sort), a.SortKey(sort))
		}
		return cmp.Compare(a.SortKey(sort), b.SortKey(sort))
	})
	out.Members = out.Members[min(q.Offset, out.Total):]
	if q.Limit > 0 {
		out.Members = out.Members[:min(q.Limit, len(out.Members))]
	}
	if len(out.Members) == 0 {
		out.Members = nil // as where there is nobody
	}
	return out
}

// listed is a member with the figures of a list.
func (m *member) listed(q engine.PeopleQuery) engine.Person {
	p := m.person()
	if q.Stages != nil && q.Kind == "waiting" {
		v, _ := q.Stages.Resolve()
		path := m.path(v)
		p.Waiting = max(0, int(v.Through-path[len(path)-1].day))
	}
	if q.Habits == 0 {
		return p
	}
	in := func(d ops.Day) bool {
		return slices.ContainsFunc(m.events, func(e event) bool { return e.name == "check_in" && e.day == d })
	}
	for _, e := range m.events {
		if e.name == "check_in" && e.day <= q.Habits {
			p.LastCheckIn = max(p.LastCheckIn, e.day)
		}
	}
	for d := q.Habits; in(d); d-- {
		p.Streak++
	}
	for d := q.Habits - 27; d <= q.Habits; d++ {
		p.CheckIns += one(in(d))
	}
	return p
}

// counts reports whether a member may be counted more than once.
func counts(q engine.PeopleQuery) bool { return q.Growth != nil && q.Start == 0 }

// picker returns how often each member is counted.
func (r *Members) picker(ctx context.Context, q engine.PeopleQuery) (func(*member) int, error) {
	if counts(q) {
		return r.everyBucket(ctx, q)
	}
	is, err := r.chooser(ctx, q)
	return func(m *member) int {
		if is(m) {
			return 1
		}
		return 0
	}, err
}

// everyBucket returns in how many buckets that are over a member is of the kind.
func (r *Members) everyBucket(ctx context.Context, q engine.PeopleQuery) (func(*member) int, error) {
	if _, err := r.Growth(ctx, *q.Growth); err != nil {
		return nil, err
	}
	g, _ := q.Growth.Resolve()
	var in []func(*member) bool
	for _, b := range r.growthBuckets(g) {
		if state(b.days, g.Through) == engine.Complete {
			q.Start = b.days.From
			is, err := r.chooser(ctx, q)
			if err != nil {
				return nil, err
			}
			in = append(in, is)
		}
	}
	return func(m *member) (n int) {
		for _, is := range in {
			if is(m) {
				n++
			}
		}
		return n
	}, nil
}

// chooser returns who is behind the cell. It asks the question itself for its
// mistakes.
func (r *Members) chooser(ctx context.Context, q engine.PeopleQuery) (func(*member) bool, error) {
	switch {
	case q.Groups != nil:
		return r.groupChooser(q)
	case q.Stages != nil:
		return r.stageChooser(ctx, q)
	case q.Reach != nil:
		return r.reachChooser(ctx, q)
	case q.Retention != nil:
		if _, err := r.Retention(ctx, *q.Retention); err != nil {
			return nil, err
		}
		s, _ := q.Retention.Resolve()
		a, b := q.Step, q.Step
		if s.Mode == engine.ModeBracket {
			if q.Step >= len(s.Brackets) {
				return nil, &ops.Error{Code: "bad_question"}
			}
			a, b = s.Brackets[q.Step][0], s.Brackets[q.Step][1]
		}
		if q.Start != 0 && r.calendar.Bucket(q.Start, cmp.Or(s.GroupBy, s.Period)).From != q.Start {
			return nil, &ops.Error{Code: "bad_question"}
		}
		entrants := r.subjects(s)
		return func(m *member) bool {
			return slices.ContainsFunc(entrants, func(e entrant) bool {
				return e.of == m && (q.Start == 0 || e.start == q.Start) && (s.By == "" || e.group == q.Group) &&
					(q.Kind == "" || q.Kind == "returned" && r.counts(s, e, a, b) || q.Kind == "missing" && !r.counts(s, e, a, b) && r.over(s, e, b))
			})
		}, nil
	case q.Growth != nil:
		if _, err := r.Growth(ctx, *q.Growth); err != nil {
			return nil, err
		}
		g, _ := q.Growth.Resolve()
		for _, b := range r.growthBuckets(g) {
			if b.days.From == q.Start {
				if state := slices.Index(engine.StateKinds(), q.Kind); state >= 0 {
					return func(m *member) bool {
						is, ok := dailyState(days(m.matching(g.Event, g.Filter...)), b.days.Last())
						return ok && is == state
					}, nil
				}
				return func(m *member) bool {
					kind := r.growthKind(m, g, b)
					return kind == q.Kind || q.Kind == "first" && (kind == "new" || kind == "pre_existing") || q.Kind == "active" && kind != "" && kind != "churned"
				}, nil
			}
		}
		return nil, &ops.Error{Code: "bad_question"}
	case q.Stickiness != nil:
		_, err := r.Stickiness(ctx, *q.Stickiness)
		s, _ := q.Stickiness.Resolve()
		return func(m *member) bool {
			n := r.activePeriods(m, s)
			return n > 0 && q.Step <= n && n <= q.Most
		}, err
	case q.Funnel != nil:
		_, err := r.Funnel(ctx, *q.Funnel)
		f, _ := q.Funnel.Resolve()
		return func(m *member) bool {
			p, ok := r.passage(m, f)
			if q.Kind == "took" {
				if !ok || f.By != "" && p.group != q.Group || p.kind(f) != "converted" {
					return false
				}
				hours := p.times[len(p.times)-1].Sub(p.times[0]).Hours()
				return hours >= float64(q.Step) && hours < float64(q.Most+1)
			}
			return ok && (f.By == "" || p.group == q.Group) && (q.Kind == "reached" && len(p.times) >= q.Step || (q.Step == 0 || len(p.times) == q.Step) &&
				(q.Kind == "entered" || q.Kind == p.kind(f)))
		}, err
	case q.Challenge != nil:
		_, err := r.Challenge(ctx, *q.Challenge)
		c, _ := q.Challenge.Resolve()
		return func(m *member) bool {
			a, ok := r.attempt(m, c)
			last := a.lost // the last day the member is at risk
			if a.lost == 0 {
				last = a.seen
			}
			is := map[string]bool{
				"late": a.late, "enrolled": !a.late, "perfect": a.perfect, "enough": a.enough, "open": a.open,
				"lost":     a.lost > 0 && (q.Step == 0 || a.lost == q.Step),
				"at_risk":  !a.late && last > 0 && last >= q.Step,
				"censored": !a.late && a.lost == 0 && last > 0 && (q.Step == 0 || last == q.Step),
			}
			return ok && (c.By == "" || a.group == q.Group) && is[q.Kind]
		}, err
	}
	if q.Invitation != nil {
		return r.invitationPicker(ctx, q)
	}
	if q.Segment != nil {
		return r.segmentChooser(*q.Segment)
	}
	if q.Among != nil {
		return func(m *member) bool {
			return m.id != "" && slices.Contains(q.Among, m.id) && (m.known || len(m.events) > 0)
		}, nil
	}
	_, err := r.Streaks(ctx, *q.Streaks)
	s, _ := q.Streaks.Resolve()
	return func(m *member) bool {
		x, ok := r.streak(m, s)
		at := func(days int) bool { return q.Step <= days && days <= q.Most }
		is := map[string]bool{
			"current": at(x.current), "longest": at(x.longest), "at_risk": x.atRisk,
			"current_made_up": at(x.currentMadeUp), "longest_made_up": at(x.longestMadeUp),
		}
		return ok && is[q.Kind]
	}, err
}

func (m *member) person() engine.Person {
	p := engine.Person{ID: m.id, Channel: m.channel, Campaign: m.campaign, Group: m.group, City: m.city, InvitedBy: m.invitedBy, Events: len(m.events)}
	for _, e := range m.events {
		if p.First == 0 || e.day < p.First {
			p.First = e.day
		}
		p.Last = max(p.Last, e.day)
	}
	return p
}

func (r *Members) timeline(q engine.PeopleQuery) (*engine.People, error) {
	i := slices.IndexFunc(r.members, func(m *member) bool { return m.id == q.Member })
	if i < 0 || !r.members[i].known && len(r.members[i].events) == 0 {
		return nil, engine.UnknownMember(q.Member)
	}
	m := r.members[i]
	out := &engine.People{Total: len(m.events), Members: []engine.Person{m.listed(q)}}
	for n := range m.events {
		if n < q.Offset || q.Limit > 0 && n >= q.Offset+q.Limit {
			continue
		}
		e := m.events[len(m.events)-1-n]
		out.Events = append(out.Events, engine.Event{
			At: e.at.UnixMicro(), Event: e.name, Group: e.group, Challenge: e.challenge, Channel: e.value("channel"), Props: e.propsText,
		})
	}
	return out, nil
}
