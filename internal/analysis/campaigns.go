package analysis

import (
	"context"

	"daybreak/internal/calc"
	"daybreak/internal/ops"
)

// Campaign is a try as a panel about events or partners shows it. Verdict is "" while it
// is not measured; its words are works, harmful, no_effect, cannot_tell and
// not_separable.
type Campaign struct {
	Href, Title, Owner string
	Scope              []ops.Filter
	Days               ops.Range // up to the last day of the range asked where it has no end yet
	Metric             *ops.Metric
	Verdict            string
	Measured           bool // Actual, Expected and Lift are known
	Actual, Expected   float64
	Lift               calc.Interval // at 90 %
	Cost               ops.Value
	PerUnit            ops.Value // cost of one more, not known unless the lift is clear of 0
	PerUnitLimits      calc.Interval
	Stayed             []CampaignStay
	Overlaps           int // tries beside it on the same days, metric and scope
}

// CampaignStay is how the share of its joiners who were there on a day after joining
// differs from that of the 28 days before, at 95 %.
type CampaignStay struct {
	Day        int
	Difference float64
	Limits     calc.Interval
}

// Events answers a panel of type events: campaigns of a few days, each a try of kind
// activity, with what came, what was usual, the lift, the cost of one more and whether
// those who came stay (SPEC-LOOP §10).
func (d Market) Events(ctx context.Context, v *View, p *ops.Panel) (*Sheet, error) {
	s := &Sheet{Bars: "lift", Keys: []SheetKey{{Name: "event", Label: ops.Label{En: "Event", Zh: "活动"}},
		{Name: "days", Label: ops.Label{En: "Days", Zh: "期间"}}, {Name: "counted", Label: ops.Label{En: "Counted", Zh: "看什么"}}}, Columns: []SheetColumn{
		{Name: "came", Label: ops.Label{En: "Came", Zh: "实际"}, Unit: ops.UnitCount},
		{Name: "usual", Label: ops.Label{En: "Usual", Zh: "平常"}, Unit: ops.UnitCount},
		{Name: "lift", Label: ops.Label{En: "More than usual", Zh: "比平常多"}, Unit: ops.UnitCount, Range: true, Level: .9},
		{Name: "cost", Label: ops.Label{En: "Cost", Zh: "成本"}, Unit: ops.UnitMoney},
		{Name: "per_unit", Label: ops.Label{En: "Cost of one more", Zh: "每多一位"}, Unit: ops.UnitMoney, Range: true, Level: .9},
		{Name: "day_7", Label: ops.Label{En: "There on day 7, difference", Zh: "第 7 天仍在，差"}, Unit: ops.UnitPercent, Range: true, Level: .95},
		{Name: "day_30", Label: ops.Label{En: "There on day 30, difference", Zh: "第 30 天仍在，差"}, Unit: ops.UnitPercent, Range: true, Level: .95},
	}}
	campaigns, err := d.campaigns(ctx, v, "activity")
	if err != nil {
		return nil, err
	}
	works := 0
	for _, c := range campaigns {
		if c.Verdict == "works" {
			works++
		}
		s.Rows = append(s.Rows, d.eventRow(c))
	}
	s.Facts = []SheetFact{{Name: "events", Label: ops.Label{En: "Events", Zh: "活动数"}, Unit: ops.UnitCount, Cell: plain(number(len(campaigns)))},
		{Name: "worked", Label: ops.Label{En: "Worked", Zh: "有用的"}, Unit: ops.UnitCount, Cell: plain(number(works))}}
	if len(campaigns) == 0 {
		s.notes = []Note{{Code: NoEvents}}
	}
	s.most(p.Limit)
	return s, nil
}

// campaigns returns the tries of a kind with a day in the range of a view, latest first.
func (d Market) campaigns(ctx context.Context, v *View, kind string) ([]Campaign, error) {
	if d.Plan == nil || v.Range.Len() == 0 {
		return nil, nil
	}
	return d.Plan.Campaigns(ctx, d.Data, kind, v.Range)
}

func (d Market) eventRow(c Campaign) SheetRow {
	r := SheetRow{Keys: []string{c.Title, c.Days.From.String() + " – " + c.Days.Last().String(), ""}, Href: c.Href, Verdict: Indifferent,
		Cells: []SheetCell{plain(pending), plain(pending), plain(pending), plain(c.Cost), plain(pending), plain(pending), plain(pending)}}
	if c.Metric != nil {
		r.Keys[2] = c.Metric.Name
	}
	if c.Measured {
		r.Cells[0], r.Cells[1] = plain(known(c.Actual)), plain(known(c.Expected))
		r.Cells[2] = ranged(c.Actual-c.Expected, c.Lift)
		r.Cells[4] = plain(notApplicable) // cannot tell where the lift may be none
	}
	if c.PerUnit.State == ops.Known {
		r.Cells[4] = ranged(c.PerUnit.Number, c.PerUnitLimits)
	}
	for _, stay := range c.Stayed {
		switch stay.Day {
		case 7:
			r.Cells[5] = ranged(stay.Difference, stay.Limits)
		case 30:
			r.Cells[6] = ranged(stay.Difference, stay.Limits)
		}
	}
	switch c.Verdict {
	case "":
		r.Reason = TryOpen
	case "works":
		r.Verdict, r.Reason = Good, TryWorks
	case "harmful":
		r.Verdict, r.Reason = Bad, TryHarmful
	case "no_effect":
		r.Reason = TryNoEffect
	case "not_separable":
		r.Reason, r.Args = TryNotSeparable, []any{c.Overlaps}
	default:
		r.Reason = TryCannotTell
	}
	return r
}

// Partners answers a panel of type partners: the campaigns whose try has kind partner, by
// the name of the campaign, else the try's: owner, last day, cost, what the scope earned
// since the first of them began, and the return on the cost (SPEC-LOOP §17).
func (d Market) Partners(ctx context.Context, v *View, p *ops.Panel) (*Sheet, error) {
	s := &Sheet{Bars: "return", Keys: []SheetKey{{Name: "partner", Label: ops.Label{En: "Partner", Zh: "合作方"}},
		{Name: "owner", Label: ops.Label{En: "Owner", Zh: "负责人"}}, {Name: "last", Label: ops.Label{En: "Last active", Zh: "最近一次"}}},
		Columns: []SheetColumn{
			{Name: "tries", Label: ops.Label{En: "Times", Zh: "次数"}, Unit: ops.UnitCount, Adds: true},
			{Name: "worked", Label: ops.Label{En: "Worked", Zh: "有用"}, Unit: ops.UnitCount, Adds: true},
			{Name: "cost", Label: ops.Label{En: "Cost", Zh: "成本"}, Unit: ops.UnitMoney, Adds: true},
			{Name: "net_revenue", Label: ops.Label{En: "Net revenue since", Zh: "以来净收入"}, Unit: ops.UnitMoney},
			{Name: "return", Label: ops.Label{En: "Return", Zh: "回报率"}, Unit: ops.UnitPercent},
		}}
	campaigns, err := d.campaigns(ctx, v, "partner")
	if err != nil {
		return nil, err
	}
	var names []string
	of := map[string][]Campaign{}
	for _, c := range campaigns {
		name := c.partner()
		if of[name] == nil {
			names = append(names, name)
		}
		of[name] = append(of[name], c)
	}
	for _, name := range names {
		row, err := d.partnerRow(ctx, v, name, of[name])
		if err != nil {
			return nil, err
		}
		s.Rows = append(s.Rows, row)
	}
	s.Facts = []SheetFact{{Name: "partners", Label: ops.Label{En: "Partners", Zh: "合作方"}, Unit: ops.UnitCount, Cell: plain(number(len(names)))}}
	if len(names) == 0 {
		s.notes = []Note{{Code: NoPartners}}
	}
	s.most(p.Limit)
	return s, nil
}

// partner is what the partner of a campaign is called.
func (c *Campaign) partner() string {
	for _, f := range c.Scope {
		if f.Dimension == "campaign" && !f.Not && len(f.Values) == 1 {
			return f.Values[0]
		}
	}
	return c.Title
}

// partnerRow is the row of one partner; campaigns come latest first.
func (d Market) partnerRow(ctx context.Context, v *View, name string, campaigns []Campaign) (SheetRow, error) {
	latest, first := campaigns[0], campaigns[0].Days.From
	works := 0
	var costs []ops.Value
	for _, c := range campaigns {
		costs, first = append(costs, c.Cost), min(first, c.Days.From)
		if c.Verdict == "works" {
			works++
		}
	}
	cost := addUp(costs)
	row := SheetRow{Keys: []string{name, latest.Owner, latest.Days.Last().String()}, Verdict: Indifferent, Href: latest.Href,
		Cells: []SheetCell{plain(number(len(campaigns))), plain(number(works)), plain(cost), plain(notApplicable), plain(notApplicable)}}
	if len(latest.Scope) == 0 { // all there is: nobody can tell what is the partner's
		return row, nil
	}
	metrics, err := d.Lookup([]string{"net_revenue"})
	if err != nil {
		return row, err
	}
	span := *v
	span.Range, span.Filter, span.Compare = ops.Range{From: first, To: v.Range.To}, latest.Scope, NoCompare
	cut, _ := d.complete(&span, metrics)
	if cut.Range.Len() <= 0 {
		row.Cells[3], row.Cells[4] = plain(pending), plain(pending)
		return row, nil
	}
	t, err := d.Metrics(ctx, whole(cut), Query{Metrics: []string{"net_revenue"}})
	if err != nil {
		return row, err
	}
	earned := t.Columns[0].Total.Value
	row.Cells[3] = plain(earned)
	switch {
	case earned.State != ops.Known || cost.State != ops.Known:
		row.Cells[4] = plain(ratio(earned, cost))
	case cost.Number > 0:
		row.Cells[4] = plain(known((earned.Number - cost.Number) / cost.Number))
	}
	return row, nil
}

// EventsSays answers a panel of type events_says: what the latest measured event brought,
// and whether those who came stay.
func (d Market) EventsSays(ctx context.Context, v *View, _ *ops.Panel) (*Saying, error) {
	s := &Saying{Verdict: Indifferent, Lead: Note{Code: SaysNoEvents}}
	campaigns, err := d.campaigns(ctx, v, "activity")
	if err != nil {
		return nil, err
	}
	measured := 0
	var latest *Campaign
	for i := range campaigns {
		if campaigns[i].Verdict == "" {
			continue
		}
		measured++
		if latest == nil {
			latest = &campaigns[i]
		}
	}
	s.fact("events", "Events", "活动数", ops.UnitCount, plain(number(len(campaigns))), &Note{Code: SaysMeasured, Args: []any{measured}})
	if latest == nil {
		if len(campaigns) > 0 {
			s.Lead = Note{Code: SaysEventsOpen, Args: []any{len(campaigns)}}
		} else {
			s.Actions = append(s.Actions, SayingAction{ops.Label{En: "Plan an event", Zh: "计划一次活动"}, "/tries/new?kind=activity"})
		}
		return s, nil
	}
	s.latestEvent(latest)
	return s, nil
}

// latestEvent says how the latest measured event went.
func (s *Saying) latestEvent(c *Campaign) {
	title := Name{c.Title}
	lift := Amount{known(c.Actual - c.Expected), ops.UnitCount}
	low, high := Amount{known(c.Lift.Low), ops.UnitCount}, Amount{known(c.Lift.High), ops.UnitCount}
	switch {
	case c.Verdict == "works":
		s.Lead, s.Verdict = Note{Code: SaysEventWorked, Args: []any{title, lift, low, high}}, Good
	case c.Verdict == "harmful":
		s.Lead, s.Verdict = Note{Code: SaysEventHarmed, Args: []any{title, lift, low, high}}, Bad
	case c.Verdict == "not_separable":
		s.Lead = Note{Code: SaysEventOverlaps, Args: []any{title, c.Overlaps}}
	case c.Measured:
		s.Lead = Note{Code: SaysEventUnclear, Args: []any{title, low, high}}
	default:
		s.Lead = Note{Code: SaysEventUntold, Args: []any{title}}
	}
	if c.Measured {
		s.fact("lift", "More than usual", "比平常多", ops.UnitCount, ranged(c.Actual-c.Expected, c.Lift),
			&Note{Code: SaysCame, Args: []any{Amount{known(c.Actual), ops.UnitCount}, Amount{known(c.Expected), ops.UnitCount}}})
	}
	if c.PerUnit.State == ops.Known {
		s.fact("per_unit", "Cost of one more", "每多一位的成本", ops.UnitMoney, ranged(c.PerUnit.Number, c.PerUnitLimits),
			&Note{Code: SaysBetween, Args: []any{Amount{known(c.PerUnitLimits.Low), ops.UnitMoney}, Amount{known(c.PerUnitLimits.High), ops.UnitMoney}}})
	}
	for _, stay := range c.Stayed {
		code := SaysStayAlike
		switch {
		case stay.Limits.Low > 0:
			code = SaysStayMore
		case stay.Limits.High < 0:
			code = SaysStayLess
		}
		s.says(code, stay.Day)
	}
	s.Actions = append(s.Actions, SayingAction{ops.Label{En: "How it went, day by day", Zh: "逐日看这次活动"}, c.Href})
}
