package reference

import (
	"cmp"
	"context"
	"slices"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
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
	join := func(m *member) (event, bool) { return r.joinBy(m, q) }
	out := &engine.Invitations{}
	for _, b := range r.buckets(q.Range, q.Period) {
		bucket := engine.InvitationBucket{Days: b, State: state(b, q.Through)}
		for _, m := range r.members {
			if anyDay(days(m.matching(q.Active)), b) {
				bucket.Active++
			}
			e, id := r.invited(m, q, b)
			if id == "" {
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

// joinBy returns the event a member joined by.
func (r *Members) joinBy(m *member, q engine.InvitationQuery) (event, bool) {
	if q.Join.Event == "" {
		return r.join(m)
	}
	return earliest(m.matching(q.Join))
}

// invited returns the join of a member in b and who invited it; "" if nobody
// did, or it joined at another time.
func (r *Members) invited(m *member, q engine.InvitationQuery, b ops.Range) (event, string) {
	e, ok := r.joinBy(m, q)
	if !ok || !b.Has(e.day) {
		return e, ""
	}
	id := cmp.Or(e.invitedBy, m.invitedBy)
	if id == m.id {
		id = ""
	}
	return e, id
}

func (r *Members) invitationPicker(ctx context.Context, q engine.PeopleQuery) (func(*member) bool, error) {
	if _, err := r.Invitations(ctx, *q.Invitation); err != nil {
		return nil, err
	}
	v, _ := q.Invitation.Resolve()
	for _, b := range r.buckets(v.Range, v.Period) {
		if b.From != q.Start {
			continue
		}
		return func(m *member) bool {
			if q.Kind == "active" {
				return anyDay(days(m.matching(v.Active)), b)
			}
			_, id := r.invited(m, v, b)
			return id != ""
		}, nil
	}
	return nil, &ops.Error{Code: "bad_question"}
}
