package analysis

import (
	"cmp"
	"context"
	"math"
	"slices"

	"daybreak/internal/calc"
	"daybreak/internal/ops"
)

// Keywords answers a panel of type keywords: what each keyword costs for a
// conversion the platform claims, drawn towards the family of all keywords of its account, and
// the chance that it costs more than its target (SPEC-LOOP §9). By is the dimension that is
// judged: keyword, ad_group or campaign.
func (d Market) Keywords(ctx context.Context, v *View, p *ops.Panel) (*Sheet, error) {
	names := []string{"cost", "clicks", "reported_conversions", "impressions"}
	metrics, err := d.Lookup(names)
	if err != nil {
		return nil, err
	}
	cut, notes := d.complete(v, metrics[:2])
	by := cmp.Or(p.By, "keyword")
	s := d.keywordSheet(by, metrics)
	s.notes = append(notes, Note{Code: PlatformClaims})
	if err := d.judge(ctx, cut, s, names, by, nil); err != nil {
		return nil, err
	}
	if rest, left := s.most(p.Limit); rest != nil {
		restOfKeywords(rest, left)
	}
	return s, nil
}

// keywordSheet is a sheet of things bid on, without rows.
func (d Market) keywordSheet(by string, metrics []*ops.Metric) *Sheet {
	return &Sheet{Bars: "chance", Keys: []SheetKey{
		{Name: "platform", Label: d.Catalog.Dimensions["platform"], Dimension: "platform"}, {Name: by, Label: d.Catalog.Dimensions[by], Dimension: by}},
		Columns: []SheetColumn{
			{Name: "cost", Label: metrics[0].Label, Unit: ops.UnitMoney, Adds: true}, {Name: "clicks", Label: metrics[1].Label, Unit: ops.UnitCount, Adds: true},
			{Name: "claimed", Label: ops.Label{En: "Claimed", Zh: "上报转化"}, Unit: ops.UnitNumber, Adds: true},
			{Name: "cpa", Label: ops.Label{En: "Claimed CPA", Zh: "上报成本"}, Unit: ops.UnitMoney},
			{Name: "drawn_cpa", Label: ops.Label{En: "Cautious", Zh: "收缩后"}, Unit: ops.UnitMoney},
			{Name: "chance", Label: ops.Label{En: "Chance over target", Zh: "超标可能"}, Unit: ops.UnitPercent},
		}}
}

// judge adds a row for each thing bid on, account by account, those likeliest over
// their target first, and the targets as facts. Each family of rows passes through
// told before it is added, if that is given.
func (d Market) judge(ctx context.Context, v *View, s *Sheet, names []string, by string, told func(family []keyword, rows []SheetRow) error) error {
	families, notes, err := d.keywordFamilies(ctx, whole(v), names, by)
	if err != nil {
		return err
	}
	s.notes = append(s.notes, notes...)
	targets := map[float64]bool{}
	for _, family := range families {
		target, ok, err := d.keywordTarget(ctx, v, family)
		if err != nil {
			return err
		}
		if ok && !targets[target] {
			targets[target] = true
			s.Facts = append(s.Facts, SheetFact{Name: "target", Label: ops.Label{En: "Target cost per conversion", Zh: "目标转化成本"}, Unit: ops.UnitMoney,
				Cell: plain(known(target))})
		}
		rows := keywordRows(family, target, ok)
		if told != nil {
			if err := told(family, rows); err != nil {
				return err
			}
		}
		s.Rows = append(s.Rows, rows...)
	}
	if len(targets) == 0 {
		s.notes = append(s.notes, Note{Code: NoTarget, Args: []any{"reported_cpa"}})
	}
	slices.SortFunc(s.Rows, func(a, b SheetRow) int {
		return cmp.Or(cmp.Compare(b.Cells[5].Number, a.Cells[5].Number), cmp.Compare(b.Cells[0].Number, a.Cells[0].Number), slices.Compare(a.Keys, b.Keys))
	})
	return nil
}

// restOfKeywords sets what a conversion cost over keywords with and without any.
// What platforms claim is never added up.
func restOfKeywords(rest *SheetRow, left []SheetRow) {
	if slices.ContainsFunc(left, func(r SheetRow) bool { return r.Keys[0] != left[0].Keys[0] }) {
		rest.Cells[2], rest.Cells[3] = plain(notApplicable), plain(notApplicable)
		return
	}
	rest.Cells[3] = plain(ratio(rest.Cells[0].Value, rest.Cells[2].Value))
}

// mostFamilies bounds the accounts whose keywords are judged.
const mostFamilies = 50

// keywordTarget returns what a conversion of the keywords of one account may
// cost: the target of what the platform claims, else that of members. Where all
// its cost is one channel's, targets of that channel hold, too.
func (d Market) keywordTarget(ctx context.Context, v *View, family []keyword) (float64, bool, error) {
	if d.Plan == nil || len(family) == 0 {
		return 0, false, nil
	}
	own := *whole(v)
	own.Filter = append(slices.Clone(v.Filter), ops.Filter{Dimension: "platform", Values: family[0].keys[:1]},
		ops.Filter{Dimension: "account", Values: family[0].keys[1:2]})
	t, err := d.Metrics(ctx, &own, Query{Metrics: []string{"cost"}, By: []string{"channel"}})
	if err != nil {
		return 0, false, err
	}
	if len(t.Groups) == 1 && t.Groups[0].Values[0] != "" {
		own.Filter = append(own.Filter, ops.Filter{Dimension: "channel", Values: t.Groups[0].Values})
	}
	for _, metric := range []string{"reported_cpa", "cpa"} {
		if goal, ok, err := goalOf(ctx, d.Data, metric, own.Filter, v.Range.Last()); err != nil || ok {
			return goal, ok, err
		}
	}
	return 0, false, nil
}

// keywordFamilies returns the keywords with cost, account by account, and what is to be
// said where nothing is known of them by what the page is narrowed to.
func (d Market) keywordFamilies(ctx context.Context, v *View, names []string, by string) ([][]keyword, []Note, error) {
	if v.Range.Len() == 0 {
		return nil, nil, nil
	}
	accounts, err := d.Metrics(ctx, v, Query{Metrics: names[:1], By: []string{"platform", "account"}, Limit: mostFamilies})
	if err != nil {
		return nil, nil, err
	}
	var lacking []Note
	if c := accounts.Columns[0]; c.Missing != "" {
		lacking = []Note{{Code: NoBreakdown, Args: []any{c.Metric, c.Missing}}}
	}
	var out [][]keyword
	for _, account := range accounts.Groups {
		if account.Other > 0 {
			continue
		}
		own := *v
		own.Filter = append(slices.Clone(v.Filter), ops.Filter{Dimension: "platform", Values: account.Values[:1]}, ops.Filter{Dimension: "account",
			Values: account.Values[1:2]})
		t, err := d.Metrics(ctx, &own, Query{Metrics: names, By: []string{by}})
		if err != nil {
			return nil, nil, err
		}
		var family []keyword
		for g, group := range t.Groups {
			k := keyword{keys: []string{account.Values[0], account.Values[1], group.Values[0]}, cost: t.Columns[0].ByGroup[g].Value,
				clicks: t.Columns[1].ByGroup[g].Value, claimed: t.Columns[2].ByGroup[g].Value}
			if k.cost.State == ops.Known && k.cost.Number > 0 && k.keys[2] != "" {
				family = append(family, k)
			}
		}
		out = append(out, family)
	}
	return out, lacking, nil
}

// keyword is one thing that is bid on: values of platform, account and the
// dimension, and its sums.
type keyword struct {
	keys                  []string
	cost, clicks, claimed ops.Value
}

// The bounds of the lists: a chance from which a keyword is called waste or is
// to be watched, and how many times the target it must have cost to be waste.
const (
	wasteChance = .9
	watchChance = .5
	wasteSpend  = 2
)

func keywordRows(family []keyword, target float64, hasTarget bool) []SheetRow {
	var x, n []float64
	for _, k := range family {
		if k.clicks.State == ops.Known && k.claimed.State == ops.Known {
			x, n = append(x, k.claimed.Number), append(n, k.clicks.Number)
		}
	}
	prior, learned := calc.FitPrior(x, n)
	var out []SheetRow
	for _, k := range family {
		r := SheetRow{Keys: []string{k.keys[0], k.keys[2]}, Verdict: Indifferent,
			Cells: []SheetCell{plain(k.cost), plain(k.clicks), plain(k.claimed), plain(ratio(k.cost, k.claimed)), plain(pending), plain(pending)}}
		if k.claimed.State == ops.Known && k.claimed.Number == 0 {
			r.Cells[3] = plain(notApplicable)
		}
		if learned && k.clicks.State == ops.Known && k.claimed.State == ops.Known && k.clicks.Number > 0 {
			cpc := k.cost.Number / k.clicks.Number
			r.Cells[4] = plain(known(cpc / prior.Rate(k.claimed.Number, k.clicks.Number)))
			chance := prior.Below(cpc/target, k.claimed.Number, k.clicks.Number)
			if hasTarget && !math.IsNaN(chance) {
				r.Cells[5] = plain(known(chance))
				switch {
				case chance >= wasteChance && k.cost.Number >= wasteSpend*target:
					r.Verdict, r.Reason = Bad, KeywordWaste
				case chance >= watchChance:
					r.Reason = KeywordWatch
				}
			}
		}
		out = append(out, r)
	}
	return out
}
