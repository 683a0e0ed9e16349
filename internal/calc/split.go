package calc

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Sample is how many subjects there are, the sum of what each of them brought,
// and the sum of its squares.
type Sample struct {
	N            int
	Sum, Squares float64
}

// Add takes one subject in.
func (s *Sample) Add(x float64) {
	s.N++
	s.Sum += x
	s.Squares += x * x
}

// Mean returns what a subject brought on average; N must not be 0.
func (s Sample) Mean() float64 { return s.Sum / float64(s.N) }

// error2 is the squared error of the mean.
func (s Sample) error2() float64 {
	n := float64(s.N)
	return max(0, (s.Squares-s.Sum*s.Sum/n)/(n-1)) / n
}

// Welch returns the 90 % interval of the difference of two means, a less b,
// whose variances need not be alike (Welch, The generalization of Student's
// problem, Biometrika 34, 1947). ok is false when either has fewer than two
// subjects or neither varies.
func Welch(a, b Sample) (_ Interval, ok bool) {
	if a.N < 2 || b.N < 2 {
		return Interval{}, false
	}
	va, vb := a.error2(), b.error2()
	if va+vb == 0 {
		return Interval{}, false
	}
	freedom := (va + vb) * (va + vb) / (va*va/float64(a.N-1) + vb*vb/float64(b.N-1))
	half := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: freedom}.Quantile(.95) * math.Sqrt(va+vb)
	d := a.Mean() - b.Mean()
	return Interval{d - half, d + half}, true
}

// SplitFits returns how likely counts as far from the shares they were to have
// are by chance (Pearson's χ²). ok is false for fewer than two shares, shares
// that are not positive, or no counts.
func SplitFits(counts []int, shares []float64) (p float64, ok bool) {
	if len(counts) < 2 || len(counts) != len(shares) {
		return 0, false
	}
	n, total := 0, 0.0
	for i, c := range counts {
		if c < 0 || !(shares[i] > 0) {
			return 0, false
		}
		n, total = n+c, total+shares[i]
	}
	if n == 0 {
		return 0, false
	}
	chi2 := 0.0
	for i, c := range counts {
		expected := float64(n) * shares[i] / total
		chi2 += (float64(c) - expected) * (float64(c) - expected) / expected
	}
	return distuv.ChiSquared{K: float64(len(counts) - 1)}.Survival(chi2), true
}
