package sqlite

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"daybreak/internal/ops"
)

// A backup onto the record, by whatever name, destroyed it and said success.
func TestBackupsNeverReplaceTheRecord(t *testing.T) {
	s := fresh(t)
	ctx := t.Context()
	commit(t, s, rate(firstDay, "USD", 7))
	if err := s.Health().Mark(); err != nil {
		t.Fatal(err)
	}
	dir, out := filepath.Dir(s.path), t.TempDir()
	for _, name := range []string{"control.sock", "figures.snapshot"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	link := func(make func(from, to string) error, from, to string) string {
		to = filepath.Join(out, to)
		if err := make(from, to); err != nil {
			t.Fatal(err)
		}
		return to
	}
	places := []string{dir, filepath.Join(dir, "new.db"), filepath.Join(dir, "sub", "..", fileName),
		link(os.Symlink, s.path, "symlink.db"), link(os.Link, s.path, "hard.db"),
		filepath.Join(link(os.Symlink, dir, "linked"), "x.db"), filepath.Join(link(os.Symlink, dir, "again"), fileName)}
	for _, name := range []string{fileName, fileName + "-wal", fileName + "-shm", markName, lockName, "control.sock", "figures.snapshot"} {
		places = append(places, filepath.Join(dir, name))
	}
	link(os.Link, s.path, "side.db.unfinished")
	link(os.Symlink, s.path, "sum.db.sha256")
	places = append(places, filepath.Join(out, "side.db"), filepath.Join(out, "sum.db"))
	want := read(t, s, "rates")
	for _, p := range places {
		hasCode(t, s.Backup(ctx, p), "own_file")
	}
	equal(t, read(t, s, "rates"), want)
	if err := s.Health().Beat(ctx); err != nil {
		t.Error(err)
	}
	if err := s.Backup(ctx, filepath.Join(out, "good.db")); err != nil {
		t.Error(err)
	}
	s.Close()
	for _, p := range []string{s.path, filepath.Join(out, "symlink.db"), filepath.Join(out, "hard.db"), filepath.Join(dir, markName)} {
		hasCode(t, Restore(ctx, dir, p, true), "own_file")
	}
	s = reopen(t, dir)
	equal(t, read(t, s, "rates"), want)
}

// What is written to a file that is no longer at its path is lost to the next
// start, so the record is not well.
func TestARecordThatWasReplacedIsNotWell(t *testing.T) {
	for _, name := range []string{"", "-wal"} {
		s := fresh(t)
		if err := s.Health().Beat(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(s.path+name, s.path+name+".moved"); err != nil {
			t.Fatal(err)
		}
		hasCode(t, s.Health().Beat(t.Context()), "db_replaced")
		if err := os.WriteFile(s.path+name, []byte("another"), 0o600); err != nil {
			t.Fatal(err)
		}
		hasCode(t, s.Health().Beat(t.Context()), "db_replaced")
		if err := os.Rename(s.path+name+".moved", s.path+name); err != nil {
			t.Fatal(err)
		}
		if err := s.Health().Beat(t.Context()); err != nil {
			t.Errorf("back at its place: %v", err)
		}
	}
}

// A restore speaks of the backup that was given, and a pipe keeps nobody
// waiting.
func TestRestoresNameTheBackup(t *testing.T) {
	dir, out := filepath.Join(t.TempDir(), "data"), t.TempDir()
	if err := Init(dir); err != nil {
		t.Fatal(err)
	}
	text, pipe, broken := filepath.Join(out, "text.db"), filepath.Join(out, "pipe.db"), filepath.Join(out, "broken.db")
	if err := os.WriteFile(text, []byte(strings.Repeat("no database ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(filepath.Join(dir, fileName))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(broken, b[:len(b)/2], 0o600); err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]ops.Code{text: "backup_foreign", pipe: "db_unreadable", broken: "backup_damaged"} {
		err := Restore(t.Context(), dir, file, false)
		hasCode(t, err, want)
		if err == nil || !strings.Contains(err.Error(), file) || strings.Contains(err.Error(), ".new") {
			t.Errorf("%s: %v", file, err)
		}
	}
	if err := os.Remove(filepath.Join(dir, markName)); err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(filepath.Join(dir, markName), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), dir, Options{}); ops.CodeOf(err) != "db_unreadable" {
		t.Errorf("a pipe for a mark: %v", err)
	}
}

// A place that cannot be written is not said to be unreadable.
func TestUnwritableIsNotUnreadable(t *testing.T) {
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, lockName), 0o700); err != nil { // which even root cannot open to write
		t.Fatal(err)
	}
	_, err := lock(dir)
	hasCode(t, err, "not_writable")
	if _, err := openLog(filepath.Join(dir, "gone", fileName)); ops.CodeOf(err) != "not_writable" {
		t.Errorf("the log: %v", err)
	}
}
