package main

import (
	"fmt"
	"slices"
	"syscall"
	"time"
)

// contender is one way to answer a question. Its answer is a sum over all of
// what it found, in which contenders have to agree.
type contender struct {
	name string
	ask  func() (int64, error)
}

// The bounds of a race: how often each contender is asked after one time to
// warm up, and after how much time it is not asked again.
const (
	rounds = 5
	enough = 8 * time.Second
)

// race asks the contenders in turn and returns the median time of each, 0 for
// one that cannot answer.
func race(cs ...contender) ([]time.Duration, error) {
	took := make([][]time.Duration, len(cs))
	spent := make([]time.Duration, len(cs))
	var want int64
	for round := range rounds + 1 {
		for i, c := range cs {
			if c.ask == nil || spent[i] > enough {
				continue
			}
			start := time.Now()
			got, err := c.ask()
			d := time.Since(start)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", c.name, err)
			}
			if i == 0 {
				want = got
			}
			if got != want {
				return nil, fmt.Errorf("%s answers %d, %s %d", cs[0].name, want, c.name, got)
			}
			spent[i] += d
			if round > 0 || spent[i] > enough {
				took[i] = append(took[i], d)
			}
		}
	}
	out := make([]time.Duration, len(cs))
	for i, t := range took {
		if len(t) > 0 {
			out[i] = median(t)
		}
	}
	return out, nil
}

func median(t []time.Duration) time.Duration {
	slices.Sort(t)
	return t[len(t)/2]
}

// row prints one line of a table: ours, then each peer as a ratio to ours with
// its time.
func row(name string, t []time.Duration) {
	fmt.Printf("| %s | %s |", name, ms(t[0]))
	for _, d := range t[1:] {
		if d == 0 {
			fmt.Print(" – |")
			continue
		}
		fmt.Printf(" **%s×** (%s) |", three(float64(d)/float64(t[0])), ms(d))
	}
	fmt.Println()
}

func ms(d time.Duration) string { return three(float64(d.Nanoseconds())/1e6) + " ms" }

// three writes a number with about three digits.
func three(x float64) string {
	switch {
	case x >= 100:
		return fmt.Sprintf("%.0f", x)
	case x >= 10:
		return fmt.Sprintf("%.1f", x)
	case x >= 0.1:
		return fmt.Sprintf("%.2f", x)
	}
	return fmt.Sprintf("%.4f", x)
}

// processorTime returns the time all processors spent on this program (who =
// syscall.RUSAGE_SELF) or on the ones it ran, which says more than the clock
// on a machine with other work.
func processorTime(who int) time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(who, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
