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
	p := &peopleCount{answer: a, grid: g, apart: newSubjectCount(g.measure, s.table.schema)}
	p.joined = p.apart
	if len(s.by) > 0 {
		p.joined = newSubjectCount(g.measure, s.table.schema)
	}
	subjects := a.facts.dict.members.Len()
	if g.measure.Column != "" {
		subjects = s.table.schema.idents.Len()
	}
	p.apart.subjects, p.joined.subjects = subjects, subjects
	read := p.addRows
	if !s.finest {
		switch g.measure.Agg {
		case ops.MemberDays:
			p.where, _ = newSelection(s.table, nil, "", g.measure.Where)
			p.key = conditionKey(g.measure)
			read = p.addDays
		case ops.Distinct:
			read = p.addRuns
			p.apart.single, p.joined.single = len(a.buckets) == 1, len(a.buckets) == 1
		}
	}
	g.byBucket = grown(g.byBucket, len(a.buckets))
	for _, seg := range s.table.in(a.query.Range) {
		if err := ctx.Err(); err != nil {
			return err
		}
		for seg.day >= a.buckets[p.bucket].To {
			p.bucket++
		}
		read(seg)
	}
	return nil
}

// peopleCount is a measure that counts members at work.
type peopleCount struct {
	*answer
	grid          *grid
	apart, joined *subjectCount // by group, and all groups together
	bucket        int           // of the segment being read
	scratch       scratch
	where         *selection // the measure's own conditions, and their key
	key           string
}

// addRows counts the rows of a segment one by one.
func (p *peopleCount) addRows(seg *segment) {
	g := p.grid
	rows := g.selection.find(seg, g.groups, &p.scratch)
	p.grow()
	subjects := seg.members
	if g.measure.Agg == ops.Distinct {
		subjects = seg.subjects(g.measure.Column)
	}
	for _, h := range rows {
		if subjects[h.row] != 0 {
			p.add(seg, h, subjects[h.row])
		}
	}
}

// grow makes room for the groups there are now.
func (p *peopleCount) grow() {
	g := p.grid
	g.cells = grown(g.cells, len(g.groups.keys)*len(p.buckets))
	g.byGroup = grown(g.byGroup, len(g.groups.keys))
}

// add counts one row of a subject.
func (p *peopleCount) add(seg *segment, h hit, subject uint32) {
	g := p.grid
	once, ever := p.apart.row(seg, h, uint32(h.group), subject, p.bucket)
	addRow(&g.cells[int(h.group)*len(p.buckets)+p.bucket], once)
	addRow(&g.byGroup[h.group], ever)
	if p.joined != p.apart {
		once, ever = p.joined.row(seg, h, 0, subject, p.bucket)
	}
	addRow(&g.byBucket[p.bucket], once)
	addRow(&g.total, ever)
}

// addDays counts the members' days of a segment: a row counts if its member
// has no other row on the day, and only the others need a closer look.
func (p *peopleCount) addDays(seg *segment) {
	g := p.grid
	twins := seg.twinsOf(p.key, p.where)
	groups := g.selection.grouped(&seg.runs, len(seg.start)-1, g.groups, p.scratch.groups)
	p.scratch.groups = groups
	p.grow()
	for r, group := range groups {
		if group == rejected || twins.alone[r] == 0 {
			continue
		}
		c := engine.Cell{Sum: int64(twins.alone[r]), Rows: int64(twins.alone[r])}
		cell := &g.cells[int(group)*len(p.buckets)+p.bucket]
		*cell = plus(*cell, c)
		g.byGroup[group] = plus(g.byGroup[group], c)
		g.byBucket[p.bucket] = plus(g.byBucket[p.bucket], c)
		g.total = plus(g.total, c)
	}
	for _, h := range twins.rows {
		if h.group = groups[h.run]; h.group != rejected {
			p.add(seg, h, seg.members[h.row])
		}
	}
}

// addRuns counts the distinct subjects of a segment run by run.
func (p *peopleCount) addRuns(seg *segment) {
	g := p.grid
	subjects := seg.subjects(g.measure.Column)
	groups := g.selection.grouped(&seg.runs, len(seg.start)-1, g.groups, p.scratch.groups)
	p.scratch.groups = groups
	p.grow()
	p.apart.spanning(p.bucket)
	p.joined.spanning(p.bucket)
	for r, group := range groups {
		if group == rejected {
			continue
		}
		run := subjects[seg.start[r]:seg.start[r+1]]
		once, ever, rows := p.apart.run(uint32(group), run)
		cell := &g.cells[int(group)*len(p.buckets)+p.bucket]
		*cell = plus(*cell, engine.Cell{Sum: once, Rows: rows})
		g.byGroup[group] = plus(g.byGroup[group], engine.Cell{Sum: ever, Rows: rows})
		if p.joined != p.apart {
			once, ever, _ = p.joined.run(0, run)
		}
		g.byBucket[p.bucket] = plus(g.byBucket[p.bucket], engine.Cell{Sum: once, Rows: rows})
		g.total = plus(g.total, engine.Cell{Sum: ever, Rows: rows})
	}
}

// twins tell the rows of a segment that meet some conditions and whose member
// has other such rows on the day from those of members with just one.
type twins struct {
	alone []uint32 // by run, how many rows are the only ones of their members
	rows  []hit    // the others, in order of run
}

// twinsOf returns the twins among the rows that the selection where, which is
// not finest and whose key is given, keeps. They are worked out once.
func (s *segment) twinsOf(key string, where *selection) *twins {
	if known, ok := s.twins.Load(key); ok {
		return known.(*twins)
	}
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
	known, _ := s.twins.LoadOrStore(key, t)
	return known.(*twins)
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
	subjects  int                  // above every subject of a run
	challenge int                  // run slot, or -1
	pairs     map[[2]uint32]uint32 // group and challenge → group of now
	span      int                  // the bucket or day that now is about
	last      [3]uint32            // group, challenge and number of the pair asked for last
	single    bool                 // there is one bucket: now is ever, and not kept
	now, ever subjectSet
	repeats   map[[2]uint32]repeats // by group and subject
	idents    map[[3]uint32]int     // by group, subject and text key: bucket + 1 in which last seen
}

// repeats are a member's rows (or orders) in the last bucket that has any, and
// in all.
type repeats struct{ bucket, in, all int }

func newSubjectCount(m *ops.Measure, s *schema) *subjectCount {
	c := &subjectCount{agg: m.Agg, challenge: -1, ever: subjectSet{forever: true}}
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

// run takes in rows of one group, of the bucket that now is about, for
// Distinct: how many count in the bucket and over all, and how many rows have
// a subject.
func (c *subjectCount) run(group uint32, subjects []uint32) (once, ever, rows int64) {
	if group >= maxBitGroups {
		return c.runApart(group, subjects)
	}
	rows = int64(len(subjects))
	all := c.ever.room(group, c.subjects)
	if c.single {
		for _, subject := range subjects {
			if subject == 0 {
				rows--
			}
			at, bit := subject/64, subject%64
			ever += int64(^all[at] >> bit & 1)
			all[at] |= 1 << bit
		}
		return ever, ever, rows
	}
	now := c.now.room(group, c.subjects)
	c.now.note(group, subjects)
	for _, subject := range subjects {
		if subject == 0 {
			rows--
		}
		at, bit := subject/64, subject%64
		once += int64(^now[at] >> bit & 1)
		now[at] |= 1 << bit
		ever += int64(^all[at] >> bit & 1)
		all[at] |= 1 << bit
	}
	return once, ever, rows
}

// runApart is run for a group without bits.
func (c *subjectCount) runApart(group uint32, subjects []uint32) (once, ever, rows int64) {
	for _, subject := range subjects {
		if subject == 0 {
			continue
		}
		rows++
		// Who is new at all is new now.
		if !c.single && !c.now.add(group, subject) {
			continue
		}
		once++
		if c.ever.add(group, subject) {
			ever++
		}
	}
	if c.single {
		once = ever
	}
	return once, ever, rows
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
	if len(c.pairs) > 0 && c.last[0] == pair[0] && c.last[1] == pair[1] {
		return c.last[2]
	}
	n, ok := c.pairs[pair]
	if !ok {
		n = uint32(len(c.pairs))
		c.pairs[pair] = n
	}
	c.last = [3]uint32{pair[0], pair[1], n}
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
	forever bool // it is never emptied
	bits    []subjectBits
	filled  []uint32 // groups with bits that were put in since it was emptied
	rest    map[[2]uint32]bool
}

// subjectBits are the subjects of one group, with what is needed to take them
// out again.
type subjectBits struct {
	words []uint64
	runs  [][]uint32 // subjects put in together …
	some  []uint32   // … and one by one
	put   int        // how many
}

// maxBitGroups is how many groups have bits: 32 MB for a million subjects.
const maxBitGroups = 256

// room returns the bits of one of the first groups, for subjects below n. That
// of subject 0, who is nobody, is set.
func (s *subjectSet) room(group uint32, n int) []uint64 {
	for int(group) >= len(s.bits) {
		s.bits = append(s.bits, subjectBits{})
	}
	b := &s.bits[group]
	if more := n/64 + 1 - len(b.words); more > 0 {
		b.words = append(b.words, make([]uint64, more)...)
	}
	b.words[0] |= 1
	return b.words
}

// note says that subjects are put into the room of a group.
func (s *subjectSet) note(group uint32, subjects []uint32) {
	b := &s.bits[group]
	if b.put == 0 {
		s.filled = append(s.filled, group)
	}
	b.runs = append(b.runs, subjects)
	b.put += len(subjects)
}

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
		s.bits = append(s.bits, subjectBits{})
	}
	b := &s.bits[group]
	word, bit := int(subject/64), uint64(1)<<(subject%64)
	if more := word + 1 - len(b.words); more > 0 {
		b.words = append(b.words, make([]uint64, more)...)
	}
	if b.words[word]&bit != 0 {
		return false
	}
	b.words[word] |= bit
	if !s.forever {
		if b.put == 0 {
			s.filled = append(s.filled, group)
		}
		b.some = append(b.some, subject)
		b.put++
	}
	return true
}

// has reports whether a subject of one of the first groups is in.
func (s *subjectSet) has(group, subject uint32) bool {
	return int(group) < len(s.bits) && int(subject/64) < len(s.bits[group].words) && s.bits[group].words[subject/64]>>(subject%64)&1 == 1
}

// empty takes everything out.
func (s *subjectSet) empty() {
	for _, group := range s.filled {
		s.bits[group].empty()
	}
	s.filled = s.filled[:0]
	clear(s.rest)
}

// empty costs no more than to put everything in did, nor than all words.
func (b *subjectBits) empty() {
	if b.put > len(b.words)/4 {
		clear(b.words)
	} else {
		for _, run := range b.runs {
			for _, subject := range run {
				b.words[subject/64] = 0
			}
		}
		for _, subject := range b.some {
			b.words[subject/64] = 0
		}
	}
	clear(b.runs)
	b.runs, b.some, b.put = b.runs[:0], b.some[:0], 0
}
