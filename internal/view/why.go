package view

import (
	"slices"
	"strconv"

	"daybreak/internal/analysis"
	"daybreak/internal/ask"
	"daybreak/internal/ops"
)

// change is a difference as a page shows it: what of, on which days, against which,
// and for whom.
type change struct {
	metric       *ops.Metric
	days, before ops.Range
	filter       []ops.Filter // nil where it is of no group that can be asked for
}

// explaining leads from the differences of a page to why they came about.
type explaining struct{ Page }

// whole is the change of a metric over the range of the page.
func (b explaining) whole(m *ops.Metric) change {
	return change{m, b.View.Range, b.View.CompareRange, b.View.Filter}
}

// onDays is the change of a metric on one bucket of the page.
func (b explaining) onDays(m *ops.Metric, days ops.Range, filter []ops.Filter) change {
	return change{m, days, b.View.Past(days), filter}
}

// delta writes a difference, leading to why it came about.
func (b explaining) delta(d analysis.Delta, u ops.Unit, c change) *Delta {
	out := b.Delta(d, u)
	if out != nil {
		b.explain(out, c)
	}
	return out
}

// explain leads from a difference to why it came about.
func (b explaining) explain(d *Delta, c change) {
	if d.Href = b.whyOf(c); d.Href != "" {
		d.Hint = b.T.Plan.Why + b.T.Plan.Colon + b.Label(c.metric.Label)
	}
}

// deltaCell is delta in a table, or — where there is no difference.
func (b explaining) deltaCell(d analysis.Delta, u ops.Unit, c change) Cell {
	cell := b.Page.deltaCell(d, u)
	if cell.Delta != nil {
		b.explain(cell.Delta, c)
	}
	return cell
}

// whyOf returns where it is said why a metric changed; "" where nothing leads
// elsewhere, or it cannot be asked for: what a metric of channels with spend is on one
// day depends on the whole range.
func (b explaining) whyOf(c change) string {
	if b.Fixed || b.Unnamed || c.metric == nil || c.metric.Over != (ops.Over{}) && c.days != b.View.Range || c.days.Len() == 0 ||
		c.before.Len() == 0 || c.filter == nil && len(b.View.Filter) > 0 {
		return ""
	}
	p := analysis.Params{From: c.days.From.String(), To: c.days.Last().String(), Compare: string(b.View.Compare), Filter: c.filter}
	back := c.days != b.View.Range || c.before != b.View.CompareRange
	if back = back && c.days.Len() == c.before.Len() && b.View.Together(c.days); back {
		p.Compare = ""
	}
	q := p.Query()
	if back {
		q.Set("back", strconv.Itoa(int(c.days.From-c.before.From)))
	}
	q.Set("metric", c.metric.Name)
	return ask.Href("/why", q)
}

// ratioOf returns the metric that is the share of one metric in another, nil if
// there is none.
func (b explaining) ratioOf(part, of *ops.Metric) *ops.Metric {
	for _, m := range b.Catalog.Metrics {
		if m.Unit == ops.UnitPercent && m.Scale == 1 && m.Over == (ops.Over{}) && len(part.Den)+len(of.Den) == 0 && slices.Equal(m.Num, part.Num) &&
			slices.Equal(m.Den, of.Num) {
			return m
		}
	}
	return nil
}
