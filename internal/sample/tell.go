package sample

import (
	"fmt"
	"math"
	"math/rand/v2"

	"daybreak/internal/ops"
)

// story is the telling in progress.
type story struct {
	Options
	w         *writer
	r         *rand.Rand
	end       ops.Day // the day after the last
	off       map[ops.Day]bool
	members   []member
	active    []int32 // indexes of members who may still check in
	orders    int
	size      float64   // joins per join of the standard story
	joins     []float64 // of the day, by channel
	followers int
	running   []push // pushes of the last week
	tally     tally

	// Dice of what was added to the story later, so that the rest of it stays.
	rest, named, talk, found *rand.Rand

	came      [returnDays + 1][]int32 // who checked in on each of the last days, by day modulo their number
	grown     int                     // members so far whose first month is told
	qualified map[int][]int32         // for the beta programme, by day
}

func (s *story) day(d int) ops.Day { return s.start() + ops.Day(d) }

// tell goes through the story day by day.
func (s *story) tell() {
	s.size = float64(s.Members) / standardMembers * standardDays / float64(s.Days)
	s.rates()
	s.holidays()
	s.portfolio()
	gained := autumn(s.end, s.Days)
	posts := s.pushes()
	for d := range s.Days {
		boost := 1.0
		if gained.Has(s.day(d)) {
			boost = 2.4
		}
		s.joining(d, boost)
		s.enrolling(d)
		s.checking(d)
		s.beta(d)
		s.reading(d, posts)
		s.spending(d, boost)
		s.operating(d)
		s.following(d, boost, posts[d])
	}
	s.unread(posts)
	for i := range s.members {
		s.introduce(&s.members[i])
	}
	s.targets()
}

// joining lets new members in, by channel.
func (s *story) joining(d int, boost float64) {
	s.joins = make([]float64, len(channels()))
	progress := float64(d) / float64(s.Days)
	week := []float64{0.9, 1.08, 1.06, 1.04, 1, 0.98, 0.94}[s.day(d).Weekday()]
	for c, ch := range channels() {
		mean := ch.join * (1 + ch.growing*progress) * week * boost * s.size
		if d < ch.from {
			mean = 0
		}
		switch ch.name {
		case "big-accounts":
			for _, p := range placements() {
				if at := d - p.day*s.Days/standardDays; at >= 0 && at < 4 {
					mean += p.reach * []float64{0.5, 0.3, 0.14, 0.06}[at] * s.size
				}
			}
		case "invitations":
			mean = float64(len(s.active)) * 0.0056 * boost
		}
		n := poisson(s.r, mean)
		s.joins[c] = float64(n)
		for range n {
			s.join(d, c, boost > 1)
			s.tally.joined(ch.name, d)
		}
	}
}

func (s *story) join(d, c int, campaign bool) {
	ch := channels()[c]
	m := member{id: len(s.members) + 1, channel: uint8(c), joined: uint16(d), inviter: -1, enrolled: -1}
	m.city = uint8(float64(len(cities())) * math.Pow(s.r.Float64(), 1.7))
	m.keep = float32(min(max(ch.keep+0.16*s.r.NormFloat64(), 0.02), 0.98))
	m.buyer = s.r.Float64() < ch.buys
	m.staff = m.id <= 6
	if ch.name == "invitations" && len(s.active) > 0 {
		m.inviter = s.active[s.r.IntN(len(s.active))]
	}
	at := 7*60 + s.r.IntN(16*60)
	m.campaign = s.campaign(ch.name, d)
	if s.sentByPartner(ch.name, d) {
		m.campaign = partner
	}
	if campaign {
		m.campaign = autumnCampaign
	}
	inviter := ""
	if m.inviter >= 0 {
		inviter = s.members[m.inviter].name()
	}
	s.members = append(s.members, m)
	s.active = append(s.active, int32(len(s.members)-1))
	s.w.row("events", m.name(), clock(s.day(d), at, s.r.IntN(60)), "join", slug(cities()[m.city]), "", ch.name, m.campaign, inviter, "")
	if s.r.Float64() < 0.62 { // most see the page before they join
		s.w.row("events", m.name(), clock(s.day(d), max(at-1-s.r.IntN(30), 0), s.r.IntN(60)), "visit", "", "", ch.name, m.campaign, "", "")
	}
	s.touch(&m, d)
}

// enrolling starts a challenge every three weeks.
func (s *story) enrolling(d int) {
	if d < firstStart || (d-firstStart)%challengeGap != 0 {
		return
	}
	n := (d - firstStart) / challengeGap
	for _, i := range s.active {
		m := &s.members[i]
		m.enrolled = -1
		if m.silent < 10 && s.r.Float64() < 0.30+0.5*float64(m.keep) {
			m.enrolled = int16(n)
			s.w.row("events", m.name(), clock(s.day(d), 5*60+s.r.IntN(20), s.r.IntN(60)), "enrol", "", challenge(n), "", "", "", "")
			if d-int(m.joined) <= touchedThrough {
				m.month |= enrolledEarly
			}
		}
	}
}

func challenge(n int) string { return fmt.Sprintf("early-21-%02d", n+1) }

// checking lets active members check in, speak, buy and leave.
func (s *story) checking(d int) {
	kept := s.active[:0]
	for _, i := range s.active {
		m := &s.members[i]
		if int(m.joined) == d && s.r.Float64() < 0.45 { // many begin on the next morning
			kept = append(kept, i)
			continue
		}
		if s.r.Float64() < m.chance(d, s.day(d)) {
			s.checkIn(m, d)
		} else {
			m.streak = 0
			m.silent++
		}
		if m.silent > 25 && s.r.Float64() < 0.2 {
			if s.r.Float64() < 0.5 {
				s.w.row("events", m.name(), clock(s.day(d), 9*60+s.r.IntN(12*60), s.r.IntN(60)), "leave", slug(cities()[m.city]), "", "", "", "", "")
				s.quit(m, d)
			}
			continue
		}
		kept = append(kept, i)
	}
	s.active = kept
}

func (s *story) checkIn(m *member, d int) {
	name := ""
	if m.enrolled >= 0 {
		name = challenge(int(m.enrolled))
	}
	at := minute(s.r, s.day(d))
	when := clock(s.day(d), at, s.r.IntN(60))
	if !s.asleep(d) {
		s.w.row("events", m.name(), when, "check_in", "", name, "", "", "", "")
		s.tally.add(&s.tally.checkIns, d, 1)
		s.present(m, d, at)
	}
	m.streak, m.silent, m.checked = m.streak+1, 0, m.checked+1
	if s.r.Float64() < 0.07 {
		s.w.row("events", m.name(), clock(s.day(d), min(at+1+s.r.IntN(90), 1439), s.r.IntN(60)), "speak", slug(cities()[m.city]), "", "", "", "", "")
	}
	if m.buyer && m.checked >= 3 && s.r.Float64() < 0.085 {
		s.buy(m, d, at)
	}
}

func (s *story) buy(m *member, d, at int) {
	x := s.r.Float64()
	for _, p := range products() {
		if x -= p.share; x > 0 {
			continue
		}
		if p.role == "promotion" && d < s.Days-50 {
			p = products()[1] // the gift box came with the autumn campaign
		}
		s.orders++
		n := int64(1)
		if s.r.Float64() < 0.08 {
			n = 2
		}
		refund, cost := int64(0), ""
		if s.r.Float64() < p.refund {
			refund = p.price * n
		}
		if p.cost >= 0 {
			cost = yuan(p.cost * n)
		}
		when := clock(s.day(d), min(at+5+s.r.IntN(400), 1439), s.r.IntN(60))
		s.w.row("orders", fmt.Sprintf("o%06d", s.orders), when, m.name(), p.name, p.role, channels()[m.channel].name, m.campaign, num(int(n)), yuan(p.price*n),
			yuan(refund), cost, "CNY")
		s.w.row("events", m.name(), when, "pay", "", "", "", "", "", "")
		if p.role == "profit" {
			s.enter(m, coachingGroup, d, at)
		}
		s.tally.add(&s.tally.revenue, d, float64(p.price*n)/100)
		if !m.paid {
			m.paid = true
			s.tally.add(&s.tally.newPayers, d, 1)
		}
		return
	}
}

// beta runs the beta programme over its sixty days: 400 apply in the standard
// story, each is talked to, fewer than 1 in 10 qualifies.
func (s *story) beta(d int) {
	for _, i := range s.qualified[d] {
		s.enter(&s.members[i], betaGroup, d, 18*60)
	}
	from := s.Days / 2
	if d < from || d >= from+60 || len(s.active) == 0 {
		return
	}
	for range poisson(s.r, 400.0/60*s.size) {
		m := &s.members[s.active[s.r.IntN(len(s.active))]]
		if m.applied {
			continue
		}
		m.applied = true
		owner := s.owner()
		step := func(after int, event string) {
			if d+after < s.Days {
				props := ""
				if event != "apply" {
					props = prop("by", owner)
				}
				s.w.row("events", m.name(), clock(s.day(d+after), 10*60+s.r.IntN(8*60), s.r.IntN(60)), event, "", "", "", "beta", "", props)
			}
		}
		step(0, "apply")
		if s.r.Float64() < 0.9 {
			step(1+s.r.IntN(3), "contact")
			if s.r.Float64() < 0.28 {
				step(4+s.r.IntN(4), "interview")
				if s.r.Float64() < 0.33 {
					at := 9 + s.r.IntN(4)
					step(at, "qualify")
					s.qualified[d+at] = append(s.qualified[d+at], int32(m.id-1))
				}
			}
		}
	}
}

// introduce writes the member's own record.
func (s *story) introduce(m *member) {
	inviter, staff := "", ""
	if m.inviter >= 0 {
		inviter = s.members[m.inviter].name()
	}
	if m.staff {
		staff = "1"
	}
	city := cities()[m.city]
	s.w.row("members", m.name(), clock(s.day(int(m.joined)), 0, 0), channels()[m.channel].name, m.campaign, slug(city), city, inviter, staff, m.nickname(),
		m.contact())
}
