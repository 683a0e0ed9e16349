package memory

import (
	"slices"

	"daybreak/internal/engine"
)

// funnelVisitor finds the best try of one member after another.
type funnelVisitor struct {
	*funnel
	buffer  eventBuffer
	tries   orderedTries
	moments []moment
	masks   []uint64
	kinds   []uint32
	owner   []int // by step: the event that serves it, while matching
	at      []int64
	best    []int64
}

// moment is all events of a member at one instant: masks[lo:hi].
type moment struct {
	at     int64
	lo, hi int
	mask   uint64 // of all
}

func (f *funnel) visitor() *funnelVisitor {
	return &funnelVisitor{funnel: f, tries: orderedTries{reached: make([]begun, len(f.steps))}, owner: make([]int, len(f.steps))}
}

// passage returns the best try of a member. Its times hold until the next call.
func (v *funnelVisitor) passage(member uint32) (p passage, ok bool) {
	entry, simple := uint32(0), false
	if v.Order == engine.OrderOrdered && v.data.log.clock.steady {
		entry, p.at, simple = v.latest(member)
	}
	if !simple {
		at, kind := v.data.log.between(member, v.from, v.to, &v.buffer)
		v.gather(member, at, kind)
		p.at = nil
		if from := v.bestTry(); from >= 0 {
			entry, p.at = v.entryKind(from), v.best
		}
	}
	if len(p.at) == 0 || !meets(v.entry, member, entry) {
		return p, false
	}
	p.day, p.over = v.data.log.clock.day(p.at[0]), v.isOver(p.at[0])
	if v.by != nil {
		p.group = v.by.code(member, entry)
	}
	return p, true
}

// serves returns mask of an event.
func (v *funnelVisitor) serves(member, kind uint32) uint64 {
	mask := v.byKind[kind]
	if mask == dependent {
		mask = v.mask(member, kind)
	}
	return mask
}

// gather collects the moments of events that serve a step or end a try, or, for
// strict order, of all.
func (v *funnelVisitor) gather(member uint32, at []int64, kind []uint32) {
	v.moments, v.masks, v.kinds = v.moments[:0], v.masks[:0], v.kinds[:0]
	for i, k := range kind {
		mask := v.serves(member, k)
		if mask == 0 && v.Order != engine.OrderStrict {
			continue
		}
		if n := len(v.moments); n > 0 && v.moments[n-1].at == at[i] {
			v.moments[n-1].hi++
			v.moments[n-1].mask |= mask
		} else {
			v.moments = append(v.moments, moment{at[i], len(v.masks), len(v.masks) + 1, mask})
		}
		v.masks, v.kinds = append(v.masks, mask), append(v.kinds, k)
	}
}

// bestTry tries every moment and returns the one at which the best try began,
// the latest of equals, or -1; v.best holds when it reached each step.
func (v *funnelVisitor) bestTry() int {
	v.best = v.best[:0]
	from := -1
	for i, m := range v.moments {
		if m.mask&v.entries() != 0 && v.Range.Has(v.data.log.clock.day(m.at)) {
			if v.try(i); len(v.at) >= len(v.best) {
				v.best, v.at = v.at, v.best
				from = i
			}
		}
	}
	return from
}

// entries returns the steps with which a try may begin.
func (v *funnelVisitor) entries() uint64 {
	if v.Order == engine.OrderAny {
		return excluded - 1
	}
	return 1
}

// entryKind returns the kind of the first event of a moment that may begin a try.
func (v *funnelVisitor) entryKind(moment int) (kind uint32) {
	m := v.moments[moment]
	for i := m.hi - 1; i >= m.lo; i-- {
		if v.masks[i]&v.entries() != 0 {
			kind = v.kinds[i]
		}
	}
	return kind
}

// try follows a try that begins at moment i and puts into v.at when it reached
// each step.
func (v *funnelVisitor) try(i int) {
	switch v.Order {
	case engine.OrderStrict:
		v.tryStrict(i)
	case engine.OrderAny:
		v.tryAny(i)
	default:
		v.tryOrdered(i)
	}
}

func (v *funnelVisitor) tryOrdered(i int) {
	v.at = v.at[:0]
	start := v.moments[i].at
	for _, m := range v.moments[i:] {
		if v.inWindow(start, m.at) {
			for range v.advance(len(v.at), m) {
				v.at = append(v.at, m.at)
			}
		}
		if m.mask&excluded != 0 || len(v.at) == len(v.steps) {
			return
		}
		if v.data.log.clock.steady && !v.inWindow(start, m.at) {
			return
		}
	}
}

// advance returns how many steps from step on the events of a moment can
// serve, each event one.
func (v *funnelVisitor) advance(step int, m moment) int {
	if m.hi-m.lo == 1 {
		if step < len(v.steps) && v.masks[m.lo]&(1<<step) != 0 {
			return 1
		}
		return 0
	}
	owners := v.owner[:0] // by step from step on: the event that serves it
	for s := step; s < len(v.steps) && len(owners) < m.hi-m.lo; s++ {
		tried := make([]bool, m.hi-m.lo)
		owners = append(owners, -1)
		if !v.assign(s-step, step, m, owners, tried) {
			return len(owners) - 1
		}
	}
	return len(owners)
}

// assign finds an event for a step, moving other steps to other events.
func (v *funnelVisitor) assign(s, step int, m moment, owners []int, tried []bool) bool {
	for e := m.lo; e < m.hi; e++ {
		if tried[e-m.lo] || v.masks[e]&excluded != 0 || v.masks[e]&(1<<(s+step)) == 0 {
			continue
		}
		tried[e-m.lo] = true
		holder := slices.Index(owners, e)
		if holder < 0 || v.assign(holder, step, m, owners, tried) {
			owners[s] = e
			return true
		}
	}
	return false
}

// tryStrict tries every number of steps that events of the first instant can
// serve, the others having come before. From then on every event must serve
// the next step, but those of the last instant after the one that does.
func (v *funnelVisitor) tryStrict(i int) {
	first := v.moments[i]
	v.at = v.at[:0]
	var at []int64
	for n := v.advance(0, first); n > 0; n-- {
		at = at[:0]
		for range n {
			at = append(at, first.at)
		}
		for _, m := range v.moments[i+1:] {
			if len(at) == len(v.steps) || !v.inWindow(first.at, m.at) {
				break
			}
			served := v.advance(len(at), m)
			for range served {
				at = append(at, m.at)
			}
			if served < m.hi-m.lo {
				break
			}
		}
		if len(at) > len(v.at) || len(at) == len(v.at) && slices.Compare(at, v.at) < 0 {
			v.at = append(v.at[:0], at...)
		}
	}
}

// tryAny matches events with steps in any order.
func (v *funnelVisitor) tryAny(i int) {
	v.at = v.at[:0]
	start := v.moments[i].at
	for s := range v.owner {
		v.owner[s] = -1
	}
	for _, m := range v.moments[i:] {
		if v.inWindow(start, m.at) {
			for e := m.lo; e < m.hi; e++ {
				if v.masks[e] != excluded && v.place(e, make([]bool, len(v.steps))) {
					v.at = append(v.at, m.at)
				}
			}
		}
		if m.mask&excluded != 0 || len(v.at) == len(v.steps) || v.data.log.clock.steady && !v.inWindow(start, m.at) {
			return
		}
	}
}

// place finds a step for an event, moving other events to other steps.
func (v *funnelVisitor) place(e int, tried []bool) bool {
	for s := range v.owner {
		if tried[s] || v.masks[e]&(1<<s) == 0 {
			continue
		}
		tried[s] = true
		if v.owner[s] < 0 || v.place(v.owner[s], tried) {
			v.owner[s] = e
			return true
		}
	}
	return false
}
