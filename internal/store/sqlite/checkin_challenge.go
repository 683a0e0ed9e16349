package sqlite

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"fmt"
	"time"

	"daybreak/internal/ops"
)

const challengeColumns = `SELECT id, name, slug, start, length, day_start, grace, make_up, rest, created FROM challenge `

func scanChallenge(row scanner) (c ops.Challenge, err error) {
	var dayStart, grace, rest, created int64
	if err := row.Scan(&c.ID, &c.Name, &c.Slug, &c.Start, &c.Length, &dayStart, &grace, &c.MakeUp, &rest, &created); err != nil {
		return ops.Challenge{}, err
	}
	c.DayStart, c.Grace, c.Created = time.Duration(dayStart)*time.Minute, time.Duration(grace)*time.Minute, instant(created)
	for d := time.Sunday; d <= time.Saturday; d++ {
		if rest>>d&1 == 1 {
			c.Rest = append(c.Rest, d)
		}
	}
	return c, nil
}

// AddChallenge keeps a new challenge and returns it with its id. A name or an
// address that is taken has code challenge_exists.
func (s *Store) AddChallenge(ctx context.Context, c ops.Challenge) (ops.Challenge, error) {
	if err := checkName(c.Name); err != nil {
		return c, err
	}
	c.Created = s.clock()
	rest := 0
	for _, d := range c.Rest {
		rest |= 1 << d
	}
	err := s.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		var taken bool
		var have int
		if err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM challenge WHERE fold = ? OR slug = ?), (SELECT count(*) FROM challenge)`, ops.Fold(c.Name), c.Slug).Scan(&taken, &have); err != nil {
			return nil, err
		}
		if taken {
			return nil, &ops.Error{Code: "challenge_exists", Message: fmt.Sprintf("There is a challenge %s, or one of that address, already.", ops.Show(c.Name)), Hint: "Choose another name or address.", Args: []any{ops.Show(c.Name)}}
		}
		if have >= ops.MaxChallenges {
			return nil, tooMany("challenges", ops.MaxChallenges)
		}
		publish, err := s.addTexts(ctx, tx, s.dicts.names, []string{c.Name})
		if err != nil {
			return nil, err
		}
		if err := tx.QueryRowContext(ctx, `INSERT INTO challenge (name, fold, slug, start, length, day_start, grace, make_up, rest, created) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
			c.Name, ops.Fold(c.Name), c.Slug, c.Start, c.Length, c.DayStart/time.Minute, c.Grace/time.Minute, c.MakeUp, rest, c.Created.UnixMicro()).Scan(&c.ID); err != nil {
			return nil, err
		}
		return publish, s.audit(ctx, tx, "", ops.ActChallengeAdd, c.Name, "", fmt.Sprintf("%s, %d days", c.Start, c.Length))
	})
	return c, err
}

// Challenges returns all challenges, the latest first.
func (s *Store) Challenges(ctx context.Context) ([]ops.Challenge, error) {
	rows, err := s.read.QueryContext(ctx, challengeColumns+`ORDER BY start DESC, id DESC`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []ops.Challenge
	for rows.Next() {
		c, err := scanChallenge(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, rows.Err()
}

// ChallengeNamed returns the challenge of that name or address; ok is false
// when there is none.
func (s *Store) ChallengeNamed(ctx context.Context, name string) (c ops.Challenge, ok bool, err error) {
	return one(scanChallenge(s.read.QueryRowContext(ctx, challengeColumns+`WHERE fold = ?1 OR slug = ?2 ORDER BY slug <> ?2 LIMIT 1`, ops.Fold(name), name)))
}

// Challenge returns the challenge with that id; ok is false when there is none.
func (s *Store) Challenge(ctx context.Context, id int64) (c ops.Challenge, ok bool, err error) {
	return one(scanChallenge(s.read.QueryRowContext(ctx, challengeColumns+`WHERE id = ?`, id)))
}

const checkInTokenColumns = `SELECT id, name, member, coalesce(challenge, 0), [group], coalesce(invite, ''), created FROM check_in_token `

func scanCheckInToken(row scanner) (t ops.CheckInToken, err error) {
	var created int64
	err = row.Scan(&t.ID, &t.Name, &t.Member, &t.Challenge, &t.Group, &t.Invite, &created)
	t.Created = instant(created)
	return t, err
}

// AddCheckInTokens keeps new tokens, all or none; hashes are those of their
// secrets. The members and groups they name become known.
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
		seen := map[[2]string]bool{}
		for i, t := range tokens {
			if _, err := tx.ExecContext(ctx, `INSERT INTO check_in_token (hash, name, member, challenge, [group], invite, created) VALUES (?, ?, ?, ?, ?, nullif(?, ''), ?)`,
				hashes[i][:], t.Name, t.Member, reference(t.Challenge), t.Group, t.Invite, s.clock().UnixMicro()); err != nil {
				return nil, err
			}
			if k := [2]string{"member", t.Member}; t.Member != "" && !seen[k] {
				seen[k], members = true, append(members, t.Member)
			}
			if k := [2]string{"group", ops.Fold(t.Group)}; t.Group != "" && !seen[k] {
				seen[k], groups = true, append(groups, t.Group)
			}
		}
		know, err := s.addTexts(ctx, tx, s.dicts.members, members)
		if err != nil {
			return nil, err
		}
		name, err := s.addTexts(ctx, tx, s.dicts.names, groups)
		if err != nil {
			return nil, err
		}
		return func() { know(); name() }, s.audit(ctx, tx, "", ops.ActCheckInTokenAdd, tokens[0].Name, "", fmt.Sprintf("%d", len(tokens)))
	})
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
