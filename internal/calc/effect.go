package calc

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Reason says why an effect or a projection cannot be told; "" where it can.
type Reason string

// The reasons.
const (
	HistoryShort Reason = "history_short" // fewer than four independent earlier windows to learn the misses from
	ExpectedFew  Reason = "expected_few"  // too little was to be expected in the window
	LevelMoved   Reason = "level_moved"   // the week before the start was already off
	DaysMissing  Reason = "days_missing"  // fewer than three quarters of the window's days count
)

// The least that is needed, and how far back earlier windows are looked at.
const (
	fewestWindows = 4
	windowsWithin = 365
	movedMisses   = 2
	betterBy      = .98 // a drift or a control is used only if it misses less
)

// Effect is what came of a window beyond what was to be expected of it.
type Effect struct {
	Actual, Expected float64 // over the days that count
	Days             int     // of the window that count
	Low, High        float64 // of the effect, at 90 %
	P                float64 // of a miss as far by chance alone
	Miss             float64 // v, the usual miss of the method as a logarithm
	Drift            float64 // share of the drift that is used: 0, ½ or 1
	Windows          int     // earlier windows tried
	Independent      int     // of them that do not overlap
	AsFar            int     // of them that missed at least as far
	T                float64 // Student's quantile of the interval
	Controlled       bool    // the control scope is used
	Reason           Reason
}

// Value returns the effect: actual less expected.
func (e Effect) Value() float64 { return e.Actual - e.Expected }

// Half returns half the width of the interval.
func (e Effect) Half() float64 { return (e.High - e.Low) / 2 }

// EffectQuestion asks for the effect of days From up to, exclusive, To. Least
// is what must have been expected for an answer. Control, if not nil, is the
// same days of a scope that the action left alone.
type EffectQuestion struct {
	From, To int
	Least    float64
	Control  *Series
}

// Effect measures a window against what was to be expected on its eve, and that
// against how far the same method missed in earlier windows in which nothing
// happened: placebos in time (Abadie, Diamond and Hainmueller, Synthetic
// Control Methods, JASA 2010), a fading level and a damped drift (Gardner,
// Exponential Smoothing, 1985; Hyndman and Athanasopoulos, Forecasting:
// Principles and Practice).
func (s *Series) Effect(q EffectQuestion) Effect {
	n := q.To - q.From
	f := fit{series: s, at: q.From, days: n, placebo: n}
	best, ok := f.best(nil)
	if controlled, used := f.controlled(q.Control, best); used {
		best = controlled
	}
	e := Effect{Actual: best.actual, Expected: best.expected, Days: best.window.days}
	switch {
	case !best.measured && s.means(q.From).ok:
		e.Reason = DaysMissing
		return e
	case !ok:
		e.Reason = HistoryShort
		return e
	}
	e.Miss, e.Drift, e.Windows, e.Independent, e.Controlled = best.miss, best.delta, len(best.gaps), best.independent, best.control != nil
	e.interval(best)
	switch {
	case e.Expected < q.Least:
		e.Reason = ExpectedFew
	case s.moved(q.From):
		e.Reason = LevelMoved
	}
	return e
}

// interval fills in what follows from the misses of the earlier windows.
func (e *Effect) interval(f fitted) {
	student := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: float64(f.independent - 1)}
	e.T = student.Quantile(.95)
	e.Low = e.Actual + f.c - (e.Expected+f.c)*math.Exp(e.T*f.miss)
	e.High = e.Actual + f.c - (e.Expected+f.c)*math.Exp(-e.T*f.miss)
	gap := math.Abs(math.Log((e.Actual + f.c) / (e.Expected + f.c)))
	if f.miss > 0 {
		e.P = 2 * student.CDF(-gap/f.miss)
	}
	for _, g := range f.gaps {
		if math.Abs(g) >= gap {
			e.AsFar++
		}
	}
}

// Path returns what was expected of each day of a window on its eve, with the
// share of the drift that an effect used; not a number where a day does not
// count.
func (s *Series) Path(from, to int, drift float64) []float64 {
	u := s.means(from)
	out := make([]float64, to-from)
	for i := range out {
		out[i] = math.NaN()
		if u.ok && s.measured(from+i) {
			out[i] = s.expect(u, from+i, from, drift) * s.factor[from+i]
		}
	}
	return out
}

// moved reports whether the seven days before day t were off by more than twice
// what such weeks miss.
func (s *Series) moved(t int) bool {
	const week = 7
	if t < week {
		return false
	}
	f := fit{series: s, at: t - week, days: week, placebo: week}
	got, ok := f.try(0, nil)
	return ok && math.Abs(got.window.gap(got.c)) > movedMisses*got.rms
}

// fit is a window to be expected, and the length of the earlier windows whose
// misses are looked at.
type fit struct {
	series            *Series
	at, days, placebo int
}

// fitted is a window expected with one share of the drift.
type fitted struct {
	window
	measured    bool // enough days of the window count
	delta, c    float64
	gaps        []float64
	independent int
	rms, miss   float64 // of the gaps; with the error of the window's own
	control     *Series
}

// best expects the window with the share of the drift that missed least; a
// larger one must miss 2 % less than the best so far.
func (f fit) best(control *Series) (best fitted, ok bool) {
	for _, delta := range []float64{0, .5, 1} {
		got, known := f.try(delta, control)
		if known && (!ok || got.miss < betterBy*best.miss) {
			best, ok = got, true
		} else if !ok && delta == 0 {
			best = got
		}
	}
	return best, ok
}

// controlled expects the window with a control; used is false when there is
// none, or it does not lessen the misses.
func (f fit) controlled(control *Series, plain fitted) (_ fitted, used bool) {
	if control == nil {
		return plain, false
	}
	got, ok := f.best(control)
	return got, ok && (plain.independent < fewestWindows || got.miss < plain.miss)
}

// try expects the window with one share of the drift.
func (f fit) try(delta float64, control *Series) (out fitted, ok bool) {
	s := f.series
	u := s.means(f.at)
	out = fitted{delta: delta, c: u.c, control: control}
	if out.window, out.measured = s.over(u, f.at, f.days, delta); !out.measured {
		return out, false
	}
	scale, known := follow(control, f.at, f.days, delta)
	if !known {
		return out, false
	}
	out.expected *= scale
	return out, f.misses(&out)
}

// misses looks at the earlier windows; false when there are too few of them.
func (f fit) misses(out *fitted) bool {
	squares := 0.0
	for t := max(0, f.at-windowsWithin); t+f.placebo <= f.at; t++ {
		w, full := f.series.over(f.series.means(t), t, f.placebo, out.delta)
		scale, known := follow(out.control, t, f.placebo, out.delta)
		if !full || !known {
			continue
		}
		w.expected *= scale
		gap := w.gap(out.c)
		out.gaps = append(out.gaps, gap)
		squares += gap * gap
	}
	n := float64(len(out.gaps))
	if out.independent = (len(out.gaps) + f.placebo - 1) / f.placebo; out.independent < fewestWindows {
		return false
	}
	out.rms = math.Sqrt(squares / n)
	out.miss = out.rms * math.Sqrt(1+1/float64(out.independent))
	return true
}

// follow returns by how much a window of the control went beyond what was to be
// expected of it; 1 without a control.
func follow(control *Series, t, n int, delta float64) (float64, bool) {
	if control == nil {
		return 1, true
	}
	u := control.means(t)
	w, ok := control.over(u, t, n, delta)
	return (w.actual + u.c) / (w.expected + u.c), ok
}
