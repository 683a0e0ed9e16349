package sqlite

import (
	"path/filepath"
	"testing"
	"time"

	"daybreak/internal/ops"
)

// TestClockThatJumps: events are declared complete through 29 November; on the
// 30th the clock is put 49 hours ahead and back. No post vouches for a day that
// was not over, neither while the clock is wrong nor after; real days do count
// again.
func TestClockThatJumps(t *testing.T) {
	for _, x := range []struct {
		name    string
		started bool // while the clock was wrong already: then nothing tells it from a right one
		ahead   string
	}{
		{"while it runs", false, "2026-11-29"},
		{"before the start", true, "2026-12-01"},
	} {
		for _, door := range []string{"check-in", "event"} {
			t.Run(x.name+" "+door, func(t *testing.T) { jump(t, x.started, x.ahead, door) })
		}
	}
}

func jump(t *testing.T, started bool, ahead, door string) {
	dir := filepath.Join(t.TempDir(), "data")
	if err := Init(dir); err != nil {
		t.Fatal(err)
	}
	wall := time.Date(2026, 11, 30, 2, 0, 0, 0, time.UTC)
	var ran time.Duration
	var s *Store
	open := func() {
		if s != nil {
			s.Close()
		}
		var err error
		if s, err = Open(t.Context(), dir, Options{Calendar: calendar(), Clock: func() time.Time { return wall },
			Uptime: func() time.Duration { return ran }}); err != nil {
			t.Fatal(err)
		}
	}
	open()
	defer func() { s.Close() }()
	knowMembers(t, s, 3)
	through := func(want string) {
		t.Helper()
		sources, err := s.Sources(t.Context())
		if err != nil || len(sources) != 1 || sources[0].Through.String() != want || sources[0].Gap.Len() > 0 {
			t.Errorf("%v, %v; want one source through %s without a gap", sources, err, want)
		}
	}
	send := func(want string) {
		t.Helper()
		var err error
		if door == "check-in" {
			_, err = s.Community().CheckIn(t.Context(), ops.CheckIn{Member: "m0", At: wall, Days: []ops.Day{calendar().Day(wall)}})
		} else {
			event := build("events").row(map[string]any{"member": "m1", "event": "visit", "at": wall}).rows
			_, err = s.Commit(t.Context(), ops.Batch{Via: "api", At: wall, Through: calendar().Day(wall) - 1}, event, nil, nil)
		}
		if err != nil {
			t.Fatal(err)
		}
		through(want)
	}
	pass := func(d time.Duration) { wall, ran = wall.Add(d), ran+d }

	if err := s.DeclareWatermark(t.Context(), "events", "", nil, ops.DayOf(2026, 11, 29), "Mei"); err != nil {
		t.Fatal(err)
	}
	send("2026-11-29")              // as on every day; else what follows would lie behind a gap
	wall = wall.Add(49 * time.Hour) // 2 December
	if started {
		open()
	}
	send(ahead)
	wall = wall.Add(-49 * time.Hour)
	through("2026-11-29")
	pass(time.Minute)
	send("2026-11-29")
	pass(24 * time.Hour)
	send("2026-11-30") // the 30th has passed
	pass(48 * time.Hour)
	send("2026-12-02")
	open()
	through("2026-12-02")
}

// TestPassedTime: a step of up to five minutes is no jump, and sleep, which the
// uptime counts, is none either.
func TestPassedTime(t *testing.T) {
	start := time.Date(2026, 11, 30, 2, 0, 0, 0, time.UTC)
	wall, ran := start, time.Duration(0)
	p := newPassedTime(func() time.Time { return wall }, func() time.Duration { return ran })
	for _, x := range []struct{ wall, ran, want time.Duration }{
		{time.Minute, time.Minute, time.Minute},
		{7 * time.Minute, 2 * time.Minute, 7 * time.Minute},  // 5 minutes too many
		{14 * time.Minute, 3 * time.Minute, 8 * time.Minute}, // 6 more
		{20 * time.Hour, 20 * time.Hour, 20 * time.Hour},     // slept
		{19 * time.Hour, 20*time.Hour + 1, 19 * time.Hour},   // put back
		{20 * time.Hour, 20*time.Hour + 2, 19*time.Hour + 1}, // and ahead again
		{100 * time.Hour, 21*time.Hour + 1, 20 * time.Hour},  // far ahead
	} {
		wall, ran = start.Add(x.wall), x.ran
		if got := p.within(wall).Sub(start); got != x.want {
			t.Errorf("at %s after %s: %s, want %s", x.wall, x.ran, got, x.want)
		}
	}
}
