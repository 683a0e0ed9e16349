package view

import (
	"fmt"

	"daybreak/internal/analysis"
	"daybreak/internal/chart"
	"daybreak/internal/ops"
)

// Step is one step of a funnel.
type Step struct {
	Number       int
	Label        string
	Cell         Cell
	FromFirst    string
	FromPrevious string
	Delta        *Delta
	Lost         string
	Exceeds      bool
	Shape        chart.FunnelStep
	Share        string // of the largest step, for a bar
}

func (b Page) steps(r *analysis.Steps) []Step {
	now, before := make([]ops.Value, len(r.Steps)), make([]ops.Value, len(r.Steps))
	for i, s := range r.Steps {
		now[i], before[i] = s.Value.Value, s.Value.Compare
	}
	shapes := chart.NewFunnel(now, before)
	largest := 0.0
	for _, v := range now {
		if v.State == ops.Known {
			largest = max(largest, v.Number)
		}
	}
	var out []Step
	for i, s := range r.Steps {
		v := Step{Number: i + 1, Label: b.Label(s.Label), Cell: b.counted(b.cell(s.Value.Value, s.Metric.Unit), s.Metric, s.Value.Value, r.Days, b.View.Filter),
			Exceeds: s.Exceeds, Shape: shapes[i], Share: chart.Share(s.Value.Value, largest)}
		if i > 0 {
			v.FromFirst = b.Value(s.FromFirst.Value, ops.UnitPercent)
			v.FromPrevious = b.Value(s.FromPrevious.Value, ops.UnitPercent)
			v.Delta = explaining{b}.delta(s.FromPrevious.Delta, ops.UnitPercent,
				change{explaining{b}.ratioOf(s.Metric, r.Steps[i-1].Metric), r.Days, b.View.Past(r.Days), b.View.Filter})
			if s.Lost.State == ops.Known {
				v.Lost = fmt.Sprintf(b.T.Panel.LostSinceBefore, b.Value(s.Lost, s.Metric.Unit))
			}
		}
		out = append(out, v)
	}
	return out
}

func (b Page) stepFigures(p *ops.Panel, r *analysis.Steps) *Table {
	t := &b.T.Panel
	out := &Table{Caption: b.Label(p.Title), Head: []Head{{Text: t.Name}, {Text: t.ThisPeriod, Number: true}, {Text: t.FromStepBefore, Number: true},
		{Text: t.Overall, Number: true}, {Text: t.Before, Number: true}}}
	for _, s := range r.Steps {
		out.Rows = append(out.Rows, Row{Name: b.Label(s.Label), Cells: []Cell{b.counted(b.cell(s.Value.Value, s.Metric.Unit), s.Metric, s.Value.Value, r.Days,
			b.View.Filter),
			b.figureCell(s.FromPrevious, ops.UnitPercent), b.figureCell(s.FromFirst, ops.UnitPercent), b.cell(s.Value.Compare, s.Metric.Unit)}})
	}
	return out
}

func drawSteps(b Page, p *ops.Panel, r *analysis.Steps, out *Panel) error {
	out.Steps, out.Narrow = b.steps(r), out.Width < 6
	out.Figures = b.stepFigures(p, r)
	return nil
}
