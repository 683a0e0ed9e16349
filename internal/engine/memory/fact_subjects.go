package memory

import "daybreak/internal/ops"

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
