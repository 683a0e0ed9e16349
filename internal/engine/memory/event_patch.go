package memory

import (
	"context"
	"math/bits"
	"slices"
	"sync"

	"daybreak/internal/ops"
)

// eventPatch holds the events of some members in place of those that runs have
// of them, so that a change to old days costs what it touches.
type eventPatch struct {
	members []uint32 // ascending
	start   []uint32 // the events of members[i] are at[start[i]] … at[start[i+1]-1]
	at      []int64
	kind    []uint32

	has  []uint64 // bits of members by code
	rank []uint32 // how many members come before each word of has
}

// index makes has and rank.
func (p *eventPatch) index() {
	last := uint32(0)
	if n := len(p.members); n > 0 {
		last = p.members[n-1]
	}
	p.has, p.rank = make([]uint64, last/64+1), make([]uint32, last/64+1)
	for _, m := range p.members {
		p.has[m/64] |= 1 << (m % 64)
	}
	sum := 0
	for w, set := range p.has {
		p.rank[w] = uint32(sum)
		sum += bits.OnesCount64(set)
	}
}

// of returns the events of a member; ok is false where the runs have them.
func (p *eventPatch) of(member uint32) (at []int64, kind []uint32, ok bool) {
	w := member / 64
	if p == nil || int(w) >= len(p.has) || p.has[w]>>(member%64)&1 == 0 {
		return nil, nil, false
	}
	i := int(p.rank[w]) + bits.OnesCount64(p.has[w]<<(63-member%64)) - 1
	lo, hi := p.start[i], p.start[i+1]
	return p.at[lo:hi], p.kind[lo:hi], true
}

func (p *eventPatch) put(member uint32, at []int64, kind []uint32) {
	if len(p.start) == 0 {
		p.start = []uint32{0}
	}
	p.members = append(p.members, member)
	p.at, p.kind = append(p.at, at...), append(p.kind, kind...)
	p.start = append(p.start, uint32(len(p.at)))
}

// patchShare is what part of base a patch may grow to before the log is laid
// out anew.
const patchShare = 4

// patched returns base with other events on some days, all before the cut, and
// the members whose events differ, ascending; nil if so many do that the log
// is better laid out anew. Cost: a look at every member, and the events of
// those that differ now or did before.
func (l *eventLog) patched(ctx context.Context, fresh *looseEvents, days dayRanges) (*eventRuns, []uint32, error) {
	now := l.sorted(fresh)
	on := l.onDays(days)
	members := max(l.base.members(), now.members())
	changed := []uint32{}
	var mu sync.Mutex
	err := parallel(ctx, members, func(lo, hi int) {
		var own []uint32
		var b eventBuffer
		for m := uint32(lo); m < uint32(hi); m++ {
			at, kind := l.base.of(m)
			at, kind = on.among(at, kind, true, &b)
			at2, kind2 := now.of(m)
			if !slices.Equal(at, at2) || !slices.Equal(kind, kind2) {
				own = append(own, m)
			}
		}
		mu.Lock()
		defer mu.Unlock()
		changed = append(changed, own...)
	})
	if err != nil {
		return nil, nil, err
	}
	slices.Sort(changed)
	var old eventPatch
	if l.base.patch != nil {
		old = *l.base.patch
	}
	size := len(old.at) + fresh.n
	for _, m := range changed {
		at, _ := l.base.of(m)
		size += len(at)
	}
	if size > 1<<16+len(l.base.at)/patchShare {
		return nil, nil, nil
	}
	p := &eventPatch{}
	count := &eventCount{log: l, rows: slices.Clone(l.base.rows), first: slices.Clone(l.base.first), days: l.base.days}
	var b eventBuffer
	for i, j := 0, 0; i < len(changed) || j < len(old.members); {
		if i == len(changed) || j < len(old.members) && old.members[j] < changed[i] {
			m := old.members[j]
			at, kind, _ := old.of(m)
			p.put(m, at, kind)
			j++
			continue
		}
		m := changed[i]
		if j < len(old.members) && old.members[j] == m {
			j++
		}
		i++
		at, kind := l.base.of(m)
		count.less(on.among(at, kind, true, &b))
		at, kind = on.among(at, kind, false, &b)
		more, kinds := now.of(m)
		count.more(more, kinds)
		at, kind = slices.Concat(at, more), slices.Concat(kind, kinds)
		l.sort(at, kind)
		p.put(m, at, kind)
	}
	p.index()
	r := &eventRuns{start: l.base.start, at: l.base.at, kind: l.base.kind, patch: p, rows: count.rows, first: count.first, days: count.days}
	if count.lost {
		r.count(l)
	}
	return r, changed, nil
}

// onDays tells the events of some days from others.
type onDays struct {
	log      *eventLog
	days     dayRanges
	from, to int64 // instants of the days, if they are one range and days follow each other
}

func (l *eventLog) onDays(days dayRanges) *onDays {
	o := &onDays{log: l, days: days}
	if len(days) == 1 && l.clock.steady {
		o.from, o.to = l.clock.over(days[0].From-1), l.clock.over(days[0].Last())
	}
	return o
}

// among returns those of a member's events that lie on the days, or the
// others. The slices hold until the buffer is used again.
func (o *onDays) among(at []int64, kind []uint32, on bool, b *eventBuffer) ([]int64, []uint32) {
	if o.from < o.to && on {
		return cutEvents(at, kind, o.from, o.to)
	}
	b.at, b.kind = b.at[:0], b.kind[:0]
	for i, t := range at {
		if o.days.has(o.log.clock.day(t)) == on {
			b.at, b.kind = append(b.at, t), append(b.kind, kind[i])
		}
	}
	return b.at, b.kind
}

// eventCount takes stock of events that come and go.
type eventCount struct {
	log   *eventLog
	rows  []int
	first []ops.Day
	days  ops.Range
	lost  bool // an event went that may have been a first or last one: count anew
}

func (c *eventCount) more(at []int64, kind []uint32) {
	for i, k := range kind {
		e, d := c.log.kinds[k].event, c.log.clock.day(at[i])
		for int(e) >= len(c.rows) {
			c.rows, c.first = append(c.rows, 0), append(c.first, ops.MaxDay)
		}
		c.rows[e]++
		c.first[e] = min(c.first[e], d)
		c.days = c.days.Or(ops.Range{From: d, To: d + 1})
	}
}

func (c *eventCount) less(at []int64, kind []uint32) {
	for i, k := range kind {
		e, d := c.log.kinds[k].event, c.log.clock.day(at[i])
		c.rows[e]--
		c.lost = c.lost || d == c.first[e] || d == c.days.From || d == c.days.Last()
	}
}
