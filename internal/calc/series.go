package calc

import "math"

// Workday is the class of a weekend day that is worked on to make up for a
// holiday; 0 … 6 are the days of the week from Sunday on.
const Workday = 7

// SeriesDay is one day of an additive series. Skip takes a day out of everything:
// it is not known, or something happened on it that is logged. Holiday is 0, or
// says to which festival the day belongs; its Class stays that of the weekday.
type SeriesDay struct {
	Value   float64
	Class   int
	Holiday int
	Skip    bool
}

// The number of clean days that say what is usual, the fewest that do, and the
// fewest of one day of the week.
const (
	cleanDays   = 56
	fewestDays  = 28
	fewestClass = 3
)

// Series is a daily series that is asked what its usual level was on the eve
// of any of its days. Days are counted from 0, the first that there is data
// for. It keeps what it worked out and is for one goroutine.
type Series struct {
	days   []SeriesDay
	money  bool
	factor []float64 // of a holiday: share of the usual level that is left; NaN where no earlier one is known
	median []*usual
	capped []*usual
}

// NewSeries makes a series of days. money says that values are amounts and not
// numbers of things.
func NewSeries(days []SeriesDay, money bool) *Series {
	s := &Series{days: days, money: money, factor: make([]float64, len(days)),
		median: make([]*usual, len(days)+1), capped: make([]*usual, len(days)+1)}
	s.learnHolidays()
	return s
}

// Len returns the number of days.
func (s *Series) Len() int { return len(s.days) }

// clean reports whether day i is one of those that say what is usual.
func (s *Series) clean(i int) bool { return !s.days[i].Skip && s.days[i].Holiday == 0 }

// measured reports whether day i counts in a window: it is known, and so is
// what was to be expected of it.
func (s *Series) measured(i int) bool { return !s.days[i].Skip && !math.IsNaN(s.factor[i]) }

// learnHolidays works out what each holiday leaves of a day, from the last
// occurrence of the same festival: Σ values ÷ Σ usual values.
func (s *Series) learnHolidays() {
	known := map[int]float64{}
	for i := 0; i < len(s.days); {
		group := s.days[i].Holiday
		if group == 0 {
			s.factor[i] = 1
			i++
			continue
		}
		from := i
		for i < len(s.days) && s.days[i].Holiday == group {
			s.factor[i] = math.NaN()
			if f, ok := known[group]; ok {
				s.factor[i] = f
			}
			i++
		}
		if f, ok := s.left(from, i); ok {
			known[group] = f
		}
	}
}

// left returns the share of the usual level that was there from one day up to,
// exclusive, another.
func (s *Series) left(from, to int) (float64, bool) {
	u := s.medians(from)
	var actual, expected float64
	for i := from; i < to; i++ {
		if !s.days[i].Skip {
			actual += s.days[i].Value
			expected += u.level * u.index[s.days[i].Class]
		}
	}
	return actual / expected, u.ok && expected > 0
}

// usual is what is known on the eve of a day: an index for each class of day, a
// level, its drift per day, and c, which is added to amounts before their
// logarithm is taken.
type usual struct {
	index           [8]float64
	level, drift, c float64
	ok              bool
}

// eve is the clean days before a day, the last one first.
type eve struct {
	days  []int
	by    [7][]float64
	least float64 // smallest value that is not 0
}

// look collects the clean days before day t.
func (s *Series) look(t int) (e eve, ok bool) {
	for i := t - 1; i >= 0 && len(e.days) < cleanDays; i-- {
		if !s.clean(i) {
			continue
		}
		d := s.days[i]
		e.days = append(e.days, i)
		if d.Class != Workday {
			e.by[d.Class] = append(e.by[d.Class], d.Value)
		}
		if d.Value > 0 && (e.least == 0 || d.Value < e.least) {
			e.least = d.Value
		}
	}
	for _, values := range e.by {
		if len(values) < fewestClass {
			return e, false
		}
	}
	return e, len(e.days) >= fewestDays
}

// added returns what is added to amounts before their logarithm is taken: a
// half, or half the smallest amount that is not 0.
func (s *Series) added(e eve) float64 {
	if s.money {
		return e.least / 2
	}
	return .5
}

// setIndex makes the indices of classes that are usually worth v.
func (u *usual) setIndex(v [7]float64) bool {
	total := 0.0
	for _, x := range v {
		total += x
	}
	if total <= 0 {
		return false
	}
	for w, x := range v {
		u.index[w] = 7 * x / total
	}
	return true
}

// setWorkday gives made-up workdays the mean index of Monday to Friday.
func (u *usual) setWorkday() {
	for w := 1; w <= 5; w++ {
		u.index[Workday] += u.index[w] / 5
	}
}

// medians returns the usual level before day t by medians, which single odd
// days do not move.
func (s *Series) medians(t int) *usual {
	if s.median[t] != nil {
		return s.median[t]
	}
	u := &usual{}
	s.median[t] = u
	e, ok := s.look(t)
	if !ok {
		return u
	}
	var middle [7]float64
	for w, values := range e.by {
		middle[w], _ = Median(values)
	}
	if !u.setIndex(middle) {
		return u
	}
	u.setWorkday()
	var levels []float64
	for _, i := range e.days[:fewestDays] {
		if x := u.index[s.days[i].Class]; x > 0 {
			levels = append(levels, s.days[i].Value/x)
		}
	}
	u.level, _ = Median(levels)
	u.c = s.added(e)
	u.ok = u.level > 0
	return u
}

// means returns the usual level before day t by capped means, a level in which
// a day counts a tenth less than the one after it, and half a month's drift.
func (s *Series) means(t int) *usual {
	if s.capped[t] != nil {
		return s.capped[t]
	}
	u := &usual{}
	s.capped[t] = u
	e, ok := s.look(t)
	if !ok {
		return u
	}
	top, mean := caps(e.by)
	if !u.setIndex(mean) {
		return u
	}
	u.setWorkday()
	top[Workday] = math.Inf(1)
	var values, weights float64
	var half, index [2]float64
	fade := 1.0
	for k, i := range e.days {
		class := s.days[i].Class
		v := min(s.days[i].Value, top[class])
		values, weights = values+fade*v, weights+fade*u.index[class]
		half[k/fewestDays] += v
		index[k/fewestDays] += u.index[class]
		fade *= .9
	}
	u.level, u.c = values/weights, s.added(e)
	if len(e.days) == cleanDays && half[0] > 0 && half[1] > 0 {
		u.drift = math.Log(half[0]/index[0]/(half[1]/index[1])) / fewestDays
	}
	u.ok = u.level > 0
	return u
}

// caps returns for each day of the week three times its median, above which
// nothing counts (no bound where that is 0), and the mean of what counts.
func caps(by [7][]float64) (top [8]float64, mean [7]float64) {
	for w, values := range by {
		middle, _ := Median(values)
		if top[w] = 3 * middle; middle == 0 {
			top[w] = math.Inf(1)
		}
		for _, v := range values {
			mean[w] += min(v, top[w]) / float64(len(values))
		}
	}
	return top, mean
}

// window is what came and what was expected over the measured days of a window.
type window struct {
	actual, expected float64
	days             int
}

// over adds up the window of n days from day t as expected on the eve of day t,
// with the share δ of the drift. ok is false when nothing is expected, or fewer
// than three quarters of its days count.
func (s *Series) over(u *usual, t, n int, delta float64) (w window, ok bool) {
	for i := t; i < t+n; i++ {
		if s.measured(i) {
			w.actual += s.days[i].Value
			w.expected += s.expect(u, i, t, delta) * s.factor[i]
			w.days++
		}
	}
	return w, u.ok && w.expected > 0 && 4*w.days >= 3*n
}

// expect returns what is expected of day i, leaving out what holidays take, on
// the eve of day t.
func (s *Series) expect(u *usual, i, t int, delta float64) float64 {
	return u.level * u.index[s.days[i].Class] * math.Exp(delta*u.drift*float64(i-t+10))
}

// gap is the logarithm of what came over what was expected.
func (w window) gap(c float64) float64 { return math.Log((w.actual + c) / (w.expected + c)) }

// Baseline returns what is usual for day t as known on its eve, by medians. ok
// is false where too few clean days come before it, or where it is a holiday of
// which no earlier one is known.
func (s *Series) Baseline(t int) (usual float64, ok bool) {
	u := s.medians(t)
	if !u.ok || math.IsNaN(s.factor[t]) {
		return 0, false
	}
	return u.level * u.index[s.days[t].Class] * s.factor[t], true
}
