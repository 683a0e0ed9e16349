package sqlite

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"strconv"

	"daybreak/internal/ops"
)

const checkInTokenColumns = `SELECT id, name, member, coalesce(challenge, 0), [group], coalesce(invite, ''), created FROM check_in_token `

func scanCheckInToken(row scanner) (t ops.CheckInToken, err error) {
	var created int64
	err = row.Scan(&t.ID, &t.Name, &t.Member, &t.Challenge, &t.Group, &t.Invite, &created)
	t.Created = instant(created)
	return t, err
}

// AddCheckInTokens keeps new tokens, all or none; hashes are those of their
// secrets. A member has one for a challenge: the one before ends. The members
// and groups they name become known.
func (s *Store) AddCheckInTokens(ctx context.Context, hashes [][sha256.Size]byte, tokens []ops.CheckInToken) error {
	for _, t := range tokens {
		if err := checkName(t.Name); err != nil {
			return err
		}
	}
	return s.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		var have int
		if err := tx.QueryRowContext(ctx, `SELECT count(*) FROM check_in_token`).Scan(&have); err != nil {
			return nil, err
		}
		if have+len(tokens) > ops.MaxCheckInLinks {
			return nil, tooMany("check-in links", ops.MaxCheckInLinks)
		}
		var members, groups []string
		seen := map[string]bool{}
		ended := int64(0)
		for i, t := range tokens {
			if t.Member != "" {
				r, err := tx.ExecContext(ctx, `DELETE FROM check_in_token WHERE member <> '' AND member = ? AND challenge IS ?`, t.Member, reference(t.Challenge))
				if err != nil {
					return nil, err
				}
				n, err := r.RowsAffected()
				if err != nil {
					return nil, err
				}
				if ended += n; !seen[t.Member] {
					seen[t.Member], members = true, append(members, t.Member)
				}
			}
			if _, err := tx.ExecContext(ctx, `INSERT INTO check_in_token (hash, name, member, challenge, [group], invite, created) VALUES (?, ?, ?, ?, ?, nullif(?, ''), ?)`,
				hashes[i][:], t.Name, t.Member, reference(t.Challenge), t.Group, t.Invite, s.clock().UnixMicro()); err != nil {
				return nil, err
			}
			groups = append(groups, t.Group)
		}
		know, err := s.addTexts(ctx, tx, s.dicts.members, members)
		if err != nil {
			return nil, err
		}
		name, err := s.addTexts(ctx, tx, s.dicts.names, distinctNames(groups...))
		if err != nil {
			return nil, err
		}
		return func() { know(); name() }, s.audit(ctx, tx, "", ops.ActCheckInTokenAdd, tokens[0].Name, endedTokens(ended), strconv.Itoa(len(tokens)))
	})
}

// endedTokens says for the audit log how many tokens new ones replaced.
func endedTokens(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

// CheckInToken returns the check-in token with that hash; ok is false when
// there is none, or none any more.
func (s *Store) CheckInToken(ctx context.Context, hash [sha256.Size]byte) (t ops.CheckInToken, ok bool, err error) {
	return one(scanCheckInToken(s.read.QueryRowContext(ctx, checkInTokenColumns+`WHERE hash = ?`, hash[:])))
}

// CheckInInvite returns the token of the member whose invitation has that
// code; ok is false when there is none.
func (s *Store) CheckInInvite(ctx context.Context, code string) (t ops.CheckInToken, ok bool, err error) {
	return one(scanCheckInToken(s.read.QueryRowContext(ctx, checkInTokenColumns+`WHERE invite = ?`, code)))
}

// CheckInTokens returns the tokens of a challenge, or those for any for 0, by
// group and name.
func (s *Store) CheckInTokens(ctx context.Context, challenge int64) ([]ops.CheckInToken, error) {
	rows, err := s.read.QueryContext(ctx, checkInTokenColumns+`WHERE coalesce(challenge, 0) = ? ORDER BY [group], name, id`, challenge)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []ops.CheckInToken
	for rows.Next() {
		t, err := scanCheckInToken(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return out, rows.Err()
}

// RevokeCheckInToken removes a check-in token.
func (s *Store) RevokeCheckInToken(ctx context.Context, id int64) error {
	return s.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		t, ok, err := one(scanCheckInToken(tx.QueryRowContext(ctx, checkInTokenColumns+`WHERE id = ?`, id)))
		if err != nil {
			return nil, err
		}
		if !ok {
			return nil, &ops.Error{Code: "not_found", Message: "There is no such check-in link.", Hint: "It may have been revoked."}
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM check_in_token WHERE id = ?`, id); err != nil {
			return nil, err
		}
		return nil, s.audit(ctx, tx, "", ops.ActCheckInTokenRevoke, t.Name, t.Member, "")
	})
}

// CheckInDays returns the days among some for which the record has a live
// event of a member in a challenge, as CheckIn stored it.
func (s *Store) CheckInDays(ctx context.Context, of ops.CheckIn, some ops.Range) ([]ops.Day, error) {
	in := &cells{kinds: "t"}
	for d := some.From; d < some.To; d++ {
		in.text(of.EventKey(d))
	}
	_, live := s.now()
	there := make([]bool, some.Len())
	err := lookup(ctx, s.read, s.layouts["events"].versions, in, 2, func(found *results, row, n int) {
		there[n] = there[n] || live.has(found.int(row, 0))
	})
	var out []ops.Day
	for i, ok := range there {
		if ok {
			out = append(out, some.From+ops.Day(i))
		}
	}
	return out, err
}
