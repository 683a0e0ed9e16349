package monthly

import (
	"context"

	"daybreak/internal/loop"
	"daybreak/internal/ops"
)

// next tells what is planned for the month after, and what was and is promised.
func (m *maker) next(ctx context.Context) (teller, error) {
	month := ops.Range{From: m.view.Range.To, To: ops.AddMonths(m.view.Range.To, 1)}
	var goals []loop.Goal
	for _, t := range m.Targets {
		if t.State == ops.TargetClosed || t.Days.And(month).Len() == 0 {
			continue
		}
		g, err := m.World.Goal(ctx, t, m.view.Range.Last())
		if err != nil {
			return nil, err
		}
		goals = append(goals, g)
	}
	var planned []ops.Try
	for _, t := range m.World.Tries {
		if month.Has(t.Start) {
			planned = append(planned, t)
		}
	}
	before, made, err := m.promised(ctx)
	return func(w words) []Block {
		var out []Block
		if len(goals) > 0 {
			out = append(out, Block{Heading: w.t.TargetsNext, Table: w.targets(goals)})
		}
		if len(planned) > 0 {
			out = append(out, Block{Heading: w.t.TriesNext, Table: w.planned(planned)})
		}
		if len(out) == 0 {
			out = append(out, Block{Sentences: []string{w.t.NoNext}})
		}
		if len(before) > 0 {
			out = append(out, Block{Heading: w.t.Promised, Table: w.promises(w.t.Promised, before)})
		}
		if len(made) > 0 {
			out = append(out, Block{Heading: w.t.Promises, Table: w.promises(w.t.Promises, made)})
		}
		return out
	}, err
}

// targets lists targets and budgets with what a budget leaves for each day.
func (w words) targets(goals []loop.Goal) *Table {
	p := &w.T.Plan
	t := &Table{Caption: w.t.TargetsNext, Columns: []Head{{p.Target, false}, {w.t.Days, false}, {w.t.Goal, true}, {p.ToDate, true},
		{w.t.LeftPerDay, true}, {p.Owner, false}}}
	for _, g := range goals {
		name := w.GoalName(g)
		if g.Budget() {
			name += " · " + p.Budget
		}
		t.Rows = append(t.Rows, []Cell{{Text: name, Link: goalLink(g.Key())}, {Text: w.Days(g.Days)}, w.figure(ops.Value{Number: g.Target.Goal}, g.Subject.Unit),
			w.figure(g.ToDate, g.Subject.Unit), w.figure(g.Allowed, g.Subject.Unit), {Text: g.Owner}})
	}
	return t
}

func (w words) planned(tries []ops.Try) *Table {
	p := &w.T.Plan
	t := &Table{Caption: w.t.TriesNext, Columns: []Head{{p.TryTitle, false}, {w.t.Starts, false}, {p.Metric, false}, {p.Expected, true}, {p.Owner, false}}}
	for _, x := range tries {
		change := ops.Value{Number: x.Expected}
		if x.Direction == ops.DownGood {
			change.Number = -change.Number
		}
		t.Rows = append(t.Rows, []Cell{{Text: x.Title, Link: tryLink(x.ID)}, {Text: w.Day(x.Start)}, {Text: w.MetricLabel(x.Metric)},
			w.figure(change, ops.UnitPercent),
			{Text: x.Owner}})
	}
	return t
}

// Outcome is what became of a commitment.
type Outcome string

// The outcomes. Open ones are told again in the report after.
const (
	Kept        Outcome = "kept"
	Missed      Outcome = "missed"
	NoData      Outcome = "no_data"
	NotMeasured Outcome = "not_measurable"
	Withdrawn   Outcome = "withdrawn"
)

// Checked is a commitment with what became of it.
type Checked struct {
	ops.Commitment
	Actual  ops.Value
	Outcome Outcome
}

// Check says what became of a commitment as far as the record knows.
func Check(ctx context.Context, w loop.World, c ops.Commitment) (Checked, error) {
	out := Checked{Commitment: c, Actual: ops.Value{State: ops.Pending}, Outcome: NoData}
	if !c.Withdrawn.IsZero() {
		out.Outcome = Withdrawn
	}
	m, ok := w.Catalog.Metric(c.Metric)
	if !ok {
		out.Actual.State = ops.NotApplicable
		if out.Outcome == NoData {
			out.Outcome = NotMeasured
		}
		return out, nil
	}
	filter, err := w.Snapshot.Keys().Scope(c.Scope)
	if err != nil {
		return out, err
	}
	if through, known := w.Through(m, filter); !known || through < c.Days.Last() {
		return out, nil
	}
	v, err := w.Value(ctx, m, filter, c.Days)
	if ops.CodeOf(err) == "no_breakdown" { // it is no longer known in its scope
		v, err = ops.Value{State: ops.NotApplicable}, nil
	}
	if err != nil {
		return out, err
	}
	out.Actual = v
	switch {
	case out.Outcome == Withdrawn || v.State == ops.Pending:
	case v.State != ops.Known:
		out.Outcome = NotMeasured
	case c.AtMost && v.Number <= c.Goal, !c.AtMost && v.Number >= c.Goal:
		out.Outcome = Kept
	default:
		out.Outcome = Missed
	}
	return out, nil
}

// promised returns what reports of earlier months promised, as far as it is due
// from this month on or still open, and what this report promises.
func (m *maker) promised(ctx context.Context) (before, made []Checked, err error) {
	months := map[int64]ops.Report{}
	for _, r := range m.Reports {
		months[r.ID] = r
	}
	for _, c := range m.Commitments {
		r, ok := months[c.Report]
		if !ok || r.Month > m.report.Month {
			continue
		}
		x, err := Check(ctx, m.World, c)
		if err != nil {
			return nil, nil, err
		}
		open := x.Outcome == NoData || x.Outcome == NotMeasured
		switch {
		case r.Month == m.report.Month:
			made = append(made, x)
		case open || c.Days.Last() >= m.report.Month:
			before = append(before, x)
		}
	}
	return before, made, nil
}

// promises lists commitments.
func (w words) promises(caption string, list []Checked) *Table {
	t := &Table{Caption: caption, Columns: []Head{{w.t.Commitment, false}, {w.T.Plan.Owner, false}, {w.t.Days, false}, {w.t.Goal, true},
		{w.t.Actual, true}, {w.t.Result, false}}}
	for _, c := range list {
		t.Rows = append(t.Rows, []Cell{{Text: c.Text}, {Text: c.Owner}, {Text: w.Days(c.Days)}, {Text: w.promise(c)}, w.actual(c), w.outcome(c)})
	}
	return t
}

// promise writes metric, direction and goal of a commitment.
func (w words) promise(c Checked) string {
	m := w.Metric(c.Metric)
	if m == nil {
		return "—"
	}
	than := w.t.AtLeast
	if c.AtMost {
		than = w.t.AtMost
	}
	out := w.Label(m.Label)
	if c.Scope != "" {
		out += " · " + w.Scope(c.Scope)
	}
	return out + " " + than + " " + w.Amount(c.Goal, m)
}

func (w words) actual(c Checked) Cell {
	unit := ops.UnitNumber
	if m := w.Metric(c.Metric); m != nil {
		unit = m.Unit
	}
	return w.figure(c.Actual, unit)
}

func (w words) outcome(c Checked) Cell {
	switch c.Outcome {
	case Kept:
		return Cell{Text: w.t.Kept, Tone: "good", Tag: true}
	case Missed:
		return Cell{Text: w.t.Missed, Tone: "bad", Tag: true}
	case NotMeasured:
		return Cell{Text: w.t.NotMeasured, Tag: true}
	case Withdrawn:
		return Cell{Text: w.t.Withdrawn + w.T.Plan.Comma + w.sprintf(w.t.Because, c.Why)}
	}
	return Cell{Text: w.t.NoData, Tag: true}
}
