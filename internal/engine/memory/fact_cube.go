package memory

import (
	"sync"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// cube holds the running totals of a table's roll-ups over its days, for the
// runs that differ in some slots. Sums over any days are then differences of
// two totals, which lie side by side for all runs.
type cube struct {
	runs
	size  int // how many runs
	first ops.Day
	days  []cubeDay
	// totals are by measure slot + 1; the first is for rows. A total holds at
	// day·size + run the sum of the days before day.
	totals []func() []engine.Cell
}

// cubeDay is the roll-up of a day, nil where there are no rows, and by its runs
// those of the cube.
type cubeDay struct {
	rollup *rollup
	run    []uint32
}

// maxCube bounds a total: 4 MB.
const maxCube = 1 << 18

// cube returns the cube over the slots whose bits are set in keep; nil where it
// would be large or a rate is missing.
func (t *table) cube(keep uint32) *cube {
	made, _ := t.cubes.LoadOrStore(keep, sync.OnceValue(func() *cube { return newCube(t, keep) }))
	return made.(func() *cube)()
}

func newCube(t *table, keep uint32) *cube {
	days := t.days()
	c := &cube{first: days.From, days: make([]cubeDay, days.Len())}
	index := map[tuple]uint32{}
	var tuples []tuple
	for _, seg := range t.segments {
		if seg.lacking != nil {
			return nil
		}
		u := seg.rollup.onto(keep)
		run := make([]uint32, len(u.rows))
		for r := range run {
			var own tuple
			for k, dims := range u.dims {
				if keep>>k&1 == 1 {
					own[k] = dims[r]
				}
			}
			n, ok := index[own]
			if !ok {
				n = uint32(len(tuples))
				index[own] = n
				tuples = append(tuples, own)
			}
			run[r] = n
		}
		if len(tuples)*(len(c.days)+1) > maxCube {
			return nil
		}
		c.days[seg.day-c.first] = cubeDay{u, run}
	}
	c.runs, c.size = newRuns(tuples, t.schema.runSlots), len(tuples)
	for k := range len(t.schema.measures) + 1 {
		c.totals = append(c.totals, sync.OnceValue(func() []engine.Cell { return c.sum(k - 1) }))
	}
	return c
}

// sum works out the total of a measure slot or of rows.
func (c *cube) sum(column int) []engine.Cell {
	out := make([]engine.Cell, (len(c.days)+1)*c.size)
	for i, day := range c.days {
		next := out[(i+1)*c.size : (i+2)*c.size]
		copy(next, out[i*c.size:])
		if day.rollup == nil {
			continue
		}
		sums, known := day.rollup.column(column)
		for r, n := range day.run {
			next[n] = plus(next[n], engine.Cell{Sum: sums[r], Rows: known[r]})
		}
	}
	return out
}

// between returns the totals of a column at the beginning and at the end of the
// days.
func (c *cube) between(column int, days ops.Range) (from, to []engine.Cell) {
	total := c.totals[column+1]()
	at := func(d ops.Day) []engine.Cell {
		i := int(min(max(d-c.first, 0), ops.Day(len(c.days)))) * c.size
		return total[i : i+c.size]
	}
	return at(days.From), at(days.To)
}

// fromCube fills the grids of the scan's measures from a cube.
func (a *answer) fromCube(s *scan, c *cube) error {
	runGroups := s.selection.passing(&c.runs, c.size, nil)
	from, to := c.between(rowCount, a.query.Range)
	for r := range runGroups {
		if from[r] == to[r] {
			runGroups[r] = rejected
		}
	}
	s.selection.assign(&c.runs, s.target, runGroups)
	if err := s.target.tooMany(a.most); err != nil {
		return err
	}
	groups, buckets := len(s.target.keys), len(a.buckets)
	space := make([]engine.Cell, len(s.measures)*(groups*buckets+groups+buckets))
	take := func(n int) []engine.Cell {
		out := space[:n:n]
		space = space[n:]
		return out
	}
	for i, k := range s.columns {
		g := &a.grids[s.measures[i]]
		g.cells, g.byGroup, g.byBucket = take(groups*buckets), take(groups), take(buckets)
		for b, bucket := range a.buckets {
			from, to := c.between(k, bucket.And(a.query.Range))
			var all engine.Cell
			for r, group := range runGroups {
				if group == rejected {
					continue
				}
				sum := engine.Cell{Sum: to[r].Sum - from[r].Sum, Rows: to[r].Rows - from[r].Rows}
				cell := &g.cells[int(group)*buckets+b]
				*cell = plus(*cell, sum)
				g.byGroup[group] = plus(g.byGroup[group], sum)
				all = plus(all, sum)
			}
			g.byBucket[b] = all
			g.total = plus(g.total, all)
		}
	}
	return nil
}
