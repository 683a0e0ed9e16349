package memory

import (
	"context"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// stockKey is a value of the dimension that has a level, in a group.
type stockKey struct {
	group groupKey
	per   uint32
}

// stock is what the rows of some days, in order of day, say of one level.
type stock struct {
	day     ops.Day // the last one read
	today   int64   // its level
	states  bool    // whether it has one
	later   int64   // what came less what left since the last level
	unclear bool    // a row since then says but one of the two

	level  int64 // the last one
	known  bool  // there is one
	change int64 // what came less what left up to its day
	blank  bool  // a row up to its day says but one of the two
	eve    int64 // the level on the day before all of them
	onEve  bool
	taken  engine.Cell // of the column that Opened adds up
}

// opening fills the cells of g with the openings of their days, or with what a
// column adds up to over those that have one.
func (a *answer) opening(ctx context.Context, g *grid) error {
	n := len(a.buckets)
	g.byBucket = grown(g.byBucket, n)
	for b, days := range a.buckets {
		stocks, err := g.stocks(ctx, days)
		if err != nil {
			return err
		}
		for key, s := range stocks {
			group := int(g.groups.group(key.group))
			g.cells = grown(g.cells, len(g.groups.keys)*n)
			one := s.cell(g.measure.Agg)
			cell := &g.cells[group*n+b]
			*cell = cell.Plus(one)
			g.byBucket[b] = g.byBucket[b].Plus(one)
		}
		if err := g.groups.tooMany(a.most); err != nil {
			return err
		}
	}
	stocks, err := g.stocks(ctx, a.query.Range)
	if err != nil {
		return err
	}
	for key, s := range stocks {
		group := int(g.groups.group(key.group))
		g.byGroup = grown(g.byGroup, len(g.groups.keys))
		one := s.cell(g.measure.Agg)
		g.byGroup[group] = g.byGroup[group].Plus(one)
		g.total = g.total.Plus(one)
	}
	return nil
}

// stocks reads the days and the one before them.
func (g *grid) stocks(ctx context.Context, days ops.Range) (map[stockKey]*stock, error) {
	s, of := g.selection, g.measure.Stock
	schema := s.table.schema
	level, in, out, taken := schema.measure(of.Level), schema.measure(of.In), schema.measure(of.Out), schema.measure(g.measure.Column)
	per := schema.slot(of.Per)
	stocks := map[stockKey]*stock{}
	var space scratch
	all := newGrouper(nil)
	for _, seg := range s.table.in(ops.Range{From: days.From - 1, To: days.To}) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		for _, h := range s.ungrouped().find(seg, all, &space) {
			group, _ := s.rowKey(seg, h)
			key := stockKey{group, schema.code(seg, h, per)}
			st := stocks[key]
			if st == nil {
				st = &stock{}
				stocks[key] = st
			}
			v := seg.columns[level].value(h.row)
			if seg.day < days.From {
				if v != ops.NoValue {
					st.eve, st.onEve = st.eve+v, true
				}
				continue
			}
			st.row(seg.day, v, seg.columns[in].value(h.row), seg.columns[out].value(h.row))
			if v := seg.columns[taken].value(h.row); v != ops.NoValue && taken != level {
				st.taken = st.taken.Plus(engine.Cell{Sum: v, Rows: 1})
			}
		}
	}
	for _, st := range stocks {
		st.endDay()
	}
	return stocks, nil
}

// row takes what a row says.
func (st *stock) row(day ops.Day, level, in, out int64) {
	if st.day != day {
		st.endDay()
		st.day, st.today, st.states = day, 0, false
	}
	if level != ops.NoValue {
		st.today, st.states = st.today+level, true
	}
	switch {
	case in == ops.NoValue && out == ops.NoValue:
	case in == ops.NoValue || out == ops.NoValue:
		st.unclear = true
	default:
		st.later += in - out
	}
}

// endDay makes the level of the day the last one, which all that came and left
// until then belongs to.
func (st *stock) endDay() {
	if !st.states {
		return
	}
	st.level, st.known = st.today, true
	st.change, st.later = st.change+st.later, 0
	st.blank, st.unclear = st.blank || st.unclear, false
	st.states = false
}

// cell returns what the stock adds to a sum: nothing where its opening is not
// known.
func (st *stock) cell(agg ops.Agg) engine.Cell {
	opening, ok := st.level-st.change, st.known && !st.blank
	if !st.known {
		opening, ok = st.eve, st.onEve
	}
	switch {
	case !ok:
		return engine.Cell{}
	case agg == ops.Opened:
		return st.taken
	}
	return engine.Cell{Sum: opening, Rows: 1}
}
