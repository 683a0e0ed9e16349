package memory

import (
	"context"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// people fills g with a measure that counts members: Distinct, MemberDays or
// Repeat. Cells and groups, buckets and the total are counted apart, for a
// member in two groups is one member.
func (a *answer) people(ctx context.Context, g *grid) error {
	s := g.selection
	apart := newSubjectCount(g.measure, s.table.schema)
	joined := apart
	if len(s.by) > 0 {
		joined = newSubjectCount(g.measure, s.table.schema)
	}
	var space scratch
	bucket := 0
	g.byBucket = grown(g.byBucket, len(a.buckets))
	for _, seg := range s.table.in(a.query.Range) {
		if err := ctx.Err(); err != nil {
			return err
		}
		for seg.day >= a.buckets[bucket].To {
			bucket++
		}
		rows := s.find(seg, g.groups, &space)
		g.cells = grown(g.cells, len(g.groups.keys)*len(a.buckets))
		g.byGroup = grown(g.byGroup, len(g.groups.keys))
		subjects := seg.members
		if g.measure.Agg == ops.Distinct {
			subjects = seg.subjects(g.measure.Column)
		}
		for _, h := range rows {
			subject := subjects[h.row]
			if subject == 0 {
				continue
			}
			once, ever := apart.row(seg, h, uint32(h.group), subject, bucket)
			addRow(&g.cells[int(h.group)*len(a.buckets)+bucket], once)
			addRow(&g.byGroup[h.group], ever)
			if joined != apart {
				once, ever = joined.row(seg, h, 0, subject, bucket)
			}
			addRow(&g.byBucket[bucket], once)
			addRow(&g.total, ever)
		}
	}
	return nil
}

// addRow counts a row and, if counts, what it adds to the sum.
func addRow(c *engine.Cell, counts bool) {
	c.Rows++
	if counts {
		c.Sum++
	}
}

// subjectCount decides of each row whether it is the one that adds a subject
// (or a member's day) to the count of its group in a bucket, or of its group
// over all buckets. Rows come in order of day.
type subjectCount struct {
	agg       ops.Agg
	challenge int                  // run slot, or -1
	pairs     map[[2]uint32]uint32 // group and challenge → group of now
	span      int                  // the bucket or day that now is about
	now, ever subjectSet
	repeats   map[[2]uint32]repeats // by group and subject
	idents    map[[3]uint32]int     // by group, subject and text key: bucket + 1 in which last seen
}

// repeats are a member's rows (or orders) in the last bucket that has any, and
// in all.
type repeats struct{ bucket, in, all int }

func newSubjectCount(m *ops.Measure, s *schema) *subjectCount {
	c := &subjectCount{agg: m.Agg, challenge: -1}
	switch m.Agg {
	case ops.MemberDays:
		c.challenge = s.slot("challenge")
		c.pairs = map[[2]uint32]uint32{}
	case ops.Repeat:
		c.repeats = map[[2]uint32]repeats{}
		if s.ident >= 0 {
			c.idents = map[[3]uint32]int{}
		}
	}
	return c
}

// row takes in one row of a subject. once says that it counts in its bucket,
// ever that it counts over all.
func (c *subjectCount) row(seg *segment, h hit, group, subject uint32, bucket int) (once, ever bool) {
	switch c.agg {
	case ops.MemberDays:
		c.spanning(int(seg.day))
		once = c.now.add(c.withChallenge(seg, h, group), subject)
		return once, once
	case ops.Distinct:
		c.spanning(bucket)
		return c.now.add(group, subject), c.ever.add(group, subject)
	}
	return c.repeat(seg, h, group, subject, bucket)
}

// spanning forgets who was seen now when another bucket or day begins.
func (c *subjectCount) spanning(n int) {
	if c.span != n {
		c.span = n
		c.now.empty()
	}
}

// withChallenge returns a number for the group and the row's challenge.
func (c *subjectCount) withChallenge(seg *segment, h hit, group uint32) uint32 {
	if c.challenge < 0 {
		return group
	}
	pair := [2]uint32{group, seg.dims[c.challenge][h.run]}
	n, ok := c.pairs[pair]
	if !ok {
		n = uint32(len(c.pairs))
		c.pairs[pair] = n
	}
	return n
}

// repeat tells the second row (or order) of a member.
func (c *subjectCount) repeat(seg *segment, h hit, group, subject uint32, bucket int) (once, ever bool) {
	inBucket, inAll := true, true // whether the row is a new one there
	if c.idents != nil {
		id := [3]uint32{group, subject, seg.idents[h.row]}
		last := c.idents[id]
		inBucket, inAll = last != bucket+1, last == 0
		c.idents[id] = bucket + 1
	}
	key := [2]uint32{group, subject}
	r := c.repeats[key]
	if r.bucket != bucket {
		r.bucket, r.in = bucket, 0
	}
	if inBucket {
		r.in++
		once = r.in == 2
	}
	if inAll {
		r.all++
		ever = r.all == 2
	}
	c.repeats[key] = r
	return once, ever
}

// subjectSet is a set of subjects for every group: bits for the first groups,
// a map for the rest, so that many groups cannot take much memory.
type subjectSet struct {
	bits    [][]uint64
	touched [][2]uint32 // group and word that are not zero
	rest    map[[2]uint32]bool
}

// maxBitGroups is how many groups have bits: 32 MB for a million subjects.
const maxBitGroups = 256

// add puts a subject in and reports whether it was not there.
func (s *subjectSet) add(group, subject uint32) bool {
	if group >= maxBitGroups {
		key := [2]uint32{group, subject}
		if s.rest == nil {
			s.rest = map[[2]uint32]bool{}
		}
		known := s.rest[key]
		s.rest[key] = true
		return !known
	}
	for int(group) >= len(s.bits) {
		s.bits = append(s.bits, nil)
	}
	word, bit := subject/64, uint64(1)<<(subject%64)
	if n := int(word) + 1 - len(s.bits[group]); n > 0 {
		s.bits[group] = append(s.bits[group], make([]uint64, n)...)
	}
	at := &s.bits[group][word]
	if *at == 0 {
		s.touched = append(s.touched, [2]uint32{group, word})
	}
	known := *at&bit != 0
	*at |= bit
	return !known
}

// empty takes everything out.
func (s *subjectSet) empty() {
	for _, t := range s.touched {
		s.bits[t[0]][t[1]] = 0
	}
	s.touched = s.touched[:0]
	clear(s.rest)
}
