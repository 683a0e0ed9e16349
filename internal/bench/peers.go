package main

import (
	"database/sql"
	"fmt"
	"math/big"
	"os"
	"strings"

	_ "github.com/duckdb/duckdb-go/v2"
	_ "github.com/mattn/go-sqlite3"
)

// drain returns a contender that runs a query, reads every row of its answer,
// as a program would, and adds up the last column.
func drain(db *sql.DB, query string) func() (int64, error) {
	return func() (int64, error) {
		rows, err := db.Query(query)
		if err != nil {
			return 0, err
		}
		defer rows.Close()
		cols, err := rows.Columns()
		if err != nil {
			return 0, err
		}
		values := make([]any, len(cols))
		dest := make([]any, len(cols))
		for i := range dest {
			dest[i] = &values[i]
		}
		sum := int64(0)
		for rows.Next() {
			if err := rows.Scan(dest...); err != nil {
				return 0, err
			}
			switch v := values[len(values)-1].(type) {
			case int64:
				sum += v
			case *big.Int:
				sum += v.Int64()
			default:
				return 0, fmt.Errorf("the last column is %T", v)
			}
		}
		return sum, rows.Err()
	}
}

func openDuck(path string) (*sql.DB, error) {
	db, err := sql.Open("duckdb", path)
	if err != nil {
		return nil, err
	}
	return db, script(db, `SET threads = 2`)
}

// openSQLite opens a plain SQLite database that need not survive anything and
// may keep much in memory.
func openSQLite(path string) (*sql.DB, error) {
	if path == ":memory:" {
		return sql.Open("sqlite3", path)
	}
	if err := os.RemoveAll(path); err != nil {
		return nil, err
	}
	return sql.Open("sqlite3", "file:"+path+"?_journal_mode=OFF&_synchronous=OFF&_cache_size=-1048576")
}

// script runs statements one after the other.
func script(db *sql.DB, statements ...string) error {
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil {
			return fmt.Errorf("%w in %s", err, strings.SplitN(strings.TrimSpace(s), "\n", 2)[0])
		}
	}
	return nil
}

// duckFacts loads the CSV files into DuckDB: the rows in order of day and
// campaign, and its own roll-up to (day, platform, campaign).
func duckFacts(files []string) (*sql.DB, error) {
	db, err := openDuck("")
	if err != nil {
		return nil, err
	}
	quoted := make([]string, len(files))
	for i, f := range files {
		quoted[i] = "'" + f + "'"
	}
	return db, script(db,
		`CREATE TABLE fact AS SELECT date, platform, campaign, ad_group, keyword, impressions, clicks,
			CAST(ROUND(cost*100) AS BIGINT) AS cost, reported_conversions AS conversions, CAST(ROUND(reported_value*100) AS BIGINT) AS revenue
			FROM read_csv([`+strings.Join(quoted, ",")+`], header=true) ORDER BY date, campaign`,
		`CREATE TABLE rollup AS SELECT date, platform, campaign, SUM(impressions)::BIGINT AS impressions, SUM(clicks)::BIGINT AS clicks,
			SUM(cost)::BIGINT AS cost, SUM(conversions)::BIGINT AS conversions, SUM(revenue)::BIGINT AS revenue FROM fact GROUP BY ALL ORDER BY date, campaign`)
}

// sqliteFacts loads the same rows into plain SQLite with the index each panel
// wants, and its own roll-up.
func sqliteFacts(path string, n int) (*sql.DB, error) {
	db, err := openSQLite(path)
	if err != nil {
		return nil, err
	}
	if err := script(db, `CREATE TABLE fact(date TEXT, platform TEXT, campaign TEXT, ad_group TEXT, keyword TEXT,
		impressions INT, clicks INT, cost INT, conversions INT, revenue INT,
		PRIMARY KEY(date, campaign, keyword)) WITHOUT ROWID`); err != nil {
		return nil, err
	}
	tx, err := db.Begin()
	if err != nil {
		return nil, err
	}
	st, err := tx.Prepare(`INSERT INTO fact VALUES(?,?,?,?,?,?,?,?,?,?)`)
	if err != nil {
		return nil, err
	}
	var failed error
	keywordDays(n, func(f *fact) {
		if failed == nil {
			_, failed = st.Exec(f.day.String(), f.platform(), fmt.Sprintf("campaign %03d", f.campaign()), f.group(), fmt.Sprintf("keyword %05d", f.keyword),
				f.impressions, f.clicks, f.cost, f.conversions, f.revenue)
		}
	})
	if failed != nil {
		return nil, failed
	}
	if err := tx.Commit(); err != nil {
		return nil, err
	}
	return db, script(db,
		`CREATE INDEX fact_campaign ON fact(campaign, date)`,
		`CREATE TABLE rollup AS SELECT date, platform, campaign, SUM(impressions) impressions, SUM(clicks) clicks, SUM(cost) cost, SUM(conversions) `+
			`conversions, SUM(revenue) revenue FROM fact GROUP BY 1,2,3`,
		`CREATE INDEX rollup_date ON rollup(date, platform, campaign, impressions, clicks, cost, conversions, revenue)`,
		`ANALYZE`)
}
