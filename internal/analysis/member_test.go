package analysis

import (
	"context"
	"math"
	"slices"
	"testing"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// people answers the member questions from tables, in place of the engine, and
// notes what was asked.
type people struct {
	engine.Snapshot
	retention  map[string]*engine.Retention // by dimension
	funnel     map[ops.Range]*engine.Funnel
	challenge  map[string]*engine.Challenge
	streaks    engine.Streaks
	stickiness engine.Stickiness
	growth     engine.Growth

	asked *asked
}

type asked struct {
	retention engine.RetentionQuery
	funnel    engine.FunnelQuery
	streaks   engine.StreakQuery
}

func (p people) Retention(_ context.Context, q engine.RetentionQuery) (*engine.Retention, error) {
	p.asked.retention = q
	return p.retention[q.By], nil
}

func (p people) Funnel(_ context.Context, q engine.FunnelQuery) (*engine.Funnel, error) {
	p.asked.funnel = q
	return p.funnel[q.Range], nil
}

func (p people) Challenge(_ context.Context, q engine.ChallengeQuery) (*engine.Challenge, error) {
	return p.challenge[q.By], nil
}

func (p people) Streaks(_ context.Context, q engine.StreakQuery) (*engine.Streaks, error) {
	p.asked.streaks = q
	return &p.streaks, nil
}

func (p people) Stickiness(context.Context, engine.StickinessQuery) (*engine.Stickiness, error) {
	return &p.stickiness, nil
}

func (p people) Growth(context.Context, engine.GrowthQuery) (*engine.Growth, error) {
	return &p.growth, nil
}

// members returns data whose events run from 1 to 8 September, and a view of
// 2 to 8 September.
func members(t *testing.T, p people) (Data, *View) {
	t.Helper()
	d := world{files: map[string]string{"events": checkIns}}.data(t)
	p.Snapshot = d.Snapshot
	d.Snapshot = p
	return d, resolve(t, d, Params{Range: "7d"}, "check_ins")
}

// 50 + 40 members; in week 1 20 of the 50 came back, and the 40 have not had it
// yet: the rate is 20 of 50, not of 90.
func TestRetention(t *testing.T) {
	all := &engine.Retention{
		Cohorts: []engine.Cohort{
			{Start: 1, Size: 50, Count: []int32{50, 20}, Mature: []int32{50, 50}, Returned: []int32{50, 20}, State: []engine.CellState{engine.Complete,
				engine.Complete}},
			{Start: 8, Size: 40, Count: []int32{40, 7}, Mature: []int32{40, 0}, Returned: []int32{40, 0}, State: []engine.CellState{engine.Complete, engine.Partial}},
		},
		Average: []engine.RetentionAverage{{Returned: []int{90, 20, 0}, Size: []int{90, 50, 0}, Left: []int{0, 40, 90}, Mean: []float64{1, 0.4, 0}}},
	}
	by := &engine.Retention{
		Cohorts: []engine.Cohort{{Group: "a", Size: 30}, {Group: "b", Size: 50}, {Group: "c", Size: 10}},
		Average: []engine.RetentionAverage{{Group: "a"}, {Group: "b"}, {Group: "c"}},
	}
	a := &asked{}
	d, v := members(t, people{retention: map[string]*engine.Retention{"": all, "channel": by}, asked: a})
	r, err := d.Retention(t.Context(), v, &ops.Panel{Type: "retention_curve", Event: "join", Return: "check_in", By: "channel", Limit: 2})
	if err != nil {
		t.Fatal(err)
	}
	is(t, "week 1 of the first cohort", r.Cohorts[0].Cells[1].Rate.Value, 0.4)
	if i := r.Cohorts[0].Cells[1].Rate.Interval; !i.Known || i.Few || i.Low <= 0.25 || i.High >= 0.56 {
		t.Errorf("20 of 50 has the interval %+v", i)
	}
	open := r.Cohorts[1].Cells[1]
	isState(t, "week 1 of the second cohort", open.Rate.Value, ops.Pending)
	if !open.Rate.InProgress || open.Count != 7 {
		t.Errorf("week 1 of the second cohort: %+v", open)
	}
	is(t, "week 1 of all", r.All.Points[1].Rate.Value, 0.4)
	if r.All.Points[1].Left != 40 || r.All.Size != 90 || r.Periods != 1 {
		t.Errorf("left out %d of %d", r.All.Points[1].Left, r.All.Size)
	}
	isState(t, "week 2 of all", r.All.Points[2].Rate.Value, ops.Pending)
	isState(t, "mean of week 2", r.All.Points[2].Mean, ops.Pending)
	if len(r.Curves) != 3 || r.Curves[0].Group != "b" || r.Curves[1].Group != "a" || r.Curves[2].Other != 1 || r.Other != 1 {
		t.Errorf("curves %+v, %d others", r.Curves, r.Other)
	}
	if q := a.retention; q.Start.Event != "join" || q.Return.Event != "check_in" || q.Period != ops.Weekly || q.Through != day(t, "2026-09-08") ||
		q.Range != v.Range {
		t.Errorf("asked %+v", q)
	}
}

// Of 100 entrants 60 are mature, of whom 40 dropped out: 20 of 60 got through,
// though 25 of 100 have so far. The week before it was 30 of 100.
func TestFunnel(t *testing.T) {
	_, v := members(t, people{asked: &asked{}})
	now := &engine.Funnel{Groups: []engine.FunnelGroup{{Entrants: 100, Converted: 25, Dropped: 40, Open: 35, Mature: 60,
		Steps: []engine.FunnelStep{{Count: 100, Dropped: 30, Open: 20, Mature: 60}, {Count: 50, Dropped: 10, Open: 15, Mature: 30, Hours: []float64{1, 2, 3, 10}},
			{Count: 25, Mature: 20}}}}}
	before := &engine.Funnel{Groups: []engine.FunnelGroup{{Entrants: 100, Converted: 30, Dropped: 70, Mature: 100}}}
	d, v := members(t, people{asked: &asked{}, funnel: map[ops.Range]*engine.Funnel{v.Range: now, v.CompareRange: before}})
	panel := &ops.Panel{Type: "funnel", Window: "7d", Steps: []ops.Step{{Event: "join"}, {Event: "check_in"}, {Event: "pay"}}}
	f, err := d.Funnel(t.Context(), v, panel)
	if err != nil {
		t.Fatal(err)
	}
	is(t, "conversion", f.All.Rate.Value, 20.0/60)
	// Events begin on 1 September: the week before is not known.
	isState(t, "conversion before", f.All.Rate.Compare, ops.NotApplicable)
	is(t, "second of first", f.All.Steps[1].FromPrevious.Value, 0.5)
	is(t, "third of second", f.All.Steps[2].FromPrevious.Value, 2.0/3)
	is(t, "third of first", f.All.Steps[2].FromFirst.Value, 1.0/3)
	is(t, "median hours", f.All.Steps[1].FromEntry.Median, 2.5)
	isState(t, "hours nobody took", f.All.Steps[2].FromEntry.Median, ops.NotApplicable)

	a := &asked{}
	v = resolve(t, d, Params{From: "2026-09-05", To: "2026-09-08"}, "check_ins")
	d, _ = members(t, people{asked: a, funnel: map[ops.Range]*engine.Funnel{v.Range: now, v.CompareRange: before}})
	panel.Window = "24h"
	if f, err = d.Funnel(t.Context(), v, panel); err != nil {
		t.Fatal(err)
	}
	is(t, "conversion before", f.All.Rate.Compare, 0.3)
	// 33 % of 60 after 30 % of 100: the interval of +3 points includes 0.
	if f.All.Rate.Delta.Trend != Unclear {
		t.Errorf("20 of 60 after 30 of 100 is %s", f.All.Rate.Delta.Trend)
	}
	if a.funnel.Hours != 24 || a.funnel.Days != 0 || len(a.funnel.Steps) != 3 || a.funnel.Order != engine.OrderOrdered {
		t.Errorf("asked %+v", a.funnel)
	}
}

// By channel the whole is the sum of its parts: 3 + 2 entrants, 2 + 1 of whom
// took 1, 4 and 2 hours, the one still open left out: 3 of 4 is 75 %.
func TestFunnelByGroup(t *testing.T) {
	_, v := members(t, people{asked: &asked{}})
	first, second := v.Range.From, v.Range.From+1
	now := &engine.Funnel{Groups: []engine.FunnelGroup{
		{Group: "a", Entrants: 3, Converted: 2, Dropped: 1, Mature: 3,
			Steps: []engine.FunnelStep{{Count: 3, Dropped: 1, Mature: 3, Hours: []float64{0, 0, 0}},
				{Count: 2, Mature: 2, Hours: []float64{1, 4}, Since: []float64{1, 3}}},
			Trend: []engine.FunnelDay{{Day: second, Entrants: 3, Converted: 2, Dropped: 1, Mature: 3}}},
		{Group: "b", Entrants: 2, Converted: 1, Open: 1, Mature: 1,
			Steps: []engine.FunnelStep{{Count: 2, Open: 1, Mature: 1, Hours: []float64{0, 0}}, {Count: 1, Mature: 1, Hours: []float64{2}, Since: []float64{2}}},
			Trend: []engine.FunnelDay{{Day: first, Entrants: 1, Converted: 1, Mature: 1}, {Day: second, Entrants: 1, Open: 1}}},
	}}
	d, v := members(t, people{asked: &asked{}, funnel: map[ops.Range]*engine.Funnel{v.Range: now}})
	f, err := d.Funnel(t.Context(), v, &ops.Panel{Type: "funnel", Window: "7d", By: "channel", Steps: []ops.Step{{Event: "join"}, {Event: "pay"}}})
	if err != nil {
		t.Fatal(err)
	}
	is(t, "conversion", f.All.Rate.Value, 0.75)
	is(t, "median hours", f.All.Steps[1].FromEntry.Median, 2)
	// From the step before they took 1, 3 and 2: half took 2, nine in ten 2.8 at most.
	is(t, "median hours from the step before", f.All.Steps[1].Since.Median, 2)
	is(t, "P90 from the step before", f.All.Steps[1].Since.P90, 2.8)
	isState(t, "before the first step", f.All.Steps[0].Since.Median, ops.NotApplicable)
	if c := f.Frame().Values[6]; c.Name != "median_hours_since" || c.Values[1].Number != 2 || c.Values[0].State != ops.NotApplicable {
		t.Errorf("column %+v", c)
	}
	if all := f.All; all.Entrants != 5 || all.Converted != 3 || all.Dropped != 1 || all.Open != 1 || all.Steps[0].Count != 5 || all.Steps[0].Dropped != 1 ||
		all.Steps[0].Open != 1 || all.Steps[1].Count != 3 {
		t.Errorf("all %+v", all)
	}
	want := []engine.FunnelDay{{Day: first, Entrants: 1, Converted: 1, Mature: 1}, {Day: second, Entrants: 4, Converted: 2, Dropped: 1, Open: 1, Mature: 3}}
	if !slices.Equal(f.All.Trend, want) {
		t.Errorf("trend %+v", f.All.Trend)
	}
	if len(f.Groups) != 2 || f.Groups[0].Group != "a" || f.Groups[1].Group != "b" {
		t.Errorf("groups %+v", f.Groups)
	}
}

// 10 enrolled; on day 2 one of 10 is lost, on day 8 three of 6 (three were
// censored): S(7) = .9, S(8) = .9 · .5 = .45, so half of those there on day 7
// see day 8.
func TestChallenge(t *testing.T) {
	var curve []engine.SurvivalDay
	for n := 1; n <= 8; n++ {
		x := engine.SurvivalDay{Day: n, AtRisk: 10}
		switch {
		case n == 2:
			x.Lost = 1
		case n == 7:
			x.AtRisk, x.Censored = 9, 3
		case n == 8:
			x.AtRisk, x.Lost = 6, 3
		case n > 2:
			x.AtRisk = 9
		}
		curve = append(curve, x)
	}
	one := engine.ChallengeGroup{Enrolled: 10, Open: 4, Perfect: 3, Enough: 5, Curve: curve}
	small, large := one, one
	small.Group, small.Enrolled, large.Group = "small", 9, "large"
	d, v := members(t, people{asked: &asked{}, challenge: map[string]*engine.Challenge{"": {Groups: []engine.ChallengeGroup{one}},
		"channel": {Groups: []engine.ChallengeGroup{small, large}}}})
	s, err := d.Challenge(t.Context(), v, &ops.Panel{Type: "challenge", Event: "check_in", Length: 8, By: "channel", Limit: 1})
	if err != nil {
		t.Fatal(err)
	}
	if got := s.All.Days[7].Survival.Survival; !(math.Abs(got-0.45) <= 1e-12) {
		t.Errorf("S(8) is %v", got)
	}
	is(t, "finish", s.All.Finish, 0.5)
	is(t, "perfect", s.All.Perfect.Value, 0.5)
	is(t, "enough", s.All.Enough.Value, 5.0/6)
	is(t, "p of equal curves", s.P, 1)
	if len(s.Groups) != 2 || s.Groups[0].Group != "large" || s.Groups[1].Enrolled != 9 || s.Groups[1].Other != 1 || s.Other != 1 {
		t.Errorf("groups %+v", s.Groups)
	}
	// 8 days each of all, of the large group and of the other.
	if f := s.Frame(); len(f.Keys) != 2 || len(f.Values[0].Values) != 24 || f.Keys[0].Texts[23] != "(other)" {
		t.Errorf("frame of %d rows", len(f.Values[0].Values))
	}
}

// The two largest of three groups are drawn, those of one size in order.
func TestCurvesOfTheLargestGroups(t *testing.T) {
	r := &engine.Retention{}
	for _, g := range []struct {
		name string
		size int
	}{{"a", 1}, {"b", 4}, {"c", 4}} {
		r.Cohorts = append(r.Cohorts, engine.Cohort{Group: g.name, Size: g.size})
		r.Average = append(r.Average, engine.RetentionAverage{Group: g.name, Returned: []int{g.size}, Size: []int{g.size}, Left: []int{0}, Mean: []float64{1}})
	}
	curves, other := curvesOf(r, engine.RetentionQuery{}, 2)
	if len(curves) != 3 || curves[0].Group != "b" || curves[1].Group != "c" || curves[1].Size != 4 || other != 1 || r.Average[0].Group != "a" ||
		curves[2].Other != 1 || curves[2].Size != 1 || curves[2].Points[0].Rate.Den != 1 || curves[2].Points[0].Mean.State != ops.NotApplicable {
		t.Errorf("%+v, %d others, of %+v", curves, other, r.Average)
	}
	if _, other = curvesOf(r, engine.RetentionQuery{}, 5); other != 0 {
		t.Errorf("%d others of three", other)
	}
}

// A page has at most two million cells: 600 cohorts of 3,661 periods are more.
func TestATriangleIsNotTooLarge(t *testing.T) {
	wide := engine.Cohort{Size: 1, Count: make([]int32, 3661), Mature: make([]int32, 3661), Returned: make([]int32, 3661), State: make([]engine.CellState, 3661)}
	d, v := members(t, people{asked: &asked{}, retention: map[string]*engine.Retention{"": {Cohorts: slices.Repeat([]engine.Cohort{wide}, 600)}}})
	if _, err := d.Retention(t.Context(), v, &ops.Panel{Type: "retention", Event: "check_in"}); ops.CodeOf(err) != "answer_too_large" {
		t.Error(err)
	}
}

// Of 10 members 4 are lost on day 3 and the other 6 on day 9 of 21: nobody
// finishes, which is known although the curve ends there. While they are only
// on day 8, nobody knows; and who is lost by day 3 is not there on day 7.
func TestNobodyFinishes(t *testing.T) {
	curve := func(n, lost int) []engine.SurvivalDay {
		var out []engine.SurvivalDay
		for day := 1; day <= n; day++ {
			x := engine.SurvivalDay{Day: day, AtRisk: 10}
			switch {
			case day == 3:
				x.Lost = 4
			case day > 3:
				x.AtRisk = 6
			}
			out = append(out, x)
		}
		out[n-1].Lost += lost
		out[n-1].Censored = out[n-1].AtRisk - out[n-1].Lost
		return out
	}
	finish := func(curve []engine.SurvivalDay) ops.Value {
		return challengeGroup(engine.ChallengeGroup{Enrolled: 10, Curve: curve}, 21).Finish
	}
	is(t, "finish", finish(curve(9, 6)), 0)
	isState(t, "finish so far", finish(curve(8, 0)), ops.Pending)
	isState(t, "finish of those lost at once", finish(curve(3, 6)), ops.NotApplicable)
	isState(t, "finish of nobody", finish(nil), ops.NotApplicable)
}

func TestStreaks(t *testing.T) {
	current := make([]int, 71)
	current[1], current[2], current[6], current[7], current[60], current[70] = 5, 4, 3, 2, 1, 1
	a := &asked{}
	d, v := members(t, people{asked: a, streaks: engine.Streaks{Current: current, Longest: current, AtRisk: []engine.MemberStreak{{Member: "m1"}, {Member: "m2"},
		{Member: "m3"}}}})
	s, err := d.Streaks(t.Context(), v, &ops.Panel{Type: "at_risk", Event: "check_in", Limit: 2})
	if err != nil {
		t.Fatal(err)
	}
	want := []int{5, 7, 2, 0, 0, 2}
	for i, b := range s.Bins {
		if b.Current != want[i] {
			t.Errorf("%d to %d days: %d members, want %d", b.From, b.To, b.Current, want[i])
		}
	}
	if len(s.AtRisk) != 2 || s.More != 1 {
		t.Errorf("%d at risk, %d more", len(s.AtRisk), s.More)
	}
	// Today is the day after the last complete one, and runs reach back to the
	// first day of all.
	if s.Today != day(t, "2026-09-09") || a.streaks.Range != (ops.Range{From: day(t, "2026-09-01"), To: day(t, "2026-09-10")}) {
		t.Errorf("today %s, asked %s", s.Today, a.streaks.Range)
	}
}

func TestStickinessAndStates(t *testing.T) {
	states := engine.DailyStates{1, 2, 0, 0, 1, 0, 6}
	var moves [7][7]int
	moves[engine.StateCurrent] = [7]int{0, 2, 0, 0, 1, 0, 0}
	d, v := members(t, people{asked: &asked{}, stickiness: engine.Stickiness{Members: []int{3, 0, 1}, Periods: 3, Active: 4, Sum: 6},
		growth: engine.Growth{Buckets: []engine.GrowthBucket{{Days: ops.Range{From: 1, To: 2}, States: states, Moves: moves, State: engine.Complete},
			{State: engine.Partial}}}})
	s, err := d.Stickiness(t.Context(), v, &ops.Panel{Type: "stickiness", Event: "check_in"})
	if err != nil {
		t.Fatal(err)
	}
	is(t, "stickiness", s.Ratio, 0.5) // 6 ÷ (3 × 4)
	if s.Bars[0] != (StickinessBar{1, 3, 4}) || s.Bars[1] != (StickinessBar{2, 0, 1}) {
		t.Errorf("bars %+v", s.Bars)
	}
	x, err := d.States(t.Context(), v, &ops.Panel{Type: "states", Event: "check_in"})
	if err != nil {
		t.Fatal(err)
	}
	is(t, "current members who lapse", x.Moves[engine.StateCurrent][engine.StateAtRisk7], 1.0/3)
	isState(t, "moves from nobody", x.Moves[engine.StateNew][engine.StateNew], ops.NotApplicable)
	if len(x.Days) != 2 || !x.Days[1].InProgress || x.Last != 1 || len(x.Frame().Values) != 7 {
		t.Errorf("days %+v", x.Days)
	}
}
