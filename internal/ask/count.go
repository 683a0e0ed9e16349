package ask

import (
	"fmt"
	"strings"
	"sync"

	"daybreak/internal/analysis"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// count asks for the members that a metric counts.
var count = sync.OnceValue(func() *kind[engine.CountQuery] {
	type Q = engine.CountQuery
	return &kind[Q]{
		name:   "metric",
		fields: []field[Q]{text("metric", TextField, func(q *Q) *string { return &q.Metric })},
		scope:  scope[Q]{readCounted, func(v *Address, q *Q) { v.scope(q.Range, q.Filter) }},
		people: func(q *engine.PeopleQuery) **Q { return &q.Count },
	}
})

// readCounted reads the days and the filter, which depend on what the metric
// counts.
func readCounted(p *Params, d analysis.Data, q *engine.CountQuery) {
	q.Filter, q.Measure = MetricFilter(p), &ops.Measure{}
	m, ok := d.Catalog.Metric(q.Metric)
	if ok {
		q.Measure, ok = d.Catalog.Counted(m)
	}
	if ok {
		q.Range = p.days(d.Snapshot.Days(q.Measure.Record))
		return
	}
	var names []string
	for _, m := range d.Catalog.Metrics {
		if _, ok := d.Catalog.Counted(m); ok {
			names = append(names, m.Name)
		}
	}
	p.Fail("bad_parameter", "metric", q.Metric, fmt.Sprintf("metric cannot be %q: it is no metric that counts members.", ops.Show(q.Metric)),
		"It is one of: "+strings.Join(names, ", ")+".")
}
