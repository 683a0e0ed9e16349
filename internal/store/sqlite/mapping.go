package sqlite

import (
	"context"
	"database/sql"
)

// Mappings returns every remembered mapping, by the fingerprint of the header.
func (s *Store) Mappings(ctx context.Context) (map[string][]byte, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT fingerprint, mapping FROM mapping`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[string][]byte{}
	for rows.Next() {
		var fingerprint, mapping string
		if err := rows.Scan(&fingerprint, &mapping); err != nil {
			return nil, err
		}
		out[fingerprint] = []byte(mapping)
	}
	return out, rows.Err()
}

// KeepMapping remembers a mapping in place of an earlier one of the same
// fingerprint.
func (s *Store) KeepMapping(ctx context.Context, fingerprint string, mapping []byte, by string) error {
	return s.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		_, err := tx.ExecContext(ctx, `INSERT INTO mapping VALUES (?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET mapping = excluded.mapping, by = excluded.by, at = excluded.at`,
			fingerprint, string(mapping), by, s.clock().UnixMicro())
		return nil, err
	})
}

// ForgetMapping drops a remembered mapping; one that is not there is no error.
func (s *Store) ForgetMapping(ctx context.Context, fingerprint string) error {
	return s.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		_, err := tx.ExecContext(ctx, `DELETE FROM mapping WHERE fingerprint = ?`, fingerprint)
		return nil, err
	})
}
