package memory_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"daybreak/internal/engine"
	"daybreak/internal/engine/enginetest"
	"daybreak/internal/engine/memory"
	"daybreak/internal/ops"
)

// visitors is the record of n members of as many groups who visit on 1 September.
func visitors(t *testing.T, n int) *memory.Engine {
	t.Helper()
	source := enginetest.NewSource(shanghai(t))
	var rows strings.Builder
	for i := range n {
		fmt.Fprintf(&rows, "m%d,2026-09-01 08:00:00,visit,g%d\n", i, i)
	}
	load(t, source, "events", "member,at,event,group\n"+rows.String())
	e := memory.New(source, memory.Options{Calendar: source.Calendar, Currency: "CNY"})
	if err := e.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	return e
}

// 4,400 members of as many groups with 3,661 periods each would be 16.1 million
// cells: too many, and refused before there is room for them.
func TestRetentionHasNotTooManyCells(t *testing.T) {
	e := visitors(t, 4400)
	day := ops.DayOf(2026, 9, 1)
	q := engine.RetentionQuery{Period: ops.Daily, Periods: 3660, By: "group", Range: ops.Range{From: day, To: day + 1}, Through: day}
	for _, cohort := range []string{engine.CohortFirst, engine.CohortRecurring} {
		q.Cohort, q.Periods = cohort, 3660
		if _, err := e.Current().Retention(t.Context(), q); ops.CodeOf(err) != "answer_too_large" {
			t.Errorf("%s: %v", cohort, err)
		}
		q.Periods = 30
		if r, err := e.Current().Retention(t.Context(), q); err != nil || len(r.Cohorts) != 4400 {
			t.Errorf("%s of 31 periods: %v", cohort, err)
		}
	}
}

// 2,000 groups over ten years are 7.3 million days, 350 MB; but each has entrants
// on one day alone.
func TestAFunnelOfManyGroupsIsSmall(t *testing.T) {
	e := visitors(t, 2000)
	q := engine.FunnelQuery{Steps: []engine.Activity{{Event: "visit"}}, Days: 1, By: "group", Range: ops.Range{From: ops.DayOf(2018, 1, 1), To: ops.DayOf(2028, 1, 1)}, Through: ops.DayOf(2026, 9, 1)}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f, err := e.Current().Funnel(t.Context(), q)
	runtime.ReadMemStats(&after)
	if err != nil || len(f.Groups) != 2000 || len(f.Groups[7].Trend) != 1 {
		t.Fatalf("%d groups (%v)", len(f.Groups), err)
	}
	if took := after.TotalAlloc - before.TotalAlloc; took > 32<<20 {
		t.Errorf("took %d MB", took>>20)
	}
}
