package trace

import (
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// levels finds the last value of every series. One that says nothing in the days asked
// for is unknown, unless nothing more comes from its source.
type levels struct{ last map[string]levelRow }

type levelRow struct {
	credit
	day    ops.Day
	cell   engine.Cell
	counts bool
}

func (s *levels) subjects() int { return len(s.last) }

func (s *levels) take(w *walk, i int, place int64) {
	m, day := w.query.Measure, w.day(i)
	v, ok := w.value(m.Column, i)
	if !ok || day >= w.query.Range.To {
		return
	}
	series := w.series(i)
	if old, ok := s.last[series]; ok && old.day >= day {
		return
	}
	r := levelRow{credit: credit{w.batch(i), place}, day: day, cell: engine.Cell{Sum: v, Rows: 1}, counts: w.own(i) && w.asked(i)}
	if w.record.Columns[w.places[m.Column]].Type == ops.Money {
		r.cell = w.money(v, 1, w.text("currency", i), day)
	}
	if day < w.query.Range.From {
		over := w.retired[[2]string{ops.Fold(w.text(w.record.Source, i)), ops.Fold(w.text(w.record.MarkedPart(), i))}]
		r.cell, r.counts = engine.Cell{Unknown: 1}, r.counts && !over
	}
	s.last[series] = r
}

func (s *levels) finish(_ *walk, l *ledger) {
	for _, r := range s.last {
		if r.counts {
			p := l.part(r.batch)
			*p = p.Plus(r.cell)
			l.row(r.place)
		}
	}
}

// openings works out, of everything with a level of its own, what the level was before
// the days: the last one stated, less what came and plus what left up to its day. Each
// number is credited to the import of its row.
type openings struct {
	of map[string][]openingRow
	n  int
}

type openingRow struct {
	credit
	day                               ops.Day
	level, in, out, value             int64
	hasLevel, hasIn, hasOut, hasValue bool
}

func (o *openings) subjects() int { return o.n }

func (o *openings) take(w *walk, i int, place int64) {
	m, day := w.query.Measure, w.day(i)
	if day < w.query.Range.From-1 || day >= w.query.Range.To || !w.own(i) || !w.asked(i) {
		return
	}
	r := openingRow{credit: credit{w.batch(i), place}, day: day}
	r.level, r.hasLevel = w.value(m.Stock.Level, i)
	r.in, r.hasIn = w.value(m.Stock.In, i)
	r.out, r.hasOut = w.value(m.Stock.Out, i)
	r.value, r.hasValue = w.value(m.Column, i)
	per := w.dimension(m.Stock.Per, i)
	o.of[per], o.n = append(o.of[per], r), o.n+1
}

func (o *openings) finish(w *walk, l *ledger) {
	for _, rows := range o.of {
		o.credit(w, rows, l)
	}
}

func (o *openings) credit(w *walk, rows []openingRow, l *ledger) {
	days := w.query.Range
	last, known := days.From-1, false
	for _, r := range rows {
		if r.hasLevel {
			last, known = max(last, r.day), true
		}
	}
	moves := func(r openingRow) bool { return r.day <= last && days.Has(r.day) }
	for _, r := range rows {
		known = known && !(moves(r) && r.hasIn != r.hasOut)
	}
	if !known {
		return
	}
	stated := credit{}
	for _, r := range rows {
		p := l.part(r.batch)
		switch {
		case w.query.Measure.Agg == ops.Opened:
			if r.hasValue && days.Has(r.day) {
				p.Sum, p.Rows = p.Sum+r.value, p.Rows+1
				l.row(r.place)
			}
			continue
		case r.hasLevel && r.day == last:
			p.Sum += r.level
			if stated.before(r.credit) {
				stated = r.credit
			}
		}
		if moves(r) && r.hasIn {
			p.Sum += r.out - r.in
		}
		if r.hasLevel && r.day == last || moves(r) {
			l.row(r.place)
		}
	}
	if w.query.Measure.Agg == ops.Opening {
		l.part(stated.batch).Rows++
	}
}
