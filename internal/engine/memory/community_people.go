package memory

import (
	"context"
	"slices"
	"strings"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// groupPeople adds the members behind one count of a group.
func (m *memberData) groupPeople(ctx context.Context, q engine.PeopleQuery, set *memberSet) error {
	v, err := q.Groups.Resolve()
	if err != nil {
		return err
	}
	v.Group = q.Group
	reader, err := m.newCommunityReader(v)
	if err != nil {
		return err
	}
	if q.Group == "" || reader.which == 0 {
		return noCell("There is no group %q.", q.Group)
	}
	others := strings.HasPrefix(q.Kind, "others")
	reader.only = !others
	return parallel(ctx, m.log.members(), func(lo, hi int) {
		p := &groupPerson{}
		for member := uint32(lo); member < uint32(hi); member++ {
			if !reader.read(member, p) || p.staff {
				continue
			}
			if others && p.elsewhere(q.Kind, v, reader.which) || !others && p.is(q.Kind, v) {
				set.add(member)
			}
		}
	})
}

// is reports whether a member of the one group that was read is of the kind.
func (p *groupPerson) is(kind string, q engine.GroupsQuery) bool {
	own, last := &p.groups[0], q.Range.Last()
	switch kind {
	case "joined":
		return slices.ContainsFunc(own.spans, func(s memberSpan) bool { return q.Range.Has(s.from) })
	case "lost":
		joined := slices.ContainsFunc(own.spans, func(s memberSpan) bool { return s.from != alwaysThere && s.from <= last })
		return joined && p.regular(own, last) && !p.active(own, ops.Range{From: last - engine.LostDays + 1, To: last + 1})
	}
	if !own.at(last) {
		return false
	}
	switch kind {
	case "speakers":
		return own.spoken(q.Range) > 0
	case "silent":
		return p.silent(own, last)
	case "active":
		return !p.silent(own, last)
	}
	return true
}

// elsewhere reports whether a member is in groups other than the one at the end, and of
// the kind there.
func (p *groupPerson) elsewhere(kind string, q engine.GroupsQuery, group uint32) bool {
	in, spoke, silent := false, false, true
	for i := range p.groups {
		own := &p.groups[i]
		if !own.at(q.Range.Last()) {
			continue
		}
		if own.group == group {
			return false
		}
		in = true
		spoke = spoke || own.spoken(q.Range) > 0
		silent = silent && p.silent(own, q.Range.Last())
	}
	switch kind {
	case "others_speakers":
		return spoke
	case "others_silent":
		return in && silent
	}
	return in
}

// stagePeople adds the members who entered a stage or wait in it.
func (m *memberData) stagePeople(ctx context.Context, q engine.PeopleQuery, set *memberSet) error {
	stages := len(q.Stages.Stages)
	if q.Step < 1 || q.Step > stages || q.Kind != "entered" && q.Step == stages {
		return noCell("Nobody waits in stage %d of %d.", q.Step, stages)
	}
	by := q.Stages.By
	if by == "" {
		q.Group = ""
	}
	var trait *trait
	if by != "" {
		var err error
		if trait, err = m.trait(by); err != nil {
			return err
		}
	}
	_, err := m.eachStaged(ctx, *q.Stages, func(part []staged) {
		for _, s := range part {
			if trait != nil && trait.text(s.group) != q.Group {
				continue
			}
			stands := len(s.days) == q.Step
			switch {
			case q.Kind == "entered" && len(s.days) >= q.Step, q.Kind == "left" && stands && s.left != 0:
				set.add(s.member)
			case q.Kind == "waiting" && stands && s.left == 0:
				set.wait(s.member, s.waited(q.Stages.Through))
			}
		}
	})
	return err
}
