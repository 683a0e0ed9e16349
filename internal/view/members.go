package view

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
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

// Known is what is kept of members beside their figures.
type Known struct {
	Called map[string]ops.Attributes
	Latest map[string]ops.FollowUp // what was last done for them
}

// PeopleTable lists members with the figures of the question; its heads lead to the list
// that goes by them.
func (w Writer) PeopleTable(caption string, q engine.PeopleQuery, members []engine.Person, known Known) *Table {
	t := &w.T.Member
	out := &Table{Caption: caption, Head: []Head{{Text: t.Member}}}
	if !slices.ContainsFunc(members, func(m engine.Person) bool { return known.Called[m.ID].Called() != "" }) {
		known.Called = nil // others have only a contact or tags
	}
	if len(known.Called) > 0 {
		out.Head = append(out.Head, Head{Text: w.T.Care.Called})
	}
	for _, dim := range []string{"channel", "campaign", "group", "city"} {
		out.Head = append(out.Head, Head{Text: w.Dimension(dim)})
	}
	out.Head = append(out.Head, Head{Text: t.InvitedBy})
	if len(known.Latest) > 0 {
		out.Head = append(out.Head, Head{Text: w.T.Care.Owner}, Head{Text: w.T.Care.Step})
	}
	out.Head = append(out.Head, sortedHead(q, "first", t.First), sortedHead(q, "last", t.Last), sortedHead(q, "last_check_in", w.T.Care.LastIn))
	texts := len(out.Head) - 1
	c := &w.T.Care
	for _, x := range []struct{ key, word string }{{"waiting", c.Waiting}, {"streak", c.Streak}, {"check_ins", c.Of28}, {"events", t.Events}} {
		if x.key == "waiting" && !q.Waits() {
			continue
		}
		head := sortedHead(q, x.key, x.word)
		head.Number = true
		out.Head = append(out.Head, head)
	}
	for _, m := range members {
		row := w.personRow(q, m, known)
		row.Texts = texts
		out.Rows = append(out.Rows, row)
	}
	return out
}

// sortedHead is a head that leads to the list that goes by its figure, the highest first;
// where it does already, the lowest.
func sortedHead(q engine.PeopleQuery, key, text string) Head {
	h := Head{Name: key, Text: text, Sorted: strings.TrimPrefix(q.Sort, "-") == key, Ascending: q.Sort == key}
	if q.Sort = "-" + key; h.Sorted && !h.Ascending {
		q.Sort = key
	}
	if q.Among == nil {
		h.Href = peopleHref(q)
	}
	return h
}

func (w Writer) personRow(q engine.PeopleQuery, m engine.Person, known Known) Row {
	row := Row{Name: m.ID, Href: MemberHref(m.ID)}
	if q.Waits() && q.Step <= len(q.Stages.Stages) {
		row.Href += "?" + url.Values{"wait": {q.Stages.Stages[q.Step-1].Event}}.Encode()
	}
	add := func(text string) { row.Cells = append(row.Cells, Cell{Text: text}) }
	if len(known.Called) > 0 {
		add(known.Called[m.ID].Called())
	}
	for _, text := range []string{m.Channel, m.Campaign, m.Group, m.City} {
		if text != "" {
			text = w.Group(text, 0)
		}
		add(text)
	}
	add(m.InvitedBy)
	if m.InvitedBy != "" {
		row.Cells[len(row.Cells)-1].Href = MemberHref(m.InvitedBy)
	}
	if f := known.Latest[m.ID]; len(known.Latest) > 0 {
		add(f.Owner)
		add(w.Next(f))
	}
	for _, d := range []ops.Day{m.First, m.Last, m.LastCheckIn} {
		text := ""
		if d != 0 {
			text = w.Day(d)
		}
		add(text)
	}
	if q.Waits() {
		add(Whole(m.Waiting))
	}
	add(Whole(m.Streak))
	add(Whole(m.CheckIns))
	add(Whole(m.Events))
	return row
}

// Next says what comes next for somebody, after its day; "" for nothing.
func (w Writer) Next(f ops.FollowUp) string {
	if f.NextOn == 0 {
		return f.Next
	}
	return strings.TrimSpace(w.Day(f.NextOn) + " " + f.Next)
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
	case q.Earned != nil, q.Attach != nil:
		text = w.whoBought(q)
	case q.Stages != nil:
		text = w.stageOf(d, q)
	case q.Groups != nil:
		text = w.inGroup(q) + " · " + w.Days(q.Groups.Range)
	case q.Among != nil:
		text = t.Title
	case q.Invitation != nil:
		text = map[string]string{"invited": t.Invited, "active": w.T.Panel.Active}[q.Kind] + " · " + bucket(q.Invitation.Period)
	}
	if by := ask.GroupedBy(q); by != "" && !strings.HasPrefix(q.Kind, "nothing") {
		text += " · " + w.Dimension(by) + ": " + w.Group(q.Group, 0)
	}
	return text
}

// inGroup says in words who of a group is listed.
func (w Writer) inGroup(q engine.PeopleQuery) string {
	t := &w.T.Groups
	return map[string]string{"members": t.Members, "speakers": t.Speakers, "silent": t.Silent, "active": t.Active, "lost": t.Lost, "joined": t.Joined,
		"others": t.Others, "others_speakers": t.OthersSpeakers, "others_silent": t.OthersSilent}[q.Kind]
}

// stageOf says in words who of a stage is listed.
func (w Writer) stageOf(d analysis.Data, q engine.PeopleQuery) string {
	name := ""
	if q.Step >= 1 && q.Step <= len(q.Stages.Stages) {
		name = q.Stages.Stages[q.Step-1].Event
	}
	for _, p := range analysis.Pipelines(d) {
		if stage, ok := p.Stage(name); ok && stage > 0 {
			name = w.Label(p.Panel.Steps[stage-1].Label)
			break
		}
	}
	format := map[string]string{"waiting": w.T.Care.WaitIn, "left": w.T.Care.LeftAt, "entered": w.T.Care.CameTo}[q.Kind]
	return fmt.Sprintf(format, name) + " · " + w.Days(q.Stages.Range)
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
