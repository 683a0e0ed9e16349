package analysis

import (
	"context"
	"slices"

	"daybreak/internal/calc"
	"daybreak/internal/ops"
)

// The benchmark of an industry is its own: so many weeks of seven days that end before the
// range begins, of which as many must be known as the second says.
const (
	benchmarkWeeks  = 13
	leastBenchmarks = 8
)

// Industries answers a panel of type industries: what a conversion that a platform
// claims costs in each industry, beside the middle and the extremes of its own 13
// weeks before the range (SPEC-LOOP §9). A figure is called only outside of all of
// them. What platforms claim is never added up, so that a row is of one platform.
func (d Market) Industries(ctx context.Context, v *View, p *ops.Panel) (*Sheet, error) {
	names := []string{"cost", "reported_cpa"}
	metrics, err := d.Lookup(names)
	if err != nil {
		return nil, err
	}
	cut, notes := d.complete(v, metrics)
	s := &Sheet{notes: append(notes, Note{Code: PlatformClaims}), Bars: "claimed_cpa", Keys: []SheetKey{
		{Name: "industry", Label: d.Catalog.Dimensions["industry"], Dimension: "industry"},
		{Name: "platform", Label: d.Catalog.Dimensions["platform"], Dimension: "platform"}}, Columns: []SheetColumn{
		{Name: "cost", Label: metrics[0].Label, Unit: ops.UnitMoney, Adds: true},
		{Name: "usual_low", Label: ops.Label{En: "Its cheapest week", Zh: "最便宜的一周"}, Unit: ops.UnitMoney},
		{Name: "usual", Label: ops.Label{En: "Usual", Zh: "平常"}, Unit: ops.UnitMoney},
		{Name: "usual_high", Label: ops.Label{En: "Its dearest week", Zh: "最贵的一周"}, Unit: ops.UnitMoney},
		{Name: "claimed_cpa", Label: ops.Label{En: "Claimed CPA, against 13 weeks", Zh: "上报成本（对照 13 周）"}, Unit: ops.UnitMoney, Range: true},
	}}
	if cut.Range.Len() == 0 {
		return s, nil
	}
	by := []string{"industry", "platform"}
	now, err := d.Metrics(ctx, whole(cut), Query{Metrics: names, By: by})
	if err != nil {
		return nil, err
	}
	weeks, err := d.weeksBefore(ctx, v, cut.Range.From, names[1:], by)
	if err != nil {
		return nil, err
	}
	for g, group := range now.Groups {
		cost, cpa := now.Columns[0].ByGroup[g].Value, now.Columns[1].ByGroup[g].Value
		if group.Other > 0 || cost.State == ops.Known && cost.Number == 0 {
			continue
		}
		r := SheetRow{Keys: slices.Clone(group.Values), Verdict: Indifferent,
			Cells: []SheetCell{plain(cost), plain(pending), plain(pending), plain(pending), plain(cpa)}}
		var usual []float64
		for _, week := range weeks {
			if x := week.figure(0, group.Values); x.State == ops.Known && x.Den > 0 {
				usual = append(usual, x.Number)
			}
		}
		if len(usual) < leastBenchmarks {
			r.Reason, r.Args = BenchmarkShort, []any{leastBenchmarks}
		} else {
			slices.Sort(usual)
			middle, _ := calc.Median(usual)
			band := calc.Interval{Low: usual[0], High: usual[len(usual)-1]}
			r.Cells[1], r.Cells[2], r.Cells[3] = plain(known(band.Low)), plain(known(middle)), plain(known(band.High))
			r.Cells[4].Range, r.Cells[4].Ranged = band, true
			if cpa.State == ops.Known {
				switch {
				case cpa.Number > band.High:
					r.Verdict, r.Reason = Bad, DearerThanEver
				case cpa.Number < band.Low:
					r.Verdict, r.Reason = Good, CheaperThanEver
				}
			}
		}
		s.Rows = append(s.Rows, r)
	}
	s.sortRows(0)
	if rest, _ := s.most(p.Limit); rest != nil {
		rest.Cells[4] = plain(notApplicable)
	}
	return s, nil
}

// weekTable is one week of a benchmark.
type weekTable struct {
	*Table
	at map[string]int
}

// figure returns what column c has of a group; not known where it has no rows.
func (w weekTable) figure(c int, values []string) ops.Value {
	if g, ok := w.at[groupText(values)]; ok {
		return w.Columns[c].ByGroup[g].Value
	}
	return pending
}

func groupText(values []string) string {
	text := ""
	for _, v := range values {
		text += ops.Fold(v) + "\x00"
	}
	return text
}

// weeksBefore asks for metrics in each of the 13 stretches of seven days that end the
// day before from; those before the first row are left out.
func (d Market) weeksBefore(ctx context.Context, v *View, from ops.Day, metrics, by []string) ([]weekTable, error) {
	var out []weekTable
	begins := d.Snapshot.Days("spend").From
	for n := benchmarkWeeks; n > 0; n-- {
		days := ops.Range{From: from - ops.Day(7*n), To: from - ops.Day(7*(n-1))}
		if days.From < begins {
			continue
		}
		t, err := d.Metrics(ctx, &View{Range: days, Grain: ops.Whole, Compare: NoCompare, Filter: v.Filter}, Query{Metrics: metrics, By: by, Limit: mostFamilies})
		if err != nil {
			return nil, err
		}
		week := weekTable{t, map[string]int{}}
		for g, group := range t.Groups {
			if group.Other == 0 {
				week.at[groupText(group.Values)] = g
			}
		}
		out = append(out, week)
	}
	return out, nil
}
