package view

import (
	"fmt"
	"strconv"

	"daybreak/internal/analysis"
	"daybreak/internal/chart"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// stickiness draws how many members were active in how many periods.
func (b activityPanel) stickiness(p *ops.Panel, s *analysis.Stickiness) (*Chart, error) {
	if s.Active == 0 {
		return nil, nil
	}
	t := &b.T.Option
	c := chart.Columns{Unit: ops.UnitCount, NetName: t.AtLeast}
	exact := chart.Stack{Name: t.Exactly, Colour: "$c1"}
	for _, x := range s.Bars {
		c.Labels = append(c.Labels, strconv.Itoa(x.Periods))
		c.Titles = append(c.Titles, t.ActiveDays+" "+strconv.Itoa(x.Periods))
		exact.Values = append(exact.Values, ops.Value{Number: float64(x.Members)})
		c.Net = append(c.Net, ops.Value{Number: float64(x.AtLeast)})
	}
	c.Open, c.Stacks = len(c.Labels), []chart.Stack{exact}
	out := b.chart(p, fmt.Sprintf(b.T.Panel.ChartSeries, b.Label(p.Title), 2))
	out.Legend = []Legend{{Class: "c1", Name: t.Exactly}, {Class: "line ink", Name: t.AtLeast}}
	out.Tall = true
	var err error
	out.Option, err = c.Option()
	return out, err
}

func (b activityPanel) stickinessFacts(s *analysis.Stickiness) []Fact {
	return []Fact{
		{Value: b.Value(s.Ratio, ops.UnitPercent), Text: b.T.Option.Stickiness},
		b.peopleFact(s.Active, b.T.Panel.Active, engine.PeopleQuery{Stickiness: &s.Query, Step: 1, Most: max(1, s.Periods)}),
	}
}

// stickinessFigures has one row per number of periods.
func (b activityPanel) stickinessFigures(p *ops.Panel, s *analysis.Stickiness) *Table {
	t := &b.T.Option
	out := &Table{Caption: b.Label(p.Title), Cut: len(s.Bars) > tableRows, Head: []Head{{Text: t.ActiveDays}, {Text: t.Exactly, Number: true},
		{Text: t.AtLeast, Number: true}}}
	for _, x := range s.Bars[:min(len(s.Bars), tableRows)] {
		out.Rows = append(out.Rows, Row{Name: strconv.Itoa(x.Periods), Cells: []Cell{
			b.people(x.Members, engine.PeopleQuery{Stickiness: &s.Query, Step: x.Periods}),
			b.people(x.AtLeast, engine.PeopleQuery{Stickiness: &s.Query, Step: x.Periods, Most: s.Periods})}})
	}
	return out
}

func drawStickiness(b Page, p *ops.Panel, r *analysis.Stickiness, out *Panel) (err error) {
	x := activityPanel{b}
	out.Facts, out.Figures = x.stickinessFacts(r), x.stickinessFigures(p, r)
	out.Chart, err = x.stickiness(p, r)
	return err
}
