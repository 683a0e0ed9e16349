package messages

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
)

// channelAnswer is a channel as programs see it: nothing of its secrets.
type channelAnswer struct {
	ID        int64  `json:"id"`
	Version   int64  `json:"version"`
	Name      string `json:"name"`
	Kind      string `json:"kind"`
	Lang      string `json:"lang"`
	Shows     string `json:"shows"`
	Paused    bool   `json:"paused"`
	ChangedBy string `json:"changed_by"`
	ChangedAt string `json:"changed_at"`
}

type channelsAnswer struct {
	Channels []channelAnswer `json:"channels"`
}

// deliveryAnswer is a message on its way: what became of it, not what it says.
type deliveryAnswer struct {
	ID      int64              `json:"id"`
	Channel int64              `json:"channel"`
	Kind    string             `json:"kind"`
	Title   string             `json:"title"`
	To      string             `json:"to"`
	State   ops.DeliveryState  `json:"state"`
	Tries   int                `json:"tries"`
	MadeAt  string             `json:"made_at"`
	DueAt   string             `json:"due_at"`
	SentAt  string             `json:"sent_at"`
	Why     *frame.ErrorDetail `json:"why"`
}

type deliveriesAnswer struct {
	Deliveries []deliveryAnswer `json:"deliveries"`
}

type versionBody struct {
	Version int64 `json:"version"`
}

func (s *Section) answerChannels(c echo.Context) error {
	list, err := s.Channels.All(c.Request().Context())
	if err != nil {
		return err
	}
	out := channelsAnswer{[]channelAnswer{}}
	for _, x := range list {
		out.Channels = append(out.Channels, channelAnswer{x.ID, x.Version, x.Name, x.Kind, x.Lang, x.Shows, x.Paused, x.ChangedBy, frame.Instant(x.Changed)})
	}
	return c.JSON(http.StatusOK, out)
}

// testByProgram sends a message that tries a channel.
func (s *Section) testByProgram(c echo.Context) error {
	id, err := frame.ObjectID(c)
	if err == nil {
		err = s.tryChannel(c, id)
	}
	if err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// removeByProgram takes a channel away.
func (s *Section) removeByProgram(c echo.Context) error {
	id, err := frame.ObjectID(c)
	if err != nil {
		return err
	}
	var b versionBody
	if err := frame.DecodeJSON(c, &b); err != nil {
		return err
	}
	if err := s.Channels.Remove(act(c), id, b.Version); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// mostDeliveries is how many messages a program gets.
const mostDeliveries = 400

// answerDeliveries answers the last messages: all, those in one state, or those of one
// channel.
func (s *Section) answerDeliveries(c echo.Context) error {
	state, channel, err := deliveriesAsked(c)
	if err != nil {
		return frame.BadRequest(err)
	}
	list, err := s.Outbox.Find(c.Request().Context(), state, channel, mostDeliveries)
	if err != nil {
		return err
	}
	out := deliveriesAnswer{[]deliveryAnswer{}}
	for _, d := range list {
		a := deliveryAnswer{ID: d.ID, Channel: d.Channel, Kind: d.Kind, Title: d.Title, To: d.To, State: d.State, Tries: d.Tries, MadeAt: frame.Instant(d.Made)}
		if d.State == ops.DeliveryWaiting {
			a.DueAt = frame.Instant(d.Due)
		}
		if !d.Sent.IsZero() {
			a.SentAt = frame.Instant(d.Sent)
		}
		if d.Why != nil {
			why := frame.DetailOf(d.Why)
			a.Why = &why
		}
		out.Deliveries = append(out.Deliveries, a)
	}
	return c.JSON(http.StatusOK, out)
}

// deliveriesAsked reads which messages are asked for; "" and 0 for all.
func deliveriesAsked(c echo.Context) (state ops.DeliveryState, channel int64, err error) {
	for name, values := range c.QueryParams() {
		where := ops.Place{Column: ops.Show(name), Value: ops.Show(values[0])}
		switch {
		case name != "state" && name != "channel":
			return "", 0, &ops.Error{Code: "unknown_parameter", Message: fmt.Sprintf("There is no parameter %s here.", ops.Show(name)),
				Hint: "Parameters are: channel, state.", Where: where, Args: []any{ops.Show(name)}}
		case len(values) > 1:
			return "", 0, &ops.Error{Code: "bad_question", Message: name + " is given several times.", Hint: "Give it once.", Where: where}
		case name == "state":
			state = ops.DeliveryState(values[0])
			if !slices.Contains([]ops.DeliveryState{ops.DeliveryWaiting, ops.DeliverySent, ops.DeliveryDead}, state) {
				return "", 0, &ops.Error{Code: "bad_question", Message: "There is no such state of a message.", Hint: "Use waiting, sent or dead.", Where: where}
			}
		default:
			if channel, err = strconv.ParseInt(values[0], 10, 64); err != nil || channel <= 0 {
				return "", 0, &ops.Error{Code: "bad_number", Message: "channel is not a whole number.", Hint: "Give the id of a channel.", Where: where,
					Args: []any{"channel"}}
			}
		}
	}
	return state, channel, nil
}

// resendByProgram lets a message that was given up be tried again.
func (s *Section) resendByProgram(c echo.Context) error {
	id, err := frame.ObjectID(c)
	if err != nil {
		return err
	}
	if err := s.Outbox.Resend(act(c), id); err != nil {
		return err
	}
	s.Wake()
	return c.NoContent(http.StatusNoContent)
}
