package analysis

import (
	"context"
	"math"

	"daybreak/internal/ops"
)

// ProductsSays answers a panel of type products_says: how revenue moved and by what most of
// all, and how sure the margin is.
func (d Market) ProductsSays(ctx context.Context, v *View, p *ops.Panel) (*Saying, error) {
	s := &Saying{Verdict: Indifferent, Lead: Note{Code: SaysNoRevenue}}
	mix, err := d.PriceVolumeMix(ctx, v, p)
	if err != nil {
		return nil, err
	}
	margins, err := d.Margins(ctx, v, &ops.Panel{By: "product"})
	if err != nil {
		return nil, err
	}
	total := margins.Rows[len(margins.Rows)-1]
	if total.Cells[0].State == ops.Known {
		s.Lead = Note{Code: SaysRevenue, Args: []any{Amount{total.Cells[0].Value, ops.UnitMoney}}}
	}
	if mix.Known {
		s.moved(mix)
	}
	margin, costed := total.Cells[5], total.Cells[4]
	s.fact("net_revenue", "Net revenue", "净收入", ops.UnitMoney, total.Cells[2],
		&Note{Code: SaysNet, Args: []any{Amount{total.Cells[0].Value, ops.UnitMoney}, Amount{total.Cells[1].Value, ops.UnitMoney}}})
	s.fact("margin", "Gross margin", "毛利率", ops.UnitPercent, margin, nil)
	if margin.Ranged && margin.State == ops.Pending {
		s.Facts[1].Below = &Note{Code: SaysMarginKnown, Args: []any{Amount{total.Cells[3].Value, ops.UnitPercent}, Amount{costed.Value, ops.UnitPercent}}}
		s.says(SaysMarginRange, margin.Range.Low, margin.Range.High)
		if uncosted := uncostedOf(margins); len(uncosted) > 0 {
			s.says(SaysNoCost, uncosted)
		}
		s.Actions = append(s.Actions, SayingAction{ops.Label{En: "Import costs of goods", Zh: "导入商品成本"}, "/import"})
	}
	s.Actions = append(s.Actions, SayingAction{ops.Label{En: "Guard the margin", Zh: "守住毛利率"}, "/alerts/new?metric=gross_margin_least"})
	s.fact("refund_rate", "Refunded", "退款", ops.UnitPercent, plain(ratio(total.Cells[1].Value, total.Cells[0].Value)), nil)
	return s, nil
}

// moved says how revenue differs, and which part of the difference is the largest.
func (s *Saying) moved(mix *Waterfall) {
	names := []NoteCode{SaysByVolume, SaysByMix, SaysByPrice, SaysByNew}
	bars := mix.Bars[1 : len(mix.Bars)-1]
	change := mix.Bars[len(mix.Bars)-1].Value.Number - mix.Bars[0].Value.Number
	largest := 0
	for i, b := range bars {
		if b.Value.Number*change > bars[largest].Value.Number*change {
			largest = i
		}
	}
	size := Amount{known(math.Abs(change)), ops.UnitMoney}
	switch {
	case change > 0:
		s.Lead, s.Verdict = Note{Code: SaysRevenueUp, Args: []any{size, Note{Code: names[largest]}}}, Good
	case change < 0:
		s.Lead, s.Verdict = Note{Code: SaysRevenueDown, Args: []any{size, Note{Code: names[largest]}}}, Bad
	default:
		s.Lead = Note{Code: SaysRevenueSame}
	}
	var parts []any
	for _, b := range bars {
		parts = append(parts, Amount{b.Value, ops.UnitMoney})
	}
	s.says(SaysParts, parts...)
}

// uncostedOf names the products of which no row states its cost, those with the most
// revenue first.
func uncostedOf(margins *Sheet) Name {
	var out Name
	for _, r := range margins.Rows {
		if share := r.Cells[4]; !r.Total && r.Other == 0 && share.State == ops.Known && share.Number == 0 && len(out) < mostNamed {
			out = append(out, r.Keys[0])
		}
	}
	return out
}

// ages are the stretches of days that orders are told apart by: their first and last age in
// days at the end of what is known. Of the first alone no share is told: more may come
// back of it yet.
func ages() []struct{ from, to int } {
	return []struct{ from, to int }{{0, 6}, {7, 13}, {14, 27}, {28, 59}, {60, math.MaxInt32}}
}

// RefundAges answers a panel of type refund_ages: the share of revenue that was paid back,
// by product and by how old the orders are at the end of the range (SPEC-LOOP §8). Orders
// of the last seven days are counted and have no share yet.
func (d Market) RefundAges(ctx context.Context, v *View, p *ops.Panel) (*Sheet, error) {
	metrics, err := d.Lookup([]string{"revenue", "refunds", "orders"})
	if err != nil {
		return nil, err
	}
	cut, notes := d.complete(v, metrics)
	s := &Sheet{notes: notes, Keys: []SheetKey{{Name: "product", Label: d.Catalog.Dimensions["product"], Dimension: "product"}}, Columns: []SheetColumn{
		{Name: "young", Label: ops.Label{En: "Orders up to 7 days old", Zh: "7 天内订单"}, Unit: ops.UnitCount},
		{Name: "age_14", Label: ops.Label{En: "8 – 14 days", Zh: "8–14 天"}, Unit: ops.UnitPercent},
		{Name: "age_28", Label: ops.Label{En: "15 – 28 days", Zh: "15–28 天"}, Unit: ops.UnitPercent},
		{Name: "age_60", Label: ops.Label{En: "29 – 60 days", Zh: "29–60 天"}, Unit: ops.UnitPercent},
		{Name: "older", Label: ops.Label{En: "Older", Zh: "更早"}, Unit: ops.UnitPercent}}}
	if cut.Range.Len() == 0 {
		return s, nil
	}
	last := cut.Range.Last()
	rows, places := map[string]*SheetRow{}, []string{}
	totals := &SheetRow{Keys: []string{""}, Verdict: Indifferent, Total: true}
	for i, age := range ages() {
		days := ops.Range{From: max(d.Snapshot.Days("orders").From, last-ops.Day(age.to)), To: last - ops.Day(age.from) + 1}
		if days.Len() <= 0 {
			totals.Cells = append(totals.Cells, plain(notApplicable))
			continue
		}
		t, err := d.Metrics(ctx, &View{Range: days, Grain: ops.Whole, Compare: NoCompare, Filter: v.Filter},
			Query{Metrics: []string{"revenue", "refunds", "orders"}, By: []string{"product"}})
		if err != nil {
			return nil, err
		}
		cell := func(figure func(c int) Figure) SheetCell {
			if i == 0 {
				return plain(figure(2).Value)
			}
			return plain(ratio(figure(1).Value, figure(0).Value))
		}
		for g, group := range t.Groups {
			r := rows[group.Values[0]]
			if r == nil {
				r = &SheetRow{Keys: group.Values, Verdict: Indifferent, Cells: []SheetCell{plain(number(0)), plain(notApplicable), plain(notApplicable),
					plain(notApplicable), plain(notApplicable)}}
				rows[group.Values[0]] = r
				places = append(places, group.Values[0])
			}
			r.Cells[i] = cell(func(c int) Figure { return t.Columns[c].ByGroup[g] })
		}
		totals.Cells = append(totals.Cells, cell(func(c int) Figure { return t.Columns[c].Total }))
	}
	for _, name := range places {
		s.Rows = append(s.Rows, *rows[name])
	}
	s.sortRows(0)
	s.Facts = []SheetFact{{Name: "young", Label: s.Columns[0].Label, Unit: ops.UnitCount, Cell: totals.Cells[0]}}
	s.most(p.Limit)
	s.Rows = append(s.Rows, *totals)
	return s, nil
}
