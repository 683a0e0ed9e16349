package sqlite

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"time"

	"daybreak/internal/ops"
)

const tokenColumns = `SELECT t.id, t.name, t.role, t.check_in, coalesce(t.owner, 0), coalesce(u.name, ''), coalesce(u.role, ''), t.created,
	coalesce(t.expires, 0), coalesce(t.used, 0), t.sees, coalesce(u.sees, '')
	FROM token t LEFT JOIN user u ON u.id = t.owner `

// scanToken reads a token with the role it has now, and what its owner sees now.
func scanToken(row scanner) (t ops.Token, err error) {
	var role, ownerRole, sees, ownerSees string
	var created, expires, used int64
	if err := row.Scan(&t.ID, &t.Name, &role, &t.CheckIn, &t.Owner, &t.By, &ownerRole, &created, &expires, &used, &sees, &ownerSees); err != nil {
		return ops.Token{}, err
	}
	if t.Rows, t.OwnerRows, err = bothRules(sees, ownerSees); err != nil {
		return ops.Token{}, err
	}
	t.Role, _ = ops.ParseRole(role)
	if most, ok := ops.ParseRole(ownerRole); ok {
		t.Role = min(t.Role, most)
	}
	t.Created, t.Expires, t.Used = instant(created), instant(expires), instant(used)
	return t, nil
}

// bothRules reads the rule of a key or link, and that of its owner.
func bothRules(own, owner string) (ofOwn, ofOwner ops.RowRule, err error) {
	if ofOwn, err = ops.ParseRowRule(own); err == nil {
		ofOwner, err = ops.ParseRowRule(owner)
	}
	return ofOwn, ofOwner, err
}

// AddToken keeps the hash of a new API token with name, role, scope, owner and
// expiry.
func (s TokenService) AddToken(ctx context.Context, hash [sha256.Size]byte, t ops.Token) error {
	if err := errors.Join(checkName(t.Name), t.Rows.Check(), t.Rows.Allowed(t.Role)); err != nil {
		return err
	}
	return s.store.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		var have int
		if err := tx.QueryRowContext(ctx, `SELECT count(*) FROM token`).Scan(&have); err != nil {
			return nil, err
		}
		if have >= ops.MaxTokens {
			return nil, tooMany("API tokens", ops.MaxTokens)
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO token (hash, name, role, check_in, owner, created, expires, sees) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
			hash[:], t.Name, t.Role.String(), t.CheckIn, reference(t.Owner), s.store.clock().UnixMicro(), column(t.Expires), t.Rows.Text()); err != nil {
			return nil, err
		}
		return nil, s.store.audit(ctx, tx, "", ops.ActTokenAdd, t.Name, "", t.Scope()+rowsOf(t.Rows))
	})
}

// Token returns the API token with that hash and notes that it is used; ok is
// false when there is none, or none any more.
func (s TokenService) Token(ctx context.Context, hash [sha256.Size]byte) (t ops.Token, ok bool, err error) {
	t, ok, err = one(scanToken(s.store.read.QueryRowContext(ctx, tokenColumns+`WHERE t.hash = ?`, hash[:])))
	now := s.store.clock()
	if err != nil || !ok || !t.Expires.IsZero() && !now.Before(t.Expires) {
		return ops.Token{}, false, err
	}
	if now.Sub(t.Used) >= seenEvery && s.claimUse(t.ID, now) {
		// A full disk must not lock readers out: that it was used may be lost.
		_ = s.store.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
			_, err := tx.ExecContext(ctx, `UPDATE token SET used = ? WHERE id = ?`, now.UnixMicro(), t.ID)
			return nil, err
		})
		t.Used = now
	}
	return t, true, nil
}

// claimUse reports whether it falls to the caller to note that a token was used
// at now: of many requests at once, one does.
func (s TokenService) claimUse(id int64, now time.Time) bool {
	last, there := s.store.tokenUses.LoadOrStore(id, now)
	if !there {
		return true
	}
	was, ok := last.(time.Time)
	return ok && now.Sub(was) >= seenEvery && s.store.tokenUses.CompareAndSwap(id, last, now)
}

// Tokens returns the API tokens of a user, or of everybody for 0, the newest
// first.
func (s TokenService) Tokens(ctx context.Context, owner int64) ([]ops.Token, error) {
	rows, err := s.store.read.QueryContext(ctx, tokenColumns+`WHERE ?1 = 0 OR t.owner = ?1 ORDER BY t.id DESC`, owner)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []ops.Token
	for rows.Next() {
		t, err := scanToken(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return out, rows.Err()
}

// RevokeToken removes an API token of a user, or of anybody for 0; one of
// somebody else is not there.
func (s TokenService) RevokeToken(ctx context.Context, owner, id int64) error {
	return s.store.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		t, ok, err := one(scanToken(tx.QueryRowContext(ctx, tokenColumns+`WHERE t.id = ?1 AND (?2 = 0 OR t.owner = ?2)`, id, owner)))
		if err != nil {
			return nil, err
		}
		if !ok {
			return nil, &ops.Error{Code: "not_found", Message: "There is no such API token.", Hint: "It may have been revoked."}
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM token WHERE id = ?`, id); err != nil {
			return nil, err
		}
		return nil, s.store.audit(ctx, tx, "", ops.ActTokenRevoke, t.Name, t.Scope(), "")
	})
}

// rowsOf says which rows alone are shown, for the audit log.
func rowsOf(r ops.RowRule) string {
	if !r.Narrows() {
		return ""
	}
	return ", " + r.String()
}
