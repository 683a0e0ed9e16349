package calc

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
)

// Reasons for which nobody can say what more of an outlay would bring.
const (
	OutlaysFew  Reason = "outlays_few"  // fewer than eight stretches
	OutlaysEven Reason = "outlays_even" // they hardly differ, or there are fewer than three levels of them
	ReturnsFlat Reason = "returns_flat" // what they brought does not tell that more brings more
)

// The bounds of SPEC-LOOP §9: stretches, their coefficient of variation, levels, and
// by how much of the mean a level is above the one before.
const (
	fewestOutlays = 8
	leastUneven   = .15
	fewestLevels  = 3
	levelApart    = .1
)

// Marginal is what more of an outlay would bring. Uneven is the coefficient of
// variation of the outlays.
type Marginal struct {
	Outlays int
	Uneven  float64
	Extra   float64  // by the step asked about, over one stretch
	Limits  Interval // at 90 %
	Power   float64  // c of the curve
	Reason  Reason
}

// MoreOutlay says what step more than an outlay of now would bring in a stretch, from
// what outlays of earlier ones brought: the curve y = a + b·s^c with the c of .1, .2 … 1
// that leaves the least squares, b from them, and limits by b ± t·√(σ² ÷ Σ(s^c − mean)²), σ²
// the residual variance at k − 3 degrees of freedom, t Student's .95 (SPEC-LOOP §9; the
// caution of Chan & Perry 2017). With a Reason nothing is known but Outlays and Uneven.
func MoreOutlay(outlay, brought []float64, now, step float64) (m Marginal) {
	m.Outlays = len(outlay)
	if m.Outlays < fewestOutlays {
		m.Reason = OutlaysFew
		return m
	}
	mean, deviation := stat.MeanStdDev(outlay, nil)
	if mean > 0 {
		m.Uneven = deviation / mean
	}
	if m.Uneven < leastUneven || levels(outlay, mean) < fewestLevels {
		m.Reason = OutlaysEven
		return m
	}
	left, slope, spread := math.Inf(1), 0.0, 0.0
	for tenth := 1; tenth <= 10; tenth++ {
		c := float64(tenth) / 10
		x := make([]float64, len(outlay))
		for i, s := range outlay {
			x[i] = math.Pow(s, c)
		}
		a, b := stat.LinearRegression(x, brought, nil, false)
		squares := 0.0
		for i := range x {
			off := brought[i] - a - b*x[i]
			squares += off * off
		}
		if squares < left*(1-1e-9) {
			left, slope, m.Power = squares, b, c
			_, deviation := stat.MeanStdDev(x, nil)
			spread = deviation * deviation * float64(len(x)-1)
		}
	}
	freedom := float64(m.Outlays - 3)
	half := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: freedom}.Quantile(.95) * math.Sqrt(left/freedom/spread)
	more := math.Pow(now+step, m.Power) - math.Pow(now, m.Power)
	m.Extra, m.Limits = slope*more, Interval{Low: (slope - half) * more, High: (slope + half) * more}
	if m.Limits.Low <= 0 {
		m.Reason = ReturnsFlat
	}
	return m
}

// levels counts how many levels outlays have: the lowest one begins the first, and each
// that is more than a tenth of the mean above the beginning of a level begins the next.
func levels(outlay []float64, mean float64) int {
	sorted := slices.Sorted(slices.Values(outlay))
	n, from := 0, math.Inf(-1)
	for _, s := range sorted {
		if s > from+levelApart*mean {
			n, from = n+1, s
		}
	}
	return n
}
