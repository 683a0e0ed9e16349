package calc

import (
	"math"
	"testing"
)

// One stratum: 6 of 10 against 2 of 10 is .4, its variance .6·.4/10 + .2·.8/10 = .04.
// A second one without anybody "without" adds nothing; a third of 1 of 2 against 0 of
// 2 weighs 1 beside 5: (5·.4 + 1·.5) ÷ 6 = .416667.
func TestRiskDifferenceByHand(t *testing.T) {
	d, i, ok := RiskDifference([]Stratum{{6, 10, 2, 10}, {3, 3, 0, 0}})
	if !ok || !(math.Abs(d-.4) <= 1e-12 && math.Abs(i.High-(.4+1.959964*.2)) <= 1e-6) {
		t.Errorf("difference %v %v, want .4 and a half-width of 1.96·.2", d, i)
	}
	if d, _, _ = RiskDifference([]Stratum{{6, 10, 2, 10}, {1, 2, 0, 2}}); !(math.Abs(d-2.5/6) <= 1e-12) {
		t.Errorf("difference %v, want .416667", d)
	}
	if _, _, ok := RiskDifference([]Stratum{{3, 3, 0, 0}}); ok {
		t.Error("a difference from nobody is told")
	}
}

// .8 − (.6 + .5 − .4) = .1.
func TestExcessByHand(t *testing.T) {
	e, i, ok := Excess([2]int{80, 100}, [2]int{60, 100}, [2]int{50, 100}, [2]int{40, 100})
	if !ok || math.Abs(e-.1) > 1e-12 || !(i.Low < e && e < i.High) {
		t.Errorf("excess %v %v, want .1", e, i)
	}
	// Of 8 of 10, 6 of 12, 5 of 20 and 3 of 30: .15, its limits by the Wilson limits of
	// each, worked out by another program.
	e, i, _ = Excess([2]int{8, 10}, [2]int{6, 12}, [2]int{5, 20}, [2]int{3, 30})
	if !(math.Abs(e-.15) <= 1e-12 && math.Abs(i.Low+.306870) <= 1e-6 && math.Abs(i.High-.503055) <= 1e-6) {
		t.Errorf("excess %v %v, want .15 from −.306870 to .503055", e, i)
	}
	if _, _, ok := Excess([2]int{0, 0}, [2]int{1, 2}, [2]int{1, 2}, [2]int{1, 2}); ok {
		t.Error("an excess of nobody is told")
	}
}
