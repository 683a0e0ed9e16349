package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"daybreak/internal/ops"
)

// Subscriptions keeps what is sent regularly and what became of it.
type Subscriptions struct{ store *Store }

// Subscriptions returns what is sent regularly.
func (k Alerts) Subscriptions() Subscriptions { return Subscriptions(k) }

const subscriptionColumns = `SELECT ` + editedColumns + `, owner, topic, page, panel, query, since, every, weekday, month_day, hour, channel, lang, paused,
	begins FROM subscription `

func scanSubscription(row scanner) (x ops.Subscription, err error) {
	var e editedScan
	var begins int64
	if err = row.Scan(e.targets(&x.Edited, &x.Owner, &x.Topic, &x.Page, &x.Panel, &x.Query, &x.Since, &x.Every, &x.Weekday, &x.MonthDay, &x.Hour,
		&x.Channel, &x.Lang, &x.Paused, &begins)...); err != nil {
		return ops.Subscription{}, err
	}
	e.finish(&x.Edited)
	x.Set = instant(begins)
	return x, nil
}

// All returns the subscriptions, the oldest first.
func (k Subscriptions) All(ctx context.Context) ([]ops.Subscription, error) {
	return scanAll(ctx, k.store.read, scanSubscription, subscriptionColumns+`WHERE deleted IS NULL ORDER BY id`)
}

// One returns the subscription with that id; ok is false when there is none.
func (k Subscriptions) One(ctx context.Context, id int64) (x ops.Subscription, ok bool, err error) {
	return one(scanSubscription(k.store.read.QueryRowContext(ctx, subscriptionColumns+`WHERE id = ? AND deleted IS NULL`, id)))
}

// Add keeps a new subscription; sent is as for tries.
func (k Subscriptions) Add(ctx context.Context, x ops.Subscription, sent string) (out ops.Subscription, again bool, err error) {
	if err := x.Check(); err != nil {
		return x, false, err
	}
	err = k.store.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		id, said, err := sentBefore(ctx, tx, `SELECT id, said FROM subscription WHERE sent = ?`, sent)
		if err != nil {
			return nil, err
		}
		if again = id != 0; again {
			out, err = scanSubscription(tx.QueryRowContext(ctx, subscriptionColumns+`WHERE id = ?`, id))
			if err == nil && said != describeSubscription(x) {
				err = requestKeyReused()
			}
			return nil, err
		}
		if err := goes(ctx, tx, x); err != nil {
			return nil, err
		}
		if err := fewer(ctx, tx, fmt.Sprintf(`SELECT count(*) FROM subscription WHERE deleted IS NULL AND owner = %d`, x.Owner), "subscriptions",
			ops.MaxSubscriptions); err != nil {
			return nil, err
		}
		x.ID, x.Version = 0, 1
		k.store.stamp(ctx, &x.Edited)
		x.Set = x.Created
		err = tx.QueryRowContext(ctx, `INSERT INTO subscription (version, key, sent, said, created, created_by, changed, changed_by, owner, topic, page, panel,
			query, since, every, weekday, month_day, hour, channel, lang, paused, begins)
			VALUES (1, '', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
			sentKey(sent), describeSubscription(x), x.Created.UnixMicro(), x.CreatedBy, x.Changed.UnixMicro(), x.ChangedBy, x.Owner, string(x.Topic), x.Page,
			x.Panel, x.Query, x.Since, string(x.Every), x.Weekday, x.MonthDay, x.Hour, x.Channel, x.Lang, x.Paused, x.Set.UnixMicro()).Scan(&x.ID)
		if err != nil {
			return nil, err
		}
		out = x
		return nil, k.store.audit(ctx, tx, "", ops.ActSubscriptionAdd, nameOfSubscription(x), "", describeSubscription(x))
	})
	return out, again, err
}

// goes refuses a subscription to a channel that is not there.
func goes(ctx context.Context, tx *sql.Tx, x ops.Subscription) error {
	if x.Channel == 0 {
		return nil
	}
	return reached(ctx, tx, []int64{x.Channel})
}

// Change keeps what a form says of a subscription that is still as it was read.
func (k Subscriptions) Change(ctx context.Context, x ops.Subscription) (ops.Subscription, error) {
	return k.change(ctx, x.ID, x.Version, ops.ActSubscriptionEdit, func(now *ops.Subscription) error {
		x.Edited, x.Owner, x.Set = now.Edited, now.Owner, now.Set
		if !x.Same(*now) { // turns before are not made up for
			x.Set = k.store.clock()
		}
		*now = x
		return now.Check()
	})
}

// Remove takes a subscription away that is still as it was read.
func (k Subscriptions) Remove(ctx context.Context, id, version int64) error {
	_, err := k.change(ctx, id, version, ops.ActSubscriptionRemove, func(now *ops.Subscription) error {
		now.Deleted = k.store.clock()
		return nil
	})
	return err
}

func (k Subscriptions) change(ctx context.Context, id, version int64, action ops.Action, change func(now *ops.Subscription) error) (out ops.Subscription,
	err error) {
	err = k.store.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		x, ok, err := one(scanSubscription(tx.QueryRowContext(ctx, subscriptionColumns+`WHERE id = ? AND deleted IS NULL`, id)))
		switch {
		case err != nil:
			return nil, err
		case !ok:
			return nil, &ops.Error{Code: "unknown_subscription", Message: "There is no such subscription.", Hint: "The page of subscriptions lists them all."}
		case x.Version != version:
			return nil, changedMeanwhile()
		}
		before := describeSubscription(x)
		if err := change(&x); err != nil {
			return nil, err
		}
		if action == ops.ActSubscriptionEdit {
			if err := goes(ctx, tx, x); err != nil {
				return nil, err
			}
		}
		x.Version++
		k.store.stamp(ctx, &x.Edited)
		if _, err := tx.ExecContext(ctx, `UPDATE subscription SET version = ?, changed = ?, changed_by = ?, deleted = ?, topic = ?, page = ?, panel = ?,
			query = ?, since = ?, every = ?, weekday = ?, month_day = ?, hour = ?, channel = ?, lang = ?, paused = ?, begins = ? WHERE id = ?`, x.Version,
			x.Changed.UnixMicro(), x.ChangedBy, column(x.Deleted), string(x.Topic), x.Page, x.Panel, x.Query, x.Since, string(x.Every), x.Weekday,
			x.MonthDay, x.Hour, x.Channel, x.Lang, x.Paused, x.Set.UnixMicro(), id); err != nil {
			return nil, err
		}
		out = x
		return nil, k.store.audit(ctx, tx, "", action, nameOfSubscription(x), before, describeSubscription(x))
	})
	return out, err
}

func nameOfSubscription(x ops.Subscription) string {
	return fmt.Sprintf("%d %s %s", x.ID, x.Topic, x.Page)
}

// describeSubscription says what a subscription is, for the audit log.
func describeSubscription(x ops.Subscription) string {
	text := fmt.Sprintf("%s %s %s %s", x.Topic, x.Page, x.Panel, x.Query)
	if x.Since {
		text += " since the turn before"
	}
	text += fmt.Sprintf(", %s", x.Every)
	switch x.Every {
	case ops.EveryWeek:
		text += " on " + x.Weekday.String()
	case ops.EveryMonth:
		text += fmt.Sprintf(" on the %d.", x.MonthDay)
	}
	text += fmt.Sprintf(" at %d, %s", x.Hour, x.Lang)
	if x.Channel != 0 {
		text += fmt.Sprintf(", to channel %d", x.Channel)
	}
	if x.Paused {
		text += ", paused"
	}
	return text
}

// Ran writes down what became of a turn and puts its message, nil for none, into the
// outbox, both or neither. added is false where the date of the turn has its run
// already: then nothing changes.
func (k Subscriptions) Ran(ctx context.Context, r ops.Run, d *ops.Delivery) (added bool, err error) {
	err = k.store.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		var had bool
		if err := tx.QueryRowContext(ctx, `SELECT count(*) FROM subscription_run WHERE subscription = ? AND date = ?`, r.Subscription,
			r.Date).Scan(&had); err != nil || had {
			return nil, err
		}
		if d != nil {
			if _, err := put(ctx, tx, *d); err != nil {
				return nil, err
			}
			if err := tx.QueryRowContext(ctx, `SELECT id FROM delivery WHERE once = ?`, d.Once).Scan(&r.Delivery); err != nil {
				return nil, err
			}
		}
		why, facts, err := whyText(r.Why)
		if err != nil {
			return nil, err
		}
		added = true
		_, err = tx.ExecContext(ctx, `INSERT INTO subscription_run VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`, r.Subscription, r.Date, r.At.UnixMicro(),
			string(r.State), r.Delivery, string(why.Code), why.Message, why.Hint, facts)
		return nil, err
	})
	return added, err
}

// Try puts a message that tries a subscription into the outbox.
func (k Subscriptions) Try(ctx context.Context, x ops.Subscription, d ops.Delivery) error {
	return k.store.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		if _, err := put(ctx, tx, d); err != nil {
			return nil, err
		}
		return nil, k.store.audit(ctx, tx, "", ops.ActSubscriptionTest, nameOfSubscription(x), "", "")
	})
}

// Runs returns the last turns of a subscription, the newest first.
func (k Subscriptions) Runs(ctx context.Context, id int64, limit int) ([]ops.Run, error) {
	return scanAll(ctx, k.store.read, scanRun, `SELECT subscription, date, at, state, delivery, code, said, hint, facts FROM subscription_run
		WHERE subscription = ? ORDER BY date DESC LIMIT ?`, id, limit)
}

func scanRun(row scanner) (r ops.Run, err error) {
	var at int64
	var why ops.Error
	var facts string
	if err = row.Scan(&r.Subscription, &r.Date, &at, &r.State, &r.Delivery, &why.Code, &why.Message, &why.Hint, &facts); err != nil {
		return r, err
	}
	r.At = time.UnixMicro(at)
	if why.Message == "" {
		return r, nil
	}
	r.Why = &why
	return r, json.Unmarshal([]byte(facts), &why.Args)
}

// whyText returns an error, nil for none, as it is kept: its facts as texts.
func whyText(e *ops.Error) (why ops.Error, facts string, err error) {
	if e != nil {
		why = *e
	}
	list := make([]string, len(why.Args))
	for i, a := range why.Args {
		list[i] = fmt.Sprint(a)
	}
	text, err := json.Marshal(list)
	return why, string(text), err
}
