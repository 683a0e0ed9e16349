package sqlite

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"daybreak/internal/ops"
)

// upgrade brings the database of an older Daybreak up to date. That is done to
// a copy, which takes its place only when every import is in it as it was;
// until then the database stays as it is. The older one stays beside it as
// daybreak.db.before-upgrade.
func upgrade(ctx context.Context, path string, c ops.Calendar) error {
	known, err := migrations()
	if err != nil {
		return err
	}
	if schema, err := schemaOf(ctx, path); err != nil || schema == len(known) {
		return err
	}
	// The log is moved into the file first, so that the file is all there is.
	if err := settle(ctx, path); err != nil {
		return writeError(err)
	}
	unfinished := path + ".new"
	if err := removeAll(sidecars(unfinished)); err != nil {
		return err
	}
	defer removeAll(sidecars(unfinished))
	if err := copyFile(unfinished, path); err != nil {
		return writeError(err)
	}
	if err := upgradeCopy(ctx, unfinished, path, c); err != nil {
		return &ops.Error{Code: "upgrade_failed", Message: fmt.Sprintf("The database %s could not be brought up to date. It was left as it is.", path),
			Hint: "Start the Daybreak that wrote it, or restore a backup.", Args: []any{path}, Err: err}
	}
	before := path + beforeUpgrade
	if err := removeAll([]string{before}); err != nil {
		return err
	}
	if err := os.Link(path, before); err != nil {
		return unwritable(before, err)
	}
	// In one step: there is always a whole database.
	if err := os.Rename(unfinished, path); err != nil {
		return unwritable(path, err)
	}
	return syncDirectory(filepath.Dir(path))
}

// upgradeCopy migrates a copy and checks every import in it.
func upgradeCopy(ctx context.Context, copied, original string, c ops.Calendar) error {
	db := sql.OpenDB(writer(copied))
	defer db.Close()
	db.SetMaxOpenConns(1)
	if err := migrate(ctx, db); err != nil {
		return err
	}
	if err := db.Close(); err != nil {
		return err
	}
	if err := settle(ctx, copied); err != nil {
		return err
	}
	if err := verify(ctx, copied, c); err != nil {
		return err
	}
	was, err := importsOf(ctx, original)
	if err != nil {
		return err
	}
	is, err := importsOf(ctx, copied)
	if err == nil && was != is {
		err = errors.New("the imports are not those of before")
	}
	return err
}

// settle moves the log of a database nobody has open into the file.
func settle(ctx context.Context, path string) error {
	db := sql.OpenDB(writer(path))
	defer db.Close()
	db.SetMaxOpenConns(1)
	var busy, log, moved int
	if err := db.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &log, &moved); err != nil {
		return err
	}
	if err := db.Close(); err != nil {
		return err
	}
	if _, err := os.Stat(path + "-wal"); busy != 0 || !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("the log of %s could not be moved into it", path)
	}
	return nil
}

// importsOf returns a digest of the imports of a database: which there are,
// whether they count, and the digests of all their rows.
func importsOf(ctx context.Context, path string) (out [sha256.Size]byte, err error) {
	db := sql.OpenDB(inspector(path))
	defer db.Close()
	rows, err := db.QueryContext(ctx, `SELECT id, record, state, rows, digest FROM batch ORDER BY id`)
	if err != nil {
		return out, err
	}
	defer rows.Close()
	h := sha256.New()
	for rows.Next() {
		var id, n, digest int64
		var record, state string
		if err := rows.Scan(&id, &record, &state, &n, &digest); err != nil {
			return out, err
		}
		fmt.Fprintln(h, id, record, state, n, digest)
	}
	h.Sum(out[:0])
	return out, rows.Err()
}

// schemaOf returns how many migrations a database has had.
func schemaOf(ctx context.Context, path string) (n int, err error) {
	db := sql.OpenDB(inspector(path))
	defer db.Close()
	if err := db.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&n); err != nil {
		return 0, damaged(path, err)
	}
	return n, nil
}
