package sqlite

import (
	"context"
	"database/sql"

	"daybreak/internal/ops"
)

// Channels keeps where messages are sent.
type Channels struct{ store *Store }

// Channels returns where alerts are sent.
func (k Alerts) Channels() Channels { return Channels(k) }

const channelColumns = `SELECT ` + editedColumns + `, name, kind, lang, shows, sealed, paused FROM channel `

func scanChannel(row scanner) (c ops.Channel, err error) {
	var e editedScan
	if err = row.Scan(e.targets(&c.Edited, &c.Name, &c.Kind, &c.Lang, &c.Shows, &c.Sealed, &c.Paused)...); err != nil {
		return ops.Channel{}, err
	}
	e.finish(&c.Edited)
	return c, nil
}

// All returns the channels, the oldest first.
func (k Channels) All(ctx context.Context) ([]ops.Channel, error) {
	return scanAll(ctx, k.store.read, scanChannel, channelColumns+`WHERE deleted IS NULL ORDER BY id`)
}

// One returns the channel with that id; ok is false when there is none.
func (k Channels) One(ctx context.Context, id int64) (c ops.Channel, ok bool, err error) {
	return one(scanChannel(k.store.read.QueryRowContext(ctx, channelColumns+`WHERE id = ? AND deleted IS NULL`, id)))
}

// maxChannels bounds the channels of a record, those taken away included.
const maxChannels = 500

// Add keeps a new channel.
func (k Channels) Add(ctx context.Context, c ops.Channel) (ops.Channel, error) {
	if err := c.Check(); err != nil {
		return c, err
	}
	return c, k.store.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		if err := fewer(ctx, tx, `SELECT count(*) FROM channel`, "channels", maxChannels); err != nil {
			return nil, err
		}
		c.ID, c.Version = 0, 1
		k.store.stamp(ctx, &c.Edited)
		err := tx.QueryRowContext(ctx, `INSERT INTO channel (version, key, created, created_by, changed, changed_by, name, kind, lang, shows, sealed, paused)
			VALUES (1, '', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`, c.Created.UnixMicro(), c.CreatedBy,
			c.Changed.UnixMicro(), c.ChangedBy, c.Name, c.Kind, c.Lang, c.Shows, c.Sealed, c.Paused).Scan(&c.ID)
		if err != nil {
			return nil, err
		}
		return nil, k.store.audit(ctx, tx, "", ops.ActChannelAdd, c.Name, "", describeChannel(c))
	})
}

// Change keeps what a form says of a channel that is still as it was read.
func (k Channels) Change(ctx context.Context, c ops.Channel) (ops.Channel, error) {
	return k.change(ctx, c.ID, c.Version, ops.ActChannelEdit, func(now *ops.Channel) error {
		now.Name, now.Lang, now.Paused, now.Shows, now.Sealed = c.Name, c.Lang, c.Paused, c.Shows, c.Sealed
		return now.Check()
	})
}

// Remove takes a channel away that is still as it was read, and what was
// sealed in it. What waits for it is given up.
func (k Channels) Remove(ctx context.Context, id, version int64) error {
	_, err := k.change(ctx, id, version, ops.ActChannelRemove, func(now *ops.Channel) error {
		now.Deleted, now.Sealed = k.store.clock(), []byte{}
		return nil
	})
	return err
}

func (k Channels) change(ctx context.Context, id, version int64, action ops.Action, change func(now *ops.Channel) error) (out ops.Channel, err error) {
	err = k.store.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		c, ok, err := one(scanChannel(tx.QueryRowContext(ctx, channelColumns+`WHERE id = ? AND deleted IS NULL`, id)))
		switch {
		case err != nil:
			return nil, err
		case !ok:
			return nil, &ops.Error{Code: "unknown_channel", Message: "There is no such channel.", Hint: "The page of channels lists them all."}
		case c.Version != version:
			return nil, changedMeanwhile()
		}
		before := describeChannel(c)
		if err := change(&c); err != nil {
			return nil, err
		}
		c.Version++
		k.store.stamp(ctx, &c.Edited)
		if _, err := tx.ExecContext(ctx, `UPDATE channel SET version = ?, changed = ?, changed_by = ?, deleted = ?, name = ?, lang = ?, shows = ?,
			sealed = ?, paused = ? WHERE id = ?`,
			c.Version, c.Changed.UnixMicro(), c.ChangedBy, column(c.Deleted), c.Name, c.Lang, c.Shows, c.Sealed, c.Paused, id); err != nil {
			return nil, err
		}
		if !c.Deleted.IsZero() {
			if _, err := tx.ExecContext(ctx, `UPDATE delivery SET state = 'dead', said = 'The channel was removed.'
				WHERE channel = ? AND state = 'waiting'`, id); err != nil {
				return nil, err
			}
		}
		out = c
		return nil, k.store.audit(ctx, tx, "", action, c.Name, before, describeChannel(c))
	})
	return out, err
}

// describeChannel says what a channel is, for the audit log: no secret.
func describeChannel(c ops.Channel) string {
	text := c.Kind + " " + c.Lang + " " + c.Shows
	if c.Paused {
		text += ", paused"
	}
	return text
}
