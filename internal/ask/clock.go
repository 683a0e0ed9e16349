package ask

import (
	"sync"

	"daybreak/internal/analysis"
	"daybreak/internal/engine"
)

// clocks asks on which day money counts, and to whom.
var clocks = sync.OnceValue(func() *kind[analysis.ClockQuery] {
	type Q = analysis.ClockQuery
	return &kind[Q]{
		name: "clock",
		own:  Q{Clock: analysis.ClockJoin, Credit: engine.CreditJoin, Days: analysis.ClockDays(), By: "channel"},
		fields: []field[Q]{
			choice("clock", func(q *Q) *string { return &q.Clock }, analysis.ClockJoin, analysis.ClockOrder),
			choice("credit", func(q *Q) *string { return &q.Credit }, engine.Credits()...),
			days(func(q *Q) *[]int { return &q.Days }),
			dimension("by", func(q *Q) *string { return &q.By }, "channel", "campaign"),
		},
		check: func(p *Params, q *Q) { creditedBy(p, q.Credit, q.By) },
		mend: func(o *options) {
			if o.get("clock") == analysis.ClockOrder {
				o.drop("credit")
				o.drop("days")
			}
			if o.get("by") == "campaign" {
				o.drop("credit")
			}
		},
		panel: func(q *analysis.Question) **Q { return &q.Clock },
	}
})
