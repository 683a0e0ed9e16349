package calc

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// Two members with 10 trials each, 2 and 6 successes: p = .4, Σ n(r−p)² =
// 10·.04 + 10·.04 = .8, p(1−p)(K−1) = .24, N − Σn²/N = 20 − 10 = 10, so
// ρ = .56 ÷ 2.4 = .23333, κ = 3.285714, a = 1.314286, b = 1.971429.
func TestFitPriorByHand(t *testing.T) {
	p, ok := FitPrior([]float64{2, 6, 0}, []float64{10, 10, 0})
	if !ok || !(math.Abs(p.A-1.3142857) <= 1e-6 && math.Abs(p.B-1.9714286) <= 1e-6) {
		t.Fatalf("prior %v %v, want Beta(1.314286, 1.971429)", p, ok)
	}
	// (2 + 1.314286) ÷ (10 + 3.285714) = .249462
	if r := p.Rate(2, 10); !(math.Abs(r-.2494624) <= 1e-6) {
		t.Errorf("rate %v, want .2494624", r)
	}
}

func TestFitPriorRefusesWhatTeachesNothing(t *testing.T) {
	for _, c := range [][2][]float64{
		{{3}, {10}}, {{0, 0}, {10, 10}}, {{10, 10}, {10, 10}}, {{1, 0}, {5, 0}}, {{}, {}},
	} {
		if p, ok := FitPrior(c[0], c[1]); ok {
			t.Errorf("FitPrior(%v, %v) = %v, want nothing", c[0], c[1], p)
		}
	}
	// Members that cannot be told apart weigh little against their family.
	if p, ok := FitPrior([]float64{4, 4}, []float64{10, 10}); !ok || !(math.Abs(p.A+p.B-10_000) <= 1e-6) {
		t.Errorf("equal members: %v %v, want a weight of 10,000", p, ok)
	}
}

// Beta(1, 1) after 1 success in 1 trial is Beta(2, 1), whose distribution
// function is x².
func TestBelowByHand(t *testing.T) {
	p := Prior{1, 1}
	for _, x := range []float64{.1, .5, .9} {
		if got := p.Below(x, 1, 1); !(math.Abs(got-x*x) <= 1e-12) {
			t.Errorf("Below(%v) = %v, want %v", x, got, x*x)
		}
	}
	if p.Below(1.2, 1, 1) != 1 || p.Below(0, 1, 1) != 0 || !math.IsNaN(p.Below(.5, 5, 1)) {
		t.Error("limits outside of 0 … 1, or more successes than trials, are not told")
	}
}

// 2 units at 10.00 and 1 at 40.00 become 3 at 11.00 and 3 at 40.00, and 5.00
// of something new: R0 60.00, Q0 3, Q1 6; volume 3·20.00 = 60.00; mix
// 10·(3 − 6·2/3) + 40·(3 − 6·1/3) = −10 + 40 = 30.00; price 3·1.00 = 3.00.
func TestPriceVolumeMixByHand(t *testing.T) {
	before := []Sold{{2, 2000}, {1, 4000}, {0, 0}}
	after := []Sold{{3, 3300}, {3, 12000}, {1, 500}}
	want := Mix{Volume: 6000, Mix: 3000, Price: 300, New: 500}
	if got := PriceVolumeMix(before, after); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestPriceVolumeMixSumsToTheChange(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 6).Draw(t, "products")
		before, after := make([]Sold, n), make([]Sold, n)
		change := int64(0)
		for i := range n {
			before[i] = Sold{rapid.Int64Range(0, 50).Draw(t, "q0"), rapid.Int64Range(0, 1_000_000).Draw(t, "r0")}
			after[i] = Sold{rapid.Int64Range(0, 50).Draw(t, "q1"), rapid.Int64Range(-1_000, 1_000_000).Draw(t, "r1")}
			change += after[i].Revenue - before[i].Revenue
		}
		if got := PriceVolumeMix(before, after).Sum(); got != change {
			t.Fatalf("parts sum to %d, the change is %d", got, change)
		}
	})
}
