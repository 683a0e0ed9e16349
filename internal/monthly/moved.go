package monthly

import (
	"context"
	"math"

	"daybreak/internal/analysis"
	"daybreak/internal/loop"
	"daybreak/internal/ops"
)

// mostBars is how many groups a waterfall has of its own; the rest is one.
const mostBars = 8

// moved says what changed against the month before, and where that came from.
func (m *maker) moved(ctx context.Context) (teller, error) {
	members, err := m.why(ctx, newMembers)
	if err != nil {
		return nil, err
	}
	cost, err := m.why(ctx, "paid_cpa")
	if err != nil {
		return nil, err
	}
	var mix *analysis.Waterfall
	if _, ok := m.World.Catalog.Metric("quantity"); ok {
		if mix, err = (analysis.Market{Data: m.World.Data}).PriceVolumeMix(ctx, m.view, &ops.Panel{}); err != nil {
			return nil, err
		}
	}
	return func(w words) []Block {
		var out []Block
		if members != nil {
			out = append(out, w.parts(members))
		}
		if mix != nil && mix.Known {
			out = append(out, w.mix(mix))
		}
		if cost != nil {
			out = append(out, w.factors(cost))
		}
		if len(out) == 0 {
			return w.nothing()
		}
		return out
	}, nil
}

// why splits the change of a metric by channel; nil where it is not defined, not
// known, or not known by channel.
func (m *maker) why(ctx context.Context, name string) (*loop.Change, error) {
	metric, ok := m.World.Catalog.Metric(name)
	if !ok {
		return nil, nil
	}
	c, err := m.World.Why(ctx, metric, m.view, "channel")
	if ops.CodeOf(err) == "no_breakdown" {
		return nil, nil
	}
	if err != nil || c.Total.State != ops.Known || c.Total.Compare.State != ops.Known {
		return nil, err
	}
	m.publish(name, "", m.view.Range, c.Total.Value)
	return c, nil
}

// changed is the sentence about a change and the three largest parts of it.
func (w words) changed(c *loop.Change, parts []string) []saying {
	link := w.whyOf(c.Metric.Name, c.By)
	out := []saying{{w.sprintf(w.T.Plan.WhySays, w.Label(c.Metric.Label), w.Exact(c.Total.Compare, c.Metric.Unit), w.Exact(c.Total.Value, c.Metric.Unit),
		w.ExactSigned(c.Total.Delta.Absolute.Number, c.Metric)), link}}
	if len(parts) > 0 {
		out = append(out, saying{w.sprintf(w.T.Plan.WhyParts, w.join(parts[:min(3, len(parts))])), link})
	}
	return out
}

// parts tells the change of a sum group by group, as a waterfall.
func (w words) parts(c *loop.Change) Block {
	chart := &Chart{Kind: Steps, Label: w.t.NewMembersBy, Bars: []Bar{w.whole(w.before(), c.Total.Compare.Number, c.Metric)}}
	var largest []string
	run, rest := c.Total.Compare.Number, 0.0
	for i, p := range c.Parts {
		if p.Share.State != ops.Known || p.Share.Number == 0 {
			continue
		}
		name := w.Group(p.Group, 0)
		largest = append(largest, name+" "+w.Signed(p.Share.Number, c.Metric))
		if i >= mostBars {
			rest += p.Share.Number
			continue
		}
		bar := w.step(name, run, p.Share.Number, c.Metric)
		if !sure(c.Metric, p.Figure) {
			bar.Tone = "faint"
		}
		chart.Bars = append(chart.Bars, bar)
		run += p.Share.Number
	}
	if c.Rest.State == ops.Known {
		rest += c.Rest.Number
	}
	if rest != 0 {
		chart.Bars = append(chart.Bars, w.step(w.t.OtherGroups, run, rest, c.Metric))
	}
	chart.Bars = append(chart.Bars, w.whole(w.now(), c.Total.Number, c.Metric))
	b := told(w.changed(c, largest)...)
	b.Heading, b.Chart = w.t.NewMembersBy, chart
	b.Note = w.axis(chart, c.Metric, c.Exact) + " " + w.t.GreyUnsure
	return b
}

// axis says where the axis begins, and whether the parts are exact.
func (w words) axis(c *Chart, m *ops.Metric, exact bool) string {
	out := ""
	if exact {
		out = w.t.AllParts
	}
	if c.Base = c.base(); c.Base > 0 {
		out = w.sprintf(w.t.AxisFrom, w.Amount(c.Base, m)) + " " + out
	}
	return out
}

// mix tells why revenue changed: units, products, prices.
func (w words) mix(x *analysis.Waterfall) Block {
	revenue := w.Metric("revenue")
	chart := &Chart{Kind: Steps, Label: w.t.RevenueBy}
	t := &Table{Caption: w.t.RevenueBy, Columns: []Head{{w.t.OnePart, false}, {w.t.OfChange, true}}}
	for i, bar := range x.Bars {
		switch {
		case i == 0:
			chart.Bars = append(chart.Bars, w.whole(w.before(), bar.To, revenue))
		case bar.Total:
			chart.Bars = append(chart.Bars, w.whole(w.now(), bar.To, revenue))
		default:
			chart.Bars = append(chart.Bars, w.step(w.Label(bar.Label), bar.From, bar.To-bar.From, revenue))
			t.Rows = append(t.Rows, []Cell{{Text: w.Label(bar.Label)}, w.part(bar.Value.Number, revenue)})
		}
	}
	from, to := x.Bars[0].To, x.Bars[len(x.Bars)-1].To
	says := w.sprintf(w.T.Plan.WhySays, w.Label(revenue.Label), w.Exact(ops.Value{Number: from}, revenue.Unit), w.Exact(ops.Value{Number: to}, revenue.Unit),
		w.ExactSigned(round(to-from), revenue))
	b := told(saying{says, w.whyOf(revenue.Name, "product")})
	b.Heading, b.Chart, b.Table, b.Note = w.t.RevenueBy, chart, t, w.axis(chart, revenue, true)
	return b
}

// part is what a part adds to a change.
func (w words) part(x float64, m *ops.Metric) Cell {
	c := w.figure(ops.Value{Number: x}, m.Unit)
	c.Text = w.ExactSigned(x, m)
	return c
}

// factors tells the change of a ratio factor by factor.
func (w words) factors(c *loop.Change) Block {
	t := &Table{Caption: w.t.CostPer, Columns: []Head{{w.T.Plan.Factor, false}, {w.t.OfChange, true}}}
	var parts []string
	for i, f := range c.Factors {
		name := w.T.Plan.Mix
		if i < len(c.Factors)-1 {
			name = w.sprintf(w.T.Plan.PerOf, w.side(f.Num, c.Metric), w.side(f.Den, c.Metric))
		}
		parts = append(parts, name+" "+w.ExactSigned(f.Part, c.Metric))
		t.Rows = append(t.Rows, []Cell{{Text: name}, w.part(f.Part, c.Metric)})
	}
	b := told(w.changed(c, parts)...)
	b.Heading = w.t.CostPer
	if len(t.Rows) > 0 {
		b.Table, b.Note = t, w.t.AllParts
	}
	return b
}

// side names one side of a factor: the halves of the ratio by the sum they are
// where they are one.
func (w words) side(name string, m *ops.Metric) string {
	half, text := m.Num, w.T.Plan.Numerator
	switch name {
	case "numerator":
	case "denominator":
		half, text = m.Den, w.T.Plan.Denom
	default:
		return w.MetricLabel(name)
	}
	if len(half) == 1 {
		if x := w.Metric(half[0].Measure); x != nil {
			return w.Label(x.Label)
		}
	}
	return text
}

func (w words) whole(name string, x float64, m *ops.Metric) Bar {
	return Bar{Name: name, Text: w.Amount(x, m), To: x, Total: true}
}

// step is a bar from where the one before ended. Up and down of money is told by
// its sign; which is good is not known.
func (w words) step(name string, from, by float64, m *ops.Metric) Bar {
	tone := "up"
	if by < 0 {
		tone = "down"
	}
	return Bar{Name: name, Text: w.Signed(by, m), From: from, To: round(from + by), Tone: tone}
}

// round takes off what adding up binary fractions leaves.
func round(x float64) float64 { return math.Round(x*1e6) / 1e6 }
