package ask

import (
	"slices"
	"sync"

	"daybreak/internal/analysis"
	"daybreak/internal/engine"
)

// times asks when in the day an event happens.
var times = sync.OnceValue(func() *kind[engine.TimesQuery] {
	type Q = engine.TimesQuery
	return &kind[Q]{
		name: "times",
		own:  Q{Event: "check_in", Weekday: engine.EveryWeekday},
		fields: []field[Q]{
			text("event", EventField, func(q *Q) *string { return &q.Event }),
			weekday(),
		},
		scope: scope[Q]{
			func(p *Params, d analysis.Data, q *Q) {
				q.Range, q.Filter = MemberRange(p, d.Snapshot), MemberFilter(p)
			},
			func(v *Address, q *Q) { v.scope(q.Range, q.Filter) },
		},
		cells:  cell{step: true, most: true},
		people: func(q *engine.PeopleQuery) **Q { return &q.Times },
	}
})

// weekday narrows times to one weekday.
func weekday() field[engine.TimesQuery] {
	return field[engine.TimesQuery]{Field{Name: "weekday", Type: ChoiceField, Choices: WeekdayNames()},
		func(p *Params, q *engine.TimesQuery) {
			if name := p.Choice("weekday", "", WeekdayNames()...); name != "" {
				q.Weekday = slices.Index(WeekdayNames(), name)
			}
		},
		func(v *Address, q *engine.TimesQuery) {
			if q.Weekday != engine.EveryWeekday {
				v.Set("weekday", WeekdayNames()[q.Weekday])
			}
		}}
}

// ReadTimes reads a question about times of day, on every weekday.
func ReadTimes(p *Params, d analysis.Data) engine.TimesQuery {
	q := times().own
	q.Event = p.Text("event", q.Event)
	times().scope.read(p, d, &q)
	return q
}
