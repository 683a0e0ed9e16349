package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"daybreak/internal/ops"
)

// Batches returns up to limit finished imports, the latest first; before, if
// not 0, names the import to go on behind.
func (s *Store) Batches(ctx context.Context, limit int, before int64) ([]ops.Batch, error) {
	return s.batches(ctx, `WHERE state <> 'staged' AND (?1 = 0 OR id < ?1) ORDER BY id DESC LIMIT ?2`, before, limit)
}

// BatchOfFile returns the live import of the file with those bytes, if any.
func (s *Store) BatchOfFile(ctx context.Context, sha256 string) (ops.Batch, bool, error) {
	found, err := s.batches(ctx, `WHERE sha256 = ? AND state = 'live' AND sha256 <> '' ORDER BY id DESC LIMIT 1`, sha256)
	if err != nil || len(found) == 0 {
		return ops.Batch{}, false, err
	}
	return found[0], true, nil
}

func (s *Store) batches(ctx context.Context, where string, args ...any) ([]ops.Batch, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT id, record, file, sha256, via, by, at, state, undone_at, first_day, end_day,
		coalesce((SELECT max(through) FROM batch_source WHERE batch = id), 0), read, created, updated, unchanged, removed, rejected FROM batch `+where, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []ops.Batch
	for rows.Next() {
		var b ops.Batch
		var at int64
		var undone sql.NullInt64
		if err := rows.Scan(&b.ID, &b.Record, &b.File, &b.SHA256, &b.Via, &b.By, &at, &b.State, &undone, &b.Days.From, &b.Days.To,
			&b.Through, &b.Read, &b.Created, &b.Updated, &b.Unchanged, &b.Removed, &b.Rejected); err != nil {
			return nil, err
		}
		b.At = time.UnixMicro(at)
		if undone.Valid {
			b.UndoneAt = time.UnixMicro(undone.Int64)
		}
		out = append(out, b)
	}
	return out, rows.Err()
}

// Undo makes a live batch count no longer and returns it as it is then; all
// other batches keep their effect. A batch that does not exist is an
// *ops.Error with code batch_unknown, one already undone has already_undone.
func (s *Store) Undo(ctx context.Context, id int64, by string) (ops.Batch, error) {
	err := s.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) { return undoIn(ctx, s, tx, id, by, true) })
	if err != nil {
		return ops.Batch{}, err
	}
	found, err := s.batches(ctx, `WHERE id = ?`, id)
	if err != nil {
		return ops.Batch{}, err
	}
	return found[0], nil
}

// undoIn is Undo in a transaction; tell says that a line of the audit log tells of it.
func undoIn(ctx context.Context, s *Store, tx *sql.Tx, id int64, by string, tell bool) (publish func(), err error) {
	var record, file string
	var state ops.BatchState
	var days ops.Range
	err = tx.QueryRowContext(ctx, `SELECT record, file, state, first_changed, end_changed FROM batch WHERE id = ?`, id).Scan(&record, &file, &state,
		&days.From, &days.To)
	switch {
	case errors.Is(err, sql.ErrNoRows) || err == nil && state == ops.Staged:
		return nil, &ops.Error{Code: "batch_unknown", Message: fmt.Sprintf("There is no import %d.", id), Args: []any{id}}
	case err != nil:
		return nil, err
	case state == ops.Undone:
		return nil, &ops.Error{Code: "already_undone", Message: fmt.Sprintf("Import %d has already been undone.", id), Args: []any{id}}
	}
	if _, err := tx.ExecContext(ctx, `UPDATE batch SET state = 'undone', undone_at = ?, undone_by = ? WHERE id = ?`, s.clock().UnixMicro(), by, id); err != nil {
		return nil, err
	}
	if tell {
		if err := s.audit(ctx, tx, by, ops.ActUndo, importName(id, record, file), string(ops.Live), string(ops.Undone)); err != nil {
			return nil, err
		}
	}
	advance, err := s.advance(ctx, tx, record, days, id, false)
	if err != nil {
		return nil, err
	}
	marks, err := marksIn(ctx, tx, s.view().keys)
	return func() {
		advance()
		publishMarks(s, marks)
	}, err
}

// Setting returns a setting of the record, or "" if it was never set.
func (s SettingService) Setting(ctx context.Context, name string) (string, error) {
	var value string
	err := s.store.read.QueryRowContext(ctx, `SELECT value FROM setting WHERE name = ?`, name).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return value, err
}

// ChangeSetting keeps a setting that is still as it was read, "" for never set.
func (s SettingService) ChangeSetting(ctx context.Context, name, from, to string) error {
	return s.store.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		var now string
		err := tx.QueryRowContext(ctx, `SELECT value FROM setting WHERE name = ?`, name).Scan(&now)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return nil, err
		}
		if now != from {
			return nil, changedMeanwhile()
		}
		if err := s.store.audit(ctx, tx, "", ops.ActSetting, name, from, to); err != nil {
			return nil, err
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO setting VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value`, name, to)
		return nil, err
	})
}

// SetSetting keeps a setting. The settings that decide on which day an instant
// lies, timezone and day_start, cannot change while rows with instants are
// kept: their days would contradict those of later imports.
func (s SettingService) SetSetting(ctx context.Context, name, value string) error {
	return s.store.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		var old string
		err := tx.QueryRowContext(ctx, `SELECT value FROM setting WHERE name = ?`, name).Scan(&old)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return nil, err
		}
		if err == nil && old == value {
			return nil, nil
		}
		if err == nil && (name == "timezone" || name == "day_start") {
			var placed bool
			if err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM events) OR EXISTS (SELECT 1 FROM orders)`).Scan(&placed); err != nil {
				return nil, err
			}
			if placed {
				return nil, &ops.Error{Code: "setting_fixed",
					Message: fmt.Sprintf("The %s of this data directory is %s and cannot become %s: its events and orders already lie on days.",
						strings.ReplaceAll(name, "_", " "), old, value),
					Hint: "Start with the old value, or import into a new data directory.", Args: []any{name, old, value}}
			}
		}
		if err == nil {
			if err := s.store.audit(ctx, tx, "", ops.ActSetting, name, old, value); err != nil {
				return nil, err
			}
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO setting VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value`, name, value)
		return nil, err
	})
}
