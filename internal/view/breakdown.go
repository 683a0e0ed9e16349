package view

import (
	"fmt"
	"slices"

	"daybreak/internal/analysis"
	"daybreak/internal/chart"
	"daybreak/internal/ops"
)

// breakdown writes the table of a dimension; its rows open the next one.
func (b Page) breakdown(p *ops.Panel, r *analysis.Breakdown) *Table {
	t := r.Table
	out := &Table{Caption: b.Label(p.Title), Crumbs: b.crumbs(p, r), Head: []Head{{Text: b.Dimension(r.By)}}, Wide: true}
	largest := 0.0
	main := &t.Columns[r.Main]
	for g := range t.Groups {
		if v := main.ByGroup[g]; t.Groups[g].Other == 0 && v.State == ops.Known {
			largest = max(largest, v.Number)
		}
	}
	for i, c := range t.Columns {
		out.Head = append(out.Head, Head{Name: c.Metric.Name, Text: b.Label(c.Metric.Label), Title: b.Label(c.Metric.Definition), Number: true,
			Sorted: i == r.Main})
		if i == r.Main {
			if b.View.Compare != analysis.NoCompare {
				out.Head = append(out.Head, Head{Name: "change", Text: b.T.Panel.Change, Number: true})
			}
			out.Head = append(out.Head, Head{Name: "trend", Text: b.T.Panel.Trend, Fixed: true})
		}
	}
	for _, a := range r.Goals {
		out.Head = append(out.Head, Head{Name: a.Metric.Name + "_attained", Text: fmt.Sprintf(b.T.Panel.Attained, b.Label(a.Metric.Label)),
			Title: b.T.Panel.AttainedHint, Number: true})
	}
	cells := func(pick func(*analysis.Column) analysis.Figure, course []analysis.Figure, filter []ops.Filter) []Cell {
		var row []Cell
		for i := range t.Columns {
			c := &t.Columns[i]
			f := pick(c)
			row = append(row, b.counted(b.figureCell(f, c.Metric.Unit), c.Metric, f.Value, c.Complete, filter))
			if i == r.Main {
				if b.View.Compare != analysis.NoCompare {
					row = append(row, explaining{b}.deltaCell(f.Delta, c.Metric.Unit, change{c.Metric, b.View.Range, b.View.CompareRange, filter}))
				}
				row = append(row, Cell{Spark: sparkOf(course, 100, inlineSpark), Words: true})
			}
		}
		return row
	}
	for g, group := range t.Groups {
		row := Row{Name: b.Group(group.Values[0], group.Other), Bar: "0", Rest: group.Other > 0}
		if group.Other == 0 {
			row.Bar = chart.Share(main.ByGroup[g].Value, largest)
			if r.Below != "" {
				row.Href = b.href(func(p *analysis.Params) {
					p.Filter = slices.DeleteFunc(p.Filter, func(f ops.Filter) bool { return f.Dimension == r.By && !f.Not })
					p.Filter = append(p.Filter, ops.Filter{Dimension: r.By, Values: []string{group.Values[0]}})
				})
			}
		}
		course := make([]analysis.Figure, len(t.Buckets))
		for i := range course {
			course[i] = main.Cell(g, i)
		}
		row.Cells = cells(func(c *analysis.Column) analysis.Figure { return c.ByGroup[g] }, course, ofGroup(b.View.Filter, r.By, t.Groups, g))
		for _, a := range r.Goals {
			row.Cells = append(row.Cells, b.cell(a.ByGroup[g], ops.UnitPercent))
		}
		out.Rows = append(out.Rows, row)
	}
	out.Total = &Row{Name: b.T.Panel.Total, Cells: cells(func(c *analysis.Column) analysis.Figure { return c.Total }, main.ByBucket, b.View.Filter)}
	for _, a := range r.Goals {
		out.Total.Cells = append(out.Total.Cells, b.cell(a.Total, ops.UnitPercent))
	}
	return out
}

// crumbs is the way down from the top of a breakdown; the last one is where
// the reader is.
func (b Page) crumbs(p *ops.Panel, r *analysis.Breakdown) []Choice {
	if len(r.Path) == 0 {
		return nil
	}
	chain := append([]string{p.By}, p.Drill...)
	to := func(level int) string {
		return b.href(func(q *analysis.Params) {
			q.Filter = slices.DeleteFunc(q.Filter, func(f ops.Filter) bool { return !f.Not && slices.Contains(chain[level:], f.Dimension) })
		})
	}
	out := []Choice{{Label: fmt.Sprintf(b.T.Panel.AllOf, b.Dimension(p.By)), Href: to(0)}}
	for i, f := range r.Path {
		out = append(out, Choice{Label: b.Group(f.Values[0], 0), Href: to(i + 1), Current: i == len(r.Path)-1})
	}
	return out
}

func drawBreakdown(b Page, p *ops.Panel, r *analysis.Breakdown, out *Panel) error {
	out.Table = b.breakdown(p, r)
	return nil
}
