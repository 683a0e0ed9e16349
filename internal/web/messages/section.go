// Package messages is the part of the site about where messages are sent, and
// what became of them.
package messages

import (
	"context"

	"github.com/labstack/echo/v4"

	"daybreak/internal/notify"
	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
)

// Section answers requests about channels and messages. Channels is nil where no
// messages are sent.
type Section struct {
	*frame.Site
	Post
}

// Post is what messages are sent with.
type Post struct {
	Channels Channels
	Outbox   Outbox
	Settings Settings
	Seal     *notify.Seal // hides what only a channel may know
	Wake     func()       // lets the courier look into the outbox at once
	Address  string       // where people find this server, without a slash at the end
}

// Channels keeps where messages are sent. Changes of what is not as it was read
// have code changed_meanwhile, of what is not there unknown_channel.
type Channels interface {
	All(ctx context.Context) ([]ops.Channel, error)
	// One returns the channel with that id; ok is false when there is none.
	One(ctx context.Context, id int64) (c ops.Channel, ok bool, err error)
	Add(ctx context.Context, c ops.Channel) (ops.Channel, error)
	Change(ctx context.Context, c ops.Channel) (ops.Channel, error)
	Remove(ctx context.Context, id, version int64) error
}

// Outbox keeps messages until they were taken.
type Outbox interface {
	// Latest returns the last deliveries, the newest first.
	Latest(ctx context.Context, limit int) ([]ops.Delivery, error)
	// Find is Latest of one state and one channel; "" and 0 for all.
	Find(ctx context.Context, state ops.DeliveryState, channel int64, limit int) ([]ops.Delivery, error)
	// One returns a delivery; ok is false when there is none.
	One(ctx context.Context, id int64) (d ops.Delivery, ok bool, err error)
	// Test puts in a message that tries a channel.
	Test(ctx context.Context, d ops.Delivery) error
	// Send puts in a list of so many members; in again it changes nothing.
	Send(ctx context.Context, d ops.Delivery, channel string, members int) error
	// Resend lets a delivery that was given up be tried again at once.
	Resend(ctx context.Context, id int64) error
}

// Settings keeps settings of the workspace.
type Settings interface {
	Setting(ctx context.Context, name string) (string, error)
	SetSetting(ctx context.Context, name, value string) error
	// ChangeSetting keeps a setting that is still as it was read, "" for never set; else
	// it is refused with code changed_meanwhile.
	ChangeSetting(ctx context.Context, name, from, to string) error
}

// New returns the section of a site.
func New(site *frame.Site, post Post) *Section { return &Section{Site: site, Post: post} }

// Routes are the pages about channels and messages.
func (s *Section) Routes() []frame.Route {
	on := frame.On
	return []frame.Route{
		on(frame.GET, "/messages", ops.Editor, frame.MaxJSON, s.showMessages),
		on(frame.GET, "/messages/:id", ops.Editor, frame.MaxJSON, s.showMessage),
		on(frame.POST, "/messages/:id/resend", ops.Admin, frame.MaxJSON, s.resendMessage),
		on(frame.POST, "/messages/networks", ops.Admin, frame.MaxJSON, s.allowNetworks),
		on(frame.GET, "/message-channels/new", ops.Admin, frame.MaxJSON, s.showNewChannel),
		on(frame.POST, "/message-channels", ops.Admin, frame.MaxJSON, s.addChannel),
		on(frame.GET, "/message-channels/:id", ops.Admin, frame.MaxJSON, s.showChannel),
		on(frame.POST, "/message-channels/:id", ops.Admin, frame.MaxJSON, s.changeChannel),
		on(frame.POST, "/message-channels/:id/test", ops.Admin, frame.MaxJSON, s.testChannel),
		on(frame.POST, "/message-channels/:id/remove", ops.Admin, frame.MaxJSON, s.removeChannel),
		on(frame.GET, "/api/v1/message-channels", ops.Admin, frame.MaxJSON, s.answerChannels),
		on(frame.POST, "/api/v1/message-channels/:id/test", ops.Admin, frame.MaxJSON, s.testByProgram),
		on(frame.POST, "/api/v1/message-channels/:id/remove", ops.Admin, frame.MaxJSON, s.removeByProgram),
		on(frame.GET, "/api/v1/deliveries", ops.Admin, frame.MaxJSON, s.answerDeliveries),
		on(frame.POST, "/api/v1/deliveries/:id/resend", ops.Admin, frame.MaxJSON, s.resendByProgram),
	}
}

// act returns the context in which a request changes something.
func act(c echo.Context) context.Context { return frame.ActAs(c, frame.PrincipalOf(c).Name) }
