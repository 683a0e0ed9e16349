package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"daybreak/internal/ops"
	"daybreak/internal/store/sqlite"
	"daybreak/internal/web/frame"
)

type backupFlags struct {
	BackupDir   string        `type:"path" help:"Directory for scheduled backups; without it there are none." placeholder:"DIR"`
	BackupEvery time.Duration `default:"24h" help:"Time between scheduled backups."`
	BackupKeep  int           `default:"7" help:"How many scheduled backups are kept."`
}

const (
	// backupName is the name of a scheduled backup: the time it began, in UTC.
	backupName = "daybreak-20060102T150405.000Z.db"
	// backupRetry is how soon a backup that failed is tried again.
	backupRetry = 10 * time.Minute
)

// prepare refuses a schedule that cannot be kept and makes the directory.
func (f backupFlags) prepare(data string) error {
	if f.BackupDir == "" {
		return nil
	}
	if err := sqlite.RefuseOwn(data, filepath.Join(f.BackupDir, "a backup")); err != nil {
		return err
	}
	if f.BackupEvery < time.Second || f.BackupKeep < 1 {
		return &ops.Error{Code: "bad_backup_schedule", Message: fmt.Sprintf("%d backups every %v are no schedule.", f.BackupKeep, f.BackupEvery),
			Hint: "Give --backup-every a second or more and --backup-keep one or more.", Args: []any{f.BackupKeep, f.BackupEvery}}
	}
	if err := os.MkdirAll(f.BackupDir, 0o700); err != nil {
		return &ops.Error{Code: "not_writable", Message: fmt.Sprintf("%s cannot be written.", f.BackupDir), Hint: "Check its permissions and the disk.",
			Args: []any{f.BackupDir}, Err: err}
	}
	return nil
}

// kept returns the times of the backups in the directory, the earliest first. A
// backup has its name only once it has been verified.
func (f backupFlags) kept() ([]time.Time, error) {
	entries, err := os.ReadDir(f.BackupDir)
	if err != nil {
		return nil, err
	}
	var out []time.Time
	for _, e := range entries {
		if at, err := time.Parse(backupName, e.Name()); err == nil {
			out = append(out, at)
		}
	}
	slices.SortFunc(out, time.Time.Compare)
	return out, nil
}

// path returns where the backup begun at a time lies.
func (f backupFlags) path(at time.Time) string {
	return filepath.Join(f.BackupDir, at.UTC().Format(backupName))
}

// wait returns how long after now the next backup is due when the last began at a
// time, zero if there is none. A server that was down at that moment makes up for
// it at once, and only once. A last backup from the future was named by a clock
// that was wrong: it puts nothing off.
func (f backupFlags) wait(last, now time.Time) time.Duration {
	if last.IsZero() || last.After(now) {
		return 0
	}
	return max(0, last.Add(f.BackupEvery).Sub(now))
}

// schedule writes backups until ctx ends.
func (m *monitor) schedule(ctx context.Context, f backupFlags) {
	kept, _ := f.kept() // where none can be read one is due
	state := frame.BackupHealth{Scheduled: true}
	for _, at := range kept {
		if !at.After(m.clock()) {
			state.At = at
		}
	}
	wait := f.wait(state.At, m.clock())
	m.setBackup(state)
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
		began := m.clock()
		err := m.back(ctx, f, began)
		if ctx.Err() != nil {
			return
		}
		if state.Failed = err != nil; state.Failed {
			m.log.ErrorContext(ctx, "scheduled backup failed", "error", err)
			wait = min(f.BackupEvery, backupRetry)
		} else {
			state.At, wait = began, f.wait(began, m.clock())
			m.log.InfoContext(ctx, "backup written and verified", "file", filepath.Base(f.path(began)), "ms", m.clock().Sub(began).Milliseconds())
		}
		m.setBackup(state)
	}
}

// back writes one backup and removes those that are too many.
func (m *monitor) back(ctx context.Context, f backupFlags, at time.Time) error {
	if err := m.store.Backup(ctx, f.path(at)); err != nil {
		return err
	}
	kept, err := f.kept()
	if err != nil {
		return err
	}
	for _, old := range kept[:max(0, len(kept)-f.BackupKeep)] {
		path := f.path(old)
		err = errors.Join(err, os.Remove(path+".sha256"), os.Remove(path))
	}
	// What a process that ended in the middle of a backup left.
	left, globbed := filepath.Glob(filepath.Join(f.BackupDir, "daybreak-*.db.unfinished*"))
	for _, path := range left {
		if !strings.HasPrefix(path, f.path(at)) {
			err = errors.Join(err, os.Remove(path))
		}
	}
	return errors.Join(err, globbed)
}
