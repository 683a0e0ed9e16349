package calc

import (
	"math"
	"math/rand/v2"
	"testing"
)

// Eight stretches of 10 that brought 1, 3, 1, 3 …: 16 for 80, so 2 each. Squares over 2 sum up
// to 8 · ½ = 4, φ = max(1, 4 ÷ 7) = 1. An outlay of 20 is to bring 4, with the variance
// 4 · (1 + 20 ÷ 80) = 5; t(.90, 7) = 1.41492.
func TestForeseeByHand(t *testing.T) {
	cost := []float64{10, 10, 10, 10, 10, 10, 10, 10, 0}
	f, ok := Foresee(cost, []float64{1, 3, 1, 3, 1, 3, 1, 3, 9}, 20)
	if half := 1.414924 * math.Sqrt(5); !ok || math.Abs(f.Expected-4) > 1e-9 || math.Abs(f.Limits.Low-4+half) > 1e-5 || math.Abs(f.Limits.High-4-half) > 1e-5 {
		t.Errorf("%+v %v", f, ok)
	}
	// 0, 4, 0, 4 …: squares over 2 sum up to 8 · 2 = 16, φ = 16 ÷ 7.
	f, _ = Foresee(cost, []float64{0, 4, 0, 4, 0, 4, 0, 4, 0}, 20)
	if half := 1.414924 * math.Sqrt(5*16./7); math.Abs(f.Limits.High-4-half) > 1e-5 || f.Limits.Low != 0 && math.Abs(f.Limits.Low-4+half) > 1e-5 {
		t.Errorf("scattered: %+v", f)
	}
	for _, x := range []struct {
		cost, count []float64
		outlay      float64
	}{{cost[:7], make([]float64, 7), 1}, {cost, make([]float64, 9), 1}, {cost, []float64{1, 1, 1, 1, 1, 1, 1, 1, 1}, 0}} {
		if _, ok := Foresee(x.cost, x.count, x.outlay); ok {
			t.Errorf("%v tells something", x)
		}
	}
}

// The limits hold what comes about four times in five, whether counts scatter as Poisson's or
// three times as widely.
func TestForeseeHoldsWhatComes(t *testing.T) {
	var r *rand.Rand
	poisson := func(mean float64) float64 {
		n, p := 0, r.Float64()
		for limit := math.Exp(-mean); p > limit; n++ {
			p *= r.Float64()
		}
		return float64(n)
	}
	for name, draw := range map[string]func(float64) float64{"as Poisson": poisson, "threefold": func(m float64) float64 { return 3 * poisson(m/3) }} {
		r = rand.New(rand.NewPCG(1, 2)) // each the same draws, whichever comes first
		held := 0
		const times = 4000
		for range times {
			cost, count := make([]float64, 13), make([]float64, 13)
			for i := range cost {
				cost[i] = 50 + 100*r.Float64()
				count[i] = draw(cost[i] / 5)
			}
			f, ok := Foresee(cost, count, 400)
			if came := draw(80); ok && came >= f.Limits.Low && came <= f.Limits.High {
				held++
			}
		}
		if share := float64(held) / times; share < .77 || share > .86 {
			t.Errorf("%s: %.3f held", name, share)
		}
	}
}

// Nine weeks of 100, 200, 400, each three times, that brought exactly 10, 20 and 40: c is 1, a
// tenth each, and 50 more brings 5. Brought by the root, it is c = ½, and from 400 to 484 the
// root goes from 20 to 22.
func TestMoreOutlayByHand(t *testing.T) {
	outlay := []float64{100, 200, 400, 100, 200, 400, 100, 200, 400}
	of := func(f func(float64) float64) (out []float64) {
		for i, s := range outlay {
			out = append(out, f(s)+[]float64{.01, -.01, 0}[i/3]) // a trace of scatter
		}
		return out
	}
	m := MoreOutlay(outlay, of(func(s float64) float64 { return s / 10 }), 400, 50)
	if m.Reason != "" || m.Power != 1 || math.Abs(m.Extra-5) > .01 || m.Limits.Low > 5 || m.Limits.High < 5 || m.Limits.High-m.Limits.Low > .1 {
		t.Errorf("straight: %+v", m)
	}
	m = MoreOutlay(outlay, of(math.Sqrt), 400, 84)
	if m.Power != .5 || math.Abs(m.Extra-2) > .01 {
		t.Errorf("root: %+v", m)
	}
	for want, x := range map[Reason][2][]float64{
		OutlaysFew:  {outlay[:7], of(math.Sqrt)[:7]},
		OutlaysEven: {{100, 101, 102, 100, 101, 102, 100, 101}, {1, 2, 3, 4, 5, 6, 7, 8}},
		ReturnsFlat: {outlay, {5, 9, 4, 8, 3, 7, 6, 9, 5}},
	} {
		if m := MoreOutlay(x[0], x[1], 100, 10); m.Reason != want {
			t.Errorf("%s: %+v", want, m)
		}
	}
	if n := levels([]float64{100, 105, 200, 205, 100}, 142); n != 2 { // uneven, but two levels only
		t.Errorf("%d levels", n)
	}
}
