package enginetest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"daybreak/internal/engine"
	"daybreak/internal/engine/memory"
	"daybreak/internal/engine/reference"
	"daybreak/internal/ops"
)

// anchor is the first day of random data: 2026-03-01, just before clocks
// change in many zones.
var anchor = ops.DayOf(2026, time.March, 1)

// span is how many days random data covers.
const span = 45

// randomRecord draws a calendar and a sequence of imports and undoes, with the
// memory engine following every step. It notes what it drew.
func randomRecord(t *rapid.T, note func(what string)) (*Source, *memory.Engine) {
	zone, err := time.LoadLocation(rapid.SampledFrom([]string{"Asia/Shanghai", "America/Havana", "Europe/Berlin", "Australia/Lord_Howe"}).Draw(t, "zone"))
	if err != nil {
		t.Fatal(err)
	}
	c := ops.Calendar{
		Zone:      zone,
		DayStart:  time.Duration(rapid.SampledFrom([]int{0, 0, 4, 1}).Draw(t, "day start")) * time.Hour,
		WeekStart: rapid.SampledFrom([]time.Weekday{time.Monday, time.Sunday}).Draw(t, "week start"),
	}
	s := NewSource(c)
	options := memory.Options{Calendar: c, Currency: "CNY"}
	e := memory.New(s, options)
	refresh := func() {
		if err := e.Refresh(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	note(c.Zone.String())
	note(fmt.Sprint("day start ", c.DayStart))
	note(fmt.Sprint("week start ", c.WeekStart))
	var batches []int
	latest := ""
	for range rapid.IntRange(1, 6).Draw(t, "imports") {
		switch rapid.SampledFrom([]string{"events", "events", "events", "members", "undo"}).Draw(t, "step") {
		case "events":
			from := rapid.IntRange(0, span-1).Draw(t, "from")
			if rapid.Bool().Draw(t, "live") { // on the last days, as check-ins come in
				from = span - 2
			}
			w := s.Rows("events")
			for range rapid.IntRange(0, 30).Draw(t, "events") {
				row := randomEvent(t, from)
				if row["at"] < latest {
					note("late import")
				}
				add(t, s, w, row)
			}
			for i := range w.Len() {
				latest = max(latest, time.UnixMicro(w.Ints[w.Record.Column("at")][i]).In(c.Zone).Format(time.DateTime))
			}
			if w.Len() > 0 {
				batches = append(batches, s.Add(w))
			}
		case "members":
			w := s.Rows("members")
			for i := range rapid.IntRange(1, 5).Draw(t, "members") {
				row := map[string]string{"member": fmt.Sprint("m", i), "staff": rapid.SampledFrom([]string{"", "0", "1"}).Draw(t, "staff"), "channel": name(t, "channel"),
					"city": name(t, "city"), "group": name(t, "group")}
				if rapid.Bool().Draw(t, "joined") {
					row["joined_at"] = instant(t, 0)
				}
				if rapid.Bool().Draw(t, "invited") {
					row["invited_by"] = fmt.Sprint("m", rapid.IntRange(0, 5).Draw(t, "inviter"))
				}
				add(t, s, w, row)
			}
			batches = append(batches, s.Add(w))
		case "undo":
			if len(batches) > 0 {
				i := rapid.IntRange(0, len(batches)-1).Draw(t, "batch")
				s.Undo(batches[i])
				note("undone import")
				if i < len(batches)-1 {
					note("undone import before a later one")
				}
				batches = append(batches[:i], batches[i+1:]...)
			}
		}
		refresh()
		// What was asked before is followed, kept and saved, too.
		for _, q := range keptGrowth() {
			e.Current().Growth(context.Background(), q)
		}
		if rapid.IntRange(0, 2).Draw(t, "restart") == 0 {
			e = Restarted(t, s, options, e)
		}
	}
	return s, e
}

// keptGrowth are questions asked after every step, with and without conditions.
func keptGrowth() []engine.GrowthQuery {
	q := engine.GrowthQuery{Event: engine.Activity{Event: "check_in"}, Range: ops.Range{From: anchor, To: anchor + span}, Through: anchor + span,
		Period: ops.Daily}
	where := q
	where.Event.Where = []ops.Filter{{Dimension: "channel", Values: []string{"a"}}}
	return []engine.GrowthQuery{q, where}
}

// Restarted saves the figures and returns another engine that loaded them.
func Restarted(t *rapid.T, s engine.Source, options memory.Options, e *memory.Engine) *memory.Engine {
	dir, err := os.MkdirTemp("", "figures-")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "figures.snapshot")
	again := memory.New(s, options)
	if err := errors.Join(e.Save(context.Background(), path, "mark"), again.Load(context.Background(), path, "mark")); err != nil {
		t.Fatal(err)
	}
	if again.Version() != e.Version() {
		t.Fatalf("saved version %d, loaded %d", e.Version(), again.Version())
	}
	return again
}

func add(t *rapid.T, s *Source, w *ops.Rows, row map[string]string) {
	if err := s.Append(w, row); err != nil {
		t.Fatal(err)
	}
}

func name(t *rapid.T, what string) string {
	return rapid.SampledFrom([]string{"", "a", "B", "c"}).Draw(t, what)
}

// instant draws from few moments of a day, so that equal ones occur.
func instant(t *rapid.T, from int) string {
	d := anchor + ops.Day(rapid.IntRange(from, span-1).Draw(t, "day"))
	clock := rapid.SampledFrom([]string{"00:00:00", "00:20:00", "01:10:00", "03:59:59", "12:00:00", "12:00:00", "23:59:59"}).Draw(t, "clock")
	return d.String() + " " + clock
}

func randomEvent(t *rapid.T, from int) map[string]string {
	row := map[string]string{
		"member":    fmt.Sprint("m", rapid.IntRange(0, 5).Draw(t, "member")),
		"event":     rapid.SampledFrom([]string{"check_in", "check_in", "check_in", "visit", "pay", "join"}).Draw(t, "event"),
		"at":        instant(t, from),
		"challenge": rapid.SampledFrom([]string{"", "x", "y"}).Draw(t, "challenge"),
		"channel":   name(t, "channel"),
	}
	if rapid.IntRange(0, 3).Draw(t, "rare") == 0 {
		row["props"] = rapid.SampledFrom([]string{`{"product":"book"}`, `{"product":"pen","price":3}`, `no object`}).Draw(t, "props")
		row["invited_by"] = fmt.Sprint("m", rapid.IntRange(0, 6).Draw(t, "inviter"))
		row["campaign"], row["group"] = name(t, "campaign"), name(t, "group")
	}
	return row
}

func randomRange(t *rapid.T) ops.Range {
	from := rapid.IntRange(-3, span).Draw(t, "from")
	return ops.Range{From: anchor + ops.Day(from), To: anchor + ops.Day(rapid.IntRange(from+1, span+5).Draw(t, "to"))}
}

func randomThrough(t *rapid.T) ops.Day {
	return anchor + ops.Day(rapid.IntRange(0, span+10).Draw(t, "through"))
}

func randomActivity(t *rapid.T) engine.Activity {
	a := engine.Activity{Event: rapid.SampledFrom([]string{"check_in", "check_in", "check_in", "*", "*", "pay", "visit"}).Draw(t, "activity")}
	if rapid.IntRange(0, 19).Draw(t, "unknown") == 0 {
		a.Event = "never"
	}
	if rapid.IntRange(0, 3).Draw(t, "where") == 0 {
		a.Where = randomFilter(t)
	}
	return a
}

func randomFilter(t *rapid.T) []ops.Filter {
	var out []ops.Filter
	for range rapid.IntRange(0, 1).Draw(t, "filters") {
		f := ops.Filter{Dimension: rapid.SampledFrom([]string{"channel", "city", "group", "campaign", "challenge", "event", "product", "staff",
			"invited_by"}).Draw(t, "dimension"), Not: rapid.Bool().Draw(t, "not")}
		if rapid.IntRange(0, 19).Draw(t, "unknown") == 0 {
			f.Dimension = "nothing"
		}
		f.Values = rapid.SliceOfN(rapid.SampledFrom([]string{"", "A", "b", "c", "x", "book", "3", "1", "m2"}), 1, 2).Draw(t, "values")
		out = append(out, f)
	}
	return out
}

func randomPeriod(t *rapid.T) ops.Grain {
	return rapid.SampledFrom([]ops.Grain{ops.Daily, ops.Daily, ops.Weekly, ops.Monthly}).Draw(t, "period")
}

func randomGrowth(t *rapid.T) engine.GrowthQuery {
	q := engine.GrowthQuery{Event: randomActivity(t), Range: randomRange(t), Filter: randomFilter(t), Through: randomThrough(t)}
	if rapid.IntRange(0, 3).Draw(t, "rolls") == 0 {
		q.Rolling = rapid.IntRange(1, 28).Draw(t, "rolling")
	} else {
		q.Period = randomPeriod(t)
	}
	if rapid.Bool().Draw(t, "censors") {
		q.Censor = rapid.IntRange(1, 10).Draw(t, "censor")
	}
	return q
}

func randomStreak(t *rapid.T) engine.StreakQuery {
	q := engine.StreakQuery{Event: randomActivity(t), Range: randomRange(t), Filter: randomFilter(t), Through: randomThrough(t)}
	q.Challenge = rapid.SampledFrom([]string{"", "", "X"}).Draw(t, "challenge")
	q.MakeUp = rapid.IntRange(0, 3).Draw(t, "make up")
	q.Rest = rapid.SampledFrom([][]int{nil, nil, {0}, {0, 6}}).Draw(t, "rest")
	return q
}

// same asks both engines and compares.
func same[Q, A any](t *rapid.T, q Q, memory, reference func(context.Context, Q) (A, error)) A {
	t.Helper()
	got, err := memory(context.Background(), q)
	want, wrong := reference(context.Background(), q)
	if (err == nil) != (wrong == nil) { // of two mistakes either may be named
		t.Fatalf("%+v\nmemory: %v\nreference: %v", q, err, wrong)
	}
	var known *ops.Error
	if err != nil && !errors.As(err, &known) {
		t.Fatal(err)
	}
	if err == nil && !reflect.DeepEqual(got, want) {
		t.Fatalf("%+v\nmemory:    %+v\nreference: %+v", q, got, want)
	}
	return got
}

// both draws a record and returns both engines' answers to it.
func both(t *rapid.T) (engine.Snapshot, *reference.Members) {
	s, e := randomRecord(t, func(string) {})
	r, err := reference.LoadMembers(context.Background(), s, s.Calendar)
	if err != nil {
		t.Fatal(err)
	}
	return e.Current(), r
}

// What the engines are compared on holds what is hard about it.
func TestRandomRecordsHoldAll(t *testing.T) {
	if testing.Short() {
		t.Skip("a fifth of the records may well lack something")
	}
	drawn := map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		_, e := randomRecord(t, func(what string) { drawn[what]++ })
		q := engine.PeopleQuery{Stickiness: &engine.StickinessQuery{Range: ops.Range{From: anchor - 3, To: anchor + span + 3}, Period: ops.Daily,
			Through: anchor + span + 3}, Most: span}
		active, err := e.Current().People(context.Background(), q)
		if err != nil {
			t.Fatal(err)
		}
		joined, err := e.Current().Retention(context.Background(), engine.RetentionQuery{Cohort: engine.CohortJoin,
			Range: ops.Range{From: anchor, To: anchor + span}, Period: ops.Monthly, Periods: 1})
		if err != nil {
			t.Fatal(err)
		}
		members := 0
		for _, c := range joined.Cohorts {
			members += c.Size
		}
		if members < active.Total {
			drawn["member that never joined"]++
		}
	})
	for _, what := range []string{"Asia/Shanghai", "America/Havana", "Europe/Berlin", "Australia/Lord_Howe", "day start 0s", "day start 1h0m0s",
		"day start 4h0m0s", "week start Monday", "week start Sunday",
		"late import", "undone import", "undone import before a later one", "member that never joined"} {
		if drawn[what] == 0 {
			t.Errorf("never drawn: %s", what)
		}
	}
}

func TestRandomGrowth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, r := both(t)
		for i := range 4 {
			q := randomGrowth(t)
			if i < len(keptGrowth()) {
				q = keptGrowth()[i]
			}
			g := same(t, q, m.Growth, r.Growth)
			if g == nil {
				continue
			}
			for i, b := range g.Buckets { // SPEC §6
				if b.New+b.PreExisting+b.Retained+b.Resurrected != b.Active {
					t.Fatalf("the parts of %v are not its active members: %+v", b.Days, b)
				}
				if q.Rolling == 0 && i > 0 && b.Retained+b.Churned != g.Buckets[i-1].Active {
					t.Fatalf("retained and churned of %v are not the active members before", b.Days)
				}
				if b.States[engine.StateNew]+b.States[engine.StateCurrent]+b.States[engine.StateReactivated]+b.States[engine.StateResurrected] != b.DAU {
					t.Fatalf("active states of %v are not its DAU", b.Days)
				}
				if b.DAU+b.States[engine.StateAtRisk7] != b.WAU || b.WAU+b.States[engine.StateAtRisk30] != b.MAU {
					t.Fatalf("those at risk on %v do not make up WAU and MAU", b.Days)
				}
			}
		}
	})
}

func TestRandomStreaks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, r := both(t)
		for range 4 {
			same(t, randomStreak(t), m.Streaks, r.Streaks)
		}
	})
}

func randomRetention(t *rapid.T) engine.RetentionQuery {
	q := engine.RetentionQuery{Range: randomRange(t), Filter: randomFilter(t), Through: randomThrough(t), Period: randomPeriod(t)}
	q.Start = randomActivity(t)
	if rapid.Bool().Draw(t, "other return") {
		q.Return = randomActivity(t)
	}
	if rapid.Bool().Draw(t, "first") {
		q.Cohort = rapid.SampledFrom([]string{engine.CohortRecurring, engine.CohortJoin, engine.CohortChannel, engine.CohortCampaign,
			engine.CohortChallenge}).Draw(t, "cohort")
	}
	q.Mode = rapid.SampledFrom([]string{"", engine.ModeOnOrAfter, engine.ModeBracket, engine.ModeStreak}).Draw(t, "mode")
	switch q.Mode {
	case engine.ModeBracket:
		for range rapid.IntRange(1, 3).Draw(t, "brackets") {
			a := rapid.SampledFrom([]int{0, 1, 2, 3, 5, 20}).Draw(t, "a")
			q.Brackets = append(q.Brackets, [2]int{a, a + rapid.SampledFrom([]int{0, 1, 2, 10}).Draw(t, "b")})
		}
	case engine.ModeStreak:
		q.Streak = rapid.IntRange(1, 4).Draw(t, "streak")
	}
	q.Elapsed = q.Period != ops.Monthly && rapid.IntRange(0, 2).Draw(t, "elapsed") == 0
	if q.Period == ops.Daily {
		q.GroupBy = rapid.SampledFrom([]ops.Grain{"", "", ops.Weekly, ops.Monthly}).Draw(t, "group by")
	}
	q.Periods = rapid.SampledFrom([]int{0, 0, 1, 7, 30}).Draw(t, "periods")
	q.MinReturns = rapid.SampledFrom([]int{0, 0, 2}).Draw(t, "min returns")
	switch q.Cohort {
	case engine.CohortChannel, engine.CohortCampaign, engine.CohortChallenge: // grouped by that
	default:
		q.By = rapid.SampledFrom([]string{"", "", "channel", "city", "product", "staff", "invited_by"}).Draw(t, "by")
	}
	return q
}

func TestRandomRetention(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, r := both(t)
		for range 4 {
			same(t, randomRetention(t), m.Retention, r.Retention)
		}
	})
}

func TestRandomStickiness(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, r := both(t)
		q := engine.StickinessQuery{Event: randomActivity(t), Range: randomRange(t), Period: randomPeriod(t), Filter: randomFilter(t), Through: randomThrough(t)}
		same(t, q, m.Stickiness, r.Stickiness)
	})
}
