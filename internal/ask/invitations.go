package ask

import (
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// InvitationAddress returns the parameters that Params.invitations reads.
func InvitationAddress(q engine.InvitationQuery) Address {
	v := Address{}
	v.Set("join", ActivityText(q.Join))
	v.Set("event", ActivityText(q.Active))
	v.Set("period", string(q.Period))
	return v
}

// ReadInvitations reads a question about invitations.
func ReadInvitations(p *Params, snapshot engine.Snapshot) engine.InvitationQuery {
	q := p.invitations(engine.InvitationQuery{Active: engine.Activity{Event: engine.AnyEvent}, Period: ops.Weekly})
	q.Range, q.Through = MemberRange(p, snapshot), Through(snapshot)
	return q
}

// invitations reads the options of a question about invitations; those that
// are absent are as in own.
func (p *Params) invitations(own engine.InvitationQuery) engine.InvitationQuery {
	return engine.InvitationQuery{Join: p.activity("join", ActivityText(own.Join)), Active: p.activity("event", ActivityText(own.Active)),
		Period: p.grain("period", own.Period)}
}
