package planning

import (
	"fmt"

	"daybreak/internal/calc"
	"daybreak/internal/loop"
	"daybreak/internal/ops"
	"daybreak/internal/tell"
)

// monthView is what was tried in the month, what it brought, what it cost and
// what comes next, in one screen.
type monthView struct {
	Title string
	Rows  []monthRow
	Next  []nextRow
}

// monthRow is one try that ran in the month.
type monthRow struct {
	Href, Title, Days, Who, Brought, Range, Cost, Each, EachRange, Then string
	Tag                                                                 tell.Tag
	Act                                                                 bool // it waits for a decision
}

// nextRow is one try that is planned.
type nextRow struct{ Href, Title, Line string }

// month sums up the month of a day.
func (w writer) month(outcomes []loop.Outcome, on ops.Day) monthView {
	t := &w.T.Plan
	y, m, _ := on.Date()
	days := ops.Range{From: ops.DayOf(y, m, 1), To: ops.DayOf(y, m+1, 1)}
	var v monthView
	var cost loop.Spent
	var hours float64
	works := 0
	for i := len(outcomes) - 1; i >= 0; i-- {
		o := outcomes[i]
		if o.State == loop.Planned {
			continue
		}
		if o.Try.Running(on+1).And(days).Len() == 0 {
			continue
		}
		cost, hours = cost.Plus(o.Cost), hours+o.Try.Hours
		if o.Verdict == loop.Works {
			works++
		}
		v.Rows = append(v.Rows, w.monthRow(o))
	}
	for _, o := range outcomes {
		if o.State == loop.Planned {
			line := fmt.Sprintf(t.StartsOn, w.Day(o.Try.Start)) + " · " + w.metricLabel(o.Try.Metric) + " " + signedPercent(o.Try)
			if o.Try.Owner != "" {
				line += " · " + o.Try.Owner
			}
			v.Next = append(v.Next, nextRow{tryHref(o.Try.ID), o.Try.Title, line})
		}
	}
	v.Title = fmt.Sprintf(t.MonthSays, w.Days(days), len(v.Rows), works, w.Spent(cost), w.Value(ops.Value{Number: hours}, ops.UnitNumber))
	return v
}

// signedPercent is what somebody expects of a try.
func signedPercent(t ops.Try) string {
	if t.Direction == ops.DownGood {
		return "−" + tell.Percent(t.Expected)
	}
	return "+" + tell.Percent(t.Expected)
}

// monthRow says of one try what it brought, what it cost and what follows.
func (w writer) monthRow(o loop.Outcome) monthRow {
	t, m := &w.T.Plan, w.Metric(o.Try.Metric)
	r := monthRow{Href: tryHref(o.Try.ID), Title: o.Try.Title, Days: w.Days(o.Try.Running(o.Try.Start + 1)), Tag: w.Verdict(o.Verdict), Brought: "…", Each: "—",
		Cost: w.Spent(o.Cost), Act: o.State == loop.Measured}
	if o.Try.End != 0 {
		r.Days = w.Days(o.Days)
	}
	r.Who = w.kindName(o.Try.Kind)
	if o.Try.Owner != "" {
		r.Who += " · " + o.Try.Owner
	}
	switch {
	case o.State == loop.Planned, o.State == loop.Running:
		r.Then = w.state(o.State)
	case o.State == loop.Measuring:
		r.Then = fmt.Sprintf(t.KnownOn, w.Day(o.Due+1))
	case o.Try.Decision != "":
		r.Then = w.Decision(o.Try.Decision)
	case o.State == loop.Measured:
		r.Then = w.state(o.State)
	}
	switch {
	case o.Verdict == "":
	case o.Rate != nil:
		r.Brought, r.Range = w.Points(o.Rate.Difference), w.ranged(o.Rate.Limits, w.Points)
	case o.Effect.T > 0:
		number := func(x float64) string { return w.amount(x, m) }
		r.Brought, r.Range = w.Signed(o.Effect.Value(), m), w.ranged(calc.Interval{Low: o.Effect.Low, High: o.Effect.High}, number)
	default:
		r.Brought = "—"
	}
	if r.Brought != "…" && r.Brought != "—" {
		r.Brought += " " + w.metricLabel(o.Try.Metric)
	}
	if each, limits, ok := o.PerUnit(); ok {
		r.Each, r.EachRange = w.money(each), w.ranged(limits, w.money)
	}
	return r
}
