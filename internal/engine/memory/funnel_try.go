package memory

import (
	"slices"

	"daybreak/internal/engine"
)

// funnelVisitor finds the best try of one member after another.
type funnelVisitor struct {
	*funnel
	buffer  eventBuffer
	moments []moment
	masks   []uint64
	kinds   []uint32
	starts  []int // by step: the latest moment a try that reached it began at, or -1
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
	return &funnelVisitor{funnel: f, starts: make([]int, len(f.steps)), owner: make([]int, len(f.steps))}
}

// passage returns the best try of a member. Its times hold until the next call.
func (v *funnelVisitor) passage(member uint32) (p passage, ok bool) {
	single := v.read(member)
	entry := uint64(1)
	if v.Order == engine.OrderAny {
		entry = excluded - 1
	}
	v.best = v.best[:0]
	from := -1
	try := func(i int) {
		if m := v.moments[i]; m.mask&entry != 0 && v.Range.Has(v.data.log.clock.day(m.at)) {
			if v.try(i); len(v.at) >= len(v.best) {
				v.best, v.at = v.at, v.best
				from = i
			}
		}
	}
	if single && v.Order == engine.OrderOrdered && v.data.log.clock.steady {
		if i := v.latest(); i >= 0 {
			try(i)
		}
	} else {
		for i := range v.moments {
			try(i)
		}
	}
	if from < 0 {
		return p, false
	}
	m := v.moments[from]
	var kind uint32
	for i := m.hi - 1; i >= m.lo; i-- {
		if v.masks[i]&entry != 0 {
			kind = v.kinds[i]
		}
	}
	if !meets(v.entry, member, kind) {
		return p, false
	}
	p = passage{day: v.data.log.clock.day(m.at), over: v.isOver(m.at), at: v.best}
	if v.by != nil {
		p.group = v.by.code(member, kind)
	}
	return p, true
}

// read gathers the member's moments: of events that serve a step or end a try,
// or, for strict order, of all. It reports whether each is of one event.
func (v *funnelVisitor) read(member uint32) (single bool) {
	v.moments, v.masks, v.kinds = v.moments[:0], v.masks[:0], v.kinds[:0]
	single = true
	at, kind := v.data.log.of(member, &v.buffer)
	for i, k := range kind {
		mask := v.byKind[k]
		if v.asks[k] {
			mask = v.mask(member, k)
		}
		if mask == 0 && v.Order != engine.OrderStrict {
			continue
		}
		if n := len(v.moments); n > 0 && v.moments[n-1].at == at[i] {
			v.moments[n-1].hi++
			v.moments[n-1].mask |= mask
			single = false
		} else {
			v.moments = append(v.moments, moment{at[i], len(v.masks), len(v.masks) + 1, mask})
		}
		v.masks, v.kinds = append(v.masks, mask), append(v.kinds, k)
	}
	return single
}

// latest returns the moment at which the best ordered try began, the latest of
// equals, or -1. It goes through the moments once, keeping for every step the
// latest beginning of a try that reached it: none that began earlier can do
// better. Every moment must be of one event.
func (v *funnelVisitor) latest() int {
	for i := range v.starts {
		v.starts[i] = -1
	}
	reached, from := -1, -1
	for i, m := range v.moments {
		if m.mask == excluded {
			for s := range v.starts {
				v.starts[s] = -1
			}
			continue
		}
		for s := len(v.starts) - 1; s >= 0; s-- { // downwards: an event serves one step
			if m.mask&(1<<s) == 0 {
				continue
			}
			start := i
			if s > 0 {
				start = v.starts[s-1]
				if start < 0 || !v.inWindow(v.moments[start].at, m.at) {
					continue
				}
			} else if !v.Range.Has(v.data.log.clock.day(m.at)) {
				continue
			}
			v.starts[s] = max(v.starts[s], start)
			if s > reached || s == reached && start > from {
				reached, from = s, start
			}
		}
	}
	return from
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
