package sqlite

import (
	"context"
	"database/sql"

	"daybreak/internal/ops"
	"daybreak/internal/store/sqlite/bulk"
)

// senderKey is a key that a sender gave a check-in.
type senderKey struct {
	token int64
	key   string
}

// meant is what a key stands for.
type meant struct {
	digest int64 // of what was sent
	day    ops.Day
}

// keys returns what the keys in a group stand for already.
func (c *checkIns) keys(ctx context.Context, tx *sql.Tx, group []*pendingCheckIn) (map[senderKey]meant, error) {
	var keys []senderKey
	in := &bulk.Cells{Kinds: "it"}
	for _, p := range group {
		if p.Key != "" {
			keys = append(keys, senderKey{p.Token, p.Key})
			in.Int(p.Token)
			in.Text(p.Key)
		}
	}
	out := map[senderKey]meant{}
	err := lookup(ctx, tx, `SELECT digest, day FROM check_in_key WHERE token = ? AND key = ?`, in, 2, func(found *bulk.Results, row, n int) {
		out[keys[n]] = meant{found.Int(row, 0), ops.Day(found.Int(row, 1))}
	})
	return out, err
}

// there finds which of the events that a group may bring count already.
func (c *checkIns) there(ctx context.Context, tx *sql.Tx, group []*pendingCheckIn, known map[senderKey]meant) (map[string]bool, error) {
	var keys []string
	for _, p := range group {
		for _, d := range p.Days {
			keys = append(keys, p.EventKey(d))
		}
		if k, ok := known[senderKey{p.Token, p.Key}]; ok { // may stand for an earlier day
			keys = append(keys, p.EventKey(k.day))
		}
	}
	in := &bulk.Cells{Kinds: "t"}
	for _, k := range keys {
		in.Text(k)
	}
	live := c.store.view().live
	out := make(map[string]bool)
	err := lookup(ctx, tx, c.store.layouts["events"].versions, in, 2, func(found *bulk.Results, row, n int) {
		if live.has(found.Int(row, 0)) {
			out[keys[n]] = true
		}
	})
	return out, err
}
