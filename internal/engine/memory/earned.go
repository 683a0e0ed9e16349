package memory

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// Earned implements engine.Buyers. Cost: a look at the events of everybody who joined in the
// range, and at all orders from then on.
func (s *snapshot) Earned(ctx context.Context, q engine.EarnedQuery) (*engine.Earned, error) {
	e, err := s.newEarned(ctx, q)
	if err != nil {
		return nil, err
	}
	out := &engine.Earned{Joined: len(e.list.joined), Touched: e.touched}
	if most := engine.MaxCells / (len(e.query.Days) * (len(e.query.Measures) + 4)); len(e.codes) > most {
		return nil, engine.TooManyCells(most)
	}
	for _, code := range e.codes {
		g := engine.EarnedGroup{Group: e.name(code), At: make([]engine.EarnedAt, len(e.query.Days))}
		for i := range g.At {
			g.At[i].Sums = make([]engine.Cell, len(e.query.Measures))
		}
		out.Groups = append(out.Groups, g)
	}
	e.count(out)
	for n, m := range e.query.Measures {
		if err := s.addOrders(ctx, e, n, m, out); err != nil {
			return nil, err
		}
	}
	settle(out)
	slices.SortFunc(out.Groups, func(a, b engine.EarnedGroup) int { return cmp.Compare(a.Group, b.Group) })
	return out, nil
}

// earned is an EarnedQuery made ready.
type earned struct {
	query   engine.EarnedQuery
	by      *trait // nil where members are not told apart
	list    *joinedList
	credits map[uint32][]uint32 // by member: the groups it is credited to, one for each touch, where there are several
	codes   []uint32            // all groups
	place   map[uint32]int      // of a group
	touched int
	first   []int // by place: days from the join to the first order, or later than any day asked for
}

func (e *earned) name(code uint32) string {
	if e.by == nil {
		return ""
	}
	return e.by.text(code)
}

func (s *snapshot) newEarned(ctx context.Context, q engine.EarnedQuery) (_ *earned, err error) {
	m := s.memberData
	e := &earned{credits: map[uint32][]uint32{}, place: map[uint32]int{}}
	if e.query, err = q.Resolve(); err != nil {
		return nil, err
	}
	q = e.query
	if q.By != "" {
		if e.by, err = m.trait(q.By); err != nil {
			return nil, err
		}
	}
	filter, err := m.conditions(q.Filter)
	if err != nil {
		return nil, err
	}
	var mu sync.Mutex
	e.list, err = joinersWho(ctx, m, q.Range, filter, func(j *joinedMember, times []int64, kinds []uint32) bool {
		touches := touchesOf(m, j, times, kinds)
		credit := e.creditOf(j, touches)
		j.group = credit[0]
		if len(touches) == 0 {
			return true
		}
		mu.Lock()
		defer mu.Unlock()
		e.touched++
		if len(credit) > 1 {
			e.credits[j.member] = credit
		}
		return true
	})
	if err != nil {
		return nil, err
	}
	for _, j := range e.list.joined {
		for _, code := range e.creditsOf(j) {
			if _, ok := e.place[code]; !ok {
				e.place[code] = len(e.codes)
				e.codes = append(e.codes, code)
			}
		}
	}
	return e, s.findBuyers(ctx, e)
}

// touchesOf returns the channels of a member's touches in order of time.
func touchesOf(m *memberData, j *joinedMember, times []int64, kinds []uint32) []uint32 {
	join, _ := m.dict.events.Find("join")
	until, found := int64(0), false
	for i, k := range kinds {
		if join != 0 && m.log.kinds[k].event == join && m.log.clock.day(times[i]) == j.day && (!found || times[i] < until) {
			until, found = times[i], true
		}
	}
	var out []uint32
	for i, k := range kinds {
		kind, day := m.log.kinds[k], m.log.clock.day(times[i])
		if kind.channel == 0 || join != 0 && kind.event == join || day < j.day-engine.TouchDays || day > j.day {
			continue
		}
		if day == j.day && found && times[i] > until {
			continue
		}
		out = append(out, kind.channel)
	}
	return out
}

// creditOf returns the groups that a member is credited to.
func (e *earned) creditOf(j *joinedMember, touches []uint32) []uint32 {
	switch {
	case e.by == nil:
		return []uint32{0}
	case e.query.Credit == engine.CreditJoin || len(touches) == 0:
		return []uint32{e.by.code(j.member, j.kind)}
	case e.query.Credit == engine.CreditFirst:
		return touches[:1]
	case e.query.Credit == engine.CreditLast:
		return touches[len(touches)-1:]
	}
	return touches
}

// creditsOf returns the groups that a member was credited to.
func (e *earned) creditsOf(j joinedMember) []uint32 {
	if several := e.credits[j.member]; several != nil {
		return several
	}
	return []uint32{j.group}
}

// findBuyers notes when each member first ordered.
func (s *snapshot) findBuyers(ctx context.Context, e *earned) error {
	last := e.query.Days[len(e.query.Days)-1]
	e.first = make([]int, len(e.list.joined))
	for i := range e.first {
		e.first[i] = last + 1
	}
	c, err := s.ordersOf(nil)
	if err != nil {
		return err
	}
	return s.eachOrder(ctx, e.list, last, e.query.Through, c, func(place, age int, _ *segment, _ hit) { e.first[place] = min(e.first[place], age) })
}

// span returns the places of the days asked for on which something of a member counts that happened
// on day age after its join: from the first such day up to the last that it has had.
func (e *earned) span(joined ops.Day, age int) (from, to int) {
	days := e.query.Days
	from, _ = slices.BinarySearch(days, age)
	to, _ = slices.BinarySearchFunc(days, 0, func(n, _ int) int {
		if e.query.Mature(joined, n) {
			return -1
		}
		return 1
	})
	return from, max(from, to)
}

// change adds to what stands from one of the days on; settle makes it what stands on each.
func change(g *engine.EarnedGroup, from, to int, add func(at *engine.EarnedAt, sign int)) {
	if from == to {
		return
	}
	add(&g.At[from], 1)
	if to < len(g.At) {
		add(&g.At[to], -1)
	}
}

func settle(out *engine.Earned) {
	for _, g := range out.Groups {
		for i := 1; i < len(g.At); i++ {
			at, before := &g.At[i], &g.At[i-1]
			at.Members, at.Buyers, at.Parts = at.Members+before.Members, at.Buyers+before.Buyers, at.Parts+before.Parts
			for n := range at.Sums {
				at.Sums[n] = at.Sums[n].Plus(before.Sums[n])
			}
		}
	}
}

// count counts members.
func (e *earned) count(out *engine.Earned) {
	for i, j := range e.list.joined {
		credit := e.creditsOf(j)
		parts := engine.SplitUnits(engine.MemberParts, len(credit))
		from, to := e.span(j.day, 0)
		bought, _ := e.span(j.day, e.first[i])
		for n, code := range credit {
			g := &out.Groups[e.place[code]]
			once := oneIf(!slices.Contains(credit[:n], code))
			g.Parts += parts[n]
			g.Members += once
			change(g, from, to, func(at *engine.EarnedAt, sign int) {
				at.Parts += int64(sign) * parts[n]
				at.Members += sign * once
			})
			change(g, bought, max(bought, to), func(at *engine.EarnedAt, sign int) { at.Buyers += sign * once })
		}
	}
}

// addOrders adds up measure n.
func (s *snapshot) addOrders(ctx context.Context, e *earned, n int, m *ops.Measure, out *engine.Earned) error {
	c, err := s.counted(engine.CountQuery{Metric: m.Name, Measure: m})
	if err != nil {
		return err
	}
	t := c.selection.table
	v := t.valueOf(m)
	money := t.schema.isMoney(v)
	last := e.query.Days[len(e.query.Days)-1]
	return s.eachOrder(ctx, e.list, last, e.query.Through, c, func(place, age int, seg *segment, h hit) {
		one := seg.columns[v.slot].value(h.row)
		if one == ops.NoValue || !seg.has(h.row, v.known) {
			return
		}
		cell := engine.Cell{Sum: one, Rows: 1}
		if money && seg.conversions != nil {
			cell = seg.conversions[h.run].cell(one, 1)
		}
		j := e.list.joined[place]
		from, to := e.span(j.day, age)
		credit := e.creditsOf(j)
		for i, part := range cell.Split(len(credit)) {
			change(&out.Groups[e.place[credit[i]]], from, to, func(at *engine.EarnedAt, sign int) {
				sum, by := &at.Sums[n], int64(sign)
				sum.Sum, sum.Rest, sum.Rows, sum.Unknown = sum.Sum+by*part.Sum, sum.Rest+by*part.Rest, sum.Rows+by*part.Rows, sum.Unknown+by*part.Unknown
			})
		}
	})
}

// earnedPeople adds those who are credited to a group and are Step days old; of kind buyer, who
// had ordered by then.
func (s *snapshot) earnedPeople(ctx context.Context, q engine.PeopleQuery, set *memberSet) error {
	ask := *q.Earned
	ask.Days = []int{min(q.Step, engine.MaxEarnedDay)}
	e, err := s.newEarned(ctx, ask)
	if err != nil {
		return err
	}
	for i, j := range e.list.joined {
		in := slices.ContainsFunc(e.creditsOf(j), func(code uint32) bool { return e.by == nil || e.name(code) == q.Group })
		if in && e.query.Mature(j.day, q.Step) && (q.Kind == "joined" || e.first[i] <= q.Step) {
			set.add(j.member)
		}
	}
	return nil
}
