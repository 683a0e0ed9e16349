package sqlite

import (
	"context"
	"database/sql"

	"daybreak/internal/ops"
)

// Import keeps the tries of a table, all or none. Rows that say what is kept
// already change nothing. Mistakes name the line.
func (k Tries) Import(ctx context.Context, rows []ops.TryRow, today ops.Day) (made, changed int, err error) {
	err = k.store.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		made, changed = 0, 0
		for _, r := range rows {
			old, found, err := k.named(ctx, tx, r.Try)
			switch {
			case err != nil:
				return nil, r.At(err)
			case !found:
				if _, _, err := k.add(ctx, tx, r.Try, ""); err != nil {
					return nil, r.At(err)
				}
				made++
			case describeWhole(old) != describeWhole(r.Try):
				t := r.Try
				t.ID, t.Version = old.ID, old.Version
				if _, err := k.changeIn(ctx, tx, t.ID, t.Version, ops.ActTryEdit, edited(t, today, false)); err != nil {
					return nil, r.At(err)
				}
				changed++
			}
		}
		return nil, nil
	})
	return made, changed, err
}

// named returns the try that a row is about; found is false for a new one.
func (k Tries) named(ctx context.Context, tx *sql.Tx, t ops.Try) (old ops.Try, found bool, err error) {
	switch {
	case t.ID != 0:
		old, found, err = one(scanTry(tx.QueryRowContext(ctx, tryColumns+`WHERE id = ? AND deleted IS NULL`, t.ID)))
		if err == nil && !found {
			err = ops.AtColumn(unknownTry(), "id")
		}
		if err == nil && t.Key != old.Key {
			err = &ops.Error{Code: "key_differs", Message: "The try with this id has another key.", Hint: "Leave the key as it was downloaded.",
				Where: ops.Place{Column: "key", Value: ops.Show(t.Key)}}
		}
	case t.Key != "":
		old, found, err = one(scanTry(tx.QueryRowContext(ctx, tryColumns+`WHERE key = ? AND deleted IS NULL`, t.Key)))
	}
	return old, found, err
}
