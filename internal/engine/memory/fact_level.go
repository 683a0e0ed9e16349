package memory

import (
	"context"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// series names what a level is the level of: the key of its rows but for the
// day, as codes of dimensions and the text key.
type series struct {
	dims  tuple
	ident uint32
}

// state is the last known value of a series, whether it is asked for, and the
// group it counts in.
type state struct {
	value int64
	group groupKey
	asked bool
	lack  lack
}

// level fills the cells of g: at the end of every bucket the last known values
// of all series, however long ago they were recorded.
func (a *answer) level(ctx context.Context, g *grid) error {
	s := g.selection
	schema := s.table.schema
	column := schema.measure(g.measure.Column)
	everything, _ := newSelection(s.table, nil, "")
	index := map[series]int{}
	var states []state
	segments := s.table.in(ops.Range{From: ops.MinDay, To: a.query.Range.To})
	var space scratch
	none := newGrouper(nil)
	for b, bucket := range a.buckets {
		for len(segments) > 0 && segments[0].day < bucket.To {
			seg := segments[0]
			segments = segments[1:]
			if err := ctx.Err(); err != nil {
				return err
			}
			for _, h := range everything.find(seg, none, &space) {
				v := seg.columns[column].value(h.row)
				if v == ops.NoValue {
					continue
				}
				st := state{value: v}
				st.group, st.asked = s.rowKey(seg, h)
				if seg.lacking != nil && seg.lacking[h.run] && schema.isMoney(column) {
					currency := schema.slots[schema.currency]
					st.lack = lack{seg.day, currency.dimension.text(seg.dims[schema.currency][h.run])}
				}
				key := schema.series(seg, h)
				if i, ok := index[key]; ok {
					states[i] = st
				} else {
					index[key] = len(states)
					states = append(states, st)
				}
			}
		}
		g.byBucket = grown(g.byBucket, len(a.buckets))
		if err := g.groups.tooMany(a.most); err != nil {
			return err
		}
		for _, st := range states {
			if !st.asked {
				continue
			}
			a.lack = a.lack.or(st.lack)
			group := int(g.groups.group(st.group))
			g.cells = grown(g.cells, len(g.groups.keys)*len(a.buckets))
			one := engine.Cell{Sum: st.value, Rows: 1}
			cell := &g.cells[group*len(a.buckets)+b]
			*cell = plus(*cell, one)
			g.byBucket[b] = plus(g.byBucket[b], one)
		}
	}
	if n := len(a.buckets); n > 0 {
		g.total = g.byBucket[n-1]
		for i := n - 1; i < len(g.cells); i += n {
			g.byGroup = append(g.byGroup, g.cells[i])
		}
	}
	return nil
}

// series returns the series of a row.
func (s *schema) series(seg *segment, h hit) series {
	var out series
	for k := range s.slots {
		if s.slots[k].key {
			out.dims[k] = s.code(seg, h, k)
		}
	}
	if seg.idents != nil {
		out.ident = seg.idents[h.row]
	}
	return out
}

// code returns the code of a row in slot k.
func (s *schema) code(seg *segment, h hit, k int) uint32 {
	if k < s.runSlots {
		return seg.dims[k][h.run]
	}
	if codes := seg.finer[k-s.runSlots]; codes != nil {
		return codes[h.row]
	}
	return 0
}

// rowKey returns the group of a row and whether the selection keeps it.
func (s *selection) rowKey(seg *segment, h hit) (key groupKey, ok bool) {
	schema := s.table.schema
	for k, pass := range s.pass {
		if pass != nil && !pass[schema.code(seg, h, k)] {
			return key, false
		}
	}
	if s.known != anyColumn && seg.columns[s.known].value(h.row) == ops.NoValue {
		return key, false
	}
	for n, k := range s.by {
		key[n] = schema.code(seg, h, k)
	}
	return key, true
}
