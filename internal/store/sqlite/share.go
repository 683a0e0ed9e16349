package sqlite

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"time"

	"daybreak/internal/ops"
)

const shareColumns = `SELECT h.id, h.page, h.query, h.origin, coalesce(h.owner, 0), coalesce(u.name, ''), h.created, h.expires, h.views, coalesce(h.viewed, 0),
	h.sees, coalesce(u.sees, '')
	FROM share h LEFT JOIN user u ON u.id = h.owner `

func scanShare(row scanner) (h ops.Share, err error) {
	var created, expires, viewed int64
	var sees, ownerSees string
	if err := row.Scan(&h.ID, &h.Page, &h.Query, &h.Origin, &h.Owner, &h.By, &created, &expires, &h.Views, &viewed, &sees, &ownerSees); err != nil {
		return ops.Share{}, err
	}
	if h.Rows, h.OwnerRows, err = bothRules(sees, ownerSees); err != nil {
		return ops.Share{}, err
	}
	h.Created, h.Expires, h.Viewed = instant(created), instant(expires), instant(viewed)
	return h, nil
}

// AddShare keeps the hash of the secret of a new share link with page, query,
// origin, owner, expiry and rule.
func (s ShareService) AddShare(ctx context.Context, hash [sha256.Size]byte, h ops.Share) error {
	if err := h.Rows.Check(); err != nil {
		return err
	}
	return s.store.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		now := s.store.clock().UnixMicro()
		var have int
		if err := tx.QueryRowContext(ctx, `SELECT count(*) FROM share WHERE expires > ?`, now).Scan(&have); err != nil {
			return nil, err
		}
		if have >= ops.MaxShares {
			return nil, tooMany("share links", ops.MaxShares)
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO share (hash, page, query, origin, owner, created, expires, sees) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
			hash[:], h.Page, h.Query, h.Origin, reference(h.Owner), now, h.Expires.UnixMicro(), h.Rows.Text()); err != nil {
			return nil, err
		}
		return nil, s.store.audit(ctx, tx, "", ops.ActShareAdd, h.Page, "", describe(h))
	})
}

// describe writes what a share link shows for the audit log.
func describe(h ops.Share) string {
	out := h.Query + " until " + h.Expires.UTC().Format(time.RFC3339)
	if h.Origin != "" {
		out += " in " + h.Origin
	}
	return out + rowsOf(h.Rows)
}

// Share returns the share link whose secret has that hash; ok is false when
// there is none, or none any more.
func (s ShareService) Share(ctx context.Context, hash [sha256.Size]byte) (h ops.Share, ok bool, err error) {
	h, ok, err = one(scanShare(s.store.read.QueryRowContext(ctx, shareColumns+`WHERE h.hash = ?`, hash[:])))
	if err != nil || !ok || !s.store.clock().Before(h.Expires) {
		return ops.Share{}, false, err
	}
	return h, true, nil
}

// CountView counts that a share link was opened.
func (s ShareService) CountView(ctx context.Context, id int64) error {
	return s.store.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		_, err := tx.ExecContext(ctx, `UPDATE share SET views = views + 1, viewed = ? WHERE id = ?`, s.store.clock().UnixMicro(), id)
		return nil, err
	})
}

// Shares returns the share links of a user, or of everybody for 0, the newest
// first.
func (s ShareService) Shares(ctx context.Context, owner int64) ([]ops.Share, error) {
	rows, err := s.store.read.QueryContext(ctx, shareColumns+`WHERE ?1 = 0 OR h.owner = ?1 ORDER BY h.id DESC`, owner)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []ops.Share
	for rows.Next() {
		h, err := scanShare(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, h)
	}
	return out, rows.Err()
}

// RevokeShare removes a share link of a user, or of anybody for 0; one of
// somebody else is not there.
func (s ShareService) RevokeShare(ctx context.Context, owner, id int64) error {
	return s.store.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		h, ok, err := one(scanShare(tx.QueryRowContext(ctx, shareColumns+`WHERE h.id = ?1 AND (?2 = 0 OR h.owner = ?2)`, id, owner)))
		if err != nil {
			return nil, err
		}
		if !ok {
			return nil, &ops.Error{Code: "not_found", Message: "There is no such share link.", Hint: "It may have been revoked."}
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM share WHERE id = ?`, id); err != nil {
			return nil, err
		}
		return nil, s.store.audit(ctx, tx, "", ops.ActShareRevoke, h.Page, describe(h), "")
	})
}
