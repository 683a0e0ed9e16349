package analysis

import (
	"context"
	"math"
	"slices"

	"daybreak/internal/ops"
)

// Contributions answers a panel of type contributions: what each role of products earns, net revenue
// less cost of goods, over the orders that state their cost; these sum to the least that is earned
// in all. What other orders brought in may cost nothing or all of it: with their net revenue comes the
// most that may be earned (SPEC-LOOP §8). The parts sum to both ends to the minor unit. Metrics of the panel are
// what its range is compared by.
func (d Buying) Contributions(ctx context.Context, v *View, p *ops.Panel) (*Waterfall, error) {
	out := &Waterfall{Known: true, Unit: ops.UnitMoney, frame: &ops.Frame{}}
	names := []string{"net_revenue", "gross_margin"}
	metrics, err := d.Lookup(names)
	if err != nil {
		return nil, err
	}
	cut, notes := d.complete(v, metrics)
	out.notes = notes
	t, err := d.Metrics(ctx, whole(cut), Query{Metrics: names, By: []string{p.By}})
	if err != nil {
		return nil, err
	}
	minor := math.Pow10(ops.Exponent(d.Currency))
	units := func(x float64) int64 { return int64(math.Round(x * minor)) }
	var parts []mixPart
	least, unknown := int64(0), int64(0)
	for g, group := range t.Groups {
		net, margin := t.Columns[0].ByGroup[g], t.Columns[1].ByGroup[g]
		if net.State != ops.Known || margin.State.Hidden() { // without a cost of goods the margin alone is not known
			out.Known = false
			return out, nil
		}
		earned, costed := units(margin.Num), units(margin.Den)
		least, unknown = least+earned, unknown+units(net.Number)-costed
		if costed != 0 || earned != 0 {
			parts = append(parts, mixPart{name: group.Text(0), label: d.valueLabel(group.Text(0)), amount: earned})
		}
	}
	if len(t.Groups) == 0 {
		out.Known = false
		return out, nil
	}
	slices.SortStableFunc(parts, func(a, b mixPart) int { return int(b.amount - a.amount) })
	parts = append(parts, mixPart{"least", ops.Label{En: "At least", Zh: "至少"}, least, true})
	if unknown != 0 {
		parts = append(parts, mixPart{"unknown", ops.Label{En: "Cost not known", Zh: "成本未知"}, unknown, false},
			mixPart{"most", ops.Label{En: "At most", Zh: "至多"}, least + unknown, true})
	}
	out.parts(minor, 0, parts)
	return out, nil
}

// valueLabel returns what people call a value of a dimension.
func (d Buying) valueLabel(value string) ops.Label {
	switch l, ok := d.Catalog.Values[ops.Fold(value)]; {
	case ok:
		return l
	case value == "":
		return ops.Label{En: "Not stated", Zh: "未标注"}
	}
	return ops.Label{En: value, Zh: value}
}
