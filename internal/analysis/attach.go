package analysis

import (
	"cmp"
	"context"
	"slices"

	"daybreak/internal/calc"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// The days of a panel of type attach: what members bought is settled AttachLandmark days after
// they joined, and what they buy next counts for AttachWithin days after that.
const (
	AttachLandmark = 14
	AttachWithin   = 60
	// TargetRole is the role of products that the others are to lead to.
	TargetRole = "profit"
)

// The verdicts on whether something leads to something else, and what is said of who is left out.
const (
	AttachMore    NoteCode = "attach_more"
	AttachLess    NoteCode = "attach_less"
	AttachAlike   NoteCode = "attach_alike"
	AttachLeftOut NoteCode = "attach_left_out" // young, days it takes, gone, landmark, had
)

// Buying answers what is asked about members and what they buy.
type Buying struct{ Data }

// Through returns the last day up to which both what members do and what they order is known;
// false where one of them was never imported.
func (d Buying) Through() (ops.Day, bool) {
	events, ok := d.watermark("events", nil)
	orders, there := d.watermark("orders", nil)
	return min(events, orders), ok && there
}

// Attach answers a panel of type attach: of those who bought something in their first days, by its
// role, how many go on to buy a product of the profit role, against those who had bought nothing by
// then. Everybody counts who joined and whose days were over by the end of the range: so a comparison
// is with what was known at the end of its own. It is an association, not a cause.
func (d Buying) Attach(ctx context.Context, v *View, p *ops.Panel) (*Sheet, error) {
	by := cmp.Or(p.By, "product_role")
	s := &Sheet{Bars: "rate", Keys: []SheetKey{{Name: "bought", Label: ops.Label{En: "Bought by day 14", Zh: "前 14 天买过"}, Dimension: by}},
		Columns: []SheetColumn{
			{Name: "members", Label: ops.Label{En: "Members", Zh: "人数"}, Unit: ops.UnitCount},
			{Name: "attached", Label: ops.Label{En: "Bought a profit product next", Zh: "随后买了利润品"}, Unit: ops.UnitCount},
			{Name: "rate", Label: ops.Label{En: "Attach rate", Zh: "连带率"}, Unit: ops.UnitPercent, Range: true, Level: .95},
			{Name: "difference", Label: ops.Label{En: "Against nothing bought", Zh: "与没买的相差"}, Unit: ops.UnitPercent, Range: true, Level: .95},
		}}
	through, ok := d.Through()
	days := d.Snapshot.Days("events")
	days.To = min(days.To, v.Range.To)
	if !ok || days.Len() <= 0 || !slices.Contains(d.Snapshot.Events(), "check_in") {
		s.notes = append(nothing(d.Data, "events"), nothing(d.Data, "orders")...)
		return s, nil
	}
	through = min(through, v.Range.Last())
	q := engine.AttachQuery{By: by, Target: []ops.Filter{{Dimension: "product_role", Values: []string{TargetRole}}}, Landmark: AttachLandmark,
		Within: AttachWithin, Range: days, Filter: v.Filter, Through: through}
	answer, err := d.Snapshot.Attach(ctx, q)
	if err != nil {
		return nil, err
	}
	rows := slices.Clone(answer.Rows)
	slices.SortStableFunc(rows, func(a, b engine.AttachRow) int { return cmp.Compare(b.Members, a.Members) })
	for _, row := range rows {
		s.Rows = append(s.Rows, attachRow(q, row, answer.Nothing, row.Value, "bought"))
	}
	s.most(p.Limit)
	s.Rows = append(s.Rows, attachRow(q, answer.Nothing, answer.Nothing, NothingBought, "nothing"))
	s.notes = append(s.notes, Note{Code: Association},
		Note{Code: AttachLeftOut, Args: []any{persons(answer.Young), q.Landmark + q.Within, persons(answer.Gone),
			q.Landmark, persons(answer.Had)}})
	return s, nil
}

// NothingBought is the name of the row of those who had bought nothing.
const NothingBought = "(nothing)"

// attachRow compares who bought one thing with who bought nothing.
func attachRow(q engine.AttachQuery, row, nothing engine.AttachRow, name, kind string) SheetRow {
	who := func(kind string) *engine.PeopleQuery {
		return &engine.PeopleQuery{Attach: &q, Group: row.Value, Kind: kind}
	}
	members, attached := plain(number(row.Members)), plain(number(row.Attached))
	members.People, attached.People = who(kind), who(kind+"_attached")
	r := SheetRow{Keys: []string{name}, Verdict: Indifferent, Faint: row.Members < FewSubjects,
		Cells: []SheetCell{members, attached, shareCell(row.Attached, row.Members), plain(notApplicable)}}
	if kind == "nothing" {
		return r
	}
	limits, ok := calc.Newcombe(row.Attached, row.Members, nothing.Attached, nothing.Members)
	if !ok {
		return r
	}
	r.Cells[3] = ranged(over(float64(row.Attached), float64(row.Members))-over(float64(nothing.Attached), float64(nothing.Members)), limits)
	if r.Faint || nothing.Members < FewSubjects {
		return r
	}
	r.Verdict, r.Reason = moreOrLess(limits, AttachMore, AttachLess, AttachAlike)
	return r
}
