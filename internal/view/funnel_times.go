package view

import (
	"fmt"

	"daybreak/internal/analysis"
	"daybreak/internal/chart"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// span writes the hours of a bin, in days where it is whole days; short has no
// unit.
func (b funnelPanel) span(x analysis.TimeBin, short bool) string {
	from, to, format := x.From, x.To, b.T.Option.HourSpan
	if to-from == 24 {
		from, to, format = from/24, to/24, b.T.Option.DaySpan
	}
	if short {
		format = "%d–%d"
	}
	return fmt.Sprintf(format, from, to)
}

// times draws how many members took how long.
func (b funnelPanel) times(p *ops.Panel, r *analysis.FunnelTimes) (*Chart, error) {
	if len(r.Bins) == 0 {
		return nil, nil
	}
	t := &b.T.Option
	c := chart.Columns{Unit: ops.UnitCount}
	took := chart.Stack{Name: b.T.Member.Converted, Colour: "$c1"}
	for _, x := range r.Bins {
		c.Labels, c.Titles = append(c.Labels, b.span(x, true)), append(c.Titles, b.span(x, false))
		took.Values = append(took.Values, ops.Value{Number: float64(x.Count)})
	}
	c.Open, c.Stacks = len(c.Labels), []chart.Stack{took}
	out := b.chart(p, fmt.Sprintf(t.TimesSummary, b.Label(p.Title), b.duration(r.Median), b.duration(r.P90)))
	unit := t.ByHour
	if r.Bins[0].To == 24 {
		unit = t.ByDay
	}
	out.Legend = []Legend{{Class: "c1", Name: unit}}
	var err error
	out.Option, err = c.Option()
	return out, err
}

// timeFacts are who got through and how long half of them took.
func (b funnelPanel) timeFacts(r *analysis.FunnelTimes) []Fact {
	if len(r.Bins) == 0 {
		return nil
	}
	return []Fact{
		b.peopleFact(r.Converted, b.T.Member.Converted, engine.PeopleQuery{Funnel: &r.Query, Kind: "converted"}),
		{Value: b.quantileText(analysis.Times{Median: r.Median, P75: r.P75, P90: r.P90}), Text: b.T.Option.TimeToConvert},
	}
}

// timeFigures has one row per bin; every count opens its members.
func (b funnelPanel) timeFigures(p *ops.Panel, r *analysis.FunnelTimes) *Table {
	t := &b.T.Option
	out := &Table{Caption: b.Label(p.Title), Cut: len(r.Bins) > tableRows, Head: []Head{{Text: t.Took}, {Text: t.People, Number: true},
		{Text: t.ShareSoFar, Number: true}}}
	for i, x := range r.Bins[:min(len(r.Bins), tableRows)] {
		most := x.To - 1
		if i == len(r.Bins)-1 {
			most = noLimit
		}
		out.Rows = append(out.Rows, Row{Name: b.span(x, false), Cells: []Cell{
			b.people(x.Count, engine.PeopleQuery{Funnel: &r.Query, Kind: "took", Step: x.From, Most: most}), {Text: percentOf(x.UpTo, r.Converted)}}})
	}
	return out
}

func drawFunnelTimes(b Page, p *ops.Panel, r *analysis.FunnelTimes, out *Panel) (err error) {
	x := funnelPanel{b}
	out.Facts, out.Figures = x.timeFacts(r), x.timeFigures(p, r)
	out.Chart, err = x.times(p, r)
	return err
}
