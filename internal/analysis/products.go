package analysis

import (
	"context"
	"math"

	"daybreak/internal/calc"
	"daybreak/internal/ops"
)

// PriceVolumeMix answers a panel of type price_volume_mix: why revenue differs
// from that of the comparison, by units sold, by dearer or cheaper products and by
// prices (SPEC-LOOP §8). The parts sum to the difference to the minor unit.
func (d Market) PriceVolumeMix(ctx context.Context, v *View, _ *ops.Panel) (*Waterfall, error) {
	out := &Waterfall{Known: true, Unit: ops.UnitMoney, frame: &ops.Frame{}}
	metrics, err := d.Lookup([]string{"revenue", "quantity"})
	if err != nil {
		return nil, err
	}
	cut, notes := d.complete(v, metrics)
	out.notes = notes
	if cut.Range.Len() == 0 || cut.CompareRange.Len() == 0 {
		out.Known = false
		out.notes = append(out.notes, Note{Code: NeedsComparison})
		return out, nil
	}
	t, err := d.Metrics(ctx, whole(cut), Query{Metrics: []string{"revenue", "quantity"}, By: []string{"product"}})
	if err != nil {
		return nil, err
	}
	minor := math.Pow10(ops.Exponent(d.Currency))
	before, after := make([]calc.Sold, len(t.Groups)), make([]calc.Sold, len(t.Groups))
	for i := range t.Groups {
		revenue, quantity := t.Columns[0].ByGroup[i], t.Columns[1].ByGroup[i]
		for _, x := range []ops.Value{revenue.Value, revenue.Compare, quantity.Value, quantity.Compare} {
			out.Known = out.Known && x.State == ops.Known
		}
		before[i] = calc.Sold{Quantity: int64(quantity.Compare.Number), Revenue: int64(math.Round(revenue.Compare.Number * minor))}
		after[i] = calc.Sold{Quantity: int64(quantity.Number), Revenue: int64(math.Round(revenue.Number * minor))}
	}
	if !out.Known {
		out.notes = append(out.notes, Note{Code: NeedsComparison})
		return out, nil
	}
	mix := calc.PriceVolumeMix(before, after)
	start := int64(math.Round(t.Columns[0].Total.Compare.Number * minor))
	out.parts(minor, start, []mixPart{
		{"before", ops.Label{En: "Before", Zh: "对比期"}, start, true}, {"volume", ops.Label{En: "Units sold", Zh: "销量"}, mix.Volume, false},
		{"mix", ops.Label{En: "Product mix", Zh: "产品组合"}, mix.Mix, false}, {"price", ops.Label{En: "Prices", Zh: "价格"}, mix.Price, false},
		{"new", ops.Label{En: "New products", Zh: "新产品"}, mix.New, false}, {"after", ops.Label{En: "Now", Zh: "本期"}, start + mix.Sum(), true},
	})
	return out, nil
}

// mixPart is one bar of a decomposition in minor units.
type mixPart struct {
	name   string
	label  ops.Label
	amount int64
	total  bool
}

// parts draws amounts one upon the other, from a first total to the last.
func (w *Waterfall) parts(minor float64, start int64, parts []mixPart) {
	run := start
	for _, p := range parts {
		value := known(float64(p.amount) / minor)
		bar := Bar{Label: p.label, Total: p.total, Value: value, To: value.Number}
		if !p.total {
			bar.From, bar.To = float64(run)/minor, float64(run+p.amount)/minor
			run += p.amount
		}
		w.Bars = append(w.Bars, bar)
		w.frame.Values = append(w.frame.Values, ops.ValueColumn{Name: p.name, Label: p.label, Unit: w.Unit, Values: []ops.Value{value}})
	}
}

// Turnover answers a panel of type turnover: why revenue differs from that of
// the comparison, by visits, by orders for a visit and by revenue for an order
// (logarithmic mean, Ang 2005; SPEC-LOOP §8).
func (d Market) Turnover(ctx context.Context, v *View, _ *ops.Panel) (*Waterfall, error) {
	out := &Waterfall{Known: true, Unit: ops.UnitMoney, frame: &ops.Frame{}}
	names := []string{"revenue", "orders", "visits"}
	metrics, err := d.Lookup(names)
	if err != nil {
		return nil, err
	}
	cut, notes := d.complete(v, metrics)
	out.notes = notes
	t, err := d.Metrics(ctx, whole(cut), Query{Metrics: names})
	if err != nil {
		return nil, err
	}
	var now, before [3]float64
	for i := range names {
		total := t.Columns[i].Total
		out.Known = out.Known && total.State == ops.Known && total.Compare.State == ops.Known
		now[i], before[i] = total.Number, total.Compare.Number
	}
	shares, ok := calc.DecomposeProduct(
		[]float64{before[2], over(before[1], before[2]), over(before[0], before[1])},
		[]float64{now[2], over(now[1], now[2]), over(now[0], now[1])})
	if !out.Known || !ok {
		out.Known = false
		out.notes = append(out.notes, Note{Code: NeedsComparison})
		return out, nil
	}
	minor := math.Pow10(ops.Exponent(d.Currency))
	start, end := int64(math.Round(before[0]*minor)), int64(math.Round(now[0]*minor))
	for i := range shares {
		shares[i] *= minor
	}
	parts := calc.Apportion(end-start, shares)
	out.parts(minor, start, []mixPart{
		{"before", ops.Label{En: "Before", Zh: "对比期"}, start, true}, {"visits", ops.Label{En: "Visits", Zh: "访问量"}, parts[0], false},
		{"conversion", ops.Label{En: "Orders per visit", Zh: "成交转化"}, parts[1], false},
		{"order_value", ops.Label{En: "Value per order", Zh: "客单价"}, parts[2], false}, {"after", ops.Label{En: "Now", Zh: "本期"}, end, true},
	})
	return out, nil
}

// over divides; 0 for nothing in nothing.
func over(num, den float64) float64 {
	if den == 0 {
		return 0
	}
	return num / den
}

// Margins answers a panel of type margins: revenue and gross margin by what the
// panel tells apart. Where some orders do not state their cost of goods the
// margin of all lies between two bounds: [(K − U) ÷ N, K ÷ N] with N the net
// revenue, K the net revenue less the costs that are known and U the net
// revenue without a cost (SPEC-LOOP §8).
func (d Market) Margins(ctx context.Context, v *View, p *ops.Panel) (*Sheet, error) {
	names := []string{"revenue", "refunds", "net_revenue", "gross_margin"}
	metrics, err := d.Lookup(names)
	if err != nil {
		return nil, err
	}
	cut, notes := d.complete(v, metrics)
	t, err := d.Metrics(ctx, whole(cut), Query{Metrics: names, By: []string{p.By}})
	if err != nil {
		return nil, err
	}
	s := &Sheet{notes: append(notes, t.Notes...), Bars: "margin", Keys: []SheetKey{{Name: p.By, Label: d.Catalog.Dimensions[p.By], Dimension: p.By}},
		Columns: []SheetColumn{
			{Name: "revenue", Label: metrics[0].Label, Unit: ops.UnitMoney}, {Name: "refunds", Label: metrics[1].Label, Unit: ops.UnitMoney},
			{Name: "net_revenue", Label: metrics[2].Label, Unit: ops.UnitMoney},
			{Name: "known_margin", Label: ops.Label{En: "Margin where cost is known", Zh: "已知成本部分的毛利率"}, Unit: ops.UnitPercent},
			{Name: "costed", Label: ops.Label{En: "Share with known cost", Zh: "成本已知占比"}, Unit: ops.UnitPercent},
			{Name: "margin", Label: ops.Label{En: "Margin of all", Zh: "整体毛利率"}, Unit: ops.UnitPercent, Range: true},
		}}
	row := func(name string, total bool, figure func(column int) Figure) SheetRow {
		net, margin := figure(2), figure(3)
		r := SheetRow{Keys: []string{name}, Verdict: Indifferent, Total: total}
		for i := range 3 {
			r.Cells = append(r.Cells, plain(figure(i).Value))
		}
		all, costed := plain(pending), plain(pending)
		switch {
		case net.State != ops.Known:
		case net.Number == 0:
			all, costed = plain(notApplicable), plain(notApplicable)
		default:
			costedNet, cost := margin.Den, margin.Den-margin.Num
			costed = plain(known(costedNet / net.Number))
			k, u := net.Number-cost, net.Number-costedNet
			all = SheetCell{Value: pending, Range: calc.Interval{Low: (k - u) / net.Number, High: k / net.Number}, Ranged: true}
			if math.Abs(u) < 0.005 {
				all = plain(known(k / net.Number))
			}
		}
		if margin.State == ops.NotApplicable && margin.Den == 0 {
			margin.Value = pending // none of the revenue states a cost
		}
		r.Cells = append(r.Cells, plain(margin.Value), costed, all)
		return r
	}
	for g, group := range t.Groups {
		s.Rows = append(s.Rows, row(group.Text(0), false, func(c int) Figure { return t.Columns[c].ByGroup[g] }))
	}
	if rest, left := s.most(p.Limit); rest != nil {
		summed := row(ops.OtherGroups, false, func(c int) Figure {
			var values []ops.Value
			for g := len(t.Groups) - len(left); g < len(t.Groups); g++ {
				values = append(values, t.Columns[c].ByGroup[g].Value)
			}
			return Figure{Value: addUp(values)}
		})
		rest.Cells = summed.Cells
	}
	s.Rows = append(s.Rows, row("", true, func(c int) Figure { return t.Columns[c].Total }))
	return s, nil
}
