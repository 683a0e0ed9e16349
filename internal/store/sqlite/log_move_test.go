package sqlite

import (
	"context"
	"database/sql"
	"os"
	"testing"
	"time"

	"daybreak/internal/ops"
)

// TestLogIsMoved writes several times what the log holds: it is moved into the
// database while the record is in use, and begins anew.
func TestLogIsMoved(t *testing.T) {
	s := fresh(t)
	if _, err := s.Commit(t.Context(), ops.Batch{Via: "file"}, keywordDays(450_000), nil, nil); err != nil {
		t.Fatal(err)
	}
	const most = 64 << 20 // RELIABILITY A7
	waits := time.Now().Add(30 * time.Second)
	for {
		log, err := os.Stat(s.path + "-wal")
		if err != nil {
			t.Fatal(err)
		}
		if log.Size() > most {
			t.Fatalf("the log has %d bytes", log.Size())
		}
		database, err := os.Stat(s.path)
		if err != nil {
			t.Fatal(err)
		}
		if database.Size() > logMoved*8192/2 {
			return
		}
		if time.Now().After(waits) {
			t.Fatalf("the database has %d bytes and the log %d", database.Size(), log.Size())
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// TestCommitsMoveNothing holds that no transaction moves the log: one that
// wrote more than the log holds leaves the database as it is.
func TestCommitsMoveNothing(t *testing.T) {
	s := fresh(t)
	s.mover.stop()
	<-s.mover.ended
	before, err := os.Stat(s.path)
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		err := s.transact(t.Context(), func(ctx context.Context, tx *sql.Tx) (func(), error) {
			_, err := tx.ExecContext(ctx, `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
				INSERT INTO audit (at, actor, ip, action, object, before, after) SELECT i, '', '', 'x', '', '', hex(zeroblob(8000)) FROM n`)
			return nil, err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	log, err := os.Stat(s.path + "-wal")
	if err != nil {
		t.Fatal(err)
	}
	after, err := os.Stat(s.path)
	if err != nil {
		t.Fatal(err)
	}
	if log.Size() < logMoved*8192 || after.Size() != before.Size() {
		t.Errorf("with %d bytes of log the database went from %d to %d bytes", log.Size(), before.Size(), after.Size())
	}
}
