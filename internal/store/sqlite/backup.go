package sqlite

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/mattn/go-sqlite3"

	"daybreak/internal/ops"
	"daybreak/internal/store/sqlite/bulk"
)

// Backup writes a copy of the record to path, while others read and write, and
// beside it path.sha256. The copy holds everything committed before the call.
// It gets its name only once it has been read back and checked; a file of that
// name is replaced. SQLite need not wait for the disk: verify does, once all of it is
// written.
func (s *Store) Backup(ctx context.Context, path string) error {
	for _, p := range []string{path, path + ".unfinished", path + ".sha256"} {
		if err := RefuseOwn(filepath.Dir(s.path), p); err != nil {
			return err
		}
	}
	unfinished := path + ".unfinished"
	if err := removeAll(sidecars(unfinished)); err != nil {
		return err
	}
	if err := create(unfinished); err != nil { // or SQLite would let others read it
		return unwritable(unfinished, err)
	}
	defer removeAll(sidecars(unfinished))
	db := sql.OpenDB(connector{dataSource(s.path, "mode=ro&_busy_timeout=5000&_synchronous=OFF"), &sqlite3.SQLiteDriver{}})
	defer db.Close()
	if _, err := db.ExecContext(ctx, `VACUUM INTO ?`, unfinished); err != nil {
		return writeError(err)
	}
	if err := signOut(ctx, unfinished); err != nil {
		return err
	}
	if err := verify(ctx, unfinished, s.calendar); err != nil {
		return &ops.Error{Code: "backup_failed", Message: "The backup could not be verified and was thrown away.", Hint: "Check the disk and the database.", Err: err}
	}
	sum, err := hashFile(unfinished)
	if err != nil {
		return unreadable(unfinished, err)
	}
	if err := os.Rename(unfinished, path); err != nil {
		return unwritable(path, err)
	}
	line := fmt.Sprintf("%s  %s\n", sum, filepath.Base(path))
	if err := removeAll([]string{path + ".sha256"}); err != nil { // what it may be a link to stays as it is
		return err
	}
	if err := writeFile(path+".sha256", line); err != nil {
		return unwritable(path+".sha256", err)
	}
	return syncDirectory(filepath.Dir(path))
}

// signOut takes what lets somebody in at this moment out of a copy.
func signOut(ctx context.Context, path string) error {
	db := sql.OpenDB(connector{dataSource(path, "mode=rw&_secure_delete=on&_synchronous=OFF"), &sqlite3.SQLiteDriver{}})
	defer db.Close()
	db.SetMaxOpenConns(1)
	for _, table := range []string{`DELETE FROM session`, `DELETE FROM set_up`, `DELETE FROM way_in`} {
		if _, err := db.ExecContext(ctx, table); err != nil {
			return writeError(err)
		}
	}
	return writeError(db.Close())
}

// Restore replaces the database in dir by a backup. The backup is checked
// first; what it replaces stays beside it as daybreak.db.before-restore. A
// backup with fewer imports than the database it replaces is refused unless
// force is set, and so is a directory another Daybreak is using.
func Restore(ctx context.Context, dir, file string, force bool) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return unwritable(dir, err)
	}
	if err := checkDirectory(dir); err != nil {
		return err
	}
	if err := refuseLive(dir, file); err != nil {
		return err
	}
	held, err := lock(dir)
	if err != nil {
		return err
	}
	defer held.Close()
	if err := bulk.Register(); err != nil {
		return err
	}
	if err := checkSum(file); err != nil {
		return err
	}
	path := filepath.Join(dir, fileName)
	unfinished := path + ".new"
	if err := removeAll(sidecars(unfinished)); err != nil {
		return err
	}
	if err := copyFile(unfinished, file); err != nil {
		return err
	}
	defer removeAll(sidecars(unfinished))
	if err := verify(ctx, unfinished, ops.Calendar{}); err != nil {
		return ofBackup(err, unfinished, file)
	}
	exists := false
	switch _, err := os.Lstat(path); {
	case err == nil:
		exists = true
		if err := refuseLoss(ctx, path, unfinished, force); err != nil {
			return err
		}
	case !errors.Is(err, fs.ErrNotExist):
		return unreadable(path, err)
	}
	if exists {
		// The whole old database with its log, so that it can be opened again.
		before := path + beforeRestore
		if err := removeAll(sidecars(before)); err != nil {
			return err
		}
		for i, old := range sidecars(path) {
			if err := os.Rename(old, sidecars(before)[i]); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return unwritable(old, err)
			}
		}
	} else if err := removeAll(sidecars(path)); err != nil { // an old log would be played into the backup
		return err
	}
	if err := removeAll([]string{markPath(path)}); err != nil { // the backup may well be older
		return err
	}
	if err := os.Rename(unfinished, path); err != nil {
		return unwritable(path, err)
	}
	return syncDirectory(dir)
}

// refuseLoss refuses to replace a database by one with fewer imports. A
// database that cannot be read has nothing to lose.
func refuseLoss(ctx context.Context, path, by string, force bool) error {
	if force {
		return nil
	}
	have, err := countBatches(ctx, path)
	if err != nil {
		return nil
	}
	get, err := countBatches(ctx, by)
	if err != nil {
		return err
	}
	if get < have {
		return &ops.Error{Code: "restore_loses", Message: fmt.Sprintf("The backup holds %d imports, the database it would replace %d.", get, have),
			Hint: "Use --force if that is what you want.", Args: []any{get, have}}
	}
	return nil
}

func countBatches(ctx context.Context, path string) (n int, err error) {
	db := sql.OpenDB(inspector(path))
	defer db.Close()
	err = db.QueryRowContext(ctx, `SELECT count(*) FROM batch WHERE state <> 'staged'`).Scan(&n)
	return n, err
}

// verify opens a copy that is not in use, checks everything and leaves it as
// one file on the disk.
func verify(ctx context.Context, path string, c ops.Calendar) error {
	if err := checkFile(path); err != nil {
		return err
	}
	if err := inspect(ctx, path, true); err != nil {
		return err
	}
	s := &Store{path: path, calendar: c, layouts: layouts(), read: sql.OpenDB(reader(path))}
	defer s.read.Close()
	s.read.SetMaxOpenConns(1)
	if err := s.loadDictionaries(ctx); err != nil {
		return err
	}
	if err := s.Check(ctx); err != nil {
		return err
	}
	if err := s.read.Close(); err != nil {
		return err
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := f.Sync(); err != nil {
		return err
	}
	return removeAll(sidecars(path)[1:])
}

// checkSum refuses a file that is not what the .sha256 beside it says; without
// one the checks of the content have to do.
func checkSum(file string) error {
	want, err := readPlain(file + ".sha256")
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return unreadable(file+".sha256", err)
	}
	got, err := hashFile(file)
	if err != nil {
		return unreadable(file, err)
	}
	if !strings.HasPrefix(string(want), got) {
		return &ops.Error{Code: "backup_damaged", Message: fmt.Sprintf("The backup %s is not the file that was written.", file),
			Hint: "Use another backup.", Args: []any{file}}
	}
	return nil
}

func hashFile(path string) (string, error) {
	f, err := openPlain(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

func copyFile(to, from string) error {
	in, err := openPlain(from)
	if err != nil {
		return unreadable(from, err)
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return unwritable(to, err)
	}
	defer out.Close()
	if _, err := io.Copy(out, in); err != nil {
		return unwritable(to, err)
	}
	if err := out.Sync(); err != nil {
		return unwritable(to, err)
	}
	return out.Close()
}

func writeFile(path, text string) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.WriteString(text); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	return f.Close()
}

// removeAll removes files; those that do not exist are fine.
func removeAll(paths []string) error {
	for _, p := range paths {
		if err := os.Remove(p); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return unwritable(p, err)
		}
	}
	return nil
}

func unwritable(path string, err error) error {
	return &ops.Error{Code: "not_writable", Message: fmt.Sprintf("%s cannot be written.", path), Hint: "Check its permissions and the disk.", Args: []any{path},
		Err: err}
}
