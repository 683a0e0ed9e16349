package calc

import (
	"math"
	"testing"
)

// level returns n days that are always the same multiple of 10 on a day of the
// week, the first a Sunday: 10, 20, …, 70.
func steps(n int) []SeriesDay {
	days := make([]SeriesDay, n)
	for i := range days {
		days[i] = SeriesDay{Value: float64(10 * (i%7 + 1)), Class: i % 7}
	}
	return days
}

func TestBaselineOfDaysOfTheWeek(t *testing.T) {
	s := NewSeries(steps(60), false)
	for i := 28; i < 60; i++ {
		b, ok := s.Baseline(i)
		if !ok {
			t.Fatalf("day %d has no baseline", i)
		}
		near(t, "baseline", b, float64(10*(i%7+1)), 1e-9)
	}
	if _, ok := s.Baseline(27); ok {
		t.Error("27 days are enough")
	}
}

// A Saturday that is worked on is worth what Monday to Friday are on average:
// (20 + 30 + 40 + 50 + 60) ÷ 5 = 40 and not 70.
func TestBaselineOfMadeUpWorkday(t *testing.T) {
	days := steps(60)
	days[55].Class = Workday // 55 mod 7 = 6
	b, ok := NewSeries(days, false).Baseline(55)
	if !ok {
		t.Fatal("no baseline")
	}
	near(t, "baseline", b, 40, 1e-9)
}

// A festival halves its days; the next one is expected to halve them too. The
// first is not known beforehand.
func TestBaselineOfHolidays(t *testing.T) {
	days := steps(120)
	for _, i := range []int{50, 51, 52, 100, 101, 102} {
		days[i].Holiday = 3
		days[i].Value /= 2
	}
	s := NewSeries(days, false)
	if _, ok := s.Baseline(51); ok {
		t.Error("the first festival has a baseline")
	}
	b, ok := s.Baseline(101)
	if !ok {
		t.Fatal("the second festival has no baseline")
	}
	near(t, "baseline", b, days[101].Value, 1e-9)
	if b, _ := s.Baseline(60); !(math.Abs(b-float64(10*(60%7+1))) <= 1e-9) {
		t.Errorf("the festival moves what is usual: %v", b)
	}
	if _, found, ok := s.Alarm(101, UsualAlarm()); found || !ok {
		t.Errorf("a festival as always: alarm %v, judged %v", found, ok)
	}
	days[100].Holiday, days[101].Holiday, days[102].Holiday = 0, 0, 0
	if _, found, _ := NewSeries(days, false).Alarm(101, UsualAlarm()); !found {
		t.Error("half of what is usual is no alarm on an ordinary day")
	}
	p := NewSeries(days[:100], false).Project(93, 100, 0)
	if p.Holidays {
		t.Error("a projection over ordinary days tells of festivals")
	}
}

func TestSkippedDaysAreNoZeros(t *testing.T) {
	days := steps(80)
	for i := 60; i < 70; i++ {
		days[i] = SeriesDay{Class: i % 7, Skip: true}
	}
	s := NewSeries(days, false)
	if b, ok := s.Baseline(75); !ok || !(math.Abs(b-float64(10*(75%7+1))) <= 1e-9) {
		t.Errorf("baseline %v %v", b, ok)
	}
	if e := s.Effect(EffectQuestion{From: 66, To: 72}); e.Reason != DaysMissing {
		t.Errorf("four of six days are missing and the reason is %q", e.Reason)
	}
}

// Every day as always and then twice as much for six days: the misses of all
// earlier windows are 0, so that the effect is certain.
func TestEffectOfTwiceAsMuch(t *testing.T) {
	days := steps(100)
	want := 0.0
	for i := 90; i < 96; i++ {
		want += days[i].Value
		days[i].Value *= 2
	}
	e := NewSeries(days, false).Effect(EffectQuestion{From: 90, To: 96, Least: 10})
	if e.Reason != "" {
		t.Fatalf("reason %q", e.Reason)
	}
	near(t, "effect", e.Value(), want, 1e-6)
	near(t, "low", e.Low, want, 1e-6)
	near(t, "high", e.High, want, 1e-6)
	if e.AsFar != 0 || e.P > 1e-9 {
		t.Errorf("%d windows missed as far, p %v", e.AsFar, e.P)
	}
}

func TestEffectSaysWhyNot(t *testing.T) {
	if e := NewSeries(steps(50), false).Effect(EffectQuestion{From: 40, To: 46}); e.Reason != HistoryShort {
		t.Errorf("reason %q", e.Reason)
	}
	if e := NewSeries(steps(100), false).Effect(EffectQuestion{From: 90, To: 91, Least: 1000}); e.Reason != ExpectedFew {
		t.Errorf("reason %q", e.Reason)
	}
	days := steps(100)
	for i := range days {
		days[i].Value += float64(i % 3) // some unrest
		if i >= 83 {
			days[i].Value *= 3
		}
	}
	if e := NewSeries(days, false).Effect(EffectQuestion{From: 90, To: 96}); e.Reason != LevelMoved {
		t.Errorf("reason %q", e.Reason)
	}
}

func TestProjectionOfDaysAsAlways(t *testing.T) {
	s := NewSeries(steps(170), false)
	p := s.Project(140, 170, 100)
	want := 100.0
	for i := 140; i < 170; i++ {
		want += float64(10 * (i%7 + 1))
	}
	near(t, "value", p.Value, want, 1e-6)
	if p.Reason != "" || p.Measured != 28 {
		t.Errorf("reason %q, windows of %d days", p.Reason, p.Measured) // 140 − 28 = 112 = 4 · 28
	}
	if p.Reach(want-1) != 1 || p.Reach(want+1) > 1e-9 || p.Reach(50) != 1 {
		t.Errorf("chances %v %v %v", p.Reach(want-1), p.Reach(want+1), p.Reach(50))
	}
	if p := s.Project(40, 90, 0); p.Reason != HistoryShort {
		t.Errorf("50 days after 40: reason %q", p.Reason)
	}
}

// A festival halves its days, the next time it leaves a quarter: a quarter is expected
// the third time. Its days that are not known are no zeros.
func TestHolidaysGoByTheLastTime(t *testing.T) {
	days := steps(160)
	for k, from := range []int{50, 100, 150} {
		for i := from; i < from+3; i++ {
			days[i].Holiday = 3
			days[i].Value /= []float64{2, 4, 1}[k]
		}
	}
	days[101].Value, days[101].Skip = 0, true
	b, ok := NewSeries(days, false).Baseline(151)
	if !ok {
		t.Fatal("the third festival has no baseline")
	}
	near(t, "baseline", b, float64(10*(151%7+1))/4, 1e-9)
}

// What was expected decides whether enough was, and not what came: 210 of a week of
// which 280 is usual.
func TestLeastIsOfWhatWasExpected(t *testing.T) {
	days := steps(100)
	for i := 90; i < 97; i++ {
		days[i].Value *= .75
	}
	s := NewSeries(days, false)
	if e := s.Effect(EffectQuestion{From: 90, To: 97, Least: 279}); e.Reason != "" {
		t.Errorf("280 were expected, 279 are enough: %q", e.Reason)
	}
	if e := s.Effect(EffectQuestion{From: 90, To: 97, Least: 281}); e.Reason != ExpectedFew {
		t.Errorf("280 were expected, 281 are wanted: %q", e.Reason)
	}
}

// A festival that never was lies ahead: its days are taken as usual ones, a week of 280
// in all, and that is said. What has come already is reached for certain.
func TestProjectionOverAHolidayThatNeverWas(t *testing.T) {
	days := steps(140)
	for i := range days { // some noise, so that a chance is no certainty
		days[i].Value *= 1 + .1*float64(i%5-2)
	}
	days[131].Holiday, days[132].Holiday = 9, 9
	s := NewSeries(days, false)
	p := s.Project(126, 133, 100)
	if p.Reason != "" || !p.Holidays {
		t.Fatalf("%q, festivals %v", p.Reason, p.Holidays)
	}
	days[131].Holiday, days[132].Holiday = 0, 0
	near(t, "value", p.Value, NewSeries(days, false).Project(126, 133, 100).Value, 1e-9)
	if got := p.Reach(100); got != 1 {
		t.Errorf("100 of 100 have come, the chance is %v", got)
	}
	near(t, "chance of ending where it is expected", p.Reach(p.Value), .5, 1e-9)
}
