package memory

import (
	"math"

	"daybreak/internal/ops"
)

// column holds int64 values in as little as fits: nothing if all are
// ops.NoValue, else base + scale·int32, else int64.
type column struct {
	base, scale int64
	narrow      []int32 // noNarrow stands for ops.NoValue
	wide        []int64
}

const noNarrow = math.MinInt32

// packColumn returns values as a column. With a base the values are stored as
// differences from it.
func packColumn(values []int64, base int64) column {
	any := false
	scales := [...]int64{1, 1_000, 1_000_000}
	fits := [...]bool{true, true, true}
	for _, v := range values {
		if v == ops.NoValue {
			continue
		}
		any = true
		v -= base
		for k, scale := range scales {
			if v%scale != 0 || v/scale > math.MaxInt32 || v/scale <= math.MinInt32 {
				fits[k] = false
			}
		}
	}
	if !any {
		return column{}
	}
	for k, scale := range scales {
		if !fits[k] {
			continue
		}
		c := column{base: base, scale: scale, narrow: make([]int32, len(values))}
		for i, v := range values {
			if v == ops.NoValue {
				c.narrow[i] = noNarrow
			} else {
				c.narrow[i] = int32((v - base) / scale)
			}
		}
		return c
	}
	return column{wide: append([]int64(nil), values...)}
}

// value returns value i.
func (c *column) value(i uint32) int64 {
	switch {
	case c.narrow != nil:
		if v := c.narrow[i]; v != noNarrow {
			return c.base + c.scale*int64(v)
		}
		return ops.NoValue
	case c.wide != nil:
		return c.wide[i]
	}
	return ops.NoValue
}

// sum returns the sum of values lo … hi-1 and how many there are.
func (c *column) sum(lo, hi uint32) (sum, known int64) {
	switch {
	case c.narrow != nil:
		for _, v := range c.narrow[lo:hi] {
			if v != noNarrow {
				sum += int64(v)
				known++
			}
		}
		return sum*c.scale + known*c.base, known
	case c.wide != nil:
		for _, v := range c.wide[lo:hi] {
			if v != ops.NoValue {
				sum += v
				known++
			}
		}
	}
	return sum, known
}
