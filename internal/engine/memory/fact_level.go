package memory

import (
	"context"
	"slices"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// series names what a level is the level of: the key of its rows but for the
// day, as codes of dimensions and the text key.
type series struct {
	dims  tuple
	ident uint32
}

// state is the last known value of a series and its day, whether it is asked
// for, and the group it counts in.
type state struct {
	day   ops.Day
	value engine.Cell
	group groupKey
	asked bool
	ended bool // nothing more is said of it after the day: a person retired its source
}

// level fills the cells of g: of every bucket the last values of all series that
// were stated in it. A series that was stated before and is silent in the bucket
// leaves the sum unknown, unless its source was retired: then it is over.
func (a *answer) level(ctx context.Context, g *grid) error {
	index := map[series]int{}
	var states []state
	segments := g.selection.table.in(ops.Range{From: ops.MinDay, To: a.query.Range.To})
	over := a.facts.retired(g.selection.table.schema)
	g.byBucket = grown(g.byBucket, len(a.buckets))
	for b, bucket := range a.buckets {
		for len(segments) > 0 && segments[0].day < bucket.To {
			if err := ctx.Err(); err != nil {
				return err
			}
			states = g.states(segments[0], over, index, states)
			segments = segments[1:]
		}
		if err := g.groups.tooMany(a.most); err != nil {
			return err
		}
		for _, st := range states {
			one, ok := st.in(bucket)
			if !ok {
				continue
			}
			group := int(g.groups.group(st.group))
			g.cells = grown(g.cells, len(g.groups.keys)*len(a.buckets))
			cell := &g.cells[group*len(a.buckets)+b]
			*cell = cell.Plus(one)
			g.byBucket[b] = g.byBucket[b].Plus(one)
		}
	}
	for _, st := range states {
		if one, ok := st.in(a.query.Range); ok {
			group := int(g.groups.group(st.group))
			g.byGroup = grown(g.byGroup, len(g.groups.keys))
			g.byGroup[group] = g.byGroup[group].Plus(one)
			g.total = g.total.Plus(one)
		}
	}
	return nil
}

// in returns what the series adds to the days, as it stands at their end; false
// if nothing.
func (st *state) in(days ops.Range) (engine.Cell, bool) {
	switch {
	case !st.asked || st.day < days.From && st.ended:
		return engine.Cell{}, false
	case st.day < days.From:
		return engine.Cell{Unknown: 1}, true
	}
	return st.value, true
}

// retired returns the streams of a record that a person retired.
func (f *facts) retired(s *schema) retiredStreams {
	over := retiredStreams{slots: [2]int{s.slot(s.record.Source), s.slot(s.record.MarkedPart())}}
	for _, source := range f.sources {
		if source.Record != s.record.Name || !source.Retired() {
			continue
		}
		var codes [2]uint32
		known := true // a record without sources is one stream
		for n, name := range []string{source.Name, source.Part} {
			if k := over.slots[n]; k >= 0 {
				c, ok := s.slots[k].dimension.find(name)
				codes[n], known = c, known && ok
			}
		}
		if known {
			over.codes = append(over.codes, codes)
		}
	}
	return over
}

// retiredStreams are codes of the slots that name a source and a part of it, -1
// for none.
type retiredStreams struct {
	slots [2]int
	codes [][2]uint32
}

// has reports whether a row is of one of the streams.
func (o retiredStreams) has(s *schema, seg *segment, h hit) bool {
	if len(o.codes) == 0 {
		return false
	}
	var codes [2]uint32
	for n, k := range o.slots {
		if k >= 0 {
			codes[n] = s.code(seg, h, k)
		}
	}
	return slices.Contains(o.codes, codes)
}

// states takes the levels that a segment states into states, which index finds
// by series.
func (g *grid) states(seg *segment, over retiredStreams, index map[series]int, states []state) []state {
	s := g.selection
	schema := s.table.schema
	column := schema.measure(g.measure.Column)
	everything, _ := newSelection(s.table, nil, nil)
	var space scratch
	for _, h := range everything.find(seg, newGrouper(nil), &space) {
		v := seg.columns[column].value(h.row)
		if v == ops.NoValue {
			continue
		}
		st := state{day: seg.day, value: engine.Cell{Sum: v, Rows: 1}}
		st.group, st.asked = s.rowKey(seg, h)
		if seg.conversions != nil && schema.isMoney(value{slot: column}) {
			st.value = seg.conversions[h.run].cell(v, 1)
		}
		st.ended = over.has(schema, seg, h)
		key := schema.series(seg, h)
		if i, ok := index[key]; ok {
			states[i] = st
		} else {
			index[key] = len(states)
			states = append(states, st)
		}
	}
	return states
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
	if !seg.has(h.row, s.known) {
		return key, false
	}
	for n, k := range s.by {
		key[n] = schema.code(seg, h, k)
	}
	return key, true
}
