package calc

import "testing"

func TestQuantile(t *testing.T) {
	v := []float64{1, 2, 4, 8}
	// position q·3: 0.5 → 1.5, between 2 and 4; 0.75 → 2.25, a quarter from 4 to 8; 0.9 → 2.7.
	for q, want := range map[float64]float64{0: 1, 0.5: 3, 0.75: 5, 0.9: 6.8, 1: 8} {
		got, ok := Quantile(v, q)
		if !ok {
			t.Fatal("unknown")
		}
		near(t, "quantile", got, want, 1e-12)
	}
	if _, ok := Quantile(nil, 0.5); ok {
		t.Error("quantile of nothing")
	}
	w := []float64{9, 1, 5}
	m, _ := Median(w)
	near(t, "median", m, 5, 0)
	if w[0] != 9 {
		t.Error("Median changed its argument")
	}
}
