package ask

import (
	"sync"

	"daybreak/internal/analysis"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// invitations asks who brings whom.
var invitations = sync.OnceValue(func() *kind[engine.InvitationQuery] {
	type Q = engine.InvitationQuery
	return &kind[Q]{
		name: "invitations",
		own:  Q{Active: engine.Activity{Event: engine.AnyEvent}, Period: ops.Weekly},
		fields: []field[Q]{
			activity("join", func(q *Q) *engine.Activity { return &q.Join }),
			activity("event", func(q *Q) *engine.Activity { return &q.Active }),
			period(func(q *Q) *ops.Grain { return &q.Period }),
		},
		scope: scope[Q]{
			func(p *Params, d analysis.Data, q *Q) {
				q.Range, q.Through = MemberRange(p, d.Snapshot), Through(d.Snapshot)
			},
			func(v *Address, q *Q) { v.scope(q.Range, nil) },
		},
		cells:  cell{bucket: true, needsBucket: true},
		people: func(q *engine.PeopleQuery) **Q { return &q.Invitation },
		panel:  func(q *analysis.Question) **Q { return &q.Invitations },
	}
})

// ReadInvitations reads a question about invitations.
func ReadInvitations(p *Params, d analysis.Data) engine.InvitationQuery {
	return invitations().read(p, d)
}
