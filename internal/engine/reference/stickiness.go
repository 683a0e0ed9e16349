package reference

import (
	"context"

	"daybreak/internal/engine"
)

// Stickiness implements engine.Members.
func (r *Members) Stickiness(_ context.Context, q engine.StickinessQuery) (*engine.Stickiness, error) {
	q, err := q.Resolve()
	if err != nil {
		return nil, err
	}
	if err := r.check(q.Filter, q.Event); err != nil {
		return nil, err
	}
	out := &engine.Stickiness{}
	for _, b := range r.buckets(q.Range, q.Period) {
		if state(b, q.Through) == engine.Complete {
			out.Periods++
		} else {
			out.Left++
		}
	}
	out.Members = make([]int, out.Periods)
	for _, m := range r.members {
		if n := r.activePeriods(m, q); n > 0 {
			out.Members[n-1]++
			out.Active++
			out.Sum += int64(n)
		}
	}
	if out.Active > 0 {
		out.Ratio = float64(out.Sum) / float64(out.Periods*out.Active)
	}
	return out, nil
}

// activePeriods counts the periods that are over in which a member was active.
func (r *Members) activePeriods(m *member, q engine.StickinessQuery) (n int) {
	active := days(m.matching(q.Event, q.Filter...))
	for _, b := range r.buckets(q.Range, q.Period) {
		if state(b, q.Through) == engine.Complete && anyDay(active, b) {
			n++
		}
	}
	return n
}
