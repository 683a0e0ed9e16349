package reference

import (
	"cmp"
	"context"
	"slices"
	"time"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// Evening implements engine.Habits.
func (r *Members) Evening(_ context.Context, q engine.EveningQuery) (*engine.Evening, error) {
	q, err := q.Resolve()
	if err != nil {
		return nil, err
	}
	asked := []engine.Activity{q.Event}
	if q.Enrol != "" {
		asked = append(asked, engine.Activity{Event: q.Enrol})
	}
	if err := r.check(nil, asked...); err != nil {
		return nil, err
	}
	out := &engine.Evening{}
	for i, round := range q.Rounds {
		earlier := engine.EveningRound{}
		for _, m := range r.members {
			p, ok := r.partOf(m, q, round)
			switch {
			case !ok:
			case i == 0:
				p.today(out, m, q)
			default:
				earlier.Members++
				for d := p.from; d < round.Range().To; d++ {
					p.before(&earlier, d, q)
				}
			}
		}
		if i > 0 {
			slices.SortFunc(earlier.Cells, func(a, b engine.EveningCell) int { return cmp.Or(a.Away-b.Away, a.Kept-b.Kept) })
			out.Rounds = append(out.Rounds, earlier)
		}
	}
	return out, nil
}

// part is what a member did in a round: the minute of its check-in for each day that has one.
type part struct {
	round engine.Round
	from  ops.Day
	came  map[ops.Day]int
	any   map[ops.Day]bool // days with a check-in of whatever challenge
}

func (r *Members) partOf(m *member, q engine.EveningQuery, round engine.Round) (p part, ok bool) {
	calendar := r.calendar
	if q.DayStart >= 0 {
		calendar.DayStart = time.Duration(q.DayStart) * time.Minute
	}
	of := func(a engine.Activity) (out []event) {
		for _, e := range m.matching(a) {
			if ops.Fold(e.challenge) == ops.Fold(round.Name) {
				out = append(out, e)
			}
		}
		return out
	}
	p = part{round: round, came: map[ops.Day]int{}, any: map[ops.Day]bool{}}
	for _, e := range m.matching(q.Event) {
		p.any[calendar.Day(e.at)] = true
	}
	for _, e := range of(q.Event) {
		d := calendar.Day(e.at)
		graced := e.at.Before(calendar.Start(d).Add(time.Duration(q.Grace) * time.Minute))
		if _, has := p.came[d-1]; graced && !has && d-1 >= round.Start {
			d--
		}
		if _, has := p.came[d]; !has && round.Range().Has(d) {
			p.came[d] = int(e.at.Sub(calendar.Start(d)) / time.Minute)
		}
	}
	entries := of(q.Event)
	if q.Enrol != "" {
		entries = of(engine.Activity{Event: q.Enrol})
	} else {
		entries = slices.DeleteFunc(slices.Clone(entries), func(e event) bool { return calendar.Day(e.at) < round.Start })
	}
	if len(entries) == 0 {
		return p, false
	}
	first := ops.MaxDay
	for _, e := range entries {
		first = min(first, calendar.Day(e.at))
	}
	p.from = max(round.Start, first)
	return p, round.Range().Has(p.from)
}

// stands is how a member stands on a day, by what it did before.
type stands struct {
	days, kept, away int
	out              bool
}

func (p part) on(d ops.Day, q engine.EveningQuery) (s stands) {
	for x := p.from; x < d; x++ {
		if slices.Contains(q.Rest, int(x.Weekday())) {
			continue
		}
		s.days++
		if _, came := p.came[x]; came {
			s.kept, s.away = s.kept+1, 0
			continue
		}
		s.away++
		s.out = s.out || s.away >= q.Out
	}
	return s
}

// streak returns the days in a row with a check-in just before d.
func (p part) streak(d ops.Day, q engine.EveningQuery) int {
	n := 0
	for x := d - 1; x >= p.from-ops.MaxLength; x-- {
		_, did := p.came[x]
		if x < p.from {
			did = p.any[x]
		}
		switch {
		case did && (x < p.from || !slices.Contains(q.Rest, int(x.Weekday()))):
			n++
		case !did && !slices.Contains(q.Rest, int(x.Weekday())):
			return n
		}
	}
	return n
}

func (p part) today(out *engine.Evening, who *member, q engine.EveningQuery) {
	if p.from > q.Day {
		return
	}
	s := p.on(q.Day, q)
	minute, ever := p.came[q.Day]
	came := ever && minute < q.Minute
	out.Joined++
	out.In += one(!s.out)
	out.Came += one(came)
	out.CameIn += one(came && !s.out)
	if s.out || came || slices.Contains(q.Rest, int(q.Day.Weekday())) {
		return
	}
	m := engine.EveningMember{ID: who.id, Group: who.group, Days: s.days, Kept: s.kept, Streak: p.streak(q.Day, q), Away: s.away, Usual: -1}
	var minutes []int
	for d := p.round.Start; d < q.Day; d++ {
		minute, did := p.came[d]
		m.Done = append(m.Done, did)
		if did {
			minutes = append(minutes, minute)
		}
	}
	if slices.Sort(minutes); len(minutes) > 0 {
		m.Usual = minutes[(len(minutes)-1)/2]
	}
	out.Waiting = append(out.Waiting, m)
}

func (p part) before(round *engine.EveningRound, d ops.Day, q engine.EveningQuery) {
	s := p.on(d, q)
	minute, ever := p.came[d]
	if s.out || ever && minute < q.Minute || slices.Contains(q.Rest, int(d.Weekday())) {
		return
	}
	kept := engine.KeptBand(s.kept, s.days)
	at := slices.IndexFunc(round.Cells, func(c engine.EveningCell) bool { return c.Away == s.away && c.Kept == kept })
	if at < 0 {
		at = len(round.Cells)
		round.Cells = append(round.Cells, engine.EveningCell{Away: s.away, Kept: kept})
	}
	round.Cells[at].Waiting++
	round.Cells[at].Missed += one(!ever)
}
