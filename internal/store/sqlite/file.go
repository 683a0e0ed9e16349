package sqlite

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"daybreak/internal/ops"
)

// fileName is the database in a data directory; beside it lie SQLite's -wal
// and -shm and the lock.
const (
	fileName = "daybreak.db"
	// Behind its name: the older records that are kept beside it.
	beforeUpgrade, beforeRestore = ".before-upgrade", ".before-restore"
	lockName                     = "daybreak.lock"
)

// applicationID marks a database as Daybreak's: "DAYB".
const applicationID = 0x44415942

// checkDirectory refuses a data directory that others may read, that is not a
// real directory, or that lies on a network file system, where SQLite's locks
// do not hold.
func checkDirectory(dir string) error {
	info, err := os.Lstat(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return &ops.Error{Code: "db_missing", Message: fmt.Sprintf("There is no data directory %s.", dir),
			Hint: "Create it with daybreak init or daybreak serve.", Args: []any{dir}, Err: err}
	}
	if err != nil {
		return unreadable(dir, err)
	}
	if info.Mode()&fs.ModeSymlink != 0 {
		return &ops.Error{Code: "dir_symlink", Message: fmt.Sprintf("The data directory %s is a symbolic link.", dir),
			Hint: "Name the directory itself.", Args: []any{dir}}
	}
	if !info.IsDir() {
		return &ops.Error{Code: "dir_not_directory", Message: fmt.Sprintf("%s is not a directory.", dir), Args: []any{dir}}
	}
	if m := info.Mode().Perm(); m&0o077 != 0 {
		return &ops.Error{Code: "dir_permissions", Message: fmt.Sprintf("Others may use the data directory %s (mode %04o).", dir, m),
			Hint: fmt.Sprintf("Run: chmod 700 %s", dir), Args: []any{dir, fmt.Sprintf("%04o", m)}}
	}
	name, remote, err := fileSystem(dir)
	if err != nil {
		return unreadable(dir, err)
	}
	if remote {
		return &ops.Error{Code: "dir_network", Message: fmt.Sprintf("The data directory %s lies on a network file system (%s).", dir, name),
			Hint: "Choose a directory on a local disk.", Args: []any{dir, name}}
	}
	return nil
}

// checkFile refuses, without changing a byte, a file that is not Daybreak's
// database.
func checkFile(path string) error {
	info, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return &ops.Error{Code: "db_missing", Message: fmt.Sprintf("There is no database %s.", path),
			Hint: "Create it with daybreak init or daybreak serve.", Args: []any{path}, Err: err}
	}
	if err != nil {
		return unreadable(path, err)
	}
	if !info.Mode().IsRegular() {
		return &ops.Error{Code: "db_not_file", Message: fmt.Sprintf("The database %s is not a plain file.", path), Args: []any{path}}
	}
	if m := info.Mode().Perm(); m&0o077 != 0 {
		return &ops.Error{Code: "db_permissions", Message: fmt.Sprintf("Others may use the database %s (mode %04o).", path, m),
			Hint: fmt.Sprintf("Run: chmod 600 %s", path), Args: []any{path, fmt.Sprintf("%04o", m)}}
	}
	f, err := os.Open(path)
	if err != nil {
		return unreadable(path, err)
	}
	defer f.Close()
	var header [100]byte
	if _, err := io.ReadFull(f, header[:]); err != nil {
		return damaged(path, fmt.Errorf("%d bytes are not a database: %w", info.Size(), err))
	}
	if string(header[:16]) != "SQLite format 3\x00" || binary.BigEndian.Uint32(header[68:]) != applicationID {
		return &ops.Error{Code: "db_foreign", Message: fmt.Sprintf("%s is not a database of Daybreak.", path),
			Hint: "Choose another data directory.", Args: []any{path}}
	}
	return nil
}

// openPlain opens a plain file. What is none, a pipe above all, would keep the
// one who opens it waiting.
func openPlain(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
		f.Close()
		return nil, errors.Join(fmt.Errorf("%s is not a plain file", path), err)
	}
	return f, nil
}

func readPlain(path string) ([]byte, error) {
	f, err := openPlain(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}

func damaged(path string, err error) error {
	return &ops.Error{Code: "db_damaged", Message: fmt.Sprintf("The database %s is damaged.", path),
		Hint: "Restore the last backup with daybreak restore.", Args: []any{path}, Err: err}
}

func unreadable(path string, err error) error {
	return &ops.Error{Code: "db_unreadable", Message: fmt.Sprintf("%s cannot be read.", path),
		Hint: "Check who owns it and its permissions.", Args: []any{path}, Err: err}
}

// lock takes the data directory for this process. It holds as long as the file
// is open, so the Store keeps it.
func lock(dir string) (*os.File, error) {
	name := filepath.Join(dir, lockName)
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|syscall.O_NOFOLLOW, 0o600)
	if err != nil {
		if _, there := os.Lstat(name); there != nil {
			name = dir // it could not be made there
		}
		return nil, unwritable(name, err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		f.Close()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, &ops.Error{Code: "db_locked_dir", Message: fmt.Sprintf("Another Daybreak is using %s.", dir),
				Hint: "Stop it first, or choose another data directory.", Args: []any{dir}, Err: err}
		}
		return nil, unreadable(dir, err)
	}
	return f, nil
}

// create makes an empty file that only its owner may use.
func create(path string) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

// syncDirectory makes a rename in dir durable.
func syncDirectory(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}
