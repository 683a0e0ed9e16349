package memory

import (
	"cmp"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// lack returns the earliest of the currencies without a rate that leave a sum
// of the answer unknown. It looks at rows only if there is one.
func (a *answer) lack() engine.Lack {
	var first engine.Lack
	for i := range a.grids {
		g := &a.grids[i]
		if g.selection == nil || g.measure.Agg != ops.Sum || g.total.Unknown == 0 {
			continue
		}
		l := g.selection.lack(g.selection.table.valueOf(g.measure), a.query.Range)
		if first.Currency == "" || l.Currency != "" && cmp.Or(cmp.Compare(l.Day, first.Day), cmp.Compare(l.Currency, first.Currency)) < 0 {
			first = l
		}
	}
	return first
}

// lack returns the first currency without a rate that a row of the selection
// with a value has in the days.
func (s *selection) lack(v value, days ops.Range) engine.Lack {
	slot := s.table.schema.currency
	var space scratch
	none := newGrouper(nil)
	for _, seg := range s.table.in(days) {
		if seg.conversions == nil {
			continue
		}
		found := engine.Lack{Day: seg.day}
		for _, h := range s.ungrouped().find(seg, none, &space) {
			if !seg.conversions[h.run].missing() || seg.columns[v.slot].value(h.row) == ops.NoValue || !seg.has(h.row, v.known) {
				continue
			}
			currency := s.table.schema.slots[slot].dimension.text(seg.dims[slot][h.run])
			if found.Currency == "" || currency < found.Currency {
				found.Currency = currency
			}
		}
		if found.Currency != "" {
			return found
		}
	}
	return engine.Lack{}
}

// ungrouped returns the selection without its groups.
func (s *selection) ungrouped() *selection {
	all := *s
	all.by = nil
	return &all
}
