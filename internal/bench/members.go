package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"daybreak/internal/engine"
	"daybreak/internal/ingest"
	"daybreak/internal/ops"
	"daybreak/internal/sample"
)

// question is one member question, asked of the engine and as the best SQL
// known for it over a prepared table act(member, day, cohort, city, channel)
// with one row per member and active day; days are numbers, and cal(day, week,
// month) names the first day of the week and the month of a day.
type question struct {
	name string
	ask  func(context.Context, engine.Snapshot) (int64, error)
	sql  string
}

func questions(r ops.Range) []question {
	checkIn := engine.Activity{Event: "check_in"}
	retention := func(q engine.RetentionQuery) func(context.Context, engine.Snapshot) (int64, error) {
		q.Start, q.Return, q.Through = checkIn, checkIn, r.Last()
		if q.Range == (ops.Range{}) {
			q.Range = r
		}
		return func(ctx context.Context, s engine.Snapshot) (int64, error) {
			answer, err := s.Retention(ctx, q)
			if err != nil {
				return 0, err
			}
			sum := int64(0)
			for _, c := range answer.Cohorts {
				for _, cell := range c.Cells {
					sum += int64(cell.Count)
				}
			}
			return sum, nil
		}
	}
	quarter := ops.Range{From: r.To - 90, To: r.To}
	ninety := fmt.Sprintf("cohort >= %d", quarter.From)
	return []question{
		{"triangle, every day of the range", retention(engine.RetentionQuery{Period: ops.Daily}),
			`SELECT cohort, day, count(*) FROM act GROUP BY 1, 2`},
		{"triangle, 90 days", retention(engine.RetentionQuery{Period: ops.Daily, Range: quarter}),
			`SELECT cohort, day, count(*) FROM act WHERE ` + ninety + ` GROUP BY 1, 2`},
		{"triangle by week", retention(engine.RetentionQuery{Period: ops.Weekly}),
			`SELECT c.week, d.week, count(DISTINCT member) FROM act JOIN cal c ON c.day = cohort JOIN cal d ON d.day = act.day GROUP BY 1, 2`},
		{"triangle by month", retention(engine.RetentionQuery{Period: ops.Monthly}),
			`SELECT c.month, d.month, count(DISTINCT member) FROM act JOIN cal c ON c.day = cohort JOIN cal d ON d.day = act.day GROUP BY 1, 2`},
		{"triangle, one city", retention(engine.RetentionQuery{Period: ops.Daily, Filter: []ops.Filter{{Dimension: "city", Values: []string{"Chengdu"}}}}),
			`SELECT cohort, day, count(*) FROM act WHERE city = 'Chengdu' GROUP BY 1, 2`},
		{"triangle, 90 days × every city", retention(engine.RetentionQuery{Period: ops.Daily, Range: quarter, By: "city"}),
			`SELECT city, cohort, day, count(*) FROM act WHERE ` + ninety + ` GROUP BY 1, 2, 3`},
		{"triangle, 90 days × every channel", retention(engine.RetentionQuery{Period: ops.Daily, Range: quarter, By: "channel"}),
			`SELECT channel, cohort, day, count(*) FROM act WHERE ` + ninety + ` GROUP BY 1, 2, 3`},
		{"DAU, WAU, MAU and growth accounting by day", func(ctx context.Context, s engine.Snapshot) (int64, error) {
			answer, err := s.Growth(ctx, engine.GrowthQuery{Event: checkIn, Period: ops.Daily, Range: r, Through: r.Last()})
			if err != nil {
				return 0, err
			}
			sum := int64(0)
			for _, b := range answer.Buckets {
				sum += int64(b.DAU)
			}
			return sum, nil
		}, `SELECT day, least(coalesce(next - day, 99), 31), least(coalesce(day - last, 99), 31), count(*)
			FROM (SELECT day, lead(day) OVER w AS next, lag(day) OVER w AS last FROM act WINDOW w AS (PARTITION BY member ORDER BY day)) GROUP BY 1, 2, 3`},
		{"21-day survival", func(ctx context.Context, s engine.Snapshot) (int64, error) {
			answer, err := s.Challenge(ctx, engine.ChallengeQuery{Event: checkIn, DayStart: -1, Range: r, Through: r.Last()})
			if err != nil {
				return 0, err
			}
			sum := int64(0)
			for _, d := range answer.Groups[0].Curve {
				sum += int64(d.AtRisk - d.Lost)
			}
			return sum, nil
		}, `SELECT n, count(*) FROM (SELECT day - cohort AS n, row_number() OVER (PARTITION BY member ORDER BY day) - 1 AS i FROM act WHERE day < cohort + 21)
			WHERE n = i GROUP BY 1`},
		{"funnel of five steps in 30 days over all events", func(ctx context.Context, s engine.Snapshot) (int64, error) {
			steps := []engine.Activity{{Event: "join"}, {Event: "check_in"}, {Event: "enrol"}, {Event: "speak"}, {Event: "pay"}}
			answer, err := s.Funnel(ctx, engine.FunnelQuery{Steps: steps, Hours: 30 * 24, Range: r, Through: r.Last()})
			if err != nil {
				return 0, err
			}
			return int64(answer.Groups[0].Steps[len(steps)-1].Count), nil
		}, funnelSQL()},
	}
}

// funnelSQL is the ordered funnel as SQL does it best here: for every step the
// earliest event after the step before.
func funnelSQL() string {
	sql := `WITH s1 AS (SELECT member, min(moment) AS t0, min(moment) AS t FROM event WHERE event = 'join' GROUP BY 1)`
	for n, name := range []string{"check_in", "enrol", "speak", "pay"} {
		sql += fmt.Sprintf(`, s%d AS (SELECT e.member, min(s.t0) AS t0, min(e.moment) AS t FROM event e JOIN s%d s USING (member)
			WHERE e.event = '%s' AND e.moment >= s.t AND e.moment <= s.t0 + 2592000000000 GROUP BY 1)`, n+2, n+1, name)
	}
	return sql + ` SELECT (SELECT count(*) FROM s1), (SELECT count(*) FROM s2), (SELECT count(*) FROM s3), (SELECT count(*) FROM s4), (SELECT count(*) FROM s5)`
}

// duckActivity prepares act in DuckDB in its favour: de-duplicated, with the
// cohort and the member's attributes on every row, sorted by member and day.
func duckActivity(dir string) (*sql.DB, error) {
	db, err := openDuck("")
	if err != nil {
		return nil, err
	}
	return db, script(db,
		`CREATE TABLE raw AS SELECT member, epoch_us(CAST("at" AS TIMESTAMP)) AS moment, event FROM read_csv('`+filepath.Join(dir, "events*.csv")+`', header=true, all_varchar=true)`,
		`CREATE TYPE what AS ENUM (SELECT DISTINCT event FROM raw)`,
		`CREATE TABLE person AS SELECT member, city, channel, CAST(row_number() OVER () AS INTEGER) AS id FROM read_csv('`+filepath.Join(dir, "members*.csv")+`', header=true, all_varchar=true)`,
		`CREATE TABLE act AS SELECT p.id AS member, d.day, min(d.day) OVER (PARTITION BY p.id) AS cohort, coalesce(p.city, '') AS city, coalesce(p.channel, '') AS channel
			FROM (SELECT DISTINCT member, CAST(moment // 86400000000 AS INTEGER) AS day FROM raw WHERE event = 'check_in') d JOIN person p USING (member) ORDER BY 1, 2`,
		`CREATE TABLE event AS SELECT p.id AS member, r.moment, CAST(r.event AS what) AS event FROM raw r JOIN person p USING (member) ORDER BY 1, 2`,
		`DROP TABLE raw`,
		`CREATE TABLE cal AS SELECT CAST(d AS INTEGER) AS day, CAST(d - (d + 3) % 7 AS INTEGER) AS week, CAST(strftime(DATE '1970-01-01' + CAST(d AS INTEGER), '%Y%m') AS INTEGER) AS month
			FROM (SELECT unnest(range(min(day), max(day) + 1)) AS d FROM act)`,
	)
}

// sqliteActivity copies DuckDB's tables into plain SQLite, with the indexes
// that the questions want.
func sqliteActivity(duck *sql.DB, path string) (*sql.DB, error) {
	lite, err := openSQLite(path)
	if err != nil {
		return nil, err
	}
	if err := script(lite,
		`CREATE TABLE act(member INT, day INT, cohort INT, city TEXT, channel TEXT, PRIMARY KEY (member, day)) WITHOUT ROWID`,
		`CREATE TABLE event(member INT, moment INT, event TEXT)`,
		`CREATE TABLE cal(day INTEGER PRIMARY KEY, week INT, month INT)`); err != nil {
		return nil, err
	}
	for _, t := range []struct{ query, insert string }{
		{`SELECT member, day, cohort, city, channel FROM act ORDER BY 1, 2`, `INSERT INTO act VALUES (?, ?, ?, ?, ?)`},
		{`SELECT member, moment, CAST(event AS VARCHAR) FROM event ORDER BY 1, 2`, `INSERT INTO event VALUES (?, ?, ?)`},
		{`SELECT day, week, month FROM cal ORDER BY 1`, `INSERT INTO cal VALUES (?, ?, ?)`},
	} {
		if err := copyRows(duck, lite, t.query, t.insert); err != nil {
			return nil, err
		}
	}
	return lite, script(lite, `CREATE INDEX act_cohort ON act(cohort, day, city, channel)`, `CREATE INDEX event_name ON event(event, member, moment)`, `ANALYZE`)
}

func copyRows(from, to *sql.DB, query, insert string) error {
	rows, err := from.Query(query)
	if err != nil {
		return err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	tx, err := to.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	st, err := tx.Prepare(insert)
	if err != nil {
		return err
	}
	values, dest := make([]any, len(columns)), make([]any, len(columns))
	for i := range dest {
		dest[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(dest...); err != nil {
			return err
		}
		if _, err := st.Exec(values...); err != nil {
			return err
		}
	}
	return errors.Join(rows.Err(), tx.Commit())
}

// benchMembers writes the sample story with that many members, imports it and
// asks the member questions.
func benchMembers(ctx context.Context, dir string, members, days int) (err error) {
	data := filepath.Join(dir, fmt.Sprintf("story-%d-%d", members, days))
	if err := sample.Write(data, sample.Options{Members: members, Days: days}); err != nil {
		return err
	}
	files, err := filepath.Glob(filepath.Join(data, "*.csv"))
	if err != nil {
		return err
	}
	slices.Sort(files)
	db, err := openDaybreak(ctx, filepath.Join(dir, "daybreak-members"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.close()) }()
	rows, took, err := db.importFiles(ctx, files)
	if err != nil {
		return err
	}
	built, err := db.refresh(ctx)
	if err != nil {
		return err
	}
	s := db.engine.Current()
	r := s.Days("events")
	first := time.Now()
	if _, err := questions(r)[0].ask(ctx, s); err != nil {
		return err
	}
	fmt.Printf("## Members: %d rows of %d files about %d members\n\n", rows, len(files), members)
	fmt.Printf("Imported in %.1f s (%.2f M rows/s). Rebuilt from the stored rows in %.2f s (%.2f s of processor time) and %.2f s for the first question; heap %d MB.\n\n",
		took.wall.Seconds(), float64(rows)/took.wall.Seconds()/1e6, built.wall.Seconds(), built.processor.Seconds(), time.Since(first).Seconds(), heap())
	duck, err := duckActivity(data)
	if err != nil {
		return err
	}
	defer duck.Close()
	lite, err := sqliteActivity(duck, filepath.Join(dir, "plain-members.db"))
	if err != nil {
		return err
	}
	defer lite.Close()
	fmt.Println("| question | Daybreak | DuckDB, prepared table | SQLite, prepared table and indexes |\n|---|---|---|---|")
	for _, q := range questions(r) {
		inSQLite := strings.ReplaceAll(q.sql, "least(", "min(")
		t, err := race(contender{"Daybreak", func() (int64, error) { return q.ask(ctx, s) }}, contender{"DuckDB", drain(duck, q.sql)}, contender{"SQLite", drain(lite, inSQLite)})
		if err != nil {
			return fmt.Errorf("%s: %w", q.name, err)
		}
		row(q.name, t)
	}
	fmt.Println()
	return benchCheckIn(ctx, db, r)
}

// benchCheckIn posts check-ins one at a time and measures how soon each is in
// the figures.
func benchCheckIn(ctx context.Context, db *daybreak, r ops.Range) error {
	var stored, shown []time.Duration
	for n := range 21 {
		at := time.Date(2026, 10, 31, 12, n, 0, 0, time.UTC).Format(time.RFC3339)
		body := fmt.Sprintf(`[{"member":"m000001","at":"%s","event":"check_in","group":"bench"}]`, at)
		start := time.Now()
		if _, err := db.importer.PostEvents(ctx, strings.NewReader(body), ingest.By{Via: "api", Name: "bench"}); err != nil {
			return err
		}
		stored = append(stored, time.Since(start))
		took, err := timed(syscall.RUSAGE_SELF, func() error { return db.engine.Refresh(ctx) })
		if err != nil {
			return err
		}
		start = time.Now()
		s := db.engine.Current()
		if _, err := questions(r)[0].ask(ctx, s); err != nil {
			return err
		}
		shown = append(shown, took.wall+time.Since(start))
	}
	fmt.Printf("One posted check-in is durable after %s and in the full triangle %s later (medians of %d).\n\n", ms(median(stored)), ms(median(shown)), len(stored))
	return nil
}
