package calc

import "slices"

// Gini returns how unevenly the counts of some of n persons are spread, the
// others having none: 0 where all have the same, towards 1 where one has
// everything (Gini 1912; the mean difference over twice the mean). ok is false
// without persons or when nobody has anything, or there are more counts than persons.
func Gini(counts []int, n int) (_ float64, ok bool) {
	if n <= 0 || len(counts) > n {
		return 0, false
	}
	sorted := slices.Sorted(slices.Values(counts))
	total, weighted := 0.0, 0.0
	for i, x := range sorted {
		rank := float64(n - len(sorted) + i + 1)
		total += float64(x)
		weighted += rank * float64(x)
	}
	if total == 0 {
		return 0, false
	}
	m := float64(n)
	return 2*weighted/(m*total) - (m+1)/m, true
}
