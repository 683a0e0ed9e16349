package analysis

import (
	"context"

	"daybreak/internal/calc"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// mostPlans bounds the budgets that are worked out.
const mostPlans = 40

// IndustryPlans answers a panel of type industry_plans: what the ad budget of an
// industry or a campaign is expected to bring in clicks and in members, as its own 13
// weeks before it did, and what it has brought so far (SPEC-LOOP §9). Members are
// those of its campaigns; where these are not the industry's alone, or joins
// do not name them, nobody can tell.
func (d Market) IndustryPlans(ctx context.Context, v *View, p *ops.Panel) (*Sheet, error) {
	s := &Sheet{Keys: []SheetKey{{Name: "industry", Label: ops.Label{En: "Budget of", Zh: "预算"}, Dimension: "industry"},
		{Name: "days", Label: ops.Label{En: "Days", Zh: "期间"}}}, Bars: "members", Columns: []SheetColumn{
		{Name: "budget", Label: ops.Label{En: "Budget", Zh: "预算金额"}, Unit: ops.UnitMoney},
		{Name: "spent", Label: ops.Label{En: "Spent so far", Zh: "已花"}, Unit: ops.UnitMoney},
		{Name: "clicks", Label: ops.Label{En: "Clicks expected", Zh: "预计点击"}, Unit: ops.UnitCount, Range: true, Level: .8},
		{Name: "members", Label: ops.Label{En: "Members expected", Zh: "预计新成员"}, Unit: ops.UnitCount, Range: true, Level: .8},
		{Name: "clicks_now", Label: ops.Label{En: "Clicks so far", Zh: "已有点击"}, Unit: ops.UnitCount},
		{Name: "members_now", Label: ops.Label{En: "Members so far", Zh: "已来成员"}, Unit: ops.UnitCount},
	}}
	if v.Range.Len() == 0 {
		return s, nil
	}
	metrics, err := d.Lookup([]string{"cost", "clicks", "cpa"})
	if err != nil {
		return nil, err
	}
	var targets []ops.Target
	if d.Plan != nil {
		if targets, err = d.Plan.Targets(ctx); err != nil {
			return nil, err
		}
	}
	keys := d.Snapshot.Keys()
	for _, t := range targets {
		scope, err := keys.Scope(t.Scope)
		if err != nil || !t.Budget() || t.Metric != "cost" || t.State != ops.TargetApproved || !t.Days.Has(v.Range.Last()) || len(scope) != 1 || scope[0].Not ||
			scope[0].Dimension != "industry" && scope[0].Dimension != "campaign" || len(scope[0].Values) != 1 {
			continue
		}
		if len(s.Rows) == mostPlans {
			return nil, engine.TooManyCells(mostPlans)
		}
		row, notes, err := d.industryPlan(ctx, v, metrics, t, scope[0])
		if err != nil {
			return nil, err
		}
		s.notes = unique(append(s.notes, notes...))
		s.Rows = append(s.Rows, row)
	}
	s.sortRows(0)
	for i, label := range []ops.Label{{En: "Budgets together", Zh: "预算合计"}, {En: "Spent of them", Zh: "已花合计"}} {
		s.Facts = append(s.Facts, SheetFact{Name: s.Columns[i].Name, Label: label, Unit: ops.UnitMoney, Cell: plain(s.sum(i))})
	}
	if len(s.Rows) == 0 {
		s.notes = append(s.notes, Note{Code: NoBudget})
	}
	s.most(p.Limit)
	return s, nil
}

// industryPlan is the row of one budget.
func (d Market) industryPlan(ctx context.Context, v *View, metrics []*ops.Metric, t ops.Target, of ops.Filter) (SheetRow, []Note, error) {
	row := SheetRow{Keys: []string{of.Values[0], t.Days.From.String() + " – " + t.Days.Last().String()}, Verdict: Indifferent,
		Cells: []SheetCell{plain(known(t.Goal)), plain(pending), plain(pending), plain(pending), plain(pending), plain(pending)}}
	span := *v
	span.Filter, span.Compare, span.Grain = nil, NoCompare, ops.Whole
	span.Range = t.Days.And(ops.Range{From: t.Days.From, To: v.Range.To})
	done, notes := d.complete(&span, metrics)
	campaigns, own, err := d.campaignsOf(ctx, &span, of)
	if err != nil {
		return row, nil, err
	}
	weeks, err := d.weeksBefore(ctx, &span, min(t.Days.From, v.Range.To), []string{"cost", "clicks", "cpa"}, []string{"campaign"})
	if err != nil {
		return row, nil, err
	}
	var cost, clicks, members []float64
	for _, w := range weeks {
		sum := w.campaigns(campaigns)
		if !sum.known {
			continue
		}
		cost, clicks, members = append(cost, sum.cost), append(clicks, sum.clicks), append(members, sum.members)
		own = own && sum.told
	}
	for i, counts := range [][]float64{clicks, members} {
		if i == 1 && !own {
			row.Cells[3], row.Cells[5] = plain(notApplicable), plain(notApplicable)
			continue
		}
		if f, ok := calc.Foresee(cost, counts, t.Goal); ok {
			row.Cells[2+i] = ranged(f.Expected, f.Limits)
		} else {
			row.Reason, row.Args = BenchmarkShort, []any{leastBenchmarks}
		}
	}
	if done.Range.Len() == 0 {
		return row, notes, nil
	}
	table, err := d.Metrics(ctx, done, Query{Metrics: []string{"cost", "clicks", "cpa"}, By: []string{"campaign"}})
	if err != nil {
		return row, nil, err
	}
	now := weekTable{Table: table, at: map[string]int{}}
	for g, group := range table.Groups {
		now.at[groupText(group.Values)] = g
	}
	sum := now.campaigns(campaigns)
	if !sum.known {
		return row, notes, nil
	}
	row.Cells[1], row.Cells[4] = plain(known(d.shownMoney(sum.cost))), plain(known(sum.clicks))
	if !own || !sum.told {
		return row, notes, nil
	}
	row.Cells[5] = plain(known(sum.members))
	if f, ok := calc.Foresee(cost, members, sum.cost); ok { // what so much was to bring
		row.Reason, row.Args = PlanOnCourse, []any{Amount{known(f.Limits.Low), ops.UnitCount}, Amount{known(f.Limits.High), ops.UnitCount}}
		switch {
		case sum.members < f.Limits.Low:
			row.Verdict = Bad
		case sum.members > f.Limits.High:
			row.Verdict = Good
		}
	}
	return row, notes, nil
}

// campaignsOf returns the campaigns with ad spend in an industry, or the one asked for,
// and whether all of them are of that industry alone.
func (d Market) campaignsOf(ctx context.Context, v *View, of ops.Filter) (map[string]bool, bool, error) {
	if of.Dimension == "campaign" {
		return map[string]bool{ops.Fold(of.Values[0]): true}, true, nil
	}
	all := *v
	all.Range.From = min(v.Range.From, v.Range.To) - 7*benchmarkWeeks
	t, err := d.Metrics(ctx, &all, Query{Metrics: []string{"cost"}, By: []string{"campaign", "industry"}})
	if err != nil {
		return nil, false, err
	}
	out, own := map[string]bool{}, true
	for _, g := range t.Groups {
		if ops.Fold(g.Values[1]) == ops.Fold(of.Values[0]) {
			out[ops.Fold(g.Values[0])] = true
		}
	}
	for _, g := range t.Groups {
		own = own && (!out[ops.Fold(g.Values[0])] || ops.Fold(g.Values[1]) == ops.Fold(of.Values[0]))
	}
	return out, own, nil
}

// campaignSum is what campaigns cost and brought: known unless a day of them is missing, told
// unless nobody can tell their members.
type campaignSum struct {
	cost, clicks, members float64
	known, told           bool
}

// campaigns adds up cost, clicks and members of campaigns.
func (w weekTable) campaigns(of map[string]bool) campaignSum {
	sum := campaignSum{known: true, told: true}
	for g, group := range w.Groups {
		if group.Other > 0 || !of[ops.Fold(group.Values[0])] {
			continue
		}
		cost, clicks, cpa := w.Columns[0].ByGroup[g], w.Columns[1].ByGroup[g], w.Columns[2].ByGroup[g]
		sum.known = sum.known && cost.State == ops.Known && clicks.State == ops.Known
		sum.told = sum.told && (cpa.State == ops.Known || cpa.State == ops.NotApplicable && cpa.Num > 0 || cost.Num == 0)
		sum.cost, sum.clicks, sum.members = sum.cost+cost.Num, sum.clicks+clicks.Num, sum.members+cpa.Den
	}
	return sum
}
