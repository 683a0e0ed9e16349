package loop

import (
	"slices"
	"testing"

	"daybreak/internal/calc"
	"daybreak/internal/ops"
)

// measuredAs makes a try that is over: what it was for, how sure somebody was, and
// what came of it.
func measuredAs(id int64, kind, owner string, said float64, v Verdict) Outcome {
	try := ops.Try{Edited: ops.Edited{ID: id}, Kind: kind, Metric: "joins", Owner: owner, Probability: said, Direction: ops.UpGood}
	return Outcome{Try: try, State: Measured, Verdict: v}
}

// Four of six of one kind work, one of one, none of one, one and one. By hand, with
// p = 5/10: ρ = (6(2/3 − ½)² + 4·¼ − ¼·4) ÷ ((10 − 40/10)·¼) = (1/6) ÷ 1.5 = 1/9, so
// that κ = 8 and four successes in eight tries are added to each kind: 8/14, 5/9, 4/9.
// The one that is not separable is in no rate, and is told.
func TestHitRatesAreDrawnToThatOfAllKinds(t *testing.T) {
	all := []Outcome{measuredAs(1, "channel", "", .5, Works), measuredAs(2, "channel", "", .5, Works), measuredAs(3, "channel", "", .5, Works),
		measuredAs(4, "channel", "", .5, Works), measuredAs(5, "channel", "", .5, CannotTell), measuredAs(6, "channel", "", .5, NoEffect),
		measuredAs(7, "channel", "", .5, NotSeparable), measuredAs(8, "activity", "", .5, Works), measuredAs(9, "content", "", .5, Harmful),
		measuredAs(10, "partner", "", .5, CannotTell), measuredAs(11, "user", "", .5, NoEffect), measuredAs(12, "price", "", .5, "")}
	want := map[string]float64{"channel": 8. / 14, "activity": 5. / 9, "content": 4. / 9, "partner": 4. / 9, "user": 4. / 9}
	kinds := Kinds(all)
	if len(kinds) != len(want) {
		t.Fatalf("%d kinds, want %d", len(kinds), len(want))
	}
	for _, k := range kinds {
		within(t, k.Kind, k.Drawn.Number, want[k.Kind], 1e-12)
		if k.Drawn.State != ops.Known {
			t.Errorf("the rate of %s is not drawn", k.Kind)
		}
		if k.Kind == "channel" && (k.Works != 4 || k.Measured != 6 || !slices.ContainsFunc(k.LeftOut, func(o Outcome) bool { return o.Try.ID == 7 })) {
			t.Errorf("channel: %d of %d, %d left out", k.Works, k.Measured, len(k.LeftOut))
		}
	}
	if one := Kinds(all[:6]); len(one) != 1 || one[0].Drawn.State != ops.NotApplicable {
		t.Error("the rate of a kind alone is drawn to something")
	}
}

// A try is per 1,000 of its cost, in its own direction: 40 fewer of what should fall
// for 2,000 are +20, and a unit less cost 2,000 ÷ 40, between 2,000 ÷ 60 and ÷ 20.
func TestFewerIsWhatWasBoughtWhereLessIsBetter(t *testing.T) {
	o := measuredAs(1, "content", "", .5, Works)
	o.Try.Direction, o.Cost = ops.DownGood, Spent{Known: 2000}
	o.Effect = calc.Effect{Actual: 60, Expected: 100, Low: -60, High: -20, T: 2}
	own, ok := o.perThousand()
	if !ok {
		t.Fatal("there is no effect per 1,000")
	}
	within(t, "per 1,000", own.Value, 20, 1e-12)
	within(t, "error", own.Error, 40./4/2, 1e-12)
	each, limits, ok := o.PerUnit()
	if !ok {
		t.Fatal("a unit has no price")
	}
	within(t, "each", each, 50, 1e-12)
	within(t, "least", limits.Low, 2000./60, 1e-12)
	within(t, "most", limits.High, 100, 1e-12)
}

// Of five tries of Lin two work; Zhou has four and no score of his own. What is not
// separable, or not known, is nobody's miss. Lin: (.3² + .6² + .1² + .4² + .1²) ÷ 5,
// against ⅖ · ⅗; all nine: Zhou's four at .5 miss by ¼ each, and one of them works.
func TestOwnersAreScoredFromFiveTries(t *testing.T) {
	all := []Outcome{measuredAs(1, "user", "Lin", .7, Works), measuredAs(2, "user", "Lin", .6, CannotTell), measuredAs(3, "user", "Lin", .9, Works),
		measuredAs(4, "user", "Lin", .4, NoEffect), measuredAs(5, "user", "Lin", .1, Harmful), measuredAs(6, "user", "Lin", 1, NotSeparable),
		measuredAs(7, "user", "Lin", 1, ""), measuredAs(8, "user", "Zhou", .5, Works), measuredAs(9, "user", "Zhou", .5, Harmful),
		measuredAs(10, "user", "Zhou", .5, NoEffect), measuredAs(11, "user", "Zhou", .5, CannotTell)}
	got := Calibrations(all)
	if len(got) != 2 || got[0].Owner != "" || got[1].Owner != "Lin" || got[0].Measured != 9 || got[1].Measured != 5 {
		t.Fatalf("%+v", got)
	}
	within(t, "Lin", got[1].Score, .63/5, 1e-12)
	within(t, "Lin at the rate", got[1].Base, 6./25, 1e-12)
	within(t, "all", got[0].Score, 1.63/9, 1e-12)
	within(t, "all at the rate", got[0].Base, 3./9*6/9, 1e-12)
	said := ForetoldOf(all)
	want := []Foretold{{0, .5, 2, 0, .25}, {.5, .7, 5, 1, .52}, {.7, .9, 1, 1, .7}, {.9, 1, 1, 1, .9}}
	if len(said) != len(want) {
		t.Fatalf("%+v", said)
	}
	for i, w := range want {
		g := said[i]
		if g.Tries != w.Tries || g.Came != w.Came || g.Low != w.Low || g.High != w.High {
			t.Errorf("%+v, want %+v", g, w)
		}
		within(t, "said", g.Said, w.Said, 1e-12)
	}
}
