package api

import (
	"context"
	"strconv"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ask"
	"daybreak/internal/loop"
	"daybreak/internal/ops"
	"daybreak/internal/report"
	"daybreak/internal/web/frame"
)

// noteBody is a note as programs write it.
type noteBody struct {
	Version  int64  `json:"version"`
	Key      string `json:"key"`
	From     string `json:"from"`
	To       string `json:"to"`
	Scope    string `json:"scope"`
	Metrics  string `json:"metrics"`
	Text     string `json:"text"`
	Link     string `json:"link"`
	Kind     string `json:"kind"`
	Resolved bool   `json:"resolved"`
	Shared   bool   `json:"shared"`
}

type voteBody struct {
	Vote int `json:"vote"`
}

type userNoteAnswer struct {
	ID int64 `json:"id"`
	noteBody
	Up        int    `json:"up"`
	Down      int    `json:"down"`
	Mine      int    `json:"mine"`
	CreatedBy string `json:"created_by"`
	CreatedAt string `json:"created_at"`
	ChangedBy string `json:"changed_by"`
	ChangedAt string `json:"changed_at"`
}

type notesAnswer struct {
	Notes []userNoteAnswer `json:"notes"`
}

func answerNote(n ops.Note) userNoteAnswer {
	return userNoteAnswer{ID: n.ID, noteBody: noteBody{Version: n.Version, Key: n.Key, From: n.Days.From.String(), To: n.Days.Last().String(),
		Scope: n.Scope, Metrics: n.Metrics,
		Text: n.Text, Link: n.Link, Kind: n.Kind, Resolved: !n.Resolved.IsZero(), Shared: n.Shared}, Up: n.Up, Down: n.Down, Mine: n.Mine,
		CreatedBy: n.CreatedBy, CreatedAt: instantText(n.Created), ChangedBy: n.ChangedBy, ChangedAt: instantText(n.Changed)}
}

// askNotes answers the notes that lie on a day of the range, those Daybreak
// makes by itself included.
func (s *Section) askNotes(p *ask.Params, w loop.World) func(context.Context) (any, *report.Table, error) {
	r := ops.Range{From: p.Day("from", ops.MinNoteDay), To: p.Day("to", ops.MaxNoteDay-1) + 1}
	metric := p.Text("metric", "")
	return func(ctx context.Context) (any, *report.Table, error) {
		notes, err := w.Notes(ctx, s.Book, r)
		if err != nil {
			return nil, nil, err
		}
		out := notesAnswer{Notes: []userNoteAnswer{}}
		t := &report.Table{Header: []string{"id", "key", "from", "to", "scope", "metrics", "text", "link", "kind",
			"resolved", "up", "down", "created_by", "created_at"}}
		for _, n := range notes {
			if metric != "" && !n.Concerns(metric) {
				continue
			}
			a := answerNote(n)
			out.Notes = append(out.Notes, a)
			t.Rows = append(t.Rows, []string{strconv.FormatInt(a.ID, 10), ops.SafeText(a.Key), a.From, a.To, ops.SafeText(a.Scope), ops.SafeText(a.Metrics),
				ops.SafeText(a.Text),
				ops.SafeText(a.Link), a.Kind, strconv.FormatBool(a.Resolved), strconv.Itoa(a.Up), strconv.Itoa(a.Down), ops.SafeText(a.CreatedBy), a.CreatedAt})
		}
		return out, t, nil
	}
}

func noteOf(b noteBody) (n ops.Note, err error) {
	n = ops.Note{Edited: ops.Edited{Version: b.Version, Key: b.Key}, Metrics: b.Metrics, Text: b.Text, Link: b.Link, Kind: b.Kind, Shared: b.Shared}
	if n.Scope, err = readScope(b.Scope); err != nil {
		return n, err
	}
	from, err := parseDay("from", b.From)
	if err != nil {
		return n, err
	}
	to := from
	if b.To != "" {
		if to, err = parseDay("to", b.To); err != nil {
			return n, err
		}
	}
	n.Days = ops.Range{From: from, To: to + 1}
	return n, n.Check()
}

// createNote keeps a new note.
func (s *Section) createNote(c echo.Context) error {
	var b noteBody
	if err := frame.DecodeJSON(c, &b); err != nil {
		return err
	}
	n, err := noteOf(b)
	if err != nil {
		return err
	}
	return created(c, n, s.Book.Notes.Add, answerNote)
}

// changeNote keeps what a program says of a note.
func (s *Section) changeNote(c echo.Context) error {
	var b noteBody
	id, err := readChange(c, &b)
	if err != nil {
		return err
	}
	n, err := noteOf(b)
	if err != nil {
		return err
	}
	n.ID = id
	if n, err = s.Book.Notes.Change(act(c), n, b.Resolved); err != nil {
		return err
	}
	return made(c, true, answerNote(n))
}

// voteNote keeps the sender's vote on a note.
func (s *Section) voteNote(c echo.Context) error {
	var b voteBody
	id, err := readChange(c, &b)
	if err != nil {
		return err
	}
	if err := s.Book.Notes.Vote(act(c), id, b.Vote); err != nil {
		return err
	}
	return c.NoContent(204)
}

// removeNote takes a note away.
func (s *Section) removeNote(c echo.Context) error { return removed(c, s.Book.Notes.Remove) }
