package sample

import (
	"fmt"
	"strings"
)

// circle is a group beside those of the cities.
type circle struct {
	name, kind string
	cities     [2]string // whose members may enter; empty = all
	from       int       // day of the story on which it opens
	enters     float64   // chance that somebody who may does so on a day of a check-in
	speaks     float64   // … that a member of it speaks there
	owner      string
}

// Groups that are entered for a reason, and the one that dies.
const (
	notebookClub  = 3
	readingNotes  = 4
	coachingGroup = 5
	betaGroup     = 6
	clubShut      = 110 // day of the story from which nobody enters the notebook club and hardly anybody speaks there
)

func circles() []circle {
	return []circle{
		{name: "Morning reading", kind: "interest", cities: [2]string{"Beijing", "Shanghai"}, from: 20, enters: 0.02, speaks: 0.06, owner: "He Miao"},
		{name: "Morning run", kind: "interest", cities: [2]string{"Guangzhou", "Shenzhen"}, from: 45, enters: 0.03, speaks: 0.09, owner: "Lin Xiao"},
		{name: "Exam study", kind: "interest", cities: [2]string{"Wuhan", "Nanjing"}, from: 60, enters: 0.03, speaks: 0.05, owner: "He Miao"},
		{name: "Notebook club", kind: "interest", cities: [2]string{"Hangzhou", "Chengdu"}, from: 15, enters: 0.30, speaks: 0.06, owner: "Chen Guo"},
		{name: "Reading notes", kind: "topic", cities: [2]string{"Beijing", "Shanghai"}, from: 90, enters: 0.03, speaks: 0.04, owner: "He Miao"},
		{name: "Coaching", kind: "product", from: 5, speaks: 0.05, owner: "Chen Guo"},
		{name: "Beta testers", kind: "beta", from: 100, speaks: 0.12, owner: "Lin Xiao"},
	}
}

// portfolio writes the groups: those of the cities and the others.
func (s *story) portfolio() {
	owners := []string{"He Miao", "Lin Xiao", "Chen Guo"}
	for i, city := range cities() {
		s.w.row("groups", slug(city), "city", s.day(0).String(), "", owners[i%len(owners)], "")
	}
	for _, c := range circles() {
		s.w.row("groups", slug(c.name), c.kind, s.day(min(c.from, s.Days-1)).String(), "", c.owner, "")
	}
}

// event writes what somebody did at a minute of a day.
func (s *story) event(m *member, d, minute int, name, group, campaign, props string) {
	s.w.row("events", m.name(), clock(s.day(d), min(minute, 1439), s.talk.IntN(60)), name, group, "", "", campaign, "", props)
}

// present tells what else somebody does on a day of a check-in.
func (s *story) present(m *member, d, at int) {
	if age := d - int(m.joined); age < monthDays {
		m.month |= 1 << age
	}
	m.seen = uint16(d + 1)
	s.came[d%len(s.came)] = append(s.came[d%len(s.came)], int32(m.id-1))
	s.gather(m, d, at)
	if d < talkFrom {
		return
	}
	home := slug(cities()[m.city])
	switch x := s.talk.Float64(); {
	case x < 0.018:
		s.event(m, d, at+s.talk.IntN(600), "topic", home, "", prop("topic", questions()[d/7%len(questions())]))
	case x < 0.024:
		s.event(m, d, at+s.talk.IntN(600), "post", home, "", "")
	case x < 0.028:
		s.feedback(m, d, at)
	}
	if n := d - miniFrom; n >= 0 && n%miniGap == 0 && s.talk.Float64() < 0.10 {
		s.event(m, d, at+1+s.talk.IntN(120), "mini", home, fmt.Sprintf("mini-%d", n/miniGap+1), "")
	}
}

const (
	talkFrom = 60  // day of the story of the first topic
	miniFrom = 143 // … of the first mini activity, of one every ten days
	miniGap  = 10
)

// questions are the topics of the weeks.
func questions() []string {
	return []string{"first-thing-in-the-morning", "alarm-or-daylight", "what-got-you-up", "breakfast", "weekends"}
}

// feedback says what should be better, and when that was answered, if it was.
func (s *story) feedback(m *member, d, at int) {
	topics := []string{"evening-reminder", "make-up-days", "dark-theme", "streak-lost", "group-noise", "course-price"}
	topic := topics[int(float64(len(topics))*s.talk.Float64()*s.talk.Float64())]
	vote := "up"
	if s.talk.Float64() < 0.2 {
		vote = "down"
	}
	pairs := []string{"topic", topic, "vote", vote}
	after := 1 + s.talk.IntN(6)
	if answered := s.talk.Float64() < 0.8; answered && d+after < s.Days && topic != "group-noise" { // which nobody answers
		pairs = append(pairs, "answered_at", s.day(d+after).String(), "by", s.owner())
	}
	s.event(m, d, at+s.talk.IntN(600), "feedback", "", "", prop(pairs...))
}

// owner draws one of the team who talk with members.
func (s *story) owner() string {
	return []string{"He Miao", "Lin Xiao", "Chen Guo"}[s.talk.IntN(3)]
}

// gather lets somebody enter groups, speak in them and leave them.
func (s *story) gather(m *member, d, at int) {
	for n, c := range circles() {
		bit := uint8(1) << n
		shut := n == notebookClub && d >= clubShut
		if m.within&bit == 0 {
			if m.entered&bit == 0 && !shut && s.welcomes(n, c, m, d) && s.talk.Float64() < c.enters {
				s.enter(m, n, d, at)
			}
			continue
		}
		chance := c.speaks
		if shut {
			chance *= 0.15
		}
		switch x := s.talk.Float64(); {
		case x < chance:
			s.event(m, d, at+1+s.talk.IntN(240), "speak", slug(c.name), "", "")
		case x > 0.998:
			s.exit(m, n, d, at)
		}
	}
}

// welcomes reports whether a group is for somebody: its cities' members after their third
// day. Most of the notebook club are people who do not last; most who take reading notes read.
func (s *story) welcomes(n int, c circle, m *member, d int) bool {
	city := cities()[m.city]
	if c.enters == 0 || d < c.from || d < int(m.joined)+3 || city != c.cities[0] && city != c.cities[1] {
		return false
	}
	switch n {
	case notebookClub:
		return m.keep < 0.72
	case readingNotes:
		return m.within&1 == 1 || m.id%7 == 0
	}
	return true
}

func (s *story) enter(m *member, n, d, at int) {
	if bit := uint8(1) << n; m.within&bit == 0 && d < s.Days {
		m.within, m.entered = m.within|bit, m.entered|bit
		s.event(m, d, at+2+s.talk.IntN(60), "enter", slug(circles()[n].name), "", "")
	}
}

func (s *story) exit(m *member, n, d, at int) {
	m.within &^= 1 << n
	s.event(m, d, at+300+s.talk.IntN(240), "exit", slug(circles()[n].name), "", "")
}

// quit lets somebody who leaves leave the other groups, too, but for the one nobody
// looks into any more.
func (s *story) quit(m *member, d int) {
	for n := range circles() {
		if n != notebookClub && m.within>>n&1 == 1 {
			s.exit(m, n, d, 12*60)
		}
	}
}

// prop writes names and values as the JSON object of props, quoted for CSV.
func prop(pairs ...string) string {
	var b strings.Builder
	for i := 0; i < len(pairs); i += 2 {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `""%s"":""%s""`, pairs[i], pairs[i+1])
	}
	return `"{` + b.String() + `}"`
}
