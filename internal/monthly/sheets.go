package monthly

import (
	"context"
	"slices"
	"strings"

	"daybreak/internal/analysis"
	"daybreak/internal/ops"
)

// mostGroups is how many groups have a row of their own.
const mostGroups = 12

// community tells how the groups fared.
func (m *maker) community(ctx context.Context) (teller, error) {
	s, err := analysis.Operations{Data: m.World.Data}.Groups(ctx, m.view, &ops.Panel{Limit: mostGroups})
	if err != nil {
		return nil, err
	}
	return func(w words) []Block {
		if len(s.Rows) == 0 {
			return w.nothing()
		}
		args := make([]any, len(s.Facts))
		for i, f := range s.Facts {
			args[i] = w.Value(f.Cell.Value, f.Unit)
		}
		b := told(saying{w.sprintf(w.t.GroupsSay, args...), w.of("community")})
		b.Table = w.sheet(w.t.Community, s, "members", "joined", "left", "speak_rate", "silent", "activated")
		return []Block{b}
	}, nil
}

// content tells what each post of the month brought.
func (m *maker) content(ctx context.Context) (teller, error) {
	o := analysis.Operations{Data: m.World.Data}
	posts, err := o.Posts(ctx, m.view, &ops.Panel{Limit: mostRows})
	if err != nil {
		return nil, err
	}
	kinds, err := o.PostKinds(ctx, m.view, &ops.Panel{})
	return func(w words) []Block {
		if len(posts.Rows) == 0 {
			return w.nothing()
		}
		n := 0
		for _, r := range posts.Rows {
			n += max(1, r.Other)
		}
		says := []saying{{w.sprintf(w.t.PostsSay, n), w.of("content")}}
		var each []string
		for _, r := range kinds.Rows {
			if c := r.Cells[3]; c.State == ops.Known {
				each = append(each, w.Group(r.Keys[0], 0)+" "+w.Value(c.Value, ops.UnitNumber))
			}
		}
		if len(each) > 0 {
			says = append(says, saying{w.sprintf(w.t.KindSays, w.join(each)), w.of("content")})
		}
		b := told(says...)
		b.Table = w.sheet(w.t.Content, posts, "reads", "gained", "lost", "net", "expected")
		return []Block{b}
	}, err
}

// sheet writes the rows of a sheet with some of its columns, and the verdict
// where a row has one.
func (w words) sheet(caption string, s *analysis.Sheet, columns ...string) *Table {
	t := &Table{Caption: caption}
	verdicts := slices.ContainsFunc(s.Rows, func(r analysis.SheetRow) bool { return r.Verdict == analysis.Good || r.Verdict == analysis.Bad })
	keys := slices.DeleteFunc(slices.Clone(s.Keys), func(k analysis.SheetKey) bool { return strings.HasSuffix(k.Name, "_id") })
	for _, k := range keys {
		t.Columns = append(t.Columns, Head{w.Label(k.Label), false})
	}
	var shown []int
	for i, c := range s.Columns {
		if slices.Contains(columns, c.Name) {
			shown = append(shown, i)
			t.Columns = append(t.Columns, Head{w.Label(c.Label), true})
		}
	}
	if verdicts {
		t.Columns = append(t.Columns, Head{w.T.Plan.Verdict, false})
	}
	for _, r := range s.Rows {
		var row []Cell
		for i, k := range s.Keys {
			if slices.ContainsFunc(keys, func(x analysis.SheetKey) bool { return x.Name == k.Name }) {
				row = append(row, Cell{Text: w.key(k, r.Keys[i], r.Other)})
			}
		}
		for _, i := range shown {
			c := w.figure(r.Cells[i].Value, s.Columns[i].Unit)
			if x := r.Cells[i]; x.Ranged && s.Columns[i].Unit != ops.UnitPercent {
				c.Text += w.sprintf(" (%s – %s)", w.Value(ops.Value{Number: x.Range.Low}, s.Columns[i].Unit), w.Value(ops.Value{Number: x.Range.High}, s.Columns[i].Unit))
			}
			row = append(row, c)
		}
		if verdicts {
			row = append(row, w.judged(r))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// key writes the name of a row.
func (w words) key(k analysis.SheetKey, text string, other int) string {
	if other > 0 && text != "" {
		return w.Group("", other)
	}
	if d, err := ops.ParseDay(text); err == nil && k.Name == "published" {
		return w.Day(d)
	}
	if k.Dimension != "" {
		return w.Group(text, 0)
	}
	return text
}

// judged says whether a row did better than was to be expected.
func (w words) judged(r analysis.SheetRow) Cell {
	switch {
	case r.Reason != "":
		return Cell{Text: "…"}
	case r.Verdict == analysis.Good:
		return Cell{Text: w.T.Operation.Better, Tone: "good", Tag: true}
	case r.Verdict == analysis.Bad:
		return Cell{Text: w.T.Operation.Worse, Tone: "bad", Tag: true}
	}
	return Cell{Text: w.T.Plan.CannotTell, Tone: "faint", Tag: true}
}
