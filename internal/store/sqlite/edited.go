package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"daybreak/internal/ops"
)

// editedColumns are the columns that everything users write has.
const editedColumns = `id, version, key, created, created_by, changed, changed_by, coalesce(deleted, 0)`

// editedScan scans editedColumns, and then what follows them.
type editedScan struct{ created, changed, deleted int64 }

func (e *editedScan) targets(of *ops.Edited, more ...any) []any {
	return append([]any{&of.ID, &of.Version, &of.Key, &e.created, &of.CreatedBy, &e.changed, &of.ChangedBy, &e.deleted}, more...)
}

func (e *editedScan) finish(of *ops.Edited) {
	of.Created, of.Changed, of.Deleted = instant(e.created), instant(e.changed), instant(e.deleted)
}

// sentBefore returns the id of the row that a request with this key made, and
// what that request said; 0 if there is none.
func sentBefore(ctx context.Context, tx *sql.Tx, query, sent string) (id int64, said string, err error) {
	if sent == "" {
		return 0, "", nil
	}
	err = tx.QueryRowContext(ctx, query, sent).Scan(&id, &said)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, "", nil
	}
	return id, said, err
}

// sentKey is the value of a column for a request's key that may be none.
func sentKey(sent string) any {
	if sent == "" {
		return nil
	}
	return sent
}

// changedMeanwhile refuses a change of what is not as it was read.
func changedMeanwhile() error {
	return &ops.Error{Code: "changed_meanwhile", Message: "Somebody changed it while you edited it.", Hint: "Look at what it is now, then decide."}
}

// idTaken refuses a second thing of one id.
func idTaken(key string) error {
	return &ops.Error{Code: "id_taken", Message: "There is one with this id already.", Hint: "Choose another id, or change the one there is.",
		Where: ops.Place{Column: "id", Value: ops.Show(key)}}
}

// fault names the unique index that an insert met.
func fault(err error, key string) error {
	if err != nil && strings.Contains(err.Error(), "UNIQUE constraint failed") {
		return idTaken(key)
	}
	return err
}

// stamp puts who changes it and when.
func (s *Store) stamp(ctx context.Context, e *ops.Edited) {
	e.Changed, e.ChangedBy = s.clock(), ops.ActorOf(ctx).Name
	if e.ID == 0 {
		e.Created, e.CreatedBy = e.Changed, e.ChangedBy
	}
}

// requestKeyReused refuses a second request under the key of another one.
func requestKeyReused() error {
	return &ops.Error{Code: "request_key_reused", Message: "This Idempotency-Key already stands for another request.",
		Hint: "Use a new key for each thing you add."}
}

// scanAll returns every row of a query.
func scanAll[T any](ctx context.Context, db *sql.DB, scan func(scanner) (T, error), query string, args ...any) ([]T, error) {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []T
	for rows.Next() {
		x, err := scan(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, rows.Err()
}

// fewer refuses one more where there are most already.
func fewer(ctx context.Context, tx *sql.Tx, query, what string, most int) error {
	var have int
	if err := tx.QueryRowContext(ctx, query).Scan(&have); err != nil {
		return err
	}
	if have >= most {
		return tooMany(what, most)
	}
	return nil
}
