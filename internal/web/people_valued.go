package web

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"daybreak/internal/analysis"
	"daybreak/internal/ask"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
	"daybreak/internal/report"
	"daybreak/internal/view"
	"daybreak/internal/web/frame"
)

// pageValued is how many members of a list the page shows; files have all.
const pageValued = 30

// mostNeeds is how many needs a rule may have.
const mostNeeds = 3

// valuedView is one list of the members that matter most, and its rule.
type valuedView struct {
	frame.FormView
	List      ops.ValuedList
	Lists     []view.Choice
	Rule      string // in words
	Seen      string // as it is kept
	Count     string
	Table     *view.Table
	CSV, XLSX string
	Edit      bool
	Needs     []needView
	Pers      []sendOption
	Most      string
}

// needView is the fields of a need.
type needView struct {
	N             int
	Events        []sendOption
	Least, Within string
}

// needFields are the names of the fields of the nth need.
func needFields(n int) (event, least, within string) {
	return fmt.Sprint("event", n), fmt.Sprint("least", n), fmt.Sprint("within", n)
}

// showValued shows one of the lists, or sends it as a file.
func (s *Server) showValued(c echo.Context) error {
	q := ask.NewParams(c.QueryParams())
	q.Text("lang", "")
	q.Text("done", "")
	list := ops.ValuedList(q.Choice("list", string(ops.Heavy), string(ops.Heavy), string(ops.Representative)))
	format := q.Choice("format", "", string(report.CSV), string(report.XLSX))
	if err := q.Done(); err != nil {
		return frame.BadRequest(err)
	}
	if format != "" {
		return s.sendValued(c, list, format)
	}
	return s.valuedPage(c, http.StatusOK, nil, list, nil)
}

// valuedRule returns the rule of a list, and how it is kept.
func (s *Server) valuedRule(c echo.Context, list ops.ValuedList) (r ops.ValuedRule, kept string, err error) {
	if s.messages.Settings != nil {
		if kept, err = s.messages.Settings.Setting(c.Request().Context(), list.Setting()); err != nil {
			return r, "", err
		}
	}
	r, err = list.Rule(kept)
	return r, kept, err
}

// valuedQuery asks for the members that a rule takes, up to the last day of data.
func valuedQuery(d analysis.Data, r ops.ValuedRule) engine.PeopleQuery {
	through := ask.Through(d.Snapshot)
	q := engine.SegmentQuery{Per: r.Per, Most: r.Most, Through: through, Glossary: analysis.Glossary(d)}
	for _, n := range r.Needs {
		q.Needs = append(q.Needs, engine.Need{Activity: engine.Activity{Event: n.Event}, Least: n.Least, Within: n.Within})
	}
	return engine.PeopleQuery{Segment: &q, Habits: through, Sort: "-check_ins"}
}

func (s *Server) valuedPage(c echo.Context, status int, fault *ops.Error, list ops.ValuedList, form url.Values) error {
	frame.NamesMembers(c)
	d := s.Data(c)
	if d.Snapshot.Days("events").Len() == 0 && d.Rows.Narrows() {
		return frame.NoRowsOfYours()
	}
	rule, kept, err := s.valuedRule(c, list)
	if err != nil {
		return err
	}
	v := valuedView{FormView: s.FormView(c, "pipeline", fault), List: list, Seen: kept, Edit: frame.PrincipalOf(c).Role >= Editor}
	v.Title = v.T.Valued.Title
	w := view.NewWriter(v.Lang, s.Currency, d)
	names := []string{v.T.Valued.Heavy, v.T.Valued.Representative}
	for i, x := range ops.ValuedLists() {
		v.Lists = append(v.Lists, view.Choice{Label: names[i], Href: "/valued?list=" + string(x), Current: x == list})
	}
	v.Rule = ruleInWords(w, rule)
	l := peopleList{PeopleQuery: valuedQuery(d, rule)}
	l.Limit = pageValued
	if l.Latest, err = s.persons.Latest(c.Request().Context()); err != nil {
		return err
	}
	people, err := s.people(c.Request().Context(), d, l.PeopleQuery)
	if err != nil {
		return err
	}
	known := view.Known{Latest: l.Latest.Of}
	if known.Called, err = s.persons.CalledOf(c.Request().Context(), people.Members); err != nil {
		return err
	}
	unsorted := l.PeopleQuery
	unsorted.Among = []string{} // the heads lead nowhere: the list is not asked for by an address
	v.Table = w.PeopleTable(names[slices.Index(ops.ValuedLists(), list)], unsorted, people.Members, known)
	v.Count = w.Pager("/valued", url.Values{}, 1, len(people.Members), pageValued, people.Total).Text
	if people.Total > 0 {
		v.CSV, v.XLSX = "/valued?format=csv&list="+string(list), "/valued?format=xlsx&list="+string(list)
	}
	if form == nil {
		form = valuedForm(rule)
	}
	v.fields(w, d, form)
	return s.SendPage(c, status, "valued", v)
}

// ruleInWords says a rule.
func ruleInWords(w view.Writer, r ops.ValuedRule) string {
	t := &w.T.Valued
	var parts []string
	for _, n := range r.Needs {
		parts = append(parts, fmt.Sprintf(t.Need, w.Group(n.Event, 0), n.Least, n.Within))
	}
	if r.Per != "" {
		parts = append(parts, fmt.Sprintf(t.Spread, r.Most, w.Dimension(r.Per)))
	}
	return strings.Join(parts, " · ")
}

// valuedForm is a rule as the fields of the form.
func valuedForm(r ops.ValuedRule) url.Values {
	out := url.Values{"per": {r.Per}}
	if r.Most > 0 {
		out.Set("most", fmt.Sprint(r.Most))
	}
	for i, n := range r.Needs {
		event, least, within := needFields(i + 1)
		out.Set(event, n.Event)
		out.Set(least, fmt.Sprint(n.Least))
		out.Set(within, fmt.Sprint(n.Within))
	}
	return out
}

// fields fills in the form.
func (v *valuedView) fields(w view.Writer, d analysis.Data, form url.Values) {
	for i := range mostNeeds {
		event, least, within := needFields(i + 1)
		n := needView{N: i + 1, Least: form.Get(least), Within: form.Get(within)}
		chosen := form.Get(event)
		names := d.Snapshot.Events()
		if chosen != "" && !slices.Contains(names, chosen) {
			names = append([]string{chosen}, names...)
		}
		for _, name := range names {
			n.Events = append(n.Events, sendOption{name, w.Group(name, 0), name == chosen})
		}
		v.Needs = append(v.Needs, n)
	}
	for _, name := range engine.SegmentAttributes() {
		v.Pers = append(v.Pers, sendOption{name, w.Dimension(name), name == form.Get("per")})
	}
	v.Most = form.Get("most")
}

// valuedFields are those of the form.
func valuedFields() []string {
	out := []string{"list", "seen", "per", "most"}
	for i := range mostNeeds {
		event, least, within := needFields(i + 1)
		out = append(out, event, least, within)
	}
	return out
}

// readRule reads the rule that a form says.
func readRule(form url.Values) (r ops.ValuedRule, err error) {
	for i := range mostNeeds {
		event, least, within := needFields(i + 1)
		if form.Get(event) == "" {
			continue
		}
		days, err := frame.WholeField(form, least)
		if err != nil {
			return r, err
		}
		of, err := frame.WholeField(form, within)
		if err != nil {
			return r, err
		}
		r.Needs = append(r.Needs, ops.ValuedNeed{Event: form.Get(event), Least: int(days), Within: int(of)})
	}
	if r.Per = form.Get("per"); r.Per != "" {
		x, wrong := frame.WholeField(form, "most")
		if wrong != nil {
			return r, wrong
		}
		if r.Most = int(x); x < 1 || x > ask.MaxListed {
			return r, &ops.Error{Code: "bad_number", Message: "most is not a number of members.", Hint: "Give 1 or more.", Where: ops.Place{Column: "most"}}
		}
	}
	return r, nil
}

// changeValued keeps the rule of a list, if it is still the one that was read.
func (s *Server) changeValued(c echo.Context) error {
	form, err := frame.ReadForm(c, valuedFields()...)
	if err != nil {
		return err
	}
	list := ops.ValuedList(form.Get("list"))
	if !list.Known() || s.messages.Settings == nil {
		return echo.ErrNotFound
	}
	if err := s.keepRule(c, list, form); err != nil {
		return frame.Refuse(c, err, func(c echo.Context, status int, fault *ops.Error) error {
			return s.valuedPage(c, status, fault, list, form)
		})
	}
	return c.Redirect(http.StatusSeeOther, "/valued?done=1&list="+string(list))
}

func (s *Server) keepRule(c echo.Context, list ops.ValuedList, form url.Values) error {
	rule, err := readRule(form)
	if err != nil {
		return err
	}
	q := valuedQuery(s.Data(c), rule)
	q.Limit = 1
	if _, err := s.people(c.Request().Context(), s.Data(c), q); err != nil { // a rule nobody can be asked by is not kept
		return err
	}
	seen, err := list.Rule(form.Get("seen"))
	if err != nil {
		return &ops.Error{Code: "changed_meanwhile", Message: "It was changed while you were editing.", Hint: "Look at what is new, then save again."}
	}
	rule.Version = seen.Version + 1
	text, err := json.Marshal(rule)
	if err != nil {
		return err
	}
	return s.messages.Settings.ChangeSetting(frame.ActAs(c, frame.PrincipalOf(c).Name), list.Setting(), form.Get("seen"), string(text))
}

// sendValued sends a list as a file.
func (s *Server) sendValued(c echo.Context, list ops.ValuedList, format string) error {
	f := report.Mark
	if format == string(report.XLSX) {
		f = report.XLSX
	}
	d := s.Data(c)
	rule, kept, err := s.valuedRule(c, list)
	if err != nil {
		return err
	}
	l := peopleList{PeopleQuery: valuedQuery(d, rule)}
	l.Limit = ask.MaxListed
	if l.Latest, err = s.persons.Latest(c.Request().Context()); err != nil {
		return err
	}
	reach := frame.PrincipalOf(c).Role >= Editor
	frame.NamesMembers(c)
	c.Response().Header().Set("Content-Disposition", f.Attachment("daybreak-"+string(list)))
	key := fmt.Sprintf("valued %s %s %s %s %v", list, f, kept, l.Latest.Stamp, reach)
	return s.SendCached(c, key, d.Snapshot.Version(), d.Catalog.Digest, f.Type(), func(out io.Writer) error {
		people, err := s.people(c.Request().Context(), d, l.PeopleQuery)
		if err != nil {
			return err
		}
		t, err := s.listTable(c.Request().Context(), l, people.Members, reach)
		if err != nil {
			return err
		}
		return f.Write(c.Request().Context(), out, string(list), t)
	})
}
