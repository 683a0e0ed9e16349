package api

import (
	"context"
	"strings"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ask"
	"daybreak/internal/loop"
	"daybreak/internal/ops"
	"daybreak/internal/report"
	"daybreak/internal/web/frame"
)

// Contacts says what members are called and how they are reached.
type Contacts interface {
	// Called returns what is known of some members; who has no names is left out.
	Called(ctx context.Context, members []string) (map[string]ops.Attributes, error)
	// Find returns up to most members whose id, name or nickname has the text in it, or,
	// if reach says so, whose contact has.
	Find(ctx context.Context, text string, reach bool, most int) ([]string, error)
}

type contactAnswer struct {
	Member   string   `json:"member"`
	Name     string   `json:"name"`
	Nickname string   `json:"nickname"`
	Contact  *string  `json:"contact"` // null for who may not reach people
	Tags     []string `json:"tags"`
}

type contactsAnswer struct {
	Contacts []contactAnswer `json:"contacts"`
}

// maxContacts bounds the members of one answer.
const maxContacts = 1000

// answerContacts answers what members are called; only editors are told how they are
// reached.
func (s *Section) answerContacts(c echo.Context) error {
	reach := frame.PrincipalOf(c).Role >= ops.Editor
	return s.answerNow(func(p *ask.Params, _ loop.World) func(context.Context) (any, *report.Table, error) {
		text, ids, limit := p.Text("q", ""), p.Text("member", ""), p.Number("limit", 100, 1, maxContacts)
		members := strings.FieldsFunc(ids, func(r rune) bool { return r == ',' })
		switch {
		case (text == "") == (ids == ""):
			p.Fail("missing_parameter", "q", "", "One of the parameters q and member is needed.", "Give what to look for, or ids.")
		case len(members) > maxContacts || len(text) > 4*ops.MaxTitle:
			p.Fail("bad_parameter", "q", "", "This asks for too much at once.", "Ask in parts.")
		}
		return func(ctx context.Context) (any, *report.Table, error) {
			var err error
			if text != "" {
				if members, err = s.Contacts.Find(ctx, text, reach, limit); err != nil {
					return nil, nil, err
				}
			}
			called, err := s.Contacts.Called(ctx, members)
			if err != nil {
				return nil, nil, err
			}
			out := contactsAnswer{Contacts: []contactAnswer{}}
			t := &report.Table{Header: []string{"member", "name", "nickname", "contact", "tags"}}
			for _, m := range members {
				k, ok := called[m]
				if !ok && text == "" {
					continue
				}
				a := contactAnswer{Member: m, Name: k.Name, Nickname: k.Nickname, Tags: append([]string{}, k.Tags...)}
				contact := report.NotApplicable
				if reach {
					a.Contact, contact = &k.Contact, ops.SafeText(k.Contact)
				}
				out.Contacts = append(out.Contacts, a)
				t.Rows = append(t.Rows, []string{ops.SafeText(m), ops.SafeText(k.Name), ops.SafeText(k.Nickname), contact, ops.SafeText(strings.Join(k.Tags, ","))})
			}
			return out, t, nil
		}
	})(c)
}
