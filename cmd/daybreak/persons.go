package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"daybreak/internal/ops"
	"daybreak/internal/store/sqlite"
)

// persons is what a server holds of single members: the record, the figures made of
// it, and its backups.
type persons struct {
	sqlite.PersonService
	kept    *keptFigures
	backups backupFlags
	uploads string // the directory of files that wait to be imported
}

// Forget implements persons.Persons: the figures, those kept on the disk too, are made
// anew, and files that wait to be imported go.
func (p persons) Forget(ctx context.Context, member string) (ops.Forgotten, error) {
	left, err := p.PersonService.Forget(ctx, member)
	if err != nil {
		return left, err
	}
	ctx = context.WithoutCancel(ctx)
	if err := p.renew(ctx); err != nil {
		return left, err
	}
	return left, p.Scrubbed(ctx)
}

func (p persons) renew(ctx context.Context) error {
	return errors.Join(p.kept.renew(ctx), emptyDirectory(p.uploads))
}

// emptyDirectory removes the files in a directory, which need not exist.
func emptyDirectory(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for _, e := range entries {
		if err := os.Remove(filepath.Join(dir, e.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// Backups implements persons.Persons. A backup is removed when as many as are kept
// came after it.
func (p persons) Backups(context.Context) ([]ops.Backup, error) {
	if p.backups.BackupDir == "" {
		return nil, nil
	}
	all, err := p.backups.kept()
	if err != nil {
		return nil, err
	}
	var out []ops.Backup
	for i, at := range all {
		last := all[len(all)-1]
		more := p.backups.BackupKeep - (len(all) - 1 - i) // backups still to come before it goes
		out = append(out, ops.Backup{Name: filepath.Base(p.backups.path(at)), At: at, Expires: last.Add(time.Duration(more) * p.backups.BackupEvery)})
	}
	return out, nil
}
