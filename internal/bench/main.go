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
	"slices"
	"time"
)

func main() {
	rows := flag.Int("rows", 1_000_000, "keyword-day rows of the facts part; 0 leaves it out")
	members := flag.Int("members", 100_000, "members of the activity part; 0 leaves it out")
	days := flag.Int("days", 365, "days of the activity part")
	dir := flag.String("dir", "", "where data files are kept between runs; default a temporary directory")
	flag.Parse()
	if err := run(context.Background(), *rows, *members, *days, *dir); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, rows, members, days int, dir string) error {
	if dir == "" {
		tmp, err := os.MkdirTemp("", "daybreak-bench-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(tmp)
		dir = tmp
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	fmt.Printf("%s, %d cores, %s\n\n", runtime.Version(), runtime.NumCPU(), time.Now().UTC().Format(time.DateOnly))
	if rows > 0 {
		if err := benchFacts(ctx, dir, rows); err != nil {
			return err
		}
	}
	if members > 0 {
		return benchMembers(ctx, dir, members, days)
	}
	return nil
}

// contender is one way to answer a question.
type contender struct {
	name string
	ask  func() error
}

// race asks every contender in turn, five rounds after one to warm up, and
// returns the median of each.
func race(rounds int, cs ...contender) ([]time.Duration, error) {
	took := make([][]time.Duration, len(cs))
	for round := range rounds + 1 {
		for i, c := range cs {
			if c.ask == nil {
				continue
			}
			start := time.Now()
			if err := c.ask(); err != nil {
				return nil, fmt.Errorf("%s: %w", c.name, err)
			}
			if round > 0 {
				took[i] = append(took[i], time.Since(start))
			}
		}
	}
	out := make([]time.Duration, len(cs))
	for i, t := range took {
		if len(t) > 0 {
			slices.Sort(t)
			out[i] = t[len(t)/2]
		}
	}
	return out, nil
}

// row prints one line of a table: ours, then each peer with its ratio to ours.
func row(name string, t []time.Duration) {
	fmt.Printf("| %s | %s |", name, ms(t[0]))
	for _, d := range t[1:] {
		if d == 0 {
			fmt.Print(" – |")
			continue
		}
		fmt.Printf(" %s (%.1f×) |", ms(d), float64(d)/float64(t[0]))
	}
	fmt.Println()
}

func ms(d time.Duration) string { return fmt.Sprintf("%.3g ms", float64(d.Microseconds())/1000) }
