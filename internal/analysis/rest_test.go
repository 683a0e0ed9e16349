package analysis

import (
	"testing"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// Two groups left out, of 4 and 6 enrolled: on day 1 one and two are lost, 3 of 10;
// on day 2 only the second, whose curve is longer, still loses one of 4: S(2) is
// .7 × .75 = .525. Of 2 and 3 whose days are over 1 and 2 came every day, 3 of 5.
func TestRestOfAChallenge(t *testing.T) {
	rest := restOfChallenge([]engine.ChallengeGroup{
		{Group: "a", Enrolled: 4, Open: 2, Perfect: 1, Enough: 1, Curve: []engine.SurvivalDay{{Day: 1, AtRisk: 4, Lost: 1, Censored: 3}}},
		{Group: "b", Enrolled: 6, Open: 3, Perfect: 2, Enough: 3, Late: 1, Curve: []engine.SurvivalDay{{Day: 1, AtRisk: 6, Lost: 2}, {Day: 2, AtRisk: 4, Lost: 1}}},
	})
	g := challengeGroup(rest, 21)
	if g.Group != ops.OtherGroups || g.Enrolled != 10 || g.Late != 1 || g.Open != 5 || len(g.Days) != 2 || g.Days[0].Censored != 3 {
		t.Errorf("%+v", g)
	}
	is(t, "day 2", ops.Value{Number: g.Days[1].Survival.Survival}, 0.525)
	is(t, "every day", g.Perfect.Value, 0.6)
}

// The funnel by group again, with room for one: b is left out, and is (other).
// All together 3 of 4 whose window is over got through; nobody did before it is.
func TestRestOfAFunnel(t *testing.T) {
	step := func(count, mature int, hours ...float64) engine.FunnelStep {
		return engine.FunnelStep{Count: count, Mature: mature, Hours: hours}
	}
	left := []engine.FunnelGroup{
		{Group: "", Entrants: 2, Converted: 1, Open: 1, Mature: 1, Steps: []engine.FunnelStep{step(2, 1, 0, 0), step(1, 1, 2)}},
		{Group: "c", Entrants: 4, Converted: 3, Dropped: 1, Mature: 3, Steps: []engine.FunnelStep{step(4, 3, 0, 0, 0, 0), step(3, 2, 1, 3, 6)}},
	}
	g := funnelGroup(restOfFunnel(left, 2), nil)
	// 6 entered, 4 converted; 4 are over, of whom 1 dropped: 3 of 4, and one early.
	if g.Group != ops.OtherGroups || g.Entrants != 6 || g.Converted != 4 || g.Early != 1 || g.Rate.Num != 3 || g.Rate.Den != 4 {
		t.Errorf("%+v", g)
	}
	is(t, "median of 1, 2, 3 and 6 hours", g.Steps[1].FromEntry.Median, 2.5)
}
