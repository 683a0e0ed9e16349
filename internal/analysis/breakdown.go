package analysis

import (
	"cmp"
	"context"
	"slices"

	"daybreak/internal/ops"
)

// Breakdown is a table of metrics by one dimension, to be opened row by row:
// a row's link filters By to its value, and the panel then shows Below.
type Breakdown struct {
	Table *Table
	By    string       // the dimension of the rows
	Below string       // the next dimension, "" at the bottom
	Path  []ops.Filter // the rows opened so far, one value each
	Goals []Attainment // of the metrics that have targets of their own here
	Main  int          // column of the panel's main metric: drawn as bar and spark line
}

// breakdownRows is how many rows a table shows unless its file says otherwise.
const breakdownRows = 50

// Breakdown answers a panel of type table.
func (d Data) Breakdown(ctx context.Context, v *View, p *ops.Panel) (*Breakdown, error) {
	out := &Breakdown{}
	chain := append([]string{p.By}, p.Drill...)
	level := 0
	for level < len(chain)-1 {
		f, ok := pinned(v.Filter, chain[level])
		if !ok {
			break
		}
		out.Path = append(out.Path, f)
		level++
	}
	out.By = chain[level]
	if level+1 < len(chain) {
		out.Below = chain[level+1]
	}
	var err error
	q := Query{Metrics: p.Metrics, By: []string{out.By}, Limit: cmp.Or(p.Limit, breakdownRows)}
	q.Sort, q.Ascending = v.Params.order(p)
	out.Table, err = d.Metrics(ctx, v, q)
	if err != nil {
		return nil, err
	}
	if out.Goals, err = d.attainments(ctx, out.Table, out.By); err != nil {
		return nil, err
	}
	out.Main = max(0, slices.Index(p.Metrics, p.Metric))
	return out, nil
}

// pinned returns the filter that holds the dimension at one value.
func pinned(filter []ops.Filter, dimension string) (ops.Filter, bool) {
	for _, f := range filter {
		if f.Dimension == dimension && !f.Not && len(f.Values) == 1 {
			return f, true
		}
	}
	return ops.Filter{}, false
}

// Frame has one row for each group with its totals.
func (b *Breakdown) Frame() *ops.Frame {
	f := b.Table.GroupFrame()
	for _, a := range b.Goals {
		f.Values = append(f.Values, ops.ValueColumn{Name: a.Metric.Name + "_attained", Label: ops.Label{En: a.Metric.Label.En + ", attained",
			Zh: a.Metric.Label.Zh + "达成率"}, Unit: ops.UnitPercent, Values: a.ByGroup})
	}
	return f
}

// Remarks implements Result.
func (b *Breakdown) Remarks() []Note { return b.Table.Notes }

// Bubbles is a cloud of groups over two metrics.
type Bubbles struct {
	By             string
	X, Y, Size     *ops.Metric
	Points         []Bubble
	TotalX, TotalY Figure // of all groups: where the lines that part the quadrants lie
	table          *Table
}

// Bubble is one group. A figure that is not known keeps the group off the
// chart, not off the table.
type Bubble struct {
	Name       string
	X, Y, Size Figure
}

// bubbleCount is how many bubbles are drawn unless the panel says otherwise.
const bubbleCount = 30

// Bubbles answers a panel of type bubbles.
func (d Data) Bubbles(ctx context.Context, v *View, p *ops.Panel) (*Bubbles, error) {
	t, err := d.Metrics(ctx, v, Query{Metrics: []string{p.X, p.Y, p.Size}, By: []string{p.By}, Sort: p.Size, Limit: cmp.Or(p.Limit, bubbleCount)})
	if err != nil {
		return nil, err
	}
	x, y, size := &t.Columns[0], &t.Columns[1], &t.Columns[2]
	out := &Bubbles{By: p.By, X: x.Metric, Y: y.Metric, Size: size.Metric, TotalX: x.Total, TotalY: y.Total, table: t}
	for g, group := range t.Groups {
		if group.Other == 0 {
			out.Points = append(out.Points, Bubble{Name: group.Values[0], X: x.ByGroup[g], Y: y.ByGroup[g], Size: size.ByGroup[g]})
		}
	}
	return out, nil
}

// Frame has one row for each group with its totals.
func (b *Bubbles) Frame() *ops.Frame { return b.table.GroupFrame() }

// Remarks implements Result.
func (b *Bubbles) Remarks() []Note { return b.table.Notes }
