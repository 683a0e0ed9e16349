package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"daybreak/internal/engine"
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
	all  bool // part of the sum
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
				for _, n := range c.Count {
					sum += int64(n)
				}
			}
			return sum, nil
		}
	}
	quarter := ops.Range{From: r.To - 90, To: r.To}
	ninety := fmt.Sprintf("cohort >= %d", quarter.From)
	return []question{
		{"triangle, every day of the range", retention(engine.RetentionQuery{Period: ops.Daily}),
			`SELECT cohort, day, count(*) FROM act GROUP BY 1, 2`, true},
		{"triangle, 90 days", retention(engine.RetentionQuery{Period: ops.Daily, Range: quarter}),
			`SELECT cohort, day, count(*) FROM act WHERE ` + ninety + ` GROUP BY 1, 2`, true},
		{"triangle by week", retention(engine.RetentionQuery{Period: ops.Weekly}),
			`SELECT c.week, d.week, count(DISTINCT member) FROM act JOIN cal c ON c.day = cohort JOIN cal d ON d.day = act.day GROUP BY 1, 2`, true},
		{"triangle by month", retention(engine.RetentionQuery{Period: ops.Monthly}),
			`SELECT c.month, d.month, count(DISTINCT member) FROM act JOIN cal c ON c.day = cohort JOIN cal d ON d.day = act.day GROUP BY 1, 2`, true},
		{"triangle, one city", retention(engine.RetentionQuery{Period: ops.Daily, Filter: []ops.Filter{{Dimension: "city", Values: []string{"Chengdu"}}}}),
			`SELECT cohort, day, count(*) FROM act WHERE city = 'Chengdu' GROUP BY 1, 2`, false},
		{"triangle, 90 days × every city", retention(engine.RetentionQuery{Period: ops.Daily, Range: quarter, By: "city"}),
			`SELECT city, cohort, day, count(*) FROM act WHERE ` + ninety + ` GROUP BY 1, 2, 3`, false},
		{"triangle, 90 days × every channel", retention(engine.RetentionQuery{Period: ops.Daily, Range: quarter, By: "channel"}),
			`SELECT channel, cohort, day, count(*) FROM act WHERE ` + ninety + ` GROUP BY 1, 2, 3`, false},
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
			FROM (SELECT day, lead(day) OVER w AS next, lag(day) OVER w AS last FROM act WINDOW w AS (PARTITION BY member ORDER BY day)) GROUP BY 1, 2, 3`, true},
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
			WHERE n = i GROUP BY 1`, true},
		{"funnel of five steps in 30 days over all events", func(ctx context.Context, s engine.Snapshot) (int64, error) {
			steps := []engine.Activity{{Event: "join"}, {Event: "check_in"}, {Event: "enrol"}, {Event: "speak"}, {Event: "pay"}}
			answer, err := s.Funnel(ctx, engine.FunnelQuery{Steps: steps, Hours: 30 * 24, Range: r, Through: r.Last()})
			if err != nil {
				return 0, err
			}
			return int64(answer.Groups[0].Steps[len(steps)-1].Count), nil
		}, funnelSQL(), false},
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
// cohort and the member's attributes on every row, sorted by member and day. A
// database that was completed before is used again.
func duckActivity(data, path string) (*sql.DB, error) {
	if _, err := os.Stat(path); err == nil {
		return openDuck(path)
	}
	unfinished := path + ".unfinished"
	if err := os.RemoveAll(unfinished); err != nil {
		return nil, err
	}
	db, err := openDuck(unfinished)
	if err != nil {
		return nil, err
	}
	err = script(db, `SET preserve_insertion_order = false`, `SET memory_limit = '8GB'`,
		`CREATE TABLE person AS SELECT member, city, channel, CAST(row_number() OVER () AS INTEGER) AS id FROM read_csv('`+filepath.Join(data,
			"members*.csv")+`', header=true, all_varchar=true)`,
		`CREATE TABLE raw AS SELECT p.id AS member, epoch_us(CAST("at" AS TIMESTAMP)) AS moment, event FROM read_csv('`+filepath.Join(data,
			"events*.csv")+`', header=true, all_varchar=true) JOIN person p USING (member)`,
		`CREATE TYPE what AS ENUM (SELECT DISTINCT event FROM raw)`,
		`CREATE TABLE act AS SELECT d.member, d.day, min(d.day) OVER (PARTITION BY d.member) AS cohort,
			coalesce(p.city, '') AS city, coalesce(p.channel, '') AS channel
			FROM (SELECT DISTINCT member, CAST(moment // 86400000000 AS INTEGER) AS day FROM raw WHERE event = 'check_in') d
			JOIN person p ON p.id = d.member ORDER BY 1, 2`,
		`CREATE TABLE event AS SELECT member, moment, CAST(event AS what) AS event FROM raw ORDER BY 1, 2`,
		`DROP TABLE raw`,
		`CREATE TABLE cal AS SELECT CAST(d AS INTEGER) AS day, CAST(d - (d + 3) % 7 AS INTEGER) AS week,
			CAST(strftime(DATE '1970-01-01' + CAST(d AS INTEGER), '%Y%m') AS INTEGER) AS month
			FROM (SELECT unnest(range(min(day), max(day) + 1)) AS d FROM act)`,
		`CHECKPOINT`,
	)
	if err := errors.Join(err, db.Close()); err != nil {
		return nil, err
	}
	if err := os.Rename(unfinished, path); err != nil {
		return nil, err
	}
	return openDuck(path)
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
// asks the member questions. What is in the directory already is used again.
func benchMembers(ctx context.Context, o options) (err error) {
	part := filepath.Join(o.dir, fmt.Sprintf("members-%d-%d", o.members, o.days))
	data := filepath.Join(part, "story")
	if err := os.MkdirAll(part, 0o700); err != nil {
		return err
	}
	if !exists(data) {
		if err := sample.Write(data+".unfinished", sample.Options{Members: o.members, Days: o.days}); err != nil {
			return err
		}
		if err := os.Rename(data+".unfinished", data); err != nil {
			return err
		}
	}
	files, err := filepath.Glob(filepath.Join(data, "*.csv"))
	if err != nil {
		return err
	}
	slices.Sort(files)
	fmt.Printf("## Members: %d files about %d members\n\n", len(files), o.members)
	record, imported := filepath.Join(part, "daybreak"), filepath.Join(part, "imported")
	open := reopenDaybreak
	if !exists(imported) {
		open = openDaybreak
	}
	db, err := open(ctx, record)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.close()) }()
	if !exists(imported) {
		rows, took, err := db.importFiles(ctx, files)
		if err != nil {
			return err
		}
		fmt.Printf("- imported %d rows in %.1f s (%.2f M rows/s)\n", rows, took.wall.Seconds(), float64(rows)/took.wall.Seconds()/1e6)
		if err := os.WriteFile(imported, nil, 0o600); err != nil {
			return err
		}
	}
	if err := benchStart(ctx, db, filepath.Join(part, "figures.snapshot")); err != nil {
		return err
	}
	s := db.engine.Current()
	r := s.Days("events")
	duck, err := duckActivity(data, filepath.Join(part, "duck.db"))
	if err != nil {
		return err
	}
	defer duck.Close()
	names := "| question | Daybreak | DuckDB, prepared table |"
	var lite *sql.DB
	if o.sqlite {
		if lite, err = sqliteActivity(duck, filepath.Join(part, "plain.db")); err != nil {
			return err
		}
		defer lite.Close()
		names += " SQLite, prepared table and indexes |"
	}
	fmt.Printf("\n%s\n%s|\n", names, strings.Repeat("|---", strings.Count(names, "|")-1))
	if err := raceMembers(ctx, s, questions(r), duck, lite); err != nil {
		return err
	}
	return benchChanges(ctx, db, r)
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// raceMembers asks the questions and adds up the times of those about all
// members.
func raceMembers(ctx context.Context, s engine.Snapshot, list []question, duck, lite *sql.DB) error {
	var sum []time.Duration
	for _, q := range list {
		cs := []contender{{"Daybreak", func() (int64, error) { return q.ask(ctx, s) }}, {"DuckDB", drain(duck, q.sql)}}
		if lite != nil {
			cs = append(cs, contender{"SQLite", drain(lite, strings.ReplaceAll(q.sql, "least(", "min("))})
		}
		t, err := race(cs...)
		if err != nil {
			return fmt.Errorf("%s: %w", q.name, err)
		}
		row(q.name, t)
		if sum == nil {
			sum = make([]time.Duration, len(t))
		}
		for i := range t {
			if q.all {
				sum[i] += t[i]
			}
		}
	}
	row("sum of the marked", sum)
	fmt.Println()
	return nil
}

// benchStart builds the figures from the stored rows, unless they were kept by
// a run before, keeps them and takes them as a start does.
func benchStart(ctx context.Context, db *daybreak, kept string) error {
	const mark = "bench"
	if !exists(kept) {
		built, err := db.refresh(ctx)
		if err != nil {
			return err
		}
		fmt.Printf("- figures of %d rows built from the stored rows in %.2f s (%.2f s of processor time); heap %d MB\n", db.engine.Rows(), built.wall.Seconds(),
			built.processor.Seconds(), heap())
		saved, err := timed(syscall.RUSAGE_SELF, func() error { return db.engine.Save(ctx, kept, mark) })
		if err != nil {
			return err
		}
		info, err := os.Stat(kept)
		if err != nil {
			return err
		}
		fmt.Printf("- kept in %.2f s, %d MB\n", saved.wall.Seconds(), info.Size()>>20)
	}
	var taken []time.Duration
	for range 5 {
		db.engine = newEngine(db.store, db.calendar)
		t, err := timed(syscall.RUSAGE_SELF, func() error { return db.engine.Load(ctx, kept, mark) })
		if err != nil {
			return err
		}
		taken = append(taken, t.wall)
	}
	fmt.Printf("- figures of %d rows taken from the file in %s (best of %d: %s)\n", db.engine.Rows(), ms(median(taken)), len(taken), ms(slices.Min(taken)))
	_, err := db.refresh(ctx)
	return err
}
