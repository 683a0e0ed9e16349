package api

import (
	"context"
	"encoding/json"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"daybreak/internal/analysis"
	"daybreak/internal/ask"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
	"daybreak/internal/report"
	"daybreak/internal/web/frame"
)

type peopleAnswer struct {
	Through string         `json:"through"`
	Total   int            `json:"total"` // all of them, whatever the page
	Counted *int64         `json:"counted,omitempty"`
	Members []personAnswer `json:"members"`
}

type personAnswer struct {
	Member    string  `json:"member"`
	Channel   string  `json:"channel"`
	Campaign  string  `json:"campaign"`
	Group     string  `json:"group"`
	City      string  `json:"city"`
	InvitedBy string  `json:"invited_by"`
	First     *string `json:"first"` // active day; null without events
	Last      *string `json:"last"`
	Events    int     `json:"events"`

	Streak      int     `json:"streak"`        // days with a check-in that end with the last day of data
	LastCheckIn *string `json:"last_check_in"` // null without any
	CheckIns    int     `json:"check_ins"`     // days with one among the last 28
	Waiting     *int    `json:"waiting,omitempty"`

	Counted *int64 `json:"counted,omitempty"` // of a question that may count a member more than once
}

func answerPerson(p engine.Person) personAnswer {
	a := personAnswer{Member: p.ID, Channel: p.Channel, Campaign: p.Campaign, Group: p.Group, City: p.City, InvitedBy: p.InvitedBy, Events: p.Events}
	if p.Events > 0 {
		first, last := p.First.String(), p.Last.String()
		a.First, a.Last = &first, &last
	}
	a.Streak, a.CheckIns = p.Streak, p.CheckIns
	if p.LastCheckIn != 0 {
		last := p.LastCheckIn.String()
		a.LastCheckIn = &last
	}
	return a
}

// askPeople answers who is behind a figure.
func askPeople(p *ask.Params, d analysis.Data) func(context.Context) (any, *report.Table, error) {
	snapshot := d.Snapshot
	q := ask.ReadPeople(p, d)
	q.Limit, q.Offset = p.Number("limit", 100, 1, ask.MaxListed), p.Number("offset", 0, 0, 1<<31-1)
	return func(ctx context.Context) (any, *report.Table, error) {
		r, err := snapshot.People(ctx, q)
		if err != nil {
			return nil, nil, err
		}
		out := peopleAnswer{Through: ask.Through(snapshot).String(), Total: r.Total, Members: []personAnswer{}}
		for _, m := range r.Members {
			a := answerPerson(m)
			if ask.Recounts(q) {
				a.Counted = &m.Counted
			}
			if q.Waits() {
				a.Waiting = &m.Waiting
			}
			out.Members = append(out.Members, a)
		}
		if ask.Recounts(q) {
			out.Counted = &r.Counted
		}
		return out, PeopleTable(q, r.Members), nil
	}
}

// PeopleTable is a list of members as CSV.
func PeopleTable(q engine.PeopleQuery, members []engine.Person) *report.Table {
	t := &report.Table{Header: []string{"member", "channel", "campaign", "group", "city", "invited_by", "first", "last", "events",
		"streak", "last_check_in", "check_ins"}}
	if q.Waits() {
		t.Header = append(t.Header, "waiting")
	}
	if ask.Recounts(q) {
		t.Header = append(t.Header, "counted")
	}
	for _, m := range members {
		row := []string{m.ID, m.Channel, m.Campaign, m.Group, m.City, m.InvitedBy}
		for i := range row {
			row[i] = ops.SafeText(row[i])
		}
		first, last := report.NotApplicable, report.NotApplicable
		if m.Events > 0 {
			first, last = m.First.String(), m.Last.String()
		}
		checkedIn := report.NotApplicable
		if m.LastCheckIn != 0 {
			checkedIn = m.LastCheckIn.String()
		}
		row = append(row, first, last, strconv.Itoa(m.Events), strconv.Itoa(m.Streak), checkedIn, strconv.Itoa(m.CheckIns))
		if q.Waits() {
			row = append(row, strconv.Itoa(m.Waiting))
		}
		if ask.Recounts(q) {
			row = append(row, strconv.FormatInt(m.Counted, 10))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

type timelineAnswer struct {
	personAnswer
	Total    int             `json:"total"`
	Timeline []momentsAnswer `json:"timeline"` // the latest first
}

type momentsAnswer struct {
	At        string `json:"at"`
	Day       string `json:"day"` // ops day
	Event     string `json:"event"`
	Group     string `json:"group"`
	Challenge string `json:"challenge"`
	Channel   string `json:"channel"`
	Props     any    `json:"props"` // as imported; null without
}

// answerMember answers what the member did that the path names.
func (s *Section) answerMember(c echo.Context) error {
	return named(s.answer(func(p *ask.Params, d analysis.Data) func(context.Context) (any, *report.Table, error) {
		return askMember(p, d, c.Param("member"))
	}))(c)
}

func askMember(p *ask.Params, d analysis.Data, member string) func(context.Context) (any, *report.Table, error) {
	snapshot, q := d.Snapshot, ask.ReadMember(p, member, ask.Through(d.Snapshot))
	return func(ctx context.Context) (any, *report.Table, error) {
		r, err := snapshot.People(ctx, q)
		if err != nil {
			return nil, nil, err
		}
		out := timelineAnswer{personAnswer: answerPerson(r.Members[0]), Total: r.Total, Timeline: []momentsAnswer{}}
		for _, e := range r.Events {
			at := time.UnixMicro(e.At)
			m := momentsAnswer{At: frame.Instant(at), Day: d.Calendar.Day(at).String(), Event: e.Event, Group: e.Group, Challenge: e.Challenge, Channel: e.Channel}
			if json.Valid([]byte(e.Props)) {
				m.Props = json.RawMessage(e.Props)
			} else if e.Props != "" {
				m.Props = e.Props
			}
			out.Timeline = append(out.Timeline, m)
		}
		return out, TimelineTable(d, r.Events), nil
	}
}

// TimelineTable is what a member did as CSV.
func TimelineTable(d analysis.Data, events []engine.Event) *report.Table {
	t := &report.Table{Header: []string{"at", "day", "event", "group", "challenge", "channel", "props"}}
	for _, e := range events {
		at := time.UnixMicro(e.At)
		t.Rows = append(t.Rows, []string{frame.Instant(at), d.Calendar.Day(at).String(), ops.SafeText(e.Event), ops.SafeText(e.Group),
			ops.SafeText(e.Challenge), ops.SafeText(e.Channel), ops.SafeText(e.Props)})
	}
	return t
}
