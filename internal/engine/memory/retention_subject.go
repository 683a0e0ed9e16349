package memory

import (
	"context"
	"slices"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// codes returns how many member codes there may be anything about.
func (m *memberData) codes() int { return max(m.log.members(), len(m.table.known)) }

// members returns those who may be in a cohort.
func (r *retention) members(ctx context.Context) ([]uint32, error) {
	if r.Cohort == engine.CohortJoin {
		all := make([]uint32, r.data.codes())
		for m := range all {
			all[m] = uint32(m)
		}
		return all, nil
	}
	days := ops.Range{From: r.periods.buckets[r.first].From, To: r.periods.buckets[r.end-1].To}
	return r.data.active(ctx, days, r.start)
}

// retentionVisitor finds the subjects of one member after another.
type retentionVisitor struct {
	*retention
	buffer        eventBuffer
	entries       []entryEvent
	list          []subject
	periodsBuffer []int
	returned      []int // of all subjects in list
}

// entryEvent is an event that may begin a cohort.
type entryEvent struct {
	day  ops.Day
	at   int64
	kind uint32
}

func (r *retention) visitor() *retentionVisitor {
	return &retentionVisitor{retention: r}
}

// subjects returns the cohorts a member is in. The slice holds until the next
// call.
func (v *retentionVisitor) subjects(member uint32) []subject {
	v.list, v.returned = v.list[:0], v.returned[:0]
	at, kind := v.data.log.of(member, &v.buffer)
	for _, e := range v.begin(member, at, kind) {
		c := v.periods.of(e.day)
		if c < v.first || c >= v.end || !meets(v.entry, member, e.kind) {
			continue
		}
		s := subject{period: c, at: e.at, returned: v.returns(member, c, e.at, at, kind)}
		if v.by != nil {
			s.group = v.by.code(member, e.kind)
		}
		v.list = append(v.list, s)
	}
	return v.list
}

// begin returns the events that put a member into cohorts.
func (v *retentionVisitor) begin(member uint32, at []int64, kind []uint32) []entryEvent {
	clock := v.data.log.clock
	if v.Cohort == engine.CohortJoin {
		if e, ok := v.data.joined(member, at, kind); ok {
			return append(v.entries[:0], e)
		}
		return nil
	}
	all := v.entries[:0]
	for i, k := range kind {
		if v.start.match(member, k) {
			all = append(all, entryEvent{clock.day(at[i]), at[i], k})
			if v.Cohort == engine.CohortFirst && clock.steady {
				break
			}
		}
	}
	if !clock.steady {
		slices.SortStableFunc(all, func(a, b entryEvent) int { return int(a.day - b.day) })
	}
	v.entries = all
	switch v.Cohort {
	case engine.CohortFirst:
		return all[:min(1, len(all))]
	case engine.CohortRecurring:
		return slices.CompactFunc(all, func(a, b entryEvent) bool { return v.periods.of(a.day) == v.periods.of(b.day) })
	}
	seen := map[uint32]bool{}
	return slices.DeleteFunc(all, func(e entryEvent) bool {
		group := v.by.code(member, e.kind)
		again := seen[group]
		seen[group] = true
		return again
	})
}

// returns lists the periods after the first with enough return events. The
// slice holds until the next call of subjects.
func (v *retentionVisitor) returns(member uint32, period int, entry int64, at []int64, kind []uint32) []int {
	all := v.periodsBuffer[:0]
	if v.data.log.clock.steady { // nobody returns before the entry
		i, _ := slices.BinarySearch(at, entry)
		at, kind = at[i:], kind[i:]
	}
	for i, k := range kind {
		if !v.ret.match(member, k) {
			continue
		}
		h := -1
		if v.Elapsed {
			if at[i] >= entry {
				h = int((at[i] - entry) / v.length)
			}
		} else {
			h = v.periods.of(v.data.log.clock.day(at[i])) - period
		}
		if h > 0 {
			all = append(all, h)
		}
	}
	v.periodsBuffer = all
	if !slices.IsSorted(all) {
		slices.Sort(all)
	}
	start := len(v.returned)
	for len(all) > 0 {
		n := 1
		for n < len(all) && all[n] == all[0] {
			n++
		}
		if n >= v.MinReturns {
			v.returned = append(v.returned, all[0])
		}
		all = all[n:]
	}
	return v.returned[start:len(v.returned):len(v.returned)]
}

// joined returns when a member joined: as its record says, else with its first
// event "join".
func (m *memberData) joined(member uint32, at []int64, kind []uint32) (e entryEvent, ok bool) {
	if t, ok := m.table.joinedAt(member); ok {
		return entryEvent{m.log.clock.day(t), t, 0}, true
	}
	join, _ := m.dict.events.Find("join")
	for i, k := range kind {
		if m.log.kinds[k].event != join || join == 0 {
			continue
		}
		if d := m.log.clock.day(at[i]); !ok || d < e.day {
			e, ok = entryEvent{d, at[i], k}, true
		}
	}
	return e, ok
}
