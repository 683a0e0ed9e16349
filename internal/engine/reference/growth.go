package reference

import (
	"context"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// Growth implements engine.Members.
func (r *Members) Growth(_ context.Context, q engine.GrowthQuery) (*engine.Growth, error) {
	q, err := q.Resolve()
	if err != nil {
		return nil, err
	}
	if err := r.check(q.Filter, q.Event); err != nil {
		return nil, err
	}
	out := &engine.Growth{}
	for _, b := range r.growthBuckets(q) {
		bucket := engine.GrowthBucket{Days: b.days, State: state(b.days, q.Through)}
		last := b.days.Last()
		for _, m := range r.members {
			switch kind := r.growthKind(m, q, b); kind {
			case "":
			case "churned":
				bucket.Churned++
			default:
				bucket.Active++
				switch kind {
				case "new":
					bucket.New++
				case "pre_existing":
					bucket.PreExisting++
				case "retained":
					bucket.Retained++
				case "resurrected":
					bucket.Resurrected++
				}
			}
			active := days(m.matching(q.Event, q.Filter...))
			for length, count := range map[ops.Day]*int{1: &bucket.DAU, 7: &bucket.WAU, 30: &bucket.MAU} {
				if anyDay(active, ops.Range{From: last - length + 1, To: last + 1}) {
					*count++
				}
			}
			now, ok := dailyState(active, last)
			if !ok {
				continue
			}
			bucket.States[now]++
			if before, ok := dailyState(active, last-1); ok && q.Period == ops.Daily {
				bucket.Moves[before][now]++
			}
		}
		out.Buckets = append(out.Buckets, bucket)
	}
	return out, nil
}

type growthBucket struct{ days, before ops.Range }

func (r *Members) growthBuckets(q engine.GrowthQuery) []growthBucket {
	var out []growthBucket
	if n := ops.Day(q.Rolling); n > 0 {
		for d := q.Range.From; d < q.Range.To; d++ {
			out = append(out, growthBucket{ops.Range{From: d - n + 1, To: d + 1}, ops.Range{From: d - 2*n + 1, To: d - n + 1}})
		}
		return out
	}
	for _, b := range r.buckets(q.Range, q.Period) {
		out = append(out, growthBucket{b, r.calendar.Bucket(b.From-1, q.Period)})
	}
	return out
}

// growthKind says what a member is in a bucket; "" if neither active nor churned.
func (r *Members) growthKind(m *member, q engine.GrowthQuery, b growthBucket) string {
	events := m.matching(q.Event, q.Filter...)
	first, ok := earliest(events)
	if !ok {
		return ""
	}
	active := days(events)
	now, before := anyDay(active, b.days), anyDay(active, b.before)
	switch {
	case now && before:
		return "retained"
	case before:
		return "churned"
	case !now:
		return ""
	case first.day < b.days.From:
		return "resurrected"
	case q.Censor > 0 && first.day < r.trackedFrom()+ops.Day(q.Censor):
		return "pre_existing"
	}
	return "new"
}

// trackedFrom is the first day with an event of any kind.
func (r *Members) trackedFrom() ops.Day {
	first := ops.MaxDay
	for _, d := range r.first {
		first = min(first, d)
	}
	return first
}

// dailyState returns a member's state on day d; ok is false before its first.
func dailyState(active map[ops.Day]bool, d ops.Day) (state int, ok bool) {
	gap := ops.Day(0) // days since active before d
	for day := range active {
		if day < d && (gap == 0 || d-day < gap) {
			gap = d - day
		}
	}
	switch {
	case active[d] && gap == 0:
		return engine.StateNew, true
	case active[d] && gap <= 7:
		return engine.StateCurrent, true
	case active[d] && gap <= 30:
		return engine.StateReactivated, true
	case active[d]:
		return engine.StateResurrected, true
	case gap == 0:
		return 0, false
	case gap <= 6:
		return engine.StateAtRisk7, true
	case gap <= 29:
		return engine.StateAtRisk30, true
	}
	return engine.StateDormant, true
}
