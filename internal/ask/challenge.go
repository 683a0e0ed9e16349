package ask

import (
	"cmp"
	"strconv"
	"sync"

	"daybreak/internal/analysis"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// challenge asks who keeps at it for some days.
var challenge = sync.OnceValue(func() *kind[engine.ChallengeQuery] {
	type Q = engine.ChallengeQuery
	// Of days that count, at most all of them are needed.
	need := number("need", 1, 366, func(q *Q) *int { return &q.Need })
	need.read = func(p *Params, q *Q) {
		q.Need = p.Number("need", min(cmp.Or(q.Need, q.Length), q.Length), 1, q.Length)
	}
	return &kind[Q]{
		name: "challenge",
		own:  Q{Event: engine.Activity{Event: "check_in"}, Length: 21, DayStart: -1, Silence: 1},
		fields: []field[Q]{
			activity("event", func(q *Q) *engine.Activity { return &q.Event }),
			challengeOf(func(q *Q) *string { return &q.Challenge }),
			text("enrol", EventField, func(q *Q) *string { return &q.Enrol }),
			date("start", func(q *Q) *ops.Day { return &q.Start }),
			number("length", 1, 366, func(q *Q) *int { return &q.Length }),
			clock("day_start", func(q *Q) *int { return &q.DayStart }),
			number("grace", 0, 24*60-1, func(q *Q) *int { return &q.Grace }),
			number("make_up", 0, 366, func(q *Q) *int { return &q.MakeUp }),
			weekdays("rest", func(q *Q) *[]int { return &q.Rest }),
			need,
			number("silence", 1, 366, func(q *Q) *int { return &q.Silence }),
			attribute("by", func(q *Q) *string { return &q.By }),
		},
		scope:  overDays(func(q *Q) (*ops.Range, *[]ops.Filter, *ops.Day) { return &q.Range, &q.Filter, &q.Through }),
		by:     func(q *Q) *string { return &q.By },
		cells:  cell{step: true},
		people: func(q *engine.PeopleQuery) **Q { return &q.Challenge },
		panel:  func(q *analysis.Question) **Q { return &q.Challenge },
		mend: func(o *options) {
			length, _ := strconv.Atoi(o.get("length"))
			if days, err := strconv.Atoi(o.get("need")); err == nil && length > 0 && days > length {
				o.drop("need")
			}
		},
	}
})

// ReadChallenge reads a question about a challenge.
func ReadChallenge(p *Params, d analysis.Data) engine.ChallengeQuery { return challenge().read(p, d) }
