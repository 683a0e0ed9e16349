package reference

import (
	"context"
	"slices"
	"strings"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// groupChooser returns who is behind one count of a group.
func (r *Members) groupChooser(q engine.PeopleQuery) (func(*member) bool, error) {
	v, err := q.Groups.Resolve()
	if err != nil {
		return nil, err
	}
	known := slices.ContainsFunc(r.members, func(m *member) bool {
		return ops.Fold(m.group) == ops.Fold(q.Group) || slices.ContainsFunc(m.events, func(e event) bool {
			return slices.ContainsFunc([]string{e.group, e.channel, e.campaign, e.challenge}, func(x string) bool { return ops.Fold(x) == ops.Fold(q.Group) })
		})
	})
	if q.Group == "" || !known {
		return nil, &ops.Error{Code: "bad_question"}
	}
	last := v.Range.Last()
	return func(m *member) bool {
		if m.staff == "1" {
			return false
		}
		if strings.HasPrefix(q.Kind, "others") {
			return r.elsewhere(m, q, v)
		}
		stays := m.stays(q.Group, v.Through)
		inside := slices.ContainsFunc(stays, func(s stay) bool { return s.is(last) })
		switch q.Kind {
		case "members":
			return inside
		case "speakers":
			return inside && m.spoken(q.Group, v.Range, v.Through) > 0
		case "silent":
			return inside && len(m.activeIn(q.Group, ops.Range{From: last - 6, To: last + 1}, v.Through)) == 0
		case "active":
			return inside && len(m.activeIn(q.Group, ops.Range{From: last - 6, To: last + 1}, v.Through)) > 0
		case "joined":
			return slices.ContainsFunc(stays, func(s stay) bool { return s.begins(v.Range) })
		}
		joined := slices.ContainsFunc(stays, func(s stay) bool { return !s.before && s.from <= last })
		return joined && len(m.activeIn(q.Group, ops.Range{From: last - 27 - 90, To: last - 27}, v.Through)) >= 4 &&
			len(m.activeIn(q.Group, ops.Range{From: last - 27, To: last + 1}, v.Through)) == 0
	}, nil
}

// elsewhere reports whether a member is in other groups at the end, not in this one, and
// of the kind there.
func (r *Members) elsewhere(m *member, q engine.PeopleQuery, v engine.GroupsQuery) bool {
	var in []string
	for _, name := range r.groupNames() {
		if slices.ContainsFunc(m.stays(name, v.Through), func(s stay) bool { return s.is(v.Range.Last()) }) {
			in = append(in, name)
		}
	}
	if len(in) == 0 || slices.ContainsFunc(in, func(g string) bool { return ops.Fold(g) == ops.Fold(q.Group) }) {
		return false
	}
	return q.Kind == "others" || q.Kind == "others_speakers" && m.spokeIn(in, v) || q.Kind == "others_silent" && m.silentIn(in, v)
}

// stageChooser returns who entered a stage or waits in it.
func (r *Members) stageChooser(ctx context.Context, q engine.PeopleQuery) (func(*member) bool, error) {
	if _, err := r.Stages(ctx, *q.Stages); err != nil {
		return nil, err
	}
	v, _ := q.Stages.Resolve()
	if q.Step < 1 || q.Step > len(v.Stages) || q.Kind != "entered" && q.Step == len(v.Stages) {
		return nil, &ops.Error{Code: "bad_question"}
	}
	return func(m *member) bool {
		path := m.path(v)
		if len(path) == 0 || v.By != "" && path[0].value(v.By) != q.Group {
			return false
		}
		if q.Kind == "entered" || len(path) != q.Step {
			return q.Kind == "entered" && len(path) >= q.Step
		}
		_, left := m.out(v, path[len(path)-1])
		return left == (q.Kind == "left")
	}, nil
}
