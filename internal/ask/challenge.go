package ask

import (
	"cmp"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// ChallengeAddress returns the parameters that Params.challenge reads.
func ChallengeAddress(q engine.ChallengeQuery) Address {
	v := Address{}
	v.Set("event", ActivityText(q.Event))
	v.Set("challenge", q.Challenge)
	v.Set("enrol", q.Enrol)
	if q.Start != 0 {
		v.Set("start", q.Start.String())
	}
	v.number("length", q.Length)
	if q.DayStart >= 0 {
		v.Set("day_start", ClockText(q.DayStart))
	}
	v.number("grace", q.Grace)
	v.number("make_up", q.MakeUp)
	v.Set("rest", weekdayTexts(q.Rest))
	v.number("need", q.Need)
	v.number("silence", q.Silence)
	v.Set("by", q.By)
	return v
}

// ReadChallenge reads a question about a challenge.
func ReadChallenge(p *Params, snapshot engine.Snapshot) engine.ChallengeQuery {
	q := p.challenge(engine.ChallengeQuery{Event: engine.Activity{Event: "check_in"}, Length: 21, DayStart: -1, Silence: 1})
	q.Range, q.Filter, q.Through = MemberRange(p, snapshot), p.Filters("filter", nil), Through(snapshot)
	return q
}

// challenge reads the options of a challenge; those that are absent are as in
// own.
func (p *Params) challenge(own engine.ChallengeQuery) engine.ChallengeQuery {
	q := engine.ChallengeQuery{
		Event: p.activity("event", ActivityText(own.Event)), Challenge: p.ofChallenge(own.Challenge), Enrol: p.Text("enrol", own.Enrol),
		Start: p.day("start", own.Start), Length: p.Number("length", own.Length, 1, 366), DayStart: p.clock("day_start", own.DayStart),
		Grace:  p.Number("grace", own.Grace, 0, 24*60-1),
		MakeUp: p.Number("make_up", own.MakeUp, 0, 366), Rest: p.weekdays("rest", own.Rest), Silence: p.Number("silence", own.Silence, 1, 366),
		By: p.attribute("by", own.By),
	}
	q.Need = p.Number("need", min(cmp.Or(own.Need, q.Length), q.Length), 1, q.Length)
	return q
}

// ofChallenge reads to which challenge a question is narrowed, "" for all.
func (p *Params) ofChallenge(own string) string {
	v := p.Text("challenge", own)
	p.conditions = append(p.conditions, namedCondition{"challenge", ops.Filter{Dimension: "challenge", Values: []string{v}}})
	return v
}
