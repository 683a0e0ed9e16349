package memory

import (
	"context"
	"math/bits"
	"slices"
	"sync"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// Growth implements engine.Members.
func (m *memberData) Growth(ctx context.Context, q engine.GrowthQuery) (*engine.Growth, error) {
	q, err := q.Resolve()
	if err != nil {
		return nil, err
	}
	act, err := m.activity(q.Event, q.Filter...)
	if err != nil {
		return nil, err
	}
	x, err := m.matrix(ctx, act)
	if err != nil {
		return nil, err
	}
	buckets, before := growthBuckets(m.log.clock.calendar, q)
	out := &engine.Growth{Buckets: make([]engine.GrowthBucket, len(buckets))}
	if len(buckets) == 0 {
		return out, nil
	}
	days, err := x.dailyCounts(ctx, ops.Range{From: buckets[0].Last() - 1, To: buckets[len(buckets)-1].To})
	if err != nil {
		return nil, err
	}
	var tracked ops.Range // first active then: not known to be new
	if q.Censor > 0 {
		first := m.firstDay()
		tracked = ops.Range{From: ops.MinDay, To: first + ops.Day(q.Censor)}
	}
	overlaps := make([]overlap, len(buckets))
	if q.Period == ops.Daily {
		for i := range overlaps {
			overlaps[i] = overlap{days[i+1].dau, days[i].dau, days[i+1].again}
		}
	} else if overlaps, err = x.overlaps(ctx, buckets, before); err != nil {
		return nil, err
	}
	for i, r := range buckets {
		b := &out.Buckets[i]
		b.Days, b.State = r, stateOf(r, q.Through)
		b.PreExisting = x.size(r.And(tracked))
		b.New = x.size(r) - b.PreExisting
		b.Active, b.Retained = overlaps[i].active, overlaps[i].both
		b.Resurrected = b.Active - b.New - b.PreExisting - b.Retained
		b.Churned = overlaps[i].before - b.Retained
		last := int(r.Last() - buckets[0].Last() + 1)
		today := days[last]
		b.DAU, b.WAU, b.MAU = today.dau, today.wau, today.mau
		b.States = today.states()
		if q.Period == ops.Daily {
			b.Moves = today.moves(days[last-1])
		}
	}
	return out, nil
}

// growthBuckets returns the buckets of the question and what each is compared
// with.
func growthBuckets(c ops.Calendar, q engine.GrowthQuery) (buckets, before []ops.Range) {
	if q.Rolling > 0 {
		n := ops.Day(q.Rolling)
		for d := q.Range.From; d < q.Range.To; d++ {
			buckets = append(buckets, ops.Range{From: d - n + 1, To: d + 1})
			before = append(before, ops.Range{From: d - 2*n + 1, To: d - n + 1})
		}
		return buckets, before
	}
	for _, b := range wholeBuckets(c, q.Range, q.Period) {
		buckets = append(buckets, b)
		before = append(before, c.Bucket(b.From-1, q.Period))
	}
	return buckets, before
}

// wholeBuckets returns the whole calendar periods that share a day with r.
func wholeBuckets(c ops.Calendar, r ops.Range, g ops.Grain) []ops.Range {
	var out []ops.Range
	for d := r.From; d < r.To; {
		b := c.Bucket(d, g)
		out = append(out, b)
		d = b.To
	}
	return out
}

// stateOf says how much of r the watermark covers.
func stateOf(r ops.Range, through ops.Day) engine.CellState {
	switch {
	case r.Last() <= through:
		return engine.Complete
	case r.From <= through:
		return engine.Partial
	}
	return engine.Waiting
}

// overlap counts members active in a range, in the one before, and in both.
type overlap struct{ active, before, both int }

// overlaps returns the overlap of each pair of ranges.
func (x *activityMatrix) overlaps(ctx context.Context, ranges, before []ops.Range) ([]overlap, error) {
	out := make([]overlap, len(ranges))
	if len(ranges) > 1 && ranges[1].From < ranges[0].To {
		return out, x.slidingOverlaps(ctx, ranges, out)
	}
	err := parallel(ctx, len(ranges), func(lo, hi int) {
		was := x.union(before[lo])
		for i := lo; i < hi; i++ {
			is := x.union(ranges[i])
			if i == lo {
				out[i].before = popcount(was)
			} else {
				out[i].before = out[i-1].active
			}
			out[i].active = popcount(is)
			n := min(len(is), len(was))
			out[i].both = popcountAnd(is[:n], was[:n])
			was = is
		}
	})
	return out, err
}

// union returns the members active on any day of r. For one day it is the row
// itself.
func (x *activityMatrix) union(r ops.Range) []uint64 {
	r = r.And(x.days())
	switch r.Len() {
	case 0:
		return nil
	case 1:
		return x.row(r.From)
	}
	out := slices.Clone(x.row(r.Last()))
	for d := r.From; d < r.Last(); d++ {
		orInto(out, x.row(d))
	}
	return out
}

// slidingOverlaps is overlaps for windows of equal length that end a day
// apart, each compared with the one that ends where it begins.
func (x *activityMatrix) slidingOverlaps(ctx context.Context, windows []ops.Range, out []overlap) error {
	n := windows[0].Len()
	r := ops.Range{From: windows[0].From - ops.Day(n), To: windows[len(windows)-1].To}
	var mu sync.Mutex
	return x.blocks(ctx, r, func(first int, rows []uint64) {
		widen(rows, 1, n)
		own := make([]overlap, len(out))
		for i := max(0, first-2*n+1); i < len(own); i++ { // windows before have nobody of the block
			is := rows[(i+2*n-1-first)*blockWords:][:blockWords]
			own[i].active = popcount(is)
			if at := i + n - 1 - first; at >= 0 {
				was := rows[at*blockWords:][:blockWords]
				own[i].before, own[i].both = popcount(was), popcountAnd(is, was)
			}
		}
		mu.Lock()
		defer mu.Unlock()
		for i, o := range own {
			out[i].active += o.active
			out[i].before += o.before
			out[i].both += o.both
		}
	})
}

// dayCounts are what the daily figures of one day follow from. W7 and W30 are
// the members of the 7 and 30 days that end on a day.
type dayCounts struct {
	dau, wau, mau int
	all           int // first active by the day
	fresh         int // first active on the day
	again         int // active on the day and the day before
	in7, in30     int // active on the day, and in W7 or W30 of the day before
	again7        int // active on the day and the day before, and in W7 of the day before that
	again30       int // the same with W30
	againFresh    int // active on the day, first active on the day before
}

// count fills in what follows from the members of a block on day i; week and
// month are the members of the 7 and 30 days that end on a day.
func (c *dayCounts) count(days, week, month []uint64, i int) {
	row := func(rows []uint64, i int) *[blockWords]uint64 { return (*[blockWords]uint64)(rows[i*blockWords:]) }
	today, before := row(days, i), row(days, i-1)
	w7, y7, z7 := row(week, i), row(week, i-1), row(week, i-2)
	w30, y30, z30 := row(month, i), row(month, i-1), row(month, i-2)
	for w := range blockWords {
		a := today[w]
		c.wau += bits.OnesCount64(w7[w])
		c.mau += bits.OnesCount64(w30[w])
		if a == 0 {
			continue
		}
		c.dau += bits.OnesCount64(a)
		c.in7 += bits.OnesCount64(a & y7[w])
		c.in30 += bits.OnesCount64(a & y30[w])
		if b := a & before[w]; b != 0 {
			c.again += bits.OnesCount64(b)
			c.again7 += bits.OnesCount64(b & z7[w])
			c.again30 += bits.OnesCount64(b & z30[w])
		}
	}
}

// dailyCounts returns the counts of each day of r.
func (x *activityMatrix) dailyCounts(ctx context.Context, r ops.Range) ([]dayCounts, error) {
	const back = 31 // W30 of two days before the first day
	wide := ops.Range{From: r.From - back, To: r.To}
	out := make([]dayCounts, r.Len())
	var mu sync.Mutex
	type buffers struct{ week, month []uint64 }
	pool := sync.Pool{New: func() any { return &buffers{} }}
	err := x.blocks(ctx, wide, func(first int, rows []uint64) {
		b := pool.Get().(*buffers)
		defer pool.Put(b)
		b.week = append(b.week[:0], rows...)
		widen(b.week, 1, 7)
		b.month = append(b.month[:0], b.week...)
		widen(b.month, 7, 30)
		own := make([]dayCounts, len(out))
		for i := max(0, first+2-back); i < len(own); i++ { // on days before nobody of the block was there
			own[i].count(rows, b.week, b.month, i+back-first)
		}
		mu.Lock()
		defer mu.Unlock()
		for i, c := range own {
			o := &out[i]
			o.dau, o.wau, o.mau, o.again = o.dau+c.dau, o.wau+c.wau, o.mau+c.mau, o.again+c.again
			o.in7, o.in30, o.again7, o.again30 = o.in7+c.in7, o.in30+c.in30, o.again7+c.again7, o.again30+c.again30
		}
	})
	for i := range out {
		d := r.From + ops.Day(i)
		out[i].fresh = x.size(ops.Range{From: d, To: d + 1})
		if row := x.row(d); row != nil {
			lo, hi := x.words(ops.Range{From: d - 1, To: d})
			out[i].againFresh = popcount(row[lo:hi])
		}
		if i == 0 {
			out[i].all = x.size(ops.Range{From: ops.MinDay, To: d + 1})
		} else {
			out[i].all = out[i-1].all + out[i].fresh
		}
	}
	return out, err
}

// states counts members by daily state.
func (c dayCounts) states() (s engine.DailyStates) {
	s[engine.StateNew] = c.fresh
	s[engine.StateCurrent] = c.in7
	s[engine.StateReactivated] = c.in30 - c.in7
	s[engine.StateResurrected] = c.dau - c.fresh - c.in30
	s[engine.StateAtRisk7] = c.wau - c.dau
	s[engine.StateAtRisk30] = c.mau - c.wau
	s[engine.StateDormant] = c.all - c.mau
	return s
}

// moves counts members by their state the day before and on this day.
func (c dayCounts) moves(before dayCounts) (m [7][7]int) {
	was, is := before.states(), c.states()
	// Active both days is current today, whatever the state the day before.
	m[engine.StateNew][engine.StateCurrent] = c.againFresh
	m[engine.StateCurrent][engine.StateCurrent] = c.again7
	m[engine.StateReactivated][engine.StateCurrent] = c.again30 - c.again7
	m[engine.StateResurrected][engine.StateCurrent] = c.again - c.againFresh - c.again30
	for s := engine.StateNew; s <= engine.StateResurrected; s++ {
		m[s][engine.StateAtRisk7] = was[s] - m[s][engine.StateCurrent]
	}
	// Those who return come from where their days away put them.
	m[engine.StateAtRisk7][engine.StateCurrent] = c.in7 - c.again
	m[engine.StateAtRisk30][engine.StateReactivated] = is[engine.StateReactivated]
	m[engine.StateDormant][engine.StateResurrected] = is[engine.StateResurrected]
	// Those who do not may slip; who was in a window and is no longer left it.
	left7 := before.wau + c.dau - c.in7 - c.wau
	left30 := before.mau + c.dau - c.in30 - c.mau
	m[engine.StateAtRisk7][engine.StateAtRisk30] = left7
	m[engine.StateAtRisk7][engine.StateAtRisk7] = was[engine.StateAtRisk7] - m[engine.StateAtRisk7][engine.StateCurrent] - left7
	m[engine.StateAtRisk30][engine.StateDormant] = left30
	m[engine.StateAtRisk30][engine.StateAtRisk30] = was[engine.StateAtRisk30] - is[engine.StateReactivated] - left30
	m[engine.StateDormant][engine.StateDormant] = was[engine.StateDormant] - is[engine.StateResurrected]
	return m
}
