package memory

import (
	"context"
	"slices"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// people fills g with a measure that counts members: Distinct, MemberDays or
// Repeat. Cells and groups, buckets and the total are counted apart, for a
// member in two groups is one member.
func (a *answer) people(ctx context.Context, g *grid) error {
	s := g.selection
	p := newPeopleCount(a, g)
	read := p.add
	if p.byRun && len(a.query.Filter) == 0 && len(g.measure.Within) == 0 && len(s.by) <= 1 {
		by := -1
		if len(s.by) > 0 {
			by = s.by[0]
		}
		p.question = s.table.schema.question(headcountKey{g.measure.Agg, g.measure.Column, conditionKey(g.measure), by})
		read = p.addHeadcount
	}
	for _, seg := range s.table.in(a.query.Range) {
		if err := ctx.Err(); err != nil {
			return err
		}
		for seg.day >= a.buckets[p.bucket].To {
			p.bucket++
		}
		read(seg)
		if err := g.groups.tooMany(a.most); err != nil {
			return err
		}
	}
	if p.byRun && g.measure.Agg == ops.Distinct {
		p.finish()
	}
	return nil
}

// peopleCount is a measure that counts members at work.
type peopleCount struct {
	*answer
	grid          *grid
	apart, joined *subjectCount // by group, and all groups together
	bucket        int           // of the segment being read
	scratch       scratch
	byRun         bool          // rows need not be looked at one by one
	where         *selection    // the measure's own conditions, where members are told by day
	question      *headcountKey // to which segments keep their answers, where they do
	subjects      int           // above every subject
	everybody     bool          // every row has a subject
	whole         bool          // there is one bucket
	oneDay        bool          // buckets are all that is asked for
}

func newPeopleCount(a *answer, g *grid) *peopleCount {
	s, m := g.selection, g.measure
	p := &peopleCount{answer: a, grid: g, apart: newSubjectCount(m, s.table.schema), whole: len(a.buckets) == 1}
	p.joined = p.apart
	if len(s.by) > 0 {
		p.joined = newSubjectCount(m, s.table.schema)
	}
	p.subjects = a.facts.dict.members.Len()
	p.everybody = m.Column == "" && s.table.schema.record.Columns[s.table.schema.member].Required
	if m.Column != "" {
		p.subjects = s.table.schema.idents.Len()
	}
	p.byRun = !s.finest && (m.Agg == ops.MemberDays || m.Agg == ops.Distinct)
	if p.byRun && m.Agg == ops.MemberDays {
		p.where, _ = newSelection(s.table, nil, nil, m.Where)
	}
	g.byBucket = grown(g.byBucket, len(a.buckets))
	return p
}

// add counts the rows of a segment.
func (p *peopleCount) add(seg *segment) {
	switch {
	case !p.byRun:
		p.addRows(seg)
	case p.where != nil:
		p.addDays(seg)
	default:
		p.addRuns(seg)
	}
}

// addRows counts the rows of a segment one by one.
func (p *peopleCount) addRows(seg *segment) {
	g := p.grid
	rows := g.selection.find(seg, g.groups, &p.scratch)
	p.grow()
	subjects := seg.members
	if g.measure.Agg == ops.Distinct {
		subjects = seg.subjects(g.measure.Column)
	}
	for _, h := range rows {
		if subjects[h.row] != 0 {
			p.addRow(seg, h, subjects[h.row])
		}
	}
}

// grow makes room for the groups there are now.
func (p *peopleCount) grow() {
	g := p.grid
	g.cells = grown(g.cells, len(g.groups.keys)*len(p.buckets))
	g.byGroup = grown(g.byGroup, len(g.groups.keys))
}

// addRow counts one row of a subject.
func (p *peopleCount) addRow(seg *segment, h hit, subject uint32) {
	g := p.grid
	once, ever := p.apart.row(seg, h, uint32(h.group), subject, p.bucket)
	count(&g.cells[int(h.group)*len(p.buckets)+p.bucket], once)
	count(&g.byGroup[h.group], ever)
	if p.joined != p.apart {
		once, ever = p.joined.row(seg, h, 0, subject, p.bucket)
	}
	count(&g.byBucket[p.bucket], once)
	count(&g.total, ever)
}

// addDays counts the members' days of a segment: a row counts if its member
// has no other row on the day, and only the others need a closer look.
func (p *peopleCount) addDays(seg *segment) {
	g := p.grid
	twins := seg.twinsOf(conditionKey(g.measure), p.where)
	groups := g.selection.grouped(&seg.runs, len(seg.start)-1, g.groups, p.scratch.groups)
	p.scratch.groups = groups
	p.grow()
	for r, group := range groups {
		if group == rejected || twins.alone[r] == 0 {
			continue
		}
		c := engine.Cell{Sum: int64(twins.alone[r]), Rows: int64(twins.alone[r])}
		cell := &g.cells[int(group)*len(p.buckets)+p.bucket]
		*cell = cell.Plus(c)
		g.byGroup[group] = g.byGroup[group].Plus(c)
		g.byBucket[p.bucket] = g.byBucket[p.bucket].Plus(c)
		g.total = g.total.Plus(c)
	}
	for _, h := range twins.rows {
		if h.group = groups[h.run]; h.group != rejected {
			p.addRow(seg, h, seg.members[h.row])
		}
	}
}

// addRuns counts the distinct subjects of a segment run by run.
func (p *peopleCount) addRuns(seg *segment) {
	g := p.grid
	groups := g.selection.grouped(&seg.runs, len(seg.start)-1, g.groups, p.scratch.groups)
	p.scratch.groups = groups
	p.grow()
	subjects := seg.subjects(g.measure.Column)
	for r, group := range groups {
		if group == rejected {
			continue
		}
		run := subjects[seg.start[r]:seg.start[r+1]]
		rows := int64(len(run))
		if !p.everybody {
			rows = known(run)
		}
		p.addDistinct(int(group), engine.Cell{Rows: rows})
		g.byBucket[p.bucket].Rows += rows
		g.total.Rows += rows
		if !p.oneDay {
			p.mark(int(group), run)
		}
		if !p.whole {
			p.put(int(group), run)
		}
	}
}

// addDistinct adds to a cell and to the rows of its group.
func (p *peopleCount) addDistinct(group int, c engine.Cell) {
	cell := &p.grid.cells[group*len(p.buckets)+p.bucket]
	*cell = cell.Plus(c)
	p.grid.byGroup[group].Rows += c.Rows
}

// mark notes that the subjects are there, for finish.
func (p *peopleCount) mark(group int, subjects []uint32) {
	p.apart.ever.mark(uint32(group), subjects, p.subjects)
	if group >= maxBitGroups {
		p.joined.ever.mark(0, subjects, p.subjects)
	}
}

// put counts those of the subjects that are new in the bucket.
func (p *peopleCount) put(group int, subjects []uint32) {
	p.apart.spanning(p.bucket)
	once := p.apart.now.put(uint32(group), subjects, p.subjects)
	p.grid.cells[group*len(p.buckets)+p.bucket].Sum += once
	if p.joined != p.apart {
		p.joined.spanning(p.bucket)
		once = p.joined.now.put(0, subjects, p.subjects)
	}
	p.grid.byBucket[p.bucket].Sum += once
}

// known returns how many of the subjects there are.
func known(subjects []uint32) (n int64) {
	for _, subject := range subjects {
		if subject != 0 {
			n++
		}
	}
	return n
}

// finish counts the subjects over all buckets.
func (p *peopleCount) finish() {
	g := p.grid
	var all []uint64
	for _, b := range slices.Concat(p.apart.ever.bits, p.joined.ever.bits) {
		if len(all) < len(b.words) {
			all = append(all, make([]uint64, len(b.words)-len(all))...)
		}
		orInto(all, b.words)
	}
	g.total.Sum = somebody(all)
	for group := range g.byGroup {
		n := int64(0)
		if group < maxBitGroups {
			if group < len(p.apart.ever.bits) {
				n = somebody(p.apart.ever.bits[group].words)
			}
		} else {
			n = p.apart.ever.apart[uint32(group)]
		}
		g.byGroup[group].Sum = n
		if p.whole {
			g.cells[group].Sum = n
		}
	}
	if p.whole {
		g.byBucket[0].Sum = g.total.Sum
	}
}

// somebody returns the number of subjects among bits.
func somebody(words []uint64) int64 {
	if len(words) == 0 {
		return 0
	}
	return int64(popcount(words)) - int64(words[0]&1) // 0 is nobody
}

// count counts a row and, if adds, what it adds to the sum.
func count(c *engine.Cell, adds bool) {
	c.Rows++
	if adds {
		c.Sum++
	}
}
