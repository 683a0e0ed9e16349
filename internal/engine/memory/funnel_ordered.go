package memory

import (
	"math/bits"
	"slices"
)

// orderedTries are the tries of one member that steps in order may make, while
// its events are gone through. For every step only the latest try that reached
// it is kept: none that began earlier can do better. So an event matters only
// where a try waits for it, which is later than any that went on: few do, and
// only these are looked at.
type orderedTries struct {
	waiting  uint64  // steps that a try waits for
	reached  []begun // by step
	times    []int64 // of each try: when it reached each step
	best     begun   // the latest of those that came furthest …
	furthest int     // … which is this step, or -1
}

// begun is a try that began with an event of a kind, and of which times hold
// from place on.
type begun struct {
	kind     uint32
	place    int
	deadline int64
}

// latest returns the kind of the event with which the best ordered try of a
// member began, the latest of equals, and when the try reached each step; no
// times if there is none. The clock is steady. ok is false where an event that
// matters is of the same instant as another that serves a step or ends a try.
func (v *funnelVisitor) latest(member uint32) (entry uint32, times []int64, ok bool) {
	t := &v.tries
	t.waiting, t.times, t.furthest = waitingAlways, t.times[:0], -1
	at, kind := v.data.log.base.of(member)
	if v.cutBase {
		at, kind = cutEvents(at, kind, v.from, v.to)
	}
	if ok = v.follow(member, at, kind); ok {
		at, kind = v.data.log.tail.of(member) // whose days come after all of base
		at, kind = cutEvents(at, kind, v.from, v.to)
		ok = v.follow(member, at, kind)
	}
	if !ok || t.furthest < 0 {
		return 0, nil, ok
	}
	return t.best.kind, t.times[t.best.place : t.best.place+t.furthest+1], true
}

const waitingAlways = 1 | excluded | dependent

// follow goes through events, which come after those it went through before.
func (v *funnelVisitor) follow(member uint32, at []int64, kind []uint32) (ok bool) {
	t, byKind, waiting := &v.tries, v.byKind, v.tries.waiting
	for i, k := range kind {
		mask := byKind[k] & waiting
		if mask == 0 {
			continue
		}
		if mask == dependent {
			if mask = v.mask(member, k) & waiting; mask == 0 {
				continue
			}
		}
		if v.tied(member, at, kind, i) {
			return false
		}
		if mask == excluded {
			waiting = waitingAlways
			continue
		}
		now := at[i]
		for mask != 0 { // from the last step down: an event serves one step
			s := bits.Len64(mask) - 1
			mask &^= 1 << s
			var try begun
			if s > 0 {
				waiting &^= 1 << s
				if try = t.reached[s-1]; now > try.deadline {
					continue
				}
			} else if now < v.until {
				try = begun{k, len(t.times), v.deadline(now)}
				t.times = slices.Grow(t.times, len(v.steps))[:len(t.times)+len(v.steps)]
			} else {
				continue
			}
			t.times[try.place+s] = now
			t.reached[s] = try
			waiting |= 1 << (s + 1)
			if s >= t.furthest {
				t.furthest, t.best = s, try
			}
		}
	}
	t.waiting = waiting
	return true
}

// tied reports whether another event that serves a step or ends a try is of the
// instant of event i.
func (v *funnelVisitor) tied(member uint32, at []int64, kind []uint32, i int) bool {
	for j := i - 1; j >= 0 && at[j] == at[i]; j-- {
		if v.serves(member, kind[j]) != 0 {
			return true
		}
	}
	for j := i + 1; j < len(at) && at[j] == at[i]; j++ {
		if v.serves(member, kind[j]) != 0 {
			return true
		}
	}
	return false
}
