package calc

import "math"

// Stratum is a two by two table within one layer of subjects: kept of all, with
// what is looked at and without.
type Stratum struct{ KeptWith, With, KeptWithout, Without int }

// RiskDifference returns the difference of two shares over all strata, each
// weighted by With·Without ÷ (With + Without) (Mantel & Haenszel 1959), and its
// 95 % interval (Greenland & Robins 1985). ok is false where no stratum has both.
func RiskDifference(strata []Stratum) (difference float64, _ Interval, ok bool) {
	var weight, sum, variance float64
	for _, s := range strata {
		a, n1, b, n0 := float64(s.KeptWith), float64(s.With), float64(s.KeptWithout), float64(s.Without)
		if n1 == 0 || n0 == 0 {
			continue
		}
		n := n1 + n0
		weight += n1 * n0 / n
		sum += (a*n0 - b*n1) / n
		variance += (a*(n1-a)*n0*n0*n0 + b*(n0-b)*n1*n1*n1) / (n1 * n0 * n * n)
	}
	if weight == 0 {
		return 0, Interval{}, false
	}
	difference = sum / weight
	half := z95 * math.Sqrt(variance) / weight
	return difference, Interval{difference - half, difference + half}, true
}

// Excess returns how much more of those with both of two things were kept than
// the two would bring each for itself on the additive scale (Rothman 1976):
// p_ab − (p_a + p_b − p_0), with its 95 % interval by square-and-add of the Wilson
// limits (Zou & Donner 2008). Each pair is kept of n. ok is false where one is
// empty.
func Excess(both, first, second, neither [2]int) (excess float64, _ Interval, ok bool) {
	var low, high float64
	for i, x := range [][2]int{both, first, second, neither} {
		w, known := Wilson(x[0], x[1])
		if !known {
			return 0, Interval{}, false
		}
		p := float64(x[0]) / float64(x[1])
		below, above := p-w.Low, w.High-p
		if sign := [...]float64{1, -1, -1, 1}[i]; sign > 0 {
			excess += p
			low += below * below
			high += above * above
		} else {
			excess -= p
			low += above * above
			high += below * below
		}
	}
	return excess, Interval{excess - math.Sqrt(low), excess + math.Sqrt(high)}, true
}
