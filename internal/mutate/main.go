// Mutate plants one fault after the other in a copy of the sources and runs the
// test that is meant for it: a promise whose test does not notice is not kept
// by anybody. The faults are testdata/faults.yaml; the sources stay untouched.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
)

func main() {
	only := flag.String("run", "", "only faults whose name contains this")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	faults, err := readFaults()
	if err != nil {
		fmt.Fprintln(os.Stderr, "mutate:", err)
		os.Exit(2)
	}
	planted, missed := 0, 0
	for _, f := range faults {
		if !strings.Contains(f.Name, *only) {
			continue
		}
		planted++
		verdict, err := f.plant(ctx, ".")
		if err != nil {
			fmt.Fprintln(os.Stderr, "mutate:", err)
			os.Exit(2)
		}
		if verdict != noticed {
			missed++
		}
		fmt.Printf("%-12s %s (%s)\n", verdict, f.Name, f.Promise)
	}
	fmt.Printf("%d faults planted, %d noticed\n", planted, planted-missed)
	if missed > 0 {
		os.Exit(1)
	}
}
