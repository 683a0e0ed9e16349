package sqlite

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"daybreak/internal/ops"
)

// RefuseOwn refuses a place that the record in dir has for itself: the
// directory, anything directly in it, and whatever else is one of the files in
// it by another name, as links are.
func RefuseOwn(dir, path string) error {
	own, err := os.Stat(dir)
	if errors.Is(err, os.ErrNotExist) {
		return nil // no record is there yet
	}
	if err != nil {
		return unreadable(dir, err)
	}
	for _, p := range []string{path, filepath.Dir(path)} {
		if info, err := os.Stat(p); err == nil && os.SameFile(info, own) {
			return ownFile(path)
		}
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return unreadable(dir, err)
	}
	for _, e := range entries {
		if same(path, filepath.Join(dir, e.Name())) {
			return ownFile(path)
		}
	}
	return nil
}

// same reports whether two paths lead to one file: the same device and inode.
func same(a, b string) bool {
	x, err := os.Stat(a)
	if err != nil {
		return false
	}
	y, err := os.Stat(b)
	return err == nil && os.SameFile(x, y)
}

func ownFile(path string) error {
	return &ops.Error{Code: "own_file", Message: fmt.Sprintf("%s belongs to the record itself.", path),
		Hint: "Name a place outside of the data directory.", Args: []any{path}}
}

// refuseLive refuses to restore from a file that a record in use consists of,
// under whatever name: what its log holds would be lost.
func refuseLive(dir, file string) error {
	path := filepath.Join(dir, fileName)
	live := append(sidecars(path), sidecars(path+".new")...)
	for _, l := range append(live, markPath(path), filepath.Join(dir, lockName)) {
		if same(file, l) {
			return ownFile(file)
		}
	}
	return nil
}

// ofBackup makes an error about the copy that is being checked one about the
// backup that was given.
func ofBackup(err error, copied, file string) error {
	var e *ops.Error
	if !errors.As(err, &e) || len(e.Args) == 0 || e.Args[0] != copied {
		return err
	}
	about := map[ops.Code]string{
		"db_damaged": fmt.Sprintf("The backup %s is damaged.", file),
		"db_foreign": fmt.Sprintf("%s is not a backup of Daybreak.", file),
	}
	if message, ok := about[e.Code]; ok {
		code := map[ops.Code]ops.Code{"db_damaged": "backup_damaged", "db_foreign": "backup_foreign"}[e.Code]
		return &ops.Error{Code: code, Message: message, Hint: "Use another backup.", Args: []any{file}, Err: e.Err}
	}
	return err
}

// inPlace makes sure that the files that are open are those at their paths:
// what is written to one that was moved or replaced is lost to the next start.
func (s *Store) inPlace() error {
	opened := []os.FileInfo{s.opened, nil}
	var err error
	if opened[1], err = s.log.file.Stat(); err != nil {
		return err
	}
	for i, path := range sidecars(s.path)[:2] {
		if at, err := os.Stat(path); err != nil || !os.SameFile(at, opened[i]) {
			return &ops.Error{Code: "db_replaced", Message: fmt.Sprintf("%s is no longer the file that is written to.", path),
				Hint: "Stop Daybreak and restore the last backup; what was stored since the file was replaced is not in it.", Args: []any{path}, Err: err}
		}
	}
	return nil
}
