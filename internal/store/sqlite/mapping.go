package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"time"

	"daybreak/internal/ops"
)

// Mappings returns every remembered mapping, the latest first.
func (s MappingService) Mappings(ctx context.Context) ([]ops.KeptMapping, error) {
	rows, err := s.store.read.QueryContext(ctx, `SELECT fingerprint, mapping, by, at FROM mapping ORDER BY at DESC, fingerprint`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []ops.KeptMapping
	for rows.Next() {
		var k ops.KeptMapping
		var at int64
		if err := rows.Scan(&k.Fingerprint, &k.Mapping, &k.By, &at); err != nil {
			return nil, err
		}
		k.At = time.UnixMicro(at)
		out = append(out, k)
	}
	return out, rows.Err()
}

// KeepMapping remembers a mapping in place of an earlier one of the same
// fingerprint.
func (s MappingService) KeepMapping(ctx context.Context, fingerprint string, mapping []byte, by string) error {
	return s.store.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		_, err := tx.ExecContext(ctx, `INSERT INTO mapping VALUES (?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET mapping = excluded.mapping, by = excluded.by, at = excluded.at`,
			fingerprint, string(mapping), by, s.store.clock().UnixMicro())
		return nil, err
	})
}

// ForgetMapping drops a remembered mapping. name is what the audit log calls
// it. One that is not there is an *ops.Error with code unknown_mapping.
func (s MappingService) ForgetMapping(ctx context.Context, fingerprint, name string) error {
	return s.store.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		done, err := tx.ExecContext(ctx, `DELETE FROM mapping WHERE fingerprint = ?`, fingerprint)
		if err != nil {
			return nil, err
		}
		if n, err := done.RowsAffected(); err != nil || n == 0 {
			return nil, cmp.Or(err, error(&ops.Error{Code: "unknown_mapping", Message: "This is not remembered any more.", Hint: "Nothing is left to do."}))
		}
		return nil, s.store.audit(ctx, tx, "", ops.ActForget, name, "", "")
	})
}
