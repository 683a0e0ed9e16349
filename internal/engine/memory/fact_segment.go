package memory

import (
	"slices"
	"sync"

	"daybreak/internal/ops"
)

// segment holds the rows of one record on one ops day. Rows that agree in all
// dimensions but those kept per row lie together as a run, so conditions and
// groups are worked out once for each run.
type segment struct {
	runs
	day     ops.Day
	start   []uint32   // run r has rows start[r] … start[r+1]-1
	finer   [][]uint32 // by row slot and row; nil = all ""
	columns []column   // by measure slot; money as it came

	conversions []conversion // of the runs' money; nil = all is in the reporting currency

	members []uint32   // by row, for records with members; 0 = none
	at      column     // by row, for records with instants
	idents  []uint32   // by row, for records with a text key
	rates   []usedRate // of every currency but the reporting one
	rollup  *rollup
	blanks  uint64   // bits of the measure slots without a value in some row
	kept    sync.Map // question → what the segment has to say to it
}

// runs are the dimensions of runs.
type runs struct {
	dims [][]uint32 // by run slot and run
}

// usedRate is how one currency was converted.
type usedRate struct {
	currency uint32 // code of names
	conversion
}

func (s *segment) rows() int { return int(s.start[len(s.start)-1]) }

// maxSlots bounds the dimensions of a record.
const maxSlots = 8

// tuple is the dimensions of one run.
type tuple [maxSlots]uint32

// segmentBuilder gathers the rows of one day at a time.
type segmentBuilder struct {
	schema     *schema
	rates      *rates
	attributes *attributes

	day     ops.Day
	runOf   []uint32 // by row
	tuples  []tuple  // by run
	index   map[tuple]uint32
	finer   [][]uint32
	values  [][]int64
	members []uint32
	at      []int64
	idents  []uint32
	added   []tuple // room for the dimensions of the rows being added
}

func newSegmentBuilder(s *schema, r *rates, a *attributes) *segmentBuilder {
	return &segmentBuilder{
		schema: s, rates: r, attributes: a, index: map[tuple]uint32{},
		finer: make([][]uint32, len(s.slots)-s.runSlots), values: make([][]int64, len(s.measures)),
	}
}

// add takes rows from … to-1 of w, column by column.
func (b *segmentBuilder) add(w *ops.Rows, from, to int) {
	s := b.schema
	var members []uint32
	if s.member >= 0 {
		members = w.Codes[s.member][from:to]
		b.members = append(b.members, members...)
	}
	b.added = slices.Grow(b.added[:0], to-from)[:to-from]
	clear(b.added)
	for k := range s.slots {
		slot := &s.slots[k]
		var codes []uint32
		if slot.column >= 0 {
			codes = w.Codes[slot.column][from:to]
		}
		for i := range b.added {
			var g uint32
			if codes != nil {
				g = codes[i]
			}
			if g == 0 && slot.attribute >= 0 {
				g = b.attributes.of(slot.attribute, members[i])
			}
			if c := slot.dimension.code(g); k < s.runSlots {
				b.added[i][k] = c
			} else {
				b.finer[k-s.runSlots] = append(b.finer[k-s.runSlots], c)
			}
		}
	}
	for i := range b.added {
		b.runOf = append(b.runOf, b.run(b.added[i]))
	}
	for k, c := range s.measures {
		b.values[k] = append(b.values[k], w.Ints[c][from:to]...)
	}
	if s.at >= 0 {
		b.at = append(b.at, w.Ints[s.at][from:to]...)
	}
	if s.ident >= 0 {
		for i := from; i < to; i++ {
			b.idents = append(b.idents, s.idents.Code(w.Text(s.ident, i)))
		}
	}
}

// run returns the number of the run with the dimensions t.
func (b *segmentBuilder) run(t tuple) uint32 {
	if n := len(b.runOf); n > 0 && b.tuples[b.runOf[n-1]] == t {
		return b.runOf[n-1]
	}
	r, ok := b.index[t]
	if !ok {
		r = uint32(len(b.tuples))
		b.tuples = append(b.tuples, t)
		b.index[t] = r
	}
	return r
}

// finish returns the rows added as a segment, nil if there are none, and
// empties the builder.
func (b *segmentBuilder) finish() *segment {
	if len(b.runOf) == 0 {
		return nil
	}
	b.sortRuns()
	s := b.schema
	seg := &segment{day: b.day}
	seg.start = make([]uint32, len(b.tuples)+1)
	for _, r := range b.runOf {
		seg.start[r+1]++
	}
	for r := range b.tuples {
		seg.start[r+1] += seg.start[r]
	}
	// order[i] is where row i goes.
	order := make([]uint32, len(b.runOf))
	next := append([]uint32(nil), seg.start...)
	for i, r := range b.runOf {
		order[i] = next[r]
		next[r]++
	}
	seg.runs = newRuns(b.tuples, s.runSlots)
	b.convert(seg)
	seg.finer = make([][]uint32, len(b.finer))
	for k, codes := range b.finer {
		if hasCode(codes) {
			seg.finer[k] = permute(codes, order)
		}
	}
	sorted := make([]int64, len(order))
	seg.columns = make([]column, len(b.values))
	for k, values := range b.values {
		for i, v := range values {
			sorted[order[i]] = v
		}
		seg.columns[k] = packColumn(sorted, 0)
		if slices.Contains(sorted, ops.NoValue) {
			seg.blanks |= 1 << k
		}
	}
	if s.member >= 0 {
		seg.members = permute(b.members, order)
	}
	if s.at >= 0 {
		for i, v := range b.at {
			sorted[order[i]] = v
		}
		seg.at = packColumn(sorted, sorted[0])
	}
	if s.ident >= 0 {
		seg.idents = permute(b.idents, order)
	}
	if s.rolledUp != nil {
		seg.rollup = newRollup(seg, s)
	}
	b.reset()
	return seg
}

// sortRuns numbers the runs in order of their dimensions, so that those that
// agree in the first of them lie together.
func (b *segmentBuilder) sortRuns() {
	order := make([]uint32, len(b.tuples))
	for r := range order {
		order[r] = uint32(r)
	}
	slices.SortFunc(order, func(x, y uint32) int { return slices.Compare(b.tuples[x][:], b.tuples[y][:]) })
	sorted, number := make([]tuple, len(order)), make([]uint32, len(order))
	for n, r := range order {
		sorted[n], number[r] = b.tuples[r], uint32(n)
	}
	b.tuples = append(b.tuples[:0], sorted...)
	for i, r := range b.runOf {
		b.runOf[i] = number[r]
	}
}

func (b *segmentBuilder) reset() {
	b.runOf, b.tuples = b.runOf[:0], b.tuples[:0]
	b.members, b.at, b.idents = b.members[:0], b.at[:0], b.idents[:0]
	clear(b.index)
	for k := range b.finer {
		b.finer[k] = b.finer[k][:0]
	}
	for k := range b.values {
		b.values[k] = b.values[k][:0]
	}
}

// convert notes in seg how the money of its runs is converted.
func (b *segmentBuilder) convert(seg *segment) {
	s := b.schema
	if s.currency < 0 {
		return
	}
	conversions := make([]conversion, len(b.tuples))
	for r, t := range b.tuples {
		currency := s.slots[s.currency].dimension.global(t[s.currency])
		c := b.rates.on(currency, b.day)
		conversions[r] = c
		if used := (usedRate{currency, c}); c != unconverted && !slices.Contains(seg.rates, used) {
			seg.rates = append(seg.rates, used)
		}
	}
	if len(seg.rates) > 0 {
		seg.conversions = conversions
	}
}

func newRuns(tuples []tuple, slots int) runs {
	codes := make([][]uint32, slots)
	for k := range codes {
		codes[k] = make([]uint32, len(tuples))
		for r, t := range tuples {
			codes[k][r] = t[k]
		}
	}
	return runs{dims: codes}
}

func hasCode(codes []uint32) bool {
	for _, c := range codes {
		if c != 0 {
			return true
		}
	}
	return false
}

func permute(codes, order []uint32) []uint32 {
	out := make([]uint32, len(codes))
	for i, c := range codes {
		out[order[i]] = c
	}
	return out
}
