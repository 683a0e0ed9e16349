package messages

import (
	"context"
	"strconv"

	"github.com/labstack/echo/v4"

	"daybreak/internal/notify"
	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
)

// MostSent is how many members of a list a message names; the others are behind its link.
const MostSent = 20

// List is a list of members as it is sent: a sentence for each, and where all of them are.
type List struct {
	Title, Link, LinkText string
	Lines                 []string
}

// Goes returns the channels that a list can be sent to: those that are not paused.
func (s *Section) Goes(ctx context.Context) ([]ops.Channel, error) {
	if s.Channels == nil {
		return nil, nil
	}
	all, err := s.Channels.All(ctx)
	var out []ops.Channel
	for _, x := range all {
		if !x.Paused {
			out = append(out, x)
		}
	}
	return out, err
}

// SendList puts a list into the outbox for a channel. once is of the form it comes from:
// sent again it says nothing new.
func (s *Section) SendList(c echo.Context, channel int64, once string, l List) error {
	x, ok, err := s.Channels.One(c.Request().Context(), channel)
	if err != nil {
		return err
	}
	if !ok || x.Paused {
		return &ops.Error{Code: "unknown_channel", Message: "There is no such channel.", Hint: "Choose one of the channels.", Where: ops.Place{Column: "channel"}}
	}
	m := notify.Message{Kind: notify.KindList, Title: l.Title, Link: s.Absolute(c, l.Link), LinkText: l.LinkText}
	for _, text := range l.Lines {
		m.Lines = append(m.Lines, notify.Line{Text: text})
	}
	now := s.Clock()
	d, err := notify.Put(notify.KindList+":"+strconv.FormatInt(frame.PrincipalOf(c).User, 10)+":"+once, x, m, now, now)
	if err != nil {
		return err
	}
	if err := s.Outbox.Send(act(c), d, x.Name, len(l.Lines)); err != nil {
		return err
	}
	s.Wake()
	return nil
}
