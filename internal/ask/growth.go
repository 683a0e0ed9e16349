package ask

import (
	"strconv"
	"sync"

	"daybreak/internal/analysis"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// RollingPeriod is the option of a page for windows instead of calendar
// periods.
const RollingPeriod = "rolling"

// growth asks who is new, stays, comes back and is lost.
var growth = sync.OnceValue(func() *kind[engine.GrowthQuery] {
	type Q = engine.GrowthQuery
	return &kind[Q]{
		name: "growth",
		own:  Q{Event: engine.Activity{Event: engine.AnyEvent}, Period: ops.Daily},
		fields: []field[Q]{
			activity("event", func(q *Q) *engine.Activity { return &q.Event }),
			period(func(q *Q) *ops.Grain { return &q.Period }).blank("page_grain").onPages(RollingPeriod),
			number("rolling", 1, 366, func(q *Q) *int { return &q.Rolling }).unlisted(),
			number("censor", 0, 366, func(q *Q) *int { return &q.Censor }),
		},
		check: func(p *Params, q *Q) {
			if q.Rolling > 0 && !p.Values.Has("period") {
				q.Period = ""
			}
			if q.Rolling > 0 && q.Period != "" {
				p.Fail("bad_parameter", "rolling", strconv.Itoa(q.Rolling), "rolling and period exclude each other.", "Give one of them.")
			}
		},
		scope:  overDays(func(q *Q) (*ops.Range, *[]ops.Filter, *ops.Day) { return &q.Range, &q.Filter, &q.Through }),
		cells:  cell{bucket: true},
		people: func(q *engine.PeopleQuery) **Q { return &q.Growth },
		panel:  func(q *analysis.Question) **Q { return &q.Growth },
		form: func(v *Address, q *Q) {
			if q.Rolling > 0 {
				v.Set("period", RollingPeriod)
			}
		},
		mend: func(o *options) {
			switch o.get("period") {
			case "":
			case RollingPeriod:
				o.drop("period")
				o.need("rolling", "28")
			default:
				o.drop("rolling")
			}
		},
	}
})

// ReadGrowth reads a question about growth accounting.
func ReadGrowth(p *Params, d analysis.Data) engine.GrowthQuery { return growth().read(p, d) }

// ReadActive reads a question about activity by period.
func ReadActive(p *Params, d analysis.Data) engine.GrowthQuery {
	q := engine.GrowthQuery{Event: p.activity("event", engine.AnyEvent), Period: ops.Daily}
	period(func(q *engine.GrowthQuery) *ops.Grain { return &q.Period }).read(p, &q)
	q.Range, q.Filter, q.Through = MemberRange(p, d.Snapshot), p.Filters("filter", nil), Through(d.Snapshot)
	return q
}
