package calc

import (
	"math"
	"slices"
)

// Alarm is a day, or three together, far from what was usual.
type Alarm struct {
	Days             int // 1 or 3, ending on the day
	Actual, Expected float64
	Off              float64  // how many times the usual miss it is off
	Size             float64  // the smallest relative change that is called, at this level and unrest
	Usual            Interval // what would be as usual, at 95 %, by how far other days were off
}

// What an alarm is: so many times the usual miss, so large a share of what is
// expected, and so many things at least (Iglewicz and Hoaglin, How to Detect
// and Handle Outliers, 1993).
const (
	alarmMisses  = 3
	alarmShare   = .2
	alarmLeast   = 20
	alarmHistory = 84
)

// AlarmRule is how far off a day must be: so many usual misses and so large a
// share of what is expected.
type AlarmRule struct{ Misses, Share float64 }

// UsualAlarm is the rule that was held to a simulation.
func UsualAlarm() AlarmRule { return AlarmRule{alarmMisses, alarmShare} }

// Alarm judges day t, alone and with the two days before it. found is false
// when neither is far off; ok is false when too little is known to say.
func (s *Series) Alarm(t int, rule AlarmRule) (a Alarm, found, ok bool) {
	for _, n := range []int{1, 3} {
		got, far, judged := s.alarmOver(t, n, rule)
		if judged && (!ok || far) {
			a = got
		}
		ok = ok || judged
		if far {
			return got, true, true
		}
	}
	return a, false, ok
}

// Window judges the n days that end on day t by what was usual on their eve.
// ok is false when too little is known to say.
func (s *Series) Window(t, n int) (a Alarm, ok bool) {
	a, _, ok = s.alarmOver(t, n, UsualAlarm())
	return a, ok
}

// alarmOver judges the n days that end on day t.
func (s *Series) alarmOver(t, n int, rule AlarmRule) (a Alarm, far, ok bool) {
	if t < n-1 || !s.measured(t) {
		return a, false, false
	}
	c := s.medians(t - n + 1).c
	w, ok := s.over(s.medians(t-n+1), t-n+1, n, 0)
	if !ok {
		return a, false, false
	}
	var gaps []float64
	for i := t - n; i >= n-1 && len(gaps) < alarmHistory; i-- {
		if past, known := s.over(s.medians(i-n+1), i-n+1, n, 0); known && s.clean(i) {
			gaps = append(gaps, past.gap(c))
		}
	}
	if len(gaps) < fewestDays {
		return a, false, false
	}
	middle, _ := Median(gaps)
	for i := range gaps {
		gaps[i] = math.Abs(gaps[i] - middle)
	}
	slices.Sort(gaps)
	mad, _ := Quantile(gaps, .5)
	unrest := mad / .6745
	if !s.money {
		unrest = max(unrest, 1/math.Sqrt(w.expected+.5))
	}
	a = Alarm{Days: n, Actual: w.actual, Expected: w.expected, Size: math.Expm1(rule.Misses * unrest)}
	a.Usual = Interval{max(0, (w.expected+c)*math.Exp(middle-z95*unrest)-c), (w.expected+c)*math.Exp(middle+z95*unrest) - c}
	if unrest > 0 {
		a.Off = (w.gap(c) - middle) / unrest
	}
	far = math.Abs(w.gap(c)-middle) >= rule.Misses*unrest && math.Abs(w.actual-w.expected) >= rule.Share*w.expected &&
		max(w.actual, w.expected) >= alarmLeast
	return a, far, true
}
