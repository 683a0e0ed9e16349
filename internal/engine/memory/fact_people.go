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
			once, ever := apart.row(seg, h, subjectKey{group: uint32(h.group), subject: subject}, bucket)
			addRow(&g.cells[int(h.group)*len(a.buckets)+bucket], once)
			addRow(&g.byGroup[h.group], ever)
			if joined != apart {
				once, ever = joined.row(seg, h, subjectKey{subject: subject}, bucket)
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

// subjectCount decides of each row whether it is the one that adds a member (or
// a member's day) to the count of its group in a bucket, or of its group over
// all buckets. Rows come in order of bucket.
type subjectCount struct {
	agg       ops.Agg
	challenge int // run slot, or -1
	seen      map[subjectKey]seen
	idents    map[identKey]int // bucket + 1 in which last seen
}

type subjectKey struct{ group, challenge, subject uint32 }

type identKey struct {
	subjectKey
	ident uint32
}

// seen is what is known of a subject in a group: the last bucket (or day) with
// a row, and the rows (or orders) in it and in all.
type seen struct {
	last    int
	in, all int32
}

func newSubjectCount(m *ops.Measure, s *schema) *subjectCount {
	c := &subjectCount{agg: m.Agg, challenge: -1, seen: map[subjectKey]seen{}}
	if m.Agg == ops.MemberDays {
		c.challenge = s.slot("challenge")
	}
	if m.Agg == ops.Repeat && s.ident >= 0 {
		c.idents = map[identKey]int{}
	}
	return c
}

// row takes in one row. once says that it counts in its bucket, ever that it
// counts over all.
func (c *subjectCount) row(seg *segment, h hit, key subjectKey, bucket int) (once, ever bool) {
	switch c.agg {
	case ops.MemberDays:
		if c.challenge >= 0 {
			key.challenge = seg.dims[c.challenge][h.run]
		}
		day := int(seg.day)
		once = c.seen[key].last != day
		if once {
			c.seen[key] = seen{last: day}
		}
		return once, once
	case ops.Distinct:
		last := c.seen[key].last
		if last != bucket+1 {
			c.seen[key] = seen{last: bucket + 1}
		}
		return last != bucket+1, last == 0
	default:
		return c.repeat(key, seg, h, bucket)
	}
}

// repeat tells the second row (or order) of a member.
func (c *subjectCount) repeat(key subjectKey, seg *segment, h hit, bucket int) (once, ever bool) {
	inBucket, inAll := true, true // whether the row is a new one there
	if c.idents != nil {
		id := identKey{key, seg.idents[h.row]}
		last := c.idents[id]
		inBucket, inAll = last != bucket+1, last == 0
		c.idents[id] = bucket + 1
	}
	s := c.seen[key]
	if s.last != bucket+1 {
		s.last, s.in = bucket+1, 0
	}
	if inBucket {
		s.in++
		once = s.in == 2
	}
	if inAll {
		s.all++
		ever = s.all == 2
	}
	c.seen[key] = s
	return once, ever
}
