package sqlite

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
)

// AddToken keeps the hash of a new API token with the name and the role of its
// holder.
func (s *Store) AddToken(ctx context.Context, hash [sha256.Size]byte, name, role string) error {
	return s.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		_, err := tx.ExecContext(ctx, `INSERT INTO token (hash, name, role, created) VALUES (?, ?, ?, ?)`, hash[:], name, role, s.clock().UnixMicro())
		return nil, err
	})
}

// Token returns name and role of the token with that hash; ok is false when
// there is none.
func (s *Store) Token(ctx context.Context, hash [sha256.Size]byte) (name, role string, ok bool, err error) {
	err = s.read.QueryRowContext(ctx, `SELECT name, role FROM token WHERE hash = ?`, hash[:]).Scan(&name, &role)
	if errors.Is(err, sql.ErrNoRows) {
		return "", "", false, nil
	}
	return name, role, err == nil, err
}
