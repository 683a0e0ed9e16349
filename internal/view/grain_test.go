package view

import (
	"testing"

	"daybreak/internal/analysis"
	"daybreak/internal/i18n"
	"daybreak/internal/ops"
)

// A heading names the grain that is shown.
func TestTitleNamesTheGrain(t *testing.T) {
	for grain, want := range map[ops.Grain]string{ops.Daily: "Trend · by day", ops.Weekly: "Trend · by week", ops.Monthly: "Trend · by month",
		ops.Whole: "Trend · the whole range"} {
		b := Page{Writer: Writer{Lang: i18n.En, T: i18n.In(i18n.En)}, View: &analysis.View{Grain: grain}}
		if got := b.lineTitle("Trend", &ops.Panel{}, nil); got != want {
			t.Errorf("%s: %q, want %q", grain, got, want)
		}
	}
}

// Everybody is lost by day 2: on day 7 nobody is there, which is 0. Where half are
// and the curve ends, day 7 is not known to it.
func TestNobodyIsLeft(t *testing.T) {
	group := func(survival ...float64) (g analysis.ChallengeGroup) {
		for _, s := range survival {
			day := analysis.ChallengeDay{}
			day.Survival.Survival = s
			g.Days = append(g.Days, day)
		}
		return g
	}
	if v := survived(group(.5, 0), 7); v.State != ops.Known || v.Number != 0 {
		t.Errorf("nobody left: %+v", v)
	}
	for _, g := range []analysis.ChallengeGroup{group(1, .5), group()} {
		if v := survived(g, 7); v.State != ops.NotApplicable {
			t.Errorf("%d days: %+v", len(g.Days), v)
		}
	}
}
