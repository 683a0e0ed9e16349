package loop

import (
	"cmp"
	"context"
	"slices"

	"daybreak/internal/ops"
)

// Notes returns the notes of users that lie on a day of the range, and those
// that Daybreak makes by itself: of holidays and of tries. The latter have no
// id and the kind system; their Text is the name of the festival or the title.
func (w World) Notes(ctx context.Context, b Book, r ops.Range) ([]ops.Note, error) {
	out, err := b.Notes.In(ctx, r)
	if err != nil {
		return nil, err
	}
	out = append(out, w.SystemNotes(r)...)
	slices.SortStableFunc(out, func(a, b ops.Note) int { return cmp.Or(cmp.Compare(a.Days.From, b.Days.From), cmp.Compare(a.ID, b.ID)) })
	return out, nil
}

// SystemNotes returns the notes that Daybreak makes by itself.
func (w World) SystemNotes(r ops.Range) []ops.Note {
	var out []ops.Note
	for _, t := range w.Tries {
		days := t.Running(max(w.Today, t.Start) + 1)
		if t.End == 0 && days.Len() > ops.MaxLength {
			days.To = days.From + ops.MaxLength
		}
		if days.And(r).Len() > 0 {
			out = append(out, ops.Note{Days: days, Scope: t.Scope, Metrics: t.Metric, Text: t.Title, Kind: ops.NoteSystem, Edited: ops.Edited{Key: label(t.ID)}})
		}
	}
	var last *ops.Note
	days := make([]ops.Day, 0, len(w.Holidays))
	for d := range w.Holidays {
		days = append(days, d)
	}
	slices.Sort(days)
	for _, d := range days {
		h := w.Holidays[d]
		if h.Kind != ops.DayOff || !r.Has(d) {
			continue
		}
		if last != nil && last.Days.To == d && last.Text == h.Name {
			last.Days.To++
			continue
		}
		out = append(out, ops.Note{Days: ops.Range{From: d, To: d + 1}, Text: h.Name, Kind: ops.NoteSystem, Edited: ops.Edited{Key: "holiday:" + d.String()}})
		last = &out[len(out)-1]
	}
	return out
}
