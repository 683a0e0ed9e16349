package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"daybreak/internal/ops"
	"daybreak/internal/store/sqlite"
)

type retentionCommand struct {
	Show  retentionShowCommand  `cmd:"" help:"Say how long data that names persons is kept, and how much of it would go now."`
	Set   retentionSetCommand   `cmd:"" help:"Set after how many days data that names persons goes. It cannot be brought back."`
	Lapse retentionLapseCommand `cmd:"" help:"Let data whose time is over go now; a server does so every night."`
}

type retentionShowCommand struct{ dataFlags }

// Run says how long data is kept.
func (c *retentionShowCommand) Run(env *environment) error {
	return withStore(env, c.Data, func(ctx context.Context, w *workspace) error {
		r := sqlite.RetentionIn(w.store)
		p, err := r.Periods(ctx)
		if err != nil {
			return err
		}
		return showRetention(ctx, env.stdout, r, p)
	})
}

func showRetention(ctx context.Context, out io.Writer, r sqlite.Retention, p ops.Periods) error {
	going, err := r.Going(ctx, p)
	if err != nil {
		return err
	}
	for _, kind := range ops.DataKinds() {
		kept := "for ever"
		if p[kind] > 0 {
			kept = fmt.Sprintf("%d days, %d would go now", p[kind], going[kind])
		}
		if _, err := fmt.Fprintf(out, "%s: kept %s\n", kind, kept); err != nil {
			return err
		}
	}
	return nil
}

type retentionSetCommand struct {
	dataFlags
	Kind  string `arg:"" enum:"members,contacts,audit,messages" help:"members, contacts, audit or messages."`
	Days  string `arg:"" help:"After how many days, 30 to 36500; blank for never."`
	Going int    `arg:"" help:"How much would go the next night by all periods, to confirm: it is said when it differs."`
}

// Run sets one period.
func (c *retentionSetCommand) Run(env *environment) error {
	return withStore(env, c.Data, func(ctx context.Context, w *workspace) error {
		r := sqlite.RetentionIn(w.store)
		p, err := r.Periods(ctx)
		if err != nil {
			return err
		}
		kind := ops.DataKind(c.Kind)
		days, err := ops.ReadPeriod(kind, c.Days)
		if err != nil {
			return err
		}
		if delete(p, kind); days > 0 {
			p[kind] = days
		}
		if err := r.SetPeriods(ctx, p, c.Going); err != nil {
			return err
		}
		return showRetention(ctx, env.stdout, r, p)
	})
}

type retentionLapseCommand struct{ dataFlags }

// Run lets data go. Figures kept beside the record go; a server makes them anew.
func (c *retentionLapseCommand) Run(env *environment) error {
	return withStore(env, c.Data, func(ctx context.Context, w *workspace) error {
		renew := func(ctx context.Context) error { return w.renew(ctx, c.Data) }
		gone, err := lapse(ctx, sqlite.RetentionIn(w.store), sqlite.PersonsIn(w.store), renew)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(env.stdout, "gone: %d members, contacts of %d, %d lines of the audit log, %d messages; backups made before still hold them\n",
			gone[ops.DataMembers], gone[ops.DataContacts], gone[ops.DataAudit], gone[ops.DataMessages])
		return err
	})
}

// renew makes anew, or removes, what a data directory keeps beside the record.
func (w *workspace) renew(ctx context.Context, data string) error {
	if w.renewed != nil {
		return w.renewed(ctx)
	}
	if err := os.Remove(filepath.Join(data, figuresFile)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return emptyDirectory(filepath.Join(data, "uploads"))
}
