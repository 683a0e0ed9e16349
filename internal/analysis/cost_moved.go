package analysis

import (
	"context"
	"math"

	"daybreak/internal/calc"
	"daybreak/internal/ops"
)

// CostMoved answers a panel of type cost_moved: why a new member of the paid channels
// costs more or less than in the comparison, by the price of a click, by clicks for
// a member and by the mix of channels (log-mean Divisia, Ang 2005; SPEC-LOOP §9). Paid
// channels are those with ad spend, in the range and in the comparison each. The
// parts sum to the difference to the minor unit.
func (d Market) CostMoved(ctx context.Context, v *View, _ *ops.Panel) (*Waterfall, error) {
	out := &Waterfall{Known: true, Cost: true, Unit: ops.UnitMoney, frame: &ops.Frame{}}
	names := []string{"clicks", "paid_cpa"}
	metrics, err := d.Lookup(names)
	if err != nil {
		return nil, err
	}
	cut, notes := d.complete(v, metrics)
	out.notes = notes
	t, err := d.Metrics(ctx, whole(cut), Query{Metrics: names, By: []string{"channel"}})
	if err != nil {
		return nil, err
	}
	var before, after [][]float64
	for g := range t.Groups {
		chains := [2][]float64{make([]float64, 3), make([]float64, 3)}
		for at := range chains {
			cost, clicks := t.Columns[1].ByGroup[g].Value, t.Columns[0].ByGroup[g].Value
			if at == 0 {
				cost, clicks = t.Columns[1].ByGroup[g].Compare, t.Columns[0].ByGroup[g].Compare
			}
			if cost.State == ops.NotApplicable && cost.Num == 0 { // not paid for
				continue
			}
			out.Known = out.Known && clicks.State == ops.Known && (cost.State == ops.Known || cost.State == ops.NotApplicable)
			chains[at] = []float64{cost.Num, clicks.Num, cost.Den}
		}
		if chains[0][0] > 0 || chains[1][0] > 0 {
			before, after = append(before, chains[0]), append(after, chains[1])
		}
	}
	cpa := t.Columns[1].Total
	out.Known = out.Known && cpa.State == ops.Known && cpa.Compare.State == ops.Known
	parts, ok := calc.DecomposeRatio(before, after)
	if ok { // what names no channel may be in the one and not in the other
		ok = math.Abs(parts.Factors[0]+parts.Factors[1]+parts.Mix-(cpa.Num/cpa.Den-cpa.Compare.Num/cpa.Compare.Den)) < 1e-6
	}
	if !out.Known || !ok {
		out.Known = false
		out.notes = append(out.notes, Note{Code: NeedsComparison})
		return out, nil
	}
	minor := math.Pow10(ops.Exponent(d.Currency))
	start, end := int64(math.Round(cpa.Compare.Number*minor)), int64(math.Round(cpa.Number*minor))
	exact := calc.Apportion(end-start, []float64{parts.Factors[0] * minor, parts.Factors[1] * minor, parts.Mix * minor})
	out.parts(minor, start, []mixPart{
		{"before", ops.Label{En: "Before", Zh: "对比期"}, start, true}, {"click_price", ops.Label{En: "Price of a click", Zh: "点击单价"}, exact[0], false},
		{"clicks_per_member", ops.Label{En: "Clicks for a member", Zh: "每位成员的点击"}, exact[1], false},
		{"mix", ops.Label{En: "Mix of channels", Zh: "渠道组合"}, exact[2], false}, {"after", ops.Label{En: "Now", Zh: "本期"}, end, true},
	})
	return out, nil
}
