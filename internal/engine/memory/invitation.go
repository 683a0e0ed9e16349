package memory

import (
	"context"
	"slices"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// Invitations implements engine.Habits.
func (m *memberData) Invitations(ctx context.Context, q engine.InvitationQuery) (*engine.Invitations, error) {
	q, err := q.Resolve()
	if err != nil {
		return nil, err
	}
	var join *matcher
	if q.Join.Event != "" {
		if join, err = m.activity(q.Join); err != nil {
			return nil, err
		}
	}
	active, err := m.activity(q.Active)
	if err != nil {
		return nil, err
	}
	x, err := m.matrix(ctx, active)
	if err != nil {
		return nil, err
	}
	joins := make([]entryEvent, m.codes()) // by member; day MaxDay if it never joined
	err = parallel(ctx, len(joins), func(lo, hi int) {
		var b eventBuffer
		for member := lo; member < hi; member++ {
			joins[member].day = ops.MaxDay
			at, kind := m.log.of(uint32(member), &b)
			if e, ok := m.joinedBy(join, uint32(member), at, kind); ok {
				joins[member] = e
			}
		}
	})
	if err != nil {
		return nil, err
	}
	out := &engine.Invitations{}
	buckets := wholeBuckets(m.log.clock.calendar, q.Range, q.Period)
	for _, b := range buckets {
		out.Buckets = append(out.Buckets, engine.InvitationBucket{Days: b, Active: popcount(x.union(b)), State: stateOf(b, q.Through)})
	}
	if len(buckets) == 0 {
		return out, nil
	}
	index := newPeriodIndex(m.log.clock.calendar, q.Period, q.Range, 0)
	for member, e := range joins {
		i := index.of(e.day)
		if i < 0 {
			continue
		}
		inviter := m.inviter(uint32(member), e)
		if inviter == 0 {
			continue
		}
		b := &out.Buckets[i]
		b.Invited++
		if int(inviter) < len(joins) && joins[inviter].day != ops.MaxDay && joins[inviter].at <= e.at {
			b.CycleHours = append(b.CycleHours, float64(e.at-joins[inviter].at)/3600e6)
		}
	}
	for i := range out.Buckets {
		slices.Sort(out.Buckets[i].CycleHours)
	}
	return out, nil
}

// inviter returns who invited a member that joined by e; 0 if nobody did.
func (m *memberData) inviter(member uint32, e entryEvent) uint32 {
	inviter := m.log.kinds[e.kind].invitedBy
	if inviter == 0 {
		inviter = at(m.table.invitedBy, member)
	}
	if inviter == member {
		return 0
	}
	return inviter
}

// invitationPeople adds the members behind one bucket.
func (m *memberData) invitationPeople(ctx context.Context, q engine.PeopleQuery, set *memberSet) error {
	v, err := q.Invitation.Resolve()
	if err != nil {
		return err
	}
	var join *matcher
	if v.Join.Event != "" {
		if join, err = m.activity(v.Join); err != nil {
			return err
		}
	}
	active, err := m.activity(v.Active)
	if err != nil {
		return err
	}
	buckets := wholeBuckets(m.log.clock.calendar, v.Range, v.Period)
	i := slices.IndexFunc(buckets, func(b ops.Range) bool { return b.From == q.Start })
	if i < 0 {
		return noCell("No bucket begins on %v.", q.Start)
	}
	if q.Kind == "active" {
		x, err := m.matrix(ctx, active)
		if err != nil {
			return err
		}
		x.each(x.union(buckets[i]), set)
		return nil
	}
	return parallel(ctx, m.codes(), func(lo, hi int) {
		var b eventBuffer
		for member := lo; member < hi; member++ {
			at, kind := m.log.of(uint32(member), &b)
			if e, ok := m.joinedBy(join, uint32(member), at, kind); ok && buckets[i].Has(e.day) && m.inviter(uint32(member), e) != 0 {
				set.add(uint32(member))
			}
		}
	})
}

// joinedBy returns a member's first event that matches, or its join where join
// is nil.
func (m *memberData) joinedBy(join *matcher, member uint32, at []int64, kind []uint32) (e entryEvent, ok bool) {
	if join == nil {
		return m.joined(member, at, kind)
	}
	for i, k := range kind {
		if join.match(member, k) {
			if d := m.log.clock.day(at[i]); !ok || d < e.day {
				e, ok = entryEvent{d, at[i], k}, true
			}
		}
	}
	return e, ok
}
