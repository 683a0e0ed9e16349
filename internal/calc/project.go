package calc

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// TooWide is the reason of a projection whose upper limit is over four times
// its lower one.
const TooWide Reason = "too_wide"

// The bounds of a projection, and how its misses grow with the days ahead that
// no earlier window was as long as.
const (
	shortestWindow = 7
	widest         = 4
	growth         = .25
)

// Projection is where an amount may end.
type Projection struct {
	Value     float64 // to date and what is expected of the days that remain
	Low, High float64 // at 80 %
	Drift     float64 // share of the drift that is used
	Miss      float64 // as a logarithm, of what remains
	Measured  int     // length in days of the earlier windows that the misses are known from
	Holidays  bool    // a holiday lies ahead of which no earlier one is known: its days are taken as usual ones
	Reason    Reason

	toDate, expected, c float64
	student             distuv.StudentsT
}

// Project says where toDate may end after days From up to, exclusive, To of the
// series, whose values are not looked at.
func (s *Series) Project(from, to int, toDate float64) Projection {
	n := to - from
	p := Projection{toDate: toDate}
	if n > from {
		p.Reason = HistoryShort
		return p
	}
	u := s.means(from)
	best, found := fitted{}, false
	for p.Measured = min(n, min(from-fewestDays, windowsWithin)/fewestWindows+1); p.Measured > 0; p.Measured-- {
		if best, found = s.missing(from, p.Measured); found {
			break
		}
		if p.Measured <= shortestWindow {
			p.Reason = HistoryShort
			return p
		}
	}
	if !found || !u.ok {
		p.Reason = HistoryShort
		return p
	}
	p.c, p.Drift = u.c, best.delta
	for i, x := range p.Path(s, from, n) {
		p.expected += x
		p.Holidays = p.Holidays || math.IsNaN(s.factor[from+i])
	}
	p.Miss = best.miss * math.Pow(float64(n)/float64(p.Measured), growth)
	p.student = distuv.StudentsT{Mu: 0, Sigma: 1, Nu: float64(best.independent - 1)}
	t := p.student.Quantile(.9)
	p.Value = toDate + p.expected
	p.Low = toDate + (p.expected+p.c)*math.Exp(-t*p.Miss) - p.c
	p.High = toDate + (p.expected+p.c)*math.Exp(t*p.Miss) - p.c
	if p.High > widest*p.Low {
		p.Reason = TooWide
	}
	return p
}

// Path returns what a projection expects of each of the n days from day from of
// the series it was made of.
func (p Projection) Path(s *Series, from, n int) []float64 {
	u := s.means(from)
	out := make([]float64, n)
	for i := range out {
		left := s.factor[from+i]
		if math.IsNaN(left) {
			left = 1
		}
		out[i] = s.expect(u, from+i, from, p.Drift) * left
	}
	return out
}

// missing returns how far earlier windows of n days missed, as best fitted.
func (s *Series) missing(from, n int) (best fitted, found bool) {
	u := s.means(from)
	for _, delta := range []float64{0, .5, 1} {
		got := fitted{delta: delta, c: u.c}
		if (fit{series: s, at: from, placebo: n}).misses(&got) && (!found || got.miss < betterBy*best.miss) {
			best, found = got, true
		}
	}
	return best, found
}

// Reach returns the probability that the amount ends at goal or above.
func (p Projection) Reach(goal float64) float64 {
	left := goal - p.toDate
	switch {
	case left <= 0:
		return 1
	case p.Miss == 0:
		if p.expected >= left {
			return 1
		}
		return 0
	}
	return p.student.CDF(math.Log((p.expected+p.c)/(left+p.c)) / p.Miss)
}
