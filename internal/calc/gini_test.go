package calc

import (
	"math"
	"testing"
)

// Worked by hand from the mean difference: (1, 3): |1−3|·2 ÷ (2²·2·2) = .25;
// (0, 0, 6): 4·6 ÷ (9·2·2) = 2/3; equal shares 0.
func TestGiniByHand(t *testing.T) {
	for _, c := range []struct {
		counts []int
		n      int
		want   float64
	}{{[]int{1, 3}, 2, .25}, {[]int{6}, 3, 2.0 / 3}, {[]int{5, 5, 5}, 3, 0}} {
		if got, ok := Gini(c.counts, c.n); !ok || !(math.Abs(got-c.want) <= 1e-12) {
			t.Errorf("Gini(%v, %d) = %v %v, want %v", c.counts, c.n, got, ok, c.want)
		}
	}
	for _, c := range []struct {
		counts []int
		n      int
	}{{nil, 0}, {nil, 3}, {[]int{0, 0}, 2}, {[]int{1, 1}, 1}} {
		if got, ok := Gini(c.counts, c.n); ok {
			t.Errorf("Gini(%v, %d) = %v, want nothing", c.counts, c.n, got)
		}
	}
}
