package reference

import (
	"cmp"
	"context"
	"slices"
	"time"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// Retention implements engine.Members.
func (r *Members) Retention(_ context.Context, q engine.RetentionQuery) (*engine.Retention, error) {
	q, err := q.Resolve()
	if err != nil {
		return nil, err
	}
	activities := []engine.Activity{q.Start, q.Return}
	if q.Cohort == engine.CohortJoin {
		activities = activities[1:]
	}
	if err := r.check(q.Filter, activities...); err != nil {
		return nil, err
	}
	if q.By != "" {
		if err := r.checkDimension(q.By); err != nil {
			return nil, err
		}
	}
	out := &engine.Retention{}
	subjects := r.subjects(q)
	for len(subjects) > 0 {
		n := 1
		for n < len(subjects) && subjects[n].group == subjects[0].group && subjects[n].start == subjects[0].start {
			n++
		}
		out.Cohorts = append(out.Cohorts, r.cohort(q, subjects[:n]))
		subjects = subjects[n:]
	}
	for _, c := range out.Cohorts {
		if len(out.Average) == 0 || out.Average[len(out.Average)-1].Group != c.Group {
			out.Average = append(out.Average, average(out.Cohorts, c.Group))
		}
	}
	return out, nil
}

// entrant is a member's entry into a cohort.
type entrant struct {
	event
	group string
	start ops.Day // of the row
}

// subjects returns all entries in order of group and start.
func (r *Members) subjects(q engine.RetentionQuery) []entrant {
	var out []entrant
	for _, m := range r.members {
		for _, e := range r.entries(m, q) {
			own := r.calendar.Bucket(e.day, q.Period)
			if own.And(q.Range).Len() == 0 || !e.keeps(q.Filter) {
				continue
			}
			s := entrant{event: e, start: own.From}
			if q.By != "" {
				s.group = e.value(q.By)
			}
			if q.GroupBy != "" {
				s.start = r.calendar.Bucket(e.day, q.GroupBy).From
			}
			out = append(out, s)
		}
	}
	slices.SortStableFunc(out, func(a, b entrant) int { return cmp.Or(cmp.Compare(a.group, b.group), cmp.Compare(a.start, b.start)) })
	return out
}

func (r *Members) entries(m *member, q engine.RetentionQuery) []event {
	if q.Cohort == engine.CohortJoin {
		if e, ok := r.join(m); ok {
			return []event{e}
		}
		return nil
	}
	classes := map[any][]event{} // events of which the earliest is an entry
	for _, e := range m.matching(q.Start) {
		var class any
		switch q.Cohort {
		case engine.CohortRecurring:
			class = r.calendar.Bucket(e.day, q.Period)
		case engine.CohortFirst:
		default:
			class = e.value(q.Cohort)
		}
		classes[class] = append(classes[class], e)
	}
	var out []event
	for _, events := range classes {
		e, _ := earliest(events)
		out = append(out, e)
	}
	return out
}

// join returns a member's join.
func (r *Members) join(m *member) (event, bool) {
	if m.joined != nil {
		return event{of: m, at: *m.joined, day: r.calendar.Day(*m.joined)}, true
	}
	return earliest(m.matching(engine.Activity{Event: "join"}))
}

// period returns the days of period h of a subject by the calendar.
func (r *Members) period(q engine.RetentionQuery, s entrant, h int) ops.Range {
	b := r.calendar.Bucket(s.day, q.Period)
	for range h {
		b = r.calendar.Bucket(b.To, q.Period)
	}
	return b
}

// returned reports whether a subject came back in period h.
func (r *Members) returned(q engine.RetentionQuery, s entrant, h int) bool {
	n := 0
	days := r.period(q, s, h)
	from, to := r.clock(q, s, h)
	for _, e := range s.of.matching(q.Return) {
		if !q.Elapsed && days.Has(e.day) || q.Elapsed && !e.at.Before(from) && e.at.Before(to) {
			n++
		}
	}
	return n >= q.MinReturns
}

// clock returns period h of a subject by the 24-hour clock.
func (r *Members) clock(q engine.RetentionQuery, s entrant, h int) (from, to time.Time) {
	length := 24 * time.Hour
	if q.Period == ops.Weekly {
		length *= 7
	}
	return s.at.Add(time.Duration(h) * length), s.at.Add(time.Duration(h+1) * length)
}

// counts reports whether a subject counts in the cell of periods a … b.
func (r *Members) counts(q engine.RetentionQuery, s entrant, a, b int) bool {
	if a == 0 {
		return true
	}
	switch q.Mode {
	case engine.ModeOnOrAfter:
		for h := a; h < 200; h++ { // random data is shorter
			if r.returned(q, s, h) {
				return true
			}
		}
		return false
	case engine.ModeStreak:
		for h := a; h > a-q.Streak; h-- {
			if h < 0 || h > 0 && !r.returned(q, s, h) {
				return false
			}
		}
		return true
	}
	for h := a; h <= b; h++ {
		if r.returned(q, s, h) {
			return true
		}
	}
	return false
}

// begun and over say how the watermark stands to periods a … b of a subject.
func (r *Members) begun(q engine.RetentionQuery, s entrant, a int) bool {
	if q.Elapsed {
		from, _ := r.clock(q, s, a)
		return from.Before(r.calendar.Start(q.Through + 1))
	}
	return r.period(q, s, a).From <= q.Through
}

func (r *Members) over(q engine.RetentionQuery, s entrant, b int) bool {
	if q.Elapsed {
		_, to := r.clock(q, s, b)
		return !to.After(r.calendar.Start(q.Through + 1))
	}
	return r.period(q, s, b).Last() <= q.Through
}

func (r *Members) cohort(q engine.RetentionQuery, subjects []entrant) engine.Cohort {
	c := engine.Cohort{Group: subjects[0].group, Start: subjects[0].start, Size: len(subjects)}
	for i := 0; ; i++ {
		a, b := i, i
		begun := func(s entrant) bool { return r.begun(q, s, a) }
		switch {
		case q.Mode == engine.ModeBracket && i == len(q.Brackets):
			return c
		case q.Mode == engine.ModeBracket:
			a, b = q.Brackets[i][0], q.Brackets[i][1]
		case q.Periods > 0 && i > q.Periods:
			return c
		case q.Periods == 0 && i > 0 && !slices.ContainsFunc(subjects, begun):
			return c
		}
		var count, mature, returned int32
		for _, s := range subjects {
			in := r.counts(q, s, a, b)
			if in {
				count++
			}
			if r.over(q, s, b) {
				mature++
				if in {
					returned++
				}
			}
		}
		state := engine.Waiting
		if slices.ContainsFunc(subjects, begun) {
			state = engine.Partial
		}
		if int(mature) == c.Size {
			state = engine.Complete
		}
		c.Count, c.Mature, c.Returned, c.State = append(c.Count, count), append(c.Mature, mature), append(c.Returned, returned), append(c.State, state)
	}
}

func average(cohorts []engine.Cohort, group string) engine.RetentionAverage {
	a := engine.RetentionAverage{Group: group, Returned: []int{}, Size: []int{}, Left: []int{}, Mean: []float64{}}
	for i := 0; ; i++ {
		var returned, size, all, rates int
		var sum float64
		more := false
		for _, c := range cohorts {
			if c.Group != group {
				continue
			}
			all += c.Size
			if i >= len(c.Count) {
				continue
			}
			more = true
			if c.Mature[i] > 0 {
				returned, size = returned+int(c.Returned[i]), size+int(c.Mature[i])
				sum += float64(c.Returned[i]) / float64(c.Mature[i])
				rates++
			}
		}
		if !more {
			return a
		}
		a.Returned, a.Size, a.Left = append(a.Returned, returned), append(a.Size, size), append(a.Left, all-size)
		a.Mean = append(a.Mean, sum/float64(max(1, rates)))
	}
}
