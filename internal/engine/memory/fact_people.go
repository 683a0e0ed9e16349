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
	apart := newMemberCount(g.measure.Agg, s.table.schema)
	joined := apart
	if len(a.by) > 0 {
		joined = newMemberCount(g.measure.Agg, s.table.schema)
	}
	var rows []hit
	var scratch []int32
	bucket := 0
	g.byBucket = grown(g.byBucket, len(a.buckets))
	for _, seg := range s.table.in(a.query.Range) {
		if err := ctx.Err(); err != nil {
			return err
		}
		for seg.day >= a.buckets[bucket].To {
			bucket++
		}
		rows, scratch = s.hits(seg, a.groups, rows[:0], scratch)
		g.cells = grown(g.cells, len(a.groups.keys)*len(a.buckets))
		g.byGroup = grown(g.byGroup, len(a.groups.keys))
		for _, h := range rows {
			if seg.members[h.row] == 0 {
				continue
			}
			once, ever := apart.row(seg, h, uint32(h.group), bucket)
			addRow(&g.cells[int(h.group)*len(a.buckets)+bucket], once)
			addRow(&g.byGroup[h.group], ever)
			if joined != apart {
				once, ever = joined.row(seg, h, 0, bucket)
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

// memberCount decides of each row whether it is the one that adds a member (or
// a member's day) to the count of its group in a bucket, or of its group over
// all buckets. Rows come in order of bucket.
type memberCount struct {
	agg       ops.Agg
	schema    *schema
	challenge int // run slot, or -1
	seen      map[memberKey]seen
	idents    map[identKey]int // bucket + 1 in which last seen
}

type memberKey struct{ group, challenge, member uint32 }

type identKey struct {
	memberKey
	ident uint32
}

// seen is what is known of a member in a group: the last bucket (or day) with
// a row, and the rows (or orders) in it and in all.
type seen struct {
	last    int
	in, all int32
}

func newMemberCount(agg ops.Agg, s *schema) *memberCount {
	c := &memberCount{agg: agg, schema: s, challenge: -1, seen: map[memberKey]seen{}}
	if agg == ops.MemberDays {
		c.challenge = s.slot("challenge")
	}
	if agg == ops.Repeat && s.ident >= 0 {
		c.idents = map[identKey]int{}
	}
	return c
}

// row takes in one row. once says that it counts in its bucket, ever that it
// counts over all.
func (c *memberCount) row(seg *segment, h hit, group uint32, bucket int) (once, ever bool) {
	key := memberKey{group: group, member: seg.members[h.row]}
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
func (c *memberCount) repeat(key memberKey, seg *segment, h hit, bucket int) (once, ever bool) {
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
