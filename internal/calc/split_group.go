package calc

import (
	"cmp"
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// GroupsFew is the reason of a part with fewer than four groups.
const GroupsFew Reason = "groups_few"

// leastGroups is the fewest groups of a part that tell how much groups differ by
// themselves.
const leastGroups = 4

// SplitGroups compares what members did on average where whole groups were given
// something. Members of a group are alike, so that a group is one observation, the mean of
// its members, and all groups weigh the same (Donner & Klar, Design and Analysis of
// Cluster Randomization Trials, 2000, ch. 6): Welch on these means, with limits at a level
// such as .9. Every group must have members.
func SplitGroups(given, others []Arm, level float64) SplitEffect {
	a, b := meansOf(given), meansOf(others)
	e := SplitEffect{Given: a.Mean(), Others: b.Mean()}
	did := 0
	for _, groups := range [][]Arm{given, others} {
		for _, g := range groups {
			did += len(g.Each)
		}
	}
	switch {
	case min(len(given), len(others)) < leastGroups:
		e.Reason = GroupsFew
	case did < leastDid:
		e.Reason = ExpectedFew
	}
	if min(len(given), len(others)) == 0 {
		return SplitEffect{Reason: GroupsFew}
	}
	return welch(e, a, b, level)
}

// meansOf is the groups of a part as what each member of it did on average.
func meansOf(groups []Arm) Arm {
	out := Arm{Members: len(groups)}
	for _, g := range groups {
		out.Each = append(out.Each, g.Mean())
	}
	return out
}

// welch fills in the limits at a level, p and the quantile of a difference of means.
func welch(e SplitEffect, given, others Arm, level float64) SplitEffect {
	if given.Members < 2 || others.Members < 2 {
		return e
	}
	a, b := given.variance()/float64(given.Members), others.variance()/float64(others.Members)
	if a+b == 0 {
		e.Reason = cmp.Or(e.Reason, NoSpread)
		return e
	}
	df := (a + b) * (a + b) / (a*a/float64(given.Members-1) + b*b/float64(others.Members-1))
	t := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: df}
	e.T = t.Quantile((1 + level) / 2)
	half := e.T * math.Sqrt(a+b)
	e.Limits = Interval{e.Value() - half, e.Value() + half}
	e.P = 2 * t.CDF(-math.Abs(e.Value())/math.Sqrt(a+b))
	return e
}
