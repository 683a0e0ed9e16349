package web

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"daybreak/internal/analysis"
	"daybreak/internal/api"
	"daybreak/internal/ask"
	"daybreak/internal/engine"
	"daybreak/internal/loop"
	"daybreak/internal/ops"
	"daybreak/internal/report"
	"daybreak/internal/web/frame"
	"daybreak/internal/web/persons"
)

// peopleList is a list of members as an address asks for it: those behind a figure, or
// some of them, by what was last done for them.
type peopleList struct {
	engine.PeopleQuery
	Page   int
	Text   string // what members are looked for by; "" for none
	Whose  loop.Whose
	Latest persons.Latest
	params *ask.Params
}

// readList reads which list an address asks for.
func (s *Server) readList(c echo.Context, d analysis.Data, values url.Values) (l peopleList, err error) {
	l.Whose, values = persons.ReadWhose(values)
	l.params = ask.NewParams(values)
	if l.PeopleQuery, l.Page, err = s.readPeoplePage(l.params, d); err != nil {
		return l, frame.BadRequest(err)
	}
	l.Text = strings.TrimSpace(l.params.Values.Get("member"))
	l.Latest, err = s.persons.Latest(c.Request().Context())
	return l, err
}

// address is that of the list without its page.
func (l peopleList) address() url.Values {
	return persons.ListValues(l.PeopleQuery, l.Whose)
}

// listed asks for the members of a list. Where only some of those behind a figure are
// wanted, these are picked among the first ask.MaxListed of them; more are refused.
func (s *Server) listed(ctx context.Context, d analysis.Data, l peopleList) (*engine.People, error) {
	if l.Whose == (loop.Whose{}) {
		return s.people(ctx, d, l.PeopleQuery)
	}
	q := l.PeopleQuery
	q.Limit, q.Offset = ask.MaxListed, 0
	all, err := s.people(ctx, d, q)
	if err != nil {
		return nil, err
	}
	if all.Total > ask.MaxListed {
		return nil, &ops.Error{Code: "list_too_long", Message: fmt.Sprintf("The list has more than %d members.", ask.MaxListed),
			Hint: "Ask for fewer days before asking for an owner.", Args: []any{ask.MaxListed}}
	}
	out := &engine.People{}
	for _, m := range all.Members {
		if l.Whose.Is(l.Latest.Of[m.ID]) {
			out.Members = append(out.Members, m)
		}
	}
	out.Total = len(out.Members)
	out.Members = out.Members[min(l.Offset, out.Total):]
	if l.Limit > 0 {
		out.Members = out.Members[:min(l.Limit, len(out.Members))]
	}
	return out, nil
}

// listTable is the list as a file: with what its members are called, and how they are reached
// for who may reach them, and with what was last done for them, where anything is known.
func (s *Server) listTable(ctx context.Context, l peopleList, members []engine.Person, reach bool) (*report.Table, error) {
	t := api.PeopleTable(l.PeopleQuery, members)
	called, err := s.persons.CalledOf(ctx, members)
	if err != nil {
		return nil, err
	}
	add := func(name string, text func(id string) string) {
		t.Header = append(t.Header, name)
		for i, m := range members {
			t.Rows[i] = append(t.Rows[i], ops.SafeText(text(m.ID)))
		}
	}
	if len(called) > 0 {
		add("name", func(id string) string { return called[id].Name })
		add("nickname", func(id string) string { return called[id].Nickname })
		add("tags", func(id string) string { return strings.Join(called[id].Tags, ",") })
		if reach {
			add("contact", func(id string) string { return called[id].Contact })
		}
	}
	if slices.ContainsFunc(members, func(m engine.Person) bool { return l.Latest.Of[m.ID].ID != 0 }) {
		add("owner", func(id string) string { return l.Latest.Of[id].Owner })
		add("next", func(id string) string { return l.Latest.Of[id].Next })
		add("next_on", func(id string) string {
			if on := l.Latest.Of[id].NextOn; on != 0 {
				return on.String()
			}
			return ""
		})
	}
	return t, nil
}
