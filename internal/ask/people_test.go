package ask

import (
	"net/url"
	"reflect"
	"testing"

	"daybreak/internal/analysis"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

func day(s string) ops.Day {
	d, err := ops.ParseDay(s)
	if err != nil {
		panic(err)
	}
	return d
}

// september is a snapshot with the events of one month, known up to the 28th.
type september struct{ engine.Snapshot }

func (september) Days(string) ops.Range {
	return ops.Range{From: day("2026-09-01"), To: day("2026-10-01")}
}

func (september) Keys() ops.Keys { return nil }

func (september) Sources() []ops.Source {
	return []ops.Source{{Record: "events", Through: day("2026-09-28")}}
}

// A list's address says all of its question: reading it back asks the same.
func TestAnAddressOfMembersAsksTheSame(t *testing.T) {
	days := ops.Range{From: day("2026-09-02"), To: day("2026-09-20")}
	through := day("2026-09-28")
	filter := []ops.Filter{is("channel", "zhihu", "a:b"), isNot("city", "", `"x"`)}
	book := engine.Activity{Event: "a, b", Where: []ops.Filter{is("product", "book", "pen"), isNot("channel", "x]")}}
	visit := engine.Activity{Event: "visit"}
	joins := &ops.Measure{Name: "joins", Record: "events", Agg: ops.RowCount}
	cost := &ops.Measure{Name: "cost", Record: "spend", Agg: ops.Sum, Column: "cost"}
	catalog := &ops.Catalog{
		Measures: map[string]*ops.Measure{"joins": joins, "cost": cost},
		Metrics: []*ops.Metric{{Name: "joins", Num: ops.Linear{{Sign: 1, Measure: "joins"}}, Scale: 1}, {Name: "cost", Num: ops.Linear{{Sign: 1, Measure: "cost"}},
			Scale: 1},
			{Name: "cost_per_join", Num: ops.Linear{{Sign: 1, Measure: "cost"}}, Den: ops.Linear{{Sign: 1, Measure: "joins"}}, Scale: 1}},
	}
	data := analysis.Data{Snapshot: september{}, Catalog: catalog}
	for name, q := range map[string]engine.PeopleQuery{
		"earned": {Earned: &engine.EarnedQuery{Credit: "linear", By: "channel", Days: []int{0, 7}, Range: days, Filter: filter,
			Measures: analysis.EarnedMeasures(), Through: through}, Group: "zhihu", Kind: "buyer", Step: 7},
		"attach": {Attach: &engine.AttachQuery{By: "product", Target: []ops.Filter{is("product", "Coaching")}, Landmark: 0, Within: 3, Active: visit, Range: days,
			Filter: filter, Through: through}, Group: "pen", Kind: "bought"},
		"metric": {Count: &engine.CountQuery{Metric: "joins", Measure: joins, Range: days, Filter: filter}},
		"retention": {Retention: &engine.RetentionQuery{Start: visit, Return: book, Cohort: "recurring", Mode: "bracket", Brackets: [][2]int{{1, 3}, {4, 4}},
			Elapsed: true,
			Period:  ops.Weekly, Range: days, Periods: 9, MinReturns: 2, By: "channel", Filter: filter, Through: through}, Group: "zhihu", Start: day("2026-09-07"),
			Kind: "returned", Step: 1},
		"streak": {Retention: &engine.RetentionQuery{Start: visit, Return: visit, Cohort: "first", Mode: "streak", Streak: 3, Period: ops.Daily,
			GroupBy: ops.Monthly, Range: days, MinReturns: 1, Through: through}},
		"growth": {Growth: &engine.GrowthQuery{Event: book, Period: ops.Monthly, Range: days, Censor: 7, Through: through}, Start: day("2026-09-01"),
			Kind: "churned"},
		"window": {Growth: &engine.GrowthQuery{Event: visit, Rolling: 28, Range: days, Filter: filter, Through: through}, Start: day("2026-09-01"),
			Kind: "state_dormant"},
		"sticky": {Stickiness: &engine.StickinessQuery{Event: visit, Range: days, Period: ops.Weekly, Filter: filter, Through: through}, Step: 2, Most: 5},
		"funnel": {Funnel: &engine.FunnelQuery{Steps: []engine.Activity{visit, book}, Exclude: []engine.Activity{book}, Order: "any", Hours: 24, Range: days,
			By: "city", Filter: filter, Through: through}, Kind: "dropped", Step: 1},
		"challenge": {Challenge: &engine.ChallengeQuery{Event: visit, Challenge: "c", Enrol: "join", Start: day("2026-09-03"), Length: 7, DayStart: 270, Grace: 90,
			MakeUp: 2, Rest: []int{6, 0}, Need: 5, Silence: 2, By: "group",
			Range: days, Filter: filter, Through: through}, Kind: "lost", Step: 3},
		"streaks": {Streaks: &engine.StreakQuery{Event: visit, Challenge: "c", MakeUp: 0, Rest: []int{1}, Range: days, Filter: filter, Through: through},
			Kind: "at_risk"},
		"stages": {Stages: &engine.StagesQuery{Stages: []engine.Activity{visit, book}, Out: book, Late: true, Range: days, Filter: filter, Through: through},
			Kind: "waiting", Step: 1, Sort: "-waiting"},
		"times":   {Times: &engine.TimesQuery{Event: "a, b", Weekday: 0, Range: days, Filter: filter}, Step: 420, Most: 479},
		"any day": {Times: &engine.TimesQuery{Event: "visit", Weekday: engine.EveryWeekday, Range: days}, Step: 0, Most: 59},
		"invited": {Invitation: &engine.InvitationQuery{Join: book, Active: visit, Period: ops.Weekly, Range: days, Through: through}, Start: day("2026-09-07"),
			Kind: "invited"},
	} {
		values, err := url.ParseQuery(PeopleAddress(q).Encode())
		if err != nil {
			t.Fatal(err)
		}
		p := NewParams(values)
		got := ReadPeople(p, data)
		if err := p.Done(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		q.Habits = through
		if !reflect.DeepEqual(got, q) {
			t.Errorf("%s: %v asks %+v", name, values, got)
		}
	}
	for _, metric := range []string{"cost", "cost_per_join", "never", ""} {
		p := NewParams(url.Values{"of": {"metric"}, "metric": {metric}})
		if ReadPeople(p, data); p.Done() == nil {
			t.Errorf("the members behind %q are looked for", metric)
		}
	}
}
