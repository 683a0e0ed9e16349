package memory

import (
	"slices"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// communityReader finds the memberships and activity of one member after
// another.
type communityReader struct {
	data                                     *memberData
	group                                    *trait
	join, enter, leave, exit, speak, checkIn uint32 // event codes; 0 = never happened
	through                                  ops.Day
	only                                     bool // read nothing but one group
	which                                    uint32
}

func (m *memberData) newCommunityReader(q engine.GroupsQuery) (*communityReader, error) {
	group, err := m.trait("group")
	if err != nil {
		return nil, err
	}
	code := func(name string) uint32 {
		c, _ := m.dict.events.Find(name)
		return c
	}
	r := &communityReader{
		data: m, group: group, through: q.Through, only: q.Group != "",
		join: code("join"), enter: code("enter"), leave: code("leave"), exit: code("exit"), speak: code("speak"), checkIn: code("check_in"),
	}
	if r.only {
		r.which, _ = m.dict.folded.find(q.Group)
	}
	return r, nil
}

// groupPerson is what one member did in groups. Days are in order, each once.
type groupPerson struct {
	staff    bool
	checkIns []ops.Day
	groups   []personGroup
	events   eventBuffer
}

// personGroup is a member's part in one group.
type personGroup struct {
	group    uint32
	earliest ops.Day // first day anything happened in it
	spans    []memberSpan
	spoke    []ops.Day // in order
	messages []int     // on the days of spoke
}

// memberSpan is a membership: it begins on day from (alwaysThere where only its
// end is known) and ends on day to (ops.MaxDay while it lasts).
type memberSpan struct{ from, to ops.Day }

// alwaysThere is before every day there can be.
const alwaysThere = ops.MinDay - 1

// read reads a member; false when it was never in any group.
func (r *communityReader) read(member uint32, p *groupPerson) bool {
	p.groups, p.checkIns = p.groups[:0], p.checkIns[:0]
	times, kinds := r.data.log.of(member, &p.events)
	in := false
	for i, k := range kinds {
		event := r.data.log.kinds[k].event
		if event == 0 || !slices.Contains([]uint32{r.join, r.enter, r.leave, r.exit, r.speak, r.checkIn}, event) {
			continue
		}
		day := r.data.log.clock.day(times[i])
		if day > r.through {
			continue
		}
		if event == r.checkIn {
			p.checkIns = withDay(p.checkIns, day)
			continue
		}
		code := r.group.code(member, k)
		if code == 0 || r.only && code != r.which {
			continue
		}
		own := p.in(code, day)
		switch event {
		case r.join, r.enter:
			in = true
			own.enter(day)
		case r.leave, r.exit:
			in = true
			own.leave(day)
		case r.speak:
			own.speak(day)
		}
	}
	p.staff = at(r.data.table.staff, member) == isStaff
	return in
}

// withDay adds a day to days in order, unless it is there.
func withDay(days []ops.Day, d ops.Day) []ops.Day {
	if n := len(days); n == 0 || days[n-1] < d {
		return append(days, d)
	}
	i, found := slices.BinarySearch(days, d)
	if found {
		return days
	}
	return slices.Insert(days, i, d)
}

// in returns the member's part in a group, made when first asked for.
func (p *groupPerson) in(code uint32, day ops.Day) *personGroup {
	for i := range p.groups {
		if p.groups[i].group == code {
			return &p.groups[i]
		}
	}
	if len(p.groups) < cap(p.groups) { // take the slices of an earlier member
		p.groups = p.groups[:len(p.groups)+1]
	} else {
		p.groups = append(p.groups, personGroup{})
	}
	own := &p.groups[len(p.groups)-1]
	*own = personGroup{group: code, earliest: day, spans: own.spans[:0], spoke: own.spoke[:0], messages: own.messages[:0]}
	return own
}

func (g *personGroup) enter(day ops.Day) {
	if n := len(g.spans); n > 0 && g.spans[n-1].to == ops.MaxDay {
		return
	}
	g.spans = append(g.spans, memberSpan{day, ops.MaxDay})
}

func (g *personGroup) leave(day ops.Day) {
	switch n := len(g.spans); {
	case n == 0:
		g.spans = append(g.spans, memberSpan{alwaysThere, day})
	case g.spans[n-1].to == ops.MaxDay:
		g.spans[n-1].to = day
	}
}

func (g *personGroup) speak(day ops.Day) {
	i, found := slices.BinarySearch(g.spoke, day)
	if !found {
		g.spoke = slices.Insert(g.spoke, i, day)
		g.messages = slices.Insert(g.messages, i, 0)
	}
	g.messages[i]++
}

// at reports whether the member is in the group at the end of a day.
func (g *personGroup) at(day ops.Day) bool {
	return slices.ContainsFunc(g.spans, func(s memberSpan) bool { return s.from <= day && s.to > day })
}

// spoken returns how often the member spoke in the group in r.
func (g *personGroup) spoken(r ops.Range) int {
	n := 0
	for i, d := range g.spoke {
		if r.Has(d) {
			n += g.messages[i]
		}
	}
	return n
}

// active reports whether the member was active on a day of r.
func (p *groupPerson) active(g *personGroup, r ops.Range) bool {
	return anyDayIn(p.checkIns, r) || anyDayIn(g.spoke, r)
}

// silent reports whether the member was active on none of the last days.
func (p *groupPerson) silent(g *personGroup, last ops.Day) bool {
	return !p.active(g, ops.Range{From: last - engine.SilentDays + 1, To: last + 1})
}

// regular reports whether the member was active often before the last days.
func (p *groupPerson) regular(g *personGroup, last ops.Day) bool {
	r := ops.Range{To: last - engine.LostDays + 1}
	r.From = r.To - engine.RegularDays
	n := 0
	for _, d := range p.checkIns {
		if r.Has(d) {
			n++
		}
	}
	for _, d := range g.spoke {
		if _, also := slices.BinarySearch(p.checkIns, d); r.Has(d) && !also {
			n++
		}
	}
	return n >= engine.RegularLeast
}

func anyDayIn(days []ops.Day, r ops.Range) bool {
	i, _ := slices.BinarySearch(days, r.From)
	return i < len(days) && days[i] < r.To
}
