package memory

import (
	"context"
	"slices"
	"sync"

	"daybreak/internal/ops"
)

// simple reports whether the bits of days are enough to answer: everybody
// begins with the first check-in, days are the workspace's, and the first day
// missed ends it.
func (c *challenge) simple() bool {
	return c.enrol == nil && c.Start == 0 && c.Grace == 0 && c.clock == c.data.log.clock &&
		c.MakeUp == 0 && c.Silence == 1 && c.Need == c.Length
}

// byMatrix follows all who began on a day at once: those still in it are a row
// of bits, and each day of the challenge keeps only those who came.
func (c *challenge) byMatrix(ctx context.Context) (map[uint32]*challengeGroup, error) {
	x, err := c.data.matrix(ctx, c.checkIn)
	if err != nil {
		return nil, err
	}
	g, err := c.data.entryGroups(ctx, x, c.entry, c.by)
	if err != nil {
		return nil, err
	}
	groups := map[uint32]*challengeGroup{}
	var mu sync.Mutex
	starts := c.Range.And(x.days())
	return groups, parallel(ctx, starts.Len(), func(lo, hi int) {
		own := map[uint32]*challengeGroup{}
		p := entryPicker{entryGroups: g}
		for i := lo; i < hi; i++ {
			c.follow(own, &p, starts.From+ops.Day(i))
		}
		mu.Lock()
		defer mu.Unlock()
		merge(groups, own)
	})
}

// follow counts those who began on a day.
func (c *challenge) follow(groups map[uint32]*challengeGroup, g *entryPicker, start ops.Day) {
	lo, hi := g.matrix.words(ops.Range{From: start, To: start + 1})
	g.pick(lo, hi)
	to := make([]*challengeGroup, len(g.groups)) // by place in g.groups
	left := slices.Clone(g.sizes)
	for i, code := range g.groups {
		if groups[code] == nil {
			groups[code] = &challengeGroup{}
		}
		to[i] = groups[code]
	}
	known := min(c.Length, max(0, int(c.known-start)+1))
	still := slices.Clone(g.picked)
	for n := range known {
		d := start + ops.Day(n)
		if slices.Contains(c.Rest, int(d.Weekday())) {
			continue
		}
		andInto(still, g.matrix.part(ops.Range{From: d, To: d + 1}, lo, hi))
		for i, now := range g.count(still) {
			to[i].lost.add(n+1, int(left[i]-now))
			left[i] = now
		}
	}
	for i, t := range to {
		t.Enrolled += int(g.sizes[i])
		t.censored.add(known, int(left[i]))
		if known < c.Length {
			t.Open += int(g.sizes[i])
		} else {
			t.Perfect += int(left[i])
			t.Enough += int(left[i])
		}
	}
}
