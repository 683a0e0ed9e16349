package view

import (
	"fmt"

	"daybreak/internal/analysis"
	"daybreak/internal/chart"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// retentionTrend draws one period of every cohort over the cohorts.
func (b retentionPanel) retentionTrend(p *ops.Panel, r *analysis.Retention) (*Chart, error) {
	c := chart.Line{Unit: ops.UnitPercent, Good: ops.UpGood, OpenName: b.T.Panel.InProgress, ChangeName: b.T.Panel.Change}
	s := chart.Series{Name: b.periodName(r, r.Trend)}
	group := ""
	if r.Grouped() && len(r.Curves) > 0 { // one line: the largest group's
		group = r.Curves[0].Group
		s.Name = b.Group(group, 0) + " · " + s.Name
	}
	open := -1
	var days []ops.Range
	for _, k := range r.Cohorts {
		cell, ok := r.TrendCell(k)
		if k.Group != group || !ok && open >= 0 {
			continue
		}
		v := cell.Rate.Value
		if !ok || v.State == ops.Pending {
			if open < 0 {
				open = len(s.Values)
			}
			if !cell.Rate.InProgress {
				continue
			}
			v = ops.Value{Number: float64(cell.Count) / float64(k.Size)}
		}
		c.Labels = append(c.Labels, b.Lang.Short(Civil(k.Start)))
		c.Titles = append(c.Titles, b.cohortDays(r, k.Start))
		days = append(days, b.cohortRange(r, k.Start))
		s.Values = append(s.Values, v)
	}
	if len(s.Values) == 0 {
		return nil, nil
	}
	if c.Open = open; open < 0 {
		c.Open = len(s.Values)
	}
	c.Series = []chart.Series{s}
	out := b.chart(p, fmt.Sprintf(b.T.Panel.ChartSeries, b.Label(p.Title), 1))
	out.Legend = []Legend{{Class: "line c1", Name: s.Name}}
	if c.Open < len(s.Values) {
		out.Legend = append(out.Legend, Legend{Class: "line c1 dots", Name: b.T.Panel.InProgress})
	}
	b.mark(p, out, &c.Axis, days)
	var err error
	out.Option, err = c.Option()
	return out, err
}

// trendFigures has one row per cohort.
func (b retentionPanel) trendFigures(p *ops.Panel, r *analysis.Retention) *Table {
	t := &b.T.Option
	out := &Table{Caption: b.Label(p.Title), Head: []Head{{Text: t.CohortColumn}, {Text: t.Size, Number: true}, {Text: t.People, Number: true},
		{Text: b.periodName(r, r.Trend), Number: true}}}
	out.Cut = len(r.Cohorts) > tableRows
	for _, c := range r.Cohorts[max(0, len(r.Cohorts)-tableRows):] {
		cell, ok := r.TrendCell(c)
		if !ok {
			continue
		}
		who := engine.PeopleQuery{Retention: ungrouped(r.Query), Group: c.Group, Start: c.Start}
		row := Row{Name: b.cohortDays(r, c.Start), Days: b.cohortRange(r, c.Start), Open: cell.Rate.State == ops.Pending, Cells: []Cell{b.people(c.Size, who)}}
		who.Kind, who.Step = "returned", r.CellOf(cell)
		row.Cells = append(row.Cells, b.people(cell.Count, who), b.figureCell(cell.Rate, ops.UnitPercent))
		out.Rows = append(out.Rows, row)
	}
	return out
}

func drawRetentionTrend(b Page, p *ops.Panel, r *analysis.Retention, out *Panel) (err error) {
	x := retentionPanel{b}
	out.Figures = x.trendFigures(p, r)
	out.Chart, err = x.retentionTrend(p, r)
	return err
}
