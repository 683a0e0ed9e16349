package web

import (
	"fmt"

	"daybreak/internal/analysis"
	"daybreak/internal/chart"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// span writes the hours of a bin, in days where it is whole days; short has no
// unit.
func (b builder) span(x analysis.TimeBin, short bool) string {
	from, to, format := x.From, x.To, b.t.Option.HourSpan
	if to-from == 24 {
		from, to, format = from/24, to/24, b.t.Option.DaySpan
	}
	if short {
		format = "%d–%d"
	}
	return fmt.Sprintf(format, from, to)
}

// passageTimes draws how many members took how long.
func (b builder) passageTimes(p *ops.Panel, r *analysis.FunnelTimes) (*chartView, error) {
	if len(r.Bins) == 0 {
		return nil, nil
	}
	t := &b.t.Option
	c := chart.Columns{Unit: ops.UnitCount}
	took := chart.Stack{Name: b.t.Member.Converted, Colour: "$c1"}
	for _, x := range r.Bins {
		c.Labels, c.Titles = append(c.Labels, b.span(x, true)), append(c.Titles, b.span(x, false))
		took.Values = append(took.Values, ops.Value{Number: float64(x.Count)})
	}
	c.Open, c.Stacks = len(c.Labels), []chart.Stack{took}
	out := b.chart(p, fmt.Sprintf(t.TimesSummary, b.label(p.Title), b.duration(r.Median), b.duration(r.P90)))
	unit := t.ByHour
	if r.Bins[0].To == 24 {
		unit = t.ByDay
	}
	out.Legend = []legendView{{Class: "c1", Name: unit}}
	var err error
	out.Option, err = c.Option()
	return out, err
}

// passageTimeFacts are who got through and how long half of them took.
func (b builder) passageTimeFacts(r *analysis.FunnelTimes) []factView {
	if len(r.Bins) == 0 {
		return nil
	}
	return []factView{
		b.peopleFact(r.Converted, b.t.Member.Converted, engine.PeopleQuery{Funnel: &r.Query, Kind: "converted"}),
		{Value: b.quantileText(r.Median, r.P75, r.P90), Text: b.t.Option.TimeToConvert},
	}
}

// passageTimeFigures has one row per bin; every count opens its members.
func (b builder) passageTimeFigures(p *ops.Panel, r *analysis.FunnelTimes) *tableView {
	t := &b.t.Option
	out := &tableView{Caption: b.label(p.Title), Cut: len(r.Bins) > tableRows, Head: []headView{{Text: t.Took}, {Text: t.People, Number: true}, {Text: t.ShareSoFar, Number: true}}}
	for i, x := range r.Bins[:min(len(r.Bins), tableRows)] {
		most := x.To - 1
		if i == len(r.Bins)-1 {
			most = noLimit
		}
		out.Rows = append(out.Rows, rowView{Name: b.span(x, false), Cells: []cellView{
			b.people(x.Count, engine.PeopleQuery{Funnel: &r.Query, Kind: "took", Step: x.From, Most: most}), {Text: percentOf(x.UpTo, r.Converted)}}})
	}
	return out
}
