package memory

import (
	"context"
	"math/bits"
	"runtime"
	"sync"
	"sync/atomic"

	"daybreak/internal/ops"
)

// parallel calls f for parts of 0 … n-1 on all processors. Parts are handed
// out as processors come free. It stops early, with its error, when ctx ends.
func parallel(ctx context.Context, n int, f func(lo, hi int)) error {
	workers := min(runtime.GOMAXPROCS(0), max(1, n))
	part := max(1, min(4096, n/(8*workers)))
	var next atomic.Int64
	work := func() {
		for ctx.Err() == nil {
			hi := int(next.Add(int64(part)))
			lo := hi - part
			if lo >= n {
				return
			}
			f(lo, min(hi, n))
		}
	}
	var wg sync.WaitGroup
	for range workers - 1 {
		wg.Go(work)
	}
	work()
	wg.Wait()
	return ctx.Err()
}

// popcount returns the number of bits set. It stands alone, as do the other
// counts, so that its sums are kept in registers.
//
//go:noinline
func popcount(a []uint64) int {
	var s0, s1, s2, s3 int
	for len(a) >= 4 {
		s0 += bits.OnesCount64(a[0])
		s1 += bits.OnesCount64(a[1])
		s2 += bits.OnesCount64(a[2])
		s3 += bits.OnesCount64(a[3])
		a = a[4:]
	}
	for _, x := range a {
		s0 += bits.OnesCount64(x)
	}
	return s0 + s1 + s2 + s3
}

// popcountAnd returns the number of bits set in both; b may be the longer.
//
//go:noinline
func popcountAnd(a, b []uint64) int {
	b = b[:len(a)]
	var s0, s1, s2, s3 int
	for len(a) >= 4 && len(b) >= 4 {
		s0 += bits.OnesCount64(a[0] & b[0])
		s1 += bits.OnesCount64(a[1] & b[1])
		s2 += bits.OnesCount64(a[2] & b[2])
		s3 += bits.OnesCount64(a[3] & b[3])
		a, b = a[4:], b[4:]
	}
	for i, x := range a {
		s0 += bits.OnesCount64(x & b[i])
	}
	return s0 + s1 + s2 + s3
}

// popcounts sets counts[i] to the number of bits set in words ends[i] …
// ends[i+1]-1 of a.
//
//go:noinline
func popcounts(a []uint64, ends []uint32, counts []int32) {
	at := ends[0]
	for i, end := range ends[1:] {
		part := a[at:end]
		at = end
		var s0, s1 int
		for len(part) >= 4 {
			s0 += bits.OnesCount64(part[0]) + bits.OnesCount64(part[1])
			s1 += bits.OnesCount64(part[2]) + bits.OnesCount64(part[3])
			part = part[4:]
		}
		for _, x := range part {
			s0 += bits.OnesCount64(x)
		}
		counts[i] = int32(s0 + s1)
	}
}

// popcountsAnd is popcounts of the bits set in both a and b.
func popcountsAnd(a, b []uint64, ends []uint32, counts []int32) {
	for i, end := range ends[1:] {
		counts[i] = int32(popcountAnd(a[ends[i]:end], b[ends[i]:end]))
	}
}

// orInto sets in to the bits of a, which may be the shorter.
func orInto(to, a []uint64) {
	to = to[:len(a)]
	for i, x := range a {
		to[i] |= x
	}
}

// widen turns rows of blockWords words, each the union of the have days that
// end on it, into unions of want days, by doubling. Rows before the first are
// empty.
func widen(rows []uint64, have, want int) {
	n := len(rows) / blockWords
	for have < want {
		step := min(have, want-have)
		for i := n - 1; i >= step; i-- {
			orInto(rows[i*blockWords:][:blockWords], rows[(i-step)*blockWords:][:blockWords])
		}
		have += step
	}
}

// blockWords is how many words of every row a kernel works on at a time, so
// that a block of a year and what is made of it stay in the cache.
const blockWords = 32

// blocks calls f for each block of words of the days of r, with a copy of the
// rows: row i of width blockWords is day r.From+first+i. Two rows at the
// beginning are empty at least, as are all days before. Days without rows are
// empty. Parts run on all processors.
func (x *activityMatrix) blocks(ctx context.Context, r ops.Range, f func(first int, rows []uint64)) error {
	known := r.And(x.days())
	if known.Len() == 0 {
		return ctx.Err()
	}
	words := int(x.off[known.To-x.first])
	return parallel(ctx, (words+blockWords-1)/blockWords, func(lo, hi int) {
		room := make([]uint64, (r.Len()+2)*blockWords)
		for block := lo; block < hi; block++ {
			at := block * blockWords
			begin := known.From // of the days that reach into the block
			for begin < known.To && len(x.row(begin)) <= at {
				begin++
			}
			first := int(begin-r.From) - 2
			rows := room[:(r.Len()-first)*blockWords]
			clear(rows)
			for d := begin; d < known.To; d++ {
				copy(rows[(int(d-r.From)-first)*blockWords:][:blockWords], x.row(d)[at:])
			}
			f(first, rows)
		}
	})
}

// andInto keeps of to only the bits of a, which may be the shorter.
func andInto(to, a []uint64) {
	for i, x := range a {
		to[i] &= x
	}
	clear(to[len(a):])
}

// transpose turns bit b of word i into bit i of word b.
func transpose(a *[64]uint64) {
	mask := uint64(1<<32 - 1)
	for step := 32; step > 0; step >>= 1 {
		for i := 0; i < 64; i = (i + step + 1) &^ step {
			t := (a[i]>>step ^ a[i|step]) & mask
			a[i] ^= t << step
			a[i|step] ^= t
		}
		mask ^= mask << (step / 2)
	}
}
