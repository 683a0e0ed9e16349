package calc

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
)

// whole says that the simulations run as long as SPEC-LOOP asks, as
// `make simulate` does; the tests run a part of them.
func whole() bool { return os.Getenv("DAYBREAK_SIMULATE") == "whole" }

// runs returns how many series to draw.
func runs(all, part int) int {
	switch {
	case whole():
		return all
	case testing.Short():
		return part / 4
	}
	return part
}

// rate counts how often something was so.
type rate struct{ yes, all float64 }

func (r *rate) add(yes bool) {
	if r.all++; yes {
		r.yes++
	}
}

// within tells a rate that lies outside its bounds by more than three standard
// errors of so many series (none of the whole run).
func (r rate) within(t *testing.T, what string, low, high float64) {
	t.Helper()
	if r.all == 0 {
		t.Errorf("%s: nothing was answered", what)
		return
	}
	p, slack := r.yes/r.all, 0.
	if !whole() {
		slack = 3 * math.Sqrt(.25*math.Min(1, 4*high*(1.001-low))/r.all)
	}
	if p < low-slack || p > high+slack {
		t.Errorf("%s: %.3f of %.0f, want %.3f to %.3f", what, p, r.all, low, high)
	}
	if whole() {
		t.Logf("%s: %.3f of %.0f", what, p, r.all)
	}
}

type effectRates struct {
	covered, works, harmful, seen30, seen100 rate
	halves                                   []float64
}

func (e *effectRates) add(r *rand.Rand, o *simulated, n int, got Effect) {
	a, b := got.Actual, got.Expected
	low, high := a-got.High, a-got.Low // of what was to be expected
	truth := 0.
	for _, x := range o.truth[o.start : o.start+n] {
		truth += x
	}
	e.covered.add(got.Low <= 0 && got.High >= 0)
	e.works.add(got.Low > 0)
	e.harmful.add(got.High < 0)
	e.seen30.add(a+counted(r, .3*truth, 1) > high)
	e.seen100.add(a+counted(r, truth, 1) > high)
	e.halves = append(e.halves, (high-low)/2/b)
}

// TestSimulatedEffects holds the effect of a window to SPEC-LOOP §0.5: where
// nothing happened it says so as often as it claims, and what it must see it
// sees.
func TestSimulatedEffects(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	rates := map[string]*effectRates{}
	lengths := []int{1, 3, 6, 14, 28}
	for it := range runs(12000, 480) {
		o := simulate(r, drawn(r, it%6), 28)
		s := o.series(o.y)
		for _, n := range lengths {
			got := s.Effect(EffectQuestion{From: o.start, To: o.start + n, Least: 10})
			if got.Reason != "" {
				continue
			}
			for _, key := range []string{fmt.Sprint("all ", n), fmt.Sprint(trends[it%6], " ", n)} {
				if rates[key] == nil {
					rates[key] = &effectRates{}
				}
				rates[key].add(r, o, n, got)
			}
		}
	}
	for _, n := range lengths {
		all := rates[fmt.Sprint("all ", n)]
		what := fmt.Sprintf("%d days: ", n)
		all.covered.within(t, what+"the interval holds the truth", .91, .975)
		all.works.within(t, what+"works by mistake", 0, .05)
		all.harmful.within(t, what+"harmful by mistake", 0, .05)
		for _, trend := range trends {
			rates[fmt.Sprint(trend, " ", n)].covered.within(t, what+trend+": the interval holds the truth", .89, 1)
		}
	}
	six := rates["all 6"]
	six.seen30.within(t, "six days: +30 % is seen", .42, 1)
	six.seen100.within(t, "six days: +100 % is seen", .89, 1)
	half := 0.
	for _, h := range six.halves {
		half += h / float64(len(six.halves))
	}
	if half > .39 && whole() || half > .45 {
		t.Errorf("six days: half the interval is %.3f of what is expected, want at most .39", half)
	}
}

// TestSimulatedControls sees more with a control scope that shares the fate of
// the one measured.
func TestSimulatedControls(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 1))
	var with, covered rate
	for it := range runs(6000, 240) {
		o := simulate(r, drawn(r, it%6), 6)
		got := o.series(o.y).Effect(EffectQuestion{From: o.start, To: o.start + 6, Least: 10, Control: o.series(o.control)})
		if got.Reason != "" {
			continue
		}
		e := effectRates{}
		e.add(r, o, 6, got)
		with.add(e.seen30.yes > 0)
		covered.add(e.covered.yes > 0)
	}
	with.within(t, "+30 % in six days with a control", .6, 1)
	covered.within(t, "the interval with a control holds the truth", .9, .98)
}

// TestSimulatedProjections holds projections to SPEC-LOOP §2.
func TestSimulatedProjections(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	covered := map[string]*rate{}
	var said, came [5]float64
	var hits [5]rate
	horizons := []int{7, 14, 30, 60, 90}
	for it := range runs(9000, 360) {
		o := simulate(r, drawn(r, it%6), 90)
		s := o.series(o.y)
		for _, n := range horizons {
			p := s.Project(o.start, o.start+n, 0)
			if p.Reason == HistoryShort {
				continue
			}
			total := 0.
			for _, y := range o.y[o.start : o.start+n] {
				total += y
			}
			key := fmt.Sprint(trends[it%6], ", ", n, " days ahead")
			if covered[key] == nil {
				covered[key] = &rate{}
			}
			covered[key].add(total >= p.Low && total <= p.High)
			goal := p.Value * math.Exp(.25*r.NormFloat64())
			prob := p.Reach(goal)
			i := min(4, int(5*prob))
			hits[i].add(total >= goal)
			said[i] += prob
			came[i]++
		}
	}
	for key, c := range covered {
		c.within(t, key+": the interval holds what came", .79, .98)
	}
	for i := range hits {
		mean := said[i] / came[i]
		hits[i].within(t, fmt.Sprintf("said %.2f, came", mean), mean-.12, mean+.12)
	}
}

// TestSimulatedAlarms holds the alarm to SPEC-LOOP §0.4.
func TestSimulatedAlarms(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 3))
	false90 := map[bool]*rate{false: {}, true: {}} // by unlogged spikes; yes counts alarms
	var down, up rate
	for it := range runs(6000, 180) {
		c := drawn(r, it%6)
		c.history = 250
		o := simulate(r, c, 3)
		s := o.series(o.y)
		last := -9
		for d := o.start - 90; d < o.start; d++ {
			if _, found, _ := s.Alarm(d, UsualAlarm()); found && !o.skip[d] {
				if d-last > 3 {
					false90[c.spikes].yes++
				}
				last = d
			}
		}
		false90[c.spikes].all++
		if c.spikes || c.mean < 200 || c.sd > .08 {
			continue
		}
		for _, change := range []float64{.7, 1.5} {
			y, hit := slices.Clone(o.y), false
			for d := o.start; d < o.start+3; d++ {
				y[d] = math.Round(y[d] * change)
				_, found, _ := o.series(y).Alarm(d, UsualAlarm())
				hit = hit || found
			}
			map[float64]*rate{.7: &down, 1.5: &up}[change].add(hit)
		}
	}
	slack := 0.
	if !whole() {
		slack = .3
	}
	for spikes, most := range map[bool]float64{false: 1, true: 1.2} {
		got := false90[spikes].yes / false90[spikes].all
		t.Logf("unlogged spikes %v: %.2f false alarms in 90 days", spikes, got)
		if got > most+slack {
			t.Errorf("unlogged spikes %v: %.2f false alarms in 90 days, want at most %.1f", spikes, got, most)
		}
	}
	down.within(t, "−30 % for three days is seen", .75, 1)
	up.within(t, "+50 % for three days is seen", .80, 1)
}

// TestSlowProgramAgrees compares with the program of slow_test.go, which shares
// no code.
func TestSlowProgramAgrees(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 1))
	same := func(what string, got, want float64) {
		t.Helper()
		if !(math.Abs(got-want) <= 1e-9*math.Max(1, math.Abs(want))) {
			t.Errorf("%s = %v, the slow program says %v", what, got, want)
		}
	}
	for it := range 18 {
		o := simulate(r, drawn(r, it%6), 30)
		s := o.series(o.y)
		for _, n := range []int{1, 6, 28} {
			for _, control := range []bool{false, true} {
				q := EffectQuestion{From: o.start, To: o.start + n}
				b, v, m, d, ok := slowFit(o, o.start, n, n, []float64{0, .5, 1}, false)
				if control {
					q.Control = o.series(o.control)
					if cb, cv, cm, cd, yes := slowFit(o, o.start, n, n, []float64{0, .5, 1}, true); yes && (!ok || cv < v) {
						b, v, m, d, ok = cb, cv, cm, cd, true
					}
				}
				e := s.Effect(q)
				if want := map[bool]Reason{true: LevelMoved}[slowMoved(o)]; ok && e.Reason != want || !ok && e.Reason != HistoryShort {
					t.Errorf("series %d, %d days: reason %q, want %q (answered %v)", it, n, e.Reason, want, ok)
				}
				if !ok {
					continue
				}
				same("expected", e.Expected, b)
				same("miss", e.Miss, v)
				same("independent windows", float64(e.Independent), m)
				same("drift", e.Drift, d)
			}
		}
		for d := o.start - 10; d < o.start; d++ {
			if o.skip[d] {
				continue
			}
			a, found, _ := s.Alarm(d, UsualAlarm())
			far, told := slowAlarm(o, d)
			if found != far {
				t.Errorf("series %d: alarm on day %d is %v, the slow program says otherwise", it, d, found)
			}
			same("days of an alarm", float64(a.Days), told[0])
			same("misses off", a.Off, told[1])
			same("smallest change", a.Size, told[2])
		}
	}
}
