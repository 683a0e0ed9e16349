package memory

import (
	"context"
	"fmt"
	"slices"

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
	p.subjects = a.facts.dict.members.Len()
	p.everybody = g.measure.Column == "" && s.table.schema.record.Columns[s.table.schema.member].Required
	if g.measure.Column != "" {
		p.subjects = s.table.schema.idents.Len()
	}
	read := p.addRows
	if !s.finest {
		switch g.measure.Agg {
		case ops.MemberDays:
			p.where, _ = newSelection(s.table, nil, "", g.measure.Where)
			p.key = conditionKey(g.measure)
			read = p.addDays
		case ops.Distinct:
			read = p.addRuns
			p.whole = len(a.buckets) == 1
			if a.query.Grain == ops.Daily && len(a.query.Filter) == 0 && len(s.by) <= 1 && !p.whole {
				p.key = fmt.Sprintf("%s %q by %v", conditionKey(g.measure), g.measure.Column, s.by)
			}
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
	if !s.finest && g.measure.Agg == ops.Distinct {
		p.finish()
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
	where         *selection // the measure's own conditions, where members are told by day
	key           string     // of what a segment keeps for the measure; "" if nothing
	subjects      int        // above every subject
	everybody     bool       // every row has a subject
	whole         bool       // there is one bucket
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
	counted := p.whole || p.key != "" && p.addCrowd(seg)
	p.apart.spanning(p.bucket)
	p.joined.spanning(p.bucket)
	bucket := &g.byBucket[p.bucket]
	for r, group := range groups {
		if group == rejected {
			continue
		}
		run := subjects[seg.start[r]:seg.start[r+1]]
		rows := int64(len(run))
		if !p.everybody {
			rows = known(run)
		}
		p.apart.ever.mark(uint32(group), run, p.subjects)
		if group >= maxBitGroups {
			p.joined.ever.mark(0, run, p.subjects)
		}
		cell := &g.cells[int(group)*len(p.buckets)+p.bucket]
		cell.Rows += rows
		bucket.Rows += rows
		g.byGroup[group].Rows += rows
		g.total.Rows += rows
		if counted {
			continue
		}
		once := p.apart.now.put(uint32(group), run, p.subjects)
		cell.Sum += once
		if p.joined != p.apart {
			once = p.joined.now.put(0, run, p.subjects)
		}
		bucket.Sum += once
	}
	if p.key != "" && !counted {
		p.keepCrowd(seg)
	}
}

// known returns how many of the subjects there are.
func known(subjects []uint32) (n int64) {
	for _, subject := range subjects {
		if subject != 0 {
			n++
		}
	}
	return n
}

// crowd is how many distinct subjects a segment has, by group and in all.
type crowd struct {
	groups []groupKey
	counts []int64
	all    int64
}

// addCrowd counts the subjects of a segment in its bucket, a day, if they were
// counted before.
func (p *peopleCount) addCrowd(seg *segment) bool {
	kept, ok := seg.crowds.Load(p.key)
	if !ok {
		return false
	}
	c, g := kept.(*crowd), p.grid
	for i, key := range c.groups {
		g.cells[int(g.groups.group(key))*len(p.buckets)+p.bucket].Sum = c.counts[i]
	}
	g.byBucket[p.bucket].Sum = c.all
	return true
}

// keepCrowd keeps the counts of a segment's bucket for the next question.
func (p *peopleCount) keepCrowd(seg *segment) {
	g := p.grid
	c := &crowd{all: g.byBucket[p.bucket].Sum}
	for group, key := range g.groups.keys {
		if n := g.cells[group*len(p.buckets)+p.bucket].Sum; n > 0 {
			c.groups, c.counts = append(c.groups, key), append(c.counts, n)
		}
	}
	seg.crowds.Store(p.key, c)
}

// finish counts the subjects over all buckets.
func (p *peopleCount) finish() {
	g := p.grid
	var all []uint64
	for _, b := range slices.Concat(p.apart.ever.bits, p.joined.ever.bits) {
		if len(all) < len(b.words) {
			all = append(all, make([]uint64, len(b.words)-len(all))...)
		}
		orInto(all, b.words)
	}
	g.total.Sum = somebody(all)
	for group := range g.byGroup {
		n := int64(0)
		if group < maxBitGroups {
			if group < len(p.apart.ever.bits) {
				n = somebody(p.apart.ever.bits[group].words)
			}
		} else {
			n = p.apart.ever.apart[uint32(group)]
		}
		g.byGroup[group].Sum = n
		if p.whole {
			g.cells[group].Sum = n
		}
	}
	if p.whole {
		g.byBucket[0].Sum = g.total.Sum
	}
}

// somebody returns the number of subjects among bits.
func somebody(words []uint64) int64 {
	if len(words) == 0 {
		return 0
	}
	return int64(popcount(words)) - int64(words[0]&1) // 0 is nobody
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
	challenge int                  // run slot, or -1
	pairs     map[[2]uint32]uint32 // group and challenge → group of now
	span      int                  // the bucket or day that now is about
	last      [3]uint32            // group, challenge and number of the pair asked for last
	now, ever subjectSet
	repeats   map[[2]uint32]repeats // by group and subject
	idents    map[[3]uint32]int     // by group, subject and text key: bucket + 1 in which last seen
}

// repeats are a member's rows (or orders) in the last bucket that has any, and
// in all.
type repeats struct{ bucket, in, all int }

func newSubjectCount(m *ops.Measure, s *schema) *subjectCount {
	c := &subjectCount{agg: m.Agg, challenge: -1, ever: subjectSet{forever: true, apart: map[uint32]int64{}}}
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
	apart   map[uint32]int64 // by group that has no bits: subjects marked
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

// put puts in subjects below n, those of 0 being nobody, and returns how many
// were not there.
func (s *subjectSet) put(group uint32, subjects []uint32, n int) (fresh int64) {
	if group >= maxBitGroups {
		for _, subject := range subjects {
			if subject != 0 && s.add(group, subject) {
				fresh++
			}
		}
		return fresh
	}
	words := s.room(group, n)
	words[0] |= 1
	b := &s.bits[group]
	if b.put == 0 {
		s.filled = append(s.filled, group)
	}
	b.runs = append(b.runs, subjects)
	b.put += len(subjects)
	for _, subject := range subjects {
		at, bit := subject/64, subject%64
		fresh += int64(^words[at] >> bit & 1)
		words[at] |= 1 << bit
	}
	return fresh
}

// mark puts in subjects below n for ever. Bit 0, of nobody, says nothing.
func (s *subjectSet) mark(group uint32, subjects []uint32, n int) {
	if group >= maxBitGroups {
		for _, subject := range subjects {
			if subject != 0 && s.add(group, subject) {
				s.apart[group]++
			}
		}
		return
	}
	words := s.room(group, n)
	for _, subject := range subjects {
		words[subject/64] |= 1 << (subject % 64)
	}
}

// room returns the bits of one of the first groups, for subjects below n.
func (s *subjectSet) room(group uint32, n int) []uint64 {
	for int(group) >= len(s.bits) {
		s.bits = append(s.bits, subjectBits{})
	}
	b := &s.bits[group]
	if more := n/64 + 1 - len(b.words); more > 0 {
		b.words = append(b.words, make([]uint64, more)...)
	}
	return b.words
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
