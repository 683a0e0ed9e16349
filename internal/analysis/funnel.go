package analysis

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"daybreak/internal/calc"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// Funnel follows members through steps (SPEC §4).
type Funnel struct {
	Query  engine.FunnelQuery // as asked; By is that of Groups
	Steps  []ops.Step         // as the panel names them; an activity picked otherwise has no label
	All    FunnelGroup
	By     string
	Groups []FunnelGroup // the largest first; what is left out comes last, as one
	Other  int           // groups in the last one; 0 if all have one of their own
	notes  []Note
}

// FunnelGroup is the funnel of all entrants or of one group. Entrants are
// Converted, Dropped or Open. Rate is converted ÷ all among those whose window
// is over (R6), against that of the comparison's entrants.
type FunnelGroup struct {
	Group                              string
	Other                              int // if not 0, how many groups it has together
	Entrants, Converted, Dropped, Open int
	Early                              int // of Converted, those whose window is not over: no part of Rate
	Rate                               Figure
	Steps                              []FunnelStep
	Trend                              []engine.FunnelDay
}

// FunnelStep is one step. Count are all who reached it; the rates are those of
// members whose window is over. Of those that got no further, Dropped are out
// of time and Open are not. FromEntry are hours from the first step,
// Since those from the step before (not applicable for the first).
type FunnelStep struct {
	Count, Dropped, Open    int
	FromPrevious, FromFirst Figure // not applicable for the first step
	FromEntry, Since        Times
	Hours                   []float64 // from the first step, ascending
}

// Times are quantiles of hours.
type Times struct{ Median, P75, P90 ops.Value }

// timesOf returns the quantiles of ascending hours; untold where a single member
// could be seen in them.
func timesOf(hours []float64, untold bool) Times {
	if untold {
		return Times{withheld, withheld, withheld}
	}
	return Times{quantile(hours, 0.5), quantile(hours, 0.75), quantile(hours, 0.9)}
}

// Funnel answers a panel of type funnel.
func (d Data) Funnel(ctx context.Context, v *View, p *ops.Panel) (*Funnel, error) {
	q := *v.Asks(p).Funnel
	out := &Funnel{Query: q, By: q.By}
	for i, a := range q.Steps {
		step := ops.Step{Event: a.Event}
		if i < len(p.Steps) && p.Steps[i].Event == a.Event && len(a.Where) == 0 {
			step = p.Steps[i]
		}
		out.Steps = append(out.Steps, step)
	}
	through, ok := d.eventsThrough(v)
	if !ok {
		out.notes = nothing(d, "events")
		return out, nil
	}
	q.Range, q.Filter, q.Through, q.Glossary = v.Range, v.Filter, through, Glossary(d)
	out.Query, out.notes = q, NeverHappenedOf(d.Snapshot, q.Steps)
	now, err := d.funnelGroups(ctx, q)
	if err != nil {
		return nil, err
	}
	before := map[string]engine.FunnelGroup{}
	all := map[string]engine.FunnelGroup{}
	if v.CompareRange.Len() > 0 && v.Together(v.Range) && v.CompareRange.From >= d.Snapshot.Days("events").From {
		q.Range = v.CompareRange
		if before, err = d.funnelGroups(ctx, q); err != nil {
			return nil, err
		}
		all[""] = together(before, len(q.Steps))
	}
	out.All = funnelGroup(together(now, len(q.Steps)), all)
	if out.By == "" {
		return out, nil
	}
	named := slices.SortedFunc(maps.Values(now), func(a, b engine.FunnelGroup) int { return cmp.Compare(a.Group, b.Group) })
	groups, left := largest(named, cmp.Or(p.Limit, breakdownRows), func(g engine.FunnelGroup) int { return g.Entrants })
	for _, g := range groups {
		out.Groups = append(out.Groups, funnelGroup(g, before))
	}
	if out.Other = len(left); out.Other > 0 {
		past := map[string]engine.FunnelGroup{}
		if len(before) > 0 {
			others := maps.Clone(before)
			for _, g := range groups {
				delete(others, g.Group)
			}
			past[ops.OtherGroups] = restOfFunnel(slices.Collect(maps.Values(others)), len(q.Steps))
		}
		rest := funnelGroup(restOfFunnel(left, len(q.Steps)), past)
		rest.Other = out.Other
		out.Groups = append(out.Groups, rest)
	}
	return out, nil
}

// funnelGroups asks for a funnel and returns its groups by name.
func (d Data) funnelGroups(ctx context.Context, q engine.FunnelQuery) (map[string]engine.FunnelGroup, error) {
	f, err := d.Snapshot.Funnel(ctx, q)
	if err != nil {
		return nil, err
	}
	return groupsOf(f), nil
}

func groupsOf(f *engine.Funnel) map[string]engine.FunnelGroup {
	out := make(map[string]engine.FunnelGroup, len(f.Groups))
	for _, g := range f.Groups {
		out[g.Group] = g
	}
	return out
}

// together returns the funnel of the members of all groups; a member is in one.
func together(groups map[string]engine.FunnelGroup, steps int) engine.FunnelGroup {
	if all, ok := groups[""]; ok && len(groups) == 1 {
		return all
	}
	out := engine.FunnelGroup{Steps: make([]engine.FunnelStep, steps)}
	days := map[ops.Day]engine.FunnelDay{}
	for _, g := range groups {
		out.Entrants, out.Converted, out.Dropped, out.Open, out.Mature = out.Entrants+g.Entrants, out.Converted+g.Converted, out.Dropped+g.Dropped, out.Open+g.Open,
			out.Mature+g.Mature
		for i, s := range g.Steps {
			to := &out.Steps[i]
			to.Count, to.Dropped, to.Open, to.Mature = to.Count+s.Count, to.Dropped+s.Dropped, to.Open+s.Open, to.Mature+s.Mature
			to.Hours, to.Since, to.Untold = append(to.Hours, s.Hours...), append(to.Since, s.Since...), to.Untold || s.Untold
		}
		for _, d := range g.Trend {
			to := days[d.Day]
			days[d.Day] = engine.FunnelDay{Day: d.Day, Entrants: to.Entrants + d.Entrants, Converted: to.Converted + d.Converted, Dropped: to.Dropped + d.Dropped,
				Open: to.Open + d.Open, Mature: to.Mature + d.Mature}
		}
	}
	for _, s := range out.Steps {
		slices.Sort(s.Hours)
		slices.Sort(s.Since)
	}
	for _, d := range slices.Sorted(maps.Keys(days)) {
		out.Trend = append(out.Trend, days[d])
	}
	return out
}

func funnelGroup(g engine.FunnelGroup, before map[string]engine.FunnelGroup) FunnelGroup {
	out := FunnelGroup{Group: g.Group, Entrants: g.Entrants, Converted: g.Converted, Dropped: g.Dropped, Open: g.Open, Trend: g.Trend,
		Early: g.Converted - (g.Mature - g.Dropped)}
	past := notApplicable
	if b, ok := before[g.Group]; ok {
		past = ratio(number(b.Mature-b.Dropped), number(b.Mature))
	}
	out.Rate = judge(rate(), matured(g.Mature-g.Dropped, g.Mature, g.Open), past, false)
	none := Figure{Value: notApplicable, Compare: notApplicable, Delta: noDelta}
	for i, s := range g.Steps {
		step := FunnelStep{Count: s.Count, Dropped: s.Dropped, Open: s.Open, FromPrevious: none, FromFirst: none, Hours: s.Hours,
			FromEntry: timesOf(s.Hours, s.Untold), Since: timesOf(nil, false)}
		if i > 0 {
			step.FromPrevious = judge(rate(), matured(s.Mature, g.Steps[i-1].Mature, g.Open), notApplicable, false)
			step.FromFirst = judge(rate(), matured(s.Mature, g.Steps[0].Mature, g.Open), notApplicable, false)
			step.Since = timesOf(s.Since, s.Untold)
		}
		out.Steps = append(out.Steps, step)
	}
	return out
}

// matured is k of n members whose window is over; pending while there are none
// but some are open.
func matured(k, n, open int) ops.Value {
	if n == 0 && open > 0 {
		return pending
	}
	return ratio(number(k), number(n))
}

func quantile(sorted []float64, q float64) ops.Value {
	x, ok := calc.Quantile(sorted, q)
	if !ok {
		return notApplicable
	}
	return ops.Value{Number: x, Num: x}
}

// Frame has one row for each group and step; the first rows are those of all.
func (f *Funnel) Frame() *ops.Frame {
	group := ops.KeyColumn{Name: "group", Label: ops.Label{En: "Group", Zh: "分组"}}
	step := ops.KeyColumn{Name: "step", Label: ops.Label{En: "Step", Zh: "步骤"}}
	column := func(name, en, zh string, unit ops.Unit) ops.ValueColumn {
		return ops.ValueColumn{Name: name, Label: ops.Label{En: en, Zh: zh}, Unit: unit}
	}
	columns := []ops.ValueColumn{
		column("count", "Members", "人数", ops.UnitCount), column("dropped", "Dropped", "流失", ops.UnitCount), column("open", "Open", "进行中", ops.UnitCount),
		column("from_previous", "Of the step before", "占上一步", ops.UnitPercent), column("from_first", "Of the first step", "占首步", ops.UnitPercent),
		column("median_hours", "Median hours", "中位小时数", ops.UnitNumber),
		column("median_hours_since", "Median hours from the step before", "距上一步中位小时数", ops.UnitNumber),
	}
	for n, g := range append([]FunnelGroup{f.All}, f.Groups...) {
		for i, s := range g.Steps {
			group.Texts, step.Texts = append(group.Texts, groupKey(n, g.Group)), append(step.Texts, f.Steps[i].Event)
			for c, v := range []ops.Value{number(s.Count), number(s.Dropped), number(s.Open), s.FromPrevious.Value, s.FromFirst.Value, s.FromEntry.Median,
				s.Since.Median} {
				columns[c].Values = append(columns[c].Values, v)
			}
		}
	}
	out := &ops.Frame{Keys: []ops.KeyColumn{step}, Values: columns}
	if f.By != "" {
		out.Keys = []ops.KeyColumn{group, step}
	}
	return out
}

// Remarks implements Result.
func (f *Funnel) Remarks() []Note { return f.notes }

func (f *Funnel) headlines() []Headline {
	return []Headline{
		tally("entrants", "Entrants", "进入人数", ops.UpGood, f.All.Entrants),
		tally("converted", "Converted", "已转化", ops.UpGood, f.All.Converted),
		ofPersons("rate", "Overall conversion", "整体转化率", ops.UpGood, f.All.Rate.Value),
	}
}
