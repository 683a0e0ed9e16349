package main

import (
	"context"
	"time"

	"daybreak/internal/ops"
	"daybreak/internal/store/sqlite"
)

// How often it is looked whether data has had its time, and how long after an ops day
// began it goes.
const (
	nightEvery = time.Minute
	nightAfter = time.Hour
)

// nights lets data go after its time, once every ops day.
type nights struct {
	env       *environment
	retention sqlite.Retention
	people    persons
	calendar  ops.Calendar
	clock     *believedClock
	noted     time.Time // when it was noted last that the clock is believed
}

// newNights returns what lets data go in a server.
func newNights(env *environment, w *workspace, people persons) (*nights, error) {
	n := &nights{env: env, retention: sqlite.RetentionIn(w.store), people: people, calendar: w.calendar}
	last, err := n.retention.Believed(env.ctx)
	n.clock = newBelievedClock(env.clock, env.uptime, last)
	return n, err
}

// run lets data go until ctx ends. What a server that ended left half done is done first.
func (n *nights) run(ctx context.Context) {
	n.tell(ctx, scrub(ctx, n.people.PersonService, n.people.renew))
	for {
		n.tell(ctx, n.look(ctx))
		select {
		case <-time.After(nightEvery):
		case <-ctx.Done():
			return
		}
	}
}

func (n *nights) tell(ctx context.Context, err error) {
	if err != nil && ctx.Err() == nil {
		n.env.log.ErrorContext(ctx, "data that has had its time does not go", "error", err)
	}
}

// look lets data go if that was not done on this ops day yet.
func (n *nights) look(ctx context.Context) error {
	if !n.clock.believed() {
		return nil
	}
	now := n.env.clock()
	if now.Sub(n.noted) >= time.Hour {
		if err := n.retention.SetBelieved(ctx, now); err != nil {
			return err
		}
		n.noted = now
	}
	today := n.calendar.Day(now)
	last, err := n.retention.Lapsed(ctx)
	if err != nil || last >= today || now.Before(n.calendar.Start(today).Add(nightAfter)) {
		return err
	}
	gone, err := lapse(ops.WithActor(ctx, ops.Actor{Name: "retention"}), n.retention, n.people.PersonService, n.people.renew)
	if err != nil {
		return err
	}
	if gone.Total() > 0 {
		n.env.log.InfoContext(ctx, "data went after its time", "members", gone[ops.DataMembers], "contacts", gone[ops.DataContacts],
			"audit", gone[ops.DataAudit], "messages", gone[ops.DataMessages])
	}
	return n.retention.SetLapsed(ctx, today)
}

// lapse lets data go, and then, where any went, from the files of the record and from
// what renew makes anew beside it.
func lapse(ctx context.Context, r sqlite.Retention, people sqlite.PersonService, renew func(context.Context) error) (ops.Lapsing, error) {
	gone, err := r.Lapse(ctx)
	if err != nil {
		return gone, err
	}
	return gone, scrub(ctx, people, renew)
}

// scrub writes the files of the record anew if they hold what it no longer says.
func scrub(ctx context.Context, people sqlite.PersonService, renew func(context.Context) error) error {
	due, err := people.ScrubDue(ctx)
	if err != nil || !due {
		return err
	}
	if err := people.Scrub(ctx); err != nil {
		return err
	}
	if err := renew(ctx); err != nil {
		return err
	}
	return people.Scrubbed(ctx)
}
