package api

import (
	"context"
	"math"

	"daybreak/internal/ask"
	"daybreak/internal/calc"
	"daybreak/internal/loop"
	"daybreak/internal/ops"
	"daybreak/internal/report"
)

type goalsAnswer struct {
	On    string       `json:"on"`
	Goals []goalAnswer `json:"goals"`
}

type targetAnswer struct {
	Key        string   `json:"key"`
	Metric     string   `json:"metric"`
	Scope      string   `json:"scope"`
	From       string   `json:"from"`
	To         string   `json:"to"`
	Kind       string   `json:"kind"`
	Floor      *float64 `json:"floor"`
	Goal       float64  `json:"goal"`
	Stretch    *float64 `json:"stretch"`
	Phasing    string   `json:"phasing"`
	Owner      string   `json:"owner"`
	Parent     string   `json:"parent"`
	State      string   `json:"state"`
	ApprovedBy string   `json:"approved_by"`
	ApprovedOn string   `json:"approved_on"`
	Replaces   string   `json:"replaces"`
	Reason     string   `json:"reason"`
}

type goalAnswer struct {
	targetAnswer
	Through    string            `json:"through"`
	ToDate     figure            `json:"to_date"`
	Due        figure            `json:"due"`
	Attained   figure            `json:"attained"`
	Projection *projectionAnswer `json:"projection"`
	NoForecast calc.Reason       `json:"no_forecast"`
	Allowed    figure            `json:"allowed_per_day"`
	Spending   figure            `json:"spent_per_day"`
	UsedUp     string            `json:"used_up"`
	Light      loop.Light        `json:"light"`
}

// projectionAnswer is where a target may end, at 80 %. Chance is null where the
// limits are too wide to say.
type projectionAnswer struct {
	Value    float64  `json:"value"`
	Low      float64  `json:"low"`
	High     float64  `json:"high"`
	Level    float64  `json:"level"`
	Chance   *float64 `json:"chance"`
	Ahead    int      `json:"days_ahead"`
	Measured int      `json:"errors_known_for_days"`
	Holidays bool     `json:"holidays_taken_as_usual"`
}

// numberOrNull leaves out what is no number.
func numberOrNull(x float64) *float64 {
	if math.IsNaN(x) {
		return nil
	}
	return &x
}

func answerTarget(t ops.Target) targetAnswer {
	return targetAnswer{Key: t.Key(), Metric: t.Metric, Scope: t.Scope, From: t.Days.From.String(), To: t.Days.Last().String(), Kind: t.Kind,
		Floor: numberOrNull(t.Floor), Goal: t.Goal,
		Stretch: numberOrNull(t.Stretch), Phasing: t.Phasing, Owner: t.Owner, Parent: t.Parent, State: t.State, ApprovedBy: t.ApprovedBy,
		ApprovedOn: dayText(t.ApprovedOn), Replaces: t.Replaces, Reason: t.Reason}
}

func answerGoal(g loop.Goal) goalAnswer {
	a := goalAnswer{targetAnswer: answerTarget(g.Target), Through: g.Through.String(), ToDate: figure(g.ToDate), Due: figure(g.Due), Attained: figure(g.Attained),
		NoForecast: g.NoForecast, Allowed: figure(g.Allowed), Spending: figure(g.Spending), UsedUp: dayText(g.UsedUp), Light: g.Light}
	if g.Through < g.Days.From {
		a.Through = ""
	}
	if p := g.Projection; p != nil {
		a.Projection = &projectionAnswer{Value: p.Value, Low: p.Low, High: p.High, Level: .8, Ahead: p.Ahead, Measured: p.Measured, Holidays: p.Holidays}
		if g.NoForecast == "" {
			a.Projection.Chance = &p.Chance
		}
	}
	return a
}

// askGoals answers how the targets stand that hold a day.
func (s *Section) askGoals(p *ask.Params, w loop.World) func(context.Context) (any, *report.Table, error) {
	on := p.Day("on", w.KnownTo())
	return func(ctx context.Context) (any, *report.Table, error) {
		targets, err := s.Book.Plans.Targets(ctx)
		if err != nil {
			return nil, nil, err
		}
		goals, err := w.Goals(ctx, targets, on)
		if err != nil {
			return nil, nil, err
		}
		out := goalsAnswer{On: on.String(), Goals: []goalAnswer{}}
		t := &report.Table{Header: []string{"metric", "scope", "from", "to", "kind", "floor", "goal", "stretch", "owner", "through", "to_date", "due", "attained",
			"projection", "low", "high",
			"chance", "allowed_per_day", "used_up", "light"}}
		for _, g := range goals {
			a := answerGoal(g)
			out.Goals = append(out.Goals, a)
			optional := func(x *float64) string {
				if x == nil {
					return report.NotApplicable
				}
				return decimalText(*x)
			}
			value, low, high, chance := report.NotApplicable, report.NotApplicable, report.NotApplicable, report.NotApplicable
			if x := a.Projection; x != nil {
				value, low, high, chance = decimalText(x.Value), decimalText(x.Low), decimalText(x.High), optional(x.Chance)
			}
			t.Rows = append(t.Rows, []string{a.Metric, ops.SafeText(a.Scope), a.From, a.To, a.Kind, optional(a.Floor), decimalText(a.Goal),
				optional(a.Stretch), ops.SafeText(a.Owner), a.Through,
				report.Text(g.ToDate), report.Text(g.Due), report.Text(g.Attained), value, low, high, chance, report.Text(g.Allowed), a.UsedUp, string(a.Light)})
		}
		return out, t, nil
	}
}

type targetsAnswer struct {
	Targets []standingAnswer `json:"targets"`
}

// askTargets lists every target, imported or typed.
func (s *Section) askTargets(_ *ask.Params, _ loop.World) func(context.Context) (any, *report.Table, error) {
	return func(ctx context.Context) (any, *report.Table, error) {
		targets, err := s.Book.Plans.Targets(ctx)
		if err != nil {
			return nil, nil, err
		}
		revisions, err := s.Book.Plans.Revisions(ctx)
		if err != nil {
			return nil, nil, err
		}
		standing := loop.Standing(revisions)
		out := targetsAnswer{Targets: []standingAnswer{}}
		t := &report.Table{Header: []string{"metric", "scope", "from", "to", "kind", "floor", "goal", "stretch", "phasing", "owner", "parent", "state",
			"approved_by", "approved_on", "replaces", "reason"}}
		for _, x := range targets {
			a := answerTarget(x)
			out.Targets = append(out.Targets, standingAnswer{a, standing[x.Key()].Version})
			optional := func(x *float64) string {
				if x == nil {
					return report.NotApplicable
				}
				return decimalText(*x)
			}
			t.Rows = append(t.Rows, []string{a.Metric, ops.SafeText(a.Scope), a.From, a.To, a.Kind, optional(a.Floor), decimalText(a.Goal),
				optional(a.Stretch), ops.SafeText(a.Phasing),
				ops.SafeText(a.Owner), ops.SafeText(a.Parent), a.State, ops.SafeText(a.ApprovedBy), a.ApprovedOn, ops.SafeText(a.Replaces),
				ops.SafeText(a.Reason)})
		}
		return out, t, nil
	}
}
