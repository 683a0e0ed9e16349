package memory

import (
	"cmp"
	"context"
	"maps"
	"math"
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
	byKind  []uint64 // what mask returns, by kind, or dependent
	window  int64    // microseconds; 0 = in days
	over    int64    // the first instant past the watermark

	// On a steady clock only events of from ≤ instant < to matter, tries begin
	// before until, and windows in days end before ends[day of the range].
	from, until, to int64
	ends            []int64
	cutBase         bool // not all of the log's base is of these instants
}

// What an event is besides the steps it serves, which are the bits below.
const (
	excluded  = 1 << engine.MaxSteps // it ends a try
	dependent = excluded << 1        // that depends on its member
)

// Funnel implements engine.Members.
func (m *memberData) Funnel(ctx context.Context, q engine.FunnelQuery) (*engine.Funnel, error) {
	f, err := m.newFunnel(ctx, q)
	if err != nil {
		return nil, err
	}
	members, err := f.members(ctx)
	if err != nil {
		return nil, err
	}
	var mu sync.Mutex
	var counts, free []*funnelCount // one for each goroutine
	err = parallel(ctx, len(members), func(lo, hi int) {
		mu.Lock()
		var own *funnelCount
		if n := len(free); n > 0 {
			own, free = free[n-1], free[:n-1]
		} else {
			own = &funnelCount{visitor: f.visitor(), groups: map[uint32]*funnelGroup{}, last: nobody}
			counts = append(counts, own)
		}
		mu.Unlock()
		own.count(ctx, members[lo:hi])
		mu.Lock()
		free = append(free, own)
		mu.Unlock()
	})
	if err != nil {
		return nil, err
	}
	groups := map[uint32]*funnelGroup{}
	for _, c := range counts {
		for code, g := range c.groups {
			if groups[code] == nil {
				groups[code] = g
			} else {
				groups[code].add(g)
			}
		}
	}
	if f.by == nil && groups[0] == nil {
		groups[0] = f.newGroup()
	}
	return f.answer(ctx, groups)
}

func (f *funnel) answer(ctx context.Context, groups map[uint32]*funnelGroup) (*engine.Funnel, error) {
	type reached struct {
		count int
		after *durations
		hours *[]float64
	}
	out := &engine.Funnel{}
	var times []reached
	for code, g := range groups {
		if f.by != nil {
			g.Group = f.by.text(code)
		}
		for _, d := range g.days {
			if d.Entrants > 0 {
				g.Trend = append(g.Trend, d)
			}
		}
		for _, d := range slices.Sorted(maps.Keys(g.few)) {
			g.Trend = append(g.Trend, *g.few[d])
		}
		for i := range g.Steps {
			s := &g.Steps[i]
			times = append(times, reached{s.Count, &g.after[i], &s.Hours})
			if i > 0 {
				times = append(times, reached{s.Count, &g.since[i], &s.Since})
			}
		}
		out.Groups = append(out.Groups, g.FunnelGroup)
	}
	slices.SortFunc(out.Groups, func(a, b engine.FunnelGroup) int { return cmp.Compare(a.Group, b.Group) })
	slices.SortFunc(times, func(a, b reached) int { return b.after.n - a.after.n }) // the longest first, so that all processors end together
	return out, parallel(ctx, len(times), func(lo, hi int) {
		for _, t := range times[lo:hi] {
			*t.hours = t.after.hours(t.count)
		}
	})
}

// funnelCount counts the passages of some members.
type funnelCount struct {
	visitor *funnelVisitor
	groups  map[uint32]*funnelGroup
	last    uint32 // group of the member before, or nobody
	group   *funnelGroup
}

func (c *funnelCount) count(ctx context.Context, members []uint32) {
	for i, member := range members {
		if i%64 == 0 && ctx.Err() != nil { // a member's passages of many steps in any order take long
			return
		}
		p, ok := c.visitor.passage(member)
		if !ok {
			continue
		}
		if p.group != c.last || c.group == nil {
			c.last, c.group = p.group, c.groups[p.group]
			if c.group == nil {
				c.group = c.visitor.newGroup()
				c.groups[p.group] = c.group
			}
		}
		c.group.count(c.visitor.funnel, p)
	}
}

// funnelGroup counts passages. Its days are in one place where it is the only
// group; of the many groups of a breakdown most have entrants on few days.
type funnelGroup struct {
	engine.FunnelGroup
	from  ops.Day
	days  []engine.FunnelDay // of the range, or
	few   map[ops.Day]*engine.FunnelDay
	after []durations // by step: from the entry to it
	since []durations // by step: from the one before to it
}

func (f *funnel) newGroup() *funnelGroup {
	n := len(f.steps)
	g := &funnelGroup{FunnelGroup: engine.FunnelGroup{Steps: make([]engine.FunnelStep, n)}, from: f.Range.From, after: make([]durations, n),
		since: make([]durations, n)}
	if f.by != nil {
		g.few = map[ops.Day]*engine.FunnelDay{}
		return g
	}
	g.days = make([]engine.FunnelDay, f.Range.Len())
	for i := range g.days {
		g.days[i].Day = f.Range.From + ops.Day(i)
	}
	return g
}

// on returns the group's count of a day.
func (g *funnelGroup) on(day ops.Day) *engine.FunnelDay {
	if g.few == nil {
		return &g.days[day-g.from]
	}
	d := g.few[day]
	if d == nil {
		d = &engine.FunnelDay{Day: day}
		g.few[day] = d
	}
	return d
}

func (g *funnelGroup) add(h *funnelGroup) {
	g.Entrants, g.Converted, g.Dropped, g.Open, g.Mature = g.Entrants+h.Entrants, g.Converted+h.Converted, g.Dropped+h.Dropped, g.Open+h.Open, g.Mature+h.Mature
	for i, s := range h.Steps {
		to := &g.Steps[i]
		to.Count, to.Dropped, to.Open, to.Mature = to.Count+s.Count, to.Dropped+s.Dropped, to.Open+s.Open, to.Mature+s.Mature
		g.after[i].join(&h.after[i])
		g.since[i].join(&h.since[i])
	}
	addDay := func(d *engine.FunnelDay) {
		to := g.on(d.Day)
		to.Entrants, to.Converted, to.Dropped, to.Open, to.Mature = to.Entrants+d.Entrants, to.Converted+d.Converted, to.Dropped+d.Dropped, to.Open+d.Open,
			to.Mature+d.Mature
	}
	for i := range h.days {
		addDay(&h.days[i])
	}
	for _, d := range h.few {
		addDay(d)
	}
}

func (g *funnelGroup) count(f *funnel, p passage) {
	d := g.on(p.day)
	g.Entrants++
	d.Entrants++
	if p.over {
		g.Mature++
		d.Mature++
	}
	for i, at := range p.at {
		s := &g.Steps[i]
		s.Count++
		if at > p.at[0] {
			g.after[i].add(at - p.at[0])
		}
		if i > 0 && at > p.at[i-1] {
			g.since[i].add(at - p.at[i-1])
		}
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

func (m *memberData) newFunnel(ctx context.Context, q engine.FunnelQuery) (*funnel, error) {
	q, err := q.Resolve()
	if err != nil {
		return nil, err
	}
	f := &funnel{FunnelQuery: q, data: m, window: int64(q.Hours) * 3600e6, over: m.log.clock.over(q.Through)}
	for _, a := range q.Steps {
		x, err := m.step(a, q.Glossary)
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
	return f, f.prepare(ctx)
}

// prepare works out mask for kinds of events that need no look at the member,
// and which instants matter.
func (f *funnel) prepare(ctx context.Context) error {
	f.byKind = make([]uint64, len(f.data.log.kinds))
	activities := slices.Concat(f.steps, f.exclude)
	err := parallel(ctx, len(f.byKind), func(lo, hi int) {
		for k := lo; k < hi; k++ {
			if slices.ContainsFunc(activities, func(x *matcher) bool { return x.byKind[k] == ask }) {
				f.byKind[k] = dependent
			} else {
				f.byKind[k] = f.mask(0, uint32(k))
			}
		}
	})
	f.from, f.until, f.to = math.MinInt64, math.MaxInt64, math.MaxInt64
	clock := f.data.log.clock
	if !clock.steady || f.Range.Len() == 0 {
		return err
	}
	f.from, f.until = clock.over(f.Range.From-1), clock.over(f.Range.Last())
	if f.window > 0 {
		f.to = f.until + f.window
	} else {
		f.ends = make([]int64, f.Range.Len())
		for i := range f.ends {
			f.ends[i] = clock.over(f.Range.From + ops.Day(i+f.Days))
		}
		f.to = f.ends[len(f.ends)-1]
	}
	if days := f.data.log.base.days; days.Len() > 0 {
		f.cutBase = clock.over(days.From-1) < f.from || clock.over(days.Last()) > f.to
	}
	return err
}

// members returns those who may have entered.
func (f *funnel) members(ctx context.Context) ([]uint32, error) {
	entries := f.steps[:1]
	if f.Order == engine.OrderAny {
		entries = f.steps
	}
	return f.data.active(ctx, f.Range, entries...)
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

// deadline returns the last instant that may serve a try that began at start, on
// a steady clock.
func (f *funnel) deadline(start int64) int64 {
	if f.window > 0 {
		return start + f.window
	}
	return f.ends[f.data.log.clock.day(start)-f.Range.From] - 1
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
