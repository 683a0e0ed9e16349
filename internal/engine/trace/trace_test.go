package trace_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"daybreak/internal/engine"
	"daybreak/internal/engine/enginetest"
	"daybreak/internal/engine/memory"
	"daybreak/internal/engine/trace"
	"daybreak/internal/ops"
)

// TestPartsComeToTheSum: in random worlds what the imports add to a measure, random or of
// the catalog, is what two engines say the sum is, row for row.
func TestPartsComeToTheSum(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := enginetest.RandomSettings(rt)
		source := enginetest.NewSource(s.Calendar)
		source.Block = rapid.IntRange(0, 3).Draw(rt, "block")
		for range rapid.IntRange(1, 6).Draw(rt, "steps") {
			enginetest.RandomStep(rt, source, 20, "spend", "followers", "posts", "orders", "costs", "events", "events", "members", "rates", "counts",
				"levels", "search_terms")
			enginetest.RandomWord(rt, source)
		}
		e := memory.New(source, memory.Options{Calendar: s.Calendar, Currency: s.Currency})
		if err := e.Refresh(context.Background()); err != nil {
			rt.Fatal(err)
		}
		q := enginetest.RandomSums(rt)
		q.By, q.Grain = nil, ops.Whole
		sums, err := e.Current().Sums(context.Background(), q)
		if err != nil {
			return
		}
		tracer := trace.Tracer{Source: source, Calendar: s.Calendar, Currency: s.Currency}
		for i, m := range q.Measures {
			asked := trace.Query{Measure: m, Range: q.Range, Filter: q.Filter}
			got, err := tracer.Sum(context.Background(), asked)
			if err != nil {
				rt.Fatal(err)
			}
			want := sums.Measures[i]
			if got.Missing != want.Missing {
				rt.Fatalf("%+v lacks %q, want %q", m, got.Missing, want.Missing)
			}
			if total := got.Total(); same(total) != same(want.Total) {
				rt.Fatalf("%+v over %v where %v: the parts are %+v, the sum is %+v", m, q.Range, q.Filter, got.Parts, want.Total)
			}
			named := 0
			if err := tracer.Rows(context.Background(), asked, got, func(*ops.Rows, int) { named++ }); err != nil || named != len(got.Rows) {
				rt.Fatalf("%d rows are named, %d shown: %v", len(got.Rows), named, err)
			}
		}
	})
}

// same is what a cell says, whatever its rest is kept as.
func same(c engine.Cell) [4]int64 {
	whole, rest := c.Exact()
	return [4]int64{whole, rest, c.Rows, c.Unknown}
}

// TestWhoIsCredited: worked out by hand. Two imports say that ana checked in on the 2nd;
// the first is credited, the second only with ben, and with the second order of ana.
func TestWhoIsCredited(t *testing.T) {
	settings := enginetest.NewSource(ops.Calendar{Zone: time.UTC, WeekStart: time.Monday})
	add := func(record string, rows ...map[string]string) {
		w := settings.Rows(record)
		for _, r := range rows {
			if err := settings.Append(w, r); err != nil {
				t.Fatal(err)
			}
		}
		settings.Add(w)
	}
	event := func(member, at string) map[string]string {
		return map[string]string{"member": member, "at": at, "event": "check_in", "challenge": "c"}
	}
	order := func(id, at string) map[string]string {
		return map[string]string{"order_id": id, "at": at, "member": "ana", "product": "p", "revenue": "5.00", "currency": "CNY"}
	}
	add("events", event("ana", "2026-09-02 08:00:00"))
	add("events", event("ana", "2026-09-02 07:00:00"), event("ben", "2026-09-02 07:00:00"))
	add("orders", order("o1", "2026-09-02 08:00:00"), order("o1b", "2026-09-09 08:00:00"))
	add("orders", order("o2", "2026-09-03 08:00:00"), order("o3", "2026-09-04 08:00:00"))
	tracer := trace.Tracer{Source: settings, Calendar: settings.Calendar, Currency: "CNY"}
	days := ops.Range{From: ops.DayOf(2026, 9, 1), To: ops.DayOf(2026, 9, 6)}
	for name, c := range map[string]struct {
		measure ops.Measure
		want    []trace.Part
	}{
		"days":     {ops.Measure{Record: "events", Agg: ops.MemberDays}, parts(2, 1, 2, 1, 1, 1)},
		"members":  {ops.Measure{Record: "events", Agg: ops.Distinct}, parts(2, 1, 2, 1, 1, 1)},
		"firsts":   {ops.Measure{Record: "events", Agg: ops.First}, parts(2, 2, 2)}, // ana's earlier check-in came later
		"repeated": {ops.Measure{Record: "orders", Agg: ops.Repeat}, parts(4, 1, 2, 3, 0, 1)},
		"revenue":  {ops.Measure{Record: "orders", Agg: ops.Sum, Column: "revenue", Money: true}, parts(4, 1000, 2, 3, 500, 1)},
	} {
		got, err := tracer.Sum(t.Context(), trace.Query{Measure: &c.measure, Range: days})
		if err != nil || !slices.Equal(got.Parts, c.want) {
			t.Errorf("%s: %+v, %v, want %+v", name, got.Parts, err, c.want)
		}
	}
}

// parts are imports, each with a sum and a number of rows.
func parts(n ...int64) (out []trace.Part) {
	for i := 0; i < len(n); i += 3 {
		out = append(out, trace.Part{Batch: n[i], Cell: engine.Cell{Sum: n[i+1], Rows: n[i+2]}})
	}
	return out
}

// counted counts the blocks that are read of a source.
type counted struct {
	engine.Source
	blocks int
}

func (c *counted) Read(ctx context.Context, record string, days ops.Range, yield func(*ops.Rows) error) error {
	return c.Source.Read(ctx, record, days, func(b *ops.Rows) error {
		c.blocks++
		return yield(b)
	})
}

// Rows are shown without reading on to the end of the record: of 1,200 check-ins in
// blocks of one row each, the 1,000 that are named take 1,000 blocks.
func TestRowsReadNoFurther(t *testing.T) {
	source := enginetest.NewSource(ops.Calendar{Zone: time.UTC, WeekStart: time.Monday})
	source.Block = 1
	rows := source.Rows("events")
	for n := range 1200 {
		at := time.Date(2026, 9, 1, 0, 0, n, 0, time.UTC).Format(time.DateTime)
		if err := source.Append(rows, map[string]string{"member": "ana", "at": at, "event": "check_in"}); err != nil {
			t.Fatal(err)
		}
	}
	source.Add(rows)
	read := &counted{Source: source}
	tracer := trace.Tracer{Source: read, Calendar: source.Calendar, Currency: "CNY"}
	q := trace.Query{Measure: &ops.Measure{Record: "events", Agg: ops.RowCount}, Range: ops.Range{From: ops.DayOf(2026, 9, 1), To: ops.DayOf(2026, 9, 2)}}
	sum, err := tracer.Sum(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	read.blocks = 0
	shown := 0
	if err := tracer.Rows(t.Context(), q, sum, func(*ops.Rows, int) { shown++ }); err != nil || shown != 1000 || read.blocks != 1000 {
		t.Errorf("%d rows of %d blocks, %v; want 1000 of 1000", shown, read.blocks, err)
	}
}
