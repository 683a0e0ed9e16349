package calc

import "testing"

// The five big-account posts of SPEC-LOOP §1: effects per ¥1,000 and their
// errors. All of it can be followed with a pocket calculator: Σ1/s² = .4297…
func TestPoolOfAlikeTries(t *testing.T) {
	p, ok := Pool([]Estimate{{14.99, 3.76}, {9.88, 4.37}, {12.14, 3.82}, {10.88, 2.57}, {8.52, 3.26}})
	if !ok {
		t.Fatal("no answer")
	}
	near(t, "Q", p.Q, 1.86, .01)
	near(t, "τ²", p.Tau2, 0, 0)
	near(t, "mean", p.Mean, 11.11, .01)
	near(t, "half", p.Limits.High-p.Mean, 3.23, .01)
	for _, s := range p.Shrunk {
		near(t, "shrunk", s, p.Mean, 1e-12)
	}
}

// By hand: values 0, 10, 20 with error 1 each. w = 1, Q = 200, τ² = (200 − 2) ÷
// (3 − 1) = 99; mean 10; q ÷ 2 = (100 + 100) ÷ 100 ÷ 2 = 1; half = 2.91999 ·
// √(100 ÷ 3); shrunk (99·y + 10) ÷ 100.
func TestPoolOfUnlikeTries(t *testing.T) {
	p, ok := Pool([]Estimate{{0, 1}, {10, 1}, {20, 1}})
	if !ok {
		t.Fatal("no answer")
	}
	near(t, "τ²", p.Tau2, 99, 1e-9)
	near(t, "mean", p.Mean, 10, 1e-9)
	near(t, "half", p.Limits.High-p.Mean, 2.919986*5.773503, 1e-4)
	for i, want := range []float64{.1, 10, 19.9} {
		near(t, "shrunk", p.Shrunk[i], want, 1e-9)
	}
}

func TestPoolRefuses(t *testing.T) {
	for _, of := range [][]Estimate{{{1, 1}, {2, 1}}, {{1, 1}, {2, 0}, {3, 1}}} {
		if _, ok := Pool(of); ok {
			t.Errorf("Pool(%v) answers", of)
		}
	}
}

// (.09 + .36 + .01) ÷ 3; two of three came: ⅔ · ⅓.
func TestBrier(t *testing.T) {
	score, base, ok := Brier([]Forecast{{.7, true}, {.6, false}, {.9, true}})
	if !ok {
		t.Fatal("no answer")
	}
	near(t, "score", score, .46/3, 1e-12)
	near(t, "base", base, 2./9, 1e-12)
	if _, _, ok := Brier(nil); ok {
		t.Error("no forecasts have a score")
	}
}

// Net followers of the autumn event: 2,541 − 400.3 gained and 70 − 63.7 lost.
// Limits by Pythagoras from those of each: 5 and 12 make 13.
func TestSquareAndAdd(t *testing.T) {
	i := SquareAndAdd(100, Interval{95, 112}, 40, Interval{35, 52})
	near(t, "low", i.Low, 60-13, 1e-12)
	near(t, "high", i.High, 60+13, 1e-12)
}

func TestNewcombe90IsNarrower(t *testing.T) {
	// 56/70 − 48/80 at 95 % is .0524 to .3339 (Newcombe 1998); at 90 % the limits
	// of each share by the same formula with 1.644854 are .7109–.8668 and
	// .5081–.6854: .2 − √(.0891² + .0854²), .2 + √(.0668² + .0919²).
	i, ok := Newcombe90(56, 70, 48, 80)
	if !ok {
		t.Fatal("no answer")
	}
	near(t, "low", i.Low, .2-.1234, 2e-4)
	near(t, "high", i.High, .2+.1136, 2e-4)
}
