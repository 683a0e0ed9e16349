package analysis

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"daybreak/internal/calc"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// Pipeline is the stages that people are led through, as a panel says them.
type Pipeline struct {
	Panel *ops.Panel
	Page  string
}

// Pipelines returns those of the pages, in their order.
func Pipelines(d Data) []Pipeline {
	var out []Pipeline
	for _, page := range d.Catalog.Pages {
		for _, p := range page.Panels {
			if p.Type == "stages" {
				out = append(out, Pipeline{p, page.Name})
			}
		}
	}
	return out
}

// Stage returns the number of the stage that an event begins, 1 for the first, and 0 for
// the event by which people leave; false for an event of neither.
func (p Pipeline) Stage(event string) (int, bool) {
	i := slices.IndexFunc(p.Panel.Steps, func(s ops.Step) bool { return s.Event == event })
	return i + 1, i >= 0 || event != "" && event == p.Panel.Out
}

// Standing is where a member is in a pipeline: in Stage, 1 for the first, since Waited days,
// counted to the last day of data. Stage is 0 for who never entered.
type Standing struct {
	Stage, Waited int
	Left          bool
}

// Standing finds a member in a pipeline, whenever they entered.
func (d Operations) Standing(ctx context.Context, p Pipeline, member string) (Standing, error) {
	q := stagesOf(d.Data, p.Panel)
	q.Through, _ = d.watermark("events", nil)
	q.Range = ops.Range{From: ops.MinDay, To: ops.MaxDay}
	for stage := len(q.Stages); stage > 0; stage-- {
		kinds := []string{"waiting", "left"}
		if stage == len(q.Stages) {
			kinds = []string{"entered"}
		}
		for _, kind := range kinds {
			people, err := d.Snapshot.People(ctx, engine.PeopleQuery{Stages: &q, Kind: kind, Step: stage})
			if err != nil {
				return Standing{}, err
			}
			i := slices.IndexFunc(people.Members, func(m engine.Person) bool { return m.ID == member })
			if i >= 0 {
				return Standing{stage, people.Members[i].Waiting, kind == "left"}, nil
			}
		}
	}
	return Standing{}, nil
}

// After returns who has waited in a stage for nearly as long as a member, and so comes next
// when the longest wait is dealt with first; "" for nobody.
func (d Operations) After(ctx context.Context, p Pipeline, stage int, member string) (string, error) {
	q := stagesOf(d.Data, p.Panel)
	q.Through, _ = d.watermark("events", nil)
	q.Range = ops.Range{From: ops.MinDay, To: ops.MaxDay}
	people, err := d.Snapshot.People(ctx, engine.PeopleQuery{Stages: &q, Kind: "waiting", Step: stage, Sort: "-waiting"})
	if err != nil {
		return "", err
	}
	i := slices.IndexFunc(people.Members, func(m engine.Person) bool { return m.ID == member })
	if i+1 >= len(people.Members) {
		return "", nil
	}
	return people.Members[i+1].ID, nil
}

// CheckMove refuses to move a member by an event that does not go on from where they are:
// an event of no stage, one of a stage they are past, or of one further than the next.
func (d Operations) CheckMove(ctx context.Context, member, event string) error {
	var names []string
	for _, p := range Pipelines(d.Data) {
		stage, ok := p.Stage(event)
		for _, s := range p.Panel.Steps {
			names = append(names, s.Event)
		}
		if p.Panel.Out != "" {
			names = append(names, p.Panel.Out)
		}
		if !ok {
			continue
		}
		if _, err := d.Snapshot.People(ctx, engine.PeopleQuery{Member: member, Limit: 1}); err != nil {
			return err
		}
		at, err := d.Standing(ctx, p, member)
		if err != nil {
			return err
		}
		return at.check(p, member, event, stage)
	}
	return &ops.Error{Code: "unknown_stage", Message: "There is no stage of the event " + ops.Show(event) + ".",
		Hint: "It is one of: " + strings.Join(names, ", ") + ".", Where: ops.Place{Column: "event", Value: ops.Show(event)},
		Args: []any{ops.Show(event), strings.Join(names, ", ")}}
}

func (at Standing) check(p Pipeline, member, event string, stage int) error {
	refused := func(code ops.Code, message, hint string) error {
		return &ops.Error{Code: code, Message: fmt.Sprintf(message, ops.Show(member)), Hint: hint, Where: ops.Place{Column: "event", Value: event},
			Args: []any{ops.Show(member)}}
	}
	switch {
	case at.Left:
		return refused("stage_left", "%s is no fit, as somebody said.", "Take that entry back first.")
	case stage == 0 && (at.Stage == 0 || at.Stage == len(p.Panel.Steps)):
		return refused("stage_skipped", "%s waits in no stage.", "Only who waits can be no fit.")
	case stage != 0 && stage <= at.Stage:
		return refused("stage_passed", "%s is in that stage or past it already.", "To move somebody back, take the last entry back.")
	case stage > at.Stage+1:
		return refused("stage_skipped", "%s is not in the stage before that one.", "Move people on one stage at a time.")
	}
	return nil
}

// Claim is whether fewer of those who entered got through than is said: Share of them, in
// Range (Wilson, 95 %). Needed is how many would have to enter for it to be proven if
// the share stayed the same; 0 where it is proven already, or the share is not below it.
type Claim struct {
	Share           float64
	Range           calc.Interval
	Proven, Refuted bool
	Needed          int
}

// NewClaim judges that fewer than limit of those who entered got through; false where
// nobody entered.
func NewClaim(entered, through int, limit float64) (Claim, bool) {
	r, ok := calc.Wilson(through, entered)
	if !ok {
		return Claim{}, false
	}
	c := Claim{Share: float64(through) / float64(entered), Range: r, Proven: r.High < limit, Refuted: r.Low >= limit}
	if !c.Proven && c.Share < limit {
		c.Needed = calc.Enough(c.Share, limit)
	}
	return c, true
}
