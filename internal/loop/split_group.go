package loop

import (
	"context"
	"slices"

	"daybreak/internal/calc"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// onEve returns the groups that members are in on the eve of a try, by member, in the
// order of their names.
func onEve(ctx context.Context, w World, t *ops.Try) (map[string][]string, error) {
	of := map[string][]string{}
	eve := w.before(t).To - 1
	for _, g := range slices.Sorted(slices.Values(w.Snapshot.Values("group"))) {
		if g == "" {
			continue
		}
		people, err := w.Snapshot.People(ctx, engine.PeopleQuery{Groups: &engine.GroupsQuery{Range: ops.Range{From: eve, To: eve + 1}, Group: g, Through: eve},
			Group: g, Kind: "members"})
		if err != nil {
			return nil, err
		}
		for _, p := range people.Members {
			of[p.ID] = append(of[p.ID], g)
		}
	}
	return of, nil
}

// gets reports whether a try is given to a group.
func gets(t *ops.Try, group string) bool {
	return slices.ContainsFunc(t.Split.Groups, func(g string) bool { return ops.Fold(g) == ops.Fold(group) })
}

// inGroups tells of the members of both parts in which group each is compared: the first
// of those it was in on the eve that are in its part. Who the record has in none any more
// is in no part.
func inGroups(ctx context.Context, w World, t ops.Try, a arms) (arms, error) {
	of, err := onEve(ctx, w, &t)
	if err != nil {
		return a, err
	}
	asked, err := namedGroups(w, &t)
	if err != nil {
		return a, err
	}
	t.Split.Groups = asked
	a.group = map[string]string{}
	for member, got := range a.of {
		i := slices.IndexFunc(of[member], func(g string) bool { return gets(&t, g) == got })
		if i < 0 {
			delete(a.of, member)
			continue
		}
		g, part := of[member][i], 1
		if a.group[member] = g; got {
			part, a.given = 0, a.given+1
		} else {
			a.others++
		}
		if !slices.Contains(a.groups[part], g) {
			a.groups[part] = append(a.groups[part], g)
		}
	}
	for _, groups := range a.groups {
		slices.Sort(groups)
	}
	return a, nil
}

// byGroup lays sums of members into the groups of both parts; of a share it only counts
// who did it.
func (a arms) byGroup(sums map[string]float64, share bool) (out [2][]calc.Arm) {
	for part, groups := range a.groups {
		out[part] = make([]calc.Arm, len(groups))
	}
	for member, g := range a.group {
		part := 1
		if a.of[member] {
			part = 0
		}
		at, _ := slices.BinarySearch(a.groups[part], g)
		arm := &out[part][at]
		arm.Members++
		if x, did := sums[member]; did {
			if share {
				x = 1
			}
			arm.Each = append(arm.Each, x)
		}
	}
	for _, groups := range out {
		for i := range groups {
			slices.Sort(groups[i].Each) // sums come out the same whatever the order of members
		}
	}
	return out
}
