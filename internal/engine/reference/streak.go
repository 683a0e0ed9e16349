package reference

import (
	"cmp"
	"context"
	"slices"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// Streaks implements engine.Habits.
func (r *Members) Streaks(_ context.Context, q engine.StreakQuery) (*engine.Streaks, error) {
	q, err := q.Resolve()
	if err != nil {
		return nil, err
	}
	if err := r.check(q.Filter, q.Event); err != nil {
		return nil, err
	}
	out := &engine.Streaks{}
	count := func(list *[]int, n int) {
		for len(*list) <= n {
			*list = append(*list, 0)
		}
		(*list)[n]++
	}
	for _, m := range r.members {
		s, ok := r.streak(m, q)
		if !ok {
			continue
		}
		count(&out.Current, s.current)
		count(&out.Longest, s.longest)
		count(&out.CurrentMadeUp, s.currentMadeUp)
		count(&out.LongestMadeUp, s.longestMadeUp)
		if s.atRisk {
			out.AtRisk = append(out.AtRisk, engine.MemberStreak{Member: m.id, Current: s.current, Longest: s.longest, Last: s.last})
		}
	}
	slices.SortFunc(out.AtRisk, func(a, b engine.MemberStreak) int {
		return cmp.Or(cmp.Compare(b.Current, a.Current), cmp.Compare(a.Member, b.Member))
	})
	return out, nil
}

type standing struct {
	current, longest, currentMadeUp, longestMadeUp int
	last                                           ops.Day
	atRisk                                         bool
}

// streak tries every pair of check-in days as a run.
func (r *Members) streak(m *member, q engine.StreakQuery) (s standing, ok bool) {
	events := m.matching(q.Event, q.Filter...)
	if q.Challenge != "" {
		events = slices.DeleteFunc(events, func(e event) bool { return ops.Fold(e.challenge) != ops.Fold(q.Challenge) })
	}
	in := days(events)
	missed := func(from, to ops.Day) (n int) {
		for d := from; d < to; d++ {
			if !in[d] && d <= q.Through && !slices.Contains(q.Rest, int(d.Weekday())) {
				n++
			}
		}
		return n
	}
	checked := func(from, to ops.Day) (n int) {
		for d := from; d <= to; d++ {
			if in[d] {
				n++
			}
		}
		return n
	}
	for b := q.Range.From; b < q.Range.To; b++ {
		if in[b] {
			s.last, ok = b, true
		}
	}
	if !ok {
		return s, false
	}
	for a := q.Range.From; a < q.Range.To; a++ {
		for b := a; b < q.Range.To; b++ {
			if !in[a] || !in[b] {
				continue
			}
			misses := missed(a, b)
			if misses == 0 {
				s.longest = max(s.longest, checked(a, b))
			}
			if misses <= q.MakeUp {
				s.longestMadeUp = max(s.longestMadeUp, checked(a, b)+misses)
			}
			if b != s.last {
				continue
			}
			since := missed(b, q.Range.To)
			if misses+since == 0 {
				s.current = max(s.current, checked(a, b))
			}
			if misses+since <= q.MakeUp {
				s.currentMadeUp = max(s.currentMadeUp, checked(a, b)+misses)
			}
		}
	}
	today := q.Range.Last()
	s.atRisk = s.current > 0 && today > q.Through && !in[today] && !slices.Contains(q.Rest, int(today.Weekday()))
	return s, true
}
