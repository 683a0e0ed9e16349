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
	// totals holds for a value, by day·size + run, the sum of the days before day.
	totals sync.Map // value → func() []engine.Cell
	money  func(value) bool
}

// cubeDay is the roll-up of a day, nil where there are no rows, and by its runs
// those of the cube.
type cubeDay struct {
	rollup *rollup
	run    []uint32
}

// maxCube bounds a total: 4 MB.
const maxCube = 1 << 17

// cube returns the cube over the slots whose bits are set in keep; nil where it
// would be large.
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
	c.runs, c.size, c.money = newRuns(tuples, t.schema.runSlots), len(tuples), t.schema.isMoney
	return c
}

// sum works out the total of a value.
func (c *cube) sum(v value) []engine.Cell {
	out := make([]engine.Cell, (len(c.days)+1)*c.size)
	for i, day := range c.days {
		next := out[(i+1)*c.size : (i+2)*c.size]
		copy(next, out[i*c.size:])
		if day.rollup == nil {
			continue
		}
		sums := day.rollup.value(v, c.money(v))
		for r, n := range day.run {
			next[n] = next[n].Plus(sums.cell(r))
		}
	}
	return out
}

// between returns the totals of a value at the beginning and at the end of the
// days.
func (c *cube) between(v value, days ops.Range) (from, to []engine.Cell) {
	made, ok := c.totals.Load(v)
	if !ok {
		made, _ = c.totals.LoadOrStore(v, sync.OnceValue(func() []engine.Cell { return c.sum(v) }))
	}
	total := made.(func() []engine.Cell)()
	at := func(d ops.Day) []engine.Cell {
		i := int(min(max(d-c.first, 0), ops.Day(len(c.days)))) * c.size
		return total[i : i+c.size]
	}
	return at(days.From), at(days.To)
}

// fromCube fills the grids of the scan's measures from a cube.
func (a *answer) fromCube(s *scan, c *cube) error {
	runGroups := s.selection.passing(&c.runs, c.size, nil)
	from, to := c.between(value{slot: rowCount}, a.query.Range)
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
	space := make([]engine.Cell, len(s.values)*(groups*buckets+groups+buckets))
	take := func(n int) []engine.Cell {
		out := space[:n:n]
		space = space[n:]
		return out
	}
	for i, v := range s.values {
		g := &grid{}
		g.cells, g.byGroup, g.byBucket = take(groups*buckets), take(groups), take(buckets)
		for b, bucket := range a.buckets {
			from, to := c.between(v, bucket.And(a.query.Range))
			var all engine.Cell
			for r, group := range runGroups {
				if group == rejected {
					continue
				}
				sum := minus(to[r], from[r])
				cell := &g.cells[int(group)*buckets+b]
				*cell = cell.Plus(sum)
				g.byGroup[group] = g.byGroup[group].Plus(sum)
				all = all.Plus(sum)
			}
			g.byBucket[b] = all
			g.total = g.total.Plus(all)
		}
		s.share(a, i, g)
	}
	return nil
}

func minus(a, b engine.Cell) engine.Cell {
	return engine.Cell{Sum: a.Sum - b.Sum, Rest: a.Rest - b.Rest, Rows: a.Rows - b.Rows, Unknown: a.Unknown - b.Unknown}
}
