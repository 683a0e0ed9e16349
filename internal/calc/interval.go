// Package calc turns numbers into numbers: intervals, survival curves,
// decompositions, quantiles and pacing. It knows nothing of members, money or
// days.
package calc

import "math"

// z95 is the 97.5 % quantile of the normal distribution.
const z95 = 1.959963984540054

// z90 is the 95 % quantile of the normal distribution.
const z90 = 1.6448536269514722

// Interval is a closed interval of plausible values, at 95 % confidence where
// nothing else is said.
type Interval struct{ Low, High float64 }

// Excludes reports whether x lies outside the interval.
func (i Interval) Excludes(x float64) bool { return x < i.Low || x > i.High }

// Wilson returns the score interval of a proportion of k in n (rule R7). ok is
// false when n is 0 or k does not lie in 0 … n: nothing is known then.
func Wilson(k, n int) (_ Interval, ok bool) { return wilson(k, n, z95) }

func wilson(k, n int, z float64) (_ Interval, ok bool) {
	if n <= 0 || k < 0 || k > n {
		return Interval{}, false
	}
	return score(float64(k)/float64(n), float64(n), z), true
}

// score is Wilson's interval of a share p of n units, which need not be whole.
func score(p, n, z float64) Interval {
	z2 := z * z
	centre := (p + z2/(2*n)) / (1 + z2/n)
	half := z / (1 + z2/n) * math.Sqrt(p*(1-p)/n+z2/(4*n*n))
	i := Interval{max(0, centre-half), min(1, centre+half)}
	if p == 0 {
		i.Low = 0
	}
	if p == 1 {
		i.High = 1
	}
	return i
}

// Enough returns how many subjects it takes for the interval of Wilson to lie below a
// limit, if p of them, which is less, do it: its upper end is below the limit where the
// score test says so, n > z²·limit·(1 − limit) ÷ (limit − p)².
func Enough(p, limit float64) int {
	return int(z95*z95*limit*(1-limit)/((limit-p)*(limit-p))) + 1
}

// Newcombe returns the interval of p1 − p2 for proportions k1 of n1 and k2 of
// n2, built from their Wilson intervals (Newcombe 1998, method 10). ok is
// false when either proportion is unknown.
func Newcombe(k1, n1, k2, n2 int) (_ Interval, ok bool) { return newcombe(k1, n1, k2, n2, z95) }

// Newcombe90 is Newcombe at 90 %, for effects.
func Newcombe90(k1, n1, k2, n2 int) (_ Interval, ok bool) { return newcombe(k1, n1, k2, n2, z90) }

func newcombe(k1, n1, k2, n2 int, z float64) (_ Interval, ok bool) {
	a, okA := wilson(k1, n1, z)
	b, okB := wilson(k2, n2, z)
	if !okA || !okB {
		return Interval{}, false
	}
	p1, p2 := float64(k1)/float64(n1), float64(k2)/float64(n2)
	return Interval{
		p1 - p2 - math.Hypot(p1-a.Low, b.High-p2),
		p1 - p2 + math.Hypot(a.High-p1, p2-b.Low),
	}, true
}

// SquareAndAdd returns the limits of a difference a − b whose values and
// limits are known (Zou and Donner, Construction of confidence limits about
// effect measures, Statistics in Medicine 27, 2008).
func SquareAndAdd(a float64, limitsA Interval, b float64, limitsB Interval) Interval {
	return Interval{
		a - b - math.Hypot(a-limitsA.Low, limitsB.High-b),
		a - b + math.Hypot(limitsA.High-a, b-limitsB.Low),
	}
}
