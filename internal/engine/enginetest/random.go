package enginetest

import (
	"context"
	"fmt"
	"slices"
	"time"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
	"pgregory.net/rapid"
)

// RandomSettings draws workspace settings, among them zones with days of 23,
// 24 and 25 hours.
func RandomSettings(t *rapid.T) Settings {
	zone, err := time.LoadLocation(rapid.SampledFrom([]string{"Asia/Shanghai", "America/New_York", "America/Havana", "Australia/Lord_Howe"}).Draw(t, "zone"))
	if err != nil {
		t.Fatal(err)
	}
	return Settings{
		Calendar: ops.Calendar{
			Zone:      zone,
			DayStart:  rapid.SampledFrom([]time.Duration{0, 4 * time.Hour, 90 * time.Minute}).Draw(t, "day start"),
			WeekStart: rapid.SampledFrom([]time.Weekday{time.Monday, time.Sunday}).Draw(t, "week start"),
		},
		Currency: rapid.SampledFrom([]string{"CNY", "JPY"}).Draw(t, "currency"),
	}
}

// The days random rows lie on hold a change of clocks in New York, Havana and
// Lord Howe, weeks and two months.
var (
	randomDays  = ops.Range{From: ops.DayOf(2026, 10, 1), To: ops.DayOf(2026, 11, 6)}
	randomNames = []string{"Ads", "ads", "ＡＤＳ", "zhihu", "Zhi  Hu", "blog", "brand"}
)

// RandomStep imports a batch of up to rows rows of one of the records, or
// undoes a batch. Few different keys, so batches cover each other.
func RandomStep(t *rapid.T, s *Source, rows int, records ...string) {
	var live []int
	for b, l := range s.batches {
		if !l.undone {
			live = append(live, b+1)
		}
	}
	if len(live) > 1 && rapid.IntRange(0, 3).Draw(t, "undo") == 0 {
		s.Undo(rapid.SampledFrom(live).Draw(t, "batch"))
		return
	}
	w := s.Rows(rapid.SampledFrom(records).Draw(t, "record"))
	seen := map[string]bool{}
	for range rapid.IntRange(1, rows).Draw(t, "rows") {
		values := map[string]string{}
		for _, c := range w.Record.Columns {
			values[c.Name] = randomValue(t, c)
		}
		for _, c := range w.Record.Columns { // no import takes money without a currency
			if c.Type == ops.Money && values[c.Name] != "" && values["currency"] == "" {
				values["currency"] = "USD"
			}
		}
		one := s.Rows(w.Record.Name)
		if err := s.Append(one, values); err != nil {
			t.Fatal(err)
		}
		// A batch has each key once.
		if k := key(one, 0); !seen[k] {
			seen[k] = true
			copyRow(w, one, 0)
		}
	}
	s.Add(w)
}

// RandomWord has somebody say, one time in three, that nothing more will come from
// one of the streams, or take that back.
func RandomWord(t *rapid.T, s *Source) {
	all, err := s.Sources(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if len(all) == 0 || rapid.IntRange(0, 2).Draw(t, "word") > 0 {
		return
	}
	of := rapid.SampledFrom(all).Draw(t, "stream")
	s.Declare(ops.Source{Record: of.Record, Name: of.Name, Part: of.Part, RetiredBy: rapid.SampledFrom([]string{"Mei", ""}).Draw(t, "by")})
}

// randomValue draws a value as a CSV has it.
func randomValue(t *rapid.T, c ops.Column) string {
	draw := func(values ...string) string { return rapid.SampledFrom(values).Draw(t, c.Name) }
	if !c.Required && rapid.IntRange(0, 2).Draw(t, c.Name+" blank") == 0 {
		return ""
	}
	switch c.Type {
	case ops.Date:
		return randomDay(t, c.Name).String()
	case ops.Instant:
		at := time.Unix(int64(randomDay(t, c.Name))*86400, 0)
		halfHours := rapid.OneOf(rapid.SampledFrom([]int{9, 10, 11, 12, 30, 31}), rapid.IntRange(0, 47)).Draw(t, c.Name+" time")
		return at.Add(time.Duration(halfHours) * 30 * time.Minute).UTC().Format(time.RFC3339)
	case ops.Count:
		return draw("0", "1", "2", "300", "5000000000")
	case ops.Money:
		return draw("0", "1", "7", "10", "33", "-5", "-1", "4000000000")
	case ops.Decimal:
		if c.Name == "rate" {
			return draw("7.1", "0.05", "7.123456", "20.6", "0.000044", "0.5")
		}
		return draw("0", "1", "2.5", "0.000001", "-0.000001", "-2.5")
	case ops.Flag:
		return draw("0", "1")
	case ops.EventName:
		return draw("join", "check_in", "Check_In")
	case ops.Member:
		return draw("anna", "bert", "cora", "dora")
	case ops.Text:
		return draw("1", "2", "3", "4")
	}
	if c.Name == "platform" || c.Name == "account" || c.Name == "industry" {
		return draw("ads", "blog")
	}
	if c.Name == "currency" {
		return draw("CNY", "usd", "USD", "JPY")
	}
	return draw(randomNames...)
}

// randomDay draws a day, mostly one of the few on which clocks change, so that
// rows meet.
func randomDay(t *rapid.T, label string) ops.Day {
	d := rapid.OneOf(
		rapid.SampledFrom([]int{int(ops.DayOf(2026, 10, 4)), int(ops.DayOf(2026, 11, 1)), int(ops.DayOf(2026, 11, 1)), int(ops.DayOf(2026, 11, 2))}),
		rapid.IntRange(int(randomDays.From), int(randomDays.Last())),
	).Draw(t, label)
	return ops.Day(d)
}

// RandomRange draws days that may begin before or end after all rows.
func RandomRange(t *rapid.T) ops.Range {
	a := ops.Day(rapid.IntRange(int(randomDays.From)-5, int(randomDays.To)+5).Draw(t, "from"))
	return ops.Range{From: a, To: a + ops.Day(rapid.IntRange(0, 40).Draw(t, "days"))}
}

// RandomFilters draws up to n conditions on the dimensions.
func RandomFilters(t *rapid.T, n int, dimensions []string) []ops.Filter {
	var out []ops.Filter
	for range rapid.IntRange(0, n).Draw(t, "filters") {
		f := ops.Filter{Dimension: rapid.SampledFrom(dimensions).Draw(t, "dimension"), Not: rapid.Bool().Draw(t, "not")}
		values := append([]string{"", "check_in", "usd", "nowhere", "0", "1"}, randomNames...)
		f.Values = rapid.SliceOfN(rapid.SampledFrom(values), 0, 3).Draw(t, "values")
		out = append(out, f)
	}
	return out
}

// RandomSums draws a question about sums.
func RandomSums(t *rapid.T) engine.SumQuery {
	q := engine.SumQuery{
		Range:  RandomRange(t),
		Grain:  rapid.SampledFrom([]ops.Grain{ops.Whole, ops.Daily, ops.Weekly, ops.Monthly}).Draw(t, "grain"),
		By:     rapid.SliceOfNDistinct(rapid.SampledFrom(ops.FilterDimensions()), 0, 3, rapid.ID[string]).Draw(t, "by"),
		Filter: RandomFilters(t, 2, ops.FilterDimensions()),
	}
	// Most breakdowns should exist.
	if rapid.Bool().Draw(t, "common") {
		q.By = rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"channel", "campaign"}), 0, 2, rapid.ID[string]).Draw(t, "by")
		q.Filter = RandomFilters(t, 1, []string{"channel", "campaign"})
	}
	for i := range rapid.IntRange(1, 4).Draw(t, "measures") {
		q.Measures = append(q.Measures, randomMeasure(t, fmt.Sprint("m", i)))
	}
	return q
}

func randomMeasure(t *rapid.T, name string) *ops.Measure {
	m := &ops.Measure{Name: name}
	draw := func(values ...string) string { return rapid.SampledFrom(values).Draw(t, "column") }
	where := []string{"channel", "campaign"}
	switch rapid.IntRange(0, 11).Draw(t, "measure") {
	case 0:
		m.Record, m.Agg, m.Column = "spend", ops.Sum, draw("cost", "clicks", "impressions", "reported_conversions", "reported_value")
		m.Known = randomKnown(t, "clicks", "impressions", "reported_value")
		where = append(where, "keyword", "ad_group", "currency", "platform")
	case 1:
		m.Record, m.Agg, m.Known = "spend", ops.RowCount, randomKnown(t, "clicks", "impressions")
	case 2:
		m.Record, m.Agg, m.Column = "followers", rapid.SampledFrom([]ops.Agg{ops.Level, ops.Opening, ops.Opened}).Draw(t, "agg"), "total"
		if m.Agg != ops.Level {
			m.Stock = ops.Stock{Level: "total", In: "gained", Out: "lost", Per: draw("account", "source")}
		}
		if m.Agg == ops.Opened {
			m.Column = draw("gained", "lost")
		}
		where = []string{"account", "source"}
	case 3:
		m.Record, m.Agg, m.Column = "posts", rapid.SampledFrom([]ops.Agg{ops.Sum, ops.Level}).Draw(t, "agg"), draw("reads", "likes")
		where = []string{"account", "title"}
	case 4:
		m.Record, m.Agg, m.Column = "orders", ops.Sum, draw("revenue", "refund", "cost_of_goods", "quantity")
		where = append(where, "product", "city", "group", "staff")
	case 5:
		m.Record, m.Agg = "orders", rapid.SampledFrom([]ops.Agg{ops.RowCount, ops.Distinct, ops.First, ops.Repeat, ops.MemberDays}).Draw(t, "agg")
		if m.Agg == ops.Distinct || m.Agg == ops.First {
			m.Column = draw("", "order_id")
		}
		m.Known = randomKnown(t, "revenue", "cost_of_goods")
	case 6:
		m.Record, m.Agg, m.Column = "costs", rapid.SampledFrom([]ops.Agg{ops.Sum, ops.Level}).Draw(t, "agg"), "cost"
		where = append(where, "kind", "label")
	case 7:
		m.Record, m.Agg, m.Column = "events", ops.Sum, "value"
		where = append(where, "event")
	case 8:
		m.Record, m.Agg, m.Column = recordWith("term"), ops.Sum, draw("cost", "clicks", "impressions", "reported_conversions")
		m.Known = randomKnown(t, "clicks", "impressions", "reported_conversions")
		where = append(where, "term", "keyword", "platform")
	case 9:
		m.Record, m.Agg, m.Column = "counts", ops.Sum, draw("value", "amount")
		m.Known = randomKnown(t, "value", "amount")
		where = []string{"channel", "name", "source"}
	case 10:
		m.Record, m.Agg, m.Column = "levels", rapid.SampledFrom([]ops.Agg{ops.Level, ops.Sum, ops.RowCount}).Draw(t, "agg"), "value"
		if m.Agg == ops.RowCount {
			m.Column = ""
		}
		where = []string{"name", "source"}
	default:
		m.Record = "events"
		m.Agg = rapid.SampledFrom([]ops.Agg{ops.RowCount, ops.Distinct, ops.First, ops.Repeat, ops.MemberDays}).Draw(t, "agg")
		where = append(where, "event", "challenge", "city", "group", "staff")
	}
	m.Where = RandomFilters(t, 1, where)
	if rapid.IntRange(0, 3).Draw(t, "within some") == 0 {
		m.Within = RandomFilters(t, 1, where)
	}
	return m
}

// recordWith returns the kind of rows that have a column.
func recordWith(column string) string {
	records := ops.Records()
	return records[slices.IndexFunc(records, func(r *ops.Record) bool { return r.Column(column) >= 0 })].Name
}

// randomKnown draws the columns that a measure wants to be known.
func randomKnown(t *rapid.T, columns ...string) []string {
	if rapid.Bool().Draw(t, "known") {
		return nil
	}
	return rapid.SliceOfNDistinct(rapid.SampledFrom(columns), 1, 2, rapid.ID[string]).Draw(t, "columns known")
}
