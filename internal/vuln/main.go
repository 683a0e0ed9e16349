// Vuln fails when code that Daybreak calls has a known vulnerability that
// nobody has accepted with a reason. It asks the live database of Go, or, where
// that cannot be reached, the database as a pinned module has it, and says of
// which day its data are. What Go's database cannot see, SQLite and ECharts, is
// compared with the notes of their releases, in the same list.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	wrong, err := check(ctx, os.Stdout)
	if err != nil {
		fmt.Fprintln(os.Stderr, "vuln:", err)
		os.Exit(2)
	}
	for _, w := range wrong {
		fmt.Fprintln(os.Stderr, w)
	}
	if len(wrong) > 0 {
		os.Exit(1)
	}
}

// check returns what must not stay, one sentence each, and writes what it did.
func check(ctx context.Context, out io.Writer) ([]string, error) {
	l, err := readList()
	if err != nil {
		return nil, err
	}
	built, err := builtVersions()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "vuln")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	db, err := open(ctx, dir)
	if err != nil {
		return nil, err
	}
	found, err := scan(ctx, db.url)
	if err != nil {
		return nil, err
	}
	fmt.Fprintf(out, "Vulnerabilities known on %s (%s): %d in called code, %d accepted.\n", db.day, db.source, len(found), len(l.Accepted))
	wrong := slices.Concat(l.compare(found), l.outdated(built))
	slices.Sort(wrong)
	return wrong, nil
}
