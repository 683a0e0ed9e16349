package memory

import (
	"context"
	"math/bits"
	"slices"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// byMatrix counts cohorts of first activity from the bits of days: a cohort is
// a range of words, a cell a popcount over it, a filter a row of bits to AND,
// and a breakdown a walk over the bits set. Cohorts run on all processors.
func (r *retention) byMatrix(ctx context.Context) ([]*cohortRow, error) {
	x, err := r.data.matrix(ctx, r.start)
	if err != nil {
		return nil, err
	}
	byCohort := make([][]*cohortRow, r.end-r.first)
	err = parallel(ctx, len(byCohort), func(lo, hi int) {
		if r.Mode == engine.ModeExact && r.by == nil {
			r.triangle(x, r.first+lo, r.first+hi, byCohort[lo:hi])
			return
		}
		c := newCohortCounter(r, x)
		for i := lo; i < hi; i++ {
			byCohort[i] = c.cohort(r.first + i)
		}
	})
	return slices.Concat(byCohort...), err
}

// triangle counts cohorts from … to-1 by the plain rule: period by period, so
// that the words of neighbouring cohorts are read in one go.
func (r *retention) triangle(x *activityMatrix, from, to int, out [][]*cohortRow) {
	type span struct {
		lo, hi uint32 // words, from the first cohort's on
		count  []int32
	}
	spans := make([]span, to-from)
	start, _ := x.words(ops.Range{From: r.periods.buckets[from].From, To: ops.MaxDay})
	_, end := x.words(ops.Range{From: r.periods.buckets[from].From, To: r.periods.buckets[to-1].To})
	if end <= start {
		return
	}
	var segment []uint64
	if r.entry != nil {
		segment = r.segment(x, start, end)
	}
	last := from
	for i := range spans {
		c := from + i
		lo, hi := x.words(r.periods.buckets[c])
		size := 0
		switch {
		case lo == hi:
		case r.entry == nil:
			size = x.size(r.periods.buckets[c])
		default:
			size = popcount(segment[lo-start : hi-start])
		}
		if size == 0 {
			continue
		}
		row := r.newRow(cohortKey{0, c})
		row.size, row.count[0] = size, int32(size)
		spans[i] = span{lo - start, hi - start, row.count}
		out[i] = []*cohortRow{row}
		last = max(last, c+len(row.count)-1)
	}
	for p := from + 1; p <= last && p < len(r.periods.buckets); p++ {
		set := x.part(r.periods.buckets[p], start, end)
		for i, s := range spans[:min(len(spans), p-from)] {
			cell := p - from - i
			if cell >= len(s.count) || int(s.hi) > len(set) {
				continue
			}
			if segment == nil {
				s.count[cell] = int32(popcount(set[s.lo:s.hi]))
			} else {
				s.count[cell] = int32(popcountAnd(set[s.lo:s.hi], segment[s.lo:s.hi]))
			}
		}
	}
}

// segment returns which members of words lo … hi meet the conditions on their
// entry.
func (r *retention) segment(x *activityMatrix, lo, hi uint32) []uint64 {
	out := make([]uint64, hi-lo)
	for w := range out {
		o := (int(lo) + w) * 64
		entry := x.entry[o : o+64]
		for i, m := range x.member[o : o+64] {
			if m != nobody && meets(r.entry, m, entry[i]) {
				out[w] |= 1 << i
			}
		}
	}
	return out
}

// cohortCounter counts one cohort after another, by group.
type cohortCounter struct {
	*retention
	matrix *activityMatrix
	index  []uint32 // by code of a group: its place in groups, or noGroup
	groups []uint32 // codes of the groups of the cohort
	of     []uint32 // by ordinal of the cohort: place in groups
	counts []int32  // of a cell, by place
}

func newCohortCounter(r *retention, x *activityMatrix) *cohortCounter {
	c := &cohortCounter{retention: r, matrix: x}
	if r.by != nil {
		c.index = vacant(r.by.dict.Len())
	}
	return c
}

const noGroup = nobody

// group returns which members of words lo … hi meet the conditions and puts
// them into groups. Without By all are in one.
func (c *cohortCounter) group(lo, hi uint32) (segment []uint64, sizes []int32) {
	segment = c.segment(c.matrix, lo, hi)
	if c.by == nil {
		c.groups = append(c.groups[:0], 0)
		return segment, []int32{int32(popcount(segment))}
	}
	c.groups = c.groups[:0]
	c.of = slices.Grow(c.of[:0], len(segment)*64)[:len(segment)*64]
	for w, b := range segment {
		for ; b != 0; b &= b - 1 {
			i := w*64 + bits.TrailingZeros64(b)
			o := int(lo)*64 + i
			code := c.by.code(c.matrix.member[o], c.matrix.entry[o])
			g := c.index[code]
			if g == noGroup {
				g = uint32(len(c.groups))
				c.index[code] = g
				c.groups, sizes = append(c.groups, code), append(sizes, 0)
			}
			c.of[i] = g
			sizes[g]++
		}
	}
	for _, code := range c.groups {
		c.index[code] = noGroup
	}
	return segment, sizes
}

// tally counts the members of set and segment into a cell of the rows.
func (c *cohortCounter) tally(rows []*cohortRow, cell int, set, segment []uint64) {
	if c.by == nil {
		rows[0].count[cell] = int32(popcountAnd(set, segment))
		return
	}
	clear(c.counts)
	for w, b := range set {
		of := c.of[w*64:][:64]
		for b &= segment[w]; b != 0; b &= b - 1 {
			c.counts[of[bits.TrailingZeros64(b)&63]]++
		}
	}
	for g, n := range c.counts {
		rows[g].count[cell] = n
	}
}

// cohort counts the cohort of period k; a row for each group.
func (c *cohortCounter) cohort(k int) []*cohortRow {
	r, x := c.retention, c.matrix
	lo, hi := x.words(r.periods.buckets[k])
	if lo == hi {
		return nil
	}
	segment, sizes := c.group(lo, hi)
	cells := r.cells(k)
	rows := make([]*cohortRow, 0, len(sizes))
	room, counts := make([]cohortRow, len(sizes)), make([]int32, len(sizes)*cells)
	for g, size := range sizes {
		if size > 0 { // 0 only without By
			room[g] = cohortRow{cohortKey: cohortKey{c.groups[g], k}, size: int(size), count: counts[g*cells : (g+1)*cells : (g+1)*cells]}
			rows = append(rows, &room[g])
		}
	}
	if len(rows) == 0 {
		return nil
	}
	c.counts = slices.Grow(c.counts[:0], len(rows))[:len(rows)]
	tally := func(cell int, set []uint64) { c.tally(rows, cell, set, segment) }
	active := func(h int) []uint64 { return x.part(r.periods.buckets[k+h], lo, hi) }
	switch r.Mode {
	case engine.ModeExact:
		for h := 1; h < cells && k+h < len(r.periods.buckets); h++ {
			if set := active(h); set != nil {
				tally(h, set)
			}
		}
	case engine.ModeOnOrAfter:
		since := make([]uint64, hi-lo)
		for h := r.periods.of(max(r.data.log.days.To-1, r.Through)) - k; h > 0; h-- {
			orInto(since, active(h))
			if h < cells {
				tally(h, since)
			}
		}
	case engine.ModeBracket:
		for cell, b := range r.Brackets {
			set := make([]uint64, hi-lo)
			for h := b[0]; h <= b[1]; h++ {
				orInto(set, active(h))
			}
			tally(cell, set)
		}
	case engine.ModeStreak:
		for h := 1; h < cells; h++ {
			if h+1 < r.Streak {
				continue
			}
			set := make([]uint64, hi-lo)
			for w := range set {
				set[w] = ^uint64(0)
			}
			for back := max(1, h-r.Streak+1); back <= h; back++ {
				andInto(set, active(back))
			}
			tally(h, set)
		}
	}
	for _, row := range rows { // the cohort itself
		for cell := range row.count {
			if from, _ := r.bracket(cell); from == 0 {
				row.count[cell] = int32(row.size)
			}
		}
	}
	return rows
}

// part returns words lo … hi of the union of the days of r; nil if none is known.
func (x *activityMatrix) part(r ops.Range, lo, hi uint32) []uint64 {
	r = r.And(x.days())
	if r.Len() == 0 {
		return nil
	}
	if row := x.row(r.From); r.Len() == 1 {
		return row[min(lo, uint32(len(row))):min(hi, uint32(len(row)))]
	}
	out := make([]uint64, hi-lo)
	for d := r.From; d < r.To; d++ {
		if row := x.row(d); uint32(len(row)) > lo {
			orInto(out, row[lo:min(hi, uint32(len(row)))])
		}
	}
	return out
}
