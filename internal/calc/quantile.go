package calc

import "slices"

// Quantile returns the q-quantile, 0 ≤ q ≤ 1, of values in ascending order,
// interpolated between neighbours (type 7, as spreadsheets do). ok is false
// for no values.
func Quantile(sorted []float64, q float64) (_ float64, ok bool) {
	if len(sorted) == 0 || q < 0 || q > 1 {
		return 0, false
	}
	at := q * float64(len(sorted)-1)
	i := int(at)
	if i+1 == len(sorted) {
		return sorted[i], true
	}
	return sorted[i] + (at-float64(i))*(sorted[i+1]-sorted[i]), true
}

// Median returns the middle of values in any order, which it leaves alone. ok
// is false for no values.
func Median(values []float64) (_ float64, ok bool) {
	return Quantile(slices.Sorted(slices.Values(values)), 0.5)
}
