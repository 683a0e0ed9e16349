package loop

import (
	"math"
	"testing"

	"daybreak/internal/calc"
	"daybreak/internal/ops"
)

// Expected 100, and +30 % or −30 % of it was said: an interval that holds 0 and is at
// most 30 to either side shows no effect, a wider one cannot tell. Where less is
// better, beyond 0 below is good. What lies on the same days comes before all.
func TestVerdictsByHand(t *testing.T) {
	for name, c := range map[string]struct {
		direction ops.Direction
		low, high float64
		reason    calc.Reason
		overlaps  int
		want      Verdict
		why       calc.Reason
	}{
		"works":              {ops.UpGood, 1, 90, "", 0, Works, ""},
		"harmful":            {ops.UpGood, -90, -1, "", 0, Harmful, ""},
		"touches 0":          {ops.UpGood, 0, 90, "", 0, CannotTell, IntervalWide},
		"no effect":          {ops.UpGood, -20, 40, "", 0, NoEffect, ""},
		"a little too wide":  {ops.UpGood, -20, 41, "", 0, CannotTell, IntervalWide},
		"fewer is good":      {ops.DownGood, -90, -1, "", 0, Works, ""},
		"more is bad":        {ops.DownGood, 1, 90, "", 0, Harmful, ""},
		"fewer, none seen":   {ops.DownGood, -40, 20, "", 0, NoEffect, ""},
		"a reason":           {ops.UpGood, 1, 90, calc.LevelMoved, 0, CannotTell, calc.LevelMoved},
		"beside another one": {ops.UpGood, 1, 90, calc.LevelMoved, 1, NotSeparable, calc.LevelMoved},
	} {
		o := Outcome{Try: ops.Try{Direction: c.direction, Expected: .3}, Effect: calc.Effect{Expected: 100, Low: c.low, High: c.high}, Reason: c.reason,
			Overlaps: make([]ops.Try, c.overlaps)}
		if o.judge(); o.Verdict != c.want || o.Reason != c.why {
			t.Errorf("%s: %q for %q, want %q for %q", name, o.Verdict, o.Reason, c.want, c.why)
		}
	}
}

// On the 10th: a try that ends today still runs, one that ended yesterday waits for its
// data, or for a decision once it is known; what was decided stays so.
func TestStatesOfATry(t *testing.T) {
	w := World{Today: day("2026-10-10")}
	for _, c := range []struct {
		from, last ops.Day
		decided    ops.Decision
		mature     bool
		want       State
	}{
		{day("2026-10-11"), day("2026-10-12"), "", true, Planned}, {day("2026-10-10"), day("2026-10-12"), "", true, Running},
		{day("2026-10-01"), day("2026-10-10"), "", true, Running}, {day("2026-10-01"), 0, "", true, Running},
		{day("2026-10-01"), day("2026-10-09"), "", false, Measuring}, {day("2026-10-01"), day("2026-10-09"), "", true, Measured},
		{day("2026-10-01"), day("2026-10-09"), ops.DecideStop, false, Decided},
	} {
		if got := w.state(ops.Try{Start: c.from, End: c.last, Decision: c.decided}, c.mature); got != c.want {
			t.Errorf("%s to %s, mature %v: %q, want %q", c.from, c.last, c.mature, got, c.want)
		}
	}
}

// Ten things must be expected of a count; of money, what ten rows came to in the 56
// days before: 56 days of 100 in 4 rows each are 25 a row. Without a row nothing is enough.
func TestLeastThatMustBeExpected(t *testing.T) {
	values := make([]float64, 60)
	for i := range values {
		values[i] = 100
	}
	s := daysOf("2026-08-01", values...)
	start := s.days.From + 58
	within(t, "of a count", s.least(start), 10, 0)
	s.daily.Money, s.daily.Rows = true, make([]int64, 60)
	if !math.IsInf(s.least(start), 1) {
		t.Error("money without rows has a least")
	}
	for i := range s.daily.Rows {
		s.daily.Rows[i] = 4
	}
	values[0], s.daily.Plus[0].Number, s.daily.Plus[58].Number = 1e6, 1e6, 1e6 // longer ago, and not before it
	within(t, "of money", s.least(start), 250, 1e-9)
}

// The verdict waits until what persons do after the last day is known: with a horizon
// of seven days and data up to 31 October for a try that ends on the 24th, not the 25th.
func TestAVerdictWaitsForTheHorizon(t *testing.T) {
	w := story(t)
	m, ok := w.Catalog.Metric("joins")
	if !ok {
		t.Fatal("no joins")
	}
	m.Horizon = 7
	t.Cleanup(func() { m.Horizon = 0 })
	for last, want := range map[string]State{"2026-10-24": Measured, "2026-10-25": Measuring} {
		o, err := w.Outcome(t.Context(), ops.Try{Metric: "joins", Direction: ops.UpGood, Start: day("2026-10-20"), End: day(last), Expected: .3})
		if err != nil || o.Due != day(last)+7 || o.State != want {
			t.Errorf("the end of %s: due on %s, %q, want %q: %v", last, o.Due, o.State, want, err)
		}
	}
}

// Who came back on day 30 is known on 31 October of those who joined up to 1 October,
// and of a try that ended on the 2nd for some of its members alone: it is not said.
func TestWhatStayedWaitsForTheLastMember(t *testing.T) {
	w := story(t)
	for last, want := range map[string]int{"2026-10-01": 2, "2026-10-02": 1, "2026-10-24": 1, "2026-10-25": 0} {
		var x Detail
		days := ops.Range{From: day(last) - 5, To: day(last) + 1}
		if err := w.stayed(t.Context(), &x, Outcome{Days: days}, nil); err != nil || len(x.Stayed) != want {
			t.Errorf("%s: %d lines, want %d: %v", days, len(x.Stayed), want, err)
		}
	}
}
