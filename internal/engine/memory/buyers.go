package memory

import (
	"context"
	"slices"
	"sync"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// joinedList is who joined on some days, by a condition on the join.
type joinedList struct {
	joined []joinedMember
	at     []int32 // 1 + place in joined by member, 0 = not there
}

// joinedMember is one of them: the day of the join, its kind of event, and the group that its
// question puts it in.
type joinedMember struct {
	member, kind, group uint32
	day                 ops.Day
}

// joinersWho returns who joined in r and meets the filter, in the order of members. About each
// it calls look, from several goroutines; who it turns down is left out.
func joinersWho(ctx context.Context, m *memberData, r ops.Range, filter []*condition,
	look func(j *joinedMember, times []int64, kinds []uint32) bool) (*joinedList, error) {
	members, err := m.joiners(ctx, nil, r)
	if err != nil {
		return nil, err
	}
	out := &joinedList{at: make([]int32, m.codes())}
	var mu sync.Mutex
	err = parallel(ctx, len(members), func(lo, hi int) {
		var own []joinedMember
		var b eventBuffer
		for _, member := range members[lo:hi] {
			times, kinds := m.log.of(member, &b)
			e, ok := m.joined(member, times, kinds)
			if !ok || !r.Has(e.day) || !meets(filter, member, e.kind) {
				continue
			}
			if j := (joinedMember{member: member, kind: e.kind, day: e.day}); look(&j, times, kinds) {
				own = append(own, j)
			}
		}
		mu.Lock()
		defer mu.Unlock()
		out.joined = append(out.joined, own...)
	})
	slices.SortFunc(out.joined, func(a, b joinedMember) int { return int(a.member) - int(b.member) })
	for i, j := range out.joined {
		out.at[j.member] = int32(i + 1)
	}
	return out, err
}

// of returns the place of a member; false for who is not there.
func (l *joinedList) of(member uint32) (int, bool) {
	if int(member) >= len(l.at) || l.at[member] == 0 {
		return 0, false
	}
	return int(l.at[member] - 1), true
}

// days returns the days on which orders can count: from the first join on up to last days
// after the last one.
func (l *joinedList) days(last int, through ops.Day) ops.Range {
	var r ops.Range
	for _, j := range l.joined {
		r = r.Or(ops.Range{From: j.day, To: j.day + ops.Day(last) + 1})
	}
	if r.Len() > 0 {
		r.To = min(r.To, through+1)
	}
	return r
}

// eachOrder reads the orders of joined members that a selection keeps, day by day; group is
// that of the grouper.
func (s *snapshot) eachOrder(ctx context.Context, l *joinedList, last int, through ops.Day, c *choice,
	each func(place, age int, seg *segment, h hit)) error {
	var space scratch
	for _, seg := range c.selection.table.in(l.days(last, through)) {
		if err := ctx.Err(); err != nil {
			return err
		}
		for _, h := range c.selection.find(seg, c.groups, &space) {
			place, ok := l.of(seg.members[h.row])
			if !ok {
				continue
			}
			if age := int(seg.day - l.joined[place].day); age >= 0 && age <= last {
				each(place, age, seg, h)
			}
		}
	}
	return nil
}

// ordersOf selects orders that meet the filters, told apart by by.
func (s *snapshot) ordersOf(by []string, filters ...[]ops.Filter) (*choice, error) {
	var dims []*dimension
	for _, name := range by {
		d, err := s.dimensionNamed(name)
		if err != nil {
			return nil, err
		}
		dims = append(dims, d)
	}
	c := &choice{groups: newGrouper(dims)}
	c.selection, c.missing = newSelection(s.tables["orders"], by, nil, filters...)
	if c.missing != "" {
		return nil, engine.UnknownDimension(c.missing)
	}
	return c, nil
}
