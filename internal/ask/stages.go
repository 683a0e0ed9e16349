package ask

import (
	"sync"

	"daybreak/internal/analysis"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// stages asks how far people got through stages that follow each other.
var stages = sync.OnceValue(func() *kind[engine.StagesQuery] {
	type Q = engine.StagesQuery
	return &kind[Q]{
		name: "stages",
		fields: []field[Q]{
			activities("stages", 1, func(q *Q) *[]engine.Activity { return &q.Stages }),
			activity("out", func(q *Q) *engine.Activity { return &q.Out }),
			flagged("late", "no", "yes", func(q *Q) *bool { return &q.Late }),
			attribute("by", func(q *Q) *string { return &q.By }),
		},
		scope: overDays(func(q *Q) (*ops.Range, *[]ops.Filter, *ops.Day) { return &q.Range, &q.Filter, &q.Through }).
			withGlossary(func(q *Q) *[]string { return &q.Glossary }),
		by:     func(q *Q) *string { return &q.By },
		cells:  cell{step: true},
		people: func(q *engine.PeopleQuery) **Q { return &q.Stages },
	}
})

// ReadStages reads a question about stages.
func ReadStages(p *Params, d analysis.Data) engine.StagesQuery { return stages().read(p, d) }
