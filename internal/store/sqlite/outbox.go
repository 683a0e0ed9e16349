package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"daybreak/internal/ops"
)

// Outbox keeps messages until they were taken.
type Outbox struct{ store *Store }

// Outbox returns what is on its way to the channels.
func (k Alerts) Outbox() Outbox { return Outbox(k) }

const deliveryColumns = `SELECT id, channel, once, kind, title, message, made, due, tries, state, coalesce(sent, 0),
	code, said, hint, facts, recipient, secret FROM delivery `

func scanDelivery(row scanner) (d ops.Delivery, err error) {
	var made, due, sent int64
	var why ops.Error
	var facts string
	if err = row.Scan(&d.ID, &d.Channel, &d.Once, &d.Kind, &d.Title, &d.Message, &made, &due, &d.Tries, &d.State, &sent,
		&why.Code, &why.Message, &why.Hint, &facts, &d.To, &d.Secret); err != nil {
		return d, err
	}
	d.Made, d.Due, d.Sent = instant(made), instant(due), instant(sent)
	if why.Message == "" {
		return d, nil
	}
	d.Why = &why
	return d, json.Unmarshal([]byte(facts), &why.Args)
}

// Put puts messages in. What is there under the same name is not put in again;
// added says how many are new.
func (k Outbox) Put(ctx context.Context, list []ops.Delivery) (added int, err error) {
	err = k.store.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		for _, d := range list {
			n, err := put(ctx, tx, d)
			if err != nil {
				return nil, err
			}
			added += n
		}
		return nil, nil
	})
	return added, err
}

// Test puts in a message that tries a channel.
func (k Outbox) Test(ctx context.Context, d ops.Delivery) error {
	return k.store.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		if _, err := put(ctx, tx, d); err != nil {
			return nil, err
		}
		return nil, k.store.audit(ctx, tx, "", ops.ActChannelTest, d.Title, "", "")
	})
}

// Send puts in a list of so many members for a channel of that name, once.
func (k Outbox) Send(ctx context.Context, d ops.Delivery, channel string, members int) error {
	return k.store.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		if n, err := put(ctx, tx, d); err != nil || n == 0 {
			return nil, err
		}
		return nil, k.store.audit(ctx, tx, "", ops.ActListSend, channel, "", fmt.Sprintf("%s: %d members", d.Title, members))
	})
}

func put(ctx context.Context, tx *sql.Tx, d ops.Delivery) (added int, err error) {
	var id int64
	err = tx.QueryRowContext(ctx, `INSERT INTO delivery (channel, once, kind, title, message, made, due, tries, state, said, recipient, secret)
		VALUES (?, ?, ?, ?, ?, ?, ?, 0, 'waiting', '', ?, ?) ON CONFLICT (once) DO NOTHING RETURNING id`, d.Channel, d.Once, d.Kind, d.Title, d.Message,
		d.Made.UnixMicro(), d.Due.UnixMicro(), d.To, d.Secret).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return 1, publish(ctx, tx, ops.PublishedMessage, id, d.States, d.Made)
}

// Due returns what is to be tried by now, the oldest first, at most one of each
// channel, and nothing of channels that are paused.
func (k Outbox) Due(ctx context.Context, now time.Time, limit int) ([]ops.Delivery, error) {
	return scanAll(ctx, k.store.read, scanDelivery, deliveryColumns+`WHERE id IN (SELECT min(d.id) FROM delivery d JOIN channel c ON c.id = d.channel
		WHERE d.state = 'waiting' AND d.due <= ? AND c.paused = 0 AND c.deleted IS NULL GROUP BY d.channel) ORDER BY due, id LIMIT ?`, now.UnixMicro(), limit)
}

// Latest returns the last deliveries, the newest first.
func (k Outbox) Latest(ctx context.Context, limit int) ([]ops.Delivery, error) {
	return scanAll(ctx, k.store.read, scanDelivery, deliveryColumns+`ORDER BY id DESC LIMIT ?`, limit)
}

// Find returns the last deliveries of one state and one channel, the newest first; "" and
// 0 for all.
func (k Outbox) Find(ctx context.Context, state ops.DeliveryState, channel int64, limit int) ([]ops.Delivery, error) {
	return scanAll(ctx, k.store.read, scanDelivery, deliveryColumns+`WHERE (?1 = '' OR state = ?1) AND (?2 = 0 OR channel = ?2) ORDER BY id DESC LIMIT ?3`,
		string(state), channel, limit)
}

// One returns a delivery; ok is false when there is none.
func (k Outbox) One(ctx context.Context, id int64) (d ops.Delivery, ok bool, err error) {
	return one(scanDelivery(k.store.read.QueryRowContext(ctx, deliveryColumns+`WHERE id = ?`, id)))
}

// Record writes down what became of a try: State, Tries, Due, Sent and Why.
func (k Outbox) Record(ctx context.Context, d ops.Delivery) error {
	return k.store.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		why, facts, err := whyText(d.Why)
		if err != nil {
			return nil, err
		}
		_, err = tx.ExecContext(ctx, `UPDATE delivery SET state = ?, tries = ?, due = ?, sent = ?, code = ?, said = ?, hint = ?, facts = ? WHERE id = ?`,
			string(d.State), d.Tries, d.Due.UnixMicro(), column(d.Sent), string(why.Code), why.Message, why.Hint, facts, d.ID)
		return nil, err
	})
}

// Resend lets a delivery that was given up be tried again at once.
func (k Outbox) Resend(ctx context.Context, id int64) error {
	return k.store.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		d, ok, err := one(scanDelivery(tx.QueryRowContext(ctx, deliveryColumns+`WHERE id = ?`, id)))
		switch {
		case err != nil:
			return nil, err
		case !ok || d.State != ops.DeliveryDead:
			return nil, &ops.Error{Code: "not_given_up", Message: "This message was not given up.", Hint: "Only those that were can be sent again."}
		}
		if _, err := tx.ExecContext(ctx, `UPDATE delivery SET state = 'waiting', tries = 0, due = ? WHERE id = ?`, k.store.clock().UnixMicro(), id); err != nil {
			return nil, err
		}
		return nil, k.store.audit(ctx, tx, "", ops.ActDeliveryResend, d.Title, string(ops.DeliveryDead), string(ops.DeliveryWaiting))
	})
}
