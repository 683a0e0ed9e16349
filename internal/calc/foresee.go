package calc

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// leastForeseen is the fewest stretches that a Foresee stands on.
const leastForeseen = 8

// Foreseen is what an outlay is expected to bring, with limits at 80 %.
type Foreseen struct {
	Expected float64
	Limits   Interval
}

// Foresee says what an outlay of the given size will bring when it brings as much for
// each unit as before: cost[i] brought count[i] in stretch i, for instance a week. The
// rate is Σ count ÷ Σ cost. Counts scatter about it φ times as widely as Poisson's would,
//
//	φ = max(1, Σ (count − rate·cost)² ÷ (rate·cost) ÷ (k − 1))
//
// over the k stretches with cost (quasi-likelihood, McCullagh & Nelder 1989), and what comes
// has the variance φ·E·(1 + outlay ÷ Σ cost) with E = rate · outlay: its own scatter and
// that of the rate. The limits are E ± t · √variance, t Student's .90 at k − 1, none
// below 0. ok is false with fewer than eight stretches with cost, where nothing
// was ever brought, or where the outlay is not above 0.
func Foresee(cost, count []float64, outlay float64) (_ Foreseen, ok bool) {
	var spent, brought float64
	k := 0
	for i := range cost {
		if cost[i] > 0 {
			spent += cost[i]
			brought += count[i]
			k++
		}
	}
	if k < leastForeseen || brought <= 0 || outlay <= 0 {
		return Foreseen{}, false
	}
	rate, off := brought/spent, 0.0
	for i := range cost {
		if cost[i] > 0 {
			usual := rate * cost[i]
			off += (count[i] - usual) * (count[i] - usual) / usual
		}
	}
	scatter := max(1, off/float64(k-1))
	expected := rate * outlay
	half := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: float64(k - 1)}.Quantile(.9) * math.Sqrt(scatter*expected*(1+outlay/spent))
	return Foreseen{Expected: expected, Limits: Interval{Low: max(0, expected-half), High: expected + half}}, true
}
