package memory

import (
	"cmp"
	"slices"
	"sync"

	"daybreak/internal/ops"
)

// Days implements engine.State.
func (f *facts) Days(record string) ops.Range {
	if record == "rates" {
		return f.rates.days
	}
	if t, ok := f.tables[record]; ok {
		return t.days()
	}
	return ops.Range{}
}

// Values implements engine.State. Rows of events and orders count for the
// value they take from their member; "" is left out.
func (f *facts) Values(dimension string) []string {
	d, ok := f.dimensions[dimension]
	if !ok {
		return nil
	}
	rows := map[uint32]int64{} // by the dictionary's code
	for _, t := range f.tables {
		if k := t.schema.slot(dimension); k >= 0 {
			for c, n := range t.count(k) {
				rows[d.global(uint32(c))] += n
			}
		}
	}
	if k := slices.Index(attributeNames[:], dimension); k >= 0 {
		for g, n := range f.attributes.count(k) {
			rows[g] += n
		}
	}
	delete(rows, 0)
	return mostFirst(rows, d.dict)
}

// Has implements engine.State.
func (f *facts) Has(dimension, value string) bool {
	d, ok := f.dimensions[dimension]
	if !ok {
		return false
	}
	if _, ok := d.find(value); ok {
		return true
	}
	k := slices.Index(attributeNames[:], dimension)
	if k < 0 {
		return false
	}
	g, ok := d.globally(value)
	return ok && f.attributes.count(k)[g] > 0
}

// Events implements engine.State.
func (f *facts) Events() []string { return f.Values("event") }

// mostFirst returns the texts of the codes with rows, by falling rows, then by
// text.
func mostFirst(rows map[uint32]int64, dict *ops.Dictionary) []string {
	type value struct {
		text string
		rows int64
	}
	var list []value
	for g, n := range rows {
		if n > 0 {
			list = append(list, value{dict.Text(g), n})
		}
	}
	slices.SortFunc(list, func(a, b value) int {
		return cmp.Or(cmp.Compare(b.rows, a.rows), cmp.Compare(a.text, b.text))
	})
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = v.text
	}
	return out
}

// count returns how many rows each code of slot k has.
func (t *table) count(k int) []int64 {
	made, _ := t.counts.LoadOrStore(k, sync.OnceValue(func() []int64 {
		out := make([]int64, t.schema.slots[k].dimension.size())
		for _, seg := range t.segments {
			if k < t.schema.runSlots {
				for r, c := range seg.dims[k] {
					out[c] += int64(seg.start[r+1] - seg.start[r])
				}
			} else if codes := seg.finer[k-t.schema.runSlots]; codes == nil {
				out[0] += int64(seg.rows())
			} else {
				for _, c := range codes {
					out[c]++
				}
			}
		}
		return out
	}))
	return made.(func() []int64)()
}
