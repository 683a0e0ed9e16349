package analysis

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"daybreak/internal/calc"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// Challenge says how long members keep up a daily habit (SPEC §7).
type Challenge struct {
	Query  engine.ChallengeQuery // as asked; By is that of Groups
	Length int                   // days of the challenge
	All    ChallengeGroup
	By     string
	Groups []ChallengeGroup // the largest first; what is left out comes last, as one
	Other  int              // groups in the last one; 0 if all have one of their own
	P      ops.Value        // of the log-rank test that all groups share one curve
	notes  []Note
}

// ChallengeGroup is one curve. Perfect and Enough are shares of those who have
// had all their days. Finish is the share of those still there on day 7 who
// reach the last day, not applicable where nobody is there on day 7.
type ChallengeGroup struct {
	Group                string
	Other                int // if not 0, how many groups it has together
	Enrolled, Late, Open int
	Perfect, Enough      Figure
	Finish               ops.Value
	Days                 []ChallengeDay
}

// ChallengeDay is one day of a curve.
type ChallengeDay struct {
	engine.SurvivalDay
	calc.Survival
}

// challengeDays is the length of a challenge unless the panel says otherwise.
const challengeDays = 21

// Halfway is the day from which Finish counts.
const Halfway = 7

// Challenge answers a panel of type challenge.
func (d Data) Challenge(ctx context.Context, v *View, p *ops.Panel) (*Challenge, error) {
	q := *v.Asks(p).Challenge
	out := &Challenge{Query: q, Length: q.Length, By: q.By, P: notApplicable}
	through, ok := d.eventsThrough(v)
	if !ok {
		out.notes = nothing(d, "events")
		return out, nil
	}
	q.Range, q.Filter, q.Through = v.Range, v.Filter, through
	out.Query = q
	q.By = ""
	all, err := d.Snapshot.Challenge(ctx, q)
	if err != nil {
		return nil, err
	}
	if len(all.Groups) > 0 {
		out.All = challengeGroup(all.Groups[0], out.Length)
	}
	if out.By == "" {
		return out, nil
	}
	q.By = out.By
	by, err := d.Snapshot.Challenge(ctx, q)
	if err != nil {
		return nil, err
	}
	tables := make([][]calc.Risk, len(by.Groups))
	for i, g := range by.Groups {
		tables[i] = risks(g.Curve)
	}
	x, ok, err := calc.LogRank(ctx, tables)
	if err != nil {
		return nil, err
	}
	if ok {
		out.P = ops.Value{Number: x, Num: x}
	}
	groups, left := largest(slices.Clone(by.Groups), cmp.Or(p.Limit, lineSeries), func(g engine.ChallengeGroup) int { return g.Enrolled })
	for _, g := range groups {
		out.Groups = append(out.Groups, challengeGroup(g, out.Length))
	}
	if out.Other = len(left); out.Other > 0 {
		rest := challengeGroup(restOfChallenge(left), out.Length)
		rest.Other = out.Other
		out.Groups = append(out.Groups, rest)
	}
	return out, nil
}

func risks(curve []engine.SurvivalDay) []calc.Risk {
	out := make([]calc.Risk, len(curve))
	for i, day := range curve {
		out[i] = calc.Risk{AtRisk: day.AtRisk, Events: day.Lost}
	}
	return out
}

func challengeGroup(g engine.ChallengeGroup, length int) ChallengeGroup {
	over := g.Enrolled - g.Open
	out := ChallengeGroup{Group: g.Group, Enrolled: g.Enrolled, Late: g.Late, Open: g.Open, Finish: notApplicable}
	out.Perfect = judge(rate(), matured(g.Perfect, over, g.Open), notApplicable, false)
	out.Enough = judge(rate(), matured(g.Enough, over, g.Open), notApplicable, false)
	table := risks(g.Curve)
	curve := calc.KaplanMeier(table)
	for i, s := range curve {
		out.Days = append(out.Days, ChallengeDay{SurvivalDay: g.Curve[i], Survival: s})
	}
	switch final, ok := calc.Final(table, curve, length); {
	case length <= Halfway || len(curve) == 0:
	case !ok:
		out.Finish = pending
	case len(curve) >= Halfway:
		out.Finish = ratio(ops.Value{Number: final}, ops.Value{Number: curve[Halfway-1].Survival})
	}
	return out
}

// Frame has one row for each group and day; the first rows are those of all.
func (s *Challenge) Frame() *ops.Frame {
	group := ops.KeyColumn{Name: "group", Label: ops.Label{En: "Group", Zh: "分组"}}
	day := ops.KeyColumn{Name: "day", Label: ops.Label{En: "Day", Zh: "第几天"}}
	column := func(name, en, zh string, unit ops.Unit) ops.ValueColumn {
		return ops.ValueColumn{Name: name, Label: ops.Label{En: en, Zh: zh}, Unit: unit}
	}
	columns := []ops.ValueColumn{
		column("at_risk", "At risk", "在列人数", ops.UnitCount), column("lost", "Lost", "中断", ops.UnitCount), column("censored", "Censored", "删失", ops.UnitCount),
		column("survival", "Still there", "仍坚持", ops.UnitPercent), column("low", "95 % from", "95% 下限", ops.UnitPercent),
		column("high", "95 % to", "95% 上限", ops.UnitPercent),
		column("hazard", "Hazard", "当日中断率", ops.UnitPercent),
	}
	for n, g := range append([]ChallengeGroup{s.All}, s.Groups...) {
		for _, x := range g.Days {
			group.Texts, day.Texts = append(group.Texts, groupKey(n, g.Group)), append(day.Texts, strconv.Itoa(x.Day))
			for c, n := range []float64{float64(x.AtRisk), float64(x.Lost), float64(x.Censored), x.Survival.Survival, x.Low, x.High, x.Hazard} {
				columns[c].Values = append(columns[c].Values, ops.Value{Number: n, Num: n})
			}
		}
	}
	out := &ops.Frame{Keys: []ops.KeyColumn{day}, Values: columns}
	if s.By != "" {
		out.Keys = []ops.KeyColumn{group, day}
	}
	return out
}

// Remarks implements Result.
func (s *Challenge) Remarks() []Note { return s.notes }

func (s *Challenge) headlines() []Headline {
	return []Headline{
		tally("enrolled", "Enrolled", "已报名", ops.UpGood, s.All.Enrolled),
		ofPersons("perfect", "Every day", "全勤", ops.UpGood, s.All.Perfect.Value),
		ofPersons("enough", "Days enough", "达标", ops.UpGood, s.All.Enough.Value),
	}
}
