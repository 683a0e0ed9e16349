package memory

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"math/bits"
	"slices"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// People implements engine.Members.
func (s *snapshot) People(ctx context.Context, q engine.PeopleQuery) (*engine.People, error) {
	m := s.memberData
	q, err := q.Resolve()
	if err != nil {
		return nil, err
	}
	if q.Member != "" {
		return m.timeline(q)
	}
	var set memberSet
	switch {
	case q.Count != nil:
		err = s.countPeople(ctx, *q.Count, &set)
	case q.Retention != nil:
		err = m.retentionPeople(ctx, q, &set)
	case q.Growth != nil:
		err = m.growthPeople(ctx, q, &set)
	case q.Stickiness != nil:
		_, _, err = m.eachActive(ctx, *q.Stickiness, func(members []uint32, active []int32) {
			for i, n := range active {
				if n > 0 && q.Step <= int(n) && int(n) <= q.Most {
					set.add(members[i])
				}
			}
		}, func(int) {})
	case q.Funnel != nil:
		err = m.funnelPeople(ctx, q, &set)
	case q.Challenge != nil:
		err = m.challengePeople(ctx, q, &set)
	case q.Streaks != nil:
		err = m.eachStreak(ctx, *q.Streaks, func(part iter.Seq[memberStreak]) {
			for s := range part {
				if s.is(q) {
					set.add(s.member)
				}
			}
		})
	case q.Times != nil:
		err = s.peopleAt(ctx, q, &set)
	case q.Invitation != nil:
		err = m.invitationPeople(ctx, q, &set)
	case q.Groups != nil:
		err = m.groupPeople(ctx, q, &set)
	case q.Stages != nil:
		err = m.stagePeople(ctx, q, &set)
	case q.Segment != nil:
		err = m.segmentPeople(ctx, *q.Segment, &set)
	case q.Among != nil:
		for _, id := range q.Among {
			if code, ok := m.knows(id); ok {
				set.add(code)
			}
		}
	case q.Reach != nil:
		err = reachPeople(ctx, m, q, &set)
	case q.Earned != nil:
		err = s.earnedPeople(ctx, q, &set)
	case q.Attach != nil:
		err = s.attachPeople(ctx, q, &set)
	}
	if err != nil {
		return nil, err
	}
	codes, counted := set.sorted()
	if err := m.arrange(ctx, codes, q, &set); err != nil {
		return nil, err
	}
	out := &engine.People{Total: len(codes), Counted: counted}
	var b eventBuffer
	for _, code := range page(codes, q) {
		person := m.listed(code, q, &set, &b)
		if set.times != nil {
			person.Counted = set.times[code]
		}
		out.Members = append(out.Members, person)
	}
	return out, nil
}

// page cuts the page asked for.
func page[T any](all []T, q engine.PeopleQuery) []T {
	all = all[min(q.Offset, len(all)):]
	if q.Limit > 0 {
		all = all[:min(q.Limit, len(all))]
	}
	return all
}

func (m *memberData) person(code uint32, b *eventBuffer) engine.Person {
	name := func(column []uint32) string { return m.dict.names.Text(at(column, code)) }
	p := engine.Person{
		ID: m.dict.members.Text(code), Channel: name(m.table.channel), Campaign: name(m.table.campaign),
		Group: name(m.table.group), City: name(m.table.city), InvitedBy: m.dict.members.Text(at(m.table.invitedBy, code)),
	}
	times, _ := m.log.of(code, b)
	p.Events = len(times)
	for i, t := range times {
		d := m.log.clock.day(t)
		if i == 0 {
			p.First, p.Last = d, d
		}
		p.First, p.Last = min(p.First, d), max(p.Last, d)
	}
	return p
}

func (m *memberData) timeline(q engine.PeopleQuery) (*engine.People, error) {
	code, ok := m.knows(q.Member)
	if !ok {
		return nil, engine.UnknownMember(q.Member)
	}
	var b eventBuffer
	person := m.listed(code, q, &memberSet{}, &b)
	times, kinds := m.log.of(code, &b)
	out := &engine.People{Total: len(times), Members: []engine.Person{person}}
	latest := make([]int, len(times))
	for i := range latest {
		latest[i] = len(times) - 1 - i
	}
	channel, err := m.trait("channel")
	if err != nil {
		return nil, err
	}
	for _, i := range page(latest, q) {
		k := m.log.kinds[kinds[i]]
		out.Events = append(out.Events, engine.Event{
			At: times[i], Event: m.dict.events.Text(k.event), Group: m.dict.names.Text(k.group), Challenge: m.dict.names.Text(k.challenge),
			Channel: channel.text(channel.code(code, kinds[i])), Props: m.log.props.Text(k.props),
		})
	}
	return out, nil
}

func (m *memberData) retentionPeople(ctx context.Context, q engine.PeopleQuery, set *memberSet) error {
	r, err := m.newRetention(*q.Retention)
	if err != nil {
		return err
	}
	if r.Mode == engine.ModeBracket && q.Step >= len(r.Brackets) {
		return noCell("The question has %d brackets.", len(r.Brackets))
	}
	if grain := cmp.Or(r.GroupBy, r.Period); q.Start != 0 && m.log.clock.calendar.Bucket(q.Start, grain).From != q.Start {
		return noCell("No cohort begins on %v.", q.Start)
	}
	if r.end <= r.first {
		return nil
	}
	members, err := r.members(ctx)
	if err != nil {
		return err
	}
	return parallel(ctx, len(members), func(lo, hi int) {
		v := r.visitor()
		for _, member := range members[lo:hi] {
			for _, s := range v.subjects(member) {
				start := r.periods.buckets[s.period].From
				if r.GroupBy != "" {
					start = m.log.clock.calendar.Bucket(start, r.GroupBy).From
				}
				if q.Start != 0 && start != q.Start || r.by != nil && r.by.text(s.group) != q.Group {
					continue
				}
				if q.Kind == "" || r.in(&s, q.Step) == (q.Kind == "returned") && (q.Kind == "returned" || r.mature(&s, q.Step)) {
					set.add(member)
				}
			}
		}
	})
}

func (m *memberData) growthPeople(ctx context.Context, q engine.PeopleQuery, set *memberSet) error {
	g, err := q.Growth.Resolve()
	if err != nil {
		return err
	}
	act, err := m.activity(g.Event, g.Filter...)
	if err != nil {
		return err
	}
	x, err := m.matrix(ctx, act)
	if err != nil {
		return err
	}
	tracked := ops.Range{From: ops.MinDay, To: ops.MinDay}
	if g.Censor > 0 {
		tracked.To = m.firstDay() + ops.Day(g.Censor)
	}
	buckets, before := growthBuckets(m.log.clock.calendar, g)
	if q.Start == 0 {
		set.times = make([]int64, m.codes())
	}
	found := q.Start == 0
	for i, b := range buckets {
		if q.Start == 0 && stateOf(b, g.Through) == engine.Complete || b.From == q.Start {
			found = true
			x.inBucket(b, before[i], tracked, q.Kind, set)
		}
	}
	if !found {
		return noCell("No bucket begins on %v.", q.Start)
	}
	return nil
}

// inBucket adds the members who are of a kind in a bucket. Those first seen on
// a tracked day are pre-existing.
func (x *activityMatrix) inBucket(b, before, tracked ops.Range, kind string, set *memberSet) {
	if state := slices.Index(engine.StateKinds(), kind); state >= 0 {
		x.each(x.inState(state, b.Last()), set)
		return
	}
	is, was := x.union(b), x.union(before)
	lo, hi := x.words(b)
	_, seen := x.words(b.And(tracked))
	if b.And(tracked).And(x.days()).Len() == 0 {
		seen = lo
	}
	bit := func(set []uint64, w int) uint64 {
		if w < len(set) {
			return set[w]
		}
		return 0
	}
	for w := range max(len(is), len(was)) {
		now, then := bit(is, w), bit(was, w)
		fresh := uint32(w) >= lo && uint32(w) < hi
		old := fresh && uint32(w) < seen
		var picked uint64
		switch {
		case kind == "active":
			picked = now
		case kind == "retained":
			picked = now & then
		case kind == "churned":
			picked = then &^ now
		case kind == "first" && fresh, kind == "new" && fresh && !old, kind == "pre_existing" && old:
			picked = now
		case kind == "resurrected" && !fresh:
			picked = now &^ then
		}
		x.eachOf(w, picked, set)
	}
}

// each adds the members of a row of bits.
func (x *activityMatrix) each(row []uint64, set *memberSet) {
	for w, picked := range row {
		x.eachOf(w, picked, set)
	}
}

// eachOf adds the members picked of word w.
func (x *activityMatrix) eachOf(w int, picked uint64, set *memberSet) {
	for ; picked != 0; picked &= picked - 1 {
		set.add(x.member[w*64+bits.TrailingZeros64(picked)])
	}
}

// all returns the places of word w that hold a member.
func (x *activityMatrix) all(w int) (held uint64) {
	if x.member[w*64+63] != nobody { // places are filled from the first on
		return ^uint64(0)
	}
	for i, m := range x.member[w*64 : w*64+64] {
		if m != nobody {
			held |= 1 << i
		}
	}
	return held
}

// inState returns the members in a daily state on day d.
func (x *activityMatrix) inState(state int, d ops.Day) []uint64 {
	// Members seen by the day come first in the order of the matrix.
	_, known := x.words(ops.Range{From: ops.MinDay, To: d + 1})
	newest, _ := x.words(ops.Range{From: d, To: d + 1})
	back := func(days ops.Day) []uint64 { return x.union(ops.Range{From: d - days, To: d}) }
	today, week, month := x.union(ops.Range{From: d, To: d + 1}), back(7), back(30)
	at7, at30 := back(6), back(29)
	bit := func(row []uint64, w int) uint64 {
		if w < len(row) {
			return row[w]
		}
		return 0
	}
	out := make([]uint64, known)
	for w := range out {
		active := bit(today, w)
		fresh := uint64(0)
		if uint32(w) >= newest {
			fresh = active
		}
		switch state {
		case engine.StateNew:
			out[w] = fresh
		case engine.StateCurrent:
			out[w] = active & bit(week, w)
		case engine.StateReactivated:
			out[w] = active & bit(month, w) &^ bit(week, w)
		case engine.StateResurrected:
			out[w] = active &^ fresh &^ bit(month, w)
		case engine.StateAtRisk7:
			out[w] = bit(at7, w) &^ active
		case engine.StateAtRisk30:
			out[w] = bit(at30, w) &^ bit(at7, w) &^ active
		default:
			out[w] = x.all(w) &^ bit(at30, w) &^ active
		}
	}
	return out
}

func (m *memberData) funnelPeople(ctx context.Context, q engine.PeopleQuery, set *memberSet) error {
	f, err := m.newFunnel(ctx, *q.Funnel)
	if err != nil {
		return err
	}
	members, err := f.members(ctx)
	if err != nil {
		return err
	}
	return parallel(ctx, len(members), func(lo, hi int) {
		v := f.visitor()
		for _, member := range members[lo:hi] {
			p, ok := v.passage(member)
			if !ok || f.by != nil && f.by.text(p.group) != q.Group {
				continue
			}
			if q.Kind == "took" {
				if n := len(p.at); n == len(f.steps) {
					if hours := int((p.at[n-1] - p.at[0]) / 3600e6); q.Step <= hours && hours <= q.Most {
						set.add(member)
					}
				}
				continue
			}
			if q.Kind == "reached" && len(p.at) >= q.Step || (q.Step == 0 || len(p.at) == q.Step) && (q.Kind == "entered" || q.Kind == p.kind(f)) {
				set.add(member)
			}
		}
	})
}

func (m *memberData) challengePeople(ctx context.Context, q engine.PeopleQuery, set *memberSet) error {
	c, err := m.newChallenge(*q.Challenge)
	if err != nil {
		return err
	}
	return parallel(ctx, m.log.members(), func(lo, hi int) {
		v := challengeVisitor{challenge: c}
		for member := lo; member < hi; member++ {
			a, ok := v.attempt(uint32(member))
			if ok && (c.by == nil || c.by.text(a.group) == q.Group) && a.is(q) {
				set.add(uint32(member))
			}
		}
	})
}

// is reports whether an attempt is of the kind asked for.
func (a attempt) is(q engine.PeopleQuery) bool {
	switch q.Kind {
	case "late":
		return a.late
	case "enrolled":
		return !a.late
	case "perfect":
		return a.perfect
	case "enough":
		return a.enough
	case "open":
		return a.open
	case "at_risk":
		return !a.late && (a.lost == 0 && a.observed >= max(1, q.Step) || a.lost > 0 && a.lost >= q.Step)
	case "censored":
		return !a.late && a.lost == 0 && a.observed > 0 && (q.Step == 0 || a.observed == q.Step)
	}
	return a.lost > 0 && (q.Step == 0 || a.lost == q.Step)
}

// is reports whether a standing is of the kind asked for.
func (s memberStreak) is(q engine.PeopleQuery) bool {
	days := 0
	switch q.Kind {
	case "current":
		days = s.current
	case "longest":
		days = s.longest
	case "current_made_up":
		days = s.currentMadeUp
	case "longest_made_up":
		days = s.longestMadeUp
	default:
		return s.atRisk
	}
	return q.Step <= days && days <= q.Most
}

func noCell(format string, args ...any) error {
	return &ops.Error{
		Code: "bad_question", Message: fmt.Sprintf(format, args...),
		Hint: "Pick a cell that the answer to the question has.", Args: []any{fmt.Sprintf(format, args...)},
	}
}
