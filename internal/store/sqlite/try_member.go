package sqlite

import (
	"context"
	"database/sql"

	"daybreak/internal/ops"
)

// tryCounts are the members in each part of a split try.
const tryCounts = `(SELECT count(*) FROM try_member m WHERE m.try = id AND m.given = 1), (SELECT count(*) FROM try_member m WHERE m.try = id AND m.given = 0)`

// Assigned returns who is in which part of a split try, in order of their ids.
func (k Tries) Assigned(ctx context.Context, id int64) ([]ops.Assigned, error) {
	return scanAll(ctx, k.store.read, func(row scanner) (a ops.Assigned, err error) {
		err = row.Scan(&a.Member, &a.Given)
		return a, err
	}, `SELECT i.text, m.given FROM try_member m JOIN member_id i ON i.id = m.member WHERE m.try = ? ORDER BY i.text`, id)
}

// assign keeps who is in which part of a try instead of who was; nil leaves them.
func (k Tries) assign(ctx context.Context, tx *sql.Tx, t *ops.Try) error {
	if t.Split.Members == nil && t.Split.On() {
		return nil
	}
	if _, err := tx.ExecContext(ctx, `DELETE FROM try_member WHERE try = ?`, t.ID); err != nil {
		return err
	}
	insert, err := tx.PrepareContext(ctx, `INSERT INTO try_member VALUES (?, ?, ?)`)
	if err != nil {
		return err
	}
	defer insert.Close()
	for _, a := range t.Split.Members {
		code, ok := k.store.dicts.members.Find(a.Member)
		if !ok || a.Member == "" {
			return ops.AtColumn(neverHeardOf(a.Member), "members")
		}
		if _, err := insert.ExecContext(ctx, t.ID, code, a.Given); err != nil {
			return err
		}
	}
	t.Split.Given, t.Split.Others = ops.Parts(t.Split.Members)
	t.Split.Members = nil
	return nil
}

// heldParts returns the split tries that a member has a part in.
func heldParts(ctx context.Context, q querier, code uint32) (ops.HeldTable, error) {
	out := ops.HeldTable{Name: "try_members", Header: []string{"try", "title", "part"}}
	err := eachText(ctx, q, `SELECT t.id, t.title, iif(m.given, 'given', 'others') FROM try_member m JOIN try t ON t.id = m.try WHERE m.member = ? ORDER BY t.id`,
		len(out.Header), func(row []string) { out.Rows = append(out.Rows, row) }, code)
	return out, err
}

// keepParts refuses a change of who gets a try once it has begun, and leaves those
// who are kept where the new draw would be the same.
func keepParts(now ops.Try, t *ops.Try, today ops.Day) error {
	if now.Start > today {
		return nil
	}
	kept := now.Split.Given + now.Split.Others
	if !now.Split.Same(t.Split) || t.Split.By == ops.SplitList && t.Split.Members != nil && kept > 0 {
		return &ops.Error{Code: "split_frozen", Message: "The try has begun: who gets it stays.", Hint: "Plan another try.", Where: ops.Place{Column: "split"}}
	}
	if kept > 0 {
		t.Split.Members = nil
	}
	return nil
}
