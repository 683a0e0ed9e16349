package ask

import (
	"sync"

	"daybreak/internal/analysis"
	"daybreak/internal/engine"
)

// kept asks what members cost that stay.
var kept = sync.OnceValue(func() *kind[analysis.KeptQuery] {
	type Q = analysis.KeptQuery
	return &kind[Q]{
		name: "kept",
		own: Q{Start: engine.Activity{Event: "join"}, Return: engine.Activity{Event: "check_in"}, Cohort: engine.CohortFirst, Mode: engine.ModeExact,
			Horizons: []int{7, 21, 30}, Metric: "cac", By: "channel"},
		fields: []field[Q]{
			activity("start", func(q *Q) *engine.Activity { return &q.Start }),
			activity("return", func(q *Q) *engine.Activity { return &q.Return }),
			choice("cohort", func(q *Q) *string { return &q.Cohort }, engine.CohortFirst, engine.CohortJoin),
			choice("mode", func(q *Q) *string { return &q.Mode }, engine.ModeExact, engine.ModeOnOrAfter),
			{Field{Name: "horizons", Type: HorizonsField},
				func(p *Params, q *Q) { q.Horizons = numbers("horizons", 10, 1, 366, p, q.Horizons) },
				func(v *Address, q *Q) { v.Set("horizons", numberTexts(q.Horizons)) }},
			dimension("by", func(q *Q) *string { return &q.By }, "channel", "campaign"),
			text("metric", TextField, func(q *Q) *string { return &q.Metric }).unlisted(),
		},
		panel: func(q *analysis.Question) **Q { return &q.Kept },
	}
})

// ReadKept reads a question about cost per member kept, but for its days and
// filter.
func ReadKept(p *Params) analysis.KeptQuery { return kept().options(p, kept().own) }
