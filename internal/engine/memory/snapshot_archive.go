package memory

import (
	"fmt"
	"maps"
	"slices"
)

// archive writes or reads what cannot be had cheaper from the source. A
// snapshot that is read is a new one: what its parts learn later is not shared.
func (s *snapshot) archive(a *archive) {
	flatNumber(a, &s.version)
	a.same(s.memberData.log.clock.fingerprint())
	a.same(fmt.Sprint(s.facts.options.Currency, s.facts.options.Calendar.WeekStart))
	s.facts.archive(a)
	s.memberData.archive(a)
}

// fingerprint tells clocks apart that do not give every instant the same day.
func (k *eventClock) fingerprint() string { return fmt.Sprint(k.from, k.offsets, k.steady) }

func (f *facts) archive(a *archive) {
	for _, name := range slices.Sorted(maps.Keys(f.dimensions)) {
		a.same(name)
		f.dimensions[name].archive(a)
	}
	if a.reading() {
		f.attributes = &attributes{}
	}
	flatSlice(a, &f.attributes.rows)
	flatNumber(a, &f.attributes.records)
	for _, name := range slices.Sorted(maps.Keys(f.tables)) {
		a.same(name)
		f.tables[name].archive(a)
	}
}

// archive leaves out what follows from the values. They are copied, because
// the dimension grows.
func (d *dimension) archive(a *archive) {
	values := d.values
	flatSlice(a, &values)
	if !a.reading() || a.err != nil {
		return
	}
	d.values = slices.Clone(values)
	d.local = make([]uint32, d.dict.Len())
	for own, g := range d.values {
		if int(g) >= len(d.local) {
			a.fail(errArchiveOther)
			return
		}
		d.local[g] = uint32(own)
	}
}

func (t *table) archive(a *archive) {
	a.same(fmt.Sprint(len(t.schema.slots), t.schema.runSlots, t.schema.measures))
	if t.schema.idents != nil {
		a.dictionary(&t.schema.idents)
	}
	each(a, &t.segments, func(s **segment) {
		if a.reading() {
			*s = &segment{}
		}
		(*s).archive(a)
	})
}

func (s *segment) archive(a *archive) {
	s.runs.archive(a)
	flatNumber(a, &s.day)
	flatSlice(a, &s.start)
	flatSlices(a, &s.finer)
	each(a, &s.columns, func(c *column) { c.archive(a) })
	flatSlice(a, &s.members)
	s.at.archive(a)
	flatSlice(a, &s.idents)
	each(a, &s.rates, func(r *usedRate) {
		flatNumber(a, &r.currency)
		flatNumber(a, &r.conversion)
	})
	flatSlice(a, &s.conversions)
	flatNumber(a, &s.blanks)
	has := s.rollup != nil
	a.flag(&has)
	if has {
		if a.reading() {
			s.rollup = &rollup{seg: s}
		}
		s.rollup.archive(a)
	}
}

func (r *runs) archive(a *archive) {
	flatSlices(a, &r.dims)
}

// archive leaves out the sums, which are worked out again when asked for.
func (u *rollup) archive(a *archive) {
	u.runs.archive(a)
	flatSlice(a, &u.rows)
	flatSlice(a, &u.runOf)
}

func (c *column) archive(a *archive) {
	flatNumber(a, &c.base)
	flatNumber(a, &c.scale)
	flatSlice(a, &c.narrow)
	flatSlice(a, &c.wide)
}

func (m *memberData) archive(a *archive) {
	m.log.archive(a)
	m.table.archive(a)
	m.matrices.archive(a)
}

func (l *eventLog) archive(a *archive) {
	kinds, props := l.kinds, l.props
	flatSlice(a, &kinds)
	a.dictionary(&props)
	if a.reading() {
		l.writer = &eventKinds{kinds: kinds, props: props}
		l.kinds, l.props = kinds, props
		l.base, l.tail = &eventRuns{}, &eventRuns{}
	}
	l.base.archive(a)
	l.tail.archive(a)
	flatNumber(a, &l.cut)
	if a.reading() {
		l.count()
	}
}

func (r *eventRuns) archive(a *archive) {
	flatSlice(a, &r.start)
	flatSlice(a, &r.at)
	flatSlice(a, &r.kind)
	has := r.patch != nil
	a.flag(&has)
	if has {
		if a.reading() {
			r.patch = &eventPatch{}
		}
		r.patch.archive(a)
	}
	flatSlice(a, &r.rows)
	flatSlice(a, &r.first)
	a.days(&r.days)
}

func (p *eventPatch) archive(a *archive) {
	flatSlice(a, &p.members)
	flatSlice(a, &p.start)
	flatSlice(a, &p.at)
	flatSlice(a, &p.kind)
	if a.reading() {
		p.index()
	}
}

func (t *memberTable) archive(a *archive) {
	flatSlice(a, &t.known)
	flatSlice(a, &t.joined)
	flatSlice(a, &t.staff)
	for _, column := range []*[]uint32{&t.channel, &t.campaign, &t.group, &t.city, &t.invitedBy} {
		flatSlice(a, column)
	}
}

// archive keeps the matrices of the base that are there: those of the whole
// log follow from them at little cost.
func (c *matrixCache) archive(a *archive) {
	var names []string
	if !a.reading() {
		names = c.base.built()
	}
	each(a, &names, a.text)
	for _, name := range names {
		once := &matrixOnce{matrix: &activityMatrix{}}
		if a.reading() {
			c.base.byName[name] = once
		} else {
			once = c.base.byName[name]
		}
		once.matrix.archive(a)
	}
}

// built returns the names of the matrices that are there.
func (s *matrixSet) built() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var names []string
	for name, once := range s.byName {
		once.mu.Lock()
		if once.matrix != nil {
			names = append(names, name)
		}
		once.mu.Unlock()
	}
	slices.Sort(names)
	return names
}

func (x *activityMatrix) archive(a *archive) {
	flatNumber(a, &x.first)
	flatSlice(a, &x.off)
	flatSlice(a, &x.count)
	flatSlices(a, &x.rows)
	flatSlice(a, &x.member)
	flatSlice(a, &x.entry)
	flatSlice(a, &x.place)
}

// flag writes or reads a truth value.
func (a *archive) flag(b *bool) {
	x := int64(0)
	if *b {
		x = 1
	}
	a.number(&x)
	*b = x == 1
}
