package sqlite

import (
	"context"
	"database/sql"

	"daybreak/internal/ops"
)

// audit writes a line of the audit log in the transaction of the change, so
// that there is never one without the other. The actor is ctx's; by names one
// where ctx has none.
func (s *Store) audit(ctx context.Context, tx *sql.Tx, by string, action ops.Action, object, before, after string) error {
	actor := ops.ActorOf(ctx)
	if actor.Name == "" {
		actor.Name = by
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO audit (at, actor, ip, action, object, before, after) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		s.clock().UnixMicro(), actor.Name, actor.IP, string(action), object, before, after)
	return err
}

// Note writes a line of the audit log about what changes nothing that is kept
// here, such as signing in.
func (s AuditService) Note(ctx context.Context, action ops.Action, object string) error {
	return s.store.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		return nil, s.store.audit(ctx, tx, "", action, object, "", "")
	})
}

// Audit returns up to limit lines of the audit log, the newest first; before,
// if not 0, is the id that all of them are smaller than.
func (s AuditService) Audit(ctx context.Context, limit int, before int64) ([]ops.AuditEntry, error) {
	rows, err := s.store.read.QueryContext(ctx, `SELECT id, at, actor, ip, action, object, before, after FROM audit
		WHERE ?1 = 0 OR id < ?1 ORDER BY id DESC LIMIT ?2`,
		before, limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []ops.AuditEntry
	for rows.Next() {
		var e ops.AuditEntry
		var at int64
		if err := rows.Scan(&e.ID, &at, &e.Actor.Name, &e.Actor.IP, &e.Action, &e.Object, &e.Before, &e.After); err != nil {
			return nil, err
		}
		e.At = instant(at)
		out = append(out, e)
	}
	return out, rows.Err()
}
