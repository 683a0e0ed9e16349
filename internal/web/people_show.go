package web

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"daybreak/internal/analysis"
	"daybreak/internal/api"
	"daybreak/internal/ask"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
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
	shellView
	Heading string
	Asked   []askedView // the question in the API's words
	Count   string
	List    *tableView
	CSV     *choiceView
	Pager   pagerView
}

// askedView is one parameter of a question.
type askedView struct{ Name, Value string }

// pagerView leads to the pages before and after; "" where there is none.
type pagerView struct{ Text, Previous, Next string }

// pageOf reads which page is asked for and takes the parameter away, so that
// the rest is the question.
func pageOf(p *ask.Params) int { return p.Number("page", 1, 1, 1<<20) }

// showPeople shows the members behind a figure; without a question those
// active lately. With member it leads to that one.
func (s *Server) showPeople(c echo.Context) error {
	p := ask.NewParams(c.QueryParams())
	d := s.Data()
	if p.Values.Get("member") != "" {
		return c.Redirect(http.StatusSeeOther, memberHref(p.Values.Get("member")))
	}
	q, number, err := s.readPeoplePage(p, d)
	if err != nil {
		return frame.BadRequest(err)
	}
	q.Limit, q.Offset = pageMembers, (number-1)*pageMembers
	frame.RememberLanguage(c)
	shell := s.shell(c, d, "", "members", nil)
	shell.Title = shell.T.Member.Title
	key := fmt.Sprintf("members %s %s %s %v", shell.Path, shell.Lang, shell.Theme, shell.Mistakes)
	return s.SendCached(c, key, d.Snapshot.Version(), d.Catalog.Digest, echo.MIMETextHTMLCharsetUTF8, func(out io.Writer) error {
		if d.Snapshot.Days("events").Len() == 0 {
			return s.Pages.Write(out, "empty", shell)
		}
		w := writer{lang: shell.Lang, t: shell.T, currency: s.Currency, catalog: d.Catalog}
		v := peopleView{shellView: shell, Heading: w.whom(d, q)}
		v.Through = w.day(ask.Through(d.Snapshot))
		for _, h := range hidden(ask.PeopleAddress(q).Values()) {
			v.Asked = append(v.Asked, askedView(h))
		}
		people, err := s.people(c.Request().Context(), d, q)
		if err != nil {
			return err
		}
		v.Count = fmt.Sprintf(shell.T.Member.Count, whole(people.Total))
		v.List = w.peopleTable(v.Heading, people.Members)
		if name := w.countedAs(q); ask.Recounts(q) && people.Counted != int64(people.Total) {
			v.Count = name + " " + whole(int(people.Counted)) + " · " + v.Count
			v.List.Head = append(v.List.Head, headView{Text: name, Number: true})
			for i, m := range people.Members {
				v.List.Rows[i].Cells = append(v.List.Rows[i].Cells, cellView{Text: whole(int(m.Counted))})
			}
		}
		address := ask.PeopleAddress(q).Values()
		v.Pager = w.pager("/members", address, number, len(people.Members), pageMembers, people.Total)
		if people.Total > 0 {
			v.CSV = &choiceView{Label: shell.T.Member.CSVAll, Href: frame.HrefOf("/members.csv", address)}
			if people.Total > ask.MaxListed {
				v.CSV.Label = fmt.Sprintf(shell.T.Member.CSVFirst, whole(ask.MaxListed))
			}
		}
		return s.Pages.Write(out, "members", v)
	})
}

// readPeoplePage reads whom a page is about, and which page of them.
func (s *Server) readPeoplePage(p *ask.Params, d analysis.Data) (engine.PeopleQuery, int, error) {
	p.Text("lang", "")
	p.Text("member", "")
	number := pageOf(p)
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
	return engine.PeopleQuery{Kind: "active", Start: last - 27, Growth: &engine.GrowthQuery{Event: engine.Activity{Event: engine.AnyEvent}, Rolling: 28, Range: ops.Range{From: last, To: last + 1}, Through: last}}
}

// people asks for members under the limits of every question.
func (s *Server) people(ctx context.Context, d analysis.Data, q engine.PeopleQuery) (*engine.People, error) {
	ctx, cancel := context.WithTimeout(ctx, frame.QueryTimeout)
	defer cancel()
	leave, err := s.Gate.Enter(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	return d.Snapshot.People(ctx, q)
}

// exportPeople sends the members behind a figure as CSV.
func (s *Server) exportPeople(c echo.Context) error {
	p := ask.NewParams(c.QueryParams())
	d := s.Data()
	q, _, err := s.readPeoplePage(p, d)
	if err != nil {
		return frame.BadRequest(err)
	}
	q.Limit = ask.MaxListed
	c.Response().Header().Set("Content-Disposition", `attachment; filename="daybreak-members.csv"`)
	key := "members csv ?" + c.QueryParams().Encode()
	return s.SendCached(c, key, d.Snapshot.Version(), d.Catalog.Digest, "text/csv; charset=utf-8", func(out io.Writer) error {
		people, err := s.people(c.Request().Context(), d, q)
		if err != nil {
			return err
		}
		return api.PeopleTable(q, people.Members).Write(out)
	})
}

// pager writes which part of all a page shows and leads to its neighbours.
func (w writer) pager(path string, address url.Values, number, shown, size, all int) pagerView {
	var out pagerView
	if shown > 0 {
		first := (number - 1) * size
		out.Text = fmt.Sprintf(w.t.Member.Of, whole(first+1), whole(first+shown), whole(all))
	}
	to := func(n int) string {
		address.Set("page", strconv.Itoa(n))
		if n == 1 {
			address.Del("page")
		}
		defer address.Del("page")
		return frame.HrefOf(path, address)
	}
	if number > 1 {
		out.Previous = to(min(number-1, max(1, (all+size-1)/size)))
	}
	if number*size < all {
		out.Next = to(number + 1)
	}
	return out
}

func (w writer) peopleTable(caption string, members []engine.Person) *tableView {
	t := &w.t.Member
	out := &tableView{Caption: caption, Head: []headView{{Text: t.Member}}}
	for _, dim := range []string{"channel", "campaign", "group", "city"} {
		out.Head = append(out.Head, headView{Text: w.dimension(dim)})
	}
	out.Head = append(out.Head, headView{Text: t.InvitedBy}, headView{Text: t.First}, headView{Text: t.Last}, headView{Text: t.Events, Number: true})
	for _, m := range members {
		row := rowView{Name: m.ID, Href: memberHref(m.ID), Texts: len(out.Head) - 2}
		for _, text := range []string{m.Channel, m.Campaign, m.Group, m.City, m.InvitedBy} {
			if text != "" {
				text = w.group(text, 0)
			}
			row.Cells = append(row.Cells, cellView{Text: text})
		}
		row.Cells[4].Text = m.InvitedBy
		if m.InvitedBy != "" {
			row.Cells[4].Href = memberHref(m.InvitedBy)
		}
		first, last := cellView{}, cellView{}
		if m.Events > 0 {
			first.Text, last.Text = w.day(m.First), w.day(m.Last)
		}
		row.Cells = append(row.Cells, first, last, cellView{Text: whole(m.Events)})
		out.Rows = append(out.Rows, row)
	}
	return out
}

// countedAs says what a member is counted for.
func (w writer) countedAs(q engine.PeopleQuery) string {
	if q.Count == nil {
		return w.t.Member.Times
	}
	m, _ := w.catalog.Metric(q.Count.Metric)
	return w.label(m.Label)
}

// whom says in words who is listed.
func (w writer) whom(d analysis.Data, q engine.PeopleQuery) string {
	t := &w.t.Member
	text := ""
	days := func(n int) string { return fmt.Sprintf(t.Days, n) }
	bucket := func(g ops.Grain) string { return w.days(d.Calendar.Bucket(q.Start, g)) }
	switch {
	case q.Count != nil:
		text = w.countedAs(q) + " · " + w.days(q.Count.Range)
	case q.Retention != nil:
		period := strconv.Itoa(q.Step)
		if b := q.Retention.Brackets; q.Step < len(b) {
			period = strconv.Itoa(b[q.Step][0]) + "–" + strconv.Itoa(b[q.Step][1])
		}
		cohort := t.EveryCohort
		if q.Start != 0 {
			grain := q.Retention.Period
			if q.Retention.GroupBy != "" {
				grain = q.Retention.GroupBy
			}
			cohort = fmt.Sprintf(t.CohortOf, bucket(grain))
		}
		switch q.Kind {
		case "returned":
			text = fmt.Sprintf(t.CameBack, cohort, period)
		case "missing":
			text = fmt.Sprintf(t.Missing, cohort, period)
		default:
			text = fmt.Sprintf(t.AllOf, cohort)
		}
	case q.Growth != nil:
		names := map[string]string{"active": w.t.Panel.Active, "new": w.t.Panel.New, "pre_existing": w.t.Panel.PreExisting, "first": w.t.Panel.New, "retained": w.t.Panel.Retained, "resurrected": w.t.Panel.Resurrected, "churned": w.t.Panel.Churned}
		for i, kind := range engine.StateKinds() {
			names[kind] = t.States.List()[i]
		}
		when := w.days(ops.Range{From: q.Start, To: q.Start + ops.Day(q.Growth.Rolling)})
		switch {
		case q.Start == 0:
			when = w.days(q.Growth.Range)
		case q.Growth.Rolling == 0:
			when = bucket(q.Growth.Period)
		}
		text = names[q.Kind] + " · " + when
	case q.Stickiness != nil:
		text = fmt.Sprintf(t.ActiveIn, q.Step)
		if q.Most > q.Step {
			text = fmt.Sprintf(t.ActiveFromTo, q.Step, q.Most)
		}
	case q.Funnel != nil:
		text = map[string]string{"entered": t.Entered, "converted": t.Converted, "dropped": t.Dropped, "open": t.Open}[q.Kind]
		switch {
		case q.Kind == "took":
			text = t.Converted + " · " + fmt.Sprintf(w.t.Option.HourSpan, q.Step, q.Most+1)
			if q.Most >= noLimit {
				text = t.Converted + " · " + fmt.Sprintf(w.t.Option.HoursOrMore, q.Step)
			}
		case q.Kind == "reached":
			text = t.Entered + " · " + fmt.Sprintf(t.Reached, q.Step)
		case q.Step > 0:
			text += " · " + fmt.Sprintf(t.OnlyTo, q.Step)
		}
	case q.Challenge != nil:
		text = map[string]string{"enrolled": t.Enrolled, "late": t.Late, "perfect": t.Perfect, "enough": t.Enough, "open": t.StillOpen, "lost": t.Lost}[q.Kind]
		switch {
		case q.Kind == "lost" && q.Step > 0:
			text = fmt.Sprintf(t.LostOn, q.Step)
		case q.Kind == "at_risk":
			text = fmt.Sprintf(t.StillIn, q.Step)
		case q.Kind == "censored":
			text = fmt.Sprintf(t.LastKnown, q.Step)
		}
	case q.Streaks != nil:
		text = map[string]string{"current": t.CurrentRun, "longest": t.LongestRun, "current_made_up": t.CurrentMadeUp, "longest_made_up": t.LongestMadeUp, "at_risk": t.AtRisk}[q.Kind]
		if q.Kind != "at_risk" {
			switch {
			case q.Most == noLimit:
				text += " · " + fmt.Sprintf(t.DaysOrMore, q.Step)
			case q.Most > q.Step:
				text += " · " + fmt.Sprintf(t.DaysFromTo, q.Step, q.Most)
			default:
				text += " · " + days(q.Step)
			}
		}
	case q.Times != nil:
		text = w.group(q.Times.Event, 0)
		if q.Times.Weekday != engine.EveryWeekday {
			text += " · " + w.lang.Weekday(time.Weekday(q.Times.Weekday))
		}
		text += " · " + ask.ClockText(q.Step) + "–" + ask.ClockText(max(q.Step, q.Most)) + " · " + w.days(q.Times.Range)
	case q.Invitation != nil:
		text = map[string]string{"invited": t.Invited, "active": w.t.Panel.Active}[q.Kind] + " · " + bucket(q.Invitation.Period)
	}
	if by := ask.GroupedBy(q); by != "" {
		text += " · " + w.dimension(by) + ": " + w.group(q.Group, 0)
	}
	return text
}

// memberView is one member and what it did.
type memberView struct {
	shellView
	Heading  string
	Facts    []factView
	Timeline *tableView
	CSV      choiceView
	Pager    pagerView
}

// readMemberPage reads which member, and which page of its timeline, is asked for.
func readMemberPage(p *ask.Params, member string) (engine.PeopleQuery, int, error) {
	p.Text("lang", "")
	format := p.Choice("format", "", "csv")
	number := pageOf(p)
	q := ask.ReadMember(p, member)
	q.Limit, q.Offset = pageMoments, (number-1)*pageMoments
	if format == "csv" {
		q.Limit, q.Offset = ask.MaxListed, 0
	}
	return q, number, p.Done()
}

// showMember shows one member's timeline, or sends it as CSV.
func (s *Server) showMember(c echo.Context) error {
	p := ask.NewParams(c.QueryParams())
	d := s.Data()
	q, number, err := readMemberPage(p, c.Param("member"))
	if err != nil {
		return frame.BadRequest(err)
	}
	if p.Values.Get("format") == "csv" {
		c.Response().Header().Set("Content-Disposition", `attachment; filename="daybreak-member.csv"`)
		return s.SendCached(c, "member csv "+q.Member, d.Snapshot.Version(), d.Catalog.Digest, "text/csv; charset=utf-8", func(out io.Writer) error {
			people, err := s.people(c.Request().Context(), d, q)
			if err != nil {
				return err
			}
			return api.TimelineTable(d, people.Events).Write(out)
		})
	}
	frame.RememberLanguage(c)
	shell := s.shell(c, d, "", "members", nil)
	shell.Title = shell.T.Member.Title
	key := fmt.Sprintf("member %s %s %s %v", shell.Path, shell.Lang, shell.Theme, shell.Mistakes)
	return s.SendCached(c, key, d.Snapshot.Version(), d.Catalog.Digest, echo.MIMETextHTMLCharsetUTF8, func(out io.Writer) error {
		people, err := s.people(c.Request().Context(), d, q)
		if err != nil {
			return err
		}
		w := writer{lang: shell.Lang, t: shell.T, currency: s.Currency, catalog: d.Catalog}
		t, m := &w.t.Member, people.Members[0]
		v := memberView{shellView: shell, Heading: fmt.Sprintf(t.TitleOne, m.ID), CSV: choiceView{Label: shell.T.Panel.CSV, Href: memberHref(m.ID) + "?format=csv"}}
		add := func(value, text, href string) {
			if value != "" {
				v.Facts = append(v.Facts, factView{value, text, href})
			}
		}
		add(whole(m.Events), t.Events, "")
		if m.Events > 0 {
			add(w.day(m.First), t.First, "")
			add(w.day(m.Last), t.Last, "")
		}
		for _, x := range []struct{ dimension, value string }{{"channel", m.Channel}, {"campaign", m.Campaign}, {"group", m.Group}, {"city", m.City}} {
			if x.value != "" {
				add(w.group(x.value, 0), w.dimension(x.dimension), "")
			}
		}
		add(m.InvitedBy, t.InvitedBy, memberHref(m.InvitedBy))
		v.Timeline = w.timeline(d, people.Events)
		v.Pager = w.pager(memberHref(m.ID), url.Values{}, number, len(people.Events), pageMoments, people.Total)
		return s.Pages.Write(out, "member", v)
	})
}

func (w writer) timeline(d analysis.Data, events []engine.Event) *tableView {
	t := &w.t.Member
	out := &tableView{Caption: t.Timeline, Head: []headView{{Text: t.Time}, {Text: t.Event}, {Text: w.dimension("group")}, {Text: t.Challenge}, {Text: w.dimension("channel")}, {Text: t.Props}}}
	for _, e := range events {
		at := time.UnixMicro(e.At).In(d.Calendar.Zone)
		row := rowView{Name: w.lang.Date(at) + " " + at.Format("15:04:05"), Texts: len(out.Head)}
		row.Cells = append(row.Cells, cellView{Text: w.group(e.Event, 0)})
		for _, text := range []string{e.Group, e.Challenge, e.Channel} {
			if text != "" {
				text = w.group(text, 0)
			}
			row.Cells = append(row.Cells, cellView{Text: text})
		}
		row.Cells = append(row.Cells, cellView{Text: e.Props})
		out.Rows = append(out.Rows, row)
	}
	return out
}
