package ask

import (
	"sync"

	"daybreak/internal/analysis"
	"daybreak/internal/engine"
)

// streaks asks how many days in a row members come.
var streaks = sync.OnceValue(func() *kind[engine.StreakQuery] {
	type Q = engine.StreakQuery
	return &kind[Q]{
		name: "streaks",
		own:  Q{Event: engine.Activity{Event: "check_in"}},
		fields: []field[Q]{
			activity("event", func(q *Q) *engine.Activity { return &q.Event }),
			challengeOf(func(q *Q) *string { return &q.Challenge }),
			written("make_up", 0, 366, func(q *Q) *int { return &q.MakeUp }),
			weekdays("rest", func(q *Q) *[]int { return &q.Rest }),
		},
		scope: scope[Q]{
			func(p *Params, d analysis.Data, q *Q) {
				days := memberDays(p, d.Snapshot)
				days.To = max(days.To, Through(d.Snapshot)+1) + 1 // today is the day after those that are known: on it runs are at risk
				q.Range, q.Filter, q.Through = p.days(days), p.Filters("filter", nil), Through(d.Snapshot)
			},
			func(v *Address, q *Q) { v.scope(q.Range, q.Filter) },
		},
		cells:  cell{step: true, most: true},
		people: func(q *engine.PeopleQuery) **Q { return &q.Streaks },
		panel:  func(q *analysis.Question) **Q { return &q.Streaks },
	}
})

// ReadStreaks reads a question about streaks.
func ReadStreaks(p *Params, d analysis.Data) engine.StreakQuery { return streaks().read(p, d) }
