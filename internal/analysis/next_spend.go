package analysis

import (
	"context"
	"math"
	"net/url"
	"slices"
	"strconv"

	"daybreak/internal/calc"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// What the advice about more spend goes by (SPEC-LOOP §9): weeks looked back on, the last
// of them that say what is spent now, the day a new member counts as kept, the share of
// that spend which more never exceeds, and how long a try of it runs.
const (
	spendWeeks = 26
	nowWeeks   = 4
	keptDay    = 7
	mostMore   = .3
	tryWeeks   = 2
)

// nextThousand is what is asked about: so many units of the currency more.
const nextThousand = 1000

// NextSpend answers a panel of type next_spend: what ¥1,000 more a week would bring in
// each channel with ad spend, in new members who check in on their seventh day, or that
// its weeks do not tell, with a try that would. Weeks on which a try of its new
// members lies are left out.
func (d Market) NextSpend(ctx context.Context, v *View, _ *ops.Panel) (*Sheet, error) {
	metrics, err := d.Lookup([]string{"cost", "acquired"})
	if err != nil {
		return nil, err
	}
	s := &Sheet{Bars: "extra", Keys: []SheetKey{{Name: "channel", Label: d.Catalog.Dimensions["channel"], Dimension: "channel"}}, Columns: []SheetColumn{
		{Name: "weeks", Label: ops.Label{En: "Weeks looked at", Zh: "看了几周"}, Unit: ops.UnitCount},
		{Name: "spend", Label: ops.Label{En: "Spent a week, lately", Zh: "近来每周花费"}, Unit: ops.UnitMoney},
		{Name: "uneven", Label: ops.Label{En: "How unevenly", Zh: "高低起伏"}, Unit: ops.UnitPercent},
		{Name: "step", Label: ops.Label{En: "Asked: so much more", Zh: "假设多花"}, Unit: ops.UnitMoney},
		{Name: "extra", Label: ops.Label{En: "Members more who stay 7 days", Zh: "多来并留到第 7 天的成员"}, Unit: ops.UnitNumber, Range: true, Level: .9},
	}}
	cut, notes := d.complete(v, metrics)
	s.notes = notes
	through, ok := d.watermark("events", v.Filter)
	if !ok || cut.Range.Len() == 0 {
		return s, nil
	}
	end := d.Calendar.Bucket(min(cut.Range.Last(), through-keptDay)+1, ops.Weekly).From
	weeks := *v
	weeks.Range, weeks.Grain, weeks.Compare = ops.Range{From: end - 7*spendWeeks, To: end}, ops.Weekly, NoCompare
	// What came before the first spend or the first event is not known.
	if begins := max(d.Snapshot.Days("spend").From, d.Snapshot.Days("events").From); begins > weeks.Range.From {
		weeks.Range.From = d.Calendar.Bucket(begins+6, ops.Weekly).From // the first whole week
	}
	if weeks.Range.Len() <= 0 {
		return s, nil
	}
	t, err := d.Metrics(ctx, &weeks, Query{Metrics: []string{"cost"}, By: []string{"channel"}, Limit: mostFamilies})
	if err != nil {
		return nil, err
	}
	kept, err := d.keptByWeek(ctx, &weeks, through)
	if err != nil {
		return nil, err
	}
	for g, group := range t.Groups {
		if group.Other > 0 || group.Values[0] == "" {
			continue
		}
		row, err := d.nextSpendOf(ctx, &weeks, t, g, kept[group.Values[0]])
		if err != nil {
			return nil, err
		}
		if row != nil {
			s.Rows = append(s.Rows, *row)
		}
	}
	s.sortRows(1)
	return s, nil
}

// keptByWeek counts new members who checked in on their seventh day, by channel and week.
func (d Market) keptByWeek(ctx context.Context, v *View, through ops.Day) (map[string]map[ops.Day]float64, error) {
	r, err := d.Snapshot.Retention(ctx, engine.RetentionQuery{Start: engine.Activity{Event: "join"}, Return: engine.Activity{Event: "check_in"},
		Cohort: engine.CohortFirst, Mode: engine.ModeExact, Period: ops.Daily, GroupBy: ops.Weekly, Range: v.Range, Periods: keptDay, By: "channel",
		Filter: v.Filter, Through: through})
	if ops.CodeOf(err) == "unknown_event" { // nobody ever joined, or checked in
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	out := map[string]map[ops.Day]float64{}
	for _, c := range r.Cohorts {
		if out[c.Group] == nil {
			out[c.Group] = map[ops.Day]float64{}
		}
		out[c.Group][c.Start] += float64(c.Returned[keptDay])
	}
	return out, nil
}

// nextSpendOf is the row of one channel; nil where nothing is spent on it now.
func (d Market) nextSpendOf(ctx context.Context, weeks *View, t *Table, g int, kept map[ops.Day]float64) (*SheetRow, error) {
	channel := t.Groups[g].Values[0]
	scope := narrowed(weeks.Filter, "channel", channel)
	var tried []ops.Range
	if d.Plan != nil {
		var err error
		if tried, err = d.Plan.Tried(ctx, d.Data, "joins", scope, weeks.Range.Last()); err != nil {
			return nil, err
		}
	}
	var outlay, brought, lately []float64
	for b, bucket := range t.Buckets {
		cost := t.Columns[0].Cell(g, b)
		if cost.State != ops.Known || bucket.Days.Len() != 7 {
			continue
		}
		if b >= len(t.Buckets)-nowWeeks {
			lately = append(lately, cost.Number)
		}
		if cost.Number > 0 && !slices.ContainsFunc(tried, func(r ops.Range) bool { return r.And(bucket.Days).Len() > 0 }) {
			outlay, brought = append(outlay, cost.Number), append(brought, kept[bucket.Days.From])
		}
	}
	now, ok := calc.Median(lately)
	if !ok || now <= 0 {
		return nil, nil
	}
	step := d.shownMoney(min(nextThousand, mostMore*now))
	m := calc.MoreOutlay(outlay, brought, now, step)
	row := &SheetRow{Keys: []string{channel}, Verdict: Indifferent, Cells: []SheetCell{plain(number(m.Outlays)), plain(known(now)), plain(known(m.Uneven)),
		plain(known(step)), plain(pending)}}
	if m.Reason == calc.OutlaysFew {
		row.Cells[2] = plain(pending)
	}
	if m.Reason == "" {
		row.Cells[4] = ranged(m.Extra, m.Limits)
		row.Reason, row.Args = NextTold, []any{Amount{known(m.Limits.Low), ops.UnitNumber}, Amount{known(m.Limits.High), ops.UnitNumber}}
		return row, nil
	}
	// More brings at least half of what is brought on average, and at most as much.
	extra, spent, stayed := mostMore*now*tryWeeks, 0.0, 0.0
	for i := range outlay {
		spent, stayed = spent+outlay[i], stayed+brought[i]
	}
	expected := extra * over(stayed, spent)
	row.Reason = map[calc.Reason]NoteCode{calc.OutlaysFew: NextWeeksFew, calc.OutlaysEven: NextEven, calc.ReturnsFlat: NextFlat}[m.Reason]
	row.Args = []any{Amount{known(d.shownMoney(extra)), ops.UnitMoney}, Amount{known(math.Floor(expected / 2)), ops.UnitCount},
		Amount{known(math.Ceil(expected)), ops.UnitCount}}
	start := d.Calendar.Bucket(weeks.Range.Last()+1+keptDay, ops.Weekly).To
	row.Href = "/tries/new?" + url.Values{"kind": {"search"}, "metric": {"joins"}, "direction": {"up"}, "scope": {ops.ScopeText(scope)},
		"start": {start.String()}, "end": {(start + 7*tryWeeks - 1).String()}, "cost": {strconv.FormatFloat(d.shownMoney(extra), 'f', -1, 64)},
		"expected": {strconv.Itoa(int(100 * mostMore))}, "probability": {"50"}}.Encode()
	return row, nil
}
