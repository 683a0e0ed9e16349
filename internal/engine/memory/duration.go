package memory

import "slices"

// durations are numbers of microseconds above 0, in blocks that are never copied.
type durations struct {
	blocks [][]int64
	n      int
}

func (d *durations) add(micros int64) {
	last := len(d.blocks) - 1
	if last < 0 || len(d.blocks[last]) == cap(d.blocks[last]) {
		d.blocks = append(d.blocks, make([]int64, 0, min(1<<13, max(16, d.n))))
		last++
	}
	d.blocks[last] = append(d.blocks[last], micros)
	d.n++
}

// join adds what others hold, which are not to be used any more.
func (d *durations) join(others *durations) {
	d.blocks = append(d.blocks, others.blocks...)
	d.n += others.n
}

// hours returns them in order, after as many zeros as make it count; nil for
// none.
func (d *durations) hours(count int) []float64 {
	if count == 0 {
		return nil
	}
	out := make([]float64, count)
	sorted := slices.Concat(d.blocks...)
	d.blocks = nil
	sortDurations(sorted)
	zeros := count - d.n
	for i, micros := range sorted {
		out[zeros+i] = float64(micros) / 3600e6
	}
	return out
}

// sortDurations sorts numbers that are not negative, by digits where there are
// many.
func sortDurations(times []int64) {
	const digit, few = 11, 1024
	if len(times) < few {
		slices.Sort(times)
		return
	}
	longest := slices.Max(times)
	from, to := times, make([]int64, len(times))
	for shift := 0; longest>>shift > 0; shift += digit {
		var next [1 << digit]uint32
		for _, t := range from {
			next[t>>shift&(1<<digit-1)]++
		}
		sum := uint32(0)
		for d, n := range next {
			next[d] = sum
			sum += n
		}
		for _, t := range from {
			d := t >> shift & (1<<digit - 1)
			to[next[d]] = t
			next[d]++
		}
		from, to = to, from
	}
	copy(times, from)
}
