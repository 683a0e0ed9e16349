package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
)

// The table that DuckDB and SQLite import into.
const (
	importColumns = `date DATE, platform VARCHAR, account VARCHAR, campaign VARCHAR, ad_group VARCHAR, keyword VARCHAR, channel VARCHAR,
		impressions BIGINT, clicks BIGINT, cost DECIMAL(18,2), currency VARCHAR, reported_conversions BIGINT, reported_value DECIMAL(18,2)`
	importKey = `PRIMARY KEY(date, platform, account, campaign, ad_group, keyword)`
)

// benchImport imports the same files in turn into Daybreak, into DuckDB with
// and without the key, and with the sqlite3 command's .import with the key;
// three times if they are few. It returns the open Daybreak of the last round.
func benchImport(ctx context.Context, dir string, files []string, rows int, program string) (*daybreak, error) {
	// First of all: a process begins with the memory of the one that starts it.
	peak, err := importMemory(ctx, program, dir, files[0])
	if err != nil {
		return nil, err
	}
	again := 1
	if len(files) == 1 {
		again = 3
	}
	var db *daybreak
	best := make([]duration, 4)
	for n := range again {
		if db != nil {
			if err := db.close(); err != nil {
				return nil, err
			}
		}
		if db, err = openDaybreak(ctx, filepath.Join(dir, "daybreak-facts")); err != nil {
			return nil, err
		}
		var took [4]duration
		if _, took[0], err = db.importFiles(ctx, files); err != nil {
			return nil, err
		}
		if took[1], err = timeDuck(files, `CREATE TABLE t(`+importColumns+`, `+importKey+`)`, `INSERT OR REPLACE INTO t SELECT * FROM read_csv('%s', header=true)`,
			dir); err != nil {
			return nil, err
		}
		if took[2], err = timeDuck(files, `CREATE TABLE t(`+importColumns+`)`, `COPY t FROM '%s' (HEADER)`, dir); err != nil {
			return nil, err
		}
		if took[3], err = timeSQLite(ctx, files, dir); err != nil {
			return nil, err
		}
		for i, t := range took {
			if n == 0 || t.wall < best[i].wall {
				best[i] = t
			}
		}
	}
	fmt.Printf("| import of %d files, best of %d | rows/s | Daybreak is faster by | processor time | Daybreak needs less by |\n|---|---|---|---|---|\n",
		len(files), again)
	for i, name := range []string{"Daybreak, keyed, validated, undoable", "DuckDB, keyed (INSERT OR REPLACE)", "DuckDB COPY, no key", "sqlite3 .import, keyed"} {
		if best[i].wall == 0 {
			continue
		}
		fmt.Printf("| %s | %.2f M | %s× | %.2f s | %s× |\n", name, float64(rows)/best[i].wall.Seconds()/1e6, three(best[i].wall.Seconds()/best[0].wall.Seconds()),
			best[i].processor.Seconds(), three(best[i].processor.Seconds()/best[0].processor.Seconds()))
	}
	fmt.Printf("\nThe program that imports one of the files (%d rows) into an empty record takes %d MiB at its peak.\n\n", min(rows, rowsPerFile), peak>>10)
	return db, nil
}

// importMemory imports a file with the program itself and returns the most
// memory it had, in KiB.
func importMemory(ctx context.Context, program, dir, file string) (int64, error) {
	data := filepath.Join(dir, "memory")
	if err := os.RemoveAll(data); err != nil {
		return 0, err
	}
	cmd := exec.CommandContext(ctx, program, "import", "--data", data, file)
	if out, err := cmd.CombinedOutput(); err != nil {
		return 0, fmt.Errorf("%w: %s", err, out)
	}
	return maxRSS(cmd), os.RemoveAll(data)
}

func timeDuck(files []string, create, load, dir string) (took duration, err error) {
	path := filepath.Join(dir, "import.duckdb")
	if err := errors.Join(os.RemoveAll(path), os.RemoveAll(path+".wal")); err != nil {
		return duration{}, err
	}
	db, err := openDuck(path)
	if err != nil {
		return duration{}, err
	}
	defer func() { err = errors.Join(err, db.Close(), os.RemoveAll(path), os.RemoveAll(path+".wal")) }()
	if err := script(db, create); err != nil {
		return duration{}, err
	}
	return timed(syscall.RUSAGE_SELF, func() error {
		for _, f := range files {
			if err := script(db, fmt.Sprintf(load, f)); err != nil {
				return err
			}
		}
		return nil
	})
}

// timeSQLite returns 0 where the sqlite3 command is not installed.
func timeSQLite(ctx context.Context, files []string, dir string) (duration, error) {
	if _, err := exec.LookPath("sqlite3"); err != nil {
		return duration{}, nil
	}
	path := filepath.Join(dir, "import.sqlite")
	remove := func() error {
		return errors.Join(os.RemoveAll(path), os.RemoveAll(path+"-wal"), os.RemoveAll(path+"-shm"))
	}
	if err := remove(); err != nil {
		return duration{}, err
	}
	args := []string{path, `PRAGMA journal_mode=WAL`, `CREATE TABLE t(date, platform, account, campaign, ad_group, keyword, channel, impressions INT, clicks INT,
		cost REAL, currency, reported_conversions INT, reported_value REAL,
		` + importKey + `) WITHOUT ROWID`, `.mode csv`}
	for _, f := range files {
		args = append(args, ".import --skip 1 "+f+" t")
	}
	took, err := timed(syscall.RUSAGE_CHILDREN, func() error {
		if out, err := exec.CommandContext(ctx, "sqlite3", args...).CombinedOutput(); err != nil {
			return fmt.Errorf("sqlite3: %w: %s", err, out)
		}
		return nil
	})
	return took, errors.Join(err, remove())
}
