package memory

import (
	"context"
	"slices"
	"sync"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// Groups implements engine.Communities. Cost: a look at the events of every
// member with a membership.
func (m *memberData) Groups(ctx context.Context, q engine.GroupsQuery) (*engine.Groups, error) {
	q, err := q.Resolve()
	if err != nil {
		return nil, err
	}
	out := &engine.Groups{}
	if q.Grain != ops.Whole {
		out.Buckets = m.log.clock.calendar.Buckets(q.Range, q.Grain)
	}
	sum := newCommunityTally(out.Buckets)
	var mu sync.Mutex
	err = eachCommunity(ctx, m, q, func(part *communityTally) {
		mu.Lock()
		defer mu.Unlock()
		if !sum.tooLarge() {
			sum.join(part)
		}
	}, out.Buckets)
	if err != nil {
		return nil, err
	}
	switch {
	case len(sum.both) > engine.MaxPairs:
		return nil, engine.TooManyPairs()
	case sum.tooLarge():
		return nil, engine.TooManyCells(engine.MaxCells)
	}
	out.Reach = sum.reach
	for code, g := range sum.groups {
		h := g.health(m.dict.names.Text(code))
		h.Others = engine.GroupOthers{Members: sum.reach - h.Members, Speakers: sum.speakers - g.speakers, Silent: sum.silent - g.silent}
		out.Groups = append(out.Groups, h)
	}
	slices.SortFunc(out.Groups, func(a, b engine.GroupHealth) int { return compareText(a.Group, b.Group) })
	for pair, n := range sum.both {
		a, b := m.dict.names.Text(pair[0]), m.dict.names.Text(pair[1])
		if a > b {
			a, b = b, a
		}
		out.Overlap = append(out.Overlap, engine.GroupOverlap{A: a, B: b, Both: n})
	}
	slices.SortFunc(out.Overlap, func(a, b engine.GroupOverlap) int {
		if c := compareText(a.A, b.A); c != 0 {
			return c
		}
		return compareText(a.B, b.B)
	})
	return out, nil
}

func compareText(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// eachCommunity tallies the members of all groups, in parts from several
// goroutines.
func eachCommunity(ctx context.Context, m *memberData, q engine.GroupsQuery, yield func(*communityTally), buckets []ops.Range) error {
	reader, err := m.newCommunityReader(q)
	if err != nil {
		return err
	}
	return parallel(ctx, m.log.members(), func(lo, hi int) {
		part := newCommunityTally(buckets)
		p := &groupPerson{}
		for member := uint32(lo); member < uint32(hi) && !part.tooLarge(); member++ {
			if reader.read(member, p) {
				part.add(q, p)
			}
		}
		yield(part)
	})
}

// communityTally counts the memberships of some members.
type communityTally struct {
	groups           map[uint32]*groupTally
	both             map[[2]uint32]int
	reach            int // persons in any group at the end; of them …
	speakers, silent int // … spoke in any of theirs, were active in none
	buckets          []ops.Range
	limit            int // of groups
}

// bucketCells is how many counts an engine.GroupBucket holds.
const bucketCells = 5

func newCommunityTally(buckets []ops.Range) *communityTally {
	return &communityTally{groups: map[uint32]*groupTally{}, both: map[[2]uint32]int{}, buckets: buckets,
		limit: engine.MaxCells / max(1, bucketCells*len(buckets))}
}

// tooLarge reports whether the answer has too many cells: it is not added to then.
func (t *communityTally) tooLarge() bool {
	return len(t.groups) > t.limit || len(t.both) > engine.MaxPairs
}

func (t *communityTally) of(group uint32) *groupTally {
	g, ok := t.groups[group]
	if !ok {
		g = &groupTally{first: ops.MaxDay, series: make([]engine.GroupBucket, len(t.buckets))}
		t.groups[group] = g
	}
	return g
}

// join adds another tally.
func (t *communityTally) join(part *communityTally) {
	t.reach += part.reach
	t.speakers += part.speakers
	t.silent += part.silent
	for pair, n := range part.both {
		t.both[pair] += n
	}
	for code, g := range part.groups {
		t.of(code).join(g)
	}
}

// add counts one member.
func (t *communityTally) add(q engine.GroupsQuery, p *groupPerson) {
	within := 0
	spoke, silent := false, true // in any of the groups the member is in
	for i := range p.groups {
		own := &p.groups[i]
		if !slices.ContainsFunc(own.spans, func(s memberSpan) bool { return s.from <= q.Range.Last() }) {
			continue
		}
		t.of(own.group).add(q, p, own, t.buckets)
		if !p.staff && own.at(q.Range.Last()) {
			within++
			spoke = spoke || own.spoken(q.Range) > 0
			silent = silent && p.silent(own, q.Range.Last())
			for j := range i {
				if other := &p.groups[j]; other.at(q.Range.Last()) {
					t.both[[2]uint32{min(own.group, other.group), max(own.group, other.group)}]++
				}
			}
		}
	}
	if within == 0 {
		return
	}
	t.reach++
	t.speakers += ifSo(spoke)
	t.silent += ifSo(silent)
	for i := range p.groups {
		if own := &p.groups[i]; own.at(q.Range.Last()) {
			g := t.groups[own.group]
			g.speakers += ifSo(spoke)
			g.silent += ifSo(silent)
		}
	}
}

func ifSo(is bool) int {
	if is {
		return 1
	}
	return 0
}

// groupTally is the counts of one group.
type groupTally struct {
	counts                 engine.GroupHealth // of members and memberships
	first                  ops.Day
	writers                []int
	lostAfter, seenThrough []int // memberships by days since joining: left, still there at the end
	series                 []engine.GroupBucket
	speakers, silent       int // members who are that in any of their groups
}

func (g *groupTally) join(o *groupTally) {
	g.first = min(g.first, o.first)
	h, x := &g.counts, &o.counts
	h.Start += x.Start
	h.Before += x.Before
	h.Joined += x.Joined
	h.Left += x.Left
	h.End += x.End
	h.Members += x.Members
	h.Speakers += x.Speakers
	h.Silent += x.Silent
	h.Messages += x.Messages
	h.Activatable += x.Activatable
	h.Activated += x.Activated
	h.Young += x.Young
	h.Regulars += x.Regulars
	h.Lost += x.Lost
	g.speakers += o.speakers
	g.silent += o.silent
	g.writers = append(g.writers, o.writers...)
	for days, n := range o.lostAfter {
		tally(&g.lostAfter, days, n)
	}
	for days, n := range o.seenThrough {
		tally(&g.seenThrough, days, n)
	}
	for i, b := range o.series {
		s := &g.series[i]
		s.Joined += b.Joined
		s.Left += b.Left
		s.Members += b.Members
		s.Speakers += b.Speakers
		s.Active += b.Active
	}
}

// health returns the group as the engine's answer has it.
func (g *groupTally) health(name string) engine.GroupHealth {
	h := g.counts
	h.Group, h.First = name, g.first
	slices.SortFunc(g.writers, func(a, b int) int { return b - a })
	h.Writers = g.writers
	left := 0
	for _, n := range g.lostAfter {
		left += n
	}
	for _, n := range g.seenThrough {
		left += n
	}
	for day := 0; left > 0; day++ {
		s := engine.SurvivalDay{Day: day, AtRisk: left}
		if day < len(g.lostAfter) {
			s.Lost = g.lostAfter[day]
		}
		if day < len(g.seenThrough) {
			s.Censored = g.seenThrough[day]
		}
		left -= s.Lost + s.Censored
		h.Tenure = append(h.Tenure, s)
	}
	if len(g.series) > 0 {
		h.Series = g.series
	}
	return h
}

// add counts one member of the group.
func (g *groupTally) add(q engine.GroupsQuery, p *groupPerson, own *personGroup, buckets []ops.Range) {
	last := q.Range.Last()
	h := &g.counts
	joined := false
	for _, s := range own.spans {
		if s.from > last {
			continue
		}
		joined = joined || s.from != alwaysThere
		g.first = min(g.first, max(s.from, own.earliest))
		if s.from < q.Range.From && s.to >= q.Range.From {
			h.Start++
			if s.from == alwaysThere {
				h.Before++
			}
		}
		if q.Range.Has(s.from) {
			h.Joined++
		}
		if q.Range.Has(s.to) {
			h.Left++
		}
		if s.to > last {
			h.End++
		}
		for i, b := range buckets {
			if b.Has(s.from) {
				g.series[i].Joined++
			}
			if b.Has(s.to) {
				g.series[i].Left++
			}
		}
		if p.staff || s.from == alwaysThere {
			continue
		}
		if s.to <= last {
			tally(&g.lostAfter, int(s.to-s.from), 1)
		} else {
			tally(&g.seenThrough, int(last-s.from), 1)
		}
		if q.Range.Has(s.from) {
			switch week := (ops.Range{From: s.from, To: s.from + engine.ActivationDays + 1}); {
			case week.Last() > q.Through:
				h.Young++
			default:
				h.Activatable++
				if p.active(own, week) {
					h.Activated++
				}
			}
		}
	}
	if p.staff {
		return
	}
	if joined && p.regular(own, last) {
		h.Regulars++
		if !p.active(own, ops.Range{From: last - engine.LostDays + 1, To: last + 1}) {
			h.Lost++
		}
	}
	if own.at(last) {
		h.Members++
		if n := own.spoken(q.Range); n > 0 {
			h.Speakers++
			h.Messages += n
			g.writers = append(g.writers, n)
		}
		if p.silent(own, last) {
			h.Silent++
		}
	}
	for i, b := range buckets {
		if !own.at(b.Last()) {
			continue
		}
		s := &g.series[i]
		s.Members++
		if own.spoken(b) > 0 {
			s.Speakers++
		}
		if p.active(own, b) {
			s.Active++
		}
	}
}
