package analysis

import (
	"cmp"
	"context"
	"slices"

	"daybreak/internal/ops"
)

// Lines is one metric over time, as one series or one for each group. It
// answers panels of the types line and multiples.
type Lines struct {
	Metric   *ops.Metric
	By       string // dimension of the series, "" = one series
	Buckets  []Bucket
	Series   []Series
	Through  ops.Day
	Known    bool
	Complete ops.Range // days of the totals
	LeftOut  int
	table    *Table
}

// Series is one line. Name is the group's value, "" = not stated or, without
// By, the metric itself. Points[i].Compare is the comparison's value beside
// bucket i.
type Series struct {
	Name   string
	Other  int // how many groups were added up in it; 0 for a group proper
	Points []Figure
	Total  Figure
}

// How many series a panel shows unless its file says otherwise.
const (
	lineSeries     = 6
	multipleSeries = 8
)

// Line answers a panel of type line: the picked metric if the panel offers it,
// else the panel's own.
func (d Data) Line(ctx context.Context, v *View, p *ops.Panel) (*Lines, error) {
	name := p.Metric
	if slices.Contains(p.Metrics, v.Metric) {
		name = v.Metric
	}
	return d.lines(ctx, v, p, name, cmp.Or(p.Limit, lineSeries))
}

// Multiples answers a panel of type multiples: one small chart for each group,
// largest by the panel's Size first, the rest as one more.
func (d Data) Multiples(ctx context.Context, v *View, p *ops.Panel) (*Lines, error) {
	return d.lines(ctx, v, p, p.Metric, cmp.Or(p.Limit, multipleSeries))
}

func (d Data) lines(ctx context.Context, v *View, p *ops.Panel, metric string, limit int) (*Lines, error) {
	q := Query{Metrics: []string{metric}, Limit: limit}
	if p.Size != "" && p.Size != metric {
		q.Metrics = append(q.Metrics, p.Size)
		q.Sort = p.Size
	}
	if p.By != "" {
		q.By = []string{p.By}
	}
	t, err := d.Metrics(ctx, v, q)
	if err != nil {
		return nil, err
	}
	c := &t.Columns[0]
	out := &Lines{Metric: c.Metric, By: p.By, Buckets: t.Buckets, Through: c.Through, Known: c.Known, Complete: c.Complete, LeftOut: c.LeftOut, table: t}
	if p.By == "" {
		out.Series = []Series{{Points: c.ByBucket, Total: c.Total}}
		return out, nil
	}
	for g, group := range t.Groups {
		s := Series{Name: group.Values[0], Other: group.Other, Total: c.ByGroup[g]}
		for b := range t.Buckets {
			s.Points = append(s.Points, c.Cell(g, b))
		}
		out.Series = append(out.Series, s)
	}
	return out, nil
}

// Frame has one row for each group and bucket.
func (l *Lines) Frame() *ops.Frame { return l.table.Frame() }

// Remarks implements Result.
func (l *Lines) Remarks() []Note { return l.table.Notes }
