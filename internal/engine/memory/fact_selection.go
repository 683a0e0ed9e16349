package memory

import (
	"slices"
	"strconv"

	"daybreak/internal/ops"
)

// selection is a condition on the rows of a table and the dimensions they are
// grouped by, in terms of slots.
type selection struct {
	table  *table
	pass   [][]bool // by slot and code; nil = all
	known  uint64   // bits of the measure slots that must have a value
	by     []int    // slots
	finest bool     // a dimension kept by row is used, or known
	detail bool     // a dimension is used that the roll-up lacks
}

// newSelection returns the rows of t that meet all filters and have a value in
// the columns known. missing names the first dimension of the
// filters that the record does not have, else the first of by; of the latter
// the selection leaves the grouping out.
func newSelection(t *table, by, known []string, filters ...[]ops.Filter) (s *selection, missing string) {
	s = &selection{table: t, pass: make([][]bool, len(t.schema.slots))}
	for _, column := range known {
		s.known |= 1 << t.schema.measure(column)
	}
	if s.known &= t.blanks(); s.known != 0 {
		s.finest, s.detail = true, true
	}
	use := func(dimension string) int {
		k := t.schema.slot(dimension)
		if k < 0 {
			if missing == "" {
				missing = dimension
			}
			return -1
		}
		if k >= t.schema.runSlots {
			s.finest = true
		}
		if k >= t.schema.runSlots || t.schema.rolledUp != nil && t.schema.rolledUp[k] {
			s.detail = true
		}
		return k
	}
	for _, list := range filters {
		for _, f := range list {
			if k := use(f.Dimension); k >= 0 {
				s.filter(k, f)
			}
		}
	}
	if missing != "" {
		return nil, missing
	}
	for _, dimension := range by {
		s.by = append(s.by, use(dimension))
	}
	if missing != "" {
		s.by = nil
	}
	return s, missing
}

// filter narrows the selection.
func (s *selection) filter(k int, f ops.Filter) {
	d := s.table.schema.slots[k].dimension
	named := make([]bool, d.size())
	for _, v := range f.Values {
		if c, ok := d.find(v); ok && int(c) < len(named) {
			named[c] = true
		}
	}
	for c := range named {
		named[c] = named[c] != f.Not && (s.pass[k] == nil || s.pass[k][c])
	}
	s.pass[k] = named
}

// conditionKey is equal for measures that count the same rows.
func conditionKey(m *ops.Measure) string {
	b := make([]byte, 0, 64)
	b = strconv.AppendQuote(b, m.Record)
	for _, column := range m.Known {
		b = strconv.AppendQuote(b, column)
	}
	return string(appendFilters(append(b, '/'), m.Where))
}

// appendFilters appends what tells conditions apart.
func appendFilters(b []byte, filters []ops.Filter) []byte {
	for _, f := range filters {
		b = strconv.AppendQuote(b, f.Dimension)
		b = strconv.AppendBool(b, f.Not)
		for _, v := range f.Values {
			b = strconv.AppendQuote(b, v)
		}
		b = append(b, ';')
	}
	return b
}

// rejected marks a run or row outside a selection.
const rejected = -1

// passing fills out with 0 for the runs that may hold rows of the selection
// and rejected for the others.
func (s *selection) passing(r *runs, n int, out []int32) []int32 {
	out = slices.Grow(out[:0], n)[:n]
	clear(out)
	for k, dims := range r.dims {
		pass := s.pass[k]
		if pass == nil {
			continue
		}
		for i, c := range dims[:n] {
			if !pass[c] {
				out[i] = rejected
			}
		}
	}
	return out
}

// grouped fills out with the group of every run, or rejected. The selection
// must not be finest.
func (s *selection) grouped(r *runs, n int, g *grouper, out []int32) []int32 {
	out = s.passing(r, n, out)
	s.assign(r, g, out)
	return out
}

// assign puts the group of every run in the place of those that are not
// rejected. The selection must not be finest.
func (s *selection) assign(r *runs, g *grouper, out []int32) {
	switch len(s.by) {
	case 0:
	case 1:
		dims, dense := r.dims[s.by[0]][:len(out)], g.dense
		for i, v := range out {
			if v == rejected {
				continue
			}
			if c := dims[i]; int(c) < len(dense) && dense[c] != 0 {
				out[i] = dense[c] - 1
			} else {
				out[i] = g.group(groupKey{c})
			}
		}
	default:
		for i, v := range out {
			if v != rejected {
				out[i] = g.group(s.key(r, i))
			}
		}
	}
}

// key returns the dimensions by which run i is grouped; those kept by row stay 0.
func (s *selection) key(r *runs, i int) (key groupKey) {
	for n, k := range s.by {
		if k < len(r.dims) {
			key[n] = r.dims[k][i]
		}
	}
	return key
}

// hit is a row of a segment, its run and its group.
type hit struct {
	row, run uint32
	group    int32
}

// scratch is space that reading one segment after another uses again.
type scratch struct {
	groups []int32
	rows   []uint32
	hits   []hit
}

// find returns the rows of seg that the selection keeps, in order of run. They
// are good until the next call.
func (s *selection) find(seg *segment, g *grouper, w *scratch) []hit {
	w.hits = w.hits[:0]
	n := len(seg.start) - 1
	if !s.finest {
		w.groups = s.grouped(&seg.runs, n, g, w.groups)
		for r, group := range w.groups {
			if group == rejected {
				continue
			}
			for row := seg.start[r]; row < seg.start[r+1]; row++ {
				w.hits = append(w.hits, hit{row, uint32(r), group})
			}
		}
		return w.hits
	}
	w.groups = s.passing(&seg.runs, n, w.groups)
	first := s.table.schema.runSlots
	byRow := slices.ContainsFunc(s.by, func(k int) bool { return k >= first })
	for r, passed := range w.groups {
		if passed == rejected {
			continue
		}
		w.rows = s.rows(seg, r, w.rows[:0])
		if len(w.rows) == 0 {
			continue
		}
		key := s.key(&seg.runs, r)
		if !byRow {
			group := g.group(key)
			for _, row := range w.rows {
				w.hits = append(w.hits, hit{row, uint32(r), group})
			}
			continue
		}
		for _, row := range w.rows {
			for n, k := range s.by {
				if k >= first && seg.finer[k-first] != nil {
					key[n] = seg.finer[k-first][row]
				}
			}
			w.hits = append(w.hits, hit{row, uint32(r), g.group(key)})
		}
	}
	return w.hits
}

// rows appends the rows of run r that meet the conditions on what is kept by
// row.
func (s *selection) rows(seg *segment, r int, out []uint32) []uint32 {
	from, to := seg.start[r], seg.start[r+1]
	met := false // whether out holds the rows that met the conditions so far
	for k, codes := range seg.finer {
		pass := s.pass[s.table.schema.runSlots+k]
		switch {
		case pass == nil:
		case codes == nil:
			if !pass[0] {
				return out[:0]
			}
		case met:
			out = slices.DeleteFunc(out, func(row uint32) bool { return !pass[codes[row]] })
		default:
			for i, c := range codes[from:to] {
				if pass[c] {
					out = append(out, from+uint32(i))
				}
			}
			met = true
		}
	}
	if !met {
		for row := from; row < to; row++ {
			out = append(out, row)
		}
	}
	if s.known != 0 {
		out = slices.DeleteFunc(out, func(row uint32) bool { return !seg.has(row, s.known) })
	}
	return out
}

// maxBy is the most dimensions of one question.
const maxBy = 3

// groupKey is a group by the codes of its dimensions.
type groupKey [maxBy]uint32

// grouper numbers groups in order of first sight. Without dimensions all rows
// are group 0.
type grouper struct {
	size   groupKey // values of each dimension
	dims   int
	dense  []int32 // group + 1 by mixed-radix key; nil where that would be large
	sparse map[groupKey]int32
	keys   []groupKey
}

// maxDense bounds the table of a grouper.
const maxDense = 1 << 18

func newGrouper(by []*dimension) *grouper {
	g := &grouper{dims: len(by), size: groupKey{1, 1, 1}}
	for n, d := range by {
		g.size[n] = uint32(d.size())
	}
	return g.fresh()
}

// fresh returns a grouper of the same dimensions that has seen no group.
func (g *grouper) fresh() *grouper {
	f := &grouper{dims: g.dims, size: g.size}
	product := 1
	for _, n := range g.size {
		product = min(product*int(n), maxDense+1)
	}
	if product <= maxDense {
		f.dense = make([]int32, product)
	} else {
		f.sparse = map[groupKey]int32{}
	}
	if g.dims == 0 {
		f.group(groupKey{})
	}
	return f
}

// group returns the number of the group.
func (g *grouper) group(key groupKey) int32 {
	if g.dense != nil {
		at := &g.dense[(key[2]*g.size[1]+key[1])*g.size[0]+key[0]]
		if *at == 0 {
			g.keys = append(g.keys, key)
			*at = int32(len(g.keys))
		}
		return *at - 1
	}
	n, ok := g.sparse[key]
	if !ok {
		n = int32(len(g.keys))
		g.keys = append(g.keys, key)
		g.sparse[key] = n
	}
	return n
}
