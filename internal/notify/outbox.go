package notify

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"daybreak/internal/ops"
)

// Delivery is one message on its way through one channel.
type Delivery struct {
	ID      int64
	Channel int64
	To      string // one mail address in place of those of the channel; "" for these
	Message Message
	Tries   int // before this one
}

// Attempt is what became of a try.
type Attempt struct {
	At   time.Time
	Sent bool
	Dead bool       // will not be tried again by itself
	Next time.Time  // when it will be tried again, of those that failed and are not dead
	Why  *ops.Error // why it failed; nil where it did not
}

// Outbox keeps deliveries until they were taken.
type Outbox interface {
	// Due returns deliveries that are to be tried by now, the oldest first, and
	// none of a channel twice.
	Due(ctx context.Context, now time.Time, limit int) ([]Delivery, error)
	// Record writes down what became of a try.
	Record(ctx context.Context, id int64, a Attempt) error
	// Open returns the channel of a delivery, with its secret, and its kind.
	Open(ctx context.Context, d Delivery) (Channel, string, error)
}

// retries are how long a delivery waits after each failure; after the last one
// it is dead: about a day and a half.
func retries() []time.Duration {
	return []time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 3 * time.Hour, 8 * time.Hour, 24 * time.Hour}
}

// Courier empties an outbox.
type Courier struct {
	Outbox Outbox
	Now    func() time.Time
	Log    *slog.Logger
	last   map[int64]time.Time // by channel: when it was used last
}

// batch is how many deliveries are taken at once.
const batch = 20

// Run delivers what is due, again whenever wake says so and every minute, until
// ctx ends. A delivery that was handed over and could not be recorded is tried
// again: at least once, under the same id.
func (c *Courier) Run(ctx context.Context, wake <-chan struct{}) {
	tick := time.NewTicker(time.Minute)
	defer tick.Stop()
	for {
		if err := c.Deliver(ctx); err != nil && ctx.Err() == nil {
			c.Log.Error("the outbox could not be emptied", "cause", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-wake:
		case <-tick.C:
		}
	}
}

// Deliver tries everything that is due.
func (c *Courier) Deliver(ctx context.Context) error {
	for {
		due, err := c.Outbox.Due(ctx, c.Now(), batch)
		if err != nil || len(due) == 0 {
			return err
		}
		for _, d := range due {
			if err := c.try(ctx, d); err != nil {
				return err
			}
		}
	}
}

// try hands one delivery over and records what became of it.
func (c *Courier) try(ctx context.Context, d Delivery) error {
	channel, kind, err := c.Outbox.Open(ctx, d)
	if err == nil {
		if err := c.pause(ctx, d.Channel, kind); err != nil {
			return err
		}
		err = channel.Send(ctx, d.Message)
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	a := Attempt{At: c.Now(), Sent: err == nil}
	if err != nil {
		a.Why = whyOf(err)
		waits := retries()
		a.Dead = isFinal(err) || d.Tries >= len(waits)
		if !a.Dead {
			wait := waits[d.Tries]
			var f *Failure
			if errors.As(err, &f) {
				wait = max(wait, f.After)
			}
			a.Next = a.At.Add(wait)
		}
		c.Log.Warn("a message was not taken", "delivery", d.ID, "kind", kind, "tries", d.Tries+1, "cause", a.Why, "dead", a.Dead)
	}
	if err := c.Outbox.Record(ctx, d.ID, a); err != nil {
		return fmt.Errorf("delivery %d: %w", d.ID, err)
	}
	return nil
}

// pause waits until the channel may be used again.
func (c *Courier) pause(ctx context.Context, channel int64, kind string) error {
	if c.last == nil {
		c.last = map[int64]time.Time{}
	}
	if wait := c.last[channel].Add(Pace(kind)).Sub(c.Now()); wait > 0 {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(wait):
		}
	}
	c.last[channel] = c.Now()
	return nil
}
