package analysis

import (
	"cmp"
	"slices"

	"daybreak/internal/ops"
)

// Beside returns the table of a panel with what the panel comes down to, now and
// before: a figure of the whole panel stands in every row, that of a row in its
// own. The days of both stand beside them as they are written in ISO 8601, first
// and last. Without a comparison the table is f itself.
func (a *Against) Beside(f *ops.Frame) *ops.Frame {
	if a == nil || len(a.Figures) == 0 {
		return f
	}
	rows := frameRows(f)
	out := &ops.Frame{Keys: slices.Clone(f.Keys), Values: slices.Clone(f.Values), InProgress: f.InProgress}
	for _, k := range []ops.KeyColumn{
		{Name: "range", Label: ops.Label{En: "Range", Zh: "所选日期"}, Texts: []string{interval8601(a.Days)}},
		{Name: "range_compare", Label: ops.Label{En: "Compared with", Zh: "对比日期"}, Texts: []string{interval8601(a.Before)}},
	} {
		k.Texts = slices.Repeat(k.Texts, rows)
		out.Keys = append(out.Keys, k)
	}
	at := map[string]int{}
	for _, x := range a.Figures {
		name := "range_" + cmp.Or(x.Column, x.Name)
		i, ok := at[name]
		if !ok {
			i = len(out.Values)
			at[name] = i
			for _, c := range []ops.ValueColumn{
				{Name: name, Label: ops.Label{En: x.Label.En + " (range)", Zh: x.Label.Zh + "（所选日期）"}, Unit: x.Unit},
				{Name: name + "_compare", Label: ops.Label{En: x.Label.En + " (comparison)", Zh: x.Label.Zh + "（对比）"}, Unit: x.Unit},
			} {
				c.Values = slices.Repeat([]ops.Value{notApplicable}, rows)
				out.Values = append(out.Values, c)
			}
		}
		for r := range rows {
			if x.isOf(f, r) {
				out.Values[i].Values[r], out.Values[i+1].Values[r] = x.Figure.Value, x.Compare
			}
		}
	}
	return out
}

// isOf reports whether the figure is that of row r of a table, or of all of it.
func (h Headline) isOf(f *ops.Frame, r int) bool {
	for i, key := range h.Keys {
		if !slices.ContainsFunc(f.Keys, func(k ops.KeyColumn) bool { return k.Name == key.Name && k.Texts[r] == h.Values[i] }) {
			return false
		}
	}
	return true
}

// frameRows returns how many rows a table has.
func frameRows(f *ops.Frame) int {
	switch {
	case len(f.Keys) > 0:
		return len(f.Keys[0].Texts)
	case len(f.Values) > 0:
		return len(f.Values[0].Values)
	}
	return 0
}

// interval8601 writes days as an interval, both ends inclusive.
func interval8601(r ops.Range) string { return r.From.String() + "/" + r.Last().String() }
