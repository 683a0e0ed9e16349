package memory_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"
	_ "time/tzdata"

	"daybreak/internal/engine"
	"daybreak/internal/engine/enginetest"
	"daybreak/internal/engine/memory"
	"daybreak/internal/ops"
)

func shanghai(t *testing.T) ops.Calendar {
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	return ops.Calendar{Zone: zone, WeekStart: time.Monday}
}

func load(t *testing.T, s *enginetest.Source, record, csv string) int {
	t.Helper()
	batch, err := s.Import(record, csv)
	if err != nil {
		t.Fatal(err)
	}
	return batch
}

func totalCost(t *testing.T, s engine.Snapshot) engine.Cell {
	t.Helper()
	sums, err := s.Sums(t.Context(), engine.SumQuery{
		Measures: []*ops.Measure{{Name: "cost", Record: "spend", Column: "cost", Agg: ops.Sum}},
		Range:    ops.Range{From: ops.MinDay, To: ops.MaxDay}, Grain: ops.Whole,
	})
	if err != nil {
		t.Fatal(err)
	}
	return sums.Measures[0].Total
}

const firstSpend = `date,platform,campaign,keyword,channel,cost,currency
2026-09-01,baidu,autumn,run,ads,1.00,CNY
2026-09-02,baidu,autumn,run,ads,2.00,CNY
2026-09-02,weibo,spring,,feed,4.00,CNY
`

func TestSnapshotsStay(t *testing.T) {
	source := enginetest.NewSource(shanghai(t))
	e := memory.New(source, memory.Options{Calendar: source.Calendar, Currency: "CNY"})
	empty := e.Current()
	if empty.Version() != 0 || empty.Days("spend").Len() != 0 {
		t.Errorf("before the first refresh: version %d, days %v", empty.Version(), empty.Days("spend"))
	}
	load(t, source, "spend", firstSpend)
	if err := e.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	before := e.Current()
	second := load(t, source, "spend",
		"date,platform,campaign,keyword,cost,currency\n2026-09-02,baidu,autumn,run,20.00,CNY\n2026-09-03,baidu,autumn,run,8.00,CNY\n")
	if err := e.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	after := e.Current()
	source.Undo(second)
	if err := e.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		name     string
		snapshot engine.Snapshot
		want     engine.Cell
		days     string
	}{
		{"empty", empty, engine.Cell{}, "no days"},
		{"first", before, engine.Cell{Sum: 700, Rows: 3}, "2026-09-01 to 2026-09-02"},
		{"second", after, engine.Cell{Sum: 100 + 2000 + 400 + 800, Rows: 4}, "2026-09-01 to 2026-09-03"},
		{"undone", e.Current(), engine.Cell{Sum: 700, Rows: 3}, "2026-09-01 to 2026-09-02"},
	} {
		if got := totalCost(t, x.snapshot); got != x.want {
			t.Errorf("%s: %v, want %v", x.name, got, x.want)
		}
		if got := x.snapshot.Days("spend").String(); got != x.days {
			t.Errorf("%s: %s, want %s", x.name, got, x.days)
		}
	}
	if before.Version() >= after.Version() || after.Version() >= e.Current().Version() {
		t.Errorf("versions %d, %d, %d do not grow", before.Version(), after.Version(), e.Current().Version())
	}
}

// failing is a source whose reading fails.
type failing struct{ *enginetest.Source }

var errDisk = errors.New("disk gone")

func (failing) Read(context.Context, string, ops.Range, func(*ops.Rows) error) error { return errDisk }

func TestRefreshFails(t *testing.T) {
	source := enginetest.NewSource(shanghai(t))
	load(t, source, "spend", firstSpend)
	e := memory.New(failing{source}, memory.Options{Calendar: source.Calendar, Currency: "CNY"})
	before := e.Current()
	if err := e.Refresh(t.Context()); !errors.Is(err, errDisk) {
		t.Errorf("error %v", err)
	}
	if e.Current() != before {
		t.Error("a failed refresh put a new snapshot in place")
	}
}

func TestValuesAndEvents(t *testing.T) {
	source := enginetest.NewSource(shanghai(t))
	load(t, source, "spend", firstSpend)
	load(t, source, "members", "member,channel,city,staff\nanna,zhihu,Xi'an,1\nbert,zhihu,,\n")
	load(t, source, "events", "member,at,event,channel\nanna,2026-09-01 06:00:00,join,\nanna,2026-09-01 07:00:00,check_in,\nbert,2026-09-02 "+
		"07:00:00,check_in,ads\n")
	e := memory.New(source, memory.Options{Calendar: source.Calendar, Currency: "CNY"})
	if err := e.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	s := e.Current()
	for dimension, want := range map[string][]string{
		"channel":  {"zhihu", "ads", "feed"}, // zhihu: two members and anna's two events; ads: two rows of spend and bert's event
		"campaign": {"autumn", "spring"},
		"keyword":  {"run"},
		"city":     {"Xi'an"},
		"staff":    {"1", "0"}, // anna and her two events; bert and his event, nobody who is not listed
		"nonsense": nil,
	} {
		if got := s.Values(dimension); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", dimension, got, want)
		}
	}
	if got := s.Events(); !slices.Equal(got, []string{"check_in", "join"}) {
		t.Errorf("events %q", got)
	}
	var through []string
	for _, w := range s.Sources() {
		through = append(through, w.Record+" "+w.Name+" "+w.Through.String())
	}
	if want := []string{"events  2026-09-02", "spend baidu 2026-09-02", "spend weibo 2026-09-02"}; !slices.Equal(through, want) {
		t.Errorf("sources %q, want %q", through, want)
	}
}

// Readers of old and new snapshots run while the engine refreshes; the race
// detector watches.
func TestReadWhileRefreshing(t *testing.T) {
	source := enginetest.NewSource(shanghai(t))
	load(t, source, "spend", firstSpend)
	e := memory.New(source, memory.Options{Calendar: source.Calendar, Currency: "CNY"})
	if err := e.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	first := e.Current()
	q := engine.SumQuery{
		Measures: []*ops.Measure{{Name: "cost", Record: "spend", Column: "cost", Agg: ops.Sum}, {Name: "new", Record: "events", Agg: ops.First}},
		Range:    ops.Range{From: ops.DayOf(2026, 9, 1), To: ops.DayOf(2026, 9, 8)}, Grain: ops.Daily, By: []string{"campaign"},
		Filter: []ops.Filter{{Dimension: "channel", Not: true, Values: []string{"nowhere", "feed"}}},
	}
	var readers sync.WaitGroup
	done := make(chan struct{})
	for range 2 {
		readers.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				for _, s := range []engine.Snapshot{first, e.Current()} {
					sums, err := s.Sums(t.Context(), q)
					if err != nil || s == first && sums.Measures[0].Total.Sum != 300 {
						t.Errorf("%v, %v", sums, err)
						return
					}
					s.Values("campaign")
				}
			}
		})
	}
	for i := range 30 {
		campaign := string(rune('a' + i%26))
		load(t, source, "spend", "date,platform,campaign,channel,cost,currency\n2026-09-03,baidu,"+campaign+",new "+campaign+",1.00,CNY\n")
		load(t, source, "events", "member,at,event\n"+campaign+",2026-09-03 06:00:00,join\n")
		if err := e.Refresh(t.Context()); err != nil {
			t.Error(err)
		}
	}
	close(done)
	readers.Wait()
}

func TestQuestionsRefused(t *testing.T) {
	source := enginetest.NewSource(shanghai(t))
	s := memory.New(source, memory.Options{Calendar: source.Calendar, Currency: "CNY"}).Current()
	cost := &ops.Measure{Name: "cost", Record: "spend", Column: "cost", Agg: ops.Sum}
	days := ops.Range{From: ops.DayOf(2026, 9, 1), To: ops.DayOf(2026, 9, 2)}
	for _, x := range []struct {
		name string
		code ops.Code
		q    engine.SumQuery
	}{
		{"dimension", "unknown_dimension", engine.SumQuery{By: []string{"campaigns"}}},
		{"filter", "unknown_dimension", engine.SumQuery{Filter: []ops.Filter{{Dimension: "impressions"}}}},
		{"grain", "unknown_grain", engine.SumQuery{Grain: "year"}},
		{"breadth", "too_many_dimensions", engine.SumQuery{By: []string{"platform", "campaign", "keyword", "channel"}}},
		{"column", "bad_measure", engine.SumQuery{Measures: []*ops.Measure{{Name: "m", Record: "spend", Column: "revenue", Agg: ops.Sum}}}},
		{"record", "bad_measure", engine.SumQuery{Measures: []*ops.Measure{{Name: "m", Record: "members", Agg: ops.RowCount}}}},
		{"members", "bad_measure", engine.SumQuery{Measures: []*ops.Measure{{Name: "m", Record: "spend", Agg: ops.Distinct}}}},
		{"level", "bad_measure", engine.SumQuery{Measures: []*ops.Measure{{Name: "m", Record: "orders", Column: "revenue", Agg: ops.Level}}}},
		{"aggregation", "bad_measure", engine.SumQuery{Measures: []*ops.Measure{{Name: "m", Record: "spend", Column: "cost", Agg: "mean"}}}},
		{"subject", "bad_measure", engine.SumQuery{Measures: []*ops.Measure{{Name: "m", Record: "events", Column: "order_id", Agg: ops.Distinct}}}},
	} {
		x.q.Range = days
		if x.q.Grain == "" {
			x.q.Grain = ops.Daily
		}
		if x.q.Measures == nil {
			x.q.Measures = []*ops.Measure{cost}
		}
		if _, err := s.Sums(t.Context(), x.q); ops.CodeOf(err) != x.code {
			t.Errorf("%s: %v, want %s", x.name, err, x.code)
		}
	}
	if _, err := s.HourMinutes(t.Context(), "*", days, []ops.Filter{{Dimension: "platform"}}); ops.CodeOf(err) != "unknown_dimension" {
		t.Errorf("minutes by platform: %v", err)
	}
}
