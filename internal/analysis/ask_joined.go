package analysis

import (
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// joined adds the answer about later days to that about earlier ones, of the same
// measures, each in one bucket. A level is that of the later days. What counts members
// once, or is taken from a level, is not known of both together: it is missing.
func (a *asker) joined(early, late *answer) *answer {
	out := &answer{sums: &engine.Sums{Buckets: []ops.Range{early.sums.Buckets[0].Or(late.sums.Buckets[0])}}, past: early.past,
		group: make([]int, len(a.groups)), measures: make([]*engine.MeasureSums, len(a.measures))}
	for id, values := range a.groups {
		if out.group[id] = -1; early.position(id) >= 0 || late.position(id) >= 0 {
			out.group[id] = len(out.sums.Groups)
			out.sums.Groups = append(out.sums.Groups, values)
		}
	}
	for n, measure := range a.measures {
		if e, l := early.measures[n], late.measures[n]; e != nil && l != nil {
			out.measures[n] = a.joinedMeasure(measure.Agg, e, l, out.group, early, late)
		}
	}
	return out
}

func (a *asker) joinedMeasure(agg ops.Agg, e, l *engine.MeasureSums, group []int, early, late *answer) *engine.MeasureSums {
	if !agg.Additive() && agg != ops.Level {
		return &engine.MeasureSums{Missing: notOnce}
	}
	add := func(x, y engine.Cell) engine.Cell {
		if agg == ops.Level {
			return y
		}
		return x.Plus(y)
	}
	out := &engine.MeasureSums{Missing: e.Missing, Total: add(e.Total, l.Total)}
	if e.ByBucket != nil {
		out.ByBucket = []engine.Cell{out.Total}
	}
	if out.Missing != "" {
		return out
	}
	at := func(s *engine.MeasureSums, position int) (c engine.Cell) {
		if position >= 0 {
			c = s.ByGroup[position]
		}
		return c
	}
	for id, position := range group {
		if position >= 0 {
			out.ByGroup = append(out.ByGroup, add(at(e, early.position(id)), at(l, late.position(id))))
		}
	}
	out.Cells = out.ByGroup
	return out
}

// notOnce stands for a dimension where members are not counted because days do not follow
// each other.
const notOnce = "days in a row"

// missesPast is misses of days of the comparison; those between its stretches do not
// count.
func (a *asker) missesPast(f *formula, part int, groups []int, past ops.Range) bool {
	for _, days := range a.view.within(past) {
		if a.misses(f, part, groups, days) {
			return true
		}
	}
	return false
}
