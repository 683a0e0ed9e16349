package main

import (
	"context"
	"os"

	"daybreak/internal/report"
	"daybreak/internal/store/sqlite"
)

type memberCommand struct {
	Export memberExportCommand `cmd:"" help:"Write everything that is held about a member."`
}

type memberExportCommand struct {
	dataFlags
	Member string `arg:"" help:"Id of the member."`
	File   string `arg:"" optional:"" type:"path" help:"File to write; a new one, for its owner only. Without it JSON goes to standard output."`
	Format string `default:"json" enum:"json,zip" help:"json, or zip with a CSV file for each table."`
}

// Run writes what is held about a member.
func (c *memberExportCommand) Run(env *environment) error {
	return withStore(env, c.Data, func(ctx context.Context, w *workspace) error {
		held, err := sqlite.PersonsIn(w.store).Held(ctx, c.Member)
		if err != nil {
			return err
		}
		if c.File == "" {
			return report.WriteHeld(ctx, env.stdout, held, c.Format, env.clock())
		}
		f, err := os.OpenFile(c.File, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil {
			return err
		}
		if err := report.WriteHeld(ctx, f, held, c.Format, env.clock()); err != nil {
			f.Close()
			os.Remove(c.File)
			return err
		}
		return f.Close()
	})
}
