package web

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"daybreak/internal/analysis"
	"daybreak/internal/ask"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
	"daybreak/internal/view"
	"daybreak/internal/web/frame"
	"daybreak/internal/web/messages"
)

// sendView says what a message with a list of members will hold, and asks where it goes.
type sendView struct {
	frame.FormView
	Message           messages.List
	Left              string // how many are only behind the link
	Query, Once, Back string
	Goes              []sendOption
}

type sendOption struct {
	Value, Text string
	Picked      bool
}

// showSend says what would be sent of the list that the address asks for.
func (s *Server) showSend(c echo.Context) error {
	return s.sendForm(c, http.StatusOK, nil, c.QueryParams(), url.Values{"once": {rand.Text()}})
}

func (s *Server) sendForm(c echo.Context, status int, fault *ops.Error, query, form url.Values) error {
	frame.NamesMembers(c)
	d := s.Data(c)
	message, total, address, err := s.listMessage(c, d, query)
	if err != nil {
		return err
	}
	v := sendView{FormView: s.FormView(c, "members", fault), Message: message, Query: address.Encode(), Once: form.Get("once"), Back: message.Link}
	v.Title = v.T.Lists.Title
	if left := total - len(message.Lines); left > 0 {
		v.Left = fmt.Sprintf(v.T.Lists.Left, view.Whole(left))
	}
	channels, err := s.messages.Goes(c.Request().Context())
	if err != nil {
		return err
	}
	for _, x := range channels {
		id := strconv.FormatInt(x.ID, 10)
		v.Goes = append(v.Goes, sendOption{id, x.Name, id == form.Get("channel")})
	}
	return s.SendPage(c, status, "list-send", v)
}

// listMessage is the list an address asks for as a message, how many members it has, and
// its address. It holds what members are called, never how they are reached.
func (s *Server) listMessage(c echo.Context, d analysis.Data, query url.Values) (m messages.List, total int, address url.Values, err error) {
	l, err := s.readList(c, d, query)
	if err != nil {
		return m, 0, nil, err
	}
	if l.Text != "" {
		return m, 0, nil, echo.ErrNotFound // what was looked for is no list
	}
	l.Limit, l.Offset = messages.MostSent, 0
	ctx := c.Request().Context()
	people, err := s.listed(ctx, d, l)
	if err != nil {
		return m, 0, nil, err
	}
	w := view.NewWriter(frame.Language(c), s.Currency, d)
	address = l.address()
	m = messages.List{Title: w.Whom(d, l.PeopleQuery) + " · " + fmt.Sprintf(w.T.Member.Count, view.Whole(people.Total)), Link: ask.Href("/members", address),
		LinkText: w.T.Lists.Open}
	m.Lines, err = s.personLines(ctx, w, l, people.Members)
	return m, people.Total, address, err
}

// personLines says of each member what they are called, where they are from, how long they
// wait, who looks after them and what comes next.
func (s *Server) personLines(ctx context.Context, w view.Writer, l peopleList, members []engine.Person) ([]string, error) {
	called, err := s.persons.CalledOf(ctx, members)
	if err != nil {
		return nil, err
	}
	out := []string{}
	for _, m := range members {
		parts := []string{cmp.Or(called[m.ID].Called(), m.ID)}
		for _, text := range []string{m.Channel, m.City} {
			if text != "" {
				parts = append(parts, w.Group(text, 0))
			}
		}
		if l.Waits() {
			parts = append(parts, fmt.Sprintf(w.T.Lanes.Waits, m.Waiting))
		}
		f := l.Latest.Of[m.ID]
		if f.Owner != "" {
			parts = append(parts, fmt.Sprintf(w.T.Care.OwnedBy, f.Owner))
		}
		if f.Planned() {
			parts = append(parts, w.Next(f))
		}
		out = append(out, strings.Join(parts, " · "))
	}
	return out, nil
}

// sendList sends the list that the form names, as it is now.
func (s *Server) sendList(c echo.Context) error {
	form, err := frame.ReadForm(c, "query", "channel", "once")
	if err != nil {
		return err
	}
	query, err := url.ParseQuery(form.Get("query"))
	if err != nil {
		return frame.BadRequest(&ops.Error{Code: "bad_parameter", Message: "This is no list.", Hint: "Open the list again.", Where: ops.Place{Column: "query"}})
	}
	d := s.Data(c)
	message, total, _, err := s.listMessage(c, d, query)
	if err != nil {
		return err
	}
	err = s.sendMessage(c, form, message, total)
	if err != nil {
		return frame.Refuse(c, err, func(c echo.Context, status int, fault *ops.Error) error {
			return s.sendForm(c, status, fault, query, form)
		})
	}
	return c.Redirect(http.StatusSeeOther, "/messages?done=1")
}

func (s *Server) sendMessage(c echo.Context, form url.Values, message messages.List, total int) error {
	channel, err := frame.WholeField(form, "channel")
	if err != nil {
		return err
	}
	once := form.Get("once")
	switch {
	case s.messages.Channels == nil:
		return &ops.Error{Code: "unknown_channel", Message: "There is no such channel.", Hint: "Choose one of the channels.", Where: ops.Place{Column: "channel"}}
	case total == 0:
		return &ops.Error{Code: "list_empty", Message: "Nobody is on the list.", Hint: "Open the list again."}
	case once == "" || len(once) > ops.MaxTitle:
		return &ops.Error{Code: "bad_parameter", Message: "The form is not complete.", Hint: "Open the page again.", Where: ops.Place{Column: "once"}}
	}
	return s.messages.SendList(c, channel, once, message)
}
