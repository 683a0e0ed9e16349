package monthly

import (
	"context"

	"daybreak/internal/analysis"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// habitMetrics are the figures about check-ins.
func habitMetrics() []string {
	return []string{"check_ins", "check_in_members", "check_in_rate", "first_check_ins"}
}

// habitEvent is what makes the habit.
const habitEvent = "check_in"

// challenge tells how many checked in, day by day, and how many keep it up.
func (m *maker) challenge(ctx context.Context) (teller, error) {
	t, err := m.ask(ctx, nil, habitMetrics()...)
	if err != nil {
		return nil, err
	}
	if t != nil {
		for _, c := range t.Columns {
			m.publish(c.Metric.Name, "", c.Complete, c.Total.Value)
		}
	}
	var daily *analysis.Table
	if _, ok := m.World.Catalog.Metric("check_ins"); ok {
		v := *m.view
		v.Grain = ops.Daily
		if daily, err = m.World.Metrics(ctx, &v, analysis.Query{Metrics: []string{"check_ins"}}); err != nil {
			return nil, err
		}
	}
	now, err := m.habit(ctx, m.view.CompareRange)
	if err != nil {
		return nil, err
	}
	before, err := m.habit(ctx, m.view.Past(m.view.CompareRange))
	return func(w words) []Block {
		if t == nil {
			return w.nothing()
		}
		table := &Table{Caption: w.t.Challenge, Columns: []Head{{w.t.Figure, false}, {w.now(), true}, {w.before(), true}, {w.t.OfChange, true}}}
		table.Columns[3].Text = w.T.Panel.Change
		for _, c := range t.Columns {
			table.Rows = append(table.Rows, []Cell{{Text: w.Label(c.Metric.Label)}, w.total(c.Total, c.Metric.Unit), w.figure(c.Total.Compare, c.Metric.Unit),
				w.difference(c.Metric, c.Total)})
		}
		out := []Block{{Table: table}}
		if now != nil && before != nil && now.All.Enrolled > 0 {
			out[0] = told(saying{w.sprintf(w.t.HabitSays, w.Amount(float64(now.All.Enrolled), nil), w.month(m.view.CompareRange.From), now.Length,
				w.Value(now.All.Perfect.Value, ops.UnitPercent), w.month(m.view.Past(m.view.CompareRange).From),
				w.Value(before.All.Perfect.Value, ops.UnitPercent)), w.of("checkins")})
			out[0].Table = table
		}
		if daily != nil {
			out = append(out, Block{Heading: w.t.CheckDays, Chart: w.daily(daily)})
		}
		return out
	}, err
}

// habit follows members by their first check-in on some days; nil where nobody ever
// checked in. Those of the month before have all their days behind them by the end
// of the month.
func (m *maker) habit(ctx context.Context, days ops.Range) (*analysis.Challenge, error) {
	v := &analysis.View{Range: days, Grain: ops.Whole, Compare: analysis.NoCompare}
	v.Question.Challenge = &engine.ChallengeQuery{Event: engine.Activity{Event: habitEvent}, Length: 21, DayStart: -1, Silence: 1}
	c, err := m.World.Challenge(ctx, v, &ops.Panel{Type: "challenge", Event: habitEvent, Length: 21})
	if ops.CodeOf(err) == "unknown_event" { // nobody ever checked in
		return nil, nil
	}
	return c, err
}

// daily draws a metric day by day, with the month before beside it.
func (w words) daily(t *analysis.Table) *Chart {
	c := &Chart{Kind: Days, Label: w.t.CheckDays, Lines: []Line{{Name: w.now()}, {Name: w.before()}}}
	for i, b := range t.Buckets {
		f := t.Columns[0].ByBucket[i]
		_, _, day := b.Days.From.Date()
		c.Labels = append(c.Labels, w.sprintf("%d", day))
		c.Lines[0].Points = append(c.Lines[0].Points, pointOf(f.Value))
		c.Lines[1].Points = append(c.Lines[1].Points, pointOf(f.Compare))
	}
	return c
}

// pointOf is a figure on a line; nil where it is not known.
func pointOf(v ops.Value) *float64 {
	if v.State != ops.Known {
		return nil
	}
	return &v.Number
}
