package web

import (
	"fmt"
	"strconv"

	"daybreak/internal/analysis"
	"daybreak/internal/chart"
	"daybreak/internal/i18n"
	"daybreak/internal/ops"
)

// triangleView is a table of cohorts: a row each, a column per period, the
// deeper the colour the more came back.
type triangleView struct {
	Caption string
	Periods []string
	Rows    []cohortView
	Average []cohortCell
}

type cohortView struct {
	Start, Size string
	Cells       []cohortCell
}

// cohortCell is one period of a cohort. Level is 0 to 10; First marks period 0,
// which is always everybody; Part a period that is not over for all (R6).
type cohortCell struct {
	cellView
	Level       int
	First, Part bool
}

func (b builder) triangle(p *ops.Panel, r *analysis.Retention) *triangleView {
	if len(r.Cohorts) == 0 {
		return nil
	}
	out := &triangleView{Caption: b.label(p.Title)}
	for h := range r.Periods + 1 {
		out.Periods = append(out.Periods, strconv.Itoa(h))
	}
	for _, c := range r.Cohorts {
		row := cohortView{Start: b.bucketTitle(b.data.Calendar.Bucket(c.Start, r.Period)), Size: i18n.Decimal(float64(c.Size), 0, 0)}
		for _, cell := range c.Cells {
			row.Cells = append(row.Cells, b.cohortCell(cell.Rate, cell.Period))
		}
		for len(row.Cells) <= r.Periods {
			row.Cells = append(row.Cells, cohortCell{First: true})
		}
		out.Rows = append(out.Rows, row)
	}
	for _, point := range r.All.Points {
		out.Average = append(out.Average, b.cohortCell(point.Rate, point.Period))
	}
	return out
}

func (b builder) cohortCell(f analysis.Figure, period int) cohortCell {
	c := cohortCell{cellView: b.figureCell(f, ops.UnitPercent), First: period == 0, Part: f.InProgress || f.State == ops.Pending}
	if f.State == ops.Known {
		c.Level = min(10, int(10*f.Number+0.5))
	}
	return c
}

// retentionCurve draws the share that came back by period, of all members or
// group by group.
func (b builder) retentionCurve(p *ops.Panel, r *analysis.Retention) (*chartView, error) {
	curves := r.Curves
	if len(curves) == 0 {
		curves = []analysis.Curve{r.All}
	}
	if len(r.All.Points) == 0 {
		return nil, nil
	}
	c := chart.Line{Unit: ops.UnitPercent, Good: ops.UpGood, OpenName: b.t.Panel.InProgress, ChangeName: b.t.Panel.Change}
	for _, point := range r.All.Points {
		c.Labels = append(c.Labels, strconv.Itoa(point.Period))
		c.Titles = append(c.Titles, fmt.Sprintf(b.t.Panel.Period, point.Period))
	}
	c.Open = len(c.Labels)
	out := b.chart(p, fmt.Sprintf(b.t.Panel.ChartSeries, b.label(p.Title), len(curves)))
	for i, curve := range curves {
		values := make([]ops.Value, len(c.Labels))
		for h := range values {
			values[h] = ops.Value{State: ops.Pending}
			if h < len(curve.Points) {
				values[h] = curve.Points[h].Rate.Value
			}
		}
		name := b.label(p.Title)
		if len(r.Curves) > 0 {
			name = b.group(curve.Group, 0)
		}
		c.Series = append(c.Series, chart.Series{Name: name, Values: values})
		class := "mute"
		if i < 6 {
			class = fmt.Sprintf("c%d", i+1)
		}
		out.Legend = append(out.Legend, legendView{Class: "line " + class, Name: name, Total: i18n.Decimal(float64(curve.Size), 0, 0)})
	}
	var err error
	out.Option, err = c.Option()
	return out, err
}
