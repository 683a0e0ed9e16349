package main

import (
	"context"
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
}

// Forget implements persons.Persons: the figures, those kept on the disk too, are made
// anew.
func (p persons) Forget(ctx context.Context, member string) (ops.Forgotten, error) {
	left, err := p.PersonService.Forget(ctx, member)
	if err != nil {
		return left, err
	}
	return left, p.kept.renew(context.WithoutCancel(ctx))
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
