package monthly

import (
	"slices"

	"daybreak/internal/view"
)

// Difference is a figure that another edition states otherwise. One that an
// edition does not state is nil there.
type Difference struct {
	Metric, Scope, From, To string
	Then, Now               *Figure
}

// Differences lists what the figures of an edition differ in from those of the one
// before, in the order of the report.
func Differences(then, now *Content) []Difference {
	var out []Difference
	same := func(a Figure) func(Figure) bool {
		return func(b Figure) bool {
			return a.Metric == b.Metric && a.Scope == b.Scope && a.From == b.From && a.To == b.To
		}
	}
	for i, f := range now.Figures {
		d := Difference{Metric: f.Metric, Scope: f.Scope, From: f.From, To: f.To, Now: &now.Figures[i]}
		if k := slices.IndexFunc(then.Figures, same(f)); k >= 0 {
			if then.Figures[k].Value == f.Value {
				continue
			}
			d.Then = &then.Figures[k]
		}
		out = append(out, d)
	}
	for i, f := range then.Figures {
		if !slices.ContainsFunc(now.Figures, same(f)) {
			out = append(out, Difference{Metric: f.Metric, Scope: f.Scope, From: f.From, To: f.To, Then: &then.Figures[i]})
		}
	}
	return out
}

// Retold lists the parts whose comment or owner differs, and those that only one
// of two editions tells, by their titles.
func Retold(then, now *Paper) []string {
	var out []string
	find := func(p *Paper, name string) *Part {
		if i := slices.IndexFunc(p.Parts, func(x Part) bool { return x.Name == name }); i >= 0 {
			return &p.Parts[i]
		}
		return nil
	}
	for _, x := range now.Parts {
		if y := find(then, x.Name); y == nil || y.Text != x.Text || y.Owner != x.Owner {
			out = append(out, x.Title)
		}
	}
	for _, y := range then.Parts {
		if find(now, y.Name) == nil {
			out = append(out, y.Title)
		}
	}
	return out
}

// Differ writes the differences as a table.
func Differ(w view.Writer, list []Difference) *Table {
	t := &w.T.Report
	out := &Table{Caption: t.Figure, Columns: []Head{{t.Figure, false}, {t.Days, false}, {t.WasThen, true}, {t.IsNow, true}}}
	for _, d := range list {
		name := w.MetricLabel(d.Metric)
		if d.Scope != "" {
			name += " · " + w.Scope(d.Scope)
		}
		row := []Cell{{Text: name}, {Text: d.From + " – " + d.To}}
		if days, err := rangeOf(d.From, d.To); err == nil {
			row[1].Text = w.Days(days)
		}
		m, _ := w.Catalog.Metric(d.Metric)
		for _, f := range []*Figure{d.Then, d.Now} {
			if f == nil {
				row = append(row, Cell{Text: "—"})
			} else {
				row = append(row, Cell{Text: w.Amount(f.Value, m)})
			}
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}
