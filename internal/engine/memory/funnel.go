package memory

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"sync"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// funnel is a question made ready.
type funnel struct {
	engine.FunnelQuery
	data    *memberData
	steps   []*matcher
	exclude []*matcher
	entry   []*condition
	by      *trait
	byKind  []uint64 // what mask returns, by kind, where the member does not matter
	asks    []bool   // by kind: the member matters
	window  int64    // microseconds; 0 = in days
	over    int64    // the first instant past the watermark
}

// excluded is the bit of an event that ends a try; steps have the bits below.
const excluded = 1 << engine.MaxSteps

// Funnel implements engine.Members.
func (m *memberData) Funnel(ctx context.Context, q engine.FunnelQuery) (*engine.Funnel, error) {
	f, err := m.newFunnel(q)
	if err != nil {
		return nil, err
	}
	groups := map[uint32]*funnelGroup{}
	var mu sync.Mutex
	err = parallel(ctx, m.log.members(), func(lo, hi int) {
		own := map[uint32]*funnelGroup{}
		v := f.visitor()
		for member := lo; member < hi; member++ {
			if p, ok := v.passage(uint32(member)); ok {
				if own[p.group] == nil {
					own[p.group] = newFunnelGroup(len(f.steps))
				}
				own[p.group].count(f, p)
			}
		}
		mu.Lock()
		defer mu.Unlock()
		for code, g := range own {
			if groups[code] == nil {
				groups[code] = newFunnelGroup(len(f.steps))
			}
			groups[code].add(g)
		}
	})
	if err != nil {
		return nil, err
	}
	if f.by == nil && groups[0] == nil {
		groups[0] = newFunnelGroup(len(f.steps))
	}
	out := &engine.Funnel{}
	var times [][]float64
	for code, g := range groups {
		if f.by != nil {
			g.Group = f.by.text(code)
		}
		for _, d := range slices.Sorted(maps.Keys(g.days)) {
			g.Trend = append(g.Trend, *g.days[d])
		}
		for _, s := range g.Steps {
			times = append(times, s.Hours)
		}
		out.Groups = append(out.Groups, g.FunnelGroup)
	}
	slices.SortFunc(out.Groups, func(a, b engine.FunnelGroup) int { return cmp.Compare(a.Group, b.Group) })
	return out, parallel(ctx, len(times), func(lo, hi int) {
		for _, t := range times[lo:hi] {
			slices.Sort(t)
		}
	})
}

// funnelGroup counts passages.
type funnelGroup struct {
	engine.FunnelGroup
	days map[ops.Day]*engine.FunnelDay
}

func newFunnelGroup(steps int) *funnelGroup {
	return &funnelGroup{engine.FunnelGroup{Steps: make([]engine.FunnelStep, steps)}, map[ops.Day]*engine.FunnelDay{}}
}

func (g *funnelGroup) day(d ops.Day) *engine.FunnelDay {
	if g.days[d] == nil {
		g.days[d] = &engine.FunnelDay{Day: d}
	}
	return g.days[d]
}

func (g *funnelGroup) add(h *funnelGroup) {
	g.Entrants, g.Converted, g.Dropped, g.Open, g.Mature = g.Entrants+h.Entrants, g.Converted+h.Converted, g.Dropped+h.Dropped, g.Open+h.Open, g.Mature+h.Mature
	for i, s := range h.Steps {
		to := &g.Steps[i]
		to.Count, to.Dropped, to.Open, to.Mature = to.Count+s.Count, to.Dropped+s.Dropped, to.Open+s.Open, to.Mature+s.Mature
		to.Hours = append(to.Hours, s.Hours...)
	}
	for _, d := range h.days {
		to := g.day(d.Day)
		to.Entrants, to.Converted, to.Dropped, to.Open, to.Mature = to.Entrants+d.Entrants, to.Converted+d.Converted, to.Dropped+d.Dropped, to.Open+d.Open, to.Mature+d.Mature
	}
}

func (g *funnelGroup) count(f *funnel, p passage) {
	d := g.day(p.day)
	g.Entrants++
	d.Entrants++
	if p.over {
		g.Mature++
		d.Mature++
	}
	for i, at := range p.at {
		s := &g.Steps[i]
		s.Count++
		s.Hours = append(s.Hours, float64(at-p.at[0])/3600e6)
		if p.over {
			s.Mature++
		}
	}
	last := &g.Steps[len(p.at)-1]
	switch p.kind(f) {
	case "converted":
		g.Converted++
		d.Converted++
	case "dropped":
		g.Dropped++
		d.Dropped++
		last.Dropped++
	case "open":
		g.Open++
		d.Open++
		last.Open++
	}
}

// passage is a member's best try: at[i] is when it had reached i+1 steps.
type passage struct {
	group uint32
	day   ops.Day // of the entry
	over  bool    // the window is over by the watermark
	at    []int64
}

// kind says what became of the try.
func (p passage) kind(f *funnel) string {
	switch {
	case len(p.at) == len(f.steps):
		return "converted"
	case p.over:
		return "dropped"
	}
	return "open"
}

func (m *memberData) newFunnel(q engine.FunnelQuery) (*funnel, error) {
	q, err := q.Resolve()
	if err != nil {
		return nil, err
	}
	f := &funnel{FunnelQuery: q, data: m, window: int64(q.Hours) * 3600e6, over: m.log.clock.over(q.Through)}
	for _, a := range q.Steps {
		x, err := m.activity(a)
		if err != nil {
			return nil, err
		}
		f.steps = append(f.steps, x)
	}
	for _, a := range q.Exclude {
		x, err := m.activity(a)
		if err != nil {
			return nil, err
		}
		f.exclude = append(f.exclude, x)
	}
	if f.entry, err = m.conditions(q.Filter); err != nil {
		return nil, err
	}
	if q.By != "" {
		if f.by, err = m.trait(q.By); err != nil {
			return nil, err
		}
	}
	f.prepare()
	return f, nil
}

// prepare works out mask for kinds of events that need no look at the member.
func (f *funnel) prepare() {
	n := len(f.data.log.kinds)
	f.byKind, f.asks = make([]uint64, n), make([]bool, n)
	for k := range n {
		for _, x := range slices.Concat(f.steps, f.exclude) {
			f.asks[k] = f.asks[k] || x.byKind[k] == ask
		}
		if !f.asks[k] {
			f.byKind[k] = f.mask(0, uint32(k))
		}
	}
}

// mask returns the steps an event serves as bits, or excluded.
func (f *funnel) mask(member, kind uint32) (mask uint64) {
	for i, x := range f.steps {
		if x.match(member, kind) {
			mask |= 1 << i
		}
	}
	if mask == 0 && f.Order != engine.OrderStrict {
		for _, x := range f.exclude {
			if x.match(member, kind) {
				return excluded
			}
		}
	}
	return mask
}

// inWindow reports whether an event may serve a try that began at start.
func (f *funnel) inWindow(start, at int64) bool {
	if f.window > 0 {
		return at-start <= f.window
	}
	c := f.data.log.clock
	return int(c.day(at)-c.day(start)) <= f.Days
}

// isOver reports whether no later event can serve a try that began at start.
func (f *funnel) isOver(start int64) bool {
	if f.window > 0 {
		return start+f.window < f.over
	}
	return f.data.log.clock.day(start)+ops.Day(f.Days) <= f.Through
}
