package ask

import (
	"sync"

	"daybreak/internal/analysis"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// companions asks what members did together after joining, and who stayed.
var companions = sync.OnceValue(func() *kind[engine.CompanionsQuery] {
	type Q = engine.CompanionsQuery
	return &kind[Q]{
		name: "companions",
		own:  Q{Return: engine.Activity{Event: "check_in"}},
		fields: []field[Q]{
			{Field{Name: "kinds", Type: ActivitiesField},
				func(p *Params, q *Q) {
					for _, a := range p.activities("kinds", nil, 1) {
						q.Kinds = append(q.Kinds, []engine.Activity{a})
					}
				},
				func(v *Address, q *Q) {
					var all []engine.Activity
					for _, k := range q.Kinds {
						all = append(all, k...)
					}
					v.Set("kinds", activityTexts(all))
				}},
			activity("return", func(q *Q) *engine.Activity { return &q.Return }),
			attribute("by", func(q *Q) *string { return &q.By }),
		},
		scope: overDays(func(q *Q) (*ops.Range, *[]ops.Filter, *ops.Day) { return &q.Range, &q.Filter, &q.Through }),
		by:    func(q *Q) *string { return &q.By },
	}
})

// ReadCompanions reads a question about what members did together, with the
// days of SPEC-LOOP §11.
func ReadCompanions(p *Params, d analysis.Data) engine.CompanionsQuery {
	q := companions().read(p, d)
	q.Touched, q.Alive, q.Outcome = analysis.CompanionDays()
	return q
}
