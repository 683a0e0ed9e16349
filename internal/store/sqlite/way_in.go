package sqlite

import (
	"context"
	"crypto/sha256"
	"database/sql"

	"daybreak/internal/ops"
)

// InviteUser keeps a new user who chooses the password with a link, and puts the letter
// with the link into the outbox: all of it or nothing.
func (s UserService) InviteUser(ctx context.Context, u ops.User, w ops.WayIn) (ops.User, error) {
	err := s.store.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		if err := s.insertUser(ctx, tx, &u); err != nil {
			return nil, err
		}
		if err := openWay(ctx, tx, u.ID, w); err != nil {
			return nil, err
		}
		after := u.Role.String() + ", invited"
		if u.Rows.Narrows() {
			after += ", sees " + u.Rows.String()
		}
		return nil, s.store.audit(ctx, tx, "", ops.ActUserAdd, u.Name, "", after)
	})
	return u, err
}

// OfferPassword puts a letter into the outbox with a link by which a user chooses a new
// password. The password they have stays until they do. why is what the audit log says.
func (s UserService) OfferPassword(ctx context.Context, id int64, w ops.WayIn, why ops.Action) error {
	return s.changeUser(ctx, id, func(ctx context.Context, tx *sql.Tx, u ops.User) error {
		if err := openWay(ctx, tx, id, w); err != nil {
			return err
		}
		return s.store.audit(ctx, tx, "", why, u.Name, "", "")
	})
}

// openWay keeps a link in the place of the one before, and its letter.
func openWay(ctx context.Context, tx *sql.Tx, user int64, w ops.WayIn) error {
	if _, err := tx.ExecContext(ctx, `INSERT INTO way_in (user, hash, expires) VALUES (?, ?, ?)
		ON CONFLICT (user) DO UPDATE SET hash = excluded.hash, expires = excluded.expires`, user, w.Hash[:], w.Expires.UnixMicro()); err != nil {
		return err
	}
	_, err := put(ctx, tx, w.Letter)
	return err
}

// wayColumns select the user of a link that still works.
const wayColumns = userColumns + `WHERE id = (SELECT user FROM way_in WHERE hash = ? AND expires > ?)`

// WayIn returns the user whose link has that hash; ok is false when there is none, or
// none any more.
func (s UserService) WayIn(ctx context.Context, hash [sha256.Size]byte) (u ops.User, ok bool, err error) {
	return one(scanUser(s.store.read.QueryRowContext(ctx, wayColumns, hash[:], s.store.clock().UnixMicro())))
}

// TakeWayIn uses a link up: its user gets a new password, and all sessions of theirs end.
// ok is false where the link does not work, or not any more.
func (s UserService) TakeWayIn(ctx context.Context, hash [sha256.Size]byte, password string) (u ops.User, ok bool, err error) {
	err = s.store.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		u, ok, err = one(scanUser(tx.QueryRowContext(ctx, wayColumns, hash[:], s.store.clock().UnixMicro())))
		if err != nil || !ok {
			return nil, err
		}
		return nil, s.newPassword(ctx, tx, u, password)
	})
	return u, ok && err == nil, err
}

// newPassword replaces a password, and ends what the one before let in: sessions, and a
// link to choose another.
func (s UserService) newPassword(ctx context.Context, tx *sql.Tx, u ops.User, hash string) error {
	for _, statement := range []string{`DELETE FROM session WHERE user = ?`, `DELETE FROM way_in WHERE user = ?`} {
		if _, err := tx.ExecContext(ctx, statement, u.ID); err != nil {
			return err
		}
	}
	if _, err := tx.ExecContext(ctx, `UPDATE user SET password = ? WHERE id = ?`, hash, u.ID); err != nil {
		return err
	}
	return s.store.audit(ctx, tx, "", ops.ActUserPassword, u.Name, "", "")
}
