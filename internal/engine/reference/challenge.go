package reference

import (
	"cmp"
	"context"
	"slices"
	"time"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// Challenge implements engine.Habits.
func (r *Members) Challenge(_ context.Context, q engine.ChallengeQuery) (*engine.Challenge, error) {
	q, err := q.Resolve()
	if err != nil {
		return nil, err
	}
	activities := []engine.Activity{q.Event}
	if q.Enrol != "" {
		activities = append(activities, engine.Activity{Event: q.Enrol})
	}
	if err := r.check(q.Filter, activities...); err != nil {
		return nil, err
	}
	byGroup := map[string][]attempt{}
	if q.By == "" {
		byGroup[""] = nil
	} else if err := r.checkDimension(q.By); err != nil {
		return nil, err
	}
	for _, m := range r.members {
		if a, ok := r.attempt(m, q); ok {
			byGroup[a.group] = append(byGroup[a.group], a)
		}
	}
	out := &engine.Challenge{}
	for group, all := range byGroup {
		out.Groups = append(out.Groups, challengeGroup(group, all))
	}
	slices.SortFunc(out.Groups, func(a, b engine.ChallengeGroup) int { return cmp.Compare(a.Group, b.Group) })
	return out, nil
}

// attempt is how a member fared: lost on a day, or last seen after one.
type attempt struct {
	group                       string
	late, open, perfect, enough bool
	lost, seen                  int
}

func challengeGroup(group string, all []attempt) engine.ChallengeGroup {
	g := engine.ChallengeGroup{Group: group}
	for _, a := range all {
		if a.late {
			g.Late++
			continue
		}
		g.Enrolled++
		if a.open {
			g.Open++
		}
		if a.perfect {
			g.Perfect++
		}
		if a.enough {
			g.Enough++
		}
	}
	for day := 1; ; day++ {
		d := engine.SurvivalDay{Day: day}
		for _, a := range all {
			switch {
			case a.late:
			case a.lost == day:
				d.AtRisk++
				d.Lost++
			case a.lost == 0 && a.seen == day:
				d.AtRisk++
				d.Censored++
			case a.lost > day || a.lost == 0 && a.seen > day:
				d.AtRisk++
			}
		}
		if d.AtRisk == 0 {
			return g
		}
		g.Curve = append(g.Curve, d)
	}
}

func (r *Members) attempt(m *member, q engine.ChallengeQuery) (a attempt, ok bool) {
	calendar := r.calendar
	if q.DayStart >= 0 {
		calendar.DayStart = time.Duration(q.DayStart) * time.Minute
	}
	only := func(name string, where []ops.Filter) (out []event) {
		for _, e := range m.matching(engine.Activity{Event: name, Where: where}) {
			if q.Challenge == "" || ops.Fold(e.challenge) == ops.Fold(q.Challenge) {
				e.day = calendar.Day(e.at)
				out = append(out, e)
			}
		}
		return out
	}
	checkIns := only(q.Event.Event, q.Event.Where)
	enrolments := checkIns
	if q.Enrol != "" {
		enrolments = only(q.Enrol, nil)
	} else if q.Start != 0 {
		enrolments = slices.DeleteFunc(slices.Clone(checkIns), func(e event) bool { return e.day < q.Start })
	}
	entry, ok := earliest(enrolments)
	if !ok || !entry.keeps(q.Filter) {
		return a, false
	}
	if q.By != "" {
		a.group = entry.value(q.By)
	}
	start := entry.day
	if q.Start != 0 {
		start = q.Start
		if entry.day >= start+ops.Day(q.Length) {
			return a, false
		}
		if entry.day > start {
			a.late = true
			return a, true
		}
	} else if !q.Range.Has(start) {
		return a, false
	}

	done := map[ops.Day]bool{}
	for _, e := range checkIns {
		graced := e.day - 1
		within := e.at.Before(calendar.Start(e.day).Add(time.Duration(q.Grace) * time.Minute))
		if within && graced >= start && !done[graced] {
			done[graced] = true
		} else {
			done[e.day] = true
		}
	}
	var status []string // of each known day: done, rest, made, missed
	made, credit, misses := 0, 0, 0
	for d := start; d < start+ops.Day(q.Length); d++ {
		if calendar.Start(d + 1).Add(time.Duration(q.Grace) * time.Minute).After(r.calendar.Start(q.Through + 1)) {
			a.open = true
			break
		}
		switch {
		case done[d]:
			status = append(status, "done")
			credit++
		case slices.Contains(q.Rest, int(d.Weekday())):
			status = append(status, "rest")
			credit++
		case made < q.MakeUp:
			made++
			misses++
			credit++
			status = append(status, "made")
		default:
			misses++
			status = append(status, "missed")
		}
	}
	a.perfect = !a.open && misses == 0
	a.enough = !a.open && credit >= q.Need
	a.seen = len(status)
	for i := range status { // does a silence begin on day i+1?
		if status[i] != "missed" || a.lost > 0 {
			continue
		}
		length, ended := 0, false
		for _, s := range status[i:] {
			if s == "missed" {
				length++
			} else if s != "rest" {
				ended = true
				break
			}
		}
		begins := true
		for j := i - 1; j >= 0 && status[j] != "done" && status[j] != "made"; j-- {
			begins = begins && status[j] == "rest"
		}
		switch {
		case !begins:
		case length >= q.Silence:
			a.lost = i + 1
		case !ended:
			a.seen = i
		}
	}
	return a, true
}
