package memory

import (
	"math/bits"
	"slices"
	"sync"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// value names what is summed: a measure slot or rowCount, of the rows alone
// that have a value in each of the measure slots whose bits are set in known.
type value struct {
	slot  int
	known uint64
}

// valueOf returns what an additive measure sums. Columns without any blank in
// the table ask for nothing.
func (t *table) valueOf(m *ops.Measure) value {
	v := value{slot: rowCount}
	if m.Agg == ops.Sum {
		v.slot = t.schema.measure(m.Column)
	}
	for _, column := range m.Known {
		if k := t.schema.measure(column); k != v.slot {
			v.known |= 1 << k
		}
	}
	v.known &= t.blanks()
	return v
}

// blanks returns the bits of the measure slots without a value in some row.
func (t *table) blanks() uint64 {
	t.blankOnce.Do(func() {
		for _, seg := range t.segments {
			t.blankBits |= seg.blanks
		}
	})
	return t.blankBits
}

// has reports whether a row has a value in each of the slots.
func (s *segment) has(row uint32, known uint64) bool {
	for ; known != 0; known &= known - 1 {
		if s.columns[bits.TrailingZeros64(known)].value(row) == ops.NoValue {
			return false
		}
	}
	return true
}

// plain returns the sum of v over the rows of run r, unconverted, and how many
// they are.
func (s *segment) plain(v value, r int) (sum, n int64) {
	from, to := s.start[r], s.start[r+1]
	switch known := v.known & s.blanks; {
	case known != 0:
		for row := from; row < to; row++ {
			if !s.has(row, known) {
				continue
			}
			one := int64(1)
			if v.slot != rowCount {
				one = s.columns[v.slot].value(row)
			}
			if one != ops.NoValue {
				sum += one
				n++
			}
		}
		return sum, n
	case v.slot == rowCount:
		return int64(to - from), int64(to - from)
	}
	return s.columns[v.slot].sum(from, to)
}

// sum returns the sum of v over the rows of run r.
func (s *segment) sum(v value, r int, money bool) engine.Cell {
	sum, n := s.plain(v, r)
	if money && s.conversions != nil {
		return s.conversions[r].cell(sum, n)
	}
	return engine.Cell{Sum: sum, Rows: n}
}

// rollup holds the sums of a segment's rows without its finest dimensions.
// What is summed is worked out when it is first asked for.
type rollup struct {
	runs
	rows  []int64  // by run
	from  *rollup  // what it is summed from, or the segment
	seg   *segment // nil where there is from
	runOf []uint32 // by run of these

	values  sync.Map // value → *sums
	shorter sync.Map // bits of the slots kept → *rollup
}

// sums are of every run. What is nil is 0 everywhere.
type sums struct{ sum, rest, rows, unknown []int64 }

// cell returns the sum of a run.
func (s *sums) cell(r int) engine.Cell {
	c := engine.Cell{Sum: s.sum[r], Rows: s.rows[r]}
	if s.rest != nil {
		c.Rest, c.Unknown = s.rest[r], s.unknown[r]
	}
	return c
}

// value returns the sums of v.
func (u *rollup) value(v value, money bool) *sums {
	if known, ok := u.values.Load(v); ok {
		return known.(*sums)
	}
	out := &sums{sum: make([]int64, len(u.rows)), rows: make([]int64, len(u.rows))}
	add := func(r int, c engine.Cell) {
		n := u.runOf[r]
		out.sum[n] += c.Sum
		out.rows[n] += c.Rows
		if c.Rest == 0 && c.Unknown == 0 {
			return
		}
		if out.rest == nil {
			out.rest, out.unknown = make([]int64, len(u.rows)), make([]int64, len(u.rows))
		}
		out.rest[n] += c.Rest
		out.unknown[n] += c.Unknown
	}
	if u.from != nil {
		parts := u.from.value(v, money)
		for r := range u.runOf {
			add(r, parts.cell(r))
		}
	} else {
		for r := range u.runOf {
			add(r, u.seg.sum(v, r, money))
		}
	}
	if slices.Equal(out.rows, u.rows) {
		out.rows = u.rows
	}
	known, _ := u.values.LoadOrStore(v, out)
	return known.(*sums)
}

// newRollup returns seg summed over the run slots that s does not roll up.
func newRollup(seg *segment, s *schema) *rollup {
	keep := uint32(0)
	for k := range s.runSlots {
		if !s.rolledUp[k] {
			keep |= 1 << k
		}
	}
	rows := make([]int64, len(seg.start)-1)
	for r := range rows {
		rows[r] = int64(seg.start[r+1] - seg.start[r])
	}
	u := mergeRuns(&seg.runs, rows, keep)
	u.seg = seg
	return u
}

// onto returns u summed over all run slots but those whose bits are set in
// keep, or u where that is hardly shorter. It is worked out once.
func (u *rollup) onto(keep uint32) *rollup {
	if known, ok := u.shorter.Load(keep); ok {
		return known.(*rollup)
	}
	v := mergeRuns(&u.runs, u.rows, keep)
	v.from = u
	if 2*len(v.rows) > len(u.rows) {
		v = u
	}
	known, _ := u.shorter.LoadOrStore(keep, v)
	return known.(*rollup)
}

// mergeRuns makes one run of those that agree in the slots of keep.
func mergeRuns(from *runs, rows []int64, keep uint32) *rollup {
	index := map[tuple]uint32{}
	var tuples []tuple
	u := &rollup{runOf: make([]uint32, len(rows))}
	for r := range rows {
		var t tuple
		for k, dims := range from.dims {
			if keep>>k&1 == 1 {
				t[k] = dims[r]
			}
		}
		n, ok := index[t]
		if !ok {
			n = uint32(len(tuples))
			index[t] = n
			tuples = append(tuples, t)
			u.rows = append(u.rows, 0)
		}
		u.rows[n] += rows[r]
		u.runOf[r] = n
	}
	u.runs = newRuns(tuples, len(from.dims))
	return u
}
