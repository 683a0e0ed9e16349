package calc

import (
	"math"
	"testing"
)

func near(t *testing.T, what string, got, want, within float64) {
	t.Helper()
	if !(math.Abs(got-want) <= within) {
		t.Errorf("%s = %v, want %v ± %v", what, got, want, within)
	}
}

// The four proportions of table I in Newcombe, Two-sided confidence intervals
// for the single proportion, Statistics in Medicine 17 (1998), method 3.
func TestWilson(t *testing.T) {
	for _, c := range []struct {
		k, n      int
		low, high float64
	}{
		{81, 263, 0.2553, 0.3662},
		{15, 148, 0.0624, 0.1605},
		{0, 20, 0, 0.1611},
		{1, 29, 0.0061, 0.1718},
		{20, 20, 0.8389, 1}, // the mirror image of 0 of 20
	} {
		i, ok := Wilson(c.k, c.n)
		if !ok {
			t.Fatalf("Wilson(%d, %d) is unknown", c.k, c.n)
		}
		near(t, "low", i.Low, c.low, 5e-5)
		near(t, "high", i.High, c.high, 5e-5)
	}
	for _, c := range [][2]int{{0, 0}, {-1, 5}, {6, 5}} {
		if _, ok := Wilson(c[0], c[1]); ok {
			t.Errorf("Wilson(%d, %d) is known", c[0], c[1])
		}
	}
}

// Examples (a), (c), (g) of table II in Newcombe, Interval estimation for the
// difference between independent proportions, Statistics in Medicine 17
// (1998), method 10.
func TestNewcombe(t *testing.T) {
	for _, c := range []struct {
		k1, n1, k2, n2 int
		low, high      float64
	}{
		{56, 70, 48, 80, 0.0524, 0.3339},
		{6, 7, 2, 7, 0.0582, 0.8062},
		{0, 10, 0, 10, -0.2775, 0.2775},
		{10, 10, 0, 10, 0.6075, 1},
	} {
		i, ok := Newcombe(c.k1, c.n1, c.k2, c.n2)
		if !ok {
			t.Fatal("unknown")
		}
		near(t, "low", i.Low, c.low, 5e-5)
		near(t, "high", i.High, c.high, 5e-5)
	}
	if _, ok := Newcombe(1, 2, 0, 0); ok {
		t.Error("a difference with an unknown proportion is known")
	}
	if i := (Interval{-0.1, 0.2}); i.Excludes(0) || !i.Excludes(0.3) || !i.Excludes(-0.2) {
		t.Error("Excludes")
	}
}
