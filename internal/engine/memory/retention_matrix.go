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
	if r.Mode == engine.ModeExact && r.by == nil {
		return r.triangle(ctx, g)
	}
	byCohort := make([][]*cohortRow, r.end-r.first)
	err = parallel(ctx, len(byCohort), func(lo, hi int) {
		p := entryPicker{entryGroups: g}
		for i := lo; i < hi; i++ {
			byCohort[i] = r.cohort(&p, r.first+i)
		}
	})
	return slices.Concat(byCohort...), err
}

// triangle counts all cohorts by the plain rule, period by period: the words of
// a day are then read from one end to the other. Periods run on all processors.
func (r *retention) triangle(ctx context.Context, g *entryGroups) ([]*cohortRow, error) {
	x := g.matrix
	cohorts := r.periods.buckets[r.first:r.end]
	ends := make([]uint32, len(cohorts)+1) // of the words of each cohort, from start on
	start, _ := x.words(ops.Range{From: cohorts[0].From, To: ops.MaxDay})
	for i, c := range cohorts {
		lo, hi := x.words(c)
		ends[i+1] = ends[i] + hi - lo
	}
	end := start + ends[len(cohorts)]
	var segment []uint64
	if r.entry != nil {
		segment = make([]uint64, end-start)
		err := parallel(ctx, len(segment), func(lo, hi int) { g.segment(segment[lo:hi], start+uint32(lo)) })
		if err != nil {
			return nil, err
		}
	}
	byCohort, out := make([]*cohortRow, len(cohorts)), make([]*cohortRow, 0, len(cohorts))
	last, width := r.first, 0
	for i, c := range cohorts {
		size := x.size(c)
		if r.entry != nil {
			size = popcount(segment[ends[i]:ends[i+1]])
		}
		if size == 0 {
			continue
		}
		row := r.newRow(cohortKey{0, r.first + i})
		row.size, row.count[0] = size, int32(size)
		byCohort[i], out = row, append(out, row)
		last, width = max(last, row.period+len(row.count)-1), max(width, len(row.count))
	}
	last = min(last, len(r.periods.buckets)-1)
	return out, parallel(ctx, last-r.first, func(lo, hi int) {
		counts := make([]int32, len(cohorts))
		for p := last - lo; p > last-hi; p-- { // those with most cohorts first, so that all processors end together
			set := x.part(r.periods.buckets[p], start, end)
			first, n := max(0, p-r.first-width+1), min(len(cohorts), p-r.first) // cohorts that have a cell for p
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
			for i, row := range byCohort[first:n] {
				if row != nil && p-row.period < len(row.count) {
					row.count[p-row.period] = counts[i]
				}
			}
		}
	})
}

// cohort counts the cohort of period k: a row for each group.
func (r *retention) cohort(g *entryPicker, k int) []*cohortRow {
	x := g.matrix
	lo, hi := x.words(r.periods.buckets[k])
	g.pick(lo, hi)
	cells := r.cells(k)
	if r.taken.Add(int64(len(g.groups) * cells)); r.full() {
		return nil
	}
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
			counts[i*cells+cell] = n
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
