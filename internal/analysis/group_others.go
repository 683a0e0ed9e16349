package analysis

import (
	"context"
	"fmt"
	"math"
	"slices"

	"daybreak/internal/calc"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// Communities answers what is held of groups against each other, and what members say.
type Communities struct{ Operations }

// communityKey is the column that names groups.
func communityKey() SheetKey {
	return SheetKey{Name: "group", Label: ops.Label{En: "Group", Zh: "社群"}, Dimension: "group"}
}

// shownGroups are the groups that a page is about: the one it is filtered by, else all.
func shownGroups(g *engine.Groups, v *View) []engine.GroupHealth {
	for _, f := range v.Filter {
		if f.Dimension == "group" && !f.Not && len(f.Values) == 1 && f.Values[0] != "" {
			return slices.DeleteFunc(slices.Clone(g.Groups), func(h engine.GroupHealth) bool { return ops.Fold(h.Group) != ops.Fold(f.Values[0]) })
		}
	}
	return g.Groups
}

// GroupOthers answers a panel of type group_others: every group against the persons who are
// in other groups and not in it: how many are silent and speak, and by how much that
// differs (Newcombe 1998, method 10).
func (c Communities) GroupOthers(ctx context.Context, v *View, p *ops.Panel) (*Sheet, error) {
	g, q, notes, err := c.allGroups(ctx, v)
	if err != nil {
		return nil, err
	}
	share := func(name, en, zh string) SheetColumn {
		return SheetColumn{Name: name, Label: ops.Label{En: en, Zh: zh}, Unit: ops.UnitPercent, Range: true, Level: .95}
	}
	s := &Sheet{notes: notes, Bars: "silent_difference", Keys: []SheetKey{communityKey()}, Columns: []SheetColumn{
		{Name: "members", Label: ops.Label{En: "Members", Zh: "成员"}, Unit: ops.UnitCount},
		{Name: "others", Label: ops.Label{En: "Others", Zh: "其他群的人"}, Unit: ops.UnitCount},
		share("silent", "Silent for 7 days", "7 天没动静"), share("silent_others", "of the others", "其他人"),
		share("silent_difference", "Difference", "相差"),
		share("spoke", "Spoke", "发言率"), share("spoke_others", "of the others", "其他人"), share("spoke_difference", "Difference", "相差"),
	}}
	for _, h := range shownGroups(g, v) {
		if h.Members == 0 || h.Others.Members == 0 {
			continue
		}
		of := func(cell SheetCell, kind string) SheetCell {
			cell.People = &engine.PeopleQuery{Groups: &q, Group: h.Group, Kind: kind}
			return cell
		}
		silent := differs(h.Silent, h.Members, h.Others.Silent, h.Others.Members)
		r := SheetRow{Keys: []string{h.Group}, Verdict: Indifferent, Faint: h.Members < FewSubjects || h.Others.Members < FewSubjects, Cells: []SheetCell{
			of(plain(number(h.Members)), "members"), of(plain(number(h.Others.Members)), "others"),
			of(shareCell(h.Silent, h.Members), "silent"), of(shareCell(h.Others.Silent, h.Others.Members), "others_silent"), silent,
			of(shareCell(h.Speakers, h.Members), "speakers"), of(shareCell(h.Others.Speakers, h.Others.Members), "others_speakers"),
			differs(h.Speakers, h.Members, h.Others.Speakers, h.Others.Members)}}
		if !r.Faint {
			r.Verdict = about(silent.Range, 0, ops.DownGood)
		}
		s.Rows = append(s.Rows, r)
	}
	s.sortRows(0)
	s.most(p.Limit)
	return s, nil
}

// differs is by how much a share of one set of persons is above that of another.
func differs(k1, n1, k2, n2 int) SheetCell {
	limits, ok := calc.Newcombe(k1, n1, k2, n2)
	if !ok {
		return plain(notApplicable)
	}
	return ranged(float64(k1)/float64(n1)-float64(k2)/float64(n2), limits)
}

// ageWeeks is how many weeks of the past the age curve looks at, and ageBands into which
// ages it is cut: the last week of each.
const ageWeeks = 26

func ageBands() []int { return []int{4, 8, 13, 26, 52} }

// GroupAges answers a panel of type group_ages: how large a part of their members groups
// have active in a week, by how old they were in it, over the last ageWeeks whole weeks. A
// group is as old as its first membership. Members of a week are those at its end; who is
// in several weeks or groups counts in each, so that there is no range.
func (c Communities) GroupAges(ctx context.Context, v *View, _ *ops.Panel) (*Sheet, error) {
	q, notes, ok := c.groupsQuery(v)
	s := &Sheet{notes: notes, Bars: "active", Keys: []SheetKey{{Name: "weeks", Label: ops.Label{En: "Week of the group", Zh: "开群第几周"}}}, Columns: []SheetColumn{
		{Name: "groups", Label: ops.Label{En: "Groups", Zh: "群数"}, Unit: ops.UnitCount},
		{Name: "active", Label: ops.Label{En: "Active in a week", Zh: "周活跃占比"}, Unit: ops.UnitPercent},
		{Name: "lowest", Label: ops.Label{En: "Lowest group", Zh: "最低的群"}, Unit: ops.UnitPercent},
		{Name: "highest", Label: ops.Label{En: "Highest group", Zh: "最高的群"}, Unit: ops.UnitPercent},
		{Name: "member_weeks", Label: ops.Label{En: "Members × weeks", Zh: "人 × 周"}, Unit: ops.UnitCount}}}
	if !ok {
		return s, nil
	}
	q.Grain = ops.Weekly
	q.Range.From = q.Range.To - 7*ageWeeks
	g, err := c.Snapshot.Groups(ctx, q)
	if err != nil {
		return nil, err
	}
	from := 1
	for _, last := range append(ageBands(), 0) {
		name := fmt.Sprintf("%d–%d", from, last)
		if last == 0 {
			name, last = fmt.Sprintf("%d+", from), int(ops.MaxDay)
		}
		if row, ok := ageRow(name, from, last, g); ok {
			s.Rows = append(s.Rows, row)
		}
		from = last + 1
	}
	return s, nil
}

// ageRow adds the weeks up in which groups were from … to weeks old.
func ageRow(name string, from, to int, g *engine.Groups) (SheetRow, bool) {
	active, members, groups := 0, 0, 0
	lowest, highest := notApplicable, notApplicable
	for _, h := range g.Groups {
		a, n := 0, 0
		for i, b := range g.Buckets {
			if age := int(b.From-h.First)/7 + 1; b.Len() == 7 && b.From >= h.First && from <= age && age <= to {
				a, n = a+h.Series[i].Active, n+h.Series[i].Members
			}
		}
		if n == 0 {
			continue
		}
		active, members, groups = active+a, members+n, groups+1
		share := ratio(number(a), number(n))
		if lowest.State != ops.Known || share.Number < lowest.Number {
			lowest = share
		}
		if highest.State != ops.Known || share.Number > highest.Number {
			highest = share
		}
	}
	return SheetRow{Keys: []string{name}, Verdict: Indifferent, Faint: members < FewSubjects, Cells: []SheetCell{plain(number(groups)),
		plain(ratio(number(active), number(members))), plain(lowest), plain(highest), plain(number(members))}}, groups > 0
}

// GroupCosts answers a panel of type group_costs: what a group cost in the range for each
// member who was active on its last seven days. The cost of a group is that of the rows
// of costs whose label is its name; without any, or with one whose money cannot be
// converted, it is not known.
func (c Communities) GroupCosts(ctx context.Context, v *View, p *ops.Panel) (*Sheet, error) {
	g, q, notes, err := c.allGroups(ctx, v)
	if err != nil {
		return nil, err
	}
	s := &Sheet{notes: notes, Bars: "per_active", Keys: []SheetKey{communityKey()}, Columns: []SheetColumn{
		{Name: "active", Label: ops.Label{En: "Active in 7 days", Zh: "7 天内活跃"}, Unit: ops.UnitCount},
		{Name: "cost", Label: ops.Label{En: "Cost", Zh: "成本"}, Unit: ops.UnitMoney, Adds: true},
		{Name: "per_active", Label: ops.Label{En: "Cost per active member", Zh: "每位活跃成员成本"}, Unit: ops.UnitMoney}}}
	if len(g.Groups) == 0 {
		return s, nil
	}
	costs, err := c.labelled(ctx, q.Range)
	if err != nil {
		return nil, err
	}
	unknown := 0
	for _, h := range shownGroups(g, v) {
		if h.Members == 0 {
			continue
		}
		active := plain(number(h.Members - h.Silent))
		active.People = &engine.PeopleQuery{Groups: &q, Group: h.Group, Kind: "active"}
		cost, ok := costs[ops.Fold(h.Group)]
		if !ok {
			cost = pending
		}
		if cost.State != ops.Known {
			unknown++
		}
		per := cost
		if cost.State == ops.Known {
			per = ratio(cost, active.Value)
		}
		s.Rows = append(s.Rows, SheetRow{Keys: []string{h.Group}, Verdict: Indifferent, Faint: h.Members-h.Silent < FewSubjects,
			Cells: []SheetCell{active, plain(cost), plain(per)}})
	}
	s.sortRows(0)
	s.sortRows(2)
	s.most(p.Limit)
	s.Facts = []SheetFact{{Name: "unknown", Label: ops.Label{En: "Groups whose cost is not known", Zh: "成本不详的群"}, Unit: ops.UnitCount,
		Cell: plain(number(unknown))}}
	return s, nil
}

// labelled returns the other costs of a range by their labels, folded, in the reporting
// currency.
func (c Communities) labelled(ctx context.Context, r ops.Range) (map[string]ops.Value, error) {
	out := map[string]ops.Value{}
	measure, ok := c.Catalog.Measures["other_cost"]
	if !ok {
		return out, nil
	}
	sums, err := c.Snapshot.Sums(ctx, engine.SumQuery{Measures: []*ops.Measure{measure}, Range: r, Grain: ops.Whole, By: []string{"label"}})
	if err != nil || sums.Measures[0].Missing != "" {
		return out, err
	}
	minor := math.Pow10(ops.Exponent(c.Currency))
	for i, name := range sums.Groups {
		cell := sums.Measures[0].ByGroup[i]
		switch {
		case cell.Hidden != ops.Known:
			out[ops.Fold(name[0])] = ops.Value{State: cell.Hidden}
		case cell.Unknown > 0:
			out[ops.Fold(name[0])] = pending
		case cell.Rows > 0:
			out[ops.Fold(name[0])] = known(float64(cell.Rounded()) / minor)
		}
	}
	return out, nil
}
