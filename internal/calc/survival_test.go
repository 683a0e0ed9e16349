package calc

import (
	"context"
	"errors"
	"math"
	"testing"
)

// Freireich's leukaemia data (Gehan 1965), remission in weeks. 6-MP, 21
// patients: events at 6 (three), 7, 10, 13, 16, 22, 23; the rest censored.
// Placebo, 21 patients, all relapse. Every textbook gives S(6) = 0.857,
// S(10) = 0.753, S(23) = 0.448 and a log-rank χ² of 16.79.
var (
	sixMP = map[int][2]int{6: {21, 3}, 7: {17, 1}, 10: {15, 1}, 13: {12, 1}, 16: {11, 1}, 22: {7, 1}, 23: {6, 1}}
	// At risk between the events: those not yet relapsed or censored (6+, 9+, 10+, 11+, 17+, 19+, 20+, 25+, 32+ ×2, 34+, 35+).
	placebo = map[int][2]int{1: {21, 2}, 2: {19, 2}, 3: {17, 1}, 4: {16, 2}, 5: {14, 2}, 8: {12, 4}, 11: {8, 2}, 12: {6, 2}, 15: {4, 1}, 17: {3, 1}, 22: {2, 1},
		23: {1, 1}}
)

// weekly spreads a table over weeks 1 … 23.
func weekly(events map[int][2]int, leave []int) []Risk {
	out := make([]Risk, 23)
	for w := range out {
		n := 0
		for _, l := range leave {
			if l >= w+1 {
				n++
			}
		}
		out[w] = Risk{AtRisk: n, Events: events[w+1][1]}
	}
	return out
}

func freireich() [][]Risk {
	a := weekly(sixMP, []int{6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35})
	b := weekly(placebo, []int{1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23})
	return [][]Risk{a, b}
}

func TestKaplanMeier(t *testing.T) {
	tables := freireich()
	for w, e := range sixMP {
		if tables[0][w-1].AtRisk != e[0] {
			t.Fatalf("week %d: %d at risk, want %d", w, tables[0][w-1].AtRisk, e[0])
		}
	}
	s := KaplanMeier(tables[0])
	near(t, "S(5)", s[4].Survival, 1, 0)
	near(t, "low(5)", s[4].Low, 1, 0)
	near(t, "S(6)", s[5].Survival, 18.0/21, 1e-12)
	near(t, "h(6)", s[5].Hazard, 3.0/21, 1e-12)
	near(t, "S(10)", s[9].Survival, 0.7529, 5e-5)
	near(t, "S(23)", s[22].Survival, 0.4482, 5e-5)
	// At week 6: S = 6/7, var(log S) = 3/(21·18) = 1/126, so the half width on
	// the log(−log) scale is 1.96·√(1/126)/0.15415 = 1.13272 and the bounds
	// (6/7)^exp(±1.13272) = 0.6197, 0.9516 (as R's survfit with log-log).
	near(t, "low(6)", s[5].Low, 0.6197, 5e-5)
	near(t, "high(6)", s[5].High, 0.9516, 5e-5)
	all := KaplanMeier(tables[1])
	near(t, "placebo S(23)", all[22].Survival, 0, 1e-12)
	if math.IsNaN(all[22].Low) || math.IsNaN(all[22].High) {
		t.Error("bounds at survival 0 are NaN")
	}
	if got := KaplanMeier([]Risk{{5, 1}, {0, 0}, {3, 1}}); len(got) != 1 {
		t.Errorf("curve goes on after nobody is at risk: %v", got)
	}
}

func TestLogRank(t *testing.T) {
	p, ok, _ := LogRank(t.Context(), freireich())
	if !ok {
		t.Fatal("unknown")
	}
	// χ² = 16.793 with one degree of freedom: p = 4.17e-5.
	near(t, "p", p, 4.17e-5, 1e-7)

	// A group nobody was ever at risk in changes nothing.
	q, ok, _ := LogRank(t.Context(), append(freireich(), nil))
	if !ok || q != p {
		t.Errorf("p with an empty group = %v, want %v", q, p)
	}
	// Three equal groups: no difference, p = 1.
	g := []Risk{{10, 1}, {9, 2}, {7, 0}}
	p, ok, _ = LogRank(t.Context(), [][]Risk{g, g, g})
	near(t, "p of equal groups", p, 1, 1e-9)
	if _, two, _ := LogRank(t.Context(), [][]Risk{g}); two || !ok {
		t.Error("one group was compared with itself")
	}
	if _, ok, _ := LogRank(t.Context(), [][]Risk{{{5, 0}}, {{5, 0}}}); ok {
		t.Error("a comparison without events")
	}
}

// The order of groups must not matter: the last one is the one left out.
func TestLogRankOrder(t *testing.T) {
	a, b, c := []Risk{{10, 1}, {8, 3}}, []Risk{{20, 9}, {11, 1}}, []Risk{{7, 0}, {7, 5}}
	p, _, _ := LogRank(t.Context(), [][]Risk{a, b, c})
	q, _, _ := LogRank(t.Context(), [][]Risk{c, a, b})
	near(t, "p", p, q, 1e-12)
}

// A matrix of thousands of groups would take gigabytes and minutes (A6): so
// many are not compared, and a comparison that was given up ends.
func TestLogRankIsBounded(t *testing.T) {
	groups := make([][]Risk, MaxCurves)
	for g := range groups {
		groups[g] = []Risk{{10, g % 2}, {8, 1}}
	}
	if _, ok, err := LogRank(t.Context(), groups); !ok || err != nil {
		t.Errorf("%d curves: %v %v", len(groups), ok, err)
	}
	if _, ok, err := LogRank(t.Context(), append(groups, groups[0])); ok || err != nil {
		t.Errorf("%d curves are compared: %v %v", len(groups)+1, ok, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := LogRank(ctx, groups); !errors.Is(err, context.Canceled) {
		t.Errorf("a comparison goes on after it was given up: %v", err)
	}
}
