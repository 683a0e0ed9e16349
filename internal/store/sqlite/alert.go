package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"daybreak/internal/ops"
)

// Alerts keeps what is watched and when it fired.
type Alerts struct{ store *Store }

// Alerts returns the alerts of the record.
func (s *Store) Alerts() Alerts { return Alerts{s} }

const alertColumns = `SELECT ` + editedColumns + `, title, rule, metric, scope, bound, weekly, hour, cool_down, owner, paused,
	snoozed, checked, coalesce(looked, 0), reason, since, channels,
	quiet_from, quiet_to FROM alert `

func scanAlert(row scanner) (a ops.Alert, err error) {
	var e editedScan
	var looked, since int64
	var channels string
	err = row.Scan(e.targets(&a.Edited, &a.Title, &a.Rule, &a.Metric, &a.Scope, &a.Limit, &a.Weekly, &a.Hour, &a.CoolDown,
		&a.Owner, &a.Paused, &a.Snoozed, &a.Checked, &looked, &a.Reason, &since, &channels,
		&a.QuietFrom, &a.QuietTo)...)
	if err != nil {
		return ops.Alert{}, err
	}
	e.finish(&a.Edited)
	a.Looked, a.Since = instant(looked), instant(since)
	for _, text := range strings.Split(channels, ",") {
		if id, err := strconv.ParseInt(text, 10, 64); err == nil {
			a.Channels = append(a.Channels, id)
		}
	}
	return a, nil
}

// idsText writes ids by comma.
func idsText(ids []int64) string {
	texts := make([]string, len(ids))
	for i, id := range ids {
		texts[i] = strconv.FormatInt(id, 10)
	}
	return strings.Join(texts, ",")
}

// All returns the alerts, the oldest first.
func (k Alerts) All(ctx context.Context) ([]ops.Alert, error) {
	return scanAll(ctx, k.store.read, scanAlert, alertColumns+`WHERE deleted IS NULL ORDER BY id`)
}

// One returns the alert with that id; ok is false when there is none.
func (k Alerts) One(ctx context.Context, id int64) (a ops.Alert, ok bool, err error) {
	return one(scanAlert(k.store.read.QueryRowContext(ctx, alertColumns+`WHERE id = ? AND deleted IS NULL`, id)))
}

// maxAlerts bounds the alerts of a record, those taken away included.
const maxAlerts = 1000

// Add keeps a new alert; sent is as for tries.
func (k Alerts) Add(ctx context.Context, a ops.Alert, sent string) (out ops.Alert, again bool, err error) {
	if err := a.Check(); err != nil {
		return a, false, err
	}
	err = k.store.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		id, firstSaid, err := sentBefore(ctx, tx, `SELECT id, said FROM alert WHERE sent = ?`, sent)
		if err != nil {
			return nil, err
		}
		if again = id != 0; again {
			out, err = scanAlert(tx.QueryRowContext(ctx, alertColumns+`WHERE id = ?`, id))
			if err == nil && firstSaid != describeAlert(a) {
				err = requestKeyReused()
			}
			return nil, err
		}
		if err := reached(ctx, tx, a.Channels); err != nil {
			return nil, err
		}
		if err := fewer(ctx, tx, `SELECT count(*) FROM alert`, "alerts", maxAlerts); err != nil {
			return nil, err
		}
		a.ID, a.Version, a.Snoozed, a.Checked = 0, 1, 0, 0
		k.store.stamp(ctx, &a.Edited)
		a.Since = a.Created
		err = tx.QueryRowContext(ctx, `INSERT INTO alert (version, key, sent, said, created, created_by, changed, changed_by, title, rule, metric, scope,
			bound, weekly, hour, cool_down, owner, paused, snoozed, checked, reason, since, channels, quiet_from, quiet_to)
			VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, '', ?, ?, ?, ?) RETURNING id`,
			a.Key, sentKey(sent), describeAlert(a), a.Created.UnixMicro(), a.CreatedBy, a.Changed.UnixMicro(), a.ChangedBy, a.Title, string(a.Rule),
			a.Metric, a.Scope, a.Limit, a.Weekly, a.Hour, a.CoolDown, a.Owner, a.Paused,
			a.Created.UnixMicro(), idsText(a.Channels), a.QuietFrom, a.QuietTo).Scan(&a.ID)
		if err != nil {
			return nil, fault(err, a.Key)
		}
		out = a
		return nil, k.store.audit(ctx, tx, "", ops.ActAlertAdd, a.Title, "", describeAlert(a))
	})
	return out, again, err
}

// reached refuses channels that are not there.
func reached(ctx context.Context, tx *sql.Tx, channels []int64) error {
	for _, id := range channels {
		var there bool
		if err := tx.QueryRowContext(ctx, `SELECT count(*) FROM channel WHERE id = ? AND deleted IS NULL`, id).Scan(&there); err != nil {
			return err
		}
		if !there {
			return &ops.Error{Code: "no_such_channel", Message: "There is no such channel.", Hint: "The page of messages lists them all.",
				Where: ops.Place{Column: "channels", Value: strconv.FormatInt(id, 10)}}
		}
	}
	return nil
}

// Change keeps what a form says of an alert that is still as it was read.
func (k Alerts) Change(ctx context.Context, a ops.Alert) (ops.Alert, error) {
	return k.change(ctx, a.ID, a.Version, ops.ActAlertEdit, func(now *ops.Alert) error {
		key := a.Key
		a.Edited, a.Snoozed, a.Checked, a.Looked, a.Reason, a.Since = now.Edited, now.Snoozed, now.Checked, now.Looked, now.Reason, now.Since
		a.Key = key
		if !a.Watches(*now) {
			a.Checked, a.Since = 0, k.store.clock()
		}
		*now = a
		return now.Check()
	})
}

// Snooze keeps an alert silent up to, exclusive, a day; 0 ends that.
func (k Alerts) Snooze(ctx context.Context, id, version int64, until ops.Day) (ops.Alert, error) {
	return k.change(ctx, id, version, ops.ActAlertSnooze, func(now *ops.Alert) error {
		now.Snoozed = until
		return nil
	})
}

// Remove takes an alert away that is still as it was read; it stays in the
// record with its firings.
func (k Alerts) Remove(ctx context.Context, id, version int64) error {
	_, err := k.change(ctx, id, version, ops.ActAlertRemove, func(now *ops.Alert) error {
		now.Deleted = k.store.clock()
		return nil
	})
	return err
}

func (k Alerts) change(ctx context.Context, id, version int64, action ops.Action, change func(now *ops.Alert) error) (out ops.Alert, err error) {
	err = k.store.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		a, ok, err := one(scanAlert(tx.QueryRowContext(ctx, alertColumns+`WHERE id = ? AND deleted IS NULL`, id)))
		switch {
		case err != nil:
			return nil, err
		case !ok:
			return nil, &ops.Error{Code: "unknown_alert", Message: "There is no such alert.", Hint: "The page of alerts lists them all."}
		case a.Version != version:
			return nil, changedMeanwhile()
		}
		before := describeAlert(a)
		if err := change(&a); err != nil {
			return nil, err
		}
		if action == ops.ActAlertEdit {
			if err := reached(ctx, tx, a.Channels); err != nil {
				return nil, err
			}
		}
		a.Version++
		k.store.stamp(ctx, &a.Edited)
		if _, err := tx.ExecContext(ctx, `UPDATE alert SET version = ?, key = ?, changed = ?, changed_by = ?, deleted = ?, title = ?, rule = ?,
			metric = ?, scope = ?, bound = ?, weekly = ?, hour = ?, cool_down = ?, owner = ?, paused = ?, snoozed = ?, checked = ?,
			since = ?, channels = ?, quiet_from = ?, quiet_to = ? WHERE id = ?`,
			a.Version, a.Key, a.Changed.UnixMicro(), a.ChangedBy, column(a.Deleted), a.Title, string(a.Rule), a.Metric, a.Scope, a.Limit, a.Weekly, a.Hour,
			a.CoolDown, a.Owner, a.Paused, a.Snoozed, a.Checked, a.Since.UnixMicro(), idsText(a.Channels), a.QuietFrom,
			a.QuietTo, id); err != nil {
			return nil, fault(err, a.Key)
		}
		if a.Checked == 0 { // what fired for what it watched before is over
			_, err := tx.ExecContext(ctx, `UPDATE firing SET recovered = ? WHERE alert = ? AND recovered IS NULL`, a.Changed.UnixMicro(), id)
			if err != nil {
				return nil, err
			}
		}
		out = a
		return nil, k.store.audit(ctx, tx, "", action, a.Title, before, describeAlert(a))
	})
	return out, err
}

// describeAlert says what an alert is, for the audit log.
func describeAlert(a ops.Alert) string {
	text := string(a.Rule)
	if a.Metric != "" {
		text += " " + a.Metric
	}
	if a.Scope != "" {
		text += " " + a.Scope
	}
	if a.Rule.NeedsLimit() {
		text += fmt.Sprintf(" %g", a.Limit)
	}
	if a.Snoozed != 0 {
		text += ", silent until " + a.Snoozed.String()
	}
	if a.Paused {
		text += ", paused"
	}
	if len(a.Channels) > 0 {
		text += ", to " + idsText(a.Channels)
	}
	return text
}

const firingColumns = `SELECT id, alert, first, last, at, value, against, coalesce(recovered, 0), coalesce(restated, 0),
	 restated IS NOT NULL, coalesce(acknowledged, 0), by FROM firing `

func scanFiring(row scanner) (f ops.Firing, err error) {
	var at, recovered, acknowledged int64
	err = row.Scan(&f.ID, &f.Alert, &f.Bucket.From, &f.Bucket.To, &at, &f.Value, &f.Against, &recovered, &f.Restated, &f.Changed, &acknowledged, &f.By)
	f.Bucket.To++
	f.At, f.Recovered, f.Acknowledged = instant(at), instant(recovered), instant(acknowledged)
	return f, err
}

// Firings returns the last firings of an alert, of all for 0, the newest first.
func (k Alerts) Firings(ctx context.Context, alert int64, limit int) ([]ops.Firing, error) {
	return scanAll(ctx, k.store.read, scanFiring, firingColumns+`WHERE ?1 = 0 OR alert = ?1 ORDER BY last DESC, id DESC LIMIT ?2`, alert, limit)
}

// Open returns how many alerts have a firing that nobody has acknowledged and that
// has not recovered, without those that are to be silent on a day.
func (k Alerts) Open(ctx context.Context, today ops.Day) (n int, err error) {
	err = k.store.read.QueryRowContext(ctx, `SELECT count(DISTINCT a.id) FROM firing f JOIN alert a ON a.id = f.alert
		WHERE f.acknowledged IS NULL AND f.recovered IS NULL AND a.deleted IS NULL AND a.paused = 0 AND a.snoozed <= ?`, today).Scan(&n)
	return n, err
}

// Looked writes down that an alert was looked at up to a bucket, or why it could
// not be: what fired, and what became of earlier firings. A bucket fires once
// whatever happens: added says which of the firings are new. Nothing is written
// of an alert that watches something else by now. A firing with no time is of now.
func (k Alerts) Looked(ctx context.Context, a ops.Alert, through ops.Day, reason string, fired, changed []ops.Firing) (added []ops.Firing,
	err error) {
	err = k.store.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		now := k.store.clock()
		var still bool
		err := tx.QueryRowContext(ctx, `SELECT count(*) FROM alert WHERE id = ? AND since = ? AND deleted IS NULL`, a.ID, a.Since.UnixMicro()).Scan(&still)
		if err != nil || !still {
			return nil, err
		}
		for _, f := range fired {
			if f.At.IsZero() {
				f.At = now
			}
			err := tx.QueryRowContext(ctx, `INSERT INTO firing (alert, first, last, at, value, against, by) VALUES (?, ?, ?, ?, ?, ?, '')
				ON CONFLICT (alert, last) DO NOTHING RETURNING id`, a.ID, f.Bucket.From, f.Bucket.Last(), f.At.UnixMicro(), f.Value, f.Against).Scan(&f.ID)
			if errors.Is(err, sql.ErrNoRows) {
				continue
			}
			if err != nil {
				return nil, err
			}
			f.Alert = a.ID
			added = append(added, f)
		}
		for _, f := range changed {
			var restated any
			if f.Changed {
				restated = f.Restated
			}
			if _, err := tx.ExecContext(ctx, `UPDATE firing SET recovered = ?, restated = ? WHERE id = ?`, column(f.Recovered), restated, f.ID); err != nil {
				return nil, err
			}
		}
		_, err = tx.ExecContext(ctx, `UPDATE alert SET checked = max(checked, ?), looked = ?, reason = ? WHERE id = ?`, through, now.UnixMicro(),
			reason, a.ID)
		return nil, err
	})
	return added, err
}

// Acknowledge says that the context's actor has seen a firing.
func (k Alerts) Acknowledge(ctx context.Context, firing int64) error {
	return k.store.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		var title string
		err := tx.QueryRowContext(ctx, `SELECT a.title FROM firing f JOIN alert a ON a.id = f.alert WHERE f.id = ?`, firing).Scan(&title)
		if errors.Is(err, sql.ErrNoRows) {
			return nil, &ops.Error{Code: "unknown_firing", Message: "The alert did not fire then.", Hint: "The page of alerts lists its history."}
		}
		if err != nil {
			return nil, err
		}
		actor := ops.ActorOf(ctx).Name
		_, err = tx.ExecContext(ctx, `UPDATE firing SET acknowledged = ?, by = ? WHERE id = ? AND acknowledged IS NULL`, k.store.clock().UnixMicro(), actor, firing)
		if err != nil {
			return nil, err
		}
		return nil, k.store.audit(ctx, tx, "", ops.ActAlertAcknowledge, title, "", "")
	})
}
