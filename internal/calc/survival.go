package calc

import (
	"context"
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Risk is one step of a survival table: how many subjects were at risk and to
// how many of them the event happened.
type Risk struct{ AtRisk, Events int }

// Survival is the Kaplan–Meier estimate after a step. Low and High are
// Greenwood's 95 % bounds on the log(−log) scale, which keeps them inside 0 … 1;
// they equal Survival where it is 1 or 0, where that scale has no spread.
// Hazard is the share of those at risk to whom the event happened.
type Survival struct{ Survival, Low, High, Hazard float64 }

// KaplanMeier returns the survival curve of a table. It ends before the first
// step without anybody at risk: beyond it nothing is known.
func KaplanMeier(steps []Risk) []Survival {
	out := make([]Survival, 0, len(steps))
	s, greenwood := 1.0, 0.0 // greenwood = Σ d / (n(n−d)) = var(log S)
	for _, r := range steps {
		if r.AtRisk <= 0 {
			break
		}
		n, d := float64(r.AtRisk), float64(r.Events)
		s *= 1 - d/n
		greenwood += d / (n * (n - d))
		step := Survival{Survival: s, Low: s, High: s, Hazard: d / n}
		if s > 0 && s < 1 {
			half := z95 * math.Sqrt(greenwood) / math.Abs(math.Log(s))
			step.Low = math.Pow(s, math.Exp(half))
			step.High = math.Pow(s, math.Exp(-half))
		}
		out = append(out, step)
	}
	return out
}

// Final returns the share that is there after so many steps of a table and its
// curve. It is known once somebody has had them all, or the event has happened
// to everybody: then it is 0.
func Final(table []Risk, curve []Survival, steps int) (share float64, ok bool) {
	if len(curve) == 0 {
		return 0, false
	}
	left := table[0].AtRisk
	for _, r := range table[:len(curve)] {
		left -= r.Events
	}
	return curve[len(curve)-1].Survival, len(curve) >= steps || left == 0
}

// MaxCurves is how many curves LogRank compares at most. It keeps a number for
// each pair of them, and works as long as their number cubed: a tenth of a
// second for so many. That some of more curves differ says nothing anyway.
const MaxCurves = 500

// LogRank returns the p-value of the log-rank test that the groups share one
// survival curve. groups[g] is the table of group g; step i is the same time
// in all of them, and a table that ends early has nobody at risk afterwards.
// ok is false when fewer than two groups have anybody at risk, or no event
// happened while two had: there is nothing to compare; nor are more than
// MaxCurves compared. The error is that of ctx.
func LogRank(ctx context.Context, groups [][]Risk) (p float64, ok bool, err error) {
	var tables [][]Risk
	steps := 0
	for _, g := range groups {
		if len(g) > 0 && g[0].AtRisk > 0 {
			tables = append(tables, g)
			steps = max(steps, len(g))
		}
	}
	k := len(tables) - 1 // the last group follows from the others
	if k < 1 || k >= MaxCurves {
		return 0, false, nil
	}
	diff := make([]float64, k) // observed − expected
	cov := make([][]float64, k)
	for i := range cov {
		cov[i] = make([]float64, k)
	}
	at := func(g, i int) (n, d float64) {
		if i < len(tables[g]) {
			n, d = float64(tables[g][i].AtRisk), float64(tables[g][i].Events)
		}
		return n, d
	}
	for i := range steps {
		if err := ctx.Err(); err != nil {
			return 0, false, err
		}
		var n, d float64
		for g := range tables {
			ng, dg := at(g, i)
			n, d = n+ng, d+dg
		}
		if n < 2 || d == 0 {
			continue
		}
		spread := d * (n - d) / (n - 1)
		for a := range k {
			na, da := at(a, i)
			diff[a] += da - d*na/n
			cov[a][a] += spread * na / n
			for b := range k {
				nb, _ := at(b, i)
				cov[a][b] -= spread * na / n * nb / n
			}
		}
	}
	chi2, rank := quadratic(diff, cov)
	if rank == 0 {
		return 0, false, nil
	}
	return distuv.ChiSquared{K: float64(rank)}.Survival(chi2), true, nil
}

// quadratic returns xᵀ A⁻ x and the rank of A, for a symmetric matrix that is
// positive semi-definite and whose range holds x. It eliminates in place; a
// row without a pivot belongs to a group that was never at risk beside another.
func quadratic(x []float64, a [][]float64) (value float64, rank int) {
	for i := range x {
		if a[i][i] <= 1e-9 {
			continue
		}
		rank++
		value += x[i] * x[i] / a[i][i]
		for j := i + 1; j < len(x); j++ {
			f := a[j][i] / a[i][i]
			x[j] -= f * x[i]
			for c := i; c < len(x); c++ {
				a[j][c] -= f * a[i][c]
			}
		}
	}
	return value, rank
}
