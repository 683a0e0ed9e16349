package view

import (
	"fmt"
	"slices"

	"daybreak/internal/analysis"
	"daybreak/internal/i18n"
	"daybreak/internal/ops"
)

// KPI is one headline figure; its link picks the metric for the page's
// charts.
type KPI struct {
	ID, Label, Definition, Href string // Href picks the metric for the page's line, if it has it
	Total                       Cell
	Current                     bool
	Delta                       *Delta
	Before                      string
	Coverage, CoverageOf        string // share of the data behind it, where it is low
	Spark                       Spark
	Goal                        *GoalNote // how its target stands; nil without one
}

func (b Page) kpis(k *analysis.KPIs) []KPI {
	shown := b.shownMetric()
	var out []KPI
	for _, item := range k.Items {
		m := item.Metric
		v := KPI{ID: "kpi-" + m.Name, Label: b.Label(m.Label), Definition: b.Label(m.Definition),
			Total:   b.counted(b.headlineCell(item.Total, m.Unit), m, item.Total.Value, item.Complete, b.View.Filter),
			Current: m.Name == shown, Delta: explaining{b}.delta(item.Total.Delta, m.Unit, explaining{b}.whole(m)),
			Spark: sparkOf(item.Spark, 100, 36), Goal: aiming{b}.note(m)}
		if b.picks(m.Name) {
			v.Href = b.href(func(p *analysis.Params) { p.Metric = m.Name })
		}
		if item.Total.Compare.State == ops.Known && item.Total.State == ops.Known {
			v.Before = fmt.Sprintf(b.T.Panel.Versus, b.headline(item.Total.Compare, m.Unit))
		}
		if item.Coverage != nil && item.Coverage.Show {
			v.Coverage, v.CoverageOf = i18n.Percent(item.Coverage.Share.Number), b.Label(item.Coverage.Metric.Label)
		}
		out = append(out, v)
	}
	return out
}

// headlineCell is a figure written large, with what is known of its certainty.
func (b Page) headlineCell(f analysis.Figure, u ops.Unit) Cell {
	return Cell{Text: b.bound(f, b.headline(f.Value, u)), State: b.state(f.Value), Title: b.certainty(f)}
}

// picks reports whether a line of the page can show a metric.
func (b Page) picks(metric string) bool {
	return slices.ContainsFunc(b.Layout.Panels, func(p *ops.Panel) bool { return p.Type == "line" && slices.Contains(p.Metrics, metric) })
}

// shownMetric returns the metric the page's line shows: the one the address names,
// or the line's own.
func (b Page) shownMetric() string {
	for _, p := range b.Layout.Panels {
		if p.Type != "line" {
			continue
		}
		if slices.Contains(p.Metrics, b.View.Metric) {
			return b.View.Metric
		}
		return p.Metric
	}
	return b.View.Metric
}

func (b Page) kpiFigures(k *analysis.KPIs) *Table {
	t := &b.T.Panel
	out := &Table{Caption: t.KeyMetrics, Head: []Head{{Text: t.Name}, {Text: t.ThisPeriod, Number: true}}}
	compare := b.View.Compare != analysis.NoCompare
	if compare {
		out.Head = append(out.Head, Head{Text: t.Before, Number: true}, Head{Text: t.Change, Number: true})
	}
	for _, item := range k.Items {
		row := Row{Name: b.Label(item.Metric.Label), Cells: []Cell{b.counted(b.figureCell(item.Total, item.Metric.Unit), item.Metric, item.Total.Value,
			item.Complete, b.View.Filter)}}
		if compare {
			row.Cells = append(row.Cells, b.cell(item.Total.Compare, item.Metric.Unit),
				explaining{b}.deltaCell(item.Total.Delta, item.Metric.Unit, explaining{b}.whole(item.Metric)))
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

func drawKPIs(b Page, _ *ops.Panel, r *analysis.KPIs, out *Panel) error {
	out.KPIs, out.Figures = b.kpis(r), b.kpiFigures(r)
	return nil
}
