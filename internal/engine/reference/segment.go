package reference

import (
	"cmp"
	"slices"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// segmentChooser returns who does enough.
func (r *Members) segmentChooser(q engine.SegmentQuery) (func(*member) bool, error) {
	q, err := q.Resolve()
	if err != nil {
		return nil, err
	}
	var needs []engine.Activity
	for _, n := range q.Needs {
		needs = append(needs, n.Activity)
	}
	if err := r.checkSteps(needs, q.Glossary); err != nil {
		return nil, err
	}
	does := func(m *member, n engine.Need) (days int) {
		for d := q.Through - ops.Day(n.Within) + 1; d <= q.Through; d++ {
			days += one(slices.ContainsFunc(m.events, func(e event) bool { return e.day == d && e.is(n.Activity) }))
		}
		return days
	}
	var enough []*member
	for _, m := range r.members {
		missing := slices.ContainsFunc(q.Needs, func(n engine.Need) bool { return does(m, n) < n.Least })
		if !missing && (q.Staff || m.staff != "1") {
			enough = append(enough, m)
		}
	}
	value := func(m *member) string {
		return ops.Fold(map[string]string{"channel": m.channel, "campaign": m.campaign, "group": m.group, "city": m.city}[q.Per])
	}
	return func(m *member) bool {
		before := 0 // of the same value, with more days
		for _, x := range enough {
			if value(x) == value(m) && cmp.Or(cmp.Compare(does(m, q.Needs[0]), does(x, q.Needs[0])), cmp.Compare(slices.Index(r.members, x),
				slices.Index(r.members, m))) < 0 {
				before++
			}
		}
		return slices.Contains(enough, m) && (q.Per == "" || before < q.Most)
	}, nil
}
