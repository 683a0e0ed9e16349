package ask

import (
	"strconv"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// GrowthAddress returns the parameters that Params.accounting reads.
func GrowthAddress(q engine.GrowthQuery) Address {
	v := Address{}
	v.Set("event", ActivityText(q.Event))
	v.Set("period", string(q.Period))
	v.number("rolling", q.Rolling)
	v.number("censor", q.Censor)
	return v
}

// ReadActive reads a question about activity by period.
func ReadActive(p *Params, snapshot engine.Snapshot) engine.GrowthQuery {
	return engine.GrowthQuery{Event: p.activity("event", engine.AnyEvent), Period: p.grain("period", ops.Daily),
		Range: MemberRange(p, snapshot), Filter: p.Filters("filter", nil), Through: Through(snapshot)}
}

// ReadGrowth reads a question about growth accounting.
func ReadGrowth(p *Params, snapshot engine.Snapshot) engine.GrowthQuery {
	q := p.accounting(engine.GrowthQuery{Event: engine.Activity{Event: engine.AnyEvent}, Period: ops.Daily})
	q.Range, q.Filter, q.Through = MemberRange(p, snapshot), p.Filters("filter", nil), Through(snapshot)
	return q
}

// accounting reads the options of growth accounting; those that are absent are
// as in own.
func (p *Params) accounting(own engine.GrowthQuery) engine.GrowthQuery {
	q := engine.GrowthQuery{Event: p.activity("event", ActivityText(own.Event)), Rolling: p.Number("rolling", own.Rolling, 1, 366),
		Censor: p.Number("censor", own.Censor, 0, 366)}
	if q.Rolling == 0 || p.Values.Has("period") {
		q.Period = p.grain("period", own.Period)
	}
	p.all("period")
	if q.Rolling > 0 && q.Period != "" {
		p.Fail("bad_parameter", "rolling", strconv.Itoa(q.Rolling), "rolling and period exclude each other.", "Give one of them.")
	}
	return q
}
