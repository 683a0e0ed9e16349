// Package subscriptions is the part of the site about what people get regularly: what,
// when, where it goes, and what became of it.
package subscriptions

import (
	"context"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
)

// Section answers requests about subscriptions. It is not there where Keep is nil.
type Section struct {
	*frame.Site
	Desk
}

// Desk is what subscriptions are kept and tried with.
type Desk struct {
	Keep     Keep
	Users    Users
	Channels Channels
	Outbox   Outbox
	Test     func(ctx context.Context, x ops.Subscription, once string) (ops.Delivery, error) // works out a message now
	Wake     func()                                                                           // lets the courier look into the outbox at once
}

// Keep keeps subscriptions and what became of their turns. Changes of what is not as it
// was read have code changed_meanwhile, of what is not there unknown_subscription.
type Keep interface {
	All(ctx context.Context) ([]ops.Subscription, error)
	// One returns the subscription with that id; ok is false when there is none.
	One(ctx context.Context, id int64) (x ops.Subscription, ok bool, err error)
	Add(ctx context.Context, x ops.Subscription, sent string) (made ops.Subscription, again bool, err error)
	Change(ctx context.Context, x ops.Subscription) (ops.Subscription, error)
	Remove(ctx context.Context, id, version int64) error
	// Runs returns the last turns of a subscription, the newest first.
	Runs(ctx context.Context, id int64, limit int) ([]ops.Run, error)
	// Try puts a message that tries a subscription into the outbox.
	Try(ctx context.Context, x ops.Subscription, d ops.Delivery) error
}

// Users yields who owns subscriptions.
type Users interface {
	Users(ctx context.Context) ([]ops.User, error)
}

// Channels yields where messages are sent.
type Channels interface {
	All(ctx context.Context) ([]ops.Channel, error)
}

// Outbox yields messages on their way.
type Outbox interface {
	One(ctx context.Context, id int64) (d ops.Delivery, ok bool, err error)
}

// Routes are the pages about subscriptions, and the same for programs.
func (s *Section) Routes() []frame.Route {
	on := frame.On
	return []frame.Route{
		on(frame.GET, "/subscriptions", ops.Analyst, frame.MaxJSON, s.showAll),
		on(frame.POST, "/subscriptions", ops.Analyst, frame.MaxJSON, s.add),
		on(frame.GET, "/subscriptions/new", ops.Analyst, frame.MaxJSON, s.showNew),
		on(frame.GET, "/subscriptions/:id", ops.Analyst, frame.MaxJSON, s.showOne),
		on(frame.POST, "/subscriptions/:id", ops.Analyst, frame.MaxJSON, s.change),
		on(frame.POST, "/subscriptions/:id/test", ops.Analyst, frame.MaxJSON, s.test),
		on(frame.POST, "/subscriptions/:id/remove", ops.Analyst, frame.MaxJSON, s.remove),
		on(frame.GET, "/api/v1/subscriptions", ops.Analyst, frame.MaxJSON, s.answerAll),
		on(frame.POST, "/api/v1/subscriptions", ops.Analyst, frame.MaxJSON, s.create),
		on(frame.GET, "/api/v1/subscriptions/:id/runs", ops.Analyst, frame.MaxJSON, s.answerRuns),
		on(frame.POST, "/api/v1/subscriptions/:id", ops.Analyst, frame.MaxJSON, s.changeByProgram),
		on(frame.POST, "/api/v1/subscriptions/:id/test", ops.Analyst, frame.MaxJSON, s.testByProgram),
		on(frame.POST, "/api/v1/subscriptions/:id/remove", ops.Analyst, frame.MaxJSON, s.removeByProgram),
	}
}

// act returns the context in which a request changes something.
func act(c echo.Context) context.Context { return frame.ActAs(c, frame.PrincipalOf(c).Name) }

// every reports whether whoever asks sees the subscriptions of everybody.
func every(c echo.Context) bool { return frame.PrincipalOf(c).Role >= ops.Admin }

// own returns the subscription of the path, if whoever asks may see it.
func (s *Section) own(c echo.Context) (x ops.Subscription, err error) {
	id, err := frame.ObjectID(c)
	if err != nil {
		return x, err
	}
	x, ok, err := s.Keep.One(c.Request().Context(), id)
	if err != nil {
		return x, err
	}
	if p := frame.PrincipalOf(c); !ok || !every(c) && (p.User == 0 || p.User != x.Owner) {
		return x, echo.ErrNotFound
	}
	return x, nil
}

// seen returns the subscriptions that whoever asks may see.
func (s *Section) seen(c echo.Context) ([]ops.Subscription, error) {
	all, err := s.Keep.All(c.Request().Context())
	if err != nil || every(c) {
		return all, err
	}
	var out []ops.Subscription
	for _, x := range all {
		if p := frame.PrincipalOf(c); p.User != 0 && p.User == x.Owner {
			out = append(out, x)
		}
	}
	return out, nil
}

// check refuses a subscription that makes no sense, whose page is not there, or that
// whoever asks may not have.
func (s *Section) check(c echo.Context, x ops.Subscription) error {
	if err := x.Check(); err != nil {
		return err
	}
	role := frame.PrincipalOf(c).Role
	if need := x.Topic.Needs(); role < need {
		return &ops.Error{Code: "forbidden", Message: "This needs the role " + need.String() + ".", Hint: "Ask an administrator.", Args: []any{need.String()}}
	}
	if x.Channel != 0 && role < ops.Editor {
		return &ops.Error{Code: "channel_for_editors", Message: "Only editors send something to a channel, where others read it.", Hint: "Choose your own mail."}
	}
	if x.Topic == ops.TopicReport && frame.RowsOf(c).Narrows() {
		return &ops.Error{Code: "whole_record", Message: "This is about the whole record, and you see only some rows of it.", Hint: "Ask an administrator."}
	}
	if x.Topic != ops.TopicPage {
		return nil
	}
	return s.checkPage(c, x)
}
