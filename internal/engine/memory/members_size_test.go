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

// 2,000 groups over ten years are 7.3 million days, and of a challenge of ten years
// twice as many: 350 and 120 MB. But each has entrants on one day alone, and
// all are lost on the second.
func TestManyGroupsAreSmall(t *testing.T) {
	e := visitors(t, 2000)
	visit, years := engine.Activity{Event: "visit"}, ops.Range{From: ops.DayOf(2018, 1, 1), To: ops.DayOf(2028, 1, 1)}
	for name, ask := range map[string]func() (groups, days int, err error){
		"funnel": func() (int, int, error) {
			f, err := e.Current().Funnel(t.Context(), engine.FunnelQuery{Steps: []engine.Activity{visit}, Days: 1, By: "group", Range: years,
				Through: ops.DayOf(2026, 9, 1)})
			return len(f.Groups), len(f.Groups[7].Trend), err
		},
		"challenge": func() (int, int, error) {
			c, err := e.Current().Challenge(t.Context(), engine.ChallengeQuery{Event: visit, Length: 3660, DayStart: -1, By: "group", Range: years,
				Through: ops.DayOf(2026, 9, 9)})
			return len(c.Groups), len(c.Groups[7].Curve) - 1, err
		},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		groups, days, err := ask()
		runtime.ReadMemStats(&after)
		if err != nil || groups != 2000 || days != 1 {
			t.Fatalf("%s: %d groups, %d days (%v)", name, groups, days, err)
		}
		if took := after.TotalAlloc - before.TotalAlloc; took > 32<<20 {
			t.Errorf("%s: took %d MB", name, took>>20)
		}
	}
}

// 250 groups by day over ten years are 913,250 days of five counts each, 4.6 million
// cells: too many, and refused before there is room for them. By the week they are
// not.
func TestGroupsHaveNotTooManyCells(t *testing.T) {
	source := enginetest.NewSource(shanghai(t))
	var rows strings.Builder
	for i := range 250 {
		fmt.Fprintf(&rows, "m%d,2026-09-01 08:00:00,join,g%d\n", i, i)
	}
	load(t, source, "events", "member,at,event,group\n"+rows.String())
	e := memory.New(source, memory.Options{Calendar: source.Calendar, Currency: "CNY"})
	if err := e.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	q := engine.GroupsQuery{Grain: ops.Daily, Range: ops.Range{From: ops.DayOf(2018, 1, 1), To: ops.DayOf(2028, 1, 1)}, Through: ops.DayOf(2026, 9, 1)}
	if _, err := e.Current().Groups(t.Context(), q); ops.CodeOf(err) != "answer_too_large" {
		t.Errorf("by day: %v", err)
	}
	q.Grain = ops.Weekly
	if g, err := e.Current().Groups(t.Context(), q); err != nil || len(g.Groups) != 250 {
		t.Errorf("by week: %v", err)
	}
}

// Somebody in 708 groups is in 708·707/2 = 250,278 pairs of them: too many. In 500 they are
// in 124,750, each of which shares one member.
func TestGroupsHaveNotTooManyPairs(t *testing.T) {
	for groups, pairs := range map[int]int{500: 124_750, 708: 0} {
		source := enginetest.NewSource(shanghai(t))
		var rows strings.Builder
		for i := range groups {
			fmt.Fprintf(&rows, "m,2026-09-01 08:%02d:%02d,join,g%d\n", i/60, i%60, i)
		}
		load(t, source, "events", "member,at,event,group\n"+rows.String())
		e := memory.New(source, memory.Options{Calendar: source.Calendar, Currency: "CNY"})
		if err := e.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
		day := ops.DayOf(2026, 9, 1)
		g, err := e.Current().Groups(t.Context(), engine.GroupsQuery{Range: ops.Range{From: day, To: day + 1}, Through: day})
		switch {
		case pairs == 0 && ops.CodeOf(err) != "too_many_pairs":
			t.Errorf("%d groups: %v", groups, err)
		case pairs > 0 && (err != nil || len(g.Overlap) != pairs):
			t.Errorf("%d groups: %v", groups, err)
		}
	}
}
