package view

import (
	"fmt"

	"daybreak/internal/analysis"
	"daybreak/internal/chart"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// kept has one row per group: what members cost, and what those who stayed did.
func (b Page) kept(p *ops.Panel, k *analysis.Kept) *Table {
	t := &b.T.Option
	out := &Table{Caption: b.Label(p.Title), Wide: true, Head: []Head{{Text: b.Dimension(k.Query.By)}, {Name: "cost", Text: t.Cost, Number: true, Sorted: true},
		{Name: "acquired", Text: t.Acquired, Number: true}, {Name: k.Metric.Name, Text: b.Label(k.Metric.Label), Number: true, Title: b.Label(k.Metric.Definition)}}}
	for _, h := range k.Query.Horizons {
		out.Head = append(out.Head, Head{Name: fmt.Sprintf("kept_%d", h), Text: fmt.Sprintf(t.KeptOn, h), Number: true},
			Head{Name: fmt.Sprintf("cost_per_kept_%d", h), Text: fmt.Sprintf(t.CostPerKept, h), Number: true})
	}
	dearest := 0.0
	for _, g := range k.Groups {
		dearest = max(dearest, g.Cost.Number)
	}
	row := func(name string, g *analysis.KeptGroup, all bool) Row {
		r := Row{Name: name, Cells: []Cell{b.cell(g.Cost, ops.UnitMoney), b.cell(g.Acquired, ops.UnitCount), b.cell(g.PerAcquired, ops.UnitMoney)}}
		if at := g.At[0]; at.Members+at.Left > 0 && g.Acquired == (ops.Value{Number: float64(at.Members + at.Left), Num: float64(at.Members + at.Left)}) {
			q := k.Entrants()
			if all {
				q.By = ""
			}
			r.Cells[1].Href = b.peopleHref(engine.PeopleQuery{Retention: &q, Group: g.Group})
		}
		for i, at := range g.At {
			kept := b.cell(ops.Value{State: ops.Pending}, ops.UnitCount)
			if k.Horizons[i].Len() > 0 {
				q := k.Cohorts(i)
				if all {
					q.By = ""
				}
				kept = b.people(at.Kept, engine.PeopleQuery{Retention: &q, Group: g.Group, Kind: "returned", Step: k.Query.Horizons[i]})
				kept.Title = fmt.Sprintf(t.CellTitle, Whole(at.Kept), Whole(at.Members)) + "; " + Whole(at.Left) + " " + t.Left
				kept.Few = at.Members < 30
				kept.Text += " · " + percentOf(at.Kept, at.Members)
			}
			r.Cells = append(r.Cells, kept, b.cell(at.PerKept, ops.UnitMoney))
		}
		return r
	}
	for i := range k.Groups {
		g := &k.Groups[i]
		r := row(b.Group(g.Group, 0), g, false)
		r.Bar = chart.Share(ops.Value{Number: g.Cost.Number}, dearest)
		out.Rows = append(out.Rows, r)
	}
	total := row(b.T.Panel.Total, &k.All, true)
	out.Total = &total
	return out
}

// keptRemarks say whose members each horizon counts (R6).
func (b Page) keptRemarks(k *analysis.Kept) []string {
	var out []string
	for i, h := range k.Query.Horizons {
		if k.Horizons[i].Len() > 0 {
			out = append(out, fmt.Sprintf(b.T.Option.KeptNote, h, b.Days(k.Horizons[i])))
		}
	}
	return out
}

func drawKept(b Page, p *ops.Panel, r *analysis.Kept, out *Panel) error {
	out.Table, out.Remarks = b.kept(p, r), append(out.Remarks, b.keptRemarks(r)...)
	return nil
}
