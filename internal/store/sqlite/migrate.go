package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Migrations are numbered from 1 without a gap and never edited once released.
//
//go:embed migrations/*.sql
var migrationFiles embed.FS

// migrations returns the SQL of every migration in order.
func migrations() ([]string, error) {
	names, err := fs.Glob(migrationFiles, "migrations/*.sql")
	if err != nil {
		return nil, err
	}
	slices.Sort(names)
	out := make([]string, len(names))
	for i, name := range names {
		if !strings.HasPrefix(path.Base(name), fmt.Sprintf("%04d_", i+1)) {
			return nil, fmt.Errorf("%s is not migration %d", name, i+1)
		}
		text, err := fs.ReadFile(migrationFiles, name)
		if err != nil {
			return nil, err
		}
		out[i] = string(text)
	}
	return out, nil
}

// migrate brings the schema up to date, each migration in one transaction.
func migrate(ctx context.Context, db *sql.DB) error {
	all, err := migrations()
	if err != nil {
		return err
	}
	var done int
	if err := db.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&done); err != nil {
		return writeError(err)
	}
	for n := done; n < len(all); n++ {
		tx, err := db.BeginTx(ctx, nil)
		if err != nil {
			return writeError(err)
		}
		if _, err = tx.ExecContext(ctx, all[n]); err == nil {
			_, err = tx.ExecContext(ctx, fmt.Sprintf(`PRAGMA user_version = %d`, n+1))
		}
		if err != nil {
			tx.Rollback()
			return fmt.Errorf("migration %d: %w", n+1, writeError(err))
		}
		if err := tx.Commit(); err != nil {
			return writeError(err)
		}
	}
	return nil
}
