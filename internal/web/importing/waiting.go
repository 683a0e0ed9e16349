package importing

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"daybreak/internal/i18n"
	"daybreak/internal/ingest"
	"daybreak/internal/ops"
	"daybreak/internal/view"
	"daybreak/internal/web/frame"
)

// waitingView is one upload: that is not imported yet, or what became of it.
type waitingView struct {
	id                       string
	Href, Name, Size, Remove string
	Current                  bool
	Ext                      string
	Text                     bool
	Known, Asks              string // what it was recognised as; what it leaves open
	Sum                      string // what importing it would do, if nothing is open
	Became                   string // it is imported, or was before
	Batch                    string // the address of what it changed, if it is imported
	Undone                   bool
}

// waitingList is what pages show of the uploads of who asks.
type waitingList struct {
	Waiting []waitingView
	All     bool   // several wait, and some of them need no answer
	Round   string // what became of the files that were imported at once
	More    bool   // more of them follow
}

// await lists the uploads of who asks; current is the one the page is about.
func (s *Section) await(c echo.Context, current string) ([]waitingView, error) {
	ups, err := s.uploads.waiting(frame.PrincipalOf(c).Name)
	if err != nil {
		return nil, err
	}
	var out []waitingView
	for _, up := range ups {
		out = append(out, waitingView{id: up.ID, Href: up.preview(), Name: up.Name, Size: kilobytes(up.Size), Remove: "/import/" + up.ID + "/remove",
			Current: up.ID == current, Ext: up.Ext(), Text: up.Text()})
	}
	return out, nil
}

// list returns the uploads of who asks with what each is and leaves open, and
// what became of those that were imported at once.
func (s *Section) list(c echo.Context, w view.Writer, current string) (waitingList, error) {
	var l waitingList
	var err error
	if l.Waiting, err = s.await(c, current); err != nil {
		return l, err
	}
	ready := 0
	for i := range l.Waiting {
		sure, err := s.recognise(c.Request().Context(), w, &l.Waiting[i])
		if err != nil {
			return l, err
		}
		if sure {
			ready++
		}
	}
	l.All = len(l.Waiting) > 1 && ready > 0
	return l, s.tell(c, w, &l)
}

// glance is the size up to which waiting files are read to say in their list
// what they are.
const glance = 512 << 10

// recognise says of a waiting file what it is, what it would change and what it
// leaves open; sure reports whether it can be imported as it is.
func (s *Section) recognise(ctx context.Context, w view.Writer, v *waitingView) (sure bool, err error) {
	up, err := s.uploads.open(v.id)
	if ops.CodeOf(err) == "unknown_upload" {
		return false, nil
	} else if err != nil {
		return false, err
	}
	defer up.Close()
	if up.Size > glance {
		return true, nil // what it is shows when it is looked at, or imported
	}
	n, err := s.Importer.Inspect(ctx, up.File(), ingest.Options{Record: up.As})
	if v.Known, v.Asks = glanceAt(w, n, err); v.Asks != "" {
		return false, nil
	}
	plan, err := s.plan(ctx, up, ingest.Options{Record: up.As})
	if err == nil {
		if why := plan.Unseen(); why != nil {
			err = why
		}
	}
	if err != nil {
		v.Asks = whyWaits(w, plan, err)
		return false, nil
	}
	if v.Known == "" {
		v.Known = w.T.Record(plan.Record.Name)
	}
	v.Sum = fmt.Sprintf(w.T.Wizard.WouldChange, w.Days(plan.Days), view.Whole(plan.Diff.Created), view.Whole(plan.Diff.Updated))
	return true, nil
}

// whyWaits writes why a file cannot be imported as it is; of rows that cannot be,
// how many, and what is wrong with the first.
func whyWaits(w view.Writer, p *ingest.Plan, err error) string {
	first, rows := frame.MistakesOf(err)
	if p == nil || len(rows) == 0 {
		return w.Fault(first).Message
	}
	return fmt.Sprintf(w.T.Wizard.AsksRows, view.Whole(p.Rejected), view.Whole(p.Read), rows[0].Where.Line, w.Fault(rows[0]).Message)
}

// glanceAt says in a word what an inspection found.
func glanceAt(w view.Writer, n *ingest.Inspection, err error) (known, asks string) {
	if n != nil && n.Mapping != nil {
		if known = presetLabel(w, n.Mapping.Preset); known == "" {
			known = w.T.Record(n.Mapping.Record)
		}
		open := 0
		for _, q := range n.Questions {
			if q.Required {
				open++
			}
		}
		if open > 0 {
			asks = fmt.Sprintf(w.T.Wizard.Asks, open)
		}
	}
	switch {
	case err != nil:
		asks = faultOf(w, err).Message
	case n != nil && n.Number == 0:
		asks = fmt.Sprintf(w.T.Wizard.Tables, len(n.Document.Tables))
	}
	return known, asks
}

// tell puts what became of the files of the last round before those that wait.
func (s *Section) tell(c echo.Context, w view.Writer, l *waitingList) error {
	ro := s.rounds.last(frame.PrincipalOf(c).Name)
	if ro == nil || s.Clock().Sub(ro.began) > uploadLife {
		return nil
	}
	t := &w.T.Wizard
	var ended []waitingView
	imported, files := 0, ro.list()
	for _, f := range files {
		v := waitingView{id: f.id, Name: f.name, Ext: f.ext, Text: f.text}
		switch {
		case f.batch.ID != 0:
			if err := s.became(c.Request().Context(), w, &v, f.batch.ID); err != nil {
				return err
			}
			imported++
		case ops.CodeOf(f.err) == "already_imported":
			v.Became = faultOf(w, f.err).Message
		default: // its reason shows where it waits
			continue
		}
		ended = append(ended, v)
	}
	l.More = !ro.ended()
	l.Round = fmt.Sprintf(t.RoundSays, imported, len(files))
	l.Waiting = append(ended, slices.DeleteFunc(l.Waiting, func(v waitingView) bool {
		return slices.ContainsFunc(ended, func(e waitingView) bool { return e.id == v.id })
	})...)
	return nil
}

// became says which import a file became, and whether it still counts.
func (s *Section) became(ctx context.Context, w view.Writer, v *waitingView, id int64) error {
	found, err := s.Importer.Batches(ctx, 1, id+1)
	if err != nil {
		return err
	}
	if len(found) == 0 || found[0].ID != id {
		return nil
	}
	b := found[0]
	v.Known, v.Undone = w.T.Record(b.Record), b.State != ops.Live
	v.Became = fmt.Sprintf(w.T.Wizard.BecameImport, id)
	v.Sum = fmt.Sprintf(w.T.Wizard.HasChanged, w.Days(b.Days), i18n.Decimal(float64(b.Created), 0, 0), i18n.Decimal(float64(b.Updated), 0, 0))
	v.Batch = "/imports?done=" + strconv.FormatInt(id, 10)
	return nil
}
