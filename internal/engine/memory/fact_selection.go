package memory

import (
	"fmt"
	"slices"
	"strings"

	"daybreak/internal/ops"
)

// selection is a condition on the rows of a table and the dimensions they are
// grouped by, in terms of slots.
type selection struct {
	table  *table
	pass   [][]bool // by slot and code; nil = all
	by     []int    // slots
	finest bool     // a dimension kept by row is used
	detail bool     // a dimension is used that the roll-up lacks
}

// newSelection returns the rows of t that meet all filters. missing names the
// first dimension that the record does not have, if any.
func newSelection(t *table, by []string, filters ...[]ops.Filter) (s *selection, missing string) {
	s = &selection{table: t, pass: make([][]bool, len(t.schema.slots))}
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
	for _, dimension := range by {
		s.by = append(s.by, use(dimension))
	}
	for _, list := range filters {
		for _, f := range list {
			if k := use(f.Dimension); k >= 0 {
				s.filter(k, f)
			}
		}
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

// conditionKey is equal for equal lists of filters.
func conditionKey(list []ops.Filter) string {
	var b strings.Builder
	for _, f := range list {
		fmt.Fprintf(&b, "%q %v %q;", f.Dimension, f.Not, f.Values)
	}
	return b.String()
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
// must not use a dimension kept by row.
func (s *selection) grouped(r *runs, n int, g *grouper, out []int32) []int32 {
	out = s.passing(r, n, out)
	switch len(s.by) {
	case 0:
	case 1:
		dims := r.dims[s.by[0]]
		for i, v := range out {
			if v != rejected {
				out[i] = g.group(groupKey{dims[i]})
			}
		}
	default:
		for i, v := range out {
			if v != rejected {
				out[i] = g.group(s.key(r, i))
			}
		}
	}
	return out
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

// hits appends the rows of seg that the selection keeps. runGroups is scratch
// space, handed back for the next call.
func (s *selection) hits(seg *segment, g *grouper, out []hit, runGroups []int32) ([]hit, []int32) {
	n := len(seg.start) - 1
	if !s.finest {
		runGroups = s.grouped(&seg.runs, n, g, runGroups)
		for r, group := range runGroups {
			if group == rejected {
				continue
			}
			for row := seg.start[r]; row < seg.start[r+1]; row++ {
				out = append(out, hit{row, uint32(r), group})
			}
		}
		return out, runGroups
	}
	runGroups = s.passing(&seg.runs, n, runGroups)
	first := s.table.schema.runSlots
	byRow := slices.ContainsFunc(s.by, func(k int) bool { return k >= first })
	for r, passed := range runGroups {
		if passed == rejected {
			continue
		}
		key := s.key(&seg.runs, r)
		group := int32(rejected) // found with the first row that passes
	rows:
		for row := seg.start[r]; row < seg.start[r+1]; row++ {
			for k, codes := range seg.finer {
				pass := s.pass[first+k]
				if pass == nil {
					continue
				}
				var c uint32
				if codes != nil {
					c = codes[row]
				}
				if !pass[c] {
					continue rows
				}
			}
			if byRow {
				for n, k := range s.by {
					if k >= first && seg.finer[k-first] != nil {
						key[n] = seg.finer[k-first][row]
					}
				}
			}
			if byRow || group == rejected {
				group = g.group(key)
			}
			out = append(out, hit{row, uint32(r), group})
		}
	}
	return out, runGroups
}

// maxBy is the most dimensions of one question.
const maxBy = 3

// groupKey is a group by the codes of its dimensions.
type groupKey [maxBy]uint32

// grouper numbers groups in order of first sight. Without dimensions all rows
// are group 0.
type grouper struct {
	size   groupKey // values of each dimension
	dense  []int32  // group + 1 by mixed-radix key; nil where that would be large
	sparse map[groupKey]int32
	keys   []groupKey
}

// maxDense bounds the table of a grouper.
const maxDense = 1 << 18

func newGrouper(by []*dimension) *grouper {
	g := &grouper{size: groupKey{1, 1, 1}}
	product := 1
	for n, d := range by {
		g.size[n] = uint32(d.size())
		product = min(product*d.size(), maxDense+1)
	}
	if product <= maxDense {
		g.dense = make([]int32, product)
	} else {
		g.sparse = map[groupKey]int32{}
	}
	if len(by) == 0 {
		g.group(groupKey{})
	}
	return g
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
