package memory

import (
	"context"
	"slices"
	"sync"

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
	out := &engine.Invitations{}
	buckets := wholeBuckets(m.log.clock.calendar, q.Range, q.Period)
	for _, b := range buckets {
		out.Buckets = append(out.Buckets, engine.InvitationBucket{Days: b, Active: popcount(x.union(b)), State: stateOf(b, q.Through)})
	}
	if len(buckets) == 0 {
		return out, nil
	}
	index := newPeriodIndex(m.log.clock.calendar, q.Period, q.Range, 0)
	members, err := m.joiners(ctx, join, ops.Range{From: buckets[0].From, To: buckets[len(buckets)-1].To})
	if err != nil {
		return nil, err
	}
	var mu sync.Mutex
	err = parallel(ctx, len(members), func(lo, hi int) {
		own := make([]engine.InvitationBucket, len(out.Buckets))
		var b eventBuffer
		for _, member := range members[lo:hi] {
			at, kind := m.log.of(member, &b)
			e, ok := m.joinedBy(join, member, at, kind)
			if !ok {
				continue
			}
			i, inviter := index.of(e.day), m.inviter(member, e)
			if i < 0 || inviter == 0 {
				continue
			}
			own[i].Invited++
			at, kind = m.log.of(inviter, &b)
			if first, ok := m.joinedBy(join, inviter, at, kind); ok && first.at <= e.at {
				own[i].CycleHours = append(own[i].CycleHours, float64(e.at-first.at)/3600e6)
			}
		}
		mu.Lock()
		defer mu.Unlock()
		for i, b := range own {
			to := &out.Buckets[i]
			to.Invited += b.Invited
			to.CycleHours = append(to.CycleHours, b.CycleHours...)
		}
	})
	for i := range out.Buckets {
		slices.Sort(out.Buckets[i].CycleHours)
	}
	return out, err
}

// joiners returns the members who may have joined on a day of r, in the sense
// of joinedBy.
func (m *memberData) joiners(ctx context.Context, join *matcher, r ops.Range) ([]uint32, error) {
	if join != nil {
		return m.active(ctx, r, join)
	}
	var members []uint32
	if code, ok := m.dict.events.Find("join"); ok && int(code) < len(m.log.rows) && m.log.rows[code] > 0 {
		x, err := m.activity(engine.Activity{Event: "join"})
		if err == nil {
			members, err = m.active(ctx, r, x)
		}
		if err != nil {
			return nil, err
		}
	}
	for member := range uint32(m.codes()) {
		if t, ok := m.table.joinedAt(member); ok && r.Has(m.log.clock.day(t)) {
			members = append(members, member)
		}
	}
	slices.Sort(members)
	return slices.Compact(members), nil
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
	members, err := m.joiners(ctx, join, buckets[i])
	if err != nil {
		return err
	}
	return parallel(ctx, len(members), func(lo, hi int) {
		var b eventBuffer
		for _, member := range members[lo:hi] {
			at, kind := m.log.of(member, &b)
			if e, ok := m.joinedBy(join, member, at, kind); ok && buckets[i].Has(e.day) && m.inviter(member, e) != 0 {
				set.add(member)
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
