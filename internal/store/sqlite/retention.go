package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"

	"daybreak/internal/ops"
)

// Retention lets data that names persons go after its time.
type Retention struct{ store *Store }

// RetentionIn returns what lets data of a record go.
func RetentionIn(s *Store) Retention { return Retention{s} }

// periodName is the setting that holds the period of a kind.
func periodName(kind ops.DataKind) string { return "keep_" + string(kind) }

// Periods returns after how many days data goes.
func (r Retention) Periods(ctx context.Context) (ops.Periods, error) {
	out := ops.Periods{}
	for _, kind := range ops.DataKinds() {
		text, err := r.store.Settings().Setting(ctx, periodName(kind))
		if err != nil {
			return nil, err
		}
		days, err := ops.ReadPeriod(kind, text)
		if err != nil {
			return nil, err
		}
		if days > 0 {
			out[kind] = days
		}
	}
	return out, nil
}

// SetPeriods keeps periods in the place of those before. going is how much the caller was
// told would go the next night: where that is no longer so, it is an *ops.Error with code
// going_differs, and nothing is changed.
func (r Retention) SetPeriods(ctx context.Context, p ops.Periods, going int) error {
	if err := p.Check(); err != nil {
		return err
	}
	now, err := r.Going(ctx, p)
	if err != nil {
		return err
	}
	if n := now.Total(); n != going {
		return &ops.Error{Code: "going_differs", Message: fmt.Sprintf("With these periods %d members, lines and messages go the next night, not %d.", n, going),
			Hint: "Look at what goes, and confirm that number.", Where: ops.Place{Column: "going", Value: strconv.Itoa(going)}, Args: []any{n, going}}
	}
	return r.store.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		for _, kind := range ops.DataKinds() {
			if err := r.set(ctx, tx, kind, p[kind]); err != nil {
				return nil, err
			}
		}
		return nil, nil
	})
}

// set keeps one period; 0 is for ever.
func (r Retention) set(ctx context.Context, tx *sql.Tx, kind ops.DataKind, days int) error {
	var before string
	if err := tx.QueryRowContext(ctx, `SELECT coalesce((SELECT value FROM setting WHERE name = ?), '')`, periodName(kind)).Scan(&before); err != nil {
		return err
	}
	after := ""
	if days > 0 {
		after = strconv.Itoa(days)
	}
	if after == before {
		return nil
	}
	if _, err := tx.ExecContext(ctx, `INSERT OR REPLACE INTO setting VALUES (?, ?)`, periodName(kind), after); err != nil {
		return err
	}
	return r.store.audit(ctx, tx, "", ops.ActRetentionSet, string(kind), before, after)
}

// until returns the first moment of which data with a period stays today, in microseconds.
func (r Retention) until(days int) int64 {
	c := r.store.calendar
	return c.Start(c.Day(r.store.clock()) - ops.Day(days)).UnixMicro()
}

// Going counts what would go now.
func (r Retention) Going(ctx context.Context, p ops.Periods) (ops.Lapsing, error) {
	out := ops.Lapsing{}
	for _, kind := range ops.DataKinds() {
		days := p[kind]
		if days == 0 {
			continue
		}
		n, err := r.going(ctx, kind, r.until(days))
		if err != nil {
			return nil, err
		}
		out[kind] = n
	}
	return out, nil
}

func (r Retention) going(ctx context.Context, kind ops.DataKind, until int64) (n int, err error) {
	switch kind {
	case ops.DataMembers:
		members, err := r.silent(ctx, until)
		return len(members), err
	case ops.DataContacts:
		members, err := r.reachable(ctx, until)
		return len(members), err
	}
	err = r.store.read.QueryRowContext(ctx, statementsOf(kind).count, until).Scan(&n)
	return n, err
}

// goingRowsOf are the statements for a kind that goes row by row.
type goingRowsOf struct{ count, remove string }

func statementsOf(kind ops.DataKind) goingRowsOf {
	if kind == ops.DataAudit {
		return goingRowsOf{`SELECT count(*) FROM audit WHERE at < ?`,
			`DELETE FROM audit WHERE id IN (SELECT id FROM audit WHERE at < ? ORDER BY id LIMIT ?)`}
	}
	return goingRowsOf{`SELECT count(*) FROM delivery WHERE state <> 'waiting' AND made < ?`,
		`DELETE FROM delivery WHERE id IN (SELECT id FROM delivery WHERE state <> 'waiting' AND made < ? ORDER BY id LIMIT ?)`}
}

// At most so much goes in one transaction, so that others do not wait long.
const (
	goingMembers = 50
	goingRows    = 5000
)

// Lapse lets go what has had its time. Each piece of it is done whole or not at all, with
// its line in the audit log; what is not done stays for the next time. Sessions that ended
// go too.
func (r Retention) Lapse(ctx context.Context) (gone ops.Lapsing, err error) {
	gone = ops.Lapsing{}
	p, err := r.Periods(ctx)
	if err != nil {
		return gone, err
	}
	for _, kind := range ops.DataKinds() {
		days := p[kind]
		if days == 0 {
			continue
		}
		if err := r.lapse(ctx, kind, r.until(days), func(n int) { gone[kind] += n }); err != nil {
			return gone, err
		}
	}
	return gone, r.store.Accounts().dropEnded(ctx)
}

func (r Retention) lapse(ctx context.Context, kind ops.DataKind, until int64, went func(n int)) error {
	switch kind {
	case ops.DataMembers:
		return r.lapseMembers(ctx, until, went)
	case ops.DataContacts:
		return r.lapseContacts(ctx, until, went)
	}
	for {
		n, err := r.lapseRows(ctx, kind, until)
		if err != nil || n == 0 {
			return err
		}
		went(n)
	}
}

// lapseRows removes some rows of a kind that goes row by row.
func (r Retention) lapseRows(ctx context.Context, kind ops.DataKind, until int64) (n int, err error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	err = r.store.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		remove := func() error {
			done, err := tx.ExecContext(ctx, statementsOf(kind).remove, until, goingRows)
			if err != nil {
				return err
			}
			gone, err := done.RowsAffected()
			n = int(gone)
			return err
		}
		if kind == ops.DataAudit {
			err = withoutAuditTriggers(ctx, tx, remove)
		} else {
			err = remove()
		}
		if err != nil || n == 0 {
			return nil, err
		}
		return nil, r.note(ctx, tx, kind, n)
	})
	return n, err
}

// note writes down how much of a kind went, and that the files hold it still.
func (r Retention) note(ctx context.Context, tx *sql.Tx, kind ops.DataKind, n int) error {
	if err := setScrub(ctx, tx); err != nil {
		return err
	}
	return r.store.audit(ctx, tx, "", ops.ActLapse, string(kind), strconv.Itoa(n), "")
}
