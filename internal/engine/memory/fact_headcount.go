package memory

import (
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// keep returns what work makes of a segment for the question key, which is
// worked out once. The answers to questions of different kinds have keys of
// different types.
func keep[K comparable, A any](s *segment, key K, work func() *A) *A {
	if known, ok := s.kept.Load(key); ok {
		return known.(*A)
	}
	known, _ := s.kept.LoadOrStore(key, work())
	return known.(*A)
}

// headcount is how the rows of a segment count in a question about members that
// has no filters.
type headcount struct {
	groups []groupHeads
	all    engine.Cell // of the day
}

// groupHeads is one group of a headcount.
type groupHeads struct {
	key   groupKey
	cell  engine.Cell // of the day
	spans []rowSpan   // its rows, where subjects are counted over several days
}

// rowSpan are the rows from … to-1 of a segment.
type rowSpan struct{ from, to uint32 }

// headcountKey is the question.
type headcountKey struct {
	agg          ops.Agg
	column, rows string // rows is conditionKey
	by           int    // slot, or -1
}

// question returns the one pointer that stands for the question.
func (s *schema) question(key headcountKey) *headcountKey {
	known, _ := s.questions.LoadOrStore(key, &key)
	return known.(*headcountKey)
}

// addHeadcount counts the rows of a segment.
func (p *peopleCount) addHeadcount(seg *segment) {
	g := p.grid
	t := keep(seg, p.question, func() *headcount { return p.headcount(seg) })
	for i := range t.groups {
		g.groups.group(t.groups[i].key)
	}
	p.grow()
	if p.question.agg == ops.MemberDays {
		for i := range t.groups {
			group, c := int(g.groups.group(t.groups[i].key)), t.groups[i].cell
			cell := &g.cells[group*len(p.buckets)+p.bucket]
			*cell = cell.Plus(c)
			g.byGroup[group] = g.byGroup[group].Plus(c)
		}
		g.byBucket[p.bucket] = g.byBucket[p.bucket].Plus(t.all)
		g.total = g.total.Plus(t.all)
		return
	}
	daily := p.query.Grain == ops.Daily && !p.whole // then a bucket has one segment, and its sums are known
	subjects := seg.subjects(g.measure.Column)
	for i := range t.groups {
		group, c := int(g.groups.group(t.groups[i].key)), t.groups[i].cell
		if !daily {
			c.Sum = 0
		}
		p.addDistinct(group, c)
		for _, s := range t.groups[i].spans {
			p.mark(group, subjects[s.from:s.to])
			if !daily && !p.whole {
				p.put(group, subjects[s.from:s.to])
			}
		}
	}
	bucket := &g.byBucket[p.bucket]
	bucket.Rows += t.all.Rows
	g.total.Rows += t.all.Rows
	if daily {
		bucket.Sum = t.all.Sum
	}
}

// headcount counts the rows of a segment as if it were all there is.
func (p *peopleCount) headcount(seg *segment) *headcount {
	day := *p.answer
	// Two buckets, so that the first is counted by itself.
	day.buckets = []ops.Range{{From: seg.day, To: seg.day + 1}, {From: seg.day + 1, To: seg.day + 2}}
	own := *p.grid.choice
	own.groups = own.groups.fresh()
	g := &grid{choice: &own, measure: p.grid.measure}
	one := newPeopleCount(&day, g)
	one.oneDay = true
	one.add(seg)
	t := &headcount{groups: make([]groupHeads, len(own.groups.keys)), all: g.byBucket[0]}
	for group, key := range own.groups.keys {
		t.groups[group] = groupHeads{key: key, cell: g.cells[group*len(day.buckets)]}
	}
	if p.question.agg != ops.Distinct {
		return t
	}
	for r, group := range one.scratch.groups {
		if group == rejected {
			continue
		}
		from, to := seg.start[r], seg.start[r+1]
		spans := &t.groups[group].spans
		if n := len(*spans); n > 0 && (*spans)[n-1].to == from {
			(*spans)[n-1].to = to
		} else {
			*spans = append(*spans, rowSpan{from, to})
		}
	}
	return t
}

// twinsKey is conditionKey of the measures that ask for twins.
type twinsKey string

// twins tell the rows of a segment that meet some conditions and whose member
// has other such rows on the day from those of members with just one.
type twins struct {
	alone []uint32 // by run, how many rows are the only ones of their members
	rows  []hit    // the others, in order of run
}

// twinsOf returns the twins among the rows that the selection where, which is
// not finest and whose key is given, keeps. They are worked out once.
func (s *segment) twinsOf(key string, where *selection) *twins {
	return keep(s, twinsKey(key), func() *twins { return s.findTwins(where) })
}

func (s *segment) findTwins(where *selection) *twins {
	t := &twins{alone: make([]uint32, len(s.start)-1)}
	passed := where.passing(&s.runs, len(t.alone), nil)
	var seen, again subjectSet
	each := func(f func(row, run uint32, member uint32)) {
		for r, p := range passed {
			if p == rejected {
				continue
			}
			for row := s.start[r]; row < s.start[r+1]; row++ {
				if m := s.members[row]; m != 0 {
					f(row, uint32(r), m)
				}
			}
		}
	}
	each(func(_, _, m uint32) {
		if !seen.add(0, m) {
			again.add(0, m)
		}
	})
	each(func(row, run, m uint32) {
		if again.has(0, m) {
			t.rows = append(t.rows, hit{row: row, run: run})
		} else {
			t.alone[run]++
		}
	})
	return t
}
