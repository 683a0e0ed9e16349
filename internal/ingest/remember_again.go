package ingest

import (
	"context"
	"errors"
	"slices"

	"daybreak/internal/ops"
)

// Where neither the name nor the title of a file tells whose it is, its rows
// may: a report that says again what is stored for the last answer is of the
// same account.

// smallFile is the size up to which a file is planned already to say what it
// leaves open.
const smallFile = 1 << 20

// fewestAgain is how many rows with figures have to be stored alike.
const fewestAgain = 2

// doubted returns the last answers about files with the header, if all that a
// table leaves open is whether they hold for this file too.
func doubted(err error) map[string]string {
	var open Open
	if !errors.As(err, &open) {
		return nil
	}
	out := map[string]string{}
	for _, q := range open {
		switch {
		case q.Code == "which_file" && q.Suggestion != "":
			out[q.Field] = q.Suggestion
		case q.Required:
			return nil
		}
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

// again reads the plan's file once more as one the last answers hold for. It
// returns nil if the rows do not show that they do.
func (i *Importer) again(ctx context.Context, p *Plan, answers map[string]string) (*reading, error) {
	reader, ok := i.store.(stored)
	if !ok {
		return nil, nil
	}
	trial := *p
	trial.src.supposed = answers
	r, err := i.read(ctx, &trial)
	if err != nil {
		if ops.CodeOf(err) != "" { // the question stays
			return nil, nil
		}
		return nil, err
	}
	if r != nil {
		same, err := restates(ctx, reader, r)
		if err != nil || !same {
			return nil, err
		}
	}
	*p = trial
	return r, nil
}

// restates reports whether most rows that have a figure and are stored already
// are stored with the same figures.
func restates(ctx context.Context, reader stored, r *reading) (bool, error) {
	if r.days.Len() == 0 {
		return false, nil
	}
	o := newOverlapping(&Plan{Record: r.rows.Record, Rows: r.rows}, nil)
	// What happened at an instant is told by its key; a day's figures by what they are.
	happened := r.rows.Record.Columns[r.rows.Record.Column(r.rows.Record.Day)].Type == ops.Instant
	met, same := 0, 0
	err := reader.Read(ctx, r.rows.Record.Name, r.days, func(b *ops.Rows) error {
		for n := range b.Len() {
			at, ok := o.mine[o.text(b, n, o.keys)]
			if !ok || !happened && o.empty(b, n) {
				continue
			}
			met++
			if o.alike(b, n, at) {
				same++
			}
		}
		return nil
	})
	return same >= fewestAgain && 2*same >= met, err
}

// alike reports whether row n of b has the numbers of row at of the plan.
func (o *overlapping) alike(b *ops.Rows, n, at int) bool {
	return !slices.ContainsFunc(upTo(len(o.record.Columns)), func(c int) bool {
		return o.record.Columns[c].Type.IsNumber() && b.Ints[c][n] != o.rows.Ints[c][at]
	})
}

func upTo(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

// suppose takes the last answers over that are supposed to hold for the file.
func (m *Mapping) suppose(answers map[string]string) {
	for f, a := range answers {
		if m.doubts[f] == a {
			m.Answers[f], m.Sources[f] = a, FromRemembered
			delete(m.doubts, f)
		}
	}
}
