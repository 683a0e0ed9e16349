package view

import (
	"fmt"
	"slices"

	"daybreak/internal/analysis"
	"daybreak/internal/chart"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// retentionCurve draws the share that came back by period, of all members or
// group by group.
func (b retentionPanel) retentionCurve(p *ops.Panel, r *analysis.Retention) (*Chart, error) {
	curves := r.Curves
	if len(curves) == 0 && len(r.All.Points) > 0 {
		curves = []analysis.Curve{r.All}
	}
	if len(curves) == 0 {
		return nil, nil
	}
	c := chart.Curve{Unit: ops.UnitPercent}
	from := 1 // period 0 is always everybody and would flatten the rest
	if r.Periods == 0 || r.Query.Mode == engine.ModeBracket {
		from = 0
	}
	last := from
	for _, curve := range curves {
		for h, point := range curve.Points {
			if point.Rate.State == ops.Known && drawn(curve, h) {
				last = max(last, h)
			}
		}
	}
	for h := from; h <= last; h++ {
		c.Labels = append(c.Labels, b.periodName(r, h))
	}
	out := b.chart(p, fmt.Sprintf(b.T.Panel.ChartSeries, b.Label(p.Title), len(curves)))
	if len(r.Curves) > 0 {
		groups := make([]string, len(curves))
		for i, curve := range curves {
			groups[i] = curve.Group
		}
		c.Hues = b.hues(r.By, groups)
	}
	for i, curve := range curves {
		s := chart.CurveSeries{Name: b.Label(p.Title)}
		for h := from; h <= last; h++ {
			v := ops.Value{State: ops.Pending}
			if h < len(curve.Points) && drawn(curve, h) {
				v = curve.Points[h].Rate.Value
			}
			s.Values = append(s.Values, v)
		}
		if len(r.Curves) > 0 {
			s.Name = b.Group(curve.Group, curve.Other)
		} else {
			s.Low, s.High = bounds(curve.Points[min(from, len(curve.Points)):], len(s.Values))
		}
		c.Series = append(c.Series, s)
		who := engine.PeopleQuery{Retention: &r.Query, Group: curve.Group}
		if len(r.Curves) == 0 {
			who.Retention = ungrouped(r.Query)
		}
		size := b.cohortSize(r, curve.Size, who)
		if curve.Other > 0 {
			size.Href = ""
		}
		out.Legend = append(out.Legend, Legend{Class: "line " + c.HueOf(i).Class(), Name: s.Name, Total: size.Text, Href: size.Href})
	}
	var err error
	out.Option, err = c.Option()
	return out, err
}

// drawn reports whether a line shows point h of a curve: those of too few
// members (R7) only jump about, unless the curve has no others.
func drawn(c analysis.Curve, h int) bool {
	many := func(p analysis.CurvePoint) bool { return p.Rate.State == ops.Known && !p.Rate.Interval.Few }
	return many(c.Points[h]) || !slices.ContainsFunc(c.Points, many)
}

// curveRemarks say when points are left out of the lines.
func (b retentionPanel) curveRemarks(r *analysis.Retention) []string {
	for _, c := range append([]analysis.Curve{r.All}, r.Curves...) {
		for h, p := range c.Points {
			if p.Rate.State == ops.Known && !drawn(c, h) {
				return []string{b.T.Option.FewLeftOut}
			}
		}
	}
	return nil
}

// bounds returns the ends of the intervals of n points.
func bounds(points []analysis.CurvePoint, n int) (low, high []ops.Value) {
	low, high = make([]ops.Value, n), make([]ops.Value, n)
	for h := range n {
		low[h], high[h] = ops.Value{State: ops.Pending}, ops.Value{State: ops.Pending}
		if h < len(points) && points[h].Rate.Interval.Known {
			low[h], high[h] = ops.Value{Number: points[h].Rate.Interval.Low}, ops.Value{Number: points[h].Rate.Interval.High}
		}
	}
	return low, high
}

// curveFigures has one row per group and one column per period.
func (b retentionPanel) curveFigures(p *ops.Panel, r *analysis.Retention) *Table {
	out := &Table{Caption: b.Label(p.Title), Head: []Head{{Text: b.Dimension(r.By)}, {Text: b.T.Option.Size, Number: true}}}
	last := min(r.Periods, trianglePeriods)
	out.Cut = r.Periods > last
	for h := range last + 1 {
		out.Head = append(out.Head, Head{Text: b.periodName(r, h), Number: true})
	}
	row := func(name string, c analysis.Curve, q engine.RetentionQuery) Row {
		v := Row{Name: name, Cells: []Cell{b.people(c.Size, engine.PeopleQuery{Retention: &q, Group: c.Group})}}
		for h := range last + 1 {
			x := Cell{}
			if h < len(c.Points) {
				x = b.figureCell(c.Points[h].Rate, ops.UnitPercent)
			}
			v.Cells = append(v.Cells, x)
		}
		return v
	}
	for _, c := range r.Curves {
		out.Rows = append(out.Rows, ofRest(row(b.Group(c.Group, c.Other), c, r.Query), c.Other))
	}
	if len(r.All.Points) > 0 {
		all := row(b.T.Panel.Total, r.All, *ungrouped(r.Query))
		out.Total = &all
	}
	return out
}

func drawRetentionCurve(b Page, p *ops.Panel, r *analysis.Retention, out *Panel) (err error) {
	x := retentionPanel{b}
	out.Figures, out.Remarks = x.curveFigures(p, r), append(out.Remarks, x.curveRemarks(r)...)
	out.Chart, err = x.retentionCurve(p, r)
	return err
}
