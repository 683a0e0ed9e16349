package analysis

import (
	"cmp"
	"context"
	"slices"

	"daybreak/internal/calc"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// tenures are the days after joining on which it is looked who is still in.
func tenures() []int { return []int{7, 30, 90} }

// GroupTenure answers a panel of type group_tenure: the share of memberships that
// still hold 7, 30 and 90 days after they began, where those that hold today count
// for as long as they have (Kaplan & Meier 1958).
func (d Operations) GroupTenure(ctx context.Context, v *View, p *ops.Panel) (*Sheet, error) {
	g, _, notes, err := d.allGroups(ctx, v)
	if err != nil {
		return nil, err
	}
	s := &Sheet{notes: notes, Bars: "after_30", Keys: []SheetKey{{Name: "group", Label: ops.Label{En: "Group", Zh: "社群"}, Dimension: "group"}},
		Columns: []SheetColumn{{Name: "memberships", Label: ops.Label{En: "Memberships begun", Zh: "进群（人次）"}, Unit: ops.UnitCount, Adds: true},
			{Name: "after_7", Label: ops.Label{En: "In after 7 days", Zh: "7 天后仍在"}, Unit: ops.UnitPercent, Range: true, Level: .95},
			{Name: "after_30", Label: ops.Label{En: "After 30", Zh: "30 天后仍在"}, Unit: ops.UnitPercent, Range: true, Level: .95},
			{Name: "after_90", Label: ops.Label{En: "After 90", Zh: "90 天后仍在"}, Unit: ops.UnitPercent, Range: true, Level: .95}}}
	var all []engine.SurvivalDay
	for _, h := range g.Groups {
		if len(h.Tenure) == 0 {
			continue
		}
		s.Rows = append(s.Rows, tenureRow(h.Group, h.Tenure))
		for i, day := range h.Tenure {
			if i == len(all) {
				all = append(all, engine.SurvivalDay{Day: day.Day})
			}
			all[i].AtRisk += day.AtRisk
			all[i].Lost += day.Lost
			all[i].Censored += day.Censored
		}
	}
	slices.SortStableFunc(s.Rows, func(a, b SheetRow) int { return cmp.Compare(b.Cells[0].Number, a.Cells[0].Number) })
	s.most(p.Limit)
	if len(all) > 0 {
		total := tenureRow("", all)
		total.Total = true
		for i, c := range total.Cells[1:] {
			s.Facts = append(s.Facts, SheetFact{Name: s.Columns[i+1].Name, Label: s.Columns[i+1].Label, Unit: ops.UnitPercent, Cell: SheetCell{Value: c.Value}})
		}
		s.Rows = append(s.Rows, total)
	}
	return s, nil
}

func tenureRow(name string, table []engine.SurvivalDay) SheetRow {
	steps := make([]calc.Risk, len(table))
	for i, day := range table {
		steps[i] = calc.Risk{AtRisk: day.AtRisk, Events: day.Lost}
	}
	curve := calc.KaplanMeier(steps)
	r := SheetRow{Keys: []string{name}, Verdict: Indifferent, Faint: table[0].AtRisk < FewSubjects, Cells: []SheetCell{plain(number(table[0].AtRisk))}}
	for _, n := range tenures() {
		cell := plain(pending) // nobody has been in for so long
		if n < len(curve) {
			cell = ranged(curve[n].Survival, calc.Interval{Low: curve[n].Low, High: curve[n].High})
		}
		r.Cells = append(r.Cells, cell)
	}
	return r
}

// GroupOverlap answers a panel of type group_overlap: how many members two groups
// share, of those of the smaller, for the pairs that share most.
func (d Operations) GroupOverlap(ctx context.Context, v *View, p *ops.Panel) (*Sheet, error) {
	g, _, notes, err := d.allGroups(ctx, v)
	if err != nil {
		return nil, err
	}
	s := &Sheet{notes: notes, Bars: "share", Keys: []SheetKey{{Name: "group", Label: ops.Label{En: "Smaller group", Zh: "较小的群"}, Dimension: "group"},
		{Name: "other", Label: ops.Label{En: "Larger group", Zh: "较大的群"}, Dimension: "group"}},
		Columns: []SheetColumn{{Name: "both", Label: ops.Label{En: "In both", Zh: "共同成员"}, Unit: ops.UnitCount},
			{Name: "share", Label: ops.Label{En: "Of the smaller", Zh: "占较小群"}, Unit: ops.UnitPercent, Range: true, Level: .95}}}
	members, sum := map[string]int{}, 0
	for _, h := range g.Groups {
		members[h.Group] = h.Members
		sum += h.Members
	}
	for _, o := range g.Overlap {
		small, large := o.A, o.B
		if members[small] > members[large] {
			small, large = large, small
		}
		s.Rows = append(s.Rows, SheetRow{Keys: []string{small, large}, Verdict: Indifferent, Faint: members[small] < FewSubjects,
			Cells: []SheetCell{plain(number(o.Both)), shareCell(o.Both, members[small])}})
	}
	s.sortRows(1)
	s.most(p.Limit)
	s.Facts = []SheetFact{
		{Name: "reach", Label: ops.Label{En: "Different people", Zh: "去重人数"}, Unit: ops.UnitCount, Cell: plain(number(g.Reach))},
		{Name: "memberships", Label: ops.Label{En: "Memberships", Zh: "人次"}, Unit: ops.UnitCount, Cell: plain(number(sum))},
	}
	return s, nil
}
