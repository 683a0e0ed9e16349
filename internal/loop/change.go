package loop

import (
	"cmp"
	"context"
	"math"
	"slices"

	"daybreak/internal/analysis"
	"daybreak/internal/calc"
	"daybreak/internal/ops"
)

// Change says why a figure differs from its comparison: which groups of a
// dimension it came from and, of a ratio, which of its factors and how the
// groups' weights shifted. Parts of a sum, and factors and mix of a ratio, add
// up to the change to the last minor unit.
type Change struct {
	Metric      *ops.Metric
	By          string
	Now, Before ops.Range
	Total       analysis.Figure
	Parts       []Part      // the largest first
	Rest        ops.Value   // of a count of persons: what the parts do not add up to, who is in several groups
	Factors     []Factor    // of a ratio, its mix last
	States      []StatePart // of a sum of what members do, by how they stand to it; nil for others
	Simpson     bool        // every group went one way and the total the other
	Exact       bool        // parts or factors add up
}

// Part is one group: what it was, what it is, and how much of the change comes
// from it (not applicable to ratios, where the factors say).
type Part struct {
	Group  string
	Figure analysis.Figure
	Share  ops.Value
}

// Factor is one factor of a ratio. Num and Den name the sums whose quotient it
// is; only one of them where it is that half of the ratio, none for the mix.
type Factor struct {
	Num, Den string
	Part     float64
}

// Why splits the change of a metric between the range of a view and what it is
// compared with by a dimension.
func (w World) Why(ctx context.Context, m *ops.Metric, asked *analysis.View, by string) (*Change, error) {
	if err := analysis.CheckDimension(by); err != nil {
		return nil, err
	}
	if err := analysis.Yours(w.Data, m); err != nil {
		return nil, err
	}
	whole := *asked
	whole.Grain, whole.HideOpen, whole.Metric = ops.Whole, false, ""
	v := &whole
	t, err := w.Metrics(ctx, v, analysis.Query{Metrics: []string{m.Name}, By: []string{by}})
	if err != nil {
		return nil, err
	}
	c := t.Columns[0]
	out := &Change{Metric: m, By: by, Now: v.Range, Before: v.CompareRange, Total: c.Total, Rest: notApplicable}
	if c.Missing != "" {
		return nil, &ops.Error{Code: "no_breakdown", Message: m.Name + " is not known by " + c.Missing + ".", Hint: "Split it by another dimension.",
			Where: ops.Place{Column: "by", Value: by}, Args: []any{m.Name, c.Missing}}
	}
	for i, g := range t.Groups {
		f := c.ByGroup[i]
		if f.State == ops.NotApplicable && f.Compare.State == ops.NotApplicable {
			continue
		}
		out.Parts = append(out.Parts, Part{Group: g.Values[0], Figure: f, Share: notApplicable})
	}
	if out.Total.State == ops.Known && out.Total.Compare.State == ops.Known {
		if len(m.Den) == 0 {
			w.shares(out)
			if out.States, err = states(ctx, w, out, v, c.Complete); err != nil {
				return nil, err
			}
		} else if err := w.factors(ctx, out, v, by); err != nil {
			return nil, err
		}
		out.Simpson = simpson(out)
	}
	slices.SortStableFunc(out.Parts, func(a, b Part) int { return cmp.Compare(b.size(), a.size()) })
	return out, nil
}

// size is how much a part weighs: its share of the change, of a ratio its own
// change.
func (p Part) size() float64 {
	if p.Share.State == ops.Known {
		return math.Abs(p.Share.Number)
	}
	if p.Figure.Delta.Absolute.State == ops.Known {
		return math.Abs(p.Figure.Delta.Absolute.Number)
	}
	return -1
}

// known returns a figure's number, 0 where a group had nothing.
func known(v ops.Value) float64 {
	if v.State == ops.Known {
		return v.Number
	}
	return 0
}

// shares gives each part of a sum what it adds to the change, in whole minor
// units that sum to it.
func (w World) shares(c *Change) {
	unit := 1.0
	if c.Metric.Unit == ops.UnitMoney {
		unit = math.Pow10(ops.Exponent(w.Currency))
	}
	total := math.Round((c.Total.Number - c.Total.Compare.Number) * unit)
	parts, sum := make([]float64, len(c.Parts)), 0.0
	for i, p := range c.Parts {
		if p.Figure.State == ops.Pending || p.Figure.Compare.State == ops.Pending {
			return
		}
		parts[i] = (known(p.Figure.Value) - known(p.Figure.Compare)) * unit
		sum += parts[i]
	}
	if w.Additive(c.Metric) && math.Abs(sum-total) < float64(len(parts)+1) {
		for i, x := range calc.Apportion(int64(total), parts) {
			c.Parts[i].Share = ops.Value{Number: float64(x) / unit}
		}
		c.Exact = true
		return
	}
	for i := range parts {
		c.Parts[i].Share = ops.Value{Number: parts[i] / unit}
	}
	c.Rest = ops.Value{Number: (total - sum) / unit}
}

// factors splits the change of a ratio into its factors and the mix.
func (w World) factors(ctx context.Context, c *Change, v *analysis.View, by string) error {
	if !w.Ratio(c.Metric) {
		return nil
	}
	names := []string{"", ""}
	before, after := make([][]float64, len(c.Parts)), make([][]float64, len(c.Parts))
	for i, p := range c.Parts {
		after[i], before[i] = chain(p.Figure.Value), chain(p.Figure.Compare)
	}
	if link, ok := w.between(c.Metric); ok {
		t, err := w.Metrics(ctx, v, analysis.Query{Metrics: []string{link.Name}, By: []string{by}})
		if err != nil {
			return err
		}
		insert := map[string]analysis.Figure{}
		for i, g := range t.Groups {
			insert[g.Values[0]] = t.Columns[0].ByGroup[i]
		}
		for i, p := range c.Parts {
			f := insert[p.Group]
			after[i] = []float64{after[i][0], known(f.Value), after[i][1]}
			before[i] = []float64{before[i][0], known(f.Compare), before[i][1]}
		}
		names = []string{"", link.Name, ""}
	}
	parts, ok := calc.DecomposeRatio(before, after)
	sum := parts.Mix
	for _, x := range parts.Factors {
		sum += x
	}
	if whole := (c.Total.Number - c.Total.Compare.Number) / c.Metric.Scale; !ok || math.Abs(sum-whole) > 1e-9*max(1, math.Abs(whole)) {
		c.halves() // groups lack what the total has, or have what it lacks
		return nil
	}
	for i, x := range parts.Factors {
		c.Factors = append(c.Factors, Factor{Num: names[i], Den: names[i+1], Part: x * c.Metric.Scale})
	}
	for i := range c.Factors {
		c.Factors[i].Num, c.Factors[i].Den = cmp.Or(c.Factors[i].Num, "numerator"), cmp.Or(c.Factors[i].Den, "denominator")
	}
	c.Factors = append(c.Factors, Factor{Part: parts.Mix * c.Metric.Scale})
	c.Exact = true
	return nil
}

// halves splits the change of a ratio over its numerator and its denominator, which
// add up to it; not where one of them is 0 or less.
func (c *Change) halves() {
	now, was := c.Total.Value, c.Total.Compare
	if min(now.Num, now.Den, was.Num, was.Den) <= 0 {
		return
	}
	parts, ok := calc.DecomposeProduct([]float64{was.Num, 1 / was.Den}, []float64{now.Num, 1 / now.Den})
	if !ok {
		return
	}
	c.Factors = []Factor{{Num: "numerator", Part: parts[0] * c.Metric.Scale}, {Den: "denominator", Part: parts[1] * c.Metric.Scale}}
	c.Exact = true
}

// Mix reports whether the factor is how the groups' weights shifted.
func (f Factor) Mix() bool { return f.Num == "" && f.Den == "" }

// chain returns numerator and denominator of a figure; zeros where it has none.
func chain(v ops.Value) []float64 {
	if v.State == ops.Known {
		return []float64{v.Num, v.Den}
	}
	return []float64{v.Num, 0}
}

// between returns the sum that stands between the halves of a ratio: clicks
// between cost and the members who came of it.
func (w World) between(m *ops.Metric) (*ops.Metric, bool) {
	is := func(l ops.Linear, name string) bool { return len(l) == 1 && l[0].Measure == name && l[0].Sign > 0 }
	if is(m.Num, "cost") && (is(m.Den, "acquired") || is(m.Den, "joins")) {
		return w.Catalog.Metric("clicks")
	}
	return nil, false
}

// simpson reports whether every group moved against the total.
func simpson(c *Change) bool {
	total := c.Total.Delta.Absolute
	if total.State != ops.Known || total.Number == 0 || len(c.Metric.Den) == 0 {
		return false
	}
	n := 0
	for _, p := range c.Parts {
		d := p.Figure.Delta.Absolute
		if d.State != ops.Known {
			continue
		}
		if d.Number*total.Number >= 0 {
			return false
		}
		n++
	}
	return n > 1
}
