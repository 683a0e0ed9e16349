package memory

import (
	"context"
	"slices"
	"sync"
	"time"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// evening is a question made ready.
type evening struct {
	engine.EveningQuery
	data           *memberData
	checkIn, enrol *matcher // enrol nil: the first check-in enrols
	challenge      *trait
	rounds         []uint32 // codes of their names; 0 = never happened
	clock          *eventClock
}

// Evening implements engine.Habits. Cost: a look at the events of every member.
func (m *memberData) Evening(ctx context.Context, q engine.EveningQuery) (*engine.Evening, error) {
	e, err := m.newEvening(q)
	if err != nil {
		return nil, err
	}
	const span = 1 << 12
	parts := make([]*eveningTally, (m.log.members()+span-1)/span)
	var mu sync.Mutex
	err = parallel(ctx, len(parts), func(lo, hi int) {
		v := &eveningVisitor{evening: e, came: make([][]int16, len(e.Rounds)), from: make([]ops.Day, len(e.Rounds))}
		for i := lo; i < hi; i++ {
			t := &eveningTally{rounds: make([]eveningRound, len(e.Rounds)-1)}
			for member := i * span; member < min((i+1)*span, m.log.members()); member++ {
				v.visit(uint32(member), t)
			}
			mu.Lock()
			parts[i] = t
			mu.Unlock()
		}
	})
	if err != nil {
		return nil, err
	}
	sum := &eveningTally{rounds: make([]eveningRound, len(e.Rounds)-1)}
	for _, t := range parts {
		sum.add(t)
	}
	return sum.answer(), nil
}

func (m *memberData) newEvening(q engine.EveningQuery) (*evening, error) {
	q, err := q.Resolve()
	if err != nil {
		return nil, err
	}
	e := &evening{EveningQuery: q, data: m, clock: m.log.clock}
	if e.checkIn, err = m.activity(q.Event); err != nil {
		return nil, err
	}
	if q.Enrol != "" {
		if e.enrol, err = m.activity(engine.Activity{Event: q.Enrol}); err != nil {
			return nil, err
		}
	}
	if e.challenge, err = m.trait("challenge"); err != nil {
		return nil, err
	}
	for _, r := range q.Rounds {
		code, _ := m.dict.folded.find(r.Name)
		e.rounds = append(e.rounds, code)
	}
	if start := time.Duration(q.DayStart) * time.Minute; q.DayStart >= 0 && start != e.clock.calendar.DayStart {
		calendar := e.clock.calendar
		calendar.DayStart = start
		e.clock = newEventClock(calendar)
	}
	return e, nil
}

// eveningVisitor follows one member after another.
type eveningVisitor struct {
	*evening
	buffer eventBuffer
	from   []ops.Day // first day in each round; ops.MaxDay without one
	any    []ops.Day // days before or in the first round with a check-in of whatever challenge
	came   [][]int16 // minute of the check-in by day of each round, notCome without
}

const notCome = -1

// visit adds what a member did.
func (v *eveningVisitor) visit(member uint32, t *eveningTally) {
	at, kind := v.data.log.of(member, &v.buffer)
	for i, r := range v.Rounds {
		v.from[i] = ops.MaxDay
		v.came[i] = slices.Grow(v.came[i][:0], r.Length)[:r.Length]
		for d := range v.came[i] {
			v.came[i][d] = notCome
		}
	}
	took := false
	v.any = v.any[:0]
	for n, k := range kind {
		checkIn := v.checkIn.match(member, k)
		enrol := checkIn
		if v.enrol != nil {
			enrol = v.enrol.match(member, k)
		}
		if !checkIn && !enrol {
			continue
		}
		day := v.clock.day(at[n])
		if checkIn && day < v.Day {
			v.any = withDay(v.any, day)
		}
		own := v.challenge.code(member, k)
		for i, code := range v.rounds {
			if code == 0 || code != own {
				continue
			}
			took = true
			if enrol && (v.enrol != nil || day >= v.Rounds[i].Start) {
				v.from[i] = min(v.from[i], day)
			}
			if checkIn {
				v.check(i, day, at[n])
			}
		}
	}
	if !took {
		return
	}
	for i, r := range v.Rounds {
		from := max(v.from[i], r.Start)
		if !r.Range().Has(from) {
			continue
		}
		if i == 0 {
			v.today(member, from, t)
		} else {
			v.earlier(i, from, &t.rounds[i-1])
		}
	}
}

// check counts a check-in for a day of a round.
func (v *eveningVisitor) check(i int, day ops.Day, at int64) {
	n := int(day - v.Rounds[i].Start)
	came := v.came[i]
	start := v.clock.over(day - 1)
	if n > 0 && n <= len(came) && came[n-1] == notCome && at < start+int64(v.Grace)*60e6 {
		n, start = n-1, v.clock.over(day-2)
	}
	if n >= 0 && n < len(came) && came[n] == notCome {
		came[n] = int16((at - start) / 60e6)
	}
}

// standing is how a member stands on a day.
type standing struct {
	days, kept, away int
	out              bool
}

// next goes on by one day.
func (v *eveningVisitor) next(s *standing, d ops.Day, came int16) {
	switch {
	case v.rests(d):
	case came != notCome:
		s.days, s.kept, s.away = s.days+1, s.kept+1, 0
	default:
		s.days, s.away = s.days+1, s.away+1
		s.out = s.out || s.away >= v.Out
	}
}

func (v *eveningVisitor) rests(d ops.Day) bool { return slices.Contains(v.Rest, int(d.Weekday())) }

// today adds a member of the round that is asked about.
func (v *eveningVisitor) today(member uint32, from ops.Day, t *eveningTally) {
	if from > v.Day {
		return
	}
	round, came := v.Rounds[0], v.came[0]
	var s standing
	for d := from; d < v.Day; d++ {
		v.next(&s, d, came[d-round.Start])
	}
	minute := came[v.Day-round.Start]
	has := minute != notCome && int(minute) < v.Minute
	t.joined++
	if has {
		t.came++
	}
	if s.out {
		return
	}
	t.in++
	if has {
		t.cameIn++
	}
	if has || v.rests(v.Day) {
		return
	}
	m := engine.EveningMember{ID: v.data.dict.members.Text(member), Group: v.data.dict.names.Text(at(v.data.table.group, member)),
		Days: s.days, Kept: s.kept, Streak: v.streak(from), Away: s.away, Usual: -1}
	var minutes []int16
	for _, minute := range came[:v.Day-round.Start] {
		m.Done = append(m.Done, minute != notCome)
		if minute != notCome {
			minutes = append(minutes, minute)
		}
	}
	if slices.Sort(minutes); len(minutes) > 0 {
		m.Usual = int(minutes[(len(minutes)-1)/2])
	}
	t.waiting = append(t.waiting, m)
}

// streak returns the days in a row with a check-in just before the day asked about, of
// a member who takes part from a day on.
func (v *eveningVisitor) streak(from ops.Day) int {
	n := 0
	for d := v.Day - 1; d >= from-ops.MaxLength; d-- {
		did := false
		if d >= from {
			did = v.came[0][d-v.Rounds[0].Start] != notCome && !v.rests(d)
		} else {
			_, did = slices.BinarySearch(v.any, d)
		}
		if !did && !v.rests(d) {
			break
		}
		if did {
			n++
		}
	}
	return n
}

// earlier adds the days of a member of an earlier round.
func (v *eveningVisitor) earlier(i int, from ops.Day, t *eveningRound) {
	t.members++
	var s standing
	for d := from; d < v.Rounds[i].Range().To && !s.out; d++ {
		minute := v.came[i][d-v.Rounds[i].Start]
		if !v.rests(d) && (minute == notCome || int(minute) >= v.Minute) {
			c := &t.cells[s.away][engine.KeptBand(s.kept, s.days)]
			c.Waiting++
			if minute == notCome {
				c.Missed++
			}
		}
		v.next(&s, d, minute)
	}
}

// eveningTally counts some members.
type eveningTally struct {
	joined, in, came, cameIn int
	waiting                  []engine.EveningMember
	rounds                   []eveningRound
}

type eveningRound struct {
	members int
	cells   [engine.MaxOut][engine.KeptBands]engine.EveningCell // by days away, of which there are fewer than Out
}

// add takes in the members that come next.
func (t *eveningTally) add(o *eveningTally) {
	t.joined, t.in, t.came, t.cameIn = t.joined+o.joined, t.in+o.in, t.came+o.came, t.cameIn+o.cameIn
	t.waiting = append(t.waiting, o.waiting...)
	for i := range t.rounds {
		t.rounds[i].members += o.rounds[i].members
		for away := range t.rounds[i].cells {
			for kept := range t.rounds[i].cells[away] {
				c, x := &t.rounds[i].cells[away][kept], o.rounds[i].cells[away][kept]
				c.Waiting, c.Missed = c.Waiting+x.Waiting, c.Missed+x.Missed
			}
		}
	}
}

func (t *eveningTally) answer() *engine.Evening {
	out := &engine.Evening{Joined: t.joined, In: t.in, Came: t.came, CameIn: t.cameIn, Waiting: t.waiting}
	for _, r := range t.rounds {
		round := engine.EveningRound{Members: r.members}
		for away := range r.cells {
			for kept, c := range r.cells[away] {
				if c.Waiting > 0 {
					round.Cells = append(round.Cells, engine.EveningCell{Away: away, Kept: kept, Waiting: c.Waiting, Missed: c.Missed})
				}
			}
		}
		out.Rounds = append(out.Rounds, round)
	}
	return out
}
