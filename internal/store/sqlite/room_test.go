package sqlite

import (
	"errors"
	"testing"
	"time"

	"daybreak/internal/ops"
)

// The two stops (D5) at the edges of what is free, on a small disk, where 500
// MiB decide, and on a large one, where 5 % do.
func TestStopsOfAFullDisk(t *testing.T) {
	const mib, gib = int64(1 << 20), int64(1 << 30)
	for _, c := range []struct {
		free, total       int64
		imports, checkIns bool
	}{
		{500 * mib, 8 * gib, true, true}, {500*mib - 1, 8 * gib, false, true}, {100 * mib, 8 * gib, false, true},
		{100*mib - 1, 8 * gib, false, false}, {0, 8 * gib, false, false},
		{50 * gib, 1000 * gib, true, true}, {50*gib - 1, 1000 * gib, false, true}, {600 * mib, 1000 * gib, false, true},
	} {
		r := roomFor(c.free, c.total)
		if r.Imports != c.imports || r.CheckIns != c.checkIns || (r.ImportsStopped() == nil) != c.imports {
			t.Errorf("%d of %d free: %+v", c.free, c.total, r)
		}
	}
}

// Imports stop first, then check-ins, and both go on by themselves when there is
// space again.
func TestStopsEndByThemselves(t *testing.T) {
	s := fresh(t)
	free := int64(1 << 40)
	failed := error(nil)
	s.room = &room{ask: func() (int64, int64, error) { return free, 1 << 40, failed }}
	commit(t, s, rate(firstDay, "USD", 7))
	enrol := ops.CheckIn{Key: "k", Member: "ann", Event: "check_in", At: time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC), Days: []ops.Day{firstDay}}
	n := 0
	try := func(left int64, wantImport, wantCheckIn ops.Code) {
		t.Helper()
		free = left
		s.room.at = time.Time{} // a second later
		n++
		_, err := s.Commit(t.Context(), ops.Batch{}, rate(firstDay+ops.Day(n), "USD", 7), nil, nil)
		if ops.CodeOf(err) != wantImport {
			t.Errorf("%d MiB left: an import: %v, want %q", left>>20, err, wantImport)
		}
		enrol.Key = string(rune('a' + n))
		if _, err := s.Community().CheckIn(t.Context(), enrol); ops.CodeOf(err) != wantCheckIn && !(wantCheckIn == "" && ops.CodeOf(err) == "member_unknown") {
			t.Errorf("%d MiB left: a check-in: %v, want %q", left>>20, err, wantCheckIn)
		}
	}
	try(1<<40, "", "")
	try(499<<20, "imports_stopped", "")
	try(99<<20, "imports_stopped", "check_ins_stopped")
	try(0, "imports_stopped", "check_ins_stopped")
	try(101<<20, "imports_stopped", "")
	try(1<<40, "", "")
	failed = errors.New("the disk does not tell")
	try(0, "", "")
	// What is asked often is not asked of the disk each time.
	asked := 0
	s.room = &room{ask: func() (int64, int64, error) { asked++; return 1 << 40, 1 << 40, nil }}
	for range 100 {
		s.Health().Room()
	}
	if asked != 1 {
		t.Errorf("the disk was asked %d times within a second", asked)
	}
}
