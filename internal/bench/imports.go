package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// benchImport imports the same files into Daybreak, into DuckDB with and
// without the key, and with the sqlite3 command's .import with the key.
func benchImport(ctx context.Context, dir string, db *daybreak, files []string, rows int) error {
	_, ours, err := db.importFiles(ctx, files)
	if err != nil {
		return err
	}
	keyed, err := timeDuck(files, `CREATE TABLE t(date DATE, platform VARCHAR, account VARCHAR, campaign VARCHAR, ad_group VARCHAR, keyword VARCHAR, channel VARCHAR, impressions BIGINT, clicks BIGINT, cost DECIMAL(18,2), currency VARCHAR, reported_conversions BIGINT, reported_value DECIMAL(18,2),
		PRIMARY KEY(date, platform, account, campaign, ad_group, keyword))`, `INSERT OR REPLACE INTO t SELECT * FROM read_csv('%s', header=true)`, dir)
	if err != nil {
		return err
	}
	copied, err := timeDuck(files, `CREATE TABLE t(date DATE, platform VARCHAR, account VARCHAR, campaign VARCHAR, ad_group VARCHAR, keyword VARCHAR, channel VARCHAR, impressions BIGINT, clicks BIGINT, cost DECIMAL(18,2), currency VARCHAR, reported_conversions BIGINT, reported_value DECIMAL(18,2))`,
		`COPY t FROM '%s' (HEADER)`, dir)
	if err != nil {
		return err
	}
	lite, err := timeSQLite(ctx, files, dir)
	if err != nil {
		return err
	}
	rate := func(d time.Duration) string {
		if d == 0 {
			return "–"
		}
		return fmt.Sprintf("%.2f M rows/s (%.2f×)", float64(rows)/d.Seconds()/1e6, float64(d)/float64(ours))
	}
	fmt.Printf("| import of %d files | Daybreak, keyed, validated | DuckDB, keyed | DuckDB COPY, no key | sqlite3 .import, keyed |\n|---|---|---|---|---|\n", len(files))
	fmt.Printf("| rows per second (time ÷ ours) | %s | %s | %s | %s |\n\n", rate(ours), rate(keyed), rate(copied), rate(lite))
	return nil
}

func timeDuck(files []string, create, load, dir string) (took time.Duration, err error) {
	path := filepath.Join(dir, "import.duckdb")
	if err := errors.Join(os.RemoveAll(path), os.RemoveAll(path+".wal")); err != nil {
		return 0, err
	}
	db, err := sql.Open("duckdb", path)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, db.Close(), os.RemoveAll(path), os.RemoveAll(path+".wal")) }()
	if err := script(db, `SET threads = 2`, create); err != nil {
		return 0, err
	}
	start := time.Now()
	for _, f := range files {
		if err := script(db, fmt.Sprintf(load, f)); err != nil {
			return 0, err
		}
	}
	return time.Since(start), nil
}

// timeSQLite returns 0 where the sqlite3 command is not installed.
func timeSQLite(ctx context.Context, files []string, dir string) (time.Duration, error) {
	if _, err := exec.LookPath("sqlite3"); err != nil {
		return 0, nil
	}
	path := filepath.Join(dir, "import.sqlite")
	if err := os.RemoveAll(path); err != nil {
		return 0, err
	}
	defer os.RemoveAll(path)
	args := []string{path, `PRAGMA journal_mode=WAL`, `CREATE TABLE t(date, platform, account, campaign, ad_group, keyword, channel, impressions INT, clicks INT, cost REAL, currency, reported_conversions INT, reported_value REAL,
		PRIMARY KEY(date, platform, account, campaign, ad_group, keyword)) WITHOUT ROWID`, `.mode csv`}
	for _, f := range files {
		args = append(args, ".import --skip 1 "+f+" t")
	}
	start := time.Now()
	out, err := exec.CommandContext(ctx, "sqlite3", args...).CombinedOutput()
	if err != nil {
		return 0, fmt.Errorf("sqlite3: %w: %s", err, out)
	}
	return time.Since(start), nil
}
