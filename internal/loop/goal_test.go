package loop

import (
	"context"
	"math"
	"slices"
	"testing"

	"daybreak/internal/analysis"
	"daybreak/internal/calc"
	"daybreak/internal/ops"
)

// target makes a target of new members of some days.
func target(from, last string, goal float64, parent string) ops.Target {
	return ops.Target{Metric: "joins", Days: ops.Range{From: day(from), To: day(last) + 1}, Goal: goal, Floor: math.NaN(), Stretch: math.NaN(),
		Kind: ops.TargetGoal, State: ops.TargetApproved, Parent: parent}
}

// A budget of 1,000 for 20 days, 400 of it spent in 8: 50 a day so far, 600 ÷ 12 left
// for each day. When all is spent it is used up that day, and nothing is left.
func TestSpendingOfABudgetByHand(t *testing.T) {
	g := Goal{Target: target("2026-10-01", "2026-10-20", 1000, ""), ToDate: ops.Value{Number: 400}, Through: day("2026-10-08")}
	g.spend(series{}, 8)
	within(t, "spent a day", g.Spending.Number, 50, 0)
	within(t, "allowed a day", g.Allowed.Number, 50, 0)
	if g.UsedUp != 0 {
		t.Errorf("used up on %s without a projection", g.UsedUp)
	}
	g.ToDate.Number = 1200
	g.spend(series{}, 8)
	within(t, "allowed a day once it is spent", g.Allowed.Number, 0, 0)
	if g.UsedUp != g.Through {
		t.Errorf("used up on %s, want %s", g.UsedUp, g.Through)
	}
}

// A budget is a band: with all days known, 100 of 100 is met, 101 is not, and neither
// is 89, below nine tenths. A sum of which less is better is met below its goal.
func TestLightsOnceAllIsKnown(t *testing.T) {
	last := day("2026-10-20")
	for _, c := range []struct {
		kind string
		good ops.Direction
		came float64
		want Light
	}{
		{ops.TargetBudget, ops.Neutral, 100, Met}, {ops.TargetBudget, ops.Neutral, 101, Missed}, {ops.TargetBudget, ops.Neutral, 90, Met},
		{ops.TargetBudget, ops.Neutral, 89, Missed}, {ops.TargetGoal, ops.UpGood, 100, Met}, {ops.TargetGoal, ops.UpGood, 99, Missed},
		{ops.TargetGoal, ops.DownGood, 89, Met}, {ops.TargetGoal, ops.DownGood, 101, Missed},
	} {
		g := Goal{Target: target("2026-10-01", "2026-10-20", 100, ""), ToDate: ops.Value{Number: c.came}, Through: last, Good: c.good}
		g.Target.Kind = c.kind
		if g.shine(); g.Light != c.want {
			t.Errorf("%s, good %v: %v of 100 is %q, want %q", c.kind, c.good, c.came, g.Light, c.want)
		}
	}
}

// A budget that will end far below what was allowed is at risk like one that will
// end above it; chances in between say nothing. Less of what should fall is good.
func TestLightsBeforeTheEnd(t *testing.T) {
	for _, c := range []struct {
		kind   string
		good   ops.Direction
		chance float64 // of ending at 100 or above
		high   float64
		want   Light
	}{
		{ops.TargetBudget, ops.Neutral, .1, 89, AtRisk}, {ops.TargetBudget, ops.Neutral, .1, 95, OnTrack}, {ops.TargetBudget, ops.Neutral, .85, 120, AtRisk},
		{ops.TargetBudget, ops.Neutral, .5, 110, Unclear}, {ops.TargetGoal, ops.UpGood, .85, 150, OnTrack}, {ops.TargetGoal, ops.UpGood, .2, 110, AtRisk},
		{ops.TargetGoal, ops.UpGood, .25, 110, Unclear}, {ops.TargetGoal, ops.DownGood, .1, 99, OnTrack}, {ops.TargetGoal, ops.DownGood, .9, 130, AtRisk},
	} {
		g := Goal{Target: target("2026-10-01", "2026-10-20", 100, ""), ToDate: ops.Value{Number: 50}, Through: day("2026-10-10"), Good: c.good, Light: Unclear,
			Projection: &Projection{Projection: calc.Projection{High: c.high}, Chance: c.chance}}
		g.Target.Kind = c.kind
		if g.shine(); g.Light != c.want {
			t.Errorf("%s, good %v, chance %v, at most %v: %q, want %q", c.kind, c.good, c.chance, c.high, g.Light, c.want)
		}
	}
}

// A cost of 60 against a goal of 45 is 75 % of it where less is better, and 133 %
// where more is; missed and met on the last day, neither before.
func TestAttainmentOfRatios(t *testing.T) {
	for _, c := range []struct {
		good     ops.Direction
		attained float64
		want     Light
	}{{ops.DownGood, .75, Missed}, {ops.UpGood, 60. / 45, Met}} {
		g := Goal{Target: target("2026-10-01", "2026-10-20", 45, ""), ToDate: ops.Value{Number: 60}, Good: c.good, Through: day("2026-10-20"), Light: Unclear}
		g.ratio()
		within(t, "attained", g.Attained.Number, c.attained, 1e-12)
		if g.Light != c.want {
			t.Errorf("%v: %q on the last day, want %q", c.good, g.Light, c.want)
		}
		g.Through, g.Light = day("2026-10-19"), Unclear
		if g.ratio(); g.Light != Unclear {
			t.Errorf("%v: %q before the last day", c.good, g.Light)
		}
	}
}

// daysOf makes a series of some days; NaN is a day that is not known.
func daysOf(from string, values ...float64) series {
	d := &analysis.Daily{Days: ops.Range{From: day(from), To: day(from) + ops.Day(len(values))}}
	for _, v := range values {
		x := ops.Value{Number: v}
		if math.IsNaN(v) {
			x = pending
		}
		d.Plus = append(d.Plus, x)
	}
	return series{daily: d, days: d.Days}
}

func same(t *testing.T, what string, got, want []float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %v, want %v", what, got, want)
	}
	for i := range got {
		within(t, what, got[i], want[i], 1e-12)
	}
}

// Three parts of six days: .6 over two days is .3 on each. Parts that are not
// of equal length share their own days.
func TestCurveOfATarget(t *testing.T) {
	same(t, "six days", stretched([]float64{.6, .1, .3}, 6), []float64{.3, .3, .05, .05, .15, .15})
	same(t, "five days", stretched([]float64{.5, .5}, 5), []float64{.25, .25, .5 / 3, .5 / 3, .5 / 3})
	same(t, "goal", phased(90, []float64{1, 2, 0}), []float64{30, 60, 0})
	if phased(90, []float64{0, 0}) != nil {
		t.Error("a goal is shared out by nothing")
	}
}

// In the 28 days before, Mondays brought 10 and 20, with two that are not known, every
// other day 7: a Monday weighs 15. With a weekday of which nothing is known all weigh 1.
func TestWeekdaysOfATarget(t *testing.T) {
	values := slices.Repeat([]float64{7}, 28)
	monday := 0
	for (day("2026-09-03") + ops.Day(monday)).Weekday() != 1 {
		monday++
	}
	values[monday], values[monday+7], values[monday+14], values[monday+21] = 10, math.NaN(), 20, math.NaN()
	goal := target("2026-10-01", "2026-10-07", 100, "")
	want := slices.Repeat([]float64{7}, 7)
	for i := range want {
		if (goal.Days.From + ops.Day(i)).Weekday() == 1 {
			want[i] = 15
		}
	}
	same(t, "weekdays", World{}.byWeekday(goal, daysOf("2026-09-03", values...)), want)
	values[monday], values[monday+14] = math.NaN(), math.NaN()
	same(t, "a weekday that is not known", World{}.byWeekday(goal, daysOf("2026-09-03", values...)), slices.Repeat([]float64{1}, 7))
}

// Each day weighs what its date brought a year before; 29 February what the 28th did.
// One day that is not known makes all weigh 1.
func TestLastYearOfATarget(t *testing.T) {
	past := daysOf("2027-02-26", 3, 5, 8, 13)
	goal := target("2028-02-27", "2028-03-01", 100, "")
	same(t, "last year", lastYear(goal, past), []float64{5, 8, 8, 13})
	same(t, "not known", lastYear(goal, daysOf("2027-02-26", 3, 5, math.NaN(), 13)), []float64{1, 1, 1, 1})
}

// Parts of 40 and 50 are 10 short of 100; one that is closed is no part, one of
// another parent neither.
func TestGapsOfParts(t *testing.T) {
	whole := target("2026-10-01", "2026-10-31", 100, "")
	a, b := target("2026-10-01", "2026-10-10", 40, whole.Key()), target("2026-10-11", "2026-10-31", 50, whole.Key())
	closed, other := target("2026-10-05", "2026-10-06", 10, whole.Key()), target("2026-10-07", "2026-10-08", 10, a.Key())
	closed.State = ops.TargetClosed
	got := Gaps([]ops.Target{whole, a, b, closed})
	if len(got) != 1 || got[0].Target.Key() != whole.Key() || got[0].Parts != 90 {
		t.Errorf("%+v", got)
	}
	if got := Gaps([]ops.Target{whole, a, b, target("2026-10-15", "2026-10-16", 10, whole.Key()), other}); len(got) != 1 || got[0].Target.Key() != a.Key() {
		t.Errorf("parts that come to it: %+v", got)
	}
}

// The tree of a day holds what is part of what holds the day, at any depth and before
// or after it; not what is closed, and not what stands alone elsewhere.
func TestPlanTreeHoldsPartsOfOtherDays(t *testing.T) {
	quarter := target("2026-10-01", "2026-12-31", 300, "")
	september, december := target("2026-09-01", "2026-09-30", 9, ""), target("2026-12-01", "2026-12-31", 100, quarter.Key())
	october, owner := target("2026-10-01", "2026-10-31", 100, quarter.Key()), target("2026-12-01", "2026-12-15", 50, december.Key())
	closed := target("2026-11-01", "2026-11-30", 100, quarter.Key())
	closed.State = ops.TargetClosed
	goals, err := story(t).PlanTree(context.Background(), []ops.Target{september, owner, december, october, closed, quarter}, day("2026-10-15"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, g := range goals {
		got = append(got, g.Days.String())
	}
	want := []string{quarter.Days.String(), october.Days.String(), december.Days.String(), owner.Days.String()}
	if !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if g := goals[2]; g.ToDate.State != ops.Pending || g.Light != Unclear {
		t.Errorf("December on 15 October: %v, %q", g.ToDate, g.Light)
	}
}

// 3,100 for the 31 days of October are 100 a day by an even phasing; on the 31st all
// 1,176 have come (sample-data/README.md), on the 15th nothing is said of the 16th.
func TestBurnOfATarget(t *testing.T) {
	w, october := story(t), target("2026-10-01", "2026-10-31", 3100, "")
	for on, last := range map[string]int{"2026-10-31": 30, "2026-10-15": 14} {
		g, err := w.Goal(t.Context(), october, day(on))
		if err != nil {
			t.Fatal(err)
		}
		b, err := BurnOf(t.Context(), w, g)
		if err != nil || b == nil || len(b.Days) != 31 {
			t.Fatal(b, err)
		}
		within(t, "planned on the 3rd", b.Planned[2].Number, 300, 1e-9)
		within(t, "come by "+on, b.Actual[last].Number, g.ToDate.Number, 1e-9)
		for i, v := range b.Actual {
			if known := v.State == ops.Known; known != (i <= last) || i > 0 && known && v.Number < b.Actual[i-1].Number {
				t.Errorf("%s on %s: %+v", b.Days[i], on, v)
			}
		}
		if on == "2026-10-31" {
			within(t, "October", b.Actual[30].Number, 1176, 0)
		}
	}
	ratio := october
	ratio.Metric = "cpa"
	g, err := w.Goal(t.Context(), ratio, day("2026-10-31"))
	if err != nil {
		t.Fatal(err)
	}
	if b, err := BurnOf(t.Context(), w, g); b != nil || err != nil {
		t.Errorf("days of a ratio are added up: %v %v", b, err)
	}
}
