package memory

import (
	"context"
	"slices"
	"sync"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// Reach implements engine.Communities. Cost: a look at the events, from the range until
// members can have come back, of every member who does one of the things.
func (m *memberData) Reach(ctx context.Context, q engine.ReachQuery) (*engine.Reach, error) {
	r, err := newReach(ctx, m, q)
	if err != nil {
		return nil, err
	}
	out := &engine.Reach{Days: r.days}
	sum := r.newTally()
	var mu sync.Mutex
	err = r.eachPerson(ctx, func(part func(yield func(*reachPerson))) {
		own := r.newTally()
		part(own.add)
		mu.Lock()
		defer mu.Unlock()
		sum.join(own)
	})
	if err != nil {
		return nil, err
	}
	for i := range r.rows {
		out.Rows = append(out.Rows, sum.row(i))
	}
	return out, nil
}

// reach is a ReachQuery made ready.
type reach struct {
	data       *memberData
	query      engine.ReachQuery
	base, back *matcher
	did        []*matcher
	by         *trait
	days       ops.Range
	members    []uint32       // who may have done any of it
	rows       []reachRow     // one for each activity, or for each value in order
	of         map[uint32]int // row of a value
}

// reachRow is what a row is about: on[d] says that day d of the range is one of its days.
type reachRow struct {
	name string
	on   []bool
}

func newReach(ctx context.Context, m *memberData, q engine.ReachQuery) (_ *reach, err error) {
	r := &reach{data: m}
	if r.query, err = q.Resolve(); err != nil {
		return nil, err
	}
	q = r.query
	for _, a := range q.Did {
		x, err := m.activity(a)
		if err != nil {
			return nil, err
		}
		r.did = append(r.did, x)
	}
	if r.base, err = m.activity(q.Base); err != nil {
		return nil, err
	}
	if r.back, err = m.activity(q.Return); err != nil {
		return nil, err
	}
	if q.By != "" {
		if r.by, err = m.trait(q.By); err != nil {
			return nil, err
		}
	}
	r.days = q.Over()
	if r.members, err = m.active(ctx, r.days, append(slices.Clone(r.did), r.base)...); err != nil {
		return nil, err
	}
	if r.by != nil {
		err = r.findValues(ctx)
	} else {
		every := make([]bool, r.days.Len())
		for i := range every {
			every[i] = true
		}
		for range r.did {
			r.rows = append(r.rows, reachRow{on: every})
		}
	}
	if most := engine.MaxCells / 4; err == nil && len(r.rows)*r.days.Len() > most {
		err = engine.TooManyCells(most)
	}
	return r, err
}

// findValues makes the rows of the values that occur, with the days they do on.
func (r *reach) findValues(ctx context.Context) error {
	var mu sync.Mutex
	found := map[uint32][]bool{}
	most := engine.MaxCells / max(1, r.days.Len())
	err := parallel(ctx, len(r.members), func(lo, hi int) {
		type place struct {
			code uint32
			day  ops.Day
		}
		own := map[place]bool{}
		var b eventBuffer
		for _, member := range r.members[lo:hi] {
			times, kinds := r.data.log.of(member, &b)
			for i, k := range kinds {
				if d := r.data.log.clock.day(times[i]); r.days.Has(d) && r.did[0].match(member, k) {
					if code := r.by.code(member, k); code != 0 {
						own[place{code, d}] = true
					}
				}
			}
		}
		mu.Lock()
		defer mu.Unlock()
		for p := range own {
			if found[p.code] == nil {
				if len(found) > most { // too many: it is enough to know that
					continue
				}
				found[p.code] = make([]bool, r.days.Len())
			}
			found[p.code][p.day-r.days.From] = true
		}
	})
	if err != nil {
		return err
	}
	codes := make([]uint32, 0, len(found))
	for code := range found {
		codes = append(codes, code)
	}
	slices.SortFunc(codes, func(a, b uint32) int { return compareText(r.by.text(a), r.by.text(b)) })
	r.of = map[uint32]int{}
	for i, code := range codes {
		r.of[code] = i
		r.rows = append(r.rows, reachRow{r.by.text(code), found[code]})
	}
	return nil
}

// reachPerson is what one member did on the days of the question: as days since
// the first, in order, each once.
type reachPerson struct {
	member     uint32
	base, back []int
	did        [][]int // by row
	rows       []int   // that have any
}

// eachPerson reads the members in parts, from several goroutines.
func (r *reach) eachPerson(ctx context.Context, yield func(part func(yield func(*reachPerson)))) error {
	return parallel(ctx, len(r.members), func(lo, hi int) {
		p := &reachPerson{did: make([][]int, len(r.rows))}
		var b eventBuffer
		yield(func(each func(*reachPerson)) {
			for _, member := range r.members[lo:hi] {
				r.read(member, p, &b)
				each(p)
			}
		})
	})
}

func (r *reach) read(member uint32, p *reachPerson, b *eventBuffer) {
	for _, row := range p.rows {
		p.did[row] = p.did[row][:0]
	}
	p.member, p.base, p.back, p.rows = member, p.base[:0], p.back[:0], p.rows[:0]
	add := func(row, day int) {
		if len(p.did[row]) == 0 {
			p.rows = append(p.rows, row)
		}
		p.did[row] = withNumber(p.did[row], day)
	}
	times, kinds := r.data.log.of(member, b)
	for i, k := range kinds {
		day := r.data.log.clock.day(times[i])
		if day < r.days.From || day > r.query.Through || day >= r.days.To+ops.Day(r.query.After) {
			continue
		}
		n := int(day - r.days.From)
		if r.back.match(member, k) {
			p.back = withNumber(p.back, n)
		}
		if day >= r.days.To {
			continue
		}
		if r.base.match(member, k) {
			p.base = withNumber(p.base, n)
		}
		if r.by == nil {
			for row, did := range r.did {
				if did.match(member, k) {
					add(row, n)
				}
			}
		} else if r.did[0].match(member, k) {
			if code := r.by.code(member, k); code != 0 {
				add(r.of[code], n)
			}
		}
	}
}

// withNumber adds n to numbers in order, unless it is there.
func withNumber(numbers []int, n int) []int {
	if l := len(numbers); l == 0 || numbers[l-1] < n {
		return append(numbers, n)
	}
	if i, found := slices.BinarySearch(numbers, n); !found {
		return slices.Insert(numbers, i, n)
	}
	return numbers
}

func has(numbers []int, n int) bool {
	_, found := slices.BinarySearch(numbers, n)
	return found
}

// over reports whether who did it on day n can have come back by the watermark.
func (r *reach) over(n int) bool { return r.days.From+ops.Day(n+r.query.After) <= r.query.Through }

// reachTally counts some members.
type reachTally struct {
	of   *reach
	base []int // members of the base by day
	rows []engine.ReachRow
	did  [][][2]int // by row and day: of the base, in all
}

func (r *reach) newTally() *reachTally {
	t := &reachTally{of: r, base: make([]int, r.days.Len()), rows: make([]engine.ReachRow, len(r.rows)), did: make([][][2]int, len(r.rows))}
	for i := range t.did {
		t.did[i] = make([][2]int, r.days.Len())
	}
	return t
}

func (t *reachTally) add(p *reachPerson) {
	for _, n := range p.base {
		t.base[n]++
	}
	for i := range t.rows {
		row, on, did := &t.rows[i], t.of.rows[i].on, p.did[i]
		is, reached := false, false
		var arms [2][2]int64
		for _, n := range p.base {
			if !on[n] {
				continue
			}
			is = true
			without := 1
			if has(did, n) {
				reached, without = true, 0
				t.did[i][n][0]++
			}
			if t.of.over(n) {
				arms[without][0]++
				if has(p.back, n+t.of.query.After) {
					arms[without][1]++
				}
			}
		}
		for _, n := range did {
			t.did[i][n][1]++
		}
		row.Base += oneIf(is)
		row.Reached += oneIf(reached)
		row.Doers += oneIf(len(did) > 0)
		addArm(&row.With, arms[0])
		addArm(&row.Without, arms[1])
	}
}

func oneIf(is bool) int {
	if is {
		return 1
	}
	return 0
}

// addArm counts one member's days and returns.
func addArm(arm *engine.ReachArm, x [2]int64) {
	days, back := x[0], x[1]
	arm.Members += oneIf(days > 0)
	arm.Days += int(days)
	arm.Returned += int(back)
	arm.DaysSquared += days * days
	arm.DaysReturned += days * back
	arm.ReturnedSquared += back * back
}

func (t *reachTally) join(o *reachTally) {
	for n := range t.base {
		t.base[n] += o.base[n]
	}
	for i := range t.rows {
		a, b := &t.rows[i], &o.rows[i]
		a.Base += b.Base
		a.Reached += b.Reached
		a.Doers += b.Doers
		joinArm(&a.With, &b.With)
		joinArm(&a.Without, &b.Without)
		for n := range t.did[i] {
			t.did[i][n][0] += o.did[i][n][0]
			t.did[i][n][1] += o.did[i][n][1]
		}
	}
}

func joinArm(a, b *engine.ReachArm) {
	a.Members += b.Members
	a.Days += b.Days
	a.Returned += b.Returned
	a.DaysSquared += b.DaysSquared
	a.DaysReturned += b.DaysReturned
	a.ReturnedSquared += b.ReturnedSquared
}

// row returns the answer about one row.
func (t *reachTally) row(i int) engine.ReachRow {
	row := t.rows[i]
	row.Name = t.of.rows[i].name
	for n, on := range t.of.rows[i].on {
		if on {
			row.Days = append(row.Days, engine.ReachDay{Day: t.of.days.From + ops.Day(n), Base: t.base[n], Reached: t.did[i][n][0], Doers: t.did[i][n][1]})
		}
	}
	return row
}

// reachPeople adds the members behind one count of a row.
func reachPeople(ctx context.Context, m *memberData, q engine.PeopleQuery, set *memberSet) error {
	r, err := newReach(ctx, m, *q.Reach)
	if err != nil {
		return err
	}
	at := q.Step - 1
	if r.by != nil {
		at = slices.IndexFunc(r.rows, func(x reachRow) bool { return ops.Fold(x.name) == ops.Fold(q.Group) })
	}
	if at < 0 || at >= len(r.rows) {
		return noCell("There is no such activity among %d.", len(r.rows))
	}
	on := r.rows[at].on
	if q.Start != 0 {
		if !r.days.Has(q.Start) || !on[q.Start-r.days.From] {
			return noCell("%s is none of its days.", q.Start.String())
		}
		on = make([]bool, len(on))
		on[q.Start-r.days.From] = true
	}
	return r.eachPerson(ctx, func(part func(yield func(*reachPerson))) {
		part(func(p *reachPerson) {
			if r.is(p, q.Kind, at, on) {
				set.add(p.member)
			}
		})
	})
}

// is reports whether a member is of a kind on one of the days that are on.
func (r *reach) is(p *reachPerson, kind string, row int, on []bool) bool {
	if kind == "doers" {
		return slices.ContainsFunc(p.did[row], func(n int) bool { return on[n] })
	}
	return slices.ContainsFunc(p.base, func(n int) bool {
		did := has(p.did[row], n)
		switch kind {
		case "reached":
			return on[n] && did
		case "with":
			return on[n] && did && r.over(n)
		case "without":
			return on[n] && !did && r.over(n)
		}
		return on[n]
	})
}
