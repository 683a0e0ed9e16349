package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestClockBehind: a clock before the build's year is refused with one sentence
// and 78, before anything is made on the disk.
func TestClockBehind(t *testing.T) {
	ctx, stop := context.WithTimeout(t.Context(), 10*time.Second) // a server that does start ends
	defer stop()
	data := filepath.Join(t.TempDir(), "data")
	for _, args := range [][]string{{"serve", "--no-login", "--listen", "127.0.0.1:0", "--data", data}, {"user", "list", "--data", data}} {
		var out, errs strings.Builder
		old := func() time.Time { return time.Date(2025, 12, 31, 23, 59, 59, 0, time.UTC) }
		err := runAt(ctx, old, nil, args, func(string) string { return "" }, &out, &errs)
		said := errs.String()
		if exitCode(err) != 78 || !strings.Contains(said, "2025-12-31 23:59 UTC") || strings.Count(said, "\n") != 1 || out.String() != "" {
			t.Errorf("%s: exit %d, %q, %q", args[0], exitCode(err), said, out.String())
		}
		if _, err := os.Stat(filepath.Join(data, "daybreak.db")); err == nil {
			t.Error(args[0], "made a database")
		}
	}
	if err := checkClock(time.Date(buildYear(), 1, 1, 0, 0, 0, 0, time.UTC)); err != nil {
		t.Error("the year of the build itself:", err)
	}
	if err := checkClock(time.Date(2000, 9, 4, 0, 0, 0, 0, time.UTC)); err == nil {
		t.Error("the year 2000 is taken")
	}
}

// TestUptime: it goes on by itself.
func TestUptime(t *testing.T) {
	before := uptime()
	time.Sleep(20 * time.Millisecond)
	if ran := uptime() - before; ran < 20*time.Millisecond || ran > time.Minute {
		t.Error("after 20 ms it went on by", ran)
	}
}
