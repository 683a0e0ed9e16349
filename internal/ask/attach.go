package ask

import (
	"sync"

	"daybreak/internal/analysis"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// attach asks who of those that bought something early bought something else later.
var attach = sync.OnceValue(func() *kind[engine.AttachQuery] {
	type Q = engine.AttachQuery
	return &kind[Q]{
		name: "attach",
		own: Q{By: "product_role", Target: []ops.Filter{{Dimension: "product_role", Values: []string{analysis.TargetRole}}},
			Landmark: analysis.AttachLandmark, Within: analysis.AttachWithin, Active: engine.Activity{Event: "check_in"}},
		fields: []field[Q]{
			choice("by", func(q *Q) *string { return &q.By }, "product_role", "product"),
			{Field{Name: "target", Type: TextField},
				func(p *Params, q *Q) {
					if p.Values.Has("target") {
						q.Target = p.Filters("target", []string{"product", "product_role"})
					}
				},
				func(v *Address, q *Q) {
					for _, c := range Conditions(q.Target) {
						v.add("target", c)
					}
				}},
			written("landmark", 0, 366, func(q *Q) *int { return &q.Landmark }),
			number("within", 1, 366, func(q *Q) *int { return &q.Within }),
			activity("active", func(q *Q) *engine.Activity { return &q.Active }),
		},
		scope: scope[Q]{
			func(p *Params, d analysis.Data, q *Q) {
				q.Range, q.Filter, q.Through = MemberRange(p, d.Snapshot), p.Filters("filter", nil), boughtThrough(d)
			},
			func(v *Address, q *Q) { v.scope(q.Range, q.Filter) },
		},
		by:     func(q *Q) *string { return &q.By },
		people: func(q *engine.PeopleQuery) **Q { return &q.Attach },
	}
})

// ReadAttach reads a question about what is bought after something else.
func ReadAttach(p *Params, d analysis.Data) engine.AttachQuery { return attach().read(p, d) }
