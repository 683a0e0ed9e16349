// Bench measures Daybreak beside DuckDB and plain SQLite on the same data in
// the same run and prints the ratios as Markdown tables. It is a module of its
// own so that DuckDB stays out of the program's dependencies.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"runtime"
	"time"
)

type options struct {
	rows, members, days int
	made                int
	pages, checkIns     bool
	sqlite              bool
	dir                 string
}

func main() {
	var o options
	flag.IntVar(&o.rows, "rows", 1_000_000, "keyword-day rows of the facts part; 0 leaves it out")
	flag.IntVar(&o.members, "members", 100_000, "members of the activity part; 0 leaves it out")
	flag.IntVar(&o.days, "days", 365, "days of the activity part")
	flag.IntVar(&o.made, "made", 0, "members of a second activity part, whose check-ins are made in memory and never stored; 0 leaves it out")
	flag.BoolVar(&o.pages, "pages", true, "measure pages and the program itself")
	flag.BoolVar(&o.checkIns, "check-ins", true, "compare durable check-ins with PostgreSQL, where it is installed")
	flag.BoolVar(&o.sqlite, "sqlite", true, "let plain SQLite take part in the activity part; it needs minutes for a million members")
	flag.StringVar(&o.dir, "dir", "", "where the data of the activity part is kept between runs; default a temporary directory")
	flag.Parse()
	if err := run(context.Background(), o); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, o options) error {
	if o.dir == "" {
		tmp, err := os.MkdirTemp("", "daybreak-bench-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(tmp)
		o.dir = tmp
	}
	if err := os.MkdirAll(o.dir, 0o755); err != nil {
		return err
	}
	if err := printSetting(); err != nil {
		return err
	}
	program, err := buildProgram(ctx, o.dir)
	if err != nil {
		return err
	}
	if o.rows > 0 {
		if err := benchFacts(ctx, o.dir, o.rows, program); err != nil {
			return err
		}
	}
	if o.members > 0 {
		if err := benchMembers(ctx, o); err != nil {
			return err
		}
	}
	if o.made > 0 {
		if err := benchMade(ctx, o); err != nil {
			return err
		}
	}
	if o.checkIns {
		if err := benchCheckIns(ctx, o.dir, program); err != nil {
			return err
		}
	}
	if !o.pages {
		return nil
	}
	if err := benchPages(ctx, o.dir); err != nil {
		return err
	}
	return benchProgram(ctx, o.dir, program)
}

// printSetting says on what and against what is measured.
func printSetting() error {
	duck, err := openDuck("")
	if err != nil {
		return err
	}
	defer duck.Close()
	lite, err := openSQLite(":memory:")
	if err != nil {
		return err
	}
	defer lite.Close()
	var d, l string
	if err := duck.QueryRow(`SELECT version()`).Scan(&d); err != nil {
		return err
	}
	if err := lite.QueryRow(`SELECT sqlite_version()`).Scan(&l); err != nil {
		return err
	}
	fmt.Printf("%s, %s/%s, %d cores, DuckDB %s (2 threads), SQLite %s, %s\n\n", runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), d, l,
		time.Now().UTC().Format(time.DateOnly))
	return nil
}
