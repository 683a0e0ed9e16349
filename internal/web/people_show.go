package web

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"daybreak/internal/analysis"
	"daybreak/internal/api"
	"daybreak/internal/ask"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
	"daybreak/internal/report"
	"daybreak/internal/view"
	"daybreak/internal/web/frame"
)

// pageMembers and pageMoments are how many members, and how much of a timeline,
// one page shows.
const (
	pageMembers = 100
	pageMoments = 200
)

// peopleView is a list of members.
type peopleView struct {
	frame.Shell
	Heading string
	Asked   []parameterView // the question in the API's words
	Count   string
	List    *view.Table
	CSV     *view.Choice
	Send    string // where the list is sent to a channel; "" for who may not
	Pager   view.Pager
}

// parameterView is one parameter of a question.
type parameterView struct{ Name, Value string }

// showPeople shows the members behind a figure; without a question those
// active lately. With member it leads to that one.
func (s *Server) showPeople(c echo.Context) error {
	d := s.Data(c)
	l, err := s.readList(c, d, c.QueryParams())
	if err != nil {
		return err
	}
	q, number, text, latest := l.PeopleQuery, l.Page, l.Text, l.Latest
	if text != "" {
		found, err := s.findPeople(c, d, text)
		if err != nil {
			return err
		}
		if len(found.Among) == 0 {
			return c.Redirect(http.StatusSeeOther, view.MemberHref(text)) // which says that there is none
		}
		if len(found.Among) == 1 {
			return c.Redirect(http.StatusSeeOther, view.MemberHref(found.Among[0]))
		}
		q, number = found, 1
	}
	if d.Snapshot.Days("events").Len() == 0 && d.Rows.Narrows() {
		return frame.NoRowsOfYours()
	}
	q.Limit, q.Offset = pageMembers, (number-1)*pageMembers
	s.RememberLanguage(c)
	shell := s.Shell(c, d, "", "members", nil)
	shell.Title = shell.T.Member.Title
	l.PeopleQuery = q
	key := fmt.Sprintf("members %s %s %s %v %s", shell.Path, shell.Lang, shell.Theme, shell.Mistakes, latest.Stamp)
	if text != "" {
		key += " found " + strings.Join(q.Among, ",")
	}
	frame.NamesMembers(c)
	return s.SendCached(c, key, d.Snapshot.Version(), d.Catalog.Digest, echo.MIMETextHTMLCharsetUTF8, func(out io.Writer) error {
		if d.Snapshot.Days("events").Len() == 0 {
			return s.Pages.Write(out, "empty", shell)
		}
		w := view.NewWriter(shell.Lang, s.Currency, d)
		v := peopleView{Shell: shell, Heading: w.Whom(d, q)}
		v.Through = w.Day(ask.Through(d.Snapshot))
		for _, h := range view.Hidden(l.address()) {
			v.Asked = append(v.Asked, parameterView(h))
		}
		people, err := s.listed(c.Request().Context(), d, l)
		if err != nil {
			return err
		}
		v.Count = fmt.Sprintf(shell.T.Member.Count, view.Whole(people.Total))
		known := view.Known{Latest: latest.Of}
		if known.Called, err = s.persons.CalledOf(c.Request().Context(), people.Members); err != nil {
			return err
		}
		if text != "" {
			v.Heading, v.Asked = fmt.Sprintf(shell.T.Care.Found, ops.Show(text)), nil
		}
		v.List = w.PeopleTable(v.Heading, q, people.Members, known)
		if name := w.CountedAs(q); ask.Recounts(q) && people.Counted != int64(people.Total) {
			v.Count = name + " " + view.Whole(int(people.Counted)) + " · " + v.Count
			v.List.Head = append(v.List.Head, view.Head{Text: name, Number: true})
			for i, m := range people.Members {
				v.List.Rows[i].Cells = append(v.List.Rows[i].Cells, view.Cell{Text: view.Whole(int(m.Counted))})
			}
		}
		address := l.address()
		v.Pager = w.Pager("/members", address, number, len(people.Members), pageMembers, people.Total)
		if people.Total > 0 && text == "" {
			v.CSV = &view.Choice{Label: shell.T.Member.CSVAll, Href: ask.Href("/members.csv", address)}
			if people.Total > ask.MaxListed {
				v.CSV.Label = fmt.Sprintf(shell.T.Member.CSVFirst, view.Whole(ask.MaxListed))
			}
			if frame.PrincipalOf(c).Role >= Editor && s.messages.Channels != nil && frame.PastOf(c).IsZero() {
				v.Send = ask.Href("/member-lists/send", address)
			}
		}
		return s.Pages.Write(out, "members", v)
	})
}

// mostFound bounds the members that are found by a text.
const mostFound = 100

// findPeople looks for members by id, name, nickname, or, for who may reach people,
// contact. Somebody whose id is the text is the one.
func (s *Server) findPeople(c echo.Context, d analysis.Data, text string) (engine.PeopleQuery, error) {
	q := engine.PeopleQuery{Among: []string{text}, Habits: ask.Through(d.Snapshot), Limit: pageMembers}
	exact, err := s.people(c.Request().Context(), d, q)
	if err != nil || exact.Total == 1 {
		return q, err
	}
	if q.Among, err = s.persons.Persons.Find(c.Request().Context(), text, frame.PrincipalOf(c).Role >= Editor, mostFound); err != nil {
		return q, err
	}
	if q.Among == nil {
		q.Among = []string{}
	}
	seen, err := s.people(c.Request().Context(), d, q) // of whom who asks may see
	if err != nil {
		return q, err
	}
	q.Among = q.Among[:0]
	for _, m := range seen.Members {
		q.Among = append(q.Among, m.ID)
	}
	return q, nil
}

// XLSX returns the address of the list as a workbook, "" for an empty one.
func (v peopleView) XLSX() string {
	if v.CSV == nil {
		return ""
	}
	return view.AsXLSX(v.CSV.Href)
}

// readPeoplePage reads whom a page is about, and which page of them.
func (s *Server) readPeoplePage(p *ask.Params, d analysis.Data) (engine.PeopleQuery, int, error) {
	p.Text("lang", "")
	p.Text("member", "")
	p.Keys = d.Snapshot.Keys()
	number := p.Page()
	q := lately(d.Snapshot)
	if p.Values.Has("of") || hasMore(p.Values) {
		q = ask.ReadPeople(p, d)
	}
	return q, number, p.Done()
}

// hasMore reports whether there are parameters besides those of any page.
func hasMore(q url.Values) bool {
	for name := range q {
		if !slices.Contains([]string{"lang", "page", "member"}, name) {
			return true
		}
	}
	return false
}

// lately are the members active in the 28 days up to the watermark.
func lately(snapshot engine.Snapshot) engine.PeopleQuery {
	last := max(ask.Through(snapshot), ops.MinDay)
	return engine.PeopleQuery{Kind: "active", Start: last - 27, Growth: &engine.GrowthQuery{Event: engine.Activity{Event: engine.AnyEvent}, Rolling: 28,
		Range: ops.Range{From: last, To: last + 1}, Through: last}}
}

// people asks for members under the limits of every question.
func (s *Server) people(ctx context.Context, d analysis.Data, q engine.PeopleQuery) (*engine.People, error) {
	ctx, leave, err := s.Question(ctx, s.Gate, frame.QueryTimeout)
	if err != nil {
		return nil, err
	}
	defer leave()
	people, err := d.Snapshot.People(ctx, q)
	return people, frame.Ended(ctx, err)
}

// exportPeople returns the handler that sends the members behind a figure as a
// file.
func (s *Server) exportPeople(format report.Format) echo.HandlerFunc {
	return func(c echo.Context) error { return s.sendPeople(c, format) }
}

func (s *Server) sendPeople(c echo.Context, format report.Format) error {
	d := s.Data(c)
	l, err := s.readList(c, d, c.QueryParams())
	if err != nil {
		return err
	}
	l.Limit = ask.MaxListed
	reach := frame.PrincipalOf(c).Role >= Editor
	c.Response().Header().Set("Content-Disposition", format.Attachment("daybreak-members"))
	key := fmt.Sprintf("members %s ?%s %s %v", format, c.QueryParams().Encode(), l.Latest.Stamp, reach)
	frame.NamesMembers(c)
	return s.SendCached(c, key, d.Snapshot.Version(), d.Catalog.Digest, format.Type(), func(out io.Writer) error {
		people, err := s.listed(c.Request().Context(), d, l)
		if err != nil {
			return err
		}
		t, err := s.listTable(c.Request().Context(), l, people.Members, reach)
		if err != nil {
			return err
		}
		return format.Write(c.Request().Context(), out, "members", t)
	})
}

// memberView is one member and what it did.
type memberView struct {
	frame.Shell
	Heading  string
	Facts    []view.Fact
	Timeline *view.Table
	CSV      view.Choice
	XLSX     string // its address
	Export   string // where all that is held of the member is; "" for who may not have it
	Forget   string // where they are forgotten; "" for who may not
	Pager    view.Pager
	Care     frame.Markup // what is done for them
}

// readMemberPage reads which member, and which page of its timeline, is asked for.
func readMemberPage(p *ask.Params, member string, through ops.Day) (engine.PeopleQuery, int, error) {
	p.Text("lang", "")
	p.Text("wait", "")
	p.Text("did", "")
	format := p.Choice("format", "", string(report.CSV), string(report.XLSX))
	number := p.Page()
	q := ask.ReadMember(p, member, through)
	q.Limit, q.Offset = pageMoments, (number-1)*pageMoments
	if format != "" {
		q.Limit, q.Offset = ask.MaxListed, 0
	}
	return q, number, p.Done()
}

// showMember shows one member's timeline, or sends it as a file.
func (s *Server) showMember(c echo.Context) error {
	p := ask.NewParams(c.QueryParams())
	d := s.Data(c)
	q, number, err := readMemberPage(p, c.Param("member"), ask.Through(d.Snapshot))
	if err != nil {
		return frame.BadRequest(err)
	}
	if asked := p.Values.Get("format"); asked != "" {
		format := report.Mark
		if asked == string(report.XLSX) {
			format = report.XLSX
		}
		c.Response().Header().Set("Content-Disposition", format.Attachment("daybreak-member"))
		frame.NamesMembers(c)
		return s.SendCached(c, "member "+string(format)+" "+q.Member, d.Snapshot.Version(), d.Catalog.Digest, format.Type(), func(out io.Writer) error {
			people, err := s.people(c.Request().Context(), d, q)
			if err != nil {
				return err
			}
			return format.Write(c.Request().Context(), out, "member", api.TimelineTable(d, people.Events))
		})
	}
	s.RememberLanguage(c)
	shell := s.Shell(c, d, "", "members", nil)
	shell.Title = shell.T.Member.Title
	frame.NamesMembers(c)
	if _, err := s.people(c.Request().Context(), d, engine.PeopleQuery{Member: q.Member, Limit: 1}); err != nil {
		return err
	}
	care, err := s.persons.Care(c, q.Member)
	if err != nil {
		return err
	}
	key := fmt.Sprintf("member %s %s %s %v %x", shell.Path, shell.Lang, shell.Theme, shell.Mistakes, sha256.Sum256([]byte(care)))
	return s.SendCached(c, key, d.Snapshot.Version(), d.Catalog.Digest, echo.MIMETextHTMLCharsetUTF8, func(out io.Writer) error {
		people, err := s.people(c.Request().Context(), d, q)
		if err != nil {
			return err
		}
		w := view.NewWriter(shell.Lang, s.Currency, d)
		t, m := &w.T.Member, people.Members[0]
		v := memberView{Shell: shell, Care: care, Heading: fmt.Sprintf(t.TitleOne, m.ID),
			CSV:  view.Choice{Label: shell.T.Panel.CSV, Href: view.MemberHref(m.ID) + "?format=csv"},
			XLSX: view.MemberHref(m.ID) + "?format=xlsx"}
		if frame.PrincipalOf(c).Role >= Editor {
			v.Export = view.MemberHref(m.ID) + "/export"
		}
		if frame.PrincipalOf(c).Role >= Admin {
			v.Forget = view.MemberHref(m.ID) + "/forget"
		}
		add := func(value, text, href string) {
			if value != "" {
				v.Facts = append(v.Facts, view.Fact{Value: value, Text: text, Href: href})
			}
		}
		add(view.Whole(m.Events), t.Events, "")
		if m.Events > 0 {
			add(w.Day(m.First), t.First, "")
			add(w.Day(m.Last), t.Last, "")
		}
		for _, x := range []struct{ dimension, value string }{{"channel", m.Channel}, {"campaign", m.Campaign}, {"group", m.Group}, {"city", m.City}} {
			if x.value != "" {
				add(w.Group(x.value, 0), w.Dimension(x.dimension), "")
			}
		}
		add(m.InvitedBy, t.InvitedBy, view.MemberHref(m.InvitedBy))
		v.Timeline = w.Timeline(d, people.Events)
		v.Pager = w.Pager(view.MemberHref(m.ID), url.Values{}, number, len(people.Events), pageMoments, people.Total)
		return s.Pages.Write(out, "member", v)
	})
}
