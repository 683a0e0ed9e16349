package calc

import (
	"gonum.org/v1/gonum/stat/distuv"
)

// Reasons of two parts that cannot be compared.
const (
	ArmsSmall   Reason = "arms_small"   // fewer than 30 members in a part
	NoSpread    Reason = "no_spread"    // all members of both parts did as much as each other: chance cannot be measured
	SplitBroken Reason = "split_broken" // the parts differ too much to have come about by chance
)

// Arm is one part of the members: how many there are, and what each of those who
// did something did; the others did nothing and count as well.
type Arm struct {
	Members int
	Each    []float64
}

// Mean returns what a member did on average.
func (a Arm) Mean() float64 {
	sum := 0.0
	for _, x := range a.Each {
		sum += x
	}
	return sum / float64(a.Members)
}

// variance returns the sample variance of what members did.
func (a Arm) variance() float64 {
	mean := a.Mean()
	sum := float64(a.Members-len(a.Each)) * mean * mean
	for _, x := range a.Each {
		sum += (x - mean) * (x - mean)
	}
	return sum / float64(a.Members-1)
}

// SplitEffect is how much more a member who was given something did than one of
// the others: Given less Others, with limits at 90 %.
type SplitEffect struct {
	Given, Others float64 // per member: a mean, or a share
	Limits        Interval
	P             float64 // of a difference as far by chance alone
	T             float64 // quantile of the interval
	Reason        Reason
}

// Value returns the difference.
func (e SplitEffect) Value() float64 { return e.Given - e.Others }

// The least that is needed to tell: members in each part, and of both together
// those who did anything.
const (
	leastArm = 30
	leastDid = 10
)

// SplitMeans compares what members of two parts did on average, with unequal
// variances (Welch, The generalization of Student's problem when several
// different population variances are involved, Biometrika 34, 1947).
func SplitMeans(given, others Arm) SplitEffect {
	e := SplitEffect{Given: given.Mean(), Others: others.Mean(), Reason: tooFew(given, others)}
	return welch(e, given, others, .9)
}

// SplitShares compares the shares of members of two parts who did something: the
// limits are Newcombe's, p is that of Pearson's χ² without a correction.
func SplitShares(given, others Arm) SplitEffect {
	k1, n1, k2, n2 := len(given.Each), given.Members, len(others.Each), others.Members
	e := SplitEffect{Reason: tooFew(given, others)}
	limits, ok := Newcombe90(k1, n1, k2, n2)
	if !ok {
		return e
	}
	e.Given, e.Others, e.Limits, e.T = float64(k1)/float64(n1), float64(k2)/float64(n2), limits, z90
	e.P = Unlike(k1, n1, k2, n2)
	return e
}

func tooFew(given, others Arm) Reason {
	switch {
	case min(given.Members, others.Members) < leastArm:
		return ArmsSmall
	case len(given.Each)+len(others.Each) < leastDid:
		return ExpectedFew
	}
	return ""
}

// Unlike returns p of Pearson's χ² that k1 of n1 and k2 of n2 are shares of the
// same whole; 1 where they cannot differ.
func Unlike(k1, n1, k2, n2 int) float64 {
	a, b, n := float64(k1), float64(k2), float64(n1+n2)
	did := a + b
	if n1 == 0 || n2 == 0 || did == 0 || did == n {
		return 1
	}
	cross := a*float64(n2-k2) - b*float64(n1-k1)
	x := n * cross * cross / (float64(n1) * float64(n2) * did * (n - did))
	return distuv.ChiSquared{K: 1}.Survival(x)
}

// Drawn returns p of Pearson's χ² that k of n members were drawn with a share:
// the test of a sample ratio mismatch (Fabijan and others, Diagnosing sample
// ratio mismatch in online controlled experiments, KDD 2019).
func Drawn(k, n int, share float64) float64 {
	if n == 0 || share <= 0 || share >= 1 {
		return 1
	}
	off := float64(k) - float64(n)*share
	return distuv.ChiSquared{K: 1}.Survival(off * off / (float64(n) * share * (1 - share)))
}

// brokenBelow is the p below which parts are not believed to come from one whole.
const brokenBelow = .001

// Broken reports whether p says that a split is not one.
func Broken(p float64) bool { return p < brokenBelow }
