package calc

import (
	"math"
	"slices"
)

// The same statistics again, written straight down from SPEC-LOOP §0.4, §0.5
// and §2 for counts without holidays. Nothing here uses what is tested.

func slowQuantile(v []float64, p float64) float64 {
	v = slices.Sorted(slices.Values(v))
	x := p * float64(len(v)-1)
	i := max(0, min(int(x), len(v)-2))
	return v[i] + (x-float64(i))*(v[min(i+1, len(v)-1)]-v[i])
}

// standing is what is known on the eve of a day.
type standing struct {
	ix       [7]float64
	level, g float64
	ok       bool
}

func slowStanding(o *simulated, y []float64, t int, robust bool) (q standing) {
	var days []int
	var by [7][]float64
	for i := t - 1; i >= 0 && len(days) < 56; i-- {
		if !o.skip[i] {
			days, by[i%7] = append(days, i), append(by[i%7], y[i])
		}
	}
	var top [7]float64
	tot := 0.
	for w := range by {
		if len(days) < 28 || len(by[w]) < 3 {
			return
		}
		m := slowQuantile(by[w], .5)
		if top[w] = 3 * m; m == 0 {
			top[w] = math.Inf(1)
		}
		for _, v := range by[w] {
			q.ix[w] += math.Min(v, top[w]) / float64(len(by[w]))
		}
		if robust {
			q.ix[w] = m
		}
		tot += q.ix[w] / 7
	}
	for w := range q.ix {
		q.ix[w] /= tot
	}
	var u, v float64
	var half [2][2]float64
	var un []float64
	for k, i := range days {
		a, b, f := math.Min(y[i], top[i%7]), q.ix[i%7], math.Pow(.9, float64(k))
		u, v = u+f*a, v+f*b
		half[k/28][0], half[k/28][1] = half[k/28][0]+a, half[k/28][1]+b
		if k < 28 && b > 0 {
			un = append(un, y[i]/b)
		}
	}
	if q.level = u / v; robust && len(un) > 0 {
		q.level = slowQuantile(un, .5)
	}
	if len(days) == 56 && half[0][0]*half[1][0] > 0 {
		q.g = math.Log(half[0][0]/half[0][1]/(half[1][0]/half[1][1])) / 28
	}
	q.ok = tot > 0 && q.level > 0
	return
}

func slowWindow(o *simulated, y []float64, t, n int, d float64, robust bool) (a, b float64, ok bool) {
	q, count := slowStanding(o, y, t, robust), 0
	for i := t; i < t+n; i++ {
		if !o.skip[i] {
			a, b, count = a+y[i], b+q.level*q.ix[i%7]*math.Exp(d*q.g*float64(i-t+10)), count+1
		}
	}
	return a, b, q.ok && b > 0 && 4*count >= 3*n
}

func slowGap(a, b float64) float64 { return math.Log((a + .5) / (b + .5)) }

// slowFit returns what is expected of n days from day s, the usual miss of
// windows of p days before it, the number of independent ones, and the drift.
func slowFit(o *simulated, s, n, p int, drifts []float64, controlled bool) (B, v, m, drift float64, ok bool) {
	v = math.Inf(1)
	for _, d := range drifts {
		follow := func(t, n int) float64 {
			if !controlled {
				return 1
			}
			a, b, _ := slowWindow(o, o.control, t, n, d, false)
			return math.Exp(slowGap(a, b))
		}
		ss, count := 0., 0.
		for t := max(28, s-365); t+p <= s; t++ {
			if a, b, yes := slowWindow(o, o.y, t, p, d, false); yes {
				ss, count = ss+math.Pow(slowGap(a, b*follow(t, p)), 2), count+1
			}
		}
		_, b, yes := slowWindow(o, o.y, s, n, d, false)
		if k := math.Floor((count + float64(p) - 1) / float64(p)); yes && k >= 4 {
			if x := math.Sqrt(ss / count * (1 + 1/k)); x < .98*v {
				B, v, m, drift, ok = b*follow(s, n), x, k, d, true
			}
		}
	}
	return
}

// slowMoved reports whether the week before the window was off.
func slowMoved(o *simulated) bool {
	a, b, yes := slowWindow(o, o.y, o.start-7, 7, 0, false)
	_, x, k, _, has := slowFit(o, o.start-7, 7, 7, []float64{0}, false)
	return yes && has && math.Abs(slowGap(a, b)) > 2*x/math.Sqrt(1+1/k)
}

// slowAlarm reports an alarm on day t, and what is told of it, or else of the first
// of the two that could be judged: its days, how many misses it is off and the
// smallest change that is called.
func slowAlarm(o *simulated, t int) (found bool, told [3]float64) {
	for _, n := range []int{1, 3} {
		var es []float64
		for i := t - n; i >= n-1 && len(es) < 84; i-- {
			if a, b, ok := slowWindow(o, o.y, i-n+1, n, 0, true); ok && !o.skip[i] {
				es = append(es, slowGap(a, b))
			}
		}
		a, b, ok := slowWindow(o, o.y, t-n+1, n, 0, true)
		if !ok || len(es) < 28 {
			continue
		}
		med := slowQuantile(es, .5)
		for i := range es {
			es[i] = math.Abs(es[i] - med)
		}
		s := math.Max(slowQuantile(es, .5)/.6745, 1/math.Sqrt(b+.5))
		far := math.Abs(slowGap(a, b)-med) >= 3*s && math.Abs(a/b-1) >= .2 && math.Max(a, b) >= 20
		if told[0] == 0 || far {
			told = [3]float64{float64(n), (slowGap(a, b) - med) / s, math.Exp(3*s) - 1}
		}
		if far {
			return true, told
		}
	}
	return false, told
}
