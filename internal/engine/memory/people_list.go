package memory

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// knows returns the code of a member that has a record or an event.
func (m *memberData) knows(id string) (uint32, bool) {
	code, ok := m.dict.members.Find(id)
	if !ok || id == "" {
		return 0, false
	}
	var b eventBuffer
	times, _ := m.log.of(code, &b)
	return code, len(times) > 0 || int(code) < len(m.table.known) && m.table.known[code]
}

// memberSet gathers member codes from several goroutines; with times it tells
// how often each was added.
type memberSet struct {
	mu    sync.Mutex
	codes []uint32
	times []int64 // by code; nil = not asked for
	waits map[uint32]int
}

// wait adds a member that has waited for so many days.
func (s *memberSet) wait(code uint32, days int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.waits == nil {
		s.waits = map[uint32]int{}
	}
	s.codes, s.waits[code] = append(s.codes, code), days
}

func (s *memberSet) add(code uint32) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.times != nil {
		s.times[code]++
		return
	}
	s.codes = append(s.codes, code)
}

// sorted returns the members in order, each once, and, with times, how often
// they were added in all.
func (s *memberSet) sorted() (codes []uint32, counted int64) {
	for code, n := range s.times {
		if n > 0 {
			s.codes = append(s.codes, uint32(code))
			counted += n
		}
	}
	slices.Sort(s.codes)
	return slices.Compact(s.codes), counted
}

// listed returns a member of a set with the figures of a list.
func (m *memberData) listed(code uint32, q engine.PeopleQuery, set *memberSet, b *eventBuffer) engine.Person {
	p := m.person(code, b)
	p.Waiting = set.waits[code]
	event, ok := m.happened("check_in")
	if !ok || q.Habits == 0 {
		return p
	}
	times, kinds := m.log.of(code, b)
	var days []ops.Day
	for i, k := range kinds {
		if d := m.log.clock.day(times[i]); m.log.kinds[k].event == event && d <= q.Habits {
			days = append(days, d)
		}
	}
	slices.Sort(days)
	days = slices.Compact(days)
	for i, d := range slices.Backward(days) {
		if p.LastCheckIn == 0 {
			p.LastCheckIn = d
		}
		if q.Habits-d < engine.RecentDays {
			p.CheckIns++
		}
		if int(q.Habits-d) == len(days)-1-i {
			p.Streak++
		}
	}
	return p
}

// arrange puts members in the order of the list. Where it is not the one in which they
// were first seen, it costs a look at the events of each.
func (m *memberData) arrange(ctx context.Context, codes []uint32, q engine.PeopleQuery, set *memberSet) error {
	if q.Sort == "" {
		return nil
	}
	sort := strings.TrimPrefix(q.Sort, "-")
	keys := make(map[uint32]int64, len(codes))
	var mu sync.Mutex
	err := parallel(ctx, len(codes), func(lo, hi int) {
		var b eventBuffer
		for _, code := range codes[lo:hi] {
			key := m.listed(code, q, set, &b).SortKey(sort)
			mu.Lock()
			keys[code] = key
			mu.Unlock()
		}
	})
	slices.SortStableFunc(codes, func(a, b uint32) int {
		if sort != q.Sort {
			a, b = b, a
		}
		return cmp.Compare(keys[a], keys[b])
	})
	return err
}
