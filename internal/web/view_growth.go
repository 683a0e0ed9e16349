package web

import (
	"fmt"
	"strconv"

	"daybreak/internal/analysis"
	"daybreak/internal/chart"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// growthFigures has one row per bucket; every count opens its members.
func (b builder) growthFigures(p *ops.Panel, g *analysis.Growth) *tableView {
	t := &b.t.Panel
	out := &tableView{Caption: b.label(p.Title), Head: []headView{{Text: t.Bucket}}, Cut: len(g.Buckets) > tableRows}
	for _, text := range []string{t.New, t.PreExisting, t.Retained, t.Resurrected, t.Churned, t.Active, t.QuickRatio} {
		out.Head = append(out.Head, headView{Text: text, Number: true})
	}
	for _, k := range g.Buckets[max(0, len(g.Buckets)-tableRows):] {
		row := rowView{Name: b.bucketTitle(k.Days), Open: k.InProgress}
		for _, c := range []struct {
			n    int
			kind string
		}{{k.New, "new"}, {k.PreExisting, "pre_existing"}, {k.Retained, "retained"}, {k.Resurrected, "resurrected"}, {k.Churned, "churned"}, {k.Active, "active"}} {
			row.Cells = append(row.Cells, b.peopleOf(k.Count(c.n), engine.PeopleQuery{Growth: &g.Query, Start: k.Days.From, Kind: c.kind}))
		}
		row.Cells = append(row.Cells, b.cell(k.Quick, ops.UnitTimes))
		out.Rows = append(out.Rows, row)
	}
	return out
}

// stateColours are those of the daily states, in their order.
func stateColours() []string {
	return []string{"$c1", "$c3", "$c6", "$c5", "$c2", "$c4", "$c-mute"}
}

// states stacks members by daily state, day by day.
func (b builder) states(p *ops.Panel, s *analysis.States) (*chartView, error) {
	if len(s.Days) == 0 {
		return nil, nil
	}
	names := b.t.Member.States.List()
	buckets := make([]analysis.Bucket, len(s.Days))
	open := len(s.Days)
	for i, d := range s.Days {
		buckets[i].Days = ops.Range{From: d.Day, To: d.Day + 1}
		if d.InProgress {
			open = min(open, i)
		}
	}
	c := chart.Columns{Axis: b.axis(buckets, ops.Daily, open), Unit: ops.UnitCount}
	out := b.chart(p, fmt.Sprintf(b.t.Panel.ChartSeries, b.label(p.Title), len(names)))
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
		out.Legend = append(out.Legend, legendView{Class: class, Name: name, Total: in.Text, Href: in.Href})
	}
	out.Tall = true
	var err error
	out.Option, err = c.Option()
	return out, err
}

// stateMoves has one row per state: its members on the last complete day, and
// which share of those in it the day before went where.
func (b builder) stateMoves(p *ops.Panel, s *analysis.States) *tableView {
	i := -1
	for k, d := range s.Days {
		if d.Day == s.Last && !d.InProgress {
			i = k
		}
	}
	if i < 0 {
		return nil
	}
	names := b.t.Member.States.List()
	out := &tableView{Caption: fmt.Sprintf(b.t.Option.Moves, b.day(s.Last)), Head: []headView{{Text: b.t.Option.From}, {Text: b.t.Option.To, Number: true}}}
	for _, name := range names {
		out.Head = append(out.Head, headView{Text: "→ " + name, Number: true})
	}
	for from, name := range names {
		row := rowView{Name: name, Cells: []cellView{b.people(s.Days[i].Members[from], engine.PeopleQuery{Growth: &s.Query, Start: s.Last, Kind: engine.StateKinds()[from]})}}
		for to := range names {
			row.Cells = append(row.Cells, b.cell(s.Moves[from][to], ops.UnitPercent))
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

// stateFigures has one row per day; every count opens its members.
func (b builder) stateFigures(p *ops.Panel, s *analysis.States) *tableView {
	out := &tableView{Caption: b.label(p.Title), Head: []headView{{Text: b.t.Panel.Bucket}}, Cut: len(s.Days) > listedDays}
	for _, name := range b.t.Member.States.List() {
		out.Head = append(out.Head, headView{Text: name, Number: true})
	}
	for _, d := range s.Days[max(0, len(s.Days)-listedDays):] {
		row := rowView{Name: b.day(d.Day), Open: d.InProgress}
		for i, n := range d.Members {
			row.Cells = append(row.Cells, b.peopleOf(d.Count(n), engine.PeopleQuery{Growth: &s.Query, Start: d.Day, Kind: engine.StateKinds()[i]}))
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

// listedDays is how many days a table of links shows.
const listedDays = 14

// active draws DAU, WAU and MAU.
func (b builder) active(p *ops.Panel, a *analysis.Active) (*chartView, error) {
	if len(a.Days) == 0 {
		return nil, nil
	}
	t := &b.t.Option
	buckets := make([]analysis.Bucket, len(a.Days))
	open := len(a.Days)
	for i, d := range a.Days {
		buckets[i].Days = ops.Range{From: d.Day, To: d.Day + 1}
		if d.InProgress {
			open = min(open, i)
		}
	}
	c := chart.Line{Axis: b.axis(buckets, ops.Daily, open), Unit: ops.UnitCount, Good: ops.UpGood, OpenName: b.t.Panel.InProgress, ChangeName: b.t.Panel.Change}
	out := b.chart(p, fmt.Sprintf(b.t.Panel.ChartSeries, b.label(p.Title), 3))
	for i, s := range []struct {
		name string
		of   func(analysis.ActiveDay) int
	}{
		{t.DAU, func(d analysis.ActiveDay) int { return d.DAU }},
		{t.WAU, func(d analysis.ActiveDay) int { return d.WAU }},
		{t.MAU, func(d analysis.ActiveDay) int { return d.MAU }},
	} {
		x := chart.Series{Name: s.name}
		for _, d := range a.Days {
			x.Values = append(x.Values, d.Count(s.of(d)))
		}
		c.Series = append(c.Series, x)
		out.Legend = append(out.Legend, legendView{Class: "line " + seriesClass(i), Name: s.name})
	}
	var err error
	out.Option, err = c.Option()
	return out, err
}

// activeOn is the question behind the members active in the days up to one.
func activeOn(q engine.GrowthQuery, day ops.Day, days int) engine.PeopleQuery {
	q.Period, q.Rolling, q.Censor = "", days, 0
	q.Range = ops.Range{From: day, To: day + 1}
	return engine.PeopleQuery{Growth: &q, Kind: "active", Start: day - ops.Day(days) + 1}
}

// activeFacts are the last complete day's.
func (b builder) activeFacts(a *analysis.Active) []factView {
	t := &b.t.Option
	for i := len(a.Days) - 1; i >= 0; i-- {
		if d := a.Days[i]; !d.InProgress {
			return []factView{
				b.peopleFact(d.DAU, t.DAU, activeOn(a.Query, d.Day, 1)), b.peopleFact(d.WAU, t.WAU, activeOn(a.Query, d.Day, 7)),
				b.peopleFact(d.MAU, t.MAU, activeOn(a.Query, d.Day, 30)), {Value: b.value(d.Sticky, ops.UnitPercent), Text: t.DAUMAU},
			}
		}
	}
	return nil
}

// activeFigures has one row per day.
func (b builder) activeFigures(p *ops.Panel, a *analysis.Active) *tableView {
	t := &b.t.Option
	out := &tableView{Caption: b.label(p.Title), Cut: len(a.Days) > listedDays,
		Head: []headView{{Text: b.t.Panel.Bucket}, {Text: t.DAU, Number: true}, {Text: t.WAU, Number: true}, {Text: t.MAU, Number: true}, {Text: t.DAUMAU, Number: true}}}
	for _, d := range a.Days[max(0, len(a.Days)-listedDays):] {
		out.Rows = append(out.Rows, rowView{Name: b.day(d.Day), Open: d.InProgress, Cells: []cellView{
			b.peopleOf(d.Count(d.DAU), activeOn(a.Query, d.Day, 1)), b.peopleOf(d.Count(d.WAU), activeOn(a.Query, d.Day, 7)), b.peopleOf(d.Count(d.MAU), activeOn(a.Query, d.Day, 30)), b.cell(d.Sticky, ops.UnitPercent)}})
	}
	return out
}

// stickiness draws how many members were active in how many periods.
func (b builder) stickiness(p *ops.Panel, s *analysis.Stickiness) (*chartView, error) {
	if s.Active == 0 {
		return nil, nil
	}
	t := &b.t.Option
	c := chart.Columns{Unit: ops.UnitCount, NetName: t.AtLeast}
	exact := chart.Stack{Name: t.Exactly, Colour: "$c1"}
	for _, x := range s.Bars {
		c.Labels = append(c.Labels, strconv.Itoa(x.Periods))
		c.Titles = append(c.Titles, t.ActiveDays+" "+strconv.Itoa(x.Periods))
		exact.Values = append(exact.Values, ops.Value{Number: float64(x.Members)})
		c.Net = append(c.Net, ops.Value{Number: float64(x.AtLeast)})
	}
	c.Open, c.Stacks = len(c.Labels), []chart.Stack{exact}
	out := b.chart(p, fmt.Sprintf(b.t.Panel.ChartSeries, b.label(p.Title), 2))
	out.Legend = []legendView{{Class: "c1", Name: t.Exactly}, {Class: "line ink", Name: t.AtLeast}}
	out.Tall = true
	var err error
	out.Option, err = c.Option()
	return out, err
}

func (b builder) stickinessFacts(s *analysis.Stickiness) []factView {
	return []factView{
		{Value: b.value(s.Ratio, ops.UnitPercent), Text: b.t.Option.Stickiness},
		b.peopleFact(s.Active, b.t.Panel.Active, engine.PeopleQuery{Stickiness: &s.Query, Step: 1, Most: max(1, s.Periods)}),
	}
}

// stickinessFigures has one row per number of periods.
func (b builder) stickinessFigures(p *ops.Panel, s *analysis.Stickiness) *tableView {
	t := &b.t.Option
	out := &tableView{Caption: b.label(p.Title), Cut: len(s.Bars) > tableRows, Head: []headView{{Text: t.ActiveDays}, {Text: t.Exactly, Number: true}, {Text: t.AtLeast, Number: true}}}
	for _, x := range s.Bars[:min(len(s.Bars), tableRows)] {
		out.Rows = append(out.Rows, rowView{Name: strconv.Itoa(x.Periods), Cells: []cellView{
			b.people(x.Members, engine.PeopleQuery{Stickiness: &s.Query, Step: x.Periods}),
			b.people(x.AtLeast, engine.PeopleQuery{Stickiness: &s.Query, Step: x.Periods, Most: s.Periods})}})
	}
	return out
}
