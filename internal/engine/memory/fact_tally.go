package memory

import (
	"context"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// Tally implements engine.Facts.
func (s *snapshot) Tally(ctx context.Context, q engine.CountQuery) (*engine.Tally, error) {
	if err := q.CheckTally(); err != nil {
		return nil, err
	}
	var cells []engine.Cell // by member
	var err error
	if q.Measure.Agg == ops.Sum {
		cells, err = s.sumOfEach(ctx, q)
	} else {
		var set memberSet
		err = s.countPeople(ctx, q, &set)
		cells = make([]engine.Cell, len(set.times))
		for code, n := range set.times {
			cells[code] = engine.Cell{Sum: n, Rows: n}
		}
	}
	if err != nil {
		return nil, err
	}
	out := &engine.Tally{}
	for code, c := range cells {
		if c.Rows+c.Unknown > 0 {
			out.Members, out.Sums = append(out.Members, s.facts.dict.members.Text(uint32(code))), append(out.Sums, c)
		}
	}
	return out, nil
}

// sumOfEach adds up a column for each member.
func (f *facts) sumOfEach(ctx context.Context, q engine.CountQuery) ([]engine.Cell, error) {
	c, err := f.counted(q)
	if err != nil {
		return nil, err
	}
	t := c.selection.table
	v := t.valueOf(q.Measure)
	money := t.schema.isMoney(v)
	out := make([]engine.Cell, f.dict.members.Len())
	var space scratch
	for _, seg := range t.in(q.Range) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		for _, h := range c.selection.find(seg, c.groups, &space) {
			member, one := seg.members[h.row], seg.columns[v.slot].value(h.row)
			if member == 0 || one == ops.NoValue || !seg.has(h.row, v.known) {
				continue
			}
			cell := engine.Cell{Sum: one, Rows: 1}
			if money && seg.conversions != nil {
				cell = seg.conversions[h.run].cell(one, 1)
			}
			out[member] = out[member].Plus(cell)
		}
	}
	return out, nil
}
