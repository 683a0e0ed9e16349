package analysis

import (
	"context"
	"slices"

	"daybreak/internal/ops"
)

// others asks the groups that are left out together for the metrics that cannot be
// added up over them: a member of two of them is one. Groups by several
// dimensions cannot be left out together; they have no figure.
func (a *asker) others(ctx context.Context, q Query, shown, rest []int) (map[string]*Column, error) {
	var names []string
	for i := range a.formulas {
		if !a.formulas[i].additive {
			names = append(names, a.metrics[i].Name)
		}
	}
	if len(rest) == 0 || len(names) == 0 || len(a.by) != 1 {
		return nil, nil
	}
	left := ops.Filter{Dimension: a.by[0], Not: true}
	for _, g := range shown {
		left.Values = append(left.Values, a.groups[g][0])
	}
	v := *a.view
	v.Filter = append(slices.Clone(v.Filter), left)
	v.HideOpen = false
	t, err := a.data.Metrics(ctx, &v, Query{Metrics: names})
	if err != nil {
		return nil, err
	}
	out := map[string]*Column{}
	for i := range t.Columns {
		if c := &t.Columns[i]; c.Missing == "" {
			out[c.Metric.Name] = c
		}
	}
	return out, nil
}

// takeOthers puts the figures of the groups left out in the place of the last
// group.
func (c *Column) takeOthers(own *Column) {
	if len(c.ByGroup) == 0 || len(own.ByBucket) != len(c.ByBucket) {
		return
	}
	c.ByGroup[len(c.ByGroup)-1] = own.Total
	copy(c.Cells[len(c.Cells)-len(c.ByBucket):], own.ByBucket)
}
