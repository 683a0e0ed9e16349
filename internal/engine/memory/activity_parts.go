package memory

import (
	"context"
	"math/bits"
	"slices"
)

// entryParts parts the members of a matrix into groups by what their entry
// says of a trait. To count the bits of a large group by the word takes less
// than to walk over them.
type entryParts struct {
	codes []uint32   // by ordinal
	large []uint32   // codes of the large groups …
	masks [][]uint64 // … and the members of each
	rest  []uint64   // the members of the others
	few   []uint32   // codes of all groups if a byte tells them apart, or nil …
	place []uint8    // … and then places in few by ordinal
}

// largeShare is the share of members that makes a group large: one in so many,
// four a word.
const largeShare = 16

// entryParts returns the groups by a trait, which are made once.
func (m *memberData) entryParts(ctx context.Context, x *activityMatrix, t *trait) (*entryParts, error) {
	codes, err := m.entryCodes(ctx, x, t)
	if err != nil {
		return nil, err
	}
	x.traits.mu.Lock()
	defer x.traits.mu.Unlock()
	kept, ok := x.traits.byName[t.name]
	ok = ok && kept.table == m.table
	if ok && kept.parts != nil {
		return kept.parts, nil
	}
	p, err := newEntryParts(ctx, x.member, codes, t.dict.Len())
	if ok && err == nil {
		kept.parts = p
		x.traits.byName[t.name] = kept
	}
	return p, err
}

// newEntryParts parts members by codes, all below n.
func newEntryParts(ctx context.Context, members, codes []uint32, n int) (*entryParts, error) {
	sizes, total := make([]int, n), 0
	for o, member := range members {
		if member != nobody {
			sizes[codes[o]]++
			total++
		}
	}
	p := &entryParts{codes: codes, rest: make([]uint64, len(members)/64)}
	rows := [][]uint64{p.rest}
	row, place := make([]uint8, n), make([]uint8, n) // by code
	for code, size := range sizes {
		if size == 0 {
			continue
		}
		place[code] = uint8(len(p.few))
		p.few = append(p.few, uint32(code))
		if size*largeShare >= total {
			row[code] = uint8(len(rows))
			mask := make([]uint64, len(p.rest))
			rows, p.large, p.masks = append(rows, mask), append(p.large, uint32(code)), append(p.masks, mask)
		}
	}
	if len(p.few) <= 256 {
		p.place = make([]uint8, len(members))
	} else {
		p.few = nil
	}
	return p, parallel(ctx, len(p.rest), func(lo, hi int) {
		for w := lo; w < hi; w++ {
			for j, code := range codes[w*64:][:64] {
				if o := w*64 + j; members[o] != nobody {
					rows[row[code]][w] |= 1 << j
					if p.few != nil {
						p.place[o] = place[code]
					}
				}
			}
		}
	})
}

// entryPicker counts members by group, a range of words after another.
type entryPicker struct {
	*entryGroups
	picked []uint64   // members of the range that meet the conditions
	groups []uint32   // codes of the groups there are in the range: large ones first
	sizes  []int32    // members by place in groups
	counts []int32    // of the last set counted, by place in groups
	masks  [][]uint64 // members picked of the large groups …
	rest   []uint64   // … and of the others
	few    []uint8    // by ordinal of the range: place in parts.few, if a byte tells it …
	placed []uint8    // … which are these, by place in groups without the large ones
	of     []uint32   // otherwise, by ordinal of the range: place in groups
	index  []uint32   // by code: place in groups, or nobody
	room   []uint64   // of masks and rest where there are conditions
	all    []int32    // of the set counted last, by place in parts.few
}

// pick takes words lo … hi. Groups have at least one member.
func (p *entryPicker) pick(lo, hi uint32) {
	p.picked = slices.Grow(p.picked[:0], int(hi-lo))[:hi-lo]
	p.segment(p.picked, lo)
	p.groups, p.sizes = p.groups[:0], p.sizes[:0]
	if p.by == nil {
		if n := popcount(p.picked); n > 0 {
			p.groups, p.sizes = append(p.groups, 0), append(p.sizes, int32(n))
		}
	} else {
		p.room, p.masks = p.room[:0], p.masks[:0]
		for i, code := range p.parts.large {
			mask := p.narrowed(p.parts.masks[i][lo:hi])
			if n := popcount(mask); n > 0 {
				p.masks, p.groups, p.sizes = append(p.masks, mask), append(p.groups, code), append(p.sizes, int32(n))
			}
		}
		p.rest = p.narrowed(p.parts.rest[lo:hi])
		if p.parts.few != nil {
			p.pickFew(p.parts.place[lo*64 : hi*64])
		} else {
			p.pickMany(p.parts.codes[lo*64 : hi*64])
		}
	}
	p.counts = slices.Grow(p.counts[:0], len(p.groups))[:len(p.groups)]
}

// narrowed returns the members of a mask that are picked.
func (p *entryPicker) narrowed(mask []uint64) []uint64 {
	if len(p.conditions) == 0 {
		return mask
	}
	at := len(p.room)
	p.room = append(p.room, mask...)
	andInto(p.room[at:], p.picked)
	return p.room[at:]
}

func (p *entryPicker) pickFew(few []uint8) {
	p.few, p.placed = few, p.placed[:0]
	p.all = slices.Grow(p.all[:0], len(p.parts.few))[:len(p.parts.few)]
	countFew(p.rest, p.rest, few, p.all)
	for place, code := range p.parts.few {
		if n := p.all[place]; n > 0 {
			p.placed, p.groups, p.sizes = append(p.placed, uint8(place)), append(p.groups, code), append(p.sizes, n)
		}
	}
}

func (p *entryPicker) pickMany(codes []uint32) {
	if p.index == nil {
		p.index = vacant(p.by.dict.Len())
	}
	p.of = slices.Grow(p.of[:0], len(codes))[:len(codes)]
	for w, b := range p.rest {
		for ; b != 0; b &= b - 1 {
			i := w*64 + bits.TrailingZeros64(b)
			place := p.index[codes[i]]
			if place == nobody {
				place = uint32(len(p.groups))
				p.index[codes[i]] = place
				p.groups, p.sizes = append(p.groups, codes[i]), append(p.sizes, 0)
			}
			p.of[i] = place
			p.sizes[place]++
		}
	}
	for _, code := range p.groups {
		p.index[code] = nobody
	}
}

// count returns how many of the members picked are in set, by place in groups.
// It holds until the next call.
func (p *entryPicker) count(set []uint64) []int32 {
	if p.by == nil {
		if len(p.counts) > 0 {
			p.counts[0] = int32(popcountAnd(set, p.picked))
		}
		return p.counts
	}
	for i, mask := range p.masks {
		p.counts[i] = int32(popcountAnd(set, mask))
	}
	others := p.counts[len(p.masks):]
	if p.parts.few != nil {
		if len(others) > 0 {
			countFew(set, p.rest, p.few, p.all)
		}
		for i, place := range p.placed {
			others[i] = p.all[place]
		}
		return p.counts
	}
	clear(others)
	for w, b := range set {
		of := p.of[w*64:][:64]
		for b &= p.rest[w]; b != 0; b &= b - 1 {
			p.counts[of[bits.TrailingZeros64(b)&63]]++
		}
	}
	return p.counts
}

// countFew sets counts[of[o]] to how many members o are in both a and b. It
// walks two words at once, each with counters of its own: a counter that was
// just written is slow to read.
func countFew(a, b []uint64, of []uint8, counts []int32) {
	var even, odd [256]int32
	w := 0
	for ; w+1 < len(a); w += 2 {
		x, y := a[w]&b[w], a[w+1]&b[w+1]
		ofX, ofY := (*[64]uint8)(of[w*64:]), (*[64]uint8)(of[w*64+64:])
		for ; x != 0 && y != 0; x, y = x&(x-1), y&(y-1) {
			even[ofX[bits.TrailingZeros64(x)&63]]++
			odd[ofY[bits.TrailingZeros64(y)&63]]++
		}
		for ; x != 0; x &= x - 1 {
			even[ofX[bits.TrailingZeros64(x)&63]]++
		}
		for ; y != 0; y &= y - 1 {
			odd[ofY[bits.TrailingZeros64(y)&63]]++
		}
	}
	if w < len(a) {
		ofX := (*[64]uint8)(of[w*64:])
		for x := a[w] & b[w]; x != 0; x &= x - 1 {
			even[ofX[bits.TrailingZeros64(x)&63]]++
		}
	}
	for i := range counts {
		counts[i] = even[i] + odd[i]
	}
}
