package main

import (
	"math/rand/v2"
	"testing"
	"time"
)

// T3: through three years, with a server that is started and stopped at random, a
// backup begins exactly when one is due, and where the server is down then, once,
// as soon as it is up again.
func TestBackupsKeepTheirSchedule(t *testing.T) {
	f := backupFlags{BackupEvery: 24 * time.Hour}
	random := rand.New(rand.NewPCG(3, 3))
	now := time.Date(2026, 1, 1, 8, 0, 0, 0, time.UTC)
	end := now.AddDate(3, 0, 0)
	var due, last time.Time
	made := 0
	for now.Before(end) {
		up := time.Duration(random.Int64N(int64(10 * 24 * time.Hour)))
		if made%3 == 0 {
			up /= 200 // it is restarted a few times in an hour
		}
		down := now.Add(up)
		for at := now.Add(f.wait(last, now)); at.Before(down); at = at.Add(f.wait(last, at)) {
			want := due
			if due.Before(now) {
				want = now
			}
			if !at.Equal(want) {
				t.Fatalf("up since %v, the last at %v: a backup at %v, want %v", now, last, at, want)
			}
			last, due = at, at.Add(f.BackupEvery)
			made++
		}
		now = down.Add(time.Duration(random.Int64N(int64(60 * time.Hour))))
	}
	if made < 300 {
		t.Errorf("only %d backups in three years", made)
	}
}

// A clock that was a year ahead for a while does not put backups off for a year.
func TestABackupFromTheFuturePutsNothingOff(t *testing.T) {
	f, now := backupFlags{BackupEvery: 24 * time.Hour}, time.Date(2026, 11, 30, 8, 0, 0, 0, time.UTC)
	for last, want := range map[time.Time]time.Duration{{}: 0, now.AddDate(1, 0, 0): 0, now: 24 * time.Hour, now.Add(-23 * time.Hour): time.Hour,
		now.Add(-24 * time.Hour): 0, now.AddDate(-1, 0, 0): 0} {
		if got := f.wait(last, now); got != want {
			t.Errorf("last at %v: %v, want %v", last, got, want)
		}
	}
}
