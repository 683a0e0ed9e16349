package calc

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// One segment: revenue 100 on cost 50 by 10 orders, then 240 on 60 by 20. ROAS
// 2 → 4. L(2, 4) = 2/ln 2 = 2.88539. Revenue per order 10 → 12: L·ln 1.2 =
// 0.52607; orders per cost 0.2 → 1/3: L·ln(5/3) = 1.47393. No mix.
func TestDecomposeFactors(t *testing.T) {
	p, ok := DecomposeRatio([][]float64{{100, 10, 50}}, [][]float64{{240, 20, 60}})
	if !ok {
		t.Fatal("no ratio")
	}
	near(t, "value", p.Factors[0], 0.52607, 5e-6)
	near(t, "conversion", p.Factors[1], 1.47393, 5e-6)
	near(t, "mix", p.Mix, 0, 1e-12)
}

// Two channels whose own ratios stay 1 and 3 while the cost moves from half
// and half to a quarter and three quarters: the whole change of 2 → 2.5 is mix.
func TestDecomposeMix(t *testing.T) {
	p, ok := DecomposeRatio([][]float64{{50, 50}, {150, 50}}, [][]float64{{25, 25}, {225, 75}})
	if !ok {
		t.Fatal("no ratio")
	}
	near(t, "factor", p.Factors[0], 0, 1e-12)
	near(t, "mix", p.Mix, 0.5, 1e-12)
}

// A channel that appears is mix; one that spends and stops earning is its
// factor.
func TestDecomposeZero(t *testing.T) {
	p, _ := DecomposeRatio([][]float64{{100, 100}, {0, 0}}, [][]float64{{100, 100}, {100, 100}})
	// Channel 1: weight 1 → ½ at ratio 1: −½ mix. Channel 2: 0 → ½ by its weight: +½ mix.
	near(t, "mix", p.Mix, 0, 1e-12)
	near(t, "factor", p.Factors[0], 0, 1e-12)
	p, _ = DecomposeRatio([][]float64{{50, 100}}, [][]float64{{0, 100}})
	near(t, "factor", p.Factors[0], -0.5, 1e-12)
	if _, ok := DecomposeRatio([][]float64{{1, 0}}, [][]float64{{1, 1}}); ok {
		t.Error("a ratio over 0")
	}
	if _, ok := DecomposeRatio([][]float64{{0, 0}}, [][]float64{{1, 1}}); ok {
		t.Error("a ratio of nothing to nothing")
	}
	if _, ok := DecomposeRatio([][]float64{{1, 0, 1}}, [][]float64{{1, 1, 1}}); ok {
		t.Error("revenue of no orders")
	}
	if _, ok := DecomposeRatio([][]float64{{1, 1}}, [][]float64{{1}}); ok {
		t.Error("chains of different length")
	}
}

func TestDecomposeSums(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		segments, n := rapid.IntRange(1, 4).Draw(t, "segments"), rapid.IntRange(2, 5).Draw(t, "chain")
		draw := func(what string) (rows [][]float64) {
			for range segments {
				row := make([]float64, n)
				for i := range row {
					row[i] = float64(rapid.IntRange(0, 1000).Draw(t, what))
				}
				for i := n - 2; i >= 0; i-- { // nothing comes of nothing
					if row[i+1] == 0 {
						row[i] = 0
					}
				}
				rows = append(rows, row)
			}
			return rows
		}
		ratio := func(rows [][]float64) float64 {
			var a, b float64
			for _, r := range rows {
				a, b = a+r[0], b+r[n-1]
			}
			return a / b
		}
		before, after := draw("before"), draw("after")
		p, ok := DecomposeRatio(before, after)
		if !ok {
			return
		}
		sum := p.Mix
		for _, f := range p.Factors {
			sum += f
		}
		if delta := ratio(after) - ratio(before); !(math.Abs(sum-delta) <= 1e-9*(1+ratio(after)+ratio(before))) {
			t.Fatalf("parts sum to %v, the change is %v", sum, delta)
		}
	})
}

func TestApportion(t *testing.T) {
	for _, c := range []struct {
		total int64
		parts []float64
		want  []int64
	}{
		{10, []float64{3.4, 3.4, 3.2}, []int64{4, 3, 3}},
		{-3, []float64{-1.5, -1.5}, []int64{-1, -2}}, // floors −2, −2; one left for the earlier
		{5, []float64{2.5, -1.5, 4}, []int64{3, -2, 4}},
		{7, []float64{1, 1}, []int64{4, 3}},
		{1, []float64{1, 1}, []int64{1, 0}},
		{0, nil, []int64{}},
	} {
		if got := Apportion(c.total, c.parts); !slices.Equal(got, c.want) {
			t.Errorf("Apportion(%d, %v) = %v, want %v", c.total, c.parts, got, c.want)
		}
	}
}

// 100 visits × 2 % × 50 = 100 become 200 × 2 % × 100 = 400. The logarithmic mean of
// 100 and 400 is 300 ÷ ln 4; ln 2 of it, half, is due to the visits, half to the order
// value, nothing to the conversion.
func TestDecomposeProductByHand(t *testing.T) {
	parts, ok := DecomposeProduct([]float64{100, .02, 50}, []float64{200, .02, 100})
	if !ok || !(math.Abs(parts[0]-150) <= 1e-9 && math.Abs(parts[2]-150) <= 1e-9) || parts[1] != 0 {
		t.Errorf("parts %v, want 150, 0, 150", parts)
	}
	if _, ok := DecomposeProduct([]float64{1}, []float64{1, 2}); ok {
		t.Error("lists of different lengths are split")
	}
	if _, ok := DecomposeProduct([]float64{-1}, []float64{1}); ok {
		t.Error("a negative factor is split")
	}
}
