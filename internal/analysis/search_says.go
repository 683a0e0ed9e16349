package analysis

import (
	"context"
	"slices"

	"daybreak/internal/ops"
)

// mostNamed is how many things a sentence names.
const mostNamed = 2

// SearchSays answers a panel of type search_says: the sentence on top of the page about
// search. Waste comes first, then words to watch, then that there is none.
func (d Market) SearchSays(ctx context.Context, v *View, p *ops.Panel) (*Saying, error) {
	s := &Saying{Verdict: Indifferent}
	keywords, err := d.Keywords(ctx, v, &ops.Panel{By: "keyword"})
	if err != nil {
		return nil, err
	}
	var waste, watch []SheetRow
	for _, r := range keywords.Rows {
		switch r.Reason {
		case KeywordWaste:
			waste = append(waste, r)
		case KeywordWatch:
			watch = append(watch, r)
		}
	}
	total := len(keywords.Rows)
	switch {
	case total == 0:
		s.Lead = Note{Code: SaysNoKeywords}
	case len(keywords.Facts) == 0:
		s.Lead = Note{Code: SaysNoTarget, Args: []any{total}}
		s.Actions = append(s.Actions, SayingAction{ops.Label{En: "Set a target", Zh: "设一个目标"}, "/plan/targets/new?metric=reported_cpa"})
	case len(waste) > 0:
		s.Lead, s.Verdict = Note{Code: SaysWaste, Args: []any{total, len(waste), nameRows(waste)}}, Bad
		s.says(SaysWasteCost, Amount{addUp(costsOf(waste)), ops.UnitMoney})
	case len(watch) > 0:
		s.Lead = Note{Code: SaysWatch, Args: []any{total, len(watch)}}
	default:
		s.Lead, s.Verdict = Note{Code: SaysNoWaste, Args: []any{total}}, Good
	}
	for _, r := range watch[:min(len(watch), mostNamed)] {
		s.says(SaysWatched, Name{r.Keys[1]}, r.Cells[5].Number)
	}
	return s, d.searchFacts(ctx, v, s, len(waste), len(watch))
}

// nameRows returns the first things of rows.
func nameRows(rows []SheetRow) Name {
	var out Name
	for _, r := range rows[:min(len(rows), mostNamed)] {
		out = append(out, r.Keys[len(r.Keys)-1])
	}
	return out
}

func costsOf(rows []SheetRow) (out []ops.Value) {
	for _, r := range rows {
		out = append(out, r.Cells[0].Value)
	}
	return out
}

// searchFacts adds what a member costs, as it was counted here and as the largest
// platform claims.
func (d Market) searchFacts(ctx context.Context, v *View, s *Saying, waste, watch int) error {
	names := []string{"cost", "paid_cpa", "reported_cpa"}
	metrics, err := d.Lookup(names)
	if err != nil {
		return err
	}
	cut, notes := d.complete(v, metrics)
	s.notes = notes
	t, err := d.Metrics(ctx, whole(cut), Query{Metrics: names, By: []string{"platform"}})
	if err != nil {
		return err
	}
	own := t.Columns[1].Total
	s.fact("own_cpa", "Counted here, a member", "自己数的成本", ops.UnitMoney, plain(own.Value), nil)
	if own.State == ops.Known {
		s.Facts[0].Below = &Note{Code: SaysOwn, Args: []any{Amount{known(d.shownMoney(own.Num)), ops.UnitMoney}, Amount{known(own.Den), ops.UnitCount}}}
	}
	claims := slices.IndexFunc(t.Groups, func(g Group) bool { return g.Values[0] != "" && g.Other == 0 })
	for g := range t.Groups {
		if claimed := t.Columns[2].ByGroup[g]; claimed.State == ops.Known && (claims < 0 || claimed.Den > t.Columns[2].ByGroup[claims].Den) {
			claims = g
		}
	}
	if claims >= 0 && t.Columns[2].ByGroup[claims].State == ops.Known {
		claimed := t.Columns[2].ByGroup[claims]
		s.fact("claimed_cpa", "Claimed by the platform", "平台说的成本", ops.UnitMoney, plain(claimed.Value),
			&Note{Code: SaysClaimed, Args: []any{Name{t.Groups[claims].Values[0]}, Amount{known(claimed.Den), ops.UnitNumber}}})
	}
	s.fact("cost", "Ad spend", "广告花费", ops.UnitMoney, plain(t.Columns[0].Total.Value), nil)
	s.fact("waste", "Proven waste", "浪费名单", ops.UnitCount, plain(number(waste)), &Note{Code: SaysOnWatch, Args: []any{watch}})
	return nil
}
