package sqlite

import (
	"context"
	"testing"

	"daybreak/internal/ops"
)

// One file vouches through its last day for every platform in it; a later file
// of one platform moves only that platform.
func TestAFileVouchesForAllItsSources(t *testing.T) {
	s, ctx := fresh(t), context.Background()
	spend := func(platform string, day ops.Day) map[string]any {
		return map[string]any{"date": int(day), "platform": platform, "campaign": "c", "cost": 100, "currency": "CNY"}
	}
	first := ops.DayOf(2026, 9, 1)
	commit(t, s, build("spend").row(spend("paused", first)).row(spend("running", first+9)).rows)
	commit(t, s, build("spend").row(spend("running", first+12)).rows)
	got := map[string]ops.Day{}
	sources, err := s.Sources(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range sources {
		got[x.Name] = x.Through
	}
	if got["paused"] != first+9 || got["running"] != first+12 || len(got) != 2 {
		t.Errorf("%v", got)
	}
}
