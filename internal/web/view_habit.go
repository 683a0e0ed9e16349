package web

import (
	"fmt"
	"math"
	"strconv"

	"daybreak/internal/analysis"
	"daybreak/internal/ask"
	"daybreak/internal/chart"
	"daybreak/internal/engine"
	"daybreak/internal/i18n"
	"daybreak/internal/ops"
)

// survival draws the share that has kept up a habit by day, with its bounds.
func (b builder) survival(p *ops.Panel, s *analysis.Survival) (*chartView, error) {
	groups := s.Groups
	if len(groups) == 0 && len(s.All.Days) > 0 {
		groups = []analysis.SurvivalGroup{s.All}
	}
	if len(groups) == 0 {
		return nil, nil
	}
	days := 0
	for _, g := range groups {
		days = max(days, len(g.Days))
	}
	c := chart.Curve{Unit: ops.UnitPercent, Stairs: true, Top: 1, Labels: []string{"0"}, Titles: []string{fmt.Sprintf(b.t.Option.Survived, 0)}}
	for n := 1; n <= days; n++ {
		c.Labels = append(c.Labels, strconv.Itoa(n))
		c.Titles = append(c.Titles, fmt.Sprintf(b.t.Option.Survived, n))
	}
	out := b.chart(p, fmt.Sprintf(b.t.Panel.ChartSeries, b.label(p.Title), len(groups)))
	one := ops.Value{Number: 1}
	for i, g := range groups {
		x := chart.CurveSeries{Name: b.label(p.Title), Values: []ops.Value{one}, Low: []ops.Value{one}, High: []ops.Value{one}}
		if s.By != "" {
			x.Name = b.group(g.Group, 0)
		}
		for n := range days {
			v, low, high := ops.Value{State: ops.Pending}, ops.Value{State: ops.Pending}, ops.Value{State: ops.Pending}
			if n < len(g.Days) {
				d := g.Days[n]
				v, low, high = ops.Value{Number: d.Survival.Survival}, ops.Value{Number: d.Low}, ops.Value{Number: d.High}
			}
			x.Values, x.Low, x.High = append(x.Values, v), append(x.Low, low), append(x.High, high)
		}
		c.Series = append(c.Series, x)
		enrolled := b.people(g.Enrolled, engine.PeopleQuery{Challenge: &s.Query, Group: g.Group, Kind: "enrolled"})
		out.Legend = append(out.Legend, legendView{Class: "line " + seriesClass(i), Name: x.Name, Total: enrolled.Text, Href: enrolled.Href})
	}
	var err error
	out.Option, err = c.Option()
	return out, err
}

// survivalFacts say how the curves differ and what becomes of those halfway.
func (b builder) survivalFacts(s *analysis.Survival) []factView {
	if s.All.Enrolled == 0 {
		return nil
	}
	t := &b.t.Option
	out := []factView{
		{Value: b.value(s.All.Finish, ops.UnitPercent), Text: fmt.Sprintf(t.Finish, analysis.Halfway, s.Length)},
		{Value: b.value(s.All.Perfect.Value, ops.UnitPercent), Text: b.t.Member.Perfect},
		{Value: b.value(s.All.Enough.Value, ops.UnitPercent), Text: b.t.Member.Enough},
	}
	if s.By != "" {
		out = append(out, factView{Value: pText(s.P), Text: t.LogRank})
	}
	return out
}

// pText writes a p value.
func pText(v ops.Value) string {
	switch {
	case v.State != ops.Known:
		return i18n.NotApplicable
	case v.Number < 0.001:
		return "< 0.001"
	}
	return i18n.Decimal(math.Round(v.Number*1000)/1000, 2, 3)
}

// survivalGroups has one row per group: who is in it and how far they got.
func (b builder) survivalGroups(p *ops.Panel, s *analysis.Survival) *tableView {
	t, m := &b.t.Option, &b.t.Member
	if s.All.Enrolled == 0 {
		return nil
	}
	name := b.label(p.Title)
	if s.By != "" {
		name = b.dimension(s.By)
	}
	out := &tableView{Caption: b.label(p.Title), Head: []headView{{Text: name}, {Text: m.Enrolled, Number: true}, {Text: m.Late, Number: true}, {Text: m.StillOpen, Number: true}, {Text: m.Perfect, Number: true}, {Text: m.Enough, Number: true}}}
	marks := []int{7, 14, 21}
	for _, n := range marks {
		out.Head = append(out.Head, headView{Text: fmt.Sprintf(t.Survived, n), Number: true})
	}
	out.Head = append(out.Head, headView{Text: fmt.Sprintf(t.Finish, analysis.Halfway, s.Length), Number: true})
	row := func(name string, g analysis.SurvivalGroup, q engine.ChallengeQuery) rowView {
		who := engine.PeopleQuery{Challenge: &q, Group: g.Group}
		share := func(f analysis.Figure, kind string) cellView {
			c := b.figureCell(f, ops.UnitPercent)
			if f.State == ops.Known {
				c.Text = whole(int(f.Num)) + " · " + c.Text
				if f.Num > 0 {
					c.Href = b.peopleHref(with(who, kind, 0))
				}
			}
			return c
		}
		r := rowView{Name: name, Cells: []cellView{b.people(g.Enrolled, with(who, "enrolled", 0)), b.people(g.Late, with(who, "late", 0)), b.people(g.Open, with(who, "open", 0)), share(g.Perfect, "perfect"), share(g.Enough, "enough")}}
		for _, n := range marks {
			c := b.cell(ops.Value{State: ops.NotApplicable}, ops.UnitPercent)
			if n <= len(g.Days) {
				d := g.Days[n-1]
				c = cellView{Text: i18n.Percent(d.Survival.Survival), Title: fmt.Sprintf(b.t.Panel.Interval, i18n.Percent(d.Low), i18n.Percent(d.High)), Few: d.AtRisk < 30}
				if c.Few {
					c.Title = b.t.Panel.FewSubjects + "; " + c.Title
				}
			}
			r.Cells = append(r.Cells, c)
		}
		r.Cells = append(r.Cells, b.cell(g.Finish, ops.UnitPercent))
		return r
	}
	for _, g := range s.Groups {
		out.Rows = append(out.Rows, row(b.group(g.Group, 0), g, s.Query))
	}
	q := s.Query
	q.By = ""
	all := row(b.t.Panel.Total, s.All, q)
	out.Total = &all
	return out
}

// survivalFigures has one row per day of the curve of all.
func (b builder) survivalFigures(p *ops.Panel, s *analysis.Survival) *tableView {
	all := *s
	all.By, all.Groups = "", nil
	q := s.Query
	q.By = ""
	out := b.frameFigures(p, all.Frame())
	for i := range out.Rows {
		d := s.All.Days[i]
		for c, k := range []struct {
			n    int
			kind string
		}{{d.AtRisk, "at_risk"}, {d.Lost, "lost"}, {d.Censored, "censored"}} {
			out.Rows[i].Cells[c] = b.people(k.n, engine.PeopleQuery{Challenge: &q, Kind: k.kind, Step: d.Day})
		}
	}
	return out
}

// streakBar is one bin of a distribution of streaks.
type streakBar struct {
	Label, Share, Portion string
	Count                 cellView
}

// noLimit is the last day of a bin without an end.
const noLimit = ask.MaxListed

// binLabel writes the days of a bin.
func (b builder) binLabel(x analysis.StreakBin) string {
	t := &b.t.Member
	switch {
	case x.To == 0:
		return fmt.Sprintf(t.DaysOrMore, x.From)
	case x.To == x.From:
		return fmt.Sprintf(t.Days, x.From)
	}
	return fmt.Sprintf(t.DaysFromTo, x.From, x.To)
}

// inBin are the members of one kind in a bin.
func inBin(q engine.StreakQuery, x analysis.StreakBin, kind string) engine.PeopleQuery {
	most := x.To
	if most == 0 {
		most = noLimit
	}
	return engine.PeopleQuery{Streaks: &q, Kind: kind, Step: x.From, Most: most}
}

func (b builder) streakBars(s *analysis.Streaks) []streakBar {
	all, largest := 0, 0
	for _, x := range s.Bins {
		all += x.Current
		largest = max(largest, x.Current)
	}
	if all == 0 {
		return nil
	}
	var out []streakBar
	for _, x := range s.Bins {
		out = append(out, streakBar{Label: b.binLabel(x), Share: chart.Share(ops.Value{Number: float64(x.Current)}, float64(largest)),
			Portion: percentOf(x.Current, all), Count: b.people(x.Current, inBin(s.Query, x, "current"))})
	}
	return out
}

// streakFigures has one row per bin: current and longest, strict and made up.
func (b builder) streakFigures(p *ops.Panel, s *analysis.Streaks) *tableView {
	t := &b.t.Member
	out := &tableView{Caption: b.label(p.Title), Head: []headView{{Text: b.t.Option.Length}, {Text: t.CurrentRun, Number: true}, {Text: t.LongestRun, Number: true}, {Text: t.CurrentMadeUp, Number: true}, {Text: t.LongestMadeUp, Number: true}}}
	for _, x := range s.Bins {
		row := rowView{Name: b.binLabel(x)}
		for _, k := range []struct {
			n    int
			kind string
		}{{x.Current, "current"}, {x.Longest, "longest"}, {x.CurrentMadeUp, "current_made_up"}, {x.MadeUp, "longest_made_up"}} {
			row.Cells = append(row.Cells, b.people(k.n, inBin(s.Query, x, k.kind)))
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

// atRisk lists the members whose streak ends tonight unless they check in. A
// page shown to anybody who has its link names nobody.
func (b builder) atRisk(p *ops.Panel, s *analysis.Streaks) *tableView {
	t := &b.t.Member
	out := &tableView{Caption: b.label(p.Title), Head: []headView{{Text: t.Member}, {Text: t.CurrentRun, Number: true, Sorted: true}, {Text: t.LongestRun, Number: true}, {Text: b.t.Option.LastCheckIn, Number: true}}}
	listed := s.AtRisk
	out.Empty = b.t.Option.NobodyAtRisk
	if b.fixed {
		listed, out.Empty = nil, ""
	}
	for _, m := range listed {
		out.Rows = append(out.Rows, rowView{Name: m.Member, Href: memberHref(m.Member), Cells: []cellView{
			{Text: fmt.Sprintf(t.Days, m.Current)}, {Text: fmt.Sprintf(t.Days, m.Longest)}, {Text: b.lang.WeekdayDate(civil(m.Last))}}})
	}
	if n := len(s.AtRisk) + s.More; n > 0 {
		out.More = &choiceView{Label: fmt.Sprintf(b.t.Option.MoreAtRisk, whole(n)), Href: b.peopleHref(engine.PeopleQuery{Streaks: &s.Query, Kind: "at_risk"})}
		if b.fixed {
			out.Empty, out.More = out.More.Label, nil
		}
	}
	return out
}

// minutes draws the rows by minute of the day, over all days of the week.
func (b builder) minutes(p *ops.Panel, h *analysis.Hours) (*chartView, []factView, error) {
	if h.Total == 0 {
		return nil, nil, nil
	}
	c := chart.Curve{Unit: ops.UnitCount, Every: 4 * 60}
	s := chart.CurveSeries{Name: b.t.Option.PerMinute}
	best, at := int64(0), 0
	for minute, n := range h.ByMinute() {
		if n > best {
			best, at = n, minute
		}
		c.Labels = append(c.Labels, ask.ClockText(minute))
		s.Values = append(s.Values, ops.Value{Number: float64(n)})
	}
	c.Series = []chart.CurveSeries{s}
	out := b.chart(p, fmt.Sprintf(b.t.Panel.HoursSummary, b.label(p.Title), ask.ClockText(at), i18n.Percent(float64(best)/float64(h.Total))))
	var err error
	out.Option, err = c.Option()
	busiest := b.at(best, h, engine.EveryWeekday, at, at)
	facts := []factView{{Value: ask.ClockText(at), Text: fmt.Sprintf(b.t.Option.BusiestMinute, busiest.Text), Href: busiest.Href}}
	return out, facts, err
}

// minuteFigures has one row per hour with its busiest minute.
func (b builder) minuteFigures(p *ops.Panel, h *analysis.Hours) *tableView {
	out := &tableView{Caption: b.label(p.Title), Head: []headView{{Text: b.t.Panel.Hour}, {Text: b.label(p.Title), Number: true}, {Text: b.t.Option.Busiest, Number: true}}}
	all := h.ByMinute()
	for hour := range 24 {
		var n, best int64
		at := 60 * hour
		for minute := 60 * hour; minute < 60*hour+60; minute++ {
			n += all[minute]
			if all[minute] > best {
				best, at = all[minute], minute
			}
		}
		row := rowView{Name: ask.ClockText(60 * hour), Cells: []cellView{b.at(n, h, engine.EveryWeekday, 60*hour, 60*hour+59), {Text: i18n.NotApplicable}}}
		if best > 0 {
			row.Cells[1] = b.at(best, h, engine.EveryWeekday, at, at)
			row.Cells[1].Text = ask.ClockText(at) + " · " + row.Cells[1].Text
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}
