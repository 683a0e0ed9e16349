package ask

import (
	"sync"

	"daybreak/internal/analysis"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// groups asks how groups of members fare.
var groups = sync.OnceValue(func() *kind[engine.GroupsQuery] {
	type Q = engine.GroupsQuery
	return &kind[Q]{
		name:   "groups",
		own:    Q{Grain: ops.Whole},
		fields: []field[Q]{choice("grain", func(q *Q) *ops.Grain { return &q.Grain }, string(ops.Whole), string(ops.Daily), string(ops.Weekly), string(ops.Monthly))},
		scope: scope[Q]{
			func(p *Params, d analysis.Data, q *Q) {
				q.Range, q.Through = MemberRange(p, d.Snapshot), Through(d.Snapshot)
			},
			func(v *Address, q *Q) { v.scope(q.Range, nil) },
		},
		people: func(q *engine.PeopleQuery) **Q { return &q.Groups },
		groups: func(Q) string { return "group" },
	}
})

// ReadGroups reads a question about groups.
func ReadGroups(p *Params, d analysis.Data) engine.GroupsQuery {
	q := groups().read(p, d)
	q.Group = p.Text("group", "")
	return q
}
