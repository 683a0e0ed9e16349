package web

import (
	"strings"
	"testing"
)

// Targets stand beside what they are of. 300 new members are planned for the 30
// days of September, 10 a day: of the 100 that are due on the 10th, the last day
// known, 4 have come.
func TestTargetsBesideFigures(t *testing.T) {
	s := communityServer(t)
	mustPost(t, s, "/api/v1/imports?name=targets.csv", "text/csv", "metric,scope,from,to,goal,owner,state\n"+
		"joins,,2026-09-01,2026-09-30,300,Lin,approved\njoins,channel:zhihu,2026-09-01,2026-09-30,777,Lin,approved\n"+
		"check_ins,,2026-09-01,2026-09-10,20,Lin,approved\ncost,,2026-09-01,2026-09-30,600,Lin,draft\n", 201)
	page := visit(s, "/overview?lang=en&from=2026-09-01&to=2026-09-10", nil).Body.String()
	for what, text := range map[string]string{
		"on the tile":    ">4% of plan, 96 behind</a>",
		"in the legend":  `<span class="sw line goal"></span>Target`,
		"for the reader": `{"role":"goal","name":"Target"}`,
	} {
		if !strings.Contains(page, text) {
			t.Errorf("%s: no %s", what, text)
		}
	}
	_, chart, _ := strings.Cut(page, `id="c-trend-data">`)
	chart, _, _ = strings.Cut(chart, "</script>")
	if strings.Count(chart, `{"value":10}`) != 10 {
		t.Errorf("the line is not at 10 on ten days: %s", chart)
	}
	if week := visit(s, "/overview?lang=en&grain=week&from=2026-09-01&to=2026-09-20", nil).Body.String(); !strings.Contains(week, `{"value":70}`) {
		t.Error("a week is not asked for 70")
	}
	for _, text := range []string{": 777\"", ": ¥600.00\""} {
		if strings.Contains(page, text) {
			t.Errorf("a target of %s, a draft or of another scope, stands there", text)
		}
	}
	if zhihu := visit(s, "/overview?lang=en&f.channel=zhihu&from=2026-09-01&to=2026-09-10", nil).Body.String(); !strings.Contains(zhihu, ": 777\"") {
		t.Error("the target of the channel does not stand beside its figures")
	}
}
