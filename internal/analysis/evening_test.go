package analysis

import (
	"context"
	"math"
	"testing"
	"time"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// By hand. Both rounds: of 30 days of those who kept every day 14 missed, of 20 on the third
// night 19. p = 33/50; Σn(r−p)² = 1.12133 + 1.68200; ρ = (2.80333 − .2244) ÷ (24 × .2244) = .478857; κ =
// 1.088306, A .718282, B .370024. So 14.718282 ÷ 31.088306 = .473435, 19.718282 ÷ 21.088306 = .935034, and .66
// where nobody ever stood so. The second round, foretold from the first (p .65, ρ .449451, κ
// 1.224939): .427282 for the 20 days of which 10 missed, .872718 for the 10 that all missed: score
// .175592, of the plain .65 .2225.
func TestForetellByHand(t *testing.T) {
	f := Foretell([]engine.EveningRound{
		{Cells: []engine.EveningCell{{Away: 0, Kept: engine.EveryDay, Waiting: 10, Missed: 4}, {Away: 2, Kept: engine.UnderHalf, Waiting: 10, Missed: 9}}},
		{Cells: []engine.EveningCell{{Away: 0, Kept: engine.EveryDay, Waiting: 20, Missed: 10}, {Away: 2, Kept: engine.UnderHalf, Waiting: 10, Missed: 10}}},
	})
	for _, want := range []struct {
		away, kept int
		chance     float64
	}{{0, engine.EveryDay, .473435}, {2, engine.UnderHalf, .935034}, {1, engine.FromHalf, .66}} {
		got, ok := f.Chance(want.away, want.kept)
		if near(t, "chance", got, want.chance, 2e-6); !ok {
			t.Error("no chance")
		}
	}
	near(t, "score", f.Score, .175592, 2e-6)
	near(t, "base", f.Base, .2225, 1e-9)
	near(t, "said", f.Bands[2].Said, .427282, 2e-6)
	near(t, "said", f.Bands[4].Said, .872718, 2e-6)
	if f.Tested != 30 || f.Bands[2].Days != 20 || f.Bands[2].Missed != 10 || f.Bands[4].Missed != 10 || f.Bands[0].Days != 0 {
		t.Errorf("%+v", f)
	}
}

// Nothing to learn from is no chance; where all missed the chance is not yet 1, and one
// round alone is not tested.
func TestForetellFromLittle(t *testing.T) {
	none := Foretell(nil)
	if _, ok := none.Chance(0, 0); ok || none.Tested > 0 {
		t.Error("a chance from nothing")
	}
	f := Foretell([]engine.EveningRound{{Members: 1, Cells: []engine.EveningCell{{Away: 1, Kept: 1, Waiting: 3, Missed: 3}}}})
	got, ok := f.Chance(1, 1)
	if near(t, "three of three", got, 3.8/4, 1e-9); !ok || f.Tested > 0 {
		t.Errorf("%+v", f)
	}
}

// Challenge no. 9 of the sample on its twelfth day at half past eight in the evening, worked
// out from events.csv by another program: 1,256 joined, 432 are in, 582 came, 285 of those in;
// of 42 who may break 13 are on their third night, 36.2 are likely to and 34 did.
func TestEveningOfTheSample(t *testing.T) {
	d, _ := sampled(t, "2026-10-10", "2026-10-31")
	of := Evenings{d}
	c := ops.Challenge{Name: "early-21-09", Start: day(t, "2026-10-10"), Length: 21, MakeUp: 2}
	at := EveningMoment{Today: day(t, "2026-10-21"), Minute: 20*60 + 30}
	e, ok, err := of.Of(context.Background(), c, []ops.Challenge{c}, at)
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	third, missed := 0, 0
	came := map[string]bool{}
	all, err := d.Snapshot.People(context.Background(), engine.PeopleQuery{Count: &engine.CountQuery{Metric: "check_in_members",
		Measure: &ops.Measure{Name: "x", Record: "events", Agg: ops.Distinct, Where: []ops.Filter{{Dimension: "event", Values: []string{"check_in"}}}},
		Range:   ops.Range{From: at.Today, To: at.Today + 1}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range all.Members {
		came[m.ID] = true
	}
	for i, m := range e.AtRisk {
		third += one(m.Third)
		missed += one(!came[m.ID])
		if i > 0 && m.Chance.Number > e.AtRisk[i-1].Chance.Number {
			t.Error("not the likeliest first")
		}
	}
	f := e.Foretold
	for what, x := range map[string][2]int{"joined": {e.Answer.Joined, 1256}, "in": {e.Answer.In, 432}, "came": {e.Answer.Came, 582},
		"came of those in": {e.Answer.CameIn, 285}, "at risk": {len(e.AtRisk), 42}, "third night": {third, 13}, "days": {e.Days, 13939},
		"tested": {f.Tested, 11223}, "broke": {missed, 34}, "said .6 to .8": {f.Bands[3].Days, 2175}, "of them missed": {f.Bands[3].Missed, 1765},
		"above": {f.Bands[4].Missed, 8556}} {
		near(t, what, float64(x[0]), float64(x[1]), 0)
	}
	near(t, "likely", e.Likely.Number, 36.2269, 5e-5)
	near(t, "the likeliest", e.AtRisk[0].Chance.Number, .9697, 5e-5)
	near(t, "score", f.Score, .070762, 5e-7)
	near(t, "base", f.Base, .074077, 5e-7)
	if len(e.Rounds) != 4 || e.Rounds[3].Name != "early-21-08" || e.Rounds[3].Start != day(t, "2026-09-19") || !e.Known || e.Stale || e.Against != Indifferent {
		t.Errorf("%+v, %v, %v, %v", e.Rounds, e.Known, e.Stale, e.Against)
	}
	// Eleven days are over; of the last two nobody knows yet who has gone.
	if len(e.Own) != 9 || len(e.Before) != 19 || e.Own[8].Censored > 0 && e.Own[7].Censored > 0 {
		t.Errorf("%d days of its own, %d of those before", len(e.Own), len(e.Before))
	}
	near(t, "still in", e.Own[8].Survival.Survival, 432./1256, 5e-5)
	if len(e.Cliffs) == 0 || e.Cliffs[0] != 1 || math.IsNaN(e.Likely.Number) {
		t.Errorf("cliffs %v", e.Cliffs)
	}

	// Of a day of which nothing is known yet the chances are those of the whole day.
	at.Today = day(t, "2026-11-01")
	last := ops.Challenge{Name: "early-21-10", Start: day(t, "2026-10-31"), Length: 21}
	if e, ok, err = of.Of(context.Background(), last, nil, at); err != nil || !ok || e.Known || e.Minute != 0 || e.Day != at.Today || e.Stale {
		t.Errorf("%+v, %v", e, err)
	}
	for links, known := range map[int]bool{1: false, 5000: true} { // most of its members check in here
		at.Links = links
		if e, _, err = of.Of(context.Background(), last, nil, at); err != nil || e.Known != known || e.Minute > 0 != known {
			t.Errorf("%d links: %+v, %v", links, e, err)
		}
	}
	at.Links = 0
	// Three days later nothing newer is known than that of the first.
	at.Today += 3
	if e, ok, err = of.Of(context.Background(), last, nil, at); err != nil || !ok || !e.Stale || e.Known || e.Day != day(t, "2026-11-01") {
		t.Errorf("%+v, %v", e, err)
	}
	// One that is over is looked at as of its last day, and one that has not begun not at all.
	if e, ok, err = of.Of(context.Background(), c, nil, at); err != nil || !ok || e.Stale || !e.Known || e.Day != day(t, "2026-10-30") ||
		e.Minute != 24*60 {
		t.Errorf("%+v, %v", e, err)
	}
	for _, x := range []ops.Challenge{{Name: "later", Start: at.Today + 9, Length: 21}, {Name: "own", Length: 21}} {
		if _, ok, err = of.Of(context.Background(), x, nil, at); err != nil || ok {
			t.Errorf("%s: %v, %v", x.Name, ok, err)
		}
	}
	x := ops.Challenge{Name: "early-21-09", Start: c.Start, Length: 21, DayStart: 4 * time.Hour, Rest: []time.Weekday{time.Sunday}}
	if _, ok, err = of.Of(context.Background(), x, nil, at); err != nil || !ok {
		t.Error(err)
	}
}
