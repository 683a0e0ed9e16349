package sqlite

import (
	"context"
	"database/sql"
	"os"
	"testing"
	"time"

	"daybreak/internal/ops"
)

// endless is a question that takes ages to answer of a hundred entries.
const endless = ` FROM audit a, audit b, audit c, audit d, audit e`

// audited is a record with a hundred entries.
func audited(t *testing.T) *Store {
	t.Helper()
	s := fresh(t)
	enter(t, s, 100, 1)
	return s
}

// enter adds entries of some bytes to the log of changes.
func enter(t *testing.T, s *Store, entries, bytes int) {
	t.Helper()
	err := s.transact(t.Context(), func(ctx context.Context, tx *sql.Tx) (func(), error) {
		_, err := tx.ExecContext(ctx, `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
			INSERT INTO audit (at, actor, ip, action, object, before, after) SELECT i, '', '', 'x', '', '', hex(zeroblob(?)) FROM n`, entries, bytes)
		return nil, err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// watchedReader reads the record of s with little patience.
func watchedReader(t *testing.T, s *Store, patience time.Duration) (*sql.DB, *readWatch) {
	watch := newReadWatch(patience)
	db := sql.OpenDB(watched{reader(s.path), watch})
	t.Cleanup(func() { db.Close() })
	return db, watch
}

// TestForgottenReadIsEnded leaks a read. While it is open the log cannot begin
// anew; with the watch it is ended, counted, and the log goes on as always.
func TestForgottenReadIsEnded(t *testing.T) {
	const pages = 4 * logMoved
	grow := func(s *Store) int64 {
		t.Helper()
		for range 8 {
			enter(t, s, pages/8, 4000)
			if err := s.mover.move(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		log, err := os.Stat(s.path + "-wal")
		if err != nil {
			t.Fatal(err)
		}
		return log.Size()
	}
	leak := func(s *Store, db *sql.DB) *sql.Rows {
		t.Helper()
		rows, err := db.QueryContext(t.Context(), `SELECT a.id`+endless)
		if err != nil || !rows.Next() {
			t.Fatal("no row to begin with", err)
		}
		return rows
	}

	s := audited(t)
	patient, _ := watchedReader(t, s, time.Hour)
	forgotten := leak(s, patient)
	held := grow(s)
	forgotten.Close()

	s = audited(t)
	db, watch := watchedReader(t, s, 50*time.Millisecond)
	forgotten = leak(s, db)
	for waits := time.Now().Add(10 * time.Second); watch.count() == 0; time.Sleep(time.Millisecond) {
		if time.Now().After(waits) {
			t.Fatal("the read was not ended")
		}
	}
	if free := grow(s); free*2 > held {
		t.Errorf("the log has %d bytes behind a read that was ended, %d behind an open one", free, held)
	}
	if forgotten.Next() || ops.CodeOf(forgotten.Err()) != "too_big" {
		t.Errorf("the read goes on: %v", forgotten.Err())
	}
	if err := forgotten.Close(); err != nil || watch.count() != 1 {
		t.Errorf("closed with %v, %d reads ended", err, watch.count())
	}
}

// TestLongReadIsEnded ends a read that SQLite is at work on.
func TestLongReadIsEnded(t *testing.T) {
	db, watch := watchedReader(t, audited(t), 50*time.Millisecond)
	var n int
	err := db.QueryRowContext(t.Context(), `SELECT sum(a.id + b.id + c.id + d.id + e.id)`+endless).Scan(&n)
	if ops.CodeOf(err) != "too_big" || watch.count() != 1 {
		t.Fatalf("%v; %d reads ended", err, watch.count())
	}
	if err := db.QueryRowContext(t.Context(), `SELECT 1`).Scan(&n); err != nil || n != 1 {
		t.Errorf("the next read: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := db.QueryRowContext(ctx, `SELECT 1`).Scan(&n); err != context.Canceled {
		t.Errorf("a read that nobody waits for: %v", err)
	}
}
