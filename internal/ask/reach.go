package ask

import (
	"sync"

	"daybreak/internal/analysis"
	"daybreak/internal/engine"
)

// reach asks how many of those who do one thing on a day do another, and who of
// both comes back.
var reach = sync.OnceValue(func() *kind[engine.ReachQuery] {
	type Q = engine.ReachQuery
	return &kind[Q]{
		name: "reach",
		own:  Q{Base: engine.Activity{Event: "check_in"}, After: analysis.ReachDays},
		fields: []field[Q]{
			activity("base", func(q *Q) *engine.Activity { return &q.Base }),
			activities("did", 1, func(q *Q) *[]engine.Activity { return &q.Did }),
			activity("return", func(q *Q) *engine.Activity { return &q.Return }),
			number("after", 1, 366, func(q *Q) *int { return &q.After }),
			attribute("by", func(q *Q) *string { return &q.By }),
		},
		scope: scope[Q]{
			func(p *Params, d analysis.Data, q *Q) {
				q.Range, q.Through = MemberRange(p, d.Snapshot), Through(d.Snapshot)
			},
			func(v *Address, q *Q) { v.scope(q.Range, nil) },
		},
		by:     func(q *Q) *string { return &q.By },
		cells:  cell{bucket: true, step: true},
		people: func(q *engine.PeopleQuery) **Q { return &q.Reach },
	}
})

// ReadReach reads a question about whom something reaches.
func ReadReach(p *Params, d analysis.Data) engine.ReachQuery { return reach().read(p, d) }
