package sqlite

import (
	"fmt"
	"os"
	"testing"
)

// TestLogHasRoom holds that a check-in is written over room that the log has
// already: a file that becomes longer takes a disk twice the time. What lies in
// the log is found again by SQLite, whatever is behind it.
func TestLogHasRoom(t *testing.T) {
	const members = 40
	s := fresh(t)
	knowMembers(t, s, members)
	sizes := map[int64]bool{}
	for i := range members {
		if _, err := s.Community().CheckIn(t.Context(), checkInOf(fmt.Sprintf("m%d", i))); err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(s.path + "-wal")
		if err != nil {
			t.Fatal(err)
		}
		sizes[info.Size()] = true
	}
	// Each check-in writes several pages of 8 KiB; a room is of 1 MiB.
	if len(sizes) > members/8 {
		t.Errorf("%d check-ins made the log longer %d times", members, len(sizes))
	}
	// A copy made now is what kill -9 leaves.
	left := t.TempDir()
	if err := os.Chmod(left, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{fileName, fileName + "-wal"} {
		b, err := os.ReadFile(s.path[:len(s.path)-len(fileName)] + name)
		if err == nil {
			err = os.WriteFile(left+"/"+name, b, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	again, err := Open(t.Context(), left, Options{Calendar: calendar()})
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if n := len(eventKeys(t, again)); n != members {
		t.Errorf("%d of %d check-ins are there again", n, members)
	}
}
