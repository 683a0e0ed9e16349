package loop

import (
	"cmp"
	"context"
	"math"
	"slices"

	"daybreak/internal/calc"
	"daybreak/internal/ops"
)

// Goal is how a target stands on the eve of a day.
type Goal struct {
	ops.Target
	Filter     []ops.Filter // its scope, with names that were merged as rows have them
	Subject    *ops.Metric
	Good       ops.Direction // of the target: a budget is a band
	Through    ops.Day       // last day that is known; before the first day of the target where none is
	ToDate     ops.Value     // over its days up to Through
	Due        ops.Value     // what was to come by then; not applicable to ratios
	Attained   ops.Value     // share of it: 1 is on plan
	Daily      []float64     // what each of its days is to bring; nil for ratios
	Projection *Projection   // of sums while days remain
	NoForecast calc.Reason   // why there is none, or why it is too wide to draw
	Allowed    ops.Value     // of a budget: what each remaining day may cost
	Spending   ops.Value     // of a budget: what a day cost on average so far
	UsedUp     ops.Day       // of a budget: first day it is spent as it is expected to go on; 0: not within its days
	Light      Light
}

// Projection is where a target may end, at 80 %.
type Projection struct {
	calc.Projection
	Chance float64 // that it ends at the goal or above, in steps of 5 %
	Ahead  int     // days that remain
}

// Light says how a target stands where that is clear.
type Light string

// The lights; Unclear is neither red nor green.
const (
	Met     Light = "met"
	OnTrack Light = "on_track"
	AtRisk  Light = "at_risk"
	Missed  Light = "missed"
	Unclear Light = "unclear"
)

// Goals returns how the targets that hold a day stand on it: what is known by
// that day counts.
func (w World) Goals(ctx context.Context, targets []ops.Target, on ops.Day) ([]Goal, error) {
	var out []Goal
	for _, t := range targets {
		if t.State == ops.TargetClosed || !t.Days.Has(on) {
			continue
		}
		g, err := w.Goal(ctx, t, on)
		if err != nil {
			return nil, err
		}
		out = append(out, g)
	}
	slices.SortStableFunc(out, func(a, b Goal) int {
		return cmp.Or(cmp.Compare(b.Days.Len(), a.Days.Len()), cmp.Compare(a.Days.From, b.Days.From))
	})
	return out, nil
}

// PlanTree returns the targets that hold a day and all parts of them, also those of
// days before and after it, as they stand on it. A part that is closed is left out.
func (w World) PlanTree(ctx context.Context, targets []ops.Target, on ops.Day) ([]Goal, error) {
	goals, err := w.Goals(ctx, targets, on)
	if err != nil {
		return nil, err
	}
	shown := map[string]bool{}
	for _, g := range goals {
		shown[g.Key()] = true
	}
	for i := 0; i < len(goals); i++ { // parts of parts come in turn
		var parts []Goal
		for _, t := range targets {
			if t.Parent != goals[i].Key() || shown[t.Key()] || t.State == ops.TargetClosed {
				continue
			}
			shown[t.Key()] = true
			g, err := w.Goal(ctx, t, on)
			if err != nil {
				return nil, err
			}
			parts = append(parts, g)
		}
		goals = append(goals, parts...)
	}
	slices.SortStableFunc(goals, func(a, b Goal) int {
		return cmp.Or(cmp.Compare(b.Days.Len()/28, a.Days.Len()/28), cmp.Compare(a.Days.From, b.Days.From))
	})
	return goals, nil
}

// Goal returns how a target stands when days up to, inclusive, a day count.
func (w World) Goal(ctx context.Context, t ops.Target, on ops.Day) (Goal, error) {
	g := Goal{Target: t, ToDate: pending, Due: pending, Attained: pending, Allowed: notApplicable, Spending: notApplicable, Light: Unclear}
	m, ok := w.Catalog.Metric(t.Metric)
	if !ok {
		_, err := w.Lookup([]string{t.Metric})
		return g, err
	}
	g.Subject, g.Good = m, m.Good
	if t.Budget() {
		g.Good = ops.Neutral
	}
	filter, err := w.Snapshot.Keys().Scope(t.Scope)
	if err != nil {
		return g, err
	}
	g.Filter = filter
	through, known := w.Through(m, filter)
	g.Through = min(through, on, t.Days.Last())
	if !known || g.Through < t.Days.From {
		g.Through = t.Days.From - 1
		return g, nil
	}
	if g.ToDate, err = w.Value(ctx, m, filter, ops.Range{From: t.Days.From, To: g.Through + 1}); err != nil || g.ToDate.State != ops.Known {
		return g, err
	}
	if !w.Additive(m) {
		g.ratio()
		return g, nil
	}
	return w.sum(ctx, g, m, filter)
}

var (
	pending       = ops.Value{State: ops.Pending}
	notApplicable = ops.Value{State: ops.NotApplicable}
)

// ratio judges a target of a ratio: its value so far against the goal.
func (g *Goal) ratio() {
	g.Due, g.NoForecast = notApplicable, NotMeasurable
	now, goal := g.ToDate.Number, g.Target.Goal
	if g.Good == ops.DownGood {
		now, goal = goal, now
	}
	g.Attained = notApplicable
	if goal != 0 {
		g.Attained = ops.Value{Number: now / goal}
	}
	if g.Through == g.Days.Last() && g.Attained.State == ops.Known {
		g.Light = Missed
		if g.Attained.Number >= 1 {
			g.Light = Met
		}
	}
}

// sum judges a target of a sum against its phasing, and projects it.
func (w World) sum(ctx context.Context, g Goal, m *ops.Metric, filter []ops.Filter) (Goal, error) {
	s, err := w.series(ctx, ask{metric: m, filter: filter, until: g.Days.To})
	if err != nil {
		return g, err
	}
	weights, err := w.phasing(g.Target, s)
	if err != nil {
		return g, err
	}
	g.Daily = phased(g.Target.Goal, weights)
	elapsed := int(g.Through-g.Days.From) + 1
	pace, ok := calc.Pacing(g.ToDate.Number, g.Target.Goal, weights, elapsed)
	if !ok {
		g.Due, g.Attained = notApplicable, notApplicable
	} else {
		g.Due, g.Attained = ops.Value{Number: pace.Expected}, ops.Value{Number: pace.Attained}
	}
	if s.daily.Minus != nil {
		g.NoForecast = NotMeasurable
	} else if ahead := g.Days.To - 1 - g.Through; ahead > 0 && s.days.Len() > 0 && g.Through >= s.days.From {
		g.project(s, int(ahead))
	}
	if g.Budget() {
		g.spend(s, elapsed)
	}
	g.shine()
	return g, nil
}

func (g *Goal) project(s series, ahead int) {
	from := s.place(g.Through) + 1
	p := s.Project(from, from+ahead, g.ToDate.Number)
	g.NoForecast = p.Reason
	if p.Reason == calc.HistoryShort {
		return
	}
	g.Projection = &Projection{Projection: p, Chance: math.Round(20*p.Reach(g.Target.Goal)) / 20, Ahead: ahead}
}

// spend fills in what a budget allows and when it is used up.
func (g *Goal) spend(s series, elapsed int) {
	g.Spending = ops.Value{Number: g.ToDate.Number / float64(elapsed)}
	left := g.Target.Goal - g.ToDate.Number
	ahead := int(g.Days.To - 1 - g.Through)
	if ahead > 0 {
		g.Allowed = ops.Value{Number: max(0, left) / float64(ahead)}
	}
	if left <= 0 {
		g.UsedUp = g.Through
		return
	}
	if g.Projection == nil {
		return
	}
	for i, x := range g.Projection.Path(s.Series, s.place(g.Through)+1, ahead) {
		if left -= x; left <= 0 {
			g.UsedUp = g.Through + 1 + ops.Day(i)
			return
		}
	}
}

// The chances between which nothing is said, and how far a budget may miss.
const (
	surely   = .8
	unlikely = .2
	pastOver = 1.1
	pastLow  = .9
)

// shine sets the light: met or missed once all days are known, else only where
// the chance is clear.
func (g *Goal) shine() {
	over := g.Good == ops.DownGood || g.Budget()
	switch {
	case g.Through == g.Days.Last():
		g.Light = Missed
		if over && g.ToDate.Number <= g.Target.Goal || !over && g.ToDate.Number >= g.Target.Goal {
			g.Light = Met
		}
		if g.Budget() && g.ToDate.Number < pastLow*g.Target.Goal {
			g.Light = Missed
		}
	case g.Projection == nil || g.NoForecast != "":
		if !over && g.ToDate.Number >= g.Target.Goal {
			g.Light = Met
		}
	default:
		p := g.Projection
		chance := p.Chance
		if over {
			chance = 1 - chance
		}
		switch {
		case !over && chance == 1 && g.ToDate.Number >= g.Target.Goal:
			g.Light = Met
		case g.Budget() && p.High < pastLow*g.Target.Goal, chance <= unlikely:
			g.Light = AtRisk
		case chance >= surely:
			g.Light = OnTrack
		}
	}
}

// phasing returns the weight of each day of a target.
func (w World) phasing(t ops.Target, s series) ([]float64, error) {
	n := t.Days.Len()
	curve, err := t.Curve()
	if err != nil {
		return nil, err
	}
	switch {
	case curve != nil:
		return stretched(curve, n), nil
	case t.Phasing == "weekday":
		return w.byWeekday(t, s), nil
	case t.Phasing == "last_year":
		return lastYear(t, s), nil
	}
	return slices.Repeat([]float64{1}, n), nil
}

// stretched spreads the shares of parts of equal length over n days.
func stretched(curve []float64, n int) []float64 {
	out := make([]float64, n)
	for i, share := range curve {
		from, to := n*i/len(curve), n*(i+1)/len(curve)
		for d := from; d < to; d++ {
			out[d] = share / float64(to-from)
		}
	}
	return out
}

// byWeekday weighs each day by the mean of its weekday in the 28 days before the
// target; evenly where not all of them are known.
func (w World) byWeekday(t ops.Target, s series) []float64 {
	var sum, days [7]float64
	for d := t.Days.From - 28; d < t.Days.From; d++ {
		if plus, minus, known := s.daily.Known(d); known {
			sum[d.Weekday()] += plus - minus
			days[d.Weekday()]++
		}
	}
	out := slices.Repeat([]float64{1}, t.Days.Len())
	for i := range out {
		wd := (t.Days.From + ops.Day(i)).Weekday()
		if days[wd] == 0 || sum[wd] < 0 {
			return slices.Repeat([]float64{1}, t.Days.Len())
		}
		out[i] = sum[wd] / days[wd]
	}
	return out
}

// lastYear weighs each day by the same date a year before; evenly where not all
// of them are known.
func lastYear(t ops.Target, s series) []float64 {
	even := slices.Repeat([]float64{1}, t.Days.Len())
	out := make([]float64, t.Days.Len())
	for i := range out {
		y, m, d := (t.Days.From + ops.Day(i)).Date()
		past := ops.DayOf(y-1, m, d)
		if m == 2 && d == 29 {
			past = ops.DayOf(y-1, 2, 28)
		}
		plus, minus, known := s.daily.Known(past)
		if !known || plus < minus {
			return even
		}
		out[i] = plus - minus
	}
	return out
}

// phased shares a goal out by weights; nil where they are all 0.
func phased(goal float64, weights []float64) []float64 {
	total := 0.0
	for _, x := range weights {
		total += x
	}
	if total <= 0 {
		return nil
	}
	out := make([]float64, len(weights))
	for i, x := range weights {
		out[i] = goal * x / total
	}
	return out
}

// Gap is a target whose parts do not come to it.
type Gap struct {
	Target ops.Target
	Parts  float64 // sum of the goals of its parts
}

// Gaps returns the targets that have parts which do not come to them.
func Gaps(targets []ops.Target) []Gap {
	var out []Gap
	for _, t := range targets {
		sum, n := 0.0, 0
		for _, part := range targets {
			if part.Parent == t.Key() && part.Key() != t.Key() && part.State != ops.TargetClosed {
				sum, n = sum+part.Goal, n+1
			}
		}
		if n > 0 && math.Abs(sum-t.Goal) > 1e-9*math.Abs(t.Goal) {
			out = append(out, Gap{t, sum})
		}
	}
	return out
}
