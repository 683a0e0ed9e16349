package calc

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// Prior is a Beta(A, B) distribution of a rate over the members of a family:
// what is expected of one of them before its own counts are looked at. A + B is how
// many trials of its own a member needs until they weigh as much as the family.
type Prior struct{ A, B float64 }

// The bounds of the overdispersion that FitPrior works with: below the first
// the members cannot be told apart, and κ is its inverse.
const leastDispersion = 1e-4

// FitPrior estimates the prior of a family from successes x in trials n of
// each member, by the method of moments on the intraclass correlation ρ
// (Kleinman 1973; SPEC-LOOP §9):
//
//	ρ = (Σ n(r − p)² − p(1 − p)(K − 1)) ÷ ((N − Σ n²/N) · p(1 − p)),  κ = 1/ρ − 1
//
// with p = Σx ÷ Σn and r = x ÷ n over the K members that have trials. κ is
// 10,000 where ρ is 10⁻⁴ or less. ok is false with fewer than two members, or
// where all rates are 0 or all are 1 or more, so that nothing can be learned.
func FitPrior(x, n []float64) (_ Prior, ok bool) {
	var k, successes, trials, squares float64
	for i := range n {
		if n[i] <= 0 {
			continue
		}
		k++
		successes += x[i]
		trials += n[i]
		squares += n[i] * n[i]
	}
	if k < 2 || successes <= 0 || successes >= trials {
		return Prior{}, false
	}
	p := successes / trials
	spread := 0.0
	for i := range n {
		if n[i] > 0 {
			d := x[i]/n[i] - p
			spread += n[i] * d * d
		}
	}
	rho := (spread - p*(1-p)*(k-1)) / ((trials - squares/trials) * p * (1 - p))
	weight := 1 / leastDispersion
	if rho > leastDispersion {
		weight = max(0, 1/rho-1)
	}
	if weight == 0 {
		return Prior{}, false
	}
	return Prior{A: p * weight, B: (1 - p) * weight}, true
}

// Rate returns the rate of a member with x successes in n trials, drawn
// towards its family: (x + A) ÷ (n + A + B).
func (p Prior) Rate(x, n float64) float64 { return (x + p.A) / (n + p.A + p.B) }

// Below returns the probability that the rate of a member with x successes in
// n trials lies below limit: the regularised incomplete beta function
// I_limit(x + A, n − x + B). It is 1 for a limit of 1 or more and 0 for one of
// 0 or less. NaN where x is larger than n by more than the prior allows.
func (p Prior) Below(limit, x, n float64) float64 {
	a, b := x+p.A, n-x+p.B
	switch {
	case b <= 0:
		return math.NaN()
	case limit >= 1:
		return 1
	case limit <= 0:
		return 0
	}
	return mathext.RegIncBeta(a, b, limit)
}
