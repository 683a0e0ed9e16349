package monthly

import (
	"context"

	"daybreak/internal/analysis"
	"daybreak/internal/loop"
	"daybreak/internal/ops"
)

const newMembers = "acquired"

// headlines are the metrics on the cover.
func headlines() []string { return []string{newMembers, "check_ins", "revenue", "cost", "roas"} }

// headlines asks for the figures on the cover.
func (m *maker) headlines(ctx context.Context) (*analysis.Table, error) {
	t, err := m.ask(ctx, nil, headlines()...)
	if t == nil || err != nil {
		return nil, err
	}
	for _, c := range t.Columns {
		m.publish(c.Metric.Name, "", c.Complete, c.Total.Value)
	}
	return t, nil
}

// tiles writes the figures on the cover.
func (w words) tiles(t *analysis.Table) []Tile {
	var out []Tile
	if t == nil {
		return out
	}
	for _, c := range t.Columns {
		x := Tile{Label: w.Label(c.Metric.Label), Value: w.total(c.Total, c.Metric.Unit).Text}
		if c.Known && c.LeftOut > 0 && c.Total.State == ops.Known {
			x.Label += " " + w.sprintf(w.t.OnlyTo, w.Day(c.Through))
		}
		if c.Total.State == ops.Known && c.Total.Compare.State == ops.Known {
			x.Before = w.before() + " " + w.Value(c.Total.Compare, c.Metric.Unit)
			x.Change = w.change(c.Metric, c.Total)
		}
		out = append(out, x)
	}
	return out
}

// summary says the month in a few sentences: its figures, its targets and its
// tries.
func (m *maker) summary(ctx context.Context) (teller, error) {
	t, err := m.headlines(ctx)
	if err != nil {
		return nil, err
	}
	goals, err := m.goals(ctx)
	if err != nil {
		return nil, err
	}
	tried, err := m.tried(ctx)
	return func(w words) []Block {
		var says []saying
		if t != nil {
			for _, c := range t.Columns {
				says = append(says, saying{w.says(c), w.whyOf(c.Metric.Name, "")})
			}
		}
		if len(goals) > 0 {
			says = append(says, saying{w.goalsSay(goals), "/plan"})
		}
		if len(tried) > 0 {
			says = append(says, saying{w.triesSay(tried), "/tries"})
		}
		b := told(says...)
		if v := m.view; v.Range.Len() != v.CompareRange.Len() {
			b.Note = w.sprintf(w.t.DaysDiffer, w.now(), v.Range.Len(), w.before(), v.CompareRange.Len())
		}
		return []Block{b}
	}, err
}

// says is the sentence about a figure.
func (w words) says(c analysis.Column) string {
	label, f := w.Label(c.Metric.Label), c.Total
	if c.Known && c.LeftOut > 0 && f.State == ops.Known {
		label += " " + w.sprintf(w.t.OnlyTo, w.Day(c.Through))
	}
	switch {
	case f.State != ops.Known:
		return w.sprintf(w.t.NotKnown, label)
	case f.Compare.State != ops.Known:
		return w.sprintf(w.t.SaysAlone, label, w.stated(f, c.Metric.Unit))
	}
	return w.sprintf(w.t.Says, label, w.stated(f, c.Metric.Unit), w.before(), w.Exact(f.Compare, c.Metric.Unit), w.change(c.Metric, f))
}

// stated writes a figure in full, with the sign of a bound where it is one.
func (w words) stated(f analysis.Figure, u ops.Unit) string {
	if f.AtMost {
		return "≤ " + w.Exact(f.Value, u)
	}
	return w.Exact(f.Value, u)
}

// goalsSay counts how targets stand.
func (w words) goalsSay(goals []loop.Goal) string {
	var good, bad, open int
	for _, g := range goals {
		switch g.Light {
		case loop.Met, loop.OnTrack:
			good++
		case loop.AtRisk, loop.Missed:
			bad++
		default:
			open++
		}
	}
	return w.sprintf(w.t.GoalsSay, len(goals), good, bad, open)
}

// triesSay counts what tries brought.
func (w words) triesSay(tried []loop.Outcome) string {
	var works, harmful, waiting int
	for _, o := range tried {
		switch o.Verdict {
		case loop.Works:
			works++
		case loop.Harmful:
			harmful++
		}
		if o.State == loop.Measured {
			waiting++
		}
	}
	return w.sprintf(w.t.TriesSay, len(tried), works, harmful, waiting)
}
