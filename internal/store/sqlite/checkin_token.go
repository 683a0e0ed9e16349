package sqlite

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"strconv"

	"daybreak/internal/ops"
	"daybreak/internal/store/sqlite/bulk"
)

const checkInTokenColumns = `id, name, member, coalesce(challenge, 0), [group], coalesce(invite, ''), created FROM check_in_token `

func scanCheckInToken(row scanner) (t ops.CheckInToken, err error) {
	var created int64
	err = row.Scan(&t.ID, &t.Name, &t.Member, &t.Challenge, &t.Group, &t.Invite, &created)
	t.Created = instant(created)
	return t, err
}

// AddCheckInTokens keeps new tokens, all or none; hashes are those of their
// secrets. A member has one for a challenge: the one before ends. The members
// and groups they name become known.
func (s CheckInTokenService) AddCheckInTokens(ctx context.Context, hashes [][sha256.Size]byte, tokens []ops.CheckInToken) error {
	return s.Enrol(ctx, hashes, tokens, nil)
}

// Enrol keeps new tokens as AddCheckInTokens does, and with them the events by
// which their members take part: all of it or nothing.
func (s CheckInTokenService) Enrol(ctx context.Context, hashes [][sha256.Size]byte, tokens []ops.CheckInToken, events []ops.CheckIn) error {
	for _, t := range tokens {
		if err := checkName(t.Name); err != nil {
			return err
		}
	}
	taking := make([]*pendingCheckIn, len(events))
	for i, e := range events {
		taking[i] = &pendingCheckIn{CheckIn: e}
	}
	if len(events) > 0 { // events need the codes of their texts beforehand; a text alone says nothing
		err := s.store.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) { return s.learnTokens(ctx, tx, tokens) })
		if err != nil {
			return err
		}
		if err := s.store.checkIns.learn(taking); err != nil {
			return err
		}
	}
	return s.store.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		ended, added, err := s.addTokens(ctx, tx, hashes, tokens)
		if err != nil {
			return nil, err
		}
		learnt, err := s.learnTokens(ctx, tx, tokens)
		if err != nil {
			return nil, err
		}
		publish, err := s.store.checkIns.put(ctx, tx, taking)
		if err != nil {
			return nil, err
		}
		for _, p := range taking {
			if p.err != nil {
				return nil, p.err
			}
		}
		indexed := func() {
			learnt()
			publish()
			s.store.tokens.change(ended, hashes, added)
		}
		return indexed, s.store.audit(ctx, tx, "", ops.ActCheckInTokenAdd, tokens[0].Name, endedTokens(len(ended)), strconv.Itoa(len(tokens)))
	})
}

// addTokens stores tokens and returns the hashes of others that ended, and the
// tokens as stored.
func (s CheckInTokenService) addTokens(ctx context.Context, tx *sql.Tx, hashes [][sha256.Size]byte, tokens []ops.CheckInToken) (ended [][sha256.Size]byte,
	added []ops.CheckInToken, err error) {
	var have int
	if err := tx.QueryRowContext(ctx, `SELECT count(*) FROM check_in_token`).Scan(&have); err != nil {
		return nil, nil, err
	}
	if have+len(tokens) > ops.MaxCheckInLinks {
		return nil, nil, tooMany("check-in links", ops.MaxCheckInLinks)
	}
	for i, t := range tokens {
		if t.Member != "" {
			before, err := endTokens(ctx, tx, `member <> '' AND member = ? AND challenge IS ?`, t.Member, reference(t.Challenge))
			if err != nil {
				return nil, nil, err
			}
			ended = append(ended, before...)
		}
		created := s.store.clock().UnixMicro()
		r, err := tx.ExecContext(ctx, `INSERT INTO check_in_token (hash, name, member, challenge, [group], invite, created) VALUES (?, ?, ?, ?, ?, nullif(?, ''), ?)`,
			hashes[i][:], t.Name, t.Member, reference(t.Challenge), t.Group, t.Invite, created)
		if err != nil {
			return nil, nil, err
		}
		if t.ID, err = r.LastInsertId(); err != nil {
			return nil, nil, err
		}
		t.Created = instant(created)
		added = append(added, t)
	}
	return ended, added, nil
}

// endTokens removes the tokens that a condition names and returns their hashes.
func endTokens(ctx context.Context, tx *sql.Tx, condition string, args ...any) (ended [][sha256.Size]byte, err error) {
	rows, err := tx.QueryContext(ctx, `DELETE FROM check_in_token WHERE `+condition+` RETURNING hash`, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var hash []byte
		if err := rows.Scan(&hash); err != nil {
			return nil, err
		}
		ended = append(ended, [sha256.Size]byte(hash))
	}
	return ended, rows.Err()
}

// learnTokens makes the members and groups of tokens known once tx is durable.
func (s CheckInTokenService) learnTokens(ctx context.Context, tx *sql.Tx, tokens []ops.CheckInToken) (publish func(), err error) {
	var members, groups []string
	seen := map[string]bool{"": true}
	for _, t := range tokens {
		if !seen[t.Member] {
			seen[t.Member], members = true, append(members, t.Member)
		}
		groups = append(groups, t.Group)
	}
	know, err := s.store.addTexts(ctx, tx, s.store.dicts.members, members)
	if err != nil {
		return nil, err
	}
	name, err := s.store.addTexts(ctx, tx, s.store.dicts.names, distinctNames(groups...))
	return func() { know(); name() }, err
}

// endedTokens says for the audit log how many tokens new ones replaced.
func endedTokens(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// CheckInToken returns the check-in token with that hash; ok is false when
// there is none, or none any more.
func (s CheckInTokenService) CheckInToken(hash [sha256.Size]byte) (t ops.CheckInToken, ok bool) {
	return s.store.tokens.find(hash)
}

// CheckInInvite returns the token of the member whose invitation has that
// code; ok is false when there is none.
func (s CheckInTokenService) CheckInInvite(ctx context.Context, code string) (t ops.CheckInToken, ok bool, err error) {
	return one(scanCheckInToken(s.store.read.QueryRowContext(ctx, `SELECT `+checkInTokenColumns+`WHERE invite = ?`, code)))
}

// CheckInTokens returns the tokens of a challenge, or those for any for 0, by
// group and name.
func (s CheckInTokenService) CheckInTokens(ctx context.Context, challenge int64) ([]ops.CheckInToken, error) {
	rows, err := s.store.read.QueryContext(ctx, `SELECT `+checkInTokenColumns+`WHERE coalesce(challenge, 0) = ? ORDER BY [group], name, id`, challenge)
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
func (s CheckInTokenService) RevokeCheckInToken(ctx context.Context, id int64) error {
	return s.store.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		t, ok, err := one(scanCheckInToken(tx.QueryRowContext(ctx, `SELECT `+checkInTokenColumns+`WHERE id = ?`, id)))
		if err != nil {
			return nil, err
		}
		if !ok {
			return nil, &ops.Error{Code: "not_found", Message: "There is no such check-in link.", Hint: "It may have been revoked."}
		}
		ended, err := endTokens(ctx, tx, `id = ?`, id)
		if err != nil {
			return nil, err
		}
		return func() { s.store.tokens.change(ended, nil, nil) }, s.store.audit(ctx, tx, "", ops.ActCheckInTokenRevoke, t.Name, t.Member, "")
	})
}

// CheckInDays returns the days among some for which the record has a live
// event of a member in a challenge, as CheckIn stored it.
func (s CheckInService) CheckInDays(ctx context.Context, of ops.CheckIn, some ops.Range) ([]ops.Day, error) {
	in := &bulk.Cells{Kinds: "t"}
	for d := some.From; d < some.To; d++ {
		in.Text(of.EventKey(d))
	}
	live := s.store.view().live
	there := make([]bool, some.Len())
	err := lookup(ctx, s.store.read, s.store.layouts["events"].versions, in, 2, func(found *bulk.Results, row, n int) {
		there[n] = there[n] || live.has(found.Int(row, 0))
	})
	var out []ops.Day
	for i, ok := range there {
		if ok {
			out = append(out, some.From+ops.Day(i))
		}
	}
	return out, err
}
