package persons

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"daybreak/internal/analysis"
	"daybreak/internal/ask"
	"daybreak/internal/engine"
	"daybreak/internal/loop"
	"daybreak/internal/ops"
	"daybreak/internal/view"
	"daybreak/internal/web/frame"
)

// lanesView is the board of people by stage.
type lanesView struct {
	frame.Shell
	Chips []chip
	Edit  bool
	Lanes []laneView
	Most  string // that not all are on it
	Loads *view.Table
	Here  string     // its address
	Did   *entryView // what was just done, to be taken back
}

type chip struct {
	view.Choice
	Count string
}

// laneView is one stage; Event is the one that moves people on to it.
type laneView struct {
	Name, Event, Count, Below, Bad, Share string
	Cards                                 []cardView
	More                                  *view.Choice
}

// cardView is one person. Next is the event that moves them on, "" at the end of the
// pipeline, and Back the entry that brought them here, if it can be taken back.
type cardView struct {
	ID, Href, Called, Wait, What, Owner, Next, On string
	Late                                          bool
	Open                                          bool // waits, and nothing is planned
	Last                                          int64
	Move, MoveText                                string
	Back                                          *ops.FollowUp
}

// onLane is how many people of a stage the board looks at, and cards and ownCards how many
// it shows of them: of everybody, and where fewer are asked for.
const (
	onLane   = 20_000
	cards    = 5
	ownCards = 12
)

// LanesQuery is whose people a board shows; its parameters are of the board alone.
type LanesQuery struct {
	loop.Whose
	Did string // the entry that was just made
}

// ReadLanes takes what is about the board out of the parameters of a page. An owner "=" is
// nobody.
func ReadLanes(q url.Values) (LanesQuery, url.Values) {
	var out LanesQuery
	out.Whose, q = ReadWhose(q)
	if did := q["did"]; len(did) == 1 {
		out.Did = did[0]
		q.Del("did")
	}
	return out, q
}

// ReadWhose takes out of parameters which of the members listed are wanted.
func ReadWhose(q url.Values) (loop.Whose, url.Values) {
	out, rest := loop.Whose{}, url.Values{}
	for name, values := range q {
		switch {
		case name == "owner" && len(values) == 1 && values[0] != "":
			out.Of, out.Owner = true, strings.TrimPrefix(values[0], "=")
		case name == "next" && len(values) == 1 && values[0] == "none":
			out.Unplanned = true
		default:
			rest[name] = values
		}
	}
	return out, rest
}

// whoseValues are the parameters that say whose people are shown.
func whoseValues(w loop.Whose) url.Values {
	out := url.Values{}
	if w.Of {
		out.Set("owner", ownerValue(w.Owner))
	}
	if w.Unplanned {
		out.Set("next", "none")
	}
	return out
}

func ownerValue(owner string) string {
	if owner == "" || strings.HasPrefix(owner, "=") {
		return "=" + owner
	}
	return owner
}

// Lanes returns the board of a panel of type stages on the range of a page. rest are the
// parameters of the page beside those of the board.
func (s *Section) Lanes(c echo.Context, shell frame.Shell, p *ops.Panel, scope *analysis.View, q LanesQuery, rest url.Values) (frame.Markup, error) {
	frame.NamesMembers(c)
	ctx, leave, err := s.Question(c.Request().Context(), s.Panels, frame.QueryTimeout)
	if err != nil {
		return "", err
	}
	defer leave()
	d := s.Data(c)
	stages, err := analysis.StageBoard{Operations: analysis.Operations{Data: d}}.People(ctx, scope, p, onLane)
	if err != nil || stages == nil {
		return "", frame.Ended(ctx, err)
	}
	latest, err := s.FollowUps.Latest(ctx)
	if err != nil {
		return "", err
	}
	l := lanes{Writer: view.NewWriter(shell.Lang, s.Currency, d), latest: latest, query: q, page: strings.TrimPrefix(c.Request().URL.Path, "/"), rest: rest}
	v := lanesView{Shell: shell, Edit: frame.PrincipalOf(c).Role >= ops.Editor, Here: l.address(q.Whose)}
	loads := loop.Loads(stages, latest)
	v.Chips = l.chips(loads, frame.PrincipalOf(c).Name)
	v.Loads = l.loads(stages, loads)
	for i, stage := range stages {
		lane, shown := l.lane(stages, i)
		known, err := s.CalledOf(ctx, shown)
		if err != nil {
			return "", err
		}
		for _, m := range shown {
			lane.Cards = append(lane.Cards, l.card(stages, i, m, known[m.ID]))
		}
		v.Lanes = append(v.Lanes, lane)
		if stage.Total > len(stage.Members) {
			v.Most = fmt.Sprintf(shell.T.Lanes.Most, view.Whole(onLane))
		}
	}
	if q.Did != "" && v.Edit {
		if err := s.tell(ctx, &v, d, l.Writer, q.Did); err != nil {
			return "", err
		}
	}
	return s.Pages.Part("lanes", "lanes", v)
}

// tell says what was just done, and with whom.
func (s *Section) tell(ctx context.Context, v *lanesView, d analysis.Data, w view.Writer, id string) (err error) {
	if v.Did, err = s.justDone(ctx, w, stageWords(w, analysis.Pipelines(d)), id); err != nil || v.Did == nil {
		return err
	}
	known, err := s.Persons.Called(ctx, []string{v.Did.Member})
	v.Did.Member = cmp.Or(known[v.Did.Member].Called(), v.Did.Member)
	return err
}

// lanes writes one board.
type lanes struct {
	view.Writer
	latest map[string]ops.FollowUp
	query  LanesQuery
	page   string
	rest   url.Values
}

// address is that of the page with the board of w.
func (l lanes) address(w loop.Whose) string {
	q := whoseValues(w)
	for name, values := range l.rest {
		if name != "lang" {
			q[name] = values
		}
	}
	return ask.Href("/"+l.page, q)
}

// chips choose whose people are shown.
func (l lanes) chips(loads []loop.Load, me string) []chip {
	t := &l.T.Lanes
	var all, nobody, mine, unplanned int
	for _, x := range loads {
		all, unplanned = all+x.All, unplanned+x.Unplanned
		switch x.Owner {
		case "":
			nobody = x.All
		case me:
			mine = x.All
		}
	}
	var out []chip
	add := func(text string, n int, w loop.Whose) {
		out = append(out, chip{view.Choice{Label: text, Href: l.address(w), Current: w == l.query.Whose}, view.Whole(n)})
	}
	add(t.All, all, loop.Whose{})
	if me != "" {
		add(t.Mine, mine, loop.Whose{Of: true, Owner: me})
	}
	add(t.Nobody, nobody, loop.Whose{Of: true})
	add(t.NoNext, unplanned, loop.Whose{Unplanned: true})
	return out
}

// loads is what every owner has before them; nil where nobody looks after anybody.
func (l lanes) loads(stages []analysis.StagePeople, loads []loop.Load) *view.Table {
	if len(loads) == 0 || loads[0].Owner == "" {
		return nil
	}
	t := &l.T.Lanes
	out := &view.Table{Caption: t.Loads, Head: []view.Head{{Text: l.T.Care.Owner}}}
	number := func(text string) { out.Head = append(out.Head, view.Head{Text: text, Number: true}) }
	for i := range stages[:len(stages)-1] {
		number(l.laneName(stages, i))
	}
	number(t.Waiting)
	number(t.Late)
	number(t.NoNext)
	number(t.Oldest)
	for _, x := range loads {
		w := loop.Whose{Of: true, Owner: x.Owner}
		row := view.Row{Name: x.Owner, Href: l.address(w)}
		if x.Owner == "" {
			row.Name = t.Nobody
		}
		for i, n := range x.Waiting {
			row.Cells = append(row.Cells, l.count(n, listHref(stages[i].Query, w)))
		}
		unplanned := w
		unplanned.Unplanned = true
		row.Cells = append(row.Cells, l.count(x.All, ""), l.count(x.Overdue, ""), l.count(x.Unplanned, l.address(unplanned)), l.count(x.Longest, ""))
		out.Rows = append(out.Rows, row)
	}
	return out
}

func (l lanes) count(n int, href string) view.Cell {
	c := view.Cell{Value: ops.Value{Number: float64(n)}, Text: view.Whole(n)}
	if n > 0 {
		c.Href = href
	}
	return c
}

// ListValues are the parameters of a list of which some members are wanted.
func ListValues(q engine.PeopleQuery, w loop.Whose) url.Values {
	out := ask.PeopleAddress(q).Values()
	maps.Copy(out, whoseValues(w))
	return out
}

// listHref is the list of a stage, of some of those in it.
func listHref(q engine.PeopleQuery, w loop.Whose) string {
	return ask.Href("/members", ListValues(q, w))
}

// laneName is what those in a stage wait for; of the last stage, what they came to.
func (l lanes) laneName(stages []analysis.StagePeople, i int) string {
	if i == len(stages)-1 {
		return l.Label(stages[i].Step.Label)
	}
	return fmt.Sprintf(l.T.Lanes.For, l.Label(stages[i+1].Step.Label))
}

// lane is a stage without its cards, and who has one.
func (l lanes) lane(stages []analysis.StagePeople, i int) (laneView, []engine.Person) {
	stage, t := stages[i], &l.T.Lanes
	people := loop.Lane(stage, l.latest, l.query.Whose)
	all, most := len(people), ownCards
	if l.query.Whose == (loop.Whose{}) {
		all, most = stage.Total, cards
	}
	out := laneView{Name: l.laneName(stages, i), Event: stage.Step.Event, Count: view.Whole(all)}
	late, longest := 0, 0
	for _, m := range people {
		longest = max(longest, m.Waiting)
		if stage.Late(m) {
			late++
		}
	}
	if l.query.Whose == (loop.Whose{}) {
		late = stage.Overdue
	}
	if stage.Query.Kind == "waiting" && all > 0 {
		out.Below = fmt.Sprintf(t.Longest, longest)
		if late > 0 {
			out.Bad = fmt.Sprintf(t.Overdue, view.Whole(late), stage.Step.Within)
		}
		out.Share = fmt.Sprintf("%.1f%%", 100*float64(late)/float64(all))
	}
	shown := people[:min(most, len(people))]
	if left := all - len(shown); left > 0 {
		out.More = &view.Choice{Label: fmt.Sprintf(t.More, view.Whole(left)), Href: listHref(stage.Query, l.query.Whose)}
	}
	return out, shown
}

// card is one person in a stage.
func (l lanes) card(stages []analysis.StagePeople, i int, m engine.Person, k ops.Attributes) cardView {
	stage, t, f := stages[i], &l.T.Lanes, l.latest[m.ID]
	out := cardView{ID: m.ID, Href: view.MemberHref(m.ID), Called: cmp.Or(k.Called(), m.ID), Owner: f.Owner, Next: f.Next, Last: f.ID}
	var what []string
	for _, text := range []string{m.Channel, m.City} {
		if text != "" {
			what = append(what, l.Group(text, 0))
		}
	}
	out.What = strings.Join(append(what, fmt.Sprintf(t.CheckIns, m.CheckIns)), " · ")
	if f.NextOn != 0 {
		out.On = l.Day(f.NextOn)
	}
	if f.Event == stage.Step.Event && f.ID != 0 {
		out.Back = &f
	}
	if stage.Query.Kind != "waiting" {
		return out
	}
	out.Href += "?" + url.Values{"wait": {stage.Step.Event}}.Encode()
	out.Wait, out.Late = fmt.Sprintf(t.Waits, m.Waiting), stage.Late(m)
	out.Open = !f.Planned()
	next := stages[i+1].Step
	out.Move, out.MoveText = next.Event, fmt.Sprintf(t.Move, l.Label(next.Label))
	return out
}

// move moves a member on to the stage that an event begins: what holds of them stays.
func (s *Section) move(c echo.Context) error {
	member := c.Param("member")
	if plain, err := url.PathUnescape(member); err == nil {
		member = plain
	}
	form, err := frame.ReadForm(c, "last", "event", "back")
	if err != nil {
		return err
	}
	last, err := frame.WholeField(form, "last")
	if err != nil {
		return err
	}
	frame.NamesMembers(c)
	ctx, me, d := c.Request().Context(), frame.PrincipalOf(c).Name, s.Data(c)
	if _, err := d.Snapshot.People(ctx, engine.PeopleQuery{Member: member, Limit: 1}); err != nil {
		return err
	}
	known, err := s.Persons.Called(ctx, []string{member})
	if err != nil {
		return err
	}
	f, _, err := s.Keeps.Add(frame.ActAs(c, me), d, member, ops.FollowUpRequest{Last: last}, func(before ops.FollowUp) (ops.FollowUp, error) {
		if before.ID == 0 {
			before = ops.FollowUp{Owner: me, Tags: known[member].Tags}
		}
		return ops.FollowUp{Member: member, Event: form.Get("event"), Owner: before.Owner, NextOn: before.NextOn, Next: before.Next, Tags: before.Tags},
			checkMoves(form)
	})
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, withDid(frame.LocalPath(form.Get("back")), f.ID))
}

// checkMoves refuses a move to nowhere.
func checkMoves(form url.Values) error {
	if form.Get("event") != "" {
		return nil
	}
	return &ops.Error{Code: "event_missing", Message: "It is not said where to.", Hint: "Open the page again.", Where: ops.Place{Column: "event"}}
}

// withDid is an address of a board that tells what was done.
func withDid(back string, id int64) string {
	u, err := url.Parse(back)
	if err != nil {
		return "/"
	}
	q := u.Query()
	q.Set("did", fmt.Sprint(id))
	return u.Path + "?" + q.Encode() + "#lanes"
}
