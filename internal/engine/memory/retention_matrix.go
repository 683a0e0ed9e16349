package memory

import (
	"context"
	"math/bits"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// byMatrix counts cohorts of first activity from the bits of days: a cohort is
// a range of words, a cell a popcount over it, a filter a row of bits to AND,
// and a breakdown a walk over the bits set. Cohorts run on all processors.
func (r *retention) byMatrix(ctx context.Context, rows map[cohortKey]*cohortRow) error {
	x, err := r.data.matrix(ctx, r.start)
	if err != nil {
		return err
	}
	out := make([]map[cohortKey]*cohortRow, r.end-r.first)
	err = parallel(ctx, len(out), func(lo, hi int) {
		if r.Mode == engine.ModeExact && r.by == nil && r.entry == nil {
			r.triangle(x, r.first+lo, r.first+hi, out[lo:hi])
			return
		}
		for i := lo; i < hi; i++ {
			out[i] = r.cohort(x, r.first+i)
		}
	})
	for _, own := range out {
		for key, row := range own {
			rows[key] = row
		}
	}
	return err
}

// triangle counts cohorts from … to-1 by the plain rule: period by period, so
// that the words of neighbouring cohorts are read in one go.
func (r *retention) triangle(x *activityMatrix, from, to int, out []map[cohortKey]*cohortRow) {
	type span struct {
		lo, hi uint32 // words, from the first cohort's on
		row    *cohortRow
	}
	spans := make([]span, to-from)
	last := from
	start, _ := x.words(ops.Range{From: r.periods.buckets[from].From, To: ops.MaxDay})
	for i := range spans {
		c := from + i
		lo, hi := x.words(r.periods.buckets[c])
		if lo == hi {
			continue
		}
		row := r.newRow(c)
		row.size = x.size(r.periods.buckets[c])
		row.count[0] = row.size
		spans[i] = span{lo - start, hi - start, row}
		out[i] = map[cohortKey]*cohortRow{{0, c}: row}
		last = max(last, c+len(row.count)-1)
	}
	_, end := x.words(ops.Range{From: r.periods.buckets[from].From, To: r.periods.buckets[to-1].To})
	for p := from + 1; p <= last && p < len(r.periods.buckets) && end > start; p++ {
		set := x.part(r.periods.buckets[p], start, end)
		for i, s := range spans[:min(len(spans), p-from)] {
			if cell := p - from - i; s.row != nil && cell < len(s.row.count) && int(s.hi) <= len(set) {
				s.row.count[cell] = popcount(set[s.lo:s.hi])
			}
		}
	}
}

// cohort counts one cohort, by group.
func (r *retention) cohort(x *activityMatrix, c int) map[cohortKey]*cohortRow {
	lo, hi := x.words(r.periods.buckets[c])
	if lo == hi {
		return nil
	}
	segment, groups := r.segment(x, lo, hi)
	rows := map[cohortKey]*cohortRow{}
	single := r.newRow(c)
	byGroup := make([]*cohortRow, len(groups.codes))
	switch {
	case r.by != nil:
		for g, code := range groups.codes {
			byGroup[g] = r.newRow(c)
			rows[cohortKey{code, c}] = byGroup[g]
		}
	case r.entry == nil:
		single.size = x.size(r.periods.buckets[c])
	default:
		single.size = popcount(segment)
	}
	if r.by == nil && single.size > 0 {
		rows[cohortKey{0, c}] = single
	}
	for _, g := range groups.of {
		if g != noGroup {
			byGroup[g].size++
		}
	}
	tally := func(cell int, set []uint64) {
		switch {
		case r.by != nil:
			for w, b := range set {
				for b &= segment[w]; b != 0; b &= b - 1 {
					byGroup[groups.of[w*64+bits.TrailingZeros64(b)]].count[cell]++
				}
			}
		case r.entry == nil:
			single.count[cell] = popcount(set)
		default:
			single.count[cell] = popcountAnd(set, segment)
		}
	}
	cells := len(single.count)
	active := func(h int) []uint64 { return x.part(r.periods.buckets[c+h], lo, hi) }
	switch r.Mode {
	case engine.ModeExact:
		for h := 1; h < cells && c+h < len(r.periods.buckets); h++ {
			if set := active(h); set != nil {
				tally(h, set)
			}
		}
	case engine.ModeOnOrAfter:
		since := make([]uint64, hi-lo)
		for h := r.periods.of(max(r.data.log.days.To-1, r.Through)) - c; h > 0; h-- {
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
				row.count[cell] = row.size
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

// ordinalGroups says to which group each ordinal of some words belongs.
type ordinalGroups struct {
	of    []uint32 // index into codes, or noGroup
	codes []uint32
}

const noGroup = nobody

// segment returns which members of words lo … hi meet the conditions on their
// entry, and their groups. Without conditions and groups both are empty.
func (r *retention) segment(x *activityMatrix, lo, hi uint32) (segment []uint64, groups ordinalGroups) {
	if r.by == nil && r.entry == nil {
		return nil, groups
	}
	segment = make([]uint64, hi-lo)
	index := map[uint32]uint32{}
	if r.by != nil {
		groups.of = make([]uint32, (hi-lo)*64)
	}
	for i := range int(hi-lo) * 64 {
		o := int(lo)*64 + i
		m, kind := x.member[o], x.entry[o]
		in := m != nobody && meets(r.entry, m, kind)
		if in {
			segment[i/64] |= 1 << (i % 64)
		}
		if r.by == nil {
			continue
		}
		groups.of[i] = noGroup
		if in {
			code := r.by.code(m, kind)
			g, ok := index[code]
			if !ok {
				g = uint32(len(groups.codes))
				index[code] = g
				groups.codes = append(groups.codes, code)
			}
			groups.of[i] = g
		}
	}
	return segment, groups
}
