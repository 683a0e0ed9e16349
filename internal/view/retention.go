package view

import (
	"cmp"
	"fmt"
	"strconv"

	"daybreak/internal/analysis"
	"daybreak/internal/engine"
	"daybreak/internal/i18n"
	"daybreak/internal/ops"
)

// retentionPanel writes panels about who comes back.
type retentionPanel struct{ Page }

// Triangle is a table of cohorts: a row each, a column per period, the
// deeper the colour the more came back.
type Triangle struct {
	Caption string
	Shows   []Choice // shares or people
	Column  string   // over the cohorts
	Periods []string
	Average []AverageRow
	Rows    []Cohort
	Cut     bool // more cohorts or periods than a page should hold: the CSV has them all
}

// AverageRow is the average of cohorts, a row above them.
type AverageRow struct {
	Name  string
	Size  Cell // empty for the simple mean
	Cells []CohortCell
}

// Cohort is one row of a triangle.
type Cohort struct {
	Start string
	Note  string // where its days are noted on; "" nowhere
	Marks string // what happened on them
	Size  Cell
	Cells []CohortCell
}

// CohortCell is one period of a cohort. Level is 0 to 10; First marks period 0,
// which is always everybody; Part a period that is not over for all (R6), with
// what is known so far.
type CohortCell struct {
	Cell
	Level       int
	First, Part bool
}

// The most cohorts and periods a triangle shows.
const (
	triangleRows    = 60
	trianglePeriods = 31
)

// periodName writes period h of a retention question for a column.
func (b retentionPanel) periodName(r *analysis.Retention, h int) string {
	if q := r.Query; q.Mode == engine.ModeBracket && h < len(q.Brackets) {
		return strconv.Itoa(q.Brackets[h][0]) + "–" + strconv.Itoa(q.Brackets[h][1])
	}
	t := &b.T.Option
	format := map[ops.Grain]string{ops.Daily: t.PeriodDay, ops.Weekly: t.PeriodWeek, ops.Monthly: t.PeriodMonth}[r.Period]
	return fmt.Sprintf(format, h)
}

// cohortRange returns the days of a cohort.
func (b retentionPanel) cohortRange(r *analysis.Retention, start ops.Day) ops.Range {
	return b.Data.Calendar.Bucket(start, cmp.Or(r.Query.GroupBy, r.Period))
}

// cohortDays writes the days of a cohort.
func (b retentionPanel) cohortDays(r *analysis.Retention, start ops.Day) string {
	days := b.cohortRange(r, start)
	first, _, _ := b.View.Range.From.Date()
	last, _, _ := days.Last().Date()
	if first != last { // the year has to be said
		return b.bucketTitle(days)
	}
	if days.Len() == 1 {
		return b.Lang.Short(Civil(start))
	}
	return b.Lang.Short(Civil(start)) + " – " + b.Lang.Short(Civil(days.Last()))
}

func (b retentionPanel) triangle(p *ops.Panel, r *analysis.Retention) *Triangle {
	if len(r.Cohorts) == 0 {
		return nil
	}
	people := b.Questions[p].Show == "people"
	t := &b.T.Option
	out := &Triangle{Caption: b.Label(p.Title), Column: t.CohortColumn, Cut: len(r.Cohorts) > triangleRows || r.Periods > trianglePeriods}
	if r.Grouped() {
		out.Column = b.Dimension(r.By) + " · " + t.CohortColumn
	}
	for _, show := range []struct{ value, label string }{{"share", t.Share}, {"people", t.People}} {
		out.Shows = append(out.Shows, Choice{ID: "show-" + show.value, Label: show.label, Current: people == (show.value == "people"),
			Href: b.href(func(q *analysis.Params) { q.Options.Set("retention.show", show.value) })})
	}
	last := min(r.Periods, trianglePeriods)
	for h := range last + 1 {
		out.Periods = append(out.Periods, b.periodName(r, h))
	}
	fill := func(cells []CohortCell) []CohortCell {
		for len(cells) <= last {
			cells = append(cells, CohortCell{})
		}
		return cells[:last+1]
	}
	curves := r.Curves
	if !r.Grouped() {
		curves = []analysis.Curve{r.All}
	}
	for _, curve := range curves {
		all := engine.PeopleQuery{Retention: &r.Query, Group: curve.Group}
		if !r.Grouped() {
			all.Retention = ungrouped(r.Query)
		}
		weighted := AverageRow{Name: t.WeightedAverage, Size: b.cohortSize(r, curve.Size, all)}
		if curve.Other > 0 {
			weighted.Size.Href = ""
		}
		mean := AverageRow{Name: t.SimpleMean}
		if r.Grouped() {
			weighted.Name = b.Group(curve.Group, curve.Other) + " · " + t.WeightedAverage
			mean.Name = b.Group(curve.Group, curve.Other) + " · " + t.SimpleMean
		}
		for h, point := range curve.Points {
			first := h == 0 && r.Query.Mode != engine.ModeBracket
			c := b.cohortCell(point.Rate, first)
			if point.Rate.State == ops.Pending {
				c = CohortCell{}
			} else {
				c.Title = fmt.Sprintf(t.CellTitle, Whole(int(point.Rate.Num)), Whole(int(point.Rate.Den))) + "; " + c.Title
			}
			weighted.Cells = append(weighted.Cells, c)
			m := CohortCell{Cell: b.cell(point.Mean, ops.UnitPercent), First: first}
			if point.Mean.State == ops.Pending {
				m = CohortCell{}
			}
			m.Level = level(point.Mean)
			mean.Cells = append(mean.Cells, m)
		}
		weighted.Cells, mean.Cells = fill(weighted.Cells), fill(mean.Cells)
		out.Average = append(out.Average, weighted, mean)
	}
	for _, c := range r.Cohorts[max(0, len(r.Cohorts)-triangleRows):] {
		who := engine.PeopleQuery{Retention: &r.Query, Group: c.Group, Start: c.Start}
		if !r.Grouped() {
			who.Retention = ungrouped(r.Query)
		}
		days := b.cohortRange(r, c.Start)
		m := marking{Page: b.Page}
		row := Cohort{Start: b.cohortDays(r, c.Start), Note: m.noteHref(days), Marks: m.saidOn(days), Size: b.people(c.Size, who)}
		if r.Grouped() {
			row.Start = b.Group(c.Group, 0) + " · " + row.Start
		}
		for h, cell := range c.Cells[:min(len(c.Cells), last+1)] {
			who.Kind, who.Step = "returned", h
			row.Cells = append(row.Cells, b.triangleCell(r, c, h, cell, who, people))
		}
		row.Cells = fill(row.Cells)
		out.Rows = append(out.Rows, row)
	}
	return out
}

// cohortSize is the number of entries into all cohorts of who. It opens their
// members unless one may have entered several times.
func (b retentionPanel) cohortSize(r *analysis.Retention, n int, who engine.PeopleQuery) Cell {
	if r.Query.Cohort == engine.CohortRecurring {
		return Cell{Text: Whole(n)}
	}
	return b.people(n, who)
}

// ungrouped is a question without its breakdown: what the triangle shows.
func ungrouped(q engine.RetentionQuery) *engine.RetentionQuery {
	q.By = ""
	return &q
}

// triangleCell is one cell: a share or a count that opens the members behind
// it. One that is not over shows what is known so far, hatched.
func (b retentionPanel) triangleCell(r *analysis.Retention, c analysis.Cohort, h int, cell analysis.CohortCell, who engine.PeopleQuery,
	people bool) CohortCell {
	f := cell.Rate
	if f.State == ops.Pending && !f.InProgress {
		return CohortCell{}
	}
	out := b.cohortCell(f, h == 0 && r.Query.Mode != engine.ModeBracket)
	t := &b.T.Option
	if f.State == ops.Pending {
		so := ops.Value{Number: float64(cell.Count) / float64(c.Size)}
		out.Cell, out.Level = Cell{Text: b.Value(so, ops.UnitPercent)}, level(so)
		out.Title = fmt.Sprintf(t.SoFar, Whole(cell.Count), Whole(c.Size))
	} else {
		out.Title = fmt.Sprintf(t.CellTitle, Whole(cell.Count), Whole(c.Size)) + "; " + out.Title
	}
	if people {
		out.Text = Whole(cell.Count)
	}
	if cell.Count > 0 {
		out.Href = b.peopleHref(who)
	}
	return out
}

func (b retentionPanel) cohortCell(f analysis.Figure, first bool) CohortCell {
	return CohortCell{Cell: b.figureCell(f, ops.UnitPercent), First: first, Part: f.InProgress || f.State == ops.Pending, Level: level(f.Value)}
}

// level grades a share for its colour.
func level(v ops.Value) int {
	if v.State != ops.Known {
		return 0
	}
	return max(0, min(10, int(10*v.Number+0.5)))
}

// retentionFacts are the averages of a few periods.
func (b retentionPanel) retentionFacts(r *analysis.Retention) []Fact {
	marks := map[ops.Grain][]int{ops.Daily: {1, 7, 30}, ops.Weekly: {1, 4, 8}, ops.Monthly: {1, 3, 6}}[r.Period]
	var out []Fact
	if r.Query.Mode == engine.ModeBracket {
		return nil
	}
	for _, h := range marks {
		if h < len(r.All.Points) {
			out = append(out, Fact{Value: b.Value(r.All.Points[h].Rate.Value, ops.UnitPercent), Text: b.periodName(r, h) + " · " + b.T.Option.WeightedAverage})
		}
	}
	return out
}

// percentOf writes a share.
func percentOf(n, of int) string {
	if of == 0 {
		return i18n.NotApplicable
	}
	return i18n.Percent(float64(n) / float64(of))
}

func drawRetention(b Page, p *ops.Panel, r *analysis.Retention, out *Panel) error {
	x := retentionPanel{b}
	out.Triangle, out.Facts = x.triangle(p, r), x.retentionFacts(r)
	return nil
}
