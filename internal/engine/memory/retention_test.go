package memory_test

import (
	"fmt"
	"strings"
	"testing"

	"daybreak/internal/engine"
	"daybreak/internal/engine/enginetest"
	"daybreak/internal/engine/memory"
	"daybreak/internal/ops"
)

// 4,400 members of as many groups with 3,661 periods each would be 16.1 million
// cells: too many, and refused before there is room for them.
func TestRetentionHasNotTooManyCells(t *testing.T) {
	source := enginetest.NewSource(shanghai(t))
	var rows strings.Builder
	for i := range 4400 {
		fmt.Fprintf(&rows, "m%d,2026-09-01 08:00:00,visit,g%d\n", i, i)
	}
	load(t, source, "events", "member,at,event,group\n"+rows.String())
	e := memory.New(source, memory.Options{Calendar: source.Calendar, Currency: "CNY"})
	if err := e.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
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
