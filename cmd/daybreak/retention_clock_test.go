package main

import (
	"testing"
	"time"
)

// A clock that jumps decides nothing for a day; one that is put right again meanwhile has
// to keep time for a day anew; and a server that was down over night goes on at once.
func TestClockIsBelieved(t *testing.T) {
	now, up := time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC), 5*time.Hour
	pass := func(d time.Duration) { now, up = now.Add(d), up+d }
	begin := func(last time.Time) *believedClock {
		return newBelievedClock(func() time.Time { return now }, func() time.Duration { return up }, last)
	}
	b := begin(now.Add(-20 * time.Hour))
	want := func(what string, is bool) {
		t.Helper()
		if b.believed() != is {
			t.Errorf("%s: believed is %v", what, !is)
		}
	}
	want("seen 20 hours ago", true)
	pass(10 * time.Hour)
	want("10 hours later", true)
	now = now.AddDate(1, 0, 0)
	want("a year ahead", false)
	pass(23 * time.Hour)
	want("after 23 hours", false)
	now = now.AddDate(-1, 0, 0)
	want("put right", false)
	pass(23 * time.Hour)
	want("23 hours after", false)
	pass(time.Hour)
	want("a day after", true)
	b = begin(now.AddDate(0, 0, -3))
	want("down for 3 days", false)
	pass(24 * time.Hour)
	want("a day later", true)
	b = begin(now.Add(time.Hour))
	want("put back while it was down", false)
	b = begin(time.Time{})
	want("never seen", false)
	b = newBelievedClock(func() time.Time { return now }, nil, time.Time{})
	want("a clock that cannot jump", true)
}
