package view

import (
	"fmt"

	"daybreak/internal/analysis"
	"daybreak/internal/chart"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// drawReach draws the share of those who check in that each activity reaches.
func drawReach(b Page, p *ops.Panel, r *analysis.Reach, out *Panel) (err error) {
	if len(r.Buckets) == 0 || len(r.Series) == 0 {
		return nil
	}
	c := chart.Line{Axis: b.axis(r.Buckets, r.Grain, len(r.Buckets)), Unit: ops.UnitPercent, Good: ops.UpGood, ChangeName: b.T.Panel.Change}
	out.Chart = b.chart(p, fmt.Sprintf(b.T.Panel.ChartSeries, b.Label(p.Title), len(r.Series)))
	for i, s := range r.Series {
		name := b.Label(s.Label)
		c.Series = append(c.Series, chart.Series{Name: name, Values: s.Points})
		out.Chart.Legend = append(out.Chart.Legend, Legend{Class: "line " + chart.Nth(i).Class(), Name: name, Total: b.Value(s.Total, ops.UnitPercent)})
	}
	b.mark(p, out.Chart, &c.Axis, daysOf(r.Buckets))
	out.Figures = b.frameFigures(p, r.Frame())
	out.Chart.Option, err = c.Option()
	return err
}

// whomReached says who is listed of a question about whom something reaches.
func (w Writer) whomReached(q engine.PeopleQuery) string {
	t := &w.T.Saying
	text := map[string]string{"base": t.ReachBase, "reached": t.ReachReached, "doers": t.ReachDoers, "with": t.ReachWith, "without": t.ReachWithout}[q.Kind]
	if n := q.Step; n > 0 && n <= len(q.Reach.Did) {
		text += " · " + w.Group(q.Reach.Did[n-1].Event, 0)
	}
	if q.Start != 0 {
		return text + " · " + w.Day(q.Start)
	}
	return text + " · " + w.Days(q.Reach.Range)
}
