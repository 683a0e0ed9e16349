package web

import (
	"fmt"

	"daybreak/internal/analysis"
	"daybreak/internal/ask"
	"daybreak/internal/chart"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// passageView is a funnel that follows people.
type passageView struct {
	Rule   string // order and window, in words
	Steps  []passageStep
	Groups *tableView
	Trend  *chartView
}

// passageStep is one step; Dropped and Open are those that got no further.
type passageStep struct {
	Number        int
	Label         string
	Count         cellView
	FromFirst     string
	FromPrevious  string
	Median        string
	Dropped, Open cellView
	Last          bool
	Shape         chart.FunnelStep
}

// stepLabel names a step as the panel does, else by its activity.
func (b builder) stepLabel(f *analysis.Funnel, i int) string {
	if l := f.Steps[i].Label; l != (ops.Label{}) {
		return b.label(l)
	}
	return ask.ActivityText(f.Query.Steps[i])
}

// window writes how long members have for all steps.
func (b builder) window(q engine.FunnelQuery) string {
	if q.Hours > 0 {
		return fmt.Sprintf(b.t.Option.HoursShort, whole(q.Hours))
	}
	return fmt.Sprintf(b.t.Control.Days, q.Days)
}

func (b builder) passage(p *ops.Panel, f *analysis.Funnel) (*passageView, error) {
	if f.All.Entrants == 0 {
		return nil, nil
	}
	t := &b.t.Option
	order := map[string]string{engine.OrderOrdered: t.Ordered, engine.OrderStrict: t.Strict, engine.OrderAny: t.Any}[f.Query.Order]
	out := &passageView{Rule: order + " · " + t.Window + " " + b.window(f.Query)}
	who := engine.PeopleQuery{Funnel: withoutGroups(f.Query)}
	counts := make([]ops.Value, len(f.All.Steps))
	for i, s := range f.All.Steps {
		counts[i] = ops.Value{Number: float64(s.Count)}
	}
	shapes := chart.NewFunnel(counts, nil)
	for i, s := range f.All.Steps {
		v := passageStep{Number: i + 1, Label: b.stepLabel(f, i), Count: b.people(s.Count, with(who, "reached", i+1)), Shape: shapes[i], Last: i == len(f.All.Steps)-1}
		if i == 0 {
			v.Count = b.people(s.Count, with(who, "entered", 0))
		} else {
			v.FromFirst, v.FromPrevious = b.value(s.FromFirst.Value, ops.UnitPercent), b.value(s.FromPrevious.Value, ops.UnitPercent)
			if s.Median.State == ops.Known {
				v.Median = fmt.Sprintf(t.MedianTime, b.duration(s.Median))
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
		out.Groups = b.passageGroups(p, f)
	}
	var err error
	out.Trend, err = b.passageTrend(p, f)
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

// passageFacts are the outcome of all entrants and how long it took.
func (b builder) passageFacts(f *analysis.Funnel) []factView {
	if f.All.Entrants == 0 {
		return nil
	}
	t, m := &b.t.Option, &b.t.Member
	who := engine.PeopleQuery{Funnel: withoutGroups(f.Query)}
	last := f.All.Steps[len(f.All.Steps)-1]
	rate := factView{Value: b.value(f.All.Rate.Value, ops.UnitPercent), Text: t.Overall}
	if d := b.delta(f.All.Rate.Delta, ops.UnitPercent); d != nil {
		rate.Text += " · " + d.Word + " " + d.Text
	}
	return []factView{
		rate,
		b.peopleFact(f.All.Converted, m.Converted, with(who, "converted", 0)),
		b.peopleFact(f.All.Dropped, m.Dropped, with(who, "dropped", 0)),
		b.peopleFact(f.All.Open, m.Open, with(who, "open", 0)),
		{Value: b.quantileText(last.Median, last.P75, last.P90), Text: t.TimeToConvert},
	}
}

// passageGroups has one row per group.
func (b builder) passageGroups(p *ops.Panel, f *analysis.Funnel) *tableView {
	t, m := &b.t.Option, &b.t.Member
	out := &tableView{Caption: b.label(p.Title) + " · " + b.dimension(f.By), Wide: true, Head: []headView{{Text: b.dimension(f.By)}, {Text: t.Entrants, Number: true, Sorted: true}}}
	for i := range f.Steps[1:] {
		out.Head = append(out.Head, headView{Text: "→ " + b.stepLabel(f, i+1), Number: true})
	}
	for _, text := range []string{t.Overall, m.Converted, m.Dropped, m.Open, t.TimeToConvert} {
		out.Head = append(out.Head, headView{Text: text, Number: true})
	}
	row := func(name string, g analysis.FunnelGroup, q engine.FunnelQuery) rowView {
		who := engine.PeopleQuery{Funnel: &q, Group: g.Group}
		r := rowView{Name: name, Cells: []cellView{b.people(g.Entrants, with(who, "entered", 0))}}
		for _, s := range g.Steps[1:] {
			r.Cells = append(r.Cells, b.figureCell(s.FromPrevious, ops.UnitPercent))
		}
		last := g.Steps[len(g.Steps)-1]
		r.Cells = append(r.Cells, b.figureCell(g.Rate, ops.UnitPercent), b.people(g.Converted, with(who, "converted", 0)),
			b.people(g.Dropped, with(who, "dropped", 0)), b.people(g.Open, with(who, "open", 0)), cellView{Text: b.quantileText(last.Median, last.P75, last.P90)})
		return r
	}
	for _, g := range f.Groups {
		r := row(b.group(g.Group, 0), g, f.Query)
		r.Bar = chart.Share(ops.Value{Number: float64(g.Entrants)}, float64(f.Groups[0].Entrants))
		out.Rows = append(out.Rows, r)
	}
	all := row(b.t.Panel.Total, f.All, *withoutGroups(f.Query))
	out.Total = &all
	return out
}

// passageTrend draws the conversion of the mature by day of entry; the days
// whose windows are not over for anybody end the line.
func (b builder) passageTrend(p *ops.Panel, f *analysis.Funnel) (*chartView, error) {
	c := chart.Line{Unit: ops.UnitPercent, Good: ops.UpGood, OpenName: b.t.Panel.InProgress, ChangeName: b.t.Panel.Change}
	s := chart.Series{Name: b.t.Option.Overall}
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
		c.Labels = append(c.Labels, b.lang.Short(civil(day)))
		c.Titles = append(c.Titles, b.bucketTitle(ops.Range{From: day, To: day + 1})+" · "+b.t.Option.Entrants+" "+whole(d.Entrants))
		s.Values = append(s.Values, v)
	}
	c.Open, c.Series = len(c.Labels), []chart.Series{s}
	out := b.chart(p, b.t.Option.ByEntry+".")
	out.Legend = []legendView{{Class: "line c1", Name: b.t.Option.ByEntry}}
	var err error
	out.Option, err = c.Option()
	return out, err
}

// passageFigures has one row per step.
func (b builder) passageFigures(p *ops.Panel, f *analysis.Funnel) *tableView {
	t, m := &b.t.Option, &b.t.Member
	out := &tableView{Caption: b.label(p.Title), Head: []headView{{Text: t.Steps}, {Text: t.People, Number: true}, {Text: b.t.Panel.FromStepBefore, Number: true}, {Text: b.t.Panel.Overall, Number: true},
		{Text: m.Dropped, Number: true}, {Text: m.Open, Number: true}, {Text: t.TimeToConvert, Number: true}}}
	who := engine.PeopleQuery{Funnel: withoutGroups(f.Query)}
	for i, s := range f.All.Steps {
		out.Rows = append(out.Rows, rowView{Name: b.stepLabel(f, i), Cells: []cellView{b.people(s.Count, with(who, "reached", i+1)), b.figureCell(s.FromPrevious, ops.UnitPercent), b.figureCell(s.FromFirst, ops.UnitPercent),
			b.people(s.Dropped, with(who, "dropped", i+1)), b.people(s.Open, with(who, "open", i+1)), {Text: b.quantileText(s.Median, s.P75, s.P90)}}})
	}
	return out
}
