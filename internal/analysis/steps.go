package analysis

import (
	"context"

	"daybreak/internal/ops"
)

// Steps is an aggregate funnel: sums beside each other, not linked by person
// (SPEC §4), over the days all of them are complete for.
type Steps struct {
	Steps []Step
	Days  ops.Range
	frame *ops.Frame
	notes []Note
}

// Step is one sum. FromPrevious and FromFirst are its ratios to the step
// before and to the first; not applicable for the first step itself. Exceeds
// flags a step larger than the one before, which persons could not be.
type Step struct {
	Label        ops.Label
	Metric       *ops.Metric
	Value        Figure
	FromPrevious Figure
	FromFirst    Figure
	Lost         ops.Value // the step before − this one, if that is not negative
	Exceeds      bool
}

// Steps answers a panel of type aggregate_funnel.
func (d Data) Steps(ctx context.Context, v *View, p *ops.Panel) (*Steps, error) {
	names := make([]string, len(p.Steps))
	for i, s := range p.Steps {
		names[i] = s.Metric
	}
	metrics, err := d.Lookup(names)
	if err != nil {
		return nil, err
	}
	cut, notes := d.complete(v, metrics)
	t, err := d.Metrics(ctx, whole(cut), Query{Metrics: names})
	if err != nil {
		return nil, err
	}
	out := &Steps{Days: cut.Range, notes: notes, frame: &ops.Frame{}}
	none := Figure{Value: notApplicable, Compare: notApplicable, Delta: noDelta}
	for i, s := range p.Steps {
		step := Step{Label: s.Label, Metric: metrics[i], Value: t.Columns[i].Total, FromPrevious: none, FromFirst: none, Lost: notApplicable}
		if i > 0 {
			previous := out.Steps[i-1].Value
			step.FromPrevious = share(step.Value, previous)
			step.FromFirst = share(step.Value, out.Steps[0].Value)
			if step.Value.State == ops.Known && previous.State == ops.Known {
				if step.Value.Number > previous.Number {
					step.Exceeds = true
					out.notes = append(out.notes, Note{Code: LaterExceeds, Args: []any{s.Label}})
				} else {
					step.Lost = ops.Value{Number: previous.Number - step.Value.Number}
				}
			}
		}
		out.Steps = append(out.Steps, step)
		named := *metrics[i]
		named.Label = s.Label
		out.frame.Values = append(out.frame.Values, valueColumns(&named, []Figure{step.Value}, v)...)
		if i > 0 {
			rate := &ops.Metric{Name: s.Metric + "_rate", Unit: ops.UnitPercent,
				Label: ops.Label{En: s.Label.En + ", of the step before", Zh: s.Label.Zh + "（占上一步）"}}
			out.frame.Values = append(out.frame.Values, valueColumns(rate, []Figure{step.FromPrevious}, v)...)
		}
	}
	return out, nil
}

// share judges the ratio of two sums as a proportion for which up is good.
func share(part, of Figure) Figure {
	return judge(rate(), ratio(part.Value, of.Value), ratio(part.Compare, of.Compare), false)
}

// rate is the metric of shares that no file defines.
func rate() *ops.Metric {
	return &ops.Metric{Scale: 1, Unit: ops.UnitPercent, Good: ops.UpGood, Proportion: true}
}

// proportionOf is k of n subjects, with its interval and no comparison.
func proportionOf(k, n int) Figure {
	return judge(rate(), ratio(number(k), number(n)), notApplicable, false)
}

// number is a count as a value.
func number(n int) ops.Value { return ops.Value{Number: float64(n), Num: float64(n)} }

// ratio divides two values; what is not known stays so.
func ratio(num, den ops.Value) ops.Value {
	switch {
	case num.State.Hidden() || den.State.Hidden():
		return withheld
	case num.State != ops.Known:
		return ops.Value{State: num.State}
	case den.State != ops.Known:
		return ops.Value{State: den.State}
	case den.Number == 0:
		return notApplicable
	}
	return ops.Value{Number: num.Number/den.Number + 0, Num: num.Number, Den: den.Number}
}

// Frame has one row with a column for each step and its ratio to the step
// before.
func (s *Steps) Frame() *ops.Frame { return s.frame }

// Remarks implements Result.
func (s *Steps) Remarks() []Note { return s.notes }
