// Package subscribe sends what people subscribed to: pages, lists, briefs and monthly
// reports, at their hour, each as its owner sees it then.
package subscribe

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"daybreak/internal/analysis"
	"daybreak/internal/engine"
	"daybreak/internal/engine/few"
	"daybreak/internal/loop"
	"daybreak/internal/notify"
	"daybreak/internal/ops"
)

// Keep keeps subscriptions and what became of their turns.
type Keep interface {
	All(ctx context.Context) ([]ops.Subscription, error)
	// Ran writes down what became of a turn and puts its message, nil for none, into the
	// outbox, both or neither; added is false where the date had its run before.
	Ran(ctx context.Context, r ops.Run, d *ops.Delivery) (added bool, err error)
	// Runs returns the last turns of a subscription, the newest first.
	Runs(ctx context.Context, id int64, limit int) ([]ops.Run, error)
}

// Users yields who owns subscriptions.
type Users interface {
	User(ctx context.Context, id int64) (u ops.User, ok bool, err error)
}

// Channels yields where messages are sent.
type Channels interface {
	All(ctx context.Context) ([]ops.Channel, error)
}

// Narrowed yields the figures of the rows that a rule lets through.
type Narrowed interface {
	Of(ctx context.Context, rule ops.RowRule, version int64) (engine.Snapshot, error)
}

// Brief writes the morning brief of some days from figures and a book as somebody sees
// them.
type Brief func(ctx context.Context, data analysis.Data, book loop.Book, lang string, due time.Time, days ops.Range) (notify.Message, error)

// Sender sends what is due.
type Sender struct {
	Keep     Keep
	Users    Users
	Channels Channels
	Data     func() analysis.Data // the newest
	Narrowed Narrowed
	Boards   Boards
	Book     loop.Book // that shows everybody what they may see
	Brief    Brief
	NoLogin  bool // nobody signs in: subscriptions are everybody's
	Clock    func() time.Time
	Wake     func() // tells the courier that there is something in the outbox
	Address  string // where people find this server, without a slash at the end
	Log      *slog.Logger

	done map[int64]ops.Day // by subscription: the date of the last turn that is known to have its run
}

// sendEvery is how soon a turn is sent after it is due.
const sendEvery = time.Minute

// sendTimeout bounds one message.
const sendTimeout = time.Minute

// giveUp is how long after it was due a turn is tried that fails for no reason of its own.
const giveUp = time.Hour

// Run sends what is due at once and every minute, until ctx ends.
func (s *Sender) Run(ctx context.Context) {
	tick := time.NewTicker(sendEvery)
	defer tick.Stop()
	for {
		if err := s.Pass(ctx); err != nil && ctx.Err() == nil {
			s.Log.ErrorContext(ctx, "subscriptions were not sent", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Pass sends the latest turn of every subscription that is due and has no run yet. What
// came due while no server ran is sent once, late; a date never has two runs, whatever
// the clock does.
func (s *Sender) Pass(ctx context.Context) error {
	all, err := s.Keep.All(ctx)
	if err != nil {
		return err
	}
	if s.done == nil {
		s.done = map[int64]ops.Day{}
	}
	now := s.Clock()
	for _, x := range all {
		turn, ok := x.Last(now, s.Data().Calendar)
		if x.Paused || !ok || !turn.Due.After(x.Set) || s.done[x.ID] == turn.Date {
			continue
		}
		if err := s.send(ctx, x, turn, now); err != nil {
			if ctx.Err() != nil {
				return err
			}
			s.Log.WarnContext(ctx, "a subscription was not sent", "subscription", x.ID, "error", err)
		}
	}
	return nil
}

// mostRuns is how many runs lie between the latest turn and one of the same date.
const mostRuns = 40

// send works out a turn and puts it on its way, unless it has its run.
func (s *Sender) send(ctx context.Context, x ops.Subscription, turn ops.Turn, now time.Time) error {
	runs, err := s.Keep.Runs(ctx, x.ID, mostRuns)
	if err != nil {
		return err
	}
	for _, r := range runs {
		if r.Date == turn.Date {
			s.done[x.ID] = turn.Date
			return nil
		}
	}
	run, d, err := s.work(ctx, x, turn, now, fmt.Sprintf("subscription:%d:%s", x.ID, turn.Date))
	if err != nil {
		if ctx.Err() != nil || now.Sub(turn.Due) < giveUp {
			return err
		}
		s.Log.WarnContext(ctx, "a subscription was given up", "subscription", x.ID, "error", err)
		run, d = failed(&ops.Error{Code: "turn_failed", Message: "It could not be worked out.", Hint: "The log of the server says why."}), nil
	}
	run.Subscription, run.Date, run.At = x.ID, turn.Date, now
	added, err := s.Keep.Ran(ctx, run, d)
	if err != nil {
		return err
	}
	s.done[x.ID] = turn.Date
	if added && d != nil {
		s.Wake()
	}
	return nil
}

// Test works out the latest turn of a subscription as if it were due now. once names it
// in the outbox. What cannot be sent is an *ops.Error.
func (s *Sender) Test(ctx context.Context, x ops.Subscription, once string) (ops.Delivery, error) {
	now := s.Clock()
	turn, ok := x.Last(now, s.Data().Calendar)
	if !ok {
		turn = ops.Turn{Days: ops.Range{From: s.Data().Calendar.Day(now) - 1, To: s.Data().Calendar.Day(now)}}
	}
	turn.Due = now
	run, d, err := s.work(ctx, x, turn, now, once)
	switch {
	case err != nil:
		return ops.Delivery{}, err
	case run.Why != nil:
		return ops.Delivery{}, run.Why
	}
	return *d, nil
}

// work works out what is said at a turn: how it went, and the message, nil where there
// is none.
func (s *Sender) work(ctx context.Context, x ops.Subscription, turn ops.Turn, now time.Time, once string) (ops.Run, *ops.Delivery, error) {
	ctx, cancel := context.WithTimeout(ctx, sendTimeout)
	defer cancel()
	u, why, err := s.owner(ctx, x)
	if err != nil || why != nil {
		return lost(why), nil, err
	}
	to, mail, why, err := s.goes(ctx, x, u)
	if err != nil || why != nil {
		return failed(why), nil, err
	}
	ctx, sees, err := s.sees(ctx, u)
	if err != nil {
		return ops.Run{}, nil, err
	}
	w := writing{Sender: s, sub: x, turn: turn, data: sees, own: mail != "", now: now, stated: &stated{}}
	m, state, err := w.message(ctx)
	if e := ops.CodeOf(err); e != "" && !passing(e) {
		return ops.Run{State: stateOf(e), Why: asError(err)}, nil, nil
	}
	if err != nil {
		return ops.Run{}, nil, err
	}
	to.Lang = x.Lang
	d, err := notify.Put(once, to, m, now, now)
	d.To = mail
	return ops.Run{State: state}, &d, err
}

func lost(why *ops.Error) ops.Run { return ops.Run{State: ops.RunLost, Why: why} }

func failed(why *ops.Error) ops.Run { return ops.Run{State: ops.RunFailed, Why: why} }

// passing reports whether a failure may be gone the next time.
func passing(code ops.Code) bool {
	switch code {
	case "too_big", "busy", "gone", "stopping", "internal", "timeout":
		return true
	}
	return false
}

// stateOf says what a failure makes of a turn: what the owner may not see is lost.
func stateOf(code ops.Code) ops.RunState {
	switch code {
	case "forbidden", "whole_record", "not_in_your_rows", "no_rows_of_yours", "few_people":
		return ops.RunLost
	}
	return ops.RunFailed
}

// owner returns who owns a subscription, or why that is nobody who may see it.
func (s *Sender) owner(ctx context.Context, x ops.Subscription) (u ops.User, why *ops.Error, err error) {
	if s.NoLogin {
		return ops.User{Role: ops.Admin}, nil, nil
	}
	u, ok, err := s.Users.User(ctx, x.Owner)
	switch need := max(x.Topic.Needs(), sendingNeeds(x)); {
	case err != nil:
	case !ok:
		why = &ops.Error{Code: "owner_gone", Message: "Whoever subscribed to it is no user any more.", Hint: "Take it away, or have somebody subscribe anew."}
	case u.Role < need:
		why = &ops.Error{Code: "forbidden", Message: fmt.Sprintf("This needs the role %s.", need), Hint: "Ask an administrator.", Args: []any{need.String()}}
	}
	return u, why, err
}

// sendingNeeds returns the role that may send something where a subscription goes:
// others read what is sent to a channel.
func sendingNeeds(x ops.Subscription) ops.Role {
	if x.Channel != 0 {
		return ops.Editor
	}
	return ops.Analyst
}

// goes returns the channel a subscription is sent through and, where it goes to its
// owner's own mail, the address.
func (s *Sender) goes(ctx context.Context, x ops.Subscription, u ops.User) (c ops.Channel, mail string, why *ops.Error, err error) {
	all, err := s.Channels.All(ctx)
	if err != nil {
		return c, "", nil, err
	}
	if x.Channel == 0 {
		c, ok := notify.MailServer(all)
		switch {
		case u.Mail == "":
			why = &ops.Error{Code: "no_own_mail", Message: "Whoever subscribed to it has no mail address.",
				Hint: "Give one on the page of your account, or choose a channel."}
		case !ok:
			why = &ops.Error{Code: "no_mail_server", Message: "No mail can be sent: there is no channel of mail.",
				Hint: "An administrator sets one up on the page of messages."}
		}
		return c, u.Mail, why, nil
	}
	for _, c := range all {
		if c.ID == x.Channel {
			return c, "", nil, nil
		}
	}
	return c, "", &ops.Error{Code: "channel_removed", Message: "The channel was removed."}, nil
}

// sees returns the figures that a user sees, and a context that says which rows these
// are of.
func (s *Sender) sees(ctx context.Context, u ops.User) (context.Context, analysis.Data, error) {
	d := s.Data()
	if rule := u.Rows.In(d.Snapshot.Keys()); rule.Narrows() {
		snapshot, err := s.Narrowed.Of(ctx, rule, d.Snapshot.Version())
		if err != nil {
			return ctx, d, err
		}
		ctx = ops.WithRows(ctx, rule)
		d.Snapshot, d.Rows = analysis.Shared(snapshot), rule
	}
	if u.Role == ops.Analyst {
		d.Snapshot = few.Guard(d.Snapshot)
	}
	with, err := s.boards(ctx, d.Catalog, u)
	if err != nil {
		return ctx, d, err
	}
	d.Catalog = with.With(d.Snapshot.Keys())
	return ctx, d, nil
}
