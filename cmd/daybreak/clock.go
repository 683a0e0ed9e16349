package main

import (
	"fmt"
	"runtime/debug"
	"strconv"
	"time"

	"golang.org/x/sys/unix"

	"daybreak/internal/ops"
)

// firstYear is when this version was written, for builds that do not know their
// commit.
const firstYear = 2026

// buildYear returns the year the program was built from.
func buildYear() int {
	year := firstYear
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.time" && len(s.Value) > 4 {
				if y, err := strconv.Atoi(s.Value[:4]); err == nil {
					year = max(year, y)
				}
			}
		}
	}
	return year
}

// checkClock refuses a clock that shows a time before the program was there:
// every check-in would get a day that is over for long.
func checkClock(now time.Time) error {
	year := buildYear()
	if now.UTC().Year() >= year {
		return nil
	}
	shown := now.UTC().Format("2006-01-02 15:04 UTC")
	return &ops.Error{
		Code:    "clock_behind",
		Message: fmt.Sprintf("The clock of this machine shows %s, before the year of this version of Daybreak, %d.", shown, year),
		Hint:    "Set the clock right, then start again.", Args: []any{shown, year},
	}
}

// uptime returns how long the machine has run, its sleep included; setting the
// clock does not change it.
func uptime() time.Duration {
	var t unix.Timespec
	if err := unix.ClockGettime(uptimeClock, &t); err != nil {
		panic(err) // the kernel has had this clock for as long as Go runs on it
	}
	return time.Duration(t.Nano())
}
