package main

import (
	"context"
	"fmt"

	"daybreak/internal/store/sqlite"
)

type backupCommand struct {
	dataFlags
	File string `arg:"" type:"path" help:"File to write."`
}

// Run writes a backup. It is called one only after it has been read back.
func (c *backupCommand) Run(env *environment) error {
	return withStore(env, c.Data, func(ctx context.Context, w *workspace) error {
		if err := w.store.Backup(ctx, c.File); err != nil {
			return err
		}
		_, err := fmt.Fprintf(env.stdout, "backup written to %s and checked\n", c.File)
		return err
	})
}

type restoreCommand struct {
	dataFlags
	Force bool   `help:"Restore even if the backup holds fewer imports than the record it replaces."`
	File  string `arg:"" type:"existingfile" help:"Backup to restore."`
}

// Run restores a backup.
func (c *restoreCommand) Run(env *environment) error {
	if err := sqlite.Restore(env.ctx, c.Data, c.File, c.Force); err != nil {
		return err
	}
	_, err := fmt.Fprintf(env.stdout, "%s is restored; what it replaced lies beside it as daybreak.db.before-restore\n", c.File)
	return err
}
