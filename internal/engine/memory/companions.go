package memory

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// Companions implements engine.Communities. Cost: a look at the events of every
// member who may have joined in the range.
func (m *memberData) Companions(ctx context.Context, q engine.CompanionsQuery) (*engine.Companions, error) {
	c, err := m.newCompanions(q)
	if err != nil {
		return nil, err
	}
	members, err := m.joiners(ctx, c.join, c.query.Range)
	if err != nil {
		return nil, err
	}
	cells := map[companionKey]*engine.CompanionCell{}
	left := 0
	var mu sync.Mutex
	err = parallel(ctx, len(members), func(lo, hi int) {
		own, ownLeft := map[companionKey]*engine.CompanionCell{}, 0
		var b eventBuffer
		for _, member := range members[lo:hi] {
			key, kept, state := c.of(member, &b)
			switch state {
			case companionYoung:
				ownLeft++
			case companionCounted:
				addCompanion(own, key, 1, kept)
			}
		}
		mu.Lock()
		defer mu.Unlock()
		left += ownLeft
		for key, cell := range own {
			addCompanion(cells, key, cell.Members, cell.Kept)
		}
	})
	if err != nil {
		return nil, err
	}
	out := &engine.Companions{Left: left}
	for key, cell := range cells {
		x := *cell
		x.Early, x.Alive, x.Mask = key.early, key.alive, key.mask
		if c.by != nil {
			x.Group = c.by.text(key.group)
		}
		out.Cells = append(out.Cells, x)
	}
	slices.SortFunc(out.Cells, func(a, b engine.CompanionCell) int {
		alive := 0
		if a.Alive != b.Alive {
			alive = 1
			if b.Alive {
				alive = -1
			}
		}
		return cmp.Or(cmp.Compare(a.Group, b.Group), cmp.Compare(a.Early, b.Early), alive, cmp.Compare(a.Mask, b.Mask))
	})
	return out, nil
}

func addCompanion(cells map[companionKey]*engine.CompanionCell, key companionKey, members, kept int) {
	cell, ok := cells[key]
	if !ok {
		cell = &engine.CompanionCell{}
		cells[key] = cell
	}
	cell.Members += members
	cell.Kept += kept
}

// companionKey names a stratum.
type companionKey struct {
	group uint32
	early int
	alive bool
	mask  uint
}

// What a member is to a CompanionsQuery.
const (
	companionOther   = iota // did not join in the range, or its join does not meet the filter
	companionYoung          // its outcome is not known yet
	companionCounted        // is in a stratum
)

// companions is a CompanionsQuery made ready.
type companions struct {
	data   *memberData
	query  engine.CompanionsQuery
	join   *matcher // nil: the member's join
	kinds  [][]*matcher
	back   *matcher
	by     *trait
	filter []*condition
}

func (m *memberData) newCompanions(q engine.CompanionsQuery) (_ *companions, err error) {
	c := &companions{data: m}
	if c.query, err = q.Resolve(); err != nil {
		return nil, err
	}
	if q = c.query; q.Join.Event != "" {
		if c.join, err = m.activity(q.Join); err != nil {
			return nil, err
		}
	}
	for _, kind := range q.Kinds {
		var list []*matcher
		for _, a := range kind {
			x, err := m.activity(a)
			if err != nil {
				return nil, err
			}
			list = append(list, x)
		}
		c.kinds = append(c.kinds, list)
	}
	if c.back, err = m.activity(q.Return); err != nil {
		return nil, err
	}
	if q.By != "" {
		if c.by, err = m.trait(q.By); err != nil {
			return nil, err
		}
	}
	c.filter, err = m.conditions(q.Filter)
	return c, err
}

// of returns a member's stratum and whether it was kept (0 or 1).
func (c *companions) of(member uint32, b *eventBuffer) (key companionKey, kept, state int) {
	times, kinds := c.data.log.of(member, b)
	e, ok := c.data.joinedBy(c.join, member, times, kinds)
	if !ok || !c.query.Range.Has(e.day) || !meets(c.filter, member, e.kind) {
		return key, 0, companionOther
	}
	if e.day+ops.Day(c.query.Outcome[1]) > c.query.Through {
		return key, 0, companionYoung
	}
	if c.by != nil {
		key.group = c.by.code(member, e.kind)
	}
	key.alive = c.query.Alive[1] < c.query.Alive[0]
	var early [7]bool
	within := func(days [2]int, n int) bool { return days[0] <= n && n <= days[1] }
	for i, k := range kinds {
		n := int(c.data.log.clock.day(times[i]) - e.day)
		if n < 0 {
			continue
		}
		if c.back.match(member, k) {
			if n < len(early) {
				early[n] = true
			}
			key.alive = key.alive || within(c.query.Alive, n)
			if within(c.query.Outcome, n) {
				kept = 1
			}
		}
		if !within(c.query.Touched, n) {
			continue
		}
		for bit, kind := range c.kinds {
			if slices.ContainsFunc(kind, func(x *matcher) bool { return x.match(member, k) }) {
				key.mask |= 1 << bit
			}
		}
	}
	for _, is := range early {
		if is {
			key.early++
		}
	}
	return key, kept, companionCounted
}
