package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"daybreak/internal/ops"
)

// TestFlippedBits (D9) flips one bit in copies of a record. Whatever changes a
// row must be found when the copy is opened, by quick_check or by the control
// totals, and by the full check without exception.
func TestFlippedBits(t *testing.T) {
	s := fresh(t)
	commit(t, s, keywordDays(4000))
	for _, currency := range []string{"USD", "EUR", "JPY"} {
		commit(t, s, rate(firstDay, currency, 7))
	}
	want, err := readAll(s)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	sound, err := os.ReadFile(s.path)
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(5, 6))
	changed, atStart, byQuickCheck := 0, 0, 0
	for range 200 {
		b := bytes.Clone(sound)
		at := random.IntN(len(b))
		b[at] ^= 1 << random.IntN(8)
		dir := filepath.Join(t.TempDir(), "data")
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, fileName), b, 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := Open(t.Context(), dir, Options{Calendar: calendar()})
		if err != nil {
			changed, atStart, byQuickCheck = changed+1, atStart+1, byQuickCheck+1
			continue
		}
		got, err := readAll(s)
		if err != nil || !slices.Equal(got, want) {
			changed++
			if s.Health().Damage() != nil {
				atStart++
			} else {
				t.Logf("the flip at %d is not found at start", at)
			}
			if err := s.Check(t.Context()); err == nil {
				t.Errorf("the flip at %d changes rows and is not found by the full check", at)
			}
		}
		s.Close()
	}
	t.Logf("of 200 flipped bits %d changed rows or broke the file; found at start: %d, of these by SQLite: %d", changed, atStart, byQuickCheck)
	if changed < 30 || byQuickCheck == atStart || atStart*100 < changed*99 {
		t.Error("too few were found at start")
	}
}

// readAll returns all rows, spelled in lower case: spellings of a name are one
// name.
func readAll(s *Store) (out []string, err error) {
	for _, record := range []string{"spend", "rates"} {
		err := s.Read(context.Background(), record, ops.Range{From: ops.MinDay, To: ops.MaxDay}, func(b *ops.Rows) error {
			for i := range b.Len() {
				out = append(out, strings.ToLower(line(b, i)))
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// TestDamageStopsWrites: a record whose totals do not agree is read, but not
// written, and what is wrong names import and day.
func TestDamageStopsWrites(t *testing.T) {
	s := fresh(t)
	commit(t, s, rate(firstDay, "USD", 7))
	if err := s.Health().Beat(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := s.write.Exec(`UPDATE rates SET rate = rate + 1`); err != nil {
		t.Fatal(err)
	}
	s.Close()
	s = reopen(t, filepath.Dir(s.path))
	if d := s.Health().Damage(); d == nil || !strings.Contains(d.Message, "Import 1 of rates on "+firstDay.String()) {
		t.Fatalf("damage: %v", d)
	}
	if got := read(t, s, "rates"); len(got) != 1 {
		t.Errorf("read: %q", got)
	}
	_, err := s.Commit(t.Context(), ops.Batch{}, rate(firstDay, "EUR", 8), nil, nil)
	hasCode(t, err, "control_total")
	_, err = s.Undo(t.Context(), 1, "test")
	hasCode(t, err, "control_total")
	hasCode(t, s.Health().Beat(t.Context()), "control_total")
}

// TestRowsWithoutImport: rows whose import is gone are found.
func TestRowsWithoutImport(t *testing.T) {
	s := fresh(t)
	commit(t, s, rate(firstDay, "USD", 7))
	if _, err := s.write.Exec(`INSERT INTO rates SELECT date, currency, 99, rate FROM rates`); err != nil {
		t.Fatal(err)
	}
	hasCode(t, s.Check(t.Context()), "control_total")
}

// TestPanicWhileWriting: the panic goes on, nothing of the transaction is kept,
// and the next one is not held up.
func TestPanicWhileWriting(t *testing.T) {
	s := fresh(t)
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic was swallowed")
			}
		}()
		s.transact(t.Context(), func(ctx context.Context, tx *sql.Tx) (func(), error) {
			if _, err := tx.ExecContext(ctx, `INSERT INTO setting VALUES ('half', 'done')`); err != nil {
				t.Error(err)
			}
			panic("on purpose")
		})
	}()
	if v, err := s.Settings().Setting(t.Context(), "half"); v != "" || err != nil {
		t.Errorf("half a transaction was kept: %q, %v", v, err)
	}
	commit(t, s, rate(firstDay, "USD", 7))
}

// TestExamine: a large database is used before SQLite has looked at all of it,
// and is no longer written when that finds damage.
func TestExamine(t *testing.T) {
	s := fresh(t)
	commit(t, s, rate(firstDay, "USD", 7))
	s.Health().examine()
	s.examining.Wait()
	if d := s.Health().Damage(); d != nil {
		t.Fatalf("damage of a sound record: %v", d)
	}
	if _, err := s.write.Exec(`PRAGMA wal_checkpoint(TRUNCATE)`); err != nil {
		t.Fatal(err)
	}
	var page int64
	if err := s.read.QueryRow(`SELECT rootpage FROM sqlite_schema WHERE name = 'rates'`).Scan(&page); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(s.path, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteAt([]byte{0xff, 0xff, 0xff}, (page-1)*8192); err != nil {
		t.Fatal(err)
	}
	s.Health().examine()
	s.examining.Wait()
	if d := s.Health().Damage(); d == nil || d.Code != "db_damaged" {
		t.Fatalf("damage: %v", d)
	}
	if err := s.Health().Beat(t.Context()); ops.CodeOf(err) != "db_damaged" {
		t.Errorf("written: %v", err)
	}
}
