package sqlite

import (
	"context"
	"database/sql"

	"daybreak/internal/ops"
)

const commitmentColumns = `SELECT ` + editedColumns + `, report, text, owner, metric, scope, at_most, goal, first, last, coalesce(withdrawn, 0), why
	FROM commitment `

func scanCommitment(row scanner) (c ops.Commitment, err error) {
	var e editedScan
	var withdrawn int64
	if err := row.Scan(e.targets(&c.Edited, &c.Report, &c.Text, &c.Owner, &c.Metric, &c.Scope, &c.AtMost, &c.Goal, &c.Days.From, &c.Days.To, &withdrawn,
		&c.Why)...); err != nil {
		return ops.Commitment{}, err
	}
	e.finish(&c.Edited)
	c.Days.To++
	c.Withdrawn = instant(withdrawn)
	return c, nil
}

// Commitments returns what reports promised, the first one first, without those
// of reports that were taken away.
func (k Reports) Commitments(ctx context.Context) ([]ops.Commitment, error) {
	return scanAll(ctx, k.store.read, scanCommitment,
		commitmentColumns+`WHERE deleted IS NULL AND report IN (SELECT id FROM report WHERE deleted IS NULL) ORDER BY id`)
}

// maxCommitments bounds the commitments of a record.
const maxCommitments = 10_000

// Commit adds a commitment to a draft; sent is as for tries.
func (k Reports) Commit(ctx context.Context, c ops.Commitment, sent string) (out ops.Commitment, again bool, err error) {
	if err := c.Check(); err != nil {
		return c, false, err
	}
	err = k.store.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		id, firstSaid, err := sentBefore(ctx, tx, `SELECT id, said FROM commitment WHERE sent = ?`, sent)
		if err != nil {
			return nil, err
		}
		if again = id != 0; again {
			out, err = scanCommitment(tx.QueryRowContext(ctx, commitmentColumns+`WHERE id = ?`, id))
			if err == nil && firstSaid != c.String() {
				err = requestKeyReused()
			}
			return nil, err
		}
		r, err := draft(ctx, tx, c.Report)
		if err != nil {
			return nil, err
		}
		if c.Days.From != r.Days().To {
			return nil, &ops.Error{Code: "bad_commitment_day", Message: "A commitment begins on the day after the month of its report.", Hint: "Give only its last day.",
				Where: ops.Place{Column: "by", Value: c.Days.Last().String()}}
		}
		if err := fewer(ctx, tx, `SELECT count(*) FROM commitment`, "commitments", maxCommitments); err != nil {
			return nil, err
		}
		c.ID, c.Version = 0, 1
		k.store.stamp(ctx, &c.Edited)
		err = tx.QueryRowContext(ctx, `INSERT INTO commitment (version, key, sent, said, created, created_by, changed, changed_by, report, text, owner, metric,
			scope, at_most, goal, first, last, why) VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '') RETURNING id`,
			c.Key, sentKey(sent), c.String(), c.Created.UnixMicro(), c.CreatedBy, c.Changed.UnixMicro(), c.ChangedBy, c.Report, c.Text, c.Owner, c.Metric,
			c.Scope, c.AtMost, c.Goal, c.Days.From, c.Days.Last()).Scan(&c.ID)
		if err != nil {
			return nil, err
		}
		out = c
		return nil, k.store.audit(ctx, tx, "", ops.ActCommitmentAdd, reportName(r), "", c.String())
	})
	return out, again, err
}

// Withdraw takes a commitment back that is still as it was read; it stays, with
// the reason.
func (k Reports) Withdraw(ctx context.Context, id, version int64, why string) (out ops.Commitment, err error) {
	err = k.store.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		c, ok, err := one(scanCommitment(tx.QueryRowContext(ctx, commitmentColumns+`WHERE id = ? AND deleted IS NULL`, id)))
		switch {
		case err != nil:
			return nil, err
		case !ok:
			return nil, &ops.Error{Code: "unknown_commitment", Message: "There is no such commitment.", Hint: "The reports list them."}
		case c.Version != version || !c.Withdrawn.IsZero():
			return nil, changedMeanwhile()
		case why == "":
			return nil, &ops.Error{Code: "withdraw_reason", Message: "A commitment is only withdrawn with a reason.", Hint: "Say why, in a sentence.",
				Where: ops.Place{Column: "reason"}}
		}
		before := c.String()
		c.Withdrawn, c.Why = k.store.clock(), why
		if err := c.Check(); err != nil {
			return nil, err
		}
		c.Version++
		k.store.stamp(ctx, &c.Edited)
		if _, err := tx.ExecContext(ctx, `UPDATE commitment SET version = ?, changed = ?, changed_by = ?, withdrawn = ?, why = ? WHERE id = ?`, c.Version,
			c.Changed.UnixMicro(), c.ChangedBy, c.Withdrawn.UnixMicro(), c.Why, id); err != nil {
			return nil, err
		}
		out = c
		return nil, k.store.audit(ctx, tx, "", ops.ActCommitmentWithdraw, c.Text, before, c.String())
	})
	return out, err
}
