package sqlite

import (
	"context"
	"database/sql"
	"strings"

	"daybreak/internal/ops"
)

// tryKept are the columns of a try that try_past has as well.
const tryKept = `id, version, key, created, created_by, changed, changed_by, deleted, title, kind, hypothesis, scope, measured_on, metric, also, direction,
	start, last, expected, probability, cost, hours, owner, control, altered, decision, sentence, next, decided, split, split_groups, share, seed, within`

// keepPast keeps a try as it is before it changes.
func (k Tries) keepPast(ctx context.Context, tx *sql.Tx, id int64) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO try_past (`+tryKept+`) SELECT `+tryKept+` FROM try WHERE id = ?`, id)
	return err
}

// Versions returns every version of a try, the first one first: each says who
// made it and when. A try that is not there, or was taken away, has none.
func (k Tries) Versions(ctx context.Context, id int64) ([]ops.Try, error) {
	past := strings.Replace(tryColumns, "FROM try ", "FROM try_past ", 1)
	rows, err := k.store.read.QueryContext(ctx, past+`WHERE id = ?1 AND EXISTS (SELECT 1 FROM try WHERE id = ?1 AND deleted IS NULL)
		UNION ALL `+tryColumns+`WHERE id = ?1 AND deleted IS NULL ORDER BY version`, id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []ops.Try
	for rows.Next() {
		t, err := scanTry(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return out, rows.Err()
}
