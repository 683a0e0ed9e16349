package analysis

import (
	"cmp"
	"context"
	"slices"

	"daybreak/internal/calc"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// Groups answers a panel of type groups: every group's people, silence,
// concentration and losses over the range (SPEC-LOOP §6).
func (d Operations) Groups(ctx context.Context, v *View, p *ops.Panel) (*Sheet, error) {
	q, notes, ok := d.groupsQuery(v)
	if !ok {
		return &Sheet{notes: notes}, nil
	}
	g, err := d.Snapshot.Groups(ctx, q)
	if err != nil {
		return nil, err
	}
	keys := []SheetKey{{Name: "group", Label: ops.Label{En: "Group", Zh: "社群"}, Dimension: "group"}}
	s := &Sheet{notes: notes, Bars: "speak_rate", Keys: keys, Columns: groupColumns()}
	rest := engine.GroupHealth{}
	for _, h := range g.Groups {
		if h.End == 0 && h.Left == 0 {
			continue
		}
		s.Rows = append(s.Rows, groupRow(h, q))
		addGroup(&rest, h)
	}
	slices.SortStableFunc(s.Rows, func(a, b SheetRow) int { return cmp.Compare(b.Cells[0].Number, a.Cells[0].Number) })
	s.Facts = []SheetFact{
		{Name: "reach", Label: ops.Label{En: "People in groups", Zh: "群成员（去重）"}, Unit: ops.UnitCount, Cell: plain(number(g.Reach))},
		{Name: "joined", Label: ops.Label{En: "Joined", Zh: "进群"}, Unit: ops.UnitCount, Cell: plain(number(rest.Joined))},
		{Name: "left", Label: ops.Label{En: "Left", Zh: "退群"}, Unit: ops.UnitCount, Cell: plain(number(rest.Left))},
		{Name: "silent", Label: ops.Label{En: "Silent for 7 days", Zh: "7 天没动静"}, Unit: ops.UnitPercent, Cell: shareCell(rest.Silent, rest.Members)},
	}
	if rest.Before > 0 {
		s.notes = append(s.notes, Note{Code: KnownByLeaving, Args: []any{rest.Before}})
	}
	if rest.Young > 0 {
		s.notes = append(s.notes, Note{Code: ActivationYoung, Args: []any{rest.Young}})
	}
	if rest, _ := s.most(p.Limit); rest != nil {
		s.notes = append(s.notes, Note{Code: PersonsNotAdded})
	}
	return s, nil
}

// groupsQuery asks about all groups over the complete days of the range. Other
// conditions than on the group play no part: a note says so.
func (d Operations) groupsQuery(v *View) (q engine.GroupsQuery, notes []Note, ok bool) {
	through, known := d.watermark("events", nil)
	days := v.Range.And(ops.Range{From: v.Range.From, To: through + 1})
	if !known || days.Len() <= 0 {
		return q, nothing(d.Data, "events"), false
	}
	q = engine.GroupsQuery{Range: days, Grain: ops.Whole, Through: through}
	for _, f := range v.Filter {
		if f.Dimension == "group" && !f.Not && len(f.Values) == 1 && f.Values[0] != "" {
			q.Group = f.Values[0]
		} else {
			notes = []Note{{Code: NotFiltered}}
		}
	}
	if days.Len() < v.Range.Len() {
		notes = append(notes, Note{Code: SourceBehind, Args: []any{"events", "", []string(nil), days.To, v.Range.Last()}})
	}
	return q, notes, true
}

func groupColumns() []SheetColumn {
	const persons, moves = false, true // a person may be in several groups, joining and leaving is of one
	count := func(name, en, zh string, adds bool) SheetColumn {
		return SheetColumn{Name: name, Label: ops.Label{En: en, Zh: zh}, Unit: ops.UnitCount, Adds: adds}
	}
	share := func(name, en, zh string, adds bool) SheetColumn {
		return SheetColumn{Name: name, Label: ops.Label{En: en, Zh: zh}, Unit: ops.UnitPercent, Range: true, Level: .95, Adds: adds}
	}
	return []SheetColumn{
		count("members", "Members", "成员", persons),
		count("joined", "Joined", "进群", moves), count("left", "Left", "退群", moves), count("net", "Net", "净增", moves),
		share("speak_rate", "Spoke", "发言率", persons), share("silent", "Silent for 7 days", "7 天没动静", persons),
		share("activated", "Active in their first week", "首周活跃", moves),
		{Name: "top_ten", Label: ops.Label{En: "Messages of the ten who write most", Zh: "前 10 人的消息占比"}, Unit: ops.UnitPercent},
		{Name: "gini", Label: ops.Label{En: "Concentration (Gini)", Zh: "集中度（基尼系数）"}, Unit: ops.UnitNumber},
		share("lost_regulars", "Lost regulars", "流失的熟面孔", persons),
	}
}

func groupRow(h engine.GroupHealth, q engine.GroupsQuery) SheetRow {
	people := func(kind string) *engine.PeopleQuery {
		return &engine.PeopleQuery{Groups: &q, Group: h.Group, Kind: kind}
	}
	of := func(c SheetCell, kind string) SheetCell {
		c.People = people(kind)
		return c
	}
	top := 0
	for _, n := range h.Writers[:min(10, len(h.Writers))] {
		top += n
	}
	gini := notApplicable
	if x, ok := calc.Gini(h.Writers, h.Members); ok {
		gini = known(x)
	}
	return SheetRow{Keys: []string{h.Group}, Verdict: Indifferent, Faint: h.Members < FewSubjects, Cells: []SheetCell{
		of(plain(number(h.Members)), "members"), of(plain(number(h.Joined)), "joined"), plain(number(h.Left)), plain(number(h.Joined - h.Left)),
		of(shareCell(h.Speakers, h.Members), "speakers"), of(shareCell(h.Silent, h.Members), "silent"), shareCell(h.Activated, h.Activatable),
		plain(ratio(number(top), number(h.Messages))), plain(gini), of(shareCell(h.Lost, h.Regulars), "lost"),
	}}
}

// addGroup adds up memberships; persons in two groups count twice.
func addGroup(to *engine.GroupHealth, h engine.GroupHealth) {
	to.Joined += h.Joined
	to.Left += h.Left
	to.Members += h.Members
	to.Silent += h.Silent
	to.Before += h.Before
	to.Young += h.Young
}
