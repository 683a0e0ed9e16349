package calc

import (
	"math"
	"math/rand/v2"
	"slices"
)

// The daily series of a small operation with a known truth, as SPEC-LOOP §0.5
// describes them. Nothing here uses what is tested.

var trends = []string{"flat", "+0.3 % a day", "+1 % a day", "growth stops", "level shifts", "random walk"}

// circumstances of one series: how much a day, how noise follows noise and how
// strong it is, overdispersion, trend, days of history, unlogged spikes, logged events.
type circumstances struct {
	mean, phi, sd, disp float64
	trend, history      int
	spikes, events      bool
}

// simulated is what was counted, what it was to be, a control scope that shares
// all but its own noise, logged days, and the first day of the tested window.
type simulated struct {
	y, truth, control []float64
	skip              []bool
	start             int
}

func drawn(r *rand.Rand, trend int) circumstances {
	return circumstances{
		mean: []float64{5, 20, 60, 200, 800, 2000}[r.IntN(6)], phi: []float64{0, .3, .6}[r.IntN(3)], sd: []float64{.08, .15, .25}[r.IntN(3)],
		disp: float64(1 + r.IntN(2)), trend: trend, history: []int{120, 200, 400}[r.IntN(3)], spikes: r.IntN(2) == 0, events: r.IntN(2) == 0,
	}
}

// counted draws a whole number about l with variance disp × l.
func counted(r *rand.Rand, l, disp float64) float64 {
	if l > 60 {
		return math.Max(0, math.Round(l+math.Sqrt(l*disp)*r.NormFloat64()))
	}
	v := math.Log(1 + (disp-1)/l)
	l *= math.Exp(math.Sqrt(v)*r.NormFloat64() - v/2)
	k, p := 0., r.Float64()
	for e := math.Exp(-l); p > e; k++ {
		p *= r.Float64()
	}
	return k
}

// levels draws the logarithm of the level of each day and what multiplies it.
func (c circumstances) levels(r *rand.Rand, n, s int) (level, mult []float64, skip []bool) {
	level, mult, skip = make([]float64, n), slices.Repeat([]float64{1}, n), make([]bool, n)
	walk := 0.
	for i := range level {
		d := float64(i - s)
		if c.trend == 4 && r.Float64() < 1./90 {
			walk += math.Log(1.2+.2*r.Float64()) * float64(2*r.IntN(2)-1)
		} else if c.trend == 5 {
			walk += .015 * r.NormFloat64()
		}
		level[i] = []float64{0, .003 * d, .01 * d, .01 * math.Min(0, d+40), walk, walk}[c.trend]
		if c.spikes && r.Float64() < 1./60 {
			mult[i] = 1.5 + 1.5*r.Float64()
			mult[max(0, i-r.IntN(2))] = mult[i]
		}
	}
	for i := r.IntN(40); c.events && i < s-6; i += 20 + r.IntN(40) {
		f := []float64{.75, 1.3 + r.Float64(), 1.3 + r.Float64()}[r.IntN(3)]
		for k := i + 1 + r.IntN(4); k >= i; k-- {
			mult[k], skip[k] = f, true
		}
	}
	return level, mult, skip
}

func simulate(r *rand.Rand, c circumstances, after int) *simulated {
	n, s := c.history+after, c.history
	level, mult, skip := c.levels(r, n, s)
	o := &simulated{make([]float64, n), make([]float64, n), make([]float64, n), skip, s}
	var season [7]float64
	total := 0.
	for w := range season {
		season[w] = .7 + .6*r.Float64()
		total += season[w] / 7
	}
	x := c.sd * r.NormFloat64()
	for i := range o.y {
		x = c.phi*x + math.Sqrt(1-c.phi*c.phi)*c.sd*r.NormFloat64()
		o.truth[i] = math.Max(.3, c.mean*math.Exp(level[i]-level[s]+x-c.sd*c.sd/2)*season[i%7]/total) * mult[i]
		o.y[i], o.control[i] = counted(r, o.truth[i], c.disp), counted(r, 1.5*o.truth[i]*math.Exp(.08*r.NormFloat64()), 1)
	}
	return o
}

// series hands values to what is tested; day i has weekday i mod 7.
func (o *simulated) series(y []float64) *Series {
	days := make([]SeriesDay, len(y))
	for i := range y {
		days[i] = SeriesDay{Value: y[i], Class: i % 7, Skip: o.skip[i]}
	}
	return NewSeries(days, false)
}
