package planning

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"
	"golang.org/x/text/unicode/norm"

	"daybreak/internal/ask"
	"daybreak/internal/loop"
	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
)

// notesView lists the notes of some days and takes a new one.
type notesView struct {
	pageView
	Days  string
	CSV   string
	Notes []noteView
	New   noteForm
}

// noteView is one note. Form changes it, at the address Action.
type noteView struct {
	ID, Version                   int64
	Days, Text, Link, Kind, Below string
	Key, Action                   string
	Up, Down                      int
	Mine                          int
	Resolved, Own, Open           bool // Open: its form is shown
	Form                          noteForm
}

// noteForm is the form of a note, new or kept.
type noteForm struct {
	frame.Shell
	Form  map[string]string
	Kinds []option
}

// noteTyped is a form that was refused: of the note with that id, 0 for a new one.
type noteTyped struct {
	ID   int64
	Form url.Values
}

// noteFields are the fields of the form.
func noteFields() []string {
	return []string{"from", "to", "text", "link", "kind", "scope", "metrics", "shared"}
}

// notesShown is how many days of notes a page shows when no day is asked for.
const notesShown = 90

func (s *Section) showNotes(c echo.Context) error {
	return s.notesPage(c, http.StatusOK, nil, noteTyped{})
}

func (s *Section) notesPage(c echo.Context, status int, fault *ops.Error, typed noteTyped) error {
	v := notesView{pageView: s.pageView(c, "notes", "", fault)}
	v.Title = v.T.Plan.NotedOn
	p := ask.NewParams(c.QueryParams())
	p.Text("done", "")
	p.Text("lang", "")
	about := p.Text("metric", "")
	scope := p.Text("scope", "")
	day := p.Day("day", 0)
	last := p.Day("to", day)
	if last < day {
		p.Fail("range_reversed", "to", last.String(), "The range ends before it begins.", "Give from the earlier day; both days are included.")
	}
	if fault == nil {
		if err := p.Done(); err != nil {
			return frame.BadRequest(err)
		}
	}
	form := typed.Form
	if form == nil || typed.ID != 0 {
		form = url.Values{"metrics": {about}, "scope": {scope}}
	}
	r := ops.Range{From: s.today() - notesShown, To: s.today() + 1}
	if day != 0 {
		r = ops.Range{From: day, To: last + 1}
		if form.Get("from") == "" {
			form.Set("from", day.String())
			if last != day {
				form.Set("to", last.String())
			}
		}
	}
	ctx, leave, err := s.enter(c)
	if err != nil {
		return err
	}
	defer leave()
	world, err := s.Book.World(ctx, s.Data(c), s.today())
	if err != nil {
		return err
	}
	notes, err := world.Notes(ctx, s.Book, r)
	if err != nil {
		return err
	}
	w := s.writer(v.Shell)
	v.Days, v.Path = w.Days(r), notesHref(c.QueryParams())
	v.CSV = ask.Href("/api/v1/notes", url.Values{"from": {r.From.String()}, "to": {r.Last().String()}, "format": {"csv"}})
	for i := len(notes) - 1; i >= 0; i-- {
		n := notes[i]
		if about != "" && !n.Concerns(about) {
			continue
		}
		x := w.noteView(n)
		if x.Own = n.Kind != ops.NoteSystem && v.Edit; x.Own {
			x.Action = ask.Href(fmt.Sprintf("/notes/%d", n.ID), dayQuery(n.Days))
			values := noteValues(n)
			if x.Open = n.ID == typed.ID; x.Open {
				values = typed.Form
			}
			x.Form = w.noteForm(v.Shell, values)
		}
		v.Notes = append(v.Notes, x)
	}
	v.New = w.noteForm(v.Shell, form)
	return s.SendPage(c, status, "notes", v)
}

// notesHref is the address of the page that shows what it shows now.
func notesHref(asked url.Values) string {
	q := url.Values{}
	for _, name := range []string{"day", "to", "metric", "scope"} {
		if asked.Get(name) != "" {
			q.Set(name, asked.Get(name))
		}
	}
	return ask.Href("/notes", q)
}

// noteView says what a note says.
func (w writer) noteView(n ops.Note) noteView {
	x := noteView{ID: n.ID, Version: n.Version, Days: w.Days(n.Days), Text: w.noteText(n), Link: n.Link, Kind: w.noteKind(n.Kind), Up: n.Up, Down: n.Down,
		Mine: n.Mine, Resolved: !n.Resolved.IsZero()}
	var below []string
	for _, name := range strings.Split(n.Metrics, ",") {
		if name != "" {
			below = append(below, w.metricLabel(name))
		}
	}
	if about := strings.Join(below, w.T.Plan.Comma); about != "" {
		below = []string{about}
	}
	if n.Scope != "" {
		below = append(below, w.scope(n.Scope))
	}
	if n.CreatedBy != "" {
		below = append(below, n.CreatedBy)
	}
	x.Below = strings.Join(below, " · ")
	if id, ok := strings.CutPrefix(n.Key, loop.TryNote); ok && n.ID == 0 {
		x.Key = "/tries/" + id
	}
	if n.Restated != nil {
		x.Key = "/imports"
	}
	return x
}

// noteForm fills in the form of a note.
func (w writer) noteForm(shell frame.Shell, values url.Values) noteForm {
	f := noteForm{Shell: shell, Form: map[string]string{}}
	for _, name := range noteFields() {
		f.Form[name] = values.Get(name)
	}
	for _, k := range ops.NoteKinds() {
		f.Kinds = append(f.Kinds, option{k, w.noteKind(k), k == f.Form["kind"]})
	}
	return f
}

// noteValues is what the form says of a note that is kept.
func noteValues(n ops.Note) url.Values {
	v := url.Values{"from": {n.Days.From.String()}, "text": {n.Text}, "link": {n.Link}, "kind": {n.Kind}, "scope": {n.Scope}, "metrics": {n.Metrics}}
	if n.Days.Len() > 1 {
		v.Set("to", n.Days.Last().String())
	}
	if n.Shared {
		v.Set("shared", "1")
	}
	return v
}

// noteKind names a kind of notes.
func (w writer) noteKind(kind string) string {
	t := &w.T.Plan
	return map[string]string{ops.NoteFact: t.NoteFact, ops.NoteIndustry: t.NoteNews, ops.NoteFinding: t.NoteFound, ops.NoteSystem: t.NoteSystem}[kind]
}

// addNote keeps a new note.
func (s *Section) addNote(c echo.Context) error {
	form, err := frame.ReadForm(c, noteFields()...)
	if err != nil {
		return err
	}
	n, err := noteOf(form)
	if err == nil {
		_, _, err = s.Book.Notes.Add(frame.ActAs(c, frame.PrincipalOf(c).Name), n, "")
	}
	if err != nil {
		return frame.Refuse(c, err, func(c echo.Context, status int, fault *ops.Error) error {
			return s.notesPage(c, status, fault, noteTyped{Form: form})
		})
	}
	return c.Redirect(http.StatusSeeOther, fmt.Sprintf("/notes?day=%s&done=1", n.Days.From))
}

func noteOf(form url.Values) (n ops.Note, err error) {
	text := func(name string) string {
		return strings.TrimSpace(norm.NFC.String(strings.ReplaceAll(form.Get(name), "\r\n", "\n")))
	}
	n = ops.Note{Text: text("text"), Link: text("link"), Kind: form.Get("kind"), Metrics: strings.ReplaceAll(text("metrics"), " ", ""),
		Shared: form.Get("shared") == "1"}
	if n.Scope, err = readScope(text("scope")); err != nil {
		return n, err
	}
	if n.Days.From, err = dayField(form, "from"); err != nil {
		return n, err
	}
	n.Days.To = n.Days.From + 1
	if form.Get("to") != "" {
		last, err := dayField(form, "to")
		if err != nil {
			return n, err
		}
		n.Days.To = last + 1
	}
	return n, n.Check()
}

// changeNote keeps what the form says of a note that is there, and whether it is
// dealt with.
func (s *Section) changeNote(c echo.Context) error {
	id, err := frame.ObjectID(c)
	if err != nil {
		return err
	}
	form, err := frame.ReadForm(c, append(noteFields(), "version", "resolved", "back")...)
	if err != nil {
		return err
	}
	n, err := noteOf(form)
	if err == nil {
		n.ID = id
		if n.Version, err = frame.WholeField(form, "version"); err == nil {
			_, err = s.Book.Notes.Change(frame.ActAs(c, frame.PrincipalOf(c).Name), n, form.Get("resolved") == "1")
		}
	}
	if err != nil {
		return frame.Refuse(c, err, func(c echo.Context, status int, fault *ops.Error) error {
			return s.notesPage(c, status, fault, noteTyped{id, form})
		})
	}
	return c.Redirect(http.StatusSeeOther, frame.LocalPath(form.Get("back")))
}

// voteNote keeps a vote.
func (s *Section) voteNote(c echo.Context) error {
	id, err := frame.ObjectID(c)
	if err != nil {
		return err
	}
	form, err := frame.ReadForm(c, "vote", "back")
	if err != nil {
		return err
	}
	vote, err := strconv.Atoi(form.Get("vote"))
	if err != nil {
		vote = 2 // no vote: refused below
	}
	if err := s.Book.Notes.Vote(frame.ActAs(c, frame.PrincipalOf(c).Name), id, vote); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, frame.LocalPath(form.Get("back")))
}

// removeNote takes a note away.
func (s *Section) removeNote(c echo.Context) error {
	id, err := frame.ObjectID(c)
	if err != nil {
		return err
	}
	form, err := frame.ReadForm(c, "version", "back")
	if err != nil {
		return err
	}
	version, err := frame.WholeField(form, "version")
	if err != nil {
		return err
	}
	if err := s.Book.Notes.Remove(frame.ActAs(c, frame.PrincipalOf(c).Name), id, version); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, frame.LocalPath(form.Get("back")))
}
