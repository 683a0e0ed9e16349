package reference

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

var _ engine.Communities = (*Members)(nil)

// stay is one membership; before says that its begin is not known.
type stay struct {
	before, open bool
	from, to     ops.Day
}

// stays returns the memberships of a member in a group by the end of through.
func (m *member) stays(group string, through ops.Day) []stay {
	var out []stay
	for _, e := range m.events {
		if e.day > through || ops.Fold(e.value("group")) != ops.Fold(group) {
			continue
		}
		inside := len(out) > 0 && out[len(out)-1].open
		comes, goes := e.name == "join" || e.name == "enter", e.name == "leave" || e.name == "exit"
		switch {
		case comes && !inside:
			out = append(out, stay{open: true, from: e.day})
		case goes && inside:
			out[len(out)-1].open, out[len(out)-1].to = false, e.day
		case goes && len(out) == 0:
			out = append(out, stay{before: true, to: e.day})
		}
	}
	return out
}

// is reports whether the membership holds at the end of day d.
func (s stay) is(d ops.Day) bool { return (s.before || s.from <= d) && (s.open || s.to > d) }

// begins and ends report whether it does so on a day of r.
func (s stay) begins(r ops.Range) bool { return !s.before && r.Has(s.from) }
func (s stay) ends(r ops.Range) bool   { return !s.open && r.Has(s.to) }

// activeIn returns the days of r on which the member checked in or spoke in
// the group.
func (m *member) activeIn(group string, r ops.Range, through ops.Day) map[ops.Day]bool {
	out := map[ops.Day]bool{}
	for _, e := range m.events {
		spoke := e.name == "speak" && ops.Fold(e.value("group")) == ops.Fold(group)
		if (spoke || e.name == "check_in") && r.Has(e.day) && e.day <= through {
			out[e.day] = true
		}
	}
	return out
}

// spoken returns how often the member spoke in the group in r.
func (m *member) spoken(group string, r ops.Range, through ops.Day) int {
	n := 0
	for _, e := range m.events {
		if e.name == "speak" && ops.Fold(e.value("group")) == ops.Fold(group) && r.Has(e.day) && e.day <= through {
			n++
		}
	}
	return n
}

// groupNames returns every group that events of memberships name, each once.
func (r *Members) groupNames() []string {
	var out []string
	for _, m := range r.members {
		for _, e := range m.events {
			g := e.value("group")
			known := slices.ContainsFunc(out, func(x string) bool { return ops.Fold(x) == ops.Fold(g) })
			if g != "" && !known && slices.Contains([]string{"join", "enter", "leave", "exit"}, e.name) {
				out = append(out, g)
			}
		}
	}
	slices.Sort(out)
	return out
}

// Groups implements engine.Communities.
func (r *Members) Groups(_ context.Context, q engine.GroupsQuery) (*engine.Groups, error) {
	q, err := q.Resolve()
	if err != nil {
		return nil, err
	}
	out := &engine.Groups{}
	if q.Grain != ops.Whole {
		out.Buckets = r.calendar.Buckets(q.Range, q.Grain)
	}
	last := q.Range.Last()
	inside := map[string][]string{} // groups of a person at the end
	for _, name := range r.groupNames() {
		if q.Group != "" && ops.Fold(name) != ops.Fold(q.Group) {
			continue
		}
		h, ok := r.health(name, q, out.Buckets)
		if !ok {
			continue
		}
		out.Groups = append(out.Groups, h)
		for _, m := range r.members {
			if m.staff != "1" && slices.ContainsFunc(m.stays(name, q.Through), func(s stay) bool { return s.is(last) }) {
				inside[m.id] = append(inside[m.id], name)
			}
		}
	}
	out.Reach = len(inside)
	for i := range out.Groups {
		out.Groups[i].Others = r.others(out.Groups[i].Group, q, inside)
	}
	for i, a := range out.Groups {
		for _, b := range out.Groups[i+1:] {
			both := 0
			for _, names := range inside {
				if slices.Contains(names, a.Group) && slices.Contains(names, b.Group) {
					both++
				}
			}
			if both > 0 {
				out.Overlap = append(out.Overlap, engine.GroupOverlap{A: a.Group, B: b.Group, Both: both})
			}
		}
	}
	return out, nil
}

// others counts the persons who are inside of some group and not of this one.
func (r *Members) others(group string, q engine.GroupsQuery, inside map[string][]string) (out engine.GroupOthers) {
	for _, m := range r.members {
		if len(inside[m.id]) == 0 || slices.Contains(inside[m.id], group) {
			continue
		}
		out.Members++
		out.Speakers += one(m.spokeIn(inside[m.id], q))
		out.Silent += one(m.silentIn(inside[m.id], q))
	}
	return out
}

// spokeIn reports whether a member spoke in one of the groups in the range.
func (m *member) spokeIn(groups []string, q engine.GroupsQuery) bool {
	return slices.ContainsFunc(groups, func(g string) bool { return m.spoken(g, q.Range, q.Through) > 0 })
}

// silentIn reports whether a member was active in none of the groups on the last seven days.
func (m *member) silentIn(groups []string, q engine.GroupsQuery) bool {
	last := q.Range.Last()
	return !slices.ContainsFunc(groups, func(g string) bool { return len(m.activeIn(g, ops.Range{From: last - 6, To: last + 1}, q.Through)) > 0 })
}

func (r *Members) health(name string, q engine.GroupsQuery, buckets []ops.Range) (engine.GroupHealth, bool) {
	h := engine.GroupHealth{Group: name, First: ops.MaxDay}
	if len(buckets) > 0 {
		h.Series = make([]engine.GroupBucket, len(buckets))
	}
	last, before := q.Range.Last(), q.Range.From-1
	any := false
	lost, seen := map[int]int{}, map[int]int{}
	for _, m := range r.members {
		stays := m.stays(name, q.Through)
		now := false
		for _, s := range stays {
			if !s.before && s.from > last {
				continue
			}
			any = true
			first := s.from
			if s.before {
				first = r.earliestIn(m, name, q.Through)
			}
			h.First = min(h.First, first)
			now = now || s.is(last)
			h.Start += one(s.is(before))
			h.Before += one(s.before && s.is(before))
			h.Joined += one(s.begins(q.Range))
			h.Left += one(s.ends(q.Range))
			h.End += one(s.is(last))
			for i, b := range buckets {
				h.Series[i].Joined += one(s.begins(b))
				h.Series[i].Left += one(s.ends(b))
			}
			if m.staff == "1" || s.before {
				continue
			}
			if s.is(last) {
				seen[int(last-s.from)]++
			} else {
				lost[int(s.to-s.from)]++
			}
			if !s.begins(q.Range) {
				continue
			}
			if s.from+7 > q.Through {
				h.Young++
				continue
			}
			h.Activatable++
			h.Activated += one(len(m.activeIn(name, ops.Range{From: s.from, To: s.from + 8}, q.Through)) > 0)
		}
		if m.staff == "1" {
			continue
		}
		for i, b := range buckets {
			if slices.ContainsFunc(stays, func(s stay) bool { return s.is(b.Last()) }) {
				h.Series[i].Members++
				h.Series[i].Speakers += one(m.spoken(name, b, q.Through) > 0)
				h.Series[i].Active += one(len(m.activeIn(name, b, q.Through)) > 0)
			}
		}
		joined := slices.ContainsFunc(stays, func(s stay) bool { return !s.before && s.from <= last })
		if joined && len(m.activeIn(name, ops.Range{From: last - 27 - 90, To: last - 27}, q.Through)) >= 4 {
			h.Regulars++
			h.Lost += one(len(m.activeIn(name, ops.Range{From: last - 27, To: last + 1}, q.Through)) == 0)
		}
		if !now {
			continue
		}
		h.Members++
		if n := m.spoken(name, q.Range, q.Through); n > 0 {
			h.Speakers++
			h.Messages += n
			h.Writers = append(h.Writers, n)
		}
		h.Silent += one(len(m.activeIn(name, ops.Range{From: last - 6, To: last + 1}, q.Through)) == 0)
	}
	slices.SortFunc(h.Writers, func(a, b int) int { return b - a })
	h.Tenure = tenure(lost, seen)
	return h, any
}

// earliestIn returns the first day on which anything happened to a member in a
// group.
func (r *Members) earliestIn(m *member, group string, through ops.Day) ops.Day {
	for _, e := range m.events {
		if slices.Contains([]string{"join", "enter", "leave", "exit", "speak"}, e.name) && e.day <= through && ops.Fold(e.value("group")) == ops.Fold(group) {
			return e.day
		}
	}
	return ops.MaxDay
}

func tenure(lost, seen map[int]int) []engine.SurvivalDay {
	left := 0
	for _, n := range lost {
		left += n
	}
	for _, n := range seen {
		left += n
	}
	var out []engine.SurvivalDay
	for day := 0; left > 0; day++ {
		out = append(out, engine.SurvivalDay{Day: day, AtRisk: left, Lost: lost[day], Censored: seen[day]})
		left -= lost[day] + seen[day]
	}
	return out
}

func one(is bool) int {
	if is {
		return 1
	}
	return 0
}

// Stages implements engine.Communities.
func (r *Members) Stages(_ context.Context, q engine.StagesQuery) (*engine.Stages, error) {
	q, err := q.Resolve()
	if err != nil {
		return nil, err
	}
	steps := slices.Clone(q.Stages)
	if q.Out.Event != "" {
		steps = append(steps, q.Out)
	}
	if err := r.checkSteps(steps, q.Glossary); err != nil {
		return nil, err
	}
	if err := r.check(q.Filter); err != nil {
		return nil, err
	}
	if q.By != "" {
		if err := r.checkDimension(q.By); err != nil {
			return nil, err
		}
	}
	groups := map[string][]engine.Stage{}
	if q.By == "" {
		groups[""] = make([]engine.Stage, len(q.Stages))
	}
	for _, m := range r.members {
		path := m.path(q)
		if len(path) == 0 {
			continue
		}
		name := ""
		if q.By != "" {
			name = path[0].value(q.By)
		}
		stages := groups[name]
		if stages == nil {
			stages = make([]engine.Stage, len(q.Stages))
			groups[name] = stages
		}
		for i, e := range path {
			stages[i].Entered++
			if i+1 < len(path) {
				stages[i].Passed++
				add(&stages[i].Waited, int(path[i+1].day-e.day))
			} else if i+1 < len(stages) {
				if out, left := m.out(q, e); left {
					add(&stages[i].Left, int(out.day-e.day))
				} else {
					add(&stages[i].Waiting, max(0, int(q.Through-e.day)))
				}
			}
		}
	}
	out := &engine.Stages{}
	for name, stages := range groups {
		out.Groups = append(out.Groups, engine.StageGroup{Group: name, Stages: stages})
	}
	slices.SortFunc(out.Groups, func(a, b engine.StageGroup) int { return strings.Compare(a.Group, b.Group) })
	return out, nil
}

func add(counts *[]int, n int) {
	for len(*counts) <= n {
		*counts = append(*counts, 0)
	}
	(*counts)[n]++
}

// out returns the event by which a member left the stage that it reached by another.
func (m *member) out(q engine.StagesQuery, reached event) (event, bool) {
	for _, e := range m.events {
		if q.Out.Event != "" && e.is(q.Out) && !e.at.Before(reached.at) && (q.Late || e.day <= q.Through) {
			return e, true
		}
	}
	return event{}, false
}

// path returns the events by which a member reached its stages.
func (m *member) path(q engine.StagesQuery) []event {
	if q.Late {
		q.Through = ops.MaxDay
	}
	var out []event
	taken := map[int]bool{}
	for _, stage := range q.Stages {
		next := slices.IndexFunc(m.events, func(e event) bool {
			return e.is(stage) && e.day <= q.Through && (len(out) == 0 || !e.at.Before(out[len(out)-1].at))
		})
		for next >= 0 && taken[next] {
			after := slices.IndexFunc(m.events[next+1:], func(e event) bool { return e.is(stage) && e.day <= q.Through })
			if after < 0 {
				next = -1
			} else {
				next += 1 + after
			}
		}
		if next < 0 {
			break
		}
		taken[next] = true
		out = append(out, m.events[next])
	}
	if len(out) > 0 && (!q.Range.Has(out[0].day) || !out[0].keeps(q.Filter)) {
		return nil
	}
	return out
}

// Companions implements engine.Communities.
func (r *Members) Companions(_ context.Context, q engine.CompanionsQuery) (*engine.Companions, error) {
	q, err := q.Resolve()
	if err != nil {
		return nil, err
	}
	asked := append(slices.Concat(q.Kinds...), q.Return)
	if q.Join.Event != "" {
		asked = append(asked, q.Join)
	}
	if err := r.check(q.Filter, asked...); err != nil {
		return nil, err
	}
	if q.By != "" {
		if err := r.checkDimension(q.By); err != nil {
			return nil, err
		}
	}
	out := &engine.Companions{}
	for _, m := range r.members {
		join, ok := r.joinBy(m, engine.InvitationQuery{Join: q.Join})
		if !ok || !q.Range.Has(join.day) || !join.keeps(q.Filter) {
			continue
		}
		if join.day+ops.Day(q.Outcome[1]) > q.Through {
			out.Left++
			continue
		}
		back := days(m.matching(q.Return))
		on := func(days map[ops.Day]bool, between [2]int) bool {
			return anyDay(days, ops.Range{From: join.day + ops.Day(between[0]), To: join.day + ops.Day(between[1]) + 1})
		}
		c := engine.CompanionCell{Members: 1, Kept: one(on(back, q.Outcome)), Alive: q.Alive == [2]int{0, -1} || on(back, q.Alive)}
		if q.By != "" {
			c.Group = join.value(q.By)
		}
		for d := range 7 {
			c.Early += one(back[join.day+ops.Day(d)])
		}
		for i, kind := range q.Kinds {
			for _, a := range kind {
				if on(days(m.matching(a)), q.Touched) {
					c.Mask |= 1 << i
				}
			}
		}
		at := slices.IndexFunc(out.Cells, func(x engine.CompanionCell) bool {
			return x.Group == c.Group && x.Early == c.Early && x.Alive == c.Alive && x.Mask == c.Mask
		})
		if at < 0 {
			out.Cells = append(out.Cells, c)
			continue
		}
		out.Cells[at].Members++
		out.Cells[at].Kept += c.Kept
	}
	slices.SortFunc(out.Cells, func(a, b engine.CompanionCell) int {
		return cmp.Or(cmp.Compare(a.Group, b.Group), cmp.Compare(a.Early, b.Early), cmp.Compare(one(a.Alive), one(b.Alive)), cmp.Compare(a.Mask, b.Mask))
	})
	return out, nil
}
