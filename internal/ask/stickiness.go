package ask

import (
	"sync"

	"daybreak/internal/analysis"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// stickiness asks in how many periods members are active.
var stickiness = sync.OnceValue(func() *kind[engine.StickinessQuery] {
	type Q = engine.StickinessQuery
	return &kind[Q]{
		name: "stickiness",
		own:  Q{Event: engine.Activity{Event: engine.AnyEvent}, Period: ops.Daily},
		fields: []field[Q]{
			activity("event", func(q *Q) *engine.Activity { return &q.Event }),
			period(func(q *Q) *ops.Grain { return &q.Period }),
		},
		scope:  overDays(func(q *Q) (*ops.Range, *[]ops.Filter, *ops.Day) { return &q.Range, &q.Filter, &q.Through }),
		cells:  cell{step: true, most: true},
		people: func(q *engine.PeopleQuery) **Q { return &q.Stickiness },
		panel:  func(q *analysis.Question) **Q { return &q.Stickiness },
	}
})

// ReadStickiness reads a question about stickiness.
func ReadStickiness(p *Params, d analysis.Data) engine.StickinessQuery {
	return stickiness().read(p, d)
}
