package analysis

import (
	"math/bits"
	"slices"

	"daybreak/internal/ops"
)

// signedRows is a number of rows that is added or taken off.
type signedRows struct {
	measure int // of the asker
	sign    int64
}

// statedRows returns what the number of rows that state some sum of the record is
// made of, by inclusion and exclusion over its sums; nil for a record without
// levels. A row that only states a level, how many followers there are, leaves
// no sum blank: it is no part of what a sum might be taken from.
func statedRows(r *ops.Record, m *ops.Measure, use func(*ops.Measure) int) []signedRows {
	var sums []string
	levels := false
	for c, col := range r.Columns {
		levels = levels || col.Level
		if r.Adds(c) {
			sums = append(sums, col.Name)
		}
	}
	if !levels || len(sums) == 0 {
		return nil
	}
	var out []signedRows
	for some := uint(1); some < 1<<len(sums); some++ {
		rows := rowsOf(m)
		rows.Known = slices.Clone(m.Known)
		for i, column := range sums {
			if some>>i&1 == 1 {
				rows.Known = append(rows.Known, column)
			}
		}
		sign := int64(1)
		if bits.OnesCount(some)%2 == 0 {
			sign = -1
		}
		out = append(out, signedRows{use(rows), sign})
	}
	return out
}

// stated returns how many rows a sum with blanks might be taken from; all is the
// number of all rows.
func (w *answer) stated(t *term, all int64, part int, groups []int, bucket int) int64 {
	if len(t.stated) == 0 {
		return all
	}
	n := int64(0)
	for _, x := range t.stated {
		c, _ := w.sum(x.measure, part, groups, bucket)
		n += x.sign * c.Rows
	}
	return n
}
