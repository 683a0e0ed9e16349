package monthly

import (
	"context"

	"daybreak/internal/loop"
	"daybreak/internal/ops"
)

// goals returns how targets stood on the last day of the month.
func (m *maker) goals(ctx context.Context) ([]loop.Goal, error) {
	return m.World.Goals(ctx, m.Targets, m.view.Range.Last())
}

// plan holds the result against the targets that hold the last day of the month.
func (m *maker) plan(ctx context.Context) (teller, error) {
	goals, err := m.goals(ctx)
	if err != nil {
		return nil, err
	}
	for _, g := range goals {
		m.publish(g.Metric, g.Scope, ops.Range{From: g.Days.From, To: g.Through + 1}, g.ToDate)
	}
	return func(w words) []Block {
		if len(goals) == 0 {
			return []Block{{Sentences: []string{w.t.NoGoals}}}
		}
		p := &w.T.Plan
		t := &Table{Caption: w.t.Plan, Columns: []Head{{p.Target, false}, {w.t.Days, false}, {w.t.Goal, true}, {w.t.GoalDue, true}, {p.ToDate, true},
			{p.Attained, true}, {p.EndsAt, false}, {p.Chance, true}, {p.Verdict, false}}}
		for _, g := range goals {
			name := w.GoalName(g)
			if g.Budget() {
				name += " · " + p.Budget
			}
			t.Rows = append(t.Rows, []Cell{{Text: name, Link: goalLink(g.Key())}, {Text: w.Days(g.Days)}, w.figure(ops.Value{Number: g.Target.Goal}, g.Subject.Unit),
				{Text: w.Due(g)},
				w.figure(g.ToDate, g.Subject.Unit), {Text: w.Attained(g)}, {Text: w.Ends(g)}, {Text: w.Chance(g)}, tagged(w.Light(g))})
		}
		b := told(saying{w.goalsSay(goals), "/plan"})
		b.Table, b.Note = t, w.t.PlanNote
		return []Block{b}
	}, nil
}
