package loop

import (
	"context"
	"slices"
	"strings"

	"daybreak/internal/ops"
)

// What the keys of system notes begin with.
const (
	TryNote       = "try:"
	HolidayNote   = "holiday:"
	ChallengeNote = "challenge:"
	HoleNote      = "hole:"
	RestatedNote  = "restated:"
)

// Challenges yields the challenges there are.
type Challenges interface {
	Challenges(ctx context.Context) ([]ops.Challenge, error)
}

// SystemNotes returns the notes that Daybreak makes by itself of what lies on a
// day of the range: tries, holidays, first days of challenges, days missing inside
// daily streams, and known figures that imports changed. They have no id, the kind
// system, and a key that says what they are of. Text is the title of the try or
// challenge, the name of the holiday, of the stream or of the file.
func (w World) SystemNotes(ctx context.Context, b Book, r ops.Range) ([]ops.Note, error) {
	out := slices.Concat(w.tryNotes(r), w.holidayNotes(r), w.holeNotes(r))
	if ops.RowsIn(ctx).Narrows() { // challenges and imports are everybody's
		return out, nil
	}
	if b.Restated != nil {
		restated, err := b.Restated.In(ctx, r)
		if err != nil {
			return nil, err
		}
		out = append(out, restatedNotes(restated)...)
	}
	if b.Challenges == nil {
		return out, nil
	}
	all, err := b.Challenges.Challenges(ctx)
	for _, c := range all {
		if !c.OwnStart() && r.Has(c.Start) {
			out = append(out, systemNote(ChallengeNote+c.Slug, ops.Range{From: c.Start, To: c.Start + 1}, c.Heading()))
		}
	}
	return out, err
}

func systemNote(key string, days ops.Range, text string) ops.Note {
	return ops.Note{Edited: ops.Edited{Key: key}, Days: days, Text: text, Kind: ops.NoteSystem}
}

func (w World) tryNotes(r ops.Range) []ops.Note {
	var out []ops.Note
	for _, t := range w.Tries {
		days := t.Running(max(w.Today, t.Start) + 1)
		if t.End == 0 && days.Len() > ops.MaxLength {
			days.To = days.From + ops.MaxLength
		}
		if days.And(r).Len() > 0 {
			n := systemNote(label(t.ID), days, t.Title)
			n.Scope, n.Metrics = t.Scope, t.Metric
			out = append(out, n)
		}
	}
	return out
}

// holidayNotes has one note for holidays of one name in a row.
func (w World) holidayNotes(r ops.Range) []ops.Note {
	var out []ops.Note
	days := make([]ops.Day, 0, len(w.Holidays))
	for d, h := range w.Holidays {
		if h.Kind == ops.DayOff && r.Has(d) {
			days = append(days, d)
		}
	}
	slices.Sort(days)
	for _, d := range days {
		name := w.Holidays[d].Name
		if n := len(out); n > 0 && out[n-1].Days.To == d && out[n-1].Text == name {
			out[n-1].Days.To++
			continue
		}
		out = append(out, systemNote(HolidayNote+d.String(), ops.Range{From: d, To: d + 1}, name))
	}
	return out
}

// holeNotes has one note for each row of days missing inside a daily stream. Its
// key names the record, its Metrics are those made of it.
func (w World) holeNotes(r ops.Range) []ops.Note {
	var out []ops.Note
	for _, h := range w.Holes("") {
		if h.Days.And(r).Len() == 0 {
			continue
		}
		text := h.Source
		if h.Part != "" && h.Source != "" {
			text += " · "
		}
		n := systemNote(HoleNote+h.Record, h.Days, text+h.Part)
		n.Metrics = w.madeOf(h.Record)
		out = append(out, n)
	}
	return out
}

// madeOf returns the names of the metrics that need rows of a record.
func (w World) madeOf(record string) string {
	var out []string
	for _, m := range w.Catalog.Metrics {
		for _, t := range slices.Concat(m.Num, m.Den) {
			if x := w.Catalog.Measures[t.Measure]; x != nil && x.Record == record {
				out = append(out, m.Name)
				break
			}
		}
	}
	return strings.Join(out, ",")
}
