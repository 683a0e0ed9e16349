package view

import (
	"fmt"

	"daybreak/internal/analysis"
	"daybreak/internal/chart"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// stateColours are those of the daily states, in their order.
func stateColours() []string {
	return []string{"$c1", "$c3", "$c6", "$c5", "$c2", "$c4", "$c-mute"}
}

// states stacks members by daily state, day by day.
func (b activityPanel) states(p *ops.Panel, s *analysis.States) (*Chart, error) {
	if len(s.Days) == 0 {
		return nil, nil
	}
	names := b.T.Member.States.List()
	buckets := make([]analysis.Bucket, len(s.Days))
	open := len(s.Days)
	for i, d := range s.Days {
		buckets[i].Days = ops.Range{From: d.Day, To: d.Day + 1}
		if d.InProgress {
			open = min(open, i)
		}
	}
	c := chart.Columns{Axis: b.axis(buckets, ops.Daily, open), Unit: ops.UnitCount}
	out := b.chart(p, fmt.Sprintf(b.T.Panel.ChartSeries, b.Label(p.Title), len(names)))
	last := s.Days[max(0, open-1)]
	for i, name := range names {
		stack := chart.Stack{Name: name, Colour: stateColours()[i]}
		for _, d := range s.Days {
			stack.Values = append(stack.Values, d.Count(d.Members[i]))
		}
		c.Stacks = append(c.Stacks, stack)
		class := stateColours()[i][1:]
		if class == "c-mute" {
			class = "mute"
		}
		in := b.people(last.Members[i], engine.PeopleQuery{Growth: &s.Query, Start: last.Day, Kind: engine.StateKinds()[i]})
		out.Legend = append(out.Legend, Legend{Class: class, Name: name, Total: in.Text, Href: in.Href})
	}
	out.Tall = true
	b.mark(p, out, &c.Axis, daysOf(buckets))
	var err error
	out.Option, err = c.Option()
	return out, err
}

// stateMoves has one row per state: its members on the last complete day, and
// which share of those in it the day before went where.
func (b activityPanel) stateMoves(p *ops.Panel, s *analysis.States) *Table {
	i := -1
	for k, d := range s.Days {
		if d.Day == s.Last && !d.InProgress {
			i = k
		}
	}
	if i < 0 {
		return nil
	}
	names := b.T.Member.States.List()
	out := &Table{Caption: fmt.Sprintf(b.T.Option.Moves, b.Day(s.Last)), Head: []Head{{Text: b.T.Option.From}, {Text: b.T.Option.To, Number: true}}}
	for _, name := range names {
		out.Head = append(out.Head, Head{Text: "→ " + name, Number: true})
	}
	for from, name := range names {
		row := Row{Name: name, Cells: []Cell{b.people(s.Days[i].Members[from], engine.PeopleQuery{Growth: &s.Query, Start: s.Last, Kind: engine.StateKinds()[from]})}}
		for to := range names {
			row.Cells = append(row.Cells, b.cell(s.Moves[from][to], ops.UnitPercent))
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

// stateFigures has one row per day; every count opens its members.
func (b activityPanel) stateFigures(p *ops.Panel, s *analysis.States) *Table {
	out := &Table{Caption: b.Label(p.Title), Head: []Head{{Text: b.T.Panel.Bucket}}, Cut: len(s.Days) > listedDays}
	for _, name := range b.T.Member.States.List() {
		out.Head = append(out.Head, Head{Text: name, Number: true})
	}
	for _, d := range s.Days[max(0, len(s.Days)-listedDays):] {
		row := Row{Name: b.Day(d.Day), Days: ops.Range{From: d.Day, To: d.Day + 1}, Open: d.InProgress}
		for i, n := range d.Members {
			row.Cells = append(row.Cells, b.peopleOf(d.Count(n), engine.PeopleQuery{Growth: &s.Query, Start: d.Day, Kind: engine.StateKinds()[i]}))
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

func drawStates(b Page, p *ops.Panel, r *analysis.States, out *Panel) (err error) {
	x := activityPanel{b}
	out.Below, out.Figures = x.stateMoves(p, r), x.stateFigures(p, r)
	out.Chart, err = x.states(p, r)
	return err
}
