package memory

import (
	"context"
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
	g, err := r.data.entryGroups(ctx, x, r.entry, r.by)
	if err != nil {
		return nil, err
	}
	byCohort := make([][]*cohortRow, r.end-r.first)
	err = parallel(ctx, len(byCohort), func(lo, hi int) {
		if r.Mode == engine.ModeExact && r.by == nil {
			r.triangle(g, r.first+lo, r.first+hi, byCohort[lo:hi])
			return
		}
		p := entryPicker{entryGroups: g}
		for i := lo; i < hi; i++ {
			byCohort[i] = r.cohort(&p, r.first+i)
		}
	})
	return slices.Concat(byCohort...), err
}

// triangle counts cohorts from … to-1 by the plain rule: period by period, so
// that the words of neighbouring cohorts are read in one go.
func (r *retention) triangle(g *entryGroups, from, to int, out [][]*cohortRow) {
	x := g.matrix
	start, _ := x.words(ops.Range{From: r.periods.buckets[from].From, To: ops.MaxDay})
	_, end := x.words(ops.Range{From: r.periods.buckets[from].From, To: r.periods.buckets[to-1].To})
	if end <= start {
		return
	}
	var segment []uint64
	if r.entry != nil {
		segment = g.segment(start, end)
	}
	rows := make([]*cohortRow, to-from)
	ends := make([]uint32, len(rows)+1) // of the words of each cohort, from start on
	last, width := from, 0
	for i := range rows {
		c := from + i
		lo, hi := x.words(r.periods.buckets[c])
		ends[i+1] = ends[i] + hi - lo
		size := 0
		switch {
		case lo == hi:
		case r.entry == nil:
			size = x.size(r.periods.buckets[c])
		default:
			size = popcount(segment[ends[i]:ends[i+1]])
		}
		if size == 0 {
			continue
		}
		row := r.newRow(cohortKey{0, c})
		row.size, row.count[0] = size, int32(size)
		rows[i], out[i] = row, []*cohortRow{row}
		last, width = max(last, c+len(row.count)-1), max(width, len(row.count))
	}
	counts := make([]int32, len(rows))
	for p := from + 1; p <= last && p < len(r.periods.buckets); p++ {
		set := x.part(r.periods.buckets[p], start, end)
		first, n := max(0, p-from-width+1), min(len(rows), p-from) // cohorts that have a cell for p
		for n > first && int(ends[n]) > len(set) {
			n--
		}
		if first >= n {
			continue
		}
		if segment == nil {
			popcounts(set, ends[first:n+1], counts)
		} else {
			popcountsAnd(set, segment, ends[first:n+1], counts)
		}
		for i, row := range rows[first:n] {
			if cell := p - from - first - i; row != nil && cell < len(row.count) {
				row.count[cell] = counts[i]
			}
		}
	}
}

// cohort counts the cohort of period k: a row for each group.
func (r *retention) cohort(g *entryPicker, k int) []*cohortRow {
	x := g.matrix
	lo, hi := x.words(r.periods.buckets[k])
	g.pick(lo, hi)
	cells := r.cells(k)
	rows := make([]*cohortRow, len(g.groups))
	room, counts := make([]cohortRow, len(rows)), make([]int32, len(rows)*cells)
	for i, code := range g.groups {
		room[i] = cohortRow{cohortKey: cohortKey{code, k}, size: int(g.sizes[i]), count: counts[i*cells : (i+1)*cells : (i+1)*cells]}
		rows[i] = &room[i]
	}
	if len(rows) == 0 {
		return nil
	}
	tally := func(cell int, set []uint64) {
		for i, n := range g.count(set) {
			rows[i].count[cell] = n
		}
	}
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
