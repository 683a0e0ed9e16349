package main

import (
	"context"

	"daybreak/internal/ops"
)

type userRowsCommand struct {
	dataFlags
	Name    string   `arg:"" help:"Name of the user."`
	Channel []string `sep:"none" help:"Channel whose rows the user sees, by its key; may be repeated. Without channels and groups the user sees all rows." placeholder:"KEY"`
	Group   []string `sep:"none" help:"Group whose rows the user sees; may be repeated." placeholder:"NAME"`
}

// Run changes which rows a user sees.
func (c *userRowsCommand) Run(env *environment) error {
	return withStore(env, c.Data, func(ctx context.Context, w *workspace) error {
		u, err := named(ctx, w, c.Name)
		if err != nil {
			return err
		}
		return w.store.Accounts().SetRows(ctx, u.ID, ops.RowRule{Channels: c.Channel, Groups: c.Group}.In(w.store.Keys()))
	})
}
