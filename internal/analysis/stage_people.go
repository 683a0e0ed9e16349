package analysis

import (
	"context"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// StagePeople are the people in one stage of a pipeline: those who wait in it, the longest
// wait first, or, of the last stage, those who got there, who was active last first. There
// are Total of them; Members are the first.
type StagePeople struct {
	*engine.People
	Query   engine.PeopleQuery
	Step    ops.Step
	Overdue int // of all of them
}

// Late reports whether somebody has waited in the stage for longer than was agreed.
func (s StagePeople) Late(m engine.Person) bool {
	return s.Step.Within > 0 && m.Waiting > s.Step.Within
}

// StageBoard answers who is where in a pipeline.
type StageBoard struct{ Operations }

// People returns who is in each stage of a panel of type stages on the range of a
// page: at most most of each. There are none where there are no events.
func (s StageBoard) People(ctx context.Context, v *View, p *ops.Panel, most int) ([]StagePeople, error) {
	q, _, ok := s.stagesQuery(v, p)
	if !ok {
		return nil, nil
	}
	a, err := s.Snapshot.Stages(ctx, q)
	if err != nil {
		return nil, err
	}
	var out []StagePeople
	for i, step := range p.Steps {
		x := StagePeople{Step: step, Query: engine.PeopleQuery{Stages: &q, Kind: "waiting", Step: i + 1, Sort: "-waiting", Habits: q.Through}}
		if i == len(p.Steps)-1 {
			x.Query.Kind, x.Query.Sort = "entered", "-last"
		} else if step.Within > 0 {
			x.Overdue = Overdue(a.Groups[0].Stages[i], step.Within)
		}
		asked := x.Query
		asked.Limit = most
		if x.People, err = s.Snapshot.People(ctx, asked); err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, nil
}
