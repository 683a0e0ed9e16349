package reference

import (
	"cmp"
	"context"
	"slices"

	"daybreak/internal/engine"
)

// Invitations implements engine.Habits.
func (r *Members) Invitations(_ context.Context, q engine.InvitationQuery) (*engine.Invitations, error) {
	q, err := q.Resolve()
	if err != nil {
		return nil, err
	}
	activities := []engine.Activity{q.Active}
	if q.Join.Event != "" {
		activities = append(activities, q.Join)
	}
	if err := r.check(nil, activities...); err != nil {
		return nil, err
	}
	join := func(m *member) (event, bool) {
		if q.Join.Event == "" {
			return r.join(m)
		}
		return earliest(m.matching(q.Join))
	}
	out := &engine.Invitations{}
	for _, b := range r.buckets(q.Range, q.Period) {
		bucket := engine.InvitationBucket{Days: b, State: state(b, q.Through)}
		for _, m := range r.members {
			if anyDay(days(m.matching(q.Active)), b) {
				bucket.Active++
			}
			e, ok := join(m)
			if !ok || !b.Has(e.day) {
				continue
			}
			id := cmp.Or(e.invitedBy, m.invitedBy)
			if id == "" || id == m.id {
				continue
			}
			bucket.Invited++
			inviter := r.members[slices.IndexFunc(r.members, func(x *member) bool { return x.id == id })]
			if own, ok := join(inviter); ok && !own.at.After(e.at) {
				bucket.CycleHours = append(bucket.CycleHours, float64(e.at.Sub(own.at).Microseconds())/3600e6)
			}
		}
		slices.Sort(bucket.CycleHours)
		out.Buckets = append(out.Buckets, bucket)
	}
	return out, nil
}
