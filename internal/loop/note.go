package loop

import (
	"cmp"
	"context"
	"slices"

	"daybreak/internal/ops"
)

// Notes returns the notes of users that lie on a day of the range, and those
// that Daybreak makes by itself, by their first day.
func (w World) Notes(ctx context.Context, b Book, r ops.Range) ([]ops.Note, error) {
	out, err := b.Notes.In(ctx, r)
	if err != nil {
		return nil, err
	}
	made, err := w.SystemNotes(ctx, b, r)
	if err != nil {
		return nil, err
	}
	out = append(out, made...)
	slices.SortStableFunc(out, func(a, b ops.Note) int { return cmp.Or(cmp.Compare(a.Days.From, b.Days.From), cmp.Compare(a.ID, b.ID)) })
	return out, nil
}
