package memory

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// challenge is a question made ready.
type challenge struct {
	engine.ChallengeQuery
	data    *memberData
	checkIn *matcher
	enrol   *matcher // nil: the first check-in enrols
	entry   []*condition
	by      *trait
	clock   *eventClock // of the challenge's own days
	known   ops.Day     // last day whose grace is over by the watermark
}

// Challenge implements engine.Habits.
func (m *memberData) Challenge(ctx context.Context, q engine.ChallengeQuery) (*engine.Challenge, error) {
	c, err := m.newChallenge(q)
	if err != nil {
		return nil, err
	}
	count := c.byEvents
	if c.simple() {
		count = c.byMatrix
	}
	groups, err := count(ctx)
	if err != nil {
		return nil, err
	}
	if c.by == nil && groups[0] == nil {
		groups[0] = &challengeGroup{}
	}
	out := &engine.Challenge{}
	for code, g := range groups {
		answer := g.answer()
		if c.by != nil {
			answer.Group = c.by.text(code)
		}
		out.Groups = append(out.Groups, answer)
	}
	slices.SortFunc(out.Groups, func(a, b engine.ChallengeGroup) int { return cmp.Compare(a.Group, b.Group) })
	return out, nil
}

// byEvents follows every member's events.
func (c *challenge) byEvents(ctx context.Context) (map[uint32]*challengeGroup, error) {
	groups := map[uint32]*challengeGroup{}
	var mu sync.Mutex
	return groups, parallel(ctx, c.data.log.members(), func(lo, hi int) {
		own := map[uint32]*challengeGroup{}
		v := challengeVisitor{challenge: c}
		for member := lo; member < hi; member++ {
			a, ok := v.attempt(uint32(member))
			if !ok {
				continue
			}
			if own[a.group] == nil {
				own[a.group] = &challengeGroup{}
			}
			own[a.group].count(a)
		}
		mu.Lock()
		defer mu.Unlock()
		merge(groups, own)
	})
}

// merge adds the groups of a part.
func merge(groups, part map[uint32]*challengeGroup) {
	for code, g := range part {
		if groups[code] == nil {
			groups[code] = &challengeGroup{}
		}
		groups[code].add(g)
	}
}

func (m *memberData) newChallenge(q engine.ChallengeQuery) (*challenge, error) {
	q, err := q.Resolve()
	if err != nil {
		return nil, err
	}
	c := &challenge{ChallengeQuery: q, data: m, clock: m.log.clock}
	var only []ops.Filter
	if q.Challenge != "" {
		only = []ops.Filter{{Dimension: "challenge", Values: []string{q.Challenge}}}
	}
	if c.checkIn, err = m.activity(q.Event, only...); err != nil {
		return nil, err
	}
	if q.Enrol != "" {
		if c.enrol, err = m.activity(engine.Activity{Event: q.Enrol}, only...); err != nil {
			return nil, err
		}
	}
	if c.entry, err = m.conditions(q.Filter); err != nil {
		return nil, err
	}
	if q.By != "" {
		if c.by, err = m.trait(q.By); err != nil {
			return nil, err
		}
	}
	if start := time.Duration(q.DayStart) * time.Minute; q.DayStart >= 0 && start != c.clock.calendar.DayStart {
		calendar := c.clock.calendar
		calendar.DayStart = start
		c.clock = newEventClock(calendar)
	}
	// Day d is known when its end and the grace after it lie before the first
	// instant past the watermark.
	over := m.log.clock.over(q.Through) - int64(q.Grace)*60e6
	c.known = q.Through + 1
	for c.clock.over(c.known) > over {
		c.known--
	}
	return c, nil
}

// attempt is how one member fared.
type attempt struct {
	group    uint32
	late     bool // nothing below is counted then
	open     bool
	perfect  bool
	enough   bool
	lost     int // day its silence began, or 0
	observed int // if not lost, the last day something is known of
}

// challengeVisitor follows one member after another.
type challengeVisitor struct {
	*challenge
	buffer eventBuffer
	done   []bool            // by day of the challenge, from 0
	grace  map[ops.Day]int64 // until when a check-in on a day may count for the day before
}

// attempt returns how a member fared; ok is false if it took no part.
func (v *challengeVisitor) attempt(member uint32) (a attempt, ok bool) {
	at, kind := v.data.log.of(member, &v.buffer)
	start, entry, ok := v.enrolment(member, at, kind)
	if !ok || !meets(v.entry, member, entry.kind) {
		return a, false
	}
	if v.by != nil {
		a.group = v.by.code(member, entry.kind)
	}
	if entry.day > start {
		a.late = true
		return a, true
	}
	v.checkIns(member, start, at, kind)
	v.judge(&a, start)
	return a, true
}

// enrolment returns the member's day 1 and what enrolled it.
func (v *challengeVisitor) enrolment(member uint32, at []int64, kind []uint32) (start ops.Day, entry entryEvent, ok bool) {
	x := v.enrol
	if x == nil {
		x = v.checkIn
	}
	for i, k := range kind {
		if !x.match(member, k) {
			continue
		}
		d := v.clock.day(at[i])
		if v.Start != 0 && v.enrol == nil && d < v.Start {
			continue
		}
		if !ok || d < entry.day {
			entry, ok = entryEvent{d, at[i], k}, true
		}
		if v.clock.steady {
			break
		}
	}
	if !ok {
		return 0, entry, false
	}
	if v.Start != 0 {
		return v.Start, entry, entry.day < v.Start+ops.Day(v.Length)
	}
	return entry.day, entry, v.Range.Has(entry.day)
}

// checkIns marks the days of the challenge that have a check-in.
func (v *challengeVisitor) checkIns(member uint32, start ops.Day, at []int64, kind []uint32) {
	v.done = append(v.done[:0], make([]bool, v.Length)...)
	for i, k := range kind {
		d := v.clock.day(at[i])
		n := int(d - start)
		if n > v.Length && v.clock.steady {
			break
		}
		if n < 0 || n > v.Length || !v.checkIn.match(member, k) {
			continue
		}
		if v.Grace > 0 && n > 0 && !v.done[n-1] && at[i] < v.graceEnd(d) {
			n--
		}
		if n < v.Length {
			v.done[n] = true
		}
	}
}

// graceEnd returns the instant, in microseconds, before which a check-in on d
// is within the grace of the day before. The grace is time that passes, so
// that a clock put forward or back in it makes it neither shorter nor longer.
func (v *challengeVisitor) graceEnd(d ops.Day) int64 {
	end, ok := v.grace[d]
	if !ok {
		if v.grace == nil {
			v.grace = map[ops.Day]int64{}
		}
		end = v.clock.over(d-1) + int64(v.Grace)*60e6
		v.grace[d] = end
	}
	return end
}

// judge works out the attempt from the days done.
func (v *challengeVisitor) judge(a *attempt, start ops.Day) {
	known := min(v.Length, max(0, int(v.known-start)+1))
	a.open = known < v.Length
	a.perfect = !a.open
	credit, made, silence := 0, 0, 0
	a.observed = known
	for n := range known {
		rest := slices.Contains(v.Rest, int((start + ops.Day(n)).Weekday()))
		switch {
		case v.done[n]:
			credit++
			silence = 0
		case rest:
			credit++
			continue
		case made < v.MakeUp:
			made++
			credit++
			silence = 0
			a.perfect = false
		default:
			a.perfect = false
			if silence++; silence == 1 {
				a.observed = n
			}
			if silence == v.Silence && a.lost == 0 {
				a.lost = a.observed + 1
			}
		}
	}
	if silence == 0 {
		a.observed = known
	}
	a.enough = !a.open && credit >= v.Need
}

// challengeGroup counts attempts.
type challengeGroup struct {
	engine.ChallengeGroup
	lost, censored attemptCounts // day 0 are those of whom nothing is known
}

// attemptCounts are members by day of a challenge, up to the last with any: of the
// many groups of a breakdown most have few.
type attemptCounts []int

func (c *attemptCounts) add(day, n int) {
	if n == 0 {
		return
	}
	if short := day + 1 - len(*c); short > 0 {
		*c = append(*c, make([]int, short)...)
	}
	(*c)[day] += n
}

func (c attemptCounts) on(day int) int {
	if day < len(c) {
		return c[day]
	}
	return 0
}

func (g *challengeGroup) count(a attempt) {
	if a.late {
		g.Late++
		return
	}
	g.Enrolled++
	for _, c := range []struct {
		is bool
		n  *int
	}{{a.open, &g.Open}, {a.perfect, &g.Perfect}, {a.enough, &g.Enough}} {
		if c.is {
			*c.n++
		}
	}
	if a.lost > 0 {
		g.lost.add(a.lost, 1)
	} else {
		g.censored.add(a.observed, 1)
	}
}

func (g *challengeGroup) add(h *challengeGroup) {
	g.Enrolled, g.Late, g.Perfect, g.Enough, g.Open = g.Enrolled+h.Enrolled, g.Late+h.Late, g.Perfect+h.Perfect, g.Enough+h.Enough, g.Open+h.Open
	for day, n := range h.lost {
		g.lost.add(day, n)
	}
	for day, n := range h.censored {
		g.censored.add(day, n)
	}
}

func (g *challengeGroup) answer() engine.ChallengeGroup {
	risk := g.Enrolled - g.censored.on(0)
	for day := 1; day < max(len(g.lost), len(g.censored)) && risk > 0; day++ {
		x := engine.SurvivalDay{Day: day, AtRisk: risk, Lost: g.lost.on(day), Censored: g.censored.on(day)}
		g.Curve = append(g.Curve, x)
		risk -= x.Lost + x.Censored
	}
	return g.ChallengeGroup
}
