package calc

import "testing"

// Where every cluster is one unit, a clustered share is a plain one: 15 of 148 are
// as in TestWilson, and differences are Newcombe's.
func TestClustersOfOneAreUnits(t *testing.T) {
	units := func(k, n int) Clustered { return Clustered{n, n, k, int64(n), int64(k), int64(k)} }
	p, limits, ok := units(15, 148).Share()
	if !ok {
		t.Fatal("a share of units is unknown")
	}
	near(t, "share", p, 15./148, 1e-12)
	near(t, "low", limits.Low, .0624, 5e-5)
	near(t, "high", limits.High, .1605, 5e-5)
	for _, c := range [][4]int{{56, 70, 48, 80}, {9, 10, 3, 10}, {0, 12, 5, 9}, {10, 10, 0, 20}} {
		x, got, ok := ClusteredDifference(units(c[0], c[1]), units(c[2], c[3]))
		want, _ := Newcombe(c[0], c[1], c[2], c[3])
		if !ok {
			t.Fatalf("%v is unknown", c)
		}
		near(t, "difference", x, float64(c[0])/float64(c[1])-float64(c[2])/float64(c[3]), 1e-12)
		near(t, "low", got.Low, want.Low, 1e-12)
		near(t, "high", got.High, want.High, 1e-12)
	}
}

// Two members of ten days each, of whom one always came back and one never: twenty
// days that are worth one. Σd² = 200, Σdr = Σr² = 100, p = ½: the variance of the ratio is
// (100 − 100 + 50)·2 ÷ 400 = ¼, that of one unit. Wilson of one with p = ½:
// ½ ± 1.96 ÷ 4.8415 · √(¼ + 0.9604) = ½ ± 0.4454. Of three members of whom all always came
// back nobody knows more than of three units: the lower limit is 3 ÷ (3 + 3.8415) = 0.4385.
func TestDaysOfOneMemberAreAlike(t *testing.T) {
	_, limits, _ := Clustered{2, 20, 10, 200, 100, 100}.Share()
	near(t, "low", limits.Low, .0546, 5e-5)
	near(t, "high", limits.High, .9454, 5e-5)
	p, limits, _ := Clustered{3, 30, 30, 300, 300, 300}.Share()
	near(t, "share of all", p, 1, 0)
	near(t, "low of all", limits.Low, .4385, 5e-5)
	near(t, "high of all", limits.High, 1, 0)
	// Members who come back as often as each other are no surer than their days.
	_, limits, _ = Clustered{10, 20, 10, 40, 20, 10}.Share()
	want, _ := Wilson(10, 20)
	near(t, "low of the even", limits.Low, want.Low, 1e-12)
	if _, _, ok := (Clustered{}).Share(); ok {
		t.Error("a share of nothing is known")
	}
	if _, _, ok := ClusteredDifference(Clustered{1, 1, 1, 1, 1, 1}, Clustered{}); ok {
		t.Error("a difference to nothing is known")
	}
}
