package analysis

import (
	"context"

	"daybreak/internal/ops"
)

// SpendAudit answers a panel of type spend_audit: by platform, account and campaign, the days
// that cost money and had no impressions, and those that had clicks and cost nothing, with
// their money and their clicks (SPEC-LOOP §19). A day whose impressions or clicks no row
// states is none of either.
func (d Market) SpendAudit(ctx context.Context, v *View, p *ops.Panel) (*Sheet, error) {
	names := []string{"cost", "impressions", "clicks"}
	metrics, err := d.Lookup(names)
	if err != nil {
		return nil, err
	}
	by := []string{"platform", "account", "campaign"}
	s := &Sheet{Bars: "cost", Columns: []SheetColumn{
		{Name: "cost_days", Label: ops.Label{En: "Days with spend and no impressions", Zh: "有花费、无展现的天数"}, Unit: ops.UnitCount, Adds: true},
		{Name: "cost", Label: ops.Label{En: "Spent on them", Zh: "这些天的花费"}, Unit: ops.UnitMoney, Adds: true},
		{Name: "click_days", Label: ops.Label{En: "Days with clicks and no spend", Zh: "有点击、无花费的天数"}, Unit: ops.UnitCount, Adds: true},
		{Name: "clicks", Label: ops.Label{En: "Clicks on them", Zh: "这些天的点击"}, Unit: ops.UnitCount, Adds: true},
	}}
	for _, name := range by {
		s.Keys = append(s.Keys, SheetKey{Name: name, Label: d.Catalog.Dimensions[name], Dimension: name})
	}
	cut, notes := d.complete(v, metrics)
	s.notes = notes
	days := *cut
	days.Grain, days.Compare = ops.Daily, NoCompare
	if days.Range.Len() == 0 {
		days.Range = ops.Range{}
	}
	t, err := d.Metrics(ctx, &days, Query{Metrics: names, By: by})
	if err != nil {
		return nil, err
	}
	for g, group := range t.Groups {
		var costDays, clickDays int
		var cost, clicks float64
		for b := range t.Buckets {
			spent, shown, clicked := t.Columns[0].Cell(g, b), t.Columns[1].Cell(g, b), t.Columns[2].Cell(g, b)
			if spent.State != ops.Known {
				continue
			}
			if spent.Number > 0 && shown.State == ops.Known && shown.Number == 0 {
				costDays, cost = costDays+1, cost+spent.Num
			}
			if spent.Number == 0 && clicked.State == ops.Known && clicked.Number > 0 {
				clickDays, clicks = clickDays+1, clicks+clicked.Num
			}
		}
		if costDays+clickDays > 0 {
			s.Rows = append(s.Rows, SheetRow{Keys: group.Values, Verdict: Indifferent, Cells: []SheetCell{plain(number(costDays)),
				plain(known(d.shownMoney(cost))), plain(number(clickDays)), plain(known(clicks))}})
		}
	}
	s.sortRows(1)
	for i, label := range []ops.Label{1: {En: "Spent without impressions", Zh: "无展现的花费"}, 3: {En: "Clicks without spend", Zh: "无花费的点击"}} {
		if label.En == "" {
			continue
		}
		cell := plain(pending)
		if days.Range.Len() > 0 {
			cell = plain(s.sum(i))
		}
		s.Facts = append(s.Facts, SheetFact{Name: s.Columns[i].Name, Label: label, Unit: s.Columns[i].Unit, Cell: cell})
	}
	if len(s.Rows) == 0 && days.Range.Len() > 0 {
		s.notes = append(s.notes, Note{Code: AuditClean})
	}
	s.most(p.Limit)
	return s, nil
}
