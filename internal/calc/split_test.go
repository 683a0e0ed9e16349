package calc

import (
	"math"
	"math/rand/v2"
	"testing"
)

// By hand. Given 1, 2, 3 and 4: mean 2.5, variance 5/3. Others 2, 2, 1, 0 and 0:
// mean 1, variance 1. Squared error 5/12 + 1/5 = 37/60, degrees of freedom
// (37/60)² ÷ ((5/12)²/3 + (1/5)²/4) = 5.6029.
func TestMeansOfTwoParts(t *testing.T) {
	e := SplitMeans(Arm{4, []float64{1, 2, 3, 4}}, Arm{5, []float64{2, 2, 1}})
	near(t, "given", e.Given, 2.5, 1e-12)
	near(t, "others", e.Others, 1, 1e-12)
	deviation := math.Sqrt(37. / 60)
	quantile := slowStudent(.95, 5.602918)
	near(t, "quantile", e.T, quantile, 1e-4)
	near(t, "low", e.Limits.Low, 1.5-quantile*deviation, 1e-4)
	near(t, "high", e.Limits.High, 1.5+quantile*deviation, 1e-4)
	near(t, "p", e.P, 2*slowStudentAbove(1.5/deviation, 5.602918), 1e-5)
	if e.Reason != ArmsSmall {
		t.Errorf("parts of 4 and 5: %q", e.Reason)
	}
}

// By hand: 30 of 100 against 18 of 120. χ² = 220 (30·102 − 18·70)² ÷ (100·120·48·172)
// = 7.1947, p = 2 (1 − Φ(2.68229)) = .00731. The limits at 90 % are put together
// from those of Wilson: (.3 + z²/200) ÷ (1 + z²/100) ± … = .23070 … .37983 and .10414 … .21130.
func TestSharesOfTwoParts(t *testing.T) {
	e := SplitShares(Arm{100, make([]float64, 30)}, Arm{120, make([]float64, 18)})
	near(t, "given", e.Given, .3, 1e-12)
	near(t, "others", e.Others, .15, 1e-12)
	near(t, "p", e.P, .00731, 1e-5)
	near(t, "low", e.Limits.Low, .15-math.Hypot(.3-.23070, .21130-.15), 2e-5)
	near(t, "high", e.Limits.High, .15+math.Hypot(.37983-.3, .15-.10414), 2e-5)
	if e.Reason != "" || e.T != z90 {
		t.Errorf("%+v", e)
	}
}

// Thirty members in each part, and ten who did anything, are enough; fewer are not.
func TestPartsTooSmallToCompare(t *testing.T) {
	ten := []float64{1, 1, 1, 1, 1, 2}
	for _, c := range []struct {
		given, others Arm
		want          Reason
	}{
		{Arm{30, ten}, Arm{30, ten[:4]}, ""},
		{Arm{29, ten}, Arm{300, ten}, ArmsSmall},
		{Arm{300, ten}, Arm{29, ten}, ArmsSmall},
		{Arm{30, ten}, Arm{30, ten[:3]}, ExpectedFew},
		{Arm{30, nil}, Arm{30, nil}, ExpectedFew},
		{Arm{0, nil}, Arm{30, ten}, ArmsSmall},
	} {
		if got := SplitMeans(c.given, c.others).Reason; got != c.want {
			t.Errorf("means of %v and %v: %q, want %q", c.given, c.others, got, c.want)
		}
		if got := SplitShares(c.given, c.others).Reason; got != c.want {
			t.Errorf("shares of %v and %v: %q, want %q", c.given, c.others, got, c.want)
		}
	}
	all := make([]float64, 40)
	for i := range all {
		all[i] = 3
	}
	if e := SplitMeans(Arm{40, all}, Arm{40, all}); e.Reason != NoSpread {
		t.Errorf("nobody differs: %+v", e)
	}
}

// By hand: of 1,000 members 540 where 500 are due: χ² = 40²/250 = 6.4, p .0114; 560:
// 60²/250 = 14.4, p .000148. With a share of .2, 250 where 200 are due: 50²/160 =
// 15.625, p .0000773.
func TestSampleRatio(t *testing.T) {
	near(t, "540 of 1000", Drawn(540, 1000, .5), .01141, 1e-5)
	near(t, "560 of 1000", Drawn(560, 1000, .5), .000148, 1e-6)
	near(t, "250 of 1000", Drawn(250, 1000, .2), .0000773, 1e-7)
	if Broken(Drawn(540, 1000, .5)) || !Broken(Drawn(560, 1000, .5)) || Broken(.001) {
		t.Error("a split is broken below .001")
	}
	if Drawn(0, 0, .5) != 1 || Unlike(0, 10, 0, 10) != 1 || Unlike(10, 10, 10, 10) != 1 || Unlike(0, 0, 1, 5) != 1 {
		t.Error("what cannot differ does not")
	}
}

// Where nothing was done, nine intervals in ten hold 0; where every member given it
// does a fifth more, they hold that. Amounts are as skewed as those of orders.
func TestIntervalsOfPartsHold(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 11))
	const rounds, members = 4000, 150
	held, heldShare := 0, 0
	arm := func(extra float64) Arm {
		a := Arm{Members: members}
		for range members {
			if random.Float64() < .4 {
				a.Each = append(a.Each, (1+extra)*math.Exp(.8*random.NormFloat64()))
			}
		}
		return a
	}
	const extra = .2
	truth := extra * .4 * math.Exp(.32)
	for range rounds {
		given, others := arm(extra), arm(0)
		if !SplitMeans(given, others).Limits.Excludes(truth) {
			held++
		}
		if !SplitShares(given, others).Limits.Excludes(0) {
			heldShare++
		}
	}
	for name, n := range map[string]int{"means": held, "shares": heldShare} {
		if share := float64(n) / rounds; share < .88 || share > .925 {
			t.Errorf("%s: %.3f of the intervals hold the truth", name, share)
		}
	}
}

// slowStudentAbove integrates the density of Student's distribution above t.
func slowStudentAbove(t, nu float64) float64 {
	const steps, end = 400_000, 400.
	up, _ := math.Lgamma((nu + 1) / 2)
	down, _ := math.Lgamma(nu / 2)
	scale := math.Exp(up-down) / math.Sqrt(nu*math.Pi)
	width, sum := (end-t)/steps, 0.0
	for i := range steps {
		x := t + (float64(i)+.5)*width
		sum += scale * math.Pow(1+x*x/nu, -(nu+1)/2) * width
	}
	return sum
}

// slowStudent finds a quantile by halving.
func slowStudent(q, nu float64) float64 {
	low, high := 0., 50.
	for range 40 {
		if mid := (low + high) / 2; slowStudentAbove(mid, nu) > 1-q {
			low = mid
		} else {
			high = mid
		}
	}
	return (low + high) / 2
}
