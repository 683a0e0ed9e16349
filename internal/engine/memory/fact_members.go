package memory

import (
	"context"
	"fmt"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// countPeople adds the members that a measure counts, each as often as it is
// counted.
func (f *facts) countPeople(ctx context.Context, q engine.CountQuery, set *memberSet) error {
	c, err := f.counted(q)
	if err != nil {
		return err
	}
	t := f.tables[q.Measure.Record]
	set.times = make([]int64, f.dict.members.Len())
	counted := newSubjectCount(q.Measure, t.schema)
	everyRow := q.Measure.Agg == ops.RowCount || q.Measure.Agg == ops.First
	var space scratch
	for _, seg := range c.selection.table.in(q.Range) {
		if err := ctx.Err(); err != nil {
			return err
		}
		for _, h := range c.selection.find(seg, c.groups, &space) {
			member := seg.members[h.row]
			if member == 0 {
				continue
			}
			if !everyRow {
				if _, counts := counted.row(seg, h, 0, member, 0); !counts {
					continue
				}
			}
			set.add(member)
		}
	}
	return nil
}

// counted finds the rows that a measure counts.
func (f *facts) counted(q engine.CountQuery) (*choice, error) {
	for _, filter := range q.Filter {
		if _, err := f.dimensionNamed(filter.Dimension); err != nil {
			return nil, err
		}
	}
	t := f.tables[q.Measure.Record]
	if err := check(q.Measure, t.schema); err != nil {
		return nil, err
	}
	a := &answer{facts: f, query: engine.SumQuery{Range: q.Range, Filter: q.Filter}, groups: newGrouper(nil)}
	c := a.choose(q.Measure, t)
	if c.missing != "" {
		return nil, &ops.Error{Code: "unknown_dimension", Message: fmt.Sprintf("%s has no dimension %q.", q.Metric, ops.Show(c.missing)),
			Hint: "Use a dimension of the records.", Args: []any{ops.Show(c.missing)}}
	}
	return c, nil
}
