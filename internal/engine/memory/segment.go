package memory

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// segmentPeople adds the members who do enough.
func (m *memberData) segmentPeople(ctx context.Context, q engine.SegmentQuery, set *memberSet) error {
	q, err := q.Resolve()
	if err != nil {
		return err
	}
	needs := make([]*matcher, len(q.Needs))
	for i, n := range q.Needs {
		if needs[i], err = m.step(n.Activity, q.Glossary); err != nil {
			return err
		}
	}
	members, err := m.active(ctx, q.Span(0), needs[0])
	if err != nil {
		return err
	}
	days := map[uint32]int{}
	var mu sync.Mutex
	err = parallel(ctx, len(members), func(lo, hi int) {
		var b eventBuffer
		for _, member := range members[lo:hi] {
			if n := m.meetsNeeds(member, q, needs, &b); n > 0 {
				mu.Lock()
				days[member] = n
				mu.Unlock()
			}
		}
	})
	if err != nil {
		return err
	}
	return m.spread(q, days, set)
}

// meetsNeeds returns how many days of the first need a member has who does enough; 0 of
// others.
func (m *memberData) meetsNeeds(member uint32, q engine.SegmentQuery, needs []*matcher, b *eventBuffer) (first int) {
	if !q.Staff && at(m.table.staff, member) == isStaff {
		return 0
	}
	times, kinds := m.log.of(member, b)
	for i, x := range needs {
		seen, r := map[ops.Day]bool{}, q.Span(i)
		for j, k := range kinds {
			if d := m.log.clock.day(times[j]); r.Has(d) && x.match(member, k) {
				seen[d] = true
			}
		}
		if len(seen) < q.Needs[i].Least {
			return 0
		}
		if i == 0 {
			first = len(seen)
		}
	}
	return first
}

// spread adds those of the members who are taken.
func (m *memberData) spread(q engine.SegmentQuery, days map[uint32]int, set *memberSet) error {
	var order []uint32
	for member := range days {
		order = append(order, member)
	}
	slices.SortFunc(order, func(a, b uint32) int { return cmp.Or(cmp.Compare(days[b], days[a]), cmp.Compare(a, b)) })
	taken := map[uint32]int{}
	for _, member := range order {
		if q.Per != "" {
			per, err := m.trait(q.Per)
			if err != nil {
				return err
			}
			value := at(per.member, member)
			if taken[value]++; taken[value] > q.Most {
				continue
			}
		}
		set.add(member)
	}
	return nil
}
