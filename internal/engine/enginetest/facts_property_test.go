package enginetest_test

import (
	"maps"
	"slices"
	"testing"

	"daybreak/internal/engine"
	"daybreak/internal/engine/enginetest"
	"daybreak/internal/engine/memory"
	"daybreak/internal/engine/reference"
	"daybreak/internal/ops"
	"pgregory.net/rapid"
)

// After any imports and undos an engine that followed them step by step, one
// that loaded the outcome at once, and the reference answer alike.
func TestFactsEqualReference(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := enginetest.RandomSettings(rt)
		source := enginetest.NewSource(s.Calendar)
		source.Block = rapid.IntRange(0, 3).Draw(rt, "block")
		options := memory.Options{Calendar: s.Calendar, Currency: s.Currency}
		followed := memory.New(source, options)
		slow := &reference.Engine{Source: source, Calendar: s.Calendar, Currency: s.Currency}
		var q engine.SumQuery
		for step := range rapid.IntRange(1, 5).Draw(rt, "steps") {
			enginetest.RandomStep(rt, source, 20, "spend", "followers", "posts", "orders", "costs", "events", "events", "members", "rates", "counts",
				"levels", "search_terms")
			enginetest.RandomWord(rt, source)
			refresh(rt, t, followed)
			loaded := memory.New(source, options)
			refresh(rt, t, loaded)
			if step == 0 || !rapid.Bool().Draw(rt, "again") { // else from what was kept where nothing changed
				q = enginetest.RandomSums(rt)
			}
			want := sumsText(t, slow, q)
			if got := sumsText(t, followed.Current(), q); got != want {
				rt.Fatalf("%+v\nfollowed:\n%s\nreference:\n%s", q, got, want)
			}
			if got := sumsText(t, loaded.Current(), q); got != want {
				rt.Fatalf("%+v\nloaded:\n%s\nreference:\n%s", q, got, want)
			}
			if got := sumsText(t, loaded.Current(), q); got != want {
				rt.Fatalf("%+v\nasked again:\n%s\nreference:\n%s", q, got, want)
			}
			compareCounted(rt, t, slow, followed.Current(), q)
			compareState(rt, followed.Current(), loaded.Current())
			if rapid.Bool().Draw(rt, "restart") {
				followed = enginetest.Restarted(rt, source, options, followed)
				if got := sumsText(t, followed.Current(), q); got != want {
					rt.Fatalf("%+v\nrestarted:\n%s\nreference:\n%s", q, got, want)
				}
				compareState(rt, followed.Current(), loaded.Current())
			}

			event := rapid.SampledFrom([]string{"*", "join", "check_in"}).Draw(rt, "event")
			filter := enginetest.RandomFilters(rt, 1, []string{"channel", "city", "event"})
			r := enginetest.RandomRange(rt)
			a, errA := followed.Current().HourMinutes(t.Context(), event, r, filter)
			b, errB := slow.HourMinutes(t.Context(), event, r, filter)
			if ops.CodeOf(errA) != ops.CodeOf(errB) || errA == nil && *a != *b {
				rt.Fatalf("minutes of %s over %v where %v differ: %v, %v", event, r, filter, errA, errB)
			}
			if errB == nil {
				compareTimes(rt, t, slow, followed.Current(), engine.TimesQuery{Event: event, Weekday: rapid.IntRange(engine.EveryWeekday, 6).Draw(rt, "weekday"),
					Range: r, Filter: filter}, b)
			}
		}
	})
}

func refresh(rt *rapid.T, t *testing.T, e *memory.Engine) {
	if err := e.Refresh(t.Context()); err != nil {
		rt.Fatal(err)
	}
}

// compareCounted asks for the members behind every total that counts members:
// together they were counted as often as the total says, each as often as the
// reference counts it.
func compareCounted(rt *rapid.T, t *testing.T, slow *reference.Engine, s engine.Snapshot, q engine.SumQuery) {
	sums, err := s.Sums(t.Context(), q)
	if err != nil {
		return
	}
	for i, m := range q.Measures {
		count := engine.CountQuery{Measure: m, Range: q.Range, Filter: q.Filter}
		compareTally(rt, t, slow, s, count)
		if !m.OfMembers() {
			continue
		}
		people, err := s.People(t.Context(), engine.PeopleQuery{Count: &count})
		want, wrong := slow.Counted(t.Context(), count)
		if ops.CodeOf(err) != ops.CodeOf(wrong) {
			rt.Fatalf("%+v: %v, want %v", count, err, wrong)
		}
		if err != nil {
			continue
		}
		got := map[string]int64{}
		for _, p := range people.Members {
			got[p.ID] = p.Counted
		}
		if !maps.Equal(got, want) || people.Total != len(want) || people.Counted != sums.Measures[i].Total.Sum {
			rt.Fatalf("%+v of %+v: %d in all %v, want %d %v", m, count, people.Counted, got, sums.Measures[i].Total.Sum, want)
		}
	}
}

// compareTally asks what each member adds to a measure: the same as the reference
// says.
func compareTally(rt *rapid.T, t *testing.T, slow *reference.Engine, s engine.Snapshot, q engine.CountQuery) {
	got, err := s.Tally(t.Context(), q)
	want, wrong := slow.Tally(t.Context(), q)
	if ops.CodeOf(err) != ops.CodeOf(wrong) {
		rt.Fatalf("%+v: %v, want %v", q, err, wrong)
	}
	if err == nil && !maps.Equal(sumOfEach(got), sumOfEach(want)) {
		rt.Fatalf("%+v of %+v: %v, want %v", q.Measure, q, sumOfEach(got), sumOfEach(want))
	}
}

// sumOfEach is a tally by member: whole units, the rest, and what is not known.
func sumOfEach(t *engine.Tally) map[string][3]int64 {
	out := map[string][3]int64{}
	for i, member := range t.Members {
		whole, rest := t.Sums[i].Exact()
		out[member] = [3]int64{whole, rest, t.Sums[i].Unknown}
	}
	return out
}

// compareTimes asks for the members behind a time of the day: each is counted as
// often as the reference counts it, together as often as minutes says.
func compareTimes(rt *rapid.T, t *testing.T, slow *reference.Engine, s engine.Snapshot, q engine.TimesQuery, minutes *[7][1440]int64) {
	from := rapid.IntRange(0, 1439).Draw(rt, "from minute")
	to := rapid.IntRange(from, 1439).Draw(rt, "to minute")
	total := int64(0)
	for w := range minutes {
		if q.Weekday == engine.EveryWeekday || q.Weekday == w {
			for _, n := range minutes[w][from : to+1] {
				total += n
			}
		}
	}
	people, err := s.People(t.Context(), engine.PeopleQuery{Times: &q, Step: from, Most: to})
	if err != nil {
		rt.Fatal(err)
	}
	want, err := slow.CountedAt(t.Context(), q, from, to)
	if err != nil {
		rt.Fatal(err)
	}
	got := map[string]int64{}
	for _, p := range people.Members {
		got[p.ID] = p.Counted
	}
	if !maps.Equal(got, want) || people.Counted != total {
		rt.Fatalf("%+v in %d to %d: %d in all %v, want %d %v", q, from, to, people.Counted, got, total, want)
	}
}

func sumsText(t *testing.T, e engine.Facts, q engine.SumQuery) string {
	s, err := e.Sums(t.Context(), q)
	if err != nil {
		return enginetest.ErrorText(err)
	}
	return enginetest.SumsText(q, s)
}

func compareState(rt *rapid.T, a, b engine.Snapshot) {
	if a.Version() != b.Version() {
		rt.Fatalf("versions %d and %d", a.Version(), b.Version())
	}
	for _, record := range ops.Records() {
		if x, y := a.Days(record.Name), b.Days(record.Name); x != y {
			rt.Fatalf("days of %s: %v and %v", record.Name, x, y)
		}
	}
	for _, d := range ops.FilterDimensions() {
		if x, y := a.Values(d), b.Values(d); !slices.Equal(x, y) {
			rt.Fatalf("values of %s: %v and %v", d, x, y)
		}
	}
}
