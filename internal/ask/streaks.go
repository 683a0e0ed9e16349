package ask

import (
	"strconv"

	"daybreak/internal/engine"
)

// StreakAddress returns the parameters that Params.streaks reads.
func StreakAddress(q engine.StreakQuery) Address {
	v := Address{}
	v.Set("event", ActivityText(q.Event))
	v.Set("challenge", q.Challenge)
	v.Set("make_up", strconv.Itoa(q.MakeUp))
	v.Set("rest", weekdayTexts(q.Rest))
	return v
}

// ReadStreaks reads a question about streaks.
func ReadStreaks(p *Params, snapshot engine.Snapshot) engine.StreakQuery {
	q := p.streaks(engine.StreakQuery{Event: engine.Activity{Event: "check_in"}})
	days := memberDays(p, snapshot)
	days.To = max(days.To, Through(snapshot)+1) + 1 // today is the day after those that are known: on it runs are at risk
	q.Range, q.Filter, q.Through = p.days(days), p.Filters("filter", nil), Through(snapshot)
	return q
}

// streaks reads the options of a question about streaks; those that are absent
// are as in own.
func (p *Params) streaks(own engine.StreakQuery) engine.StreakQuery {
	return engine.StreakQuery{Event: p.activity("event", ActivityText(own.Event)), Challenge: p.ofChallenge(own.Challenge),
		MakeUp: p.Number("make_up", own.MakeUp, 0, 366), Rest: p.weekdays("rest", own.Rest)}
}
