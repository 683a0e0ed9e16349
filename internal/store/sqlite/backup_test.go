package sqlite

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"daybreak/internal/ops"
)

func TestBackupAndRestore(t *testing.T) {
	s := fresh(t)
	ctx := t.Context()
	if _, err := s.Commit(ctx, ops.Batch{}, keywordDays(9000), nil, nil); err != nil {
		t.Fatal(err)
	}
	commit(t, s, rate(firstDay, "USD", 7))
	want := read(t, s, "spend")
	file := filepath.Join(t.TempDir(), "backup.db")
	if err := s.Backup(ctx, file); err != nil {
		t.Fatal(err)
	}
	for _, p := range []string{file, file + ".sha256"} {
		info, err := os.Stat(p)
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", p, info, err)
		}
	}
	if left, _ := filepath.Glob(file + ".unfinished*"); left != nil {
		t.Errorf("left behind: %v", left)
	}
	dir := filepath.Dir(s.path)
	hasCode(t, Restore(ctx, dir, file, false), "db_locked_dir")

	commit(t, s, rate(firstDay, "EUR", 8))
	wal, err := os.ReadFile(s.path + "-wal") // an old log that must not be played into the backup
	if err != nil || len(wal) == 0 {
		t.Fatal("no log", err)
	}
	s.Close()
	hasCode(t, Restore(ctx, dir, file, false), "restore_loses")
	if err := os.WriteFile(s.path+"-wal", wal, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Restore(ctx, dir, file, true); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(s.path + ".before-restore"); err != nil {
		t.Error(err)
	}
	s = reopen(t, dir)
	if got := read(t, s, "spend"); !slices.Equal(got, want) {
		t.Errorf("%d rows came back, want the same %d", len(got), len(want))
	}
	equal(t, read(t, s, "rates"), []string{"2026-09-01,USD,7"})
	if err := s.Check(ctx); err != nil {
		t.Error(err)
	}

	fresh := filepath.Join(t.TempDir(), "fresh")
	if err := Restore(ctx, fresh, file, false); err != nil {
		t.Fatal(err)
	}
	if got := read(t, reopen(t, fresh), "spend"); !slices.Equal(got, want) {
		t.Error("a restore into an empty directory differs")
	}

	damagedFile, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	damagedFile[len(damagedFile)/2] ^= 1
	if err := os.WriteFile(file, damagedFile, 0o600); err != nil {
		t.Fatal(err)
	}
	hasCode(t, Restore(ctx, filepath.Join(t.TempDir(), "x"), file, false), "backup_damaged")
}

// TestCheckFindsEveryChange changes one value at a time behind the store's
// back, in ways SQLite itself cannot notice.
func TestCheckFindsEveryChange(t *testing.T) {
	for _, change := range []string{
		"UPDATE spend SET cost = cost + 1 WHERE keyword = (SELECT min(keyword) FROM spend)",
		"UPDATE spend SET campaign = 1 WHERE date = (SELECT min(date) FROM spend) AND campaign = (SELECT max(campaign) FROM spend)",
		"UPDATE spend SET clicks = NULL WHERE clicks = 36 AND keyword = (SELECT min(keyword) FROM spend WHERE clicks = 36)",
		"DELETE FROM spend WHERE keyword = (SELECT max(keyword) FROM spend)",
		"UPDATE name SET text = 'other', fold = 'other' WHERE id = 3",
		"UPDATE rates SET date = date + 1",
	} {
		s := fresh(t)
		if _, err := s.Commit(t.Context(), ops.Batch{}, keywordDays(500), nil, nil); err != nil {
			t.Fatal(err)
		}
		commit(t, s, rate(firstDay, "USD", 7))
		if err := s.Check(t.Context()); err != nil {
			t.Fatal(err)
		}
		r, err := s.write.Exec(change)
		if err != nil {
			t.Fatal(err)
		}
		if n, _ := r.RowsAffected(); n == 0 {
			t.Fatalf("%s changes nothing", change)
		}
		dir := filepath.Dir(s.path)
		s.Close()
		hasCode(t, reopen(t, dir).Check(t.Context()), "control_total")
	}
}
