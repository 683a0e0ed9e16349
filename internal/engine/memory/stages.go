package memory

import (
	"context"
	"slices"
	"sync"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// Stages implements engine.Communities. Cost: a look at the events of every
// member who entered in the range.
func (m *memberData) Stages(ctx context.Context, q engine.StagesQuery) (*engine.Stages, error) {
	groups := map[uint32]*engine.StageGroup{}
	var mu sync.Mutex
	by, err := m.eachStaged(ctx, q, func(part []staged) {
		mu.Lock()
		defer mu.Unlock()
		for _, s := range part {
			g, ok := groups[s.group]
			if !ok {
				g = &engine.StageGroup{Stages: make([]engine.Stage, len(q.Stages))}
				groups[s.group] = g
			}
			s.count(g.Stages, q.Through)
		}
	})
	if err != nil {
		return nil, err
	}
	out := &engine.Stages{}
	if by == nil && len(groups) == 0 {
		groups[0] = &engine.StageGroup{Stages: make([]engine.Stage, len(q.Stages))}
	}
	for code, g := range groups {
		if by != nil {
			g.Group = by.text(code)
		}
		out.Groups = append(out.Groups, *g)
	}
	slices.SortFunc(out.Groups, func(a, b engine.StageGroup) int { return compareText(a.Group, b.Group) })
	return out, nil
}

// staged is how far one member got: the days it reached its stages on.
type staged struct {
	member, group uint32
	days          []ops.Day
	left          ops.Day // when it left the stage it got to; 0: it did not
}

// count adds the member to the stages.
func (s staged) count(stages []engine.Stage, through ops.Day) {
	for i, d := range s.days {
		stages[i].Entered++
		switch {
		case i+1 < len(s.days):
			stages[i].Passed++
			tally(&stages[i].Waited, int(s.days[i+1]-d), 1)
		case i+1 < len(stages) && s.left != 0:
			tally(&stages[i].Left, int(s.left-d), 1)
		case i+1 < len(stages):
			tally(&stages[i].Waiting, s.waited(through), 1)
		}
	}
}

// waited returns how many days the member has been in the stage it got to.
func (s staged) waited(through ops.Day) int { return int(max(0, through-s.days[len(s.days)-1])) }

// stagePath is what the path of a member through stages is told by.
type stagePath struct {
	stages  []*matcher
	out     *matcher // nil: nobody leaves
	by      *trait
	filter  []*condition
	entries ops.Range
	through ops.Day // nothing after it counts
}

// eachStaged yields those who entered the first stage on a day of the range, in
// parts from several goroutines, and returns by what they are told apart.
func (m *memberData) eachStaged(ctx context.Context, q engine.StagesQuery, yield func([]staged)) (*trait, error) {
	q, err := q.Resolve()
	if err != nil {
		return nil, err
	}
	path, err := m.stagePath(q)
	if err != nil {
		return nil, err
	}
	members, err := m.active(ctx, q.Range, path.stages[0])
	if err != nil {
		return nil, err
	}
	return path.by, parallel(ctx, len(members), func(lo, hi int) {
		var part []staged
		var b eventBuffer
		for _, member := range members[lo:hi] {
			if s, ok := m.stagesOf(member, path, &b); ok {
				part = append(part, s)
			}
		}
		yield(part)
	})
}

// stagePath compiles a question that is resolved.
func (m *memberData) stagePath(q engine.StagesQuery) (path *stagePath, err error) {
	path = &stagePath{stages: make([]*matcher, len(q.Stages)), entries: q.Range, through: q.Through}
	if q.Late {
		path.through = ops.MaxDay
	}
	for i, a := range q.Stages {
		if path.stages[i], err = m.step(a, q.Glossary); err != nil {
			return nil, err
		}
	}
	if q.Out.Event != "" {
		if path.out, err = m.step(q.Out, q.Glossary); err != nil {
			return nil, err
		}
	}
	if q.By != "" {
		if path.by, err = m.trait(q.By); err != nil {
			return nil, err
		}
	}
	path.filter, err = m.conditions(q.Filter)
	return path, err
}

// stagesOf follows one member; false when it did not enter on a day of the
// range, or its entry does not meet the filter.
func (m *memberData) stagesOf(member uint32, path *stagePath, b *eventBuffer) (staged, bool) {
	times, kinds := m.log.of(member, b)
	s := staged{member: member}
	reached := int64(0)
	used := make([]bool, len(kinds))
	for step, x := range path.stages {
		found := false
		for i, k := range kinds {
			if used[i] || step > 0 && times[i] < reached || !x.match(member, k) {
				continue
			}
			day := m.log.clock.day(times[i])
			if day > path.through {
				continue
			}
			if step == 0 {
				if !path.entries.Has(day) || !meets(path.filter, member, k) {
					return s, false
				}
				if path.by != nil {
					s.group = path.by.code(member, k)
				}
			}
			used[i], found, reached = true, true, times[i]
			s.days = append(s.days, day)
			break
		}
		if !found {
			break
		}
	}
	for i, k := range kinds {
		if path.out == nil || times[i] < reached || !path.out.match(member, k) {
			continue
		}
		if day := m.log.clock.day(times[i]); day <= path.through {
			s.left = day
			break
		}
	}
	return s, len(s.days) > 0
}
