package loop

import (
	"fmt"
	"strings"
	"testing"

	"daybreak/internal/analysis"
	"daybreak/internal/ops"
)

// By hand, of the world of small: on 8 Sep 50 members check in, on 9 Sep 30 of them;
// on 9 Sep 30 pay ¥10 each, on 8 Sep b40 did, on 10 Sep b39 pays ¥990; on 20 Sep
// ¥40 come from nobody known.
func TestChangeByMember(t *testing.T) {
	w := small(t)
	for _, c := range []struct{ metric, now, before, want string }{
		{"check_ins", "2026-09-09", "2026-09-08", "kept 30 0; lost 20 -20"},
		{"check_ins", "2026-09-09", "2026-09-07", "returned 30 30"},
		{"check_ins", "2026-09-08", "2026-09-07", "new 50 50"},
		{"check_in_members", "2026-09-09", "2026-09-08", "kept 30 0; lost 20 -20"},
		{"revenue", "2026-09-09", "2026-09-08", "new 30 300; lost 1 -10"},
		{"revenue", "2026-09-10", "2026-09-09", "new 1 990; lost 30 -300"},
		{"revenue", "2026-09-20", "2026-09-19", "unnamed 0 40"},
		{"orders", "2026-09-09", "2026-09-08", ""}, // orders are not members
	} {
		m, ok := w.Catalog.Metric(c.metric)
		if !ok {
			t.Fatal(c.metric)
		}
		v := &analysis.View{Range: ops.Range{From: day(c.now), To: day(c.now) + 1}, Grain: ops.Whole}
		v.SetBack(int(day(c.now) - day(c.before)))
		got, err := w.Why(t.Context(), m, v, "channel")
		if err != nil {
			t.Fatal(err)
		}
		var parts []string
		sum := 0.0
		for _, s := range got.States {
			parts = append(parts, fmt.Sprint(s.State, " ", s.Members, " ", s.Share.Number))
			sum += s.Share.Number
		}
		if text := strings.Join(parts, "; "); text != c.want || len(parts) > 0 && sum != got.Total.Number-got.Total.Compare.Number {
			t.Errorf("%s of %s against %s: %s, want %s", c.metric, c.now, c.before, text, c.want)
		}
	}
}
