package view

import (
	"fmt"
	"math"
	"strconv"

	"daybreak/internal/analysis"
	"daybreak/internal/chart"
	"daybreak/internal/engine"
	"daybreak/internal/i18n"
	"daybreak/internal/ops"
)

// challengePanel writes panels about challenges and streaks.
type challengePanel struct{ Page }

// curve draws the share that has kept up a habit by day, with its bounds.
func (b challengePanel) curve(p *ops.Panel, s *analysis.Challenge) (*Chart, error) {
	groups := s.Groups
	if len(groups) == 0 && len(s.All.Days) > 0 {
		groups = []analysis.ChallengeGroup{s.All}
	}
	if len(groups) == 0 {
		return nil, nil
	}
	days := 0
	for _, g := range groups {
		days = max(days, len(g.Days))
	}
	c := chart.Curve{Unit: ops.UnitPercent, Stairs: true, Top: 1, Labels: []string{"0"}, Titles: []string{fmt.Sprintf(b.T.Option.Survived, 0)}}
	for n := 1; n <= days; n++ {
		c.Labels = append(c.Labels, strconv.Itoa(n))
		c.Titles = append(c.Titles, fmt.Sprintf(b.T.Option.Survived, n))
	}
	out := b.chart(p, fmt.Sprintf(b.T.Panel.ChartSeries, b.Label(p.Title), len(groups)))
	if s.By != "" {
		names := make([]string, len(groups))
		for i, g := range groups {
			names[i] = g.Group
		}
		c.Hues = b.hues(s.By, names)
	}
	one := ops.Value{Number: 1}
	for i, g := range groups {
		x := chart.CurveSeries{Name: b.Label(p.Title), Values: []ops.Value{one}, Low: []ops.Value{one}, High: []ops.Value{one}}
		if s.By != "" {
			x.Name = b.Group(g.Group, g.Other)
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
		if g.Other > 0 {
			enrolled.Href = ""
		}
		out.Legend = append(out.Legend, Legend{Class: "line " + c.HueOf(i).Class(), Name: x.Name, Total: enrolled.Text, Href: enrolled.Href})
	}
	var err error
	out.Option, err = c.Option()
	return out, err
}

// facts say how the curves differ and what becomes of those halfway.
func (b challengePanel) facts(s *analysis.Challenge) []Fact {
	if s.All.Enrolled == 0 {
		return nil
	}
	t := &b.T.Option
	out := []Fact{
		{Value: b.Value(s.All.Finish, ops.UnitPercent), Text: fmt.Sprintf(t.Finish, analysis.Halfway, s.Length)},
		{Value: b.Value(s.All.Perfect.Value, ops.UnitPercent), Text: b.T.Member.Perfect},
		{Value: b.Value(s.All.Enough.Value, ops.UnitPercent), Text: b.T.Member.Enough},
	}
	if s.By != "" {
		out = append(out, Fact{Value: pText(s.P), Text: t.LogRank})
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

// groups has one row per group: who is in it and how far they got.
func (b challengePanel) groups(p *ops.Panel, s *analysis.Challenge) *Table {
	t, m := &b.T.Option, &b.T.Member
	if s.All.Enrolled == 0 {
		return nil
	}
	name := b.Label(p.Title)
	if s.By != "" {
		name = b.Dimension(s.By)
	}
	out := &Table{Caption: b.Label(p.Title), Head: []Head{{Text: name}, {Text: m.Enrolled, Number: true}, {Text: m.Late, Number: true},
		{Text: m.StillOpen, Number: true}, {Text: m.Perfect, Number: true}, {Text: m.Enough, Number: true}}}
	marks := []int{7, 14, 21}
	for _, n := range marks {
		out.Head = append(out.Head, Head{Text: fmt.Sprintf(t.Survived, n), Number: true})
	}
	out.Head = append(out.Head, Head{Text: fmt.Sprintf(t.Finish, analysis.Halfway, s.Length), Number: true})
	row := func(name string, g analysis.ChallengeGroup, q engine.ChallengeQuery) Row {
		who := engine.PeopleQuery{Challenge: &q, Group: g.Group}
		share := func(f analysis.Figure, kind string) Cell {
			c := b.figureCell(f, ops.UnitPercent)
			if f.State == ops.Known {
				c.Text = Whole(int(f.Num)) + " · " + c.Text
				if f.Num > 0 {
					c.Href = b.peopleHref(with(who, kind, 0))
				}
			}
			return c
		}
		r := Row{Name: name, Cells: []Cell{b.people(g.Enrolled, with(who, "enrolled", 0)), b.people(g.Late, with(who, "late", 0)),
			b.people(g.Open, with(who, "open", 0)), share(g.Perfect, "perfect"), share(g.Enough, "enough")}}
		for _, n := range marks {
			c := b.cell(survived(g, n), ops.UnitPercent)
			if n <= len(g.Days) {
				d := g.Days[n-1]
				c = Cell{Text: i18n.Percent(d.Survival.Survival), Title: fmt.Sprintf(b.T.Panel.Interval, i18n.Percent(d.Low), i18n.Percent(d.High)), Few: d.AtRisk < 30}
				if c.Few {
					c.Title = b.T.Panel.FewSubjects + "; " + c.Title
				}
			}
			r.Cells = append(r.Cells, c)
		}
		r.Cells = append(r.Cells, b.cell(g.Finish, ops.UnitPercent))
		return r
	}
	for _, g := range s.Groups {
		r := row(b.Group(g.Group, g.Other), g, s.Query)
		out.Rows = append(out.Rows, ofRest(r, g.Other))
	}
	q := s.Query
	q.By = ""
	all := row(b.T.Panel.Total, s.All, q)
	out.Total = &all
	return out
}

// survived is the share still there after a day that the curve no longer has: 0
// once everybody is lost (R5), else not applicable.
func survived(g analysis.ChallengeGroup, day int) ops.Value {
	if n := len(g.Days); n > 0 && day > n && g.Days[n-1].Survival.Survival == 0 {
		return ops.Value{}
	}
	return ops.Value{State: ops.NotApplicable}
}

// ofRest takes the lists of members from a row that has several groups together.
func ofRest(r Row, groups int) Row {
	if groups > 0 {
		for i := range r.Cells {
			r.Cells[i].Href = ""
		}
	}
	return r
}

// figures has one row per day of the curve of all.
func (b challengePanel) figures(p *ops.Panel, s *analysis.Challenge) *Table {
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

func drawChallenge(b Page, p *ops.Panel, r *analysis.Challenge, out *Panel) (err error) {
	x := challengePanel{b}
	out.Facts, out.Below, out.Figures = x.facts(r), x.groups(p, r), x.figures(p, r)
	out.Chart, err = x.curve(p, r)
	return err
}
