package ask

import (
	"cmp"
	"sync"

	"daybreak/internal/analysis"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// earned asks what members brought in their first days, credited to the day they joined.
var earned = sync.OnceValue(func() *kind[engine.EarnedQuery] {
	type Q = engine.EarnedQuery
	return &kind[Q]{
		name: "earned",
		own:  Q{Credit: engine.CreditJoin, Days: analysis.ClockDays()},
		fields: []field[Q]{
			choice("credit", func(q *Q) *string { return &q.Credit }, engine.Credits()...),
			days(func(q *Q) *[]int { return &q.Days }),
			attribute("by", func(q *Q) *string { return &q.By }),
		},
		check: func(p *Params, q *Q) {
			if q.Credit != engine.CreditJoin {
				q.By = cmp.Or(q.By, "channel")
			}
			creditedBy(p, q.Credit, q.By)
		},
		scope: scope[Q]{
			func(p *Params, d analysis.Data, q *Q) {
				q.Range, q.Filter, q.Measures, q.Through = MemberRange(p, d.Snapshot), p.Filters("filter", nil), analysis.EarnedMeasures(), boughtThrough(d)
			},
			func(v *Address, q *Q) { v.scope(q.Range, q.Filter) },
		},
		by:     func(q *Q) *string { return &q.By },
		cells:  cell{step: true},
		people: func(q *engine.PeopleQuery) **Q { return &q.Earned },
	}
})

// ReadEarned reads a question about what members brought in their first days.
func ReadEarned(p *Params, d analysis.Data) engine.EarnedQuery { return earned().read(p, d) }

// boughtThrough returns the last day up to which what members do and order is known; without orders
// that of what they do.
func boughtThrough(d analysis.Data) ops.Day {
	if through, ok := (analysis.Buying{Data: d}).Through(); ok {
		return through
	}
	return Through(d.Snapshot)
}

// days are days after joining.
func days[Q any](at func(*Q) *[]int) field[Q] {
	return field[Q]{Field{Name: "days", Type: HorizonsField},
		func(p *Params, q *Q) {
			*at(q) = numbers("days", 12, 0, engine.MaxEarnedDay, p, *at(q))
			for i, n := range *at(q) {
				if i > 0 && n <= (*at(q))[i-1] {
					p.Fail("bad_parameter", "days", numberTexts(*at(q)), "Days after joining ascend.", "Write them as 0,7,30.")
					return
				}
			}
		},
		func(v *Address, q *Q) { v.Set("days", numberTexts(*at(q))) }}
}

// creditedBy fails where touches are to be told apart by something else than their channel.
func creditedBy(p *Params, credit, by string) {
	if credit != engine.CreditJoin && by != "channel" {
		p.Fail("bad_parameter", "by", by, "Touches are told apart by channel.", "Leave out by, or credit the join.")
	}
}
