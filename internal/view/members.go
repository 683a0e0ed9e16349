package view

import (
	"fmt"
	"net/url"
	"strconv"
	"time"

	"daybreak/internal/analysis"
	"daybreak/internal/ask"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// Pager leads to the pages before and after; "" where there is none.
type Pager struct{ Text, Previous, Next string }

// Pager writes which part of all a page shows and leads to its neighbours.
func (w Writer) Pager(path string, address url.Values, number, shown, size, all int) Pager {
	var out Pager
	if shown > 0 {
		first := (number - 1) * size
		out.Text = fmt.Sprintf(w.T.Member.Of, Whole(first+1), Whole(first+shown), Whole(all))
	}
	to := func(n int) string {
		address.Set("page", strconv.Itoa(n))
		if n == 1 {
			address.Del("page")
		}
		defer address.Del("page")
		return ask.Href(path, address)
	}
	if number > 1 {
		out.Previous = to(min(number-1, max(1, (all+size-1)/size)))
	}
	if number*size < all {
		out.Next = to(number + 1)
	}
	return out
}

// PeopleTable lists members.
func (w Writer) PeopleTable(caption string, members []engine.Person) *Table {
	t := &w.T.Member
	out := &Table{Caption: caption, Head: []Head{{Text: t.Member}}}
	for _, dim := range []string{"channel", "campaign", "group", "city"} {
		out.Head = append(out.Head, Head{Text: w.Dimension(dim)})
	}
	out.Head = append(out.Head, Head{Text: t.InvitedBy}, Head{Text: t.First}, Head{Text: t.Last}, Head{Text: t.Events, Number: true})
	for _, m := range members {
		row := Row{Name: m.ID, Href: MemberHref(m.ID), Texts: len(out.Head) - 2}
		for _, text := range []string{m.Channel, m.Campaign, m.Group, m.City, m.InvitedBy} {
			if text != "" {
				text = w.Group(text, 0)
			}
			row.Cells = append(row.Cells, Cell{Text: text})
		}
		row.Cells[4].Text = m.InvitedBy
		if m.InvitedBy != "" {
			row.Cells[4].Href = MemberHref(m.InvitedBy)
		}
		first, last := Cell{}, Cell{}
		if m.Events > 0 {
			first.Text, last.Text = w.Day(m.First), w.Day(m.Last)
		}
		row.Cells = append(row.Cells, first, last, Cell{Text: Whole(m.Events)})
		out.Rows = append(out.Rows, row)
	}
	return out
}

// CountedAs says what a member is counted for.
func (w Writer) CountedAs(q engine.PeopleQuery) string {
	if q.Count == nil {
		return w.T.Member.Times
	}
	m, _ := w.Catalog.Metric(q.Count.Metric)
	return w.Label(m.Label)
}

// Whom says in words who is listed.
func (w Writer) Whom(d analysis.Data, q engine.PeopleQuery) string {
	t := &w.T.Member
	text := ""
	days := func(n int) string { return fmt.Sprintf(t.Days, n) }
	bucket := func(g ops.Grain) string { return w.Days(d.Calendar.Bucket(q.Start, g)) }
	switch {
	case q.Count != nil:
		text = w.CountedAs(q) + " · " + w.Days(q.Count.Range)
	case q.Retention != nil:
		period := strconv.Itoa(q.Step)
		if b := q.Retention.Brackets; q.Step < len(b) {
			period = strconv.Itoa(b[q.Step][0]) + "–" + strconv.Itoa(b[q.Step][1])
		}
		cohort := t.EveryCohort
		if q.Start != 0 {
			grain := q.Retention.Period
			if q.Retention.GroupBy != "" {
				grain = q.Retention.GroupBy
			}
			cohort = fmt.Sprintf(t.CohortOf, bucket(grain))
		}
		switch q.Kind {
		case "returned":
			text = fmt.Sprintf(t.CameBack, cohort, period)
		case "missing":
			text = fmt.Sprintf(t.Missing, cohort, period)
		default:
			text = fmt.Sprintf(t.AllOf, cohort)
		}
	case q.Growth != nil:
		names := map[string]string{"active": w.T.Panel.Active, "new": w.T.Panel.New, "pre_existing": w.T.Panel.PreExisting, "first": w.T.Panel.New,
			"retained": w.T.Panel.Retained, "resurrected": w.T.Panel.Resurrected, "churned": w.T.Panel.Churned}
		for i, kind := range engine.StateKinds() {
			names[kind] = t.States.List()[i]
		}
		when := w.Days(ops.Range{From: q.Start, To: q.Start + ops.Day(q.Growth.Rolling)})
		switch {
		case q.Start == 0:
			when = w.Days(q.Growth.Range)
		case q.Growth.Rolling == 0:
			when = bucket(q.Growth.Period)
		}
		text = names[q.Kind] + " · " + when
	case q.Stickiness != nil:
		text = fmt.Sprintf(t.ActiveIn, q.Step)
		if q.Most > q.Step {
			text = fmt.Sprintf(t.ActiveFromTo, q.Step, q.Most)
		}
	case q.Funnel != nil:
		text = map[string]string{"entered": t.Entered, "converted": t.Converted, "dropped": t.Dropped, "open": t.Open}[q.Kind]
		switch {
		case q.Kind == "took":
			text = t.Converted + " · " + fmt.Sprintf(w.T.Option.HourSpan, q.Step, q.Most+1)
			if q.Most >= noLimit {
				text = t.Converted + " · " + fmt.Sprintf(w.T.Option.HoursOrMore, q.Step)
			}
		case q.Kind == "reached":
			text = t.Entered + " · " + fmt.Sprintf(t.Reached, q.Step)
		case q.Step > 0:
			text += " · " + fmt.Sprintf(t.OnlyTo, q.Step)
		}
	case q.Challenge != nil:
		text = map[string]string{"enrolled": t.Enrolled, "late": t.Late, "perfect": t.Perfect, "enough": t.Enough, "open": t.StillOpen, "lost": t.Lost}[q.Kind]
		switch {
		case q.Kind == "lost" && q.Step > 0:
			text = fmt.Sprintf(t.LostOn, q.Step)
		case q.Kind == "at_risk":
			text = fmt.Sprintf(t.StillIn, q.Step)
		case q.Kind == "censored":
			text = fmt.Sprintf(t.LastKnown, q.Step)
		}
	case q.Streaks != nil:
		text = map[string]string{"current": t.CurrentRun, "longest": t.LongestRun, "current_made_up": t.CurrentMadeUp, "longest_made_up": t.LongestMadeUp,
			"at_risk": t.AtRisk}[q.Kind]
		if q.Kind != "at_risk" {
			switch {
			case q.Most == noLimit:
				text += " · " + fmt.Sprintf(t.DaysOrMore, q.Step)
			case q.Most > q.Step:
				text += " · " + fmt.Sprintf(t.DaysFromTo, q.Step, q.Most)
			default:
				text += " · " + days(q.Step)
			}
		}
	case q.Times != nil:
		text = w.Group(q.Times.Event, 0)
		if q.Times.Weekday != engine.EveryWeekday {
			text += " · " + w.Lang.Weekday(time.Weekday(q.Times.Weekday))
		}
		text += " · " + ask.ClockText(q.Step) + "–" + ask.ClockText(max(q.Step, q.Most)) + " · " + w.Days(q.Times.Range)
	case q.Reach != nil:
		text = w.whomReached(q)
	case q.Invitation != nil:
		text = map[string]string{"invited": t.Invited, "active": w.T.Panel.Active}[q.Kind] + " · " + bucket(q.Invitation.Period)
	}
	if by := ask.GroupedBy(q); by != "" {
		text += " · " + w.Dimension(by) + ": " + w.Group(q.Group, 0)
	}
	return text
}

// Timeline lists what a member did, the latest first.
func (w Writer) Timeline(d analysis.Data, events []engine.Event) *Table {
	t := &w.T.Member
	out := &Table{Caption: t.Timeline, Head: []Head{{Text: t.Time}, {Text: t.Event}, {Text: w.Dimension("group")}, {Text: t.Challenge},
		{Text: w.Dimension("channel")}, {Text: t.Props}}}
	for _, e := range events {
		at := time.UnixMicro(e.At).In(d.Calendar.Zone)
		row := Row{Name: w.Lang.Date(at) + " " + at.Format("15:04:05"), Texts: len(out.Head)}
		row.Cells = append(row.Cells, Cell{Text: w.Group(e.Event, 0)})
		for _, text := range []string{e.Group, e.Challenge, e.Channel} {
			if text != "" {
				text = w.Group(text, 0)
			}
			row.Cells = append(row.Cells, Cell{Text: text})
		}
		row.Cells = append(row.Cells, Cell{Text: e.Props})
		out.Rows = append(out.Rows, row)
	}
	return out
}
