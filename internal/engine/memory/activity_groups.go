package memory

import (
	"math/bits"
	"slices"
)

// segment returns which members of words lo … hi meet the conditions on their
// entry.
func (x *activityMatrix) segment(conditions []*condition, lo, hi uint32) []uint64 {
	out := make([]uint64, hi-lo)
	for w := range out {
		o := (int(lo) + w) * 64
		if len(conditions) == 0 && x.member[o+63] != nobody {
			out[w] = ^uint64(0)
			continue
		}
		entry := x.entry[o : o+64]
		for i, m := range x.member[o : o+64] {
			if m != nobody && meets(conditions, m, entry[i]) {
				out[w] |= 1 << i
			}
		}
	}
	return out
}

// entryGroups counts members by a trait of their entry, a range of words after
// another.
type entryGroups struct {
	matrix     *activityMatrix
	conditions []*condition
	by         *trait // nil: all in one group, 0

	segment []uint64 // members of the range that meet the conditions
	groups  []uint32 // codes of the groups there are in the range
	sizes   []int32  // members by place in groups
	counts  []int32  // of the last set counted, by place in groups
	of      []uint32 // by ordinal of the range: place in groups
	index   []uint32 // by code: place in groups, or nobody
}

func newEntryGroups(x *activityMatrix, conditions []*condition, by *trait) *entryGroups {
	g := &entryGroups{matrix: x, conditions: conditions, by: by}
	if by != nil {
		g.index = vacant(by.dict.Len())
	}
	return g
}

// pick takes words lo … hi. Groups have at least one member.
func (g *entryGroups) pick(lo, hi uint32) {
	g.segment = g.matrix.segment(g.conditions, lo, hi)
	g.groups, g.sizes = g.groups[:0], g.sizes[:0]
	if g.by == nil {
		if n := popcount(g.segment); n > 0 {
			g.groups, g.sizes = append(g.groups, 0), append(g.sizes, int32(n))
		}
	} else {
		g.pickBy(int(lo) * 64)
	}
	g.counts = slices.Grow(g.counts[:0], len(g.groups))[:len(g.groups)]
}

func (g *entryGroups) pickBy(first int) {
	n := len(g.segment) * 64
	g.of = slices.Grow(g.of[:0], n)[:n]
	for w, b := range g.segment {
		for ; b != 0; b &= b - 1 {
			i := w*64 + bits.TrailingZeros64(b)
			code := g.by.code(g.matrix.member[first+i], g.matrix.entry[first+i])
			place := g.index[code]
			if place == nobody {
				place = uint32(len(g.groups))
				g.index[code] = place
				g.groups, g.sizes = append(g.groups, code), append(g.sizes, 0)
			}
			g.of[i] = place
			g.sizes[place]++
		}
	}
	for _, code := range g.groups {
		g.index[code] = nobody
	}
}

// count returns how many of the members picked are in set, by place in groups.
// It holds until the next call.
func (g *entryGroups) count(set []uint64) []int32 {
	if g.by == nil {
		if len(g.counts) > 0 {
			g.counts[0] = int32(popcountAnd(set, g.segment))
		}
		return g.counts
	}
	clear(g.counts)
	for w, b := range set {
		of := g.of[w*64:][:64]
		for b &= g.segment[w]; b != 0; b &= b - 1 {
			g.counts[of[bits.TrailingZeros64(b)&63]]++
		}
	}
	return g.counts
}
