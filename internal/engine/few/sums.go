package few

import (
	"context"
	"fmt"
	"slices"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// Sums implements engine.Facts. A sum over rows of members is handed out with the
// cells hidden that 1 to 4 people stand behind, and with them those by which they
// could be worked out from the totals of the same answer.
func (g guarded) Sums(ctx context.Context, q engine.SumQuery) (*engine.Sums, error) {
	filters := [][]ops.Filter{q.Filter}
	for _, m := range q.Measures {
		filters = append(filters, m.Where, m.Within)
	}
	if err := closed(q.By, filters...); err != nil {
		return nil, err
	}
	asked, people := q, make([]int, len(q.Measures))
	asked.Measures = slices.Clone(q.Measures)
	for i, m := range q.Measures {
		if people[i] = -1; ofPeople(m) {
			people[i] = behind(&asked, m)
		}
	}
	s, err := g.of.Sums(ctx, asked)
	if err != nil {
		return nil, err
	}
	out := *s
	out.Measures = slices.Clone(s.Measures[:len(q.Measures)])
	for i, m := range q.Measures {
		if people[i] >= 0 && s.Measures[i].Total.Rows > 0 {
			hide(&out.Measures[i], &s.Measures[people[i]], counts(m), len(s.Groups), len(s.Buckets))
		}
	}
	return &out, nil
}

// ofPeople reports whether the rows of a measure are about members.
func ofPeople(m *ops.Measure) bool {
	record, ok := ops.RecordNamed(m.Record)
	return ok && record.Column("member") >= 0
}

// counts reports whether a measure counts, so that no more people can stand behind
// it than it says.
func counts(m *ops.Measure) bool {
	switch m.Agg {
	case ops.RowCount, ops.Distinct, ops.First, ops.MemberDays, ops.Repeat:
		return true
	}
	return false
}

// behind adds to q the measure that counts the members behind the rows of m, unless
// it is there, and returns its place.
func behind(q *engine.SumQuery, m *ops.Measure) int {
	name := fmt.Sprintf("people of %s %v %v %v", m.Record, m.Where, m.Known, m.Within)
	if i := slices.IndexFunc(q.Measures, func(x *ops.Measure) bool { return x.Name == name }); i >= 0 {
		return i
	}
	q.Measures = append(q.Measures, &ops.Measure{Name: name, Record: m.Record, Agg: ops.Distinct, Where: m.Where, Known: m.Known, Within: m.Within})
	return len(q.Measures) - 1
}

// hide hides cells of m. people are the members behind them.
func hide(m, people *engine.MeasureSums, counts bool, groups, buckets int) {
	number := func(of []engine.Cell, behind []engine.Cell) []int64 {
		out := make([]int64, len(of))
		for i, c := range of {
			if out[i] = behind[i].Sum; counts {
				out[i] = c.Sum
				if behind[i].Sum > 0 {
					out[i] = min(c.Sum, behind[i].Sum)
				}
			}
		}
		return out
	}
	t := newTable(groups, buckets)
	t.add(number(m.Cells, people.Cells), number(m.ByBucket, people.ByBucket), number(m.ByGroup, people.ByGroup),
		number([]engine.Cell{m.Total}, []engine.Cell{people.Total}))
	t.suppress()
	m.Cells = t.hidden(cellPart, m.Cells, counts)
	m.ByBucket, m.ByGroup = t.hidden(bucketPart, m.ByBucket, counts), t.hidden(groupPart, m.ByGroup, counts)
	m.Total = t.hidden(totalPart, []engine.Cell{m.Total}, counts)[0]
}

// hidden returns cells of a part of the answer without what is hidden of them.
func (t *table) hidden(part int, cells []engine.Cell, counts bool) []engine.Cell {
	out := slices.Clone(cells)
	for i := range out {
		switch {
		case !t.masks[part][i]:
			continue
		case counts && out[i].Sum < Least:
			out[i] = engine.Cell{Rows: 1, Unknown: 1, Hidden: ops.Few}
		default:
			out[i] = engine.Cell{Rows: 1, Unknown: 1, Hidden: ops.Withheld}
		}
	}
	return out
}
