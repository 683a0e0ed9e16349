package main

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"runtime"
	"slices"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
	"daybreak/internal/sample"
)

// question is one member question, asked of the engine and as the best SQL
// known for it over a prepared table act(member, day, cohort, city, channel),
// one row per member and active day.
type question struct {
	name string
	ask  func(context.Context, engine.Snapshot) error
	sql  string
}

func questions(r ops.Range) []question {
	checkIn := engine.Activity{Event: "check_in"}
	retention := func(q engine.RetentionQuery) func(context.Context, engine.Snapshot) error {
		q.Start, q.Return, q.Cohort, q.Mode, q.Through = checkIn, checkIn, "first", "exact", r.Last()
		if q.Range == (ops.Range{}) {
			q.Range = r
		}
		return func(ctx context.Context, s engine.Snapshot) error { _, err := s.Retention(ctx, q); return err }
	}
	quarter := ops.Range{From: r.To - 90, To: r.To}
	return []question{
		{"triangle, every day of the range", retention(engine.RetentionQuery{Period: ops.Daily}),
			`SELECT cohort, day, count(*) FROM act GROUP BY 1, 2`},
		{"triangle, 90 days", retention(engine.RetentionQuery{Period: ops.Daily, Range: quarter}),
			fmt.Sprintf(`SELECT cohort, day, count(*) FROM act WHERE cohort >= '%v' GROUP BY 1, 2`, quarter.From)},
		{"triangle by week", retention(engine.RetentionQuery{Period: ops.Weekly}),
			`SELECT date_trunc('week', cohort), date_trunc('week', day), count(DISTINCT member) FROM act GROUP BY 1, 2`},
		{"triangle by month", retention(engine.RetentionQuery{Period: ops.Monthly}),
			`SELECT date_trunc('month', cohort), date_trunc('month', day), count(DISTINCT member) FROM act GROUP BY 1, 2`},
		{"triangle, one city", retention(engine.RetentionQuery{Period: ops.Daily, Filter: []ops.Filter{{Dimension: "city", Values: []string{"Chengdu"}}}}),
			`SELECT cohort, day, count(*) FROM act WHERE city = 'Chengdu' GROUP BY 1, 2`},
		{"triangle, 90 days × every city", retention(engine.RetentionQuery{Period: ops.Daily, Range: quarter, By: "city"}),
			fmt.Sprintf(`SELECT city, cohort, day, count(*) FROM act WHERE cohort >= '%v' GROUP BY 1, 2, 3`, quarter.From)},
		{"triangle, 90 days × every channel", retention(engine.RetentionQuery{Period: ops.Daily, Range: quarter, By: "channel"}),
			fmt.Sprintf(`SELECT channel, cohort, day, count(*) FROM act WHERE cohort >= '%v' GROUP BY 1, 2, 3`, quarter.From)},
		{"DAU, WAU, MAU and growth accounting by day", func(ctx context.Context, s engine.Snapshot) error {
			_, err := s.Growth(ctx, engine.GrowthQuery{Event: checkIn, Period: ops.Daily, Range: r, Through: r.Last()})
			return err
		}, `SELECT day, least(coalesce(lead(day) OVER w - day, 99), 31) AS gap, least(coalesce(day - lag(day) OVER w, 99), 31) AS back, count(*)
			FROM (SELECT member, day FROM act) WINDOW w AS (PARTITION BY member ORDER BY day) QUALIFY true`},
		{"21-day survival", func(ctx context.Context, s engine.Snapshot) error {
			_, err := s.Challenge(ctx, engine.ChallengeQuery{Event: checkIn, Length: 21, DayStart: -1, Silence: 1, Range: r, Through: r.Last()})
			return err
		}, `WITH runs AS (SELECT member, cohort, day - cohort AS n, row_number() OVER (PARTITION BY member ORDER BY day) - 1 AS i FROM act WHERE day < cohort + 21)
			SELECT n, count(*) FROM runs WHERE n = i GROUP BY 1`},
	}
}

// duckActivity prepares act in DuckDB in its favour: de-duplicated, with the
// cohort and the member's attributes on every row, sorted by member and day.
func duckActivity(dir string) (*sql.DB, error) {
	db, err := sql.Open("duckdb", "")
	if err != nil {
		return nil, err
	}
	return db, script(db,
		`SET threads = 2`,
		`CREATE TABLE raw AS SELECT member, CAST(at AS TIMESTAMP) AS at, event FROM read_csv('`+filepath.Join(dir, "events*.csv")+`', header=true, all_varchar=true)`,
		`CREATE TABLE person AS SELECT member, city, channel, row_number() OVER () AS id FROM read_csv('`+filepath.Join(dir, "members*.csv")+`', header=true, all_varchar=true)`,
		`CREATE TABLE act AS SELECT p.id AS member, d.day, min(d.day) OVER (PARTITION BY p.id) AS cohort, p.city, p.channel
			FROM (SELECT DISTINCT member, CAST(at AS DATE) AS day FROM raw WHERE event = 'check_in') d JOIN person p USING (member) ORDER BY 1, 2`,
		`CREATE TABLE event AS SELECT p.id AS member, r.at, r.event FROM raw r JOIN person p USING (member) ORDER BY 1, 2`,
	)
}

// funnelSQL is the ordered funnel of five steps within 30 days as SQL does it
// best here: for every step the earliest event after the step before.
const funnelSQL = `WITH s1 AS (SELECT member, min(at) AS t0, min(at) AS t FROM event WHERE event = 'join' GROUP BY 1),
s2 AS (SELECT e.member, any_value(s.t0) AS t0, min(e.at) AS t FROM event e JOIN s1 s USING (member) WHERE e.event = 'check_in' AND e.at >= s.t AND e.at <= s.t0 + INTERVAL 30 DAY GROUP BY 1),
s3 AS (SELECT e.member, any_value(s.t0) AS t0, min(e.at) AS t FROM event e JOIN s2 s USING (member) WHERE e.event = 'enrol' AND e.at >= s.t AND e.at <= s.t0 + INTERVAL 30 DAY GROUP BY 1),
s4 AS (SELECT e.member, any_value(s.t0) AS t0, min(e.at) AS t FROM event e JOIN s3 s USING (member) WHERE e.event = 'speak' AND e.at >= s.t AND e.at <= s.t0 + INTERVAL 30 DAY GROUP BY 1),
s5 AS (SELECT e.member, any_value(s.t0) AS t0, min(e.at) AS t FROM event e JOIN s4 s USING (member) WHERE e.event = 'pay' AND e.at >= s.t AND e.at <= s.t0 + INTERVAL 30 DAY GROUP BY 1)
SELECT (SELECT count(*) FROM s1), (SELECT count(*) FROM s2), (SELECT count(*) FROM s3), (SELECT count(*) FROM s4), (SELECT count(*) FROM s5)`

// benchMembers writes the sample story with that many members, imports it and
// asks the member questions.
func benchMembers(ctx context.Context, dir string, members, days int) error {
	data := filepath.Join(dir, fmt.Sprintf("story-%d-%d", members, days))
	if err := sample.Write(data, sample.Options{Members: members, Days: days}); err != nil {
		return err
	}
	files, err := filepath.Glob(filepath.Join(data, "*.csv"))
	if err != nil {
		return err
	}
	slices.Sort(files)
	db, err := openDaybreak(ctx, filepath.Join(dir, fmt.Sprintf("daybreak-story-%d-%d", members, days)))
	if err != nil {
		return err
	}
	defer db.close()
	rows, took, err := db.importFiles(ctx, files)
	if err != nil {
		return err
	}
	var mem runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&mem)
	fmt.Printf("## Members: %d rows of %d files imported in %v; heap %d MB\n\n", rows, len(files), took.Round(1e8), mem.HeapAlloc>>20)
	duck, err := duckActivity(data)
	if err != nil {
		return err
	}
	defer duck.Close()
	s := db.engine.Current()
	r := s.Days("events")
	fmt.Println("| question | Daybreak | DuckDB |\n|---|---|---|")
	for _, q := range questions(r) {
		t, err := race(3, contender{"daybreak", func() error { return q.ask(ctx, s) }}, contender{"duckdb", drain(duck, q.sql)})
		if err != nil {
			return err
		}
		row(q.name, t)
	}
	steps := []engine.Activity{{Event: "join"}, {Event: "check_in"}, {Event: "enrol"}, {Event: "speak"}, {Event: "pay"}}
	t, err := race(3, contender{"daybreak", func() error {
		_, err := s.Funnel(ctx, engine.FunnelQuery{Steps: steps, Order: "ordered", Hours: 30 * 24, Range: r, Through: r.Last()})
		return err
	}}, contender{"duckdb", drain(duck, funnelSQL)})
	if err != nil {
		return err
	}
	row("funnel of five steps", t)
	fmt.Println()
	return nil
}
