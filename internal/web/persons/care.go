package persons

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"
	"golang.org/x/text/unicode/norm"

	"daybreak/internal/analysis"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
	"daybreak/internal/view"
	"daybreak/internal/web/frame"
)

// careView is what is done for one member: where they wait, what was noted, and the form
// for what is done now.
type careView struct {
	frame.FormView
	Member, Called string
	Names          []view.Fact // name, nickname and, for who may reach people, contact
	Place          string      // where they are in the pipeline
	Edit           bool
	Form           map[string]string
	Owners         []string
	Tries          []option
	Next           *option // the event that moves them on, with its word
	Out            *option // the one by which they leave
	Wait           string  // the stage whose list is worked through
	After          string  // who comes next in it
	Entries        []entryView
	Did            *entryView // what was just done, to be taken back
}

type option struct {
	Value, Text string
	Picked      bool
}

// entryView is one entry; Undo says that it may be taken back.
type entryView struct {
	ID, Version            int64
	Member, When, By, Text string
	What                   []string
	Undo                   bool
}

// careFields are the fields of the form.
func careFields() []string {
	return []string{"last", "text", "minutes", "try", "owner", "next_on", "next", "tags", "event", "wait"}
}

// Care returns what is done for a member as a part of their page, and what tells it from
// another.
func (s *Section) Care(c echo.Context, member string) (frame.Markup, error) {
	v, err := s.careView(c, member, nil, nil)
	if err != nil || v == nil {
		return "", err
	}
	return s.Pages.Part("follow-up", "care", v)
}

func (s *Section) careView(c echo.Context, member string, fault *ops.Error, form url.Values) (*careView, error) {
	if s.FollowUps == nil {
		return nil, nil
	}
	ctx, leave, err := s.Question(c.Request().Context(), s.Gate, frame.QueryTimeout)
	if err != nil {
		return nil, err
	}
	defer leave()
	d := s.Data(c)
	v := &careView{FormView: s.FormView(c, "members", fault), Member: member, Edit: frame.PrincipalOf(c).Role >= ops.Editor, Form: map[string]string{}}
	w := view.NewWriter(v.Lang, s.Currency, d)
	known, err := s.Persons.Called(ctx, []string{member})
	if err != nil {
		return nil, err
	}
	k := known[member]
	v.Called = k.Called()
	v.Title = v.Called
	if v.Title == "" {
		v.Title = member
	}
	t := &v.T.Care
	contact := k.Contact
	if !v.Edit {
		contact = ""
	}
	for _, x := range []struct{ value, word string }{{k.Nickname, t.Nickname}, {k.Name, t.Name}, {contact, t.Contact}} {
		if x.value != "" {
			v.Names = append(v.Names, view.Fact{Value: x.value, Text: x.word})
		}
	}
	entries, err := s.FollowUps.Of(ctx, member)
	if err != nil {
		return nil, err
	}
	words := stageWords(w, analysis.Pipelines(d))
	for i, f := range entries {
		v.Entries = append(v.Entries, s.entry(w, words, f, v.Edit && i == 0))
	}
	if id := c.QueryParam("did"); id != "" && v.Edit {
		if v.Did, err = s.justDone(ctx, w, words, id); err != nil {
			return nil, err
		}
	}
	if err := s.place(ctx, d, w, v, c.QueryParam("wait"), form); err != nil {
		return nil, err
	}
	if v.Edit {
		err = s.fill(ctx, c, v, entries, k, form)
	}
	return v, err
}

// stageWords are the words for the events of pipelines.
func stageWords(w view.Writer, all []analysis.Pipeline) map[string]string {
	out := map[string]string{}
	for _, p := range all {
		for _, s := range p.Panel.Steps {
			out[s.Event] = w.Label(s.Label)
		}
		if p.Panel.Out != "" {
			out[p.Panel.Out] = w.T.Care.NoFit
		}
	}
	return out
}

func (s *Section) entry(w view.Writer, words map[string]string, f ops.FollowUp, undo bool) entryView {
	t := &w.T.Care
	e := entryView{ID: f.ID, Version: f.Version, Member: f.Member, When: s.Moment(f.Created), By: f.CreatedBy, Text: f.Text, Undo: undo}
	say := func(is bool, format string, args ...any) {
		if is {
			e.What = append(e.What, fmt.Sprintf(format, args...))
		}
	}
	word := words[f.Event]
	if word == "" {
		word = w.Group(f.Event, 0)
	}
	say(f.Event != "", "%s", word)
	say(f.Minutes > 0, t.Took, f.Minutes)
	say(f.Owner != "", t.OwnedBy, f.Owner)
	say(f.NextOn != 0, t.NextIs, w.Day(f.NextOn), f.Next)
	say(f.NextOn == 0 && f.Next != "", "%s", f.Next)
	say(len(f.Tags) > 0, "%s", "#"+strings.Join(f.Tags, " #"))
	return e
}

// justDone is the entry that was just written, if it is still the latest about its member.
func (s *Section) justDone(ctx context.Context, w view.Writer, words map[string]string, id string) (*entryView, error) {
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return nil, nil
	}
	f, err := s.FollowUps.One(ctx, n)
	if ops.CodeOf(err) == "unknown_follow_up" {
		return nil, nil
	}
	e := s.entry(w, words, f, true)
	return &e, err
}

// place says where the member is, and who comes after them in the list that is worked
// through.
func (s *Section) place(ctx context.Context, d analysis.Data, w view.Writer, v *careView, wait string, form url.Values) error {
	if form != nil {
		wait = form.Get("wait")
	}
	o := analysis.Operations{Data: d}
	for _, p := range analysis.Pipelines(d) {
		at, err := o.Standing(ctx, p, v.Member)
		if err != nil {
			return err
		}
		if at.Stage == 0 {
			continue
		}
		t := &v.T.Care
		steps := p.Panel.Steps
		here := w.Label(steps[at.Stage-1].Label)
		switch {
		case at.Left:
			v.Place = fmt.Sprintf(t.LeftAt, here)
		case at.Stage == len(steps):
			v.Place = fmt.Sprintf(t.DoneAt, here)
		default:
			next := steps[at.Stage]
			v.Place = fmt.Sprintf(t.WaitsFor, here, w.Label(next.Label), at.Waited)
			if within := steps[at.Stage-1].Within; within > 0 && at.Waited > within {
				v.Place += fmt.Sprintf(t.Overdue, within)
			}
			v.Next = &option{Value: next.Event, Text: fmt.Sprintf(t.MoveOn, w.Label(next.Label))}
			if p.Panel.Out != "" {
				v.Out = &option{Value: p.Panel.Out, Text: t.NoFit}
			}
		}
		if stage, ok := p.Stage(wait); ok && stage > 0 && stage < len(steps) {
			if v.After, err = o.After(ctx, p, stage, v.Member); err != nil {
				return err
			}
			v.Wait = wait
		}
		return nil
	}
	return nil
}

// fill fills the form: with what was typed, else with what holds.
func (s *Section) fill(ctx context.Context, c echo.Context, v *careView, entries []ops.FollowUp, k ops.Attributes, form url.Values) error {
	now := ops.FollowUp{Owner: frame.PrincipalOf(c).Name, Tags: k.Tags}
	if len(entries) > 0 {
		now = entries[0]
	}
	v.Form = map[string]string{"last": strconv.FormatInt(now.ID, 10), "owner": now.Owner, "next": now.Next, "tags": strings.Join(now.Tags, ", ")}
	if now.NextOn != 0 {
		v.Form["next_on"] = now.NextOn.String()
	}
	for _, name := range careFields() {
		if form != nil && name != "last" {
			v.Form[name] = form.Get(name)
		} else if v.Form[name] == "" {
			v.Form[name] = "" // a template takes no field that is missing
		}
	}
	latest, err := s.FollowUps.Latest(ctx)
	if err != nil {
		return err
	}
	for _, f := range latest {
		if f.Owner != "" && !slices.Contains(v.Owners, f.Owner) {
			v.Owners = append(v.Owners, f.Owner)
		}
	}
	slices.Sort(v.Owners)
	tries, err := s.Tries.All(ctx)
	if err != nil {
		return err
	}
	for _, x := range tries {
		if id := strconv.FormatInt(x.ID, 10); x.Decision == "" {
			v.Tries = append(v.Tries, option{id, x.Title, id == v.Form["try"]})
		}
	}
	return nil
}

// addCare keeps what the form says was done, and goes on to who comes next.
func (s *Section) addCare(c echo.Context) error {
	member := c.Param("member")
	if plain, err := url.PathUnescape(member); err == nil {
		member = plain
	}
	form, err := frame.ReadForm(c, careFields()...)
	if err != nil {
		return err
	}
	frame.NamesMembers(c)
	d := s.Data(c)
	if _, err := d.Snapshot.People(c.Request().Context(), engine.PeopleQuery{Member: member, Limit: 1}); err != nil {
		return err
	}
	v, err := s.careView(c, member, nil, form) // who comes next is known before somebody moves
	if err != nil {
		return err
	}
	f, last, err := readCare(member, form)
	if err == nil {
		f, _, err = s.Keeps.Add(frame.ActAs(c, frame.PrincipalOf(c).Name), d, member, ops.FollowUpRequest{Last: last},
			func(ops.FollowUp) (ops.FollowUp, error) { return f, nil })
	}
	if err != nil {
		return frame.Refuse(c, err, func(c echo.Context, status int, fault *ops.Error) error {
			v, err := s.careView(c, member, fault, form)
			if err != nil {
				return err
			}
			return s.SendPage(c, status, "follow-up", v)
		})
	}
	to, q := member, url.Values{"did": {strconv.FormatInt(f.ID, 10)}}
	if v.After != "" {
		to = v.After
	}
	if v.Wait != "" {
		q.Set("wait", v.Wait)
	}
	return c.Redirect(http.StatusSeeOther, view.MemberHref(to)+"?"+q.Encode())
}

// readCare reads the entry a form says, and the latest one that was seen.
func readCare(member string, form url.Values) (f ops.FollowUp, last int64, err error) {
	text := func(name string) string {
		return strings.TrimSpace(norm.NFC.String(strings.ReplaceAll(form.Get(name), "\r\n", "\n")))
	}
	f = ops.FollowUp{Member: member, Event: form.Get("event"), Text: text("text"), Owner: text("owner"), Next: text("next"), Tags: ops.ReadTags(text("tags"))}
	var wrong []error
	number := func(name string) int64 {
		if form.Get(name) == "" {
			return 0
		}
		n, err := frame.WholeField(form, name)
		if err != nil {
			wrong = append(wrong, err)
		}
		return n
	}
	f.Minutes, f.Try, last = int(number("minutes")), number("try"), number("last")
	if day := form.Get("next_on"); day != "" {
		if f.NextOn, err = ops.ParseDay(day); err != nil {
			wrong = append(wrong, &ops.Error{Code: "bad_date", Message: "next_on is not a date.", Hint: "Write it as 2026-09-01.",
				Where: ops.Place{Column: "next_on", Value: ops.Show(day)}})
		}
	}
	if len(wrong) > 0 {
		return f, last, wrong[0]
	}
	if f.Text == "" && f.Event == "" && f.Owner == "" && f.Next == "" && f.NextOn == 0 && len(f.Tags) == 0 {
		err = &ops.Error{Code: "text_missing", Message: "A note needs a text.", Hint: "Say what happened.", Where: ops.Place{Column: "text"}}
	}
	return f, last, err
}

// undoCare takes an entry back.
func (s *Section) undoCare(c echo.Context) error {
	id, err := frame.ObjectID(c)
	if err != nil {
		return err
	}
	form, err := frame.ReadForm(c, "version", "member", "wait", "back")
	if err != nil {
		return err
	}
	version, err := frame.WholeField(form, "version")
	if err != nil {
		return err
	}
	if err := s.Keeps.Undo(frame.ActAs(c, frame.PrincipalOf(c).Name), id, version); err != nil {
		return err
	}
	if back := form.Get("back"); back != "" { // the board
		return c.Redirect(http.StatusSeeOther, frame.LocalPath(back)+"#lanes")
	}
	to := view.MemberHref(form.Get("member"))
	if wait := form.Get("wait"); wait != "" {
		to += "?" + url.Values{"wait": {wait}}.Encode()
	}
	return c.Redirect(http.StatusSeeOther, to)
}

// Latest is what was last done for members, and what tells it from before.
type Latest struct {
	Of    map[string]ops.FollowUp
	Stamp string
}

// Latest returns what was last done for all members of whom anything was noted.
func (s *Section) Latest(ctx context.Context) (l Latest, err error) {
	if s.FollowUps == nil {
		return l, nil
	}
	if l.Stamp, err = s.FollowUps.Stamp(ctx); err == nil {
		l.Of, err = s.FollowUps.Latest(ctx)
	}
	return l, err
}

// CalledOf returns what members are called.
func (s *Section) CalledOf(ctx context.Context, members []engine.Person) (map[string]ops.Attributes, error) {
	if s.Persons == nil {
		return nil, nil
	}
	var ids []string
	for _, m := range members {
		ids = append(ids, m.ID)
	}
	return s.Persons.Called(ctx, ids)
}
