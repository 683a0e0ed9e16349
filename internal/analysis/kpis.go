package analysis

import (
	"context"
	"slices"

	"daybreak/internal/ops"
)

// KPIs is a strip of headline figures.
type KPIs struct {
	Items []KPI
	table *Table
}

// KPI is one headline figure: the total over its complete days against the
// comparison, and its course by bucket. Coverage is set where the metric
// names a coverage metric: under CoverageShown the page has to show it.
type KPI struct {
	Metric   *ops.Metric
	Total    Figure
	Spark    []Figure // one per bucket
	Through  ops.Day
	Known    bool
	Complete ops.Range // days of Total
	LeftOut  int
	Coverage *Coverage
}

// Coverage says how much of a metric's input is known.
type Coverage struct {
	Metric *ops.Metric
	Share  ops.Value
	Show   bool // the share is known and under CoverageShown
}

// CoverageShown is the share under which the coverage of a metric is shown
// beside it.
const CoverageShown = 0.95

// KPIs answers a panel of type kpis.
func (d Data) KPIs(ctx context.Context, v *View, p *ops.Panel) (*KPIs, error) {
	shown, err := d.Lookup(p.Metrics)
	if err != nil {
		return nil, err
	}
	names := slices.Clone(p.Metrics)
	for _, m := range shown {
		if m.Coverage != "" && !slices.Contains(names, m.Coverage) {
			names = append(names, m.Coverage)
		}
	}
	t, err := d.Metrics(ctx, v, Query{Metrics: names})
	if err != nil {
		return nil, err
	}
	out := &KPIs{table: t}
	for i, m := range shown {
		c := t.Columns[i]
		item := KPI{Metric: m, Total: c.Total, Spark: c.ByBucket, Through: c.Through, Known: c.Known, Complete: c.Complete, LeftOut: c.LeftOut}
		if m.Coverage != "" {
			c := t.Columns[slices.Index(names, m.Coverage)]
			share := c.Total.Value
			item.Coverage = &Coverage{Metric: c.Metric, Share: share, Show: share.State == ops.Known && share.Number < CoverageShown}
			if item.Coverage.Show {
				t.Notes = append(t.Notes, Note{Code: PartlyCovered, Args: []any{m, share.Number}})
			}
		}
		out.Items = append(out.Items, item)
	}
	return out, nil
}

// Frame has one row for each bucket and the columns of each metric.
func (k *KPIs) Frame() *ops.Frame { return k.table.Frame() }

// Remarks implements Result.
func (k *KPIs) Remarks() []Note { return k.table.Notes }
