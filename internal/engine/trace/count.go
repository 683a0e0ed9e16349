package trace

import (
	"cmp"
	"slices"
	"strconv"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// counter takes rows one after another and credits in the end what they add.
type counter interface {
	take(w *walk, i int, place int64)
	finish(w *walk, l *ledger)
	subjects() int // how many things are told apart so far
}

func counterOf(q Query) counter {
	switch q.Measure.Agg {
	case ops.Sum, ops.RowCount:
		return &adding{sums: map[addend]*amount{}}
	case ops.Distinct, ops.MemberDays:
		return &telling{first: map[thing]credit{}, rows: map[int64]int64{}}
	case ops.Repeat:
		return &repeating{orders: map[string]map[string]credit{}, rows: map[int64]int64{}}
	case ops.First:
		return &firsts{best: map[string]firstRow{}}
	case ops.Level:
		return &levels{last: map[string]levelRow{}}
	}
	return &openings{of: map[string][]openingRow{}}
}

// credit is a row and the import it is of.
type credit struct{ batch, place int64 }

// before reports whether what c credits came before what d does.
func (c credit) before(d credit) bool {
	return cmp.Or(cmp.Compare(c.batch, d.batch), cmp.Compare(c.place, d.place)) < 0
}

// adding adds up values, or counts rows: per currency and day, converted in the end.
type adding struct {
	sums   map[addend]*amount
	places []int64
}

type addend struct {
	batch    int64
	currency string
	day      ops.Day // of money
}

type amount struct{ sum, n int64 }

func (a *adding) subjects() int { return len(a.sums) }

func (a *adding) take(w *walk, i int, place int64) {
	day := w.day(i)
	if !w.query.Range.Has(day) || !w.own(i) || !w.asked(i) {
		return
	}
	m, v, k := w.query.Measure, int64(1), addend{batch: w.batch(i)}
	if m.Agg == ops.Sum {
		var ok bool
		if v, ok = w.value(m.Column, i); !ok {
			return
		}
		if w.record.Columns[w.places[m.Column]].Type == ops.Money {
			k.currency, k.day = w.text("currency", i), day
		}
	}
	s := a.sums[k]
	if s == nil {
		s = &amount{}
		a.sums[k] = s
	}
	s.sum, s.n = s.sum+v, s.n+1
	if len(a.places) < MostRows {
		a.places = append(a.places, place)
	}
}

func (a *adding) finish(w *walk, l *ledger) {
	m := w.query.Measure
	money := m.Agg == ops.Sum && w.record.Columns[w.places[m.Column]].Type == ops.Money
	for k, s := range a.sums {
		cell := engine.Cell{Sum: s.sum, Rows: s.n}
		if money {
			cell = w.money(s.sum, s.n, k.currency, k.day)
		}
		p := l.part(k.batch)
		*p = p.Plus(cell)
	}
	l.rows = a.places
}

// telling tells things apart: members, orders, days on which a member checked in. Each
// counts once, for the import of the first row that says so.
type telling struct {
	first  map[thing]credit
	rows   map[int64]int64 // by import
	places []int64
}

type thing struct {
	who, challenge string
	day            ops.Day
}

func (t *telling) subjects() int { return len(t.first) }

func (t *telling) take(w *walk, i int, place int64) {
	day := w.day(i)
	if !w.query.Range.Has(day) || !w.own(i) || !w.asked(i) {
		return
	}
	k := thing{who: w.subject(i)}
	if k.who == "" {
		return
	}
	if w.query.Measure.Agg == ops.MemberDays {
		k.challenge, k.day = w.text("challenge", i), day
	}
	c := credit{w.batch(i), place}
	t.rows[c.batch]++
	if len(t.places) < MostRows {
		t.places = append(t.places, place)
	}
	if old, ok := t.first[k]; !ok || c.before(old) {
		t.first[k] = c
	}
}

func (t *telling) finish(_ *walk, l *ledger) {
	for _, c := range t.first {
		l.part(c.batch).Sum++
	}
	for batch, n := range t.rows {
		l.part(batch).Rows = n
	}
	l.rows = t.places
}

// repeating counts members with two orders at least: each for the import of the second.
type repeating struct {
	orders map[string]map[string]credit // by member and order
	rows   map[int64]int64
	places []int64
}

func (r *repeating) subjects() int { return len(r.rows) + len(r.orders) }

func (r *repeating) take(w *walk, i int, place int64) {
	who := w.text("member", i)
	if !w.query.Range.Has(w.day(i)) || who == "" || !w.own(i) || !w.asked(i) {
		return
	}
	order := w.text("order_id", i)
	if order == "" {
		order = "\x00" + strconv.FormatInt(place, 10) // rows without one are one each
	}
	c := credit{w.batch(i), place}
	r.rows[c.batch]++
	if len(r.places) < MostRows {
		r.places = append(r.places, place)
	}
	if r.orders[who] == nil {
		r.orders[who] = map[string]credit{}
	}
	if old, ok := r.orders[who][order]; !ok || c.before(old) {
		r.orders[who][order] = c
	}
}

func (r *repeating) finish(_ *walk, l *ledger) {
	for _, orders := range r.orders {
		if len(orders) < 2 {
			continue
		}
		var all []credit
		for _, c := range orders {
			all = append(all, c)
		}
		slices.SortFunc(all, func(a, b credit) int { return cmp.Or(cmp.Compare(a.batch, b.batch), cmp.Compare(a.place, b.place)) })
		l.part(all[1].batch).Sum++
	}
	for batch, n := range r.rows {
		l.part(batch).Rows = n
	}
	l.rows = r.places
}

// firsts finds the first row of everybody, whenever it was; those of the days asked for
// that the filters keep count.
type firsts struct{ best map[string]firstRow }

type firstRow struct {
	credit
	at   int64
	day  ops.Day
	rank []string
	in   bool
}

func (f *firsts) subjects() int { return len(f.best) }

func (f *firsts) take(w *walk, i int, place int64) {
	who := w.subject(i)
	if who == "" || !w.own(i) {
		return
	}
	r := firstRow{credit: credit{w.batch(i), place}, at: w.instant(i), day: w.day(i)}
	old, ok := f.best[who]
	order := cmp.Or(cmp.Compare(r.at, old.at), cmp.Compare(r.day, old.day))
	if ok && order > 0 {
		return
	}
	r.rank = w.rank(i)
	if ok && order == 0 && slices.Compare(r.rank, old.rank) >= 0 {
		return
	}
	r.in = w.query.Range.Has(r.day) && w.asked(i)
	f.best[who] = r
}

func (f *firsts) finish(_ *walk, l *ledger) {
	for _, r := range f.best {
		if r.in {
			p := l.part(r.batch)
			p.Sum, p.Rows = p.Sum+1, p.Rows+1
			l.row(r.place)
		}
	}
}
