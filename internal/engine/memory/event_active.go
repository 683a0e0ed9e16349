package memory

import (
	"context"
	"math/bits"
	"slices"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// active returns, ascending, the members who on some day of r have an event of
// the name of one of the activities, whatever its conditions. Cost: a bit for
// every member and day of r.
func (m *memberData) active(ctx context.Context, r ops.Range, activities ...*matcher) ([]uint32, error) {
	found := make([]uint64, (m.log.members()+63)/64) // by code
	seen := map[string]bool{}
	n := 0
	for _, a := range activities {
		if seen[a.name] || a.never {
			continue
		}
		seen[a.name] = true
		if !a.plain {
			plain, err := m.activity(engine.Activity{Event: a.name})
			if err != nil {
				return nil, err
			}
			a = plain
		}
		x, err := m.matrix(ctx, a)
		if err != nil {
			return nil, err
		}
		for w, set := range x.union(r) {
			for ; set != 0; set &= set - 1 {
				code := x.member[w*64+bits.TrailingZeros64(set)]
				if at := &found[code/64]; *at>>(code%64)&1 == 0 {
					*at |= 1 << (code % 64)
					n++
				}
			}
		}
	}
	out := make([]uint32, 0, n)
	for w, set := range found {
		for ; set != 0; set &= set - 1 {
			out = append(out, uint32(w*64+bits.TrailingZeros64(set)))
		}
	}
	return out, nil
}

// between returns a member's events of from ≤ instant < to in order of time. The
// slices hold until the buffer is used again.
func (l *eventLog) between(member uint32, from, to int64, b *eventBuffer) (at []int64, kind []uint32) {
	if !l.clock.steady {
		at, kind = l.of(member, b)
		return cutEvents(at, kind, from, to)
	}
	at, kind = l.base.of(member)
	at, kind = cutEvents(at, kind, from, to)
	at2, kind2 := l.tail.of(member)
	at2, kind2 = cutEvents(at2, kind2, from, to)
	switch { // the days of the tail come after all of base
	case len(at2) == 0:
		return at, kind
	case len(at) == 0:
		return at2, kind2
	}
	b.at = append(append(b.at[:0], at...), at2...)
	b.kind = append(append(b.kind[:0], kind...), kind2...)
	return b.at, b.kind
}

func cutEvents(at []int64, kind []uint32, from, to int64) ([]int64, []uint32) {
	if len(at) == 0 {
		return nil, nil
	}
	lo, hi := 0, len(at)
	if at[0] < from {
		lo, _ = slices.BinarySearch(at, from)
	}
	if at[hi-1] >= to {
		hi, _ = slices.BinarySearch(at, to)
	}
	hi = max(lo, hi)
	return at[lo:hi], kind[lo:hi]
}
