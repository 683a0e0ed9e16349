package ask

import (
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// StickinessAddress returns the parameters that Params.stickiness reads.
func StickinessAddress(q engine.StickinessQuery) Address {
	v := Address{}
	v.Set("event", ActivityText(q.Event))
	v.Set("period", string(q.Period))
	return v
}

// ReadStickiness reads a question about stickiness.
func ReadStickiness(p *Params, snapshot engine.Snapshot) engine.StickinessQuery {
	q := p.stickiness(engine.StickinessQuery{Event: engine.Activity{Event: engine.AnyEvent}, Period: ops.Daily})
	q.Range, q.Filter, q.Through = MemberRange(p, snapshot), p.Filters("filter", nil), Through(snapshot)
	return q
}

// stickiness reads the options of a question about stickiness; those that are
// absent are as in own.
func (p *Params) stickiness(own engine.StickinessQuery) engine.StickinessQuery {
	return engine.StickinessQuery{Event: p.activity("event", ActivityText(own.Event)), Period: p.grain("period", own.Period)}
}
