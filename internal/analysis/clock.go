package analysis

import (
	"cmp"
	"context"
	"fmt"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// The clocks of a ClockQuery.
const (
	ClockOrder = "order" // money counts on the day of the order
	ClockJoin  = "join"  // it counts on the day its member joined
)

// ClockQuery asks on which day money counts, and to whom (SPEC-LOOP §19). Credit and Days are those of an
// engine.EarnedQuery; the order's day has neither.
type ClockQuery struct {
	Clock, Credit string
	Days          []int
	By            string // channel or campaign
}

// ClockDays are the days after joining that are shown unless others are chosen.
func ClockDays() []int { return []int{0, 7, 30, 60, 90} }

// What a panel of type clock says besides its figures.
const (
	ClockOrderNote NoteCode = "clock_order"
	ClockJoinNote  NoteCode = "clock_join"   // how many joined, and how many of them with a touch
	ClockKnownCost NoteCode = "clock_known"  // only stated costs of goods are taken off
	ClockLinear    NoteCode = "clock_linear" // members are counted in parts
)

func clockQuestion(p *ops.Panel) Question {
	return Question{Clock: &ClockQuery{Clock: ClockJoin, Credit: engine.CreditJoin, Days: ClockDays(), By: cmp.Or(p.By, "channel")}}
}

// Clock answers a panel of type clock: money on the day of the order, or on the day its member joined.
func (d Buying) Clock(ctx context.Context, v *View, p *ops.Panel) (*Sheet, error) {
	q := *v.Asks(p).Clock
	if q.Clock == ClockOrder {
		return d.orderClock(ctx, v, q, p.Limit)
	}
	return d.joinClock(ctx, v, q, p.Limit)
}

// orderClock counts money on the day of the order.
func (d Buying) orderClock(ctx context.Context, v *View, q ClockQuery, limit int) (*Sheet, error) {
	names := []string{"loaded_cost", "revenue", "refunds", "cost_of_goods"}
	metrics, err := d.Lookup(names)
	if err != nil {
		return nil, err
	}
	cut, notes := d.complete(v, metrics)
	t, err := d.Metrics(ctx, whole(cut), Query{Metrics: names, By: []string{q.By}})
	if err != nil {
		return nil, err
	}
	s := &Sheet{notes: append(notes, Note{Code: ClockOrderNote}, Note{Code: ClockKnownCost}),
		Keys: []SheetKey{{Name: q.By, Label: d.Catalog.Dimensions[q.By], Dimension: q.By}}}
	for _, m := range metrics {
		s.Columns = append(s.Columns, SheetColumn{Name: m.Name, Label: m.Label, Unit: m.Unit, Adds: true})
	}
	s.Columns = append(s.Columns, SheetColumn{Name: "earned", Label: earnedLabel(), Unit: ops.UnitMoney, Adds: true},
		SheetColumn{Name: "return", Label: returnLabel(), Unit: ops.UnitPercent, Adds: true})
	row := func(name string, total bool, figure func(column int) Figure) SheetRow {
		r := SheetRow{Keys: []string{name}, Verdict: Indifferent, Total: total}
		for i := range names {
			r.Cells = append(r.Cells, plain(figure(i).Value))
		}
		goods := figure(3).Value
		if goods.State == ops.Pending && figure(1).State == ops.Known { // no row states any
			goods = known(0)
		}
		earned := minus(minus(figure(1).Value, figure(2).Value), goods)
		back := ratio(earned, figure(0).Value)
		if figure(0).State == ops.NotApplicable {
			back = notApplicable
		}
		r.Cells = append(r.Cells, plain(earned), plain(back))
		return r
	}
	for g, group := range t.Groups {
		s.Rows = append(s.Rows, row(group.Text(0), false, func(c int) Figure { return t.Columns[c].ByGroup[g] }))
	}
	s.most(limit)
	s.Rows = append(s.Rows, row("", true, func(c int) Figure { return t.Columns[c].Total }))
	return s, nil
}

// minus takes b off a; unknown, hidden or not applicable as one of them is.
func minus(a, b ops.Value) ops.Value {
	for _, x := range []ops.Value{a, b} {
		if x.State != ops.Known {
			return ops.Value{State: x.State}
		}
	}
	return known(a.Number - b.Number)
}

func earnedLabel() ops.Label { return ops.Label{En: "Earned", Zh: "赚回"} }
func returnLabel() ops.Label { return ops.Label{En: "Earned ÷ cost", Zh: "赚回 ÷ 成本"} }

// joinClock counts money on the day its member joined.
func (d Buying) joinClock(ctx context.Context, v *View, q ClockQuery, limit int) (*Sheet, error) {
	e, err := d.Earnings(ctx, v, engine.EarnedQuery{By: q.By, Credit: q.Credit, Days: q.Days})
	if err != nil {
		return nil, err
	}
	unit := ops.UnitCount
	notes := append(e.notes, Note{Code: ClockJoinNote, Args: []any{persons(e.Joined), persons(e.Touched), engine.TouchDays}}, Note{Code: ClockKnownCost})
	if q.Credit == engine.CreditLinear {
		unit, notes = ops.UnitNumber, append(notes, Note{Code: ClockLinear})
	}
	s := &Sheet{notes: notes, Keys: []SheetKey{{Name: q.By, Label: d.Catalog.Dimensions[q.By], Dimension: q.By}}, Columns: []SheetColumn{
		{Name: "members", Label: ops.Label{En: "Joined", Zh: "加入"}, Unit: unit, Adds: q.Credit == engine.CreditJoin},
		{Name: "cost", Label: ops.Label{En: "Cost", Zh: "成本"}, Unit: ops.UnitMoney, Adds: true}}}
	for _, n := range q.Days {
		s.Columns = append(s.Columns, SheetColumn{Name: fmt.Sprintf("return_d%d", n), Unit: ops.UnitPercent, Adds: true,
			Label: ops.Label{En: fmt.Sprintf("Earned ÷ cost by D%d", n), Zh: fmt.Sprintf("D%d 赚回 ÷ 成本", n)}})
	}
	s.Columns = append(s.Columns, SheetColumn{Name: "payback", Label: ops.Label{En: "Paid back on day", Zh: "回本日"}, Unit: ops.UnitNumber})
	row := func(g *EarningsGroup, total bool) SheetRow {
		joined := number(g.Members)
		if q.Credit == engine.CreditLinear {
			joined = g.Credited
		}
		members := plain(joined)
		who := e.Query
		members.People = &engine.PeopleQuery{Earned: &who, Group: g.Group, Kind: "joined"}
		if total {
			who.By, who.Credit = "", engine.CreditJoin
			members = plain(number(e.Joined))
			members.People = &engine.PeopleQuery{Earned: &who, Kind: "joined"}
		}
		r := SheetRow{Keys: []string{g.Group}, Verdict: Indifferent, Total: total, Cells: []SheetCell{members, plain(g.Cost)}}
		for _, at := range g.At {
			r.Cells = append(r.Cells, plain(at.Return))
		}
		r.Cells = append(r.Cells, plain(g.Payback))
		return r
	}
	for i := range e.Groups {
		s.Rows = append(s.Rows, row(&e.Groups[i], false))
	}
	s.most(limit)
	s.Rows = append(s.Rows, row(&e.All, true))
	return s, nil
}
