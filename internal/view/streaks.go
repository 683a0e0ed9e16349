package view

import (
	"fmt"
	"strings"

	"daybreak/internal/analysis"
	"daybreak/internal/ask"
	"daybreak/internal/chart"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// StreakBar is one bin of a distribution of streaks.
type StreakBar struct {
	Label, Share, Portion string
	Count                 Cell
}

// noLimit is the last day of a bin without an end.
const noLimit = ask.MaxListed

// binLabel writes the days of a bin.
func (b challengePanel) binLabel(x analysis.StreakBin) string {
	t := &b.T.Member
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

func (b challengePanel) streakBars(s *analysis.Streaks) []StreakBar {
	all, largest := 0, 0
	for _, x := range s.Bins {
		all += x.Current
		largest = max(largest, x.Current)
	}
	if all == 0 {
		return nil
	}
	var out []StreakBar
	for _, x := range s.Bins {
		out = append(out, StreakBar{Label: b.binLabel(x), Share: chart.Share(ops.Value{Number: float64(x.Current)}, float64(largest)),
			Portion: percentOf(x.Current, all), Count: b.people(x.Current, inBin(s.Query, x, "current"))})
	}
	return out
}

// streakFigures has one row per bin: current and longest, strict and made up.
func (b challengePanel) streakFigures(p *ops.Panel, s *analysis.Streaks) *Table {
	t := &b.T.Member
	out := &Table{Caption: b.Label(p.Title), Head: []Head{{Text: b.T.Option.Length}, {Text: t.CurrentRun, Number: true}, {Text: t.LongestRun, Number: true},
		{Text: t.CurrentMadeUp, Number: true}, {Text: t.LongestMadeUp, Number: true}}}
	for _, x := range s.Bins {
		row := Row{Name: b.binLabel(x)}
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
func (b challengePanel) atRisk(p *ops.Panel, s *analysis.Streaks) *Table {
	t := &b.T.Member
	out := &Table{Caption: b.Label(p.Title), Head: []Head{{Text: t.Member}, {Text: t.CurrentRun, Number: true, Sorted: true}, {Text: t.LongestRun, Number: true},
		{Text: b.T.Option.LastCheckIn, Number: true}}}
	listed := s.AtRisk
	out.Empty = b.T.Option.NobodyAtRisk
	if b.Fixed {
		listed, out.Empty = nil, ""
	}
	for _, m := range listed {
		out.Rows = append(out.Rows, Row{Name: m.Member, Href: MemberHref(m.Member), Cells: []Cell{
			{Text: fmt.Sprintf(t.Days, m.Current)}, {Text: fmt.Sprintf(t.Days, m.Longest)}, {Text: b.Lang.WeekdayDate(Civil(m.Last))}}})
	}
	if n := len(s.AtRisk) + s.More; n > 0 {
		out.More = &Choice{Label: fmt.Sprintf(b.T.Option.MoreAtRisk, Whole(n)), Href: b.peopleHref(engine.PeopleQuery{Streaks: &s.Query, Kind: "at_risk"})}
		if b.Fixed {
			out.Empty, out.More = out.More.Label, nil
		}
	}
	return out
}

func drawStreaks(b Page, p *ops.Panel, r *analysis.Streaks, out *Panel) error {
	x := challengePanel{b}
	out.Bars, out.Figures = x.streakBars(r), x.streakFigures(p, r)
	return nil
}

func drawAtRisk(b Page, p *ops.Panel, r *analysis.Streaks, out *Panel) error {
	out.Table = challengePanel{b}.atRisk(p, r)
	if r.Today != 0 {
		out.Note = fmt.Sprintf(b.T.Option.AtRiskOn, b.Day(r.Today), b.Day(r.Query.Through))
	}
	if !b.Fixed { // the list, which says more than how many
		out.CSV = "/members.csv" + strings.TrimPrefix(peopleHref(engine.PeopleQuery{Streaks: &r.Query, Kind: "at_risk"}), "/members")
	}
	return nil
}
