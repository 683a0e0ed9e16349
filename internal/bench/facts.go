package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// panel is one typical question, asked of the engine and in SQL. SQL that
// needs keywords has no roll-up.
type panel struct {
	name   string
	ask    func(context.Context, engine.Facts) (int64, error)
	sql    string // with %s for the table
	rollup bool
}

func spend(column string, money bool) *ops.Measure {
	return &ops.Measure{Name: column, Record: "spend", Column: column, Agg: ops.Sum, Money: money}
}

func panels() []panel {
	last := ops.DayOf(2026, 10, 31)
	days := func(n int) ops.Range { return ops.Range{From: last + 1 - ops.Day(n), To: last + 1} }
	all := []*ops.Measure{spend("impressions", false), spend("clicks", false), spend("cost", true), spend("reported_conversions", false),
		spend("reported_value", true)}
	cost := []*ops.Measure{spend("cost", true), spend("reported_value", true)}
	sums := func(qs ...engine.SumQuery) func(context.Context, engine.Facts) (int64, error) {
		return func(ctx context.Context, f engine.Facts) (int64, error) {
			total := int64(0)
			for _, q := range qs {
				answer, err := f.Sums(ctx, q)
				if err != nil {
					return 0, err
				}
				for _, c := range answer.Measures[len(answer.Measures)-1].Cells {
					total += c.Sum
				}
			}
			return total, nil
		}
	}
	month := days(30)
	before := ops.Range{From: month.From - 30, To: month.From}
	between := func(r ops.Range) string { return fmt.Sprintf("date BETWEEN '%v' AND '%v'", r.From, r.Last()) }
	five := "SUM(impressions), SUM(clicks), SUM(cost), SUM(conversions), SUM(revenue)"
	return []panel{
		{"KPI tiles, 30 days and the 30 before", sums(engine.SumQuery{Measures: all, Range: month, Grain: ops.Whole}, engine.SumQuery{Measures: all, Range: before,
			Grain: ops.Whole}),
			"SELECT date >= '" + month.From.String() + "', " + five + " FROM %s WHERE " + between(ops.Range{From: before.From, To: month.To}) + " GROUP BY 1", true},
		{"day × platform, 90 days", sums(engine.SumQuery{Measures: cost, Range: days(90), Grain: ops.Daily, By: []string{"platform"}}),
			"SELECT date, platform, SUM(cost), SUM(revenue) FROM %s WHERE " + between(days(90)) + " GROUP BY 1, 2", true},
		{"campaigns against the 30 days before", sums(engine.SumQuery{Measures: cost, Range: month, Grain: ops.Whole, By: []string{"campaign"}},
			engine.SumQuery{Measures: cost, Range: before, Grain: ops.Whole, By: []string{"campaign"}}),
			"SELECT campaign, date >= '" + month.From.String() + "', SUM(cost), SUM(revenue) FROM %s WHERE " + between(ops.Range{From: before.From, To: month.To}) +
				" GROUP BY 1, 2", true},
		{"platform × month, a year", sums(engine.SumQuery{Measures: cost, Range: days(365), Grain: ops.Monthly, By: []string{"platform"}}),
			"SELECT platform, substr(CAST(date AS VARCHAR), 1, 7), SUM(cost), SUM(revenue) FROM %s WHERE " + between(days(365)) + " GROUP BY 1, 2", true},
		{"keywords of a campaign, 90 days", sums(engine.SumQuery{Measures: cost, Range: days(90), Grain: ops.Whole, By: []string{"keyword"},
			Filter: []ops.Filter{{Dimension: "campaign", Values: []string{"campaign 077"}}}}),
			"SELECT keyword, SUM(cost), SUM(revenue) FROM %s WHERE campaign = 'campaign 077' AND " + between(days(90)) + " GROUP BY 1", false},
		{"brand keywords of two platforms, campaign × day, a year", sums(engine.SumQuery{Measures: cost, Range: days(365), Grain: ops.Daily, By: []string{"campaign"},
			Filter: []ops.Filter{{Dimension: "ad_group", Values: []string{"brand"}}, {Dimension: "platform", Values: []string{"baidu", "google"}}}}),
			"SELECT campaign, date, SUM(cost), SUM(revenue) FROM %s WHERE ad_group = 'brand' AND platform IN ('baidu', 'google') GROUP BY 1, 2", false},
	}
}

// benchFacts imports n keyword-day rows and asks six panels.
func benchFacts(ctx context.Context, dir string, n int, program string) (err error) {
	files, count, err := writeKeywordDays(dir, n)
	if err != nil {
		return err
	}
	fmt.Printf("## Campaign facts: %d keyword-day rows\n\n", count)
	db, err := benchImport(ctx, dir, files, count, program)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.close()) }()
	took, err := db.refresh(ctx)
	if err != nil {
		return err
	}
	fmt.Printf("Figures rebuilt from the stored rows in %.2f s (%.2f s of processor time); heap %d MB.\n\n", took.wall.Seconds(), took.processor.Seconds(), heap())
	duck, err := duckFacts(files)
	if err != nil {
		return err
	}
	defer duck.Close()
	lite, err := sqliteFacts(filepath.Join(dir, fmt.Sprintf("plain-%d.db", n)), n)
	if err != nil {
		return err
	}
	defer lite.Close()
	fmt.Println("| panel | Daybreak | DuckDB, own roll-up | DuckDB, rows | SQLite, own roll-up | SQLite, rows |\n|---|---|---|---|---|---|")
	for _, p := range panels() {
		cs := []contender{
			{"Daybreak", func() (int64, error) { return p.ask(ctx, db.engine.Current()) }},
			{"DuckDB's roll-up", nil},
			{"DuckDB", drain(duck, fmt.Sprintf(p.sql, "fact"))},
			{"SQLite's roll-up", nil},
			{"SQLite", drain(lite, fmt.Sprintf(p.sql, "fact"))},
		}
		if p.rollup {
			cs[1].ask = drain(duck, fmt.Sprintf(p.sql, "rollup"))
			cs[3].ask = drain(lite, fmt.Sprintf(p.sql, "rollup"))
		}
		t, err := race(cs...)
		if err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
		row(p.name, t)
	}
	fmt.Println()
	return nil
}
