package view

import (
	"daybreak/internal/analysis"
	"daybreak/internal/ask"
	"daybreak/internal/ops"
)

// tracing leads from figures of a page to what they are made of.
type tracing struct{ Page }

// origin is where it is said which sums and imports the figures of a panel are made of,
// "" on a page that leads nowhere.
func (b tracing) origin(panel string) string {
	if b.Fixed {
		return ""
	}
	q := b.View.Params.Query()
	q.Set("page", b.Layout.Name)
	q.Set("panel", panel)
	q.Del("metric")
	return ask.Href("/provenance", q)
}

// madeOf is where it is said what a figure of a metric over some days is made of; "" on a
// page that leads nowhere, or where it cannot be asked for: what a metric of channels with
// spend is on one day depends on the whole range.
func (b tracing) madeOf(m *ops.Metric, r ops.Range, filter []ops.Filter) string {
	if b.Fixed || r.Len() == 0 || filter == nil && len(b.View.Filter) > 0 || m.Over != (ops.Over{}) && r != b.View.Range {
		return ""
	}
	p := analysis.Params{From: r.From.String(), To: r.Last().String(), Filter: filter, AsOf: b.View.Params.AsOf}
	q := p.Query()
	q.Set("metric", m.Name)
	return ask.Href("/provenance", q)
}
