package sqlite

import (
	"context"
	"database/sql"

	"daybreak/internal/ops"
)

// earlyRows are rows of those who leave that are found before writers have to wait: those
// of days on which nothing is written any more. They hold if nothing was after all.
type earlyRows struct {
	holds   bool
	version int64   // of the record that was read
	until   ops.Day // they lie before it
	rows    map[string]namingRows
}

// earlyDays is how many days back nothing is written any more; what is takes the rows
// that were found early with it.
const earlyDays = 2

// look finds out who leaves and reads their early rows.
func (f *forgetting) look(ctx context.Context) error {
	e := earlyRows{holds: true, version: f.store.Version(), rows: map[string]namingRows{},
		until: f.store.calendar.Day(f.store.clock()) - earlyDays}
	if err := f.identify(ctx, f.store.read); err != nil || len(f.codes()) == 0 {
		return err
	}
	for _, r := range ops.Records() {
		l := f.store.layouts[r.Name]
		if l.day < 0 || len(memberColumns(r))+len(personal(r)) == 0 {
			continue
		}
		found, err := f.find(ctx, f.store.read, l, ops.Range{From: ops.MinDay, To: e.until})
		if err != nil {
			return err
		}
		e.rows[r.Name] = found
	}
	f.early = e
	return nil
}

// drop gives the early rows up: all are read again.
func (e *earlyRows) drop() { *e = earlyRows{} }

// check gives the early rows up if any of their days was written since.
func (e *earlyRows) check(ctx context.Context, tx *sql.Tx) error {
	if !e.holds {
		return nil
	}
	var written bool
	err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM change WHERE version > ? AND first_day < end_day AND first_day < ?)`,
		e.version, e.until).Scan(&written)
	if written {
		e.drop()
	}
	return err
}
