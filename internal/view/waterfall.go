package view

import (
	"fmt"

	"daybreak/internal/analysis"
	"daybreak/internal/chart"
	"daybreak/internal/ops"
)

func (b Page) waterfall(p *ops.Panel, r *analysis.Waterfall) (*Chart, error) {
	if !r.Known || len(r.Bars) == 0 {
		return nil, nil
	}
	c := chart.Waterfall{Unit: r.Unit, Cost: r.Cost, ValueName: b.T.Panel.ThisPeriod}
	for _, bar := range r.Bars {
		if bar.Value.State != ops.Known { // nothing is taken off for it
			continue
		}
		c.Bars = append(c.Bars, chart.Bar{Name: b.Label(bar.Label), From: bar.From, To: bar.To, Total: bar.Total})
	}
	first, last := r.Bars[0], r.Bars[len(r.Bars)-1]
	out := b.chart(p, fmt.Sprintf(b.T.Panel.WaterfallSummary, b.Label(first.Label), b.Value(first.Value, r.Unit), b.Label(last.Label),
		b.figureCell(barFigure(last), r.Unit).Text))
	out.Tall = true
	var err error
	out.Option, err = c.Option()
	return out, err
}

func (b Page) waterfallFigures(p *ops.Panel, r *analysis.Waterfall) *Table {
	out := &Table{Caption: b.Label(p.Title), Head: []Head{{Text: b.T.Panel.Name}, {Text: b.T.Panel.ThisPeriod, Number: true}}}
	for _, bar := range r.Bars {
		out.Rows = append(out.Rows, Row{Name: b.Label(bar.Label), Cells: []Cell{b.figureCell(barFigure(bar), r.Unit)}})
	}
	return out
}

// barFigure is what a bar adds, or comes to, with what is known of its certainty.
func barFigure(bar analysis.Bar) analysis.Figure {
	return analysis.Figure{Value: bar.Value, AtMost: bar.AtMost, LeftOut: bar.Figure.LeftOut}
}

func drawWaterfall(b Page, p *ops.Panel, r *analysis.Waterfall, out *Panel) (err error) {
	out.Figures = b.waterfallFigures(p, r)
	out.Chart, err = b.waterfall(p, r)
	return err
}
