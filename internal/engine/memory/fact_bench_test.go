package memory

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"time"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

var benchRows = flag.Int("rows", 1_000_000, "rows of spend in the benchmarks")

// keywordDays is a source of about n rows of spend over a year: 8 platforms,
// 200 campaigns, 50,000 keywords of which one in twenty is a brand's.
type keywordDays struct {
	n                      int
	names, events, members *ops.Dictionary
}

var benchDays = ops.Range{From: ops.DayOf(2025, 1, 1), To: ops.DayOf(2026, 1, 1)}

const (
	benchKeywords  = 50_000
	benchCampaigns = 200
	benchPlatforms = 8
)

func (s *keywordDays) Dictionaries() (names, events, members *ops.Dictionary) {
	return s.names, s.events, s.members
}

func (s *keywordDays) Changes(_ context.Context, since int64) (int64, []engine.Changed, error) {
	return since + 1, []engine.Changed{{Record: "spend", Days: benchDays}}, nil
}

func (s *keywordDays) Keys() ops.Keys                                { return nil }
func (s *keywordDays) Sources(context.Context) ([]ops.Source, error) { return nil, nil }

func (s *keywordDays) Read(_ context.Context, record string, days ops.Range, yield func(*ops.Rows) error) error {
	if record != "spend" {
		return nil
	}
	spend, _ := ops.RecordNamed("spend")
	column := spend.Column
	platforms, campaigns, keywords := s.codes("platform %d", benchPlatforms), s.codes("campaign %03d", benchCampaigns), make([]uint32, benchKeywords)
	for k := range keywords {
		kind := "generic"
		if k%20 == 0 {
			kind = "brand"
		}
		keywords[k] = s.names.Code(fmt.Sprintf("%s keyword %05d", kind, k))
	}
	cny := s.names.Code("CNY")
	random := rand.New(rand.NewPCG(1, 2))
	for d := range benchDays.Len() {
		day := benchDays.From + ops.Day(d)
		w := ops.NewRows(spend, s.names, s.events, s.members)
		put := func(name string, v int64) { w.Ints[column(name)] = append(w.Ints[column(name)], v) }
		code := func(name string, c uint32) { w.Codes[column(name)] = append(w.Codes[column(name)], c) }
		for k := range benchKeywords {
			if random.IntN(benchKeywords*benchDays.Len()) >= s.n {
				continue
			}
			campaign := k * benchCampaigns / benchKeywords
			impressions := 10 + random.Int64N(2000)
			clicks := random.Int64N(impressions/10 + 1)
			conversions := random.Int64N(clicks/8 + 1)
			put("date", int64(day))
			code("platform", platforms[campaign%benchPlatforms])
			code("account", 0)
			code("campaign", campaigns[campaign])
			code("ad_group", 0)
			code("keyword", keywords[k])
			code("channel", platforms[campaign%benchPlatforms])
			code("industry", 0)
			put("impressions", impressions)
			put("clicks", clicks)
			put("cost", clicks*(20+random.Int64N(200)))
			code("currency", cny)
			put("reported_conversions", conversions*1_000_000)
			put("reported_value", conversions*(1000+random.Int64N(8000)))
		}
		if days.Has(day) {
			if err := yield(w); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *keywordDays) codes(format string, n int) []uint32 {
	out := make([]uint32, n)
	for i := range out {
		out[i] = s.names.Code(fmt.Sprintf(format, i))
	}
	return out
}

// checkIns is a source of a million check-ins of 50,000 members over a year.
type checkIns struct {
	names, events, members *ops.Dictionary
}

func (s *checkIns) Dictionaries() (names, events, members *ops.Dictionary) {
	return s.names, s.events, s.members
}

func (s *checkIns) Changes(_ context.Context, since int64) (int64, []engine.Changed, error) {
	return since + 1, []engine.Changed{{Record: "events", Days: benchDays}}, nil
}

func (s *checkIns) Keys() ops.Keys                                { return nil }
func (s *checkIns) Sources(context.Context) ([]ops.Source, error) { return nil, nil }

func (s *checkIns) Read(_ context.Context, record string, _ ops.Range, yield func(*ops.Rows) error) error {
	if record != "events" {
		return nil
	}
	events, _ := ops.RecordNamed("events")
	random := rand.New(rand.NewPCG(3, 4))
	channels := make([]uint32, 20)
	for i := range channels {
		channels[i] = s.names.Code(fmt.Sprintf("channel %d", i))
	}
	members := make([]uint32, 50_000)
	for i := range members {
		members[i] = s.members.Code(fmt.Sprintf("member %d", i))
	}
	checkIn, dawn := s.events.Code("check_in"), s.names.Code("dawn")
	for d := range benchDays.Len() {
		w := ops.NewRows(events, s.names, s.events, s.members)
		for range 1_000_000 / benchDays.Len() {
			m := random.IntN(len(members))
			for c, column := range events.Columns {
				if column.Type.IsText() {
					code := map[string]uint32{"member": members[m], "event": checkIn, "challenge": dawn, "channel": channels[m%len(channels)]}[column.Name]
					w.Codes[c] = append(w.Codes[c], code)
				} else if column.Name == "at" {
					w.Ints[c] = append(w.Ints[c], (int64(benchDays.From)+int64(d))*86_400_000_000+random.Int64N(86_400)*1_000_000)
				} else {
					w.Ints[c] = append(w.Ints[c], ops.NoValue)
				}
			}
		}
		if err := yield(w); err != nil {
			return err
		}
	}
	return nil
}

// BenchmarkMembers counts members of a million check-ins.
func BenchmarkMembers(b *testing.B) {
	source := &checkIns{names: ops.NewDictionary(), events: ops.NewDictionary(), members: ops.NewDictionary()}
	e := New(source, Options{Calendar: ops.Calendar{Zone: time.UTC, WeekStart: time.Monday}, Currency: "CNY"})
	if err := e.Refresh(b.Context()); err != nil {
		b.Fatal(err)
	}
	snapshot := e.Current()
	for _, agg := range []ops.Agg{ops.Distinct, ops.MemberDays, ops.First, ops.Repeat} {
		for _, by := range [][]string{nil, {"channel"}} {
			q := engine.SumQuery{
				Measures: []*ops.Measure{{Name: "m", Record: "events", Agg: agg, Where: []ops.Filter{{Dimension: "event", Values: []string{"check_in"}}}}},
				Range:    benchDays, Grain: ops.Daily, By: by,
			}
			b.Run(fmt.Sprintf("%s by day %v, a year", agg, by), func(b *testing.B) {
				for b.Loop() {
					if _, err := snapshot.Sums(b.Context(), q); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// BenchmarkFirst finds everybody's first check-in, as after every change of
// the events.
func BenchmarkFirst(b *testing.B) {
	source := &checkIns{names: ops.NewDictionary(), events: ops.NewDictionary(), members: ops.NewDictionary()}
	e := New(source, Options{Calendar: ops.Calendar{Zone: time.UTC, WeekStart: time.Monday}, Currency: "CNY"})
	if err := e.Refresh(b.Context()); err != nil {
		b.Fatal(err)
	}
	all, _ := newSelection(e.current.Load().facts.tables["events"], nil, nil)
	for b.Loop() {
		all.first("")
	}
}

// BenchmarkSums asks the panels of a campaign page.
func BenchmarkSums(b *testing.B) {
	source := &keywordDays{n: *benchRows, names: ops.NewDictionary(), events: ops.NewDictionary(), members: ops.NewDictionary()}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	e := New(source, Options{Calendar: ops.Calendar{Zone: time.UTC, WeekStart: time.Monday}, Currency: "CNY"})
	started := time.Now()
	if err := e.Refresh(b.Context()); err != nil {
		b.Fatal(err)
	}
	took := time.Since(started)
	runtime.GC()
	runtime.ReadMemStats(&after)
	rows := 0
	for _, seg := range e.current.Load().facts.tables["spend"].segments {
		rows += seg.rows()
	}
	b.Logf("%d rows, %.1f bytes a row, loaded in %v with their making", rows, float64(after.HeapAlloc-before.HeapAlloc)/float64(rows), took)

	sum := func(column string) *ops.Measure {
		return &ops.Measure{Name: column, Record: "spend", Column: column, Agg: ops.Sum}
	}
	kpis := []*ops.Measure{sum("impressions"), sum("clicks"), sum("cost"), sum("reported_conversions"), sum("reported_value")}
	cost := []*ops.Measure{sum("cost"), sum("clicks"), sum("reported_value")}
	last := func(n int) ops.Range { return ops.Range{From: benchDays.To - ops.Day(n), To: benchDays.To} }
	var brand []string
	snapshot := e.Current()
	for _, k := range snapshot.Values("keyword") {
		if strings.HasPrefix(k, "brand") {
			brand = append(brand, k)
		}
	}
	for _, panel := range []struct {
		name    string
		queries []engine.SumQuery
	}{
		{"tiles of 30 days and the 30 before", []engine.SumQuery{
			{Measures: kpis, Range: last(30), Grain: ops.Whole},
			{Measures: kpis, Range: ops.Range{From: benchDays.To - 60, To: benchDays.To - 30}, Grain: ops.Whole}}},
		{"day by channel, 90 days", []engine.SumQuery{{Measures: cost, Range: last(90), Grain: ops.Daily, By: []string{"channel"}}}},
		{"campaigns, 30 days and the 30 before", []engine.SumQuery{
			{Measures: cost, Range: last(30), Grain: ops.Whole, By: []string{"campaign"}},
			{Measures: cost, Range: ops.Range{From: benchDays.To - 60, To: benchDays.To - 30}, Grain: ops.Whole, By: []string{"campaign"}}}},
		{"keywords of a campaign, 90 days", []engine.SumQuery{{Measures: cost, Range: last(90), Grain: ops.Whole, By: []string{"keyword"},
			Filter: []ops.Filter{{Dimension: "campaign", Values: []string{"campaign 017"}}}}}},
		{"channel by month, a year", []engine.SumQuery{{Measures: cost, Range: benchDays, Grain: ops.Monthly, By: []string{"channel"}}}},
		{"brand keywords of two channels, campaign by day, a year", []engine.SumQuery{{Measures: cost, Range: benchDays, Grain: ops.Daily, By: []string{"campaign"},
			Filter: []ops.Filter{{Dimension: "keyword", Values: brand}, {Dimension: "channel", Values: []string{"platform 1", "platform 5"}}}}}},
		{"all brand keywords, a year", []engine.SumQuery{{Measures: cost, Range: benchDays, Grain: ops.Whole,
			Filter: []ops.Filter{{Dimension: "keyword", Values: brand}}}}},
	} {
		b.Run(panel.name, func(b *testing.B) {
			for b.Loop() {
				for _, q := range panel.queries {
					if _, err := snapshot.Sums(b.Context(), q); err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}
