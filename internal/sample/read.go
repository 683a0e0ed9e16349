package sample

import (
	"math/bits"
)

// What reading goes with. Of members who checked in on a day, those who are back on
// the seventh day after it are likelier to have read what went out than those who
// are not: the lift of reading, without one check-in more or fewer.
const (
	returnDays   = 7
	readIfBack   = 1.07
	readIfGone   = 0.90
	reachOfSell  = 0.31 // of a post that sells hard, among those who checked in that day
	reachOfPost  = 0.42
	reachOfDaily = 0.07 // of the article of a day without a post
	dailyFrom    = 108  // day of the story of the first such article
)

// Newcomers read the welcome article. Of those still there in their second week whoever
// enrolled in a challenge and stays a month is twice as likely to have read it as one who
// enrolled and goes: reading and enrolling together keep more than each for itself.
// Without enrolling both read alike.
const (
	touchedThrough = 14 // days after joining on which newcomers read and enrol
	monthDays      = 31
	enrolledEarly  = uint32(1) << 31

	readIfStays    = 0.46
	readIfGoes     = 0.18
	readByOthers   = 0.28
	welcomeArticle = "welcome"
)

// between are the bits of member.month of some days after joining.
func between(from, through int) uint32 { return (uint32(1)<<(through+1) - 1) &^ (uint32(1)<<from - 1) }

// reading tells who read what went out a week ago, now that it is known who of them is
// back, and which of those who joined a month ago read the welcome article.
func (s *story) reading(d int, posts [][]push) {
	if at := d - returnDays; at >= 0 {
		for _, i := range s.came[at%len(s.came)] {
			m := &s.members[i]
			likelier := readIfGone
			if int(m.seen) == d+1 {
				likelier = readIfBack
			}
			s.read(m, at, posts[at], likelier)
		}
	}
	for ; s.grown < len(s.members) && int(s.members[s.grown].joined) <= d-monthDays+1; s.grown++ {
		s.welcome(&s.members[s.grown])
	}
	s.came[(d+1)%len(s.came)] = s.came[(d+1)%len(s.came)][:0]
}

// unread tells the rest once the story ends: nobody knows who comes back after it.
func (s *story) unread(posts [][]push) {
	for at := max(0, s.Days-returnDays); at < s.Days; at++ {
		for _, i := range s.came[at%len(s.came)] {
			s.read(&s.members[i], at, posts[at], 1)
		}
	}
	for ; s.grown < len(s.members); s.grown++ {
		s.welcome(&s.members[s.grown])
	}
}

// read lets somebody who checked in on a day read the post of the day, or its article.
func (s *story) read(m *member, d int, posts []push, likelier float64) {
	post, reach, from := "", reachOfDaily, 12*60
	switch {
	case d-int(m.joined) <= touchedThrough: // has the welcome article to read
		return
	case len(posts) > 0 && posts[0].kind == "hard-sell":
		post, reach, from = posts[0].id, reachOfSell, 20*60+30
	case len(posts) > 0:
		post, reach, from = posts[0].id, reachOfPost, 20*60+30
	case d >= dailyFrom:
		post = "daily-" + num(d+1)
	default:
		return
	}
	if s.talk.Float64() < reach*likelier {
		s.event(m, d, from+s.talk.IntN(3*60), "read", "", "", prop("post", post))
	}
}

// welcome lets a newcomer read the welcome article on a day of a check-in of the first two weeks.
func (s *story) welcome(m *member) {
	days := m.month & between(0, touchedThrough)
	alive, stays := m.month&between(8, 14) != 0, m.month&between(24, 30) != 0
	chance := readByOthers
	if alive && m.month&enrolledEarly != 0 && int(m.joined)+monthDays <= s.Days {
		chance = readIfGoes
		if stays {
			chance = readIfStays
		}
	}
	if days == 0 || s.talk.Float64() >= chance {
		return
	}
	// … rather on one a week before another, where there is one.
	if back := days & (m.month >> returnDays); back != 0 && s.talk.Float64() < 0.6 {
		days = back
	}
	for range s.talk.IntN(bits.OnesCount32(days)) {
		days &= days - 1
	}
	s.event(m, int(m.joined)+bits.TrailingZeros32(days), 12*60+s.talk.IntN(8*60), "read", "", "", prop("post", welcomeArticle))
}
