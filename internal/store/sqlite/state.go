package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"maps"
	"runtime/debug"
	"slices"

	"github.com/mattn/go-sqlite3"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// set is a set of batch ids.
type set []uint64

func (s set) has(id int64) bool {
	return id>>6 < int64(len(s)) && s[id>>6]>>(id&63)&1 == 1
}

func (s *set) put(id int64, in bool) {
	for int64(len(*s)) <= id>>6 {
		*s = append(*s, 0)
	}
	if in {
		(*s)[id>>6] |= 1 << (id & 63)
	} else {
		(*s)[id>>6] &^= 1 << (id & 63)
	}
}

func (s *Store) loadState(ctx context.Context) error {
	if err := s.read.QueryRowContext(ctx, `SELECT coalesce(max(version), 0) FROM change`).Scan(&s.version); err != nil {
		return err
	}
	merges, err := mergesIn(ctx, s.read)
	if err != nil {
		return err
	}
	names := merges.names()
	s.keys = merges.codes()
	s.knownNames.keys.Store(&names)
	if s.rules, err = rulesIn(ctx, s.read); err != nil {
		return err
	}
	if s.marks, err = marksIn(ctx, s.read, s.keys); err != nil {
		return err
	}
	if s.said, err = saidIn(ctx, s.read, s.keys); err != nil {
		return err
	}
	rows, err := s.read.QueryContext(ctx, `SELECT id FROM batch WHERE state = 'live'`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return err
		}
		s.live.put(id, true)
	}
	return rows.Err()
}

// writable refuses what is given up and what a damaged record would keep.
func (s *Store) writable(ctx context.Context) error {
	if damage := s.Health().Damage(); damage != nil {
		return damage
	}
	return ctx.Err()
}

// transact runs f in a write transaction and, once it is durable, what f
// returned. The transaction does not end with the request it serves: half of
// it would be rolled back after the answer.
func (s *Store) transact(ctx context.Context, f func(ctx context.Context, tx *sql.Tx) (after func(), err error)) error {
	if err := s.writable(ctx); err != nil {
		return err
	}
	s.turn.Lock()
	defer s.turn.Unlock()
	defer s.tellPanic()
	return s.transactNow(context.WithoutCancel(ctx), f)
}

// prepareWrite is transact for what nothing depends on before a later transact
// is durable: rows that do not count yet and their texts. It does not wait for
// the disk. The log is one file, so the later transaction brings these with it.
func (s *Store) prepareWrite(ctx context.Context, f func(ctx context.Context, tx *sql.Tx) (after func(), err error)) error {
	if err := s.writable(ctx); err != nil {
		return err
	}
	s.mover.staging.RLock()
	defer s.mover.staging.RUnlock()
	s.turn.Lock()
	defer s.turn.Unlock()
	defer s.tellPanic()
	return s.withoutSync(ctx, func(ctx context.Context) error { return s.transactNow(ctx, f) })
}

// transactOften is transact for what is stored many times a second: it makes
// the log durable in half the time, since the log has its room beforehand.
func (s *Store) transactOften(ctx context.Context, f func(ctx context.Context, tx *sql.Tx) (after func(), err error)) error {
	if err := s.writable(ctx); err != nil {
		return err
	}
	s.turn.Lock()
	defer s.turn.Unlock()
	defer s.tellPanic()
	var after func()
	err := s.withoutSync(ctx, func(ctx context.Context) error {
		return s.transactNow(ctx, func(ctx context.Context, tx *sql.Tx) (_ func(), err error) {
			after, err = f(ctx, tx)
			return nil, err
		})
	})
	if err == nil {
		err = s.log.sync()
	}
	if err != nil {
		return s.failed(err)
	}
	if after != nil {
		after()
	}
	return nil
}

// tellPanic is deferred by who writes.
func (s *Store) tellPanic() {
	if p := recover(); p != nil {
		if s.panicked != nil {
			s.panicked(p, debug.Stack())
		}
		panic(p)
	}
}

// withoutSync runs f, whose commits do not wait for the disk. The caller has
// the turn.
func (s *Store) withoutSync(ctx context.Context, f func(ctx context.Context) error) (err error) {
	ctx = context.WithoutCancel(ctx)
	if _, err := s.write.ExecContext(ctx, `PRAGMA synchronous = NORMAL`); err != nil {
		return writeError(err)
	}
	defer func() {
		// The only write connection must not be left like this.
		if _, back := s.write.ExecContext(ctx, `PRAGMA synchronous = FULL`); back != nil {
			err = errors.Join(err, back, s.write.Close())
		}
	}()
	return f(ctx)
}

func (s *Store) transactNow(ctx context.Context, f func(ctx context.Context, tx *sql.Tx) (after func(), err error)) error {
	if damage := s.Health().Damage(); damage != nil { // found while this waited its turn
		return damage
	}
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return s.failed(err)
	}
	// A panic in f must not take the only connection with it.
	// After the end of the transaction this does nothing.
	defer tx.Rollback()
	after, err := f(ctx, tx)
	if err != nil {
		return s.failed(err)
	}
	if err := tx.Commit(); err != nil {
		return s.failed(err)
	}
	s.mover.wake()
	if after != nil {
		after()
	}
	return nil
}

// failed makes an error of a transaction one a person can act upon. After an
// error of the disk nobody knows what is on it: a later fsync may succeed
// without having written what an earlier one could not. Nothing is stored from
// then on until the record was opened and looked at again.
func (s *Store) failed(err error) error {
	var disk sqlite3.Error
	var log logError
	if errors.As(err, &log) || errors.As(err, &disk) && (disk.Code == sqlite3.ErrIoErr || disk.Code == sqlite3.ErrCorrupt) {
		s.damage.CompareAndSwap(nil,
			&ops.Error{Code: "storage_failed", Message: "The disk of the server failed. Nothing is stored until Daybreak was started again.",
				Hint: "Ask the administrator.", Err: err})
		return s.Health().Damage()
	}
	return writeError(err)
}

// advance notes in tx that days of record changed and returns what publishes
// the new version; id, if not 0, is the batch that went live or was undone.
func (s *Store) advance(ctx context.Context, tx *sql.Tx, record string, days ops.Range, id int64, live bool) (publish func(), err error) {
	var version int64
	err = tx.QueryRowContext(ctx, `INSERT INTO change (record, first_day, end_day, batch, undo) VALUES (?, ?, ?, ?, ?) RETURNING version`,
		record, days.From, days.To, id, id != 0 && !live).Scan(&version)
	return func() {
		s.state.Lock()
		defer s.state.Unlock()
		s.version = version
		if id != 0 {
			s.live.put(id, live)
		}
	}, err
}

// advanceAll is advance for changes of several records by no batch.
func advanceAll(ctx context.Context, tx *sql.Tx, s *Store, days map[string]ops.Range) (publish func(), err error) {
	var all []func()
	for _, record := range slices.Sorted(maps.Keys(days)) {
		advance, err := s.advance(ctx, tx, record, days[record], 0, false)
		if err != nil {
			return nil, err
		}
		all = append(all, advance)
	}
	return func() {
		for _, advance := range all {
			advance()
		}
	}, nil
}

// Version returns the version of the record; it grows with every change.
func (s *Store) Version() int64 {
	s.state.RLock()
	defer s.state.RUnlock()
	return s.version
}

// Changes returns the version of the record and what changed after version
// since, in order, each stretch of days once; since 0 names the days of each
// record in one piece.
func (s *Store) Changes(ctx context.Context, since int64) (int64, []engine.Changed, error) {
	version := s.Version()
	query := `SELECT record, first_day, end_day FROM change WHERE version > ?1 AND version <= ?2
		GROUP BY record, first_day, end_day ORDER BY max(version)`
	if since == 0 {
		query = `SELECT record, coalesce(min(first_day) FILTER (WHERE first_day < end_day), 0), coalesce(max(end_day) FILTER (WHERE first_day < end_day), 0)
			FROM change WHERE version > ?1 AND version <= ?2 GROUP BY record ORDER BY record`
	}
	rows, err := s.read.QueryContext(ctx, query, since, version)
	if err != nil {
		return 0, nil, err
	}
	defer rows.Close()
	var out []engine.Changed
	for rows.Next() {
		var c engine.Changed
		if err := rows.Scan(&c.Record, &c.Days.From, &c.Days.To); err != nil {
			return 0, nil, err
		}
		out = append(out, c)
	}
	return version, out, rows.Err()
}
