package view

import (
	"fmt"
	"slices"

	"daybreak/internal/analysis"
	"daybreak/internal/chart"
	"daybreak/internal/ops"
)

func (b Page) bubbles(p *ops.Panel, r *analysis.Bubbles) (*Chart, error) {
	dim := func(m *ops.Metric) chart.Dim { return chart.Dim{Name: b.Label(m.Label), Unit: m.Unit} }
	c := chart.Bubbles{X: dim(r.X), Y: dim(r.Y), Size: dim(r.Size)}
	groups := make([]string, len(r.Points))
	for i, k := range r.Points {
		groups[i] = k.Name
	}
	hues := b.hues(r.By, groups)
	for i, k := range r.Points {
		c.Points = append(c.Points, chart.Bubble{Name: b.Group(k.Name, 0), X: k.X.Value, Y: k.Y.Value, Size: k.Size.Value, Hue: hues[i]})
	}
	if !slices.ContainsFunc(c.Points, func(p chart.Bubble) bool { return p.X.State == ops.Known && p.Y.State == ops.Known }) {
		return nil, nil
	}
	if r.TotalY.State == ops.Known && len(c.Points) > 1 {
		c.Marks = append(c.Marks, chart.Mark{Name: b.T.Panel.Total + " " + b.Value(r.TotalY.Value, r.Y.Unit), At: r.TotalY.Number})
	}
	out := b.chart(p, fmt.Sprintf(b.T.Panel.BubbleSummary, c.X.Name, c.Y.Name, len(c.Points), c.Size.Name))
	out.Tall = true
	var err error
	out.Option, err = c.Option()
	return out, err
}

func drawBubbles(b Page, p *ops.Panel, r *analysis.Bubbles, out *Panel) (err error) {
	out.Figures = b.frameFigures(p, r.Frame())
	out.Chart, err = b.bubbles(p, r)
	return err
}
