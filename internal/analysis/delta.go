package analysis

import (
	"daybreak/internal/calc"
	"daybreak/internal/ops"
)

// FewSubjects is the number of subjects under which a rate is greyed (R7).
const FewSubjects = 30

// Trend says which way a figure went.
type Trend string

// The trends. Unclear is a difference of proportions whose interval includes
// 0.
const (
	Up      Trend = "up"
	Down    Trend = "down"
	Flat    Trend = "flat"
	Unclear Trend = "unclear"
)

// Verdict says whether that is good news (R8).
type Verdict string

// The verdicts.
const (
	Good        Verdict = "good"
	Bad         Verdict = "bad"
	Indifferent Verdict = "neutral"
)

// Delta is the difference between a figure and its comparison. Absolute is in
// the metric's own unit; of a proportion it is a difference of shares, to be
// told in percentage points. Relative is Absolute over the absolute value of the
// comparison, not applicable where that is 0. Both are pending or not
// applicable if one of the figures is.
type Delta struct {
	Absolute ops.Value
	Relative ops.Value
	Interval calc.Interval // of Absolute at 95 %, for proportions
	Trend    Trend
	Verdict  Verdict
}

// Interval is the Wilson 95 % interval of a proportion. Known is false for
// everything else. Few says that there are under FewSubjects subjects.
type Interval struct {
	calc.Interval
	Known bool
	Few   bool
}

var (
	pending       = ops.Value{State: ops.Pending}
	notApplicable = ops.Value{State: ops.NotApplicable}
	withheld      = ops.Value{State: ops.Withheld}
	noDelta       = Delta{Absolute: notApplicable, Relative: notApplicable, Trend: Flat, Verdict: Indifferent}
)

// judge makes a figure of a value and its comparison.
func judge(m *ops.Metric, now, before ops.Value, inProgress bool) Figure {
	f := Figure{Value: now, InProgress: inProgress, Compare: before, Delta: noDelta, Interval: interval(m, now)}
	if inProgress {
		f.Compare = notApplicable
		return f
	}
	if now.State != ops.Known || before.State != ops.Known {
		if now.State.Hidden() || before.State.Hidden() {
			f.Delta.Absolute, f.Delta.Relative = withheld, withheld
		} else if now.State == ops.Pending || before.State == ops.Pending {
			f.Delta.Absolute, f.Delta.Relative = pending, pending
		}
		return f
	}
	f.Delta = difference(m, now, before)
	return f
}

func difference(m *ops.Metric, now, before ops.Value) Delta {
	d := Delta{Absolute: ops.Value{Number: now.Number - before.Number}, Relative: notApplicable, Trend: Flat, Verdict: Indifferent}
	if before.Number != 0 {
		d.Relative = ops.Value{Number: d.Absolute.Number / abs(before.Number)}
	}
	switch {
	case d.Absolute.Number > 0:
		d.Trend = Up
	case d.Absolute.Number < 0:
		d.Trend = Down
	}
	if proportion(m, now) && proportion(m, before) {
		var ok bool
		d.Interval, ok = calc.Newcombe(int(now.Num), int(now.Den), int(before.Num), int(before.Den))
		if ok && d.Trend != Flat && !d.Interval.Excludes(0) {
			d.Trend = Unclear
		}
	}
	switch {
	case m.Good == ops.UpGood && d.Trend == Up, m.Good == ops.DownGood && d.Trend == Down:
		d.Verdict = Good
	case m.Good == ops.UpGood && d.Trend == Down, m.Good == ops.DownGood && d.Trend == Up:
		d.Verdict = Bad
	}
	return d
}

// proportion reports whether v is a share of counted subjects that has an
// interval. A part larger than its whole, which reports of two clocks can
// yield, has none.
func proportion(m *ops.Metric, v ops.Value) bool {
	return m.Proportion && v.State == ops.Known && v.Den > 0 && v.Num >= 0 && v.Num <= v.Den
}

func interval(m *ops.Metric, v ops.Value) Interval {
	if !proportion(m, v) {
		return Interval{}
	}
	bounds, ok := calc.Wilson(int(v.Num), int(v.Den))
	return Interval{Interval: bounds, Known: ok, Few: v.Den < FewSubjects}
}

func abs(x float64) float64 {
	if x < 0 {
		return -x
	}
	return x
}
