package memory

import (
	"cmp"
	"context"
	"math/bits"
	"slices"
	"sync"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// Streaks implements engine.Habits.
func (m *memberData) Streaks(ctx context.Context, q engine.StreakQuery) (*engine.Streaks, error) {
	out := &engine.Streaks{}
	var mu sync.Mutex
	err := m.eachStreak(ctx, q, func(part []memberStreak) {
		mu.Lock()
		defer mu.Unlock()
		for _, s := range part {
			tally(&out.Current, s.current)
			tally(&out.Longest, s.longest)
			tally(&out.CurrentMadeUp, s.currentMadeUp)
			tally(&out.LongestMadeUp, s.longestMadeUp)
			if s.atRisk {
				out.AtRisk = append(out.AtRisk, engine.MemberStreak{
					Member: m.dict.members.Text(s.member), Current: s.current, Longest: s.longest, Last: s.last,
				})
			}
		}
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(out.AtRisk, func(a, b engine.MemberStreak) int {
		return cmp.Or(cmp.Compare(b.Current, a.Current), cmp.Compare(a.Member, b.Member))
	})
	return out, nil
}

// tally counts one more at n.
func tally(counts *[]int, n int) {
	for len(*counts) <= n {
		*counts = append(*counts, 0)
	}
	(*counts)[n]++
}

// memberStreak is one member's standing.
type memberStreak struct {
	member                                         uint32
	current, longest, currentMadeUp, longestMadeUp int
	last                                           ops.Day
	atRisk                                         bool
}

// eachStreak yields all members with a check-in in the range, in parts, from
// several goroutines.
func (m *memberData) eachStreak(ctx context.Context, q engine.StreakQuery, yield func([]memberStreak)) error {
	q, err := q.Resolve()
	if err != nil {
		return err
	}
	filter := q.Filter
	if q.Challenge != "" {
		filter = append(slices.Clone(filter), ops.Filter{Dimension: "challenge", Values: []string{q.Challenge}})
	}
	act, err := m.activity(q.Event, filter...)
	if err != nil {
		return err
	}
	x, err := m.matrix(ctx, act)
	if err != nil || q.Range.Len() == 0 {
		return err
	}
	rule := newStreakRule(q)
	known := q.Range.And(x.days())
	if known.Len() == 0 {
		return nil
	}
	words := int(x.off[known.To-x.first])
	return parallel(ctx, words, func(lo, hi int) {
		var part []memberStreak
		var days [64][]ops.Day
		for w := lo; w < hi; w++ {
			for i := range days {
				days[i] = days[i][:0]
			}
			for d := known.From; d < known.To; d++ {
				row := x.row(d)
				if len(row) <= w {
					continue
				}
				for b := row[w]; b != 0; b &= b - 1 {
					i := bits.TrailingZeros64(b)
					days[i] = append(days[i], d)
				}
			}
			for i, list := range days {
				if len(list) > 0 {
					s := rule.of(list)
					s.member = x.member[w*64+i]
					part = append(part, s)
				}
			}
		}
		yield(part)
	})
}

// streakRule says which missing days are misses.
type streakRule struct {
	days     ops.Range
	misses   []int32 // misses[i]: days before days.From+i that would be one, were nobody there
	makeUp   int32
	endsOpen bool // today is pending and no rest day
}

func newStreakRule(q engine.StreakQuery) *streakRule {
	r := &streakRule{days: q.Range, misses: make([]int32, q.Range.Len()+1), makeUp: int32(q.MakeUp)}
	rest := func(d ops.Day) bool { return slices.Contains(q.Rest, int(d.Weekday())) }
	for i := range q.Range.Len() {
		d := q.Range.From + ops.Day(i)
		r.misses[i+1] = r.misses[i]
		if d <= q.Through && !rest(d) {
			r.misses[i+1]++
		}
	}
	today := q.Range.Last()
	r.endsOpen = today > q.Through && !rest(today)
	return r
}

// missed returns the days missed between a check-in on day a and one on b, or
// the end of the range.
func (r *streakRule) missed(a, b ops.Day) int32 {
	return r.misses[b-r.days.From] - r.misses[a+1-r.days.From]
}

// of returns the standing of a member with check-ins on these days, ascending.
func (r *streakRule) of(days []ops.Day) memberStreak {
	s := memberStreak{last: days[len(days)-1]}
	var length int // of the strict run
	var first int  // where the made-up run begins
	var made int32 // days made up in it
	for i, d := range days {
		gap := int32(0)
		if i > 0 {
			gap = r.missed(days[i-1], d)
		}
		if gap > 0 {
			length = 0
		}
		length++
		s.longest = max(s.longest, length)
		for made += gap; made > r.makeUp; first++ {
			made -= r.missed(days[first], days[first+1])
		}
		s.longestMadeUp = max(s.longestMadeUp, i-first+1+int(made))
	}
	open := r.missed(s.last, r.days.To)
	if open == 0 {
		s.current = length
	}
	if open <= r.makeUp {
		for ; made+open > r.makeUp; first++ {
			made -= r.missed(days[first], days[first+1])
		}
		s.currentMadeUp = len(days) - first + int(made)
	}
	s.atRisk = r.endsOpen && s.current > 0 && s.last < r.days.Last()
	return s
}
