package sqlite

import (
	"context"
	"database/sql"
	"time"

	"daybreak/internal/ops"
)

const (
	sessionIdle = 12 * time.Hour // after which a session that is not used ends
	seenEvery   = time.Minute    // how exactly last uses are kept
)

const sessionColumns = `SELECT id, user, role, created, seen, expires, ip, agent FROM session `

func scanSession(row scanner) (x ops.Session, err error) {
	var role string
	var created, seen, expires int64
	if err := row.Scan(&x.ID, &x.User, &role, &created, &seen, &expires, &x.IP, &x.Agent); err != nil {
		return ops.Session{}, err
	}
	x.Role, _ = ops.ParseRole(role)
	x.Created, x.Seen, x.Expires = instant(created), instant(seen), instant(expires)
	return x, nil
}

// ended reports whether a session is over at now.
func ended(x ops.Session, now time.Time) bool {
	return !now.Before(x.Expires) || now.Sub(x.Seen) >= sessionIdle
}

// Session returns the session whose secret has that hash; ok is false when
// there is none, or none any more. Looking is not using: see UseSession.
func (s SessionService) Session(ctx context.Context, hash string) (x ops.Session, ok bool, err error) {
	x, ok, err = one(scanSession(s.store.read.QueryRowContext(ctx, sessionColumns+`WHERE hash = ?`, hash)))
	if err != nil || !ok || ended(x, s.store.clock()) {
		return ops.Session{}, false, err
	}
	return x, true, nil
}

// UseSession notes that somebody uses a session, which keeps it from ending
// for another 12 hours.
func (s SessionService) UseSession(ctx context.Context, x ops.Session) {
	now := s.store.clock()
	if now.Sub(x.Seen) < seenEvery {
		return
	}
	// A full disk must not lock readers out: that it was used may be lost.
	_ = s.store.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		_, err := tx.ExecContext(ctx, `UPDATE session SET seen = ? WHERE id = ?`, now.UnixMicro(), x.ID)
		return nil, err
	})
}

// AddSession keeps a new session of a user who signs in or whose session gets
// a new secret, and ends the user's oldest when there are too many.
func (s SessionService) AddSession(ctx context.Context, hash string, x ops.Session) error {
	return s.store.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		now := s.store.clock().UnixMicro()
		if _, err := tx.ExecContext(ctx, `INSERT INTO session (hash, user, role, created, seen, expires, ip, agent) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
			hash, x.User, x.Role.String(), now, now, x.Expires.UnixMicro(), x.IP, x.Agent); err != nil {
			return nil, err
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM session WHERE expires <= ? OR seen <= ?`, now, now-sessionIdle.Microseconds()); err != nil {
			return nil, err
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM session WHERE user = ?1 AND id NOT IN (SELECT id FROM session WHERE user = ?1 ORDER BY id DESC LIMIT ?2)`,
			x.User, ops.MaxSessions); err != nil {
			return nil, err
		}
		_, err := tx.ExecContext(ctx, `UPDATE user SET signed_in = ? WHERE id = ?`, now, x.User)
		return nil, err
	})
}

// dropEnded removes the sessions that ended.
func (s SessionService) dropEnded(ctx context.Context) error {
	return s.store.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		now := s.store.clock().UnixMicro()
		_, err := tx.ExecContext(ctx, `DELETE FROM session WHERE expires <= ? OR seen <= ?`, now, now-sessionIdle.Microseconds())
		return nil, err
	})
}

// DropSession ends the session whose secret has that hash, if there is one.
func (s SessionService) DropSession(ctx context.Context, hash string) error {
	return s.store.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		_, err := tx.ExecContext(ctx, `DELETE FROM session WHERE hash = ?`, hash)
		return nil, err
	})
}

// Sessions returns a user's sessions, the newest first.
func (s SessionService) Sessions(ctx context.Context, user int64) ([]ops.Session, error) {
	rows, err := s.store.read.QueryContext(ctx, sessionColumns+`WHERE user = ? ORDER BY id DESC`, user)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []ops.Session
	for now := s.store.clock(); rows.Next(); {
		x, err := scanSession(rows)
		if err != nil {
			return nil, err
		}
		if !ended(x, now) {
			out = append(out, x)
		}
	}
	return out, rows.Err()
}

// EndSession ends one session of a user; one of somebody else is not there.
func (s SessionService) EndSession(ctx context.Context, user, id int64) error {
	return s.store.Accounts().changeUser(ctx, user, func(ctx context.Context, tx *sql.Tx, u ops.User) error {
		x, ok, err := one(scanSession(tx.QueryRowContext(ctx, sessionColumns+`WHERE id = ? AND user = ?`, id, user)))
		if err != nil {
			return err
		}
		if !ok {
			return &ops.Error{Code: "not_found", Message: "There is no such session.", Hint: "It may have ended."}
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM session WHERE id = ?`, id); err != nil {
			return err
		}
		return s.store.audit(ctx, tx, "", ops.ActSessionEnd, u.Name, x.IP, "")
	})
}

// EndSessions ends all sessions of a user.
func (s SessionService) EndSessions(ctx context.Context, user int64) error {
	return s.store.Accounts().changeUser(ctx, user, func(ctx context.Context, tx *sql.Tx, u ops.User) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM session WHERE user = ?`, user); err != nil {
			return err
		}
		return s.store.audit(ctx, tx, "", ops.ActSessionsEnd, u.Name, "", "")
	})
}
