package view

import (
	"fmt"

	"daybreak/internal/analysis"
	"daybreak/internal/chart"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// invitations draws the K-factor by period.
func (b activityPanel) invitations(p *ops.Panel, r *analysis.Invitations) (*Chart, error) {
	if len(r.Buckets) == 0 {
		return nil, nil
	}
	buckets := make([]analysis.Bucket, len(r.Buckets))
	c := chart.Line{Unit: ops.UnitNumber, Good: ops.UpGood, OpenName: b.T.Panel.InProgress, ChangeName: b.T.Panel.Change}
	s := chart.Series{Name: b.T.Option.KFactor}
	for i, k := range r.Buckets {
		buckets[i] = k.Bucket
		s.Values = append(s.Values, k.K)
	}
	c.Axis = b.axis(buckets, r.Query.Period, len(buckets))
	c.Weekend, c.Series = nil, []chart.Series{s}
	out := b.chart(p, fmt.Sprintf(b.T.Panel.ChartSeries, b.T.Option.KFactor, 1))
	out.Legend = []Legend{{Class: "line c1", Name: b.T.Option.KFactor}}
	b.mark(p, out, &c.Axis, daysOf(buckets))
	var err error
	out.Option, err = c.Option()
	return out, err
}

func (b activityPanel) invitationFacts(r *analysis.Invitations) []Fact {
	return []Fact{
		{Value: b.Value(r.Total.K, ops.UnitNumber), Text: b.T.Option.KFactor},
		{Value: b.quantileText(analysis.Times{Median: r.Total.Median, P75: r.Total.P75, P90: r.Total.P90}), Text: b.T.Option.Cycle},
	}
}

// invitationFigures has one row per period.
func (b activityPanel) invitationFigures(p *ops.Panel, r *analysis.Invitations) *Table {
	t := &b.T.Option
	out := &Table{Caption: b.Label(p.Title), Cut: len(r.Buckets) > tableRows,
		Head: []Head{{Text: b.T.Panel.Bucket}, {Text: b.T.Member.Invited, Number: true}, {Text: b.T.Panel.Active, Number: true}, {Text: t.KFactor, Number: true},
			{Text: t.Cycle, Number: true}}}
	for _, k := range r.Buckets[max(0, len(r.Buckets)-tableRows):] {
		who := engine.PeopleQuery{Invitation: &r.Query, Start: k.Days.From}
		out.Rows = append(out.Rows, Row{Name: b.bucketTitle(k.Days), Days: k.Days, Open: k.InProgress, Cells: []Cell{
			b.peopleOf(k.Count(k.Invited), with(who, "invited", 0)), b.peopleOf(k.Count(k.Active), with(who, "active", 0)), b.cell(k.K,
				ops.UnitNumber), {Text: b.quantileText(analysis.Times{Median: k.Median, P75: k.P75, P90: k.P90})}}})
	}
	return out
}

func drawInvitations(b Page, p *ops.Panel, r *analysis.Invitations, out *Panel) (err error) {
	x := activityPanel{b}
	out.Facts, out.Figures = x.invitationFacts(r), x.invitationFigures(p, r)
	out.Chart, err = x.invitations(p, r)
	return err
}
