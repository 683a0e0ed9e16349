package memory

import (
	"context"
	"math/bits"
	"slices"
	"sync"
)

// entryTraits keeps what the entries of a matrix say of a dimension, in the
// order of its members.
type entryTraits struct {
	mu     sync.Mutex
	byName map[string]entryTrait
}

// entryTrait holds codes by ordinal, as of one members record.
type entryTrait struct {
	table *memberTable
	codes []uint32
}

// entryCodes returns the code of a trait for the entry of every ordinal.
func (m *memberData) entryCodes(ctx context.Context, x *activityMatrix, t *trait) ([]uint32, error) {
	x.traits.mu.Lock()
	defer x.traits.mu.Unlock()
	if kept, ok := x.traits.byName[t.name]; ok && kept.table == m.table {
		return kept.codes, nil
	}
	codes := make([]uint32, len(x.member))
	done := 0
	if x.base != nil && t.name != "" {
		base, err := m.entryCodes(ctx, x.base, t)
		if err != nil {
			return nil, err
		}
		done = copy(codes, base)
	}
	err := parallel(ctx, len(codes)-done, func(lo, hi int) {
		for o := done + lo; o < done+hi; o++ {
			if member := x.member[o]; member != nobody {
				codes[o] = t.code(member, x.entry[o])
			}
		}
	})
	if err == nil && t.name != "" {
		if x.traits.byName == nil {
			x.traits.byName = map[string]entryTrait{}
		}
		x.traits.byName[t.name] = entryTrait{m.table, codes}
	}
	return codes, err
}

// entryGroups knows which members of a matrix meet conditions on their entry,
// and of what group their entry is.
type entryGroups struct {
	matrix     *activityMatrix
	conditions []*condition
	codes      [][]uint32 // of each condition's trait by ordinal
	by         *trait     // nil: all are of group 0
	group      []uint32   // code by ordinal
}

func (m *memberData) entryGroups(ctx context.Context, x *activityMatrix, conditions []*condition, by *trait) (*entryGroups, error) {
	g := &entryGroups{matrix: x, conditions: conditions, by: by}
	for _, c := range conditions {
		codes, err := m.entryCodes(ctx, x, c.trait)
		if err != nil {
			return nil, err
		}
		g.codes = append(g.codes, codes)
	}
	var err error
	if by != nil {
		g.group, err = m.entryCodes(ctx, x, by)
	}
	return g, err
}

// segment sets out to which members of the words from lo on meet the conditions.
func (g *entryGroups) segment(out []uint64, lo uint32) {
	for w := range out {
		out[w] = g.matrix.all(int(lo) + w)
	}
	for i, c := range g.conditions {
		for w := range out {
			var met uint64
			for j, code := range g.codes[i][(int(lo)+w)*64:][:64] {
				v := ask
				if int(code) < len(c.known) {
					v = c.known[code]
				}
				if v == ask {
					v = verdictIf(c.decide(code))
				}
				met |= uint64(v) << j // no = 0, yes = 1
			}
			out[w] &= met
		}
	}
}

// entryPicker counts members by group, a range of words after another.
type entryPicker struct {
	*entryGroups
	picked []uint64 // members of the range that meet the conditions
	groups []uint32 // codes of the groups there are in the range
	sizes  []int32  // members by place in groups
	counts []int32  // of the last set counted, by place in groups
	of     []uint32 // by ordinal of the range: place in groups …
	narrow []uint8  // … which is this if there are few
	index  []uint32 // by code: place in groups, or nobody
	large  []uint32 // places of the groups counted by the word …
	masks  []uint64 // … and the members picked of each of these, one after the other
	start  []uint32 // by place in groups: where in masks, or nobody
	rest   []uint64 // the others picked
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
		p.pickBy(p.group[lo*64 : hi*64])
	}
	p.counts = slices.Grow(p.counts[:0], len(p.groups))[:len(p.groups)]
}

func (p *entryPicker) pickBy(group []uint32) {
	if p.index == nil {
		p.index = vacant(p.by.dict.Len())
	}
	p.of, p.narrow = slices.Grow(p.of[:0], len(group))[:len(group)], slices.Grow(p.narrow[:0], len(group))[:len(group)]
	for w, b := range p.picked {
		for ; b != 0; b &= b - 1 {
			i := w*64 + bits.TrailingZeros64(b)
			place := p.index[group[i]]
			if place == nobody {
				place = uint32(len(p.groups))
				p.index[group[i]] = place
				p.groups, p.sizes = append(p.groups, group[i]), append(p.sizes, 0)
			}
			p.of[i], p.narrow[i] = place, uint8(place)
			p.sizes[place]++
		}
	}
	for _, code := range p.groups {
		p.index[code] = nobody
	}
	p.part()
}

// part tells groups of four members a word and more from others: to count the
// bits of all words of a mask then takes less than to walk over them.
func (p *entryPicker) part() {
	words := len(p.picked)
	p.large, p.start = p.large[:0], slices.Grow(p.start[:0], len(p.groups))[:len(p.groups)]
	for place, n := range p.sizes {
		p.start[place] = nobody
		if int(n) >= 4*words {
			p.start[place] = uint32(len(p.large) * words)
			p.large = append(p.large, uint32(place))
		}
	}
	p.rest = append(p.rest[:0], p.picked...)
	p.masks = slices.Grow(p.masks[:0], len(p.large)*words)[:len(p.large)*words]
	clear(p.masks)
	if len(p.large) == 0 {
		return
	}
	for w, left := range p.picked {
		of := p.of[w*64:][:64]
		for ; left != 0; left &= left - 1 {
			if start := p.start[of[bits.TrailingZeros64(left)&63]]; start != nobody {
				p.masks[int(start)+w] |= left & -left
				p.rest[w] &^= left & -left
			}
		}
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
	if len(p.counts) <= 256 {
		countNarrow(set, p.rest, p.narrow, p.counts)
	} else {
		clear(p.counts)
		for w, b := range set {
			of := p.of[w*64:][:64]
			for b &= p.rest[w]; b != 0; b &= b - 1 {
				p.counts[of[bits.TrailingZeros64(b)&63]]++
			}
		}
	}
	for i, place := range p.large {
		p.counts[place] = int32(popcountAnd(set, p.masks[i*len(p.rest):][:len(p.rest)]))
	}
	return p.counts
}

// countNarrow sets counts[of[o]] to how many members o are in both a and b.
// It walks two words at once, each with counters of its own: a counter that was
// just written is slow to read, and most members are of few groups.
func countNarrow(a, b []uint64, of []uint8, counts []int32) {
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
