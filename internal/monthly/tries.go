package monthly

import (
	"context"
	"slices"

	"daybreak/internal/loop"
	"daybreak/internal/ops"
)

// tried returns the tries that ran on a day of the month, with how they stand. Each is
// measured once, however many parts tell of it.
func (m *maker) tried(ctx context.Context) ([]loop.Outcome, error) {
	if m.outcomes != nil {
		return m.outcomes, nil
	}
	var ran []ops.Try
	for _, t := range m.World.Tries {
		if t.Running(m.view.Range.To).And(m.view.Range).Len() > 0 {
			ran = append(ran, t)
		}
	}
	out, err := loop.OutcomesOf(ctx, m.World, ran)
	m.outcomes = slices.DeleteFunc(out, func(o loop.Outcome) bool { return o.State == loop.Planned })
	return m.outcomes, err
}

// tries tells what was tried in the month, what it brought and what was decided.
func (m *maker) tries(ctx context.Context) (teller, error) {
	tried, err := m.tried(ctx)
	return func(w words) []Block {
		if len(tried) == 0 {
			return []Block{{Sentences: []string{w.t.NoTries}}}
		}
		t := &Table{Caption: w.t.Tries, Columns: []Head{{w.T.Plan.TryTitle, false}, {w.t.Days, false}, {w.t.Result, false}, {w.T.Plan.Verdict, false},
			{w.T.Plan.Cost, true}, {w.t.Decision, false}}}
		for _, o := range tried {
			cost := w.figure(o.Cost.Value(), ops.UnitMoney)
			switch o.Cost {
			case loop.Spent{}:
				cost = Cell{Text: "—"}
			case loop.Spent{Known: o.Cost.Known, Open: true}:
				cost.Text = w.Spent(o.Cost)
			}
			days := w.Days(o.Try.Running(o.Try.Start + ops.MaxLength))
			t.Rows = append(t.Rows, []Cell{{Text: o.Try.Title, Link: tryLink(o.Try.ID)}, {Text: days}, {Text: w.result(o)}, tagged(w.Verdict(o.Verdict)), cost,
				{Text: w.decided(o)}})
		}
		b := told(saying{w.triesSay(tried), "/tries"})
		b.Table = t
		return []Block{b}
	}, err
}

// result is what a try brought, or when that is known.
func (w words) result(o loop.Outcome) string {
	switch o.State {
	case loop.Running:
		return w.T.Plan.Running
	case loop.Measuring:
		return w.sprintf(w.T.Plan.KnownOn, w.Day(o.Due+1))
	}
	return w.MetricLabel(o.Try.Metric) + w.T.Plan.Colon + w.Size(o)
}

// decided is what was decided on a try.
func (w words) decided(o loop.Outcome) string {
	switch {
	case o.Try.Decision != "":
		return w.Decision(o.Try.Decision) + w.T.Plan.Colon + o.Try.Sentence
	case o.State == loop.Measured:
		return w.T.Plan.Measured
	}
	return "—"
}
