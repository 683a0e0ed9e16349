package sqlite

import (
	"context"
	"database/sql"

	"daybreak/internal/ops"
)

// Restatements keeps which known figures imports changed.
type Restatements struct{ store *Store }

// Restatements returns what Daybreak notes by itself of imports.
func (k Notes) Restatements() Restatements { return Restatements(k) }

// Imports returns the imports of files that came or were undone after a version of
// the record, up to another one, the first one first.
func (k Restatements) Imports(ctx context.Context, after, through int64) ([]ops.ImportChange, error) {
	rows, err := k.store.read.QueryContext(ctx, `SELECT c.batch, c.undo, c.record, c.first_day, c.end_day FROM change c JOIN batch b ON b.id = c.batch
		WHERE c.version > ? AND c.version <= ? AND b.sha256 <> '' ORDER BY c.version`, after, through)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []ops.ImportChange
	for rows.Next() {
		var x ops.ImportChange
		if err := rows.Scan(&x.Batch, &x.Undo, &x.Record, &x.Days.From, &x.Days.To); err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, rows.Err()
}

// Add keeps restatements; one that is kept already stays as it is.
func (k Restatements) Add(ctx context.Context, found []ops.Restatement) error {
	if len(found) == 0 {
		return nil
	}
	return k.store.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		for _, r := range found {
			if _, err := tx.ExecContext(ctx, `INSERT INTO restatement (batch, undo, metric, first, last, day, before, after) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
				ON CONFLICT DO NOTHING`, r.Batch, r.Undo, r.Metric, r.Days.From, r.Days.Last(), r.Day, r.Before, r.After); err != nil {
				return nil, err
			}
		}
		return nil, nil
	})
}

const restatementColumns = `SELECT r.batch, r.undo, b.file, CASE r.undo WHEN 1 THEN coalesce(b.undone_by, '') ELSE b.by END,
	CASE r.undo WHEN 1 THEN coalesce(b.undone_at, 0) ELSE b.at END, r.metric, r.first, r.last, r.day, r.before, r.after,
	CASE r.undo WHEN 1 THEN 0 ELSE coalesce(b.undone_at, 0) END FROM restatement r JOIN batch b ON b.id = r.batch `

// In returns the restatements that lie on a day of the range, those of the first
// import first. One whose import was undone since is resolved.
func (k Restatements) In(ctx context.Context, r ops.Range) ([]ops.Restatement, error) {
	return k.some(ctx, `WHERE r.first < ? AND r.last >= ? ORDER BY r.batch, r.undo, r.first, r.metric`, r.To, r.From)
}

// Of returns the restatements of an import itself, not of its undo.
func (k Restatements) Of(ctx context.Context, batch int64) ([]ops.Restatement, error) {
	return k.some(ctx, `WHERE r.batch = ? AND r.undo = 0 ORDER BY r.first, r.metric`, batch)
}

func (k Restatements) some(ctx context.Context, where string, args ...any) ([]ops.Restatement, error) {
	rows, err := k.store.read.QueryContext(ctx, restatementColumns+where, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []ops.Restatement
	for rows.Next() {
		var x ops.Restatement
		var at, resolved int64
		if err := rows.Scan(&x.Batch, &x.Undo, &x.File, &x.By, &at, &x.Metric, &x.Days.From, &x.Days.To, &x.Day, &x.Before, &x.After, &resolved); err != nil {
			return nil, err
		}
		x.Days.To++
		x.At, x.Resolved = instant(at), instant(resolved)
		out = append(out, x)
	}
	return out, rows.Err()
}
