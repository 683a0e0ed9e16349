package loop

import (
	"context"
	"math"

	"daybreak/internal/calc"
	"daybreak/internal/ops"
)

// State says how far a try is.
type State string

// The states of a try. A measured one waits for a decision; only a decided one
// has closed the loop.
const (
	Planned   State = "planned"
	Running   State = "running"
	Measuring State = "measuring"
	Measured  State = "measured"
	Decided   State = "decided"
)

// States lists the states in their order.
func States() []State { return []State{Planned, Running, Measuring, Measured, Decided} }

// Verdict says whether a try worked; "" while it is not mature.
type Verdict string

// The verdicts.
const (
	Works        Verdict = "works"
	Harmful      Verdict = "harmful"
	NoEffect     Verdict = "no_effect"
	CannotTell   Verdict = "cannot_tell"
	NotSeparable Verdict = "not_separable"
)

// Reasons of a try whose effect cannot be told, besides those of package calc.
const (
	IntervalWide  calc.Reason = "interval_wide"  // the interval holds 0 and is wider than what was expected
	NoData        calc.Reason = "no_data"        // nothing of the metric is known in the scope
	NotMeasurable calc.Reason = "not_measurable" // the metric is neither a sum nor a share of persons
)

// Outcome is how a try stands and what it brought.
type Outcome struct {
	Try      ops.Try
	State    State
	Verdict  Verdict
	Reason   calc.Reason
	Days     ops.Range // measured
	Due      ops.Day   // last day that must be known for the verdict
	Known    ops.Day   // last day that is known
	Effect   calc.Effect
	Enough   int       // smallest number of days that would tell; 0: none up to 28 would
	Overlaps []ops.Try // tries that lie on the same days, scope and metric; without an ID those that who asks does not see
	Cost     Spent     // of OutcomesOf: with the costs that bear its label
	Rate     *RateOutcome
	Split    *SplitOutcome // of a try that a part of the members got: Effect is that of all of them together
	Parts    []Signed      // of a metric with what comes and what goes: both apart
	History  int           // days of the scope before the start
	Control  bool          // one was asked for
}

// Signed is the effect on what comes or on what goes.
type Signed struct {
	Minus  bool
	Effect calc.Effect
}

// RateOutcome compares a share of persons in the window with the 28 days before.
type RateOutcome struct {
	Part, Of, PartBefore, OfBefore int
	Difference                     float64
	Limits                         calc.Interval // at 90 %
}

// mostEnough is the longest window that is looked at for one that would tell.
const mostEnough = 28

// Outcome says how a try stands on the day of the world. It measures only what
// is mature.
func (w World) Outcome(ctx context.Context, t ops.Try) (Outcome, error) {
	o := Outcome{Try: t, Cost: Spent{Known: w.units(t.Cost)}}
	metric, ok := w.Catalog.Metric(t.Metric)
	if !ok {
		o.State, o.Reason = w.state(t, false), NotMeasurable
		return o, nil
	}
	filter, err := w.Snapshot.Keys().Scope(t.Measured())
	if err != nil {
		return o, err
	}
	if t.End != 0 {
		o.Days, o.Due = ops.Range{From: t.Start, To: t.End + 1}, t.End+ops.Day(metric.Horizon)
	}
	if t.Split.On() {
		return w.split(ctx, o, metric)
	}
	o.Overlaps = w.overlaps(t, filter)
	if !w.Additive(metric) {
		return w.rate(ctx, o, metric, filter)
	}
	q := ask{metric: metric, filter: filter, except: t.ID, until: t.Start + mostEnough}
	s, err := w.series(ctx, q)
	if err != nil {
		return o, err
	}
	o.Known = s.days.To - 1
	o.State = w.state(t, s.days.Len() > 0 && o.Due <= o.Known)
	if o.State != Measured && o.State != Decided {
		return o, nil
	}
	return w.measure(ctx, o, q, s)
}

// state returns how far a try is; mature says that what is needed for a verdict
// is known.
func (w World) state(t ops.Try, mature bool) State {
	switch {
	case t.Decision != "":
		return Decided
	case t.Start > w.Today:
		return Planned
	case t.End == 0 || t.End >= w.Today:
		return Running
	case !mature:
		return Measuring
	}
	return Measured
}

// overlaps returns the tries that move the same metric in the measured scope on
// a day of the try.
func (w World) overlaps(t ops.Try, filter []ops.Filter) []ops.Try {
	var out []ops.Try
	besides := func(u *ops.Try) bool {
		return u.ID != t.ID && u.Running(ops.MaxDay).And(t.Running(ops.MaxDay)).Len() > 0 && w.touches(u, t.Metric, filter)
	}
	for i := range w.Tries {
		if u := &w.Tries[i]; besides(u) {
			out = append(out, *u)
		}
	}
	for i := range w.unseen {
		if besides(&w.unseen[i]) {
			out = append(out, ops.Try{}) // that there is one, and not which
		}
	}
	return out
}

// measure fills in the effect of a mature try and its verdict.
func (w World) measure(ctx context.Context, o Outcome, q ask, s series) (Outcome, error) {
	t := o.Try
	o.History = int(t.Start - s.days.From)
	if o.Due > o.Known || t.End == 0 {
		return o, nil // decided before it was mature
	}
	if o.History <= 0 {
		o.Verdict, o.Reason = CannotTell, calc.HistoryShort
		return o, nil
	}
	question := calc.EffectQuestion{From: s.place(t.Start), To: s.place(t.End) + 1, Least: s.least(t.Start)}
	if t.Control != "" {
		control, err := w.control(ctx, q, t)
		if err != nil {
			return o, err
		}
		o.Control = true
		question.Control = control
	}
	o.Effect = s.Effect(question)
	o.Reason = o.Effect.Reason
	if s.daily.Minus != nil {
		q.minus = true
		o.net(w.seriesOf(s.daily, q), question)
	}
	o.judge()
	if o.Verdict == CannotTell && (o.Reason == IntervalWide || o.Reason == calc.ExpectedFew) {
		o.Enough = s.enough(t)
	}
	return o, nil
}

// leastExpected is the fewest things that must be expected for an answer.
const leastExpected = 10

// least returns what must have been expected in a window: ten things, or what
// ten rows of an amount came to before it.
func (s series) least(start ops.Day) float64 {
	if !s.daily.Money {
		return leastExpected
	}
	var sum float64
	var rows int64
	for d := max(s.days.From, start-56); d < min(start, s.days.To); d++ {
		sum += s.daily.Plus[d-s.days.From].Number
		rows += s.daily.Rows[d-s.days.From]
	}
	if rows == 0 {
		return math.Inf(1)
	}
	return leastExpected * sum / float64(rows)
}

// control returns the same metric in the scope that the try leaves alone, day by
// day as q has it; nil where it does not reach as far.
func (w World) control(ctx context.Context, q ask, t ops.Try) (*calc.Series, error) {
	filter, err := w.Snapshot.Keys().Scope(t.Control)
	if err != nil {
		return nil, err
	}
	own, err := w.Daily(ctx, q.metric, q.filter)
	if err != nil {
		return nil, err
	}
	daily, err := w.Daily(ctx, q.metric, filter)
	if err != nil {
		return nil, err
	}
	if daily.Days.From > own.Days.From || daily.Days.To <= t.End {
		return nil, nil
	}
	cut := own.Days.From - daily.Days.From
	daily.Days.From, daily.Plus, daily.Rows = own.Days.From, daily.Plus[cut:], daily.Rows[cut:]
	if daily.Minus != nil {
		daily.Minus = daily.Minus[cut:]
	}
	q.filter = filter
	return w.seriesOf(daily, q).Series, nil
}

// net puts the effect on what goes beside that on what comes: the difference,
// with limits by square-and-add.
func (o *Outcome) net(minus series, q calc.EffectQuestion) {
	q.Control = nil
	lost := minus.Effect(q)
	o.Parts = []Signed{{Effect: o.Effect}, {Minus: true, Effect: lost}}
	if lost.Reason != "" {
		o.Reason = lost.Reason
		return
	}
	e := &o.Effect
	limits := calc.SquareAndAdd(e.Value(), calc.Interval{Low: e.Low, High: e.High}, lost.Value(), calc.Interval{Low: lost.Low, High: lost.High})
	e.Actual -= lost.Actual
	e.Expected -= lost.Expected
	e.Low, e.High = limits.Low, limits.High
}

// judge fills in the verdict of a measured effect.
func (o *Outcome) judge() {
	low, high := o.Effect.Low, o.Effect.High
	if o.Try.Direction == ops.DownGood {
		low, high = -high, -low
	}
	switch {
	case len(o.Overlaps) > 0:
		o.Verdict = NotSeparable
	case o.Reason != "":
		o.Verdict = CannotTell
	case low > 0:
		o.Verdict = Works
	case high < 0:
		o.Verdict = Harmful
	case o.Effect.Half() <= math.Abs(o.Try.Expected*o.Effect.Expected):
		o.Verdict = NoEffect
	default:
		o.Verdict, o.Reason = CannotTell, IntervalWide
	}
}

// enough returns the smallest number of days from the start of the try whose
// interval would be narrow enough for what was expected; 0 if none would.
func (s series) enough(t ops.Try) int {
	least := s.least(t.Start)
	for n := 1; n <= mostEnough; n++ {
		e := s.Effect(calc.EffectQuestion{From: s.place(t.Start), To: s.place(t.Start) + n, Least: least})
		if e.Reason == "" && e.Half() <= t.Expected*e.Expected {
			return n
		}
	}
	return 0
}

// rate compares a share of persons in the days of the try with the 28 days
// before.
func (w World) rate(ctx context.Context, o Outcome, m *ops.Metric, filter []ops.Filter) (Outcome, error) {
	const before = 28
	if !m.Proportion {
		o.State, o.Reason = w.state(o.Try, false), NotMeasurable
		return o, nil
	}
	through, known := w.Through(m, filter)
	o.Known = through
	o.State = w.state(o.Try, known && o.Due <= through)
	if o.State != Measured && o.State != Decided || o.Due > through || o.Try.End == 0 {
		return o, nil
	}
	now, past := o.Days, ops.Range{From: o.Days.From - before, To: o.Days.From}
	a, err := w.Value(ctx, m, filter, now)
	if err != nil {
		return o, err
	}
	b, err := w.Value(ctx, m, filter, past)
	if err != nil {
		return o, err
	}
	r := &RateOutcome{int(a.Num), int(a.Den), int(b.Num), int(b.Den), 0, calc.Interval{}}
	limits, ok := calc.Newcombe90(r.Part, r.Of, r.PartBefore, r.OfBefore)
	if !ok || a.State != ops.Known || b.State != ops.Known {
		o.Verdict, o.Reason = CannotTell, NoData
		return o, nil
	}
	r.Difference, r.Limits = float64(r.Part)/float64(r.Of)-float64(r.PartBefore)/float64(r.OfBefore), limits
	o.Rate = r
	usual := float64(r.PartBefore) / float64(r.OfBefore)
	o.Effect = calc.Effect{Actual: float64(r.Part) / float64(r.Of), Expected: usual, Low: limits.Low, High: limits.High, Days: now.Len()}
	o.judge()
	return o, nil
}

// units turns minor units of the reporting currency into whole ones.
func (w World) units(minor int64) float64 {
	return float64(minor) / math.Pow10(ops.Exponent(w.Currency))
}
