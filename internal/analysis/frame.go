package analysis

import (
	"slices"

	"daybreak/internal/ops"
)

// Frame returns the table as a frame: one row for each group and bucket (no
// bucket column when the table has one bucket), one column for each metric,
// and, with a comparison, one more for each named <metric>_compare. A row is in
// progress when one of its metrics is.
func (t *Table) Frame() *ops.Frame {
	f := &ops.Frame{}
	buckets := ops.KeyColumn{Name: "date", Label: dateLabel()}
	keys := make([]ops.KeyColumn, len(t.By))
	for i, dim := range t.By {
		keys[i] = ops.KeyColumn{Name: dim, Label: t.labels[i]}
	}
	for gi, g := range t.Groups {
		for bi, b := range t.Buckets {
			f.InProgress = append(f.InProgress, slices.ContainsFunc(t.Columns, func(c Column) bool { return c.Cell(gi, bi).InProgress }))
			buckets.Texts = append(buckets.Texts, b.Days.From.String())
			for i := range keys {
				keys[i].Texts = append(keys[i].Texts, g.Text(i))
			}
		}
	}
	if t.View.Grain != ops.Whole {
		f.Keys = append(f.Keys, buckets)
	}
	f.Keys = append(f.Keys, keys...)
	for i := range t.Columns {
		f.Values = append(f.Values, valueColumns(t.Columns[i].Metric, t.Columns[i].Cells, t.View)...)
	}
	return f
}

// valueColumns returns the column of a metric and, with a comparison, that of
// what it is compared with.
func valueColumns(m *ops.Metric, figures []Figure, v *View) []ops.ValueColumn {
	now := ops.ValueColumn{Name: m.Name, Label: m.Label, Unit: m.Unit}
	before := ops.ValueColumn{Name: m.Name + "_compare", Unit: m.Unit,
		Label: ops.Label{En: m.Label.En + " (comparison)", Zh: m.Label.Zh + "（对比）"}}
	for _, f := range figures {
		now.Values = append(now.Values, f.Value)
		before.Values = append(before.Values, f.Compare)
	}
	if v.Compare == NoCompare {
		return []ops.ValueColumn{now}
	}
	return []ops.ValueColumn{now, before}
}

// Text returns the i-th value of the group as a key text of a frame.
func (g Group) Text(i int) string {
	if g.Other > 0 {
		return ops.OtherGroups
	}
	return g.Values[i]
}

// GroupFrame returns the groups with their totals, without buckets.
func (t *Table) GroupFrame() *ops.Frame {
	f := &ops.Frame{}
	for i, dim := range t.By {
		key := ops.KeyColumn{Name: dim, Label: t.labels[i]}
		for _, g := range t.Groups {
			key.Texts = append(key.Texts, g.Text(i))
		}
		f.Keys = append(f.Keys, key)
	}
	for i := range t.Columns {
		f.Values = append(f.Values, valueColumns(t.Columns[i].Metric, t.Columns[i].ByGroup, t.View)...)
	}
	return f
}

// dayFrame returns columns by the day that periods begin. inProgress is
// parallel to days.
func dayFrame(days []ops.Day, inProgress []bool, columns ...ops.ValueColumn) *ops.Frame {
	date := ops.KeyColumn{Name: "date", Label: dateLabel()}
	for _, d := range days {
		date.Texts = append(date.Texts, d.String())
	}
	return &ops.Frame{Keys: []ops.KeyColumn{date}, Values: columns, InProgress: inProgress}
}

func dateLabel() ops.Label { return ops.Label{En: "Date", Zh: "日期"} }

// inProgress says of each figure whether it is.
func inProgress(figures []Figure) []bool {
	out := make([]bool, len(figures))
	for i, f := range figures {
		out[i] = f.InProgress
	}
	return out
}

// values returns the values of figures.
func values(figures []Figure) []ops.Value {
	out := make([]ops.Value, len(figures))
	for i, f := range figures {
		out[i] = f.Value
	}
	return out
}
