package view

import (
	"fmt"

	"daybreak/internal/analysis"
	"daybreak/internal/ask"
	"daybreak/internal/chart"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// funnelPanel writes panels about members through steps.
type funnelPanel struct{ Page }

// Funnel is a funnel that follows people.
type Funnel struct {
	Rule   string // order and window, in words
	Steps  []FunnelStep
	Groups *Table
	Trend  *Chart
}

// FunnelStep is one step; Dropped and Open are those that got no further.
type FunnelStep struct {
	Number        int
	Label         string
	Count         Cell
	FromFirst     string
	FromPrevious  string
	Median        string
	Dropped, Open Cell
	Last          bool
	Shape         chart.FunnelStep
}

// stepLabel names a step as the panel does, else by its activity.
func (b funnelPanel) stepLabel(f *analysis.Funnel, i int) string {
	if l := f.Steps[i].Label; l != (ops.Label{}) {
		return b.Label(l)
	}
	return ask.ActivityText(f.Query.Steps[i])
}

// window writes how long members have for all steps.
func (b funnelPanel) window(q engine.FunnelQuery) string {
	if q.Hours > 0 {
		return fmt.Sprintf(b.T.Option.HoursShort, Whole(q.Hours))
	}
	return fmt.Sprintf(b.T.Control.Days, q.Days)
}

func (b funnelPanel) draw(p *ops.Panel, f *analysis.Funnel) (*Funnel, error) {
	if f.All.Entrants == 0 {
		return nil, nil
	}
	t := &b.T.Option
	order := map[string]string{engine.OrderOrdered: t.Ordered, engine.OrderStrict: t.Strict, engine.OrderAny: t.Any}[f.Query.Order]
	out := &Funnel{Rule: order + " · " + t.Window + " " + b.window(f.Query)}
	who := engine.PeopleQuery{Funnel: withoutGroups(f.Query)}
	counts := make([]ops.Value, len(f.All.Steps))
	for i, s := range f.All.Steps {
		counts[i] = ops.Value{Number: float64(s.Count)}
	}
	shapes := chart.NewFunnel(counts, nil)
	for i, s := range f.All.Steps {
		v := FunnelStep{Number: i + 1, Label: b.stepLabel(f, i), Count: b.people(s.Count, with(who, "reached", i+1)), Shape: shapes[i], Last: i == len(f.All.Steps)-1}
		if i == 0 {
			v.Count = b.people(s.Count, with(who, "entered", 0))
		} else {
			v.FromFirst, v.FromPrevious = b.Value(s.FromFirst.Value, ops.UnitPercent), b.Value(s.FromPrevious.Value, ops.UnitPercent)
			if s.FromEntry.Median.State == ops.Known {
				v.Median = fmt.Sprintf(t.MedianTime, b.duration(s.FromEntry.Median))
			}
		}
		if v.Last {
			v.Count = b.people(s.Count, with(who, "converted", 0))
		} else {
			v.Dropped, v.Open = b.people(s.Dropped, with(who, "dropped", i+1)), b.people(s.Open, with(who, "open", i+1))
		}
		out.Steps = append(out.Steps, v)
	}
	if f.By != "" {
		out.Groups = b.groups(p, f)
	}
	var err error
	out.Trend, err = b.trend(p, f)
	return out, err
}

func with(q engine.PeopleQuery, kind string, step int) engine.PeopleQuery {
	q.Kind, q.Step = kind, step
	return q
}

// withoutGroups is a funnel of all, as the steps show it.
func withoutGroups(q engine.FunnelQuery) *engine.FunnelQuery {
	q.By = ""
	return &q
}

// facts are the outcome of all entrants and how long it took.
func (b funnelPanel) facts(f *analysis.Funnel) []Fact {
	if f.All.Entrants == 0 {
		return nil
	}
	t, m := &b.T.Option, &b.T.Member
	who := engine.PeopleQuery{Funnel: withoutGroups(f.Query)}
	last := f.All.Steps[len(f.All.Steps)-1]
	rate := Fact{Value: b.Value(f.All.Rate.Value, ops.UnitPercent), Text: t.Overall}
	if f.All.Rate.State == ops.Known {
		rate.Text += " · " + b.parts(f.All.Rate)
	}
	if d := b.Delta(f.All.Rate.Delta, ops.UnitPercent); d != nil {
		rate.Text += " · " + d.Word + " " + d.Text
	}
	converted := m.Converted
	if f.All.Early > 0 {
		converted += " · " + fmt.Sprintf(t.ConvertedEarly, Whole(f.All.Early))
	}
	return []Fact{
		rate,
		b.peopleFact(f.All.Converted, converted, with(who, "converted", 0)),
		b.peopleFact(f.All.Dropped, m.Dropped, with(who, "dropped", 0)),
		b.peopleFact(f.All.Open, m.Open, with(who, "open", 0)),
		{Value: b.quantileText(last.FromEntry), Text: t.TimeToConvert},
	}
}

// parts writes the counts that a rate is made of: those whose window is over.
func (b funnelPanel) parts(f analysis.Figure) string {
	return Whole(int(f.Num)) + " / " + Whole(int(f.Den))
}

// groups has one row per group.
func (b funnelPanel) groups(p *ops.Panel, f *analysis.Funnel) *Table {
	t, m := &b.T.Option, &b.T.Member
	out := &Table{Caption: b.Label(p.Title) + " · " + b.Dimension(f.By), Wide: true,
		Head: []Head{{Text: b.Dimension(f.By)}, {Text: t.Entrants, Number: true, Sorted: true}}}
	for i := range f.Steps[1:] {
		out.Head = append(out.Head, Head{Text: "→ " + b.stepLabel(f, i+1), Number: true})
	}
	for _, text := range []string{t.Overall, m.Converted, m.Dropped, m.Open, t.TimeToConvert} {
		out.Head = append(out.Head, Head{Text: text, Number: true})
	}
	row := func(name string, g analysis.FunnelGroup, q engine.FunnelQuery) Row {
		who := engine.PeopleQuery{Funnel: &q, Group: g.Group}
		r := Row{Name: name, Cells: []Cell{b.people(g.Entrants, with(who, "entered", 0))}}
		for _, s := range g.Steps[1:] {
			r.Cells = append(r.Cells, b.figureCell(s.FromPrevious, ops.UnitPercent))
		}
		last := g.Steps[len(g.Steps)-1]
		overall := b.figureCell(g.Rate, ops.UnitPercent)
		if g.Rate.State == ops.Known {
			overall.Text = b.parts(g.Rate) + " · " + overall.Text
		}
		r.Cells = append(r.Cells, overall, b.people(g.Converted, with(who, "converted", 0)),
			b.people(g.Dropped, with(who, "dropped", 0)), b.people(g.Open, with(who, "open", 0)), Cell{Text: b.quantileText(last.FromEntry)})
		return r
	}
	for _, g := range f.Groups {
		r := ofRest(row(b.Group(g.Group, g.Other), g, f.Query), g.Other)
		r.Bar = chart.Share(ops.Value{Number: float64(g.Entrants)}, float64(f.Groups[0].Entrants))
		out.Rows = append(out.Rows, r)
	}
	all := row(b.T.Panel.Total, f.All, *withoutGroups(f.Query))
	out.Total = &all
	return out
}

// trend draws the conversion of the mature by day of entry; the days
// whose windows are not over for anybody end the line.
func (b funnelPanel) trend(p *ops.Panel, f *analysis.Funnel) (*Chart, error) {
	c := chart.Line{Unit: ops.UnitPercent, Good: ops.UpGood, OpenName: b.T.Panel.InProgress, ChangeName: b.T.Panel.Change}
	s := chart.Series{Name: b.T.Option.Overall}
	days := map[ops.Day]engine.FunnelDay{}
	for _, d := range f.All.Trend {
		days[d.Day] = d
	}
	r := f.Query.Range
	for day := r.From; day < r.To; day++ {
		d := days[day]
		v := ops.Value{State: ops.NotApplicable}
		if d.Mature > 0 {
			v = ops.Value{Number: float64(d.Mature-d.Dropped) / float64(d.Mature)}
		}
		c.Labels = append(c.Labels, b.Lang.Short(Civil(day)))
		c.Titles = append(c.Titles, b.bucketTitle(ops.Range{From: day, To: day + 1})+" · "+b.T.Option.Entrants+" "+Whole(d.Entrants))
		s.Values = append(s.Values, v)
	}
	c.Open, c.Series = len(c.Labels), []chart.Series{s}
	out := b.chart(p, b.T.Option.ByEntry+".")
	b.mark(p, out, &c.Axis, eachDay(r))
	out.Legend = []Legend{{Class: "line c1", Name: b.T.Option.ByEntry}}
	var err error
	out.Option, err = c.Option()
	return out, err
}

// figures has one row per step.
func (b funnelPanel) figures(p *ops.Panel, f *analysis.Funnel) *Table {
	t, m := &b.T.Option, &b.T.Member
	out := &Table{Caption: b.Label(p.Title), Head: []Head{{Text: t.Steps}, {Text: t.People, Number: true}, {Text: b.T.Panel.FromStepBefore, Number: true},
		{Text: b.T.Panel.Overall, Number: true},
		{Text: m.Dropped, Number: true}, {Text: m.Open, Number: true}, {Text: t.TimeToConvert, Number: true}, {Text: t.TimeSince, Number: true}}}
	who := engine.PeopleQuery{Funnel: withoutGroups(f.Query)}
	for i, s := range f.All.Steps {
		out.Rows = append(out.Rows, Row{Name: b.stepLabel(f, i), Cells: []Cell{b.people(s.Count, with(who, "reached", i+1)),
			b.figureCell(s.FromPrevious, ops.UnitPercent), b.figureCell(s.FromFirst, ops.UnitPercent),
			b.people(s.Dropped, with(who, "dropped", i+1)), b.people(s.Open, with(who, "open", i+1)), {Text: b.quantileText(s.FromEntry)},
			{Text: b.quantileText(s.Since)}}})
	}
	return out
}

func drawFunnel(b Page, p *ops.Panel, r *analysis.Funnel, out *Panel) (err error) {
	x := funnelPanel{b}
	out.Facts, out.Figures = x.facts(r), x.figures(p, r)
	out.Funnel, err = x.draw(p, r)
	return err
}
