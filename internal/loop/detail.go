package loop

import (
	"context"
	"math"

	"daybreak/internal/calc"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// Detail is what the page of one measured try shows beside its outcome.
type Detail struct {
	Days                     []ops.Day // around the try
	Actual, Usual, Low, High []ops.Value
	AddedUp                  []AddedUp // day by day within it
	Parts                    []PartOutcome
	Stayed                   []Stay       // of a try that brings members
	After                    *calc.Effect // the seven days after it
	PerStayed                *calc.Estimate
	PerStayedLimits          calc.Interval // of the cost of an extra member who is active on day 30
}

// AddedUp is the effect from the first day up to a day.
type AddedUp struct {
	Day              ops.Day
	Value, Low, High float64
}

// PartOutcome is the effect on one group, measured for itself.
type PartOutcome struct {
	Group   string
	Outcome Outcome
}

// Stay compares who came back on a day after joining with those of the 28 days
// before, at 95 %.
type Stay struct {
	Day                            int
	Part, Of, PartBefore, OfBefore int
	Difference                     float64
	Limits                         calc.Interval
}

// How much is shown around a try, and how many groups.
const (
	daysBefore = 28
	daysAfter  = 14
	mostParts  = 8
)

// Detail works out what the page of a measured try shows.
func (w World) Detail(ctx context.Context, o Outcome) (*Detail, error) {
	m, ok := w.Catalog.Metric(o.Try.Metric)
	if !ok || o.Split != nil || !w.Additive(m) || o.Verdict == "" || o.Effect.T == 0 {
		return nil, nil
	}
	filter, err := w.Snapshot.Keys().Scope(o.Try.Measured())
	if err != nil {
		return nil, err
	}
	s, err := w.series(ctx, ask{metric: m, filter: filter, except: o.Try.ID, until: o.Try.Start + 1})
	if err != nil {
		return nil, err
	}
	out := &Detail{}
	out.around(s, o)
	out.addUp(s, o)
	if err := w.parts(ctx, out, o, m, filter); err != nil {
		return nil, err
	}
	if err := w.after(ctx, out, o, m, filter); err != nil {
		return nil, err
	}
	if w.joins(m) {
		err = w.stayed(ctx, out, o, filter)
	}
	return out, err
}

// around fills in the days around a try with what was usual on each.
func (x *Detail) around(s series, o Outcome) {
	from, to := max(s.days.From, o.Try.Start-daysBefore), min(s.days.To, o.Try.End+1+daysAfter)
	start := s.place(o.Try.Start)
	one := s.Effect(calc.EffectQuestion{From: start, To: start + 1})
	ahead := s.Path(start, s.place(to), o.Effect.Drift)
	for d := from; d < to; d++ {
		plus, minus, known := s.daily.Known(d)
		actual := pending
		if known {
			actual = ops.Value{Number: plus - minus}
		}
		usual := math.NaN()
		if d >= o.Try.Start {
			usual = ahead[d-o.Try.Start]
		} else if b := s.Path(s.place(d), s.place(d)+1, 0); len(b) > 0 {
			usual = b[0]
		}
		x.Days, x.Actual = append(x.Days, d), append(x.Actual, actual)
		x.Usual = append(x.Usual, valueOr(usual))
		low, high := notApplicable, notApplicable
		if one.T > 0 && !math.IsNaN(usual) {
			low, high = ops.Value{Number: usual * math.Exp(-one.T*one.Miss)}, ops.Value{Number: usual * math.Exp(one.T*one.Miss)}
		}
		x.Low, x.High = append(x.Low, low), append(x.High, high)
	}
}

func valueOr(x float64) ops.Value {
	if math.IsNaN(x) {
		return notApplicable
	}
	return ops.Value{Number: x}
}

// addUp fills in the effect day by day.
func (x *Detail) addUp(s series, o Outcome) {
	const most = 60
	for d := o.Try.Start; d <= o.Try.End && d < o.Try.Start+most; d++ {
		e := s.Effect(calc.EffectQuestion{From: s.place(o.Try.Start), To: s.place(d) + 1})
		if e.T == 0 {
			continue
		}
		x.AddedUp = append(x.AddedUp, AddedUp{d, e.Value(), e.Low, e.High})
	}
}

// parts measures the try in each channel.
func (w World) parts(ctx context.Context, x *Detail, o Outcome, m *ops.Metric, filter []ops.Filter) error {
	for _, f := range filter {
		if f.Dimension == "channel" && !f.Not {
			return nil
		}
	}
	for _, value := range w.Snapshot.Values("channel") {
		if value == "" || len(x.Parts) == mostParts || !ops.ScopesMeet(filter, []ops.Filter{{Dimension: "channel", Values: []string{value}}}) {
			continue
		}
		part := o.Try
		part.Control, part.MeasuredOn = "", ops.ScopeText(append(filter[:len(filter):len(filter)], ops.Filter{Dimension: "channel", Values: []string{value}}))
		part.Decision = ""
		p, err := w.Outcome(ctx, part)
		if ops.CodeOf(err) == "no_breakdown" {
			return nil
		}
		if err != nil {
			return err
		}
		if p.Effect.T > 0 {
			x.Parts = append(x.Parts, PartOutcome{value, p})
		}
	}
	return nil
}

// after measures the seven days after the try, its own days left out.
func (w World) after(ctx context.Context, x *Detail, o Outcome, m *ops.Metric, filter []ops.Filter) error {
	const week = 7
	s, err := w.series(ctx, ask{metric: m, filter: filter})
	if err != nil || o.Try.End+week > s.days.Last() {
		return err
	}
	from := s.place(o.Try.End) + 1
	if e := s.Effect(calc.EffectQuestion{From: from, To: from + week, Least: s.least(o.Try.Start)}); e.Reason == "" {
		x.After = &e
	}
	return nil
}

// joins reports whether a metric counts members who join.
func (w World) joins(m *ops.Metric) bool {
	if len(m.Num) != 1 || len(m.Den) > 0 {
		return false
	}
	for _, f := range w.Catalog.Measures[m.Num[0].Measure].Where {
		if f.Dimension == "event" && len(f.Values) == 1 && f.Values[0] == "join" {
			return true
		}
	}
	return false
}

// stayed compares how many members of the try came back with those of the 28
// days before.
func (w World) stayed(ctx context.Context, x *Detail, o Outcome, filter []ops.Filter) error {
	through, known := w.Through(&ops.Metric{Num: ops.Linear{{Sign: 1, Measure: "check_ins"}}}, nil)
	if !known {
		return nil
	}
	horizons := []int{7, 30}
	count := func(r ops.Range) (part, of [2]int, err error) {
		q := engine.RetentionQuery{Start: engine.Activity{Event: "join"}, Return: engine.Activity{Event: "check_in"}, Cohort: engine.CohortFirst,
			Mode:   engine.ModeExact,
			Period: ops.Daily, Periods: horizons[1], MinReturns: 1, Range: r, Filter: filter, Through: through}
		got, err := w.Snapshot.Retention(ctx, q)
		if err != nil {
			return part, of, err
		}
		for _, c := range got.Cohorts {
			for i, h := range horizons {
				if h < len(c.State) && c.State[h] == engine.Complete {
					part[i], of[i] = part[i]+int(c.Returned[h]), of[i]+int(c.Mature[h])
				}
			}
		}
		return part, of, nil
	}
	now, of, err := count(o.Days)
	if err != nil {
		return err
	}
	before, ofBefore, err := count(ops.Range{From: o.Days.From - daysBefore, To: o.Days.From})
	if err != nil {
		return err
	}
	for i, h := range horizons {
		limits, ok := calc.Newcombe(now[i], of[i], before[i], ofBefore[i])
		if !ok || o.Days.Last()+ops.Day(h) > through {
			continue
		}
		x.Stayed = append(x.Stayed, Stay{h, now[i], of[i], before[i], ofBefore[i], float64(now[i])/float64(of[i]) - float64(before[i])/float64(ofBefore[i]), limits})
	}
	x.perStayed(o)
	return nil
}

// perStayed fills in what an extra member who is active on day 30 cost.
func (x *Detail) perStayed(o Outcome) {
	cost, limits, ok := o.PerUnit()
	if n := len(x.Stayed); !ok || n < 2 || x.Stayed[n-1].Part == 0 {
		return
	}
	last := x.Stayed[len(x.Stayed)-1]
	share := float64(last.Part) / float64(last.Of)
	x.PerStayed = &calc.Estimate{Value: cost / share}
	x.PerStayedLimits = calc.Interval{Low: limits.Low / share, High: limits.High / share}
}
