package view

import (
	"testing"

	"daybreak/internal/analysis"
	"daybreak/internal/engine"
	"daybreak/internal/i18n"
	"daybreak/internal/ops"
)

// A page that anybody with its link sees counts members and names none.
func TestSharedPagesNameNobody(t *testing.T) {
	page := &ops.Page{Name: "p", Panels: []*ops.Panel{{ID: "r", Type: "at_risk", Event: "check_in"}}}
	streaks := &analysis.Streaks{AtRisk: []engine.MemberStreak{{Member: "m1", Current: 9}}, More: 2}
	for _, fixed := range []bool{false, true} {
		b := Page{Writer: Writer{Lang: i18n.En, T: i18n.In(i18n.En)}, Layout: page, Fixed: fixed}
		list := challengePanel{b}.atRisk(page.Panels[0], streaks)
		count := b.people(3, engine.PeopleQuery{Streaks: &engine.StreakQuery{}, Kind: "at_risk"})
		if named := len(list.Rows) > 0; named == fixed {
			t.Errorf("shared %t: members are named %t", fixed, named)
		}
		if (count.Href == "") != fixed || count.Text != "3" || (list.More == nil) != fixed {
			t.Errorf("shared %t: the count leads to %q", fixed, count.Href)
		}
		if fixed && b.options(page.Panels[0]) != nil {
			t.Error("a shared page has a form")
		}
	}
}

func TestDurations(t *testing.T) {
	w := Writer{Lang: i18n.En, T: i18n.In(i18n.En)}
	for hours, want := range map[float64]string{0.5: "30 min", 5.44: "5.4 h", 47: "47 h", 72: "3 d"} {
		if got := w.duration(ops.Value{Number: hours}); got != want {
			t.Errorf("%v hours are %s, want %s", hours, got, want)
		}
	}
	none := ops.Value{State: ops.NotApplicable}
	if got := w.quantileText(analysis.Times{Median: none, P75: none, P90: none}); got != i18n.NotApplicable {
		t.Errorf("nobody took %s", got)
	}
}
