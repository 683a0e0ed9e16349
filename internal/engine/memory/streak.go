package memory

import (
	"cmp"
	"context"
	"iter"
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
	err := m.eachStreak(ctx, q, func(part iter.Seq[memberStreak]) {
		own := &engine.Streaks{}
		for s := range part {
			tally(&own.Current, s.current, 1)
			tally(&own.Longest, s.longest, 1)
			tally(&own.CurrentMadeUp, s.currentMadeUp, 1)
			tally(&own.LongestMadeUp, s.longestMadeUp, 1)
			if s.atRisk {
				own.AtRisk = append(own.AtRisk, engine.MemberStreak{
					Member: m.dict.members.Text(s.member), Current: s.current, Longest: s.longest, Last: s.last,
				})
			}
		}
		mu.Lock()
		defer mu.Unlock()
		for _, c := range []struct{ to, from *[]int }{
			{&out.Current, &own.Current}, {&out.Longest, &own.Longest},
			{&out.CurrentMadeUp, &own.CurrentMadeUp}, {&out.LongestMadeUp, &own.LongestMadeUp},
		} {
			for days, n := range *c.from {
				tally(c.to, days, n)
			}
		}
		out.AtRisk = append(out.AtRisk, own.AtRisk...)
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(out.AtRisk, func(a, b engine.MemberStreak) int {
		return cmp.Or(cmp.Compare(b.Current, a.Current), cmp.Compare(a.Member, b.Member))
	})
	return out, nil
}

// tally counts n more at a number of days.
func tally(counts *[]int, days, n int) {
	for len(*counts) <= days {
		*counts = append(*counts, 0)
	}
	(*counts)[days] += n
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
func (m *memberData) eachStreak(ctx context.Context, q engine.StreakQuery, yield func(part iter.Seq[memberStreak])) error {
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
	rows := x.rows[known.From-x.first : known.To-x.first]
	words := int(x.off[known.To-x.first])
	return parallel(ctx, words, func(lo, hi int) {
		yield(func(more func(memberStreak) bool) {
			v := streakVisitor{streakRule: rule, member: x.member, rows: rows, offset: int32(known.From - q.Range.From), days: make([][64]uint64, (len(rows)+63)/64)}
			for w := lo; w < hi; w++ {
				if !v.word(w, more) {
					return
				}
			}
		})
	})
}

// streakVisitor finds the runs of the members of one word after another.
type streakVisitor struct {
	*streakRule
	member []uint32
	rows   [][]uint64   // of the days known
	offset int32        // of the first of them in the range of the rule
	days   [][64]uint64 // bit b of days[j][i] is day 64j+b of rows and member i
	runs   []dayRun
}

// dayRun is a strict run: its first and last check-in as days of the range, how
// many it has, and how many days were missed since the run before.
type dayRun struct{ first, last, days, missed int32 }

// word yields the members of word w with a check-in.
func (v *streakVisitor) word(w int, yield func(memberStreak) bool) bool {
	var any uint64
	for j := range v.days {
		block := &v.days[j]
		*block = [64]uint64{}
		var some uint64
		for b, row := range v.rows[64*j : min(64*j+64, len(v.rows))] {
			if len(row) > w {
				block[b] = row[w]
				some |= row[w]
			}
		}
		if some != 0 {
			transpose(block)
		}
		any |= some
	}
	for ; any != 0; any &= any - 1 {
		i := bits.TrailingZeros64(any)
		v.runs = v.runs[:0]
		for j := range v.days {
			at := v.offset + int32(64*j)
			for set := v.days[j][i]; set != 0; {
				skip := bits.TrailingZeros64(set)
				length := bits.TrailingZeros64(^(set >> skip))
				v.add(at+int32(skip), int32(length))
				set = set >> skip >> length
				at += int32(skip + length)
			}
		}
		s := v.of(v.runs)
		s.member = v.member[w*64+i]
		if !yield(s) {
			return false
		}
	}
	return true
}

// add adds check-ins on days in a row to the run they continue, or as a new one.
func (v *streakVisitor) add(first, days int32) {
	last, missed := first+days-1, int32(0)
	if n := len(v.runs); n > 0 {
		run := &v.runs[n-1]
		if missed = v.missed(run.last, first); missed == 0 {
			run.last = last
			run.days += days
			return
		}
	}
	v.runs = append(v.runs, dayRun{first, last, days, missed})
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

// missed returns the days missed between a check-in on day a of the range and
// one on day b, or the end of the range.
func (r *streakRule) missed(a, b int32) int32 { return r.misses[b] - r.misses[a+1] }

// of returns the standing of a member with these runs.
func (r *streakRule) of(runs []dayRun) memberStreak {
	end := &runs[len(runs)-1]
	var longest, longestMadeUp int32
	first := 0       // of the runs that the made-up one consists of
	days := int32(0) // with a check-in in them
	made := int32(0) // days made up between them
	for i := range runs {
		run := &runs[i]
		longest = max(longest, run.days)
		days += run.days
		for made += run.missed; made > r.makeUp; first++ {
			days -= runs[first].days
			made -= runs[first+1].missed
		}
		longestMadeUp = max(longestMadeUp, days+made)
	}
	s := memberStreak{longest: int(longest), longestMadeUp: int(longestMadeUp), last: r.days.From + ops.Day(end.last)}
	open := r.missed(end.last, int32(r.days.Len()))
	if open == 0 {
		s.current = int(end.days)
	}
	if open <= r.makeUp {
		for ; made+open > r.makeUp; first++ {
			days -= runs[first].days
			made -= runs[first+1].missed
		}
		s.currentMadeUp = int(days + made)
	}
	s.atRisk = r.endsOpen && s.current > 0 && s.last < r.days.Last()
	return s
}
