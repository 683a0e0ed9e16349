package planning

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"net/url"
	"slices"
	"strings"

	"daybreak/internal/analysis"
	"daybreak/internal/ask"
	"daybreak/internal/loop"
	"daybreak/internal/ops"
	"daybreak/internal/view"
	"daybreak/internal/web/frame"
)

// markedBefore is how many days before the range of a page marks are looked
// for: cohorts, calendars and comparisons reach back.
const markedBefore = 400

// Marks returns what is drawn on the days of a page in the language of its
// shell, and what tells it from another. Whoever has a share link sees what was
// ticked for it and nothing Daybreak says by itself.
func (s *Section) Marks(ctx context.Context, d analysis.Data, shell frame.Shell, v *analysis.View, role ops.Role, shared bool) (view.Marks, string, error) {
	out := view.Marks{Hidden: v.Params.HideMarks, Edit: role >= ops.Editor && !shared}
	if s.Book.Notes == nil || v.Params.HideMarks || v.Range.Len() == 0 {
		return out, "", nil
	}
	world, err := s.Book.World(ctx, d, s.today())
	if err != nil {
		return out, "", err
	}
	notes, err := world.Notes(ctx, s.Book, ops.Range{From: max(ops.MinDay, v.Range.From-markedBefore), To: v.Range.To})
	if err != nil {
		return out, "", err
	}
	w := s.writer(shell)
	sum := sha256.New()
	for _, n := range notes {
		if shared && !n.Shared || !n.Resolved.IsZero() {
			continue
		}
		m := view.Mark{Days: n.Days, Text: w.noteText(n), Metrics: n.Metrics, Href: noteHref(n, d.Rows.Narrows()),
			Holiday: strings.HasPrefix(n.Key, loop.HolidayNote) && n.ID == 0}
		if n.Kind == ops.NoteSystem && n.Metrics != "" {
			m.Metrics = akin(w.Catalog, n.Metrics)
		}
		if m.Scope, err = d.Snapshot.Keys().Scope(n.Scope); err != nil {
			continue
		}
		out.All = append(out.All, m)
		fmt.Fprintln(sum, n.Days, n.Scope, n.Metrics, m.Text, m.Href)
	}
	return out, hex.EncodeToString(sum.Sum(nil)[:8]), nil
}

// akin returns the names of metrics and of all that are made of the same things:
// a try of joins moves what a new member costs, too.
func akin(catalog *ops.Catalog, names string) string {
	of := func(m *ops.Metric) (out []*ops.Measure) {
		for _, t := range slices.Concat(m.Num, m.Den) {
			if x := catalog.Measures[t.Measure]; x != nil {
				out = append(out, x)
			}
		}
		return out
	}
	var moved []*ops.Measure
	for _, name := range strings.Split(names, ",") {
		if m, ok := catalog.Metric(name); ok {
			moved = append(moved, of(m)...)
		}
	}
	out := []string{names}
	for _, m := range catalog.Metrics {
		if slices.ContainsFunc(of(m), func(a *ops.Measure) bool {
			return slices.ContainsFunc(moved, func(b *ops.Measure) bool {
				return a.Name == b.Name || a.Record == b.Record && len(a.Where) > 0 && ops.ScopeText(a.Where) == ops.ScopeText(b.Where)
			})
		}) {
			out = append(out, m.Name)
		}
	}
	return strings.Join(out, ",")
}

// noteText writes a note; those that Daybreak makes by itself say what they are.
func (w writer) noteText(n ops.Note) string {
	if n.Kind != ops.NoteSystem {
		return n.Text
	}
	t := &w.T.Marks
	kind, of, _ := strings.Cut(n.Key, ":")
	switch kind + ":" {
	case loop.TryNote:
		return fmt.Sprintf(t.Try, n.Text)
	case loop.ChallengeNote:
		return fmt.Sprintf(t.Begins, n.Text)
	case loop.HoleNote:
		if n.Text == "" {
			return fmt.Sprintf(t.HoleOnly, w.T.Record(of))
		}
		return fmt.Sprintf(t.Hole, w.T.Record(of), w.Group(n.Text, 0))
	case loop.RestatedNote:
		return w.restated(*n.Restated)
	}
	return w.T.Festival(n.Text)
}

// restated says which import changed which known figure, and by how much.
func (w writer) restated(x ops.Restatement) string {
	t, size := &w.T.Marks, ""
	m, _ := w.Catalog.Metric(x.Metric)
	if x.Before != 0 {
		sign := "+"
		if x.After < x.Before {
			sign = "−"
		}
		size = fmt.Sprintf(t.RestatedSize, sign+w.Value(ops.Value{Number: math.Abs(x.Size())}, ops.UnitPercent))
	}
	says := t.RestatedBy
	if x.Undo {
		says = t.RestatedUndo
	}
	return fmt.Sprintf(says, x.File, x.By, w.metricLabel(x.Metric), w.Day(x.Day), w.amount(x.Before, m), w.amount(x.After, m), size)
}

// noteHref is where more is read about a note. Imports are about the whole record.
func noteHref(n ops.Note, narrowed bool) string {
	kind, of, _ := strings.Cut(n.Key, ":")
	switch {
	case n.Kind == ops.NoteSystem && kind+":" == loop.TryNote:
		return "/tries/" + of
	case n.Kind == ops.NoteSystem && (kind+":" == loop.HoleNote || kind+":" == loop.RestatedNote) && !narrowed:
		return "/imports"
	}
	return ask.Href("/notes", dayQuery(n.Days))
}

// dayQuery asks for the notes of days.
func dayQuery(r ops.Range) url.Values {
	q := url.Values{"day": {r.From.String()}}
	if r.Len() > 1 {
		q.Set("to", r.Last().String())
	}
	return q
}
