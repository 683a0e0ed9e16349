package memory

import (
	"context"
	"fmt"
	"reflect"
	"testing"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// TestManyMembers asks of cohorts of several words, in many blocks of words,
// what the events of one member after another say too.
func TestManyMembers(t *testing.T) {
	m := benchData(t, 20_000)
	ctx := context.Background()
	year := m.log.days
	checkIn := engine.Activity{Event: "check_in"}
	m.table.group = make([]uint32, len(m.table.city)) // half of all in one, the others in more than a byte can tell
	for member := range m.table.group {
		if member%2 == 1 {
			m.table.group[member] = m.dict.names.Code(fmt.Sprintf("group %d", member%600))
		}
	}
	city := []ops.Filter{{Dimension: "city", Values: []string{"A", "C"}}}
	for name, q := range map[string]engine.RetentionQuery{
		"triangle": {}, "one city": {Filter: city}, "by city": {By: "city"}, "by many groups": {Period: ops.Monthly, By: "group"},
		"weeks":       {Period: ops.Weekly, By: "city", Filter: city},
		"on or after": {Mode: engine.ModeOnOrAfter, Filter: city}, "streak": {Mode: engine.ModeStreak, Streak: 3},
		"brackets": {Mode: engine.ModeBracket, Brackets: [][2]int{{1, 7}, {8, 30}}, By: "city"}, "grouped": {GroupBy: ops.Monthly},
	} {
		q.Start, q.Range, q.Through = checkIn, year, year.Last()-3
		if q.Period == "" {
			q.Period = ops.Daily
		}
		r, err := m.newRetention(q)
		if err != nil || !r.simple() {
			t.Fatalf("%s: %v, or not by bits", name, err)
		}
		answer := func(count func(context.Context) ([]*cohortRow, error)) *engine.Retention {
			rows, err := count(ctx)
			if err != nil {
				t.Fatal(err)
			}
			a, err := r.answer(ctx, rows)
			if err != nil {
				t.Fatal(err)
			}
			return a
		}
		if !reflect.DeepEqual(answer(r.byMatrix), answer(r.byEvents)) {
			t.Errorf("retention, %s: bits and events differ", name)
		}
	}
	for name, q := range map[string]engine.ChallengeQuery{"plain": {}, "by city": {By: "city"}, "one city, Sundays off": {Filter: city, Rest: []int{0}}} {
		q.DayStart, q.Range, q.Through = -1, year, year.Last()-3
		c, err := m.newChallenge(q)
		if err != nil || !c.simple() {
			t.Fatalf("%s: %v, or not by bits", name, err)
		}
		bits, err1 := c.byMatrix(ctx)
		events, err2 := c.byEvents(ctx)
		if err1 != nil || err2 != nil || len(bits) == 0 || !reflect.DeepEqual(bits, events) {
			t.Errorf("challenge, %s: bits and events differ", name)
		}
	}
	days := dailySets(m)
	testGrowth(t, m, days)
	testStreaks(t, m, days)
}

// dailySets says on which days of the year each member checked in.
func dailySets(m *memberData) [][]bool {
	checkIn, _ := m.dict.events.Find("check_in")
	out := make([][]bool, m.log.members())
	var b eventBuffer
	for member := range out {
		out[member] = make([]bool, m.log.days.Len())
		at, kind := m.log.of(uint32(member), &b)
		for i, k := range kind {
			if m.log.kinds[k].event == checkIn {
				out[member][m.log.clock.day(at[i])-m.log.days.From] = true
			}
		}
	}
	return out
}

func testGrowth(t *testing.T, m *memberData, days [][]bool) {
	year := m.log.days
	got, err := m.Growth(context.Background(), engine.GrowthQuery{Event: engine.Activity{Event: "check_in"}, Period: ops.Daily, Range: year, Through: year.Last()})
	if err != nil {
		t.Fatal(err)
	}
	want := make([]engine.GrowthBucket, year.Len())
	for _, active := range days {
		last, before := -1000, -1000 // days active, the latest and the one before
		for d, is := range active {
			w := &want[d]
			if is {
				before, last = last, d
				w.DAU++
				w.Active++
				switch gap := d - before; {
				case before < 0:
					w.New++
					w.States[engine.StateNew]++
				case gap <= 7:
					w.States[engine.StateCurrent]++
				case gap <= 30:
					w.States[engine.StateReactivated]++
				default:
					w.States[engine.StateResurrected]++
				}
				if before == d-1 {
					w.Retained++
				} else if before >= 0 {
					w.Resurrected++
				}
			} else if last == d-1 {
				w.Churned++
			}
			if d-last < 7 {
				w.WAU++
			}
			if d-last < 30 {
				w.MAU++
			}
		}
	}
	for d, w := range want {
		g := got.Buckets[d]
		for state := engine.StateAtRisk7; state <= engine.StateDormant; state++ {
			g.States[state] = 0 // follow from the rest
		}
		g.Days, g.State, g.Moves = w.Days, w.State, w.Moves
		if g != w {
			t.Fatalf("day %d: %+v, want %+v", d, g, w)
		}
	}
}

func testStreaks(t *testing.T, m *memberData, days [][]bool) {
	year := m.log.days
	got, err := m.Streaks(context.Background(), engine.StreakQuery{Range: year, Through: year.Last()})
	if err != nil {
		t.Fatal(err)
	}
	var current, longest []int
	for _, active := range days {
		run, most := 0, 0
		for _, is := range active {
			if run++; !is {
				run = 0
			}
			most = max(most, run)
		}
		if most > 0 {
			tally(&current, run, 1)
			tally(&longest, most, 1)
		}
	}
	if !reflect.DeepEqual(got.Current, current) || !reflect.DeepEqual(got.Longest, longest) {
		t.Errorf("streaks %v and %v, want %v and %v", got.Current, got.Longest, current, longest)
	}
}
