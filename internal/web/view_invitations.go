package web

import (
	"fmt"

	"daybreak/internal/analysis"
	"daybreak/internal/chart"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// invitations draws the K-factor by period.
func (b builder) invitations(p *ops.Panel, r *analysis.Invitations) (*chartView, error) {
	if len(r.Buckets) == 0 {
		return nil, nil
	}
	buckets := make([]analysis.Bucket, len(r.Buckets))
	c := chart.Line{Unit: ops.UnitNumber, Good: ops.UpGood, OpenName: b.t.Panel.InProgress, ChangeName: b.t.Panel.Change}
	s := chart.Series{Name: b.t.Option.KFactor}
	for i, k := range r.Buckets {
		buckets[i] = k.Bucket
		s.Values = append(s.Values, k.K)
	}
	c.Axis = b.axis(buckets, r.Query.Period, len(buckets))
	c.Weekend, c.Series = nil, []chart.Series{s}
	out := b.chart(p, fmt.Sprintf(b.t.Panel.ChartSeries, b.t.Option.KFactor, 1))
	out.Legend = []legendView{{Class: "line c1", Name: b.t.Option.KFactor}}
	var err error
	out.Option, err = c.Option()
	return out, err
}

func (b builder) invitationFacts(r *analysis.Invitations) []factView {
	return []factView{
		{Value: b.value(r.Total.K, ops.UnitNumber), Text: b.t.Option.KFactor},
		{Value: b.quantileText(r.Total.Median, r.Total.P75, r.Total.P90), Text: b.t.Option.Cycle},
	}
}

// invitationFigures has one row per period.
func (b builder) invitationFigures(p *ops.Panel, r *analysis.Invitations) *tableView {
	t := &b.t.Option
	out := &tableView{Caption: b.label(p.Title), Cut: len(r.Buckets) > tableRows,
		Head: []headView{{Text: b.t.Panel.Bucket}, {Text: b.t.Member.Invited, Number: true}, {Text: b.t.Panel.Active, Number: true}, {Text: t.KFactor, Number: true}, {Text: t.Cycle, Number: true}}}
	for _, k := range r.Buckets[max(0, len(r.Buckets)-tableRows):] {
		who := engine.PeopleQuery{Invitation: &r.Query, Start: k.Days.From}
		out.Rows = append(out.Rows, rowView{Name: b.bucketTitle(k.Days), Open: k.InProgress, Cells: []cellView{
			b.peopleOf(k.Count(k.Invited), with(who, "invited", 0)), b.peopleOf(k.Count(k.Active), with(who, "active", 0)), b.cell(k.K, ops.UnitNumber), {Text: b.quantileText(k.Median, k.P75, k.P90)}}})
	}
	return out
}
