package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"daybreak/internal/ops"
)

// Tries keeps what users try.
type Tries struct{ store *Store }

// Tries returns the tries of the record.
func (s *Store) Tries() Tries { return Tries{s} }

const tryColumns = `SELECT ` + editedColumns + `, title, kind, hypothesis, scope, measured_on, metric, also, direction, start, last, expected, probability,
	cost, hours, owner, control, altered, decision, sentence, coalesce(next, 0), coalesce(decided, 0), split, split_groups, share, seed, within, ` + tryCounts +
	` FROM try `

func scanTry(row scanner) (t ops.Try, err error) {
	var e editedScan
	var also, groups string
	var decided int64
	err = row.Scan(e.targets(&t.Edited, &t.Title, &t.Kind, &t.Hypothesis, &t.Scope, &t.MeasuredOn, &t.Metric, &also, &t.Direction, &t.Start, &t.End,
		&t.Expected, &t.Probability, &t.Cost, &t.Hours, &t.Owner, &t.Control, &t.Altered, &t.Decision, &t.Sentence, &t.Next, &decided,
		&t.Split.By, &groups, &t.Split.Share, &t.Split.Seed, &t.Split.Within, &t.Split.Given, &t.Split.Others)...)
	if err != nil {
		return ops.Try{}, err
	}
	e.finish(&t.Edited)
	t.Decided = instant(decided)
	if also != "" {
		t.Also = strings.Split(also, ",")
	}
	if groups != "" {
		t.Split.Groups = strings.Split(groups, "\n")
	}
	return t, nil
}

// All returns every try that was not taken away, in the order they begin.
func (k Tries) All(ctx context.Context) ([]ops.Try, error) {
	rows, err := k.store.read.QueryContext(ctx, tryColumns+`WHERE deleted IS NULL ORDER BY start, id`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []ops.Try
	for rows.Next() {
		t, err := scanTry(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return out, rows.Err()
}

// Add keeps a new try. sent is the sender and key of the request, "" for none:
// the same again returns what the first one made. A key of its own that is
// taken has code id_taken.
func (k Tries) Add(ctx context.Context, t ops.Try, sent string) (out ops.Try, again bool, err error) {
	if err := t.Check(); err != nil {
		return t, false, err
	}
	err = k.store.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		var err error
		out, again, err = k.add(ctx, tx, t, sent)
		return nil, err
	})
	return out, again, err
}

// add is Add in a transaction.
func (k Tries) add(ctx context.Context, tx *sql.Tx, t ops.Try, sent string) (out ops.Try, again bool, err error) {
	id, firstSaid, err := sentBefore(ctx, tx, `SELECT id, said FROM try WHERE sent = ?`, sent)
	if err != nil {
		return t, false, err
	}
	if id != 0 {
		out, err = scanTry(tx.QueryRowContext(ctx, tryColumns+`WHERE id = ?`, id))
		if err == nil && firstSaid != describeTry(t) {
			err = requestKeyReused()
		}
		return out, true, err
	}
	var have int
	if err := tx.QueryRowContext(ctx, `SELECT count(*) FROM try`).Scan(&have); err != nil {
		return t, false, err
	}
	if have >= maxTries {
		return t, false, tooMany("tries", maxTries)
	}
	t.ID, t.Version = 0, 1
	k.store.stamp(ctx, &t.Edited)
	err = tx.QueryRowContext(ctx, `INSERT INTO try (version, key, sent, said, created, created_by, changed, changed_by, title, kind, hypothesis, scope,
		measured_on, metric, also,
		direction, start, last, expected, probability, cost, hours, owner, control,
		split, split_groups, share, seed, within, altered, decision, sentence)
		VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, '', '') RETURNING id`,
		t.Key, sentKey(sent), describeTry(t), t.Created.UnixMicro(), t.CreatedBy, t.Changed.UnixMicro(), t.ChangedBy, t.Title, t.Kind, t.Hypothesis, t.Scope,
		t.MeasuredOn, t.Metric,
		strings.Join(t.Also, ","), string(t.Direction), t.Start, t.End, t.Expected, t.Probability, t.Cost, t.Hours, t.Owner, t.Control,
		string(t.Split.By), strings.Join(t.Split.Groups, "\n"), t.Split.Share, t.Split.Seed, t.Split.Within).Scan(&t.ID)
	if err != nil {
		return t, false, fault(err, t.Key)
	}
	if err := k.assign(ctx, tx, &t); err != nil {
		return t, false, err
	}
	return t, false, k.store.audit(ctx, tx, "", ops.ActTryAdd, t.Title, "", describeTry(t))
}

// maxTries bounds the tries of a record, those taken away included.
const maxTries = 5000

// Change keeps what a form says of a try that is still as it was read. Once the
// try has begun by today, what it is measured by stays, unless override says to
// change it after all: then the try is marked as altered.
func (k Tries) Change(ctx context.Context, t ops.Try, today ops.Day, override bool) (ops.Try, error) {
	return k.change(ctx, t.ID, t.Version, ops.ActTryEdit, edited(t, today, override))
}

// edited is the change of a try to what t says.
func edited(t ops.Try, today ops.Day, override bool) func(now *ops.Try) error {
	return func(now *ops.Try) error {
		if !now.Decided.IsZero() {
			return &ops.Error{Code: "try_closed", Message: "This try is decided.", Hint: "Plan another one."}
		}
		if now.Start <= today && !now.SameFrozen(t) {
			if !override {
				return &ops.Error{Code: "try_frozen", Message: "The try has begun: metric, scope, direction, first day, expectation and probability stay.",
					Hint: "Tick that it was changed after the start; it will be marked."}
			}
			t.Altered = true
		}
		if err := keepParts(*now, &t, today); err != nil {
			return err
		}
		t.Split.Given, t.Split.Others = now.Split.Given, now.Split.Others
		t.Edited, t.Altered = now.Edited, t.Altered || now.Altered
		t.Decision, t.Sentence, t.Next, t.Decided = now.Decision, now.Sentence, now.Next, now.Decided
		*now = t
		return now.Check()
	}
}

// Decide keeps what was decided on a try that is still as it was read.
func (k Tries) Decide(ctx context.Context, t ops.Try) (ops.Try, error) {
	if err := t.CheckDecision(); err != nil {
		return t, err
	}
	return k.change(ctx, t.ID, t.Version, ops.ActTryDecide, func(now *ops.Try) error {
		now.Decision, now.Sentence, now.Next, now.Decided = t.Decision, t.Sentence, t.Next, k.store.clock()
		return nil
	})
}

// Remove takes a try away that is still as it was read; it stays in the record.
func (k Tries) Remove(ctx context.Context, id, version int64) error {
	_, err := k.change(ctx, id, version, ops.ActTryRemove, func(now *ops.Try) error {
		now.Deleted = k.store.clock()
		return nil
	})
	return err
}

// change runs change on a try in a transaction.
func (k Tries) change(ctx context.Context, id, version int64, action ops.Action, change func(now *ops.Try) error) (out ops.Try, err error) {
	err = k.store.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		var err error
		out, err = k.changeIn(ctx, tx, id, version, action, change)
		return nil, err
	})
	return out, err
}

// changeIn is change in a transaction.
func (k Tries) changeIn(ctx context.Context, tx *sql.Tx, id, version int64, action ops.Action, change func(now *ops.Try) error) (ops.Try, error) {
	t, ok, err := one(scanTry(tx.QueryRowContext(ctx, tryColumns+`WHERE id = ? AND deleted IS NULL`, id)))
	switch {
	case err != nil:
		return t, err
	case !ok:
		return t, unknownTry()
	case t.Version != version:
		return t, changedMeanwhile()
	}
	before := describeTry(t)
	if err := change(&t); err != nil {
		return t, err
	}
	if err := k.follows(ctx, tx, t.Next); err != nil {
		return t, err
	}
	if err := k.keepPast(ctx, tx, id); err != nil {
		return t, err
	}
	if err := k.assign(ctx, tx, &t); err != nil {
		return t, err
	}
	t.Version++
	k.store.stamp(ctx, &t.Edited)
	if _, err := tx.ExecContext(ctx, `UPDATE try SET version = ?, key = ?, changed = ?, changed_by = ?, deleted = ?, title = ?, kind = ?, hypothesis = ?,
		scope = ?, measured_on = ?,
		metric = ?, also = ?, direction = ?, start = ?, last = ?, expected = ?, probability = ?, cost = ?, hours = ?, owner = ?, control = ?, altered = ?,
		decision = ?, sentence = ?, next = ?, decided = ?, split = ?, split_groups = ?, share = ?, seed = ?, within = ? WHERE id = ?`,
		t.Version, t.Key, t.Changed.UnixMicro(), t.ChangedBy, column(t.Deleted), t.Title, t.Kind, t.Hypothesis, t.Scope, t.MeasuredOn, t.Metric,
		strings.Join(t.Also, ","),
		string(t.Direction), t.Start, t.End, t.Expected, t.Probability, t.Cost, t.Hours, t.Owner, t.Control, t.Altered,
		string(t.Decision), t.Sentence, reference(t.Next), column(t.Decided),
		string(t.Split.By), strings.Join(t.Split.Groups, "\n"), t.Split.Share, t.Split.Seed, t.Split.Within, id); err != nil {
		return t, fault(err, t.Key)
	}
	return t, k.store.audit(ctx, tx, "", action, t.Title, before, describeTry(t))
}

// follows refuses a next try that is not there.
func (k Tries) follows(ctx context.Context, tx *sql.Tx, next int64) error {
	if next == 0 {
		return nil
	}
	var there bool
	if err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM try WHERE id = ? AND deleted IS NULL)`, next).Scan(&there); err != nil || there {
		return err
	}
	return unknownTry()
}

func unknownTry() error {
	return &ops.Error{Code: "unknown_try", Message: "There is no such try.", Hint: "The page of tries lists them all."}
}

// describeTry says what a try is, for the audit log.
func describeTry(t ops.Try) string {
	end := "open"
	if t.End != 0 {
		end = t.End.String()
	}
	out := fmt.Sprintf("%s, %s, %s to %s, %s of %q %s %g with %g, cost %d", t.Title, t.Kind, t.Start, end, t.Metric, t.Scope, t.Direction, t.Expected,
		t.Probability, t.Cost)
	if t.Split.On() {
		out += fmt.Sprintf(", split by %s: %d given, %d others", t.Split, t.Split.Given, t.Split.Others)
	}
	if t.Altered {
		out += ", changed after start"
	}
	if t.Decision != "" {
		out += fmt.Sprintf(", decided %s: %s", t.Decision, t.Sentence)
	}
	if !t.Deleted.IsZero() {
		out += ", taken away"
	}
	return out
}

// describeWhole is everything that a form or a table says of a try.
func describeWhole(t ops.Try) string {
	t.Edited, t.Altered, t.Decision, t.Sentence, t.Next, t.Decided = ops.Edited{}, false, "", "", 0, time.Time{}
	t.Split.Given, t.Split.Others, t.Split.Members = 0, 0, nil
	return fmt.Sprintf("%+v", t)
}
