package calc

import (
	"math"
	"math/rand/v2"
	"testing"
)

// groupsOf are groups whose members did so much each, those who did nothing included.
func groupsOf(members ...[]float64) (out []Arm) {
	for _, g := range members {
		a := Arm{Members: len(g)}
		for _, x := range g {
			if x != 0 {
				a.Each = append(a.Each, x)
			}
		}
		out = append(out, a)
	}
	return out
}

// Slowly: every member written out, means and squares in two passes, Student's quantile by
// adding up his curve.
func TestGroupsOfTwoParts(t *testing.T) {
	given := [][]float64{{0, 4, 2}, {1, 1}, {5, 3, 0, 0}, {6}, {2, 2, 2}}
	others := [][]float64{{0, 0}, {1, 2, 0}, {1}, {0, 3}}
	for _, level := range []float64{.9, .95} {
		var mean, square, n [2]float64
		for part, groups := range [][][]float64{given, others} {
			var means []float64
			for _, g := range groups {
				sum := 0.0
				for _, x := range g {
					sum += x
				}
				means = append(means, sum/float64(len(g)))
			}
			n[part] = float64(len(means))
			for _, m := range means {
				mean[part] += m / n[part]
			}
			for _, m := range means {
				square[part] += (m - mean[part]) * (m - mean[part]) / (n[part] - 1) / n[part]
			}
		}
		// By hand: means 2, 1, 2, 6 and 2 against 0, 1, 1 and 1.5.
		near(t, "given", mean[0], 2.6, 1e-12)
		near(t, "others", mean[1], .875, 1e-12)
		df := math.Pow(square[0]+square[1], 2) / (square[0]*square[0]/(n[0]-1) + square[1]*square[1]/(n[1]-1))
		e := SplitGroups(groupsOf(given...), groupsOf(others...), level)
		near(t, "above the quantile", slowStudentAbove(e.T, df), (1-level)/2, 1e-4)
		half := e.T * math.Sqrt(square[0]+square[1])
		near(t, "value", e.Value(), mean[0]-mean[1], 1e-12)
		near(t, "low", e.Limits.Low, mean[0]-mean[1]-half, 1e-9)
		near(t, "high", e.Limits.High, mean[0]-mean[1]+half, 1e-9)
		near(t, "p", e.P, 2*slowStudentAbove((mean[0]-mean[1])/math.Sqrt(square[0]+square[1]), df), 1e-4)
		if e.Reason != "" {
			t.Errorf("5 groups and 4: %q", e.Reason)
		}
	}
	four := groupsOf([]float64{1, 2}, []float64{2, 3}, []float64{1, 1}, []float64{1, 3, 0})
	for _, c := range []struct {
		given, others []Arm
		want          Reason
	}{{four, four, ""}, {four[:3], four, GroupsFew}, {four, four[:3], GroupsFew}, {nil, four, GroupsFew}, {four, nil, GroupsFew},
		{groupsOf([]float64{1, 1}, []float64{0}, []float64{0}, []float64{0}), four, ""}, {groupsOf([]float64{0}, []float64{0}, []float64{0}, []float64{0}),
			groupsOf([]float64{1}, []float64{0}, []float64{0}, []float64{0}), ExpectedFew},
		{groupsOf([]float64{1}, []float64{1}, []float64{1}, []float64{1}), groupsOf([]float64{1, 1, 1}, []float64{1, 1, 1}, []float64{1}, []float64{1}), NoSpread}} {
		if got := SplitGroups(c.given, c.others, .9).Reason; got != c.want {
			t.Errorf("%v and %v: %q, want %q", c.given, c.others, got, c.want)
		}
	}
}

// Where nothing happened, 90 of 100 intervals hold 0, whatever number and size of groups;
// those of the members one by one, who are alike within a group, hold it in fewer.
func TestSimulatedGroups(t *testing.T) {
	r := rand.New(rand.NewPCG(15, 1))
	for _, c := range []struct{ given, others, sizes int }{{4, 4, 40}, {4, 12, 20}, {8, 8, 60}, {6, 20, 8}} {
		var byGroup, byMember rate
		for range runs(6000, 1500) {
			make := func(n int) (groups []Arm, all Arm) {
				for range n {
					level := math.Exp(.5 * r.NormFloat64())
					g := Arm{Members: 3 + r.IntN(c.sizes)}
					for range g.Members {
						if x := math.Floor(level * 2.5 * r.ExpFloat64()); x > 0 {
							g.Each = append(g.Each, x)
						}
					}
					groups, all.Members, all.Each = append(groups, g), all.Members+g.Members, append(all.Each, g.Each...)
				}
				return groups, all
			}
			given, allGiven := make(c.given)
			others, allOthers := make(c.others)
			byGroup.add(!SplitGroups(given, others, .9).Limits.Excludes(0))
			byMember.add(!SplitMeans(allGiven, allOthers).Limits.Excludes(0))
		}
		byGroup.within(t, "groups hold 0", .875, .935)
		byMember.within(t, "members hold 0", 0, .8)
	}
}
