package memory

import (
	"context"
	"math/bits"
	"sync"

	"daybreak/internal/engine"
)

// Stickiness implements engine.Members.
func (m *memberData) Stickiness(ctx context.Context, q engine.StickinessQuery) (*engine.Stickiness, error) {
	out := &engine.Stickiness{}
	var mu sync.Mutex
	periods, left, err := m.eachActive(ctx, q, func(_ []uint32, active []int32) {
		own := map[int32]int{}
		for _, n := range active {
			own[n]++
		}
		mu.Lock()
		defer mu.Unlock()
		for n, members := range own {
			if n > 0 {
				out.Members[n-1] += members
				out.Active += members
				out.Sum += int64(n) * int64(members)
			}
		}
	}, func(periods int) { out.Members = make([]int, periods) })
	if err != nil {
		return nil, err
	}
	out.Periods, out.Left = periods, left
	if out.Active > 0 {
		out.Ratio = float64(out.Sum) / float64(out.Periods*out.Active)
	}
	return out, nil
}

// eachActive yields members, in parts and from several goroutines, with the
// number of periods counted in which each was active. ready is called first,
// with the number of periods.
func (m *memberData) eachActive(ctx context.Context, q engine.StickinessQuery, yield func(members []uint32, active []int32),
	ready func(periods int)) (periods, left int, err error) {
	if q, err = q.Resolve(); err != nil {
		return 0, 0, err
	}
	act, err := m.activity(q.Event, q.Filter...)
	if err != nil {
		return 0, 0, err
	}
	x, err := m.matrix(ctx, act)
	if err != nil {
		return 0, 0, err
	}
	buckets := wholeBuckets(m.log.clock.calendar, q.Range, q.Period)
	for periods < len(buckets) && stateOf(buckets[periods], q.Through) == engine.Complete {
		periods++
	}
	left = len(buckets) - periods
	ready(periods)
	if periods == 0 {
		return periods, left, nil
	}
	_, words := x.words(x.days())
	return periods, left, parallel(ctx, int(words), func(lo, hi int) {
		active := make([]int32, (hi-lo)*64)
		for _, b := range buckets[:periods] {
			for w, set := range x.part(b, uint32(lo), uint32(hi)) {
				for ; set != 0; set &= set - 1 {
					active[w*64+bits.TrailingZeros64(set)]++
				}
			}
		}
		yield(x.member[lo*64:hi*64], active)
	})
}
