package calc

import (
	"cmp"
	"math"
	"slices"
)

// Parts is why a ratio changed: one part per factor, and the part that comes
// from the segments' weights having shifted. They sum to the change.
type Parts struct {
	Factors []float64
	Mix     float64
}

// DecomposeRatio splits the change of a ratio into the effects of its factors
// and of the mix (additive log-mean Divisia, LMDI-I, which leaves no rest).
//
// before[s] and after[s] are a chain of non-negative sums for segment s, for
// instance revenue, orders, clicks, impressions, cost. The ratio is Σ first ÷
// Σ last over segments (ROAS); its factors are the quotients of neighbours
// (revenue per order, orders per click, …), and a segment's weight is its
// share of the last sum. ok is false when the chains differ in length, have
// fewer than two sums, come to something where the sum before it is 0, or have
// a total of the last sum of 0, so that there is no ratio.
//
// Where a segment's contribution starts from or falls to 0 the logarithms are
// infinite; in the limit the whole change belongs to what is 0 on that side:
// the mix if the segment was not there, else its last factor that is 0.
func DecomposeRatio(before, after [][]float64) (_ Parts, ok bool) {
	if len(before) != len(after) || len(before) == 0 {
		return Parts{}, false
	}
	n := len(before[0])
	var total0, total1 float64
	for s := range before {
		if n < 2 || len(before[s]) != n || len(after[s]) != n {
			return Parts{}, false
		}
		if !sound(before[s]) || !sound(after[s]) {
			return Parts{}, false
		}
		total0 += before[s][n-1]
		total1 += after[s][n-1]
	}
	if total0 <= 0 || total1 <= 0 {
		return Parts{}, false
	}
	p := Parts{Factors: make([]float64, n-1)}
	for s := range before {
		f0, f1 := factors(before[s], total0), factors(after[s], total1)
		for i, part := range split(f0, f1, before[s][0]/total0, after[s][0]/total1) {
			if i == n-1 {
				p.Mix += part
			} else {
				p.Factors[i] += part
			}
		}
	}
	return p, true
}

// DecomposeProduct splits the change of a product of non-negative factors into
// one part for each of them, which sum to the change (LMDI-I, Ang 2005). Where
// the product starts from or falls to 0 the whole change belongs to the last factor
// that is 0 on that side. ok is false when the lists differ in length or hold a
// negative factor.
func DecomposeProduct(before, after []float64) (parts []float64, ok bool) {
	if len(before) != len(after) {
		return nil, false
	}
	v0, v1 := 1.0, 1.0
	for i := range before {
		if before[i] < 0 || after[i] < 0 {
			return nil, false
		}
		v0, v1 = v0*before[i], v1*after[i]
	}
	return split(before, after, v0, v1), true
}

// sound reports whether no sum of the chain comes of nothing.
func sound(chain []float64) bool {
	for i := range len(chain) - 1 {
		if chain[i] != 0 && chain[i+1] == 0 {
			return false
		}
	}
	return true
}

// factors returns the quotients of neighbours in a chain, then the chain's
// share of the total; 0 ÷ 0 is 0.
func factors(chain []float64, total float64) []float64 {
	f := make([]float64, len(chain))
	for i := range chain {
		den := total
		if i+1 < len(chain) {
			den = chain[i+1]
		}
		if chain[i] != 0 {
			f[i] = chain[i] / den
		}
	}
	return f
}

// split divides the change from v0 to v1, the products of f0 and f1, over the
// factors.
func split(f0, f1 []float64, v0, v1 float64) []float64 {
	parts := make([]float64, len(f0))
	switch {
	case v0 == v1 && v0 == 0:
	case v0 == 0 || v1 == 0:
		gone := f0
		if v1 == 0 {
			gone = f1
		}
		for i := len(gone) - 1; i >= 0; i-- {
			if gone[i] == 0 {
				parts[i] = v1 - v0
				break
			}
		}
	default:
		weight := v0 // the logarithmic mean of v0 and v1
		if v0 != v1 {
			weight = (v1 - v0) / math.Log(v1/v0)
		}
		for i := range f0 {
			parts[i] = weight * math.Log(f1[i]/f0[i])
		}
	}
	return parts
}

// Apportion rounds parts to whole units that sum exactly to total (largest
// remainder; ties go to the earlier part). The parts should sum to about
// total; whatever they lack or exceed goes to the largest remainders.
func Apportion(total int64, parts []float64) []int64 {
	out := make([]int64, len(parts))
	order := make([]int, len(parts))
	left := total
	for i, p := range parts {
		out[i] = int64(math.Floor(p))
		left -= out[i]
		order[i] = i
	}
	if len(parts) == 0 {
		return out
	}
	remainder := func(i int) float64 { return parts[i] - math.Floor(parts[i]) }
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(remainder(b), remainder(a)) })
	for i := 0; left > 0; i = (i + 1) % len(order) {
		out[order[i]]++
		left--
	}
	for i := len(order) - 1; left < 0; i = (i + len(order) - 1) % len(order) {
		out[order[i]]--
		left++
	}
	return out
}
