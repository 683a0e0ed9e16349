package memory

import (
	"context"
	"fmt"
	"slices"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// Sums implements engine.Facts.
//
// A group is in the answer if any row that meets the conditions is in it; what
// a Sum or RowCount wants to be known is none of them. Rows of a cell are: for
// Sum the rows with a value, for Level the series stated, for Opening and Opened
// the values of Per that count, else the rows counted (of the aggregations over
// members, those with a member). First looks for each member's first row that
// meets Where over all history and then asks whether that row meets Filter. Of a
// Level the last row of a series that has a value decides, by its dimensions too.
func (f *facts) Sums(ctx context.Context, q engine.SumQuery) (*engine.Sums, error) {
	if !q.Grain.Valid() {
		return nil, &ops.Error{Code: "unknown_grain", Message: fmt.Sprintf("%q is not a grain.", ops.Show(string(q.Grain))), Hint: "Use whole, day, week or month.",
			Args: []any{string(q.Grain)}}
	}
	if len(q.By) > maxBy {
		return nil, &ops.Error{Code: "too_many_dimensions", Message: fmt.Sprintf("%d dimensions are too many for one question.", len(q.By)),
			Hint: fmt.Sprintf("Use %d at most.", maxBy), Args: []any{len(q.By), maxBy}}
	}
	a := &answer{facts: f, query: q, buckets: f.options.Calendar.Buckets(q.Range, q.Grain)}
	for _, name := range q.By {
		d, err := f.dimensionNamed(name)
		if err != nil {
			return nil, err
		}
		a.by = append(a.by, d)
	}
	for _, filter := range q.Filter {
		if _, err := f.dimensionNamed(filter.Dimension); err != nil {
			return nil, err
		}
	}
	a.most = q.MostGroups(len(a.buckets))
	a.groups = newGrouper(a.by)
	a.grids = make([]grid, len(q.Measures))
	if err := a.plan(); err != nil {
		return nil, err
	}
	if err := a.take(ctx); err != nil {
		return nil, err
	}
	return a.sums(), nil
}

// dimensionNamed returns the dimension, which some record must have.
func (f *facts) dimensionNamed(name string) (*dimension, error) {
	d, ok := f.dimensions[name]
	if !ok {
		return nil, &ops.Error{Code: "unknown_dimension", Message: fmt.Sprintf("There is no dimension %q.", ops.Show(name)),
			Hint: "Use a dimension of the records.", Args: []any{ops.Show(name)}}
	}
	return d, nil
}

// answer is a SumQuery at work.
type answer struct {
	facts   *facts
	query   engine.SumQuery
	buckets []ops.Range
	by      []*dimension
	groups  *grouper
	most    int     // groups the answer may have
	grids   []grid  // by measure
	scans   []*scan // of additive measures
	others  []int   // measures that are not
}

// choice is the rows that one or more measures are taken from. Its groups are
// the answer's unless its record lacks a dimension of By: then all is one
// group, which only the totals show.
type choice struct {
	missing   string
	selection *selection // nil if a filter's dimension is missing
	groups    *grouper
	scan      *scan // of the additive measures
}

// grid holds the sums of one measure. Cells and byGroup grow with the groups.
type grid struct {
	*choice
	measure  *ops.Measure
	cells    []engine.Cell // group·buckets + bucket
	byGroup  []engine.Cell
	byBucket []engine.Cell
	total    engine.Cell
}

// plan checks every measure and finds its rows; measures of the same rows
// share them, and a scan.
func (a *answer) plan() error {
	made := map[string]*choice{}
	for i, m := range a.query.Measures {
		t, ok := a.facts.tables[m.Record]
		if !ok {
			return badMeasure(m, "the record %q has no days to sum over", m.Record)
		}
		for _, w := range m.Where {
			if _, err := a.facts.dimensionNamed(w.Dimension); err != nil {
				return err
			}
		}
		if err := check(m, t.schema); err != nil {
			return err
		}
		for _, w := range m.Within {
			if _, err := a.facts.dimensionNamed(w.Dimension); err != nil {
				return err
			}
		}
		key := rowsKey(m)
		c, ok := made[key]
		if !ok {
			c = a.choose(m, t)
			made[key] = c
		}
		g := &a.grids[i]
		g.measure, g.choice = m, c
		if c.selection == nil {
			continue
		}
		v := value{slot: rowCount}
		switch m.Agg {
		case ops.Sum, ops.RowCount:
			v = t.valueOf(m)
		case ops.First:
		default:
			a.others = append(a.others, i)
			continue
		}
		if c.scan == nil {
			c.scan = &scan{selection: c.selection, buckets: a.buckets, target: c.groups, most: a.most}
			a.scans = append(a.scans, c.scan)
		}
		c.scan.want(v, i)
	}
	return nil
}

// rowsKey is equal for measures that are taken from the same rows.
func rowsKey(m *ops.Measure) string {
	rows := *m
	var what string
	switch m.Agg {
	case ops.Sum, ops.RowCount:
		rows.Known = nil
	case ops.First:
		what = "first of " + m.Column
	}
	return string(appendFilters([]byte(conditionKey(&rows)+what), m.Within))
}

// choose finds the rows that m is taken from.
func (a *answer) choose(m *ops.Measure, t *table) *choice {
	c := &choice{groups: a.groups}
	known, where := m.Known, m.Where
	switch m.Agg {
	case ops.First:
		// Which row is the first is settled by the measure alone; the rest is asked of that row.
		if _, c.missing = newSelection(t, nil, known, where); c.missing != "" {
			return c
		}
		t, known, where = t.first(m), nil, nil
	case ops.Sum, ops.RowCount:
		known = nil // the values see to it
	}
	c.selection, c.missing = newSelection(t, a.query.By, known, where, m.Within, a.query.Filter)
	if c.missing != "" {
		c.groups = newGrouper(nil)
	}
	return c
}

// check refuses a measure that its record cannot give.
func check(m *ops.Measure, s *schema) error {
	columns := m.Known
	if m.Agg == ops.Opening || m.Agg == ops.Opened {
		columns = append(slices.Clone(columns), m.Stock.Level, m.Stock.In, m.Stock.Out)
	}
	for _, column := range columns {
		if s.measure(column) < 0 {
			return badMeasure(m, "%s has no column of numbers %q", m.Record, column)
		}
	}
	switch m.Agg {
	case ops.Sum, ops.Level, ops.Opening, ops.Opened:
		if s.measure(m.Column) < 0 {
			return badMeasure(m, "%s has no column of numbers %q", m.Record, m.Column)
		}
		if m.Agg != ops.Sum && !s.record.Columns[s.day].Key {
			return badMeasure(m, "the rows of %s are not states of something day by day", m.Record)
		}
		if m.Agg != ops.Sum && m.Agg != ops.Level && s.slot(m.Stock.Per) < 0 {
			return badMeasure(m, "%s has no dimension %q", m.Record, m.Stock.Per)
		}
	case ops.Distinct, ops.First, ops.MemberDays, ops.Repeat:
		if (m.Agg == ops.Distinct || m.Agg == ops.First) && m.Column != "" {
			if s.ident < 0 || s.record.Columns[s.ident].Name != m.Column {
				return badMeasure(m, "%q is no text of the key of %s", m.Column, m.Record)
			}
		} else if s.member < 0 {
			return badMeasure(m, "%s has no members", m.Record)
		}
	case ops.RowCount:
	default:
		return badMeasure(m, "there is no aggregation %q", m.Agg)
	}
	return nil
}

func badMeasure(m *ops.Measure, reason string, args ...any) error {
	reason = fmt.Sprintf(reason, args...)
	return &ops.Error{Code: "bad_measure", Message: fmt.Sprintf("The measure %s cannot be taken: %s.", m.Name, reason), Hint: "Correct it in metrics.yaml.",
		Args: []any{m.Name, reason}}
}

// tooMany is the error for an answer of more groups than fit (A6), or nil.
func (g *grouper) tooMany(most int) error {
	if len(g.keys) > most {
		return engine.TooManyCells(engine.MaxCells)
	}
	return nil
}

// take reads the rows of every measure.
func (a *answer) take(ctx context.Context) error {
	for _, s := range a.scans {
		if err := a.scan(ctx, s); err != nil {
			return err
		}
	}
	for _, i := range a.others {
		g := &a.grids[i]
		var err error
		switch g.measure.Agg {
		case ops.Level:
			err = a.level(ctx, g)
		case ops.Opening, ops.Opened:
			err = a.opening(ctx, g)
		default:
			err = a.people(ctx, g)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// sums puts the answer together.
func (a *answer) sums() *engine.Sums {
	out := &engine.Sums{Buckets: a.buckets, Groups: make([][]string, len(a.groups.keys)), Measures: make([]engine.MeasureSums, 0, len(a.grids)), Lack: a.lack()}
	texts := make([]string, len(a.groups.keys)*len(a.by))
	for g, key := range a.groups.keys {
		out.Groups[g], texts = texts[:len(a.by):len(a.by)], texts[len(a.by):]
		for n, d := range a.by {
			out.Groups[g][n] = d.text(key[n])
		}
	}
	for i := range a.grids {
		g := &a.grids[i]
		m := engine.MeasureSums{Missing: g.missing}
		if g.selection != nil {
			m.ByBucket, m.Total = grown(g.byBucket, len(a.buckets)), g.total
		}
		if g.missing == "" {
			m.Cells = grown(g.cells, len(a.groups.keys)*len(a.buckets))
			m.ByGroup = grown(g.byGroup, len(a.groups.keys))
		}
		out.Measures = append(out.Measures, m)
	}
	return out
}

// grown returns cells with at least n cells, the new ones zero.
func grown(cells []engine.Cell, n int) []engine.Cell {
	if n > cap(cells) || cells == nil {
		more := make([]engine.Cell, n, max(n, 2*cap(cells)))
		copy(more, cells)
		return more
	}
	return cells[:max(n, len(cells))]
}
