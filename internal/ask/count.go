package ask

import (
	"fmt"
	"strings"

	"daybreak/internal/analysis"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// readCount reads a question about the members a metric counts.
func readCount(p *Params, d analysis.Data) engine.CountQuery {
	q := engine.CountQuery{Metric: p.Text("metric", ""), Filter: p.Filters("filter", DimensionsOf(RecordNames()...)), Measure: &ops.Measure{}}
	m, ok := d.Catalog.Metric(q.Metric)
	if ok {
		q.Measure, ok = d.Catalog.Counted(m)
	}
	if !ok {
		var names []string
		for _, m := range d.Catalog.Metrics {
			if _, ok := d.Catalog.Counted(m); ok {
				names = append(names, m.Name)
			}
		}
		p.Fail("bad_parameter", "metric", q.Metric, fmt.Sprintf("metric cannot be %q: it is no metric that counts members.", ops.Show(q.Metric)),
			"It is one of: "+strings.Join(names, ", ")+".")
		return q
	}
	q.Range = p.days(d.Snapshot.Days(q.Measure.Record))
	return q
}
