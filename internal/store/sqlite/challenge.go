package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"daybreak/internal/ops"
)

const challengeColumns = `SELECT id, name, slug, start, length, day_start, grace, make_up, rest, created, title, open, coalesce(closed, 0) FROM challenge `

func scanChallenge(row scanner) (c ops.Challenge, err error) {
	var dayStart, grace, rest, created, closed int64
	if err := row.Scan(&c.ID, &c.Name, &c.Slug, &c.Start, &c.Length, &dayStart, &grace, &c.MakeUp, &rest, &created, &c.Title, &c.Open, &closed); err != nil {
		return ops.Challenge{}, err
	}
	c.DayStart, c.Grace, c.Created = time.Duration(dayStart)*time.Minute, time.Duration(grace)*time.Minute, instant(created)
	if closed != 0 {
		c.Closed = instant(closed)
	}
	for d := time.Sunday; d <= time.Saturday; d++ {
		if rest>>d&1 == 1 {
			c.Rest = append(c.Rest, d)
		}
	}
	return c, nil
}

// AddChallenge keeps a new challenge and returns it with its id. A name or an
// address that is taken has code challenge_exists.
func (s ChallengeService) AddChallenge(ctx context.Context, c ops.Challenge) (ops.Challenge, error) {
	if err := checkName(c.Name); err != nil {
		return c, err
	}
	if err := checkTitle(c); err != nil {
		return c, err
	}
	c.Created = s.store.clock()
	err := s.store.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		var taken bool
		var have int
		if err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM challenge WHERE fold = ? OR slug = ?), (SELECT count(*) FROM challenge)`, ops.Fold(c.Name),
			c.Slug).Scan(&taken, &have); err != nil {
			return nil, err
		}
		if taken {
			return nil, &ops.Error{Code: "challenge_exists", Message: fmt.Sprintf("There is a challenge %s, or one of that address, already.", ops.Show(c.Name)),
				Hint: "Choose another name or address.", Args: []any{ops.Show(c.Name)}}
		}
		if have >= ops.MaxChallenges {
			return nil, tooMany("challenges", ops.MaxChallenges)
		}
		publish, err := s.store.addTexts(ctx, tx, s.store.dicts.names, []string{c.Name})
		if err != nil {
			return nil, err
		}
		if err := tx.QueryRowContext(ctx,
			`INSERT INTO challenge (name, fold, slug, start, length, day_start, grace, make_up, rest, created, title, open) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, `+
				`?, ?) RETURNING id`,
			c.Name, ops.Fold(c.Name), c.Slug, c.Start, c.Length, c.DayStart/time.Minute, c.Grace/time.Minute, c.MakeUp, restBits(c), c.Created.UnixMicro(), c.Title,
			c.Open).Scan(&c.ID); err != nil {
			return nil, err
		}
		return publish, s.store.audit(ctx, tx, "", ops.ActChallengeAdd, c.Name, "", describeChallenge(c))
	})
	return c, err
}

// Challenges returns all challenges, the latest first.
func (s ChallengeService) Challenges(ctx context.Context) ([]ops.Challenge, error) {
	rows, err := s.store.read.QueryContext(ctx, challengeColumns+`ORDER BY start DESC, id DESC`)
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
func (s ChallengeService) ChallengeNamed(ctx context.Context, name string) (c ops.Challenge, ok bool, err error) {
	return one(scanChallenge(s.store.read.QueryRowContext(ctx, challengeColumns+`WHERE fold = ?1 OR slug = ?2 ORDER BY slug <> ?2 LIMIT 1`, ops.Fold(name), name)))
}

// Challenge returns the challenge with that id; ok is false when there is none.
func (s ChallengeService) Challenge(ctx context.Context, id int64) (c ops.Challenge, ok bool, err error) {
	return one(scanChallenge(s.store.read.QueryRowContext(ctx, challengeColumns+`WHERE id = ?`, id)))
}

// ChangeChallenge keeps what may change of a challenge: title, days, grace,
// make-up, rest days and who may join. Its name and address stay.
func (s ChallengeService) ChangeChallenge(ctx context.Context, c ops.Challenge) error {
	return s.changeChallenge(ctx, c.ID, ops.ActChallengeEdit, func(now *ops.Challenge) error {
		now.Title, now.Start, now.Length, now.Grace, now.MakeUp, now.Rest, now.Open = c.Title, c.Start, c.Length, c.Grace, c.MakeUp, c.Rest, c.Open
		return checkTitle(*now)
	})
}

// CloseChallenge makes a challenge take nothing any more, or take what comes
// again.
func (s ChallengeService) CloseChallenge(ctx context.Context, id int64, closed bool) error {
	action := ops.ActChallengeOpen
	if closed {
		action = ops.ActChallengeClose
	}
	return s.changeChallenge(ctx, id, action, func(now *ops.Challenge) error {
		switch {
		case !closed:
			now.Closed = time.Time{}
		case now.Closed.IsZero():
			now.Closed = s.store.clock()
		}
		return nil
	})
}

// changeChallenge runs change on a challenge that exists, in a transaction.
func (s ChallengeService) changeChallenge(ctx context.Context, id int64, action ops.Action, change func(now *ops.Challenge) error) error {
	return s.store.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		c, ok, err := one(scanChallenge(tx.QueryRowContext(ctx, challengeColumns+`WHERE id = ?`, id)))
		if err != nil {
			return nil, err
		}
		if !ok {
			return nil, unknownChallenge()
		}
		before := describeChallenge(c)
		if err := change(&c); err != nil {
			return nil, err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE challenge SET title = ?, start = ?, length = ?, grace = ?, make_up = ?, rest = ?, open = ?, closed = ? WHERE id = ?`,
			c.Title, c.Start, c.Length, c.Grace/time.Minute, c.MakeUp, restBits(c), c.Open, column(c.Closed), id); err != nil {
			return nil, err
		}
		return nil, s.store.audit(ctx, tx, "", action, c.Name, before, describeChallenge(c))
	})
}

// checkTitle refuses challenges that make no sense or have a title nobody can
// read.
func checkTitle(c ops.Challenge) error {
	if c.Title != "" {
		if err := checkName(c.Title); err != nil {
			return err
		}
	}
	return c.Check()
}

func restBits(c ops.Challenge) (bits int) {
	for _, d := range c.Rest {
		bits |= 1 << d
	}
	return bits
}

// describeChallenge writes a challenge for the audit log.
func describeChallenge(c ops.Challenge) string {
	parts := []string{c.Heading(), c.Start.String()}
	if c.OwnStart() {
		parts[1] = "own starts"
	}
	parts = append(parts, fmt.Sprintf("%d days", c.Length))
	if c.Grace > 0 {
		parts = append(parts, fmt.Sprintf("grace %s", c.Grace))
	}
	if c.MakeUp > 0 {
		parts = append(parts, fmt.Sprintf("make up %d", c.MakeUp))
	}
	for _, d := range c.Rest {
		parts = append(parts, "rest "+d.String())
	}
	if c.Open {
		parts = append(parts, "open to all")
	}
	if !c.Closed.IsZero() {
		parts = append(parts, "closed")
	}
	return strings.Join(parts, ", ")
}

func unknownChallenge() error {
	return &ops.Error{Code: "not_found", Message: "There is no such challenge.", Hint: "Go back to the list of challenges."}
}

const groupColumns = `SELECT id, challenge, name, channel, code, created FROM challenge_group `

func scanGroup(row scanner) (g ops.ChallengeGroup, err error) {
	var created int64
	err = row.Scan(&g.ID, &g.Challenge, &g.Name, &g.Channel, &g.Code, &created)
	g.Created = instant(created)
	return g, err
}

// AddChallengeGroup keeps a new group of a challenge. A name that is taken has
// code group_exists.
func (s GroupService) AddChallengeGroup(ctx context.Context, g ops.ChallengeGroup) error {
	if err := checkName(g.Name); err != nil {
		return err
	}
	if g.Channel != "" {
		if err := checkName(g.Channel); err != nil {
			return err
		}
	}
	return s.store.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		c, ok, err := one(scanChallenge(tx.QueryRowContext(ctx, challengeColumns+`WHERE id = ?`, g.Challenge)))
		if err != nil {
			return nil, err
		}
		if !ok {
			return nil, unknownChallenge()
		}
		var taken bool
		var have int
		if err := tx.QueryRowContext(ctx, `SELECT coalesce(max(fold = ?), 0), count(*) FROM challenge_group WHERE challenge = ?`, ops.Fold(g.Name),
			g.Challenge).Scan(&taken, &have); err != nil {
			return nil, err
		}
		if taken {
			return nil, &ops.Error{Code: "group_exists", Message: fmt.Sprintf("The challenge has a group %s already.", ops.Show(g.Name)), Hint: "Choose another name.",
				Where: ops.Place{Column: "name", Value: ops.Show(g.Name)}, Args: []any{ops.Show(g.Name)}}
		}
		if have >= ops.MaxGroups {
			return nil, tooMany("groups", ops.MaxGroups)
		}
		publish, err := s.store.addTexts(ctx, tx, s.store.dicts.names, distinctNames(g.Name, g.Channel))
		if err != nil {
			return nil, err
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO challenge_group (challenge, name, fold, channel, code, created) VALUES (?, ?, ?, ?, ?, ?)`,
			g.Challenge, g.Name, ops.Fold(g.Name), g.Channel, g.Code, s.store.clock().UnixMicro()); err != nil {
			return nil, err
		}
		return publish, s.store.audit(ctx, tx, "", ops.ActGroupAdd, c.Name, "", g.Name)
	})
}

// distinctNames returns the names that are not blank, each once however it is
// spelt.
func distinctNames(names ...string) []string {
	var out []string
	seen := map[string]bool{"": true}
	for _, n := range names {
		if k := ops.Fold(n); !seen[k] {
			seen[k], out = true, append(out, n)
		}
	}
	return out
}

// ChallengeGroups returns the groups of a challenge by name.
func (s GroupService) ChallengeGroups(ctx context.Context, challenge int64) ([]ops.ChallengeGroup, error) {
	rows, err := s.store.read.QueryContext(ctx, groupColumns+`WHERE challenge = ? ORDER BY fold`, challenge)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []ops.ChallengeGroup
	for rows.Next() {
		g, err := scanGroup(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, g)
	}
	return out, rows.Err()
}

// ChallengeGroupInvited returns the group whose link has that code; ok is
// false when there is none.
func (s GroupService) ChallengeGroupInvited(ctx context.Context, code string) (g ops.ChallengeGroup, ok bool, err error) {
	return one(scanGroup(s.store.read.QueryRowContext(ctx, groupColumns+`WHERE code = ?`, code)))
}

// RenewChallengeGroup gives the link of a group of a challenge a new code; the
// old one ends.
func (s GroupService) RenewChallengeGroup(ctx context.Context, challenge, id int64, code string) error {
	return s.store.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		g, ok, err := one(scanGroup(tx.QueryRowContext(ctx, groupColumns+`WHERE id = ? AND challenge = ?`, id, challenge)))
		if err != nil {
			return nil, err
		}
		if !ok {
			return nil, &ops.Error{Code: "not_found", Message: "There is no such group.", Hint: "Go back to the challenge."}
		}
		if _, err := tx.ExecContext(ctx, `UPDATE challenge_group SET code = ? WHERE id = ?`, code, id); err != nil {
			return nil, err
		}
		return nil, s.store.audit(ctx, tx, "", ops.ActGroupRenew, g.Name, "", "")
	})
}
