package view

import (
	"fmt"

	"daybreak/internal/analysis"
	"daybreak/internal/chart"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// activityPanel writes panels about who is active when, and who brings whom.
type activityPanel struct{ Page }

// listedDays is how many days a table of links shows.
const listedDays = 14

// active draws DAU, WAU and MAU.
func (b activityPanel) active(p *ops.Panel, a *analysis.Active) (*Chart, error) {
	if len(a.Days) == 0 {
		return nil, nil
	}
	t := &b.T.Option
	buckets := make([]analysis.Bucket, len(a.Days))
	open := len(a.Days)
	for i, d := range a.Days {
		buckets[i].Days = ops.Range{From: d.Day, To: d.Day + 1}
		if d.InProgress {
			open = min(open, i)
		}
	}
	c := chart.Line{Axis: b.axis(buckets, ops.Daily, open), Unit: ops.UnitCount, Good: ops.UpGood, OpenName: b.T.Panel.InProgress, ChangeName: b.T.Panel.Change}
	out := b.chart(p, fmt.Sprintf(b.T.Panel.ChartSeries, b.Label(p.Title), 3))
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
		out.Legend = append(out.Legend, Legend{Class: "line " + chart.Nth(i).Class(), Name: s.name})
	}
	b.mark(p, out, &c.Axis, daysOf(buckets))
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
func (b activityPanel) activeFacts(a *analysis.Active) []Fact {
	t := &b.T.Option
	for i := len(a.Days) - 1; i >= 0; i-- {
		if d := a.Days[i]; !d.InProgress {
			return []Fact{
				b.peopleFact(d.DAU, t.DAU, activeOn(a.Query, d.Day, 1)), b.peopleFact(d.WAU, t.WAU, activeOn(a.Query, d.Day, 7)),
				b.peopleFact(d.MAU, t.MAU, activeOn(a.Query, d.Day, 30)), {Value: b.Value(d.Sticky, ops.UnitPercent), Text: t.DAUMAU},
			}
		}
	}
	return nil
}

// activeFigures has one row per day.
func (b activityPanel) activeFigures(p *ops.Panel, a *analysis.Active) *Table {
	t := &b.T.Option
	out := &Table{Caption: b.Label(p.Title), Cut: len(a.Days) > listedDays,
		Head: []Head{{Text: b.T.Panel.Bucket}, {Text: t.DAU, Number: true}, {Text: t.WAU, Number: true}, {Text: t.MAU, Number: true}, {Text: t.DAUMAU, Number: true}}}
	for _, d := range a.Days[max(0, len(a.Days)-listedDays):] {
		out.Rows = append(out.Rows, Row{Name: b.Day(d.Day), Days: ops.Range{From: d.Day, To: d.Day + 1}, Open: d.InProgress, Cells: []Cell{
			b.peopleOf(d.Count(d.DAU), activeOn(a.Query, d.Day, 1)), b.peopleOf(d.Count(d.WAU), activeOn(a.Query, d.Day, 7)), b.peopleOf(d.Count(d.MAU),
				activeOn(a.Query, d.Day, 30)), b.cell(d.Sticky, ops.UnitPercent)}})
	}
	return out
}

func drawActive(b Page, p *ops.Panel, r *analysis.Active, out *Panel) (err error) {
	x := activityPanel{b}
	out.Facts, out.Figures = x.activeFacts(r), x.activeFigures(p, r)
	out.Chart, err = x.active(p, r)
	return err
}
