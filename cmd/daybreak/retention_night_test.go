package main

import (
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"daybreak/internal/ops"
	"daybreak/internal/store/sqlite"
)

// Data goes once a day, an hour after it began in the zone of the workspace; a clock that
// jumps a year ahead lets nothing go.
func TestDataGoesByNight(t *testing.T) {
	data, file := filepath.Join(t.TempDir(), "data"), filepath.Join(t.TempDir(), "m.csv")
	must(t, os.WriteFile(file, []byte("member,joined_at,channel\nold,2025-01-01 09:00:00,poster\nnew,2026-11-01 09:00:00,poster\n"), 0o600))
	if code, out, errs := runs(t, "import", "--data", data, file); code != 0 {
		t.Fatal(out, errs)
	}
	// 00:30 on 1 December in Shanghai.
	now, up := time.Date(2026, 11, 30, 16, 30, 0, 0, time.UTC), time.Hour
	env := &environment{ctx: t.Context(), stdout: io.Discard, stderr: io.Discard, clock: func() time.Time { return now },
		uptime: func() time.Duration { return up }, log: slog.New(slog.DiscardHandler)}
	w, err := openWorkspace(env, data, calendarFlags{})
	must(t, err)
	defer w.Close()
	_, kept, err := w.figures(t.Context(), data, env.log)
	must(t, err)
	r := sqlite.RetentionIn(w.store)
	must(t, r.SetPeriods(t.Context(), ops.Periods{ops.DataMembers: 365}, 1))
	must(t, r.SetBelieved(t.Context(), now.Add(-time.Minute)))
	n, err := newNights(env, w, persons{PersonService: sqlite.PersonsIn(w.store), kept: kept})
	must(t, err)
	left := func(what string, want int) {
		t.Helper()
		must(t, n.look(t.Context()))
		going, err := r.Going(t.Context(), ops.Periods{ops.DataMembers: 365})
		if err != nil || going.Total() != want {
			t.Errorf("%s: %v %v, want %d still to go", what, going, err, want)
		}
	}
	left("half an hour after the day began", 1)
	now = now.AddDate(1, 0, 0).Add(time.Hour)
	must(t, n.look(t.Context()))
	now = now.AddDate(-1, 0, 0)
	left("the clock was a year ahead", 1)
	now, up = now.Add(clockBelieve), up+clockBelieve
	left("the clock has kept time for a day", 0)
	if day, err := r.Lapsed(t.Context()); err != nil || day != ops.DayOf(2026, 12, 2) {
		t.Errorf("went on %s %v", day, err)
	}
	if due, err := n.people.ScrubDue(t.Context()); err != nil || due {
		t.Errorf("the files are not written anew: %v", err)
	}
}
