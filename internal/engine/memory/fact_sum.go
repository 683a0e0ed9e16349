package memory

import (
	"cmp"
	"context"
	"runtime"
	"slices"
	"sync"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// rowCount stands for a measure slot where rows are counted.
const rowCount = -1

// scan takes additive measures from one selection of rows.
type scan struct {
	selection *selection
	buckets   []ops.Range
	target    *grouper // of the grids
	most      int      // groups these may have
	values    []value
	measures  [][]int // of the query, by value

	groups  *grouper
	cells   [][]engine.Cell // by value
	scratch scratch
}

// want adds a measure of the query; those of the same value share its sums.
func (s *scan) want(v value, measure int) {
	at := slices.Index(s.values, v)
	if at < 0 {
		at = len(s.values)
		s.values, s.measures = append(s.values, v), append(s.measures, nil)
	}
	s.measures[at] = append(s.measures[at], measure)
}

// share hands the sums of value i to its measures.
func (s *scan) share(a *answer, i int, sums *grid) {
	for _, m := range s.measures[i] {
		g := &a.grids[m]
		g.cells, g.byGroup, g.byBucket, g.total = sums.cells, sums.byGroup, sums.byBucket, sums.total
	}
}

// parallelRows is how many rows make a second goroutine worth its while.
const parallelRows = 1 << 15

// scan reads s, in parts if it is long, and adds the parts to the grids.
func (a *answer) scan(ctx context.Context, s *scan) error {
	if t := s.selection.table; t.schema.rolledUp != nil && !s.selection.detail {
		if c := t.cube(s.selection.slots()); c != nil {
			return a.fromCube(s, c)
		}
	}
	segments := s.selection.table.in(a.query.Range)
	size := 0
	for _, seg := range segments {
		size += s.size(seg)
	}
	parts := []*scan{s}
	if n := min(runtime.GOMAXPROCS(0), size/parallelRows); n > 1 {
		for range n - 1 {
			part := *s
			parts = append(parts, &part)
		}
	}
	errs := make([]error, len(parts))
	var wg sync.WaitGroup
	for i, part := range parts {
		part.groups = s.target
		if len(parts) > 1 {
			part.groups = s.target.fresh()
		}
		own := segments[len(segments)*i/len(parts) : len(segments)*(i+1)/len(parts)]
		if i == len(parts)-1 {
			errs[i] = part.read(ctx, own)
		} else {
			wg.Go(func() { errs[i] = part.read(ctx, own) })
		}
	}
	wg.Wait()
	grids := make([]grid, len(s.values))
	for i, part := range parts {
		if errs[i] != nil {
			return errs[i]
		}
		if err := a.merge(part, grids); err != nil {
			return err
		}
	}
	for i := range grids {
		s.share(a, i, &grids[i])
	}
	return nil
}

// size says how much work a segment is.
func (s *scan) size(seg *segment) int {
	if s.fromRollup(seg) {
		return len(seg.rollup.rows)
	}
	return seg.rows()
}

func (s *scan) fromRollup(seg *segment) bool { return seg.rollup != nil && !s.selection.detail }

// slots returns the bits of the run slots that the selection uses.
func (s *selection) slots() uint32 {
	bits := uint32(0)
	for k, pass := range s.pass {
		if pass != nil {
			bits |= 1 << k
		}
	}
	for _, k := range s.by {
		bits |= 1 << k
	}
	return bits
}

// merge adds what a part has read to the grids of its values.
func (a *answer) merge(part *scan, grids []grid) error {
	buckets := len(a.buckets)
	groups := make([]int, len(part.groups.keys)) // of the grids
	for from, key := range part.groups.keys {
		groups[from] = from
		if part.groups != part.target {
			groups[from] = int(part.target.group(key))
		}
	}
	if err := part.target.tooMany(a.most); err != nil {
		return err
	}
	for c := range part.values {
		g := &grids[c]
		cells, all := part.cells[c], len(part.target.keys)
		first := g.cells == nil && part.groups == part.target // then the part's cells are the grid's
		if first {
			g.cells = cells
		}
		g.cells, g.byGroup, g.byBucket = grown(g.cells, all*buckets), grown(g.byGroup, all), grown(g.byBucket, buckets)
		for from, group := range groups {
			if len(cells) <= from*buckets {
				break
			}
			var sum engine.Cell
			to := g.cells[group*buckets : (group+1)*buckets]
			for b, cell := range cells[from*buckets : (from+1)*buckets] {
				if !first {
					to[b] = to[b].Plus(cell)
				}
				g.byBucket[b] = g.byBucket[b].Plus(cell)
				sum = sum.Plus(cell)
			}
			g.byGroup[group] = g.byGroup[group].Plus(sum)
			g.total = g.total.Plus(sum)
		}
	}
	return nil
}

// read adds up the segments, which are in order of day.
func (s *scan) read(ctx context.Context, segments []*segment) error {
	s.cells = make([][]engine.Cell, len(s.values))
	bucket := 0
	for _, seg := range segments {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := s.groups.tooMany(s.most); err != nil {
			return err
		}
		for seg.day >= s.buckets[bucket].To {
			bucket++
		}
		switch {
		case s.selection.finest:
			s.addRows(seg, bucket)
		case s.fromRollup(seg):
			s.addRollup(seg, bucket)
		default:
			s.addRuns(seg, bucket)
		}
	}
	return nil
}

// column returns the cells of value c, one for each group at a stride of the
// number of buckets.
func (s *scan) column(c, bucket int) []engine.Cell {
	s.cells[c] = grown(s.cells[c], len(s.groups.keys)*len(s.buckets))
	if len(s.cells[c]) == 0 {
		return nil
	}
	return s.cells[c][bucket:]
}

func (s *scan) isMoney(v value) bool { return s.selection.table.schema.isMoney(v) }

func (s *scan) addRollup(seg *segment, bucket int) {
	u := seg.rollup.onto(s.selection.slots())
	runGroups := s.selection.grouped(&u.runs, len(u.rows), s.groups, s.scratch.groups)
	s.scratch.groups = runGroups
	buckets := len(s.buckets)
	for c, v := range s.values {
		cells := s.column(c, bucket)
		sums := u.value(v, s.isMoney(v))
		sum, rows := sums.sum[:len(runGroups)], sums.rows[:len(runGroups)]
		for r, group := range runGroups {
			if group != rejected {
				cell := &cells[int(group)*buckets]
				cell.Sum += sum[r]
				cell.Rows += rows[r]
			}
		}
		if sums.rest == nil {
			continue
		}
		for r, group := range runGroups {
			if group != rejected {
				cell := &cells[int(group)*buckets]
				cell.Rest += sums.rest[r]
				cell.Unknown += sums.unknown[r]
			}
		}
	}
}

func (s *scan) addRuns(seg *segment, bucket int) {
	runGroups := s.selection.grouped(&seg.runs, len(seg.start)-1, s.groups, s.scratch.groups)
	s.scratch.groups = runGroups
	buckets := len(s.buckets)
	for c, v := range s.values {
		cells := s.column(c, bucket)
		money := s.isMoney(v)
		for r, group := range runGroups {
			if group != rejected {
				cell := &cells[int(group)*buckets]
				*cell = cell.Plus(seg.sum(v, r, money))
			}
		}
	}
}

func (s *scan) addRows(seg *segment, bucket int) {
	hits := s.selection.find(seg, s.groups, &s.scratch)
	buckets := len(s.buckets)
	for c, v := range s.values {
		cells := s.column(c, bucket)
		if v.slot == rowCount || v.known&seg.blanks != 0 || seg.conversions != nil && s.isMoney(v) {
			s.addEach(seg, v, hits, cells)
			continue
		}
		column := &seg.columns[v.slot]
		for _, h := range hits {
			one := column.value(h.row)
			if one == ops.NoValue {
				continue
			}
			cell := &cells[int(h.group)*buckets]
			cell.Sum += one
			cell.Rows++
		}
	}
}

// addEach adds up rows that are counted, asked for more than their own value, or
// converted.
func (s *scan) addEach(seg *segment, v value, hits []hit, cells []engine.Cell) {
	converted := seg.conversions != nil && s.isMoney(v)
	for _, h := range hits {
		one := int64(1)
		if v.slot != rowCount {
			one = seg.columns[v.slot].value(h.row)
		}
		if one == ops.NoValue || !seg.has(h.row, v.known) {
			continue
		}
		c := engine.Cell{Sum: one, Rows: 1}
		if converted {
			c = seg.conversions[h.run].cell(one, 1)
		}
		cell := &cells[int(h.group)*len(s.buckets)]
		*cell = cell.Plus(c)
	}
}

// first returns a table that has of every subject of m only the first of the
// rows that m counts, over all history; it serves to group and count them.
func (t *table) first(m *ops.Measure) *table {
	made, _ := t.firsts.LoadOrStore(m.Column+" "+conditionKey(m), sync.OnceValue(func() *table {
		s, _ := newSelection(t, nil, m.Known, m.Where)
		return s.first(m.Column)
	}))
	return made.(func() *table)()
}

// subjects returns by row who or what is counted: the members, or the text
// key that column names. 0 is nobody.
func (s *segment) subjects(column string) []uint32 {
	if column == "" {
		return s.members
	}
	return s.idents
}

// firstRow is where the first row of a subject lies.
type firstRow struct {
	seg *segment
	at  int64 // its instant, or its day for records without
	hit
}

func (s *selection) first(column string) *table {
	var best []firstRow // by subject
	groups := newGrouper(nil)
	var space scratch
	for _, seg := range s.table.segments {
		subjects := seg.subjects(column)
		for _, h := range s.find(seg, groups, &space) {
			subject := subjects[h.row]
			if subject == 0 {
				continue
			}
			row := firstRow{seg, int64(seg.day), h}
			if s.table.schema.at >= 0 {
				row.at = seg.at.value(h.row)
			}
			if n := int(subject) + 1 - len(best); n > 0 {
				best = append(best, make([]firstRow, n)...)
			}
			if old := &best[subject]; old.seg == nil || row.at < old.at || row.at == old.at && s.before(row, *old) {
				*old = row
			}
		}
	}
	kept := map[*segment][]firstOf{}
	for subject, row := range best {
		if row.seg != nil {
			kept[row.seg] = append(kept[row.seg], firstOf{row.run, uint32(subject)})
		}
	}
	out := &table{schema: s.table.schema}
	for _, seg := range s.table.segments {
		if list := kept[seg]; list != nil {
			first := seg.counted(list)
			if column != "" {
				first.members = nil
			}
			out.segments = append(out.segments, first)
		}
	}
	return out
}

// before orders rows of one instant by the texts of their dimensions, so that
// which is first does not depend on the order they came in.
func (s *selection) before(a, b firstRow) bool {
	for k := range s.table.schema.slots[:s.table.schema.runSlots] {
		x, y := a.seg.dims[k][a.run], b.seg.dims[k][b.run]
		if x != y {
			d := s.table.schema.slots[k].dimension
			return d.text(x) < d.text(y)
		}
	}
	return false
}

// firstOf is the run of a subject's first row.
type firstOf struct{ run, subject uint32 }

// counted returns a segment that has a row in a run for every mention of the
// run in list, and nothing but the dimensions of runs and, as members, the
// subjects.
func (s *segment) counted(list []firstOf) *segment {
	slices.SortFunc(list, func(a, b firstOf) int { return cmp.Or(cmp.Compare(a.run, b.run), cmp.Compare(a.subject, b.subject)) })
	out := &segment{day: s.day, start: []uint32{0}, runs: runs{dims: make([][]uint32, len(s.dims))}, members: make([]uint32, len(list))}
	for i, first := range list {
		out.members[i] = first.subject
		if i > 0 && list[i-1].run == first.run {
			out.start[len(out.start)-1]++
			continue
		}
		for k := range s.dims {
			out.dims[k] = append(out.dims[k], s.dims[k][first.run])
		}
		out.start = append(out.start, uint32(i+1))
	}
	return out
}
